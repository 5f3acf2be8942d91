"""Our own sentences with marks on single spans: proper names, and what is told of happenings.

    [Organisation|Carmine & Daughters] opened in [Place|Ghent].      own/names/*.txt
    Helvar {|said} it would {neg fut|close} no plant.                own/facts/*.txt

One numbered sentence a line; `#` begins a comment. In `own/names` every name is marked. In `own/facts`
every happening is marked, with flags after MEANTIME: neg, fut, poss, prob, and open where neither
certain nor uncertain can be said; none of them means that it happened for certain.

    python spans.py FILE …      # checks the files and counts what they hold
"""

import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

from data import NAMES, OWN, Doc, mark, raw_docs, touched

NAME = re.compile(r"\[([A-Z][a-z]+)\|([^\[\]{}|]+)\]")
FACT = re.compile(r"\{([a-z ]*)\|([^\[\]{}|]+)\}")
FLAGS = {"neg", "fut", "poss", "prob", "open"}


def parse(marked: str, form: re.Pattern) -> tuple[str, list[tuple[int, int, str]]]:
    """The plain text and its marked spans with their labels. Raises ValueError with the reason."""
    plain, spans, at = "", [], 0
    for m in form.finditer(marked):
        plain += marked[at:m.start()]
        spans.append((len(plain), len(plain) + len(m[2]), m[1]))
        plain, at = plain + m[2], m.end()
        if not (m[1] in NAMES if form is NAME else set(m[1].split()) <= FLAGS):
            raise ValueError(f"unknown label {m[1]!r}")
    plain += marked[at:]
    if "|" in plain:
        raise ValueError(f"a mark is broken in {plain!r}")
    return plain, spans


def read(path: Path):
    """The sentences of a file; its folder tells what is marked in them."""
    form, out = NAME if path.parent.name == "names" else FACT, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            out.append(parse(line.split(" ", 1)[1].strip(), form))
        except (ValueError, IndexError) as e:
            raise ValueError(f"{path}:{number}: {e}") from e
    return out


def grouped(folder: Path):
    """Paragraphs of one to three sentences, so that some have neighbours: text and spans."""
    sentences = [s for path in sorted(folder.glob("*.txt")) for s in read(path)]
    at = 0
    while at < len(sentences):
        size = 1 + hashlib.sha256(sentences[at][0].encode()).digest()[0] % 3
        text, found = "", []
        for plain, spans in sentences[at:at + size]:
            text += "\n\n" if text else ""
            found += [(s + len(text), e + len(text), label) for s, e, label in spans]
            text += plain
        yield {"text": text, "spans": found}
        at += size


def nationalities(trees: list[Doc]) -> set[str]:
    """Words that our names on the treebanks call nationalities; `own/names` leaves those unmarked."""
    return {w for doc in trees for w, tag in zip(doc.words, doc.tags["names"]) if tag == "B-Nationality"}


def read_names(binary: Path, trees: list[Doc], folder=OWN / "names"):
    out, known = [], nationalities(trees)
    for doc, offsets, record in raw_docs(list(grouped(folder)), binary):
        doc.tags = {"names": ["B-Nationality" if w in known else "O" for w in doc.words]}
        for start, end, kind in record["spans"]:
            mark(doc.tags["names"], offsets, start, end, kind)
        out.append(doc)
    return out


def read_facts(binary: Path, folder=OWN / "facts"):
    out = []
    for doc, offsets, record in raw_docs(list(grouped(folder)), binary):
        doc.tags = {head: [None] * len(doc.words) for head in ("polarity", "later", "doubt")}
        for start, end, label in record["spans"]:
            flags = set(label.split())
            for i in touched(offsets, (start, end)):
                doc.tags["polarity"][i] = "negated" if "neg" in flags else "affirmed"
                doc.tags["later"][i] = "FUTURE" if "fut" in flags else "NON_FUTURE"
                doubtful = "DOUBTFUL" if flags & {"poss", "prob"} else "CERTAIN"
                doc.tags["doubt"][i] = None if "open" in flags else doubtful
        out.append(doc)
    return out


def span_corpora(binary: Path, trees: list[Doc]) -> dict[str, list[Doc]]:
    return {"names": read_names(binary, trees), "facts": read_facts(binary)}


def main():
    for name in sys.argv[1:]:
        sentences = read(Path(name))
        labels = Counter(label or "none" for _, spans in sentences for *_, label in spans)
        kinds = ", ".join(f"{k} {n}" for k, n in labels.most_common())
        print(f"{name}: {len(sentences)} sentences: {kinds}")


if __name__ == "__main__":
    main()
