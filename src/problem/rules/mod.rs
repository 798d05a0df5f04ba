//! The catalogue of rules: each with its name, its default severity and a sentence on what breaks it.
//!
//! `desk.rules` of the configuration speaks of rules by these names, and docs/desk.md has a section on each, with an
//! example that breaks it and one that does not.

mod entries;
mod site;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::de::{Deserialize, Deserializer, Error};

use super::Severity;

/// What a problem may be named after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name in kebab case.
    pub name: &'static str,
    /// How much it matters where the configuration says nothing; `None` where it is not checked.
    pub default: Option<Severity>,
    /// Whether it is an error whatever the configuration says: without it an editor's words would be lost in silence, an
    /// entry published that should not be, or a file written where it must not.
    pub fixed: bool,
    /// Whether every run can tell, on any machine: not so where it takes the web, clippings or what was built before.
    pub certain: bool,
    /// What breaks it: one sentence without a final period.
    pub about: &'static str,
}

/// Rules that are about one thing.
#[derive(Clone, Copy, Debug)]
pub struct Chapter {
    /// What they are about.
    pub title: &'static str,
    /// The rules, by name.
    pub rules: &'static [Rule],
}

/// Every rule, by what it is about.
pub const CHAPTERS: &[Chapter] = &[
    Chapter { title: "Copy", rules: entries::COPY },
    Chapter { title: "Sources and links", rules: entries::LINKS },
    Chapter { title: "Quotations", rules: entries::QUOTATIONS },
    Chapter { title: "Photos", rules: entries::PHOTOS },
    Chapter { title: "Topics, editions and people", rules: entries::GROUPS },
    Chapter { title: "Publication", rules: entries::PUBLICATION },
    Chapter { title: "Front matter", rules: entries::FRONT_MATTER },
    Chapter { title: "Configuration and the desk", rules: site::CONFIGURATION },
    Chapter { title: "Themes", rules: site::THEMES },
    Chapter { title: "Data and files", rules: site::FILES },
];

static BY_NAME: LazyLock<BTreeMap<&'static str, &'static Rule>> =
    LazyLock::new(|| CHAPTERS.iter().flat_map(|chapter| chapter.rules).map(|rule| (rule.name, rule)).collect());

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    BY_NAME.get(name).copied()
}

/// The rule that a misspelt name likely means.
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    super::nearest(name, BY_NAME.keys().copied())
}

const fn error(name: &'static str, about: &'static str) -> Rule {
    Rule { name, default: Some(Severity::Error), fixed: false, certain: true, about }
}

const fn fixed(name: &'static str, about: &'static str) -> Rule {
    Rule { fixed: true, ..error(name, about) }
}

const fn warning(name: &'static str, about: &'static str) -> Rule {
    Rule { default: Some(Severity::Warning), ..error(name, about) }
}

const fn off(name: &'static str, about: &'static str) -> Rule {
    Rule { default: None, ..error(name, about) }
}

/// The name of a rule: one of the catalogue.
pub type RuleName = &'static str;

/// Reads the name of a rule that a program wrote down.
///
/// # Errors
///
/// When the catalogue has no such rule.
pub fn read_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RuleName, D::Error> {
    let name = String::deserialize(deserializer)?;
    rule(&name).map(|rule| rule.name).ok_or_else(|| D::Error::custom("there is no rule of this name"))
}

/// A rule that some runs cannot tell of.
const fn at_times(rule: Rule) -> Rule {
    Rule { certain: false, ..rule }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_stands_once_in_its_place_and_says_what_breaks_it() {
        for chapter in CHAPTERS {
            assert!(chapter.rules.is_sorted_by_key(|rule| rule.name), "{}", chapter.title);
        }
        assert_eq!(BY_NAME.len(), CHAPTERS.iter().map(|chapter| chapter.rules.len()).sum::<usize>());
        for rule in BY_NAME.values() {
            assert!(rule.about.starts_with(|c: char| c.is_uppercase() || c == '`'), "{}", rule.name);
            assert!(!rule.about.ends_with('.') && rule.about.len() > 10, "{}", rule.name);
        }
    }
}
