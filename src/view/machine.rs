//! Files for programs: what search engines, hosts and browsers read beside the pages.

use std::sync::Arc;

use serde::Serialize;

use crate::collate::Address;

use super::content::Content;
use super::data::{DataList, DataPage};
use super::email::EMAIL;
use super::sitemap::{MapPage, NewsView};
use super::text::TextView;
use super::{Context, View, direction};

/// The path of the web manifest.
pub const MANIFEST: &str = "site.webmanifest";

/// What a file for programs holds.
#[derive(Serialize)]
pub enum Machine<'a> {
    /// A sitemap.
    Sitemap(Vec<MapPage>),
    /// A sitemap of sitemaps.
    SitemapIndex(Vec<MapPage>),
    /// The news sitemap.
    News(NewsView<'a>),
    /// `robots.txt`: the whole addresses of the sitemaps; none where nothing may be read.
    Robots(Option<Vec<String>>),
    /// `_redirects`.
    Redirects(Arc<[Rule]>),
    /// `_headers`.
    Headers(HeadersView),
    /// `site.webmanifest`.
    Manifest(ManifestView<'a>),
    /// `entries.json`.
    Entries(DataList<'a>),
    /// The `index.json` of an entry.
    Entry(Box<DataPage<'a>>, TextView<'a>),
}

/// What a host answers at an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The address from the host's root.
    pub from: String,
    /// Where it leads, from the host's root.
    pub to: String,
    /// The status of HTTP: 301 moved, 410 gone.
    pub status: u16,
}

/// The headers that a host should send.
#[derive(Serialize)]
pub struct HeadersView {
    /// The path of the base URL: empty at a host's root.
    pub base: String,
    /// Patterns of addresses whose files never change, as their names hold a fingerprint.
    pub unchanging: Vec<String>,
    /// Addresses from the host's root, each with the media type of its file.
    pub types: Vec<(String, &'static str)>,
    /// Patterns of addresses that search engines should leave out.
    pub unlisted: Vec<String>,
}

/// The web manifest (W3C Web Application Manifest).
#[derive(Serialize)]
pub struct ManifestView<'a> {
    /// The name of the briefing.
    pub name: &'a str,
    /// The name where space is short.
    pub short_name: &'a str,
    /// What it is.
    pub description: Option<&'a str>,
    /// The front page.
    pub start_url: String,
    /// Where the site's pages are.
    pub scope: String,
    /// `browser`: pages have addresses that a reader may want to see and share.
    pub display: &'static str,
    /// The language.
    pub lang: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Icons.
    pub icons: Vec<ManifestIcon>,
}

/// An icon of the web manifest.
#[derive(Serialize)]
pub struct ManifestIcon {
    /// Its address from the host's root.
    pub src: String,
    /// `any`: it is drawn, not made of pixels.
    pub sizes: &'static str,
    /// Its media type.
    pub r#type: &'static str,
}

impl<'a> Context<'a> {
    /// The view of a file for programs.
    pub fn machine(&'a self, address: &Address, machine: Machine<'a>) -> View<'a> {
        View { template: "", page: self.head("machine", address), content: Content::Machine(machine) }
    }

    /// What a host answers at `from`.
    pub fn rule(&self, from: &Address, to: &Address, status: u16) -> Rule {
        Rule { from: from.href(&self.base_path), to: to.href(&self.base_path), status }
    }

    /// The headers that a host should send; `unchanging` are the folders with fingerprinted files, `types` files with
    /// their media types.
    pub fn headers(&self, unchanging: &[&str], types: &[(Address, &'static str)]) -> HeadersView {
        let pattern = |folder: &&str| format!("{}/{folder}*", self.base_path);
        HeadersView {
            base: self.base_path.clone(),
            unchanging: unchanging.iter().map(pattern).collect(),
            types: types.iter().map(|(address, media_type)| (address.href(&self.base_path), *media_type)).collect(),
            unlisted: if self.sends_email() { vec![pattern(&EMAIL)] } else { Vec::new() },
        }
    }

    /// The web manifest; `icon` is the path of a drawn icon.
    pub fn manifest(&'a self, icon: Option<&str>) -> ManifestView<'a> {
        let home = Address::new("").href(&self.base_path);
        let drawn = |path: &str| ManifestIcon {
            src: Address::new(path).href(&self.base_path),
            sizes: "any",
            r#type: "image/svg+xml",
        };
        ManifestView {
            name: &self.config.title,
            short_name: &self.config.title,
            description: self.config.description.as_deref(),
            start_url: home.clone(),
            scope: home,
            display: "browser",
            lang: &self.config.language,
            dir: direction(&self.config.language),
            icons: icon.map(drawn).into_iter().collect(),
        }
    }
}
