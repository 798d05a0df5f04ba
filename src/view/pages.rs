//! Makes the view of each kind of page.

use crate::collate::{Address, EntryId, Group, Item, Month, Status, Year};
use crate::parse::{SourcePage, TopicPage};

use super::content::{Content, GroupView, ListView, MonthView, PlainView, RedirectView, WithdrawnView, YearView};
use super::page::{Link, PageView};
use super::text::{TextView, text};
use super::{Context, View, direction, entry};

/// How many recent entries the page for lost readers shows.
const RECENT: usize = 5;

/// One page of a list: which of its entries, and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The number of the page, 1 for the oldest entries.
    pub number: u32,
    /// How many pages the list has.
    pub pages: u32,
    /// Whether this is the list's own address.
    pub first: bool,
    /// The positions in the list, newest first.
    pub range: std::ops::Range<usize>,
}

impl Slice {
    /// The number of the page that holds the entry at a position of a list, newest first; none where that is the
    /// newest page, which has the list's own address.
    pub fn of(position: usize, total: usize, size: usize) -> Option<u32> {
        let pages = (total / size).max(1);
        let number = (total - 1 - position) / size + 1;
        (number < pages).then_some(number as u32)
    }

    /// Whether this page is full, and so will never change again.
    pub fn is_full(&self) -> bool {
        self.number < self.pages
    }
}

/// Takes from the view of a full page what every new entry would change.
pub(super) fn settle(group: &mut GroupView<'_>, slice: &Slice) {
    if slice.is_full() {
        group.count = None;
        group.latest = None;
    }
}

/// The address of page `number` of a list.
pub fn page_of(list: &Address, number: u32) -> Address {
    list.join(&format!("page/{number}/"))
}

impl<'a> Context<'a> {
    pub(super) fn head(&self, kind: &'static str, address: &Address) -> PageView<'a> {
        PageView {
            kind,
            url: address.href(&self.base_path),
            canonical: self.absolute(address),
            title: None,
            description: None,
            language: &self.config.language,
            direction: direction(&self.config.language),
            feeds: Vec::new(),
            noindex: false,
            breadcrumbs: Vec::new(),
            locale: None,
            linked_data: None,
        }
    }

    pub(super) fn absolute(&self, address: &Address) -> String {
        address.href(&self.config.base_url)
    }

    pub(super) fn list(&'a self, entries: &[EntryId], list: &Address, slice: &Slice) -> ListView<'a> {
        let ids = entries[slice.range.clone()].to_vec();
        let entries = ids.iter().map(|&id| self.card(id)).collect();
        ListView { entries, ids, ..self.list_of_others(list, slice) }
    }

    /// A page of a list of other things than entries.
    pub(super) fn list_of_others(&self, list: &Address, slice: &Slice) -> ListView<'a> {
        let beside =
            |number: u32| (1..=slice.pages).contains(&number).then(|| page_of(list, number).href(&self.base_path));
        ListView {
            entries: Vec::new(),
            number: slice.number,
            first: slice.first,
            newer: beside(slice.number + 1),
            older: beside(slice.number - 1),
            ids: slice.range.clone().map(|position| position as EntryId).collect(),
        }
    }

    /// The page of a listed entry.
    pub fn entry(&'a self, id: EntryId) -> View<'a> {
        let item = &self.site.entries[id as usize];
        let entry = entry::entry(self, id);
        let page = PageView {
            title: Some(item.entry.headline.clone()),
            description: item.entry.standfirst.as_deref().or_else(|| lede(&item.entry.text.lede)),
            language: entry.language,
            direction: entry.direction,
            noindex: entry.status.is_some(),
            ..self.head("entry", &item.address)
        };
        let template = item.entry.template.as_deref().unwrap_or("entry.html");
        View { template, page, content: Content::Entry(Box::new(entry), self.text_of(item)) }
    }

    pub(super) fn text_of(&self, item: &'a Item) -> TextView<'a> {
        text(self, &item.entry.text, item.entry.digest, &item.resolved)
    }

    /// The page that stands where an entry was withdrawn.
    pub fn withdrawn(&'a self, position: usize) -> View<'a> {
        let item = &self.site.withdrawn[position];
        let language = item.entry.language.as_deref().unwrap_or(&self.config.language);
        let page = PageView {
            title: Some(item.entry.headline.clone()),
            language,
            direction: direction(language),
            noindex: true,
            ..self.head("withdrawn", &item.address)
        };
        let content = Content::Withdrawn(WithdrawnView {
            headline: &item.entry.headline,
            reason: item.entry.withdrawn.as_deref().unwrap_or_default(),
            date: self.dates.view(&item.entry.date, language),
        });
        View { template: "withdrawn.html", page, content }
    }

    /// A page of the front page's list.
    pub fn front(&'a self, slice: &Slice) -> View<'a> {
        let home = Address::new("");
        let page = PageView {
            title: Some(self.config.title.clone()),
            description: self.config.description.as_deref(),
            feeds: self.feed_links(&self.config.title, &home),
            ..self.list_head("front", &home, slice)
        };
        let list = self.list(&self.all, &home, slice);
        let front = slice.first.then(|| self.laid_out(&list.ids));
        View { template: "front.html", page, content: Content::Front(list, front) }
    }

    /// The newest page of a list stands at two addresses; search engines should know the list's own alone.
    pub(super) fn list_head(&self, kind: &'static str, list: &Address, slice: &Slice) -> PageView<'a> {
        let address = if slice.first { list.clone() } else { page_of(list, slice.number) };
        let canonical = if slice.number == slice.pages { list } else { &address };
        let noindex = slice.number == slice.pages && !slice.first;
        PageView { canonical: self.absolute(canonical), noindex, ..self.head(kind, &address) }
    }

    /// The index of topics.
    pub fn topics(&'a self, address: &Address) -> View<'a> {
        let busy = |group: &'a Group<TopicPage>| GroupView {
            activity: self.activity(&group.entries),
            ..self.topic_view(group)
        };
        let topics = self.site.topics.iter().map(busy).collect();
        View { template: "topics.html", page: self.head("topics", address), content: Content::Topics(topics) }
    }

    /// A page of a topic.
    pub fn topic(&'a self, position: usize, slice: &Slice) -> View<'a> {
        let group = &self.site.topics[position];
        let mut view = self.topic_view(group);
        let introduction = group.page.as_ref().map(|page| text(self, &page.text, page.digest, &group.resolved));
        let page = self.group_head("topic", group, view.standfirst, slice);
        settle(&mut view, slice);
        view.activity = self.activity_beside(&group.entries, slice);
        let list = self.list(&group.entries, &group.address, slice);
        View { template: "topic.html", page, content: Content::Topic(view, introduction, list) }
    }

    /// The index of sources.
    pub fn sources(&'a self, address: &Address) -> View<'a> {
        let busy = |group: &'a Group<SourcePage>| GroupView {
            activity: self.activity(&group.entries),
            ..self.source_view(group)
        };
        let sources = self.site.sources.iter().map(busy).collect();
        View { template: "sources.html", page: self.head("sources", address), content: Content::Sources(sources) }
    }

    /// A page of a source.
    pub fn source(&'a self, position: usize, slice: &Slice) -> View<'a> {
        let group = &self.site.sources[position];
        let mut view = self.source_view(group);
        let introduction = group.page.as_ref().map(|page| text(self, &page.text, page.digest, &group.resolved));
        let page = self.group_head("source", group, view.note, slice);
        settle(&mut view, slice);
        view.activity = self.activity_beside(&group.entries, slice);
        let list = self.list(&group.entries, &group.address, slice);
        View { template: "source.html", page, content: Content::Source(view, introduction, list) }
    }

    fn group_head<P>(
        &self,
        kind: &'static str,
        group: &'a Group<P>,
        description: Option<&'a str>,
        slice: &Slice,
    ) -> PageView<'a> {
        PageView {
            title: Some(group.name.clone()),
            description,
            feeds: self.feed_links(&group.name, &group.address),
            ..self.list_head(kind, &group.address, slice)
        }
    }

    pub(super) fn topic_view(&'a self, group: &'a Group<TopicPage>) -> GroupView<'a> {
        let page = group.page.as_deref();
        let standfirst = page.and_then(|page| page.standfirst.as_deref().or_else(|| lede(&page.text.lede)));
        let link = |&id: &u32| {
            let other = &self.site.topics[id as usize];
            Link { name: &other.name, url: other.address.href(&self.base_path) }
        };
        GroupView {
            standfirst,
            parent: group.parent.as_ref().map(link),
            children: group.children.iter().map(link).collect(),
            extra: page.map(|page| &page.extra),
            ..self.group_view(group)
        }
    }

    pub(super) fn source_view(&'a self, group: &'a Group<SourcePage>) -> GroupView<'a> {
        let page = group.page.as_deref();
        GroupView {
            homepage: page.and_then(|page| page.homepage.as_deref()),
            country: page.and_then(|page| page.country.as_deref()),
            note: page.and_then(|page| page.note.as_deref()),
            extra: page.map(|page| &page.extra),
            ..self.group_view(group)
        }
    }

    pub(super) fn group_view<P>(&'a self, group: &'a Group<P>) -> GroupView<'a> {
        let newest = group.entries.first().map(|&id| &self.site.entries[id as usize].entry.date);
        GroupView {
            name: &group.name,
            url: group.address.href(&self.base_path),
            count: Some(group.entries.len()),
            held: self.held(&group.entries),
            latest: newest.map(|date| self.dates.view(date, &self.config.language)),
            activity: None,
            standfirst: None,
            parent: None,
            children: Vec::new(),
            homepage: None,
            country: None,
            note: None,
            extra: None,
        }
    }

    /// How many of some entries are not public; none where all are, as they are on a public site.
    pub(super) fn held(&self, entries: &[EntryId]) -> Option<usize> {
        let held = |id: &&EntryId| self.site.entries[**id as usize].status != Status::Published;
        Some(entries.iter().filter(held).count()).filter(|&count| count > 0)
    }

    /// The index of the archive.
    pub fn archive(&'a self, address: &Address) -> View<'a> {
        let years = self.site.years.iter().map(|year| self.year_view(year)).collect();
        View { template: "archive.html", page: self.head("archive", address), content: Content::Archive(years) }
    }

    /// The page of a year.
    pub fn year(&'a self, year: &Year) -> View<'a> {
        let title = Some(format!("{:04}", year.year));
        let page = PageView { title, ..self.head("year", &year_address(year)) };
        View { template: "year.html", page, content: Content::Year(self.year_view(year), self.calendars(year)) }
    }

    /// A page of a month.
    pub fn month(&'a self, year: &Year, month: &Month, slice: &Slice) -> View<'a> {
        let mut view = self.month_view(year, month);
        view.count = view.count.filter(|_| !slice.is_full());
        let address = month_address(year, month);
        let page = PageView { title: Some(view.name.clone()), ..self.list_head("month", &address, slice) };
        let list = self.list(&month.entries, &address, slice);
        let days = self.by_day(&list.ids);
        let calendar = (!slice.is_full()).then(|| self.calendar(year, month));
        View { template: "month.html", page, content: Content::Month(view, list, days, calendar) }
    }

    fn year_view(&self, year: &Year) -> YearView {
        YearView {
            year: year.year,
            url: year_address(year).href(&self.base_path),
            count: year.months.iter().map(|month| month.entries.len()).sum(),
            months: year.months.iter().map(|month| self.month_view(year, month)).collect(),
            calendar: self.months_of(year),
        }
    }

    pub(super) fn month_view(&self, year: &Year, month: &Month) -> MonthView {
        MonthView {
            month: month.month,
            year: year.year,
            name: self.dates.month(year.year, month.month, &self.config.language),
            url: month_address(year, month).href(&self.base_path),
            count: Some(month.entries.len()),
        }
    }

    /// A plain page.
    pub fn plain(&'a self, position: usize) -> View<'a> {
        let placed = &self.site.pages[position];
        let plain = &*placed.page;
        let language = plain.language.as_deref().unwrap_or(&self.config.language);
        let page = PageView {
            title: Some(plain.title.clone()),
            description: plain.standfirst.as_deref().or_else(|| lede(&plain.text.lede)),
            language,
            direction: direction(language),
            noindex: plain.draft,
            ..self.head("page", &placed.address)
        };
        let view = PlainView {
            title: &plain.title,
            status: plain.draft.then(|| Status::Draft.name()),
            standfirst: plain.standfirst.as_deref(),
            extra: &plain.extra,
        };
        let text = text(self, &plain.text, plain.digest, &placed.resolved);
        View { template: plain.template.as_deref().unwrap_or("page.html"), page, content: Content::Plain(view, text) }
    }

    /// The page for lost readers.
    pub fn not_found(&'a self, address: &Address) -> View<'a> {
        let page = PageView { noindex: true, ..self.head("not_found", address) };
        let recent = self.all.iter().take(RECENT).map(|&id| self.card(id));
        View { template: "404.html", page, content: Content::NotFound(recent.collect()) }
    }

    /// The page at an old address.
    pub fn redirect(&'a self, from: &Address, to: &Address) -> View<'a> {
        let redirect = RedirectView { url: to.href(&self.base_path), canonical: self.absolute(to) };
        let page = PageView { canonical: self.absolute(to), noindex: true, ..self.head("redirect", from) };
        View { template: "redirect.html", page, content: Content::Redirect(redirect) }
    }

    pub(super) fn tag_uri(&self, item: &Item) -> String {
        let name = Address::new(crate::collate::file_stem(item.entry.path.as_str())).href("");
        format!("tag:{},{}:{}", self.host(), item.entry.date.day(), &name[1..])
    }
}

fn lede(lede: &str) -> Option<&str> {
    (!lede.is_empty()).then_some(lede)
}

/// The path of the archive's index.
pub const ARCHIVE: &str = "archive/";

/// The address of the page that lists what a pattern gives addresses to: `/topics/:slug/` → `topics/`.
pub fn index_of(pattern: &str) -> Address {
    Address::new(pattern.split(':').next().unwrap_or_default())
}

/// The address of a year of the archive.
pub fn year_address(year: &Year) -> Address {
    Address::new(format!("{:04}/", year.year))
}

/// The address of a month of the archive.
pub fn month_address(year: &Year, month: &Month) -> Address {
    Address::new(format!("{:04}/{:02}/", year.year, month.month))
}
