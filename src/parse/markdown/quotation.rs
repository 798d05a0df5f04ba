//! Whose words a quotation is: the three ways to say it.
//!
//! ```markdown
//! > Words.                 > [!quote] Name, role        > Words.
//! > — Name, role           > Words.                     ^ Name, role
//! ```
//!
//! Each may end in `| https://…`, the address that is cited, and `{lang=ar}`, the language of the words.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::super::body::Speaker;
use super::autolink::slice;
use super::footnote::is_definition;
use super::walk::Renderer;
use super::{Item, extent, plain};

/// A line that says whose the words are, or a call-out's title, taken apart.
#[derive(Debug, Default)]
pub(super) struct Line<'s> {
    /// The line without its dash, address and language.
    pub(super) items: Vec<Item<'s>>,
    /// The address of the work that is quoted.
    pub(super) cite: Option<String>,
    /// The language of the words.
    pub(super) language: Option<String>,
}

/// Takes a line apart.
pub(super) fn line<'s>(items: &[Item<'s>], source: &str) -> Line<'s> {
    let (Some((_, first)), Some((_, last))) = (items.first(), items.last()) else { return Line::default() };
    let mut line = Line::default();
    let start = first.start;
    let mut text = source.get(start..last.end).unwrap_or_default().trim_end();
    let whole = text.len();
    loop {
        if let Some((before, language)) = language(text).filter(|_| line.language.is_none()) {
            line.language = Some(language.to_owned());
            text = before;
        } else if let Some((before, cite)) = cite(text).filter(|_| line.cite.is_none()) {
            line.cite = Some(cite.to_owned());
            text = before;
        } else {
            break;
        }
    }
    line.items = if text.len() < whole { before(items, start + text.len()) } else { items.to_vec() };
    trim(&mut line.items);
    line
}

/// What stands before `{lang=ar}` at the end of a line, and the language.
fn language(text: &str) -> Option<(&str, &str)> {
    let open = text.rfind('{')?;
    let language = text[open..].strip_prefix("{lang=")?.strip_suffix('}')?.trim_matches('"');
    let fit = !language.is_empty() && language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    fit.then(|| (text[..open].trim_end(), language))
}

/// What stands before `| https://…` at the end of a line, and the address.
fn cite(text: &str) -> Option<(&str, &str)> {
    let bar = text.rfind('|')?;
    let address = text[bar + 1..].trim().trim_start_matches('<').trim_end_matches('>');
    let fit = (address.starts_with("https://") || address.starts_with("http://"))
        && !address.contains(|c: char| c.is_whitespace() || c.is_control() || c == '"');
    fit.then(|| (text[..bar].trim_end_matches('\\').trim_end(), address))
}

/// The items before a place in the source; an element that reaches over it stays whole.
fn before<'s>(items: &[Item<'s>], end: usize) -> Vec<Item<'s>> {
    let mut kept = Vec::with_capacity(items.len());
    let mut depth = 0usize;
    for (event, span) in items {
        match event {
            _ if depth == 0 && span.start >= end => break,
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) if depth == 0 && span.end > end => {
                kept.push((Event::Text(cut(text, span, end)), span.start..end));
                break;
            }
            _ => {}
        }
        kept.push((event.clone(), span.clone()));
    }
    kept
}

fn cut<'s>(text: &CowStr<'s>, span: &Range<usize>, end: usize) -> CowStr<'s> {
    let length = end - span.start;
    if text.len() == span.len() && text.is_char_boundary(length) { slice(text, 0..length) } else { text.clone() }
}

/// Takes blanks from both ends of a line.
fn trim(items: &mut Vec<Item<'_>>) {
    while let Some((Event::Text(text), _)) = items.last_mut() {
        *text = slice(text, 0..text.trim_end().len());
        if !text.is_empty() {
            break;
        }
        items.pop();
    }
    strip(items, |text| text.trim_start());
}

/// Takes from the first text of a line what `rest` leaves off; texts that become empty go.
fn strip(items: &mut Vec<Item<'_>>, rest: impl Fn(&str) -> &str) {
    while let Some((Event::Text(text), _)) = items.first_mut() {
        let kept = rest(text).len();
        *text = slice(text, text.len() - kept..text.len());
        if !text.is_empty() {
            break;
        }
        items.remove(0);
    }
}

/// A quotation's words, and the line after them that says whose they are.
pub(super) struct Signed<'i, 's> {
    /// The words, as blocks.
    pub(super) words: Vec<Item<'s>>,
    /// The line, with its dash.
    pub(super) line: &'i [Item<'s>],
}

/// Finds the attribution that a quotation ends in: the last line of its last paragraph, or that paragraph.
pub(super) fn signed<'i, 's>(inner: &'i [Item<'s>]) -> Option<Signed<'i, 's>> {
    let start = last_block(inner)?;
    let paragraph = &inner[start..start + extent(&inner[start..])];
    if !matches!(paragraph.first()?.0, Event::Start(Tag::Paragraph)) {
        return None;
    }
    let lines = &paragraph[1..paragraph.len() - 1];
    if let Some(at) = line_breaks(lines).last().filter(|at| is_signature(&lines[at + 1..])) {
        let mut words = inner[..start + 1 + at].to_vec();
        words.extend(paragraph.last().cloned());
        return Some(Signed { words, line: &lines[at + 1..] });
    }
    (start > 0 && is_signature(lines)).then(|| Signed { words: inner[..start].to_vec(), line: lines })
}

/// Finds `^ Name` in the first line of the paragraph after a quotation; gives the number of items of that line.
pub(super) fn caret_line(items: &[Item<'_>]) -> Option<usize> {
    let [(Event::Start(Tag::Paragraph), _), (Event::Text(text), _), ..] = items else { return None };
    if !is_caret(text) {
        return None;
    }
    let lines = &items[1..extent(items) - 1];
    Some(line_breaks(lines).next().unwrap_or(lines.len()))
}

/// Where lines of a paragraph end, those inside emphasis and links left out.
pub(super) fn line_breaks<'i>(items: &'i [Item<'_>]) -> impl Iterator<Item = usize> + 'i {
    let mut depth = 0usize;
    items.iter().enumerate().filter_map(move |(at, (event, _))| {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::SoftBreak | Event::HardBreak if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })
}

/// The index at which the last block of a quote begins, footnotes left out.
fn last_block(items: &[Item<'_>]) -> Option<usize> {
    let mut depth = 0usize;
    let mut last = None;
    for (at, (event, _)) in items.iter().enumerate() {
        if depth == 0 && !matches!(event, Event::Start(tag) if is_definition(tag)) {
            last = Some(at);
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    last
}

/// Whether a line begins with a dash or caret and has words after it.
fn is_signature(line: &[Item<'_>]) -> bool {
    let Some((Event::Text(text), _)) = line.first() else { return false };
    (text.starts_with(['—', '–', '―']) || text.starts_with("--") || is_caret(text))
        && plain::of(line).contains(char::is_alphanumeric)
}

fn is_caret(text: &str) -> bool {
    text.strip_prefix('^').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

impl<'s> Renderer<'s> {
    /// Who speaks, from a line taken apart; `None` where it names nobody.
    pub(super) fn speaker(&mut self, mut items: Vec<Item<'s>>) -> Option<Speaker> {
        strip(&mut items, |text| text.trim_start_matches(['—', '–', '―', '-', '^', ' ', '\t']));
        let words = plain::of(&items);
        let (name, role) = match words.split_once([',', '،', '，']) {
            Some((name, role)) => (name.trim(), Some(role.trim()).filter(|role| !role.is_empty())),
            None => (words.as_str(), None),
        };
        if !name.contains(char::is_alphanumeric) {
            return None;
        }
        let html = self.body(&items);
        self.plain.push('\n');
        Some(Speaker { name: name.to_owned(), role: role.map(str::to_owned), html })
    }
}

/// A paragraph of what follows a break.
pub(super) fn paragraph<'s>(rest: &[Item<'s>], span: Range<usize>) -> Vec<Item<'s>> {
    let mut items = Vec::with_capacity(rest.len() + 2);
    items.push((Event::Start(Tag::Paragraph), span.clone()));
    items.extend_from_slice(rest);
    items.push((Event::End(TagEnd::Paragraph), span));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_languages_end_a_line() {
        assert_eq!(cite("A | https://a.example/x"), Some(("A", "https://a.example/x")));
        assert_eq!(cite("A \\| <http://a.example>"), Some(("A", "http://a.example")));
        assert_eq!(cite("A | B"), None);
        assert_eq!(cite("A | javascript:x"), None);
        assert_eq!(language("A {lang=pt-BR}"), Some(("A", "pt-BR")));
        assert_eq!(language("A {lang=}"), None);
        assert_eq!(language("A {b}"), None);
    }
}
