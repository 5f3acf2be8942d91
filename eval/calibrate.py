"""Fits codebook/score.toml: how sure the coder is of an event.

    dateline eval OUT --only bank --predictions PRED      # with threshold = 0 in score.toml
    python3 eval/calibrate.py OUT PRED [OUT PRED …] [--write codebook/score.toml]

OUT holds dispatches (`eval/gather.py`, or a folder of gold), PRED what was predicted for them.
Each predicted event carries its grounds; it is right if gold has an event of its type on its words.
Events read in the sentences of quiet/ are all wrong. A logistic regression with a little ridge turns
grounds into a probability, with weights of their own for rules and for what the model proposes alone
and an offset for each type; then every threshold is tried, by five folds of dispatches, and the best F1 is
printed with its precision and calibration error.
"""

import argparse
import json
import math
import re
from pathlib import Path

KEYS = ("told", "type", "actor", "recipient", "political", "noun", "report")
NAMES = ("base", *KEYS)
KINDS = ("rule", "model")
TYPES = ("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
         "SANCTION MOBILIZE COERCE ASSAULT").split()
# columns: the grounds of each kind, then the types that both share
COLUMNS = [(k, n) for k in KINDS for n in NAMES] + [("types", t) for t in TYPES]


def jsonl(path):
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def tokens(event, text):
    out = set()
    for span in [event["trigger"], *event.get("mentions", [])]:
        out |= {span["start"] + m.start() for m in re.finditer(r"\w+|[^\w\s]", text[span["start"]:span["end"]])}
    return out


def right_ones(gold, predicted, text):
    """Indices of the predicted events that gold has, one to one, the larger overlap first."""
    pairs = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            a, b = tokens(g, text), tokens(p, text)
            if g["type"] == p["type"] and a & b:
                pairs.append((-len(a & b) / len(a | b), i, j))
    taken_g, taken_p = set(), set()
    for _, i, j in sorted(pairs):
        if i not in taken_g and j not in taken_p:
            taken_g.add(i)
            taken_p.add(j)
    return taken_p


def features(event):
    """Column and value of what speaks for an event."""
    kind = "model" if event["rule"].endswith("/model") else "rule"
    first = KINDS.index(kind) * len(NAMES)
    values = [1.0] + [float(event["grounds"][k]) for k in KEYS]
    return [(first + i, v) for i, v in enumerate(values) if v] + [(2 * len(NAMES) + TYPES.index(event["type"]), 1.0)]


def examples(folders):
    """(dispatch, features, right) of every predicted event, and how many events gold has in each dispatch."""
    rows, gold_count = [], {}
    for out, pred in folders:
        for path in sorted((out / "bank").glob("*.jsonl")):
            predicted = {r["doc_id"]: r for r in jsonl(pred / "bank" / path.name)}
            for record in jsonl(path):
                events = predicted[record["doc_id"]]["events"]
                good = right_ones(record["events"], events, record["text"])
                gold_count[record["doc_id"]] = len(record["events"])
                rows += [(record["doc_id"], features(e), j in good) for j, e in enumerate(events)]
        quiet = pred / "quiet/sentences.jsonl"
        for record in jsonl(quiet) if quiet.is_file() else []:
            gold_count[record["id"]] = 0
            rows += [(record["id"], features(e), False) for e in record["events"]]
    return rows, gold_count


def sigmoid(z):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def solve(a, b):
    """Gauss with pivots."""
    n = len(b)
    m = [row[:] + [b[i]] for i, row in enumerate(a)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(m[r][i]))
        m[i], m[p] = m[p], m[i]
        for r in range(n):
            if r != i:
                f = m[r][i] / m[i][i]
                m[r] = [x - f * y for x, y in zip(m[r], m[i])]
    return [m[i][n] / m[i][i] for i in range(n)]


# What a reading in a quiet sentence counts: reports with politics in them are what the score is for.
QUIET = 0.15


def fit(rows, ridge=2.0):
    """Newton's method for logistic regression; the bases are not held back by the ridge."""
    n = len(COLUMNS)
    hold = [1e-3 if name == "base" else ridge for _, name in COLUMNS]
    w = [0.0] * n
    for _ in range(25):
        grad = [-h * x for h, x in zip(hold, w)]
        hess = [[hold[i] if i == j else 0.0 for j in range(n)] for i in range(n)]
        for x, right, weight in rows:
            p = sigmoid(sum(w[i] * v for i, v in x))
            for i, v in x:
                grad[i] += weight * (right - p) * v
                for j, u in x:
                    hess[i][j] += weight * p * (1 - p) * v * u
        step = solve(hess, grad)
        w = [a + b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-6:
            break
    return w


def scored(rows, w):
    return [(sigmoid(sum(w[i] * v for i, v in x)), right) for _, x, right in rows]


def figures(scores, threshold, gold):
    kept = [(s, r) for s, r in scores if s >= threshold]
    hits = sum(r for _, r in kept)
    bins = {}
    for s, r in kept:
        b = bins.setdefault(min(9, int(10 * s)), [0.0, 0])
        b[0] += s
        b[1] += r
    error = sum(abs(r - s) for s, r in bins.values()) / max(1, len(kept))
    sure = [r for s, r in kept if s >= 0.8]
    return 2 * hits / max(1, len(kept) + gold), hits / max(1, len(kept)), hits / gold, error, \
        sum(sure) / max(1, len(sure)), len(sure)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folders", nargs="+", type=Path)
    p.add_argument("--write", type=Path)
    p.add_argument("--threshold", type=float, help="written in place of the best one")
    args = p.parse_args()
    rows, gold = examples(list(zip(args.folders[::2], args.folders[1::2])))
    docs = sorted(gold)
    fold = {d: i % 5 for i, d in enumerate(docs)}
    weighed = lambda row: (row[1], row[2], 1.0 if gold[row[0]] else QUIET)
    held, quiet = [], []
    for f in range(5):
        w = fit([weighed(row) for row in rows if fold[row[0]] != f])
        here = [row for row in rows if fold[row[0]] == f]
        held += scored([row for row in here if gold[row[0]]], w)
        quiet += scored([row for row in here if not gold[row[0]]], w)
    total, calm = sum(gold.values()), sum(not n for n in gold.values())
    print(f"{len(docs) - calm} dispatches with {total} events, {calm} without; {len(rows)} readings, "
          f"{sum(r for *_, r in rows)} right")
    best = (0.0, 0.0)
    for step in range(10, 85, 5):
        t = step / 100
        f1, precision, recall, error, sure, n = figures(held, t, total)
        best = max(best, (f1, t))
        alarms = 100 * sum(s >= t for s, _ in quiet) / max(1, calm)
        print(f"threshold {t:.2f}: F1 {f1:.3f} P {precision:.3f} R {recall:.3f}, calibration error {error:.3f}, "
              f"precision at 0.8 {sure:.3f} of {n}; {alarms:.1f} alarms in 100 quiet ones")
    w = fit([weighed(row) for row in rows])
    tables = {}
    for (table, name), x in zip(COLUMNS, w):
        tables.setdefault(table, []).append(f"{name} = {x:.3f}\n")
    print("\n".join(f"[{t}] " + " ".join(x.strip() + "," for x in lines) for t, lines in tables.items()))
    if args.write:
        text = args.write.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^threshold = .*$", f"threshold = {args.threshold or best[1]:.2f}", text)
        for table, lines in tables.items():
            text = re.sub(rf"(?ms)^\[{table}\]\n.*?(?=^\s*$|\Z)", f"[{table}]\n" + "".join(lines), text)
        args.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
