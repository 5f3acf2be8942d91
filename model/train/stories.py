"""What stories are joined by: how common words are, and trees that judge pairs of tellings.

    python stories.py words GOLD OUT            counts words over the open training texts
    python stories.py trees PAIRS... --out OUT  trains on pairs that `dateline eval --pairs` wrote
    python stories.py folds PAIRS...            figures on our own happenings by five folds of their folders

A pair is one line: its label, its group (of our own happenings both with their reports), and the features of
src/story/pair.rs.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

KEPT = 3  # a word in fewer reports says nothing that an unknown one does not
ENDINGS = ("'s", "ing", "ed", "es", "s")


def stem(word: str) -> str:
    """The same as `stem` of src/story/words.rs."""
    word = word.lower()
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def texts(gold: Path):
    names = ["coref/ecbplus.train", "attribution/polnear.train", "time/timebank", "time/aquaint", "geo/lgl", "geo/trnews"]
    for name in names:
        for path in sorted(gold.glob(name + "*.jsonl")):
            for line in path.open(encoding="utf-8"):
                yield json.loads(line)["text"]


def count_words(gold: Path, out: Path):
    counts, reports = Counter(), 0
    for text in texts(gold):
        reports += 1
        counts.update({stem(w) for w in re.findall(r"\w+", text)})
    rows = sorted((s, n) for s, n in counts.items() if n >= KEPT and not any(c.isdigit() for c in s))
    out.write_text(f"*\t{reports}\n" + "".join(f"{s}\t{n}\n" for s, n in rows), encoding="utf-8")
    print(f"{len(rows)} stems of {reports} reports")


def read_pairs(paths: list[Path]):
    rows = [line.split("\t") for path in paths for line in path.open(encoding="utf-8")]
    labels = np.array([int(r[0]) for r in rows])
    groups = np.array([r[1] for r in rows])
    return np.array([[float(v) for v in r[2:]] for r in rows], dtype=np.float32), labels, groups


def train(features, labels, groups):
    """Pairs of our own reports of politics count more, since there are fewer of them; of those from two
    folders, which are never the same and mostly easy to tell, every tenth is enough."""
    own = np.array([g.startswith("own") for g in groups])
    sides = [g.removeprefix("own-").split("+") for g in groups]
    far = np.array([len(s) == 2 and s[0].split("/")[0] != s[1].split("/")[0] for s in sides])
    kept = ~far | (np.arange(len(groups)) % 10 == 0)
    model = HistGradientBoostingClassifier(
        max_iter=120, max_leaf_nodes=10, learning_rate=0.07, min_samples_leaf=25, l2_regularization=2.0, random_state=7
    )
    return model.fit(features[kept], labels[kept], sample_weight=np.where(own, 12.0, 1.0)[kept])


def nodes(tree) -> list:
    """A tree as rows: feature, bound, left, right; of a leaf -1 and its value."""
    out = []
    for node in tree.nodes:
        if node["is_leaf"]:
            out.append([-1, round(float(node["value"]), 5), 0, 0])
        else:
            bound = float(node["num_threshold"])
            out.append([int(node["feature_idx"]), round(bound, 6), int(node["left"]), int(node["right"])])
    return out


def join(likeness, threshold):
    """Groups by average linkage, as `join` of src/story/join.rs."""
    n = len(likeness)
    alike, size, members = likeness.copy(), np.ones(n), {i: [i] for i in range(n)}
    np.fill_diagonal(alike, -1)
    while n:
        i, j = np.unravel_index(np.argmax(alike), alike.shape)
        if alike[i, j] < threshold:
            break
        alike[i] = (alike[i] * size[i] + alike[j] * size[j]) / (size[i] + size[j])
        alike[:, i] = alike[i]
        alike[i, i] = -1
        size[i] += size[j]
        alike[j], alike[:, j] = -1, -1
        members[i] += members.pop(j)
    return {k: group for group, all_ in members.items() for k in all_}


def folds(features, labels, groups, threshold, parts=5):
    """Pairs of tellings of held-out folders: precision, recall, F1, of all and of those told by three or more."""
    own = np.array([g.startswith("own") for g in groups])
    x, pairs = features[own], [g.removeprefix("own-").split("+") for g in groups[own]]
    n = round((1 + (1 + 8 * len(pairs)) ** 0.5) / 2)
    at = np.triu_indices(n, 1)
    node = [None] * n
    for i, j, (a, b) in zip(*at, pairs):
        node[i], node[j] = a, b
    folder = np.array([name.split("/")[0] for name in node])
    names = sorted(set(folder))
    counts = {"all": Counter(), "told by three or more": Counter()}
    for part in range(parts):
        held = np.isin(folder, names[part::parts])
        inside, touched = held[at[0]] & held[at[1]], held[at[0]] | held[at[1]]
        rest = ~own
        rest[own] = ~touched
        model = train(features[rest], labels[rest], groups[rest])
        likeness = np.zeros((n, n))
        likeness[at[0][inside], at[1][inside]] = model.predict_proba(x[inside])[:, 1]
        chosen = np.flatnonzero(held)
        groups_of = join((likeness + likeness.T)[np.ix_(chosen, chosen)], threshold)
        tellings = defaultdict(set)
        for k, i in enumerate(chosen):
            happening, report = node[i].split("#")
            tellings[happening, report].add(groups_of[k])
        told = Counter(happening for happening, _ in tellings)
        rows = sorted(tellings.items())
        for i, ((a, r), in_a) in enumerate(rows):
            for (b, q), in_b in rows[i + 1:]:
                if r == q:
                    continue
                same, joined = a == b, bool(in_a & in_b)
                for name in counts if min(told[a], told[b]) >= 3 else ["all"]:
                    counts[name].update(wanted=same, given=joined, hits=same and joined)
    for name, c in counts.items():
        print(f"{name}: pairwise precision {c['hits'] / c['given']:.3f} recall {c['hits'] / c['wanted']:.3f} "
              f"f1 {2 * c['hits'] / (c['given'] + c['wanted']):.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    sub = parser.add_subparsers(dest="what", required=True)
    words = sub.add_parser("words")
    words.add_argument("gold", type=Path)
    words.add_argument("out", type=Path)
    trees = sub.add_parser("trees")
    trees.add_argument("pairs", type=Path, nargs="+")
    trees.add_argument("--out", type=Path, required=True)
    trees.add_argument("--threshold", type=float, default=0.27)
    by_folds = sub.add_parser("folds")
    by_folds.add_argument("pairs", type=Path, nargs="+")
    by_folds.add_argument("--threshold", type=float, default=0.27)
    args = parser.parse_args()
    if args.what == "words":
        return count_words(args.gold, args.out)
    features, labels, groups = read_pairs(args.pairs)
    if args.what == "folds":
        return folds(features, labels, groups, args.threshold)
    model = train(features, labels, groups)
    body = {
        "features": features.shape[1],
        "base": round(float(np.ravel(model._baseline_prediction)[0]), 5),
        "threshold": args.threshold,
        "trees": [nodes(t[0]) for t in model._predictors],
    }
    args.out.write_text(json.dumps(body, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(labels)} pairs, {labels.mean():.3f} of them the same; {len(body['trees'])} trees")


if __name__ == "__main__":
    main()
