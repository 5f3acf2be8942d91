"""Lays out what is measured beside the gold corpora themselves, as `dateline eval` reads it.

    python3 eval/gather.py GOLD OUT

Writes below OUT, from our own standoff annotation (eval/own, model/train/own) and the texts in GOLD:
  bank/dispatches.own.jsonl     whole dispatches that we annotated after BANK_GUIDE.md
  bank/dispatches.news.jsonl    sentences of the news annotation that are kept from training
  quiet/sentences.jsonl         sentences in which there is no political event
  stories/happenings.jsonl      our own reports of our own happenings, told by several each
  ledger/timelines.jsonl        our own timelines: processes and commitments over several reports
  events/NAME.held.jsonl        the fifth of a corpus without a development part that trains nothing
"""

import hashlib
import json
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
NEWS = HERE.parent / "model/train/own/news.jsonl"
HELD = ["cameo.train", "cameo_class_only.train", "case2021_task2", "meantime"]


def jsonl(path):
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    print(f"{len(rows):>5} {path.parent.name}/{path.name}")


def happenings():
    """Our own reports with the events that gold marks in them."""
    for folder in sorted((HERE / "own/stories").iterdir()):
        for report in tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))["report"]:
            text = (folder / report["file"]).read_text(encoding="utf-8")
            events = []
            for event in report.get("event", []):
                start = text.index(event["words"]) + event["words"].index(event["trigger"])
                end = start + len(event["trigger"])
                events.append({"start": start, "end": end, "happening": f"{folder.name}/{event['happening']}"})
            yield {
                "id": f"{folder.name}/{report['file'].removesuffix('.txt')}",
                "text": text, "title": text.split("\n", 1)[0], "source": report["publisher"],
                "url": report["url"], "published": str(report["published"]), "events": events,
            }


def timelines():
    """Our own timelines, a row a report: the words of each process and commitment, and where it ends."""
    for folder in sorted((HERE / "own/timelines").iterdir()):
        gold = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
        rows = {}
        for report in gold["report"]:
            text = (folder / report["file"]).read_text(encoding="utf-8")
            rows[report["file"]] = {
                "id": f"{folder.name}/{report['file'].removesuffix('.txt')}", "asked": str(gold["asked"]),
                "text": text, "title": text.split("\n", 1)[0], "source": report["publisher"], "url": report["url"],
                "published": str(report["published"]), "marks": [],
            }

        def mark(file, words, **more):
            start = rows[file]["text"].index(words)
            rows[file]["marks"].append({"start": start, "end": start + len(words), **more})

        for n, process in enumerate(gold.get("process", [])):
            item = {"item": f"{folder.name}/process-{n}", "sort": "process", "final": process["final"]}
            for transition in process.get("transition", []):
                mark(transition["report"], transition["words"], **item)
        for n, owed in enumerate(gold.get("commitment", [])):
            item = {"item": f"{folder.name}/commitment-{n}", "sort": "commitment", "final": owed["final"]}
            mark(owed["report"], owed["content"], **item)
        yield from rows.values()


class Texts:
    """The documents of the gold corpora, by corpus and id."""

    def __init__(self, gold):
        self.gold, self.loaded = gold, {}

    def get(self, corpus, doc):
        if corpus not in self.loaded:
            path = self.gold / f"{corpus}.jsonl"
            rows = jsonl(path) if path.is_file() else []
            self.loaded[corpus] = {str(r.get("doc_id") or r.get("id")): r for r in rows}
        return self.loaded[corpus].get(str(doc))


def held_out(key):
    """The same rule as in model/train/events.py."""
    return hashlib.sha256(key.encode()).digest()[0] % 5 == 0


def with_words(value, text):
    """Spans get their words back."""
    if isinstance(value, list):
        return [with_words(v, text) for v in value]
    if isinstance(value, dict):
        out = {k: with_words(v, text) for k, v in value.items()}
        if {"start", "end"} <= value.keys():
            out["text"] = text[value["start"]:value["end"]]
        return out
    return value


def dispatches(texts):
    for row in jsonl(HERE / "own/dispatches.jsonl"):
        record = texts.get(row["corpus"], row["doc_id"])
        if record:
            text = record["text"]
            yield {**with_words(row, text), "text": text, "title": record.get("title"), "url": record.get("url")}


def news_dispatches(texts):
    """Runs of neighbouring sentences as dispatches that hold events alone."""
    runs = {}
    for row in jsonl(NEWS):
        if row["part"] == "dev":
            runs.setdefault((row["corpus"], row["doc"]), []).append(row)
    for (corpus, doc), rows in sorted(runs.items()):
        record = texts.get(corpus, doc)
        if not record:
            continue
        base, end = rows[0]["start"], rows[-1]["end"]
        entities, events = {}, []

        def entity(span):
            key = (span[0] - base, span[1] - base)
            entities.setdefault(key, f"x{len(entities) + 1}")
            return entities[key]

        for row in rows:
            for e in row["events"]:
                flags = e["flags"]
                events.append({
                    "id": f"e{len(events) + 1}", "type": e["type"], "mode": e["mode"],
                    "trigger": {"start": e["trigger"][0] - base, "end": e["trigger"][1] - base}, "mentions": [],
                    "actors": [entity(s) for s in e["actors"]], "recipients": [entity(s) for s in e["recipients"]],
                    "place": None, "date": {"span": None, "value": None}, "attributed_to": None, "deaths": None,
                    "polarity": "negated" if "neg" in flags else "affirmed",
                    "reality": "hypothetical" if "hyp" in flags else "future" if "fut" in flags else "actual",
                    "recency": "historical" if "hist" in flags else "current"})
        people = [{"id": i, "kind": "other", "name": record["text"][base + s:base + t], "country": None, "sector": None,
                   "role": None, "mentions": [{"start": s, "end": t}]} for (s, t), i in entities.items()]
        yield {"doc_id": f"{corpus}/{doc}", "text": record["text"][base:end], "title": None, "url": None,
               "published": None, "entities": people, "statements": [], "events": events, "processes": [],
               "commitments": []}


def quiet(texts):
    for row in jsonl(HERE / "own/quiet.jsonl"):
        record = texts.get(row["corpus"], row["doc"])
        for start, end in row["sentences"] if record else []:
            yield {"id": f"{row['corpus']}/{row['doc']}/{start}", "text": record["text"][start:end], "events": []}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    gold, out = Path(sys.argv[1]), Path(sys.argv[2])
    texts = Texts(gold)
    write(out / "bank/dispatches.own.jsonl", list(dispatches(texts)))
    write(out / "bank/dispatches.news.jsonl", list(news_dispatches(texts)))
    write(out / "quiet/sentences.jsonl", list(quiet(texts)))
    write(out / "stories/happenings.jsonl", list(happenings()))
    write(out / "ledger/timelines.jsonl", list(timelines()))
    for name in HELD:
        path = gold / f"events/{name}.jsonl"
        rows = jsonl(path) if path.is_file() else []
        stem = name.removesuffix(".train")
        write(out / f"events/{stem}.held.jsonl", [r for r in rows if held_out(str(r.get("id") or r.get("doc_id")))])


if __name__ == "__main__":
    main()
