"""The open corpora as words with labels: one reader per corpus, one form for all.

A `Doc` holds word forms, where paragraphs and (if known) sentences start, and
for each head a list of labels, None where the corpus says nothing.
"""

import json
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lemmas import script

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
NAMES = ["Person", "Organisation", "Place", "Nationality", "Other"]
RE3D = ["Person", "Organisation", "Location", "Nationality"]
TIMEX = ["DATE", "TIME", "DURATION", "SET"]

TITLES = set("President Judge Speaker Doctor Senator Governor Mayor Minister Chancellor Professor Sir King Queen "
             "Chairman Captain General Secretary Mr. Mrs. Ms. Dr. Bishop Pope Prince Princess".split())
DEMONYM_ENDINGS = ("an", "ish", "ese", "ch", "i", "ic", "st", "im")

# what the corpora's own files state; `--stated-licences-only` leaves the others out
STATED = {"ewt": True, "gum": True, "re3d": True, "polnear": False, "timebank": False,
          "aquaint": False, "wikiwars": True, "lgl": False, "trnews": False, "geovirus": False}


@dataclass
class Doc:
    words: list[str]
    par: list[bool]
    sent: list[bool] | None = None
    tags: dict[str, list] = field(default_factory=dict)
    heads: list[int] | None = None  # index of the head in the document, -1 for a root
    rels: list[str] | None = None
    lemmas: list[str] | None = None  # as the treebank gives them, `_` where it gives none


def bio(kinds):
    return ["O"] + [f"{p}-{k}" for k in kinds for p in "BI"]


def read_conllu(path: Path):
    docs, doc, par = [], None, False

    def sentence(rows, doc, par):
        base = len(doc.words)
        for i, (form, lemma, upos, xpos, head, rel) in enumerate(rows):
            doc.words.append(form)
            doc.par.append(par and i == 0)
            doc.sent.append(i == 0)
            doc.tags["upos"].append(upos if upos in UPOS else None)
            doc.tags["xpos"].append(xpos if xpos != "_" else None)
            doc.tags["lemma"].append(None if lemma == "_" else script(form, lemma))
            doc.lemmas.append(lemma)
            doc.heads.append(-1 if head == 0 else base + head - 1)
            doc.rels.append(rel)

    rows = []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if line.startswith("# newdoc"):
            doc = Doc([], [], [], {"upos": [], "xpos": [], "lemma": []}, [], [], [])
            docs.append(doc)
        elif line == "# newpar" or line.startswith("# newpar id"):
            par = True
        elif line.startswith("#"):
            pass
        elif not line:
            if rows:
                sentence(rows, doc, par)
                rows, par = [], False
        else:
            c = line.split("\t")
            if c[0].isdigit():
                rows.append((c[1], c[2], c[3], c[4], int(c[6]), c[7]))
    return docs


def name_run(doc: Doc, head: int) -> tuple[int, int] | None:
    """The proper name around `head`: without articles, titles and appositions."""
    xpos, upos = doc.tags["xpos"], doc.tags["upos"]
    if upos[head] != "PROPN":
        return None
    apart = {"appos", "nmod:desc", "conj", "parataxis", "acl:relcl", "acl", "nmod:poss"}

    def inside(i):  # whether i hangs on head by links that keep it in the name
        while i != head:
            if i < 0 or doc.rels[i] in apart:
                return False
            i = doc.heads[i]
        return True

    def proper(i):
        return 0 <= i < len(doc.words) and inside(i) and (upos[i] == "PROPN" or xpos[i] in ("NNP", "NNPS"))

    def link(i):
        return 0 <= i < len(doc.words) and inside(i) and (
            doc.words[i].lower() in ("of", "for", "the", "and", "&", "de", "von", "-", "'s", "on") or upos[i] == "NUM")

    a = b = head
    while proper(a - 1) or (link(a - 1) and proper(a - 2) and inside(a - 1)):
        a -= 1
    while proper(b + 1) or (link(b + 1) and (proper(b + 2) or (link(b + 2) and proper(b + 3)))) or (
            b + 1 < len(doc.words) and upos[b + 1] == "NUM" and inside(b + 1) and doc.heads[b + 1] == b):
        b += 1
    while a < head and not proper(a):
        a += 1
    return a, b + 1


def gum_names(docs: list[Doc], records: list[dict]):
    """Adds flat names to GUM's documents, from its nested entities and its trees."""
    kinds = {"person": "Person", "organization": "Organisation", "place": "Place"}
    for doc, record in zip(docs, records):
        text, at, spans = record["text"], 0, []
        for word in doc.words:
            found = text.find(word, at)
            if found < 0 or found > at + 60:
                spans.append((at, at))
                continue
            spans.append((found, found + len(word)))
            at = found + len(word)
        labels = ["O"] * len(doc.words)
        for m in sorted(record["mentions"], key=lambda m: m["start"] - m["end"]):
            in_head = [i for p in (m.get("head") or []) for i, (s, e) in enumerate(spans)
                       if e > s and p["start"] <= s < p["end"]]
            outer = [i for i in in_head if doc.heads[i] not in in_head]
            head = outer[0] if outer and m["type"] != "time" else None
            run = name_run(doc, head) if head is not None else None
            if not run or any(labels[i] != "O" for i in range(*run)):
                continue
            kind = kinds.get(m["type"], "Other")
            if run[1] - run[0] == 1 and doc.words[head] in TITLES:
                continue
            for i in range(*run):
                labels[i] = f"{'B' if i == run[0] else 'I'}-{kind}"
        for i, upos in enumerate(doc.tags["upos"]):  # adjectives of peoples and places
            if labels[i] == "O" and upos == "ADJ" and doc.words[i][:1].isupper() and not doc.sent[i] \
                    and doc.words[i].lower().endswith(DEMONYM_ENDINGS):
                labels[i] = "B-Nationality"
        doc.tags["names"] = labels


def tokenise(texts: list[str], binary: Path):
    """Words of raw texts by Dateline's own tokenizer: [(start, end, continues)] per text."""
    lines = "".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in enumerate(texts))
    out = subprocess.run([binary], input=lines, capture_output=True, text=True, check=True).stdout
    return [json.loads(line)["tokens"] for line in out.splitlines()]


def raw_docs(records: list[dict], binary: Path):
    docs = []
    for record, tokens in zip(records, tokenise([r["text"] for r in records], binary)):
        text, doc, at = record["text"], Doc([], []), 0
        for start, end, _ in tokens:
            doc.words.append(text[start:end])
            doc.par.append("\n\n" in text[at:start])
            at = end
        docs.append((doc, [(s, e) for s, e, _ in tokens], record))
    return docs


def mark(labels: list, offsets: list, start: int, end: int, kind: str | None):
    """Writes B and I labels on the words that a character span touches."""
    first = True
    for i, (s, e) in enumerate(offsets):
        if s >= end:
            break
        if e > start:
            labels[i] = ("B" if first else "I") + (f"-{kind}" if kind else "")
            first = False


def jsonl(path: Path):
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def read_re3d(gold: Path, binary: Path, part="train"):
    out = []
    for doc, offsets, record in raw_docs(jsonl(gold / f"entities/re3d.{part}.jsonl"), binary):
        labels = ["O"] * len(doc.words)
        for e in sorted(record["entities"], key=lambda e: e["start"] - e["end"], reverse=True):
            if e["type"] in RE3D and e["confidence"] >= 0.5 and e["aligned"]:
                mark(labels, offsets, e["start"], e["end"], e["type"])
        doc.tags["re3d"] = labels
        out.append(doc)
    return out


def read_polnear(gold: Path, binary: Path, part="train"):
    out = []
    for doc, offsets, record in raw_docs(jsonl(gold / f"attribution/polnear.{part}.jsonl"), binary):
        heads = {h: ["O"] * len(doc.words) for h in ("source", "cue", "content", "inner")}

        def reach(a):
            return sum(s["end"] - s["start"] for s in a["content"])

        # longest first: what is said inside what is said goes to a layer of its own
        for a in sorted(record["attributions"], key=reach, reverse=True):
            taken = [heads["content"][i] != "O" for i, (s, e) in enumerate(offsets)
                     for c in a["content"] if e > c["start"] and s < c["end"]]
            layer = "inner" if any(taken) else "content"
            for key, where in (("source", "source"), ("cue", "cue"), ("content", layer)):
                for span in a[key]:
                    mark(heads[where], offsets, span["start"], span["end"], None)
        doc.tags.update(heads)
        out.append(doc)
    return out


def read_time(path: Path, binary: Path):
    out = []
    for doc, offsets, record in raw_docs(jsonl(path), binary):
        labels = ["O"] * len(doc.words)
        for t in sorted(record["timexes"], key=lambda t: t["start"] - t["end"], reverse=True):
            if t.get("type") in TIMEX:
                mark(labels, offsets, t["start"], t["end"], t["type"])
        doc.tags["timex"] = labels
        out.append(doc)
    return out


def read_geo(path: Path, binary: Path):
    out = []
    for doc, offsets, record in raw_docs(jsonl(path), binary):
        labels = ["O"] * len(doc.words)
        for t in record["toponyms"]:
            mark(labels, offsets, t["start"], t["end"], None)
        doc.tags["toponym"] = labels
        out.append(doc)
    return out


def corpora(gold: Path, binary: Path, stated_only: bool) -> dict[str, list[Doc]]:
    out = {}
    out["ewt"] = read_conllu(gold / "treebank/en_ewt-ud-train.conllu")
    out["gum"] = read_conllu(gold / "treebank/en_gum-ud-train.conllu")
    records = {r["doc_id"]: r for r in jsonl(gold / "entities/gum.train.jsonl")}
    ids = [line.split("=", 1)[1].strip()
           for line in (gold / "treebank/en_gum-ud-train.conllu").open(encoding="utf-8")
           if line.startswith("# newdoc id")]
    pairs = [(d, records[i]) for d, i in zip(out["gum"], ids) if i in records]
    gum_names([d for d, _ in pairs], [r for _, r in pairs])
    out["re3d"] = read_re3d(gold, binary)
    out["polnear"] = read_polnear(gold, binary)
    for name in ("timebank", "aquaint", "wikiwars"):
        out[name] = read_time(gold / f"time/{name}.jsonl", binary)
    for name in ("lgl", "trnews", "geovirus"):
        out[name] = read_geo(gold / f"geo/{name}.jsonl", binary)
    return {k: v for k, v in out.items() if STATED[k] or not stated_only}


def label_lists(data: dict[str, list[Doc]]) -> dict[str, list[str]]:
    """The labels of every head, in a fixed order, from the treebanks' training parts."""
    trees = data["ewt"] + data["gum"]
    xpos = Counter(x for d in trees for x in d.tags["xpos"] if x)
    lemma = Counter(x for d in trees for x in d.tags["lemma"] if x)
    rels = Counter(r for d in trees for r in d.rels)
    return {
        "sentence": ["O", "B"],
        "upos": UPOS,
        "xpos": sorted(x for x, n in xpos.items() if n >= 5),
        "lemma": sorted(x for x, n in lemma.items() if n >= 3),
        "names": bio(NAMES),
        "re3d": bio(RE3D),
        "timex": bio(TIMEX),
        "toponym": ["O", "B", "I"],
        "source": ["O", "B", "I"],
        "cue": ["O", "B", "I"],
        "content": ["O", "B", "I"],
        "inner": ["O", "B", "I"],
        "relations": sorted(r for r, n in rels.items() if n >= 5),
    }


def lexicon(data: dict[str, list[Doc]]) -> list[tuple[str, str, str]]:
    """`(form, Penn tag, lemma)` of the treebanks' training parts, the commonest lemma of each.

    Where the two differ (`people` is `people` in EWT, `person` in GUM), EWT decides: news text.
    """
    counts: dict[tuple[str, str], Counter] = {}
    for name, weight in (("ewt", 3), ("gum", 1)):
        for doc in data[name]:
            for form, xpos, lemma in zip(doc.words, doc.tags["xpos"], doc.lemmas):
                # addresses (ADD) are their own lemma, and nobody's to pass on
                if xpos and xpos != "ADD" and lemma != "_" and "\t" not in form:
                    counts.setdefault((form, xpos), Counter())[lemma] += weight
    return sorted((f, x, min(c.items(), key=lambda x: (-x[1], x[0]))[0]) for (f, x), c in counts.items())
