//! The HTML of an edition in feeds: the introduction, then each entry in short with a link to the whole.

use crate::problem::Problem;
use crate::view::{Context, FeedItem};

use super::super::fill::Filler;
use super::super::templates::Templates;
use super::content::{notes, push, source_line};
use super::harmless::harmless;

/// Makes it.
///
/// # Errors
///
/// When a template of the theme fails.
pub(super) fn content(
    templates: &Templates,
    context: &Context<'_>,
    position: usize,
    item: &FeedItem,
) -> Result<String, Box<Problem>> {
    let mut out = String::with_capacity(4096);
    if let Some(text) = context.feed_introduction(position) {
        let filler = Filler { templates, context, text: &text, language: &item.language, feed: Some(&item.url) };
        out.push_str(&filler.text()?);
    }
    for (id, entry) in context.site.editions[position].entries.iter().zip(context.edition_entries(position)) {
        let text = context.feed_text(*id);
        let filler = Filler { templates, context, text: &text, language: &entry.language, feed: Some(&entry.url) };
        short(&filler, entry, entry.language != item.language, &mut out)?;
    }
    Ok(harmless(out, &item.url))
}

/// Headline, photo with its credit, what changed, standfirst and sources.
fn short(filler: &Filler<'_>, entry: &FeedItem, foreign: bool, out: &mut String) -> Result<(), Box<Problem>> {
    let words = filler.templates.words(&entry.language);
    if foreign {
        push(out, "<div lang=\"", &entry.language);
        push(out, "\" dir=\"", entry.direction);
        out.push_str("\">\n");
    }
    push(out, "<h2><a href=\"", &entry.url);
    push(out, "\">", &entry.headline);
    out.push_str("</a></h2>\n");
    if let Some(photo) = entry.photos.first() {
        filler.photo(&photo.view(), true, out)?;
    }
    notes(entry, &words, out);
    let summary = entry.standfirst.as_deref().unwrap_or(&entry.lede);
    if !summary.is_empty() {
        push(out, "<p>", summary);
        out.push_str("</p>\n");
    }
    entry.sources.iter().for_each(|source| source_line(source, &words, out));
    if foreign {
        out.push_str("</div>\n");
    }
    Ok(())
}
