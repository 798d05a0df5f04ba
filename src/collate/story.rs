//! Running stories: entries that name the same one.

use crate::config::Config;
use crate::problem::{At, Problem};

use super::Item;
use super::group::{Group, Kind, NoPage, gather};

/// Gathers entries by story and notes in each entry the position of its story.
pub(super) fn stories(entries: &mut [Item], config: &Config, problems: &mut Vec<Problem>) -> Vec<Group<NoPage>> {
    let kind = Kind {
        at: |_, _| At::field("story"),
        permalink: &config.permalinks.story,
        names: |entry| entry.story.as_deref().into_iter().collect(),
        assign: |item, ids| item.story = ids.first().copied(),
    };
    gather(&kind, entries, Vec::new(), config, problems)
}
