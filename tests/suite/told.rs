//! Rules that no site written as text alone can break: they take the web, a text that was clipped, what was built before or
//! bytes that are no text. Each has a site here that breaks it and one that does not; what is said of the first is
//! `tests/problems/rule-NAME.expected`.

use std::fs;
use std::path::Path;

use dateline::morgue;
use snapbox::Data;

use crate::loopback::{Asked, Deed, Server, page, reply, send_on};
use crate::site_test::{SiteTest, assert_text};

/// A rule with the two runs that show it.
struct Case {
    rule: &'static str,
    /// What an editor sees; the last run of each is looked at.
    bad: fn() -> SiteTest,
    good: fn() -> SiteTest,
}

const CASES: &[Case] = &[
    Case { rule: "link-blocked", bad: || asked(blocked), good: || asked(well) },
    Case { rule: "link-gone", bad: || asked(gone), good: || asked(well) },
    Case { rule: "link-moved", bad: || asked(moved), good: || asked(moved_for_now) },
    Case { rule: "link-parked", bad: || asked(parked), good: || asked(well) },
    Case { rule: "link-soft-404", bad: || asked(soft_404), good: || asked(mention_of_404) },
    Case { rule: "link-unsure", bad: || asked(broken), good: || asked(well) },
    Case { rule: "misquote", bad: || quoted("It will rain all night"), good: || quoted("It will rain all day") },
    Case { rule: "not-utf-8", bad: || saved_as(b"Caf\xe9"), good: || saved_as("Café".as_bytes()) },
    Case { rule: "silent-change", bad: || changed(""), good: || changed(NOTE) },
    Case { rule: "too-long", bad: || long("note: ", ""), good: || long("", "Text ") },
    Case { rule: "unknown-block", bad: || block("mian"), good: || block("main") },
    Case { rule: "unreadable", bad: || saved_as(&vec![b'x'; 17_000_000]), good: || saved_as(&vec![b'x'; 100_000]) },
    Case { rule: "vanished-address", bad: || renamed(""), good: || renamed("aliases: [/2020/01/02/storm/]\n") },
];

/// Whether a rule is one of these.
pub fn has(rule: &str) -> bool {
    CASES.iter().any(|case| case.rule == rule)
}

/// What is wrong with the two runs of a rule.
pub fn faults(rule: &str) -> Vec<String> {
    let Some(case) = CASES.iter().find(|case| case.rule == rule) else { return vec![format!("{rule}: no case")] };
    let named = format!("[{rule}]");
    let (bad, good) = ((case.bad)(), (case.good)());
    let mut faults = Vec::new();
    if !bad.said().contains(&named) {
        faults.push(format!("{rule}: the bad site does not break it:\n{}", bad.said()));
    }
    if good.code() != 0 || good.said().contains(&named) {
        faults.push(format!("{rule}: the good site breaks it:\n{}", good.said()));
    }
    faults
}

#[test]
fn what_is_said_of_each_is_as_expected() {
    for case in CASES {
        let expected = format!("{}/tests/problems/rule-{}.expected", env!("CARGO_MANIFEST_DIR"), case.rule);
        assert_text(without_ports(&(case.bad)().said()), Data::read_from(Path::new(&expected), None).raw());
    }
}

/// A text without the ports of servers, which are others each time and five digits long.
fn without_ports(text: &str) -> String {
    let mut parts = text.split("127.0.0.1:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts
        .fold(first, |text, part| text + "127.0.0.1:" + "PORTS" + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

const STORM: &str = "---\nheadline: A storm\ndate: 2020-01-02\n---\nWaves of nine metres broke over the pier.\n";

/// Some days after the first build.
const LATER: &[&str] = &["check", "--quiet", "--now", "2020-01-18T12:00:00Z"];

/// A site whose source answers as `answer` says, once its links were asked for.
fn asked(answer: fn(&Asked) -> Deed) -> SiteTest {
    let server = Server::start(answer);
    let source = format!("date: 2020-01-02\nsource: {{name: Radio, url: '{}'}}", server.url("/2020/harbour-closed"));
    let config = "title: The Test\nbase_url: https://site.example\n\
                  desk: {rules: {link-blocked: warning, link-unsure: warning}}\n";
    let site = SiteTest::from_text("").write("dateline.yaml", config);
    let site = site.write("content/storm.md", STORM.replace("date: 2020-01-02", &source));
    site.run(&["check", "--quiet", "--links", "--host-delay", "0s", "--timeout", "4s", "--now", "2020-01-15"])
}

fn article() -> String {
    let prose =
        "The harbour was closed on Monday after the storm, and the ferry did not leave before noon. ".repeat(20);
    format!("<!doctype html><title>Harbour closed | Radio</title><h1>Harbour closed after storm</h1><p>{prose}</p>")
}

fn is_story(asked: &Asked) -> bool {
    asked.path.starts_with("/2020/harbour-closed")
}

/// Answers with a page where the story is asked for, and with a true 404 elsewhere.
fn story(asked: &Asked, status: &str, html: &str) -> Deed {
    if is_story(asked) { page(asked, status, html) } else { page(asked, "404 Not Found", "no") }
}

fn well(asked: &Asked) -> Deed {
    story(asked, "200 OK", &article())
}

fn gone(asked: &Asked) -> Deed {
    story(asked, "410 Gone", "no")
}

fn blocked(asked: &Asked) -> Deed {
    story(asked, "403 Forbidden", "no")
}

fn broken(asked: &Asked) -> Deed {
    story(asked, "500 Internal Server Error", "no")
}

fn soft_404(asked: &Asked) -> Deed {
    let text =
        "<title>Page not found | Radio</title><h1>Page not found</h1><p>The page you requested could not be found.";
    story(asked, "200 OK", text)
}

fn mention_of_404(asked: &Asked) -> Deed {
    story(asked, "200 OK", &article().replace("on Monday", "and its page said 404, page not found,"))
}

fn parked(asked: &Asked) -> Deed {
    let text = "<title>radio.example</title><h1>Buy this domain</h1><script src=//img.sedoparking.com/x.js></script>";
    page(asked, "200 OK", text)
}

fn moved(asked: &Asked) -> Deed {
    match asked.path.as_str() {
        "/2020/harbour-closed" => send_on(asked, "301 Moved Permanently", "/2021/harbour-closed-anew"),
        "/2021/harbour-closed-anew" => page(asked, "200 OK", &article()),
        _ => reply(asked, "404 Not Found", &[], ""),
    }
}

fn moved_for_now(asked: &Asked) -> Deed {
    match asked.path.as_str() {
        "/2020/harbour-closed" => send_on(asked, "302 Found", "/2021/harbour-closed-anew"),
        _ => moved(asked),
    }
}

/// A site that quotes these words of a source whose text was clipped.
fn quoted(words: &str) -> SiteTest {
    let site = SiteTest::from_text("").write(
        "content/storm.md",
        format!(
            "---\nheadline: A storm\ndate: 2020-01-02\nsource: {{name: Radio, url: https://radio.example/storm}}\n---\n\
             > {words}\n> — Ana Lima, mayor\n"
        ),
    );
    let state = site.path(".dateline");
    fs::create_dir_all(&state).expect("a folder");
    morgue::keep(&state, "https://radio.example/storm", "The mayor said: \"It will rain all day.\"").expect("a text");
    site.run(&["check", "--quiet"])
}

fn saved_as(bytes: &[u8]) -> SiteTest {
    let text = [STORM.as_bytes(), bytes].concat();
    SiteTest::from_text("").write_raw("content/storm.md", text).run(&["check", "--quiet"])
}

const NOTE: &str = "corrections:\n  - date: 2020-01-17\n    note: An earlier version gave the waves nine metres.\n";

/// A site of which readers know an entry that has other words and front matter now.
fn changed(field: &str) -> SiteTest {
    let site = SiteTest::from_text("").write("content/storm.md", STORM).build();
    let new = STORM.replace("nine metres", "seven metres").replace("2020-01-02\n", &format!("2020-01-02\n{field}"));
    site.write("content/storm.md", new).run(LATER)
}

/// A site of which readers know an entry that has another address now.
fn renamed(field: &str) -> SiteTest {
    let site = SiteTest::from_text("").write("content/storm.md", STORM).build();
    let new = STORM.replace("2020-01-02\n", &format!("2020-01-02\nslug: nine-metres\n{field}"));
    site.write("content/storm.md", new).run(LATER)
}

/// An entry with a long field or a long text.
fn long(field: &str, text: &str) -> SiteTest {
    let extra =
        format!("extra: {{\n{}a: b\n}}\n", format!("{field}x,\n").repeat(if field.is_empty() { 0 } else { 9000 }));
    let entry = STORM.replace("2020-01-02\n", &format!("2020-01-02\n{extra}")) + &text.repeat(20_000);
    SiteTest::from_text("").write("content/storm.md", entry).run(&["check", "--quiet"])
}

/// A site whose template of entries has a block of this name.
fn block(name: &str) -> SiteTest {
    let template =
        format!("{{% extends \"base.html\" %}}\n{{% block {name} %}}{{{{ entry.headline }}}}{{% endblock %}}\n");

    let site = SiteTest::from_text("").write("content/storm.md", STORM).write("templates/entry.html", template);
    site.run(&["theme", "check"])
}
