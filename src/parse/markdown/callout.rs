//! Block quotes: call-outs by the marker on their first line, quotations by their attribution, or neither.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::body::{Callout, Element, ElementKind, Fill, Mark, Quotation, Quoted, Speaker};
use super::super::copy::count;
use super::pull::Pull;
use super::quotation::{self, Line};
use super::walk::Renderer;
use super::{Item, extent, plain};
use crate::date::{Moment, WrittenDate};
use crate::problem::Problem;
use crate::slug::slugify;

/// How deep block quotes may stand in each other.
const DEPTH: u32 = 32;

/// `[!kind] line` at the start of a block quote, and what follows.
struct Marker<'s> {
    kind: String,
    span: Range<usize>,
    line: Vec<Item<'s>>,
    words: Vec<Item<'s>>,
}

/// A block quote taken apart.
struct Quote<'s> {
    kind: String,
    line: Line<'s>,
    words: Vec<Item<'s>>,
    /// The number of items of the attribution after the block quote.
    after: usize,
}

impl<'s> Renderer<'s> {
    /// Writes a block quote, whose start is the first item, and takes an attribution after it with it.
    pub(super) fn block_quote(&mut self, items: &[Item<'s>], out: &mut Vec<Event<'s>>) -> usize {
        if self.depth >= DEPTH {
            self.too_deep(&items[0].1);
            out.push(items[0].0.clone());
            return 1;
        }
        let length = extent(items);
        let inner = &items[1..length.max(2) - 1];
        self.depth += 1;
        let after = match self.take_apart(inner, &items[length..]) {
            Some(quote) => {
                let after = quote.after;
                self.callout(quote, &items[0].1, out);
                if after > 0 { self.rest_of_line(&items[length..], after, out) } else { 0 }
            }
            None => {
                self.plain_quote(&items[..length], out);
                0
            }
        };
        self.depth -= 1;
        length + after
    }

    fn too_deep(&mut self, span: &Range<usize>) {
        if !self.too_deep {
            self.too_deep = true;
            let place = self.place(&self.first_line(span));
            let message = format!("block quotes stand more than {DEPTH} deep in each other");
            self.report(Problem::error("too-deep", place, message).hint("take some `>` signs away"));
        }
    }

    /// Reads a marker or an attribution; `None` for a block quote that has neither.
    fn take_apart(&mut self, inner: &[Item<'s>], following: &[Item<'s>]) -> Option<Quote<'s>> {
        let Some(marker) = marker(inner, self.source) else {
            let (line, words, after) = self.attribution(inner, following)?;
            return Some(Quote { kind: "quote".to_owned(), line, words, after });
        };
        self.text.callouts.push(Mark { name: marker.kind.clone(), span: self.shifted(&marker.span) });
        let line = quotation::line(&marker.line, self.source);
        if is_spoken(&marker.kind)
            && line.items.is_empty()
            && let Some((found, words, after)) = self.attribution(&marker.words, following)
        {
            let cite = line.cite.or(found.cite);
            let language = line.language.or(found.language);
            return Some(Quote { kind: marker.kind, line: Line { cite, language, ..found }, words, after });
        }
        Some(Quote { kind: marker.kind, line, words: marker.words, after: 0 })
    }

    /// The attribution at the end of the words, or on the line after them.
    fn attribution(&self, inner: &[Item<'s>], following: &[Item<'s>]) -> Option<(Line<'s>, Vec<Item<'s>>, usize)> {
        if let Some(signed) = quotation::signed(inner) {
            return Some((quotation::line(signed.line, self.source), signed.words, 0));
        }
        let length = quotation::caret_line(following)?;
        Some((quotation::line(&following[1..=length], self.source), inner.to_vec(), length))
    }

    /// What follows the attribution in its paragraph is a paragraph of its own; gives the items that are done with.
    fn rest_of_line(&mut self, following: &[Item<'s>], line: usize, out: &mut Vec<Event<'s>>) -> usize {
        let length = extent(following);
        if line + 2 < length {
            let rest = quotation::paragraph(&following[line + 2..length - 1], following[0].1.clone());
            self.walk(&rest, out);
        }
        length
    }

    fn callout(&mut self, quote: Quote<'s>, span: &Range<usize>, out: &mut Vec<Event<'s>>) {
        let Quote { kind, line, words, .. } = quote;
        let spoken = is_spoken(&kind);
        let pull = self.pull;
        self.pull |= kind == "pull";
        let mut callout = Callout { cite: line.cite, language: line.language, ..Callout::default() };
        let plain = if spoken || line.items.is_empty() { plain::of(&words) } else { plain::of(&line.items) };
        callout.id = self.callout_id(&kind, &plain);
        if spoken {
            callout.speaker = self.speaker(line.items);
        } else {
            callout.title_text = plain::of(&line.items);
            callout.title = self.body(&line.items);
            callout.date = self.moment(&kind, &callout.title_text);
            self.plain.push('\n');
        }
        let attributed = callout.speaker.is_some() || callout.cite.is_some();
        if kind == "quote" && !attributed && !self.quoted {
            self.nobody_speaks(span);
        }
        let quoted = std::mem::replace(&mut self.quoted, kind == "quote" || (kind == "pull" && attributed));
        callout.body = self.body(&words);
        self.quoted = quoted;
        self.pull = pull;
        match kind.as_str() {
            "pull" => self.pulls.push(Pull { span: self.shifted(&self.trimmed(span)), words: plain }),
            "quote" => {
                self.quoted_words(&plain, callout.cite.as_deref(), span);
                self.record(&callout, plain);
            }
            _ => {}
        }
        callout.kind = kind;
        self.block_hole(Fill::Callout(Box::new(callout)), out);
    }

    /// The date of an update or a correction; other words after those markers are a title.
    fn moment(&self, kind: &str, title: &str) -> Option<Moment> {
        let dated = matches!(kind, "update" | "correction");
        dated.then(|| WrittenDate::parse(title).ok()?.resolve(&self.options.timezone).ok()).flatten()
    }

    fn callout_id(&mut self, kind: &str, plain: &str) -> String {
        let slug = slugify(&plain::first_words(plain, 5), self.options.slugs);
        self.ids.claim(&if slug.is_empty() { kind.to_owned() } else { format!("{kind}-{slug}") })
    }

    fn record(&mut self, callout: &Callout, text: String) {
        if let Some(Speaker { name, role, .. }) = &callout.speaker {
            self.text.quotations.push(Quotation {
                id: callout.id.clone(),
                text,
                speaker: name.clone(),
                role: role.clone(),
                cite: callout.cite.clone(),
                language: callout.language.clone(),
            });
        }
    }

    /// Notes another's words, and says so where they are too many.
    fn quoted_words(&mut self, words: &str, cite: Option<&str>, span: &Range<usize>) {
        if self.quoted {
            return;
        }
        let (length, most) = (count(words) as usize, self.options.desk.quotation_words);
        if length > most {
            let message = format!("this quotation has {length} words, and {most} are the most");
            let problem = Problem::warning("long-quotation", self.place(&self.first_line(span)), message);
            self.report(problem.hint("quote what nobody could say better, and tell the rest in your own words"));
        }
        let span = self.shifted(&self.first_line(span));
        self.text.quoted.push(Quoted { words: words.to_owned(), cite: cite.map(str::to_owned), span });
    }

    /// Writes a block quote that is no call-out.
    fn plain_quote(&mut self, items: &[Item<'s>], out: &mut Vec<Event<'s>>) {
        let inner = &items[1..items.len().max(2) - 1];
        if !self.quoted && !holds_only_quotes(inner) {
            self.nobody_speaks(&items[0].1);
            self.quoted_words(&plain::of(inner), None, &items[0].1);
        }
        let quoted = self.quoted;
        self.quoted |= !holds_only_quotes(inner);
        if self.templated(ElementKind::Quote) {
            let body = self.body(inner);
            let element = Element::Quote { body };
            self.block_hole(Fill::Element(Box::new(element)), out);
        } else {
            out.push(Event::Start(Tag::BlockQuote(None)));
            self.walk(inner, out);
            out.push(Event::End(TagEnd::BlockQuote(None)));
        }
        self.quoted = quoted;
    }

    fn nobody_speaks(&mut self, span: &Range<usize>) {
        let place = self.place(&self.first_line(span));
        self.report(
            Problem::error("quote-without-speaker", place, "a quotation does not say whose words it is")
                .hint("add a last line `> — Name, role`")
                .hint("mark words of this text that are to be set large with a first line `> [!pull]`"),
        );
    }
}

/// Whether the line of a call-out's marker says who speaks, rather than being its title.
fn is_spoken(kind: &str) -> bool {
    matches!(kind, "quote" | "pull")
}

/// Whether a block quote has no words of its own.
fn holds_only_quotes(inner: &[Item<'_>]) -> bool {
    let mut at = 0;
    while let Some((event, _)) = inner.get(at) {
        if !matches!(event, Event::Start(Tag::BlockQuote(_))) {
            return false;
        }
        at += extent(&inner[at..]);
    }
    true
}

/// Reads the marker that a block quote begins with.
fn marker<'s>(inner: &[Item<'s>], source: &str) -> Option<Marker<'s>> {
    let [(Event::Start(Tag::Paragraph), paragraph), (Event::Text(_), _), ..] = inner else { return None };
    let written = source.get(paragraph.start..)?.strip_prefix("[!")?;
    let length = written.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
    if length == 0 || !written[length..].starts_with(']') {
        return None;
    }
    let span = paragraph.start + 2..paragraph.start + 2 + length;
    let after = 1 + inner[1..].iter().take_while(|(event, at)| is_marker_text(event, at, span.end + 1)).count();
    if after == 1 {
        return None;
    }
    let end = extent(inner) - 1;
    let line_end = quotation::line_breaks(&inner[after..end]).next().map_or(end, |at| after + at);
    let mut words = Vec::with_capacity(inner.len() - line_end);
    if line_end < end {
        words.extend(quotation::paragraph(&inner[line_end + 1..end], paragraph.clone()));
    }
    words.extend_from_slice(&inner[end + 1..]);
    let kind = written[..length].to_ascii_lowercase();
    Some(Marker { kind, span, line: inner[after..line_end].to_vec(), words })
}

fn is_marker_text(event: &Event<'_>, span: &Range<usize>, end: usize) -> bool {
    matches!(event, Event::Text(_)) && span.end <= end
}
