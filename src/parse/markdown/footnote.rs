//! Footnotes: numbered in the order in which they are first named, gathered at the end of the text.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::walk::Renderer;
use super::{Item, extent, hole};
use crate::problem::Problem;

/// The footnotes of a text.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// By label in lower case, the note's index in `notes`.
    labels: FxHashMap<String, usize>,
    notes: Vec<Note>,
    /// Indices in `notes` in the order in which they are first named.
    named: Vec<usize>,
}

#[derive(Debug)]
struct Note {
    label: String,
    span: Range<usize>,
    /// The index of its start among the text's items.
    at: usize,
    number: usize,
    references: usize,
}

impl Notes {
    /// Notes that a footnote's text begins at an item.
    pub(super) fn define(&mut self, label: &str, at: usize, span: Range<usize>) {
        self.labels.entry(label.to_lowercase()).or_insert(self.notes.len());
        self.notes.push(Note { label: label.to_owned(), span, at, number: 0, references: 0 });
    }

    /// Notes that a footnote is named; gives its number and how often it has been named, this time included.
    fn name(&mut self, label: &str) -> Option<(usize, usize)> {
        let index = *self.labels.get(&label.to_lowercase())?;
        let note = self.notes.get_mut(index)?;
        if note.references == 0 {
            self.named.push(index);
            note.number = self.named.len();
        }
        note.references += 1;
        Some((note.number, note.references))
    }
}

impl<'s> Renderer<'s> {
    /// Writes a reference to a footnote; none in a pull quote, whose words are referenced where they were taken from.
    pub(super) fn reference(&mut self, label: &str, out: &mut Vec<Event<'s>>) {
        if self.pull {
            return;
        }
        let Some((number, times)) = self.notes.name(label) else {
            out.push(Event::Text(format!("[^{label}]").into()));
            return;
        };
        let id = self.ids.take(reference_id(number, times));
        let prefix = hole::ID_PREFIX;
        let html = format!(
            "<sup class=\"footnote-ref\"><a href=\"#{prefix}fn-{number}\" id=\"{prefix}{id}\" role=\"doc-noteref\">{number}</a></sup>"
        );
        out.push(Event::InlineHtml(html.into()));
    }

    /// Warns of a reference to no footnote, which the parser leaves as text.
    pub(super) fn check_reference(&mut self, items: &[Item<'s>], at: usize) {
        let is = |at: usize, sign: &str| matches!(items.get(at), Some((Event::Text(text), _)) if &**text == sign);
        let (Event::Text(text), span) = &items[at] else { return };
        if at > 0 && text.len() > 1 && is(at - 1, "[") && is(at + 1, "]") {
            let message = format!("there is no footnote `[{text}]`");
            let span = span.start - 1..span.end + 1;
            self.report(
                Problem::warning("missing-footnote", self.place(&span), message)
                    .hint(format!("write its text on a line of its own: `[{text}]: …`")),
            );
        }
    }

    /// Writes the footnotes that were named, and warns of those that were not.
    pub(super) fn footnotes(&mut self, items: &[Item<'s>], out: &mut Vec<Event<'s>>) {
        let mut written = Vec::new();
        while let Some(&index) = self.notes.named.get(written.len()) {
            let note = &items[self.notes.notes[index].at..];
            let mut events = Vec::new();
            self.walk(&note[1..extent(note).max(2) - 1], &mut events);
            written.push(events);
        }
        self.warn_of_unused();
        if written.is_empty() {
            return;
        }
        out.push(Event::Html("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n".into()));
        for (at, events) in written.into_iter().enumerate() {
            let references = self.notes.notes[self.notes.named[at]].references;
            self.note(at + 1, references, events, out);
        }
        out.push(Event::Html("</ol>\n</div>\n".into()));
    }

    fn note(&mut self, number: usize, references: usize, mut events: Vec<Event<'s>>, out: &mut Vec<Event<'s>>) {
        let id = self.ids.take(format!("fn-{number}"));
        out.push(Event::Html(format!("<li id=\"{}{id}\">\n", hole::ID_PREFIX).into()));
        let end = matches!(events.last(), Some(Event::End(TagEnd::Paragraph))).then(|| events.pop()).flatten();
        out.append(&mut events);
        out.extend((1..=references).map(|times| Event::InlineHtml(back_link(number, times).into())));
        out.extend(end);
        out.push(Event::Html("</li>\n".into()));
    }

    fn warn_of_unused(&mut self) {
        for note in self.notes.notes.iter().filter(|note| note.references == 0) {
            let message = format!("the footnote `[^{}]` is never referred to", note.label);
            let place = self.place(&self.first_line(&note.span));
            self.problems.push(
                Problem::warning("unused-footnote", place, message)
                    .hint(format!("put `[^{}]` where it belongs, or take the footnote out", note.label)),
            );
        }
    }
}

fn reference_id(number: usize, times: usize) -> String {
    if times == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{times}") }
}

/// The link from a footnote back to where it is named; the arrow in its text form, not as a picture.
fn back_link(number: usize, times: usize) -> String {
    let id = reference_id(number, times);
    let label = id.trim_start_matches("fnref-");
    format!(" <a href=\"#{}{id}\" role=\"doc-backlink\" aria-label=\"{label}\">↩\u{fe0e}</a>", hole::ID_PREFIX)
}

/// Whether an element is a footnote's text, which is written at the end.
pub(super) fn is_definition(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::FootnoteDefinition(_))
}
