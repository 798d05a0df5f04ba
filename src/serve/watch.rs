//! Watches the site folder for what is saved. The interface to notify.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use rustc_hash::FxHashSet;

/// The folders in which a site keeps what it is made of.
const FOLDERS: [&str; 7] = ["content", "themes", "templates", "static", "assets", "strings", "data"];

/// How long the folder has to be quiet: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(20);

/// A folder that is not quiet for so long is looked at all the same.
const PATIENCE: Duration = Duration::from_millis(500);

/// What was saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Saved {
    /// The files and folders, each once: absolute.
    pub paths: Vec<PathBuf>,
    /// Whether the system lost count, and any file may have changed.
    pub lost: bool,
}

/// What ended a wait.
pub(super) enum Heard {
    /// Something was saved.
    Saved(Saved),
    /// Nothing was, for as long as was to be waited.
    Nothing,
    /// Nothing can be heard any more.
    End,
}

/// A folder that is watched; it is not any more when this is dropped.
pub(super) struct Watcher {
    watcher: RecommendedWatcher,
    root: PathBuf,
    watched: Vec<&'static str>,
    events: mpsc::Receiver<notify::Result<Event>>,
}

/// What was noted since the folder was last quiet.
#[derive(Default)]
struct Noted {
    paths: FxHashSet<PathBuf>,
    lost: bool,
}

impl Watcher {
    /// Begins to watch the site at `root`.
    ///
    /// # Errors
    ///
    /// When the system cannot watch it.
    pub fn new(root: &Path) -> notify::Result<Self> {
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        watcher.watch(root, RecursiveMode::NonRecursive)?;
        let mut watcher = Self { watcher, root: root.to_owned(), watched: Vec::new(), events };
        watcher.watch_folders()?;
        Ok(watcher)
    }

    /// Folders may come later than the server; one that was replaced is another, and watched anew.
    fn watch_folders(&mut self) -> notify::Result<()> {
        for folder in FOLDERS {
            let path = self.root.join(folder);
            if !path.exists() {
                self.watched.retain(|watched| *watched != folder);
            } else if !self.watched.contains(&folder) {
                self.watcher.watch(&path, RecursiveMode::Recursive)?;
                self.watched.push(folder);
            }
        }
        Ok(())
    }

    /// Waits so long for the next saves, and takes all that come together as one.
    pub fn wait(&mut self, longest: Duration) -> Heard {
        let mut noted = Noted::default();
        let end = Instant::now() + longest;
        while noted.is_nothing() {
            match self.events.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(event) => _ = noted.note(&self.root, event),
                Err(RecvTimeoutError::Timeout) => return Heard::Nothing,
                Err(RecvTimeoutError::Disconnected) => return Heard::End,
            }
        }
        let first = Instant::now();
        let mut quiet_since = first;
        loop {
            let end = (quiet_since + QUIET).min(first + PATIENCE);
            let Some(left) = end.checked_duration_since(Instant::now()) else { break };
            match self.events.recv_timeout(left) {
                Ok(event) => {
                    // Reading is an event too, and disturbs nobody.
                    if noted.note(&self.root, event) {
                        quiet_since = Instant::now();
                    }
                }
                Err(_) => break,
            }
        }
        self.forget_replaced(&noted);
        // A folder that comes and goes while it is looked at comes again with the next event.
        noted.lost |= self.watch_folders().is_err();
        let mut paths: Vec<PathBuf> = noted.paths.into_iter().collect();
        paths.sort_unstable();
        Heard::Saved(Saved { paths, lost: noted.lost })
    }

    /// One of the site's folders that was itself moved or made is another folder under the same name.
    fn forget_replaced(&mut self, noted: &Noted) {
        let root = &self.root;
        let watcher = &mut self.watcher;
        self.watched.retain(|folder| {
            let path = root.join(folder);
            let is_replaced = noted.paths.contains(&path);
            if is_replaced {
                // It may be gone, and its watch with it.
                _ = watcher.unwatch(&path);
            }
            !is_replaced
        });
    }
}

impl Noted {
    fn is_nothing(&self) -> bool {
        self.paths.is_empty() && !self.lost
    }

    /// Notes what an event says was saved; whether it says anything.
    fn note(&mut self, root: &Path, event: notify::Result<Event>) -> bool {
        let Ok(event) = event else {
            self.lost = true;
            return true;
        };
        let mut says = event.need_rescan();
        self.lost |= says;
        // Opening a file, or closing one that was read, changes nothing; closing one that was written was said before.
        if matches!(event.kind, EventKind::Access(_)) {
            return says;
        }
        for path in event.paths.into_iter().filter(|path| is_of_site(root, path)) {
            says = true;
            self.paths.insert(path);
        }
        says
    }
}

/// Whether a path is a part of the site, and no leaving of an editor.
fn is_of_site(root: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(root) else { return false };
    let Some(first) = inside.iter().next().and_then(|first| first.to_str()) else { return false };
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_leaving = name.starts_with(".#")
        || name.ends_with('~')
        || name == "4913"
        || name.starts_with('.') && (name.contains(".sw") || name.ends_with(".tmp"));
    (first == crate::build::CONFIG_FILE || FOLDERS.contains(&first)) && !is_leaving
}
