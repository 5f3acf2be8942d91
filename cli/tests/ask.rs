//! `dateline query`, `timeline`, `dyad`, `stories`, `sql`, `export` and `diff`, driven as an analyst drives them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::fs;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use common::{Folder, command, dateline, stderr, stdout};

/// Reports of our own writing, text, day and publication: two of one explosion and a copy of the first, an
/// arrest, an agreement and an accusation.
const REPORTS: [(&str, &str, &str); 6] = [
    (
        "Blast at fuel depot in Mozambican port kills at least 12\n\nAt least 12 people were killed on Monday \
         when a bomb exploded at a fuel depot in Beira, officials in Mozambique said. Nobody claimed the \
         attack. Ships were told to wait outside the harbour.",
        "2024-03-04",
        "Wire",
    ),
    (
        "Breaking: blast at fuel depot in Mozambican port kills at least 12\n\nAt least 12 people were killed \
         on Monday when a bomb exploded at a fuel depot in Beira, officials in Mozambique said. Nobody \
         claimed the attack. Ships were told to wait outside the harbour.",
        "2024-03-05",
        "Herald",
    ),
    (
        "Mozambique blames Sofala Front for Beira depot bombing\n\nMozambique's interior ministry accused the \
         Sofala Front on Tuesday of bombing a fuel depot in Beira. The explosion at the depot killed 16 people \
         on Monday, police in the port city said, two more than the ministry had counted.",
        "2024-03-06",
        "Outlook",
    ),
    (
        "Police arrest nine in Oran\n\nAlgerian police arrested nine protesters in Oran on Thursday, a lawyer \
         said. Hundreds had marched through the port city against the closing of a mill.",
        "2024-04-12",
        "Courier",
    ),
    (
        "Senegal and Mauritania sign fishing accord\n\nSenegal and Mauritania signed a fishing agreement in \
         Nouakchott on Thursday. Senegal's fisheries minister said that 500 boats would receive licences.",
        "2024-03-08",
        "Outlook",
    ),
    (
        "Mauritania accuses Senegal of piracy\n\nMauritania accused Senegal on Friday of tolerating piracy off \
         Nouadhibou. Senegal's foreign ministry denied that its navy had seized a Mauritanian boat.",
        "2023-12-02",
        "Courier",
    ),
];

/// A folder with a store of the reports.
fn asked(name: &str) -> Folder {
    let line = |(n, (text, day, publisher)): (usize, &(&str, &str, &str))| {
        let url = format!("https://{}.example/{n}", publisher.to_lowercase());
        json!({ "text": text, "published": day, "publisher": publisher, "url": url }).to_string() + "\n"
    };
    let lines: String = REPORTS.iter().enumerate().map(line).collect();
    let folder = Folder::new(name).with("a.jsonl", lines);
    good(&folder, &["ingest", "a.jsonl", "--store", "a.db"]);
    folder
}

#[track_caller]
fn good(folder: &Folder, arguments: &[&str]) -> Output {
    let output = dateline(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
    assert!(stderr(&output).is_empty(), "{arguments:?}: {}", stderr(&output));
    output
}

/// The same, of the store; with what it printed.
#[track_caller]
fn ask(folder: &Folder, arguments: &[&str]) -> String {
    let arguments = [arguments, &["--store", "a.db"]].concat();
    stdout(&good(folder, &arguments)).to_owned()
}

#[track_caller]
fn objects(folder: &Folder, arguments: &[&str]) -> Vec<Value> {
    ask(folder, arguments).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// Cells of a table in CSV, after RFC 4180.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = csv.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => cell.push(characters.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => assert_eq!(characters.peek(), Some(&'\n')),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(!quoted && cell.is_empty() && row.is_empty());
    rows
}

#[test]
fn a_query_is_a_table_csv_or_json() {
    let folder = asked("query");
    let table = ask(&folder, &["query"]);
    let lines: Vec<&str> = table.lines().collect();
    for head in ["date", "type", "actors", "recipients", "where", "said by", "score", "id", "words"] {
        assert!(lines[0].contains(head), "{}", lines[0]);
    }
    assert!(lines[1].starts_with("──"), "{}", lines[1]);
    let events = objects(&folder, &["query", "--format", "json", "--limit", "0"]);
    assert_eq!(lines.len(), events.len() + 3);
    assert_eq!(lines.last(), Some(&format!("{} events", events.len()).as_str()));
    let keys: Vec<&str> = events[0].as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "id",
        "type",
        "mode",
        "cameo",
        "actors",
        "recipients",
        "date",
        "place",
        "country",
        "lat",
        "lon",
        "precision",
        "polarity",
        "reality",
        "recency",
        "score",
        "speaker",
        "counts",
        "story",
        "trigger",
        "words",
        "report",
        "published",
        "publisher",
        "url",
        "title",
    ];
    assert_eq!(keys, expected);
    let csv = cells(&ask(&folder, &["query", "--format", "csv", "--limit", "0"]));
    assert_eq!(csv.len(), events.len() + 1);
    assert!(csv.iter().all(|row| row.len() == csv[0].len()));
    let column = |name: &str| csv[0].iter().position(|c| c == name).unwrap();
    for (row, event) in csv[1..].iter().zip(&events) {
        for name in ["id", "type", "words", "report", "publisher", "polarity"] {
            assert_eq!(row[column(name)], event[name], "{name}");
        }
        assert_eq!(row[column("speaker")], event["speaker"].as_str().unwrap_or_default());
        // the words around an act hold the act, in one line of the report
        assert!(event["words"].as_str().unwrap().contains(event["trigger"].as_str().unwrap()), "{event}");
    }
    // a page of it
    let page = ask(&folder, &["query", "--limit", "2", "--offset", "1"]);
    assert!(page.contains(&format!("2 of {} events", events.len())), "{page}");
    let page = objects(&folder, &["query", "--format", "json", "--limit", "2", "--offset", "1"]);
    assert_eq!(page, events[1..3]);
}

#[test]
fn filters_of_the_command_line_hold() {
    let folder = asked("filters");
    let events =
        |more: &[&str]| objects(&folder, &[&["query", "--format", "json", "--limit", "0"], more].concat());
    let all = events(&[]);
    let holds = |more: &[&str], what: &dyn Fn(&Value) -> bool| {
        let found = events(more);
        let expected: Vec<&Value> = all.iter().filter(|e| what(e)).collect();
        assert!(!expected.is_empty() && expected.len() < all.len(), "{more:?} asks nothing");
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{more:?}");
    };
    holds(&["--type", "assault"], &|e| e["type"] == "ASSAULT");
    holds(&["--type", "ACCUSE", "--type", "AGREE"], &|e| e["type"] == "ACCUSE" || e["type"] == "AGREE");
    for country in ["MOZ", "moz", "Mozambique"] {
        holds(&["--country", country], &|e| e["country"] == "MOZ");
    }
    holds(&["--place", "Beira"], &|e| e["place"] == "Beira");
    holds(&["--near", "-19.8,34.9,60"], &|e| e["place"] == "Beira");
    holds(&["--until", "2024-03-03"], &|e| e["date"].as_str().is_some_and(|d| d < "2024-03-04"));
    holds(&["--published-since", "2024-03-06"], &|e| e["published"].as_str().unwrap() >= "2024-03-06");
    holds(&["--published-until", "2024-03-05"], &|e| e["published"].as_str().unwrap() <= "2024-03-05");
    holds(&["--polarity", "negated"], &|e| e["polarity"] == "negated");
    holds(&["--min-score", "0.8"], &|e| e["score"].as_f64().is_some_and(|s| s >= 0.8));
    holds(&["--text", "\"fuel depot\" Sofala"], &|e| {
        e["publisher"] == "Outlook" && e["published"] == "2024-03-06"
    });
    holds(&["--event", all[0]["id"].as_str().unwrap()], &|e| e["id"] == all[0]["id"]);
    holds(&["--report", &all[0]["report"].as_str().unwrap()[..6]], &|e| e["report"] == all[0]["report"]);
    let of = |e: &Value, side: &str, country: &str| {
        e[side].as_array().unwrap().iter().any(|p| p["country"] == country)
    };
    holds(&["--actor", "Senegal"], &|e| of(e, "actors", "SEN"));
    holds(&["--recipient", "Senegal"], &|e| of(e, "recipients", "SEN"));
    holds(&["--party", "Senegal", "--party", "Mauritania"], &|e| {
        ["SEN", "MRT"].iter().all(|c| of(e, "actors", c) || of(e, "recipients", c))
    });
    let story = all.iter().find_map(|e| e["story"].as_str()).unwrap();
    holds(&["--story", story], &|e| e["story"] == story);
}

#[test]
fn hopeless_filters_find_nothing_or_are_told() {
    let folder = asked("hopeless");
    let none = ask(&folder, &["query", "--actor", "Atlantis"]);
    assert!(none.starts_with("date") && none.ends_with("0 events\n"), "{none}");
    assert_eq!(ask(&folder, &["query", "--format", "json", "--actor", "Atlantis"]), "");
    assert_eq!(cells(&ask(&folder, &["query", "--format", "csv", "--text", "xyzzy"])).len(), 1);
    for value in ["' OR 1=1 --", "%", "\u{1b}[31m", "\"", ""] {
        for option in ["--actor", "--recipient", "--speaker", "--place", "--mode", "--context", "--reality"] {
            let found = ask(&folder, &["query", option, value, "--format", "json"]);
            assert_eq!(found, "", "{option} {value:?}");
        }
    }
    for (arguments, words) in [
        (vec!["--country", "Atlantis"], "error: Atlantis: no such country"),
        (vec!["--text", "\"open"], "error: \"open: a quotation mark is not closed"),
        (vec!["--text=--- ***"], "no word to look for"),
    ] {
        for command in ["query", "timeline"] {
            let arguments = [&[command, "--store", "a.db"][..], &arguments].concat();
            let output = dateline(&folder, &arguments);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}");
            assert!(stderr(&output).contains(words), "{}", stderr(&output));
            assert!(stdout(&output).is_empty());
        }
    }
    for wrong in [
        vec!["--type", "FIGHT"],
        vec!["--since", "yesterday"],
        vec!["--near", "1,2"],
        vec!["--near", "91,0,5"],
        vec!["--near", "1,2,-3"],
        vec!["--near", "nan,2,3"],
        vec!["--limit", "-1"],
        vec!["--min-score", "high"],
        vec!["--format", "xml"],
        vec!["--colour"],
    ] {
        let arguments = [&["query", "--store", "a.db"][..], &wrong].concat();
        let output = dateline(&folder, &arguments);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", stdout(&output));
        assert!(stdout(&output).is_empty() && !stderr(&output).is_empty(), "{wrong:?}");
    }
    for huge in ["18446744073709551615", "9223372036854775808"] {
        let found = ask(&folder, &["query", "--offset", huge, "--format", "json"]);
        assert_eq!(found, "");
        assert!(!ask(&folder, &["query", "--limit", huge, "--format", "json"]).is_empty());
    }
}

#[test]
fn every_command_tells_a_store_that_is_none() {
    let folder = Folder::new("none").with("text.db", "no store").with("empty.db", "");
    let commands: [&[&str]; 7] = [
        &["query"],
        &["timeline"],
        &["dyad", "France", "Kenya"],
        &["stories"],
        &["sql", "SELECT 1"],
        &["export", "--format", "csv"],
        &["diff"],
    ];
    for command in commands {
        for (store, words) in [
            ("missing.db", "error: missing.db: no such store: make one with dateline ingest"),
            ("text.db", "error: text.db: not a store of dateline"),
            ("empty.db", "error: empty.db: not a store of dateline"),
            (".", "error: .: "),
        ] {
            let output = dateline(&folder, &[command, &["--store", store]].concat());
            assert_eq!(output.status.code(), Some(1), "{command:?} {store}");
            assert!(stderr(&output).starts_with(words), "{command:?}: {}", stderr(&output));
            assert!(stdout(&output).is_empty());
        }
        let output = dateline(&folder, command);
        assert_eq!(output.status.code(), Some(2), "{command:?} without a store");
    }
    assert!(!folder.0.join("missing.db").exists());
    assert_eq!(fs::read(folder.0.join("text.db")).unwrap(), b"no store");
}

#[test]
fn a_timeline_counts_each_event_once() {
    let folder = asked("timeline");
    let all = objects(&folder, &["query", "--format", "json", "--limit", "0"]);
    let dated = all.iter().filter(|e| !e["date"].is_null()).count() as u64;
    for (step, length) in [("day", 10), ("week", 10), ("month", 10), ("year", 10)] {
        let steps = objects(&folder, &["timeline", "--by", step, "--json"]);
        let sum: u64 = steps.iter().map(|s| s["events"].as_u64().unwrap()).sum();
        assert_eq!(sum, dated, "{step}");
        let from: Vec<&str> = steps.iter().map(|s| s["from"].as_str().unwrap()).collect();
        assert!(from.is_sorted() && from.iter().all(|f| f.len() == length), "{from:?}");
        for step in &steps {
            let of: u64 = step["types"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
            assert_eq!(of, step["events"].as_u64().unwrap());
        }
        let chart = ask(&folder, &["timeline", "--by", step]);
        for from in from {
            assert!(chart.lines().any(|l| l.starts_with(from)), "{chart}");
        }
    }
    let chart = ask(&folder, &["timeline", "--by", "year"]);
    assert!(chart.starts_with("2023-01-01") && chart.contains("\n2024-01-01"), "{chart}");
    assert!(ask(&folder, &["timeline"]).contains(" without\n"));
    let one = objects(&folder, &["timeline", "--country", "MOZ", "--type", "ASSAULT", "--json"]);
    assert_eq!(one.len(), 1, "{one:?}");
    assert_eq!(one[0]["from"], "2024-03-04");
    assert_eq!(ask(&folder, &["timeline", "--actor", "Atlantis"]), "no event with a date\n");
    assert_eq!(ask(&folder, &["timeline", "--actor", "Atlantis", "--json"]), "");
}

#[test]
fn a_dyad_is_told_each_way() {
    let folder = asked("dyad");
    let both = &objects(&folder, &["dyad", "Mauritania", "Senegal", "--json"])[0];
    assert_eq!((&both["a"], &both["b"]), (&json!("Mauritania"), &json!("Senegal")));
    let way =
        |n: usize| (&both["ways"][n]["actor"], &both["ways"][n]["recipient"], &both["ways"][n]["events"]);
    assert_eq!((way(0).0, way(0).1), (&json!("Mauritania"), &json!("Senegal")));
    assert_eq!((way(1).0, way(1).1), (&json!("Senegal"), &json!("Mauritania")));
    let accused = &both["ways"][0];
    assert!(accused["types"]["ACCUSE"].as_u64() >= Some(1), "{both}");
    assert!(accused["months"].as_object().unwrap().keys().all(|m| m.len() == 7), "{both}");
    // codes and names of states are the same, and one actor more or less
    let codes = &objects(&folder, &["dyad", "MRT", "SEN", "--json"])[0];
    assert_eq!(codes["ways"][0]["events"], accused["events"]);
    let shown = ask(&folder, &["dyad", "Mauritania", "Senegal"]);
    assert!(shown.starts_with("Mauritania → Senegal: "), "{shown}");
    assert!(shown.contains("\nSenegal → Mauritania: ") && shown.contains("verbal conflict"), "{shown}");
    let nobody = ask(&folder, &["dyad", "Atlantis", "' OR 1=1 --"]);
    assert_eq!(nobody, "Atlantis → ' OR 1=1 --: 0 events\n\n' OR 1=1 -- → Atlantis: 0 events\n");
    assert_eq!(dateline(&folder, &["dyad", "France", "--store", "a.db"]).status.code(), Some(2));
}

#[test]
fn stories_show_what_reports_agree_on_and_where_they_differ() {
    let folder = asked("stories");
    let stories = objects(&folder, &["stories", "--json", "--reports", "1", "--limit", "0"]);
    let blast = stories.iter().find(|s| s["type"] == "ASSAULT").unwrap();
    assert_eq!(blast["agreed"]["place"]["value"], "Beira");
    let publishers = |s: &Value| -> Vec<String> {
        let all = s["reports"].as_array().unwrap().iter();
        all.map(|r| r["publisher"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(publishers(blast), ["Wire", "Herald", "Outlook"]);
    assert_eq!(blast["independent"], 2);
    let (wire, herald) = (&blast["reports"][0], &blast["reports"][1]);
    assert_eq!((&herald["copy_of"], &wire["copy_of"]), (&wire["report"], &Value::Null));
    let shown = ask(&folder, &["stories"]);
    let id = blast["id"].as_str().unwrap();
    assert!(shown.contains(&format!("{id}  ASSAULT  ")), "{shown}");
    assert!(shown.contains("told by 2 reports and 1 copy") && shown.contains("Herald"), "{shown}");
    assert!(shown.contains("(a copy)") && shown.contains("place       Beira"), "{shown}");
    // one of them alone, by the beginning of its id
    let one = ask(&folder, &["stories", &id[..6]]);
    assert!(one.starts_with(id) && shown.contains(&one), "{one}");
    assert_eq!(objects(&folder, &["stories", id, "--json"]), std::slice::from_ref(blast));
    assert_eq!(objects(&folder, &["stories", "--json", "--limit", "1"]).len(), 1);
    assert_eq!(ask(&folder, &["stories", "--reports", "9"]), "no story that 9 or more reports tell\n");
    assert_eq!(ask(&folder, &["stories", "--reports", "18446744073709551615", "--json"]), "");
    for unknown in ["zzzz", "%", "' OR 1=1 --", "\u{1b}[31m"] {
        let output = dateline(&folder, &["stories", unknown, "--store", "a.db"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("no story of this id"), "{}", stderr(&output));
        assert!(!stderr(&output).contains('\u{1b}'));
    }
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let folder = asked("sql");
    let count =
        objects(&folder, &["sql", "SELECT count(*) AS n, NULL AS no FROM reports", "--format", "json"]);
    assert_eq!(count, [json!({ "n": 6, "no": null })]);
    let sql = "SELECT publisher, count(*) AS n FROM reports GROUP BY 1 ORDER BY 2 DESC, 1";
    let table = ask(&folder, &["sql", sql]);
    assert!(table.starts_with("publisher  n") && table.contains("\nCourier    2\n"), "{table}");
    let odd = "SELECT 'a,\"b\"' AS \"x,y\", 'two\nlines' AS z, x'00ff' AS blob";
    let csv = cells(&ask(&folder, &["sql", odd, "--format", "csv"]));
    assert_eq!(csv, [["x,y", "z", "blob"], ["a,\"b\"", "two\nlines", "2 bytes"]]);
    let before = fs::read(folder.0.join("a.db")).unwrap();
    for refused in [
        "DELETE FROM report",
        "DROP TABLE report",
        "PRAGMA user_version = 7",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = 1",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "BEGIN",
        "SELECT 1; DELETE FROM report",
        "",
        "SELEKT",
        "SELECT nothing FROM nowhere",
        "SELECT load_extension('x')",
    ] {
        let output = dateline(&folder, &["sql", refused, "--store", "a.db"]);
        assert_eq!(output.status.code(), Some(1), "{refused}");
        assert!(stderr(&output).starts_with("error: ") && stdout(&output).is_empty(), "{refused}");
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    }
    assert_eq!(fs::read(folder.0.join("a.db")).unwrap(), before);
    assert!(!folder.0.join("other.db").exists() && !folder.0.join("copy.db").exists());
    let endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";
    let output = dateline(&folder, &["sql", endless, "--store", "a.db", "--timeout", "0"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("stopped after 0 s: ask for less"), "{}", stderr(&output));
    ask(&folder, &["sql", "SELECT 1", "--timeout", "18446744073709551615"]);
    let crowd = "SELECT 1;".repeat(14_000);
    let output = dateline(&folder, &["sql", &crowd, "--store", "a.db"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("give one at a time"));
}

#[test]
fn the_views_are_those_that_help_names() {
    let folder = asked("views");
    let help = stdout(&good(&folder, &["sql", "--help"])).to_owned();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'view'";
    let views = objects(&folder, &["sql", sql, "--format", "json"]);
    assert!(views.len() >= 8, "{views:?}");
    for view in views {
        let name = view["name"].as_str().unwrap();
        let from = help.find(&format!("\n  {name} ")).unwrap_or_else(|| panic!("{name} is not in the help"));
        // its columns, up to the next view or an empty line; long lines are folded
        let next = |l: &&str| l.is_empty() || (l.starts_with("  ") && !l.starts_with("   "));
        let lines: Vec<&str> = help[from + 1..].lines().collect();
        let more = lines[1..].iter().take_while(|l| !next(l));
        let told: Vec<&str> = [lines[0].trim_start().trim_start_matches(name)]
            .into_iter()
            .chain(more.copied())
            .flat_map(|l| l.split([',', ' ', '(', ')']))
            .filter(|w| !w.is_empty())
            .collect();
        let sql = format!("SELECT name FROM pragma_table_info('{name}')");
        for column in objects(&folder, &["sql", &sql, "--format", "json"]) {
            let column = column["name"].as_str().unwrap();
            assert!(told.contains(&column), "{name}.{column} is not in the help: {told:?}");
        }
    }
}

#[test]
fn exports_are_whole_in_every_format() {
    let folder = asked("export");
    let events = objects(&folder, &["query", "--format", "json", "--limit", "0"]);
    let export = |more: &[&str]| ask(&folder, &[&["export", "--format"], more].concat());
    assert_eq!(export(&["plover"]).lines().count(), events.len());
    for line in export(&["plover"]).lines().chain(export(&["annotations"]).lines()) {
        assert!(serde_json::from_str::<Value>(line).unwrap().is_object());
    }
    let csv = cells(&export(&["csv"]));
    assert_eq!(csv.len(), events.len() + 1);
    assert!(csv.iter().all(|row| row.len() == csv[0].len()));
    assert!(export(&["gdelt"]).lines().all(|l| l.split('\t').count() == 61));
    let geojson: Value = serde_json::from_str(&export(&["geojson"])).unwrap();
    assert_eq!(geojson["features"].as_array().unwrap().len(), events.len());
    // filters are those of query
    let assaults = cells(&export(&["csv", "--type", "ASSAULT"]));
    let expected = events.iter().filter(|e| e["type"] == "ASSAULT").count();
    assert_eq!(assaults.len(), expected + 1);
    assert_eq!(cells(&export(&["csv", "--actor", "Atlantis"])).len(), 1);
    // to a file, the same bytes
    for format in ["csv", "parquet", "polecat", "geojson"] {
        let arguments = ["export", "--store", "a.db", "--format", format];
        let printed = good(&folder, &arguments).stdout;
        assert_eq!(good(&folder, &[&arguments[..], &["--out", "out"]].concat()).stdout, b"");
        assert_eq!(fs::read(folder.0.join("out")).unwrap(), printed, "{format}");
    }
    assert!(fs::read(folder.0.join("out")).unwrap().len() > 100);
}

#[test]
fn hopeless_exports_are_told_and_harm_nothing() {
    let folder = asked("noexport");
    let before = fs::read(folder.0.join("a.db")).unwrap();
    fs::create_dir(folder.0.join("folder")).unwrap();
    for (out, code) in
        [("nowhere/a.csv", 1), ("folder", 1), ("a.db", 1), ("./a.db", 1), ("folder/../a.db", 1)]
    {
        let output = dateline(&folder, &["export", "--store", "a.db", "--format", "csv", "--out", out]);
        assert_eq!(output.status.code(), Some(code), "{out}");
        let said = stderr(&output);
        assert!(said.starts_with(&format!("error: {out}: ")) && said.contains("by --out"), "{said}");
        assert_eq!(fs::read(folder.0.join("a.db")).unwrap(), before, "{out}");
    }
    for wrong in [vec!["--format", "xls"], vec![], vec!["--format", "csv", "--date-added", "today"]] {
        let output = dateline(&folder, &[&["export", "--store", "a.db"][..], &wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_diff_of_coders_that_are_not_there_is_told() {
    let folder = asked("diff");
    for (arguments, words) in [
        (vec![], "a.db: one coder alone made these records"),
        (vec!["--from", "1", "--to", "2"], "error: 2: no such coder in this store"),
        (vec!["--from", "-1", "--to", "1"], "error: -1: no such coder"),
    ] {
        let output = dateline(&folder, &[&["diff", "--store", "a.db"][..], &arguments].concat());
        assert!(matches!(output.status.code(), Some(1 | 2)), "{arguments:?}");
        let said = stderr(&output);
        assert!(said.contains(words) || output.status.code() == Some(2), "{arguments:?}: {said}");
    }
    let same = ask(&folder, &["diff", "--from", "1", "--to", "1"]);
    assert!(same.starts_with("6 reports, 0 of them coded differently"), "{same}");
    let coders = ask(&folder, &["diff", "--coders"]);
    assert!(coders.starts_with("1  engine ") && coders.lines().count() == 1, "{coders}");
}

const ASKING: [&[&str]; 8] = [
    &["query", "--limit", "0"],
    &["query", "--limit", "0", "--format", "json"],
    &["timeline"],
    &["dyad", "Senegal", "Mauritania"],
    &["stories", "--reports", "1"],
    &["sql", "SELECT * FROM reports"],
    &["export", "--format", "csv"],
    &["diff", "--from", "1", "--to", "1"],
];

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let folder = asked("pipe");
    for asking in ASKING {
        let mut child = command(&folder.0, &[asking, &["--store", "a.db"]].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{asking:?}: {}", stderr(&output));
        assert!(stderr(&output).is_empty(), "{asking:?}: {}", stderr(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_told() {
    let folder = asked("full");
    for asking in ASKING {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let arguments = [asking, &["--store", "a.db"]].concat();
        let output = command(&folder.0, &arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{asking:?}");
        assert!(stderr(&output).starts_with("error: standard output: "), "{asking:?}: {}", stderr(&output));
    }
    let arguments = ["export", "--store", "a.db", "--format", "parquet", "--out", "/dev/full"];
    let output = dateline(&folder, &arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("error: "), "{}", stderr(&output));
}

#[test]
fn hostile_text_never_reaches_the_terminal() {
    let text = |who: &str| {
        format!(
            "Blast \u{1b}[2Jat <b>depot</b>\n\nSofala Fr\u{1b}[31mont\u{202e} gunmen attacked a fuel depot in \
             Beira\u{9b}2J on Monday, killing 12 people, {who} said.\u{1b}]0;owned\u{7} Mozambique accused \
             Senegal\u{1b}c of <script>alert(1)</script> seizing a boat. Ships were told to wait outside the \
             harbour until the fire was out, and {who} told the dockers to go home."
        )
    };
    let line = |who: &str, paper: &str| {
        let hostile = format!("\u{1b}[2J\u{202e}<i>{paper}</i>\u{7}");
        json!({ "text": text(who), "publisher": hostile, "published": "2024-03-05",
                "url": format!("https://{paper}.example/\u{1b}[31m") })
        .to_string()
            + "\n"
    };
    let folder = Folder::new("hostile")
        .with("a.jsonl", line("the mayor", "one") + &line("an officer of the coast guard", "two"));
    good(&folder, &["ingest", "a.jsonl", "--store", "a.db"]);
    let tables: [&[&str]; 8] = [
        &["query", "--limit", "0"],
        &["timeline"],
        &["dyad", "Mozambique", "Senegal\u{1b}[31m"],
        &["stories", "--reports", "1"],
        &["sql", "SELECT * FROM reports"],
        &["sql", "SELECT *, text AS \"\u{1b}[31m\" FROM events JOIN reports ON report = reports.id"],
        &["sql", "SELECT * FROM actors"],
        &["diff", "--from", "1", "--to", "1"],
    ];
    for asking in tables {
        let shown = ask(&folder, asking);
        let obeyed = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!shown.contains(obeyed), "{asking:?}: {shown:?}");
    }
    let shown = ask(&folder, &["query", "--limit", "0"]);
    assert!(shown.lines().count() > 4, "{shown}");
    // JSON has its own way to write them, and keeps them
    for asking in [["query", "--format", "json"], ["stories", "--json", "--reports=1"]] {
        assert!(!ask(&folder, &asking).contains('\u{1b}'), "{asking:?}");
    }
    let kept = objects(&folder, &["sql", "SELECT DISTINCT publisher FROM reports", "--format", "json"]);
    assert!(kept[0]["publisher"].as_str().unwrap().contains("\u{1b}[2J"), "{kept:?}");
}

#[test]
fn help_teaches() {
    let folder = Folder::new("help");
    for (command, words) in [
        ("query", &["Examples:", "--near", "--polarity affirmed", "--format"][..]),
        ("timeline", &["Example:", "--by", "week"]),
        ("dyad", &["Example:", "--json"]),
        ("stories", &["Examples:", "--reports"]),
        ("sql", &["Views", "reviews", "Examples:", "--timeout"]),
        ("export", &["Formats:", "gdelt", "polecat", "geojson", "Examples:"]),
        ("diff", &["Example:", "--coders"]),
    ] {
        let help = good(&folder, &[command, "--help"]);
        for word in words {
            assert!(stdout(&help).contains(word), "{command}: {word}");
        }
        assert!(stdout(&good(&folder, &["--help"])).contains(&format!("  {command} ")), "{command}");
    }
}
