//! Running stories: entries that name the same one.

use std::sync::Arc;

use crate::config::Config;

use super::Item;
use super::group::{Gathered, Kind, NoPage, Origin, gather};

/// Gathers entries by story.
pub(super) fn stories(entries: &[Arc<Item>], config: &Config) -> Gathered<NoPage> {
    let kind = Kind {
        origin: |entry, _| Origin::field(&entry.path, "story"),
        permalink: &config.permalinks.story,
        names: |entry, each| entry.story.iter().for_each(|name| each(name)),
        sorted: true,
    };
    gather(&kind, entries, Vec::new(), config)
}
