//! `editions`: how often the briefing comes out and whether its editions are sent by email, as the configuration says it.

use serde::{Deserialize, Serialize};

use super::defaults;
use crate::yaml::{Group, Keys, Node};

/// How often the briefing comes out: which entries are one edition, by days of the site's time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Editions {
    /// There are no editions.
    #[default]
    None,
    /// One for each day that has entries.
    Daily,
    /// One for each week (ISO 8601: from Monday) that has entries.
    Weekly,
}

const WORDS: &[(&str, Editions)] =
    &[("none", Editions::None), ("daily", Editions::Daily), ("weekly", Editions::Weekly)];

/// The keys under `editions`, where it is no single word.
pub const EDITIONS: Keys =
    Keys { known: &["every", "email"], synonyms: &[("frequency", "every"), ("newsletter", "email")] };

/// Reads `editions`: how often, and whether each is written as an email too.
pub(super) fn editions(group: &Group<'_>) -> (Editions, bool) {
    let Some(field) = group.field("editions") else { return Default::default() };
    if !matches!(field.node(), Node::Group(_)) {
        return (field.one_of(WORDS).unwrap_or_default(), defaults::EMAIL);
    }
    let Some(editions) = field.group(EDITIONS) else { return Default::default() };
    let email = editions.flag("email").unwrap_or(defaults::EMAIL);
    let every = editions.field("every").map(|field| field.one_of(WORDS));
    let problem = match every {
        None => Some("`editions.every` is missing, so there are no editions to send"),
        Some(Some(Editions::None)) => Some("`editions.every` is `none`, so there are no editions to send"),
        Some(_) => None,
    };
    if let (true, Some(message)) = (email, problem) {
        editions.note(editions.error("missing-key", message).hint("write `every: daily` or `every: weekly`"));
    }
    let every = every.flatten().unwrap_or_default();
    (every, email)
}
