//! Takes a new snapshot at each save, and hands it to everybody at once. A site that cannot be built leaves the last one
//! that could in its place.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::build::{Angle, OpenError, Read, Remembered, Shelf, Stopwatch, Workspace, read_again};
use crate::collate::Audience;
use crate::date::WrittenDate;
use crate::report;

use super::Clock;
use super::press::{Press, Taken};
use super::watch::Saved;

/// How long the clock is not looked at.
const REST: Duration = Duration::from_secs(60);
const LEAST_REST: Duration = Duration::from_millis(50);

/// What is shown at first, and of which site.
pub(super) struct Desk {
    /// The site folder.
    pub root: PathBuf,
    /// The address to use instead of the configured one.
    pub base_url: Option<String>,
    /// Who sees the site.
    pub audience: Audience,
    /// The moment at which it is seen.
    pub now: Clock,
    /// What was read before.
    pub shelf: Shelf,
    /// Where everybody looks.
    pub state: watch::Sender<Arc<State>>,
}

/// What the server shows. It is replaced as a whole.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// How many snapshots were taken before.
    pub version: u64,
    /// The last snapshot that had no error, or the first of all.
    pub press: Option<Arc<Press>>,
    /// What that snapshot was taken of: others can be taken of it too.
    pub reading: Option<Arc<Reading>>,
    /// The next moment at which time alone may make another site of it.
    pub until: Option<Timestamp>,
    /// What was saved last.
    pub saved: Saved,
    /// The problems of the site as it is now, as `dateline build --format json` has them.
    pub problems: serde_json::Value,
    /// The same as they were found.
    pub report: Option<Arc<report::Report>>,
    /// How many of them are errors.
    pub errors: usize,
    /// How many are none.
    pub warnings: usize,
}

/// The site as it was read at a save: snapshots of it can be taken from any side. What is remembered of other
/// snapshots, which is much, is not kept with it.
#[derive(Debug)]
pub(super) struct Reading {
    workspace: Workspace,
    read: Read,
    /// The moment of the save.
    pub now: Timestamp,
}

impl Reading {
    /// Takes a snapshot of it, as somebody sees it at a moment; `remembered` is what it knows of snapshots that were seen in the same way.
    ///
    /// # Errors
    ///
    /// With words on what the machine refused.
    pub fn press(&self, audience: Audience, now: Timestamp, remembered: Remembered) -> Result<Taken, String> {
        let mut read = Read { remembered, ..self.read.clone() };
        if audience == Audience::Desk {
            read.theme = read.theme.map(|theme| {
                // A preview has no files for hosts, but it is seen under the rules of one.
                let host_files = theme.pages.host_files;
                let mut theme = Arc::unwrap_or_clone(theme).for_preview();
                theme.pages.host_files = host_files;
                Arc::new(theme)
            });
        }
        Press::start(self.workspace.clone(), Angle { audience, now, strict: false, on_request: true }, read)
    }

    /// The moment that a date means in the site's time zone; none where it is no date.
    pub fn moment(&self, date: &str) -> Option<Timestamp> {
        let written = WrittenDate::parse(date).ok()?;
        Some(written.resolve(&self.workspace.config.timezone).ok()?.instant())
    }
}

impl Desk {
    /// Reads the site anew and shows it, where it can be shown.
    pub fn renew(&mut self, saved: &Saved) {
        if saved.lost {
            self.shelf.doubt();
        }
        self.shelf.forget(&self.root, &saved.paths);
        if let Some(words) = self.state.borrow().press.as_ref().and_then(|press| press.learned()) {
            self.shelf.learn(words);
        }
        let taken = self.take();
        self.state.send_modify(|state| *state = Arc::new(next(state, taken, saved)));
    }

    /// How long nothing has to be done, if nothing is saved. A machine may sleep meanwhile, and its clock be set.
    pub fn rest(&self) -> Duration {
        let left = self.state.borrow().until.map(|until| until.duration_since((self.now)()).unsigned_abs());
        left.unwrap_or(REST).clamp(LEAST_REST, REST)
    }

    /// Whether the moment has come at which time alone may make another site.
    pub fn is_over(&self) -> bool {
        self.state.borrow().until.is_some_and(|until| until <= (self.now)())
    }

    fn take(&mut self) -> Result<(Taken, Reading), String> {
        let mut workspace = Workspace::open(&self.root).map_err(|error| match error {
            OpenError::NotASite(_) => "there is no `dateline.yaml` any more".to_owned(),
            OpenError::Unreadable(_, error) => format!("`dateline.yaml` cannot be read: {error}"),
        })?;
        if let Some(base_url) = &self.base_url {
            workspace.config.base_url.clone_from(base_url);
        }
        let mut read = read_again(&workspace, &mut self.shelf, &mut Stopwatch::start());
        let remembered = std::mem::take(&mut read.remembered);
        let reading = Reading { workspace, read, now: (self.now)() };
        let taken = reading.press(self.audience, reading.now, remembered)?;
        Ok((taken, reading))
    }
}

fn next(last: &State, taken: Result<(Taken, Reading), String>, saved: &Saved) -> State {
    let (version, saved) = (last.version + 1, saved.clone());
    match taken {
        Ok((Taken { report, press, until }, reading)) => {
            let errors = report.errors();
            let good = press.filter(|_| errors == 0 || last.press.is_none());
            let (press, reading) = match good {
                Some(press) => (Some(press), Some(Arc::new(reading))),
                None => (last.press.clone(), last.reading.clone()),
            };
            State {
                version,
                press,
                reading,
                until,
                saved,
                errors,
                warnings: report.warnings(),
                problems: problems(&report),
                report: Some(Arc::new(report)),
            }
        }
        Err(message) => {
            let problem = serde_json::json!({ "severity": "error", "message": message, "hints": [] });
            State {
                version,
                saved,
                problems: serde_json::json!([problem]),
                report: None,
                errors: 1,
                until: None,
                ..last.clone()
            }
        }
    }
}

/// The problems of a report.
pub(super) fn problems(report: &report::Report) -> serde_json::Value {
    let mut document: serde_json::Value = serde_json::from_str(&report::json(report)).unwrap_or_default();
    document["problems"].take()
}
