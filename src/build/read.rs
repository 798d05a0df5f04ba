//! Reads content and theme into memory and parses every document.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde_json::Value;

use crate::desk;
use crate::load::{self, Digest, File, Known, Looked, Media, Stamp};
use crate::morgue::Morgue;
use crate::parse::{self, Document, Sidecar, Unread, highlight};
use crate::problem::{Allowance, Place, Problem, Problems, SitePath};
use crate::render;
use crate::search::Memory;
use crate::theme::{self, Theme};
use crate::view::hash;
use crate::write;

use super::shelf::{Shelf, known_media};
use super::{Progress, Silent, Stopwatch, Workspace};

/// Everything that was read. A copy shares documents with it.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// Documents, by path.
    pub documents: Vec<Document>,
    /// Photos and other files, by path.
    pub media: Vec<Media>,
    /// What is known of them for the next build, where it is other than it was.
    pub known: Option<Known>,
    /// How many of them were opened, because they changed.
    pub opened: usize,
    /// What stands beside photos.
    pub sidecars: Vec<Sidecar>,
    /// The theme, where it can be used.
    pub theme: Option<Theme>,
    /// Files that are too broken to be a document: links to them are not wrong for that.
    pub unread: Vec<Unread>,
    /// The files of `data/` as one value for templates.
    pub data: Value,
    /// What is remembered of the words of entries; nothing where the site is not searched.
    pub words: Memory,
    /// The texts of sources that were clipped.
    pub morgue: Morgue,
    /// What was public when the site was last built.
    pub record: Option<desk::Record>,
    /// What was wrong, and what of it is allowed.
    pub problems: Problems,
}

/// What one file gave.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    document: Result<Document, Unread>,
    problems: Vec<Problem>,
    allowances: Vec<Allowance>,
}

/// Loads and parses content and theme.
pub fn read(workspace: &Workspace, progress: &dyn Progress, watch: &mut Stopwatch) -> Read {
    gather(workspace, None, progress, watch)
}

/// The same, but what is on the shelf and has not changed is taken from there; afterwards the shelf holds everything.
pub fn read_again(workspace: &Workspace, shelf: &mut Shelf, watch: &mut Stopwatch) -> Read {
    gather(workspace, Some(shelf), &Silent, watch)
}

fn gather(
    workspace: &Workspace,
    mut shelf: Option<&mut Shelf>,
    progress: &dyn Progress,
    watch: &mut Stopwatch,
) -> Read {
    let (theme, mut problems) = load_theme(workspace, shelf.as_deref_mut());
    watch.lap("theme");
    let (found, more) = load::find(&workspace.root);
    problems.extend(more);
    if found.texts.is_empty() {
        problems.push(nothing_to_read());
    }
    let (beside, media): (Vec<File>, Vec<File>) =
        found.media.into_iter().partition(|file| parse::described_by(&file.path).is_some());
    let (Looked { media, known, opened, problems: more }, is_news) =
        look_at_media(media, shelf.as_deref_mut(), &workspace.state());
    problems.extend(more);
    let (data, more) = data(&workspace.root);
    problems.extend(more);
    watch.lap("find");
    let words = match &theme {
        Some(theme) if theme.pages.search && workspace.config.search => match shelf.as_deref_mut() {
            Some(shelf) => shelf.words(&workspace.state()),
            None => write::recall(&workspace.state(), write::Memory::Words).unwrap_or_default(),
        },
        _ => Memory::default(),
    };
    let options = options(workspace, theme.as_ref());
    let (sidecars, more) = sidecars(beside, &media, &options);
    problems.extend(more);
    let problems = Problems { found: problems, ..Problems::default() };
    let (morgue, record) = memories(workspace, shelf.as_deref_mut());
    let known = is_news.then_some(known);
    let said = Read { sidecars, theme, data, words, morgue, record, problems, ..Read::default() };
    let mut read = Read { media, known, opened, ..said };
    progress.begin("reading entries", found.texts.len());
    let parsed = match shelf {
        None => found.texts.into_par_iter().map(|file| parse_one(file, &options, progress)).collect(),
        Some(shelf) => parse_again(found.texts, &options, workspace.digest, shelf),
    };
    progress.end();
    for Parsed { document, problems, allowances } in parsed {
        read.problems.extend(problems);
        read.problems.allowances.extend(allowances);
        match document {
            Ok(document) => read.documents.push(document),
            Err(unread) => read.unread.push(unread),
        }
    }
    watch.lap("read and parse");
    read
}

/// What earlier commands left for the desk.
fn memories(workspace: &Workspace, shelf: Option<&mut Shelf>) -> (Morgue, Option<desk::Record>) {
    let state = workspace.state();
    let record = write::recall(&state, write::Memory::Public);
    match shelf {
        None => (Morgue::open(&state, &Morgue::default()), record),
        Some(shelf) => (shelf.morgue(&state), record),
    }
}

fn load_theme(workspace: &Workspace, shelf: Option<&mut Shelf>) -> (Option<Theme>, Vec<Problem>) {
    let load = || theme::load(&workspace.root, &workspace.config, &generated());
    let Some(shelf) = shelf else { return load() };
    shelf.theme(workspace.digest).unwrap_or_else(|| {
        let (theme, problems) = load();
        shelf.keep_theme(workspace.digest, theme.clone(), problems.clone());
        (theme, problems)
    })
}

/// Looks at photos, and tells whether anything is known now that was not, or the other way round.
fn look_at_media(files: Vec<File>, shelf: Option<&mut Shelf>, state: &Path) -> (Looked, bool) {
    let Some(shelf) = shelf else {
        let known = known_media(state);
        let looked = load::media(files, &known);
        let is_news = looked.opened > 0 || looked.known.len() != known.len();
        return (looked, is_news);
    };
    let mut looked = load::media(files, shelf.media(state));
    shelf.keep_media(std::mem::take(&mut looked.known));
    (looked, false)
}

/// Parses the files that are not on the shelf as they are now.
fn parse_again(files: Vec<File>, options: &parse::Options, config: Digest, shelf: &mut Shelf) -> Vec<Parsed> {
    shelf.follow(rules(options, config));
    let shelved = &*shelf;
    let read = |file: File| {
        // Taken before the file is read: what is written to it in the meantime shows next time.
        let stamp = Stamp::of(&file.disk);
        let path = file.path.clone();
        (path, stamp, shelved.text(&file, stamp).unwrap_or_else(|| parse_one(file, options, &Silent)))
    };
    let parsed: Vec<(SitePath, Option<Stamp>, Parsed)> = files.into_par_iter().map(read).collect();
    shelf.keep_texts(parsed.iter().filter_map(|(path, stamp, parsed)| Some((path.clone(), (*stamp)?, parsed))));
    parsed.into_iter().map(|(_, _, parsed)| parsed).collect()
}

/// The hash of what parsing depends on beside the file.
fn rules(options: &parse::Options, config: Digest) -> Digest {
    let elements: Vec<String> = options.elements.iter().map(|kind| format!("{kind:?}")).collect();
    hash(&(config, elements))
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
        language: workspace.config.language.clone(),
        markdown: workspace.config.markdown.clone(),
        slugs: workspace.config.slugs,
        elements: theme.map(|theme| theme.elements.clone()).unwrap_or_default(),
        desk: workspace.config.desk.clone(),
        highlighted: Arc::default(),
    }
}

/// Reads and parses one file and lets its text go.
fn parse_one(file: File, options: &parse::Options, progress: &dyn Progress) -> Parsed {
    progress.advance();
    let path = file.path.clone();
    match load::text(file) {
        Ok(source) => {
            let parsed = parse::parse(&source, options);
            let document = parsed.document.ok_or(Unread { path, text: parsed.text });
            Parsed { document, problems: parsed.problems, allowances: parsed.allowances }
        }
        Err(problem) => {
            Parsed { document: Err(Unread { path, text: None }), problems: vec![problem], allowances: Vec::new() }
        }
    }
}

fn nothing_to_read() -> Problem {
    let place = Place::file(&SitePath::new("content"));
    Problem::warning("no-entries", place, "there is no entry in `content/`")
        .hint("write one: `dateline new entry \"A headline\"`")
}
