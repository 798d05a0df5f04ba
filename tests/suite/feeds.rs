//! Atom feeds: well-formed, with whole addresses, and nothing that a feed reader would read twice.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::site_test::SiteTest;

const SITE: &str = "
-- content/a.md --
---
headline: \"A & <b>\"
date: 2020-01-01T09:00
standfirst: \"Said \\\"so\\\"\"
byline: Ana
topics: [Aid & Co]
source: {name: AFP, url: 'https://www.example.org/?a=1&b=2'}
photo: {file: p.jpg, alt: A, credit: C}
---
Text with a note[^n], [a link](b.md#more) and [a place](#here).

## Here

> [!pull]
> Text with a note

![P](p.jpg)

[^n]: The note.
-- content/b.md --
---
headline: B
date: 2020-01-02
updated: 2020-01-05
---
## More

Another note[^n].

[^n]: Another.
-- content/p.jpg --
p
";

/// The texts of an element, in their order; its `href` where it has one.
fn all(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    let mut inside = false;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}")) {
            Event::Eof => return found,
            Event::Start(start) if start.name().as_ref() == name => {
                inside = true;
                found.push(String::new());
            }
            Event::Empty(start) if start.name().as_ref() == name => {
                for attribute in start.attributes() {
                    let attribute = attribute.expect("an attribute");
                    if attribute.key.as_ref() == "href" {
                        found.push(quick_xml::escape::unescape(&attribute.value).expect("escapes").into_owned());
                    }
                }
            }
            Event::End(end) if end.name().as_ref() == name => inside = false,
            Event::Text(text) if inside => {
                found.last_mut().expect("one").push_str(&text);
            }
            Event::GeneralRef(name) if inside => {
                let name = format!("&{};", &*name);
                found.last_mut().expect("one").push_str(&quick_xml::escape::unescape(&name).expect("an escape"));
            }
            _ => {}
        }
    }
}

#[test]
fn a_feed_is_xml_with_the_newest_entries_first() {
    let feed = SiteTest::from_text(SITE).build().file("atom.xml");
    assert_eq!(all(&feed, "title"), ["The Test", "B", "A & <b>"]);
    assert_eq!(all(&feed, "name"), ["The Test", "Ana"]);
    assert_eq!(all(&feed, "published"), ["2020-01-02T00:00:00+01:00", "2020-01-01T09:00:00+01:00"]);
    assert_eq!(
        all(&feed, "updated"),
        ["2020-01-05T00:00:00+01:00", "2020-01-05T00:00:00+01:00", "2020-01-01T09:00:00+01:00"]
    );
    assert_eq!(
        all(&feed, "id"),
        ["https://site.example/", "tag:site.example,2020-01-02:b", "tag:site.example,2020-01-01:a"]
    );
    assert_eq!(all(&feed, "summary"), ["Said \"so\""]);
}

#[test]
fn every_address_in_a_feed_is_whole() {
    let feed = SiteTest::from_text(SITE).build().file("atom.xml");
    for href in all(&feed, "link") {
        assert!(href.starts_with("https://"), "{href}");
    }
    assert!(all(&feed, "link").contains(&"https://www.example.org/?a=1&b=2".to_owned()));
    for html in all(&feed, "content") {
        for address in html.split("href=\"").chain(html.split("src=\"")).skip(1) {
            let address = address.split('"').next().expect("a value");
            assert!(
                address.starts_with("https://") || address.starts_with('#') || address.starts_with('<'),
                "{address}"
            );
        }
    }
}

#[test]
fn a_pull_quote_is_not_read_twice_in_a_feed() {
    let feed = SiteTest::from_text(SITE).build().file("atom.xml");
    assert_eq!(feed.matches("Text with a note").count(), 1);
}

#[test]
fn ids_of_different_entries_differ_and_links_lead_to_ids_of_their_pages() {
    let site = SiteTest::from_text(SITE).build();
    let mut ids = BTreeSet::new();
    let mut links = 0;
    for html in all(&site.file("atom.xml"), "content") {
        for id in html.split(" id=\"").skip(1) {
            let id = id.split('"').next().expect("a value").to_owned();
            assert!(ids.insert(id.clone()), "`{id}` is there twice");
        }
        for link in html.split("href=\"https://site.example/").skip(1) {
            let link = link.split('"').next().expect("a value");
            let Some((page, id)) = link.split_once('#') else { continue };
            assert!(site.file(&format!("{page}index.html")).contains(&format!(" id=\"{id}\"")), "{link}");
            links += 1;
        }
    }
    assert!(links >= 6, "{links}");
}

#[test]
fn topics_and_sources_have_feeds_of_their_own_and_a_site_may_do_without() {
    let site = SiteTest::from_text(SITE).build();
    assert_eq!(all(&site.file("topics/aid-co/atom.xml"), "title"), ["Aid & Co · The Test", "A & <b>"]);
    assert_eq!(all(&site.file("sources/afp/atom.xml"), "title"), ["AFP · The Test", "A & <b>"]);
    let site = site
        .write(
            "dateline.yaml",
            "title: T\nbase_url: https://site.example\nfeeds: {atom: false, rss: false, json: false}\n",
        )
        .build();
    let feeds = ["atom.xml", "rss.xml", "feed.json"];
    assert!(!site.tree().iter().any(|path| feeds.iter().any(|name| path.ends_with(name))));
    assert!(!site.file("index.html").contains("atom.xml"));
}

#[test]
fn a_feed_holds_as_many_entries_as_its_limit() {
    let site = SiteTest::from_text(SITE);
    let site = site.write("dateline.yaml", "title: T\nbase_url: https://site.example\nfeeds: {limit: 1}\n").build();
    assert_eq!(all(&site.file("atom.xml"), "title"), ["T", "B"]);
}

#[test]
fn characters_that_no_xml_may_hold_do_not_break_a_feed() {
    let site =
        SiteTest::from_text("").write("content/a.md", "---\nheadline: A\ndate: 2020-01-01\n---\nx\u{1}y\u{fffe}z\n");
    let feed = site.run(&["build"]);
    let feed = feed.exits(0).file("atom.xml");
    assert_eq!(all(&feed, "content").len(), 1);
    assert!(!feed.contains(['\u{1}', '\u{fffe}']));
}
