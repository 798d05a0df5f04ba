//! Runs the stages in their order and writes the output only when nothing stands against it.
//!
//! 1. [`Workspace::open`] reads the configuration.
//! 2. [`mod@read`] loads and parses content and theme.
//! 3. [`take`] collates and plans: a [`Snapshot`] is what any page is rendered from.
//! 4. [`build`] renders all pages and writes.

mod check;
mod drawers;
mod last;
mod leaks;
mod photos;
mod progress;
mod read;
mod rules;
mod shelf;
mod snapshot;
mod summary;
mod timings;
mod unchanged;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::collate::Audience;
use crate::config::{self, Config};
use crate::desk::Record;
use crate::load::{Digest, Known};
use crate::plan::{Contents, File, Page, Subject};
use crate::problem::{At, Place, Problem, Problems, Severity, SitePath};
use crate::render::{self, Answered, Rendered};
use crate::report::{Report, apply_rules};
use crate::theme::{Bytes, Theme};
use crate::view::{Context, hash};
use crate::write::{self, Asked, Memory, Purpose, Target, WriteError};

pub use check::{Checked, check};
pub use drawers::Texts;
pub use last::Last;
pub use progress::{Progress, Silent};
pub use read::{Read, Remembered, read, read_again};
pub use shelf::Shelf;
pub use snapshot::{Angle, Snapshot, take};
pub use summary::{Counts, Stopwatch, Summary, Timing};
pub use timings::{Details, Meter, Spent};

use leaks::Watch;
use read::read_seen;
use unchanged::Inputs;

/// The configuration's file in the site folder.
pub const CONFIG_FILE: &str = "dateline.yaml";

/// The folder of caches and build state in the site folder.
pub const STATE_FOLDER: &str = ".dateline";

/// Which program rendered a page: a page made by another one is made anew.
const BUILD_ID: &str = env!("DATELINE_BUILD");

/// How many pages or texts a thread takes at a time: few, for some take a hundred times as long as others, and those stand
/// side by side.
const PORTION: usize = 16;

/// A site folder with its configuration.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The site folder: absolute, without symbolic links.
    pub root: PathBuf,
    /// The configuration; a stand-in where the file is too broken to say.
    pub config: Config,
    /// The hash of the configuration's file.
    digest: Digest,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// Why a site folder could not be opened at all.
#[derive(Debug)]
pub enum OpenError {
    /// There is no `dateline.yaml`, and so no site.
    NotASite(PathBuf),
    /// The system refused to read it.
    Unreadable(PathBuf, std::io::Error),
}

impl Workspace {
    /// Opens the site folder at `root`.
    ///
    /// # Errors
    ///
    /// When there is no site or it cannot be read; a configuration with mistakes is no error but has problems.
    pub fn open(root: &Path) -> Result<Self, OpenError> {
        let root = root.canonicalize().map_err(|_| OpenError::NotASite(root.to_owned()))?;
        let file = root.join(CONFIG_FILE);
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(OpenError::NotASite(root)),
            Err(error) => return Err(OpenError::Unreadable(file, error)),
        };
        let path = SitePath::new(CONFIG_FILE);
        let (config, problems) = match std::str::from_utf8(&bytes) {
            Ok(text) => config::read(&path, text),
            Err(_) => (None, vec![not_utf8(&path)]),
        };
        let config = config.unwrap_or_else(Config::stand_in);
        Ok(Self { root, config, digest: Digest::of(&bytes), problems })
    }

    /// The folder of caches and build state.
    pub fn state(&self) -> PathBuf {
        self.root.join(STATE_FOLDER)
    }

    /// Counts out the places of problems, with the severities that the configuration sets.
    pub fn report(&self, problems: Problems) -> Report {
        let text_of = |path: &SitePath| {
            let bytes = std::fs::read(self.root.join(path.as_str())).ok()?;
            let text = String::from_utf8_lossy(&bytes);
            // A credential that stands there against the rules must not reach the log of a build as well.
            let is_config = path.as_str() == CONFIG_FILE;
            Some(if is_config { Arc::from(config::publish::masked(&text)) } else { Arc::from(text.as_ref()) })
        };
        Report::new(apply_rules(problems, &self.config.desk.rules), &text_of)
    }
}

fn not_utf8(path: &SitePath) -> Problem {
    Problem::error("not-utf-8", Place::new(path, At::File), "this file is not in UTF-8")
        .hint("save it as UTF-8 in your editor")
}

/// What a build is asked for beside the configuration.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who sees it.
    pub audience: Audience,
    /// The moment at which the site is seen.
    pub now: Timestamp,
    /// The folder to build into: absolute.
    pub output: PathBuf,
    /// Whether a folder that Dateline did not make may be built over.
    pub force: bool,
    /// Whether a warning stops the build as an error does.
    pub strict: bool,
    /// Whether the time of templates and entries is taken.
    pub timings: bool,
}

/// What came of a build.
#[derive(Debug)]
pub struct Outcome {
    /// Everything that is wrong with the site.
    pub report: Report,
    /// What was built; `None` where problems stopped it, and nothing was written.
    pub summary: Option<Summary>,
}

/// Builds a site.
///
/// # Errors
///
/// When the output cannot be written; problems of the site are no error but part of the outcome.
pub fn build(workspace: &Workspace, request: &Request, progress: &dyn Progress) -> Result<Outcome, WriteError> {
    let mut watch = if request.timings { Stopwatch::detailed() } else { Stopwatch::start() };
    let mut inputs = Inputs::look(workspace, request);
    if let Some((report, summary)) = unchanged(workspace, request, inputs.as_ref(), &mut watch) {
        return Ok(Outcome { report, summary: Some(summary) });
    }
    let moment = write::moment(&workspace.state());
    let seen = inputs.as_mut().map(|inputs| std::mem::take(&mut inputs.traces)).unwrap_or_default();
    let mut read = read_seen(workspace, seen, progress, &mut watch);
    if request.audience == Audience::Desk {
        read.theme = read.theme.map(|theme| Arc::new(Arc::unwrap_or_clone(theme).for_preview()));
    }
    let data = Arc::clone(&read.data);
    let known = moment.zip(read.known.take()).map(|(moment, known)| known.settled(moment));
    let texts = (std::mem::take(&mut read.texts), moment);
    let stage = Stage { workspace, request, progress, data: &data, inputs, known, texts, opened: read.opened };
    let angle = Angle { audience: request.audience, now: request.now, strict: request.strict, on_request: false };
    take(workspace, angle, read, progress, &mut watch, |snapshot, problems, watch| match snapshot {
        Some(snapshot) => stage.render_and_write(snapshot, problems, watch),
        None => Ok(Outcome { report: workspace.report(problems), summary: None }),
    })?
}

/// What the pages of a build are rendered with.
struct Rendering<'a> {
    target: &'a Target,
    snapshot: Snapshot<'a>,
    /// The hash of what every page depends on.
    common: Digest,
    leaks: &'a Watch<'a>,
}

struct Stage<'a> {
    workspace: &'a Workspace,
    request: &'a Request,
    progress: &'a dyn Progress,
    data: &'a serde_json::Value,
    /// What is to be remembered of photos, where it is other than it was.
    known: Option<Known>,
    /// What came of texts, and the moment before they were read.
    texts: (Texts, Option<i64>),
    opened: usize,
    inputs: Option<Inputs>,
}

/// What the last build found and said, where another would change nothing. What stands against an output is said later.
fn unchanged(
    workspace: &Workspace,
    request: &Request,
    inputs: Option<&Inputs>,
    watch: &mut Stopwatch,
) -> Option<(Report, Summary)> {
    let (inputs, true) = (inputs?, workspace.state().exists()) else { return None };
    let target = open_target(workspace, request).ok()?;
    let recalled = unchanged::recall(workspace, request, inputs, &target);
    watch.lap("look");
    let (report, summary) = recalled?;
    Some((report, Summary { timings: watch.laps(), details: watch.details(), ..summary }))
}

fn open_target(workspace: &Workspace, request: &Request) -> Result<Target, WriteError> {
    let root = &workspace.root;
    let mut protected: Vec<PathBuf> =
        ["content", "themes", "templates", "static", "assets", "strings", "data", "src", STATE_FOLDER, ".git"]
            .iter()
            .map(|name| root.join(name))
            .filter(|path| path.exists())
            .collect();
    protected.push(root.join(CONFIG_FILE));
    let purpose = match request.audience {
        Audience::Public => Purpose::Site,
        Audience::Desk => Purpose::Preview,
    };
    if purpose == Purpose::Preview {
        protected.push(root.join(&workspace.config.output));
    }
    let protected: Vec<&Path> = protected.iter().map(PathBuf::as_path).collect();
    Target::open(&workspace.state(), &request.output, purpose, &protected, request.force)
}

impl Stage<'_> {
    fn render_and_write(
        &self,
        snapshot: Snapshot<'_>,
        mut problems: Problems,
        watch: &mut Stopwatch,
    ) -> Result<Outcome, WriteError> {
        if self.is_stopped_by(&problems) {
            problems.extend(dry_run(snapshot, watch.meter()));
            return Ok(Outcome { report: self.workspace.report(problems), summary: None });
        }
        let target = open_target(self.workspace, self.request)?;
        let leaks = Watch::new(snapshot.desk, &self.request.output, watch.meter().cloned());
        // What is public now is noted while pages are rendered.
        let record = || self.is_what_readers_get().then(|| Record::next(snapshot.desk));
        let (pages, record) = rayon::join(|| self.pages(&target, snapshot, &leaks, watch.meter()), record);
        let (rendered, mut failed) = pages?;
        let files = &snapshot.plan.files;
        let mut so_far = problems.clone();
        so_far.extend(failed.iter().cloned());
        failed.extend(if self.is_stopped_by(&so_far) {
            leaks.all_copied(files)
        } else {
            self.files(&target, files, &leaks)?
        });
        problems.extend(merge(failed));
        if self.is_stopped_by(&problems) {
            return Ok(Outcome { report: self.workspace.report(problems), summary: None });
        }
        if let Some(words) = snapshot.context.learned() {
            target.remember(Memory::Words, &**words)?;
        }
        if let Some(known) = &self.known {
            target.remember(Memory::Photos, &(BUILD_ID, known))?;
        }
        let (texts, moment) = &self.texts;
        texts.keep(&target, *moment)?;
        watch.lap("render");
        if let Some(record) = record.flatten() {
            target.remember(Memory::Public, &record.looked_for(&leaks.secrets, &problems.found))?;
        }
        let counts = counts(snapshot, rendered, self.opened);
        problems.complete = true;
        let report = self.workspace.report(problems);
        if let Some(inputs) = &self.inputs {
            unchanged::note(&target, self.request, inputs, snapshot, (&report, counts));
        }
        let changes = target.commit()?;
        watch.lap("write");
        let (held, output) = (Arc::clone(&snapshot.site.held), self.request.output.clone());
        let summary = Summary { counts, held, output, changes, timings: watch.laps(), details: watch.details() };
        Ok(Outcome { report, summary: Some(summary) })
    }

    /// Whether the public site is built where the configuration says: what is in it is public from now on.
    fn is_what_readers_get(&self) -> bool {
        let Workspace { root, config, .. } = self.workspace;
        self.request.audience == Audience::Public && self.request.output == root.join(&config.output)
    }

    /// The hash of what every page depends on: program, configuration, theme with its settings, what is shown.
    fn common(&self, theme: &Theme, context: &Context<'_>) -> Digest {
        let Workspace { digest, config, .. } = self.workspace;
        let settings = context.settings(&theme.settings);
        hash(&(BUILD_ID, digest, &config.base_url, theme.digest, settings, self.data, self.request.audience))
    }

    fn is_stopped_by(&self, problems: &Problems) -> bool {
        is_stopped_by(problems, self.workspace, self.request.strict)
    }

    /// Renders what is not as the last build left it; gives the number of rendered pages and what failed.
    fn pages(
        &self,
        target: &Target,
        snapshot: Snapshot<'_>,
        leaks: &Watch<'_>,
        meter: Option<&Arc<Meter>>,
    ) -> Result<(usize, Vec<Problem>), WriteError> {
        let Snapshot { theme, context, plan, .. } = snapshot;
        self.progress.begin("rendering pages", plan.pages.len());
        let common = hash(&(self.common(theme, context), context.asked_photos()));
        let failed = Mutex::new(Vec::new());
        let work = Rendering { target, snapshot, common, leaks };
        let render = |page: &Page| {
            self.progress.advance();
            let (rendered, problems) = metered(meter, snapshot, page, || self.page(&work, page))?;
            if !problems.is_empty() {
                failed.lock().unwrap_or_else(PoisonError::into_inner).extend(problems);
            }
            Ok(usize::from(rendered))
        };
        let all =
            |pages: &[Page]| -> Result<usize, WriteError> { pages.par_iter().with_max_len(PORTION).map(render).sum() };
        // The search index is made while pages are rendered.
        let (pages, search) = rayon::join(|| all(&plan.pages), || all(&plan.search_files(context)));
        self.progress.end();
        Ok((pages? + search?, failed.into_inner().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Renders a page, where it is not as the last build left it; whether it was, and what is wrong with it: what failed in
    /// its template, or what should not be public.
    fn page(&self, work: &Rendering<'_>, page: &Page) -> Result<(bool, Vec<Problem>), WriteError> {
        let (target, Snapshot { templates, context, .. }) = (work.target, work.snapshot);
        let view = page.subject.view(context);
        let key = view.key(work.common);
        let same = |asked: &Asked| templates.answer(&asked.question) == Some(asked.answer);
        if target.keep(&page.path, key, same) {
            return Ok((false, work.leaks.kept(&page.path)));
        }
        match render::render(templates, context, page, &view) {
            Ok(Rendered { bytes, asked }) => {
                let found = work.leaks.rendered(&page.path, &bytes);
                target.put_asking(&page.path, key, asked_for(&asked), &bytes).map(|_| (true, found))
            }
            Err(problem) => Ok((false, vec![*problem])),
        }
    }

    /// Copies what is not as the last build left it; gives what should not be public in it.
    fn files(&self, target: &Target, files: &[File], leaks: &Watch<'_>) -> Result<Vec<Problem>, WriteError> {
        self.progress.begin("copying files", files.len());
        let copy = |file: &File| {
            self.progress.advance();
            if target.keep(&file.path, file.digest, |_| true) {
                return Ok(if matches!(file.contents, Contents::Photo(_)) {
                    Vec::new()
                } else {
                    leaks.kept(&file.path)
                });
            }
            match &file.contents {
                Contents::Given(Bytes::Disk(source)) => {
                    target.put_file(&file.path, file.digest, file.digest, source)?
                }
                Contents::Given(Bytes::Memory(bytes)) => target.put(&file.path, file.digest, bytes)?,
                Contents::Photo(negative) => {
                    let bytes = negative.bytes().map_err(WriteError::io("read", negative.source()))?;
                    target.put(&file.path, file.digest, &bytes)?
                }
            };
            Ok(leaks.copied(file))
        };
        let found: Result<Vec<Vec<Problem>>, WriteError> = files.par_iter().map(copy).collect();
        self.progress.end();
        Ok(found?.concat())
    }
}

fn counts(snapshot: Snapshot<'_>, rendered: usize, opened: usize) -> Counts {
    let Snapshot { site, plan, context, .. } = snapshot;
    Counts {
        entries: site.entries.len(),
        topics: site.topics.len(),
        sources: site.sources.len(),
        pages: plan.pages.len() + plan.search_files(context).len(),
        files: plan.files.len(),
        rendered,
        opened,
    }
}

/// Whether problems stand against a build, in the severities that the configuration sets.
fn is_stopped_by(problems: &Problems, workspace: &Workspace, strict: bool) -> bool {
    let problems = apply_rules(problems.clone(), &workspace.config.desk.rules);
    problems.iter().any(|problem| strict || problem.severity == Severity::Error)
}

/// Renders a page; where it is that of an entry, its time is taken if that is asked for.
fn metered<T>(meter: Option<&Arc<Meter>>, snapshot: Snapshot<'_>, page: &Page, render: impl FnOnce() -> T) -> T {
    match (meter, &page.subject) {
        (Some(meter), Subject::Entry(id)) => {
            let path = &snapshot.site.entries[*id as usize].entry.path;
            meter.entry(path.as_str(), render)
        }
        _ => render(),
    }
}

/// Renders every page for the problems alone, so that one run reports those of templates too, and what must not be there.
fn dry_run(snapshot: Snapshot<'_>, meter: Option<&Arc<Meter>>) -> Vec<Problem> {
    let leaks = Watch::new(snapshot.desk, Path::new(""), meter.cloned());
    let render = |page: &Page| match metered(meter, snapshot, page, || snapshot.render(page)) {
        Ok(rendered) => leaks.rendered(&page.path, &rendered.bytes),
        Err(problem) => vec![*problem],
    };
    let mut failed: Vec<Problem> = snapshot.plan.pages.par_iter().flat_map_iter(render).collect();
    failed.extend(leaks.all_copied(&snapshot.plan.files));
    merge(failed)
}

/// What a page asked, as the manifest notes it.
fn asked_for(answered: &[Arc<Answered>]) -> Vec<Asked> {
    let asked = |one: &Arc<Answered>| Asked { question: Arc::clone(&one.question), answer: one.answer.digest() };
    answered.iter().map(asked).collect()
}

/// A broken template fails on every page it renders: one problem is enough for each place, with the count of pages.
fn merge(mut problems: Vec<Problem>) -> Vec<Problem> {
    // Threads finish in an order of chance; the first page by name stays the one that is named.
    problems.sort_by_cached_key(|problem| format!("{:?}{:?}", problem.related, problem.hints));
    let mut merged: Vec<(Problem, usize)> = Vec::new();
    for problem in problems {
        let same =
            |(known, _): &&mut (Problem, usize)| known.place == problem.place && known.message == problem.message;
        match merged.iter_mut().find(same) {
            Some((_, count)) => *count += 1,
            None => merged.push((problem, 0)),
        }
    }
    let hint = |(problem, more): (Problem, usize)| match more {
        0 => problem,
        1 => problem.hint("mend it once: 1 more page fails in the same way"),
        _ => problem.hint(format!("mend it once: {more} more pages fail in the same way")),
    };
    merged.into_iter().map(hint).collect()
}
