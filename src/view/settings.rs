//! The theme's settings as templates see them: links and sections with the names and addresses of what they name.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::collate::{Address, EDITIONS, EntryId, Group};
use crate::config::Editions;
use crate::theme::{Aim, Link, Picture, Section, Setting, SettingValue};

use super::card::CardOf;
use super::correction::CORRECTIONS;
use super::feed::FEEDS;
use super::pages::{ARCHIVE, index_of};
use super::search::SEARCH;
use super::{Context, MANIFEST};

/// The pages that a link may name by one word, which is also the key of their name in the theme's words.
pub const INDEXES: &[&str] =
    &["home", "topics", "sources", "people", "stories", "editions", "archive", "search", "corrections", "feeds"];

/// A link of a setting of the type `links`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct SettingLink<'a> {
    /// Its words; none where the theme's words name it.
    pub name: Option<&'a str>,
    /// The key of its name in `t`, where it leads to an index: `topics`.
    pub words: Option<&'static str>,
    /// Its address: from the host's root, or a whole one of another site.
    pub url: String,
}

/// A picture of a setting of the type `image`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct PictureView<'a> {
    /// Its address from the host's root.
    pub url: String,
    /// The words that stand for it.
    pub alt: &'a str,
    /// Its width in pixels, where its file says so.
    pub width: Option<u32>,
    /// Its height in pixels, where its file says so.
    pub height: Option<u32>,
}

/// A part of the front page: what an item of a setting of the type `sections` asks for.
#[derive(Serialize, schemars::JsonSchema)]
pub struct SectionView<'a> {
    /// Its heading; none where the theme's words name it.
    pub name: Option<&'a str>,
    /// The key of its heading in `t`: `latest` for the newest entries.
    pub words: Option<&'static str>,
    /// The address of the page with all of its entries, where there is one.
    pub url: Option<String>,
    /// How it is to be shown: one of the styles that the theme declares; empty where the settings ask for no section.
    pub style: &'a str,
    /// Its entries, newest first.
    #[schemars(with = "Vec<super::card::Card<'a>>")]
    pub entries: Vec<CardOf<'a>>,
}

/// What a link or a section names, found on the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// The key of its name in `t`.
    pub words: Option<&'static str>,
    /// The address of its page, where it has one.
    pub url: Option<String>,
    /// Its entries, newest first.
    pub entries: &'a [EntryId],
}

impl<'a> Context<'a> {
    /// What a link or a section names; none where the site has no such thing. A path is not looked up.
    pub fn find(&'a self, aim: &'a Aim) -> Option<Found<'a>> {
        let bare = Found { name: None, words: None, url: None, entries: &[] };
        match aim {
            Aim::Url(url) => {
                let inside = url.starts_with('/');
                let url = if inside { format!("{}{url}", self.base_path) } else { url.clone() };
                Some(Found { url: Some(url), ..bare })
            }
            Aim::Page(named) => match INDEXES.iter().find(|index| *index == named) {
                Some(index) => Some(Found { words: Some(index), url: Some(self.index_url(index)?), ..bare }),
                None => {
                    let (name, address) = self.page_of_file(named)?;
                    Some(Found { name: Some(name), url: Some(address.href(&self.base_path)), ..bare })
                }
            },
            Aim::Topic(name) => {
                let aliases = |page: &'a crate::parse::TopicPage| page.aliases.as_slice();
                self.group(&self.site.topics, name, self.pages.topics, aliases)
            }
            Aim::Source(name) => {
                let aliases = |page: &'a crate::parse::SourcePage| page.aliases.as_slice();
                self.group(&self.site.sources, name, self.pages.sources, aliases)
            }
            Aim::Story(name) => self.group(&self.site.stories, name, self.pages.stories, |_| &[]),
            Aim::Newest => Some(Found { words: Some("latest"), entries: &self.all, ..bare }),
        }
    }

    /// The address of an index of [`INDEXES`] from the host's root; none where the site or the theme does without it.
    pub fn index_url(&self, index: &str) -> Option<String> {
        let (pages, config) = (&self.pages, self.config);
        let (there, address) = match index {
            "home" => (true, Address::new("")),
            "topics" => (pages.topics, index_of(&config.permalinks.topic)),
            "sources" => (pages.sources, index_of(&config.permalinks.source)),
            "people" => (pages.people, index_of(&config.permalinks.person)),
            "stories" => (pages.stories, index_of(&config.permalinks.story)),
            "editions" => (pages.editions && config.editions != Editions::None, Address::new(EDITIONS)),
            "archive" => (pages.archive, Address::new(ARCHIVE)),
            "search" => (pages.search && config.search, Address::new(SEARCH)),
            "corrections" => (pages.corrections, Address::new(CORRECTIONS)),
            "feeds" => (pages.feeds && pages.feeds_page && !self.formats.is_empty(), Address::new(FEEDS)),
            "manifest" => (pages.host_files, Address::new(MANIFEST)),
            _ => return None,
        };
        there.then(|| address.href(&self.base_path))
    }

    /// A plain page or an entry by its file, with its title.
    fn page_of_file(&self, file: &str) -> Option<(&str, &Address)> {
        let page = self.site.pages.iter().find(|placed| placed.page.path.as_str() == file);
        let page = page.map(|placed| (placed.page.title.as_str(), &placed.address));
        page.or_else(|| {
            let entry = self.site.entries.iter().find(|item| item.entry.path.as_str() == file)?;
            Some((entry.entry.headline.as_str(), &entry.address))
        })
    }

    /// A group by its name or an alias, whatever the case of its letters.
    fn group<P: 'a>(
        &'a self,
        groups: &'a [Group<P>],
        name: &str,
        has_page: bool,
        aliases: impl Fn(&'a P) -> &'a [String],
    ) -> Option<Found<'a>> {
        let wanted = name.to_lowercase();
        let aliases = |group: &'a Group<P>| group.page.as_deref().map_or(&[][..], &aliases);
        let named = |group: &'a Group<P>| {
            let mut names = aliases(group).iter().chain([&group.name]);
            names.any(|name| name.to_lowercase() == wanted).then_some(group)
        };
        groups.iter().find_map(named).map(|group| Found {
            name: Some(&group.name),
            words: None,
            url: has_page.then(|| group.address.href(&self.base_path)),
            entries: &group.entries,
        })
    }

    /// The values of the theme's settings for templates; a link to what is not there is left out.
    pub fn settings(&'a self, settings: &'a BTreeMap<String, Setting>) -> BTreeMap<String, Value> {
        settings.iter().map(|(name, setting)| (name.clone(), self.setting(&setting.value))).collect()
    }

    fn setting(&'a self, value: &'a SettingValue) -> Value {
        match value {
            SettingValue::Plain(value) => value.clone(),
            SettingValue::Image(picture) => json!(picture.as_ref().map(|picture| self.picture(picture))),
            SettingValue::Links(links) => {
                links.iter().filter_map(|link| self.link(link)).map(|link| json!(link)).collect()
            }
            // Their entries are part of the front page's view alone: here they would change every page.
            SettingValue::Sections(sections) => json!(!sections.is_empty()),
        }
    }

    fn picture(&'a self, picture: &'a Picture) -> PictureView<'a> {
        PictureView {
            url: Address::new(&picture.file).href(&self.base_path),
            alt: picture.alt.as_deref().unwrap_or(&self.config.title),
            width: picture.size.map(|(width, _)| width),
            height: picture.size.map(|(_, height)| height),
        }
    }

    fn link(&'a self, link: &'a Link) -> Option<SettingLink<'a>> {
        let found = self.find(&link.aim)?;
        let words = if link.name.is_some() { None } else { found.words };
        Some(SettingLink { name: link.name.as_deref().or(found.name), words, url: found.url? })
    }

    /// The sections of the front page that the settings ask for, and all entries that are then shown; none where they
    /// ask for none. What is shown already is not shown again, and a section without entries is left out.
    pub(super) fn chosen_sections(&'a self, mut shown: Vec<EntryId>) -> Option<(Vec<SectionView<'a>>, Vec<EntryId>)> {
        let sections: Vec<_> = self.sections.iter().filter_map(|section| self.section(section, &mut shown)).collect();
        (!self.sections.is_empty()).then_some((sections, shown))
    }

    fn section(&'a self, section: &'a Section, shown: &mut Vec<EntryId>) -> Option<SectionView<'a>> {
        let found = self.find(&section.aim)?;
        let fresh = found.entries.iter().filter(|id| !shown.contains(id));
        let entries: Vec<EntryId> = fresh.take(section.count).copied().collect();
        shown.extend(&entries);
        (!entries.is_empty()).then(|| SectionView {
            name: section.name.as_deref().or(found.name),
            words: if section.name.is_some() { None } else { found.words },
            url: found.url,
            style: &section.style,
            entries: entries.iter().map(|&id| self.card(id)).collect(),
        })
    }
}
