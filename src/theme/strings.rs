//! The words of a theme in each language.

use std::collections::BTreeMap;

use icu_locale::Locale;
use serde_json::{Map, Value};

use super::declaration::plain;
use super::document::{map, ticked, unknown_key, wrong_type};
use super::embedded::DEFAULT;
use super::files::File;
use super::plural::{self, CATEGORIES};
use super::{Theme, Words};
use crate::problem::{At, Place, Problem, SitePath};

/// Words for each language: code → key → words.
pub(super) type Strings = BTreeMap<String, BTreeMap<String, Words>>;

/// The language that every key of the built-in theme has words in.
const ENGLISH: &str = "en";

/// The most keys that a message names.
const NAMED: usize = 8;

impl Theme {
    /// Every key's words for a language. Where it has none: those of the language without its region or script, then
    /// those of the site's language, then English.
    pub fn words(&self, language: &str) -> BTreeMap<String, Words> {
        let mut words = BTreeMap::new();
        for language in [ENGLISH, base(&self.language), &self.language, base(language), language] {
            for (key, value) in self.strings.get(language).into_iter().flatten() {
                words.insert(key.clone(), value.clone());
            }
        }
        words
    }
}

impl Words {
    /// The text that goes with a count (or with none), in a language. A form for `zero` serves for 0 in every language.
    pub fn text(&self, language: &str, count: Option<u64>) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Plural(forms) => {
                let category = match count {
                    Some(0) if forms.contains_key("zero") => "zero",
                    Some(count) => plural::category(language, count),
                    None => "other",
                };
                forms.get(category).or_else(|| forms.get("other")).map_or("", String::as_str)
            }
        }
    }
}

/// Reads the words of all layers; for each key the nearest layer's count. `layers` is in order, nearest first.
pub(super) fn strings(layers: &[Vec<File>], site: &str, problems: &mut Vec<Problem>) -> Strings {
    let mut strings = Strings::new();
    for file in layers.iter().rev().flatten() {
        let Some(language) = language_of(file, problems) else { continue };
        let words = strings.entry(language).or_default();
        for (key, value) in map(file, problems).into_iter().flatten() {
            words.extend(read_words(file, &key, &value, problems).map(|value| (key, value)));
        }
    }
    problems.extend(missing(&strings, layers, site));
    strings
}

/// The language without its script and region: `pt` of `pt-BR`.
fn base(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}

fn language_of(file: &File, problems: &mut Vec<Problem>) -> Option<String> {
    let stem = file.name.strip_suffix(".yaml").or_else(|| file.name.strip_suffix(".yml"));
    let language = stem.filter(|stem| stem.parse::<Locale>().is_ok());
    if language.is_none() {
        let message = format!("`{}` is not named for a language", file.path);
        problems.push(
            Problem::warning("unknown-language", file.place(At::File), message)
                .hint("name it by the code of its language, as in `fr.yaml` or `pt-BR.yaml`"),
        );
    }
    language.map(str::to_owned)
}

fn read_words(file: &File, key: &str, value: &Value, problems: &mut Vec<Problem>) -> Option<Words> {
    match value {
        Value::Object(forms) => read_forms(file, key, forms, problems).map(Words::Plural),
        single => {
            let text = plain(single).map(Words::Text);
            if text.is_none() {
                problems.push(wrong_type(file, &[key], "text or a group of plural forms", single));
            }
            text
        }
    }
}

fn read_forms(
    file: &File,
    key: &str,
    map: &Map<String, Value>,
    problems: &mut Vec<Problem>,
) -> Option<BTreeMap<String, String>> {
    let mut forms = BTreeMap::new();
    for (category, value) in map {
        if !CATEGORIES.contains(&category.as_str()) {
            problems.push(unknown_key(file, &[key, category], CATEGORIES));
        } else if let Some(text) = plain(value) {
            forms.insert(category.clone(), text);
        } else {
            problems.push(wrong_type(file, &[key, category], "text", value));
        }
    }
    if map.contains_key("other") {
        return forms.contains_key("other").then_some(forms);
    }
    let message = format!("the plural forms of `{key}` lack `other`");
    problems.push(
        Problem::error("missing-plural", file.place(At::field(key)), message)
            .hint("add `other`, the form for every number that has none of its own"),
    );
    None
}

/// Warns of keys that the site's readers would see in English.
fn missing(strings: &Strings, layers: &[Vec<File>], site: &str) -> Option<Problem> {
    let has = |key: &str| [site, base(site)].iter().any(|code| strings.get(*code).is_some_and(|w| w.contains_key(key)));
    let keys: Vec<&str> = strings.get(ENGLISH)?.keys().map(String::as_str).filter(|key| !has(key)).collect();
    if keys.is_empty() {
        return None;
    }
    let mut files = layers.iter().flatten();
    let named = |file: &&File| file.name.strip_suffix(".yaml").is_some_and(|stem| stem == site || stem == base(site));
    let config = Place::new(&SitePath::new("dateline.yaml"), At::field("language"));
    let place = files.find(named).map_or(config, |file| file.place(At::File));
    let more = match keys.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let list = ticked(&keys[..keys.len().min(NAMED)]);
    let message = format!("the theme has no words in `{site}` for {list}{more}; they show in English");
    let hint = format!("add them to `strings/{site}.yaml`; the words in English are in the theme `{DEFAULT}`");
    Some(Problem::warning("missing-strings", place, message).hint(hint))
}
