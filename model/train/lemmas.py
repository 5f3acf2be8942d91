"""Lemmas as edit scripts: `case|cut|add`, applied by model/src/lemma.rs.

`case` is l (lower the form), k (keep it), t (Title it); then `cut` characters
go from its end and `add` comes on. A form whose lemma shares no first letter
gets `case|*|lemma`.
"""


def apply(script: str, form: str) -> str:
    case, cut, add = script.split("|", 2)
    stem = form.lower() if case == "l" else form if case == "k" else form[:1].upper() + form[1:].lower()
    if cut == "*":
        return add
    n = int(cut)
    return (stem[: len(stem) - n] if n else stem) + add


def script(form: str, lemma: str) -> str | None:
    for case in "lkt":
        stem = form.lower() if case == "l" else form if case == "k" else form[:1].upper() + form[1:].lower()
        common = 0
        while common < min(len(stem), len(lemma)) and stem[common] == lemma[common]:
            common += 1
        if common == 0:
            continue
        out = f"{case}|{len(stem) - common}|{lemma[common:]}"
        # a longer case's match wins only where lower case does not reach half the lemma
        if common * 2 >= len(lemma) and apply(out, form) == lemma:
            return out
    out = f"l|*|{lemma}"
    return out if len(lemma) <= 12 and apply(out, form) == lemma else None
