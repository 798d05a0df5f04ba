//! RSS, Atom and JSON Feed: the same entries with their photos, credits, sources and corrections, in three formats.

use serde_json::Value;

use crate::site_test::SiteTest;

const SITE: &str = "
-- content/a.md --
---
headline: \"A & B\"
date: 2020-01-01T09:00
byline: Ana
topics: [Aid]
source:
  - {name: AFP, url: 'https://www.example.org/?a=1&b=2', agencies: [AP]}
  - Le Monde
photo: {file: p.jpg, alt: A, caption: Two people, credit: Ana Foto / AFP, creator: Ana Foto, license: 'https://licence.example/'}
corrections:
  - {date: 2020-01-03, note: An earlier version misstated <the> day.}
---
A text.

> [!pull]
> A text.

<script>x()</script><a href=\"/b/\" onclick=\"x()\">raw</a>
-- content/b.md --
---
headline: B
date: 2020-01-02
language: ar
---
Another.
-- content/c.md --
---
headline: C
date: 2019-01-02
corrections:
  - {date: 2020-01-04, kind: clarification, note: Said more clearly.}
---
Third.
-- content/p.jpg --
photo
";

fn json(site: &SiteTest, path: &str) -> Value {
    serde_json::from_str(&site.file(path)).expect("JSON")
}

fn titles(feed: &Value) -> Vec<&str> {
    feed["items"].as_array().expect("items").iter().map(|item| item["title"].as_str().expect("a title")).collect()
}

fn lines_with(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[test]
fn rss_says_who_took_a_photo_and_how_long_its_file_is() {
    let site = SiteTest::from_text(SITE).build();
    let rss = site.file("rss.xml");
    for part in [
        "<title>A &amp; B</title>",
        "<guid isPermaLink=\"false\">tag:site.example,2020-01-01:a</guid>",
        "<pubDate>Wed, 01 Jan 2020 09:00:00 +0100</pubDate>",
        "<atom:updated>2020-01-03T00:00:00+01:00</atom:updated>",
        "<lastBuildDate>Sat, 04 Jan 2020 00:00:00 +0100</lastBuildDate>",
        "<dc:creator>Ana</dc:creator>",
        "<dc:creator>The Test</dc:creator>",
        "<category>Aid</category>",
        "<dc:source>https://www.example.org/?a=1&amp;b=2</dc:source>",
        "xmlns:media=\"http://search.yahoo.com/mrss/\"",
        "medium=\"image\" fileSize=\"",
        "<media:credit role=\"photographer\" scheme=\"urn:ebu\">Ana Foto</media:credit>",
        "<media:credit>Ana Foto / AFP</media:credit>",
        "<media:description type=\"plain\">Two people</media:description>",
        "<media:license type=\"text/html\" href=\"https://licence.example/\">",
        "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://site.example/rss.xml\"/>",
    ] {
        assert!(rss.contains(part), "{part} in {rss}");
    }
    assert_eq!(lines_with(&rss, "<enclosure "), 1);
    let enclosure = rss.lines().find_map(|line| line.split("<enclosure ").nth(1)).expect("an enclosure");
    let value = |name: &str| enclosure.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    let file = value("url").and_then(|url| url.strip_prefix("https://site.example/")).expect("a file of the site");
    let length = std::fs::metadata(site.path("output").join(file)).expect("a file").len();
    assert_eq!((value("length"), value("type")), (Some(length.to_string().as_str()), Some("image/jpeg")));
}

#[test]
fn rss_says_how_large_a_photo_is() {
    let rss = SiteTest::from_text(SITE).write("content/p.jpg", "size: 640x360").build().file("rss.xml");
    for part in ["type=\"image/jpeg\" width=\"640\" height=\"360\">", ".jpg\" width=\"640\" height=\"360\"/>"] {
        assert!(rss.contains(part), "{part} in {rss}");
    }
}

#[test]
fn a_credit_without_a_photographers_name_is_credited_all_the_same() {
    let site = SiteTest::from_text(SITE).edit("content/a.md", ", creator: Ana Foto", "").build();
    let rss = site.file("rss.xml");
    assert!(
        rss.contains("<media:credit role=\"photographer\" scheme=\"urn:ebu\">Ana Foto / AFP</media:credit>"),
        "{rss}"
    );
    assert_eq!(lines_with(&rss, "<media:credit"), 1);
}

#[test]
fn a_json_feed_names_the_sources_and_the_page_talked_about() {
    let site = SiteTest::from_text(SITE).build();
    let feed = json(&site, "feed.json");
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "https://site.example/feed.json");
    assert_eq!(feed["authors"][0]["name"], "The Test");
    assert_eq!(titles(&feed), ["B", "A & B", "C"]);
    let item = &feed["items"][1];
    assert_eq!(item["id"], "tag:site.example,2020-01-01:a");
    assert_eq!(item["external_url"], "https://www.example.org/?a=1&b=2");
    assert_eq!(item["date_published"], "2020-01-01T09:00:00+01:00");
    assert_eq!(item["date_modified"], "2020-01-03T00:00:00+01:00");
    assert_eq!(item["tags"][0], "Aid");
    assert_eq!(item["_dateline"]["corrections"], 1);
    assert_eq!(item["_dateline"]["sources"][1]["name"], "Le Monde");
    assert_eq!(item["attachments"][0]["mime_type"], "image/jpeg");
    let photo = item["image"].as_str().expect("a photo").strip_prefix("https://site.example/").expect("of the site");
    assert_eq!(
        item["attachments"][0]["size_in_bytes"],
        std::fs::metadata(site.path("output").join(photo)).unwrap().len()
    );
    assert_eq!(feed["items"][0]["date_modified"], Value::Null);
}

#[test]
fn the_text_of_an_item_has_photo_credit_correction_and_sources_and_nothing_that_runs() {
    let site = SiteTest::from_text(SITE).build();
    let feed = json(&site, "feed.json");
    let html = feed["items"][1]["content_html"].as_str().expect("HTML");
    for part in [
        "Two people",
        "Photo: Ana Foto / AFP",
        "<strong>Correction · <time datetime=\"2020-01-03\">3 January 2020</time></strong>",
        "misstated &lt;the&gt; day.",
        "AFP</a> with AP",
        "Curated from Le Monde",
        "href=\"https://site.example/b/\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert_eq!(lines_with(html, "A text."), 1, "the pull quote is left out");
    for part in ["script", "onclick", "x()"] {
        assert!(!html.contains(part), "{part} in {html}");
    }
    let foreign = feed["items"][0]["content_html"].as_str().expect("HTML");
    assert!(foreign.starts_with("<div lang=\"ar\" dir=\"rtl\">"), "{foreign}");
}

#[test]
fn the_feed_of_corrections_begins_with_the_newest_correction() {
    let site = SiteTest::from_text(SITE).build();
    let feed = json(&site, "corrections/feed.json");
    assert_eq!(feed["title"], "Corrections · The Test");
    assert_eq!(titles(&feed), ["C", "A & B"]);
    assert!(site.file("corrections/rss.xml").contains("Said more clearly."));
    assert!(site.file("corrections/atom.xml").contains("<id>https://site.example/corrections/</id>"));
}

#[test]
fn pages_announce_every_format_and_one_page_lists_all_feeds() {
    let site = SiteTest::from_text(SITE).build();
    for (page, folder) in
        [("index.html", "/"), ("topics/aid/index.html", "/topics/aid/"), ("sources/afp/index.html", "/sources/afp/")]
    {
        let html = site.file(page);
        for (media_type, file) in [
            ("application/atom+xml", "atom.xml"),
            ("application/rss+xml", "rss.xml"),
            ("application/feed+json", "feed.json"),
        ] {
            assert!(html.contains(&format!("<link rel=\"alternate\" type=\"{media_type}\"")), "{page}: {media_type}");
            assert!(html.contains(&format!("href=\"{folder}{file}\"")), "{page}: {file}");
        }
    }
    let feeds = site.file("feeds/index.html");
    for address in ["/rss.xml", "/corrections/atom.xml", "/topics/aid/feed.json", "/sources/le-monde/rss.xml"] {
        assert!(feeds.contains(&format!("href=\"{address}\"")), "{address}");
    }
}

#[test]
fn a_site_and_a_theme_may_do_without_a_format() {
    let config = "title: T\nbase_url: https://site.example\n";
    let site = SiteTest::from_text(SITE).write("dateline.yaml", format!("{config}feeds: {{rss: false}}\n")).build();
    assert!(!site.tree().iter().any(|path| path.ends_with("rss.xml")));
    assert!(!site.file("index.html").contains("rss"));
    let theme = "name: Few\npages: {rss: false, json_feed: false, corrections_feed: false, feeds_page: false}\n";
    let site =
        site.write("themes/few/theme.yaml", theme).write("dateline.yaml", format!("{config}theme: few\n")).build();
    let is_feed = |path: &String| !path.starts_with("assets/") && (path.contains("feed") || path.ends_with("atom.xml"));
    let feeds: Vec<String> = site.tree().into_iter().filter(is_feed).collect();
    assert_eq!(feeds, ["atom.xml", "sources/afp/atom.xml", "sources/le-monde/atom.xml", "topics/aid/atom.xml"]);
    assert!(!site.file("index.html").contains("feed"));
}

#[test]
fn what_is_held_or_withdrawn_is_in_no_feed() {
    let held = |name: &str, field: &str| {
        let text = format!(
            "---\nheadline: Zanzibar\ndate: 2020-01-01\nsource: Zanzibar\ntopics: [Aid]\n{field}\n\
             corrections: [{{date: 2020-01-05, note: Zanzibar}}]\n---\nZanzibar\n"
        );
        (format!("content/{name}.md"), text)
    };
    let mut site = SiteTest::from_text(SITE);
    for (path, text) in [
        held("draft", "draft: true"),
        held("later", "embargo: 2020-02-01T00:00"),
        held("past", "expires: 2020-01-10"),
        held("gone", "withdrawn: It was wrong."),
    ] {
        site = site.write(&path, text);
    }
    let site = site.build();
    let feeds: Vec<String> = site
        .tree()
        .into_iter()
        .filter(|path| ["atom.xml", "rss.xml", "feed.json"].iter().any(|name| path.ends_with(name)))
        .collect();
    assert_eq!(feeds.len(), 15);
    for path in feeds {
        assert!(!site.file(&path).contains("Zanzibar"), "{path}");
    }
}

#[test]
fn a_changed_entry_changes_its_feeds_as_a_clean_build_would() {
    let site = SiteTest::from_text(SITE).build().edit("content/c.md", "Third.", "Third, changed.").build();
    let clean = SiteTest::from_text(SITE).edit("content/c.md", "Third.", "Third, changed.").build();
    for path in ["rss.xml", "atom.xml", "feed.json", "corrections/rss.xml", "topics/aid/rss.xml"] {
        assert_eq!(site.file(path), clean.file(path), "{path}");
    }
    assert!(site.file("feed.json").contains("Third, changed."));
}
