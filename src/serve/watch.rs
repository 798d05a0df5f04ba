//! Watches the site folder for what is saved. The interface to notify.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify_debouncer_full::notify::{self, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer};

/// The folders in which a site keeps what it is made of.
const FOLDERS: [&str; 7] = ["content", "themes", "templates", "static", "assets", "strings", "data"];

/// How long the folder has to be quiet: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(25);

/// What was saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Saved {
    /// The files: absolute.
    pub paths: Vec<PathBuf>,
    /// Whether the system lost count, and any file may have changed.
    pub lost: bool,
}

/// A folder that is watched; it is not any more when this is dropped.
pub(super) struct Watcher {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    root: PathBuf,
    watched: Vec<&'static str>,
    events: mpsc::Receiver<DebounceEventResult>,
}

impl Watcher {
    /// Begins to watch the site at `root`.
    ///
    /// # Errors
    ///
    /// When the system cannot watch it.
    pub fn new(root: &Path) -> notify::Result<Self> {
        let (sender, events) = mpsc::channel();
        let mut debouncer = new_debouncer(QUIET, None, sender)?;
        debouncer.watch(root, RecursiveMode::NonRecursive)?;
        let mut watcher = Self { debouncer, root: root.to_owned(), watched: Vec::new(), events };
        watcher.watch_folders()?;
        Ok(watcher)
    }

    /// Folders may come later than the server.
    fn watch_folders(&mut self) -> notify::Result<()> {
        for folder in FOLDERS {
            let path = self.root.join(folder);
            if !path.exists() {
                self.watched.retain(|watched| *watched != folder);
            } else if !self.watched.contains(&folder) {
                self.debouncer.watch(path, RecursiveMode::Recursive)?;
                self.watched.push(folder);
            }
        }
        Ok(())
    }

    /// Waits for the next saves, and takes all that come together as one; none when there can be no more.
    pub fn wait(&mut self) -> Option<Saved> {
        loop {
            let first = self.events.recv().ok()?;
            let mut saved = Saved::default();
            for result in std::iter::once(first).chain(self.events.try_iter()) {
                match result {
                    Ok(events) => events.iter().for_each(|event| note(&self.root, event, &mut saved)),
                    Err(_) => saved.lost = true,
                }
            }
            // A folder that comes and goes while it is looked at comes again with the next event.
            saved.lost |= self.watch_folders().is_err();
            if saved.lost || !saved.paths.is_empty() {
                return Some(saved);
            }
        }
    }
}

/// Notes what an event says was saved: reading a file is an event too, and no reason to do anything.
fn note(root: &Path, event: &DebouncedEvent, saved: &mut Saved) {
    saved.lost |= event.need_rescan();
    if matches!(event.kind, EventKind::Access(_)) {
        return;
    }
    for path in event.paths.iter().filter(|path| is_of_site(root, path)) {
        if !saved.paths.contains(path) {
            saved.paths.push(path.clone());
        }
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
