//! Whatever an editor writes, rendering does not fail, and what it gives holds together.

use std::cell::RefCell;
use std::collections::BTreeSet;

use dateline::config::{Markdown, RawHtml};
use dateline::parse::{Body, Callout, Element, ElementKind, Fill, Options, Text, markdown};
use dateline::problem::{At, Problem};
use dateline::slug::Alphabet;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::tokenizer::{TagKind, TokenizerOpts};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Pieces of Markdown that mean something, and some that mean it in a bad place.
const TOKENS: &[&str] = &[
    "a",
    "word",
    "é",
    "北",
    "🙂",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "> ",
    ">",
    "- ",
    "1. ",
    "# ",
    "## ",
    "---\n",
    "===\n",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "```rust {linenos, hl=1-2}\n",
    "~~~\n",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](x.md#y)",
    "](https://a.example)",
    "](javascript:x)",
    "[^1]",
    "[^1]: ",
    "[^",
    "[!quote]",
    "> [!quote] Ana, x | https://a.example\n",
    "> [!pull]\n",
    "> [!note] T\n",
    "— Ana, mayor",
    "^ Ana",
    "--",
    "…",
    "...",
    "{#id}",
    "{lang=ar}",
    "{.c}",
    "|",
    "|a|b|\n|-|-|\n",
    ": ",
    "<b>",
    "</b>",
    "<div id=\"x\">",
    "<a href='y'>",
    "</a>",
    "<script>",
    "<!--",
    "-->",
    "&amp;",
    "&#xFDD0;",
    "&#64977",
    "\u{fdd0}",
    "\u{fdd1}",
    "\\",
    "\"",
    "'",
    "{{ x }}",
    "{% y %}",
    "http://",
    "www.",
    "www.a.example/b_c",
    "https://a.example/(b)",
    "\0",
    "- [x] ",
    "[r]: /z\n",
    "![p](q.jpg \"r\")",
];

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(7), cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_rendered(source in "(?s).{0,200}", options in options()) {
        check(&source, &options);
    }

    #[test]
    fn any_markdown_is_rendered(source in tokens(), options in options()) {
        check(&source, &options);
    }

    #[test]
    fn any_markdown_becomes_html_without_a_fault(source in tokens(), options in options()) {
        let mut options = options;
        // Raw HTML is as right as its writer made it.
        options.markdown.raw_html = RawHtml::Escape;
        let (text, _) = markdown(&source, &options);
        let html = filled(&text.body);
        let faults = Faults::of(&html);
        assert!(faults.is_empty(), "{faults:?} in {html:?} of {source:?}");
    }
}

fn tokens() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(TOKENS), 0..60).prop_map(|tokens| tokens.concat())
}

fn options() -> impl Strategy<Value = Options> {
    let raw_html = prop::sample::select(vec![RawHtml::Allow, RawHtml::Sanitize, RawHtml::Escape]);
    (raw_html, any::<[bool; 4]>()).prop_map(|(raw_html, [smart_punctuation, autolink, heading_links, templates])| {
        use ElementKind::{Code, Heading, Image, Link, Quote, Table};
        let all = if templates { vec![Code, Heading, Image, Link, Quote, Table] } else { vec![] };
        Options {
            timezone: TimeZone::UTC,
            markdown: Markdown { raw_html, smart_punctuation, autolink, heading_links, highlight: true },
            slugs: Alphabet::Unicode,
            elements: BTreeSet::from_iter(all),
            desk: Default::default(),
            language: "en".to_owned(),
            highlighted: Default::default(),
        }
    })
}

fn check(source: &str, options: &Options) {
    let (text, problems) = markdown(source, options);
    check_body(&text.body, &text);
    check_ids(&text, source);
    for span in text.links.iter().map(|link| &link.span).chain(text.images.iter().map(|mark| &mark.span)) {
        assert!(source.get(span.clone()).is_some(), "{span:?}");
    }
    for mark in &text.callouts {
        assert_eq!(source[mark.span.clone()].to_lowercase(), mark.name);
    }
    for problem in &problems {
        check_problem(problem, source);
    }
}

fn check_problem(problem: &Problem, source: &str) {
    let Some(At::Bytes(span)) = problem.place.as_ref().map(|place| place.at.clone()) else {
        panic!("{problem:?} has no place");
    };
    assert!(source.get(span).is_some(), "{problem:?}");
    assert!(!problem.message.ends_with('.') && !problem.message.is_empty());
}

fn check_body(body: &Body, text: &Text) {
    assert!(!body.html.contains(['\u{fdd0}', '\u{fdd1}']));
    assert!(body.holes.is_sorted_by_key(|hole| hole.at));
    for hole in &body.holes {
        assert!(body.html.is_char_boundary(hole.at as usize));
        match &hole.fill {
            Fill::Href(index) => assert!((*index as usize) < text.links.len()),
            Fill::Image(image) => assert!((image.index as usize) < text.images.len()),
            Fill::Callout(callout) => bodies_of_callout(callout).into_iter().for_each(|body| check_body(body, text)),
            Fill::Element(element) => body_of_element(element).into_iter().for_each(|body| check_body(body, text)),
            Fill::IdPrefix => {}
        }
    }
}

fn bodies_of_callout(callout: &Callout) -> Vec<&Body> {
    [&callout.title, &callout.body].into_iter().chain(callout.speaker.as_ref().map(|speaker| &speaker.html)).collect()
}

fn body_of_element(element: &Element) -> Option<&Body> {
    match element {
        Element::Link { body, .. } | Element::Heading { body, .. } => Some(body),
        Element::Table { body } | Element::Quote { body } => Some(body),
        Element::Code { .. } => None,
    }
}

/// Every id that Dateline writes is written once, and is known to later stages.
fn check_ids(text: &Text, source: &str) {
    let mut ids = Vec::new();
    collect_ids(&text.body, &mut ids);
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?} in {source:?}");
    for id in ids {
        assert!(text.anchors.contains(&id), "{id} of {:?} in {source:?}", text.anchors);
    }
}

fn collect_ids(body: &Body, ids: &mut Vec<String>) {
    for hole in &body.holes {
        let (before, after) = body.html.split_at(hole.at as usize);
        match &hole.fill {
            Fill::IdPrefix if before.ends_with(" id=\"") => ids.extend(after.split('"').next().map(str::to_owned)),
            Fill::Callout(callout) => {
                ids.push(callout.id.clone());
                bodies_of_callout(callout).into_iter().for_each(|body| collect_ids(body, ids));
            }
            Fill::Element(element) => {
                if let Element::Heading { id, .. } = &**element {
                    ids.push(id.clone());
                }
                body_of_element(element).into_iter().for_each(|body| collect_ids(body, ids));
            }
            _ => {}
        }
    }
}

/// The HTML with something plain in each hole.
fn filled(body: &Body) -> String {
    let mut html = String::new();
    let mut done = 0;
    for hole in &body.holes {
        html.push_str(&body.html[done..hole.at as usize]);
        done = hole.at as usize;
        match &hole.fill {
            Fill::IdPrefix => {}
            Fill::Href(_) => html.push_str("/x"),
            Fill::Image(image) if image.figure => html.push_str("<figure><img src=\"x\" alt=\"\"></figure>"),
            Fill::Image(_) => html.push_str("<img src=\"x\" alt=\"\">"),
            Fill::Callout(callout) => {
                let speaker = callout.speaker.as_ref().map(|speaker| filled(&speaker.html)).unwrap_or_default();
                let (title, body) = (filled(&callout.title), filled(&callout.body));
                html.push_str(&format!("<aside><p>{title}</p>{body}<p>{speaker}</p></aside>"));
            }
            Fill::Element(element) => html.push_str(&match &**element {
                Element::Link { body, .. } => format!("<a href=\"x\">{}</a>", filled(body)),
                Element::Heading { body, .. } => format!("<h2>{}</h2>", filled(body)),
                Element::Code { html, .. } => format!("<pre><code>{html}</code></pre>"),
                Element::Table { body } => filled(body),
                Element::Quote { body } => format!("<blockquote>{}</blockquote>", filled(body)),
            }),
        }
    }
    html + &body.html[done..]
}

/// What is wrong with a piece of HTML: what html5ever's tokenizer says, and elements that do not nest.
#[derive(Default)]
struct Faults {
    open: RefCell<Vec<String>>,
    found: RefCell<Vec<String>>,
}

const VOID: &[&str] = &["br", "hr", "img", "input", "wbr"];

/// Elements that no paragraph holds: a browser would end it before them.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "pre",
    "figure",
    "aside",
    "section",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

impl Faults {
    fn of(html: &str) -> Vec<String> {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer =
            Tokenizer::new(Self::default(), TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() });
        let _suspended = tokenizer.feed(&input);
        tokenizer.end();
        let mut found = tokenizer.sink.found.take();
        found.extend(tokenizer.sink.open.take().into_iter().map(|name| format!("<{name}> is not closed")));
        found
    }

    fn tag(&self, kind: TagKind, name: &str) {
        let mut open = self.open.borrow_mut();
        match kind {
            TagKind::StartTag => {
                if BLOCKS.contains(&name) && open.iter().any(|open| open == "p") {
                    self.found.borrow_mut().push(format!("<{name}> in <p>"));
                }
                if name == "a" && open.iter().any(|open| open == "a") {
                    self.found.borrow_mut().push("<a> in <a>".to_owned());
                }
                if !VOID.contains(&name) {
                    open.push(name.to_owned());
                }
            }
            TagKind::EndTag if open.last().is_some_and(|open| open == name) => _ = open.pop(),
            TagKind::EndTag => self.found.borrow_mut().push(format!("</{name}> within {open:?}")),
        }
    }
}

impl TokenSink for Faults {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => self.tag(tag.kind, &tag.name),
            Token::ParseError(fault) => self.found.borrow_mut().push(fault.into_owned()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
