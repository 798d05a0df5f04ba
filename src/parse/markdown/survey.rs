//! What must be known before the walk: ids that the editor gave, and where each footnote's text is.

use pulldown_cmark::{Event, Tag};

use super::Item;
use super::footnote::Notes;
use super::ids::Ids;
use super::raw;
use crate::config::RawHtml;

/// Notes ids of headings and, where it is not shown as text, of raw HTML, and the places of footnotes.
pub(super) fn survey(items: &[Item<'_>], raw_html: RawHtml, ids: &mut Ids, notes: &mut Notes) {
    for (at, (event, span)) in items.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { id: Some(id), .. }) => ids.reserve(id),
            Event::Html(html) | Event::InlineHtml(html) if raw_html != RawHtml::Escape => {
                raw::ids(html).for_each(|id| ids.reserve(id))
            }
            Event::Start(Tag::FootnoteDefinition(label)) => notes.define(label, at, span.clone()),
            _ => {}
        }
    }
}
