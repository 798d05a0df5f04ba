//! A plain-text copy of an article, read by the layout of news copy.
//!
//! ```text
//! Skip to main content                       what belongs to the site
//! Trust at a low, both sides say             the headline
//! A. Photographer, AGENCY | Two men          a photo, a byline, a date: in any order
//! The visit ended without a deal.            the standfirst
//! MOSCOW (AP) — The talks …                  the report, with its dateline
//! 'Low level of trust'                       a cross-head
//! (BROADCASTER with AGENCY)                  whom it is from
//! Page not found                             what belongs to the site
//! ```

use std::collections::VecDeque;

use super::claims::Claims;
use super::paragraphs::paragraphs;
use super::words::{count, line};
use super::{Picture, agency, byline, furniture, speech, when, wire};
use crate::html::{Block, Kind};

/// What the copy says, and its report.
pub(super) fn read(text: &str) -> (Claims, Vec<Block>) {
    let mut lines = paragraphs(text);
    if let Some(end) = lines.iter().position(|line| furniture::is_missing_page(line)).filter(|at| *at > 1) {
        lines.truncate(end);
    }
    lines.retain(|line| !furniture::is_one(line));
    let mut claims = Claims::default();
    let mut lines = VecDeque::from(lines);
    head(&mut lines, &mut claims);
    tail(&mut lines, &mut claims);
    if let Some(standfirst) = standfirst(&lines) {
        lines.pop_front();
        claims.standfirst = line(&standfirst);
    }
    // A photo or a byline may stand below the standfirst too.
    while lines.len() > 1 && is_about(&mut lines, &mut claims) {}
    let blocks = lines.into_iter().map(|words| Block { kind: kind(&words), words }).collect();
    (claims, blocks)
}

/// Takes the headline, and what stands around it, from the beginning.
fn head(lines: &mut VecDeque<String>, claims: &mut Claims) {
    while !lines.is_empty() {
        if is_about(lines, claims) {
            continue;
        }
        if claims.headline.is_some() {
            break;
        }
        let Some(first) = lines.pop_front() else { break };
        match is_section(&first, lines) {
            true => claims.subjects.push(first),
            false => claims.headline = line(first.trim_start_matches(['#', ' '])),
        }
    }
}

/// Whether a line names a part of the paper, and the headline follows: a word or two before a line that is longer and no
/// sentence.
fn is_section(text: &str, rest: &VecDeque<String>) -> bool {
    let ends = |line: &str| line.ends_with(['.', '!', '?', '…', '。', '”', '"']);
    let is_headline = |line: &String| (4..=20).contains(&count(line)) && !ends(line) && !byline::begins(line);
    let is_short = text.split_whitespace().count() <= 2 && text.chars().count() <= 20;
    is_short && !ends(text) && rest.len() >= 3 && rest.front().is_some_and(is_headline) && !is_dated(&rest[0])
}

/// Takes what is about the article rather than of it from the beginning, where that stands there.
fn is_about(lines: &mut VecDeque<String>, claims: &mut Claims) -> bool {
    if is_signed(lines, claims.headline.is_some()) {
        if let Some(name) = lines.front() {
            by(claims, &name.clone());
        }
        // What they do is no name; a date is read as the next line.
        let is_office = lines.get(1).is_some_and(|line| byline::is_office(line));
        lines.drain(..if is_office { 2 } else { 1 });
        return true;
    }
    let is_one = lines.front().is_some_and(|line| about(line, claims));
    if is_one {
        lines.pop_front();
    }
    is_one
}

/// Whether a name stands by itself, over what its bearer does or over a date. Over a date alone it may be the headline, as
/// long as there is none: `Earthquake Hits Nepal`.
fn is_signed(lines: &VecDeque<String>, has_headline: bool) -> bool {
    let (Some(name), Some(next)) = (lines.front(), lines.get(1)) else { return false };
    byline::is_person(name) && (byline::is_office(next) || has_headline && count(next) <= 8 && is_dated(next))
}

/// Reads the lines at the beginning of a page's text that are about the article, for what nothing else says, and takes them
/// out.
pub(super) fn lines_about(blocks: &mut Vec<Block>, claims: &mut Claims) {
    let (mut at, mut looked) = (0, 0);
    while looked < 8 && at < blocks.len() {
        looked += 1;
        let mut found = Claims::default();
        if !about(&blocks[at].words, &mut found) {
            at += 1;
            continue;
        }
        blocks.remove(at);
        claims.published = claims.published.take().or(found.published);
        claims.modified = claims.modified.take().or(found.modified);
        claims.agencies.extend(found.agencies);
        if claims.authors.is_empty() {
            claims.authors = found.authors;
        }
    }
}

/// Reads a line about the article rather than of it: its date, who wrote it, its photo, its address.
fn about(text: &str, claims: &mut Claims) -> bool {
    let credit = text.split_once(" | ").filter(|(credit, _)| count(credit) <= 10).map(|_| wire::caption(text));
    if super::is_web(text) && !text.contains(' ') {
        claims.address.get_or_insert(text.to_owned());
    } else if let Some(wire::Caption { caption, credit: Some(credit) }) = credit
        && !agency::all(&credit).is_empty() | credit.starts_with('©')
    {
        photo(claims, caption, credit);
    } else if wire::is_credit(text) && wire::closing(text).is_none() {
        photo(claims, None, text.trim_start_matches(['©', ' ']).to_owned());
    } else if let Some(wire::Caption { caption, credit }) = wire::marked(text) {
        claims.photo.get_or_insert(Picture { caption, credit, ..Picture::default() });
    } else if byline::begins(text) && count(text) <= 14 && !byline::byline(text).authors.is_empty() {
        by(claims, text);
    } else if count(text) <= 12 && !text.ends_with(['.', '?', '!', '”', '"']) && is_dated(text) {
        let date = when::date(text);
        if text.to_lowercase().contains("updated") || text.to_lowercase().contains("modifi") {
            claims.modified = date;
        } else {
            claims.published = claims.published.take().or(date);
        }
    } else {
        return false;
    }
    true
}

fn photo(claims: &mut Claims, caption: Option<String>, credit: String) {
    claims.photo.get_or_insert(Picture { caption, credit: Some(credit), ..Picture::default() });
}

fn by(claims: &mut Claims, text: &str) {
    let byline = byline::byline(text);
    claims.published = claims.published.take().or_else(|| when::date(text));
    claims.agencies.extend(byline.agencies.into_iter().map(str::to_owned));
    if claims.authors.is_empty() {
        claims.authors = byline.authors;
    }
}

/// Whether a short line is a date with little else: most of its words are parts of one.
fn is_dated(text: &str) -> bool {
    let is_part = |word: &&str| word.chars().any(|c| c.is_ascii_digit());
    when::date(text).is_some() && text.split_whitespace().filter(is_part).count() >= 1
}

/// Takes from the end what says whom the report is from.
fn tail(lines: &mut VecDeque<String>, claims: &mut Claims) {
    for at in (lines.len().saturating_sub(4)..lines.len()).rev() {
        let Some(closing) = lines.get(at).and_then(|line| wire::closing(line)) else { continue };
        claims.publisher = claims.publisher.take().or(closing.publisher);
        claims.agencies.extend(closing.agencies.into_iter().map(str::to_owned));
        // What follows a closing line is the site's.
        lines.truncate(at);
    }
}

/// The first paragraph, where it is a summary: the report goes on after it and does not begin with it.
fn standfirst(lines: &VecDeque<String>) -> Option<String> {
    let first = lines.front()?;
    let is_summary = lines.len() >= 3
        && (8..=60).contains(&count(first))
        && first.ends_with(['.', '!', '?', '…', '。'])
        && wire::opening(first).place.is_none()
        && speech::is_free_of_speech(first);
    is_summary.then(|| first.clone())
}

fn kind(words: &str) -> Kind {
    let ends = words.trim_end_matches(['\'', '"', '’', '”', '»']).ends_with(['.', '!', '?', ':', ',', '…', ';', '。']);
    if count(words) <= 12 && !ends { Kind::Heading } else { Kind::Paragraph }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_of_copy_is_read() {
        let (claims, blocks) = read(
            "Skip to main content\n\nTrust at a low, both sides say\n\nA. Nemenov, AFP | Two men in suits\n\nThe visit \
             ended without a deal on the war, both sides said.\n\nMOSCOW (AP) — The talks went on for hours.\n\n'Low level of \
             trust'\n\nThey ended at night.\n\n(BROADCASTER with AFP)\n\nPage not found\n\nThe content you requested does \
             not exist or is not available anymore.\n",
        );
        assert_eq!(claims.headline.as_deref(), Some("Trust at a low, both sides say"));
        assert_eq!(claims.standfirst.as_deref(), Some("The visit ended without a deal on the war, both sides said."));
        assert_eq!(claims.publisher.as_deref(), Some("BROADCASTER"));
        assert_eq!(claims.agencies, ["AFP"]);
        let photo = claims.photo.expect("a photo");
        assert_eq!(
            (photo.caption.as_deref(), photo.credit.as_deref()),
            (Some("Two men in suits"), Some("A. Nemenov, AFP"))
        );
        assert_eq!(blocks.len(), 3);
        assert_eq!(blocks[1].kind, Kind::Heading);
    }

    #[test]
    fn sections_names_by_themselves_and_photos_are_no_text() {
        let (claims, blocks) = read(
            "World\n\nTrust at a low, both sides say\n\nThe visit of the secretary ended without a deal on the war.\n\nJane \
             Roe\nMoscow correspondent\nWed 12 Apr 2017 21.30 BST\n\nView image in fullscreen\n\nTwo men shake hands. \
             Photograph: A. Nemenov/AFP/Getty Images\n\nThe talks went on for hours.\n\nThey ended at night.",
        );
        assert_eq!(claims.headline.as_deref(), Some("Trust at a low, both sides say"));
        assert_eq!(claims.subjects, ["World"]);
        assert_eq!(claims.authors, ["Jane Roe"]);
        assert!(claims.published.is_some());
        let photo = claims.photo.expect("a photo");
        assert_eq!(photo.caption.as_deref(), Some("Two men shake hands."));
        assert_eq!(photo.credit.as_deref(), Some("A. Nemenov/AFP/Getty Images"));
        assert_eq!(blocks.len(), 2, "{blocks:?}");
        assert_eq!(
            read("Earthquake\n\nThe visit ended without a deal on the war.\n\nIt rained.").0.headline.as_deref(),
            Some("Earthquake")
        );
    }

    #[test]
    fn a_headline_of_few_words_over_a_date_is_no_name() {
        let (claims, _) = read("Earthquake Hits Nepal\n\n25 April 2015\n\nHouses fell in Kathmandu.\n\nIt rained.");
        assert_eq!(claims.headline.as_deref(), Some("Earthquake Hits Nepal"));
        assert_eq!(claims.authors, [""; 0]);
        assert!(claims.published.is_some());
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(read(""), (Claims::default(), Vec::new()));
        assert_eq!(read("Menu\n\nPage not found\n").0, Claims::default());
    }
}
