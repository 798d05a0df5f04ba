//! One file of the content folder becomes one document and its problems.
//!
//! Parsing reads no other file and never fails as a whole: what is wrong becomes problems, what is right is kept.
//! What depends on other files (the address of a linked entry, the address of a photo, a theme's template) stays a
//! [`Hole`] in the HTML and is filled at render.

mod allowance;
mod body;
mod copy;
mod data;
mod document;
mod entry;
mod free;
mod front_matter;
pub mod highlight;
mod late;
mod markdown;
mod outbound;

pub use body::{
    Body, Callout, Element, ElementKind, Fill, Hole, Image, Inset, Link, Mark, Outward, Quotation, Quoted, Speaker,
    Text,
};
pub use copy::{HeadlineWord, Marks, WebPage};
pub use data::{data, is_data, not_data};
pub use document::{Document, EditionPage, PersonPage, PlainPage, SourcePage, TopicPage, Unread};
pub use entry::{Correction, CorrectionKind, Entry, Extra, Photo, Sidecar, Source};
pub use front_matter::schema::{SchemaKind, schema};
pub use late::LateBody;
pub use markdown::{commonmark, for_feed};
pub use outbound::{Cited, Outbound, Role, outbound};

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::config::{Desk, Markdown};
use crate::load;
use crate::photo::Kind as Picture;
use crate::problem::{Allowance, At, Place, Problem, SitePath};
use crate::slug::Alphabet;
use crate::yaml::{Split, split};
use front_matter::Input;

/// What parsing depends on beside the file itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// The zone in which dates without an offset are read and all dates are shown.
    pub timezone: TimeZone,
    /// The language of texts that name none.
    pub language: String,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// Which letters heading ids may hold.
    pub slugs: Alphabet,
    /// What the desk checks.
    pub desk: Desk,
    /// The elements that the theme templates itself.
    pub elements: BTreeSet<ElementKind>,
    /// Code that was highlighted before.
    pub highlighted: Arc<highlight::Memory>,
}

/// What one file gave.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The document, where enough of it was right.
    pub document: Option<Document>,
    /// Where it was not, the text under the front matter: its links can be checked all the same.
    pub text: Option<Box<Text>>,
    /// What was wrong.
    pub problems: Vec<Problem>,
    /// What the editor allows all the same.
    pub allowances: Vec<Allowance>,
}

/// Parses one file of the content folder.
pub fn parse(source: &load::Source, options: &Options) -> Parsed {
    let read = |kind| -> Result<Parsed, Box<Problem>> {
        let text = decode(source)?;
        let split = split(text).map_err(|fault| Box::new(fault.problem(&source.path, 0)))?;
        Ok(parts(source, text, &split, options, kind))
    };
    match Kind::of(&source.path) {
        Ok(kind) => read(kind).unwrap_or_else(|problem| broken(*problem)),
        Err(problem) => broken(*problem),
    }
}

fn broken(problem: Problem) -> Parsed {
    Parsed { problems: vec![problem], ..Parsed::default() }
}

/// The photo that a file of this path is about, where it is one beside a photo: `bridge.jpg.yaml`.
pub fn described_by(path: &SitePath) -> Option<SitePath> {
    let photo = path.as_str().strip_suffix(".yaml").or_else(|| path.as_str().strip_suffix(".yml"))?;
    Picture::is_meant_by(photo).then(|| SitePath::new(photo))
}

/// Reads what a file beside a photo says of it.
pub fn sidecar(source: &load::Source, options: &Options) -> (Option<Sidecar>, Vec<Problem>) {
    match (described_by(&source.path), decode(source)) {
        (Some(of), Ok(text)) => front_matter::sidecar(of, source, text, options),
        (_, Err(problem)) => (None, vec![*problem]),
        (None, Ok(_)) => (None, Vec::new()),
    }
}

/// What a file is by its folder.
#[derive(Clone, Copy)]
enum Kind {
    Entry,
    Topic,
    Source,
    Person,
    Page,
    Edition,
}

impl Kind {
    fn of(path: &SitePath) -> Result<Self, Box<Problem>> {
        let folder =
            path.as_str().strip_prefix("content/").and_then(|rest| rest.split_once('/')).map(|(folder, _)| folder);
        match folder {
            Some("topics") => Ok(Self::Topic),
            Some("sources") => Ok(Self::Source),
            Some("people") => Ok(Self::Person),
            Some("pages") => Ok(Self::Page),
            Some("editions") => Ok(Self::Edition),
            _ => Ok(Self::Entry),
        }
    }
}

/// The file's bytes as text.
fn decode(source: &load::Source) -> Result<&str, Box<Problem>> {
    let error = |at, message: String| Problem::error("not-utf-8", Place::new(&source.path, at), message);
    if source.bytes.starts_with(&[0xff, 0xfe]) || source.bytes.starts_with(&[0xfe, 0xff]) {
        let problem = error(At::File, "this file is saved as UTF-16".into());
        return Err(Box::new(problem.hint("save it as UTF-8 (some editors call UTF-16 `Unicode`)")));
    }
    let text = str::from_utf8(&source.bytes).map_err(|fault| {
        let at = fault.valid_up_to();
        let line = source.bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let message = format!("byte {} of this file, in line {line}, is not UTF-8", at + 1);
        Box::new(error(At::Bytes(at..at + 1), message).hint("save the file as UTF-8"))
    })?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        let problem = Problem::error("empty-file", Place::file(&source.path), "this file is empty");
        return Err(Box::new(problem.hint("write front matter and text into it, or delete it")));
    }
    Ok(text)
}

/// The two parts of a file, each with its problems, whatever is wrong with the other.
fn parts(source: &load::Source, text: &str, split: &Split, options: &Options, kind: Kind) -> Parsed {
    let yaml = &text[split.yaml.clone()];
    let language = language(yaml).unwrap_or(&options.language);
    let render = || markdown::render(&source.path, text, split.body.clone(), language, options);
    let (body, mut problems) = render();
    let input = Input { file: source, yaml, start: split.yaml.start, opening: split.opening.as_ref(), options };
    let (document, more) = match kind {
        Kind::Entry => shared(front_matter::entry(input, body), Document::Entry),
        Kind::Topic => shared(front_matter::topic(input, body), Document::Topic),
        Kind::Source => shared(front_matter::source_page(input, body), Document::Source),
        Kind::Person => shared(front_matter::person(input, body), Document::Person),
        Kind::Page => shared(front_matter::page(input, body), Document::Page),
        Kind::Edition => shared(front_matter::edition(input, body), Document::Edition),
    };
    problems.extend(more);
    if let Some(document) = &document {
        if let Document::Entry(entry) = document {
            let whole = split.opening.clone().map_or(At::File, At::Bytes);
            problems.extend(copy::check(entry, &whole, &options.desk));
        }
        copy::forgive_draft(document, &mut problems);
    }
    let (allowances, more) = allowance::allowances(&source.path, text, split.yaml.clone());
    problems.extend(more);
    // The text went into the document; rendering it once more is nothing beside copying that of every right one.
    let again = || Box::new(render().0);
    let text = document.is_none().then(again);
    Parsed { document, text, problems, allowances }
}

/// The language that front matter names. Its fields are read with the text at hand, and the text needs this one before.
fn language(yaml: &str) -> Option<&str> {
    let value = yaml.lines().find_map(|line| line.strip_prefix("language:"))?;
    let value = value.split('#').next()?.trim().trim_matches(['"', '\'']);
    Some(value).filter(|language| !language.is_empty())
}

fn shared<T>(
    (document, problems): (Option<T>, Vec<Problem>),
    wrap: fn(Arc<T>) -> Document,
) -> (Option<Document>, Vec<Problem>) {
    (document.map(|document| wrap(Arc::new(document))), problems)
}

/// Renders a Markdown text that is in no file of the site: for tests and measurements.
pub fn markdown(source: &str, options: &Options) -> (Text, Vec<Problem>) {
    markdown::render(&SitePath::new("text.md"), source, 0..source.len(), &options.language, options)
}
