//! What the desk says of a site over time, and beside the texts of its sources.

use std::fs;
use std::path::Path;

use dateline::morgue;

use crate::site_test::SiteTest;

const SITE: &str = "
-- content/a.md --
---
headline: A storm
date: 2020-01-02
---
Waves of nine metres broke over the pier of Porto on Thursday.
-- content/b.md --
---
headline: A strike
date: 2020-01-03
---
Text
";

/// Some days after the first build.
const LATER: &str = "2020-01-18T12:00:00Z";

/// The names of the rules that a check at this moment names.
fn rules(site: SiteTest, arguments: &[&str]) -> (SiteTest, Vec<String>) {
    let site = site.run(&[&["check", "--format", "json"], arguments].concat());
    let report: serde_json::Value = serde_json::from_str(&site.printed()).expect("JSON");
    let problems = report["problems"].as_array().expect("problems").clone();
    (site, problems.iter().map(|problem| problem["rule"].as_str().expect("a name").to_owned()).collect())
}

fn later(site: SiteTest) -> (SiteTest, Vec<String>) {
    rules(site, &["--now", LATER])
}

#[test]
fn an_address_that_readers_know_leads_somewhere_or_the_desk_says_so_until_it_does() {
    let site = SiteTest::from_text(SITE).build();
    let (site, found) = later(site);
    assert_eq!(found, [""; 0]);
    let site = site.edit("content/a.md", "date: 2020-01-02", "date: 2020-01-02\nslug: storm").remove("content/b.md");
    let (site, found) = later(site);
    assert_eq!(found, ["vanished-address", "vanished-address"]);
    let (site, found) = later(site.build_with(&["--now", LATER]));
    assert_eq!(found, ["vanished-address", "vanished-address"], "a build does not make it right");
    let site = site.edit("content/a.md", "slug: storm", "slug: storm\naliases: [/2020/01/02/a/, /2020/01/03/b/]");
    let (site, found) = later(site);
    assert_eq!(found, [""; 0]);
    let site = site.edit("content/a.md", "aliases: [/2020/01/02/a/, /2020/01/03/b/]", "aliases: [/2020/01/02/a/]");
    let config = fs::read_to_string(site.path("dateline.yaml")).expect("a configuration");
    let gone = config.replace("desk: {", "desk: {gone: [/2020/01/03/b/], ");
    assert_eq!(later(site.write("dateline.yaml", gone)).1, [""; 0]);
}

#[test]
fn what_is_taken_back_to_the_desk_is_missed_and_what_is_withdrawn_or_over_is_not() {
    let site = SiteTest::from_text(SITE).build();
    let site = site.edit("content/b.md", "date: 2020-01-03", "date: 2020-01-03\ndraft: true");
    let (site, found) = later(site);
    assert_eq!(found, ["vanished-address"]);
    let site = site.edit("content/b.md", "draft: true", "withdrawn: It was wrong.");
    let (site, found) = later(site);
    assert_eq!(found, [""; 0]);
    let site = site.edit("content/b.md", "withdrawn: It was wrong.", "expires: 2020-01-17");
    assert_eq!(later(site).1, [""; 0]);
}

#[test]
fn words_that_readers_saw_are_changed_with_a_note() {
    let site = SiteTest::from_text(SITE).build();
    let site = site.edit("content/a.md", "nine metres", "seven metres");
    let (site, found) = rules(site, &["--now", "2020-01-15T18:00:00Z"]);
    assert_eq!(found, [""; 0], "on the first day nobody need say so");
    let (site, found) = later(site);
    assert_eq!(found, ["silent-change"]);
    let (site, found) = later(site.build_with(&["--now", LATER]));
    assert_eq!(found, ["silent-change"], "a build does not make it right");
    let site = site.edit("content/a.md", "date: 2020-01-02", "date: 2020-01-02\nupdated: 2020-01-17");
    let (site, found) = later(site);
    assert_eq!(found, [""; 0]);
    let (site, found) = later(site.build_with(&["--now", LATER]));
    assert_eq!(found, [""; 0]);
    let site = site.edit("content/a.md", "seven metres", "*eight* metres");
    let (site, found) = later(site);
    assert_eq!(found, ["silent-change"], "a note counts once");
    let site = site.edit("content/a.md", "*eight* metres broke", "“seven” metres — broke");
    assert_eq!(later(site).1, [""; 0], "marks are no words");
}

#[test]
fn an_entry_is_not_dated_after_readers_saw_it() {
    let site = SiteTest::from_text(SITE).build().edit(
        "content/a.md",
        "date: 2020-01-02",
        "date: 2020-01-17\nslug: a\naliases: [/2020/01/02/a/]",
    );
    let (site, found) = later(site);
    assert_eq!(found, ["date-ahead"]);
    let site = site.edit("content/a.md", "date: 2020-01-17", "date: 2020-01-15");
    assert_eq!(later(site).1, [""; 0]);
}

#[test]
fn a_look_at_an_earlier_day_says_nothing_of_what_is_public_and_forgets_nothing() {
    let site = SiteTest::from_text(SITE).build_with(&["--now", LATER]).build_with(&["--now", "2020-01-02T12:00:00Z"]);
    let (site, found) = rules(site, &["--now", "2020-01-02T12:00:00Z"]);
    assert_eq!(found, [""; 0]);
    assert_eq!(later(site.remove("content/b.md")).1, ["vanished-address"]);
}

#[test]
fn words_that_are_held_back_since_are_found_in_pages_that_are_as_they_were() {
    let site = SiteTest::from_text(SITE).build();
    let held = "---\nheadline: The pier of Porto on Thursday\ndate: 2020-01-02\nembargo: 2020-02-01T06:00\n---\nText\n";
    let site = site.write("content/c.md", held).fails(1);
    assert!(site.said().contains("error[embargo-leak]"), "{}", site.said());
    site.run(&["build", "--drafts", "--output", "preview", "--now", LATER]).exits(0);
}

const QUOTES: &str = "
-- content/a.md --
---
headline: A storm
date: 2020-01-02
source: {name: Coast Radio, url: \"https://www.radio.example/storm?utm_source=x\"}
# desk: allow tracking-parameters It is in this test
---
> We have never seen the sea like this… and [the pier] won't stand.
> — Ana Lima, mayor

> we have “never” seen the sea like that
> — Ana Lima, mayor

> Nothing of the kind was ever said to anybody.
> — Ben Roy, fisherman

> Nothing of the kind was ever said.
> — Ben Roy, fisherman | https://paper.example/story
";

fn clip(root: &Path, address: &str, text: &str) {
    let state = root.join(".dateline");
    fs::create_dir_all(&state).expect("a folder");
    morgue::keep(&state, address, text).expect("a clipping");
}

#[test]
fn quotations_are_compared_with_the_source_where_it_was_clipped() {
    let site = SiteTest::from_text(QUOTES);
    let (site, found) = later(site);
    assert_eq!(found, [""; 0]);
    let text = "The mayor said: \"We have never seen the sea like this, not once - and it won’t stand.\"";
    clip(site.root(), "https://radio.example/storm", text);
    let (site, found) = later(site);
    assert_eq!(found, ["misquote", "misquote"]);
    let site = site.run(&["check", "--now", LATER]).exits(1);
    let said = site.said();
    assert!(said.contains("content/a.md:10"), "{said}");
    assert!(said.contains("the source has `this,` in place of `that`"), "{said}");
    assert!(said.contains("the source says: `\"We have never seen the sea like"), "{said}");
    assert!(said.contains("do not stand in the text of the source"), "{said}");
    clip(site.root(), "https://paper.example/story", "Nothing was said.");
    assert_eq!(later(site).1, ["misquote"; 3]);
}

#[test]
fn a_check_names_what_is_asked_for_and_writes_nothing() {
    let site = SiteTest::from_text(SITE)
        .write("content/2020/c.md", "---\nheadline: A vote\ndate: 2020-01-10\n---\nThe mayor, TK, said [here]().\n")
        .write("content/d.md", "---\nheadline: A count\ndate: 2020-01-05\n---\nTK\n");
    let (site, found) = later(site);
    assert_eq!(found, ["placeholder", "empty-link", "placeholder"]);
    assert!(!site.path("output").exists());
    let (site, found) = rules(site, &["--rule", "placeholder"]);
    assert_eq!(found, ["placeholder", "placeholder"]);
    let (site, found) = rules(site, &["--only", "content/2020", "--rule", "empty-link", "--rule", "broken-link"]);
    assert_eq!(found, ["empty-link"]);
    let (site, found) = rules(site, &["--since", "2020-01-10"]);
    assert_eq!(found, ["placeholder", "empty-link"]);
    let site = site.run(&["check", "--rule", "empty-lnk"]).exits(2);
    assert!(site.said().contains("did you mean `empty-link`?"), "{}", site.said());
    let site = site.run(&["check", "--only", "content/nothing"]).exits(2);
    let site = site.run(&["check", "--only", "content/a.md"]).exits(0);
    assert!(site.said().contains("nothing is wrong"), "{}", site.said());
    let warning =
        site.edit("content/2020/c.md", "The mayor, TK, said [here]()", "See [here](../a.md)").remove("content/d.md");
    warning.run(&["check"]).exits(0).run(&["check", "--strict"]).exits(1);
}

#[test]
fn a_check_says_where_its_time_went() {
    let site = SiteTest::from_text(SITE).run(&["check", "--timings"]).exits(0);
    for said in ["nothing is wrong", "ms  desk\n", "ms  quotations beside their sources\n", "all texts but 2"] {
        assert!(site.said().contains(said), "`{said}` is not in:\n{}", site.said());
    }
    let site = site.run(&["check", "--timings", "--format", "json"]).exits(0);
    let report: serde_json::Value = serde_json::from_str(&site.printed()).expect("JSON");
    let names = |list: &str| {
        let list = report["timings"][list].as_array().expect("a list").iter();
        list.map(|one| one["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert!(names("stages").contains(&"desk".to_owned()) && names("rules").contains(&"what readers know".to_owned()));
    assert!(
        names("templates").contains(&"entry.html".to_owned()) && names("entries").contains(&"content/a.md".to_owned())
    );
    assert!(report["problems"].as_array().is_some_and(Vec::is_empty));
    site.run(&["check", "--format", "json"]).exits(0);
}
