//! Checks a setting's value against what the setting takes, and says of each part where it is wrong.

use std::fs;

use serde_json::{Map, Number, Value};

use super::colour;
use super::declaration::{Declared, plain};
use super::document::{kind_of, suggestion, wrong_type_at};
use super::setting::{Aim, Kind, LENGTHS, Link, Picture, Section, SettingValue};
use super::{Bytes, StaticFile};
use crate::address;
use crate::photo::Header;
use crate::problem::{At, Place, Problem, Step, nearest};

/// How many entries a section shows where nothing is said, and how many it may show.
const COUNT: usize = 4;
const MOST: u64 = 50;

/// The least contrast that text needs (WCAG 2.2, success criterion 1.4.3).
const LEGIBLE: f64 = 4.5;

const LINK_KEYS: &[&str] = &["name", "page", "topic", "source", "story", "url"];
const SECTION_KEYS: &[&str] = &["name", "topic", "source", "story", "newest", "count", "style"];
const IMAGE_KEYS: &[&str] = &["file", "alt"];

/// A value or a part of one: its name in messages and its place.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// `settings.navigation`
    pub name: String,
    /// Where it is written.
    pub place: Place,
}

/// Checks values; what is wrong joins `problems`.
pub(super) struct Check<'a> {
    /// The static files, among which pictures are.
    pub statics: &'a [StaticFile],
    /// What was found.
    pub problems: &'a mut Vec<Problem>,
}

/// What holds where neither site nor theme says anything.
pub(super) fn empty(kind: Kind, choices: &[String]) -> SettingValue {
    let first = || choices.first().cloned().map_or(Value::Null, Value::String);
    match kind {
        Kind::Text | Kind::Colour => SettingValue::Plain(Value::String(String::new())),
        Kind::Number => SettingValue::Plain(Value::Number(Number::from(0))),
        Kind::Bool => SettingValue::Plain(Value::Bool(false)),
        Kind::Choice => SettingValue::Plain(first()),
        Kind::Dates => SettingValue::Plain(LENGTHS[0].into()),
        Kind::List => SettingValue::Plain(Value::Array(Vec::new())),
        Kind::Image => SettingValue::Image(None),
        Kind::Links => SettingValue::Links(Vec::new()),
        Kind::Sections => SettingValue::Sections(Vec::new()),
    }
}

impl Spot {
    fn key(&self, key: &str) -> Self {
        Self { name: format!("{}.{key}", self.name), place: self.place_of(Step::Key(key.to_owned())) }
    }

    /// An item bears its list's name.
    fn item(&self, position: usize) -> Self {
        Self { name: self.name.clone(), place: self.place_of(Step::Item(position)) }
    }

    fn place_of(&self, step: Step) -> Place {
        let mut place = self.place.clone();
        if let At::Value(steps) = &mut place.at {
            steps.push(step);
        }
        place
    }

    /// The place of a key itself rather than of its value.
    fn key_place(&self, key: &str) -> Place {
        let mut place = self.key(key).place;
        if let At::Value(steps) = &mut place.at {
            place.at = At::Key(std::mem::take(steps));
        }
        place
    }
}

impl Check<'_> {
    /// The value where it is of the right type; none, and a problem, where not.
    pub fn value(&mut self, kind: Kind, declared: &Declared, value: &Value, spot: &Spot) -> Option<SettingValue> {
        let choices: Vec<&str> = declared.choices.iter().flatten().map(String::as_str).collect();
        match kind {
            Kind::Text => self.expect(plain(value).map(Value::String), "text", value, spot),
            Kind::Number => self.expect(value.is_number().then(|| value.clone()), "a number", value, spot),
            Kind::Bool => self.expect(value.is_boolean().then(|| value.clone()), "`true` or `false`", value, spot),
            Kind::List => self.expect(list(value), "a list of texts or numbers", value, spot),
            Kind::Colour => self.colour(value, declared.legible_on.as_deref().unwrap_or_default(), spot),
            Kind::Choice => self.choice(value, &choices, spot),
            Kind::Dates => self.choice(value, LENGTHS, spot),
            Kind::Image => self.image(value, spot),
            Kind::Links => {
                self.items(value, spot, |check, at, item, spot| check.link(at, item, spot)).map(SettingValue::Links)
            }
            Kind::Sections => {
                let sections = self.items(value, spot, |check, at, item, spot| check.section(at, item, &choices, spot));
                sections.map(SettingValue::Sections)
            }
        }
    }

    fn expect(&mut self, found: Option<Value>, takes: &str, value: &Value, spot: &Spot) -> Option<SettingValue> {
        if found.is_none() {
            self.problems.push(wrong_type_at(spot.place.clone(), &spot.name, takes, value));
        }
        found.map(SettingValue::Plain)
    }

    fn choice(&mut self, value: &Value, choices: &[&str], spot: &Spot) -> Option<SettingValue> {
        let word = plain(value).unwrap_or_else(|| kind_of(value).to_owned());
        if plain(value).is_some() && choices.contains(&word.as_str()) {
            return Some(SettingValue::Plain(Value::String(word)));
        }
        let message = format!("`{word}` is no choice for `{}`", spot.name);
        let problem = Problem::error("unknown-choice", spot.place.clone(), message);
        self.problems.push(problem.hint(suggestion(&word, choices)));
        None
    }

    fn colour(&mut self, value: &Value, papers: &[String], spot: &Spot) -> Option<SettingValue> {
        match value.as_str() {
            Some(text) if colour::is_colour(text) => self.problems.extend(pale(text, papers, spot)),
            _ => {
                self.problems.push(wrong_colour(value, spot));
                return None;
            }
        }
        Some(SettingValue::Plain(value.clone()))
    }

    fn image(&mut self, value: &Value, spot: &Spot) -> Option<SettingValue> {
        let (file, alt, spot) = match value {
            Value::String(file) => (file.clone(), None, spot.clone()),
            Value::Object(map) => {
                self.known(map, IMAGE_KEYS, spot);
                let Some(file) = self.text(map, "file", spot) else {
                    self.missing(spot, "no `file`", "write `file: logo.svg`");
                    return None;
                };
                (file, self.alt(map, spot), spot.key("file"))
            }
            other => {
                let takes = "a file of `static/` or a group with `file` and `alt`";
                self.problems.push(wrong_type_at(spot.place.clone(), &spot.name, takes, other));
                return None;
            }
        };
        let path = file.trim_start_matches('/');
        let Ok(at) = self.statics.binary_search_by(|known| known.path.as_str().cmp(path)) else {
            let near = nearest(path, self.statics.iter().map(|file| file.path.as_str()));
            let message = format!("there is no file `{path}` in `static/`");
            let problem = Problem::error("broken-link", spot.place, message);
            self.problems.push(
                problem.hint(
                    near.map_or("put the file into `static/`".to_owned(), |near| format!("did you mean `{near}`?")),
                ),
            );
            return None;
        };
        // A file that cannot be read was reported when it was hashed.
        let header = match &self.statics[at].bytes {
            Bytes::Disk(file) => fs::read(file).ok().and_then(|bytes| Header::read(&bytes, path)),
            Bytes::Memory(bytes) => Header::read(bytes, path),
        };
        let size = header.and_then(|header| header.size);
        Some(SettingValue::Image(Some(Picture { file: path.to_owned(), alt, size })))
    }

    /// The words for a picture may be empty, where it says nothing that the text beside it does not say.
    fn alt(&mut self, map: &Map<String, Value>, spot: &Spot) -> Option<String> {
        match map.get("alt") {
            Some(Value::String(text)) => Some(text.clone()),
            _ => self.text(map, "alt", spot),
        }
    }

    fn items<T>(
        &mut self,
        value: &Value,
        spot: &Spot,
        read: impl Fn(&mut Self, usize, &Map<String, Value>, &Spot) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Value::Array(items) = value else {
            self.problems.push(wrong_type_at(spot.place.clone(), &spot.name, "a list", value));
            return None;
        };
        let mut found = Vec::with_capacity(items.len());
        for (position, item) in items.iter().enumerate() {
            let spot = spot.item(position);
            match item {
                Value::Object(map) => found.extend(read(self, position, map, &spot)),
                other => self.problems.push(wrong_type_at(spot.place, &spot.name, "items with keys", other)),
            }
        }
        Some(found)
    }

    fn link(&mut self, position: usize, map: &Map<String, Value>, spot: &Spot) -> Option<Link> {
        self.known(map, LINK_KEYS, spot);
        let name = self.text(map, "name", spot);
        let aim = self.aim(map, spot, &["page", "topic", "source", "story", "url"])?;
        if let (Aim::Url(url), None) = (&aim, &name) {
            self.missing(spot, "no `name`", &format!("write what the link to `{url}` is called"));
            return None;
        }
        Some(Link { name, aim, position })
    }

    fn section(&mut self, position: usize, map: &Map<String, Value>, styles: &[&str], spot: &Spot) -> Option<Section> {
        self.known(map, SECTION_KEYS, spot);
        let name = self.text(map, "name", spot);
        let style = match map.get("style") {
            Some(value) => match self.choice(value, styles, &spot.key("style")) {
                Some(SettingValue::Plain(Value::String(style))) => style,
                _ => String::new(),
            },
            None => styles.first().map(|style| (*style).to_owned()).unwrap_or_default(),
        };
        let aim = self.aim(map, spot, &["topic", "source", "story", "newest"]);
        let count = match map.get("count") {
            Some(value) => self.count(value, &spot.key("count"))?,
            None => COUNT,
        };
        Some(Section { name, aim: aim?, count, style, position })
    }

    fn count(&mut self, value: &Value, spot: &Spot) -> Option<usize> {
        let count = value.as_u64().filter(|count| (1..=MOST).contains(count));
        if count.is_none() {
            let message = format!("`{}` takes a whole number from 1 to {MOST}", spot.name);
            self.problems.push(Problem::error("wrong-type", spot.place.clone(), message));
        }
        count.and_then(|count| usize::try_from(count).ok())
    }

    /// What an item leads to or shows: it has just one of the keys.
    fn aim(&mut self, map: &Map<String, Value>, spot: &Spot, keys: &[&str]) -> Option<Aim> {
        let mut given = keys.iter().filter(|key| map.contains_key(**key));
        let choice = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let (Some(&key), other) = (given.next(), given.next()) else {
            self.missing(spot, &format!("none of {choice}"), "add one of them");
            return None;
        };
        if let Some(other) = other {
            let message = format!("an item of `{}` has both `{key}` and `{other}`", spot.name);
            let problem = Problem::error("said-twice", spot.key_place(other), message);
            self.problems.push(problem.hint("make two items of it"));
            return None;
        }
        if key == "newest" {
            let newest = map.get(key) == Some(&Value::Bool(true));
            if !newest {
                let value = map.get(key).unwrap_or(&Value::Null);
                let spot = spot.key(key);
                self.problems.push(wrong_type_at(spot.place, &spot.name, "`true`", value));
            }
            return newest.then_some(Aim::Newest);
        }
        let text = self.text(map, key, spot)?;
        match key {
            "page" => Some(Aim::Page(text)),
            "topic" => Some(Aim::Topic(text)),
            "source" => Some(Aim::Source(text)),
            "story" => Some(Aim::Story(text)),
            _ => self.url(text, &spot.key(key)).map(Aim::Url),
        }
    }

    fn url(&mut self, url: String, spot: &Spot) -> Option<String> {
        let inside = url.starts_with('/') && !url.starts_with("//") || url.starts_with("mailto:");
        if let (false, Some(why)) = (inside, address::unfit(&url)) {
            let message = format!("`{url}` leads nowhere: it {why}, nor with `/`");
            self.problems.push(
                Problem::error("bad-url", spot.place.clone(), message)
                    .hint("write a path of this site such as `/about/`, or a whole address"),
            );
            return None;
        }
        Some(url)
    }

    /// The text under a key; a problem where it is none, or blank.
    fn text(&mut self, map: &Map<String, Value>, key: &str, spot: &Spot) -> Option<String> {
        let value = map.get(key)?;
        let text = plain(value).filter(|text| !text.trim().is_empty());
        if text.is_none() {
            let spot = spot.key(key);
            self.problems.push(wrong_type_at(spot.place, &spot.name, "text", value));
        }
        text
    }

    fn known(&mut self, map: &Map<String, Value>, known: &[&str], spot: &Spot) {
        for key in map.keys().filter(|key| !known.contains(&key.as_str())) {
            let message = format!("`{key}` is no key of `{}`", spot.name);
            let problem = Problem::error("unknown-key", spot.key_place(key), message);
            self.problems.push(problem.hint(suggestion(key, known)));
        }
    }

    fn missing(&mut self, spot: &Spot, what: &str, hint: &str) {
        let message = format!("this item of `{}` has {what}", spot.name);
        self.problems.push(Problem::error("missing-key", spot.place.clone(), message).hint(hint));
    }
}

fn list(value: &Value) -> Option<Value> {
    match value {
        Value::Array(items) => items.iter().all(|item| plain(item).is_some()).then(|| value.clone()),
        single => plain(single).map(|_| Value::Array(vec![single.clone()])),
    }
}

/// Warns of a colour that can hardly be read on one of the theme's papers.
fn pale(text: &str, papers: &[String], spot: &Spot) -> Option<Problem> {
    let told = papers.iter().filter_map(|paper| Some((paper, colour::contrast(text, paper)?)));
    let (paper, ratio) = told.min_by(|(_, a), (_, b)| a.total_cmp(b)).filter(|(_, ratio)| *ratio < LEGIBLE)?;
    // Rounded down, so that 4.49 does not read as the 4.5 that it misses.
    let shown = (ratio * 10.0).floor() / 10.0;
    let message = format!("`{text}` for `{}` can hardly be read on `{paper}`: their contrast is {shown}:1", spot.name);
    let problem = Problem::warning("low-contrast", spot.place.clone(), message);
    Some(problem.hint(format!("choose a colour whose contrast is {LEGIBLE}:1 or more")))
}

fn wrong_colour(value: &Value, spot: &Spot) -> Problem {
    let takes = || wrong_type_at(spot.place.clone(), &spot.name, "a colour", value);
    match value.as_str() {
        Some(text) => {
            let problem =
                Problem::error("bad-colour", spot.place.clone(), format!("`{text}` is no colour for `{}`", spot.name));
            problem.hint(match colour::nearest(text) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "write `#rrggbb`, a colour's name or a CSS colour function such as `oklch(40% 0.1 250)`".to_owned()
                }
            })
        }
        // An unquoted `#` begins a comment in YAML, so that nothing is left of the colour.
        None if value.is_null() => takes().hint("put a colour that begins with `#` between quotation marks"),
        None => takes(),
    }
}
