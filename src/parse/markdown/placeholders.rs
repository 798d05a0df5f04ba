//! Words that stand for words to come, in the text: `The mayor, TK, said`. Code is not read.
//!
//! The parser cuts text at signs that could mean something, `[insert name]` among them: neighbouring events are read as one.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::copy::placeholder;
use super::Item;
use super::walk::Renderer;

/// A text event with its place in the text of its neighbours.
struct Piece<'i> {
    at: Range<usize>,
    span: &'i Range<usize>,
}

impl<'s> Renderer<'s> {
    /// Reports each of them.
    pub(super) fn placeholders(&mut self, items: &[Item<'s>]) {
        if !placeholder::is_promising(self.source, &self.options.desk.placeholders) {
            return;
        }
        let mut in_code = false;
        let (mut words, mut pieces) = (String::new(), Vec::new());
        for (event, span) in items {
            let text: &str = match event {
                Event::Text(text) if !in_code => text,
                Event::SoftBreak => " ",
                _ => {
                    self.report_placeholders(&words, &pieces);
                    words.clear();
                    pieces.clear();
                    in_code = matches!(event, Event::Start(Tag::CodeBlock(_)))
                        || (in_code && !matches!(event, Event::End(TagEnd::CodeBlock)));
                    continue;
                }
            };
            pieces.push(Piece { at: words.len()..words.len() + text.len(), span });
            words.push_str(text);
        }
    }

    fn report_placeholders(&mut self, words: &str, pieces: &[Piece<'_>]) {
        for found in placeholder::all(words, &self.options.desk.placeholders) {
            let at = written(&found, pieces);
            let problem = placeholder::problem(&words[found], self.place(&at));
            self.report(problem);
        }
    }
}

/// Where words stand in the source. A piece that is not as it is written has entities or escaped signs in it: then it is
/// there as a whole.
fn written(found: &Range<usize>, pieces: &[Piece<'_>]) -> Range<usize> {
    // Halves are looked into, as a hostile line has as many pieces as placeholders.
    let first = &pieces[pieces.partition_point(|piece| piece.at.end <= found.start)];
    let last = &pieces[pieces.partition_point(|piece| piece.at.end < found.end)];
    let as_written = |piece: &Piece<'_>| piece.at.len() == piece.span.len();
    let start = if as_written(first) { found.start - first.at.start } else { 0 };
    let end = if as_written(last) { found.end - last.at.start } else { last.span.len() };
    first.span.start + start..last.span.start + end
}
