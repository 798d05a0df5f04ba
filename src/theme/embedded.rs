//! The default theme that is built into the program. The interface to include_dir.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::files::{Contents, File, Hidden};
use crate::problem::SitePath;

/// The name of the default theme: what a theme extends that names no other.
pub const DEFAULT: &str = "broadsheet";

static BROADSHEET: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/broadsheet");

/// The files of one folder of the default theme, sorted by name.
pub(super) fn walk(folder: &str, hidden: Hidden) -> Vec<File> {
    let mut files = Vec::new();
    if let Some(dir) = BROADSHEET.get_dir(folder) {
        collect(dir, folder, hidden, &mut files);
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// One file of the default theme.
pub(super) fn file(path: &str) -> Option<File> {
    BROADSHEET.get_file(path).map(|file| built_in(path, path, file.contents()))
}

fn collect(dir: &Dir<'static>, folder: &str, hidden: Hidden, files: &mut Vec<File>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let name = path.strip_prefix(folder).unwrap_or(&path).trim_start_matches('/');
        if !name.split('/').any(|part| hidden.skips(part)) {
            files.push(built_in(name, &path, file.contents()));
        }
    }
    for inner in dir.dirs() {
        collect(inner, folder, hidden, files);
    }
}

fn built_in(name: &str, path: &str, bytes: &[u8]) -> File {
    File {
        name: name.to_owned(),
        path: SitePath::new(format!("(built in) {DEFAULT}/{path}")),
        contents: Contents::Memory(Arc::from(bytes)),
    }
}
