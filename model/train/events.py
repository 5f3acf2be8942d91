"""Corpora with events, as words with labels: the open ones and our own.

Beside the labels of single words a `Doc` holds `acts` (a trigger with its participants) and
`pairs` (two participants and the type of what the one does to the other, its trigger unknown).
"""

import hashlib
import json
from pathlib import Path

from data import OWN, Doc, bio, jsonl, mark, raw_docs, touched
from marks import MODES, TYPES, Act, read

ROLES = ["Source", "Target", "Reciprocal"]
LABELS = {
    "roles": bio(ROLES),
    "event": ["O", *TYPES],
    "mode": ["none", *MODES],
    "polarity": ["affirmed", "negated"],
    "reality": ["actual", "future", "hypothetical"],
    "recency": ["current", "historical"],
    "later": ["NON_FUTURE", "FUTURE"],
    "doubt": ["CERTAIN", "DOUBTFUL"],
    "quad": ["0", "1", "2", "3", "4"],
    "quad_weight": ["weight"],
}

# METRICS.md, section 7: the types that the snippets of a label tell
CASE = {
    "ABDUCT_DISSAP": "ASSAULT", "AGREEMENT": "AGREE CONSULT COOPERATE RETREAT", "AIR_STRIKE": "ASSAULT",
    "ARMED_CLASH": "ASSAULT", "ATTACK": "ASSAULT", "ARREST": "COERCE", "ART_MISS_ATTACK": "ASSAULT",
    "ATTRIB": "ACCUSE REJECT", "CHANGE_TO_GROUP_ACT": "MOBILIZE RETREAT", "CHEM_WEAP": "ASSAULT",
    "DIPLO": "SANCTION ACCUSE REJECT REQUEST", "DISR_WEAP": "COERCE", "FORCE_AGAINST_PROTEST": "ASSAULT",
    "GOV_REGAINS_TERIT": "COERCE ASSAULT", "NON_STATE_ACTOR_OVERTAKES_TER": "COERCE ASSAULT", "GRENADE": "ASSAULT",
    "REM_EXPLOS": "ASSAULT", "HQ_ESTABLISHED": "MOBILIZE", "MOB_VIOL": "ASSAULT PROTEST",
    "PROPERTY_DISTRUCT": "ASSAULT PROTEST", "NON_VIOL_TERRIT_TRANSFER": "RETREAT", "PEACE_PROTEST": "PROTEST",
    "PROTEST_WITH_INTER": "PROTEST COERCE", "SEX_VIOL": "ASSAULT", "SUIC_BOMB": "ASSAULT", "VIOL_DEMONSTR": "PROTEST",
}


def held_out(key: str) -> bool:
    """One record in five of the corpora that have no development part is kept from training.

    eval/gather.py lays the fifth out by the same rule.
    """
    return hashlib.sha256(key.encode()).digest()[0] % 5 == 0


def add_acts(doc: Doc, offsets, acts: list[Act]):
    """Labels and participants of fully annotated words (`event` is set for every word that was read)."""
    for act in acts:
        words = touched(offsets, act.trigger)
        if not words:
            continue
        head = words[0] if len(words) > 1 and act.type == "RETREAT" else words[-1]
        doc.tags["event"][head] = act.type
        doc.tags["mode"][head] = act.mode or "none"
        doc.tags["polarity"][head] = "negated" if "neg" in act.flags else "affirmed"
        doc.tags["reality"][head] = "hypothetical" if "hyp" in act.flags else "future" if "fut" in act.flags else "actual"
        doc.tags["recency"][head] = "historical" if "hist" in act.flags else "current"
        sides = [sorted({i for span in side for i in touched(offsets, span)}) for side in (act.actors, act.recipients)]
        doc.acts.append((head, *sides))
        twins = [a for a in acts if a is not act and (a.actors, a.recipients) == (act.actors, act.recipients)]
        if all(sides) and not twins:
            doc.pairs.append((*sides, [act.type]))


def empty(doc: Doc, heads):
    doc.tags = {head: [None] * len(doc.words) for head in heads}
    return doc


ACT_HEADS = ("event", "mode", "polarity", "reality", "recency")


def read_own(binary: Path, folder=OWN / "written"):
    """Our own sentences, in groups of one to three: news has neighbours."""
    sentences = [s for path in sorted(folder.glob("*.txt")) for s in read(path)]
    groups, at = [], 0
    while at < len(sentences):
        size = 1 + hashlib.sha256(sentences[at][0].encode()).digest()[0] % 3
        groups.append(sentences[at:at + size])
        at += size
    records, acts = [], []
    for group in groups:
        text, found = "", []
        for plain, events in group:
            text += "\n\n" if text else ""
            shift = lambda span, by=len(text): (span[0] + by, span[1] + by)
            found += [Act(a.type, a.mode, a.flags, shift(a.trigger), [shift(x) for x in a.actors],
                          [shift(x) for x in a.recipients]) for a in events]
            text += plain
        records.append({"text": text})
        acts.append(found)
    out = []
    for (doc, offsets, _), found in zip(raw_docs(records, binary), acts):
        empty(doc, ACT_HEADS).tags["event"] = ["O"] * len(doc.words)
        add_acts(doc, offsets, found)
        out.append(doc)
    return out


def read_standoff(gold: Path, binary: Path, path=OWN / "news.jsonl", part="train"):
    """Sentences of the open texts that we annotated: offsets and labels, the texts stay where they are."""
    runs: dict[tuple[str, str], list] = {}
    for row in jsonl(path):
        if row["part"] == part:
            runs.setdefault((row["corpus"], row["doc"]), []).append(row)
    texts = {}
    for corpus in sorted({c for c, _ in runs}):
        for record in jsonl(gold / f"{corpus}.jsonl"):
            texts[corpus, record.get("doc_id") or record.get("id")] = record["text"]
    keys = sorted(k for k in runs if k in texts)
    records = [{"text": texts[k][runs[k][0]["start"]:max(r["end"] for r in runs[k])]} for k in keys]
    out = []
    for key, (doc, offsets, _) in zip(keys, raw_docs(records, binary)):
        base = runs[key][0]["start"]
        empty(doc, ACT_HEADS)
        for row in runs[key]:
            for i in touched(offsets, (row["start"] - base, row["end"] - base)):
                doc.tags["event"][i] = "O"
            shift = lambda spans: [(s - base, e - base) for s, e in spans]
            add_acts(doc, offsets, [
                Act(e["type"], e["mode"], e["flags"], *shift([e["trigger"]]), shift(e["actors"]), shift(e["recipients"]))
                for e in row["events"]])
        out.append(doc)
    return out


def read_cameo(gold: Path, binary: Path):
    out = []
    for name in ("cameo", "cameo_class_only"):
        records = [r for r in jsonl(gold / f"events/{name}.train.jsonl") if not held_out(r["id"])]
        for doc, offsets, record in raw_docs(records, binary):
            empty(doc, ("roles", "quad"))
            if "sources" in record:
                doc.tags["roles"] = ["O"] * len(doc.words)
                for kind, key in zip(ROLES, ("sources", "targets", "reciprocal")):
                    for span in record[key]:
                        mark(doc.tags["roles"], offsets, span["start"], span["end"], kind)
            doc.quad = record["quad"]
            out.append(doc)
    return out


def read_plv(gold: Path, binary: Path):
    out = []
    for doc, offsets, record in raw_docs(jsonl(gold / "events/plv.train.jsonl"), binary):
        sides = [touched(offsets, (s["start"], s["end"])) if s else [] for s in (record["actor"], record["recipient"])]
        types = ["CONCEDE", "RETREAT"] if record["type"] == "YIELD" else [record["type"]]
        empty(doc, ()).pairs.append((*sides, types))
        out.append(doc)
    return out


def read_case(gold: Path, binary: Path):
    records = [r for r in jsonl(gold / "events/case2021_task2.jsonl") if r["label"] in CASE and not held_out(r["id"])]
    out = []
    for doc, _, record in raw_docs(records, binary):
        empty(doc, ()).pairs.append(([], [], CASE[record["label"]].split()))
        out.append(doc)
    return out


def read_meantime(gold: Path, binary: Path):
    records = [r for r in jsonl(gold / "events/meantime.jsonl") if not held_out(r["doc_id"])]
    out = []
    for doc, offsets, record in raw_docs(records, binary):
        empty(doc, ("polarity", "later", "doubt"))
        full = [(s["start"], s["end"]) for s in record["sents"] if s["full"]]
        for event in record["events"]:
            if not any(s <= event["start"] < e for s, e in full):
                continue
            for i in touched(offsets, (event["start"], event["end"])):
                doc.tags["polarity"][i] = {"POS": "affirmed", "NEG": "negated"}.get(event.get("polarity"))
                doc.tags["later"][i] = event.get("time")
                doubt = {"CERTAIN": "CERTAIN", "POSSIBLE": "DOUBTFUL", "PROBABLE": "DOUBTFUL"}
                doc.tags["doubt"][i] = doubt.get(event.get("certainty"))
        out.append(doc)
    return out


def event_corpora(gold: Path, binary: Path) -> dict[str, list[Doc]]:
    return {
        "own": read_own(binary),
        "news": read_standoff(gold, binary),
        "cameo": read_cameo(gold, binary),
        "plv": read_plv(gold, binary),
        "case": read_case(gold, binary),
        "meantime": read_meantime(gold, binary),
    }
