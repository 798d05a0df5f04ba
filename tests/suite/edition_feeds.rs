//! Feeds of editions: an item for each day or week, with its introduction and its entries in short.

use serde_json::Value;

use crate::site_test::SiteTest;

const CONFIG: &str = "title: The Test\nbase_url: https://site.example/b\ntimezone: Europe/Paris\neditions: daily\n";

const SITE: &str = "
-- content/a.md --
---
headline: \"A & <b>\"
date: 2020-01-02T08:00
standfirst: In short
source: {name: AFP, url: 'https://www.example.org/?a=1&b=2', agencies: [AP]}
photo: {file: p.jpg, alt: A, caption: Two people, credit: Ana Foto / AFP}
corrections:
  - {date: 2020-01-05, note: An earlier version misstated <the> day.}
---
A text.
-- content/b.md --
---
headline: B
date: 2020-01-02T10:00
language: ar
---
Another text.
-- content/c.md --
---
headline: C
date: 2020-01-03
---
-- content/held.md --
---
headline: Zanzibar
date: 2020-01-03T09:00
source: Zanzibar
draft: true
---
-- content/withdrawn.md --
---
headline: Zanzibar
date: 2020-01-03T10:00
withdrawn: It was wrong.
---
-- content/editions/2020-01-02.md --
---
title: The second
standfirst: Two things
---
An introduction to [C](../c.md)[^n].

[^n]: A note.
-- content/p.jpg --
photo
";

fn site() -> SiteTest {
    SiteTest::from_text(SITE).write("dateline.yaml", CONFIG)
}

fn items(site: &SiteTest) -> Vec<Value> {
    let feed: Value = serde_json::from_str(&site.file("editions/feed.json")).expect("JSON");
    feed["items"].as_array().expect("items").clone()
}

#[test]
fn an_item_is_an_edition_with_its_entries_in_short() {
    let site = site().build();
    let items = items(&site);
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["title"], "3 January 2020");
    assert_eq!(items[0]["id"], "tag:site.example,2020-01-03:edition/2020-01-03");
    let second = &items[1];
    assert_eq!(second["title"], "The second");
    assert_eq!(second["summary"], "Two things");
    assert_eq!(second["url"], "https://site.example/b/editions/2020-01-02/");
    assert_eq!(second["date_published"], "2020-01-02T08:00:00+01:00");
    assert_eq!(second["date_modified"], "2020-01-05T00:00:00+01:00", "the newest correction");
    snapbox::assert_data_eq!(
        second["content_html"].as_str().expect("HTML"),
        snapbox::str![[r#"
<p>An introduction to <a href="https://site.example/b/2020/01/03/c/">C</a><sup class="footnote-ref"><a href="https://site.example/b/editions/2020-01-02/#fn-1" id="editions-2020-01-02-fnref-1" role="doc-noteref">1</a></sup>.</p>
<div class="footnotes" role="doc-endnotes">
<ol>
<li id="editions-2020-01-02-fn-1">
<p>A note. <a href="https://site.example/b/editions/2020-01-02/#fnref-1" role="doc-backlink" aria-label="1">↩︎</a></p>
</li>
</ol>
</div>
<div lang="ar" dir="rtl">
<h2><a href="https://site.example/b/ar/2020/01/02/b/">B</a></h2>
<p>Another text.</p>
</div>
<h2><a href="https://site.example/b/2020/01/02/a/">A &amp; &lt;b&gt;</a></h2>
<figure class="photo">
<img src="https://site.example/b/media/p-60.a908643976.jpg" alt="A" width="60" height="40" loading="lazy">
<figcaption>Two people <span class="credit">Photo: Ana Foto / AFP</span></figcaption>
</figure>
<p><strong>Correction · <time datetime="2020-01-05">5 January 2020</time></strong><br>
An earlier version misstated &lt;the&gt; day.</p>
<p>In short</p>
<p>Curated from <a href="https://www.example.org/?a=1&amp;b=2">AFP</a> with AP</p>

"#]]
    );
}

#[test]
fn every_format_has_them_and_pages_of_editions_announce_them() {
    let site = site()
        .build()
        .has("editions/atom.xml", "<title>Editions · The Test</title>")
        .has("editions/atom.xml", "<updated>2020-01-05T00:00:00+01:00</updated>")
        .has("editions/rss.xml", "<guid isPermaLink=\"false\">tag:site.example,2020-01-02:edition/2020-01-02</guid>");
    for page in ["editions/index.html", "editions/2020-01-02/index.html"] {
        let html = site.file(page);
        for (media_type, file) in [("atom+xml", "atom.xml"), ("rss+xml", "rss.xml"), ("feed+json", "feed.json")] {
            let start =
                format!("<link rel=\"alternate\" type=\"application/{media_type}\" title=\"The Test · Editions (");
            let line = html.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{page}: {file}"));
            assert!(line.ends_with(&format!("href=\"/b/editions/{file}\">")), "{line}");
        }
    }
    let _listed = site.has("feeds/index.html", "href=\"/b/editions/rss.xml\"");
}

#[test]
fn held_and_withdrawn_entries_are_in_no_feed_of_editions() {
    let site = site().build();
    for file in ["atom.xml", "rss.xml", "feed.json"] {
        assert!(!site.file(&format!("editions/{file}")).contains("Zanzibar"), "{file}");
    }
}

#[test]
fn a_theme_or_a_site_may_do_without() {
    let theme = |pages: &str| format!("name: Few\npages: {{{pages}: false}}\n");
    for pages in ["editions_feed", "editions", "feeds"] {
        let site = site()
            .write("themes/few/theme.yaml", theme(pages))
            .write("dateline.yaml", format!("{CONFIG}theme: few\n"))
            .build();
        assert!(
            !site.tree().iter().any(|path| path.starts_with("editions/") && path.ends_with("feed.json")),
            "{pages}"
        );
        if pages == "editions_feed" {
            assert!(!site.file("editions/index.html").contains("rel=\"alternate\""));
            assert!(!site.file("feeds/index.html").contains("editions/rss.xml"));
        }
    }
}
