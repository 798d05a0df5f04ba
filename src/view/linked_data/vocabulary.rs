//! The types and properties of schema.org that pages use; the names stand as in the vocabulary.

use serde::Serialize;

use crate::date::Moment;

/// Everything that a page says of itself.
#[derive(Serialize)]
pub(super) struct Graph<'a> {
    #[serde(rename = "@context")]
    pub context: &'static str,
    #[serde(rename = "@graph")]
    pub nodes: Vec<Node<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) enum Node<'a> {
    NewsArticle(Box<Article<'a>>),
    CollectionPage(WebPage<'a>),
    ProfilePage(WebPage<'a>),
    WebPage(WebPage<'a>),
    BreadcrumbList(Breadcrumbs<'a>),
    WebSite(WebSite<'a>),
    NewsMediaOrganization(&'a Organization),
}

/// A thing that is described elsewhere on the page.
#[derive(Clone, Serialize)]
pub(super) struct Reference {
    #[serde(rename = "@id")]
    pub id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Article<'a> {
    #[serde(rename = "@id")]
    pub id: String,
    pub headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'a str>,
    pub url: &'a str,
    pub main_entity_of_page: &'a str,
    pub in_language: &'a str,
    pub is_accessible_for_free: bool,
    pub date_published: String,
    pub date_modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article_section: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<&'a str>,
    pub author: Vec<Author<'a>>,
    pub publisher: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publishing_principles: Option<&'a str>,
    pub is_part_of: Reference,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub image: Vec<ImageObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citation: Vec<Citation<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub has_part: Vec<Quotation<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub correction: Vec<CorrectionComment<'a>>,
}

/// Who wrote an article: people by their names alone, else the publisher.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Author<'a> {
    Person(Named<'a>),
    Publisher(Reference),
}

/// Somebody by name and, where this site has a page of them, its address.
#[derive(Serialize)]
pub(super) struct Named<'a> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl<'a> Named<'a> {
    pub fn person(name: &'a str) -> Self {
        Self { kind: "Person", name, url: None }
    }

    pub fn organization(name: &'a str) -> Self {
        Self { kind: "Organization", name, url: None }
    }

    /// The same with the address of their page.
    pub fn at(self, url: Option<String>) -> Self {
        Self { url, ..self }
    }
}

/// Somebody on the page that is about them.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct Person<'a> {
    #[serde(rename = "@id")]
    pub id: String,
    pub name: &'a str,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<&'a str>,
}

#[derive(Default, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct ImageObject<'a> {
    pub content_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator: Option<Named<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright_notice: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquire_license_page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub representative_of_page: bool,
}

/// A story that an entry is curated from.
#[derive(Serialize)]
#[serde(tag = "@type", rename = "CreativeWork", rename_all = "camelCase")]
pub(super) struct Citation<'a> {
    pub name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'a str>,
    pub publisher: Named<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provider: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<&'a Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct Quotation<'a> {
    #[serde(rename = "@id")]
    pub id: String,
    pub url: String,
    pub text: &'a str,
    pub spoken_by_character: Speaker<'a>,
    pub in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<&'a str>,
    /// The article, where the quotation does not stand within its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_part_of: Option<Reference>,
}

/// Who said something: on the speaker's own page, whom the page is about.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Speaker<'a> {
    Named(Named<'a>),
    Here(Reference),
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct CorrectionComment<'a> {
    pub text: &'a str,
    pub date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The article, where the correction does not stand within its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_item: Option<ArticleLink<'a>>,
}

/// An article that is described on its own page.
#[derive(Serialize)]
#[serde(tag = "@type", rename = "NewsArticle", rename_all = "camelCase")]
pub(super) struct ArticleLink<'a> {
    #[serde(rename = "@id")]
    pub id: String,
    pub url: String,
    pub headline: &'a str,
    pub date_published: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebPage<'a> {
    #[serde(rename = "@id")]
    pub id: &'a str,
    pub url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'a str>,
    pub in_language: &'a str,
    pub is_part_of: Reference,
    pub publisher: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_entity: Option<MainEntity<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub has_part: Vec<Part<'a>>,
}

/// What a page is about.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum MainEntity<'a> {
    List(ItemList),
    Person(Box<Person<'a>>),
    Issue(Box<PublicationIssue<'a>>),
}

/// What stands on a page beside what it is about.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Part<'a> {
    Quotation(Quotation<'a>),
    Article(ArticleLink<'a>),
    Correction(CorrectionComment<'a>),
}

/// An edition.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct PublicationIssue<'a> {
    #[serde(rename = "@id")]
    pub id: String,
    pub url: &'a str,
    pub name: &'a str,
    pub issue_number: u32,
    /// The first day that it covers.
    pub date_published: String,
    /// The days from the first to the last (ISO 8601), where there is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temporal_coverage: Option<String>,
    pub is_part_of: Reference,
    pub publisher: Reference,
    pub has_part: Vec<ArticleLink<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct ItemList {
    pub item_list_element: Vec<ListItem>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) struct ListItem {
    pub position: usize,
    pub name: String,
    pub url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Breadcrumbs<'a> {
    pub item_list_element: Vec<BreadcrumbItem<'a>>,
}

/// A step of the way to a page, with the address of the page there; the last is the page itself.
#[derive(Serialize)]
#[serde(tag = "@type", rename = "ListItem")]
pub(super) struct BreadcrumbItem<'a> {
    pub position: usize,
    pub name: &'a str,
    pub item: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebSite<'a> {
    #[serde(rename = "@id")]
    pub id: String,
    pub name: &'a str,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'a str>,
    pub in_language: &'a str,
    pub publisher: Reference,
}

/// Who publishes the site. Every address in it is one of this site.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) name: String,
    pub(super) url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) logo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) founding_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) publishing_principles: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) corrections_policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ethics_policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) masthead: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ownership_funding_info: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) actionable_feedback_policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) verification_fact_checking_policy: Option<String>,
}
