//! A theme's settings: what its layers declare, overlaid with what the site sets, each checked by its type.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::chain::Layer;
use super::check::{Check, Spot, empty};
use super::declaration::{Declaration, Declared};
use super::document::{steps, suggestion};
use super::setting::{KINDS, Kind, Setting, SettingValue};
use super::{Pages, StaticFile};
use crate::problem::{At, Place, Problem, SitePath};

/// Each setting that the layers declare, with what holds for it. `given` are the site's values.
pub(super) fn settings(
    layers: &[Layer],
    given: &BTreeMap<String, Value>,
    statics: &[StaticFile],
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Setting> {
    let mut check = Check { statics, problems };
    let mut settings = declared(layers, &mut check);
    for (name, (declared, setting)) in &mut settings {
        let place = Place::new(&SitePath::new("dateline.yaml"), At::Value(steps(&["settings", name])));
        let spot = Spot { name: format!("settings.{name}"), place };
        let value = given.get(name).and_then(|value| check.value(setting.kind, declared, value, &spot));
        if let Some(value) = value {
            (setting.value, setting.place) = (value, Some(spot.place));
        }
    }
    if !layers.iter().any(|layer| layer.declaration.broken) {
        let known: Vec<&str> = settings.keys().map(String::as_str).collect();
        problems.extend(given.keys().filter(|name| !settings.contains_key(*name)).map(|name| unknown(name, &known)));
    }
    settings.into_iter().map(|(name, (_, setting))| (name, setting)).collect()
}

/// The style sheet `css/_settings.css`: colours and numbers as custom properties, `accent` as `--setting-accent`. A
/// theme imports it; its pages need no style of their own, which a Content-Security-Policy would forbid.
pub(super) fn stylesheet(settings: &BTreeMap<String, Setting>) -> String {
    let mut sheet = String::from(":root {\n");
    for (name, setting) in settings {
        let name = name.replace('_', "-");
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            continue;
        }
        // Writing to a text cannot fail.
        match (setting.kind, &setting.value) {
            (Kind::Colour, SettingValue::Plain(Value::String(colour))) if !colour.is_empty() => {
                _ = writeln!(sheet, "  --setting-{name}: {colour};");
            }
            (Kind::Number, SettingValue::Plain(number)) => _ = writeln!(sheet, "  --setting-{name}: {number};"),
            _ => {}
        }
    }
    sheet + "}\n"
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
        email: wants("email"),
        sitemaps: wants("sitemaps"),
        host_files: wants("host_files"),
        data: wants("data"),
        photos: wants("photos"),
    }
}

fn unknown(name: &str, known: &[&str]) -> Problem {
    let place = Place::new(&SitePath::new("dateline.yaml"), At::Key(steps(&["settings", name])));
    let problem = Problem::error("unknown-key", place, format!("the theme has no setting `{name}`"));
    problem.hint(suggestion(name, known))
}

/// Each setting with its default; what a layer leaves out is as the next layer has it.
fn declared(layers: &[Layer], check: &mut Check<'_>) -> BTreeMap<String, (Declared, Setting)> {
    let mut merged: BTreeMap<String, (Declared, Setting)> = BTreeMap::new();
    for layer in layers.iter().rev() {
        for (name, own) in &layer.declaration.settings {
            let known = merged.remove(name);
            merged.insert(name.clone(), overlaid(known, own, &layer.declaration, name, check));
        }
    }
    merged
}

/// A setting as a layer declares it over what the layers below it say.
fn overlaid(
    below: Option<(Declared, Setting)>,
    own: &Declared,
    declaration: &Declaration,
    name: &str,
    check: &mut Check<'_>,
) -> (Declared, Setting) {
    let (below, standing) = below.unzip();
    let below = below.unwrap_or_default();
    let declared = Declared {
        kind: own.kind.or(below.kind),
        default: None,
        choices: own.choices.clone().or(below.choices),
        about: own.about.clone().or(below.about),
        legible_on: own.legible_on.clone().or(below.legible_on),
        faulty: false,
    };
    if declared.kind.is_none() && !own.faulty {
        check.problems.extend(untyped(declaration, name));
    }
    let kind = declared.kind.unwrap_or(Kind::Text);
    let choices = declared.choices.clone().unwrap_or_default();
    let path = ["settings", name, "default"];
    let own_default = own.default.as_ref().zip(declared.kind).and_then(|(value, kind)| {
        let place = declaration.file.as_ref()?.place(At::Value(steps(&path)));
        let spot = Spot { name: path.join("."), place };
        let checked = check.value(kind, &declared, value, &spot)?;
        Some((checked, value.clone(), Some(spot.place)))
    });
    let (value, default, place) = match (own_default, standing) {
        (Some(own), _) => own,
        (None, Some(below)) if below.kind == kind => (below.value, below.default, below.place),
        (None, _) => (empty(kind, &choices), Value::Null, None),
    };
    let setting = Setting { kind, value, default, choices, about: declared.about.clone(), place };
    (declared, setting)
}

fn untyped(declaration: &Declaration, name: &str) -> Option<Problem> {
    let place = declaration.file.as_ref()?.place(At::Key(steps(&["settings", name])));
    let problem = Problem::error("missing-key", place, format!("the setting `{name}` has no `type`"));
    let kinds: Vec<&str> = KINDS.iter().map(|(name, _, _)| *name).collect();
    Some(problem.hint(format!("add `type:` with one of `{}`", kinds.join("`, `"))))
}
