//! Files for programs: sitemaps, `robots.txt`, what hosts read, the entries as JSON, each without a trace of what is held.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::site_test::SiteTest;

const SITE: &str = "
-- content/old.md --
---
headline: Old
date: 2019-03-01T09:00
updated: 2019-04-02
aliases: [/was/, /Été.html]
photo: {file: p.jpg, alt: A, credit: C}
topics: [Aid]
---
> A word.
> — Ana, mayor

Text with [a link](new.md) and ![P](p.jpg).
-- content/new.md --
---
headline: \"New & <b>\"
date: 2020-01-14
language: zh-Hant-HK
---
Text
-- content/gone.md --
---
headline: Gone
date: 2020-01-14
withdrawn: It was wrong.
---
Text
-- content/hidden.md --
---
headline: Hidden
date: 2020-01-14
draft: true
aliases: [/hidden-alias/]
---
Text
-- content/ahead.md --
---
headline: Ahead
date: 2020-01-16
---
Text
-- content/pages/about.md --
---
title: About
---
Text
-- content/p.jpg --
p
";

const CONFIG: &str = "title: The Test\nbase_url: https://site.example/news\ntimezone: Europe/Paris\n";

/// The texts of an element, in their order.
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
            Event::End(end) if end.name().as_ref() == name => inside = false,
            Event::Text(text) if inside => found.last_mut().expect("one").push_str(&text),
            Event::GeneralRef(name) if inside => {
                let name = format!("&{};", &*name);
                found.last_mut().expect("one").push_str(&quick_xml::escape::unescape(&name).expect("an escape"));
            }
            _ => {}
        }
    }
}

#[test]
fn the_sitemap_names_each_page_once_at_its_canonical_address_and_nothing_else() {
    let site = SiteTest::from_text(SITE).build();
    let mut named = all(&site.file("sitemap.xml"), "loc");
    named.sort();
    let mut canonical: Vec<String> = Vec::new();
    for path in site.tree().iter().filter(|path| path.ends_with(".html")) {
        let html = site.file(path);
        if !html.contains("content=\"noindex\"") {
            let url = html.split("rel=\"canonical\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
            canonical.push(url.expect("a canonical address").to_owned());
        }
    }
    canonical.sort();
    canonical.dedup();
    assert_eq!(named, canonical);
}

#[test]
fn pages_of_long_lists_are_in_the_sitemap_but_the_newest_at_its_second_address() {
    let mut site = SiteTest::from_text("").write("dateline.yaml", format!("{CONFIG}page_size: 2\n"));
    for day in 1..=6 {
        let text = format!("---\nheadline: H{day}\ndate: 2020-01-0{day}\n---\nText\n");
        site = site.write(&format!("content/{day}.md"), text);
    }
    let named = all(&site.build().file("sitemap.xml"), "loc");
    assert!(named.contains(&"https://site.example/news/page/2/".to_owned()), "{named:?}");
    assert!(!named.contains(&"https://site.example/news/page/3/".to_owned()), "{named:?}");
}

#[test]
fn a_page_was_changed_when_its_words_were() {
    let map = SiteTest::from_text(SITE).build().file("sitemap.xml");
    let line = |end: &str| map.lines().find(|line| line.contains(&format!("{end}</loc>"))).expect("a line").to_owned();
    assert!(line("/2019/03/01/old/").contains("<lastmod>2019-04-02</lastmod><image:image><image:loc>https://site"));
    assert!(line("/topics/aid/").contains("<lastmod>2019-03-01T09:00:00+01:00</lastmod>"));
    assert!(!line("/about/").contains("lastmod"));
}

#[test]
fn the_news_sitemap_holds_two_days_by_the_clock_of_the_build() {
    let site = SiteTest::from_text(SITE).build();
    let news = site.file("news-sitemap.xml");
    assert_eq!(all(&news, "news:title"), ["New & <b>"]);
    assert_eq!(all(&news, "news:language"), ["zh-tw"]);
    assert_eq!(all(&news, "news:publication_date"), ["2020-01-14"]);
    assert_eq!(all(&news, "news:name"), ["The Test"]);
    let later = site.build_with(&["--now", "2020-01-17T12:00:00Z"]).file("news-sitemap.xml");
    assert_eq!(all(&later, "news:title"), ["Ahead"]);
    let entry = |at: &str, age: &str| {
        let text = format!("---\nheadline: H\ndate: {at}\n---\nText\n");
        let site = SiteTest::from_text("").write("content/a.md", text).build_with(&["--now", age]);
        all(&site.file("news-sitemap.xml"), "news:title").len()
    };
    assert_eq!(entry("2020-01-14T10:00:00Z", "2020-01-16T09:59:59Z"), 1);
    assert_eq!(entry("2020-01-14T10:00:00Z", "2020-01-16T10:00:00Z"), 0);
}

#[test]
fn robots_are_shown_the_sitemaps_and_a_file_of_the_site_wins() {
    let site = SiteTest::from_text(SITE).build();
    let site = site
        .has("robots.txt", "Sitemap: https://site.example/sitemap.xml\n")
        .has("robots.txt", "Sitemap: https://site.example/news-sitemap.xml\n")
        .write("static/robots.txt", "User-agent: *\nDisallow: /\n")
        .write("static/_headers", "/*\n  X-Own: 1\n")
        .write("static/.nojekyll", "own\n")
        .build();
    let _own = site.has("robots.txt", "Disallow").has("_headers", "X-Own").has(".nojekyll", "own").says_not("warning");
}

#[test]
fn hosts_are_told_of_moves_and_of_what_is_gone() {
    let site = SiteTest::from_text(SITE).write("dateline.yaml", CONFIG).build();
    let redirects = site.file("_redirects");
    let mut rules: Vec<&str> = redirects.lines().collect();
    rules.sort_unstable();
    assert_eq!(
        rules,
        [
            "/news/%C3%89t%C3%A9.html /news/2019/03/01/old/ 301",
            "/news/2020/01/14/gone/ /news/2020/01/14/gone/ 410",
            "/news/was/ /news/2019/03/01/old/ 301",
        ]
    );
}

#[test]
fn headers_promise_for_ever_only_what_never_changes() {
    let site = SiteTest::from_text(SITE).build();
    let headers = site.file("_headers");
    assert!(headers.contains("\n/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"), "{headers}");
    assert!(headers.contains("\n/media/*\n"));
    assert!(headers.contains("script-src 'self';") && !headers.contains("unsafe"));
    let site = site.write("static/assets/logo.txt", "x").build();
    let _own = site.has_not("_headers", "/assets/*").has("_headers", "/media/*");
}

#[test]
fn headers_say_what_feeds_are() {
    let site = SiteTest::from_text(SITE).write("dateline.yaml", CONFIG).build();
    let site = site.has("_headers", "\n/news/rss.xml\n  Content-Type: application/rss+xml; charset=utf-8\n");
    let site = site.has("_headers", "\n/news/corrections/feed.json\n  Content-Type: application/feed+json\n");
    let site = site.has("_headers", "\n/news/site.webmanifest\n  Content-Type: application/manifest+json\n");
    let _few = site.has_not("_headers", "/topics/");
}

#[test]
fn pages_run_and_style_nothing_that_the_policy_refuses() {
    let site = SiteTest::from_text(SITE).build();
    for path in site.tree().iter().filter(|path| path.ends_with(".html")) {
        let html = site.file(path);
        for refused in [" style=", "<style", " onclick=", " onload=", "<base"] {
            assert!(!html.contains(refused), "`{path}` holds `{refused}`");
        }
        for script in html.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(tag.contains("src=") || tag.contains("application/ld+json"), "`{path}`: {tag}");
        }
    }
}

#[test]
fn a_site_chooses_its_files_for_hosts() {
    let none = "host_files: {redirects: false, headers: false, nojekyll: false, cname: true}\n";
    let site = SiteTest::from_text(SITE).write("dateline.yaml", format!("{CONFIG}{none}")).build();
    for path in ["_redirects", "_headers", ".nojekyll", "CNAME"] {
        assert!(!site.tree().contains(&path.to_owned()), "{path}");
    }
    let site = site.says("no `CNAME` is written: `https://site.example/news` is not the root of a host with a name");
    let site = site.edit("dateline.yaml", "site.example/news", "site.example").build().says_not("CNAME");
    assert_eq!(site.file("CNAME"), "site.example\n");
    let site = site.edit("dateline.yaml", "https://site.example", "http://127.0.0.1").build().says("no `CNAME`");
    assert!(!site.tree().contains(&"CNAME".to_owned()));
}

#[test]
fn the_manifest_names_the_site_and_every_page_its_manifest() {
    let site = SiteTest::from_text(SITE).write("dateline.yaml", CONFIG).build();
    let manifest: serde_json::Value = serde_json::from_str(&site.file("site.webmanifest")).expect("JSON");
    assert_eq!((&manifest["name"], &manifest["start_url"]), (&"The Test".into(), &"/news/".into()));
    assert_eq!(manifest["icons"][0]["src"], "/news/favicon.svg");
    let _linked = site.has("index.html", "<link rel=\"manifest\" href=\"/news/site.webmanifest\">");
}

#[test]
fn entries_are_written_as_json_where_that_is_wanted() {
    let site = SiteTest::from_text(SITE).build();
    assert!(!site.tree().iter().any(|path| path.ends_with("entries.json") || path.ends_with("index.json")));
    let site = site.write("dateline.yaml", format!("{CONFIG}data: true\n")).build();
    let all: serde_json::Value = serde_json::from_str(&site.file("entries.json")).expect("JSON");
    let entries = all["entries"].as_array().expect("a list");
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0]["headline"], "New & <b>");
    assert_eq!(entries[1]["photo"]["credit"], "C");
    assert_eq!(entries[1]["modified"], "2019-04-02");
    let one: serde_json::Value = serde_json::from_str(&site.file("2019/03/01/old/index.json")).expect("JSON");
    assert_eq!(one["entry"], entries[1]);
    assert_eq!(one["quotations"][0]["speaker"], "Ana");
    let html = one["content"].as_str().expect("text");
    assert!(html.contains("href=\"https://site.example/news/"), "{html}");
    let quoted = one["quotations"][0]["url"].as_str().and_then(|url| url.split_once('#')).expect("an anchor").1;
    assert!(site.file("2019/03/01/old/index.html").contains(&format!("id=\"{quoted}\"")));
}

#[test]
fn what_is_written_as_json_has_the_fields_of_its_schema() {
    let site = SiteTest::from_text(SITE).write("dateline.yaml", format!("{CONFIG}data: true\n")).build();
    let value: serde_json::Value = serde_json::from_str(&site.file("entries.json")).expect("JSON");
    let site = site.run(&["schema", "data"]).exits(0);
    let schema: serde_json::Value = serde_json::from_str(&site.printed()).expect("JSON");
    let keys = |value: &serde_json::Value| -> Vec<String> {
        let mut keys: Vec<String> = value.as_object().expect("an object").keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&value["entries"][1]), keys(&schema["$defs"]["DataEntry"]["properties"]));
    assert_eq!(keys(&value), keys(&schema["$defs"]["DataList"]["properties"]));
}

#[test]
fn what_is_held_is_in_no_file_for_programs_and_a_preview_has_none() {
    let site = SiteTest::from_text(SITE).write("dateline.yaml", format!("{CONFIG}data: true\n"));
    let site = site.build_with(&["--drafts"]).check_file("robots.txt", "User-agent: *\nDisallow: /\n");
    let preview = site.tree();
    for path in ["sitemap.xml", "news-sitemap.xml", "entries.json", "_redirects", "atom.xml", "feed.json"] {
        assert!(!preview.contains(&path.to_owned()), "{path}");
    }
    let site = site.build();
    for path in ["sitemap.xml", "news-sitemap.xml", "entries.json", "_redirects", "robots.txt"] {
        let text = site.file(path).to_lowercase();
        assert!(!text.contains("hidden") && !text.contains("ahead"), "{path}: {text}");
        assert!(path == "_redirects" || !text.contains("gone"), "{path}: {text}");
    }
}

const DATA: &str = "
-- content/a.md --
---
headline: A
date: 2020-01-01
---
Text
-- data/team.yaml --
- name: Ana
-- data/places.json --
{\"paris\": {\"country\": \"France\"}}
-- data/desk/rates.csv --
name,rate
euro,\"1,5\"
-- templates/front.html --
{% for person in data.team %}{{ person.name }}{% endfor %} {{ data.places.paris.country }} {{ data.desk.rates[0].rate }}
";

#[test]
fn templates_see_the_files_of_data_and_pages_follow_them() {
    let site = SiteTest::from_text(DATA).build().has("index.html", "Ana France 1,5");
    let site = site.write("data/team.yaml", "- name: Zoé\n").build();
    let _anew = site.has("index.html", "Zoé France 1,5");
}

#[cfg(unix)]
#[test]
fn data_from_outside_the_site_is_refused() {
    let site = SiteTest::from_text(DATA);
    let outside = crate::site_test::temporary();
    std::fs::write(outside.path().join("secret.yaml"), "a: 1\n").expect("a file");
    std::os::unix::fs::symlink(outside.path().join("secret.yaml"), site.path("data/secret.yaml")).expect("a link");
    let _refused = site.fails(1).says("error[unsafe-path]: this link leads out of the site folder");
}
