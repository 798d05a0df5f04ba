//! Reads content and theme into memory and parses every document.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::desk;
use crate::load::{self, Digest, File, Known, Media, Traces};
use crate::morgue::Morgue;
use crate::parse::{self, Document, Sidecar, Unread, highlight};
use crate::problem::{Allowance, Place, Problem, Problems, SitePath};
use crate::render::{self, Compiled};
use crate::search::Memory;
use crate::theme::{self, Theme};
use crate::view::hash;
use crate::write;

use super::drawers::Texts;
use super::last::Last;
use super::shelf::{Shelf, Themed};
use super::{Progress, Silent, Stopwatch, Workspace};

/// Everything that was read. A copy shares documents with it.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// Documents, by path.
    pub documents: Vec<Document>,
    /// Photos and other files, by path.
    pub media: Arc<Vec<Media>>,
    /// What is known of them for the next build, where it is other than it was.
    pub known: Option<Known>,
    /// How many of them were opened, because they changed.
    pub opened: usize,
    /// What came of each text, for the next build.
    pub texts: Texts,
    /// What stands beside photos.
    pub sidecars: Arc<Vec<Sidecar>>,
    /// The theme, where it can be used.
    pub theme: Option<Arc<Theme>>,
    /// Its templates, or what is wrong with them; none where there is no theme.
    pub templates: Option<Result<Arc<Compiled>, Vec<Problem>>>,
    /// Files that are too broken to be a document: links to them are not wrong for that.
    pub unread: Vec<Unread>,
    /// The files of `data/` as one value for templates.
    pub data: Arc<Value>,
    /// What the next snapshot remembers of those before.
    pub remembered: Remembered,
    /// The texts of sources that were clipped.
    pub morgue: Morgue,
    /// What was public when the site was last built.
    pub record: Option<Arc<desk::Record>>,
    /// What was wrong, and what of it is allowed.
    pub problems: Problems,
}

/// What a snapshot remembers of those before, seen from the same angle.
#[derive(Clone, Debug, Default)]
pub struct Remembered {
    /// The words of entries; nothing where the site is not searched.
    pub words: Arc<Memory>,
    /// What the last one was made of.
    pub last: Arc<Last>,
}

/// What one file gave.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Parsed {
    /// The hash of its bytes; none where it could not be read.
    digest: Option<Digest>,
    document: Result<Document, Unread>,
    problems: Vec<Problem>,
    allowances: Vec<Allowance>,
}

/// Loads and parses content and theme.
pub fn read(workspace: &Workspace, progress: &dyn Progress, watch: &mut Stopwatch) -> Read {
    read_seen(workspace, Traces::default(), progress, watch)
}

/// The same, where files were looked at from outside just before.
pub(super) fn read_seen(workspace: &Workspace, traces: Traces, progress: &dyn Progress, watch: &mut Stopwatch) -> Read {
    let mut shelf = Shelf::over(traces);
    let mut read = gather(workspace, &mut shelf, progress, watch);
    read.known = shelf.news();
    read.texts = shelf.into_texts();
    if is_searched(workspace, &read) {
        read.remembered.words =
            write::recall(&workspace.state(), write::Memory::Words).map(Arc::new).unwrap_or_default();
    }
    read
}

/// The same, but what is on the shelf and has not changed is taken from there; afterwards the shelf holds everything.
pub fn read_again(workspace: &Workspace, shelf: &mut Shelf, watch: &mut Stopwatch) -> Read {
    let mut read = gather(workspace, shelf, &Silent, watch);
    if is_searched(workspace, &read) {
        read.remembered.words = shelf.words();
    }
    read.remembered.last = shelf.last();
    read
}

fn is_searched(workspace: &Workspace, read: &Read) -> bool {
    workspace.config.search && read.theme.as_ref().is_some_and(|theme| theme.pages.search)
}

fn gather(workspace: &Workspace, shelf: &mut Shelf, progress: &dyn Progress, watch: &mut Stopwatch) -> Read {
    // The one waits for the disk, the other for the processor.
    let is_known = shelf.is_looked_through();
    let find = || (!is_known).then(|| load::find(&workspace.root));
    let (themed, found) = rayon::join(|| shelf.theme(workspace.digest, || load_theme(workspace)), find);
    watch.lap("theme");
    let mut problems = themed.problems;
    let options = options(workspace, themed.theme.as_deref());
    shelf.follow(rules(&options, workspace.digest));
    let found = || found.unwrap_or_else(|| load::find(&workspace.root));
    let looked = shelf.look(workspace, found, |found, known| look(found, known, &options));
    problems.extend(looked.problems);
    let (data, more) = shelf.data(|| data(&workspace.root));
    problems.extend(more);
    watch.lap("find");
    let stale = shelf.stale();
    watch.note_read(stale);
    progress.begin("reading entries", stale);
    let meter = watch.meter();
    shelf.parse(|file, before| {
        let path = file.path.clone();
        let parse = || parse_one(file, before, &options, progress);
        match meter {
            Some(meter) => meter.entry(path.as_str(), parse),
            None => parse(),
        }
    });
    progress.end();
    let (media, sidecars, opened) = (looked.media, looked.sidecars, looked.opened);
    let (theme, templates) = (themed.theme, themed.templates);
    let problems = Problems { found: problems, ..Problems::default() };
    let (morgue, record) = (shelf.morgue(&workspace.state()), shelf.record(&workspace.state()));
    let mut read =
        Read { media, opened, sidecars, theme, templates, data, morgue, record, problems, ..Read::default() };
    for Parsed { document, problems, allowances, .. } in shelf.parsed() {
        read.problems.extend(problems.iter().cloned());
        read.problems.allowances.extend(allowances.iter().cloned());
        match document {
            Ok(document) => read.documents.push(document.clone()),
            Err(unread) => read.unread.push(unread.clone()),
        }
    }
    if read.documents.is_empty() && read.unread.is_empty() {
        read.problems.extend([nothing_to_read()]);
    }
    watch.lap("read and parse");
    read
}

/// Loads the theme and reads its templates.
fn load_theme(workspace: &Workspace) -> Themed {
    let (theme, problems) = theme::load(&workspace.root, &workspace.config, &generated());
    let theme = theme.map(Arc::new);
    let templates = theme.as_ref().map(|theme| Compiled::new(theme, &workspace.config).map(Arc::new));
    Themed { theme, templates, problems }
}

/// Looks at what was found beside texts: at photos and other files, and at what stands beside photos.
fn look(found: Vec<File>, known: &Known, options: &parse::Options) -> (load::Looked, Vec<Sidecar>) {
    let (beside, files): (Vec<File>, Vec<File>) =
        found.into_iter().partition(|file| parse::described_by(&file.path).is_some());
    let mut looked = load::media(files, known);
    let (sidecars, more) = sidecars(beside, &looked.media, options);
    looked.problems.extend(more);
    (looked, sidecars)
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

/// Reads and parses one file and lets its text go; what came of the same bytes `before` comes of them again.
fn parse_one(file: File, before: Option<Parsed>, options: &parse::Options, progress: &dyn Progress) -> Parsed {
    progress.advance();
    let path = file.path.clone();
    let source = match load::text(file) {
        Ok(source) => source,
        Err(problem) => {
            let document = Err(Unread { path, text: None });
            return Parsed { digest: None, document, problems: vec![problem], allowances: Vec::new() };
        }
    };
    let digest = Some(source.digest);
    if let Some(before) = before.filter(|before| before.digest == digest) {
        return before;
    }
    let parsed = parse::parse(&source, options);
    let document = parsed.document.ok_or(Unread { path, text: parsed.text });
    Parsed { digest, document, problems: parsed.problems, allowances: parsed.allowances }
}

impl Parsed {
    /// Whether its file could be read.
    pub fn is_read(&self) -> bool {
        self.digest.is_some()
    }

    /// Whether the two came of the same bytes.
    pub fn is_same(&self, other: &Self) -> bool {
        self.is_read() && self.digest == other.digest
    }
}

fn nothing_to_read() -> Problem {
    let place = Place::file(&SitePath::new("content"));
    Problem::warning("no-entries", place, "there is no entry in `content/`")
        .hint("write one: `dateline new entry \"A headline\"`")
}
