//! The pages that were asked for lately, as they last were: what is shown while a template is broken.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::standpoint::Standpoint;

/// How many bytes of pages are kept.
const ROOM: usize = 16 << 20;

/// Pages by standpoint and file, no more than there is room for.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    pages: FxHashMap<String, Vec<u8>>,
    /// The files in the order in which they came.
    order: VecDeque<String>,
    bytes: usize,
}

impl Seen {
    /// Keeps a page as it was seen; the oldest go where there is no room for it.
    pub fn keep(&self, from: &Standpoint, file: &str, bytes: &[u8]) {
        if !file.ends_with(".html") || bytes.len() > ROOM {
            return;
        }
        let file = format!("{from}/{file}");
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += bytes.len();
        match kept.pages.insert(file.clone(), bytes.to_vec()) {
            Some(old) => kept.bytes -= old.len(),
            None => kept.order.push_back(file),
        }
        while kept.bytes > ROOM {
            let Some(oldest) = kept.order.pop_front() else { return };
            kept.bytes -= kept.pages.remove(&oldest).map_or(0, |page| page.len());
        }
    }

    /// A page as it last was from a standpoint.
    pub fn last(&self, from: &Standpoint, file: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pages.get(&format!("{from}/{file}")).cloned()
    }
}
