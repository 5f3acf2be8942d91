-- Format 1. Tables are named in the singular and are the store's own; the views named in the plural
-- are what `dateline sql` documents and what stays.

-- what was told of the records' maker
CREATE TABLE coder (
  key INTEGER PRIMARY KEY,
  engine TEXT NOT NULL, codebook TEXT NOT NULL, model TEXT NOT NULL, schema INTEGER NOT NULL,
  UNIQUE (engine, codebook, model, schema)
);

CREATE TABLE report (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  url TEXT, publisher TEXT, title TEXT,
  published INTEGER,            -- days since 1970-01-01
  language TEXT,
  source_digest TEXT NOT NULL,
  place TEXT NOT NULL,          -- where it was first taken from
  text TEXT NOT NULL
);
CREATE INDEX report_published ON report (published);
CREATE INDEX report_url ON report (url) WHERE url IS NOT NULL;
CREATE VIRTUAL TABLE report_text USING fts5 (
  text, content = 'report', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

-- all records of a report as one coder made them; the newest coding is current
CREATE TABLE coding (
  key INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES report (key),
  coder INTEGER NOT NULL REFERENCES coder (key),
  current INTEGER NOT NULL,
  body BLOB NOT NULL,           -- deflated JSON: the document record without its text
  UNIQUE (report, coder)
);

-- inputs that were taken, so that nothing is read twice
CREATE TABLE taken (
  input BLOB NOT NULL, coder INTEGER NOT NULL, report INTEGER NOT NULL,
  PRIMARY KEY (input, coder)
) WITHOUT ROWID;

-- what the current codings say, field by field
CREATE TABLE actor (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, country TEXT, sector TEXT
);
CREATE UNIQUE INDEX actor_once ON actor (id, name, ifnull(country, ''), ifnull(sector, ''));
CREATE VIRTUAL TABLE actor_text USING fts5 (
  name, content = 'actor', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE INDEX actor_country ON actor (country);

CREATE TABLE entity (
  report INTEGER NOT NULL, n INTEGER NOT NULL,
  id TEXT NOT NULL, actor INTEGER NOT NULL, role TEXT, mentions INTEGER NOT NULL,
  PRIMARY KEY (report, n)
) WITHOUT ROWID;
CREATE INDEX entity_actor ON entity (actor);

CREATE TABLE statement (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL, report INTEGER NOT NULL,
  speaker INTEGER, stance TEXT, form TEXT NOT NULL, start INTEGER, "end" INTEGER, parent TEXT
);
CREATE INDEX statement_report ON statement (report);
CREATE INDEX statement_speaker ON statement (speaker);

CREATE TABLE event (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL, report INTEGER NOT NULL,
  type TEXT NOT NULL, mode TEXT, cameo TEXT, contexts TEXT,
  date TEXT, day_from INTEGER, day_to INTEGER,     -- days since 1970-01-01
  place TEXT, country TEXT, lat REAL, lon REAL, precision TEXT, geonames INTEGER,
  polarity TEXT NOT NULL, reality TEXT NOT NULL, recency TEXT NOT NULL,
  score REAL, found_by TEXT NOT NULL, rule TEXT NOT NULL,
  speaker INTEGER, statement TEXT, within TEXT,
  "trigger" TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  dead INTEGER, injured INTEGER, arrested INTEGER, displaced INTEGER,
  story INTEGER
);
CREATE INDEX event_id ON event (id);
CREATE INDEX event_report ON event (report);
CREATE INDEX event_day ON event (day_from);
CREATE INDEX event_type ON event (type, day_from);
CREATE INDEX event_country ON event (country, day_from);
CREATE INDEX event_place_name ON event (place, day_from) WHERE place IS NOT NULL;
CREATE INDEX event_story ON event (story) WHERE story IS NOT NULL;
CREATE INDEX event_speaker ON event (speaker) WHERE speaker IS NOT NULL;

CREATE TABLE party (
  actor INTEGER NOT NULL, side INTEGER NOT NULL,    -- 0 acts, 1 receives
  event INTEGER NOT NULL,
  PRIMARY KEY (actor, side, event)
) WITHOUT ROWID;
CREATE INDEX party_event ON party (event);

CREATE VIRTUAL TABLE event_place USING rtree (key, south, north, west, east);

CREATE TABLE process (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL, report INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL
);
CREATE INDEX process_report ON process (report);

CREATE TABLE commitment (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL, report INTEGER NOT NULL, kind TEXT NOT NULL,
  debtor INTEGER, creditor INTEGER, due INTEGER, state TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL
);
CREATE INDEX commitment_due ON commitment (due) WHERE due IS NOT NULL;
CREATE INDEX commitment_report ON commitment (report);

-- reports whose stories are still to be joined
CREATE TABLE pending (report INTEGER PRIMARY KEY);

-- words of a report, sketched, to find its copies; `of` is the first of its copies, itself perhaps
CREATE TABLE sketch (report INTEGER PRIMARY KEY, body BLOB NOT NULL, of INTEGER NOT NULL);
CREATE INDEX sketch_of ON sketch (of);
CREATE TABLE band (
  band INTEGER NOT NULL, hash INTEGER NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (band, hash, report)
) WITHOUT ROWID;

-- which events are worth comparing, and how likely each pair tells one happening
CREATE TABLE clue (
  hash INTEGER NOT NULL, day INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (hash, day, event)
) WITHOUT ROWID;
CREATE INDEX clue_event ON clue (event);
CREATE TABLE link (
  a INTEGER NOT NULL, b INTEGER NOT NULL, score REAL NOT NULL, PRIMARY KEY (a, b)
) WITHOUT ROWID;

CREATE TABLE story (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, body BLOB NOT NULL,
  day_from INTEGER, day_to INTEGER, reports INTEGER NOT NULL, independent INTEGER NOT NULL,
  disputed INTEGER NOT NULL
);
CREATE INDEX story_day ON story (day_from);

-- reviews are only ever added
CREATE TABLE review (
  key INTEGER PRIMARY KEY,
  record TEXT NOT NULL, kind TEXT NOT NULL, report INTEGER,
  who TEXT NOT NULL, at TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT,
  before TEXT, after TEXT
);
CREATE INDEX review_record ON review (record);

-- what a watch has seen
CREATE TABLE feed (url TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE page (url TEXT PRIMARY KEY, outcome TEXT NOT NULL) WITHOUT ROWID;

CREATE VIEW reports AS
  SELECT r.id, r.url, r.publisher, r.title, date(r.published * 86400, 'unixepoch') AS published, r.language,
    r.place, r.text, o.id AS copy_of, c.engine, c.codebook, c.model
  FROM report r
  LEFT JOIN sketch s ON s.report = r.key AND s.of <> r.key LEFT JOIN report o ON o.key = s.of
  JOIN coding g ON g.report = r.key AND g.current JOIN coder c ON c.key = g.coder;
CREATE VIEW actors AS
  SELECT r.id AS report, e.id, a.id AS actor, a.kind, a.name, a.country, a.sector, e.role, e.mentions
  FROM entity e JOIN actor a ON a.key = e.actor JOIN report r ON r.key = e.report;
CREATE VIEW statements AS
  SELECT s.id, r.id AS report, a.id AS speaker, a.name AS speaker_name, s.stance, s.form, s.parent,
    CAST(substr(CAST(r.text AS BLOB), s.start + 1, s."end" - s.start) AS TEXT) AS words
  FROM statement s JOIN report r ON r.key = s.report LEFT JOIN actor a ON a.key = s.speaker;
CREATE VIEW events AS
  SELECT e.id, r.id AS report, e.type, e.mode, e.cameo, e.contexts,
    (SELECT group_concat(a.name, '; ') FROM party p JOIN actor a ON a.key = p.actor
      WHERE p.event = e.key AND p.side = 0) AS actors,
    (SELECT group_concat(a.name, '; ') FROM party p JOIN actor a ON a.key = p.actor
      WHERE p.event = e.key AND p.side = 1) AS recipients,
    e.date, date(e.day_from * 86400, 'unixepoch') AS date_from, date(e.day_to * 86400, 'unixepoch') AS date_to,
    e.place, e.country, e.lat, e.lon, e.precision, e.geonames,
    e.polarity, e.reality, e.recency, e.score, e.found_by, e.rule,
    s.name AS speaker, e.statement AS attributed_to, e.within,
    e."trigger", e.start, e."end", e.dead, e.injured, e.arrested, e.displaced,
    t.id AS story, date(r.published * 86400, 'unixepoch') AS published, r.publisher, r.url
  FROM event e JOIN report r ON r.key = e.report
  LEFT JOIN actor s ON s.key = e.speaker LEFT JOIN story t ON t.key = e.story;
CREATE VIEW parties AS
  SELECT e.id AS event, CASE p.side WHEN 0 THEN 'actor' ELSE 'recipient' END AS side,
    a.id AS actor, a.name, a.kind, a.country, a.sector
  FROM party p JOIN event e ON e.key = p.event JOIN actor a ON a.key = p.actor;
CREATE VIEW processes AS
  SELECT p.id, r.id AS report, p.kind, p.name FROM process p JOIN report r ON r.key = p.report;
CREATE VIEW commitments AS
  SELECT c.id, r.id AS report, c.kind, d.name AS debtor, k.name AS creditor,
    date(c.due * 86400, 'unixepoch') AS due, c.state,
    CAST(substr(CAST(r.text AS BLOB), c.start + 1, c."end" - c.start) AS TEXT) AS words
  FROM commitment c JOIN report r ON r.key = c.report
  LEFT JOIN actor d ON d.key = c.debtor LEFT JOIN actor k ON k.key = c.creditor;
CREATE VIEW stories AS
  SELECT id, type, date(day_from * 86400, 'unixepoch') AS date_from, date(day_to * 86400, 'unixepoch') AS date_to,
    reports, independent, disputed
  FROM story;
CREATE VIEW reviews AS SELECT record, kind, who, at, verdict, reason, before, after FROM review;
