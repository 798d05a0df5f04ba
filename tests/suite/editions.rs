//! Editions: entries gathered by day or week, put in order and introduced by their editors.

use snapbox::str;

use crate::site_test::SiteTest;

const DAILY: &str =
    "title: The Test\nbase_url: https://site.example/b\ntimezone: Europe/Paris\ntheme: plain\neditions: daily\n";

const SITE: &str = "
-- content/a.md --
---
headline: A
date: 2020-01-01T23:30:00+00:00
standfirst: On <a>
---
-- content/b.md --
---
headline: B
date: 2020-01-02T09:00
---
-- content/c.md --
---
headline: C
date: 2020-01-02T10:00
---
-- content/d.md --
---
headline: D
date: 2020-01-02T08:00
lead: true
---
-- content/e.md --
---
headline: E
date: 2020-01-06
language: fr
---
-- content/editions/2020-01-02.md --
---
title: The second
standfirst: In short
order: [a.md, ../b.md]
---
An introduction to [C](../c.md).
-- content/held.md --
---
headline: Held
date: 2020-01-04
draft: true
---
";

fn site(config: &str) -> SiteTest {
    SiteTest::plain(SITE).write("dateline.yaml", config)
}

#[test]
fn a_days_entries_are_an_edition_in_the_sites_time_zone() {
    site(DAILY)
        .build()
        .check_file(
            "editions/index.html",
            str![[r#"
editions 1 first
- 2 6 January 2020 (1) 2020-01-06 /b/editions/2020-01-06/ E
- 1 The second (4) 2020-01-02 /b/editions/2020-01-02/ D
newer none
older none

"#]],
        )
        .check_file(
            "editions/2020-01-02/index.html",
            str![[r#"
edition 1 The second / 2 January 2020 / 2020-01-02
standfirst In short
- D /b/2020/01/02/d/
- A /b/2020/01/02/a/
- B /b/2020/01/02/b/
- C /b/2020/01/02/c/
newer 2 /b/editions/2020-01-06/
older none
<p>An introduction to <a href="/b/2020/01/02/c/">C</a>.</p>


"#]],
        )
        .has("2020/01/02/a/index.html", "edition 1 The second /b/editions/2020-01-02/")
        .has("fr/2020/01/06/e/index.html", "edition 2 6 January 2020 /b/editions/2020-01-06/");
}

#[test]
fn a_week_begins_on_monday_and_its_file_may_name_any_of_its_days() {
    site(&DAILY.replace("daily", "weekly"))
        .build()
        .check_file(
            "editions/2020-w01/index.html",
            str![[r#"
edition 1 The second / 30 December 2019 – 5 January 2020 / 2020-W01
standfirst In short
- D /b/2020/01/02/d/
- A /b/2020/01/02/a/
- B /b/2020/01/02/b/
- C /b/2020/01/02/c/
newer 2 /b/editions/2020-w02/
older none
<p>An introduction to <a href="/b/2020/01/02/c/">C</a>.</p>


"#]],
        )
        .has("editions/2020-w02/index.html", "edition 2 6–12 January 2020 / 6–12 January 2020");
}

#[test]
fn without_editions_nothing_of_them_is_there_but_a_word_on_unused_files() {
    let site = site(&DAILY.replace("editions: daily\n", "")).build();
    let site = site.says("warning[unused-edition]: this site has no editions, so this is on no page");
    assert!(!site.tree().iter().any(|path| path.contains("editions")));
    let _site = site.has_not("2020/01/02/a/index.html", "edition");
}

#[test]
fn a_theme_may_do_without_editions() {
    let site = site(DAILY).write("themes/plain/theme.yaml", "pages: {editions: false}\n").build();
    assert!(!site.tree().iter().any(|path| path.contains("editions")));
}

#[test]
fn an_edition_whose_entries_are_all_held_leaves_no_trace_and_no_number() {
    let held = "---\ntitle: Qanary\n---\nQanary words.\n";
    let site = site(DAILY).write("content/editions/2020-01-04.md", held).build().says_not("unused-edition");
    for (path, (bytes, _)) in site.output() {
        assert!(!path.contains("2020-01-04") && !String::from_utf8_lossy(&bytes).contains("Qanary"), "{path}");
    }
    site.build_with(&["--drafts"])
        .has("editions/2020-01-04/index.html", "edition 2 Qanary / 4 January 2020")
        .has("editions/2020-01-06/index.html", "edition 3")
        .build()
        .has("editions/2020-01-06/index.html", "edition 2");
}

#[test]
fn long_lists_of_editions_have_pages_from_the_oldest() {
    site(&format!("{DAILY}page_size: 1\n"))
        .build()
        .has("editions/page/1/index.html", "editions 1\n- 1 The second")
        .has("editions/index.html", "editions 2 first\n- 2 6 January 2020")
        .has("editions/index.html", "older /b/editions/page/1/");
}

#[test]
fn an_edition_may_have_an_address_of_its_own_and_be_linked_to() {
    site(DAILY)
        .edit("content/editions/2020-01-02.md", "title:", "slug: special\ntitle:")
        .edit("content/e.md", "language: fr\n---\n", "language: fr\n---\n[Before](editions/2020-01-02.md)\n")
        .build()
        .has("editions/special/index.html", "edition 1")
        .has("fr/2020/01/06/e/index.html", "<a href=\"/b/editions/special/\">Before</a>");
}

#[test]
fn a_new_edition_changes_those_beside_it_alone() {
    let site = site(DAILY).build();
    let site = site.write("content/f.md", "---\nheadline: F\ndate: 2020-01-08\n---\n");
    let before = site.output();
    let site = site.build();
    let after = site.output();
    let same = |path: &str| before[path].1 == after[path].1;
    assert!(same("editions/2020-01-02/index.html"));
    assert!(!same("editions/2020-01-06/index.html") && !same("editions/index.html"));
    let _same = site.build().says("Nothing changed");
}

#[test]
fn the_default_theme_shows_number_day_introduction_and_entries() {
    SiteTest::from_text(SITE)
        .write("dateline.yaml", DAILY.replace("theme: plain\n", ""))
        .build()
        .has("index.html", "<a href=\"/b/editions/\">Editions</a>")
        .has("editions/2020-01-02/index.html", "<p class=\"kicker\">Edition 1</p>")
        .has("editions/2020-01-02/index.html", "<time datetime=\"2020-01-02\">2 January 2020</time>")
        .has("editions/2020-01-02/index.html", "An introduction to")
        .has("editions/index.html", "<p lang=\"fr\" dir=\"ltr\">E</p>")
        .has("fr/2020/01/06/e/index.html", "<a href=\"/b/editions/2020-01-06/\">Édition n° 2</a>");
}
