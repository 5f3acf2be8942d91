"""What stories are joined by: how common words are, and trees that judge pairs of tellings.

    python stories.py words GOLD OUT            counts words over the open training texts
    python stories.py trees PAIRS... --out OUT  trains on pairs that `dateline eval --pairs` wrote

A pair is one line: its label, its group, and the features of src/story/pair.rs.
"""

import argparse
import json
import re
from collections import Counter
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


def train(features, labels, weights):
    model = HistGradientBoostingClassifier(
        max_iter=120, max_leaf_nodes=12, learning_rate=0.07, min_samples_leaf=30, l2_regularization=1.0, random_state=7
    )
    return model.fit(features, labels, sample_weight=weights)


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


def weights_of(groups):
    """Pairs of our own reports of politics count more: there are fewer of them."""
    own = np.array([g.startswith("own") for g in groups])
    weight = np.ones(len(groups))
    if own.any() and not own.all():
        weight[own] = 4.0
    return weight


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    sub = parser.add_subparsers(dest="what", required=True)
    words = sub.add_parser("words")
    words.add_argument("gold", type=Path)
    words.add_argument("out", type=Path)
    trees = sub.add_parser("trees")
    trees.add_argument("pairs", type=Path, nargs="+")
    trees.add_argument("--out", type=Path, required=True)
    trees.add_argument("--threshold", type=float, default=0.35)
    args = parser.parse_args()
    if args.what == "words":
        return count_words(args.gold, args.out)
    features, labels, groups = read_pairs(args.pairs)
    model = train(features, labels, weights_of(groups))
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
