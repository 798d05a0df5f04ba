//! Links by path, checked with their anchors.

use crate::site_test::SiteTest;

fn site(link: &str) -> SiteTest {
    SiteTest::plain(
        "
-- content/2020/b/index.md --
---
headline: B
date: 2020-01-02
---
## What it says

Text[^1].

[^1]: A note.
-- content/held.md --
---
headline: Held
date: 2020-01-02
embargo: 2021-01-01
---
-- content/topics/syria.md --
---
name: Syria
---
## Aid
-- content/sources/afp.md --
---
name: AFP
---
-- content/pages/about.md --
---
title: About
---
-- content/notes.pdf --
pdf
-- static/robots.txt --
robots
",
    )
    .write(
        "content/2020/a.md",
        format!("---\nheadline: A\ndate: 2020-01-01\ntopics: Syria\n---\n## Here\n\n[x]({link})\n"),
    )
}

fn href(link: &str) -> String {
    let page = site(link).build().file("2020/01/01/a/index.html");
    page.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link").to_owned()
}

#[test]
fn links_by_path_become_addresses() {
    for (link, wanted) in [
        ("b/index.md", "/2020/01/02/b/"),
        ("b/index.md#what-it-says", "/2020/01/02/b/#what-it-says"),
        ("b", "/2020/01/02/b/"),
        ("b/", "/2020/01/02/b/"),
        ("./b/../b/index.md", "/2020/01/02/b/"),
        ("../topics/syria.md", "/topics/syria/"),
        ("../topics/syria.md#aid", "/topics/syria/#aid"),
        ("../sources/afp.md", "/sources/afp/"),
        ("../pages/about.md", "/about/"),
        ("/about/", "/about/"),
        ("/robots.txt", "/robots.txt"),
        ("#here", "#here"),
        ("https://elsewhere.example/x.md", "https://elsewhere.example/x.md"),
        ("mailto:desk@site.example", "mailto:desk@site.example"),
    ] {
        assert_eq!(href(link), wanted, "{link}");
    }
    assert!(href("../notes.pdf").starts_with("/media/notes."));
}

#[test]
fn links_follow_a_change_of_permalinks() {
    let site = site("b/index.md#what-it-says").write(
        "dateline.yaml",
        "title: T\nbase_url: https://site.example/briefing\ntheme: plain\npermalinks: {entry: /news/:slug.html}\n",
    );
    site.build().has("news/a.html", "href=\"/briefing/news/b.html#what-it-says\"");
}

#[test]
fn links_that_lead_nowhere_are_errors_with_a_hint() {
    for (link, rule, hint) in [
        ("../b.md", "broken-link", "did you mean"),
        ("b/index.md#what-it-sais", "broken-anchor", "did you mean `#what-it-says`?"),
        ("#her", "broken-anchor", "did you mean `#here`?"),
        ("/abuot/", "broken-link", "link to the file instead"),
        ("../topics/syria.md#nowhere", "broken-anchor", ""),
        ("../../../etc/passwd", "unsafe-path", ""),
        ("javascript:alert(1)", "unsafe-link", "link to an `https://` address or a file"),
        ("../missing.pdf", "broken-link", ""),
    ] {
        site(link).fails(1).says(&format!("error[{rule}]")).says("content/2020/a.md:8:").says(hint);
    }
}

#[test]
fn links_to_what_is_held_back_are_refused() {
    site("../held.md").fails(1).says("error[link-to-held]").says("embargoed");
    site("../held.md").build_with(&["--drafts"]).has("2020/01/01/a/index.html", "/2020/01/02/held/");
    let draft = site("../held.md").edit("content/held.md", "embargo: 2021-01-01", "draft: true");
    draft.fails(1).says("it is a draft").build_with(&["--drafts"]).has("2020/01/01/a/index.html", "/2020/01/02/held/");
}

#[test]
fn a_link_to_a_broken_file_is_not_called_broken_too() {
    site("b/index.md").edit("content/2020/b/index.md", "headline: B", "headline: [").fails(1).says_not("broken-link");
}
