//! Walks the folders of a theme without leaving the site folder: a link that leads out is refused, never followed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use crate::problem::{At, Place, Problem, SitePath};
use crate::slug;

/// A file of one layer.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// Its path below the folder that was walked: `callouts/quote.html`.
    pub name: String,
    /// The file as messages name it.
    pub path: SitePath,
    /// Where its bytes are.
    pub contents: Contents,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub(super) enum Contents {
    /// In the site folder: an absolute path without links, proved to lie inside.
    Disk(PathBuf),
    /// In the program.
    Memory(Arc<[u8]>),
}

/// Which names that begin with a dot count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hidden {
    /// None.
    Skip,
    /// Those that web servers know.
    Hosting,
}

impl Hidden {
    /// Whether a file or folder of this name is passed over.
    pub fn skips(self, name: &str) -> bool {
        let served = self == Self::Hosting && matches!(name, ".well-known" | ".nojekyll" | ".htaccess");
        (name.starts_with('.') && !served) || name.ends_with('~')
    }
}

/// The files below `folder` of the site (`root`, canonical), sorted; none where there is no such folder.
pub(super) fn walk(root: &Path, folder: &str, hidden: Hidden, problems: &mut Vec<Problem>) -> Vec<File> {
    let start = root.join(folder);
    let mut files = Vec::new();
    if start.symlink_metadata().is_err() {
        return files;
    }
    let mut steps = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
    while let Some(step) = steps.next() {
        match step.map_err(|error| walk_problem(root, &error)).and_then(|entry| judge(root, &entry, hidden)) {
            Ok(Verdict::Enter) => {}
            Ok(Verdict::Pass { folder }) => skip(&mut steps, folder),
            Ok(Verdict::Take(real, entry)) => files.push(File {
                name: slashed(entry.strip_prefix(&start).unwrap_or(&entry)),
                path: site_path(root, &entry),
                contents: Contents::Disk(real),
            }),
            Err(refusal) => {
                problems.push(*refusal.problem);
                skip(&mut steps, refusal.folder);
            }
        }
    }
    files
}

/// One file of the site, where it exists and is safe to read.
pub(super) fn one(root: &Path, path: &str, problems: &mut Vec<Problem>) -> Option<File> {
    let full = root.join(path);
    full.symlink_metadata().ok()?;
    match inside(root, &full) {
        Ok(real) if real.is_file() => {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            Some(File { name, path: SitePath::new(path), contents: Contents::Disk(real) })
        }
        Ok(_) => {
            problems.push(unsafe_path(&SitePath::new(path), "is no plain file"));
            None
        }
        Err(problem) => {
            problems.push(*problem);
            None
        }
    }
}

/// Where a path of the site leads once its links are followed; a problem where that is outside the site folder.
pub(super) fn inside(root: &Path, path: &Path) -> Result<PathBuf, Box<Problem>> {
    let site = site_path(root, path);
    match path.canonicalize() {
        Ok(real) => match real.strip_prefix(root).map(slashed) {
            Ok(below) if below.split('/').any(|part| Hidden::Hosting.skips(part)) => {
                Err(Box::new(unsafe_path(&site, "leads to a hidden file or folder")))
            }
            Ok(_) => Ok(real),
            Err(_) => Err(Box::new(
                unsafe_path(&site, "leads out of the site folder").hint("put a copy in place of the symbolic link"),
            )),
        },
        Err(error) => Err(Box::new(unreadable(&site, &error))),
    }
}

impl File {
    /// A spot in the file, with its text where nobody can read it again from the site folder.
    pub fn place(&self, at: At) -> Place {
        let text = match &self.contents {
            Contents::Disk(_) => None,
            Contents::Memory(bytes) => std::str::from_utf8(bytes).ok().map(Arc::from),
        };
        Place { file: self.path.clone(), at, text }
    }

    /// Whether the file is inside the program.
    pub fn built_in(&self) -> bool {
        matches!(self.contents, Contents::Memory(_))
    }

    /// Its bytes; a problem where they cannot be read.
    pub fn bytes(&self, problems: &mut Vec<Problem>) -> Option<Arc<[u8]>> {
        match &self.contents {
            Contents::Memory(bytes) => Some(Arc::clone(bytes)),
            Contents::Disk(path) => match fs::read(path) {
                Ok(bytes) => Some(bytes.into()),
                Err(error) => {
                    problems.push(unreadable(&self.path, &error));
                    None
                }
            },
        }
    }

    /// Its text without a byte-order mark; a problem where it is none.
    pub fn text(&self, problems: &mut Vec<Problem>) -> Option<Arc<str>> {
        let bytes = self.bytes(problems)?;
        match std::str::from_utf8(&bytes) {
            Ok(text) => Some(Arc::from(text.strip_prefix('\u{feff}').unwrap_or(text))),
            Err(error) => {
                let start = error.valid_up_to();
                let message = format!("`{}` is not text in UTF-8", self.path);
                problems.push(
                    Problem::error("not-utf-8", self.place(At::Bytes(start..start + 1)), message)
                        .hint("save the file as UTF-8"),
                );
                None
            }
        }
    }
}

/// A file that cannot be read, and why.
pub(super) fn unreadable(path: &SitePath, error: &io::Error) -> Problem {
    Problem::error("unreadable", Place::file(path), format!("`{path}` cannot be read: {error}"))
}

/// A path that must not be used, and why.
pub(super) fn unsafe_path(path: &SitePath, why: &str) -> Problem {
    Problem::error("unsafe-path", Place::file(path), format!("`{path}` {why}"))
}

const ABOVE: &str = "is a symbolic link to a folder above it";

enum Verdict {
    /// A folder to look into.
    Enter,
    /// Nothing to see here, nor below it where it is a folder.
    Pass { folder: bool },
    /// A file: where it really is, and by which way it was reached.
    Take(PathBuf, PathBuf),
}

struct Refusal {
    problem: Box<Problem>,
    folder: bool,
}

fn judge(root: &Path, entry: &DirEntry, hidden: Hidden) -> Result<Verdict, Refusal> {
    let folder = entry.file_type().is_dir();
    let refuse = |problem| Refusal { problem: Box::new(problem), folder };
    let top = entry.depth() == 0;
    if !top {
        let site = site_path(root, entry.path());
        let Some(name) = entry.file_name().to_str() else {
            return Err(refuse(unsafe_path(&site, "has a name that is not UTF-8")));
        };
        if hidden.skips(name) {
            return Ok(Verdict::Pass { folder });
        }
        if let Some(why) = slug::unfit(name).filter(|_| !name.starts_with('.')) {
            return Err(refuse(unsafe_path(&site, why).hint("rename it")));
        }
    }
    if top || entry.path_is_symlink() {
        let real = inside(root, entry.path()).map_err(|problem| Refusal { problem, folder })?;
        // A folder above the link holds the whole site, drafts included, even where it is met for the first time.
        if !top && entry.path().starts_with(&real) {
            return Err(refuse(unsafe_path(&site_path(root, entry.path()), ABOVE)));
        }
    }
    match (folder, top) {
        (true, _) => Ok(Verdict::Enter),
        (false, true) => Err(refuse(unsafe_path(&site_path(root, entry.path()), "is no folder"))),
        (false, false) if entry.file_type().is_file() => {
            let real = inside(root, entry.path()).map_err(|problem| Refusal { problem, folder })?;
            Ok(Verdict::Take(real, entry.path().to_owned()))
        }
        (false, false) => Err(refuse(unsafe_path(&site_path(root, entry.path()), "is no plain file"))),
    }
}

fn skip(steps: &mut walkdir::IntoIter, folder: bool) {
    if folder {
        steps.skip_current_dir();
    }
}

fn walk_problem(root: &Path, error: &walkdir::Error) -> Refusal {
    let path = site_path(root, error.path().unwrap_or(root));
    let problem = match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => unsafe_path(&path, ABOVE),
        (None, Some(error)) => unreadable(&path, error),
        (None, None) => unsafe_path(&path, "cannot be walked"),
    };
    Refusal { problem: Box::new(problem), folder: false }
}

fn site_path(root: &Path, path: &Path) -> SitePath {
    SitePath::new(slashed(path.strip_prefix(root).unwrap_or(path)))
}

fn slashed(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
