//! The settings of a theme: what a site sets reaches its pages, and follows the site.

use crate::site_test::SiteTest;

const SITE: &str = "
-- dateline.yaml --
title: The Test
base_url: https://site.example/briefing
desk: {rules: {missing-source: off}}
settings:
  accent: rebeccapurple
  scheme: dark
  density: compact
  dates: medium
  logo: {file: mark.svg, alt: A mark}
  navigation:
    - page: topics
    - {page: content/pages/about.md}
    - {name: The capital, topic: capital}
    - {name: Shop, url: https://shop.example/}
  footer:
    - {name: Write to us, url: \"mailto:desk@site.example\"}
  footer_note: All rights reserved
  sections:
    - {topic: Syria, count: 1, style: headlines}
    - {newest: true, count: 2, name: Just in}
-- static/mark.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\"/>
-- content/topics/damascus.md --
---
name: Damascus
aliases: [The Capital, capital]
---
-- content/pages/about.md --
---
title: About this briefing
---
Text
-- content/a.md --
---
headline: First
date: 2020-01-02
topics: [Syria, Damascus]
---
-- content/b.md --
---
headline: Second
date: 2020-01-03
topics: [Syria]
---
-- content/f1.md --
---
headline: Newer 1
date: 2020-01-05
topics: [Other]
---
-- content/f2.md --
---
headline: Newer 2
date: 2020-01-06
topics: [Other]
---
-- content/f3.md --
---
headline: Newer 3
date: 2020-01-07
topics: [Other]
---
-- content/f4.md --
---
headline: Newer 4
date: 2020-01-08
topics: [Other]
---
-- content/f5.md --
---
headline: Newer 5
date: 2020-01-09
topics: [Other]
---
-- content/c.md --
---
headline: Third
date: 2020-01-03T12:00
draft: true
topics: [Syria]
---
";

#[test]
fn what_a_site_sets_is_on_its_pages() {
    let site = SiteTest::from_text(SITE).build().says_not("warning");
    let site = site
        .has("index.html", "data-scheme=\"dark\" data-density=\"compact\"")
        .has("index.html", "<img src=\"/briefing/mark.svg\" alt=\"A mark\">")
        .has("index.html", "<a href=\"/briefing/topics/\">Topics</a>")
        .has("index.html", "<a href=\"/briefing/about/\">About this briefing</a>")
        .has("index.html", "<a href=\"/briefing/topics/damascus/\">The capital</a>")
        .has("index.html", "<a href=\"https://shop.example/\">Shop</a>")
        .has("index.html", "mailto:desk@site.example")
        .has("index.html", "All rights reserved")
        .has("index.html", "9 Jan 2020")
        .has_not("index.html", ">Archive<");
    let front = site.file("index.html");
    let sections: Vec<&str> = front.split("<section").skip(1).collect();
    assert_eq!(sections.len(), 2, "{front}");
    assert!(
        sections[0].contains(">Syria</a></h2>") && sections[0].contains("Second") && !sections[0].contains("First")
    );
    assert!(sections[1].contains("Just in") && sections[1].contains("First") && !sections[1].contains("Third"));
    let sheet = site.tree().into_iter().find(|path| path.starts_with("assets/css/main.")).expect("a style sheet");
    assert!(site.file(&sheet).contains("--setting-accent:rebeccapurple"));
}

#[test]
fn links_and_sections_follow_what_they_name() {
    let site = SiteTest::from_text(SITE).build();
    let site = site.edit("content/pages/about.md", "title: About this briefing", "title: Who we are\nslug: we").build();
    site.has("2020/01/02/a/index.html", "<a href=\"/briefing/we/\">Who we are</a>")
        .edit("content/c.md", "draft: true\n", "")
        .build()
        .has("index.html", "Third");
}

#[test]
fn a_topic_without_entries_is_left_out_and_does_not_stop_the_build() {
    let config = "title: T\nbase_url: https://site.example\nsettings: {sections: [{topic: Peace}], navigation: [{topic: \
                  Peace}, {page: home}]}\n";
    SiteTest::from_text("-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\ntopics: War\n---\n")
        .write("dateline.yaml", config)
        .build()
        .says("warning[unknown-topic]: no entry is on the topic `Peace`")
        .has_not("index.html", "Peace");
}

#[test]
fn a_setting_of_a_style_sheet_may_be_overridden_like_every_asset() {
    SiteTest::from_text("-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\n")
        .write("assets/css/_settings.css", ":root { --setting-accent: red }\n")
        .build()
        .says_not("warning");
}
