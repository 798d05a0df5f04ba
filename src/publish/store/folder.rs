//! A folder whose files are replaced one by one, for places where no link can be switched.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::{State, Store};
use crate::publish::dress::Dress;
use crate::publish::files;
use crate::publish::live::Listed;
use crate::publish::retry::Fault;
use crate::publish::shelf::STATE;

/// A folder as a store.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    written: AtomicU64,
}

impl Folder {
    /// The folder at `root`, which need not exist yet.
    pub fn new(root: PathBuf) -> Self {
        Self { root, written: AtomicU64::new(0) }
    }

    fn path(&self, key: &str) -> PathBuf {
        self.root.join(key)
    }

    /// Writes a file beside its place, under a name that no release has.
    fn stage(&self, bytes: &[u8]) -> Result<PathBuf, Fault> {
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let folder = self.root.join(STATE).join("incoming");
        let path = folder.join(format!("{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).map_err(files::fault("create", &folder))?;
        let write = || -> io::Result<()> {
            let mut file = File::create(&path)?;
            file.write_all(bytes)?;
            file.sync_data()
        };
        write().map_err(|error| {
            // A disk that is full should not be kept full by half a file.
            let _ = fs::remove_file(&path);
            files::fault("write", &path)(error)
        })?;
        Ok(path)
    }

    fn make_room(&self, path: &Path) -> Result<(), Fault> {
        let folder = path.parent().unwrap_or(&self.root);
        files::refuse_links(&self.root, folder)?;
        fs::create_dir_all(folder).map_err(files::fault("create", folder))
    }

    /// Removes the folders above a file that hold nothing any more.
    fn tidy(&self, path: &Path) {
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.root) {
            if fs::remove_dir(folder).is_err() {
                return;
            }
        }
    }
}

impl Store for Folder {
    fn list(&self) -> Result<BTreeMap<String, Listed>, Fault> {
        Ok(files::list(&self.root)?)
    }

    fn get(&self, key: &str) -> Result<Option<(Vec<u8>, State)>, Fault> {
        let path = self.path(key);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some((bytes, State { tag: files::stamp(&path), version: None }))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(files::fault("read", &path)(error)),
        }
    }

    fn put(&self, key: &str, bytes: Vec<u8>, _: Option<&Dress>) -> Result<Option<String>, Fault> {
        let path = self.path(key);
        self.make_room(&path)?;
        let staged = self.stage(&bytes)?;
        fs::rename(&staged, &path).map_err(files::fault("replace", &path))?;
        Ok(files::stamp(&path))
    }

    fn claim(&self, key: &str, bytes: Vec<u8>, over: Option<&State>) -> Result<Option<State>, Fault> {
        let path = self.path(key);
        self.make_room(&path)?;
        let staged = self.stage(&bytes)?;
        let is_ours = match over {
            // A link to the staged file appears whole, or not at all where there is a file already.
            None => match fs::hard_link(&staged, &path) {
                Ok(()) => fs::remove_file(&staged).is_ok(),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
                Err(_) if !path.exists() => fs::rename(&staged, &path).is_ok(),
                Err(_) => false,
            },
            Some(state) => state.tag == files::stamp(&path) && fs::rename(&staged, &path).is_ok(),
        };
        if !is_ours {
            let _ = fs::remove_file(&staged);
            return Ok(None);
        }
        Ok(Some(State { tag: files::stamp(&path), version: None }))
    }

    fn copy(&self, from: &str, to: &str) -> Result<bool, Fault> {
        let (source, path) = (self.path(from), self.path(to));
        match fs::read(&source) {
            Ok(bytes) => self.put(to, bytes, None).map(|_| true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(files::fault("copy", &path)(error)),
        }
    }

    fn delete(&self, keys: &[String]) -> Result<(), Fault> {
        for key in keys {
            let path = self.path(key);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(files::fault("delete", &path)(error));
                }
                _ => self.tidy(&path),
            }
        }
        Ok(())
    }
}
