//! Who sees what when: drafts, embargoes, schedules, expiry and withdrawal.

use snapbox::str;

use crate::site_test::{SiteTest, files_in};

const FIVE: &str = "
-- content/public.md --
---
headline: Public
date: 2020-01-10
topics: [Open]
---
-- content/draft.md --
---
headline: Sketch
date: 2020-01-10
draft: true
topics: [Open, Drafts]
---
-- content/scheduled.md --
---
headline: Tomorrow
date: 2020-01-16T09:00
topics: Open
---
-- content/embargoed.md --
---
headline: Secret
date: 2020-01-10
embargo: 2020-02-01T00:01
topics: Open
---
-- content/expired.md --
---
headline: Gone
date: 2020-01-01
expires: 2020-01-14
topics: Open
---
";

fn front(arguments: &[&str]) -> Vec<String> {
    let site = SiteTest::plain(FIVE).build_with(arguments);
    let front = site.file("index.html");
    let headline = |line: &str| Some(line.strip_prefix("- ")?.split(" /").next()?.to_owned());
    front.lines().filter_map(headline).collect()
}

#[test]
fn the_public_sees_published_entries_alone() {
    assert_eq!(front(&[]), ["Public"]);
}

#[test]
fn a_preview_shows_all_that_is_still_to_come() {
    assert_eq!(front(&["--drafts"]), ["Tomorrow", "Sketch", "Secret", "Public"]);
}

#[test]
fn now_moves_what_is_public() {
    assert_eq!(front(&["--now", "2020-01-05"]), ["Gone"]);
    assert_eq!(front(&["--now", "2020-01-16T08:59"]), ["Public"]);
    assert_eq!(front(&["--now", "2020-01-16T09:00"]), ["Tomorrow", "Public"]);
    assert_eq!(front(&["--now", "2020-02-01T00:01"]), ["Tomorrow", "Secret", "Public"]);
}

#[test]
fn the_clock_is_the_epoch_of_reproducible_builds_where_that_is_set() {
    let site = SiteTest::plain(FIVE).run(&["build"]).exits(0);
    assert_eq!(site.file("index.html"), SiteTest::plain(FIVE).build().file("index.html"));
}

#[test]
fn the_summary_says_what_is_held_back_and_why() {
    SiteTest::plain(FIVE).build().stderr(str![[r#"
1 entry on 1 topic and from 0 sources: 27 pages
4 entries are held back:
  draft: Sketch (content/draft.md)
  embargoed until 2020-02-01T00:01:00+01:00: Secret (content/embargoed.md)
  expired: Gone (content/expired.md)
  scheduled until 2020-01-16T09:00:00+01:00: Tomorrow (content/scheduled.md)
Files: 42 added, 0 changed, 0 removed, 0 unchanged
Took [TIME]
The site is in output

"#]]);
}

#[test]
fn a_preview_says_what_is_not_public_and_hides_all_from_search_engines() {
    let site = SiteTest::from_text(FIVE)
        .write("content/pages/about.md", "---\ntitle: About\ndraft: true\n---\nText\n")
        .write("static/robots.txt", "User-agent: *\nAllow: /\n")
        .write("static/CNAME", "site.example\n")
        .build_with(&["--drafts"])
        .says("This is a preview for the desk: do not publish it")
        .has("2020/01/10/draft/index.html", "<strong class=\"held\">Draft</strong>")
        .has(
            "2020/01/16/scheduled/index.html",
            "<strong class=\"held\">Scheduled until 16 January 2020, 09:00</strong>",
        )
        .has(
            "2020/01/10/embargoed/index.html",
            "<strong class=\"held\">Embargoed until 1 February 2020, 00:01</strong>",
        )
        .has("index.html", "<strong class=\"held\">Embargoed until 1 February 2020, 00:01</strong>")
        .has("about/index.html", "<strong class=\"held\">Draft</strong>")
        .has_not("2020/01/10/public/index.html", "<strong class=\"held\">Published")
        .check_file("robots.txt", "User-agent: *\nDisallow: /\n");
    let pages: Vec<String> = site.tree().into_iter().filter(|path| path.ends_with(".html")).collect();
    assert!(pages.len() > 10);
    for page in pages {
        assert!(site.file(&page).contains("noindex"), "{page}");
        assert!(page.ends_with("404.html") || site.file(&page).contains("Preview for the desk"), "{page}");
    }
    let unwanted = |path: &&String| path.ends_with(".xml") || path.ends_with(".json") || path.ends_with("CNAME");
    assert_eq!(site.tree().iter().filter(unwanted).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn a_preview_marks_what_is_held_in_lists_of_every_kind() {
    let site = SiteTest::from_text(FIVE)
        .write("dateline.yaml", "title: T\nbase_url: https://site.example\neditions: daily\n")
        .write(
            "content/held.md",
            "---\nheadline: Held\ndate: 2020-01-12\ndraft: true\nbyline: Ann Doe\ntopics: Open\ncorrections: [{date: \
             2020-01-13, note: No.}]\n---\n> So.\n> — John Roe\n",
        )
        .build_with(&["--drafts"]);
    let lists = ["topics", "people", "editions"].map(|list| format!("{list}/index.html"));
    let site = lists.iter().fold(site, |site, page| site.has(page, "<strong class=\"held\">1 not public</strong>"));
    let _site = site
        .has("topics/index.html", "<strong class=\"held\">4 not public</strong>")
        .has("corrections/index.html", "<strong class=\"held\">Draft</strong> <b>Correction</b>")
        .has("people/john-roe/index.html", "<strong class=\"held\">Draft</strong>");
    let public = SiteTest::from_text(FIVE).build();
    assert!(!public.file("topics/index.html").contains("class=\"held\""));
}

#[test]
fn a_preview_is_never_built_where_the_public_site_is() {
    let refused = "a preview with drafts is never built where the public site is";
    let site = SiteTest::plain(FIVE).build();
    let public = site.output();
    let site = site.run(&["build", "--drafts"]).exits(2).says(refused).says("--output /tmp/preview");
    let site = site.run(&["build", "--drafts", "--output", "output"]).exits(2).says(refused);
    let site = site.run(&["build", "--drafts", "--output", "content/../output"]).exits(1);
    let site = site.run(&["build", "--drafts", "--output", "output/preview"]).exits(1).says("would harm");
    assert_eq!(site.output(), public);
    let site = site.build_with(&["--drafts"]).has("index.html", "Sketch").build();
    assert_eq!(site.output(), public, "a preview leaves the site as it was");
}

#[test]
fn a_preview_and_a_site_do_not_take_each_others_folders_for_their_own() {
    let site = SiteTest::plain(FIVE).run(&["build", "--output", "www"]).exits(0);
    let public = files_in(&site.path("www"));
    let site =
        site.run(&["build", "--drafts", "--output", "www"]).exits(1).says("a preview and the site would share it");
    assert_eq!(files_in(&site.path("www")), public);
    let site = site.build_with(&["--drafts"]).run(&["build", "--output", "preview"]).exits(1).says("--force");
    let again = site.build_with(&["--drafts"]).says("Nothing changed");
    again
        .build_with(&["--drafts", "--now", "2020-02-02"])
        .has("index.html", "- Secret /2020/01/10/embargoed/ 2020-01-10\n");
}

#[test]
fn a_withdrawn_entry_keeps_its_address_and_shows_the_reason_alone() {
    let site = SiteTest::plain(
        "
-- content/a.md --
---
headline: Wrong report
date: 2020-01-10
topics: [Errors]
withdrawn: The source has retracted it.
aliases: [/old/]
photo: {file: a.jpg, alt: x, credit: y}
---
The claim CANARY. ![x](a.jpg)
-- content/a.jpg --
photo
-- content/b.md --
---
headline: B
date: 2020-01-11
---
See [the report](a.md).
",
    )
    .build()
    .has("2020/01/10/a/index.html", "withdrawn Wrong report: The source has retracted it.")
    .has("old/index.html", "redirect to /2020/01/10/a/")
    .has("2020/01/11/b/index.html", "href=\"/2020/01/10/a/\"")
    .has_not("index.html", "Wrong report")
    .has_not("atom.xml", "Wrong report")
    .has_not("topics/index.html", "Errors");
    let leaks: Vec<String> = site
        .output()
        .into_iter()
        .filter(|(path, (bytes, _))| path.contains("media/") || String::from_utf8_lossy(bytes).contains("CANARY"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(leaks, [""; 0]);
}

#[test]
fn drafts_of_plain_pages_are_held_back_too() {
    let site = "-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\n-- content/pages/about.md --\n---\n\
                title: About\ndraft: true\n---\n";
    assert!(!SiteTest::plain(site).build().tree().contains(&"about/index.html".to_owned()));
    assert!(SiteTest::plain(site).build_with(&["--drafts"]).tree().contains(&"about/index.html".to_owned()));
}

#[test]
fn the_next_change_is_also_that_of_the_news_sitemap() {
    let next = |site: SiteTest, now: &str| site.run(&["next", "--now", now]).exits(0).printed();
    let ages = "2020-01-18T09:00:00+01:00  leaves the news sitemap: Tomorrow (content/scheduled.md)\n";
    assert_eq!(next(SiteTest::from_text(FIVE), "2020-01-17"), ages);
    let leaves = "2020-01-17T00:00:00+01:00  leaves: Tomorrow (content/scheduled.md)\n";
    let short = SiteTest::from_text(FIVE).edit("content/scheduled.md", "topics", "expires: 2020-01-17\ntopics");
    assert_eq!(next(short, "2020-01-16T10:00"), leaves);
    let site =
        SiteTest::from_text(FIVE).write("themes/quiet/theme.yaml", "extends: broadsheet\npages: {sitemaps: false}\n");
    let config = "title: T\nbase_url: https://site.example\ntimezone: Europe/Paris\ntheme: quiet\n";
    let secret = "2020-02-01T00:01:00+01:00  appears: Secret (content/embargoed.md)\n";
    assert_eq!(next(site.write("dateline.yaml", config), "2020-01-17"), secret);
}
