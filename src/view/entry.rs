//! An entry on its own page.

use serde::Serialize;

use crate::collate::{EntryId, Item, Status, held_until, related};
use crate::parse::{Correction, CorrectionKind, Extra, Quotation, Source};

use super::card::{CardOf, topics};
use super::date::DateView;
use super::edition::EditionLink;
use super::page::Link;
use super::photo::{PhotoView, photo};
use super::story::TimelineView;
use super::{Context, direction};

/// How many words a minute an adult reads of non-fiction (Brysbaert 2019, *Journal of Memory and Language* 109).
const WORDS_PER_MINUTE: u32 = 238;

/// An entry, under the name `entry` in `entry.html`.
#[derive(Serialize, schemars::JsonSchema)]
pub struct EntryView<'a> {
    /// The entry itself; for structured data, not for templates.
    #[serde(skip)]
    pub item: &'a Item,
    /// Its address from the host's root.
    pub url: String,
    /// Its headline.
    pub headline: &'a str,
    /// The summary.
    pub standfirst: Option<&'a str>,
    /// The label over the headline.
    pub kicker: Option<&'a str>,
    /// The place of report.
    pub dateline: Option<&'a str>,
    /// When it was published.
    pub date: DateView,
    /// When it last changed for the reader: the later of `updated` and the newest correction; none where never.
    pub modified: Option<DateView>,
    /// Who wrote or curated it.
    pub byline: Vec<BylineView<'a>>,
    /// Its topics.
    pub topics: Vec<Link<'a>>,
    /// Whom it is curated from.
    pub sources: Vec<SourceView<'a>>,
    /// The lead photo.
    pub photo: Option<PhotoView<'a>>,
    /// All photos of the front matter, the lead photo first.
    pub photos: Vec<PhotoView<'a>>,
    /// At-a-glance bullets.
    pub key_points: &'a [String],
    /// Corrections, oldest first.
    pub corrections: Vec<CorrectionView<'a>>,
    /// The running story it belongs to.
    pub story: Option<&'a str>,
    /// The story's entries, where there is more than this one.
    pub timeline: Option<TimelineView<'a>>,
    /// Attributed quotations, in the order of the text.
    pub quotations: Vec<QuotationView<'a>>,
    /// The number of words.
    pub words: u32,
    /// The minutes that reading takes, at least 1.
    pub minutes: u32,
    /// Its language as a BCP 47 code.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// Whether it leads its edition.
    pub lead: bool,
    /// Its edition, where the site has editions.
    pub edition: Option<&'a EditionLink>,
    /// `draft`, `scheduled` … where a preview shows it before the public may see it; none for published entries.
    pub status: Option<&'static str>,
    /// When it becomes public by itself, where a preview shows it before and its status has an end.
    pub until: Option<DateView>,
    /// What the front matter has under `extra`.
    pub extra: &'a Extra,
    /// The next newer entry.
    #[schemars(with = "Option<super::card::Card<'a>>")]
    pub newer: Option<CardOf<'a>>,
    /// The next older entry.
    #[schemars(with = "Option<super::card::Card<'a>>")]
    pub older: Option<CardOf<'a>>,
    /// Entries on the same topics.
    #[schemars(with = "Vec<super::card::Card<'a>>")]
    pub related: Vec<CardOf<'a>>,
}

/// A name of the byline.
#[derive(Serialize, schemars::JsonSchema)]
pub struct BylineView<'a> {
    /// The name as the entry has it.
    pub name: &'a str,
    /// The address of the person's page, where the theme has such pages.
    pub url: Option<String>,
}

/// A source of an entry.
#[derive(Serialize, schemars::JsonSchema)]
pub struct SourceView<'a> {
    /// The publisher's name.
    pub name: &'a str,
    /// The address of its page on this site, from the host's root.
    pub page: Option<String>,
    /// The address of the story; not to be linked to where it is `gone`.
    pub url: Option<&'a str>,
    /// Its authors.
    pub author: &'a [String],
    /// The agencies it draws on.
    pub agencies: &'a [String],
    /// When it was published.
    pub published: Option<DateView>,
    /// When the editor read it.
    pub accessed: Option<DateView>,
    /// The address of an archived copy.
    pub archive: Option<&'a str>,
    /// When the story was found to be gone from its address.
    pub gone: Option<DateView>,
}

/// A correction of an entry.
#[derive(Serialize, schemars::JsonSchema)]
pub struct CorrectionView<'a> {
    /// The id of its place on the entry's page: `correction-1` is the oldest.
    pub id: String,
    /// When.
    pub date: DateView,
    /// `correction`, `clarification`, `update` or `retraction`.
    pub kind: CorrectionKind,
    /// What was wrong and what is right.
    pub note: &'a str,
}

/// An attributed quotation of an entry.
#[derive(Serialize, schemars::JsonSchema)]
pub struct QuotationView<'a> {
    /// The id of its place on the entry's page.
    pub id: &'a str,
    /// The words, in plain text.
    pub text: &'a str,
    /// Who said them.
    pub speaker: &'a str,
    /// The address of the speaker's page, where the theme has such pages.
    pub person: Option<String>,
    /// The speaker's role.
    pub role: Option<&'a str>,
    /// The address of the work that is quoted.
    pub cite: Option<&'a str>,
}

/// The view of a listed entry.
pub(super) fn entry<'a>(context: &'a Context<'a>, id: EntryId) -> EntryView<'a> {
    let item = &context.site.entries[id as usize];
    let entry = &*item.entry;
    let language = entry.language.as_deref().unwrap_or(&context.config.language);
    let photos = photos(context, item);
    EntryView {
        item,
        url: item.address.href(&context.base_path),
        headline: &entry.headline,
        standfirst: entry.standfirst.as_deref(),
        kicker: entry.kicker.as_deref(),
        dateline: entry.dateline.as_deref(),
        date: context.dates.view(&entry.date, language),
        modified: modified(item).map(|moment| context.dates.view(moment, language)),
        byline: byline(context, item),
        topics: topics(context, item),
        sources: sources(context, item, language),
        photo: photos.first().cloned(),
        photos,
        key_points: &entry.key_points,
        corrections: corrections(context, item, language),
        story: entry.story.as_deref(),
        timeline: context.timeline(id),
        quotations: quotations(context, item),
        words: entry.text.words,
        minutes: minutes(entry.text.words),
        language,
        direction: direction(language),
        lead: entry.lead,
        edition: context.edition_of(item),
        status: (item.status != Status::Published).then(|| item.status.name()),
        until: held_until(entry, item.status).map(|moment| context.dates.view(moment, language)),
        extra: &entry.extra,
        newer: id.checked_sub(1).map(|newer| context.card(newer)),
        older: (id as usize + 1 < context.site.entries.len()).then(|| context.card(id + 1)),
        related: related(context.site, id, context.config.related).into_iter().map(|id| context.card(id)).collect(),
    }
}

/// The minutes that reading so many words takes, at least 1.
pub fn minutes(words: u32) -> u32 {
    words.div_ceil(WORDS_PER_MINUTE).max(1)
}

/// When an entry last changed for the reader, where that was after its publication.
pub(super) fn modified(item: &Item) -> Option<&crate::date::Moment> {
    let entry = &item.entry;
    let corrected = entry.corrections.iter().map(|correction| &correction.date);
    corrected.chain(entry.updated.as_ref()).max().filter(|moment| **moment > entry.date)
}

/// The photos of the front matter whose files are there.
pub(super) fn photos<'a>(context: &Context<'a>, item: &'a Item) -> Vec<PhotoView<'a>> {
    item.resolved.photos.iter().flatten().map(|&id| photo(context, id)).collect()
}

/// Whom an entry is curated from, with dates in the words of a language.
pub(super) fn sources<'a>(context: &Context<'a>, item: &'a Item, language: &str) -> Vec<SourceView<'a>> {
    let pages = item.sources.iter().map(|&id| context.site.sources[id as usize].address.href(&context.base_path));
    let pages = pages.map(Some).chain(std::iter::repeat(None));
    item.entry.sources.iter().zip(pages).map(|(source, page)| source_view(context, source, page, language)).collect()
}

fn source_view<'a>(context: &Context<'_>, source: &'a Source, page: Option<String>, language: &str) -> SourceView<'a> {
    SourceView {
        name: &source.name,
        page,
        url: source.url.as_deref(),
        author: &source.author,
        agencies: &source.agencies,
        published: source.published.as_ref().map(|moment| context.dates.view(moment, language)),
        accessed: source.accessed.as_ref().map(|moment| context.dates.view(moment, language)),
        archive: source.archive.as_deref(),
        gone: source.gone.as_ref().map(|moment| context.dates.view(moment, language)),
    }
}

fn byline<'a>(context: &Context<'_>, item: &'a Item) -> Vec<BylineView<'a>> {
    // Nobody is gathered where people have no pages; their names stay.
    let people = item.bylines.iter().copied().map(Some).chain(std::iter::repeat(None));
    let names = item.entry.byline.iter().zip(people);
    names.map(|(name, person)| BylineView { name, url: person.and_then(|id| context.person_url(id)) }).collect()
}

/// Corrections, oldest first.
pub(super) fn corrections<'a>(context: &Context<'_>, item: &'a Item, language: &str) -> Vec<CorrectionView<'a>> {
    let notes = item.entry.corrections.iter().enumerate();
    notes.map(|(position, note)| correction(context, position, note, language)).collect()
}

/// The correction at a position, the oldest being at 0.
pub(super) fn correction<'a>(
    context: &Context<'_>,
    position: usize,
    correction: &'a Correction,
    language: &str,
) -> CorrectionView<'a> {
    CorrectionView {
        id: format!("correction-{}", position + 1),
        date: context.dates.view(&correction.date, language),
        kind: correction.kind,
        note: &correction.note,
    }
}

fn quotations<'a>(context: &Context<'_>, item: &'a Item) -> Vec<QuotationView<'a>> {
    let said = item.entry.text.quotations.iter().enumerate();
    said.map(|(position, said)| quotation(context, item, position, said)).collect()
}

/// The quotation at a position in an entry.
pub(super) fn quotation<'a>(
    context: &Context<'_>,
    item: &Item,
    position: usize,
    quotation: &'a Quotation,
) -> QuotationView<'a> {
    QuotationView {
        id: &quotation.id,
        text: &quotation.text,
        speaker: &quotation.speaker,
        person: item.speakers.get(position).and_then(|&person| context.person_url(person)),
        role: quotation.role.as_deref(),
        cite: quotation.cite.as_deref(),
    }
}
