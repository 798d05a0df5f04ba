//! Publishes to a branch of a git repository, by git: a commit whose tree is the build and nothing else.
//!
//! No work tree and no branch of the site's own repository is touched: blobs, tree and commit are made in a repository
//! without a work tree in `.dateline/publish/NAME/`, which reads the configuration of the site's, with its credentials.
//! The tree of the branch is the manifest of what is live, the trailers of its commits are the history; a push is one
//! step, and one that somebody else came before is refused by git.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::failure::{Failure, Left};
use super::live::Live;
use super::piece::{From, Piece};
use super::program::Program;
use super::record::{Held, History, Line, is_id};
use super::retry::{Fault, persist};
use super::seat::Seat;
use super::target::{Job, Place, Seen};
use super::watch::Watch;
use super::wave::Wave;
use crate::config::publish::GitHistory;
use crate::load::Digest;

/// The trailer of a commit that names its release, and that of its counts: files, added, changed, deleted.
const RELEASE: &str = "Dateline-Release";
const COUNTS: &str = "Dateline-Files";
const BACK: &str = "Dateline-Back";

/// How many commits are looked at for the history.
const DEPTH: usize = 100;

/// Where releases are remembered that a squashed branch forgets.
const KEPT: &str = "refs/dateline/releases/";

/// A branch.
#[derive(Debug)]
pub struct Branch {
    /// The site folder.
    pub root: PathBuf,
    /// The repository without a work tree.
    pub repository: PathBuf,
    /// The name of the target.
    pub target: String,
    /// The name of a remote, or an address.
    pub remote: String,
    /// The name of the branch.
    pub branch: String,
    /// What becomes of earlier releases.
    pub history: GitHistory,
    /// The folder of the branch that holds the site; empty for the whole.
    pub folder: String,
    /// The message of commits.
    pub message: String,
    /// How many releases a squashed branch can go back.
    pub keep: usize,
    /// The commit that the branch was at when it was looked at.
    pub seen: Mutex<Option<String>>,
}

/// A file of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Blob {
    name: String,
    size: u64,
}

impl Branch {
    fn git(&self) -> Program {
        let mut git = Program::in_english("git").with(["-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"]);
        // What a hook of git sets for the commands that it runs is about another repository.
        for name in ["GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"] {
            git = git.without(name);
        }
        git.variable("GIT_DIR", &self.repository).within(&self.root)
    }

    /// Git in the site's own repository, where it has one.
    fn site_git(&self) -> Program {
        Program::in_english("git")
            .without("GIT_DIR")
            .without("GIT_WORK_TREE")
            .without("GIT_INDEX_FILE")
            .within(&self.root)
    }

    fn line(&self, git: Program) -> Result<String, Failure> {
        let bytes = git.run().map_err(final_failure)?;
        Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
    }

    /// Makes the repository without a work tree, and has it read the configuration of the site's own.
    fn prepare(&self) -> Result<(), Failure> {
        if !self.repository.join("HEAD").exists() {
            fs::create_dir_all(&self.repository).map_err(Failure::io("create", &self.repository))?;
            self.line(self.git().with(["init", "--bare", "--quiet"]))?;
        }
        let arguments = ["rev-parse", "--path-format=absolute", "--git-common-dir"];
        let site = self.site_git().with(arguments).output()?;
        if site.status.success() {
            let config = Path::new(String::from_utf8_lossy(&site.stdout).trim()).join("config");
            self.line(self.git().with(["config", "include.path", &config.to_string_lossy()]))?;
        }
        Ok(())
    }

    /// The address that is pushed to.
    fn address(&self) -> Result<String, Failure> {
        if self.remote.contains([':', '/']) {
            return Ok(self.absolute(&self.root, &self.remote));
        }
        let asked = self.site_git().with(["remote", "get-url", "--push", &self.remote]).output()?;
        if !asked.status.success() {
            let message = format!("the site's repository has no remote `{}`", self.remote);
            return Err(Failure::refused(message)
                .hint("add it with `git remote add`, or write the repository's address under `remote`"));
        }
        let address = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
        let top = self.site_git().with(["rev-parse", "--show-toplevel"]).output()?;
        Ok(self.absolute(Path::new(String::from_utf8_lossy(&top.stdout).trim()), &address))
    }

    /// A path from a folder becomes a whole one; an address stays.
    fn absolute(&self, from: &Path, address: &str) -> String {
        let path = from.join(address);
        if path.exists() { path.to_string_lossy().into_owned() } else { address.to_owned() }
    }

    fn reference(&self) -> String {
        format!("refs/heads/{}", self.branch)
    }

    /// The commit that the branch is at, fetched with so many before it.
    fn head(&self, address: &str, depth: usize, watch: &dyn Watch) -> Result<Option<String>, Failure> {
        let reference = self.reference();
        let listed = persist("asking the repository", watch, || {
            self.git().with(["ls-remote", address, &reference]).run().map_err(|fault| unreachable(fault, address))
        })?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let Some(commit) = listed.split_whitespace().next().map(str::to_owned) else { return Ok(None) };
        let depth = depth.to_string();
        persist("fetching the branch", watch, || {
            let from = format!("+{reference}:refs/dateline/head");
            self.git().with(["fetch", "--quiet", "--no-tags", "--depth", &depth, address, &from]).run()
        })?;
        Ok(Some(commit))
    }

    /// The files of a commit, those of the site's folder alone, by their paths in it.
    fn tree(&self, commit: &str) -> Result<BTreeMap<String, Blob>, Failure> {
        let tree = if self.folder.is_empty() { commit.to_owned() } else { format!("{commit}:{}", self.folder) };
        let listed = self.git().with(["ls-tree", "-r", "-z", "-l", &tree]).output()?;
        if !listed.status.success() && !self.folder.is_empty() {
            // The branch has no such folder yet.
            return Ok(BTreeMap::new());
        }
        let text = String::from_utf8_lossy(&listed.stdout);
        Ok(text.split('\0').filter_map(blob).collect())
    }

    /// What commits say of releases, the oldest first.
    fn releases(&self, from: &[&str]) -> Result<Vec<(String, Line)>, Failure> {
        let trailer = |key: &str| format!("%(trailers:key={key},valueonly,separator=%x20)");
        let format = format!("--format=%H%x00%cI%x00{}%x00{}%x00{}", trailer(RELEASE), trailer(COUNTS), trailer(BACK));
        let count = format!("--max-count={DEPTH}");
        let log = self.git().with(["log", "--first-parent", &format, &count]).with(from).with(["--"]);
        let log = self.line(log)?;
        let mut releases: Vec<(String, Line)> = log.lines().filter_map(release).collect();
        releases.reverse();
        Ok(releases)
    }

    /// Releases that this machine published and the branch may have forgotten.
    fn remembered(&self) -> Result<Vec<(String, Line)>, Failure> {
        let listed = self.line(self.git().with(["for-each-ref", "--format=%(objectname)", KEPT]))?;
        let mut releases = Vec::new();
        for commit in listed.lines() {
            releases.extend(self.releases(&["--max-count=1", commit])?);
        }
        releases.sort_by(|a, b| (&a.1.at, &a.1.id).cmp(&(&b.1.at, &b.1.id)));
        Ok(releases)
    }

    fn all_releases(&self, head: Option<&str>) -> Result<Vec<(String, Line)>, Failure> {
        let mut releases = if self.history == GitHistory::Squashed { self.remembered()? } else { Vec::new() };
        if let Some(head) = head {
            for release in self.releases(&[head])? {
                if !releases.contains(&release) {
                    releases.push(release);
                }
            }
        }
        Ok(releases)
    }

    /// The names that git has for the bytes of pieces.
    fn names(&self, pieces: &[Piece], is_kept: bool) -> Result<Vec<String>, Failure> {
        let mut paths = String::new();
        for piece in pieces {
            if let From::Disk(path) = &piece.from {
                paths += &format!("{}\n", path.display());
            }
        }
        if paths.is_empty() {
            return Ok(Vec::new());
        }
        let arguments: &[&str] = if is_kept { &["-w"] } else { &[] };
        let git = self.git().with(["hash-object", "--no-filters", "--stdin-paths"]).with(arguments);
        Ok(self.line(git.reads(paths))?.lines().map(str::to_owned).collect())
    }

    /// Writes the tree of a release: beside the site's folder, all stays as it is on the branch.
    fn write_tree(&self, head: Option<&str>, blobs: &[(String, String)]) -> Result<String, Failure> {
        let index = self.repository.join(format!("index-{}", std::process::id()));
        let _ = fs::remove_file(&index);
        let git = || self.git().variable("GIT_INDEX_FILE", &index);
        let prefix = if self.folder.is_empty() { String::new() } else { format!("{}/", self.folder) };
        let mut lines = String::new();
        if let (Some(head), false) = (head, self.folder.is_empty()) {
            self.line(git().with(["read-tree", head]))?;
            for key in self.tree(head)?.keys() {
                lines += &format!("0 {:040}\t{prefix}{key}\0", 0);
            }
        }
        for (key, name) in blobs {
            lines += &format!("100644 {name}\t{prefix}{key}\0");
        }
        self.line(git().with(["update-index", "-z", "--index-info"]).reads(lines))?;
        let tree = self.line(git().with(["write-tree"]));
        let _ = fs::remove_file(&index);
        tree
    }

    fn commit(&self, job: &Job<'_>, tree: &str, parent: Option<&str>) -> Result<String, Failure> {
        let message = self.message.replace("{id}", job.id).replace("{target}", &self.target);
        let counts = [job.pieces.len(), job.plan.added(), job.plan.changed(), job.plan.deletes.len()];
        let counts = counts.map(|count| count.to_string()).join(" ");
        let back = if job.is_back { format!("{BACK}: yes\n") } else { String::new() };
        let text = format!("{}\n\n{RELEASE}: {}\n{COUNTS}: {counts}\n{back}", message.trim(), job.id);
        let mut git = self.git().variable("GIT_COMMITTER_DATE", job.at).variable("GIT_AUTHOR_DATE", job.at);
        if !self.git().with(["var", "GIT_COMMITTER_IDENT"]).output()?.status.success() {
            // As on machines that publish for others, where nobody told git who works there.
            for who in ["AUTHOR", "COMMITTER"] {
                git = git.variable(&format!("GIT_{who}_NAME"), "Dateline");
                git = git.variable(&format!("GIT_{who}_EMAIL"), "dateline@localhost");
            }
        }
        let parents: Vec<&str> = parent.map(|parent| vec!["-p", parent]).unwrap_or_default();
        self.line(git.with(["commit-tree", tree]).with(parents).with(["-F", "-"]).reads(text))
    }

    fn push(&self, address: &str, commit: &str, head: Option<&str>, watch: &dyn Watch) -> Result<(), Failure> {
        let reference = self.reference();
        let lease = format!("--force-with-lease={reference}:{}", head.unwrap_or_default());
        let force: Vec<&str> = if self.history == GitHistory::Squashed { vec![&lease] } else { Vec::new() };
        let what = format!("{commit}:{reference}");
        let is_cut = AtomicBool::new(false);
        let pushed = persist("pushing", watch, || {
            let push = self.git().with(["push", "--quiet"]).with(&force).with([address, &what]).run();
            push.map_err(|fault| {
                is_cut.fetch_or(matches!(fault, Fault::Passing(_)), Ordering::Relaxed);
                refused_push(fault, &self.branch)
            })
        });
        // What a server refused is not there; of a push that was cut off nobody can tell.
        let left = if is_cut.into_inner() { Left::Either } else { Left::Untouched };
        pushed.map(drop).map_err(|failure| failure.leaving(left))
    }
}

impl Place for Branch {
    fn look(&self, pieces: &[Piece], watch: &dyn Watch) -> Result<Seen, Failure> {
        self.prepare()?;
        let address = self.address()?;
        let depth = if pieces.is_empty() && self.history == GitHistory::Kept { DEPTH } else { 1 };
        let head = self.head(&address, depth, watch)?;
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&head);
        let Some(head) = head else {
            return Ok(Seen { live: Live { is_new: true, ..Live::default() }, ..Seen::default() });
        };
        let mut releases = self.all_releases(Some(&head))?;
        if releases.iter().all(|(commit, _)| *commit != head) && depth == 1 {
            // Somebody else's commit is the newest: is one of ours below it?
            self.head(&address, DEPTH, watch)?;
            releases = self.all_releases(Some(&head))?;
        }
        let files = self.tree(&head)?;
        let names = self.names(pieces, false)?;
        let known: BTreeMap<(&str, &str), Digest> = pieces
            .iter()
            .zip(&names)
            .map(|(piece, name)| ((piece.key.as_str(), name.as_str()), piece.digest))
            .collect();
        let held = |(key, blob): (String, Blob)| {
            let digest = known.get(&(key.as_str(), blob.name.as_str())).copied().or(Some(named(&blob.name)));
            (key, Held { digest, size: blob.size, ..Held::default() })
        };
        let is_new = releases.is_empty() && !files.is_empty();
        let live = Live {
            release: releases.iter().find(|(commit, _)| *commit == head).map(|(_, line)| line.id.clone()),
            foreign: if is_new {
                files.iter().map(|(key, blob)| (key.clone(), blob.size)).collect()
            } else {
                BTreeMap::new()
            },
            files: files.into_iter().map(held).collect(),
            is_new,
            ..Live::default()
        };
        let mut history = History::default();
        for (_, line) in releases {
            history.add(line);
        }
        Ok(Seen { live, history })
    }

    fn recall(&self, id: &str, _: &Seen, _: &dyn Watch) -> Result<Vec<Piece>, Failure> {
        let commit = self.commit_of(id)?;
        let piece = |(key, blob): (String, Blob)| {
            let (wave, digest) = (Wave::of(&key), named(&blob.name));
            Piece { key, from: From::Kept, digest, size: blob.size, dress: None, mark: None, wave, rank: 0 }
        };
        Ok(self.tree(&commit)?.into_iter().map(piece).collect())
    }

    fn apply(&self, job: &Job<'_>, _: &Seat, watch: &dyn Watch) -> Result<(), Failure> {
        let address = self.address()?;
        let head = self.head(&address, if job.is_back { DEPTH } else { 1 }, watch)?;
        if head != *self.seen.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(Failure::refused("the branch changed since the plan was made").hint("run the command again"));
        }
        let blobs: Vec<(String, String)> = if job.is_back {
            let commit = self.commit_of(job.id)?;
            self.tree(&commit)?.into_iter().map(|(key, blob)| (key, blob.name)).collect()
        } else {
            watch.begin("making the commit", 1, 0);
            let keys = job.pieces.iter().map(|piece| piece.key.clone());
            let blobs = keys.zip(self.names(job.pieces, true)?).collect();
            watch.end();
            blobs
        };
        let tree = self.write_tree(head.as_deref(), &blobs)?;
        let parent = head.as_deref().filter(|_| self.history == GitHistory::Kept);
        let commit = self.commit(job, &tree, parent)?;
        watch.begin("pushing the commit", 1, 0);
        self.push(&address, &commit, head.as_deref(), watch)?;
        watch.end();
        let remembered = self.line(self.git().with(["update-ref", &format!("{KEPT}{}", job.id), &commit]));
        if let Err(failure) = remembered.map(drop).and_then(|()| self.forget()) {
            watch.note(&format!("The release is live, but this machine cannot remember it: {failure}"));
        }
        Ok(())
    }

    fn prune(&self, _: &Seen, _: &Seat, _: &str, _: &dyn Watch) -> Result<usize, Failure> {
        // What a branch holds of earlier releases is its history.
        Ok(0)
    }

    fn can_go_back(&self) -> Option<&'static str> {
        None
    }
}

impl Branch {
    /// The newest commit of a release.
    fn commit_of(&self, id: &str) -> Result<String, Failure> {
        let head = self.git().with(["rev-parse", "--verify", "--quiet", "refs/dateline/head"]).output()?;
        let head = String::from_utf8_lossy(&head.stdout).trim().to_owned();
        let releases = self.all_releases(Some(head.as_str()).filter(|head| !head.is_empty()))?;
        let commit = releases.into_iter().rev().find(|(_, line)| line.id == id).map(|(commit, _)| commit);
        commit.ok_or_else(|| {
            Failure::refused(format!("no commit of release `{id}` is at hand"))
                .hint("a squashed branch can go back on the machine that published; write `history: kept` to go back anywhere")
        })
    }

    /// Forgets releases beyond those that are kept, so that git can drop their files.
    fn forget(&self) -> Result<(), Failure> {
        let mut remembered = self.remembered()?;
        let surplus = remembered.len().saturating_sub(self.keep + 1);
        for (_, line) in remembered.drain(..surplus) {
            self.line(self.git().with(["update-ref", "-d", &format!("{KEPT}{}", line.id)]))?;
        }
        Ok(())
    }
}

/// `100644 blob NAME SIZE<tab>PATH`
fn blob(line: &str) -> Option<(String, Blob)> {
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split_whitespace();
    let (_, kind, name, size) = (words.next()?, words.next()?, words.next()?, words.next()?);
    // A link or a file of a name that no release has is somebody else's, and goes with the next commit all the same.
    let is_file = kind == "blob" && !path.is_empty();
    is_file.then(|| (path.to_owned(), Blob { name: name.to_owned(), size: size.parse().unwrap_or(0) }))
}

/// What a commit says of its release; none where it is of none.
fn release(line: &str) -> Option<(String, Line)> {
    let mut parts = line.split('\0');
    let (commit, at, id, counts, back) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let mut counts = counts.split_whitespace().map(|count| count.parse().unwrap_or(0));
    let mut count = || counts.next().unwrap_or(0);
    let (files, added, changed, deleted) = (count(), count(), count(), count());
    let (id, at, back) = (id.trim().to_owned(), at.replace("+00:00", "Z"), !back.trim().is_empty());
    is_id(&id)
        .then(|| (commit.to_owned(), Line { id, at, files, added, changed, deleted, back, displaced: Vec::new() }))
}

/// Stands for bytes that are known by git's name for them alone.
fn named(blob: &str) -> Digest {
    Digest::of(blob.as_bytes())
}

fn refused_push(fault: Fault, branch: &str) -> Fault {
    let Fault::Final(failure) = &fault else { return fault };
    let lower = failure.message.to_lowercase();
    if lower.contains("stale info") || lower.contains("non-fast-forward") || lower.contains("fetch first") {
        return Failure::machine("somebody else published to the branch meanwhile")
            .hint("run the command again: it takes their release into account")
            .into();
    }
    if lower.contains("remote rejected") && failure.hint.is_none() {
        return Failure::machine(format!(
            "the repository refuses the push to `{branch}`: {}",
            rejection(&failure.message)
        ))
        .hint("see whether the branch is protected there, and what its rules let this user push")
        .into();
    }
    denied(failure.clone()).into()
}

/// Why a push was rejected: what the other side says in its own words, and git's reason at the end of its line.
fn rejection(said: &str) -> String {
    let parts: Vec<&str> = said.split("; ").collect();
    let told = parts.iter().filter_map(|part| Some(part.split_once("remote: ")?.1.trim()));
    let why = parts.iter().filter(|part| part.contains("[remote rejected]"));
    let why = why.filter_map(|part| Some(part.rsplit_once('(')?.1.trim_end_matches(')')));
    told.chain(why).filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
}

fn unreachable(fault: Fault, address: &str) -> Fault {
    let Fault::Final(failure) = fault else { return fault };
    let message = format!("the repository `{address}` cannot be reached: {}", failure.message);
    denied(Failure::machine(message)).into()
}

/// Says where git takes credentials from, where it had none.
fn denied(failure: Failure) -> Failure {
    let lower = failure.message.to_lowercase();
    if lower.contains("not found") || lower.contains("does not appear to be a git repository") {
        return failure.hint("check `remote` under the target: `git ls-remote` with that address has to work by hand");
    }
    let signs = ["authentication failed", "could not read username", "permission denied", "access denied", "403"];
    if !signs.iter().any(|sign| lower.contains(sign)) {
        return failure;
    }
    failure.hint("git asks its credential helper or the agent of ssh: check that `git push` works there by hand")
}

fn final_failure(fault: Fault) -> Failure {
    match fault {
        Fault::Final(failure) => failure,
        Fault::Passing(why) => Failure::machine(why),
    }
}
