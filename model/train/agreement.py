"""How far two annotators of `own/news.jsonl` agree, on the sentences that both read.

    python agreement.py
"""

import json
from pathlib import Path

OWN = Path(__file__).parent / "own"


def rows(name):
    found = map(json.loads, (OWN / name).open(encoding="utf-8"))
    return {(r["corpus"], r["doc"], r["start"]): r["events"] for r in found}


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def same_side(a, b):
    return all(any(overlap(x, y) for y in b) for x in a) and all(any(overlap(x, y) for x in a) for y in b)


def main():
    first, second = rows("news.jsonl"), rows("news.second.jsonl")
    both = sorted(first.keys() & second.keys())
    n = [sum(len(side[k]) for k in both) for side in (first, second)]
    hits = untyped = 0
    agreed = dict.fromkeys(("actors", "recipients", "polarity", "reality", "recency", "mode"), 0)
    for key in both:
        left = list(second[key])
        for a in first[key]:
            near = [b for b in left if overlap(a["trigger"], b["trigger"])]
            near.sort(key=lambda b: b["type"] != a["type"])
            if not near:
                continue
            b = near[0]
            left.remove(b)
            untyped += 1
            if a["type"] != b["type"]:
                continue
            hits += 1
            for side in ("actors", "recipients"):
                agreed[side] += same_side(a[side], b[side])
            for name, flags in (("polarity", {"neg"}), ("reality", {"fut", "hyp"}), ("recency", {"hist"})):
                agreed[name] += set(a["flags"]) & flags == set(b["flags"]) & flags
            agreed["mode"] += a["mode"] == b["mode"]
    print(f"{len(both)} sentences read twice; {n[0]} and {n[1]} events")
    print(f"event F1 {2 * hits / max(1, sum(n)):.3f}, without type {2 * untyped / max(1, sum(n)):.3f}; on the agreed: "
          + ", ".join(f"{k} {v / max(1, hits):.3f}" for k, v in agreed.items()))


if __name__ == "__main__":
    main()
