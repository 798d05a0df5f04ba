//! `desk`: what the checks of the desk are to be, where they differ from the default.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::defaults;
use super::links::{self, Links};
use super::read::number;
use crate::problem::{Severity, nearest_rule, rule};
use crate::yaml::{Field, Group, Keys, Node};

/// The keys under `desk`.
pub const DESK: Keys = Keys {
    known: &["rules", "headline_length", "quotation_words", "editions_back", "topics", "placeholders", "gone", "links"],
    synonyms: &[
        ("headline", "headline_length"),
        ("quotation_length", "quotation_words"),
        ("quote_words", "quotation_words"),
        ("editions", "editions_back"),
        ("removed", "gone"),
    ],
};

/// What the checks of the desk are to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Severities of rules where they differ from the default; `None` turns a rule off.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// How many characters a headline may have.
    pub headline_length: usize,
    /// How many words of one quotation fair use may allow.
    pub quotation_words: usize,
    /// In how many editions before its own a link must not have been covered.
    pub editions_back: usize,
    /// Which topics are known.
    pub topics: Topics,
    /// Words that stand for words to come, beside those that every desk knows.
    pub placeholders: Vec<String>,
    /// Published addresses that lead nowhere on purpose: `/2017/04/12/low-point/`.
    pub gone: Vec<String>,
    /// How links are asked for.
    pub links: Links,
}

/// Which topics are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Topics {
    /// Any, but one that is likely another misspelt.
    #[default]
    Any,
    /// Those that have a page in `content/topics/`.
    Pages,
}

const TOPICS: &[(&str, Topics)] = &[("any", Topics::Any), ("pages", Topics::Pages)];

const SEVERITIES: &[(&str, Option<Severity>)] =
    &[("error", Some(Severity::Error)), ("warning", Some(Severity::Warning)), ("off", None)];

impl Desk {
    /// Whether a rule is checked.
    pub fn checks(&self, name: &str) -> bool {
        match self.rules.get(name) {
            Some(severity) => severity.is_some(),
            None => rule(name).is_some_and(|rule| rule.default.is_some()),
        }
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            rules: BTreeMap::new(),
            headline_length: defaults::HEADLINE_LENGTH,
            quotation_words: defaults::QUOTATION_WORDS,
            editions_back: defaults::EDITIONS_BACK,
            topics: Topics::default(),
            placeholders: Vec::new(),
            gone: Vec::new(),
            links: Links::default(),
        }
    }
}

/// Reads `desk`.
pub(super) fn desk(group: &Group<'_>) -> Desk {
    let field = group.field("desk");
    let Some(group) = field.as_ref().and_then(|field| field.group(DESK)) else { return Desk::default() };
    Desk {
        rules: rules(&group),
        headline_length: number(&group, "headline_length", 10..=1000).unwrap_or(defaults::HEADLINE_LENGTH),
        quotation_words: number(&group, "quotation_words", 5..=100_000).unwrap_or(defaults::QUOTATION_WORDS),
        editions_back: number(&group, "editions_back", 1..=1000).unwrap_or(defaults::EDITIONS_BACK),
        topics: group.field("topics").and_then(|field| field.one_of(TOPICS)).unwrap_or_default(),
        placeholders: group.texts("placeholders"),
        gone: group.texts("gone"),
        links: links::links(&group),
    }
}

fn rules(group: &Group<'_>) -> BTreeMap<String, Option<Severity>> {
    let Some(rules) = group.field("rules") else { return BTreeMap::new() };
    let Some(rules) = rules.free_group() else { return BTreeMap::new() };
    rules.fields().filter_map(|(name, field)| Some((name.to_owned(), severity(name, &field)?))).collect()
}

fn severity(name: &str, field: &Field<'_>) -> Option<Option<Severity>> {
    let Some(rule) = rule(name) else {
        let problem = field.error("unknown-rule", format!("there is no rule `{name}`"));
        field.note(problem.at_key().hint_if(nearest_rule(name).map(|near| format!("did you mean `{near}`?"))));
        return None;
    };
    // YAML readers of an older kind made `false` of `off`; both say the same.
    let severity = match field.node() {
        Node::Flag(false) => None,
        _ => field.one_of(SEVERITIES)?,
    };
    if severity != Some(Severity::Error) && rule.fixed {
        let message =
            format!("the rule `{name}` is always an error: without it words would be lost or files endangered");
        field.note(field.error("fixed-rule", message).hint("delete this line"));
        return None;
    }
    Some(severity)
}
