//! The field `source`: whom an entry is curated from.

use jiff::tz::TimeZone;

use super::shared;
use crate::parse::Source;
use crate::yaml::{Field, Group, Keys, Node};

/// The keys of a source.
pub const KEYS: Keys = Keys {
    known: &["name", "url", "author", "agencies", "published", "accessed", "archive", "gone"],
    synonyms: &[
        ("publisher", "name"),
        ("title", "name"),
        ("link", "url"),
        ("href", "url"),
        ("authors", "author"),
        ("byline", "author"),
        ("agency", "agencies"),
        ("date", "published"),
        ("retrieved", "accessed"),
        ("dead", "gone"),
    ],
};

/// Reads the sources of an entry.
pub fn sources(entry: &Group<'_>, zone: &TimeZone) -> Vec<Source> {
    let Some(field) = entry.field("source") else { return Vec::new() };
    field.items().iter().filter_map(|item| source(item, zone)).collect()
}

fn source(item: &Field<'_>, zone: &TimeZone) -> Option<Source> {
    if !matches!(item.node(), Node::Group(_)) {
        return named(item);
    }
    let group = item.group(KEYS)?;
    let name = group.text("name");
    if name.is_none() && group.field("name").is_none_or(|name| name.node().what() == "text") {
        group.note(
            group.error("source-without-name", "this source has no `name`").hint("write `name: …`: who published it"),
        );
    }
    let source = Source {
        name: name.clone().unwrap_or_default(),
        url: shared::web_address(&group, "url"),
        author: group.texts("author"),
        agencies: group.texts("agencies"),
        published: shared::moment(&group, "published", zone),
        accessed: shared::moment(&group, "accessed", zone),
        archive: shared::web_address(&group, "archive"),
        gone: shared::moment(&group, "gone", zone),
    };
    name.map(|_| source)
}

/// A source that is its name alone; an address is no name.
fn named(item: &Field<'_>) -> Option<Source> {
    let name = item.text()?;
    if crate::address::unfit(&name).is_some() {
        return Some(Source { name, ..Source::default() });
    }
    let problem = item.error("source-without-name", "this source is an address without a name");
    item.note(problem.hint(format!("write `name: …` and `url: {name}` under `source:`, each on a line, indented")));
    None
}
