//! Lists what the site and the theme call for.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::collate::{Address, Item, used_media};
use crate::load::Digest;
use crate::problem::SitePath;
use crate::theme::{Bytes, Theme};
use crate::view::{ARCHIVE, Context, SEARCH, index_of, media_path, month_address, page_of, year_address};

use super::machines;
use super::paginate::slices;
use super::{Contents, File, Owner, Subject, Wanted};

/// Every page of the output.
pub(super) fn pages<'a>(context: &'a Context<'a>, theme: &'a Theme) -> Vec<Wanted<'a, Subject>> {
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
        list.add(&address, Subject::NotFound(address.clone()), Owner::Made("the page for lost readers"));
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
pub(super) fn files<'a>(context: &'a Context<'a>, theme: &'a Theme) -> Vec<Wanted<'a, File>> {
    let assets = theme.assets.iter().map(|asset| {
        let bytes = Bytes::Memory(Arc::clone(&asset.bytes));
        wanted_file(&asset.path, Digest::of(&asset.bytes), bytes, Owner::Asset(&asset.name))
    });
    let statics = theme
        .statics
        .iter()
        .map(|file| wanted_file(&file.path, file.digest, file.bytes.clone(), Owner::File(&file.file)));
    let mut seen = std::collections::BTreeSet::new();
    let media = used_media(context.site).into_iter().filter_map(|id| {
        let media = &context.site.media[id as usize];
        // The same photo beside two entries is one file of the output.
        let path = media_path(media);
        let bytes = || Bytes::Disk(media.disk.clone());
        seen.insert(path.clone()).then(|| wanted_file(&path, media.digest, bytes(), Owner::File(&media.path)))
    });
    assets.chain(statics).chain(media).chain(photos(context)).chain(machines::files(context, theme)).collect()
}

/// Every file that shows a photo, once.
fn photos<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Wanted<'a, File>> + 'a {
    let mut seen = FxHashSet::default();
    context.album.all().filter_map(move |(photo, print)| {
        let path = &context.site.media[context.site.photos[photo].media as usize].path;
        let wanted = || {
            let contents = Contents::Photo(Arc::clone(&print.negative));
            let file = File { path: print.path.as_str().into(), digest: print.negative.key(), contents };
            Wanted { path: Arc::clone(&file.path), what: file, owner: Owner::File(path) }
        };
        seen.insert(print.path.as_str()).then(wanted)
    })
}

pub(super) fn wanted_file<'a>(path: &str, digest: Digest, bytes: Bytes, owner: Owner<'a>) -> Wanted<'a, File> {
    let path: Arc<str> = path.into();
    Wanted { path: Arc::clone(&path), what: File { path, digest, contents: Contents::Given(bytes) }, owner }
}

/// What is listed so far.
pub(super) struct List<'a> {
    /// What pages are made from.
    pub context: &'a Context<'a>,
    pages: Vec<Wanted<'a, Subject>>,
}

impl<'a> List<'a> {
    /// Adds one page.
    pub fn add(&mut self, address: &Address, subject: Subject, owner: Owner<'a>) {
        self.pages.push(Wanted { path: address.file().into(), what: subject, owner });
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
            self.add(&placed.address, Subject::Plain(position), Owner::Page(path));
            self.redirects(&placed.page.aliases, &placed.address, path);
        }
    }

    fn entry(&mut self, item: &'a Item, subject: Subject) {
        self.add(&item.address, subject, Owner::Entry(&item.entry));
        self.redirects(&item.entry.aliases, &item.address, &item.entry.path);
    }

    fn redirects(&mut self, aliases: &'a [String], to: &Address, path: &'a SitePath) {
        for (position, alias) in aliases.iter().enumerate() {
            let from = alias_address(alias);
            self.add(&from, Subject::Redirect(from.clone(), to.clone()), Owner::Alias(alias, position, path));
        }
    }

    fn front(&mut self) {
        let home = Address::new("");
        for slice in slices(self.context.site.entries.len(), self.context.config.page_size) {
            let address = if slice.first { home.clone() } else { page_of(&home, slice.number) };
            self.add(&address, Subject::Front(slice), Owner::Made("the front page"));
        }
    }

    fn topics(&mut self) {
        let index = index_of(&self.context.config.permalinks.topic);
        self.add(&index, Subject::Topics(index.clone()), Owner::Made("the index of topics"));
        for (position, group) in self.context.site.topics.iter().enumerate() {
            let owner = Owner::Group("topic", &group.name, &group.named_in);
            self.list(&group.address, group.entries.len(), owner, |s| Subject::Topic(position, s));
        }
    }

    fn sources(&mut self) {
        let index = index_of(&self.context.config.permalinks.source);
        self.add(&index, Subject::Sources(index.clone()), Owner::Made("the index of sources"));
        for (position, group) in self.context.site.sources.iter().enumerate() {
            let owner = Owner::Group("source", &group.name, &group.named_in);
            self.list(&group.address, group.entries.len(), owner, |s| Subject::Source(position, s));
        }
    }

    fn search(&mut self) {
        let address = Address::new(SEARCH);
        self.add(&address, Subject::Search(address.clone()), Owner::Made("the search page"));
    }

    /// Adds the pages of a list.
    pub fn list(
        &mut self,
        address: &Address,
        entries: usize,
        owner: Owner<'a>,
        subject: impl Fn(crate::view::Slice) -> Subject,
    ) {
        for slice in slices(entries, self.context.config.page_size) {
            let address = if slice.first { address.clone() } else { page_of(address, slice.number) };
            self.add(&address, subject(slice), owner);
        }
    }

    fn archive(&mut self) {
        let index = Address::new(ARCHIVE);
        self.add(&index, Subject::Archive(index.clone()), Owner::Made("the index of the archive"));
        for (y, year) in self.context.site.years.iter().enumerate() {
            self.add(&year_address(year), Subject::Year(y), Owner::Made("a year of the archive"));
            for (m, month) in year.months.iter().enumerate() {
                let list = month_address(year, month);
                for slice in slices(month.entries.len(), self.context.config.page_size) {
                    let address = if slice.first { list.clone() } else { page_of(&list, slice.number) };
                    self.add(&address, Subject::Month(y, m, slice), Owner::Made("a month of the archive"));
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
