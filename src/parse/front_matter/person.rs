//! The front matter of a person's page.

use super::{Input, photo, shared};
use crate::parse::{PersonPage, Photo, Text};
use crate::problem::Problem;
use crate::yaml::{Group, Keys};

/// The keys of a person's page.
pub const KEYS: Keys = Keys {
    known: &["name", "aliases", "role", "portrait", "portrait_alt", "portrait_credit", "homepage", "slug", "extra"],
    synonyms: &[
        ("title", "name"),
        ("headline", "name"),
        ("speaker", "name"),
        ("office", "role"),
        ("position", "role"),
        ("photo", "portrait"),
        ("photo_alt", "portrait_alt"),
        ("photo_credit", "portrait_credit"),
        ("url", "homepage"),
        ("website", "homepage"),
    ],
};

/// Reads a person's page; `None` where it has no name.
pub fn person(input: Input<'_>, text: Text) -> (Option<PersonPage>, Vec<Problem>) {
    super::read(input, KEYS, |group| fields(group, input, text))
}

fn fields(group: &Group<'_>, input: Input<'_>, text: Text) -> Option<PersonPage> {
    let name = shared::title(group, "name", group.text("name"), text.title.as_deref());
    let page = PersonPage {
        path: input.file.path.clone(),
        digest: input.file.digest,
        name: name.clone().unwrap_or_default(),
        aliases: shared::names_once(group, "aliases"),
        role: group.text("role"),
        portrait: portrait(group),
        homepage: shared::web_address(group, "homepage"),
        slug: shared::slug(group),
        extra: group.free("extra"),
        text,
    };
    name.map(|_| page)
}

/// The portrait.
fn portrait(group: &Group<'_>) -> Option<Photo> {
    let Some(field) = group.field("portrait") else {
        for key in ["portrait_alt", "portrait_credit"] {
            if let Some(field) = group.field(key) {
                let problem = field.error("stray-photo-field", format!("`{key}` is given without `portrait`"));
                field.note(problem.hint("write `portrait:` with the photo's file name above it"));
            }
        }
        return None;
    };
    Some(Photo {
        file: photo::file(&field)?,
        alt: group.field("portrait_alt").and_then(|alt| alt.text_or_blank()),
        credit: group.text("portrait_credit"),
        ..Photo::default()
    })
}
