//! Bare addresses in the text become links, by the rules that GitHub has for them.
//!
//! The parser cuts text at signs that could mean something (`_`, `&`, `.` with smart punctuation), so an address may
//! be spread over several events. It is looked for in the source of neighbouring events taken together.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Item;

/// The events with links put where the text has bare addresses.
pub(super) fn expand<'s>(items: Vec<Item<'s>>, source: &str) -> Vec<Item<'s>> {
    if !items.iter().any(|(event, _)| matches!(event, Event::Text(text) if is_promising(text))) {
        return items;
    }
    let mut expanded = Vec::with_capacity(items.len() + 8);
    // Elements of Markdown nest; what raw HTML opens, raw HTML alone closes.
    let (mut closed, mut raw) = (0_usize, 0_usize);
    let mut at = 0;
    while at < items.len() {
        let run = if closed == 0 && raw == 0 { run(&items[at..]) } else { 0 };
        if run > 0 {
            expand_run(&items[at..at + run], source, &mut expanded);
            at += run;
            continue;
        }
        match &items[at].0 {
            Event::InlineHtml(html) if html.starts_with("<a ") || html.starts_with("<A ") => raw += 1,
            Event::InlineHtml(html) if html.starts_with("</a") || html.starts_with("</A") => {
                raw = raw.saturating_sub(1)
            }
            event if opens(event) => closed += 1,
            event if closes(event) => closed = closed.saturating_sub(1),
            _ => {}
        }
        expanded.push(items[at].clone());
        at += 1;
    }
    expanded
}

/// Whether a text may hold an address.
fn is_promising(text: &str) -> bool {
    (text.contains(':') && text.contains("://")) || text.contains("www.")
}

/// Whether an element begins in which no address becomes a link.
fn opens(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock))
}

fn closes(event: &Event<'_>) -> bool {
    matches!(event, Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock))
}

/// The number of text events that follow each other in the source without a gap.
fn run(items: &[Item<'_>]) -> usize {
    let mut end = None;
    items
        .iter()
        .take_while(|(event, span)| {
            let follows = matches!(event, Event::Text(_)) && end.is_none_or(|end| end == span.start);
            end = Some(span.end);
            follows
        })
        .count()
}

/// A text event with its place in the run's text.
struct Piece<'i, 's> {
    text: &'i CowStr<'s>,
    span: &'i Range<usize>,
    at: Range<usize>,
}

fn expand_run<'s>(items: &[Item<'s>], source: &str, out: &mut Vec<Item<'s>>) {
    if !items.iter().any(|(event, _)| matches!(event, Event::Text(text) if is_promising(text))) {
        out.extend_from_slice(items);
        return;
    }
    let mut whole = String::new();
    let mut pieces = Vec::with_capacity(items.len());
    for (event, span) in items {
        let Event::Text(text) = event else { continue };
        let start = whole.len();
        whole.push_str(as_written(text, span, source));
        pieces.push(Piece { text, span, at: start..whole.len() });
    }
    let mut from = 0;
    while let Some(address) = find(&whole, from) {
        push_text(&pieces, from..address.start, &whole, out);
        push_link(&pieces, &address, &whole, out);
        from = address.end;
    }
    push_text(&pieces, from..whole.len(), &whole, out);
}

/// The source of a text, but for entities, which mean another sign.
fn as_written<'i>(text: &'i str, span: &Range<usize>, source: &'i str) -> &'i str {
    match source.get(span.clone()) {
        Some(written) if !written.starts_with(['&', '\\']) => written,
        _ => text,
    }
}

fn push_link<'s>(pieces: &[Piece<'_, 's>], address: &Range<usize>, whole: &str, out: &mut Vec<Item<'s>>) {
    let shown = &whole[address.clone()];
    let href = if shown.starts_with("www.") { format!("https://{shown}") } else { shown.to_owned() };
    let tag = Tag::Link { link_type: LinkType::Autolink, dest_url: href.into(), title: "".into(), id: "".into() };
    let span = position(pieces, address.start)..position(pieces, address.end);
    out.push((Event::Start(tag), span.clone()));
    out.push((Event::Text(shown.to_owned().into()), span.clone()));
    out.push((Event::End(TagEnd::Link), span));
}

/// The place in the source of a place in the run's text.
fn position(pieces: &[Piece<'_, '_>], at: usize) -> usize {
    let piece = pieces.iter().find(|piece| at <= piece.at.end);
    piece.map_or(0, |piece| (piece.span.start + at.saturating_sub(piece.at.start)).min(piece.span.end))
}

/// Appends the events of a part of the run's text.
fn push_text<'s>(pieces: &[Piece<'_, 's>], part: Range<usize>, whole: &str, out: &mut Vec<Item<'s>>) {
    for piece in pieces {
        let (start, end) = (piece.at.start.max(part.start), piece.at.end.min(part.end));
        if start >= end {
            continue;
        }
        let inside = start - piece.at.start..end - piece.at.start;
        if inside.len() == piece.at.len() || **piece.text != whole[piece.at.clone()] {
            out.push((Event::Text(piece.text.clone()), piece.span.clone()));
        } else {
            let span = piece.span.start + inside.start..piece.span.start + inside.end;
            out.push((Event::Text(slice(piece.text, inside)), span));
        }
    }
}

/// A part of a text, borrowed where the text is.
pub(super) fn slice<'s>(text: &CowStr<'s>, part: Range<usize>) -> CowStr<'s> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[part]),
        other => other[part].to_owned().into(),
    }
}

/// The next address at or after a byte.
fn find(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(skipped) = text[at..].find(['h', 'w']) {
        let start = at + skipped;
        let apart = !text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '/');
        if let Some(length) = address(&text[start..]).filter(|_| apart) {
            return Some(start..start + length);
        }
        at = start + 1;
    }
    None
}

/// The length of the address that a text begins with.
fn address(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://", ""].into_iter().find(|scheme| text.starts_with(scheme))?;
    let rest = &text[scheme.len()..];
    if scheme.is_empty() && !rest.starts_with("www.") {
        return None;
    }
    let host = rest.split(|c: char| matches!(c, '/' | '?' | '#' | '<') || c.is_whitespace()).next()?;
    if !is_host(&host[..host.len() - trailing(host)], scheme.is_empty()) {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(text.len());
    Some(end - trailing(&text[..end]))
}

/// Whether a name can be a server's: with a dot in it, with two where only `www.` tells that it is one.
fn is_host(name: &str, bare: bool) -> bool {
    let parts = name.split('.').filter(|part| !part.is_empty()).count();
    name.starts_with(char::is_alphanumeric) && (parts > 1 || name.starts_with("localhost")) && (!bare || parts > 2)
}

/// The length of what ends a sentence rather than an address.
fn trailing(address: &str) -> usize {
    let surplus = |open, close| address.matches(close).count().saturating_sub(address.matches(open).count());
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    let mut kept = address;
    while let Some(last) = kept.chars().next_back() {
        let cut = match last {
            ')' => take_one(&mut round),
            ']' => take_one(&mut square),
            _ => "?!.,:;*_~'\"“”‘’«»…–—".contains(last),
        };
        if !cut {
            break;
        }
        kept = &kept[..kept.len() - last.len_utf8()];
    }
    address.len() - kept.len()
}

fn take_one(left: &mut usize) -> bool {
    let any = *left > 0;
    *left = left.saturating_sub(1);
    any
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn addresses_end_where_a_reader_would_end_them() {
        for (text, expected) in [
            ("see https://a.example/b.", Some("https://a.example/b")),
            ("(https://a.example/b_(c))", Some("https://a.example/b_(c)")),
            ("(https://a.example/b)", Some("https://a.example/b")),
            ("www.a.example/x?y=1&z=2, and", Some("www.a.example/x?y=1&z=2")),
            ("“https://a.example”", Some("https://a.example")),
            ("http://localhost:8000/x", Some("http://localhost:8000/x")),
            ("xhttps://a.example", None),
            ("https://", None),
            ("https://x y", None),
            ("www.", None),
            ("www. a", None),
            ("www.a", None),
            ("https://a.example<b", Some("https://a.example")),
        ] {
            assert_eq!(find(text, 0).map(|range| &text[range]), expected, "{text}");
        }
    }
}
