//! Walks a folder of the site in a fixed order and never leaves it. The interface to walkdir.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::problem::{Place, Problem, SitePath};

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the site folder.
    pub path: SitePath,
    /// Its path on the disk; proved to lie inside the site folder.
    pub disk: PathBuf,
}

/// Every file below `folder` of the site at `root`, sorted by name folder by folder; dotfiles and the leavings of
/// editors are passed over. A folder that is not there holds nothing.
pub(super) fn files(root: &Path, folder: &str) -> (Vec<File>, Vec<Problem>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    let start = root.join(folder);
    if !start.exists() {
        return (files, problems);
    }
    let mut walk = WalkDir::new(&start).follow_links(true).into_iter();
    while let Some(found) = walk.next() {
        match found {
            Ok(entry) if is_left_out(&entry) => skip(&mut walk, &entry),
            Ok(entry) => match admit(root, &entry) {
                Ok(Some(file)) => files.push(file),
                Ok(None) => {}
                Err(problem) => {
                    problems.push(problem);
                    skip(&mut walk, &entry);
                }
            },
            Err(error) => problems.push(unwalkable(root, folder, &error)),
        }
    }
    // Once for all: walkdir would take each path apart at each comparison. No sign sorts before the end of a name.
    files.sort_by_cached_key(|file| file.path.as_str().replace('/', "\0"));
    (files, problems)
}

/// Every file and folder below a folder, and the folder itself, in a fixed order, but for what version control keeps;
/// none where anything cannot be read.
pub(super) fn everything(folder: &Path) -> Option<Vec<PathBuf>> {
    if !folder.exists() {
        return Some(Vec::new());
    }
    let walk = WalkDir::new(folder).follow_links(true).into_iter();
    let is_kept = |entry: &DirEntry| entry.file_name() != ".git";
    let found = walk.filter_entry(is_kept).map(|found| found.ok().map(DirEntry::into_path));
    let mut paths: Vec<PathBuf> = found.collect::<Option<_>>()?;
    paths.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    Some(paths)
}

fn skip(walk: &mut walkdir::IntoIter, entry: &DirEntry) {
    if entry.file_type().is_dir() {
        walk.skip_current_dir();
    }
}

/// Dotfiles, and what editors leave beside a file while it is open.
fn is_left_out(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() > 0
        && (name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#')))
}

/// The file, when it is one and lies inside the site; `None` for a folder.
fn admit(root: &Path, entry: &DirEntry) -> Result<Option<File>, Problem> {
    let path = site_path(root, entry.path());
    let refuse = |message: &str| Problem::error("unsafe-path", Place::file(&path), message);
    if entry.path().to_str().is_none() {
        return Err(refuse("the name of this file is not UTF-8").hint("give it another name"));
    }
    if entry.path_is_symlink() {
        let target = entry.path().canonicalize().map_err(|_| refuse("this link leads nowhere").hint("remove it"))?;
        if !target.starts_with(root) {
            return Err(refuse("this link leads out of the site folder").hint("copy the file into the site instead"));
        }
    }
    let is_file = entry.file_type().is_file();
    Ok(is_file.then(|| File { path, disk: entry.path().to_owned() }))
}

fn site_path(root: &Path, path: &Path) -> SitePath {
    let relative = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    SitePath::new(if std::path::MAIN_SEPARATOR == '/' { relative } else { relative.replace('\\', "/").into() })
}

fn unwalkable(root: &Path, folder: &str, error: &walkdir::Error) -> Problem {
    let path = error.path().map_or_else(|| SitePath::new(folder), |path| site_path(root, path));
    if error.loop_ancestor().is_some() {
        Problem::error("unsafe-path", Place::file(&path), "this link leads back to a folder that it is in")
            .hint("remove it")
    } else {
        let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        Problem::error("unreadable", Place::file(&path), format!("this cannot be read: {why}"))
    }
}
