//! The front matter of an edition's page, whose file is named after a day of the edition.

use jiff::civil;

use super::{Input, shared};
use crate::parse::{EditionPage, Text};
use crate::problem::{At, Place, Problem, SitePath};
use crate::yaml::{Group, Keys};

/// The keys of an edition's page.
pub const KEYS: Keys = Keys {
    known: &["title", "standfirst", "dek", "order", "slug", "extra"],
    synonyms: &[
        ("headline", "title"),
        ("name", "title"),
        ("summary", "standfirst"),
        ("description", "standfirst"),
        ("entries", "order"),
    ],
};

/// Reads an edition's page; `None` where its file is not named after a day.
pub fn edition(input: Input<'_>, text: Text) -> (Option<EditionPage>, Vec<Problem>) {
    let day = day(&input.file.path);
    let (page, mut problems) = super::read(input, KEYS, |group| fields(group, input, text, day));
    if day.is_none() {
        let message = "the name of this file is not the day of an edition";
        let problem = Problem::error("missing-date", Place::new(&input.file.path, At::File), message);
        problems.push(problem.hint("name it after its day, or any day of its week: `2017-04-12.md`"));
    }
    (page, problems)
}

fn fields(group: &Group<'_>, input: Input<'_>, text: Text, day: Option<civil::Date>) -> Option<EditionPage> {
    let is_named = group.field("title").is_some() || text.title.is_some();
    let title = || shared::title(group, "title", group.text("title"), text.title.as_deref());
    let page = EditionPage {
        path: input.file.path.clone(),
        digest: input.file.digest,
        day: day.unwrap_or_default(),
        title: is_named.then(title).flatten(),
        standfirst: shared::either(group, "standfirst", "dek"),
        order: shared::names_once(group, "order"),
        slug: shared::slug(group),
        extra: group.free("extra"),
        text,
    };
    day.map(|_| page)
}

/// `content/editions/2017-04-12.md`, or `index.md` in a folder of that name.
fn day(path: &SitePath) -> Option<civil::Date> {
    let path = path.as_str();
    let path = path.strip_suffix("/index.md").unwrap_or(path);
    let name = path.rsplit('/').next()?;
    name.split('.').next()?.parse().ok()
}
