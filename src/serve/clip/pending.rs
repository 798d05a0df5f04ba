//! Pages that were shown to the editor and not yet filed.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::clipper::Found;

use super::super::tls;

/// How many are kept; each may have [`crate::clip::LARGEST`] bytes.
const KEPT: usize = 8;

/// Pages that wait for a word of the editor, each under a key that only the page which shows it knows.
pub(in crate::serve) struct Clippings {
    waiting: Mutex<VecDeque<(String, Arc<Found>)>>,
    /// Pages are read one after the other, however many are sent.
    pub(super) turn: Semaphore,
}

impl Default for Clippings {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turn: Semaphore::new(1) }
    }
}

impl Clippings {
    /// Keeps a page, and lets go of the oldest where there are too many; gives its key.
    ///
    /// # Errors
    ///
    /// When the system gives no random numbers.
    pub(super) fn keep(&self, found: Arc<Found>) -> io::Result<String> {
        let key = tls::secret()?;
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push_back((key.clone(), found));
        if waiting.len() > KEPT {
            waiting.pop_front();
        }
        Ok(key)
    }

    /// The page with this key.
    pub(super) fn get(&self, key: &str) -> Option<Arc<Found>> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.iter().find(|(known, _)| known == key).map(|(_, found)| Arc::clone(found))
    }

    /// Lets go of a page that was filed.
    pub(super) fn drop(&self, key: &str) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).retain(|(known, _)| known != key);
    }
}
