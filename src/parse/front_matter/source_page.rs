//! The front matter of a source page.

use super::{Input, shared};
use crate::parse::{SourcePage, Text};
use crate::problem::Problem;
use crate::yaml::{Group, Keys};

/// The keys of a source page.
pub const KEYS: Keys = Keys {
    known: &["name", "aliases", "homepage", "country", "note", "slug", "extra"],
    synonyms: &[
        ("title", "name"),
        ("headline", "name"),
        ("source", "name"),
        ("url", "homepage"),
        ("website", "homepage"),
        ("description", "note"),
    ],
};

/// Reads a source page; `None` where it has no name.
pub fn source_page(input: Input<'_>, text: Text) -> (Option<SourcePage>, Vec<Problem>) {
    super::read(input, KEYS, |group| fields(group, input, text))
}

fn fields(group: &Group<'_>, input: Input<'_>, text: Text) -> Option<SourcePage> {
    let name = shared::title(group, "name", group.text("name"), text.title.as_deref());
    let page = SourcePage {
        path: input.file.path.clone(),
        digest: input.file.digest,
        name: name.clone().unwrap_or_default(),
        aliases: shared::names_once(group, "aliases"),
        homepage: shared::web_address(group, "homepage"),
        country: group.text("country"),
        note: group.text("note"),
        slug: shared::slug(group),
        extra: group.free("extra"),
        text,
    };
    name.map(|_| page)
}
