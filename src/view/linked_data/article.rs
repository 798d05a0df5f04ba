//! An entry as a NewsArticle: its sources, quotations, photos and corrections.

use crate::address;
use crate::collate::Item;
use crate::view::entry::modified;
use crate::view::{BylineView, Context, EntryView, PageView, QuotationView};
use crate::view::{CropView, PhotoView};

use super::vocabulary::{
    Article, ArticleLink, Author, Citation, CorrectionComment, ImageObject, Named, Quotation, Speaker,
};
use super::{publisher_id, site_id};

pub(super) fn article<'a>(context: &'a Context<'_>, page: &'a PageView<'_>, entry: &'a EntryView<'_>) -> Article<'a> {
    let item = entry.item;
    let topics: Vec<&str> = entry.topics.iter().map(|topic| topic.name).collect();
    Article {
        id: article_id(&page.canonical),
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
        has_part: quotations(context, page, entry),
        correction: item.entry.corrections.iter().map(correction).collect(),
    }
}

fn authors<'a>(context: &Context<'_>, entry: &'a EntryView<'_>) -> Vec<Author<'a>> {
    if entry.byline.is_empty() {
        return vec![Author::Publisher(publisher_id(context.config))];
    }
    let page = |url: &String| context.whole(url);
    let person = |by: &BylineView<'a>| Named::person(by.name).at(by.url.as_ref().map(page));
    entry.byline.iter().map(|by| Author::Person(person(by))).collect()
}

/// The name of an article in structured data, by the address of its page.
pub(super) fn article_id(page: &str) -> String {
    format!("{page}#article")
}

/// An article as other pages name it.
pub(super) fn article_link<'a>(context: &Context<'_>, item: &'a Item) -> ArticleLink<'a> {
    let url = context.absolute(&item.address);
    let date_published = item.entry.date.rfc3339();
    ArticleLink { id: article_id(&url), url, headline: &item.entry.headline, date_published }
}

/// The photos; where there is none, the picture by which the publisher is known.
fn images<'a>(context: &'a Context<'_>, entry: &'a EntryView<'_>) -> Vec<ImageObject<'a>> {
    let publisher = &context.publisher;
    match &publisher.image {
        Some(picture) if entry.photos.is_empty() => {
            let content_url = picture.clone();
            vec![ImageObject { content_url, credit_text: Some(&publisher.name), ..ImageObject::default() }]
        }
        _ => entry.photos.iter().enumerate().flat_map(|(at, photo)| in_all_shapes(context, photo, at == 0)).collect(),
    }
}

/// The photo, and where it leads the entry, the shapes in which search engines want it.
fn in_all_shapes<'a>(context: &Context<'_>, photo: &'a PhotoView<'_>, lead: bool) -> Vec<ImageObject<'a>> {
    let crop = |crop: &CropView| ImageObject {
        content_url: format!("{}{}", context.origin, crop.url),
        width: Some(crop.width),
        height: Some(crop.height),
        representative_of_page: false,
        ..image(context, photo, lead)
    };
    std::iter::once(image(context, photo, lead)).chain(photo.crops.iter().map(crop)).collect()
}

/// A licence is known by its address; the words of one are a notice.
pub(super) fn image<'a>(context: &Context<'_>, photo: &'a PhotoView<'_>, lead: bool) -> ImageObject<'a> {
    let license = photo.license.and_then(address::within);
    let notice = photo.license.filter(|terms| license != Some(terms));
    ImageObject {
        content_url: format!("{}{}", context.origin, photo.url),
        caption: photo.caption,
        credit_text: photo.credit,
        creator: photo.creator.map(Named::person),
        copyright_notice: photo.copyright.or(notice),
        license,
        acquire_license_page: photo.licensor,
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

fn quotations<'a>(context: &Context<'_>, page: &PageView<'_>, entry: &'a EntryView<'_>) -> Vec<Quotation<'a>> {
    let said = entry.item.entry.text.quotations.iter().zip(&entry.quotations);
    let quotation = |(said, view): (&'a crate::parse::Quotation, &QuotationView<'_>)| {
        let address = format!("{}#{}", page.canonical, said.id);
        let speaker = Named::person(&said.speaker).at(view.person.as_ref().map(|url| context.whole(url)));
        Quotation {
            id: address.clone(),
            url: address,
            text: &said.text,
            spoken_by_character: Speaker::Named(speaker),
            in_language: said.language.as_deref().unwrap_or(entry.language),
            citation: said.cite.as_deref(),
            is_part_of: None,
        }
    };
    said.map(quotation).collect()
}

/// A correction within the description of its article.
pub(super) fn correction(correction: &crate::parse::Correction) -> CorrectionComment<'_> {
    CorrectionComment {
        text: &correction.note,
        date_published: correction.date.rfc3339(),
        url: None,
        parent_item: None,
    }
}
