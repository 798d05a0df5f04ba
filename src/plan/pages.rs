//! Lists what the site and the theme call for.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::collate::{Address, Item, used_media};
use crate::load::Digest;
use crate::problem::{At, Place};
use crate::theme::{Bytes, Theme};
use crate::view::{ARCHIVE, Context, SEARCH, index_of, media_path, month_address, page_of, year_address};

use super::machines;
use super::paginate::slices;
use super::{Contents, File, Name, Owner, Subject, Wanted};

/// Every page of the output.
pub(super) fn pages(context: &Context<'_>, theme: &Theme) -> Vec<Wanted<Subject>> {
    let mut list = List { context, pages: Vec::new() };
    list.documents();
    list.front();
    if theme.pages.topics {
        list.topics();
    }
    if theme.pages.sources {
        list.sources();
    }
    if theme.pages.people {
        list.people();
    }
    if theme.pages.stories {
        list.stories();
    }
    if theme.pages.corrections {
        list.corrections();
    }
    if theme.pages.archive {
        list.archive();
    }
    if theme.pages.editions {
        list.editions();
    }
    if theme.pages.not_found {
        let address = Address::new("404.html");
        list.add(&address, Subject::NotFound(address.clone()), Name::Made("the page for lost readers"), None);
    }
    if theme.pages.search && context.config.search {
        list.search();
    }
    list.feeds(theme);
    let machines = machines::pages(context, theme, &list.pages);
    list.pages.extend(machines);
    list.pages
}

/// Every file that is copied: the theme's assets and static files, and the photos that pages show.
pub(super) fn files(context: &Context<'_>, theme: &Theme) -> Vec<Wanted<File>> {
    let assets = theme.assets.iter().map(|asset| {
        let name = Name::Asset(asset.name.clone());
        let bytes = Bytes::Memory(Arc::clone(&asset.bytes));
        wanted_file(asset.path.clone(), Digest::of(&asset.bytes), bytes, Owner { name, place: None })
    });
    let statics = theme.statics.iter().map(|file| {
        let owner = Owner { name: Name::File(file.file.clone()), place: Some(Place::file(&file.file)) };
        wanted_file(file.path.clone(), file.digest, file.bytes.clone(), owner)
    });
    let mut seen = std::collections::BTreeSet::new();
    let media = used_media(context.site).into_iter().filter_map(|id| {
        let media = &context.site.media[id as usize];
        let owner = Owner { name: Name::File(media.path.clone()), place: Some(Place::file(&media.path)) };
        // The same photo beside two entries is one file of the output.
        let path = media_path(media);
        seen.insert(path.clone()).then(|| wanted_file(path, media.digest, Bytes::Disk(media.disk.clone()), owner))
    });
    assets.chain(statics).chain(media).chain(photos(context)).chain(machines::files(context, theme)).collect()
}

/// Every file that shows a photo, once.
fn photos<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Wanted<File>> + 'a {
    let mut seen = FxHashSet::default();
    context.album.all().filter_map(move |(photo, print)| {
        let path = &context.site.media[context.site.photos[photo].media as usize].path;
        let owner = Owner { name: Name::File(path.clone()), place: Some(Place::file(path)) };
        let contents = Contents::Photo(Arc::clone(&print.negative));
        let file = || File { path: print.path.clone(), digest: print.negative.key(), contents };
        seen.insert(print.path.as_str()).then(|| Wanted { path: print.path.clone(), what: file(), owner })
    })
}

pub(super) fn wanted_file(path: String, digest: Digest, bytes: Bytes, owner: Owner) -> Wanted<File> {
    Wanted { path: path.clone(), what: File { path, digest, contents: Contents::Given(bytes) }, owner }
}

/// What is listed so far.
pub(super) struct List<'a> {
    /// What pages are made from.
    pub context: &'a Context<'a>,
    pages: Vec<Wanted<Subject>>,
}

impl List<'_> {
    /// Adds one page.
    pub fn add(&mut self, address: &Address, subject: Subject, name: Name, place: Option<Place>) {
        let owner = Owner { name, place };
        self.pages.push(Wanted { path: address.file(), what: subject, owner });
    }

    fn documents(&mut self) {
        let site = self.context.site;
        for (id, item) in (0..).zip(&site.entries) {
            self.entry(item, Subject::Entry(id));
        }
        for (position, item) in site.withdrawn.iter().enumerate() {
            self.entry(item, Subject::Withdrawn(position));
        }
        for (position, placed) in site.pages.iter().enumerate() {
            let path = &placed.page.path;
            self.add(&placed.address, Subject::Plain(position), Name::Page(path.clone()), Some(Place::file(path)));
            self.redirects(&placed.page.aliases, &placed.address, path);
        }
    }

    fn entry(&mut self, item: &Item, subject: Subject) {
        let path = &item.entry.path;
        let at = if item.entry.slug.is_some() { At::field("slug") } else { At::File };
        self.add(&item.address, subject, Name::Entry(path.clone()), Some(Place::new(path, at)));
        self.redirects(&item.entry.aliases, &item.address, path);
    }

    fn redirects(&mut self, aliases: &[String], to: &Address, path: &crate::problem::SitePath) {
        for (position, alias) in aliases.iter().enumerate() {
            let from = alias_address(alias);
            let place = Place::new(path, At::item("aliases", position));
            let name = Name::Alias(alias.clone(), path.clone());
            self.add(&from, Subject::Redirect(from.clone(), to.clone()), name, Some(place));
        }
    }

    fn front(&mut self) {
        let home = Address::new("");
        for slice in slices(self.context.site.entries.len(), self.context.config.page_size) {
            let address = if slice.first { home.clone() } else { page_of(&home, slice.number) };
            self.add(&address, Subject::Front(slice), Name::Made("the front page"), None);
        }
    }

    fn topics(&mut self) {
        let index = index_of(&self.context.config.permalinks.topic);
        self.add(&index, Subject::Topics(index.clone()), Name::Made("the index of topics"), None);
        for (position, group) in self.context.site.topics.iter().enumerate() {
            let name = Name::Group("topic", group.name.clone());
            self.list(&group.address, group.entries.len(), &name, &group.named_in, |s| Subject::Topic(position, s));
        }
    }

    fn sources(&mut self) {
        let index = index_of(&self.context.config.permalinks.source);
        self.add(&index, Subject::Sources(index.clone()), Name::Made("the index of sources"), None);
        for (position, group) in self.context.site.sources.iter().enumerate() {
            let name = Name::Group("source", group.name.clone());
            self.list(&group.address, group.entries.len(), &name, &group.named_in, |s| Subject::Source(position, s));
        }
    }

    fn search(&mut self) {
        let address = Address::new(SEARCH);
        self.add(&address, Subject::Search(address.clone()), Name::Made("the search page"), None);
        for (position, file) in self.context.search_index().files.iter().enumerate() {
            let name = Name::Made("the search index");
            self.add(&Address::new(&file.path), Subject::SearchFile(position), name, None);
        }
    }

    /// Adds the pages of a list.
    pub fn list(
        &mut self,
        address: &Address,
        entries: usize,
        name: &Name,
        place: &Place,
        subject: impl Fn(crate::view::Slice) -> Subject,
    ) {
        for slice in slices(entries, self.context.config.page_size) {
            let address = if slice.first { address.clone() } else { page_of(address, slice.number) };
            self.add(&address, subject(slice), name.clone(), Some(place.clone()));
        }
    }

    fn archive(&mut self) {
        let index = Address::new(ARCHIVE);
        self.add(&index, Subject::Archive(index.clone()), Name::Made("the index of the archive"), None);
        for (y, year) in self.context.site.years.iter().enumerate() {
            self.add(&year_address(year), Subject::Year(y), Name::Made("a year of the archive"), None);
            for (m, month) in year.months.iter().enumerate() {
                let list = month_address(year, month);
                for slice in slices(month.entries.len(), self.context.config.page_size) {
                    let address = if slice.first { list.clone() } else { page_of(&list, slice.number) };
                    self.add(&address, Subject::Month(y, m, slice), Name::Made("a month of the archive"), None);
                }
            }
        }
    }
}

/// An alias names a page, with or without its slash at the end, or a file.
fn alias_address(alias: &str) -> Address {
    let last = alias.rsplit('/').next().unwrap_or_default();
    if alias.ends_with('/') || last.contains('.') { Address::new(alias) } else { Address::new(format!("{alias}/")) }
}
