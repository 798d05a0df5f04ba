//! A theme's settings: what its layers declare, overlaid with what the site sets, each checked by its type.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use super::Pages;
use super::chain::Layer;
use super::declaration::{Declaration, Kind, Setting, plain};
use super::document::{kind_of, steps, suggestion, wrong_type_at};
use crate::problem::{At, Place, Problem, SitePath};

/// The value of each setting that the layers declare. `given` are the site's values.
pub(super) fn settings(
    layers: &[Layer],
    given: &BTreeMap<String, Value>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Value> {
    let declared = declared(layers, problems);
    let mut values = BTreeMap::new();
    for (name, (kind, setting)) in &declared {
        let value = given.get(name).and_then(|value| {
            let place = Place::new(&config(), At::Value(steps(&["settings", name])));
            check(*kind, setting.choices.as_deref(), value, &format!("settings.{name}"), place, problems)
        });
        let value = value.or_else(|| setting.default.clone()).unwrap_or_else(|| empty(*kind, setting));
        values.insert(name.clone(), value);
    }
    if !layers.iter().any(|layer| layer.declaration.broken) {
        let known: Vec<&str> = declared.keys().map(String::as_str).collect();
        problems.extend(given.keys().filter(|name| !declared.contains_key(*name)).map(|name| unknown(name, &known)));
    }
    values
}

/// Which kinds of page the theme wants: of each, the nearest layer's word.
pub(super) fn pages(layers: &[Layer]) -> Pages {
    let wants = |page: &str| layers.iter().find_map(|layer| layer.declaration.pages.get(page)).copied().unwrap_or(true);
    Pages {
        archive: wants("archive"),
        topics: wants("topics"),
        sources: wants("sources"),
        people: wants("people"),
        stories: wants("stories"),
        corrections: wants("corrections"),
        feeds: wants("feeds"),
        search: wants("search"),
        feeds_page: wants("feeds_page"),
        rss: wants("rss"),
        json_feed: wants("json_feed"),
        corrections_feed: wants("corrections_feed"),
        editions_feed: wants("editions_feed"),
        not_found: wants("not_found"),
        linked_data: wants("linked_data"),
        editions: wants("editions"),
        sitemaps: wants("sitemaps"),
        host_files: wants("host_files"),
        data: wants("data"),
    }
}

fn config() -> SitePath {
    SitePath::new("dateline.yaml")
}

fn unknown(name: &str, known: &[&str]) -> Problem {
    let place = Place::new(&config(), At::Key(steps(&["settings", name])));
    let problem = Problem::error("unknown-key", place, format!("the theme has no setting `{name}`"));
    problem.hint(suggestion(name, known))
}

/// Each setting with its type; what a layer leaves out is as the next layer has it. Defaults have passed their check.
fn declared(layers: &[Layer], problems: &mut Vec<Problem>) -> BTreeMap<String, (Kind, Setting)> {
    let mut merged: BTreeMap<String, Setting> = BTreeMap::new();
    for layer in layers.iter().rev() {
        for (name, own) in &layer.declaration.settings {
            let setting = merged.entry(name.clone()).or_default();
            setting.kind = own.kind.or(setting.kind);
            setting.choices = own.choices.clone().or(setting.choices.take());
            let default =
                own.default.as_ref().and_then(|value| default(&layer.declaration, name, setting, value, problems));
            setting.default = default.or(setting.default.take());
            if setting.kind.is_none() && !own.faulty {
                problems.extend(untyped(&layer.declaration, name));
            }
        }
    }
    merged.into_iter().map(|(name, setting)| (name, (setting.kind.unwrap_or(Kind::Text), setting))).collect()
}

fn default(
    declaration: &Declaration,
    name: &str,
    setting: &Setting,
    value: &Value,
    problems: &mut Vec<Problem>,
) -> Option<Value> {
    let path = ["settings", name, "default"];
    let place = declaration.file.as_ref()?.place(At::Value(steps(&path)));
    check(setting.kind?, setting.choices.as_deref(), value, &path.join("."), place, problems)
}

fn untyped(declaration: &Declaration, name: &str) -> Option<Problem> {
    let place = declaration.file.as_ref()?.place(At::Key(steps(&["settings", name])));
    let problem = Problem::error("missing-key", place, format!("the setting `{name}` has no `type`"));
    Some(problem.hint("add `type:` with `text`, `number`, `bool`, `colour`, `choice` or `list`"))
}

/// The value where it is of the right type; a problem where not. `name` and `place` are for the message.
fn check(
    kind: Kind,
    choices: Option<&[String]>,
    value: &Value,
    name: &str,
    place: Place,
    problems: &mut Vec<Problem>,
) -> Option<Value> {
    let refused = match kind {
        Kind::Text => match plain(value) {
            Some(text) => return Some(Value::String(text)),
            None => wrong_type_at(place, name, "text", value),
        },
        Kind::Number if value.is_number() => return Some(value.clone()),
        Kind::Number => wrong_type_at(place, name, "a number", value),
        Kind::Bool if value.is_boolean() => return Some(value.clone()),
        Kind::Bool => wrong_type_at(place, name, "`true` or `false`", value),
        Kind::Colour if value.as_str().is_some_and(is_colour) => return Some(value.clone()),
        Kind::Colour => wrong_colour(place, name, value),
        Kind::Choice => match plain(value) {
            Some(word) if choices.is_some_and(|choices| choices.contains(&word)) => return Some(Value::String(word)),
            _ => wrong_choice(place, name, value, choices.unwrap_or_default()),
        },
        Kind::List => match list(value) {
            Some(items) => return Some(items),
            None => wrong_type_at(place, name, "a list of texts or numbers", value),
        },
    };
    problems.push(refused);
    None
}

fn list(value: &Value) -> Option<Value> {
    match value {
        Value::Array(items) => items.iter().all(|item| plain(item).is_some()).then(|| value.clone()),
        single => plain(single).map(|_| Value::Array(vec![single.clone()])),
    }
}

fn wrong_choice(place: Place, name: &str, value: &Value, choices: &[String]) -> Problem {
    let known: Vec<&str> = choices.iter().map(String::as_str).collect();
    let word = plain(value).unwrap_or_else(|| kind_of(value).to_owned());
    let problem = Problem::error("unknown-choice", place, format!("`{word}` is no choice for `{name}`"));
    problem.hint(suggestion(&word, &known))
}

fn wrong_colour(place: Place, name: &str, value: &Value) -> Problem {
    match value.as_str() {
        Some(text) => Problem::error("bad-colour", place, format!("`{text}` is no colour for `{name}`"))
            .hint("write `#rrggbb`, a colour's name or a CSS colour function such as `oklch(40% 0.1 250)`"),
        // An unquoted `#` begins a comment in YAML, so that nothing is left of the colour.
        None if value.is_null() => wrong_type_at(place, name, "a colour", value)
            .hint("put a colour that begins with `#` between quotation marks"),
        None => wrong_type_at(place, name, "a colour", value),
    }
}

/// Whether a text is a colour in CSS and nothing else could be smuggled in with it.
fn is_colour(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit());
    }
    let name = text.split('(').next().unwrap_or_default();
    let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    named
        && text[name.len()..].chars().all(|c| c.is_ascii_alphanumeric() || "()., %/+-*#".contains(c))
        && balanced(text)
}

/// Whether every parenthesis is closed, the first one by the last character.
fn balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth < 0 || (c == ')' && depth == 0 && at + 1 != text.len()) {
            return false;
        }
    }
    depth == 0
}

fn empty(kind: Kind, setting: &Setting) -> Value {
    match kind {
        Kind::Text | Kind::Colour => Value::String(String::new()),
        Kind::Number => Value::Number(Number::from(0)),
        Kind::Bool => Value::Bool(false),
        Kind::Choice => setting.choices.iter().flatten().next().cloned().map_or(Value::Null, Value::String),
        Kind::List => Value::Array(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::is_colour;

    #[test]
    fn only_colours_are_colours() {
        for colour in ["#fff", "#a1b2c3d4", "teal", "rgb(0 0 0 / 50%)", "light-dark(#111, oklch(90% 0.1 20))"] {
            assert!(is_colour(colour), "{colour}");
        }
        for other in ["", "#ff", "#ggg", "red; color: blue", "url(x:y)", "rgb(1", "rgb(1) red", "a)(b", "</style>"] {
            assert!(!is_colour(other), "{other}");
        }
    }
}
