"""Reads every export of a folder with readers that we did not write, and compares with the records.

Usage: readers.py FOLDER, where readers.rs has put records.json and a file for each format. Fails on the first
mismatch: a type, a number of columns or rows, a lost zero, a moved point, a character that does not come back.
"""

import csv
import http.server
import io
import json
import os
import re
import shutil
import sys
import sysconfig
import threading
import zipfile
from datetime import date
from pathlib import Path

# our local server is asked directly
os.environ["NO_PROXY"] = "127.0.0.1"

# gdeltPyR installs its tables in the environment but looks for them among the packages, else fetches them
TABLES = Path(sysconfig.get_path("purelib"), "data")
shutil.copytree(Path(sys.prefix, "data"), TABLES, dirs_exist_ok=True)

import pandas
import pyarrow
import pyarrow.parquet
from gdelt import gdelt
from gdelt.parallel import _mp_worker as gdelt_read
from geojson_pydantic import FeatureCollection
from pyld import jsonld

FOLDER = Path(sys.argv[1])
REPORTS = json.loads((FOLDER / "records.json").read_text(encoding="utf-8"))
EVENTS = [(report, event) for report in REPORTS for event in report["events"]]
FACTS = [
    (report, event)
    for report, event in EVENTS
    if (event["polarity"], event["reality"], event["recency"]) == ("affirmed", "actual", "current")
]


def same(found, expected, what):
    """Fails unless the two are equal."""
    if found != expected:
        sys.exit(f"{what}: found {found!r}, expected {expected!r}")


def holds(condition, what):
    """Fails unless the condition holds."""
    if not condition:
        sys.exit(f"{what}: does not hold")


def entity(report, party):
    """The entity of a party."""
    return next((e for e in report["entities"] if e["id"] == party["entity"]), {})


def point(report, event):
    """Longitude and latitude of a town or an area."""
    where = event["place"]
    record = where and entity(report, where).get("place")
    fine = record and where["precision"] in ("city", "region")
    return (record["lon"], record["lat"]) if fine else None


def one_line(text):
    """Text without tabs and line breaks, as it stands between tabs."""
    parts = re.split(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text)
    return " ".join(p.strip() for p in parts if p.strip()) if len(parts) > 1 else text


# what the manual names, in the table PLOVER JSON, with the type of each
PLOVER = {
    "id": str, "has_event": bool, "date": str, "enddate": str, "actor": list, "recipient": list, "event": list,
    "event_loc": dict, "event_text": list, "quad_code": int, "event_scale": float, "mode": list, "context": list,
    "text": str, "text_info": dict, "cite_info": dict, "coder": str, "coded_date": str,
}
AUXILIARY = {"historical", "future", "hypothetical", "negated"}


def plover():
    """JSON lines with the fields of the manual."""
    lines = (FOLDER / "plover").read_text(encoding="utf-8").splitlines()
    same(len(lines), len(EVENTS), "plover: events")
    for line, (report, event) in zip(lines, EVENTS):
        found = json.loads(line)
        for name, kind in PLOVER.items():
            right = found[name] is None or isinstance(found[name], kind)
            holds(right or (kind is float and isinstance(found[name], int)), f"plover: type of {name}")
        same(found["id"], event["id"], "plover: id")
        same(found["event"], [event["type"]], "plover: event")
        same(found["cameo"], event["cameo"], "plover: cameo")
        same([a["identifier_text"] for a in found["actor"]], [a["name"] for a in event["actors"]], "plover: actor")
        holds(all(isinstance(a["code"], (str, type(None))) for a in found["actor"]), "plover: codes")
        holds(found["date"] is None or date.fromisoformat(found["date"]), "plover: date")
        marks = AUXILIARY & {event["polarity"], event["reality"], event["recency"]}
        marks = {mark.replace("negated", "negation") for mark in marks}
        same(set(found["context"]), marks | set(event["contexts"]), "plover: contexts and auxiliary modes")
        info, text = found["text_info"], report["text"]
        holds(event["trigger"]["text"] in text[info["start"]:info["end"]], "plover: sentence")
        who = found["attributed_to"] and found["attributed_to"]["statement"]
        same(who, event["attributed_to"], "plover: who says so")


def table():
    """The table of events as pandas and Python's csv see it."""
    path = FOLDER / "csv"
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    same(frame.to_dict("records"), rows, "csv: pandas against csv")
    same(len(rows), len(EVENTS), "csv: rows")
    holds(path.read_bytes().count(b"\r\n") >= len(rows) + 1, "csv: line ends")
    for row, (report, event) in zip(rows, EVENTS):
        same(row["event"], event["id"], "csv: event")
        same(row["cameo"], event["cameo"] or "", "csv: cameo")
        same(row["publisher"], report["publisher"] or "", "csv: publisher")
        same(row["trigger"], event["trigger"]["text"], "csv: trigger")
        start, end = int(row["trigger_start"]), int(row["trigger_end"])
        same(report["text"][start:end], row["trigger"], "csv: code points")
        holds(row["trigger"] in row["sentence"] and row["sentence"] in report["text"], "csv: sentence")
        same(float(row["score"]), event["score"], "csv: score")
        same([row["polarity"], row["reality"], row["recency"]],
             [event["polarity"], event["reality"], event["recency"]], "csv: whether it happened")
        dead = event["counts"]["dead"]
        same(row["dead"], str(dead["value"]) if dead else "", "csv: dead")
        same(row["actors"], "; ".join(a["name"].replace(";", ",") for a in event["actors"]), "csv: actors")
        place = point(report, event)
        same((row["lon"], row["lat"]), tuple(map(str, place)) if place else ("", ""), "csv: point")
    return rows


def parquet(rows):
    """The same table by pyarrow, with types."""
    found = pyarrow.parquet.read_table(FOLDER / "parquet")
    same(found.column_names, list(rows[0]), "parquet: columns")
    same(found.num_rows, len(rows), "parquet: rows")
    same(found.schema.metadata[b"dateline.schema"], b"1", "parquet: number of the form")
    kinds = {name: found.schema.field(name).type for name in found.column_names}
    expected = {
        "event": pyarrow.string(), "cameo": pyarrow.string(), "geonames": pyarrow.string(),
        "date_first": pyarrow.date32(), "published": pyarrow.date32(),
        "lat": pyarrow.float64(), "score": pyarrow.float64(), "dead": pyarrow.int64(),
    }
    for name, kind in expected.items():
        same(kinds[name], kind, f"parquet: type of {name}")
    holds(pyarrow.types.is_list(kinds["actors"]), "parquet: actors are a list")
    same(kinds["actors"].value_type, pyarrow.string(), "parquet: names are texts")
    for row, plain, (_, event) in zip(found.to_pylist(), rows, EVENTS):
        same(row["actors"], [a["name"] for a in event["actors"]], "parquet: actors")
        for name, value in row.items():
            if isinstance(value, list):
                continue
            number = isinstance(value, float)
            same(value if number else "" if value is None else str(value),
                 float(plain[name]) if number else plain[name], f"parquet: {name}")


def served():
    """The address at which a local server offers the GDELT export, zipped as GDELT's own files are."""
    name, buffer = "20310601000000.export.CSV", io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(FOLDER / "gdelt", name)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(buffer.getvalue())))
            self.end_headers()
            self.wfile.write(buffer.getvalue())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/{name}.zip"


def empty(cell):
    """Whether pandas found nothing in a cell."""
    return pandas.isna(cell)


def gdelt_rows():
    """The GDELT export by gdeltPyR's own reader, under its own names of the columns."""
    frame = gdelt_read(served(), "events")
    client = gdelt(version=2)
    names = list(client.schema("events")["name"])
    same((frame.shape[1], len(names)), (61, 61), "gdelt: columns")
    frame.columns = names
    pairs = [
        (report, event, actor, recipient)
        for report, event in FACTS
        for actor in event["actors"] or [None]
        for recipient in event["recipients"] or [None]
    ]
    same(len(frame), len(pairs), "gdelt: rows")
    same(str(frame["GLOBALEVENTID"].dtype), "int64", "gdelt: ids are integers")
    holds(frame["GLOBALEVENTID"].is_unique and (frame["GLOBALEVENTID"] > 0).all(), "gdelt: ids")
    seen = set()
    for (_, row), (report, event, actor, recipient) in zip(frame.iterrows(), pairs):
        if event["id"] not in seen:
            same(int(row["GLOBALEVENTID"]), int(event["id"], 16) & (2**63 - 1), "gdelt: id")
        seen.add(event["id"])
        if event["cameo"]:
            same(row["EventCode"], event["cameo"], "gdelt: code")
            same((row["EventBaseCode"], row["EventRootCode"]), (event["cameo"][:3], event["cameo"][:2]), "gdelt: root")
        for number, party in (("1", actor), ("2", recipient)):
            name = row[f"Actor{number}Name"]
            expected = one_line(party["name"]).replace('"', "'").upper() if party else None
            same(None if empty(name) else name, expected, "gdelt: name")
            country = row[f"Actor{number}CountryCode"]
            own = party and entity(report, party)["country"]
            same(None if empty(country) else country, own, "gdelt: country")
        value = event["date"] and event["date"]["value"][:10]
        day = None if empty(row["SQLDATE"]) else str(int(row["SQLDATE"]))
        same(day, value and value.replace("-", ""), "gdelt: day")
        same(int(row["DATEADDED"]), int(report["published"]["date"].replace("-", "") + "000000"), "gdelt: added")
        holds(row["QuadClass"] in (1, 2, 3, 4) and empty(row["AvgTone"]), "gdelt: quad class and tone")
        same(row["GoldsteinScale"] if event["cameo"] else None,
             client.codes["GoldsteinScale"][event["cameo"]] if event["cameo"] else None, "gdelt: Goldstein scale")
        kinds = {None: 0, "country": 1, "region": 5, "city": 4}
        same(row["ActionGeo_Type"], kinds[event["place"] and event["place"]["precision"]], "gdelt: kind of place")
        place = event["place"] and entity(report, event["place"])["place"]
        if place:
            same((row["ActionGeo_Lat"], row["ActionGeo_Long"]), (place["lat"], place["lon"]), "gdelt: place")
        same(row["NumMentions"], 1 + len(event["mentions"]), "gdelt: mentions")


POLECAT = """Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, Actor Country,
Actor COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID, Recipient Name,
Recipient Country, Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title, Recipient Name Raw,
Wikipedia Recipient ID, Placename, City, District, Province, Country, Latitude, Longitude, GeoNames ID, Raw Placename,
Feature Type, Source, Publication Date, Story People, Story Organizations, Story Locations, Language, Version"""


def polecat():
    """The POLECAT export by pandas and csv, as users of POLECAT read it."""
    path = FOLDER / "polecat"
    frame = pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
    same(list(frame.columns), POLECAT.replace("\n", " ").split(", "), "polecat: columns")
    with path.open(encoding="utf-8", newline="") as file:
        same(list(csv.DictReader(file, delimiter="\t")), frame.to_dict("records"), "polecat: pandas against csv")
    lines = path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    same({line.count("\t") for line in lines}, {39}, "polecat: tabs of each line")
    same(len(frame), len(FACTS), "polecat: rows")
    for row, (report, event) in zip(frame.to_dict("records"), FACTS):
        same(row["Event ID"], event["id"], "polecat: id")
        names = [one_line(a["name"].replace(";", ",")) for a in event["actors"]]
        same(row["Actor Name"], "; ".join(names), "polecat: actors")
        same(row["Source"], one_line(report["publisher"] or ""), "polecat: source")
        holds(row["Quad Code"] in ("", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT",
                                   "MATERIAL CONFLICT"), "polecat: quad code")
        countries = [c for c in row["Actor COW"].split("; ") if c]
        holds(all(c.isdigit() for c in countries), "polecat: COW")
        place = point(report, event)
        same((row["Longitude"], row["Latitude"]), tuple(map(str, place)) if place else ("", ""), "polecat: point")


def geojson():
    """The FeatureCollection by geojson-pydantic, which holds it against RFC 7946."""
    collection = FeatureCollection.model_validate_json((FOLDER / "geojson").read_bytes(), strict=True)
    same(len(collection.features), len(EVENTS), "geojson: features")
    for feature, (report, event) in zip(collection.features, EVENTS):
        same(feature.id, event["id"], "geojson: id")
        found = feature.geometry and (feature.geometry.coordinates.longitude, feature.geometry.coordinates.latitude)
        same(found, point(report, event), "geojson: point")
        precision = event["place"] and event["place"]["precision"]
        same(feature.properties["place_precision"], precision, "geojson: precision")
        same(feature.properties["cameo"], event["cameo"], "geojson: cameo")
        same(feature.properties["publisher"], report["publisher"], "geojson: publisher")
        same(feature.properties["actors"], [a["name"] for a in event["actors"]], "geojson: actors")


OA = "http://www.w3.org/ns/oa#"

# the terms that we use, as https://www.w3.org/ns/anno.jsonld defines them; no other term has a meaning here
CONTEXT = {
    "oa": OA, "schema": "http://schema.org/", "as": "https://www.w3.org/ns/activitystreams#",
    "id": "@id", "type": "@type",
    "Annotation": "oa:Annotation", "TextualBody": "oa:TextualBody", "Software": "as:Application",
    "TextQuoteSelector": "oa:TextQuoteSelector", "TextPositionSelector": "oa:TextPositionSelector",
    "identifying": "oa:identifying", "classifying": "oa:classifying", "describing": "oa:describing",
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "body": {"@type": "@id", "@id": "oa:hasBody"}, "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"}, "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "generator": {"@type": "@id", "@id": "as:generator"}, "name": "http://xmlns.com/foaf/0.1/name",
    "format": "http://purl.org/dc/elements/1.1/format",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix",
    "start": {"@id": "oa:start", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
}


def context(url, _options):
    """The context, from memory: nothing is fetched."""
    same(url, "http://www.w3.org/ns/anno.jsonld", "annotations: context")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
            "document": {"@context": CONTEXT}}


def keys(value):
    """How many keys a JSON value has in all, without those that only name its type, id or context."""
    if isinstance(value, list):
        return sum(map(keys, value))
    if isinstance(value, dict):
        return sum((not k.startswith("@")) + keys(v) for k, v in value.items())
    return 0


def annotations():
    """Web Annotations expanded by PyLD: every key has a meaning, every position its words."""
    sorts = ("statements", "events", "processes", "commitments")
    records = [(report, sort[:-1].replace("processe", "process"), record)
               for report in REPORTS for sort in sorts for record in report[sort]]
    lines = (FOLDER / "annotations").read_text(encoding="utf-8").splitlines()
    same(len(lines), len(records), "annotations: records")
    for line, (report, sort, record) in zip(lines, records):
        plain = json.loads(line)
        [found] = jsonld.expand(plain, {"documentLoader": context})
        same(found["@type"], [OA + "Annotation"], "annotations: type")
        same(found["@id"], f"urn:dateline:{sort}:{record['id']}", "annotations: id")
        same(found[OA + "motivatedBy"], [{"@id": OA + "identifying"}, {"@id": OA + "classifying"}], "annotations: why")
        named = {k: v for k, v in plain.items() if k not in ("@context", "id", "type")}
        bare = keys(json.loads(json.dumps(named).replace('"type":', '"@type":')))
        same(keys(found), bare, "annotations: keys without a meaning are lost")
        whole = [b for b in plain["body"] if b["purpose"] == "describing"]
        same(json.loads(whole[0]["value"]), record, "annotations: the record")
        purposes = {OA + purpose for purpose in ("identifying", "classifying", "describing")}
        for body in found[OA + "hasBody"]:
            same(body["@type"], [OA + "TextualBody"], "annotations: body")
            holds(body[OA + "hasPurpose"][0]["@id"] in purposes, "annotations: purpose")
        holds(found[OA + "hasTarget"], "annotations: target")
        for target in found[OA + "hasTarget"]:
            position, quote = target[OA + "hasSelector"]
            same([position["@type"], quote["@type"]],
                 [[OA + "TextPositionSelector"], [OA + "TextQuoteSelector"]], "annotations: selectors")
            start, end = (position[OA + name][0]["@value"] for name in ("start", "end"))
            exact, prefix, suffix = (quote[OA + name][0]["@value"] for name in ("exact", "prefix", "suffix"))
            same(report["text"][start:end], exact, "annotations: position")
            holds(prefix + exact + suffix in report["text"], "annotations: quotation")


plover()
parquet(table())
gdelt_rows()
polecat()
geojson()
annotations()
