//! What is not public leaves no trace in the output: not a word, not a name of a file, not a byte of a photo.

use crate::site_test::SiteTest;

const PUBLIC: &str = "
-- dateline.yaml --
title: The Test
base_url: https://site.example
timezone: Europe/Paris
editions: {every: daily, email: true}
email: {from: desk@site.example, list_id: list.site.example, unsubscribe_url: 'https://site.example/bye/'}
-- content/public.md --
---
headline: Public
date: 2020-01-10
topics: [Open]
source: Reuters
---
> A word.
> — Ana, mayor
";

/// An entry whose every part holds the canary's name; `STATE` keeps it from the public.
const SECRET: &str = "---
headline: Qanary headline
date: DATE
STATE
standfirst: Qanary standfirst
kicker: Qanary kicker
dateline: QANARY
byline: [Qanary Byline]
topics: [Qanary topic, Open]
source: {name: Qanary source, url: https://www.example.org/qanary, agencies: [Qanary agency]}
photo: {file: qanary-photo.jpg, alt: Qanary alt, caption: Qanary caption, credit: Qanary credit}
key_points: [Qanary point]
corrections: [{date: DATE, note: Qanary correction}]
story: Qanary story
slug: qanary-slug
aliases: [/qanary-alias/]
language: fr
extra: {qanary: qanary}
---
## Qanary heading

Qanary text[^1], [a file](qanary-file.pdf). ![Qanary](qanary-inline.jpg)

> Qanary words.
> — Qanary Speaker, qanary role

> [!pull]
> Qanary words.

[^1]: Qanary note.
";

const FILE_BYTES: &[u8] = b"\x89bytes that stand in no other file\x00";

fn site(date: &str, state: &str) -> SiteTest {
    SiteTest::from_text(PUBLIC)
        .write("content/qanary.md", SECRET.replace("DATE", date).replace("STATE", state))
        .write(&format!("content/editions/{date}.md"), "---\ntitle: Qanary edition\n---\nQanary words.\n")
        .write("content/qanary-photo.jpg", "qanary")
        .write("content/qanary-inline.jpg", "credit: Qanary")
        .write("content/qanary-file.pdf", FILE_BYTES)
}

/// The files of the output that give the canary away.
fn traces(site: &SiteTest) -> Vec<String> {
    let gives_away = |path: &str, bytes: &[u8]| {
        path.to_lowercase().contains("qanary")
            || String::from_utf8_lossy(bytes).to_lowercase().contains("qanary")
            || bytes.windows(FILE_BYTES.len()).any(|window| window == FILE_BYTES)
    };
    site.output().into_iter().filter(|(path, (bytes, _))| gives_away(path, bytes)).map(|(path, _)| path).collect()
}

#[test]
fn an_embargoed_entry_is_in_no_byte_of_the_output() {
    for state in ["embargo: 2020-02-01", "embargo: 2020-02-01\ndraft: true"] {
        for date in ["2020-01-09", "2020-01-31"] {
            assert_eq!(traces(&site(date, state).build()), [""; 0], "{state} {date}");
        }
    }
}

#[test]
fn a_preview_leaves_no_trace_of_what_it_shows_in_the_output() {
    for state in ["embargo: 2020-02-01", "draft: true"] {
        let bytes = |site: &SiteTest| -> Vec<(String, Vec<u8>)> {
            site.output().into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
        };
        let clean = bytes(&site("2020-01-09", state).build());
        let site = site("2020-01-09", state).build().build_with(&["--drafts"]);
        assert!(traces(&site).len() > 10, "{:?}", traces(&site));
        let site = site.build();
        assert_eq!(traces(&site), [""; 0], "{state}");
        assert_eq!(bytes(&site), clean, "{state}");
    }
}

#[test]
fn drafts_scheduled_and_expired_entries_are_in_no_byte_of_the_output() {
    for (date, state) in [
        ("2020-01-09", "draft: true"),
        ("2020-01-31", ""),
        ("2020-01-09", "expires: 2020-01-12"),
        ("2020-01-16", "draft: true"),
    ] {
        assert_eq!(traces(&site(date, state).build()), [""; 0], "{date} {state}");
    }
    assert_eq!(traces(&site("2020-01-09", "expires: 2020-01-12").build_with(&["--drafts"])), [""; 0]);
}

#[test]
fn the_output_is_the_same_as_if_the_entry_were_not_there() {
    let bytes = |site: &SiteTest| site.output().into_iter().map(|(path, (bytes, _))| (path, bytes)).collect::<Vec<_>>();
    let with = site("2020-01-09", "embargo: 2020-02-01").build();
    assert_eq!(bytes(&with), bytes(&SiteTest::from_text(PUBLIC).build()));
}

#[test]
fn every_trace_goes_when_an_entry_leaves() {
    let site = site("2020-01-09", "").build();
    assert!(traces(&site).len() > 10, "{:?}", traces(&site));
    let site =
        site.edit("content/qanary.md", "date: 2020-01-09\n\n", "date: 2020-01-09\nembargo: 2020-02-01\n").build();
    assert_eq!(traces(&site), [""; 0]);
    assert!(!site.path("output/qanary-alias").exists(), "empty folders go too");
}

#[test]
fn what_leaves_at_its_time_leaves_no_trace() {
    let site = site("2020-01-09", "expires: 2020-01-20").build();
    assert!(!traces(&site).is_empty());
    assert_eq!(traces(&site.build_with(&["--now", "2020-01-20"])), [""; 0]);
}
