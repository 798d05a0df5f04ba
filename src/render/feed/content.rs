//! The HTML of an entry in feeds: lead photo, notes on what changed, key points, text, sources. What is made of items is
//! made once for a run.

use std::sync::{Arc, OnceLock};

use tera::Value;

use crate::collate::EntryId;
use crate::parse::CorrectionKind;
use crate::problem::Problem;
use crate::view::{Context, DateView, FeedItem, FeedSource, ItemOf, SharedItem};

use super::super::fill::{Filler, escape_into};
use super::super::questions::{self, Answered};
use super::super::templates::Templates;
use super::edition;
use super::harmless::harmless;

/// The HTML of each item of feeds, made when the first feed asks for it: most entries are in none or in many.
pub(in crate::render) struct FeedTexts {
    entries: Vec<OnceLock<Made>>,
    editions: Vec<OnceLock<Made>>,
}

/// The HTML of an item, with what its templates asked: every feed that holds it depends on that.
struct Made {
    html: String,
    asked: Vec<Arc<Answered>>,
}

impl FeedTexts {
    /// Room for so many entries and editions.
    pub fn new(entries: usize, editions: usize) -> Self {
        let room = |length| (0..length).map(|_| OnceLock::new()).collect();
        Self { entries: room(entries), editions: room(editions) }
    }

    /// The HTML of an item.
    ///
    /// # Errors
    ///
    /// When a template of the theme fails.
    pub fn get(&self, templates: &Templates, context: &Context<'_>, shared: &SharedItem) -> Result<&str, Box<Problem>> {
        let place = match shared.of {
            ItemOf::Entry(id) => &self.entries[id as usize],
            ItemOf::Edition(position) => &self.editions[position],
        };
        let made = match place.get() {
            Some(made) => made,
            None => {
                let (html, asked) = questions::during(|| match shared.of {
                    ItemOf::Entry(id) => content(templates, context, id, &shared.item),
                    ItemOf::Edition(position) => edition::content(templates, context, position, &shared.item),
                });
                let html = html?;
                place.get_or_init(|| Made { html, asked })
            }
        };
        made.asked.iter().for_each(questions::note);
        Ok(&made.html)
    }
}

fn content(templates: &Templates, context: &Context<'_>, id: EntryId, item: &FeedItem) -> Result<String, Box<Problem>> {
    let text = context.feed_text(id);
    let filler = Filler { templates, context, text: &text, language: &item.language, feed: Some(&item.url) };
    let words = templates.words(&item.language);
    let mut out = String::with_capacity(text.body.html.len() + 1024);
    let foreign = item.language != context.config.language;
    if foreign {
        let attributes = [("<div lang=\"", item.language.as_str()), ("\" dir=\"", item.direction)];
        attributes.iter().for_each(|(before, value)| push(&mut out, before, value));
        out.push_str("\">\n");
    }
    if let (Some(photo), false) = (item.photos.first(), item.photo_in_text) {
        filler.photo(&photo.view(), true, &mut out)?;
    }
    notes(item, &words, &mut out);
    key_points(item, &words, &mut out);
    out.push_str(&filler.text()?);
    item.sources.iter().for_each(|source| source_line(source, &words, &mut out));
    if foreign {
        out.push_str("</div>\n");
    }
    Ok(harmless(out, &item.url))
}

/// What was changed after publication: each correction, and where none is of the day of the last change, that day.
pub(super) fn notes(item: &FeedItem, words: &Value, out: &mut String) {
    for correction in &item.corrections {
        note(word(words, kind(correction.kind)), &correction.date, Some(&correction.note), out);
    }
    if let Some(modified) = &item.modified
        && !item.corrections.iter().any(|correction| correction.date.day == modified.day)
    {
        note(word(words, "updated"), modified, None, out);
    }
}

fn note(label: &str, date: &DateView, words: Option<&str>, out: &mut String) {
    push(out, "<p><strong>", label);
    push(out, " · <time datetime=\"", &date.iso);
    push(out, "\">", &date.long);
    out.push_str("</time></strong>");
    if let Some(words) = words {
        push(out, "<br>\n", words);
    }
    out.push_str("</p>\n");
}

/// The key of the theme's word for it.
fn kind(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::Correction => "correction",
        CorrectionKind::Clarification => "clarification",
        CorrectionKind::Update => "update",
        CorrectionKind::Retraction => "retraction",
    }
}

fn key_points(item: &FeedItem, words: &Value, out: &mut String) {
    if item.key_points.is_empty() {
        return;
    }
    push(out, "<p><strong>", word(words, "key_points"));
    out.push_str("</strong></p>\n<ul>\n");
    for point in &item.key_points {
        push(out, "<li>", point);
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

/// `Curated from France 24 with AP, AFP`, the name a link to the story.
pub(super) fn source_line(source: &FeedSource, words: &Value, out: &mut String) {
    let mut name = String::new();
    match &source.url {
        Some(url) => {
            push(&mut name, "<a href=\"", url);
            push(&mut name, "\">", &source.name);
            name.push_str("</a>");
        }
        None => escape_into(&source.name, &mut name),
    }
    out.push_str("<p>");
    filled(word(words, "curated_from"), "{source}", &name, out);
    if !source.agencies.is_empty() {
        let mut agencies = String::new();
        escape_into(&source.agencies.join(", "), &mut agencies);
        out.push(' ');
        filled(word(words, "with_agencies"), "{agencies}", &agencies, out);
    }
    if let Some(archive) = &source.archive {
        push(out, " · <a href=\"", archive);
        push(out, "\">", word(words, "archived_copy"));
        out.push_str("</a>");
    }
    out.push_str("</p>\n");
}

/// Words with HTML in the place of a name.
fn filled(words: &str, name: &str, html: &str, out: &mut String) {
    let (before, after) = words.split_once(name).unwrap_or((words, ""));
    escape_into(before, out);
    if words.contains(name) {
        out.push_str(html);
    }
    escape_into(after, out);
}

/// HTML and then text.
pub(super) fn push(out: &mut String, html: &str, text: &str) {
    out.push_str(html);
    escape_into(text, out);
}

/// The theme's word of a key; the key itself where the theme has none.
pub(super) fn word<'a>(words: &'a Value, key: &'a str) -> &'a str {
    words.get_from_path(key).and_then(Value::as_str).unwrap_or(key)
}
