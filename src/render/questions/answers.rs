//! The answers to questions, each found once for a build.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::load::Digest;
use crate::view::{Catalogue, Question, Shared};

/// A question with its answer.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The question in JSON, by which the next build can ask it again.
    pub question: Arc<str>,
    /// The answer: a list.
    pub answer: Shared,
}

/// Answers questions and remembers the answers.
pub(in crate::render) struct Answers {
    pub(super) catalogue: Catalogue,
    /// By the question in JSON; none for what is no question of this program.
    known: RwLock<BTreeMap<Arc<str>, Option<Arc<Answered>>>>,
}

impl Answers {
    pub(super) fn new(catalogue: Catalogue) -> Self {
        Self { catalogue, known: RwLock::default() }
    }

    /// No answers: for templates that are read before there is a site to ask.
    pub(in crate::render) fn none() -> Self {
        Self::new(Catalogue::default())
    }

    /// The answer to a question; none for a list that no template was known to ask for.
    pub(super) fn ask(&self, question: &Question) -> Option<Arc<Answered>> {
        self.known_or(&serde_json::to_string(question).ok()?, || Some(question.clone()))
    }

    /// The hash of the answer to a question of an earlier build; none where it is no question any more.
    pub(in crate::render) fn digest(&self, question: &str) -> Option<Digest> {
        let answered = self.known_or(question, || serde_json::from_str(question).ok())?;
        Some(answered.answer.digest())
    }

    fn known_or(&self, text: &str, question: impl FnOnce() -> Option<Question>) -> Option<Arc<Answered>> {
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return known.clone();
        }
        let text: Arc<str> = text.into();
        let answer = question().and_then(|question| self.catalogue.answer(&question));
        let answered = answer.map(|answer| Arc::new(Answered { question: Arc::clone(&text), answer }));
        // Another thread may have been faster: its answer, which is the same, stays the only one.
        self.known.write().unwrap_or_else(PoisonError::into_inner).entry(text).or_insert(answered).clone()
    }
}
