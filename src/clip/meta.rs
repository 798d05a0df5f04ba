//! What a page says of itself in `<meta>`, `<link>` and `<title>`: OpenGraph, Twitter cards, Dublin Core, and the names
//! that publishers' systems have.

use super::claims::Claims;
use super::words::line;
use super::{Picture, byline, when};
use crate::html::{Page, attribute, without_tags};

/// Names of the fields, the most telling first; OpenGraph's own before all others.
const HEADLINE: &[&str] =
    &["og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "title"];
const STANDFIRST: &[&str] =
    &["og:description", "twitter:description", "description", "dc.description", "dcterms.description"];
const AUTHOR: &[&str] = &[
    "article:author",
    "author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "article:author_name",
    "twitter:creator",
];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.created",
    "publish-date",
    "publishdate",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "ptime",
    "last-modified-date",
];
const MODIFIED: &[&str] =
    &["article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified"];
const PUBLISHER: &[&str] =
    &["og:site_name", "application-name", "article:publisher", "dc.publisher", "dcterms.publisher", "publisher", "cre"];
const IMAGE: &[&str] =
    &["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "parsely-image-url"];
const SUBJECT: &[&str] = &[
    "article:section",
    "article:tag",
    "news_keywords",
    "keywords",
    "parsely-section",
    "parsely-tags",
    "sailthru.tags",
    "dc.subject",
];

/// What the head of the page says.
pub(super) fn read(page: &Page) -> Claims {
    let head = Head::of(page);
    let text = |names: &[&str]| head.first(names).and_then(|text| line(&without_tags(text)));
    let mut claims = Claims {
        headline: text(HEADLINE),
        standfirst: text(STANDFIRST),
        published: head.values(PUBLISHED).find_map(when::date),
        modified: head.values(MODIFIED).find_map(when::date),
        language: language(page, &head),
        publisher: head
            .values(PUBLISHER)
            .filter(|name| !super::is_web(name))
            .find_map(|name| line(&without_tags(name))),
        address: page
            .attribute("link[rel~=canonical]", "href")
            .or_else(|| head.first(&["og:url", "twitter:url"]).cloned()),
        photo: head
            .first(IMAGE)
            .map(|address| Picture { alt: text(&["og:image:alt", "twitter:image:alt"]), ..Picture::at(address) }),
        subjects: head.values(SUBJECT).flat_map(|value| super::subjects(&without_tags(value))).collect(),
        paywalled: head
            .first(&["article:content_tier", "og:content_tier", "content_tier"])
            .map(|tier| !tier.eq_ignore_ascii_case("free")),
        ..Claims::default()
    };
    for name in head.values(AUTHOR).filter(|name| !super::is_web(name) && !name.starts_with('@')) {
        let byline = byline::byline(&without_tags(name));
        claims.agencies.extend(byline.agencies.into_iter().map(str::to_owned));
        claims.authors.extend(byline.authors);
    }
    claims
}

/// The title in the browser's bar.
pub(super) fn title(page: &Page) -> Option<String> {
    page.said("head > title").or_else(|| page.said("title")).and_then(|title| line(&title))
}

fn language(page: &Page, head: &Head) -> Option<String> {
    let of_page = page.attribute("html[lang]", "lang");
    let said = [of_page, head.first(&["og:locale", "dc.language", "content-language", "language"]).cloned()];
    said.into_iter().flatten().find_map(|code| super::language(&code))
}

/// Every `<meta>` of a page: its name in lower case, and its content.
struct Head(Vec<(String, String)>);

impl Head {
    fn of(page: &Page) -> Self {
        let named = page.all("meta[content]").into_iter().filter_map(|meta| {
            let name = ["property", "name", "http-equiv"].iter().find_map(|key| attribute(&meta, key))?;
            Some((name.to_lowercase(), attribute(&meta, "content")?))
        });
        Self(named.take(1000).collect())
    }

    /// What is said under these names, by the first name first.
    fn values(&self, names: &[&str]) -> impl Iterator<Item = &str> {
        names.iter().flat_map(|name| self.0.iter().filter(move |(known, _)| known == name)).map(|(_, value)| &**value)
    }

    fn first(&self, names: &[&str]) -> Option<&String> {
        names.iter().find_map(|name| self.0.iter().find(|(known, _)| known == name)).map(|(_, value)| value)
    }
}
