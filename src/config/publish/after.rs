//! `publish.NAME.after`: what is done when a release is live. Nothing, unless it is written there.

use super::read::missing;
use super::secrets;
use crate::address;
use crate::yaml::{Field, Group, Keys};

/// The keys of a step.
pub const AFTER: Keys = Keys {
    known: &["command", "invalidate", "limit", "websub", "indexnow", "endpoint"],
    synonyms: &[("run", "command"), ("purge", "invalidate"), ("cdn", "invalidate"), ("hub", "websub")],
};

/// IndexNow's own server, which tells all search engines that take part.
const INDEXNOW: &str = "https://api.indexnow.org/indexnow";

/// How many paths an invalidation names before it names all of them at once.
const PATHS: usize = 100;

/// A step that is taken when a release is live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// A command with its arguments.
    Command(Vec<String>),
    /// A command that makes a content delivery network forget paths: `{paths}` among its arguments becomes the paths
    /// that changed, or `/*` where they are more than the limit.
    Invalidate(Vec<String>, usize),
    /// Hubs of WebSub are told which feeds changed.
    WebSub(String),
    /// Search engines are told which pages changed: the key, which is public, and the server.
    IndexNow(String, String),
}

pub(super) fn step(item: &Field<'_>) -> Option<After> {
    let group = item.group_but(AFTER, |key, field| key != "indexnow" && secrets::refuse("after", key, field))?;
    let kinds = ["command", "invalidate", "websub", "indexnow"];
    let named: Vec<&str> = kinds.into_iter().filter(|kind| group.field(kind).is_some()).collect();
    if let [_, second, ..] = named.as_slice() {
        let field = group.field(second)?;
        let message = format!("`{second}` is a step of its own");
        field.note(field.error("unknown-value", message).at_key().hint("begin it with a dash, on a line of its own"));
        return None;
    }
    match named.first().copied() {
        Some("invalidate") => invalidate(&group),
        Some("websub") => url(&group, "websub").map(After::WebSub),
        Some("indexnow") => indexnow(&group),
        Some(_) => words(&group, "command").map(After::Command),
        None => {
            missing(&group, "command", "command: [./notify.sh]");
            None
        }
    }
}

fn invalidate(group: &Group<'_>) -> Option<After> {
    let words = words(group, "invalidate")?;
    let limit = group.field("limit").and_then(|field| field.number(1..=3000)).unwrap_or(PATHS);
    if words.iter().any(|word| word.contains("{paths}")) {
        return Some(After::Invalidate(words, limit));
    }
    let field = group.field("invalidate")?;
    let problem = field.error("unknown-value", "this command does not say where the changed paths go");
    field.note(problem.hint("write `{paths}` as one of its words"));
    None
}

fn indexnow(group: &Group<'_>) -> Option<After> {
    let field = group.field("indexnow")?;
    let key = field.text()?;
    // https://www.indexnow.org/documentation: 8 to 128 of these signs.
    let is_key = (8..=128).contains(&key.len()) && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_key {
        let problem = field.error("unknown-value", format!("`{key}` is no key of IndexNow"));
        field.note(problem.hint("write 8 to 128 letters, digits or hyphens, and put the same into `static/KEY.txt`"));
        return None;
    }
    let endpoint = if group.field("endpoint").is_some() { url(group, "endpoint")? } else { INDEXNOW.to_owned() };
    Some(After::IndexNow(key, endpoint))
}

fn url(group: &Group<'_>, key: &str) -> Option<String> {
    let field = group.field(key)?;
    let text = field.text()?;
    let Some(why) = address::unfit(&text) else { return Some(text) };
    let problem = field.error("bad-url", format!("the address under `{}` leads nowhere: it {why}", field.name()));
    field.note(problem.hint("write a whole address such as `https://hub.example.org/`"));
    None
}

/// A command as its words: no shell reads it.
fn words(group: &Group<'_>, key: &str) -> Option<Vec<String>> {
    let words = group.texts(key);
    if words.is_empty() {
        missing(group, key, &format!("{key}: [./notify.sh]"));
    }
    Some(words).filter(|words| !words.is_empty())
}
