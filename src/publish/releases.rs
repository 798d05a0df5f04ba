//! Publishes to a folder in which each release has a folder of its own, and a link names the live one.
//!
//! ```text
//! current -> releases/20261128T101500Z-1a2b3c4d
//! releases/20261128T101500Z-1a2b3c4d/         the files of the release
//! releases/20261128T101500Z-1a2b3c4d.json     the record of them
//! releases/history.json                       what went live when
//! releases/lock                               held while a publish is at work
//! ```

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::files;
use super::live::{HISTORY_LOST, Live, Told, reconcile};
use super::piece::{From, Piece};
use super::record::{Held, History, Record, is_id};
use super::retry::share;
use super::seat::{Seat, busy};
use super::target::{Job, Place, Seen};
use super::watch::Watch;
use super::wave::Wave;

/// The link to the live release.
pub const CURRENT: &str = "current";
/// The folder of releases.
pub const RELEASES: &str = "releases";
/// How the folder of a release that is not whole begins.
pub const INCOMING: &str = ".incoming-";

/// A folder of releases.
#[derive(Debug)]
pub struct Releases {
    root: PathBuf,
    jobs: usize,
    keep: usize,
}

impl Releases {
    /// The folder at `root`, which need not exist yet.
    pub fn new(root: PathBuf, jobs: usize, keep: usize) -> Self {
        Self { root, jobs, keep }
    }

    fn folder(&self) -> PathBuf {
        self.root.join(RELEASES)
    }

    fn release(&self, id: &str) -> PathBuf {
        self.folder().join(id)
    }

    fn record_file(&self, id: &str) -> PathBuf {
        self.folder().join(format!("{id}.json"))
    }

    /// The release that is live; none where there is none yet.
    fn live(&self) -> Result<Option<String>, Failure> {
        let link = self.root.join(CURRENT);
        match fs::read_link(&link) {
            Ok(target) => {
                let id = target.file_name().and_then(|name| name.to_str()).filter(|id| is_id(id)).map(str::to_owned);
                let is_ours = target.parent() == Some(Path::new(RELEASES)) && id.is_some();
                if is_ours { Ok(id) } else { Err(foreign_link(&link)) }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(_) if link.exists() => Err(foreign_link(&link)),
            Err(error) => Err(Failure::io("read", &link)(error)),
        }
    }

    fn record(&self, id: &str) -> Option<Record> {
        Record::read(&fs::read(self.record_file(id)).ok()?).ok()
    }

    /// The history, and whether it had to be taken from the records of releases.
    fn history(&self) -> Result<(History, bool), Failure> {
        let path = self.folder().join("history.json");
        let bytes = match fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(Failure::io("read", &path)(error)),
        };
        if let Some(history) = History::kept(bytes.as_deref())? {
            return Ok((history, false));
        }
        let Ok(found) = fs::read_dir(self.folder()) else { return Ok((History::default(), false)) };
        let id = |entry: fs::DirEntry| Some(entry.file_name().to_str()?.strip_suffix(".json")?.to_owned());
        let records: Vec<Record> = found.flatten().filter_map(id).filter_map(|id| self.record(&id)).collect();
        let is_lost = !records.is_empty();
        Ok((History::told_by(records, self.live()?.as_deref()), is_lost))
    }

    fn lock(&self) -> Result<File, Failure> {
        let folder = self.folder();
        fs::create_dir_all(&folder).map_err(Failure::io("create", &folder))?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(Failure::io("open", &path))?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(busy("there")),
            Err(TryLockError::Error(error)) => Err(Failure::io("lock", &path)(error)),
        }
    }

    /// Whether a publish was cut off before its release was live.
    fn leftovers(&self) -> Vec<PathBuf> {
        let Ok(found) = fs::read_dir(self.folder()) else { return Vec::new() };
        let is_left = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(INCOMING);
        found.flatten().filter(is_left).map(|entry| entry.path()).collect()
    }

    /// Puts the whole release into a folder of its own: what is known to be the same is linked, the rest copied.
    fn make(&self, job: &Job<'_>, watch: &dyn Watch) -> Result<(), Failure> {
        let incoming = self.folder().join(format!("{INCOMING}{}", job.id));
        let live = job.seen.live.release.as_deref().map(|id| self.release(id));
        let sent: Vec<bool> = sent(job);
        watch.begin("copying files", job.plan.puts.len(), job.plan.bytes());
        let numbered: Vec<(usize, &Piece)> = job.pieces.iter().enumerate().collect();
        share(&numbered, self.jobs, |(at, piece)| {
            watch.go_on()?;
            let path = incoming.join(&piece.key);
            let folder = path.parent().unwrap_or(&incoming);
            fs::create_dir_all(folder).map_err(Failure::io("create", folder))?;
            if let (false, Some(live)) = (sent[*at], &live) {
                let source = live.join(&piece.key);
                return link(&source, &path);
            }
            write(&path, &piece.bytes()?)?;
            watch.done(piece.size);
            Ok(())
        })?;
        watch.end();
        let release = self.release(job.id);
        if release.exists() {
            fs::remove_dir_all(&release).map_err(Failure::io("replace", &release))?;
        }
        fs::rename(&incoming, &release).map_err(Failure::io("replace", &release))?;
        self.write_record(job)
    }

    fn write_record(&self, job: &Job<'_>) -> Result<(), Failure> {
        let listing = files::list(&self.release(job.id))?;
        let mut files = BTreeMap::new();
        for piece in job.pieces {
            let stamp = listing.get(&piece.key).and_then(|listed| listed.stamp.clone());
            files.insert(piece.key.clone(), Held::of(piece, stamp));
        }
        let record = Record::new(job.id, job.at, job.site, files);
        replace(&self.record_file(job.id), &record.bytes())
    }

    /// Makes a release the live one, in one step.
    fn switch(&self, id: &str) -> Result<(), Failure> {
        let next = self.root.join(format!(".{CURRENT}-{}", std::process::id()));
        let _ = fs::remove_file(&next);
        symlink(&Path::new(RELEASES).join(id), &next)?;
        let current = self.root.join(CURRENT);
        fs::rename(&next, &current).map_err(Failure::io("replace", &current))
    }

    /// Folders and records of releases beyond those that are kept.
    fn surplus(&self, history: &History, live: &str) -> Vec<PathBuf> {
        let kept: Vec<&str> = history.earlier(Some(live)).into_iter().take(self.keep).collect();
        let Ok(found) = fs::read_dir(self.folder()) else { return Vec::new() };
        let is_surplus = |entry: &fs::DirEntry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let id = name.trim_end_matches(".json");
            let is_release = is_id(id) && id.starts_with(|c: char| c.is_ascii_digit());
            is_release && id != live && !kept.contains(&id)
        };
        found.flatten().filter(is_surplus).map(|entry| entry.path()).collect()
    }

    /// Removes releases beyond those that are kept; gives how many. What cannot be removed now is with the next publish.
    fn remove_surplus(&self, history: &History, live: &str) -> usize {
        let remove = |path: &PathBuf| {
            let is_folder = path.is_dir();
            let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            is_folder && removed.is_ok()
        };
        self.surplus(history, live).iter().filter(|path| remove(path)).count()
    }
}

impl Place for Releases {
    fn look(&self, _: &[Piece], _: &dyn Watch) -> Result<Seen, Failure> {
        let (history, is_history_lost) = self.history()?;
        let mut notes: Vec<String> = is_history_lost.then(|| HISTORY_LOST.to_owned()).into_iter().collect();
        let Some(id) = self.live()? else {
            let is_new = history.lines.is_empty();
            let live = Live { is_new, is_unfinished: !self.leftovers().is_empty(), notes, ..Live::default() };
            return Ok(Seen { live, history });
        };
        let listing = files::list(&self.release(&id))?;
        let record = self.record(&id);
        let mut live = reconcile(&Told { live: record.as_ref(), ..Told::default() }, &listing);
        if record.is_none() {
            // The folder of a release holds nothing but its files: without the record they are known by name alone.
            let unknown = |(key, size): (String, u64)| (key, Held { size, ..Held::default() });
            live.files = std::mem::take(&mut live.foreign).into_iter().map(unknown).collect();
            live.notes.push("The record of the live release is lost: all files are copied anew".to_owned());
        }
        live.notes.append(&mut notes);
        live.release = Some(id);
        live.is_new = false;
        live.is_unfinished = !self.leftovers().is_empty();
        Ok(Seen { live, history })
    }

    fn recall(&self, id: &str, _: &Seen, _: &dyn Watch) -> Result<Vec<Piece>, Failure> {
        let gone = || Failure::refused(format!("release `{id}` is no longer whole in `{}`", self.folder().display()));
        let record = self.record(id).ok_or_else(gone)?;
        let listing = files::list(&self.release(id))?;
        let is_there = |(key, held): (&String, &Held)| {
            listing.get(key).is_some_and(|listed| listed.size == held.size && listed.stamp == held.stamp)
        };
        if !record.files.iter().all(is_there) {
            return Err(gone());
        }
        pieces_of(record).ok_or_else(gone)
    }

    fn apply(&self, job: &Job<'_>, _: &Seat, watch: &dyn Watch) -> Result<(), Failure> {
        let _lock = self.lock()?;
        if self.live()? != job.seen.live.release {
            return Err(changed());
        }
        for left in self.leftovers() {
            fs::remove_dir_all(&left).map_err(Failure::io("remove", &left))?;
        }
        if !job.is_back {
            self.make(job, watch)?;
        }
        // The history is written first: what it names too much is put right by the next publish, what it lacks never.
        let (mut history, _) = self.history()?;
        history.add(job.line([]));
        replace(&self.folder().join("history.json"), &history.bytes())?;
        self.switch(job.id)?;
        self.remove_surplus(&history, job.id);
        Ok(())
    }

    fn prune(&self, seen: &Seen, _: &Seat, _: &str, _: &dyn Watch) -> Result<usize, Failure> {
        let Some(live) = seen.live.release.as_deref() else { return Ok(0) };
        if self.surplus(&seen.history, live).is_empty() {
            return Ok(0);
        }
        let _lock = self.lock()?;
        if self.live()?.as_deref() != Some(live) {
            return Err(changed());
        }
        Ok(self.remove_surplus(&self.history()?.0, live))
    }

    fn can_go_back(&self) -> Option<&'static str> {
        None
    }
}

fn changed() -> Failure {
    Failure::refused("the target changed since the plan was made").hint("run the command again")
}

/// Which pieces have to be copied.
fn sent(job: &Job<'_>) -> Vec<bool> {
    let mut sent = vec![false; job.pieces.len()];
    for put in &job.plan.puts {
        sent[put.piece] = true;
    }
    sent
}

/// The pieces of a record, sorted; none where it does not know what is in a file.
pub fn pieces_of(record: Record) -> Option<Vec<Piece>> {
    let piece = |(key, held): (String, Held)| {
        let wave = Wave::of(&key);
        let digest = held.digest?;
        Some(Piece { key, from: From::Kept, digest, size: held.size, dress: None, mark: held.dress, wave, rank: 0 })
    };
    record.files.into_iter().map(piece).collect()
}

/// The same file under another name, or a copy of it where the file system has no links.
fn link(source: &Path, path: &Path) -> Result<(), Failure> {
    if fs::hard_link(source, path).is_ok() {
        return Ok(());
    }
    fs::copy(source, path).map(drop).map_err(Failure::io("copy", source))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        file.sync_data()
    };
    write().map_err(Failure::io("write", path))
}

/// Writes a file whole: under another name first.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let next = path.with_extension("next");
    let _ = fs::remove_file(&next);
    write(&next, bytes)?;
    fs::rename(&next, path).map_err(Failure::io("replace", path))
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> Result<(), Failure> {
    std::os::unix::fs::symlink(target, link).map_err(|error| {
        Failure::io("link", link)(error).hint("where no links can be made, write `releases: false` under the target")
    })
}

#[cfg(not(unix))]
fn symlink(_: &Path, link: &Path) -> Result<(), Failure> {
    Err(Failure::refused(format!("this system has no links such as `{}` has to be", link.display()))
        .hint("write `releases: false` under the target"))
}

fn foreign_link(link: &Path) -> Failure {
    Failure::refused(format!("`{}` is not the link to a release that Dateline made", link.display()))
        .hint("move it away, or publish to another folder; `releases: false` replaces files in place")
}
