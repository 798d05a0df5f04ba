//! Front matter: the YAML at the head of a file as typed fields, one file for each kind of document.

mod correction;
mod edition;
mod entry;
mod page;
mod person;
mod photo;
pub mod schema;
mod shared;
mod sidecar;
mod source;
mod source_page;
mod topic;

use std::ops::Range;

use super::Options;
use crate::load;
use crate::problem::{At, Problem};
use crate::yaml::{FRONT_MATTER_LIMIT, Group, Keys, Sheet};

pub use edition::edition;
pub use entry::entry;
pub use page::page;
pub use person::person;
pub use sidecar::sidecar;
pub use source_page::source_page;
pub use topic::topic;

/// What a reader of front matter is given.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The file.
    pub file: &'a load::Source,
    /// The YAML, without the lines that enclose it.
    pub yaml: &'a str,
    /// The byte of the file at which the YAML begins.
    pub start: usize,
    /// The line that opens the front matter, where there is one.
    pub opening: Option<&'a Range<usize>>,
    /// What reading depends on beside the file.
    pub options: &'a Options,
}

/// Reads a document of one kind, and every problem of its front matter.
fn read<T>(input: Input<'_>, keys: Keys, reader: impl FnOnce(&Group<'_>) -> Option<T>) -> (Option<T>, Vec<Problem>) {
    let path = &input.file.path;
    let whole = input.opening.map_or(At::File, |line| At::Bytes(line.clone()));
    let sheet = match Sheet::open(path, input.yaml, input.start, FRONT_MATTER_LIMIT) {
        Ok(sheet) => sheet.of_whole(whole),
        Err(problem) => return (None, vec![*problem]),
    };
    let document = sheet.root(keys).and_then(|group| reader(&group));
    (document, sheet.problems())
}

#[cfg(test)]
mod tests;
