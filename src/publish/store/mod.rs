//! Places that hold files one by one under their keys: what a release can be done with, file by file.

pub mod folder;
pub mod object;
mod words;

use std::collections::BTreeMap;

use super::dress::Dress;
use super::live::Listed;
use super::retry::Fault;

/// Which state of a file is meant: what the store calls it, to replace that state and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Its entity tag.
    pub tag: Option<String>,
    /// Its version.
    pub version: Option<String>,
}

/// A place that holds files one by one. Each file is replaced in one step: nobody ever reads half of one. Any thread may
/// call it; nothing is tried twice here.
pub trait Store: Send + Sync {
    /// All files.
    fn list(&self) -> Result<BTreeMap<String, Listed>, Fault>;

    /// A file with its state; none where there is none.
    fn get(&self, key: &str) -> Result<Option<(Vec<u8>, State)>, Fault>;

    /// Writes a file, over another if need be; gives its stamp where that is known at once.
    fn put(&self, key: &str, bytes: Vec<u8>, dress: Option<&Dress>) -> Result<Option<String>, Fault>;

    /// Writes a file only where there is none yet (`over` is none), or only over this state of it; none where that is
    /// not so.
    fn claim(&self, key: &str, bytes: Vec<u8>, over: Option<&State>) -> Result<Option<State>, Fault>;

    /// Copies a file with its headers inside the store; `false` where there is none.
    fn copy(&self, from: &str, to: &str) -> Result<bool, Fault>;

    /// Deletes files; one that is not there counts as deleted.
    fn delete(&self, keys: &[String]) -> Result<(), Fault>;
}
