//! Notes which questions are asked while a page is rendered.
//!
//! Tera gives a function its arguments and nothing of the page: a component does not even see the page's context. But one
//! thread renders a page from beginning to end, so that what is asked on a thread in the meantime is asked by that page.
//! Should a thread begin another page within (as a pool of threads may, where one waits), [`during`] sets what was noted
//! aside and goes on with it afterwards.

use std::cell::RefCell;
use std::sync::Arc;

use super::Answered;

thread_local! {
    /// What was asked since the innermost [`during`] of this thread began.
    static ASKED: RefCell<Vec<Arc<Answered>>> = const { RefCell::new(Vec::new()) };
}

/// Does some work, and gives with its result every question that was asked in the meantime, each once.
pub(in crate::render) fn during<T>(work: impl FnOnce() -> T) -> (T, Vec<Arc<Answered>>) {
    let outer = ASKED.take();
    let result = work();
    (result, ASKED.replace(outer))
}

/// Notes that a question was asked.
pub(in crate::render) fn note(answered: &Arc<Answered>) {
    ASKED.with_borrow_mut(|asked| {
        if !asked.iter().any(|known| Arc::ptr_eq(known, answered)) {
            asked.push(Arc::clone(answered));
        }
    });
}
