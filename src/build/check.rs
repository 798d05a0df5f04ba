//! A build that writes nothing: every problem that can be told without the web.

use std::sync::Arc;

use crate::collate::Audience;
use crate::parse::Document;
use crate::problem::Problems;
use crate::write::WriteError;

use super::{Angle, Details, Progress, Stopwatch, Timing, Workspace, dry_run, read, take};

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// What is wrong, and what of it is allowed.
    pub problems: Problems,
    /// What was checked.
    pub documents: Vec<Document>,
    /// How long each stage took.
    pub timings: Vec<Timing>,
    /// Where the time went within them, where that was asked for.
    pub details: Option<Details>,
}

/// Checks a site as its audience sees it at a moment; `detailed` takes the time of templates, entries and rules.
///
/// # Errors
///
/// When photos that are made on the way cannot be kept.
pub fn check(
    workspace: &Workspace,
    angle: Angle,
    detailed: bool,
    progress: &dyn Progress,
) -> Result<Checked, WriteError> {
    let mut watch = if detailed { Stopwatch::detailed() } else { Stopwatch::start() };
    let mut read = read(workspace, progress, &mut watch);
    if angle.audience == Audience::Desk {
        read.theme = read.theme.map(|theme| Arc::new(Arc::unwrap_or_clone(theme).for_preview()));
    }
    let documents = read.documents.clone();
    let problems = take(workspace, angle, read, progress, &mut watch, |snapshot, mut problems, watch| {
        if let Some(snapshot) = snapshot {
            problems.extend(dry_run(snapshot, watch.meter()));
            problems.complete = true;
            watch.lap("render");
        }
        problems
    })?;
    Ok(Checked { problems, documents, details: watch.details(), timings: watch.laps() })
}
