//! `editions`: how often the briefing comes out, as the configuration says it.

use serde::{Deserialize, Serialize};

use crate::yaml::Group;

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

/// Reads `editions`.
pub(super) fn editions(group: &Group<'_>) -> Editions {
    group.field("editions").and_then(|field| field.one_of(WORDS)).unwrap_or_default()
}
