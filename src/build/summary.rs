//! What a build did, for those who asked for it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::collate::Held;
use crate::write::Changes;

use super::timings::{Details, Meter};

/// What was built.
#[derive(Debug)]
pub struct Summary {
    /// How much of what.
    pub counts: Counts,
    /// What was held back and why.
    pub held: Arc<Vec<Held>>,
    /// The folder that was built into.
    pub output: PathBuf,
    /// What changed in it.
    pub changes: Changes,
    /// How long each stage took, in their order.
    pub timings: Vec<Timing>,
    /// Where the time went within them, where that was asked for.
    pub details: Option<Details>,
}

/// How much of what a site has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Listed entries.
    pub entries: usize,
    /// Topics.
    pub topics: usize,
    /// Sources.
    pub sources: usize,
    /// Pages of the output, feeds and redirects among them.
    pub pages: usize,
    /// Copied files.
    pub files: usize,
    /// Pages that were rendered; the others were as the last build left them.
    pub rendered: usize,
    /// Photos and other files beside entries that were opened; the others are known since an earlier build.
    pub opened: usize,
}

/// How long a stage took.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// The stage's name.
    pub stage: &'static str,
    /// How long it took.
    pub time: Duration,
}

/// Takes the time of stages that follow one another.
#[derive(Debug)]
pub struct Stopwatch {
    last: Instant,
    laps: Vec<Timing>,
    meter: Option<Arc<Meter>>,
    /// How many texts were read.
    read: usize,
}

impl Stopwatch {
    /// Starts with the first stage.
    pub fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new(), meter: None, read: 0 }
    }

    /// Starts with the first stage, and takes the time of templates and entries too.
    pub fn detailed() -> Self {
        Self { meter: Some(Arc::default()), ..Self::start() }
    }

    /// What takes the time of templates and entries, where that is asked for.
    pub fn meter(&self) -> Option<&Arc<Meter>> {
        self.meter.as_ref()
    }

    /// Notes how many texts were read.
    pub fn note_read(&mut self, texts: usize) {
        self.read = texts;
    }

    /// Where the time went, where that was asked for.
    pub fn details(&self) -> Option<Details> {
        self.meter.as_ref().map(|meter| meter.details(self.read))
    }

    /// Ends a stage; the next begins.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push(Timing { stage, time: now - self.last });
        self.last = now;
    }

    /// The times taken.
    pub fn laps(&mut self) -> Vec<Timing> {
        std::mem::take(&mut self.laps)
    }
}
