"""Averages trained states: what two stages learnt, the later one and the one that it came from.

    python mix.py OUT WORK=SHARE WORK=SHARE …

Shares add up to one. Labels of heads that an earlier state lacks, or names otherwise, stay as in the
first state given.
"""

import argparse
import json
import shutil
from pathlib import Path

import torch


def rows(labels):
    """Where each label of each tag head stands."""
    out, at = {}, 0
    for head, names in labels.items():
        if head != "relations":
            out |= {(head, name): at + i for i, name in enumerate(names)}
            at += len(names)
    return out


def fitted(state, labels, first, first_labels, fresh):
    """A state in the shape of the first; `fresh` heads are the first's."""
    out = {k: state.get(k, v).float().clone() for k, v in first.items()}
    mine, wanted = rows(labels), rows(first_labels)
    for name in ("tags.weight", "tags.bias"):
        out[name] = first[name].float().clone()
        for key, row in wanted.items():
            if key in mine and key[0] not in fresh:
                out[name][row] = state[name][mine[key]].float()
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("out", type=Path)
    p.add_argument("shares", nargs="+", metavar="WORK=SHARE")
    p.add_argument("--fresh", default="", help="heads that stay as in the first state")
    args = p.parse_args()
    pairs = [(Path(w), float(s)) for w, s in (x.rsplit("=", 1) for x in args.shares)]
    if abs(sum(s for _, s in pairs) - 1) > 1e-6:
        p.error("the shares do not add up to one")
    states = [torch.load(w / "state.pt", weights_only=True)["net"] for w, _ in pairs]
    labels = [json.loads((w / "labels.json").read_text(encoding="utf-8")) for w, _ in pairs]
    same = [fitted(s, l, states[0], labels[0], set(args.fresh.split(","))) for s, l in zip(states, labels)]
    mixed = {k: sum(share * s[k] for (_, share), s in zip(pairs, same)) for k in states[0]}
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save({"net": mixed}, args.out / "state.pt")
    for name in ("labels.json", "lexicon.tsv"):
        shutil.copy(pairs[0][0] / name, args.out / name)


if __name__ == "__main__":
    main()
