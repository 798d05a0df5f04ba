//! The patterns of addresses under `permalinks`.

use super::{Permalinks, defaults, read::suggestion};
use crate::slug;
use crate::yaml::{Field, Group, Keys};

/// The keys under `permalinks`.
pub const KEYS: Keys = Keys {
    known: &["entry", "topic", "source", "person", "story", "page"],
    synonyms: &[("post", "entry"), ("posts", "entry")],
};

/// What stands for a part of an entry's address.
const OF_ENTRIES: &[&str] = &["year", "month", "day", "slug", "language"];

/// What stands for a part of any other page's address.
const OF_OTHERS: &[&str] = &["slug", "language"];

/// Reads the patterns, each with its default.
pub fn permalinks(config: &Group<'_>) -> Permalinks {
    let field = config.field("permalinks");
    let group = field.as_ref().and_then(|field| field.group(KEYS));
    let read = |key: &str, names: &[&str], default: &str| {
        let pattern = group.as_ref().and_then(|group| pattern(&group.field(key)?, names));
        pattern.unwrap_or_else(|| default.to_owned())
    };
    Permalinks {
        entry: read("entry", OF_ENTRIES, defaults::PERMALINK_ENTRY),
        topic: read("topic", OF_OTHERS, defaults::PERMALINK_TOPIC),
        source: read("source", OF_OTHERS, defaults::PERMALINK_SOURCE),
        person: read("person", OF_OTHERS, defaults::PERMALINK_PERSON),
        story: read("story", OF_OTHERS, defaults::PERMALINK_STORY),
        page: read("page", OF_OTHERS, defaults::PERMALINK_PAGE),
    }
}

fn pattern(field: &Field<'_>, names: &[&str]) -> Option<String> {
    let text = field.text()?;
    let name = field.name();
    let fault = |message: String, hint: String| field.note(field.error("bad-permalink", message).hint(hint));
    let Some(path) = text.strip_prefix('/') else {
        fault(format!("`{name}` does not begin with `/`"), format!("write `/{text}`"));
        return None;
    };
    if !text.ends_with('/') && !text.ends_with(".html") {
        fault(format!("`{name}` ends neither with `/` nor with `.html`"), format!("write `{text}/`"));
        return None;
    }
    let used = names_in(path);
    if let Some(unknown) = used.iter().find(|used| !names.contains(used)) {
        fault(format!("`:{unknown}` has no meaning in `{name}`"), suggestion(unknown, names));
        return None;
    }
    if !used.contains(&"slug") {
        fault(format!("`{name}` holds no `:slug`"), "write `:slug` where the name of the page goes".into());
        return None;
    }
    let unfit = |part: &str| slug::unfit(&part.replace(':', ""));
    if let Some(why) = path.strip_suffix('/').unwrap_or(path).split('/').find_map(unfit) {
        fault(format!("a part of `{name}` {why}"), "write names and `:slug` with single `/` between them".into());
        return None;
    }
    Some(text)
}

/// The names that follow a colon.
fn names_in(pattern: &str) -> Vec<&str> {
    let ends = |rest: &str| rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    pattern.split(':').skip(1).map(|rest| &rest[..ends(rest)]).collect()
}
