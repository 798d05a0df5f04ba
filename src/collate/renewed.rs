//! A site whose entries say something else and stand where they stood: most saves change words, and move nothing.

use std::sync::Arc;

use jiff::Timestamp;

use crate::parse::{Entry, Link, Mark, Quotation, Text};

use super::Site;
use super::link::{Resolved, Target};

impl Site {
    /// The same site at another moment, with some entries (as they were, as they are) in the words that they have now.
    /// None where one of them is in no list, or has moved: where collation or plan may make another site of it.
    pub fn renewed(&self, changed: &[(&Arc<Entry>, &Arc<Entry>)], now: Timestamp) -> Option<Self> {
        if now < self.now || self.until.is_some_and(|until| until <= now) {
            return None;
        }
        let mut site = Self { now, ..self.clone() };
        for (before, after) in changed {
            let item = site.entries.iter_mut().find(|item| Arc::ptr_eq(&item.entry, before))?;
            if !is_unmoved(before, after) || shows_photos_in_text(&item.resolved) {
                return None;
            }
            Arc::make_mut(item).entry = Arc::clone(after);
        }
        Some(site)
    }
}

/// Where photos stand in a text is noted with them, and moves with every word before.
fn shows_photos_in_text(resolved: &Resolved) -> bool {
    !resolved.images.is_empty() || resolved.links.iter().any(|target| matches!(target, Target::Photo(_)))
}

/// Whether collation and plan make the same of an entry as of what it was before, wherever in its file things stand.
/// What is not compared here is what only views and the desk read.
fn is_unmoved(before: &Entry, after: &Entry) -> bool {
    // Every field is named, so that a new one is thought of.
    let Entry {
        path,
        digest: _,
        headline: _,
        date,
        updated,
        expires,
        embargo,
        draft,
        standfirst: _,
        kicker: _,
        dateline: _,
        byline,
        topics,
        sources,
        photos,
        key_points: _,
        corrections,
        story,
        withdrawn,
        slug,
        aliases,
        language,
        template,
        lead,
        extra: _,
        text,
        marks: _,
    } = before;
    *path == after.path
        && (date, updated, expires, embargo) == (&after.date, &after.updated, &after.expires, &after.embargo)
        && (draft, lead, withdrawn) == (&after.draft, &after.lead, &after.withdrawn)
        && (byline, topics, sources, story) == (&after.byline, &after.topics, &after.sources, &after.story)
        && (photos, corrections) == (&after.photos, &after.corrections)
        && (slug, aliases, language, template) == (&after.slug, &after.aliases, &after.language, &after.template)
        && is_text_unmoved(text, &after.text)
}

fn is_text_unmoved(before: &Text, after: &Text) -> bool {
    let Text {
        body: _,
        anchors,
        links,
        outward: _,
        images,
        callouts,
        quotations,
        quoted: _,
        words: _,
        spoken: _,
        title: _,
        lede: _,
    } = before;
    let same_link = |(a, b): (&Link, &Link)| (&a.path, &a.fragment) == (&b.path, &b.fragment);
    let same_mark = |(a, b): (&Mark, &Mark)| a.name == b.name;
    let same_speaker = |(a, b): (&Quotation, &Quotation)| a.speaker == b.speaker;
    *anchors == after.anchors
        && *images == after.images
        && links.len() == after.links.len()
        && links.iter().zip(&after.links).all(same_link)
        && callouts.len() == after.callouts.len()
        && callouts.iter().zip(&after.callouts).all(same_mark)
        && quotations.len() == after.quotations.len()
        && quotations.iter().zip(&after.quotations).all(same_speaker)
}
