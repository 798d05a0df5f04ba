//! Whatever a file of the content folder holds, parsing does not fail, and each problem lies within the file.

use dateline::config::{Markdown, RawHtml};
use dateline::load::{Digest, Source};
use dateline::parse::{Options, parse};
use dateline::problem::{At, Problem, SitePath};
use dateline::report::Report;
use dateline::slug::Alphabet;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Pieces of YAML that mean something, and some that mean it in a bad place.
const TOKENS: &[&str] = &[
    "headline: ",
    "date: ",
    "topics: ",
    "source: ",
    "photo: ",
    "corrections:\n",
    "byline: ",
    "embargo: ",
    "draft: ",
    "slug: ",
    "aliases: ",
    "extra: ",
    "withdrawn: ",
    "name: ",
    "url: ",
    "file: ",
    "alt: ",
    "credit: ",
    "note: ",
    "kind: ",
    "key_points: ",
    "language: ",
    "title: ",
    "2020-01-02",
    "2020-01-02T10:00",
    "2020-01-02T10:00:00+25:00",
    "9999-12-31",
    "-0001-01-01",
    "true",
    "no",
    "~",
    "null",
    "1.5",
    "0x1f",
    "https://a.example/b",
    "../../x",
    "/old/",
    "p.jpg",
    "é",
    "北京",
    "🙂",
    "\u{202e}",
    "\u{7}",
    "\0",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "a",
    "word",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "- ",
    "-",
    "? ",
    ": ",
    ":",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\\",
    "|\n",
    ">\n",
    "|-\n  ",
    "&a ",
    "*a",
    "!tag ",
    "%",
    "@",
    "`",
    "#",
    " # comment",
    "---\n",
    "---",
    "...\n",
    "<<: ",
    "\\u0000",
    "\\x1b",
];

const PATHS: &[&str] = &[
    "content/a.md",
    "content/2020-01-02-a.md",
    "content/a/index.md",
    "content/topics/a.md",
    "content/sources/a.md",
    "content/pages/a.md",
    "content/people/a.md",
    "content/2020-13-40.md",
    "content/é.md",
];

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(7), cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_parsed(bytes in prop::collection::vec(any::<u8>(), 0..300), path in path()) {
        check(&bytes, path);
    }

    #[test]
    fn any_text_is_parsed(text in "(?s).{0,200}", path in path()) {
        check(text.as_bytes(), path);
        check(format!("---\n{text}\n---\n").as_bytes(), path);
    }

    #[test]
    fn any_front_matter_is_parsed(yaml in yaml(), body in yaml(), path in path()) {
        check(format!("---\n{yaml}\n---\n{body}").as_bytes(), path);
        check(format!("\u{feff}---\r\n{yaml}\r\n---\r\n{body}").as_bytes(), path);
        check(yaml.as_bytes(), path);
    }

    #[test]
    fn any_configuration_is_read(yaml in yaml(), text in "(?s).{0,100}") {
        for text in [yaml, text] {
            let (_, problems) = dateline::config::read(&SitePath::new("dateline.yaml"), &text);
            check_problems(problems, &text);
        }
    }
}

fn path() -> impl Strategy<Value = &'static str> {
    prop::sample::select(PATHS)
}

fn yaml() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(TOKENS), 0..40).prop_map(|tokens| tokens.concat())
}

fn check(bytes: &[u8], path: &str) {
    let options = Options {
        timezone: TimeZone::UTC,
        markdown: Markdown {
            raw_html: RawHtml::Allow,
            smart_punctuation: true,
            autolink: true,
            heading_links: false,
            highlight: true,
        },
        slugs: Alphabet::Ascii,
        elements: Default::default(),
        desk: Default::default(),
        language: "en".to_owned(),
        highlighted: Default::default(),
    };
    let source = Source { path: SitePath::new(path), bytes: bytes.to_vec(), digest: Digest::of(bytes) };
    let parsed = parse(&source, &options);
    assert!(parsed.document.is_some() || !parsed.problems.is_empty(), "a file that gives nothing says why");
    check_problems(parsed.problems, &String::from_utf8_lossy(bytes));
}

fn check_problems(problems: Vec<Problem>, text: &str) {
    for problem in &problems {
        assert!(
            !problem.message.is_empty() && !problem.message.ends_with('.') && !problem.message.contains('\n'),
            "{problem:?}"
        );
        if let Some(At::Bytes(span)) = problem.place.as_ref().map(|place| &place.at) {
            assert!(span.start <= span.end && (span.end <= text.len() || problem.rule == "not-utf-8"), "{problem:?}");
        }
    }
    let lines = text.split('\n').count();
    let text: std::sync::Arc<str> = text.into();
    for finding in Report::new(problems, &|_| Some(std::sync::Arc::clone(&text))).findings {
        let Some(mark) = finding.spot.and_then(|spot| spot.mark) else { continue };
        assert!(
            mark.line <= lines && mark.column <= mark.end_column && mark.text.get(mark.span.clone()).is_some(),
            "{mark:?}"
        );
    }
}
