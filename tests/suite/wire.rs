//! The second theme, which stands on the default one and changes most of what readers see.

use std::path::Path;

use crate::site_test::{SiteTest, files_in};

const BRIEFING: &str = "
-- dateline.yaml --
title: The Test
base_url: https://site.example
theme: wire
editions: daily
-- content/a.md --
---
headline: Alpha
date: 2020-01-10T09:05
dateline: GENEVA
standfirst: What stands under it.
topics: Health
source: {name: The agency}
---
Words that stand here.

> [!pull]
> Words that stand here

> [!context] A box
> Kept.
-- content/b.md --
---
headline: بيتا
date: 2020-01-09
language: ar
---
";

fn site() -> SiteTest {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/wire");
    files_in(&theme).into_iter().fold(SiteTest::from_text(BRIEFING), |site, (path, (bytes, _))| {
        site.write(&format!("themes/wire/{path}"), bytes)
    })
}

#[test]
fn an_entry_is_a_line_with_its_moment_place_and_source() {
    let site = site().build();
    let line = "<time datetime=\"2020-01-10T09:05:00+00:00\"><bdi>2020-01-10</bdi> <bdi>09:05</bdi></time></p>\n\
                <h2><a href=\"/2020/01/10/a/\">Alpha</a></h2>\n\
                <p class=\"slug\">\n<bdi>GENEVA</bdi>\n<bdi>The agency</bdi>\n</p>";
    let site = ["index.html", "topics/health/index.html", "editions/2020-01-10/index.html"]
        .into_iter()
        .fold(site, |site, page| site.has(page, line).has_not(page, "What stands under it.</p>"));
    site.has("index.html", "<h2 lang=\"ar\" dir=\"rtl\"><a href=\"/ar/2020/01/09/b/\">");
}

#[test]
fn what_it_does_not_say_itself_the_default_theme_says() {
    let site = site().build();
    let site = site.has("2020/01/10/a/index.html", "<p class=\"standfirst\">What stands under it.</p>");
    let site = site.has("2020/01/10/a/index.html", "class=\"box box-context\"");
    site.has_not("2020/01/10/a/index.html", "class=\"pull\"").has("archive/index.html", "class=\"months\"");
}

#[test]
fn it_is_small() {
    let theme = files_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/wire"));
    let lines: usize = theme.values().map(|(bytes, _)| bytes.iter().filter(|byte| **byte == b'\n').count()).sum();
    assert!(lines < 300, "{lines} lines");
}
