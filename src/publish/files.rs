//! Files of folders that are published to: listed, and never reached through a link that leads elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

use super::failure::Failure;
use super::live::Listed;
use super::retry::Fault;

/// All files below a folder by their paths in it; none where there is no such folder. Links are passed over.
///
/// # Errors
///
/// Where a folder cannot be read.
pub fn list(root: &Path) -> Result<BTreeMap<String, Listed>, Failure> {
    let mut found = Vec::new();
    walk(root, "", &mut found)?;
    let listed = |key: String| {
        let metadata = fs::symlink_metadata(root.join(&key)).ok()?;
        Some((key, Listed { size: metadata.len(), stamp: time(&metadata) }))
    };
    Ok(found.into_par_iter().filter_map(listed).collect())
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<(), Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::io("read", folder)(error)),
    };
    for entry in entries.flatten() {
        // A name that is no text is none of a release.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let key = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(&entry.path(), &key, found)?,
            Ok(kind) if kind.is_file() => found.push(key),
            _ => {}
        }
    }
    Ok(())
}

/// For `map_err`: the system refused to do something with a file; on a mounted folder that may pass.
pub fn fault(doing: &'static str, path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Fault {
    move |error| {
        let passes = [
            io::ErrorKind::TimedOut,
            io::ErrorKind::Interrupted,
            io::ErrorKind::ResourceBusy,
            io::ErrorKind::StaleNetworkFileHandle,
            io::ErrorKind::NetworkDown,
            io::ErrorKind::HostUnreachable,
        ];
        let may_pass = passes.contains(&error.kind());
        let failure = Failure::io(doing, path)(error);
        if may_pass { Fault::Passing(failure.message) } else { Fault::Final(failure) }
    }
}

/// What changes with a file: when it was last written.
pub fn stamp(path: &Path) -> Option<String> {
    fs::symlink_metadata(path).ok().as_ref().and_then(time)
}

fn time(metadata: &fs::Metadata) -> Option<String> {
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(modified.as_nanos().to_string())
}

/// Refuses a folder that is reached through a link below `root`: what is written there would land elsewhere.
///
/// # Errors
///
/// Where a part of the way is a link, or a file.
pub fn refuse_links(root: &Path, folder: &Path) -> Result<(), Failure> {
    for part in folder.ancestors().take_while(|part| *part != root && part.starts_with(root)) {
        let is_fit = fs::symlink_metadata(part).map_or(true, |metadata| metadata.is_dir());
        if !is_fit {
            let message = format!("`{}` is a link or a file where the site needs a folder", part.display());
            return Err(Failure::refused(message).hint("move it away, then publish again"));
        }
    }
    Ok(())
}
