//! Running stories: the timeline on each entry, their index and their pages.

use serde::Serialize;

use crate::collate::{Address, EntryId};

use super::card::CardOf;
use super::content::Content;
use super::page::PageView;
use super::pages::{Slice, settle};
use super::{Context, View};

/// How many entries a timeline shows: those that are nearest to the entry it stands on.
const TIMELINE: usize = 50;

/// The story of an entry, on that entry.
#[derive(Serialize, schemars::JsonSchema)]
pub struct TimelineView<'a> {
    /// The story's name.
    pub name: &'a str,
    /// The address of its page from the host's root, where the theme has such pages.
    pub url: Option<String>,
    /// Its entries, oldest first; of a long story those that are nearest to this entry.
    #[schemars(with = "Vec<super::card::Card<'a>>")]
    pub entries: Vec<CardOf<'a>>,
    /// Which of them is this entry, from 0.
    pub current: usize,
}

impl<'a> Context<'a> {
    /// The timeline of an entry; none where no other entry is of the same story.
    pub(super) fn timeline(&'a self, id: EntryId) -> Option<TimelineView<'a>> {
        let story = &self.site.stories[self.site.entries[id as usize].story? as usize];
        // Newest first, and so sorted by position.
        let at = story.entries.binary_search(&id).ok()?;
        let range = nearest(at, story.entries.len());
        if range.len() < 2 {
            return None;
        }
        Some(TimelineView {
            name: &story.name,
            url: self.pages.stories.then(|| story.address.href(&self.base_path)),
            current: range.end - 1 - at,
            entries: story.entries[range].iter().rev().map(|&id| self.card(id)).collect(),
        })
    }

    /// The index of stories.
    pub fn stories(&'a self, address: &Address) -> View<'a> {
        let stories = self.site.stories.iter().map(|group| self.group_view(group)).collect();
        View { template: "stories.html", page: self.head("stories", address), content: Content::Stories(stories) }
    }

    /// A page of a story.
    pub fn story(&'a self, position: usize, slice: &Slice) -> View<'a> {
        let group = &self.site.stories[position];
        let mut view = self.group_view(group);
        settle(&mut view, slice);
        view.activity = self.activity_beside(&group.entries, slice);
        let page = PageView { title: Some(group.name.clone()), ..self.list_head("story", &group.address, slice) };
        let list = self.list(&group.entries, &group.address, slice);
        View { template: "story.html", page, content: Content::Story(view, list) }
    }
}

/// The positions around `at` that a timeline of `total` entries shows.
fn nearest(at: usize, total: usize) -> std::ops::Range<usize> {
    let start = at.saturating_sub(TIMELINE / 2).min(total.saturating_sub(TIMELINE));
    start..(start + TIMELINE).min(total)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_timeline_shows_what_is_nearest_and_always_its_own_entry() {
        assert_eq!(nearest(0, 3), 0..3);
        assert_eq!(nearest(10, 200), 0..50);
        assert_eq!(nearest(100, 200), 75..125);
        assert_eq!(nearest(199, 200), 150..200);
    }
}
