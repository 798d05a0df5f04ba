//! Tests of front matter: every form of every field, and every message.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::tz::TimeZone;
use proptest::strategy::Strategy;

use crate::config::{Markdown, RawHtml};
use crate::load::{Digest, Source as File};
use crate::parse::{CorrectionKind, Document, Entry, Options, Parsed, Photo, Source, parse};
use crate::problem::SitePath;
use crate::report::Report;
use crate::slug::Alphabet;

const HEAD: &str = "headline: H\ndate: 2017-04-12T21:30\n";

fn options() -> Options {
    Options {
        timezone: TimeZone::get("Europe/Paris").unwrap(),
        markdown: Markdown {
            raw_html: RawHtml::Allow,
            smart_punctuation: true,
            autolink: true,
            heading_links: false,
            highlight: false,
        },
        slugs: Alphabet::Ascii,
        elements: BTreeSet::new(),
        desk: Default::default(),
        language: "en".to_owned(),
        highlighted: Default::default(),
    }
}

fn file(path: &str, text: &[u8]) -> File {
    File { path: SitePath::new(path), bytes: text.to_vec(), digest: Digest::of(text) }
}

/// What comes of a file, without what is said of the sources of entries: most here have none.
fn read(file: &File) -> Parsed {
    let mut parsed = parse(file, &options());
    parsed.problems.retain(|problem| !["missing-source", "source-without-url"].contains(&problem.rule));
    parsed
}

fn parsed(path: &str, text: &str) -> Parsed {
    read(&file(path, text.as_bytes()))
}

fn entry_at(path: &str, front: &str) -> Entry {
    let parsed = parsed(path, &format!("---\n{front}---\nText\n"));
    assert_eq!(parsed.problems, [], "{front}");
    match parsed.document {
        Some(Document::Entry(entry)) => std::sync::Arc::unwrap_or_clone(entry),
        other => panic!("{front}: {other:?}"),
    }
}

fn entry(more: &str) -> Entry {
    entry_at("content/a.md", &format!("{HEAD}{more}"))
}

/// `line:column marked text [rule] message` for each problem of a file.
fn problems_of(path: &str, bytes: &[u8]) -> Vec<String> {
    let problems = read(&file(path, bytes)).problems;
    assert!(problems.iter().all(|problem| !problem.hints.is_empty()), "{problems:?}");
    let text: Arc<str> = Arc::from(String::from_utf8_lossy(bytes));
    let report = Report::new(problems, &|_| Some(Arc::clone(&text)));
    let line = |finding: crate::report::Finding| {
        let mark = finding.spot.and_then(|spot| spot.mark);
        let place = mark.map(|mark| format!("{}:{} {} ", mark.line, mark.column, &mark.text[mark.span]));
        format!("{}[{}] {}", place.unwrap_or_default(), finding.rule, finding.message)
    };
    report.findings.into_iter().map(line).collect()
}

fn problems(front: &str) -> Vec<String> {
    problems_of("content/a.md", format!("---\n{front}---\nText\n").as_bytes())
}

#[test]
fn text_stays_text() {
    for text in ["No", "2017", "2017-04-12", "1.50", "017", "true", "0x10", "1e3", "off"] {
        let entry = entry_at(
            "content/a.md",
            &format!("headline: {text}\ndate: 2017-04-12\ntopics: [{text}, x]\nkicker: {text}\n"),
        );
        assert_eq!(
            (entry.headline.as_str(), entry.topics[0].as_str(), entry.kicker.as_deref()),
            (text, text, Some(text))
        );
    }
}

#[test]
fn plain_fields_are_read() {
    let entry = entry(
        "updated: 2017-04-13\nexpires: 2018-01-01\nembargo: 2017-04-12T20:00Z\ndraft: true\ndek: |\n  Two\n  lines\nkicker: ' '\n\
         dateline: MOSCOW\nbyline: Doe, Ann\ntopics: Russia\nkey_points: [One, Two]\nstory: summit\nwithdrawn: It was wrong\n\
         slug: low-point\naliases: [/old/, /2017/old.html]\nlanguage: fr\ntemplate: long/read.html\nlead: true\n\
         extra: {deep: [1, 1.5, no, {x: ~}]}\n",
    );
    assert_eq!(entry.date.rfc3339(), "2017-04-12T21:30:00+02:00");
    assert_eq!(entry.embargo.unwrap().rfc3339(), "2017-04-12T22:00:00+02:00");
    assert!(entry.updated.unwrap().day_only() && entry.expires.is_some() && entry.draft && entry.lead);
    assert_eq!((entry.standfirst.as_deref(), entry.kicker), (Some("Two\nlines"), None));
    assert_eq!((entry.byline, entry.topics), (vec!["Doe, Ann".to_owned()], vec!["Russia".to_owned()]));
    assert_eq!((entry.dateline.as_deref(), entry.key_points.len(), entry.aliases.len()), (Some("MOSCOW"), 2, 2));
    assert_eq!((entry.slug.as_deref(), entry.language.as_deref()), (Some("low-point"), Some("fr")));
    assert_eq!((entry.template.as_deref(), entry.story.as_deref()), (Some("long/read.html"), Some("summit")));
    assert_eq!(entry.withdrawn.as_deref(), Some("It was wrong"));
    assert_eq!(entry.extra["deep"], serde_json::json!([1, 1.5, "no", {"x": null}]));
}

#[test]
fn a_source_is_text_or_keys_or_a_list_of_either() {
    let named = |name: &str| Source { name: name.into(), ..Source::default() };
    assert_eq!(entry("source: France 24\n").sources, [named("France 24")]);
    assert_eq!(entry("source: [AP, {name: AFP}]\n").sources, [named("AP"), named("AFP")]);
    let full = entry(
        "source:\n  name: France 24\n  url: https://www.example.org/story\n  author: A. Writer\n  agencies: [AP, AFP]\n  \
         published: 2017-04-12\n  accessed: 2017-04-13\n  archive: https://web.archive.example/x\n",
    );
    let source = &full.sources[0];
    assert_eq!((source.agencies.len(), source.author.len()), (2, 1));
    assert!(
        source.published.is_some() && source.accessed.is_some() && source.archive.is_some() && source.url.is_some()
    );
}

#[test]
fn a_photo_is_text_or_keys_or_a_list_of_either() {
    let photo =
        Photo { file: "a.jpg".into(), alt: Some("Men".into()), credit: Some("B / AFP".into()), ..Photo::default() };
    assert_eq!(entry("photo: a.jpg\nphoto_credit: B / AFP\nphoto_alt: Men\n").photos, std::slice::from_ref(&photo));
    assert_eq!(entry("photo: {file: a.jpg, alt: Men}\nphoto_credit: B / AFP\n").photos, std::slice::from_ref(&photo));
    assert_eq!(entry("photo:\n- file: a.jpg\n  alt: Men\n  credit: B / AFP\n").photos, [photo]);
    let full = entry(
        "photo:\n  - {file: ../a.jpg, alt: '', caption: C, credit: B, creator: D, license: L, source: S, rights_until: 2020-01-01, \
         generated: true}\n  - {file: b.jpg, alt: x, credit: y}\n",
    );
    let lead = &full.photos[0];
    assert_eq!((lead.alt.as_deref(), lead.generated, full.photos.len()), (Some(""), true, 2));
    assert!(lead.caption.is_some() && lead.creator.is_some() && lead.license.is_some() && lead.source.is_some());
}

#[test]
fn corrections_come_oldest_first() {
    let entry =
        entry("corrections:\n  - {date: 2017-04-14, kind: update, note: Two}\n  - {date: 2017-04-12, note: One}\n");
    let found: Vec<(CorrectionKind, &str)> =
        entry.corrections.iter().map(|correction| (correction.kind, correction.note.as_str())).collect();
    assert_eq!(found, [(CorrectionKind::Correction, "One"), (CorrectionKind::Update, "Two")]);
}

#[test]
fn headline_and_date_may_stand_elsewhere() {
    for path in ["content/2017-04-12-low.md", "content/2017-04-12-low/index.md", "content/x/2017-04-12.md"] {
        let parsed = parsed(path, "# The *low* point\n\nText\n");
        let Some(Document::Entry(entry)) = parsed.document else { panic!("{path}") };
        assert_eq!(entry.date.day().to_string(), "2017-04-12");
        assert!(entry.date.day_only() && entry.headline.starts_with("The"));
        assert_eq!(parsed.problems, []);
    }
    assert_eq!(entry_at("content/2017-04-12-low.md", "headline: H\ndate: 2016-01-01\n").date.day().year(), 2016);
}

/// What is added to a right entry, and what is said about it.
const MISTAKES: &[(&str, &str)] = &[
    ("headlin: x", "4:1 headlin [unknown-key] `headlin` is not a key"),
    ("source: {nam: x, name: y}", "4:10 nam [unknown-key] `nam` is not a key of `source`"),
    ("kicker: a\nkicker: b", "5:1 kicker [duplicate-key] `kicker` is written twice"),
    ("extra: {a: {b: 1, b: 2}}", "4:19 b [duplicate-key] `b` is written twice"),
    ("draft: yes", "4:8 yes [wrong-type] `draft` wants true or false; this is text"),
    ("draft: 1", "4:8 1 [wrong-type] `draft` wants true or false; this is a number"),
    ("kicker: [a]", "4:9 [a] [wrong-type] `kicker` wants text; this is a list"),
    ("extra: x", "4:8 x [wrong-type] `extra` wants a group of keys; this is text"),
    ("updated: soon", "4:10 soon [bad-date] `updated`: `soon` is not a date"),
    ("expires: 2016-01-01", "4:10 2016-01-01 [expires-before-date] `expires` is before the entry's date"),
    ("updated: 2016-01-01", "4:10 2016-01-01 [updated-before-date] `updated` is before the entry's date"),
    ("topics: [Syria, syria]", "4:17 syria [duplicate-name] `syria` stands twice in `topics`"),
    ("topics: سوريا، روسيا", "4:9 سوريا، روسيا [names-without-list] `topics` has the one name `سوريا، روسيا`"),
    ("topics: Syria, Russia", "4:9 Syria, Russia [names-without-list] `topics` has the one name `Syria, Russia`"),
    ("standfirst: a\ndek: b", "5:6 b [said-twice] `standfirst` and `dek` say the same thing twice"),
    ("withdrawn: true", "4:12 true [wrong-type] `withdrawn` wants the reason as text; this is true or false"),
    ("slug: a/b", "4:7 a/b [unsafe-path] `slug` cannot be a part of an address: it holds a slash"),
    (
        "aliases: old",
        "4:10 old [unsafe-path] the alias `old` cannot be an address of this site: it does not begin with `/`",
    ),
    (
        "aliases: [/a/../b]",
        "4:11 /a/../b [unsafe-path] the alias `/a/../b` cannot be an address of this site: it leads to another folder",
    ),
    (
        "aliases: [//evil.example/]",
        "4:11 //evil.example/ [unsafe-path] the alias `//evil.example/` cannot be an address of this site: it is empty",
    ),
    ("aliases: /", "4:10 / [unsafe-path] the alias `/` cannot be an address of this site: it is empty"),
    ("language: english", "4:11 english [bad-language] `english` is not a language code"),
    (
        "template: ../x.html",
        "4:11 ../x.html [unsafe-path] `../x.html` cannot be the name of a template: a part of it leads to another folder",
    ),
    (
        "source: https://example.org/a",
        "4:9 https://example.org/a [source-without-name] this source is an address without a name",
    ),
    ("source: {url: https://a.org}", "4:9 {url: https://a.org} [source-without-name] this source has no `name`"),
    (
        "source: {name: x, url: a.org}",
        "4:24 a.org [bad-url] `source.url` is no address on the web: it does not begin with `https://` or `http://`",
    ),
    (
        "source:\n  - name: x\n    archive: ftp://a",
        "6:14 ftp://a [bad-url] `source.archive` is no address on the web: it does not begin with `https://` or `http://`",
    ),
    ("photo_credit: x", "4:15 x [stray-photo-field] `photo_credit` is given without `photo`"),
    ("photo: {alt: a, credit: b}", "4:8 {alt: a, credit: b} [photo-without-file] this photo has no `file`"),
    (
        "photo: {file: /etc/passwd, alt: a, credit: b}",
        "4:15 /etc/passwd [unsafe-path] `/etc/passwd` is not a photo beside this entry: it begins with `/`",
    ),
    (
        "photo: {file: 'C:\\a', alt: a, credit: b}",
        "4:15 'C:\\a' [unsafe-path] `C:\\a` is not a photo beside this entry: it holds a backslash",
    ),
    (
        "photo: {file: 'https://a.org/x', alt: a, credit: b}",
        "4:15 'https://a.org/x' [unsafe-path] `https://a.org/x` is not a photo beside this entry: it leads out of the site",
    ),
    (
        "photo: {file: a, alt: a, credit: b, focus: left}",
        "4:44 left [unknown-value] `photo.focus` wants a point of the photo; this is `left`",
    ),
    (
        "photo: {file: a, alt: a, credit: b}\nphoto_credit: c",
        "5:15 c [said-twice] `photo_credit` is also given under `photo`",
    ),
    ("corrections: It was wrong", "4:14 It was wrong [wrong-type] `corrections` wants a group of keys; this is text"),
    ("corrections: [{date: 2017-05-01}]", "4:15 {date: 2017-05-01} [missing-key] this correction has no `note`"),
    ("corrections: [{note: x}]", "4:15 {note: x} [missing-key] this correction has no `date`"),
    (
        "corrections: [{date: 2017-05-01, note: x, kind: updat}]",
        "4:49 updat [unknown-value] `corrections.kind` cannot be `updat`",
    ),
    (
        "corrections: [{date: 2017-04-11, note: x}]",
        "4:22 2017-04-11 [correction-before-publication] this correction is dated before the entry was published",
    ),
    (
        "kicker: \"a\\u0000b\"",
        "4:9 \"a\\u0000b\" [control-character] `kicker` holds the control character U+0000, which cannot be seen",
    ),
    (
        "extra: {a: [\"\\e\"]}",
        "4:12 [\"\\e\"] [control-character] `extra.a` holds the control character U+001B, which cannot be seen",
    ),
    ("kicker: Storm: what", "4:14 : what [yaml-syntax] a colon and a blank stand inside this text"),
    ("photo:\n\tfile: x", "5:1 \t [tab-indent] a tab indents this line; YAML wants blanks"),
    (
        "extra: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "4:39 [ [too-deep] lists and groups lie more than 32 deep in each other here",
    ),
];

#[test]
fn each_mistake_in_an_entry_is_named_with_its_place() {
    for (more, wanted) in MISTAKES {
        assert_eq!(problems(&format!("{HEAD}{more}\n")), [*wanted], "{more}");
    }
}

#[test]
fn one_run_names_every_mistake() {
    let found = problems("headlin: x\ndate: soon\ndraft: no\nsource: {url: x}\nphoto: a.jpg\n");
    let rules: Vec<&str> = found.iter().filter_map(|line| line.split(['[', ']']).nth(1)).collect();
    assert_eq!(
        rules,
        ["missing-headline", "unknown-key", "bad-date", "wrong-type", "source-without-name", "bad-url",],
        "{found:#?}"
    );
}

#[test]
fn what_is_wrong_with_a_file_as_a_whole_is_named() {
    for (path, bytes, wanted) in [
        ("content/a.md", b"".as_slice(), "[empty-file] this file is empty"),
        ("content/a.md", b"\xef\xbb\xbf\n", "[empty-file] this file is empty"),
        ("content/a.md", b"\xff\xfe-\0-\0", "[not-utf-8] this file is saved as UTF-16"),
        (
            "content/a.md",
            b"---\nheadline: caf\xe9\n---\n",
            "2:14 \u{fffd} [not-utf-8] byte 18 of this file, in line 2, is not UTF-8",
        ),
        (
            "content/a.md",
            b"---\nheadline: x\n",
            "1:1 --- [front-matter-open] front matter begins here and does not end",
        ),
        ("content/a.md", b"+++\na = 1\n+++\n", "1:1 +++ [front-matter-format] this front matter is not YAML"),
        (
            "content/a.md",
            b"---\n- a\n---\n",
            "1:1 --- [yaml-syntax] lines of `key: value` are wanted here; this is a list",
        ),
        ("content/a.md", b"---\nheadline: x\n---\n", "1:1 --- [missing-date] `date` is missing"),
        ("content/a.md", b"# x\n", "[missing-date] `date` is missing"),
        (
            "content/a.md",
            b"---\nheadline:\ndate: 2017-01-01\n---\n",
            "1:1 --- [missing-headline] `headline` is missing",
        ),
        ("content/a.md", b"---\r\nheadline: x\r\ndate: x\r\n---\r\n", "3:7 x [bad-date] `date`: `x` is not a date"),
        (
            "content/a.md",
            b"---\nheadline: x\ndate: 2017-01-01\n---\n# y\n",
            "2:11 x [second-title] the text begins with the heading `y`, which is not shown beside `headline`",
        ),
        ("content/topics/a.md", b"---\nparent: x\n---\n", "1:1 --- [missing-title] `name` is missing"),
        ("content/pages/a.md", b"---\nheadline: x\n---\n# y\n", "2:1 headline [unknown-key] `headline` is not a key"),
        ("content/people/a.md", b"---\nrole: x\n---\n", "1:1 --- [missing-title] `name` is missing"),
        (
            "content/people/a.md",
            b"---\nname: x\nportrait_credit: y\n---\n",
            "3:18 y [stray-photo-field] `portrait_credit` is given without `portrait`",
        ),
    ] {
        assert_eq!(problems_of(path, bytes), [wanted], "{}", String::from_utf8_lossy(bytes));
    }
    let long = format!("---\nkicker: {}\n---\n", "x".repeat(70_000));
    assert_eq!(
        problems_of("content/a.md", long.as_bytes()),
        ["[too-long] this is 68 KB of YAML, and 64 KB is the most"]
    );
}

#[test]
fn the_other_kinds_of_document_are_read() {
    let topic = parsed(
        "content/topics/syria.md",
        "---\nname: Syria\naliases: [Syrian war]\nparent: Middle East\nslug: syria\n---\nText",
    );
    assert!(
        matches!(topic.document, Some(Document::Topic(topic)) if topic.name == "Syria" && topic.aliases.len() == 1)
    );
    let source = parsed(
        "content/sources/f24.md",
        "---\nhomepage: https://www.example.org\ncountry: France\nnote: x\n---\n# France 24\n",
    );
    assert!(
        matches!(source.document, Some(Document::Source(source)) if source.name == "France 24" && source.homepage.is_some())
    );
    let page = parsed(
        "content/pages/about.md",
        "---\ntitle: About\naliases: /about-us/\ndraft: false\nextra: {a: 1}\n---\nText",
    );
    assert!(
        matches!(page.document, Some(Document::Page(page)) if page.title == "About" && page.aliases == ["/about-us/"])
    );
    let edition = parsed("content/editions/2017-04-12.md", "---\norder: [../a.md, b.md]\n---\n# Talks\n\nText");
    assert!(
        matches!(edition.document, Some(Document::Edition(page)) if page.title.as_deref() == Some("Talks") && page.order.len() == 2)
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    })]

    /// Lines as editors write them and signs that mean something to YAML, in any order.
    #[test]
    fn no_text_makes_reading_or_reporting_panic(
        parts in proptest::collection::vec(
            proptest::prop_oneof![
                proptest::sample::select(vec![
                    "headline: ", "date: ", "photo:\n  file: ", "source: ", "corrections:\n  - date: ", "topics: [", "2017-04-12",
                    "\n", "\r\n", "  ", "\t", "- ", "? ", ": ", "*a", "&a ", "!x ", "| ", "> ", "'", "\"", "{", "}", "]", ",",
                    "#", "%", "---\n", "...\n", "\u{2028}", "\u{feff}", "é", "\0",
                ]).prop_map(str::to_owned),
                "\\PC{0,6}",
            ],
            0..40,
        )
    ) {
        let text = format!("---\n{}\n---\nText", parts.concat());
        for path in ["content/a.md", "content/pages/a.md"] {
            let problems = parse(&file(path, text.as_bytes()), &options()).problems;
            let report = Report::new(problems, &|_| Some(Arc::from(text.as_str())));
            crate::report::human(&report, crate::report::Look::default());
        }
        let (config, problems) = crate::config::read(&SitePath::new("dateline.yaml"), &text);
        proptest::prop_assert!(config.is_some() || !problems.is_empty());
    }
}
