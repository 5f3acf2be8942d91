"""Sentences with event marks: the form in which people write and read annotations.

    [a1|Turkish jets] {1 ASSAULT/aerial|struck} [r1|Kurdish positions] near Kobani.

`{N TYPE/mode flags|words}` is the trigger of event N, `[a1,r2|words]` a participant: actor of
event 1 and recipient of event 2. Flags: neg, fut, hyp, hist. Nothing else is markup.

    python marks.py FILE …      # checks the files and counts what they hold
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

TYPES = ("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
         "SANCTION MOBILIZE COERCE ASSAULT").split()
MODES = ("visit third-party multilateral phone meet withdraw release disarm ceasefire access resign assist change "
         "yield disapprove investigate allege restrict arrest relations expel territory violence demo riot strike "
         "hunger boycott obstruct vandalize convict discontinue troops weapons police militia seize deport curfew "
         "martial-law censor withhold misinformation cyber abduct beat torture sexual suicide-attack explosives "
         "firearms heavy-weapons aerial drone primitive unconventional crowd-control destroy targeted").split()
FLAGS = "neg fut hyp hist".split()
TRIGGER = re.compile(r"\{(\d+) ([A-Z]+)(?:/([a-z-]+))?((?: [a-z]+)*)\|([^{}\[\]|]+)\}")
PARTICIPANT = re.compile(r"\[([ar]\d+(?:,[ar]\d+)*)\|([^{}\[\]|]+)\]")
BROKEN = re.compile(r"\{|\[[ar]\d")


@dataclass
class Act:
    """An event: offsets are characters of the plain text."""

    type: str
    mode: str | None
    flags: list[str]
    trigger: tuple[int, int]
    actors: list[tuple[int, int]] = field(default_factory=list)
    recipients: list[tuple[int, int]] = field(default_factory=list)


def parse(marked: str) -> tuple[str, list[Act]]:
    """The plain text and its events, in order of their numbers. Raises ValueError with the reason."""
    plain, at = "", 0
    acts: dict[int, Act] = {}
    roles: list[tuple[str, int, tuple[int, int]]] = []
    while at < len(marked):
        if m := TRIGGER.match(marked, at):
            number, kind, mode, flags = int(m[1]), m[2], m[3], m[4].split()
            for what, value, known in (("type", kind, TYPES), ("mode", mode or MODES[0], MODES)):
                if value not in known:
                    raise ValueError(f"unknown {what} {value}")
            if set(flags) - set(FLAGS):
                raise ValueError(f"unknown flag in {m[4]}")
            if number in acts:
                raise ValueError(f"event {number} stands twice")
            acts[number] = Act(kind, mode, flags, (len(plain), len(plain) + len(m[5])))
            plain, at = plain + m[5], m.end()
        elif m := PARTICIPANT.match(marked, at):
            span = (len(plain), len(plain) + len(m[2]))
            roles += [(r[0], int(r[1:]), span) for r in m[1].split(",")]
            plain, at = plain + m[2], m.end()
        elif BROKEN.match(marked, at):
            raise ValueError(f"a mark is broken at {marked[at:at + 40]!r}")
        else:
            plain, at = plain + marked[at], at + 1
    for role, number, span in roles:
        if number not in acts:
            raise ValueError(f"a participant of event {number}, which has no trigger")
        (acts[number].actors if role == "a" else acts[number].recipients).append(span)
    return plain, [acts[n] for n in sorted(acts)]


def read(path: Path) -> list[tuple[str, list[Act]]]:
    """The sentences of a file: a number, a blank, the marked sentence; `#` begins a comment."""
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            out.append(parse(line.split(" ", 1)[1].strip()))
        except (ValueError, IndexError) as e:
            raise ValueError(f"{path}:{number}: {e}") from e
    return out


def main():
    for name in sys.argv[1:]:
        sentences = read(Path(name))
        acts = [a for _, found in sentences for a in found]
        kinds = ", ".join(f"{k} {n}" for k, n in Counter(a.type for a in acts).most_common())
        print(f"{name}: {len(sentences)} sentences, {len(acts)} events: {kinds}")


if __name__ == "__main__":
    main()
