//! What every page has, whatever its kind.

use serde::Serialize;

/// A page, under the name `page` in every template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct PageView<'a> {
    /// `entry`, `withdrawn`, `front`, `topics`, `topic`, `sources`, `source`, `people`, `person`, `stories`,
    /// `story`, `corrections`, `archive`, `year`, `month`, `editions`, `edition`, `email`, `page`, `not_found`,
    /// `search`, `redirect`, `feeds`, `feed`, `index` or `machine`.
    pub kind: &'static str,
    /// Its address from the host's root: for links.
    pub url: String,
    /// Its whole address, the one that search engines should know it by.
    pub canonical: String,
    /// Its title in plain text; none where the theme's words name it (`Topics`).
    pub title: Option<String>,
    /// A sentence on what it holds.
    pub description: Option<&'a str>,
    /// Its language as a BCP 47 code.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// Feeds of what it lists.
    pub feeds: Vec<FeedLink<'a>>,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// The pages above it, the front page first; none for the front page and for what is in no list.
    pub breadcrumbs: Vec<Crumb>,
    /// Its language with a region, as OpenGraph wants it: `en_GB`.
    pub locale: Option<String>,
    /// What it says of itself to machines: JSON-LD that may stand in a script element as it is.
    pub linked_data: Option<String>,
}

/// A page above another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Crumb {
    /// Its name; none where the theme's words name it.
    pub name: Option<String>,
    /// The key of the theme's words for it, where it has no name of its own: `topics`.
    pub words: Option<&'static str>,
    /// Its address from the host's root.
    pub url: String,
}

/// A name with an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Link<'a> {
    /// The name.
    pub name: &'a str,
    /// The address from the host's root.
    pub url: String,
}

/// A feed that a page announces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct FeedLink<'a> {
    /// What it is a feed of.
    pub title: &'a str,
    /// The key of the theme's words for what it brings, where that is not entries: `editions`.
    pub words: Option<&'static str>,
    /// Its address from the host's root.
    pub url: String,
    /// Its media type: `application/atom+xml`.
    pub media_type: &'static str,
    /// The name of its format: `Atom`.
    pub format: &'static str,
}
