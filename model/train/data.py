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

OWN = Path(__file__).parent / "own"  # what we wrote and annotated ourselves

# what the corpora's own files state; `--stated-licences-only` leaves the others out
STATED = {"ewt": True, "gum": True, "re3d": True, "polnear": False, "timebank": False,
          "aquaint": False, "wikiwars": True, "lgl": False, "trnews": False, "geovirus": False,
          "own": True, "news": False, "cameo": False, "plv": False, "case": False, "meantime": True,
          "names": True, "facts": True}


@dataclass
class Doc:
    words: list[str]
    par: list[bool]
    sent: list[bool] | None = None
    tags: dict[str, list] = field(default_factory=dict)
    heads: list[int] | None = None  # index of the head in the document, -1 for a root
    rels: list[str] | None = None
    lemmas: list[str] | None = None  # as the treebank gives them, `_` where it gives none
    acts: list[tuple] = field(default_factory=list)  # (trigger, words of its actors, words of its recipients)
    pairs: list[tuple] = field(default_factory=list)  # (words of an actor, of a recipient, types of what was done)
    cues: list[tuple] = field(default_factory=list)  # (words of a cue, of what is said, of who says it)
    says: list[tuple] = field(default_factory=list)  # the same with the head word of the cue
    silver: bool = False  # its trees are a model's, not a treebank's
    quad: int | None = None  # the quad class of a document that is one sentence


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


def add_names(docs: list[Doc], path: Path):
    """Names that we annotated on the words of a treebank: document, first and last word, kind."""
    for doc in docs:
        doc.tags["names"] = ["O"] * len(doc.words)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        number, first, last, kind = line.split("\t")
        for i in range(int(first), int(last) + 1):
            docs[int(number)].tags["names"][i] = f"{'B' if i == int(first) else 'I'}-{kind}"


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


def touched(offsets, span):
    """The words that a character span touches."""
    return [i for i, (s, e) in enumerate(offsets) if e > span[0] and s < span[1]]


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
        words = lambda spans: [i for i, (s, e) in enumerate(offsets) if any(e > x["start"] and s < x["end"] for x in spans)]
        doc.cues = [tuple(words(a[key]) for key in ("cue", "content", "source")) for a in record["attributions"]]
        out.append(doc)
    return out


def add_sayings(docs: list[Doc]):
    """Of each cue the word that the rest of it hangs on stands for the whole."""
    for doc in docs:
        doc.tags["saying"] = ["O"] * len(doc.words)
        for cue, content, source in doc.cues:
            tops = [w for w in cue if doc.heads[w] not in cue]
            if tops and content:
                doc.tags["saying"][tops[0]] = "B"
                doc.says.append((tops[0], content, source))


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


def corpora(gold: Path, binary: Path) -> dict[str, list[Doc]]:
    out = {}
    out["ewt"] = read_conllu(gold / "treebank/en_ewt-ud-train.conllu")
    out["gum"] = read_conllu(gold / "treebank/en_gum-ud-train.conllu")
    for name in ("ewt", "gum"):
        add_names(out[name], OWN / f"names/{name}.tsv")
    out["re3d"] = read_re3d(gold, binary)
    out["polnear"] = read_polnear(gold, binary)
    for name in ("timebank", "aquaint", "wikiwars"):
        out[name] = read_time(gold / f"time/{name}.jsonl", binary)
    for name in ("lgl", "trnews", "geovirus"):
        out[name] = read_geo(gold / f"geo/{name}.jsonl", binary)
    return out


def label_lists(data: dict[str, list[Doc]], more: dict[str, list[str]]) -> dict[str, list[str]]:
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
        "saying": ["O", "B"],
        **more,
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
