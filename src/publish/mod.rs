//! Puts a finished build online, and takes it back.
//!
//! 1. [`pieces`] names the files of the build as a target gets them: chosen, compressed, with headers and order.
//! 2. [`Place::look`] asks the target what it holds; [`live`] holds its records against its listing.
//! 3. [`mod@plan`] compares the two; it is printed, and nothing has changed yet.
//! 4. [`Place::apply`] locks the target and does what the plan says: `releases` and `ssh` make a whole release and switch
//!    to it, `branch` pushes a commit, `archive` writes a file, `shelf` goes file by file in waves.
//! 5. [`after`] runs what the configuration wants done when a release is live.
//!
//! A target remembers its releases ([`record`]), so that one can be put back ([`Place::recall`]).

mod after;
mod archive;
mod branch;
mod compress;
mod count;
mod dress;
mod failure;
mod files;
mod lease;
mod live;
mod piece;
mod plan;
mod program;
mod record;
mod redact;
mod releases;
mod retry;
mod sealed;
mod seat;
mod shelf;
mod ssh;
mod store;
mod target;
mod watch;
mod wave;

use std::path::Path;
use std::sync::Mutex;

use jiff::Timestamp;

use crate::build::Workspace;
use crate::config::publish::{self as config, Limit, Target};
use crate::write;

pub use failure::{Blame, Failure, Left};
pub use piece::{Piece, pieces};
pub use plan::{Plan, Put, Why, plan};
pub use record::{History, Line, id};
pub use redact::redact;
pub use seat::Seat;
pub use target::{Job, Place, Seen};
pub use watch::Watch;
pub use wave::Wave;

use archive::Archive;
use branch::Branch;
use compress::Press;
use count::counted;
use releases::Releases;
use shelf::Shelf;
use ssh::Ssh;
use store::folder::Folder;
use store::object::Objects;

/// A target that was looked at, and what would be done with it.
pub struct Prepared<'a> {
    target: &'a Target,
    site: &'a str,
    state: std::path::PathBuf,
    place: Box<dyn Place>,
    pieces: Vec<Piece>,
    /// What the target holds.
    pub seen: Seen,
    /// What will be done.
    pub plan: Plan,
    /// The name of the release.
    pub id: String,
    /// Whether it was live before and is put back.
    pub is_back: bool,
}

/// What is to be published.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// The build in this folder, at this moment.
    Build(&'a Path, Timestamp),
    /// A release that was live before: the last before this one, or the one of this name.
    Back(Option<&'a str>),
}

/// Opens a target.
///
/// # Errors
///
/// Where what it needs is not there: a program, credentials, a folder.
pub fn open(workspace: &Workspace, target: &Target) -> Result<Box<dyn Place>, Failure> {
    match &target.place {
        config::Place::Folder { path, releases } => {
            let root = folder(workspace, path)?;
            if root.is_file() {
                let message = format!("`{}` is a file, and the target needs a folder", root.display());
                return Err(Failure::refused(message).hint("move it away, or write another `path` under the target"));
            }
            if *releases {
                return Ok(Box::new(Releases::new(root, target.jobs, target.keep)));
            }
            Ok(Box::new(Shelf::new(Box::new(Folder::new(root)), target.jobs, target.keep)))
        }
        config::Place::Git { remote, branch, history, folder, message } => Ok(Box::new(Branch {
            root: workspace.root.clone(),
            repository: workspace.state().join("publish").join(&target.name).join("repository.git"),
            target: target.name.clone(),
            remote: remote.clone(),
            branch: branch.clone(),
            history: *history,
            folder: folder.clone(),
            message: message.clone(),
            keep: target.keep,
            seen: Mutex::default(),
        })),
        config::Place::Archive { path, format } => {
            let path = folder(workspace, path)?;
            let memory = workspace.state().join("publish").join(&target.name);
            Ok(Box::new(Archive { path, format: *format, memory }))
        }
        place @ (config::Place::S3 { .. } | config::Place::Gcs { .. } | config::Place::Azure { .. }) => {
            Ok(Box::new(Shelf::new(Box::new(Objects::open(place)?), target.jobs, target.keep)))
        }
        config::Place::Ssh { host, port, path } => {
            let found = Mutex::default();
            Ok(Box::new(Ssh { host: host.clone(), port: *port, path: path.clone(), keep: target.keep, found }))
        }
    }
}

/// A folder outside the site, or one inside it that nothing else needs.
fn folder(workspace: &Workspace, path: &Path) -> Result<std::path::PathBuf, Failure> {
    let root = workspace.root.join(path);
    let root = root.canonicalize().unwrap_or(root);
    let inner = root.strip_prefix(&workspace.root).ok().and_then(|inner| inner.iter().next());
    let is_taken = |name: &std::ffi::OsStr| {
        let output = workspace.config.output.split('/').next().unwrap_or_default();
        let taken =
            ["content", "themes", "templates", "static", "assets", "strings", "data", "src", ".git", ".dateline"];
        name == output || taken.iter().any(|taken| name == *taken)
    };
    let holds_site = workspace.root.starts_with(&root);
    if holds_site || inner.is_some_and(is_taken) {
        let message = format!("publishing to `{}` would harm the site itself", root.display());
        return Err(Failure::refused(message).hint("name a folder outside the site, or a new one inside it"));
    }
    Ok(root)
}

impl<'a> Prepared<'a> {
    /// Looks at a target and plans. Changes nothing there.
    ///
    /// # Errors
    ///
    /// Where the target cannot be asked, or has no release to go back to.
    pub fn new(
        workspace: &'a Workspace,
        target: &'a Target,
        wanted: Wanted<'_>,
        watch: &dyn Watch,
    ) -> Result<Self, Failure> {
        let place = open(workspace, target)?;
        let (seen, pieces, id, is_back) = match wanted {
            Wanted::Build(output, at) => {
                let pieces = built(workspace, output, target)?;
                let id = id(at, &pieces);
                (place.look(&pieces, watch)?, pieces, id, false)
            }
            Wanted::Back(id) => {
                if let Some(why) = place.can_go_back() {
                    return Err(Failure::refused(why));
                }
                let seen = place.look(&[], watch)?;
                let history = format!("`dateline publish {} --history` says", target.name);
                let lists = format!("{history} what went live when");
                let id = earlier(&seen, id, &lists)?;
                let pieces = place.recall(&id, &seen, watch).map_err(|failure| match failure.blame {
                    Blame::Refused if failure.hint.is_none() => failure.hint(format!(
                        "{history} which releases can be put back; `keep` in the configuration, how many"
                    )),
                    _ => failure,
                })?;
                (seen, pieces, id, true)
            }
        };
        let plan = plan(&pieces, &seen.live);
        let (site, state) = (workspace.config.base_url.as_str(), workspace.state());
        Ok(Self { target, site, state, place, pieces, seen, plan, id, is_back })
    }

    /// Plans to send every file, also those that the target has.
    #[must_use]
    pub fn with_all(mut self) -> Self {
        self.plan = self.plan.with_all(&self.pieces);
        if self.seen.live.release.as_deref() == Some(&self.id) {
            // The same files within the same second: another release all the same.
            self.id.push('a');
        }
        self
    }

    /// Whether all is there already.
    pub fn is_done(&self) -> bool {
        let is_live = !self.is_back || self.seen.live.release.as_deref() == Some(&self.id);
        self.plan.is_empty() && !self.seen.live.is_unfinished && self.seen.live.release.is_some() && is_live
    }

    /// Removes what the target keeps of earlier releases beyond what it shall keep, where all is there already; gives how
    /// many files or releases that were.
    ///
    /// # Errors
    ///
    /// Where the target is locked, changed since, or fails.
    pub fn prune(&self, seat: &Seat, at: Timestamp, watch: &dyn Watch) -> Result<usize, Failure> {
        self.place.prune(&self.seen, seat, &written(at), watch)
    }

    /// What stands against it, where nobody said that it may be.
    ///
    /// # Errors
    ///
    /// With what has to be said.
    pub fn check(&self, limit: Option<Limit>, adopt: bool) -> Result<(), Failure> {
        let live = &self.seen.live;
        let in_the_way = self.plan.puts.iter().find(|put| live.foreign.contains_key(&put.key));
        let foreign = if live.is_new { live.foreign.keys().next() } else { in_the_way.map(|put| &put.key) };
        if let (Some(example), false) = (foreign, adopt) {
            let message = format!("the target holds files that Dateline did not publish, such as `{example}`");
            return Err(Failure::refused(message).hint(
                "choose an empty place, or take it over with `--adopt`: the plan says what becomes of which file",
            ));
        }
        let limit = limit.unwrap_or(self.target.max_deletes);
        let deletes = self.plan.deletes.len();
        if !limit.allows(deletes, self.plan.there) {
            let message = format!("{} would be deleted, and the limit is {limit}", counted(deletes, "file", "files"));
            return Err(Failure::refused(message)
                .hint(format!("look at the plan with `--dry-run`, then allow it with `--max-deletes {deletes}`")));
        }
        Ok(())
    }

    /// Does what the plan says; gives the paths that what is done after a release has to hear of.
    ///
    /// # Errors
    ///
    /// Where the target is locked, changed since, or fails; the next run goes on where this one stopped.
    pub fn go(&self, seat: &Seat, at: Timestamp, watch: &dyn Watch) -> Result<Vec<String>, Failure> {
        let at = written(at);
        let is_awaited = !self.target.after.is_empty();
        let changed = if is_awaited { after::expect(&self.plan, &self.seen.live, seat.folder())? } else { Vec::new() };
        let Self { site, pieces, plan, seen, id, is_back, .. } = self;
        let job = Job { id, at: &at, site, pieces, plan, seen, is_back: *is_back };
        self.place.apply(&job, seat, watch)?;
        Ok(changed)
    }

    /// The paths that changed in earlier releases and that the target still wants told.
    pub fn untold(&self, seat: &Seat) -> Vec<String> {
        if self.target.after.is_empty() { Vec::new() } else { after::untold(seat.folder()) }
    }

    /// Does what the target wants done when a release is live that changed these paths; gives what failed.
    pub fn after(&self, workspace: &Workspace, paths: &[String], watch: &dyn Watch) -> Vec<Failure> {
        let folder = self.state.join("publish").join(&self.target.name);
        let (target, release, site) = (self.target.name.as_str(), self.id.as_str(), self.site);
        let (folder, root) = (folder.as_path(), workspace.root.as_path());
        after::after(&self.target.after, &after::Published { target, release, site, paths, folder, root }, watch)
    }
}

/// A moment as records have it.
fn written(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The pieces of the build for a target.
fn built(workspace: &Workspace, output: &Path, target: &Target) -> Result<Vec<Piece>, Failure> {
    let state = workspace.state();
    let manifest = write::manifest(&state, output).ok_or_else(|| not_built(output))?;
    let press = Press::new(&state);
    let pieces = pieces(output, &manifest, target, &press)?;
    press.prune(manifest.entries().iter().map(|entry| entry.content));
    Ok(pieces)
}

/// The release that was asked for, or the last before the live one; `hint` says how to learn of those there are.
fn earlier(seen: &Seen, asked: Option<&str>, hint: &str) -> Result<String, Failure> {
    let earlier = seen.history.earlier(seen.live.release.as_deref());
    let Some(asked) = asked else {
        let before = seen.history.before(seen.live.release.as_deref()).map(str::to_owned);
        return before.ok_or_else(|| Failure::refused("there is no earlier release to go back to").hint(hint));
    };
    let fitting: Vec<&&str> = earlier.iter().filter(|id| id.starts_with(asked)).collect();
    match fitting.as_slice() {
        [id] => Ok((**id).to_owned()),
        [] if seen.live.release.as_deref().is_some_and(|live| live.starts_with(asked)) => {
            Err(Failure::refused(format!("release `{asked}` is live already")))
        }
        [] => Err(Failure::usage(format!("there was no release `{asked}`")).hint(hint)),
        _ => Err(Failure::usage(format!("several releases begin with `{asked}`")).hint("write more of its name")),
    }
}

fn not_built(output: &Path) -> Failure {
    Failure::refused(format!("`{}` is not a site that was built here", output.display())).hint("run `dateline build`")
}
