//! How long each template, each entry and each rule takes, for those who ask: `dateline build --timings`, `dateline check --timings`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::render;

/// How often something was done, and how long that took in all, over all threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// How often.
    pub calls: usize,
    /// How long in all.
    pub time: Duration,
}

/// Takes the time of what is done for each name; shared by all threads.
#[derive(Debug, Default)]
pub struct Meter {
    templates: Names,
    /// By the file of the entry.
    entries: Names,
    /// By what they are about.
    rules: Names,
}

type Names = Mutex<BTreeMap<Arc<str>, Spent>>;

/// Where the time of a build went.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// Templates, what took longest first: pages by the template that renders them, call-outs and elements of texts by
    /// theirs. What a template includes is part of it.
    pub templates: Vec<(Arc<str>, Spent)>,
    /// Files of entries, what took longest first: reading, and rendering the entry's own page.
    pub entries: Vec<(Arc<str>, Spent)>,
    /// Rules of the desk that take the whole site to tell, what took longest first, by what they are about.
    pub rules: Vec<(Arc<str>, Spent)>,
    /// How many texts were read; the others were known.
    pub read: usize,
}

impl Meter {
    /// Does some work for an entry.
    pub(super) fn entry<T>(&self, file: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        spend(&self.entries, file, start.elapsed());
        result
    }

    /// Reads the site by rules.
    pub(super) fn rules<T>(&self, about: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        spend(&self.rules, about, start.elapsed());
        result
    }

    /// What was taken so far.
    pub(super) fn details(&self, read: usize) -> Details {
        Details {
            templates: slowest(&self.templates),
            entries: slowest(&self.entries),
            rules: slowest(&self.rules),
            read,
        }
    }
}

impl render::Meter for Meter {
    fn template(&self, name: &str, work: &mut dyn FnMut()) {
        let start = Instant::now();
        work();
        spend(&self.templates, name, start.elapsed());
    }
}

fn spend(names: &Names, name: &str, time: Duration) {
    let mut names = names.lock().unwrap_or_else(PoisonError::into_inner);
    let spent = match names.get_mut(name) {
        Some(spent) => spent,
        None => names.entry(name.into()).or_default(),
    };
    spent.calls += 1;
    spent.time += time;
}

fn slowest(names: &Names) -> Vec<(Arc<str>, Spent)> {
    let names = names.lock().unwrap_or_else(PoisonError::into_inner);
    let mut all: Vec<(Arc<str>, Spent)> = names.iter().map(|(name, spent)| (Arc::clone(name), *spent)).collect();
    all.sort_by(|a, b| b.1.time.cmp(&a.1.time).then_with(|| a.0.cmp(&b.0)));
    all
}
