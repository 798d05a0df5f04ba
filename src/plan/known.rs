//! Finds by its path what stands at it in the output.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::collate::Address;

/// The positions of files by their paths: first those of pages, then those of copied files.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(FxHashMap<Arc<str>, u32>);

impl Known {
    /// Room for so many files.
    pub fn with_capacity(files: usize) -> Self {
        Self(FxHashMap::with_capacity_and_hasher(files, Default::default()))
    }

    /// Notes the position of a file; gives that of the first file with this path, where there was one before.
    pub fn insert(&mut self, path: &Arc<str>, position: usize) -> Option<usize> {
        let position = u32::try_from(position).unwrap_or(u32::MAX);
        let first = *self.0.entry(Arc::clone(path)).or_insert(position);
        (first != position).then_some(first as usize)
    }

    /// The position of the file with this path.
    pub fn position(&self, path: &str) -> Option<usize> {
        self.0.get(path).map(|&position| position as usize)
    }

    /// The position of the file that answers at an address from the site's root.
    pub fn answers(&self, address: &str) -> Option<usize> {
        let path = address.split(['#', '?']).next().unwrap_or_default();
        let file = Address::new(path).file();
        self.position(&file).or_else(|| self.position(&format!("{file}/index.html")))
    }
}
