//! The theme as one value: templates, assets, static files, strings and settings, each from the first place that has
//! it: the site's own folders, the theme, its parent themes, the default theme that is built into the program.

pub mod plural;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::load::Digest;
use crate::parse::ElementKind;
use crate::problem::SitePath;

/// Everything that decides how a site looks.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// The theme's name.
    pub name: String,
    /// Every template once under its logical name, sorted by name. The next theme's version of a template that is
    /// overridden is there too, as `parent:NAME`, so that an override can extend it.
    pub templates: Vec<Template>,
    /// The kinds of call-out: the names of `callouts/*.html`.
    pub callouts: BTreeSet<String>,
    /// The elements that have a template in `markdown/`.
    pub elements: BTreeSet<ElementKind>,
    /// CSS and JavaScript, bundled, minified and fingerprinted.
    pub assets: Vec<Asset>,
    /// Files that are copied as they are.
    pub statics: Vec<StaticFile>,
    /// Words for each language: BCP 47 code → key → words.
    pub strings: BTreeMap<String, BTreeMap<String, Words>>,
    /// The theme's settings: declared defaults overlaid with the site's values.
    pub settings: BTreeMap<String, serde_json::Value>,
    /// The kinds of page that the theme has.
    pub pages: Pages,
    /// The hash of all of the above that a page can depend on (statics left out).
    pub digest: Digest,
}

/// A template's text and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The logical name: `entry.html`, `callouts/pull.html`, `parent:entry.html`.
    pub name: String,
    /// The file as messages name it: `themes/wire/templates/entry.html`, or
    /// `(built in) broadsheet/templates/entry.html`.
    pub file: SitePath,
    /// Whether the file is inside the program rather than in the site folder.
    pub built_in: bool,
    /// Its text.
    pub text: Arc<str>,
}

/// A bundled style sheet or script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// The name that a template asks for: `css/main.css`.
    pub name: String,
    /// Where it is in the output, with its fingerprint: `assets/css/main.3f2a9c01b2.css`.
    pub path: String,
    /// `sha384-…`, for the `integrity` attribute (W3C Subresource Integrity).
    pub integrity: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// A file that is copied as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticFile {
    /// Where it is in the output: `favicon.ico`.
    pub path: String,
    /// The hash of its bytes.
    pub digest: Digest,
    /// Where its bytes are.
    pub bytes: Bytes,
    /// The file as messages name it.
    pub file: SitePath,
}

/// Where the bytes of a file that is copied are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// In a file of the site folder (absolute path, already proved to lie inside it).
    Disk(PathBuf),
    /// In memory.
    Memory(Arc<[u8]>),
}

/// The words for a key: one text, or one for each plural category of the language (CLDR: one, few, many, other …).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// The same whatever the number.
    Text(String),
    /// By plural category; `other` is always there.
    Plural(BTreeMap<String, String>),
}

/// The kinds of page that a theme has beside entries, plain pages and the front page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The archive by year and month.
    pub archive: bool,
    /// The index of topics and a page for each.
    pub topics: bool,
    /// The index of sources and a page for each.
    pub sources: bool,
    /// Feeds.
    pub feeds: bool,
    /// The page for lost readers.
    pub not_found: bool,
}

impl Default for Pages {
    fn default() -> Self {
        Self { archive: true, topics: true, sources: true, feeds: true, not_found: true }
    }
}

impl Theme {
    /// stand-in
    pub fn words(&self, language: &str) -> BTreeMap<String, Words> {
        self.strings.get(language).cloned().unwrap_or_default()
    }
}
