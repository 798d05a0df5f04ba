//! Tests of the report in all its forms.

use super::*;
use crate::problem::{At, Place, Step};

const ENTRY: &str =
    "---\r\nheadline: Ünï; \"x\"\r\ntopics: [Syria, Rusia]\r\nphoto:\r\n  file: a.jpg\r\n---\r\nText\r\n";

fn texts(file: &SitePath) -> Option<Arc<str>> {
    match file.as_str() {
        "content/a.md" => Some(Arc::from(ENTRY)),
        "dateline.yaml" => Some(Arc::from("\u{feff}title: T\ndesk: {rules: {a: x}}\n")),
        _ => None,
    }
}

fn path(path: &str) -> Vec<Step> {
    path.split('.').map(|part| part.parse().map_or_else(|_| Step::Key(part.into()), Step::Item)).collect()
}

fn marked(file: &str, at: At) -> Option<(usize, usize, String)> {
    let problem = Problem::error("r", Place::new(&SitePath::new(file), at), "m");
    let report = Report::new(vec![problem], &texts);
    let mark = report.findings[0].spot.clone()?.mark?;
    assert_eq!(mark.end_column - mark.column, mark.text[mark.span.clone()].chars().count());
    Some((mark.line, mark.column, mark.text[mark.span].to_owned()))
}

#[test]
fn places_become_lines_and_columns() {
    let entry = "content/a.md";
    for (file, at, wanted) in [
        (entry, At::Value(path("topics.1")), Some((3, 17, "Rusia"))),
        (entry, At::Key(path("photo.file")), Some((5, 3, "file"))),
        (entry, At::Value(path("photo.credit")), Some((5, 3, "file"))),
        (entry, At::Bytes(15..20), Some((2, 11, "Ünï"))),
        (entry, At::Bytes(0..3), Some((1, 1, "---"))),
        (entry, At::Bytes(3..8), Some((1, 4, ""))),
        (entry, At::Bytes(9999..99999), Some((8, 1, ""))),
        (entry, At::File, None),
        ("dateline.yaml", At::Key(path("title")), Some((1, 1, "title"))),
        ("dateline.yaml", At::Value(path("desk.rules.a")), Some((2, 19, "x"))),
        ("missing.md", At::Bytes(0..1), None),
    ] {
        let wanted = wanted.map(|(line, column, text)| (line, column, text.to_owned()));
        assert_eq!(marked(file, at.clone()), wanted, "{at:?}");
    }
}

fn sample() -> Report {
    let file = SitePath::new("content/a.md");
    let problems = vec![
        Problem::warning("near-name", Place::new(&file, At::item("topics", 1)), "no topic is called `Rusia`")
            .hint("did you mean `Russia`?")
            .related(Place::new(&file, At::field("headline")), "in this, 100%"),
        Problem::error("missing-alt", Place::file(&SitePath::new("content/a,b.md")), "one\ntwo"),
        Problem { place: None, ..Problem::error("no-site", Place::file(&file), "no site here") },
    ];
    Report::new([problems.clone(), problems].concat(), &texts)
}

#[test]
fn the_report_is_sorted_and_says_nothing_twice() {
    let report = sample();
    let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["no-site", "missing-alt", "near-name"]);
    assert_eq!((report.errors(), report.warnings()), (2, 1));
}

#[test]
fn for_people() {
    let shown = human(&sample(), Look::default());
    let wanted = "\
error[no-site]: no site here

error[missing-alt]: one\\ntwo
--> content/a,b.md

warning[near-name]: no topic is called `Rusia`
 --> content/a.md:3:17
  |
3 | topics: [Syria, Rusia]
  |                 ^^^^^
  |
  = help: did you mean `Russia`?
note: in this, 100%
 --> content/a.md:2:11
  |
2 | headline: Ünï; \"x\"
  |           --------

";
    assert_eq!(shown, wanted);
}

#[test]
fn for_programs() {
    let value: serde_json::Value = serde_json::from_str(&json(&sample())).unwrap();
    assert_eq!(value["problems"][0]["file"], serde_json::Value::Null);
    let wanted = serde_json::json!({
        "rule": "near-name", "severity": "warning", "message": "no topic is called `Rusia`",
        "file": "content/a.md", "line": 3, "column": 17, "end_column": 22, "text": "topics: [Syria, Rusia]",
        "hints": ["did you mean `Russia`?"],
        "related": [{"message": "in this, 100%", "file": "content/a.md", "line": 2, "column": 11, "end_column": 19,
            "text": "headline: Ünï; \"x\""}]
    });
    assert_eq!(value["problems"][2], wanted);
}

#[test]
fn for_github() {
    let wanted = "\
::error title=no-site::no site here
::error file=content/a%2Cb.md,title=missing-alt::one\\ntwo
::warning file=content/a.md,line=3,col=17,endColumn=22,title=near-name::no topic is called `Rusia`%0Adid you mean `Russia`?
";
    assert_eq!(github(&sample()), wanted);
}

#[test]
fn long_lines_are_shortened() {
    let text: Arc<str> = Arc::from(format!("{}HERE{}", "a ".repeat(500), "b ".repeat(500)));
    let problem = Problem::error("r", Place::new(&SitePath::new("x.md"), At::Bytes(1000..1004)), "m");
    let shown = human(&Report::new(vec![problem], &|_| Some(Arc::clone(&text))), Look { styled: false, width: 80 });
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    assert!(shown.contains("HERE") && shown.contains("x.md:1:1001"), "{shown}");
}

#[test]
fn rules_change_severities_but_for_those_that_guard_words_and_files() {
    let file = Place::file(&SitePath::new("a.md"));
    let problems: Vec<Problem> = ["unknown-key", "photo-without-alt", "unsafe-path"]
        .map(|rule| Problem::error(rule, file.clone(), "m"))
        .to_vec();
    let rules = BTreeMap::from([
        ("unknown-key".to_owned(), Some(Severity::Warning)),
        ("photo-without-alt".to_owned(), None),
        ("unsafe-path".to_owned(), None),
    ]);
    let left: Vec<(&str, Severity)> =
        apply_rules(problems, &rules).iter().map(|problem| (problem.rule, problem.severity)).collect();
    assert_eq!(left, [("unknown-key", Severity::Warning), ("unsafe-path", Severity::Error)]);
}
