"""How well a trained state's event heads do on what was kept from training, before export.

    python check.py GOLD WORK --tokens PATH/tokens

Quick figures for people who change the heads; what counts is `dateline eval` on the shipped files.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import torch

import events
from data import jsonl, mark, raw_docs
from net import RARE, Net
from pieces import SHAPES, vocabulary
from train import Encoded, windows


def f1(hits, predicted, gold):
    return 2 * hits / max(1, predicted + gold)


def load(work: Path):
    lists = json.loads((work / "labels.json").read_text())
    sizes = {h: len(x) for h, x in lists.items() if h != "relations"}
    net = Net(sizes, len(lists["relations"]), len(vocabulary()), len(SHAPES))
    net.load_state_dict(torch.load(work / "state.pt", weights_only=True)["net"])
    net.eval()
    return net, lists


@torch.no_grad()
def outputs(net, lists, docs, limit=92):
    """For each document its windows as (first word, last word, tags, act, part)."""
    labels = {h: {x: i for i, x in enumerate(xs)} for h, xs in lists.items()}
    for k, doc in enumerate(docs):
        out = []
        for a, b in windows(doc, limit):
            batch = Encoded(docs, [(k, a, b)], labels)
            h = net.encode(net.embedding(batch.ids, batch.shapes), batch.mask, batch.first)
            tags = net.score(h)[0]
            out.append((a, b, tags, *net.participation(h)))
        yield doc, out


def spans(labels):
    out, open_ = set(), None
    for i, label in enumerate([*labels, "O"]):
        if open_ and label != f"I-{open_[1]}":
            out.add((open_[0], i, open_[1]))
            open_ = None
        if label.startswith("B-") or (label != "O" and not open_):
            open_ = (i, label[2:])
    return out


def check_plv(net, lists, gold, binary):
    rows, types = jsonl(gold / "events/plv.dev.jsonl"), lists["event"][1:]
    right, by = 0, {}
    docs = [(doc, offsets) for doc, offsets, _ in raw_docs(rows, binary)]
    for doc, _ in docs:
        events.empty(doc, ())
    for (doc, out), (_, offsets), row in zip(outputs(net, lists, [d for d, _ in docs], 250), docs, rows):
        a, b, tags, act, part = out[0]
        event = tags[:, net.columns("event")]
        fit = event[:, 1:].logsumexp(1) - event[:, 0]
        for role, side in enumerate(("actor", "recipient")):
            if row[side]:
                words = [i for i in events.touched(offsets, (row[side]["start"], row[side]["end"])) if i < b]
                if words:
                    fit = fit + (act[:, role] @ part[words].T).mean(1)
        p = fit.softmax(0) @ event[:, 1:].softmax(1)
        total = Counter()
        for t, x in zip(types, p.tolist()):
            total["YIELD" if t in ("CONCEDE", "RETREAT") else t] += x
        best = max(total, key=total.get)
        right += best == row["type"]
        for t in {best, row["type"]}:
            by.setdefault(t, [0, 0, 0])
        by[best][1] += 1
        by[row["type"]][2] += 1
        by[best][0] += best == row["type"]
    macro = [f1(*v) for v in by.values() if v[2]]
    print(f"PLV dev: accuracy {right / len(rows):.3f}, macro F1 {sum(macro) / len(macro):.3f}")


def check_cameo(net, lists, gold, binary):
    rows = [r for r in jsonl(gold / "events/cameo.train.jsonl") if events.held_out(r["id"])]
    hits = predicted = wanted = right = asked = 0
    pairs = list(raw_docs(rows, binary))
    for doc, _, _ in pairs:
        events.empty(doc, ())
    for (doc, out), (_, offsets, row) in zip(outputs(net, lists, [d for d, _, _ in pairs], 250), pairs):
        a, b, tags, _, _ = out[0]
        found = spans([lists["roles"][i] for i in tags[:, net.columns("roles")].argmax(1)])
        gold_labels = ["O"] * len(doc.words)
        for kind, key in zip(events.ROLES, ("sources", "targets", "reciprocal")):
            for s in row[key]:
                mark(gold_labels, offsets, s["start"], s["end"], kind)
        gold_spans = spans(gold_labels)
        hits, predicted, wanted = hits + len(found & gold_spans), predicted + len(found), wanted + len(gold_spans)
        if row["quad"] is not None:
            pooled = tags[:, net.columns("quad_weight")][:, 0].softmax(0) @ tags[:, net.columns("quad")]
            right, asked = right + (pooled.argmax().item() == row["quad"]), asked + 1
    print(f"CAMEO held: span F1 {f1(hits, predicted, wanted):.3f}, quad accuracy {right / asked:.3f} of {asked}")


def check_meantime(net, lists, gold, binary):
    rows = [r for r in jsonl(gold / "events/meantime.jsonl") if events.held_out(r["doc_id"])]
    pairs = list(raw_docs(rows, binary))
    for doc, _, _ in pairs:
        events.empty(doc, ())
    tally = {"polarity": [0, 0, 0], "later": [0, 0, 0], "doubt": [0, 0, 0]}
    for (doc, out), (_, offsets, row) in zip(outputs(net, lists, [d for d, _, _ in pairs]), pairs):
        full = [(s["start"], s["end"]) for s in row["sents"] if s["full"]]
        for e in row["events"]:
            if not any(s <= e["start"] < t for s, t in full):
                continue
            words = events.touched(offsets, (e["start"], e["end"]))
            for head, key, yes in (("polarity", "polarity", ("NEG",)), ("later", "time", ("FUTURE",)),
                                   ("doubt", "certainty", ("POSSIBLE", "PROBABLE"))):
                if e.get(key) == "UNDERSPECIFIED":
                    continue
                a, _, tags = next(w for w in out if w[0] <= words[0] < w[1])[:3]
                x = tags[[i - a for i in words if i - a < len(tags)]][:, net.columns(head)].mean(0)
                said, is_so = bool(x[1] > x[0]), e.get(key) in yes
                for i, add in enumerate((said and is_so, said, is_so)):
                    tally[head][i] += add
    print("MEANTIME held:", {k: (round(f1(*v), 3), v) for k, v in tally.items()})


def check_own(net, lists, docs, name):
    """Triggers with type, and what is said of those found; participants at probability one half."""
    tally = {k: [0, 0, 0] for k in ("trigger", "type", "actor", "recipient")}
    right = {k: [0, 0] for k in ("polarity", "reality", "recency", "mode")}
    for doc, out in outputs(net, lists, docs):
        acts = {t: (x, y) for t, x, y in doc.acts}
        for a, b, tags, act, part in out:
            best = tags[:, net.columns("event")].argmax(1).tolist()
            for i in range(a, b):
                gold = doc.tags["event"][i]
                if gold is None:
                    continue
                found = lists["event"][best[i - a]]
                for key, same in (("trigger", gold != "O" and found != "O"), ("type", gold == found != "O")):
                    for j, add in enumerate((same, found != "O", gold != "O")):
                        tally[key][j] += add
                if gold == "O" or found == "O":
                    continue
                for head in right:
                    guess = lists[head][tags[i - a, net.columns(head)].argmax().item()]
                    right[head][0] += guess == doc.tags[head][i]
                    right[head][1] += 1
                scores = act[i - a] @ part.T + RARE
                for role, key in enumerate(("actor", "recipient")):
                    given = {j + a for j in (scores[role] > 0).nonzero().flatten().tolist()}
                    wanted = {j for j in acts[i][role] if a <= j < b}
                    for j, add in enumerate((len(given & wanted), len(given), len(wanted))):
                        tally[key][j] += add
    print(f"{name}:", {k: round(f1(*v), 3) for k, v in tally.items()},
          {k: round(v[0] / max(1, v[1]), 3) for k, v in right.items()}, "events", tally["type"][2])


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("gold", type=Path)
    p.add_argument("work", type=Path)
    p.add_argument("--tokens", type=Path, required=True)
    args = p.parse_args()
    net, lists = load(args.work)
    check_plv(net, lists, args.gold, args.tokens)
    check_cameo(net, lists, args.gold, args.tokens)
    check_meantime(net, lists, args.gold, args.tokens)
    check_own(net, lists, events.read_standoff(args.gold, args.tokens, part="dev"), "news dev")


if __name__ == "__main__":
    main()
