//! A build that writes nothing: every problem that can be told without the web.

use std::sync::Arc;

use crate::collate::Audience;
use crate::parse::Document;
use crate::problem::Problems;
use crate::write::WriteError;

use super::{Angle, Progress, Stopwatch, Timing, Workspace, dry_run, read, take};

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// What is wrong, and what of it is allowed.
    pub problems: Problems,
    /// What was checked.
    pub documents: Vec<Document>,
    /// How long each stage took.
    pub timings: Vec<Timing>,
}

/// Checks a site as its audience sees it at a moment.
///
/// # Errors
///
/// When photos that are made on the way cannot be kept.
pub fn check(workspace: &Workspace, angle: Angle, progress: &dyn Progress) -> Result<Checked, WriteError> {
    let mut watch = Stopwatch::start();
    let mut read = read(workspace, progress, &mut watch);
    if angle.audience == Audience::Desk {
        read.theme = read.theme.map(|theme| Arc::new(Arc::unwrap_or_clone(theme).for_preview()));
    }
    let documents = read.documents.clone();
    let problems = take(workspace, angle, read, progress, &mut watch, |snapshot, mut problems, watch| {
        if let Some(snapshot) = snapshot {
            problems.extend(dry_run(snapshot));
            problems.complete = true;
            watch.lap("render");
        }
        problems
    })?;
    Ok(Checked { problems, documents, timings: watch.laps() })
}
