//! The search page and the files of the index.

use std::sync::Arc;

use serde::Serialize;

use crate::collate::Address;
use crate::search::{self, Index, Memory, filter_name};

use super::content::{Content, GroupView};
use super::{Context, View};

/// The address of the search page.
pub const SEARCH: &str = "search/";

/// The search page, under the name `search` in `search.html`.
#[derive(Serialize, schemars::JsonSchema)]
pub struct SearchView<'a> {
    /// Where the files of the index are, from the host's root, with a slash at the end.
    pub index: String,
    /// Topics to choose from.
    pub topics: Vec<Filter<'a>>,
    /// Sources to choose from.
    pub sources: Vec<Filter<'a>>,
    /// The topics with their pages, for readers without scripts.
    pub groups: Vec<GroupView<'a>>,
}

/// What results may be limited to.
#[derive(Serialize, schemars::JsonSchema)]
pub struct Filter<'a> {
    /// The name that the index knows it by: `t=syria`.
    pub key: String,
    /// The name for readers.
    pub name: &'a str,
}

impl<'a> Context<'a> {
    /// The search index.
    pub fn search_index(&self) -> &Index {
        let (memory, stamp) = &self.remembered;
        let options =
            search::Options { language: &self.config.language, base_path: &self.base_path, memory, stamp: *stamp };
        self.index.get_or_init(|| search::index(self.site, options))
    }

    /// What the next build should remember of the words of entries, where this one has learned something.
    pub fn learned(&self) -> Option<&Arc<Memory>> {
        self.index.get().and_then(|index| index.memory.as_ref())
    }

    /// The search page.
    pub fn search(&'a self, address: &Address) -> View<'a> {
        let filter = |kind: char, name: &'a str| Filter { key: filter_name(kind, name), name };
        let search = SearchView {
            index: address.href(&self.base_path),
            topics: self.site.topics.iter().map(|group| filter('t', &group.name)).collect(),
            sources: self.site.sources.iter().map(|group| filter('s', &group.name)).collect(),
            groups: self.site.topics.iter().map(|group| self.topic_view(group)).collect(),
        };
        View { template: "search.html", page: self.head("search", address), content: Content::Search(search) }
    }

    /// A file of the index.
    pub fn search_file(&'a self, position: usize) -> View<'a> {
        let file = &self.search_index().files[position];
        let page = self.head("index", &Address::new(&file.path));
        View { template: "", page, content: Content::SearchFile(&file.text) }
    }
}
