//! Everything that is wrong is reported in one run, and a build that fails changes nothing.

use snapbox::str;

use crate::site_test::SiteTest;

const SITE: &str = "
-- content/first.md --
---
headline: First
date: 2020-01-01
---
-- content/second.md --
---
headline: Second
date: 2020-01-02
---
-- content/third.md --
---
headline: Third
date: 2020-01-03
---
See [the first](first.md).
-- templates/extra.html --
fine
";

#[test]
fn broken_entries_a_broken_template_and_a_bad_link_are_all_reported_in_one_run() {
    let site = SiteTest::plain(SITE).build();
    let before = site.output();
    let site = site
        .edit("content/first.md", "headline", "headlin")
        .edit("content/second.md", "2020-01-02", "12/01/2020")
        .edit("content/third.md", "first.md", "frist.md")
        .write("templates/extra.html", "{% if x %}\n{{ never closed }\n")
        .fails(1)
        .stderr(str![[r#"
error[missing-headline]: `headline` is missing
 --> content/first.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: write `headline: …` between the lines `---`, or begin the text with a line `# …`

error[unknown-key]: `headlin` is not a key
 --> content/first.md:2:1
  |
2 | headlin: First
  | ^^^^^^^
  |
  = help: did you mean `headline`?

error[bad-date]: `date`: `12/01/2020` is not a date
 --> content/second.md:3:7
  |
3 | date: 12/01/2020
  |       ^^^^^^^^^^
  |
  = help: write `2017-04-12`, `2017-04-12T21:30` or `2017-04-12T21:30:00+02:00`

error[broken-link]: there is no file `content/frist.md`
 --> content/third.md:5:5
  |
5 | See [the first](frist.md).
  |     ^^^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `first.md`?

error[template]: Found identifier but expected }}
 --> templates/extra.html:2:10
  |
2 | {{ never closed }
  |          ^^^^^^

5 errors; nothing was written, the output is as it was

"#]]);
    assert_eq!(site.output(), before, "a build that fails writes nothing, not even a time");
}

#[test]
fn templates_that_fail_while_they_render_are_reported_beside_the_entries() {
    SiteTest::plain(SITE)
        .edit("content/first.md", "headline", "headlin")
        .write("templates/entry.html", "{{ entry.nothing.there }}\n")
        .write("templates/topics.html", "{{ unheard_of }}\n")
        .fails(1)
        .says("content/first.md")
        .says("templates/entry.html:1:")
        .says("content/second.md")
        .says("templates/topics.html:1:");
}

#[test]
fn a_first_build_that_fails_makes_no_output() {
    let site = SiteTest::plain(SITE).edit("content/first.md", "headline", "headlin").fails(1);
    assert!(!site.path("output").exists());
}

#[test]
fn warnings_stop_a_strict_build_alone() {
    let site =
        SiteTest::plain(SITE).write("content/third.md", "---\nheadline: T\ndate: 2020-01-03\n---\n> [!nota]\n> x\n");
    let site = site.build().says("warning[unknown-callout]");
    let before = site.output();
    let site = site.edit("content/first.md", "First", "Other").fails_with(&["--strict"], 1);
    assert_eq!(site.output(), before);
}

#[test]
fn a_rule_may_be_made_a_warning_or_turned_off() {
    let site = SiteTest::plain(SITE).edit("content/third.md", "first.md", "frist.md").fails(1);
    let config = "title: T\nbase_url: https://site.example\ntheme: plain\ndesk:\n  rules:\n    broken-link: ";
    let site = site.write("dateline.yaml", format!("{config}warning\n")).build().says("warning[broken-link]");
    site.write("dateline.yaml", format!("{config}off\n")).build().says_not("broken-link");
}
