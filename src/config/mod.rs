//! The configuration as it is meant: `dateline.yaml` read, checked and with its defaults filled in.

pub mod defaults;
mod desk;
mod editions;
mod email;
mod host_files;
mod links;
mod permalinks;
mod photos;
pub mod publish;
mod publisher;
mod read;
pub mod schema;

pub use desk::{Desk, Topics};
pub use editions::Editions;
pub use email::{Email, Mailbox};
pub use links::{Links, time};
pub use photos::Photos;
pub use read::{check_base_url, read};
pub use schema::schema;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::problem::SitePath;
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
    /// Whether readers can search the site.
    pub search: bool,
    /// How often the briefing comes out.
    pub editions: Editions,
    /// How editions are sent by email; none where they are not.
    pub email: Option<Email>,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// What of photos is published, and how large they may be.
    pub photos: Photos,
    /// Who publishes the briefing.
    pub publisher: Publisher,
    /// Links of the site's navigation, in their order.
    pub menu: Vec<MenuItem>,
    /// What the checks of the desk are to be.
    pub desk: Desk,
    /// The folder that the site is built into, relative to the site folder.
    pub output: String,
    /// The files that hosts read.
    pub host_files: HostFiles,
    /// Whether the entries are written as JSON too: `entries.json`, and `index.json` beside each entry.
    pub data: bool,
    /// Where the site is published, in the order in which it is written.
    pub publish: Vec<publish::Target>,
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
    /// Of a speaker or a byline.
    pub person: String,
    /// Of a running story.
    pub story: String,
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

/// Which of the files that hosts read are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostFiles {
    /// `_redirects`: aliases and withdrawn entries, as Netlify, Cloudflare Pages and GitLab Pages read them.
    pub redirects: bool,
    /// `_headers`: caching and the Content-Security-Policy, as Netlify and Cloudflare Pages read them.
    pub headers: bool,
    /// `.nojekyll`: GitHub Pages leaves the files as they are.
    pub nojekyll: bool,
    /// `CNAME`: the host of the base URL for GitHub Pages, where the base URL has no path and no port.
    pub cname: bool,
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

/// Who publishes the briefing, as structured data and previews of links name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publisher {
    /// The name, where it is not the site's title.
    pub name: Option<String>,
    /// The path of its logo: `/logo.png`.
    pub logo: Option<String>,
    /// The path of the picture that stands for pages without a photo.
    pub image: Option<String>,
    /// The day on which it was founded: `2017-04-12`.
    pub founded: Option<String>,
    /// Its account in the fediverse: `@desk@social.example`.
    pub fediverse: Option<String>,
    /// The pages that say by which rules it works.
    pub policies: Policies,
}

/// The pages that say by which rules a publisher works: each a path (`/standards/`) or a file of `content/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    /// Standards: what the briefing chooses and how it works.
    pub publishing_principles: Option<String>,
    /// How errors are corrected.
    pub corrections: Option<String>,
    /// Ethics.
    pub ethics: Option<String>,
    /// Who is responsible.
    pub masthead: Option<String>,
    /// Who owns and who funds it.
    pub ownership: Option<String>,
    /// How readers are heard.
    pub feedback: Option<String>,
    /// How facts are checked.
    pub verification: Option<String>,
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
