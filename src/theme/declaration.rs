//! What a theme says of itself in `theme.yaml`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::colour::is_colour;
use super::document::{map, steps, suggestion, unknown_key, wrong_type};
use super::files::File;
use super::photos::{self, Said};
use super::setting::{KINDS, Kind};
use crate::problem::{At, Problem};

/// A theme's own word on itself, of one layer.
#[derive(Clone, Debug, Default)]
pub(super) struct Declaration {
    /// The file that says it.
    pub file: Option<File>,
    /// The theme whose files serve where this one has none.
    pub extends: Option<String>,
    /// The settings that a site may set.
    pub settings: BTreeMap<String, Declared>,
    /// The kinds of page that the theme wants or not, where it says so.
    pub pages: BTreeMap<String, bool>,
    /// In which sizes, formats and qualities the theme wants photos, where it says so.
    pub photos: Said,
    /// Whether the file could not be read as a whole, so that keys may be missing here.
    pub broken: bool,
}

/// A setting as one layer declares it: what it leaves out, the parent theme says.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared {
    /// What it takes.
    pub kind: Option<Kind>,
    /// Its value where the site sets none.
    pub default: Option<Value>,
    /// What may be chosen; of sections, their styles.
    pub choices: Option<Vec<String>>,
    /// A sentence on it for the owners of sites.
    pub about: Option<String>,
    /// Colours of the theme on which a colour is to be read as text.
    pub legible_on: Option<Vec<String>>,
    /// Whether what it takes is said, but in a way that makes no sense.
    pub faulty: bool,
}

/// The kinds of page that a theme may do without.
pub(super) const PAGES: &[&str] = &[
    "archive",
    "topics",
    "sources",
    "feeds",
    "not_found",
    "linked_data",
    "search",
    "people",
    "stories",
    "corrections",
    "editions",
    "email",
    "sitemaps",
    "host_files",
    "data",
    "feeds_page",
    "rss",
    "json_feed",
    "corrections_feed",
    "editions_feed",
    "photos",
];

const KEYS: &[&str] = &["name", "description", "extends", "settings", "pages", "photos"];
const SETTING_KEYS: &[&str] = &["type", "default", "choices", "about", "legible_on"];
impl Declaration {
    /// Reads a theme's `theme.yaml`; a theme without one says nothing.
    pub fn read(file: Option<File>, problems: &mut Vec<Problem>) -> Self {
        let Some(file) = file else { return Self::default() };
        let Some(top) = map(&file, problems) else {
            return Self { file: Some(file), broken: true, ..Self::default() };
        };
        let mut declaration = Self::default();
        for (key, value) in &top {
            match (key.as_str(), value) {
                ("name" | "description", value) => _ = text(&file, &[key], value, problems),
                ("extends", value) => declaration.extends = text(&file, &[key], value, problems),
                ("settings", Value::Object(settings)) => {
                    declaration.settings = read_settings(&file, settings, problems)
                }
                ("pages", Value::Object(pages)) => declaration.pages = read_pages(&file, pages, problems),
                ("photos", Value::Object(map)) => declaration.photos = photos::read(&file, map, problems),
                ("settings" | "pages" | "photos", Value::Null) => {}
                ("settings" | "pages" | "photos", other) => {
                    problems.push(wrong_type(&file, &[key], "a group of keys and values", other));
                    declaration.broken = true;
                }
                _ => problems.push(unknown_key(&file, &[key], KEYS)),
            }
        }
        Self { file: Some(file), ..declaration }
    }
}

fn read_settings(file: &File, map: &Map<String, Value>, problems: &mut Vec<Problem>) -> BTreeMap<String, Declared> {
    let mut settings = BTreeMap::new();
    for (name, value) in map {
        let setting = match value {
            Value::Object(fields) => read_setting(file, name, fields, problems),
            other => {
                problems.push(wrong_type(file, &["settings", name], "a map with `type` and `default`", other));
                Declared { faulty: true, ..Declared::default() }
            }
        };
        settings.insert(name.clone(), setting);
    }
    settings
}

fn read_setting(file: &File, name: &str, fields: &Map<String, Value>, problems: &mut Vec<Problem>) -> Declared {
    let mut setting = Declared::default();
    for (key, value) in fields {
        let path = ["settings", name, key];
        match key.as_str() {
            "type" => {
                setting.kind = read_kind(file, &path, value, problems);
                setting.faulty = setting.kind.is_none();
            }
            "default" => setting.default = Some(value.clone()),
            "choices" => setting.choices = read_choices(file, &path, value, problems),
            "about" => setting.about = text(file, &path, value, problems),
            "legible_on" => setting.legible_on = Some(read_colours(file, &path, value, problems)),
            _ => problems.push(unknown_key(file, &path, SETTING_KEYS)),
        }
    }
    setting
}

fn read_kind(file: &File, path: &[&str], value: &Value, problems: &mut Vec<Problem>) -> Option<Kind> {
    let word = text(file, path, value, problems)?;
    let kind = KINDS.iter().find(|(name, _, _)| *name == word).map(|(_, kind, _)| *kind);
    if kind.is_none() {
        let names: Vec<&str> = KINDS.iter().map(|(name, _, _)| *name).collect();
        let message = format!("`{word}` is no type of setting");
        let place = file.place(At::Value(steps(path)));
        problems.push(Problem::error("unknown-type", place, message).hint(suggestion(&word, &names)));
    }
    kind
}

fn read_choices(file: &File, path: &[&str], value: &Value, problems: &mut Vec<Problem>) -> Option<Vec<String>> {
    let choices = value.as_array().and_then(|items| items.iter().map(plain).collect::<Option<Vec<_>>>());
    if choices.is_none() {
        problems.push(wrong_type(file, path, "a list of words", value));
    }
    choices
}

fn read_colours(file: &File, path: &[&str], value: &Value, problems: &mut Vec<Problem>) -> Vec<String> {
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let colours: Vec<String> = items.iter().filter_map(plain).filter(|text| is_colour(text)).collect();
    if colours.len() < items.len() {
        problems.push(wrong_type(file, path, "a list of colours", value));
    }
    colours
}

fn read_pages(file: &File, map: &Map<String, Value>, problems: &mut Vec<Problem>) -> BTreeMap<String, bool> {
    let mut pages = BTreeMap::new();
    for (key, value) in map {
        match value {
            _ if !PAGES.contains(&key.as_str()) => problems.push(unknown_key(file, &["pages", key], PAGES)),
            Value::Bool(wanted) => _ = pages.insert(key.clone(), *wanted),
            other => problems.push(wrong_type(file, &["pages", key], "`true` or `false`", other)),
        }
    }
    pages
}

fn text(file: &File, path: &[&str], value: &Value, problems: &mut Vec<Problem>) -> Option<String> {
    let text = plain(value);
    if text.is_none() {
        problems.push(wrong_type(file, path, "text", value));
    }
    text
}

/// A single value as the text it was written as.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
