//! Whatever a page or a text holds, clipping ends, and its draft is an entry that says what the clipping says.

use dateline::clip::{Desk, Origin, clip, draft, topics};
use dateline::config::{Markdown, RawHtml};
use dateline::date::Moment;
use dateline::load::{Digest, Source};
use dateline::parse::{Document, Options, parse};
use dateline::problem::{Severity, SitePath};
use dateline::slug::Alphabet;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Pieces of pages and of copy that mean something, and some that mean it in a bad place.
const PIECES: &[&str] = &[
    "<title>",
    "</title>",
    "<h1>",
    "</h1>",
    "<p>",
    "</p>",
    "<div class=byline>",
    "<article>",
    "</article>",
    "<blockquote>",
    "</blockquote>",
    "<cite>",
    "<figure><img src=/a.jpg>",
    "<figcaption>",
    "<table>",
    "<b>",
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"",
    "\",\"author\":[{\"name\":\"",
    "\"}]}</script>",
    "<meta property='og:title' content='",
    "<time datetime=",
    "'>",
    "<!--",
    "-->",
    "&amp;",
    "&#x202e;",
    "\n",
    "\n\n",
    "\r\n",
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    " said ",
    " said: ",
    "Jane Roe",
    "Roe",
    "he",
    ", the mayor of Springfield,",
    "MOSCOW (AFP) — ",
    "(Gazette with AP)",
    "A. Person, AFP | ",
    "By ",
    "12/04/2017",
    "2017-04-12T21:30:00Z",
    "https://a.example/b",
    "words of a sentence that goes on",
    ".",
    ",",
    ": ",
    " #",
    "---",
    "draft: false",
    "{{ x }}",
    "[!pull]",
    "> ",
    "é",
    "北京",
    "ﷺ",
    "İ",
    "\u{202e}",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "©",
    " | ",
    " - ",
];

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(11), cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_clipped(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn any_pieces_are_clipped(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        check(pieces.concat().as_bytes());
        check(format!("<html><body>{}", pieces.concat()).as_bytes());
    }

    #[test]
    fn any_words_are_quoted_right(headline in "(?s).{1,60}", name in "(?s).{1,40}", words in ".{1,80}") {
        let told = serde_json::json!({
            "@type": "NewsArticle", "headline": headline, "description": words, "dateline": name, "articleSection": words,
            "author": [{"name": name}], "publisher": {"name": name}, "image": {"url": "https://a.example/b.jpg", "caption": words},
        });
        let told = told.to_string().replace("</", "<\\/").replace("<!--", "<\\u0021--");
        let page = format!("<script type='application/ld+json'>{told}</script><blockquote><p>{words} and more words</p><cite>Jane Roe</cite></blockquote>");
        check(page.as_bytes());
        check(format!("{headline}\n\n{words}\n\n“{words} and more words,” said Jane Roe.").as_bytes());
    }
}

fn options() -> Options {
    Options {
        timezone: TimeZone::UTC,
        language: "en".to_owned(),
        markdown: Markdown {
            raw_html: RawHtml::Allow,
            smart_punctuation: true,
            autolink: true,
            heading_links: false,
            highlight: true,
        },
        slugs: Alphabet::Ascii,
        desk: Default::default(),
        elements: Default::default(),
        highlighted: Default::default(),
    }
}

fn check(bytes: &[u8]) {
    let Ok(clipping) = clip(bytes, Origin { address: Some("https://a.example/story"), media_type: None }) else {
        return;
    };
    let now = Moment::from_instant(Timestamp::from_second(1_579_089_600).expect("a moment"), &TimeZone::UTC);
    let topics = topics(&clipping, &[]);
    let desk = Desk { now, zone: TimeZone::UTC, language: "en", date: None, topics, photo: None };
    let text = draft(&clipping, &desk);
    let source =
        Source { path: SitePath::new("content/a.md"), bytes: text.clone().into_bytes(), digest: Digest::of(b"") };
    let parsed = parse(&source, &options());
    let wrong: Vec<_> = parsed.problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{text}");
    let Some(Document::Entry(entry)) = parsed.document else { panic!("no entry: {text}") };
    assert!(entry.draft, "{text}");
    assert!(clipping.headline.is_none_or(|headline| entry.headline == headline), "{text}");
    assert_eq!(entry.standfirst, clipping.standfirst, "{text}");
    assert_eq!(entry.dateline, clipping.dateline, "{text}");
    assert_eq!(entry.byline, clipping.authors, "{text}");
    assert_eq!(entry.sources[0].url, clipping.address, "{text}");
    assert!(clipping.publisher.is_none_or(|name| entry.sources[0].name == name), "{text}");
    assert_eq!(entry.sources[0].agencies, clipping.agencies, "{text}");
    let letters = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    for quotation in &entry.text.quotations {
        let is_known = clipping.quotations.iter().any(|spoken| letters(&spoken.speaker) == letters(&quotation.speaker));
        assert!(is_known, "{}\n{text}", quotation.speaker);
    }
}
