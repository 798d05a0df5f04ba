//! An entry as a NewsArticle: its sources, quotations, photos and corrections.

use crate::address;
use crate::view::entry::modified;
use crate::view::text::PhotoView;
use crate::view::{Context, EntryView, PageView};

use super::vocabulary::{Article, Author, Citation, CorrectionComment, ImageObject, Named, Quotation};
use super::{publisher_id, site_id};

pub(super) fn article<'a>(context: &'a Context<'_>, page: &'a PageView<'_>, entry: &'a EntryView<'_>) -> Article<'a> {
    let item = entry.item;
    let topics: Vec<&str> = entry.topics.iter().map(|topic| topic.name).collect();
    Article {
        id: format!("{}#article", page.canonical),
        headline: entry.headline,
        description: page.description,
        url: &page.canonical,
        main_entity_of_page: &page.canonical,
        in_language: entry.language,
        is_accessible_for_free: true,
        date_published: item.entry.date.rfc3339(),
        date_modified: modified(item).unwrap_or(&item.entry.date).rfc3339(),
        dateline: entry.dateline,
        article_section: topics.first().copied(),
        keywords: topics,
        author: authors(context, entry),
        publisher: publisher_id(context.config),
        publishing_principles: context.publisher.publishing_principles.as_deref(),
        is_part_of: site_id(context.config),
        image: images(context, entry),
        citation: item.entry.sources.iter().map(citation).collect(),
        has_part: item.entry.text.quotations.iter().map(|said| quotation(page, entry, said)).collect(),
        correction: item.entry.corrections.iter().map(correction).collect(),
    }
}

fn authors<'a>(context: &Context<'_>, entry: &'a EntryView<'_>) -> Vec<Author<'a>> {
    if entry.byline.is_empty() {
        return vec![Author::Publisher(publisher_id(context.config))];
    }
    entry.byline.iter().map(|by| Author::Person(Named::person(by.name))).collect()
}

/// The photos; where there is none, the picture by which the publisher is known.
fn images<'a>(context: &'a Context<'_>, entry: &'a EntryView<'_>) -> Vec<ImageObject<'a>> {
    let publisher = &context.publisher;
    match &publisher.image {
        Some(picture) if entry.photos.is_empty() => {
            let content_url = picture.clone();
            vec![ImageObject { content_url, credit_text: Some(&publisher.name), ..ImageObject::default() }]
        }
        _ => entry.photos.iter().enumerate().map(|(at, photo)| image(context, photo, at == 0)).collect(),
    }
}

/// A licence by its address is a licence; one in words is a notice.
fn image<'a>(context: &Context<'_>, photo: &'a PhotoView<'_>, lead: bool) -> ImageObject<'a> {
    let (license, notice) = match photo.license {
        Some(license) if address::unfit(license).is_none() => (Some(license), None),
        other => (None, other),
    };
    ImageObject {
        content_url: format!("{}{}", context.origin, photo.url),
        caption: photo.caption,
        credit_text: photo.credit,
        creator: photo.creator.map(Named::person),
        copyright_notice: notice,
        license,
        width: photo.width,
        height: photo.height,
        representative_of_page: lead,
    }
}

fn citation(source: &crate::parse::Source) -> Citation<'_> {
    Citation {
        name: &source.name,
        url: source.url.as_deref(),
        publisher: Named::organization(&source.name),
        author: source.author.iter().map(|name| Named::person(name)).collect(),
        provider: source.agencies.iter().map(|name| Named::organization(name)).collect(),
        date_published: source.published.as_ref(),
        archived_at: source.archive.as_deref(),
    }
}

fn quotation<'a>(page: &PageView<'_>, entry: &'a EntryView<'_>, said: &'a crate::parse::Quotation) -> Quotation<'a> {
    let address = format!("{}#{}", page.canonical, said.id);
    Quotation {
        id: address.clone(),
        url: address,
        text: &said.text,
        spoken_by_character: Named::person(&said.speaker),
        in_language: said.language.as_deref().unwrap_or(entry.language),
        citation: said.cite.as_deref(),
    }
}

fn correction(correction: &crate::parse::Correction) -> CorrectionComment<'_> {
    CorrectionComment { text: &correction.note, date_published: correction.date.rfc3339() }
}
