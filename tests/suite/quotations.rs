//! How the built-in theme marks up quotations and pull quotes.

use crate::site_test::SiteTest;

const SITE: &str = "
-- dateline.yaml --
title: The Test
base_url: https://site.example
desk:
  rules:
    quote-without-speaker: off
-- content/a.md --
---
headline: A
date: 2020-01-01
---
> We have seen what happened.
> — Ana Lima, *mayor* of [Porto](https://porto.example/)

> [!quote] Ben, minister | https://www.example.org/speech
> No comment.

> C'est *non*.
^ Chloé, spokesperson

> [!quote] Ana Lima
> > Within.
> Without.

> [!pull] Ana Lima, mayor
> We have seen what happened.

> Plain words of a text.

> [!context] Why *now*
> Because.
";

/// The parts of the page that an element of this name and class makes.
fn parts(html: &str, open: &str, close: &str) -> Vec<String> {
    html.split(open).skip(1).map(|rest| rest.split(close).next().unwrap_or_default().to_owned()).collect()
}

fn page() -> String {
    SiteTest::from_text(SITE).build().file("2020/01/01/a/index.html")
}

#[test]
fn a_quotation_is_a_figure_whose_caption_stands_outside_the_quoted_words() {
    let page = page();
    let figures = parts(&page, "<figure class=\"quote\"", "</figure>");
    assert_eq!(figures.len(), 4, "{page}");
    for figure in &figures {
        let (words, caption) = figure.split_once("<figcaption>").expect("a caption");
        assert_eq!(words.matches("<blockquote").count(), words.matches("</blockquote>").count(), "{figure}");
        assert!(!caption.contains("blockquote"), "{figure}");
    }
    assert!(figures[0].contains("Ana Lima, <em>mayor</em> of <a href=\"https://porto.example/\""), "{}", figures[0]);
    assert!(!figures[0].split("<figcaption>").next().expect("words").contains("Ana"), "the speaker is not quoted");
    assert!(figures[1].contains("<blockquote cite=\"https://www.example.org/speech\""), "{}", figures[1]);
    assert!(figures[2].contains("Chloé"), "{}", figures[2]);
    assert_eq!(figures[3].matches("<blockquote").count(), 2);
}

#[test]
fn a_pull_quote_is_hidden_from_screen_readers_and_takes_no_focus() {
    let pulls = parts(&page(), "<aside class=\"pull\"", "</aside>");
    assert_eq!(pulls.len(), 1);
    assert!(pulls[0].contains("aria-hidden=\"true\""));
    for element in ["<a ", "<button", "tabindex"] {
        assert!(!pulls[0].contains(element), "{}", pulls[0]);
    }
}

#[test]
fn every_id_is_there_once() {
    let page = page();
    let mut ids = parts(&page, " id=\"", "\"");
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "{page}");
    assert!(ids.iter().any(|id| id == "quote-we-have-seen-what-happened"), "{ids:?}");
}

#[test]
fn a_plain_block_quote_stays_one() {
    let page = page();
    assert!(page.contains("<blockquote>\n<p>Plain words of a text.</p>\n</blockquote>"), "{page}");
}

#[test]
fn a_box_has_its_title() {
    assert!(page().contains("Why <em>now</em>"));
}

#[test]
fn a_quotation_in_another_language_says_so() {
    let site = SiteTest::from_text(
        "-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\n> [!quote] Ana {lang=ar}\n> مرحبا\n",
    );
    site.build().has("2020/01/01/a/index.html", "lang=\"ar\" dir=\"rtl\"");
}
