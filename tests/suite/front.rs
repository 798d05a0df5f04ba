//! The front page as a newspaper lays it out, and how busy topics were over time.

use crate::site_test::SiteTest;

/// Ten entries in two editions; from the fifth newest on, three on Health, two on Space and one by itself.
const BRIEFING: &str = "
-- dateline.yaml --
title: The Test
base_url: https://site.example
timezone: Europe/Paris
editions: daily
-- content/j.md --
---
headline: Juliett
date: 2020-01-10T09:00
topics: Health
---
-- content/i.md --
---
headline: India
date: 2020-01-10T08:00
lead: true
topics: Space
---
-- content/h.md --
---
headline: Hotel
date: 2020-01-09
lead: true
---
-- content/g.md --
---
headline: Golf
date: 2020-01-08
---
-- content/f.md --
---
headline: Foxtrot
date: 2020-01-07
---
-- content/e.md --
---
headline: Echo
date: 2020-01-06
topics: [Space, Health]
---
-- content/d.md --
---
headline: Delta
date: 2020-01-05
topics: [Alone, Health]
---
-- content/c.md --
---
headline: Charlie
date: 2020-01-04
topics: Space
---
-- content/b.md --
---
headline: Bravo
date: 2018-11-30
topics: Health
---
-- content/a.md --
---
headline: Alpha
date: 2018-11-30
topics: By itself
---
-- content/held.md --
---
headline: Held
date: 2020-01-10T10:00
draft: true
lead: true
topics: [Health, Canary]
---
";

#[test]
fn what_an_editor_marked_in_the_newest_edition_leads() {
    let site = SiteTest::from_text(BRIEFING).build();
    let page = site.file("index.html");
    assert_eq!(headlines(between(&page, "class=\"leading\"", "</div>\n<ol")), ["India"]);
    assert_eq!(headlines(between(&page, "<ol class=\"top\"", "</ol>")), ["Juliett", "Hotel", "Golf", "Foxtrot"]);
    let site = site.edit("content/i.md", "lead: true\n", "").build();
    assert_eq!(headlines(between(&site.file("index.html"), "class=\"leading\"", "</div>\n<ol")), ["Juliett"]);
}

#[test]
fn the_rest_stands_by_topic_and_every_entry_once() {
    let site = SiteTest::from_text(BRIEFING).build();
    let page = site.file("index.html");
    let below = between(&page, "<section", "</main>");
    let sections: Vec<_> = below.split("</section>").map(headlines).filter(|names| !names.is_empty()).collect();
    assert_eq!(sections, [vec!["Echo", "Charlie"], vec!["Delta", "Bravo"], vec!["Alpha"]]);
    assert!(below.contains("<a href=\"/topics/space/\">Space</a></h2>"), "{below}");
    assert_eq!(headlines(&page).len(), 10);
}

#[test]
fn the_masthead_has_the_day_of_the_newest_entry_and_its_edition() {
    let site = SiteTest::from_text(BRIEFING).build();
    let site = site.has("index.html", "<time datetime=\"2020-01-10\">Friday, 10 January 2020</time>");
    let site = site.has("index.html", "<a href=\"/editions/2020-01-10/\">Edition 8</a>");
    site.has_not("2020/01/10/j/index.html", "Friday, 10 January 2020");
}

#[test]
fn a_topic_shows_how_busy_it_was_from_its_own_first_entry_to_its_own_last() {
    let site = SiteTest::from_text(BRIEFING).build();
    let words = "aria-label=\"Entries over time, from November 2018 to January 2020, at most 3\"";
    let site = site.has("topics/health/index.html", words).has("topics/index.html", words);
    // All of one month is no line.
    let site = site.has_not("topics/space/index.html", "<svg");
    site.has_not("topics/index.html", "Canary");
}

#[test]
fn an_edition_is_numbered_and_says_how_long_it_takes() {
    let site = SiteTest::from_text(BRIEFING).edit(
        "content/j.md",
        "topics: Health\n---\n",
        "key_points: [A point]\n---\nThe first words.\n",
    );
    let site = site.build().has("editions/2020-01-10/index.html", "<li>A point</li>");
    site.has("editions/2020-01-10/index.html", "2 minutes to read")
        .has("editions/2020-01-10/index.html", "<p>The first words.</p>");
}

/// The headlines of the cards in a piece of HTML.
fn headlines(html: &str) -> Vec<&str> {
    let cards = html.split("<article class=\"card\"").skip(1);
    cards.filter_map(|card| card.split("</a></h").next()?.rsplit('>').next()).collect()
}

/// What stands from one mark to the next other one.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("`{from}` is not in:\n{text}"));
    let rest = &text[start..];
    &rest[..rest.find(to).unwrap_or_else(|| panic!("`{to}` is not in:\n{rest}"))]
}
