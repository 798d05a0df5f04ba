//! Tests of the report in all its forms.

use std::collections::BTreeMap;

use super::*;
use crate::problem::{Allowance, At, Place, Problems, Step};

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
fn for_code_hosts() {
    let log: serde_json::Value = serde_json::from_str(&sarif(&sample())).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "dateline");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results[0]["locations"], serde_json::json!([]));
    assert_eq!(results[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "content/a%2Cb.md");
    let region = &results[2]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startLine"], &region["startColumn"], &region["endColumn"]),
        (&3.into(), &17.into(), &22.into())
    );
    assert_eq!(results[2]["message"]["text"], "no topic is called `Rusia`\ndid you mean `Russia`?");
    assert_eq!(results[2]["relatedLocations"][0]["message"]["text"], "in this, 100%");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().all(|rule| rule["help"]["text"].as_str().unwrap().len() > 40));
    let known = Report::new(found("content/a.md", &["misquote"]).found, &texts);
    let log: serde_json::Value = serde_json::from_str(&sarif(&known)).unwrap();
    let result = &log["runs"][0]["results"][0];
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[index]["id"], result["ruleId"]);
}

#[test]
fn long_lines_are_shortened() {
    let text: Arc<str> = Arc::from(format!("{}HERE{}", "a ".repeat(500), "b ".repeat(500)));
    let problem = Problem::error("r", Place::new(&SitePath::new("x.md"), At::Bytes(1000..1004)), "m");
    let shown = human(&Report::new(vec![problem], &|_| Some(Arc::clone(&text))), Look { styled: false, width: 80 });
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    assert!(shown.contains("HERE") && shown.contains("x.md:1:1001"), "{shown}");
}

fn left(problems: Problems, rules: &[(&str, Option<Severity>)]) -> Vec<(&'static str, Severity)> {
    let rules: BTreeMap<String, Option<Severity>> =
        rules.iter().map(|(rule, severity)| ((*rule).to_owned(), *severity)).collect();
    apply_rules(problems, &rules).iter().map(|problem| (problem.rule, problem.severity)).collect()
}

fn found(file: &str, rules: &[&'static str]) -> Problems {
    let place = Place::file(&SitePath::new(file));
    let found = rules.iter().map(|rule| Problem::error(rule, place.clone(), "m")).collect();
    Problems { found, ..Problems::default() }
}

#[test]
fn rules_change_severities_but_for_those_that_guard_words_and_files() {
    let problems = found("a.md", &["unknown-key", "photo-without-alt", "unsafe-path", "missing-byline"]);
    let rules = [("unknown-key", Some(Severity::Warning)), ("photo-without-alt", None), ("unsafe-path", None)];
    assert_eq!(left(problems, &rules), [("unknown-key", Severity::Warning), ("unsafe-path", Severity::Error)]);
    let wanted = [("missing-byline", Severity::Error)];
    assert_eq!(left(found("a.md", &["missing-byline"]), &[("missing-byline", Some(Severity::Error))]), wanted);
}

#[test]
fn an_allowance_covers_its_own_file_and_is_a_problem_where_it_is_not_needed() {
    let note = |rule| Allowance { rule, place: Place::file(&SitePath::new("a.md")) };
    let mut problems = found("a.md", &["placeholder", "broken-link"]);
    problems.extend(found("b.md", &["placeholder"]).found);
    problems.allowances = vec![note("placeholder"), note("long-headline"), note("misquote"), note("missing-byline")];
    let (error, warning) = (Severity::Error, Severity::Warning);
    assert_eq!(left(problems.clone(), &[]), [("broken-link", error), ("placeholder", error)]);
    problems.complete = true;
    let wanted =
        [("broken-link", error), ("placeholder", error), ("unused-allowance", warning), ("unused-allowance", warning)];
    assert_eq!(
        left(problems, &[]),
        wanted,
        "whether a quotation is right can be told where the source was clipped alone"
    );
}
