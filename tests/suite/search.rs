//! The search index: it holds the words that the public may read, and little of it changes with one entry.

use std::collections::{BTreeMap, BTreeSet};

use crate::site_test::SiteTest;

const SITE: &str = "
-- dateline.yaml --
title: The Test
base_url: https://site.example/briefing
search: true
-- content/a.md --
---
headline: Protesters marched in Orléans
date: 2019-05-01
topics: [Aid & Co]
source: Reuters
standfirst: A standfirst
---
They were protesting. <b title=\"attribute\">Bold</b> words.

> The quoted words.
> — Ana Speaker, mayor

> [!pull]
> They were protesting

```rust
let codeword = 1;
```
-- content/b.md --
---
headline: 北京市
date: 2020-01-02
language: fr
---
Les journaux.
-- content/c.md --
---
headline: Unseen
date: 2020-01-03
draft: true
topics: [Hidden topic]
source: Hidden source
---
Secretword.
";

/// The lines of all shards: words, and the entries as written.
fn vocabulary(site: &SiteTest) -> BTreeMap<String, String> {
    let shards = site.tree().into_iter().filter(|path| path.starts_with("search/words/"));
    let texts: Vec<String> = shards.map(|path| site.file(&path)).collect();
    let lines = texts.iter().flat_map(|text| text.lines());
    lines.map(|line| line.split_once('\t').expect("a tab")).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

fn words(site: &SiteTest) -> BTreeSet<String> {
    vocabulary(site).keys().flat_map(|forms| forms.split(' ')).map(str::to_owned).collect()
}

/// The entries of a line, with their weights.
fn entries(written: &str) -> Vec<(u32, u32)> {
    let mut next = 0;
    let entry = |value: u32| {
        let entry = next + (value >> 2);
        next = entry + 1;
        (entry, value & 3)
    };
    numbers(written).map(entry).collect()
}

/// Numbers in base 32, the lowest digit first, all digits but the last marked.
fn numbers(written: &str) -> impl Iterator<Item = u32> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digits = written.chars().map(|c| u32::try_from(DIGITS.find(c).expect("a digit")).expect("small"));
    let digits: Vec<u32> = digits.collect();
    let number = |digits: &[u32]| digits.iter().rev().fold(0, |number, digit| number << 5 | digit & 31);
    digits.split_inclusive(|digit| *digit < 32).map(number).collect::<Vec<_>>().into_iter()
}

/// The path of the file whose name begins so.
fn named(site: &SiteTest, start: &str) -> String {
    site.tree().into_iter().find(|path| path.starts_with(start)).expect("a file of this name")
}

#[test]
fn words_are_found_by_their_stems_without_accents_and_in_scripts_without_blanks() {
    let site = SiteTest::from_text(SITE).build();
    let found = vocabulary(&site);
    assert_eq!(entries(&found["orleans"]), [(0, 3)], "in the headline of the older entry");
    assert_eq!(entries(&found["protesters protesting"]), [(0, 3)], "two words of one stem");
    assert_eq!(entries(&found["they"]), [(0, 0)], "a pull quote is not read again");
    assert_eq!(entries(&found["bold"]), [(0, 0)]);
    assert_eq!(entries(&found["standfirst"]), [(0, 2)]);
    assert_eq!(entries(&found["京市"]), [(1, 3)]);
    assert_eq!(entries(&found["journaux"]), [(1, 0)]);
    let words = words(&site);
    for absent in ["codeword", "attribute", "b", "title"] {
        assert!(!words.contains(absent), "{absent}");
    }
    let site = site.edit("content/a.md", "Bold", "Marching march").build();
    assert_eq!(entries(&vocabulary(&site)["march marched marching"]), [(0, 3)]);
}

#[test]
fn results_can_be_limited_to_topics_sources_and_days() {
    let site = SiteTest::from_text(SITE).build();
    let found = vocabulary(&site);
    assert_eq!(entries(&found["t=aid-co"]), [(0, 0)]);
    assert_eq!(entries(&found["s=reuters"]), [(0, 0)]);
    let steps: Vec<u32> = numbers(&site.file(&named(&site, "search/entries/days-"))).collect();
    assert_eq!(steps, [2 * 18_017, 2 * 246], "1 May 2019 counted from 1970, and 2 January 2020 from there");
    let page = site.file("search/index.html");
    for option in ["t=aid-co", "s=reuters"] {
        assert!(page.contains(&format!("<option value=\"{option}\">")), "{option}");
    }
    assert!(page.contains("href=\"/briefing/topics/aid-co/\""), "topics are there without scripts");
    assert!(site.file("index.html").contains("href=\"/briefing/search/\""));
}

#[test]
fn what_a_result_shows_stands_in_numbered_files() {
    let site = SiteTest::from_text(SITE).build();
    let shown: Vec<[String; 5]> = serde_json::from_str(&site.file(&named(&site, "search/entries/0-"))).expect("JSON");
    assert_eq!(shown[0][0], "/briefing/2019/05/01/a/");
    assert_eq!(shown[0][1], "Protesters marched in Orléans");
    assert_eq!(shown[0][2], "2019-05-01");
    assert!(shown[0][3].starts_with("A standfirst They were protesting"));
    assert_eq!((shown[0][4].as_str(), shown[1][4].as_str()), ("", "fr"));
    assert_eq!(shown.len(), 2);
}

#[test]
fn nothing_of_a_held_entry_is_in_the_index() {
    let site = SiteTest::from_text(SITE).build();
    let paths = site.tree().into_iter().filter(|path| path.starts_with("search/"));
    for path in paths {
        let text = site.file(&path).to_lowercase();
        for word in ["unseen", "secretword", "hidden topic", "hidden source", "hidden-"] {
            assert!(!text.contains(word), "`{word}` is in {path}");
        }
    }
    let with = site.output();
    let without = site.remove("content/c.md").remove("output").remove(".dateline").build().output();
    let bytes = |files: &crate::site_test::Files| -> Vec<Vec<u8>> { files.values().map(|(b, _)| b.clone()).collect() };
    assert_eq!(bytes(&with), bytes(&without));
}

#[test]
fn a_word_more_changes_few_files_and_a_new_build_gives_the_same_index() {
    let entry = |n: usize| {
        let words: Vec<String> = (0..120).map(|w| format!("w{:x}", (n * 7919 + w * 104_729) % 65_521)).collect();
        let date = format!("{}-{:02}-{:02}", 2000 + n / 360, n / 30 % 12 + 1, n % 28 + 1);
        format!("---\nheadline: Entry {n}\ndate: {date}\n---\n{}\n", words.join(" "))
    };
    let mut site = SiteTest::from_text("")
        .write("dateline.yaml", "title: T\nbase_url: https://site.example\nsearch: true\npage_size: 100\n");
    for n in 0..400 {
        site = site.write(&format!("content/e{n}.md"), entry(n));
    }
    let site = site.build();
    let before = site.output();
    assert!(before.keys().filter(|path| path.starts_with("search/words/")).count() > 10);
    let site = site.edit("content/e200.md", "---\nw", "---\nwholly w").build();
    let after = site.output();
    let indexed = |path: &&String| path.starts_with("search/");
    let changed: Vec<&String> = after
        .iter()
        .filter(|(path, (bytes, _))| before.get(*path).is_none_or(|(old, _)| old != bytes))
        .map(|(path, _)| path)
        .filter(indexed)
        .collect();
    assert!((1..=4).contains(&changed.len()), "{changed:?}");
    let clean = site.remove("output").remove(".dateline").build().output();
    assert_eq!(clean.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    assert!(clean.iter().all(|(path, (bytes, _))| after[path].0 == *bytes));
}

#[test]
fn one_entry_more_leaves_most_of_the_index_as_it_is() {
    let entry = |n: usize| {
        let day = format!("{}-{:02}-{:02}", 2000 + n / 336, n / 28 % 12 + 1, n % 28 + 1);
        format!("---\nheadline: Entry {n}\ndate: {day}\n---\ncommon words w{}\n", n % 50)
    };
    let mut site = SiteTest::from_text("")
        .write("dateline.yaml", "title: T\nbase_url: https://site.example\nsearch: true\npage_size: 100\n");
    for n in 0..300 {
        site = site.write(&format!("content/e{n}.md"), entry(n));
    }
    let named = |site: &SiteTest| -> BTreeSet<String> {
        index(site).into_keys().filter(|path| path != "search/index.json").collect()
    };
    let site = site.build();
    let before = named(&site);
    let site = site.write("content/new.md", "---\nheadline: New\ndate: 2019-01-01\n---\nw7 w8 w9\n").build();
    let after = named(&site);
    assert!(before.iter().any(|path| path.starts_with("search/words/0-")));
    assert!(before.iter().filter(|path| path.starts_with("search/words/0-")).all(|path| after.contains(path)));
    assert!(after.difference(&before).count() <= 5, "{:?}", after.difference(&before));
    let root: serde_json::Value = serde_json::from_str(&site.file("search/index.json")).expect("JSON");
    let segment = |at: usize| (root["segments"][at]["from"].clone(), root["segments"][at]["entries"].clone());
    assert_eq!((segment(0), segment(1)), ((0.into(), 256.into()), (256.into(), 45.into())));
}

const WORDS: &str = ".dateline/words";

/// The files of the index by path, with their bytes.
fn index(site: &SiteTest) -> BTreeMap<String, Vec<u8>> {
    let files = site.output().into_iter().filter(|(path, _)| path.starts_with("search/"));
    files.map(|(path, (bytes, _))| (path, bytes)).collect()
}

#[test]
fn what_is_remembered_of_the_words_changes_nothing_but_the_time() {
    let topic = "---\nname: Assistance & Co\naliases: [Aid & Co]\n---\n";
    let third = "---\nheadline: Third\ndate: 2018-01-01\ntopics: [Aid & Co]\n---\nGazelles marching.\n";
    let site = SiteTest::from_text(SITE).build();
    let first = index(&site);
    let remembered = std::fs::read(site.path(WORDS)).expect("the words are remembered");
    let site = site.build();
    assert_eq!(std::fs::read(site.path(WORDS)).expect("a file"), remembered, "nothing new, nothing written");
    let site = site.write("content/third.md", third).edit("content/b.md", "journaux", "journal").build();
    let changed = index(&site);
    assert!(words(&site).contains("gazelles") && !words(&site).contains("journaux"));
    let site = site.remove("output").remove(".dateline").build();
    assert_eq!(index(&site), changed, "as a clean build");
    let site = site.write("content/topics/aid.md", topic).build();
    assert!(words(&site).contains("assistance"), "a topic page spells the topic of an entry that did not change");
    let site =
        site.remove("content/third.md").remove("content/topics/aid.md").edit("content/b.md", "journal", "journaux");
    assert_eq!(index(&site.build()), first, "what is gone is forgotten");
}

#[test]
fn damaged_memory_is_as_good_as_none() {
    let site = SiteTest::from_text(SITE).build();
    let first = index(&site);
    let whole = std::fs::read(site.path(WORDS)).expect("the words are remembered");
    let mut turned = whole.clone();
    *turned.last_mut().expect("a byte") ^= 1;
    let mut site = site;
    for damaged in [&whole[..whole.len() / 2], b"", b"dateline words 0\n", turned.as_slice()] {
        site = site.write(WORDS, damaged).remove("output").build();
        assert_eq!(index(&site), first);
        assert_eq!(std::fs::read(site.path(WORDS)).expect("a file"), whole);
    }
}

#[test]
fn hosts_are_told_that_files_named_by_their_content_never_change() {
    let site = SiteTest::from_text(SITE).build();
    let headers = site.file("_headers");
    for pattern in ["/briefing/search/words/*\n  Cache-Control: ", "/briefing/search/entries/*\n  Cache-Control: "] {
        assert!(headers.contains(pattern), "{headers}");
    }
    assert!(!headers.contains("/briefing/search/*"), "index.json changes with every build");
}

#[test]
fn a_site_is_not_searched_unless_it_wants_to_be() {
    let site = SiteTest::from_text(SITE).edit("dateline.yaml", "search: true\n", "").build();
    assert!(!site.tree().iter().any(|path| path.starts_with("search/")));
    assert!(!site.file("index.html").contains("/search/"));
}
