//! What a setting of a theme is: what it takes, what holds, and what its theme says of it.

use serde::Serialize;
use serde_json::Value;

use crate::problem::Place;

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A colour of CSS.
    Colour,
    /// One word of a few.
    Choice,
    /// A list of texts or numbers.
    List,
    /// A picture of `static/`.
    Image,
    /// Links in their order.
    Links,
    /// Parts of the front page in their order.
    Sections,
    /// How long dates in words are: `long`, `medium` or `short`.
    Dates,
}

/// Each kind with its name in `theme.yaml` and what a site writes for it.
pub const KINDS: &[(&str, Kind, &str)] = &[
    ("text", Kind::Text, "text"),
    ("number", Kind::Number, "a number"),
    ("bool", Kind::Bool, "`true` or `false`"),
    ("colour", Kind::Colour, "a colour as in CSS: `\"#9b1c1f\"`, `teal`, `oklch(45% 0.15 25)`"),
    ("choice", Kind::Choice, "one of a few words"),
    ("list", Kind::List, "a list of texts or numbers"),
    ("image", Kind::Image, "a file of `static/`: `logo.svg`, or `{file: logo.svg, alt: The Briefing}`"),
    (
        "links",
        Kind::Links,
        "a list of links, each with one of `page`, `topic`, `source`, `story` or `url`, and a `name` where that should \
         be another",
    ),
    (
        "sections",
        Kind::Sections,
        "a list of sections, each with one of `topic`, `source`, `story` or `newest: true`, and `count`, `style` and \
         `name` where wanted",
    ),
    ("dates", Kind::Dates, "`long`, `medium` or `short`"),
];

/// The lengths of dates, in the order of [`KINDS`]' sentence.
pub(super) const LENGTHS: &[&str] = &["long", "medium", "short"];

/// A setting that the theme declares, with what holds for this site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What it takes.
    pub kind: Kind,
    /// What holds: the site's value, else the theme's default.
    pub value: SettingValue,
    /// The default as the theme's `theme.yaml` has it; `null` where it has none.
    pub default: Value,
    /// What may be chosen: words of a choice, styles of sections.
    pub choices: Vec<String>,
    /// The theme's sentence on it.
    pub about: Option<String>,
    /// Where the value is written; none where nobody wrote one.
    pub place: Option<Place>,
}

/// What holds for a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// A value that a template gets as it is.
    Plain(Value),
    /// A picture, where there is one.
    Image(Option<Picture>),
    /// Links.
    Links(Vec<Link>),
    /// Parts of the front page.
    Sections(Vec<Section>),
}

/// A picture among the static files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its path in `static/`, without a leading slash.
    pub file: String,
    /// The words that stand for it; the site's title where nothing is said.
    pub alt: Option<String>,
    /// Width and height in pixels, where its file says so.
    pub size: Option<(u32, u32)>,
}

/// A link of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its words, where they are not those of its target.
    pub name: Option<String>,
    /// Where it leads.
    pub aim: Aim,
    /// Its place in the list as it is written, from 0.
    pub position: usize,
}

/// What a link leads to or a section shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// A path from the site's root, or a whole address.
    Url(String),
    /// A kind of index (`topics`, `archive` …) or a file of `content/`.
    Page(String),
    /// A topic by its name.
    Topic(String),
    /// A source by its name.
    Source(String),
    /// A running story by its name.
    Story(String),
    /// The newest entries.
    Newest,
}

/// A part of the front page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading, where that is not the name of what it shows.
    pub name: Option<String>,
    /// Which entries it shows.
    pub aim: Aim,
    /// How many of them at most.
    pub count: usize,
    /// How: one of the styles that the theme declares, the first of them where nothing is said.
    pub style: String,
    /// Its place in the list as it is written, from 0.
    pub position: usize,
}

/// How long dates in words are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub enum DateLength {
    /// `12 April 2017`
    #[default]
    Long,
    /// `12 Apr 2017`
    Medium,
    /// `12/04/2017`
    Short,
}

impl super::Theme {
    /// How long dates in words are: what the first setting of that kind says.
    pub fn date_length(&self) -> DateLength {
        let lengths = self.settings.values().filter(|setting| setting.kind == Kind::Dates);
        let said = lengths.filter_map(|setting| match &setting.value {
            SettingValue::Plain(Value::String(word)) => Some(word.as_str()),
            _ => None,
        });
        match said.into_iter().next() {
            Some("medium") => DateLength::Medium,
            Some("short") => DateLength::Short,
            _ => DateLength::Long,
        }
    }

    /// The parts of the front page, where a setting holds some.
    pub fn sections(&self) -> &[Section] {
        let sections = self.settings.values().find_map(|setting| match &setting.value {
            SettingValue::Sections(sections) => Some(sections),
            _ => None,
        });
        sections.map_or(&[], Vec::as_slice)
    }
}
