"""Compares codebook/actors with the actor lists of PETRARCH2: who is there, and do the facts agree?

    python3 eval/check_actors.py CODEBOOK_ACTORS REFERENCE_FOLDER

CODEBOOK_ACTORS holds holders.toml, organisations.toml and states.toml; REFERENCE_FOLDER the three Phoenix lists
(Phoenix.Countries, .International and .MilNonState, each NAME.actors.txt).
Entries are matched by name: no accents, no signs, no middle initials. For those found it counts how many agree
in country, in sector and (holders) in the days of office, and prints every difference on a line of its own:
what differs, name, ours, theirs. The lists are read with goodwill: one code that agrees is enough, and of the
spans in office (one, or several without a break) the nearest to ours is taken. Besides `agree` and `differ`:
  coarser           they name no state, or a region, where we name a state
  same              the days of office are at most 31 days apart at either end; `within a year`: at most 366
  longer / shorter  theirs begins before ours and ends after it, or the other way round
  elsewhere         they have the person in office, but never on the days of ours
  too young         the office of ours begins after the list stops
  silent            they say nothing of it
"""

import argparse
import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

LISTS = ("Countries", "International", "MilNonState")
# Where the list of office holders stops, but for some dozens of rows that were added by hand until 2015. An open
# span ([USAGOV >090120]) speaks up to then.
LIST_STOPS = date(2011, 3, 1)
CLOSE, YEAR = 31, 366
# What CAMEO writes in another way than ISO 3166 and states.toml.
ISO = {"KSV": "XKX", "ROM": "ROU", "TMP": "TLS", "GZA": "PSE", "WBK": "PSE", "YUG": "SCG", "IMY": "IMN"}
# Codes that stand where a country may stand; the country comes next, if at all (IMGMUS is Muslim, not Mauritius).
KINDS = ("IGO", "NGO", "NGM", "MNC", "IMG", "MED", "CRM")
# The sectors of ours that a code of theirs means. Their lists know no TER.
ARMED = {"REB", "TER"}
SECTORS = {s: {s} for s in "GOV MIL OPP JUD LEG COP PTY MED SPY CRM EDU LAB CVL REF ELI IGO NGO BUS".split()}
SECTORS |= {s: ARMED for s in "REB INS SEP RAD UAF IMG".split()} | {"PAR": {"LEG"}, "NGM": {"NGO"}, "MNC": {"BUS"}}
QUIET = ("agree", "same", "silent", "too young")
CODE = re.compile(r"\[\s*([A-Z]{3,})\s*([<>]?)\s*(\d{6,8})?\s*(?:-\s*(\d{6,8}))?\s*\]")


@dataclass
class Code:
    """One code of the reference and the days it holds on; None is an open end."""
    text: str
    countries: set
    sectors: set
    start: date | None
    end: date | None

    def always(self):
        return self.start is None and self.end is None

    def last(self):
        """The last day that the code can speak of."""
        return self.end or (max(LIST_STOPS, self.start + timedelta(CLOSE)) if self.start else date.max)

    def overlaps(self, start, end):
        return (self.start or date.min) <= end and start <= self.last()

    def __str__(self):
        return self.text if self.always() else f"{self.text} {self.start or ''}..{self.end or ''}"


@dataclass
class Entry:
    names: list = field(default_factory=list)
    codes: list = field(default_factory=list)


def key(name):
    """A name as it is compared: lower case, no accents or signs, no initials between other words."""
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("_", " "))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = re.sub(r"\(.*?\)|['’.]", "", plain)
    words = re.findall(r"\w+", plain)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(w for i, w in enumerate(words) if len(w) > 1 or i in (0, len(words) - 1))


def day(digits):
    """YYMMDD or YYYYMMDD; what is no date, such as the 31st of June, becomes the nearest day before."""
    if not digits or len(digits) == 7:
        return None
    if len(digits) == 6:
        digits = ("20" if digits < "30" else "19") + digits
    year, month, last = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    for d in range(last, 0, -1):
        try:
            return date(year, month, d)
        except ValueError:
            continue
    return None


def read_code(match, states):
    """The country stands first or after a kind, with its territory next to it; then come up to two sectors."""
    text, sign, first, second = match.groups()
    parts = [ISO.get(p, p) for p in re.findall("...", text)]
    countries = {p for p in parts[:2] if p in states and parts[0] != "IMG"}
    told = parts[:1] if parts[0] in KINDS else [p for p in parts[1:] if p in SECTORS][:2]
    start, end = day(first), day(second)
    if sign == "<":
        start, end = None, start
    return Code(text, countries, set().union(*(SECTORS[p] for p in told), set()), start, end)


def read_list(path, states):
    """Entries: a name, +aliases before or after the codes, codes on the line of the name or on lines below it."""
    entries = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = line.split("#")[0].rstrip()
        name = line.split("[")[0].strip()
        if name and not name.startswith("+"):
            entries.append(Entry())
        if entries:
            entries[-1].names += [key(name.lstrip("+"))] if name else []
            entries[-1].codes += [read_code(m, states) for m in CODE.finditer(line)]
    return [e for e in entries if e.codes]


def read_reference(folder, states):
    """name: codes, of all entries that bear it."""
    index = {}
    for name in LISTS:
        for entry in read_list(folder / f"Phoenix.{name}.actors.txt", states):
            for known in entry.names:
                index.setdefault(known, []).extend(entry.codes)
    return index


def look_up(row, index):
    """Codes under the first of our names that the reference has."""
    return next((index[k] for n in [row["name"], *row.get("names", [])] if (k := key(n)) in index), [])


def shown(codes):
    return ", ".join(dict.fromkeys(map(str, codes))) or "nothing"


def compare_country(ours, codes):
    told = set().union(*(c.countries for c in codes))
    if not codes:
        return "silent"
    if told:
        return "agree" if ours in told else "differ"
    return "coarser" if ours else "agree"


def compare_sector(ours, codes):
    """Codes without a sector, such as a bare country, say nothing; ELI is whoever is out of office."""
    told = set().union(*(c.sectors for c in codes)) - {"ELI"}
    return "agree" if ours in told else "differ" if told else "silent"


def runs(codes):
    """The spans, and those that follow each other without a break as one."""
    out, run = list(codes), None
    for c in sorted((c for c in codes if c.start), key=lambda c: c.start):
        if run and (run.end is None or c.start <= run.end + timedelta(CLOSE)):
            end = None if None in (run.end, c.end) else max(run.end, c.end)
            run = replace(run, end=end)
        else:
            run = c
        out.append(run)
    return out


def gap(start, end, code):
    """Days between ours and theirs at the end where they are farther apart, and how theirs lies to ours."""
    theirs_start = code.start or start
    theirs_end = code.end or max(end, LIST_STOPS)
    slack = timedelta(CLOSE)
    if theirs_start - slack <= start and end - slack <= theirs_end:
        lies = "longer"
    else:
        lies = "shorter" if start <= theirs_start + slack and theirs_end - slack <= end else "differ"
    return max(abs((start - theirs_start).days), abs((end - theirs_end).days)), lies


def compare_dates(start, end, codes):
    """The verdict and the span it rests on."""
    spans = [c for c in runs(codes) if c.overlaps(start, end)]
    if not spans:
        return "elsewhere", shown(codes)
    gaps = [(*gap(start, end, c), c) for c in spans]
    days, lies, best = min(gaps, key=lambda g: (g[0] > YEAR and 1 + (g[1] != "longer"), g[0]))
    return "same" if days <= CLOSE else "within a year" if days <= YEAR else lies, best


class Report:
    def __init__(self, title):
        self.title, self.counts, self.lines, self.found, self.total = title, {}, [], 0, 0

    def add(self, fact, verdict, name, ours, theirs):
        self.counts.setdefault(fact, Counter())[verdict] += 1
        if verdict not in QUIET:
            self.lines.append(f"  {fact} {verdict} | {name} | {ours} | {theirs}")

    def show(self):
        print(f"{self.title}: {self.found} of {self.total} found")
        for fact, counts in self.counts.items():
            print(f"  {fact}: " + ", ".join(f"{n} {verdict}" for verdict, n in counts.most_common()))
        print("\n".join(self.lines), end="\n\n" if self.lines else "\n")


def check_holder(row, codes, report):
    start, end = date.fromisoformat(row["from"]), date.fromisoformat(row.get("to", date.max.isoformat()))
    name, days = f"{row['name']}, {row['office']}", f"{start}..{row.get('to', '')}"
    country, sector = row.get("country"), row["sector"]
    held = [c for c in codes if c.sectors != {"ELI"}]
    dated = [c for c in held if not c.always()]
    now = [c for c in dated or held if c.overlaps(start, end)]
    report.add("country", compare_country(country, codes if country else now), name, country, shown(now or codes))
    if dated and start > max(LIST_STOPS, *(c.last() for c in dated)):
        report.add("sector", "too young", name, sector, "")
        report.add("dates", "too young", name, days, "")
        return
    report.add("sector", compare_sector(sector, now), name, f"{sector} {days}", shown(now))
    # an office of no state is looked for among the codes of its own sector
    spans = [c for c in dated if (country in c.countries if country else sector in c.sectors and not c.countries)]
    verdict, best = compare_dates(start, end, spans) if spans else ("silent", "")
    report.add("dates", verdict, name, days, best)


def check_organisation(row, codes, report):
    country, sector = row.get("country"), row["sector"]
    report.add("country", compare_country(country, codes), row["name"], country, shown(codes))
    report.add("sector", compare_sector(sector, codes), row["name"], sector, shown(codes))


def check_state(row, codes, report):
    report.add("country", compare_country(row["code"], codes), row["name"], row["code"], shown(codes))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("actors", type=Path, metavar="CODEBOOK_ACTORS")
    p.add_argument("reference", type=Path, metavar="REFERENCE_FOLDER")
    args = p.parse_args()
    tables = {n: tomllib.loads((args.actors / f"{n}.toml").read_text(encoding="utf-8"))
              for n in ("holders", "organisations", "states")}
    states = tables["states"]["state"]
    index = read_reference(args.reference, {s["code"] for s in states})
    for title, rows, check in (("holders", tables["holders"]["holder"], check_holder),
                               ("organisations", tables["organisations"]["organisation"], check_organisation),
                               ("states", states, check_state)):
        report = Report(title)
        report.total = len(rows)
        for row in rows:
            if codes := look_up(row, index):
                report.found += 1
                check(row, codes, report)
        report.show()


if __name__ == "__main__":
    main()
