//! The configuration as it is meant: `dateline.yaml` read, checked and with its defaults filled in.

pub mod defaults;
mod permalinks;
mod read;
pub mod schema;

pub use read::{check_base_url, read};
pub use schema::schema;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::problem::{Severity, SitePath};
use crate::slug::Alphabet;

/// A site's configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name of the briefing.
    pub title: String,
    /// The address that the site is published at, without a slash at its end: `https://example.org/briefing`.
    pub base_url: String,
    /// A sentence on what the briefing is.
    pub description: Option<String>,
    /// The language of the site as a BCP 47 code.
    pub language: String,
    /// The zone in which dates without an offset are read and all dates are shown.
    pub timezone: TimeZone,
    /// The name of that zone.
    pub timezone_name: String,
    /// The theme's name: a folder of `themes/`, or the built-in `broadsheet`.
    pub theme: String,
    /// Values for the settings that the theme declares in its `theme.yaml`.
    pub settings: BTreeMap<String, serde_json::Value>,
    /// Patterns of addresses.
    pub permalinks: Permalinks,
    /// Which letters an address may hold.
    pub slugs: Alphabet,
    /// How many entries a list's page holds.
    pub page_size: usize,
    /// How many related entries an entry names.
    pub related: usize,
    /// The feeds.
    pub feeds: Feeds,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// Links of the site's navigation, in their order.
    pub menu: Vec<MenuItem>,
    /// Severities of rules where they differ from the default; `None` turns a rule off.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// The folder that the site is built into, relative to the site folder.
    pub output: String,
    /// Anything a theme wants.
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// Patterns of addresses: `:year :month :day :slug :language` are filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permalinks {
    /// Of an entry.
    pub entry: String,
    /// Of a topic.
    pub topic: String,
    /// Of a source.
    pub source: String,
    /// Of a plain page.
    pub page: String,
}

/// What feeds hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feeds {
    /// Whether Atom feeds are written, for the site, for each topic and source, and for corrections.
    pub atom: bool,
    /// Whether the same are written as RSS 2.0.
    pub rss: bool,
    /// Whether the same are written as JSON Feed.
    pub json: bool,
    /// How many entries a feed holds.
    pub limit: usize,
}

/// How Markdown is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Markdown {
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
    /// Whether straight quotation marks, `--` and `...` become typographic ones.
    pub smart_punctuation: bool,
    /// Whether bare addresses become links.
    pub autolink: bool,
    /// Whether headings link to themselves.
    pub heading_links: bool,
    /// Whether code is highlighted.
    pub highlight: bool,
}

/// What becomes of raw HTML in Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawHtml {
    /// It passes through.
    #[default]
    Allow,
    /// What can run or reach out is taken from it.
    Sanitize,
    /// It is shown as text.
    Escape,
}

/// A link of the site's navigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MenuItem {
    /// Its words.
    pub name: String,
    /// Its address: of this site from `/`, or a whole one.
    pub url: String,
}

impl Config {
    /// What stands in for a configuration that is too broken to be read, so that the rest of the site is checked all
    /// the same; nothing is written with it.
    pub fn stand_in() -> Self {
        let text = "title: Untitled\nbase_url: https://site.example\n";
        let (config, _) = read(&SitePath::new("dateline.yaml"), text);
        config.expect("a title and an address make a configuration")
    }
}
