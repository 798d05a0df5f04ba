//! Two that want one address: each such pair is an error that names both files.

use crate::site_test::SiteTest;

fn entry(path: &str, more: &str) -> String {
    format!("-- content/{path} --\n---\nheadline: One\ndate: 2020-01-01\n{more}---\n")
}

/// Builds and expects an error that names both.
fn collide(site: &str, both: [&str; 2]) {
    let site = SiteTest::plain(site).fails(1).says("error[url-collision]");
    for name in both {
        let place = format!("--> {name}");
        assert!(site.said().contains(&place) || site.said().contains(&format!("`{name}`")), "{name}:\n{}", site.said());
    }
    assert!(!site.path("output").exists());
}

#[test]
fn two_entries_of_one_slug_and_day() {
    collide(&(entry("a.md", "") + &entry("b.md", "slug: a\n")), ["content/a.md", "content/b.md"]);
    collide(&(entry("x/a.md", "") + &entry("y/a.md", "")), ["content/x/a.md", "content/y/a.md"]);
}

#[test]
fn two_entries_that_differ_only_in_case() {
    let config = "-- dateline.yaml --\ntitle: T\nbase_url: https://site.example\ntheme: plain\nslugs: unicode\n";
    let both = entry("a.md", "slug: Low-Point\n") + &entry("b.md", "slug: low-point\n");
    collide(&format!("{config}{both}"), ["content/a.md", "content/b.md"]);
}

#[test]
fn an_alias_and_a_page() {
    collide(&(entry("a.md", "") + &entry("b.md", "aliases: [/2020/01/01/a/]\n")), ["content/a.md", "content/b.md"]);
    collide(&(entry("a.md", "") + &entry("b.md", "aliases: [/2020/01/01/A]\n")), ["content/a.md", "content/b.md"]);
}

#[test]
fn two_aliases() {
    collide(
        &(entry("a.md", "aliases: /old/\n") + &entry("b.md", "aliases: [/new/, /old/]\n")),
        ["content/a.md", "content/b.md"],
    );
}

#[test]
fn an_alias_and_the_archive() {
    collide(
        &entry("a.md", "aliases: [/2020/01/]\n"),
        ["content/a.md", "the archive"].map(|name| if name == "the archive" { "/2020/01/" } else { name }),
    );
}

#[test]
fn a_static_file_and_a_page() {
    collide(
        &(entry("a.md", "") + "-- static/2020/01/01/a/index.html --\nx\n"),
        ["content/a.md", "static/2020/01/01/a/index.html"],
    );
    collide(&(entry("a.md", "") + "-- static/2020 --\na file where a folder is\n"), ["content/a.md", "static/2020"]);
}

#[test]
fn two_topics_of_one_slug() {
    collide(&(entry("a.md", "topics: [C++]\n") + &entry("b.md", "topics: [C]\n")), ["content/a.md", "content/b.md"]);
    collide(
        &(entry("a.md", "")
            + "-- content/topics/one.md --\n---\nname: One\nslug: x\n---\n-- content/topics/two.md --\n---\nname: Two\nslug: x\n---\n"),
        ["content/topics/one.md", "content/topics/two.md"],
    );
}

#[test]
fn a_plain_page_and_a_list() {
    collide(
        &(entry("a.md", "") + "-- content/pages/topics.md --\n---\ntitle: Topics\n---\n"),
        ["content/pages/topics.md", "/topics/"],
    );
}

#[test]
fn what_is_held_back_takes_no_address() {
    let draft = entry("a.md", "") + &entry("b.md", "slug: a\ndraft: true\n");
    SiteTest::plain(&draft).build().fails_with(&["--drafts"], 1);
}
