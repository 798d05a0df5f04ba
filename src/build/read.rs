//! Reads content and theme into memory and parses every document.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde_json::Value;

use crate::load::{self, File, Media};
use crate::parse::{self, Document, Sidecar, Unread, highlight};
use crate::problem::{Place, Problem, SitePath};
use crate::render;
use crate::theme::{self, Theme};

use super::{Progress, Stopwatch, Workspace};

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Read {
    /// Documents, by path.
    pub documents: Vec<Document>,
    /// Photos and other files, by path.
    pub media: Vec<Media>,
    /// What stands beside photos.
    pub sidecars: Vec<Sidecar>,
    /// The theme, where it can be used.
    pub theme: Option<Theme>,
    /// Files that are too broken to be a document: links to them are not wrong for that.
    pub unread: Vec<Unread>,
    /// The files of `data/` as one value for templates.
    pub data: Value,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// Loads and parses content and theme.
pub fn read(workspace: &Workspace, progress: &dyn Progress, watch: &mut Stopwatch) -> Read {
    let (theme, mut problems) = theme::load(&workspace.root, &workspace.config, &generated());
    watch.lap("theme");
    let (found, more) = load::find(&workspace.root);
    problems.extend(more);
    if found.texts.is_empty() {
        problems.push(nothing_to_read());
    }
    let (beside, media): (Vec<File>, Vec<File>) =
        found.media.into_iter().partition(|file| parse::described_by(&file.path).is_some());
    let (media, more) = load::media(media);
    problems.extend(more);
    let (data, more) = data(&workspace.root);
    problems.extend(more);
    watch.lap("find");
    let options = options(workspace, theme.as_ref());
    let (sidecars, more) = sidecars(beside, &media, &options);
    problems.extend(more);
    let mut read = Read { media, sidecars, theme, data, problems, ..Read::default() };
    progress.begin("reading entries", found.texts.len());
    let parsed: Vec<(Result<Document, Unread>, Vec<Problem>)> = found
        .texts
        .into_par_iter()
        .map(|file| {
            progress.advance();
            parse_one(file, &options)
        })
        .collect();
    progress.end();
    for (document, problems) in parsed {
        read.problems.extend(problems);
        match document {
            Ok(document) => read.documents.push(document),
            Err(unread) => read.unread.push(unread),
        }
    }
    watch.lap("read and parse");
    read
}

/// Reads what stands beside photos.
fn sidecars(files: Vec<File>, media: &[Media], options: &parse::Options) -> (Vec<Sidecar>, Vec<Problem>) {
    let mut sidecars = Vec::with_capacity(files.len());
    let mut problems = Vec::new();
    for file in files {
        match load::text(file) {
            Ok(source) => {
                let (sidecar, more) = parse::sidecar(&source, options);
                problems.extend(more);
                sidecars.extend(sidecar);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let known: FxHashSet<&SitePath> = media.iter().map(|media| &media.path).collect();
    let is_alone = |sidecar: &&Sidecar| !known.contains(&sidecar.of);
    problems.extend(sidecars.iter().filter(is_alone).map(no_photo));
    (sidecars, problems)
}

fn no_photo(sidecar: &Sidecar) -> Problem {
    let message = format!("there is no photo `{}` for this file to speak of", sidecar.of);
    Problem::warning("missing-photo", Place::file(&sidecar.path), message).hint("rename or delete one of the two")
}

/// Reads the files of `data/`.
fn data(root: &Path) -> (Value, Vec<Problem>) {
    let (found, mut problems) = load::find_data(root);
    let (read, strange): (Vec<File>, Vec<File>) = found.into_iter().partition(|file| parse::is_data(&file.path));
    problems.extend(strange.iter().map(|file| parse::not_data(&file.path)));
    let mut sources = Vec::with_capacity(read.len());
    for file in read {
        match load::text(file) {
            Ok(source) => sources.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    let (data, more) = parse::data(&sources);
    problems.extend(more);
    (data, problems)
}

/// Style sheets that the program makes itself; a theme may import them, or have its own of the same name.
fn generated() -> [(&'static str, String); 2] {
    [("css/_highlight.css", highlight::stylesheet()), ("css/_tones.css", render::tones())]
}

fn options(workspace: &Workspace, theme: Option<&Theme>) -> parse::Options {
    parse::Options {
        timezone: workspace.config.timezone.clone(),
        markdown: workspace.config.markdown.clone(),
        slugs: workspace.config.slugs,
        elements: theme.map(|theme| theme.elements.clone()).unwrap_or_default(),
        highlighted: Arc::default(),
    }
}

/// Reads and parses one file and lets its text go.
fn parse_one(file: File, options: &parse::Options) -> (Result<Document, Unread>, Vec<Problem>) {
    let path = file.path.clone();
    match load::text(file) {
        Ok(source) => {
            let parsed = parse::parse(&source, options);
            (parsed.document.ok_or(Unread { path, text: parsed.text }), parsed.problems)
        }
        Err(problem) => (Err(Unread { path, text: None }), vec![problem]),
    }
}

fn nothing_to_read() -> Problem {
    let place = Place::file(&SitePath::new("content"));
    Problem::warning("no-entries", place, "there is no entry in `content/`")
        .hint("write one: `dateline new entry \"A headline\"`")
}
