//! Speakers and bylines: their index and their pages.

use serde::Serialize;

use crate::collate::{Address, Deed, EntryId, Person, by_name};
use crate::parse::Extra;

use super::activity::Activity;
use super::card::CardOf;
use super::content::Content;
use super::date::DateView;
use super::entry::{QuotationView, quotation};
use super::page::PageView;
use super::pages::Slice;
use super::photo::{PhotoView, photo};
use super::text::text;
use super::{Context, View, direction};

/// Somebody who is quoted or who writes.
#[derive(Serialize, schemars::JsonSchema)]
pub struct PersonView<'a> {
    /// The name.
    pub name: &'a str,
    /// The address of the person's page from the host's root.
    pub url: String,
    /// What the person is, as an editor wrote it.
    pub role: Option<&'a str>,
    /// A photo.
    pub portrait: Option<Box<PhotoView<'a>>>,
    /// The person's own site.
    pub homepage: Option<&'a str>,
    /// How many entries the person wrote; none on full pages of the list, which never change again.
    pub entries: Option<usize>,
    /// How many quotations there are; none on full pages of the list.
    pub quotations: Option<usize>,
    /// In a preview, how many entries with either are not public; none where all are.
    pub held: Option<usize>,
    /// When the newest entry with either was published; none on full pages of the list.
    pub latest: Option<DateView>,
    /// How often the person wrote or was quoted over time; none in the index and on full pages of the list.
    pub activity: Option<Activity>,
    /// What the front matter of the person's page has under `extra`.
    pub extra: Option<&'a Extra>,
}

/// A quotation on the page of its speaker.
#[derive(Serialize, schemars::JsonSchema)]
pub struct SaidView<'a> {
    /// Where it stands in its entry: the entry's address with the quotation's id.
    pub url: String,
    /// The quotation.
    pub quotation: QuotationView<'a>,
    /// The language of the words as a BCP 47 code.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The entry that it stands in.
    #[schemars(with = "super::card::Card<'a>")]
    pub entry: CardOf<'a>,
}

impl<'a> Context<'a> {
    /// The address of a person's page, where the theme has such pages.
    pub(super) fn person_url(&self, position: u32) -> Option<String> {
        let person = self.site.people.get(position as usize)?;
        self.pages.people.then(|| person.group.address.href(&self.base_path))
    }

    /// Everybody in the order of their names.
    pub(super) fn people_by_name(&self) -> impl Iterator<Item = &'a Person> + use<'a, '_> {
        let people = &self.site.people;
        let sort = || {
            let names: Vec<&str> = people.iter().map(|person| person.group.name.as_str()).collect();
            by_name(&names, &self.config.language)
        };
        self.people_order.get_or_init(sort).iter().map(|&position| &people[position as usize])
    }

    /// The index of people.
    pub fn people(&'a self, address: &Address) -> View<'a> {
        let people = self.people_by_name().map(|person| self.person_view(person)).collect();
        View { template: "people.html", page: self.head("people", address), content: Content::People(people) }
    }

    /// A page of a person.
    pub fn person(&'a self, position: usize, slice: &Slice) -> View<'a> {
        let person = &self.site.people[position];
        let group = &person.group;
        let mut view = self.person_view(person);
        if slice.is_full() {
            (view.entries, view.quotations, view.latest) = (None, None, None);
        }
        view.activity = self.activity_beside(&group.entries, slice);
        let introduction = group.page.as_ref();
        let introduction = introduction.map(|page| text(self, &page.text, page.digest, &group.resolved));
        let page = PageView {
            title: Some(group.name.clone()),
            description: view.role,
            ..self.list_head("person", &group.address, slice)
        };
        let deeds = &person.deeds[slice.range.clone()];
        let wrote: Vec<EntryId> = deeds.iter().filter_map(wrote).collect();
        let said = deeds.iter().filter_map(|deed| self.said(deed)).collect();
        let list = self.list(&wrote, &group.address, &Slice { range: 0..wrote.len(), ..slice.clone() });
        View { template: "person.html", page, content: Content::Person(view, introduction, list, said) }
    }

    pub(super) fn person_view(&'a self, person: &'a Person) -> PersonView<'a> {
        let page = person.group.page.as_deref();
        let newest = person.group.entries.first().map(|&id| &self.site.entries[id as usize].entry.date);
        let portrait = person.group.resolved.photos.first().copied().flatten();
        PersonView {
            name: &person.group.name,
            url: person.group.address.href(&self.base_path),
            role: page.and_then(|page| page.role.as_deref()),
            portrait: portrait.map(|id| Box::new(photo(self, id))),
            homepage: page.and_then(|page| page.homepage.as_deref()),
            entries: Some(person.wrote),
            quotations: Some(person.deeds.len() - person.wrote),
            held: self.held(&person.group.entries),
            latest: newest.map(|date| self.dates.view(date, &self.config.language)),
            activity: None,
            extra: page.map(|page| &page.extra),
        }
    }

    fn said(&'a self, deed: &Deed) -> Option<SaidView<'a>> {
        let Deed::Said(id, position) = *deed else { return None };
        let item = &self.site.entries[id as usize];
        let said = item.entry.text.quotations.get(position as usize)?;
        let language = said.language.as_deref().or(item.entry.language.as_deref()).unwrap_or(&self.config.language);
        Some(SaidView {
            url: format!("{}#{}", item.address.href(&self.base_path), said.id),
            quotation: quotation(self, item, position as usize, said),
            language,
            direction: direction(language),
            entry: self.card(id),
        })
    }
}

fn wrote(deed: &Deed) -> Option<EntryId> {
    match deed {
        Deed::Wrote(id) => Some(*id),
        Deed::Said(..) => None,
    }
}
