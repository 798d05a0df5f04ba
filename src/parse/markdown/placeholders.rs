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
    let as_written = |piece: &Piece<'_>| piece.at.len() == piece.span.len();
    let start = pieces
        .iter()
        .find(|piece| found.start < piece.at.end)
        .map_or(0, |piece| piece.span.start + if as_written(piece) { found.start - piece.at.start } else { 0 });
    let end = pieces.iter().find(|piece| found.end <= piece.at.end).map_or(start, |piece| {
        if as_written(piece) { piece.span.start + found.end - piece.at.start } else { piece.span.end }
    });
    start..end
}
