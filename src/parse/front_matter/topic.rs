//! The front matter of a topic page.

use super::{Input, shared};
use crate::parse::{Text, TopicPage};
use crate::problem::Problem;
use crate::yaml::{Group, Keys};

/// The keys of a topic page.
pub const KEYS: Keys = Keys {
    known: &["name", "aliases", "parent", "standfirst", "dek", "slug", "extra"],
    synonyms: &[
        ("title", "name"),
        ("headline", "name"),
        ("topic", "name"),
        ("summary", "standfirst"),
        ("description", "standfirst"),
    ],
};

/// Reads a topic page; `None` where it has no name.
pub fn topic(input: Input<'_>, text: Text) -> (Option<TopicPage>, Vec<Problem>) {
    super::read(input, KEYS, |group| fields(group, input, text))
}

fn fields(group: &Group<'_>, input: Input<'_>, text: Text) -> Option<TopicPage> {
    let name = shared::title(group, "name", group.text("name"), text.title.as_deref());
    let page = TopicPage {
        path: input.file.path.clone(),
        digest: input.file.digest,
        name: name.clone().unwrap_or_default(),
        aliases: shared::names_once(group, "aliases"),
        parent: group.text("parent"),
        standfirst: shared::either(group, "standfirst", "dek"),
        slug: shared::slug(group),
        extra: group.free("extra"),
        text,
    };
    name.map(|_| page)
}
