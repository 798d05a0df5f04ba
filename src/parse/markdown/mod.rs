//! One Markdown text becomes HTML with holes, and everything that later stages ask of it.
//!
//! 1. [`hole`] makes the text safe to put placeholders into.
//! 2. [`syntax`] says which extensions of Markdown are on, and pulldown-cmark gives the events with their places.
//! 3. [`autolink`] turns bare addresses into links, [`marks`] straight quotation marks into those of the language.
//! 4. [`survey`] notes what must be known beforehand: ids that the editor gave, and where footnotes are; [`placeholders`]
//!    reads for words to come.
//! 5. [`walk`] goes over the events once and hands each construct to its own file: [`callout`] and [`quotation`],
//!    [`heading`], [`link`], [`figure`], [`code`], [`table`], [`footnote`], [`raw`]. What only other files can say
//!    becomes a placeholder.
//! 6. pulldown-cmark writes the HTML, [`sanitize`] cleans it where the site asks for that, and [`hole`] cuts it at
//!    the placeholders.
//! 7. [`pull`] compares pull quotes with the text they were taken from; [`plain`] counts words.

mod autolink;
mod callout;
mod code;
mod commonmark;
mod escape;
mod figure;
mod footnote;
mod heading;
mod hole;
mod ids;
mod link;
mod marks;
mod placeholders;
mod plain;
mod pull;
mod quotation;
mod raw;
mod sanitize;
mod survey;
mod syntax;
mod table;
#[cfg(test)]
mod tests;
mod walk;

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::Options;
use super::body::Text;
use crate::config::Markdown;
use crate::problem::{Problem, SitePath};

pub use commonmark::commonmark;
pub use sanitize::for_feed;
pub(super) use syntax::Dialect;
use walk::Renderer;

/// An event with its place in the text, in bytes.
pub(super) type Item<'s> = (Event<'s>, Range<usize>);

/// Renders the Markdown in the bytes `body` of a file; all places given back are bytes of the whole file. `language` is
/// that of the words.
pub(super) fn render(
    file: &SitePath,
    source: &str,
    body: Range<usize>,
    language: &str,
    options: &Options,
) -> (Text, Vec<Problem>) {
    let text = hole::harmless(source.get(body.clone()).unwrap_or_default());
    let mut renderer = Renderer::new(file, &text, body.start, options, Dialect::Dateline);
    renderer.language = language;
    renderer.run();
    renderer.finish()
}

/// The events of a text, bare addresses made links and quotation marks those of its language.
pub(super) fn events<'s>(text: &'s str, language: &str, options: &Markdown, dialect: Dialect) -> Vec<Item<'s>> {
    // Prose has an event for every forty bytes or so.
    let mut items: Vec<Item<'s>> = Vec::with_capacity(text.len() / 32 + 8);
    items.extend(Parser::new_ext(text, syntax::extensions(options, dialect)).into_offset_iter());
    let items = if options.smart_punctuation { marks::of_language(items, text, language) } else { items };
    match dialect {
        Dialect::Dateline if options.autolink => autolink::expand(items, text),
        _ => items,
    }
}

/// The number of items from the start of an element, which is the first item, to its end, both included.
fn extent(items: &[Item<'_>]) -> usize {
    let mut depth = 0usize;
    for (at, (event, _)) in items.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    items.len()
}
