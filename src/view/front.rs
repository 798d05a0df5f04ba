//! The front page: what leads, what stands beside it, and the rest in sections by topic.

use serde::Serialize;

use crate::collate::EntryId;

use super::Context;
use super::card::CardOf;
use super::date::DateView;
use super::edition::EditionLink;
use super::settings::SectionView;

/// How many entries stand beside the lead.
const TOP: usize = 4;

/// A topic needs this many of the entries for a section of its own.
const SECTION: usize = 2;

/// The list of the front page as a newspaper lays it out: each of its entries once.
#[derive(Serialize, schemars::JsonSchema)]
pub struct FrontView<'a> {
    /// The day of the newest entry.
    pub date: Option<DateView>,
    /// The same with its weekday: `Monday 23 November 2026`.
    pub day: Option<String>,
    /// The newest entry's edition, where the site has editions.
    pub edition: Option<&'a EditionLink>,
    /// What leads: of the newest entry's edition (or, without editions, day) the one that an editor marked, else the
    /// newest.
    #[schemars(with = "Option<super::card::Card<'a>>")]
    pub lead: Option<CardOf<'a>>,
    /// The next newest.
    #[schemars(with = "Vec<super::card::Card<'a>>")]
    pub top: Vec<CardOf<'a>>,
    /// What the settings of the theme ask for; where they ask for nothing the rest by topic, the topic with the newest
    /// entry first.
    pub sections: Vec<SectionView<'a>>,
    /// Those that are in no section.
    #[schemars(with = "Vec<super::card::Card<'a>>")]
    pub rest: Vec<CardOf<'a>>,
}

impl<'a> Context<'a> {
    /// Lays out entries, newest first.
    pub(super) fn laid_out(&'a self, ids: &[EntryId]) -> FrontView<'a> {
        let newest = ids.first().map(|&id| &self.site.entries[id as usize]);
        let lead = self.lead_of(ids);
        let mut others = ids.iter().copied().filter(|id| Some(*id) != lead);
        let top: Vec<EntryId> = others.by_ref().take(TOP).collect();
        let below: Vec<EntryId> = others.collect();
        let shown: Vec<EntryId> = lead.iter().chain(&top).copied().collect();
        let (sections, rest) = match self.chosen_sections(shown) {
            Some((sections, shown)) => (sections, below.into_iter().filter(|id| !shown.contains(id)).collect()),
            None => {
                let (sections, rest) = self.sections_by_topic(&below);
                (sections.iter().map(|(topic, ids)| self.section_of_topic(*topic, ids)).collect(), rest)
            }
        };
        let card = |id: &EntryId| self.card(*id);
        let language = &self.config.language;
        FrontView {
            date: newest.map(|item| self.dates.view(&item.entry.date, language)),
            day: newest.map(|item| self.dates.with_weekday(item.entry.date.day(), language)),
            edition: newest.and_then(|item| self.edition_of(item)),
            lead: lead.as_ref().map(card),
            top: top.iter().map(card).collect(),
            sections,
            rest: rest.iter().map(card).collect(),
        }
    }

    fn lead_of(&self, ids: &[EntryId]) -> Option<EntryId> {
        let newest = &self.site.entries[*ids.first()? as usize];
        let beside = |id: &&EntryId| {
            let item = &self.site.entries[**id as usize];
            match newest.edition {
                Some(edition) => item.edition == Some(edition),
                None => item.entry.date.day() == newest.entry.date.day(),
            }
        };
        let marked = ids.iter().take_while(beside).find(|id| self.site.entries[**id as usize].entry.lead);
        marked.or(ids.first()).copied()
    }

    fn section_of_topic(&'a self, topic: u32, ids: &[EntryId]) -> SectionView<'a> {
        let group = &self.site.topics[topic as usize];
        SectionView {
            name: Some(&group.name),
            words: None,
            url: Some(group.address.href(&self.base_path)),
            style: "",
            entries: ids.iter().map(|&id| self.card(id)).collect(),
        }
    }

    /// Each entry goes to the first of its topics that has enough of them; a section that is left with too few, since
    /// its entries went elsewhere, is none.
    fn sections_by_topic(&self, ids: &[EntryId]) -> (Vec<(u32, Vec<EntryId>)>, Vec<EntryId>) {
        let topics = |id: EntryId| self.site.entries[id as usize].topics.as_slice();
        let all: Vec<u32> = ids.iter().flat_map(|&id| topics(id)).copied().collect();
        let shared = |topic: &&u32| all.iter().filter(|other| other == topic).count() >= SECTION;
        let mut sections: Vec<(u32, Vec<EntryId>)> = Vec::new();
        let mut rest = Vec::new();
        for &id in ids {
            let Some(&topic) = topics(id).iter().find(shared).filter(|_| self.pages.topics) else {
                rest.push(id);
                continue;
            };
            match sections.iter_mut().find(|(other, _)| *other == topic) {
                Some((_, members)) => members.push(id),
                None => sections.push((topic, vec![id])),
            }
        }
        let (sections, small): (Vec<_>, Vec<_>) = sections.into_iter().partition(|(_, ids)| ids.len() >= SECTION);
        rest.extend(small.into_iter().flat_map(|(_, ids)| ids));
        rest.sort_unstable();
        (sections, rest)
    }
}
