//! The front matter of a plain page.

use super::{Input, shared};
use crate::parse::{PlainPage, Text};
use crate::problem::Problem;
use crate::yaml::{Group, Keys};

/// The keys of a plain page.
pub const KEYS: Keys = Keys {
    known: &["title", "standfirst", "dek", "slug", "aliases", "language", "template", "draft", "extra"],
    synonyms: &[
        ("headline", "title"),
        ("name", "title"),
        ("summary", "standfirst"),
        ("description", "standfirst"),
        ("layout", "template"),
        ("lang", "language"),
    ],
};

/// Reads a plain page; `None` where it has no title.
pub fn page(input: Input<'_>, text: Text) -> (Option<PlainPage>, Vec<Problem>) {
    super::read(input, KEYS, |group| fields(group, input, text))
}

fn fields(group: &Group<'_>, input: Input<'_>, text: Text) -> Option<PlainPage> {
    let title = shared::title(group, "title", group.text("title"), text.title.as_deref());
    let page = PlainPage {
        path: input.file.path.clone(),
        digest: input.file.digest,
        title: title.clone().unwrap_or_default(),
        standfirst: shared::either(group, "standfirst", "dek"),
        slug: shared::slug(group),
        aliases: shared::old_addresses(group),
        language: shared::language(group),
        template: shared::template(group),
        draft: group.flag("draft").unwrap_or_default(),
        extra: group.free("extra"),
        text,
    };
    title.map(|_| page)
}
