//! Tells whether a build would do anything. A build notes what it read, from outside: the paths, lengths and times of all
//! files; what else it depends on; and how long time alone changes nothing. While all of that is the same, and the output
//! is as it was written, so is what another build would write and find, and none is needed: what was found is noted too.

use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::collate::{Held, Status};
use crate::date::WrittenDate;
use crate::desk;
use crate::load::{Digest, Traces};
use crate::problem::SitePath;
use crate::report::Report;
use crate::view::hash;
use crate::write::{Changes, Memory, Target};

use super::{BUILD_ID, CONFIG_FILE, Counts, Request, Snapshot, Summary, Workspace};

/// The folders that a build reads.
const FOLDERS: [&str; 8] =
    ["content", "themes", "templates", "static", "assets", "strings", "data", ".dateline/sources"];

/// All that a build depends on but the time.
pub(super) struct Inputs {
    digest: Digest,
    /// Whether a file that is written now would look another.
    settled: bool,
    /// What was looked at, for those who read it.
    pub traces: Traces,
}

/// What a build notes for the next.
#[derive(Serialize, Deserialize)]
struct Note {
    inputs: Digest,
    /// The moment at which the site was seen.
    from: Timestamp,
    /// The next moment at which it is another site by itself.
    until: Option<Timestamp>,
    /// Names what was public, beside which the desk reads the site.
    public: Option<Digest>,
    counts: Counts,
    held: Vec<NotedHeld>,
    /// What was found.
    report: Report,
}

/// An entry that is held back; the moment as it is written.
#[derive(Serialize, Deserialize)]
struct NotedHeld {
    path: SitePath,
    headline: String,
    status: Status,
    until: Option<String>,
}

impl Inputs {
    /// Looks at what a build would read; none where anything cannot be told.
    #[expect(clippy::disallowed_methods, reason = "the clock is compared with the times of files, and nothing sees it")]
    pub fn look(workspace: &Workspace, request: &Request) -> Option<Self> {
        let now = SystemTime::now();
        let traces = Traces::of(&workspace.root, &FOLDERS, &[CONFIG_FILE])?;
        let Workspace { config, digest, .. } = workspace;
        let all = (BUILD_ID, traces.digest, digest, &config.base_url, request.audience);
        Some(Self { digest: hash(&all), settled: traces.are_settled(now), traces })
    }
}

/// What the last build into `target` would find and say again, where another would change nothing.
pub(super) fn recall(
    workspace: &Workspace,
    request: &Request,
    inputs: &Inputs,
    target: &Target,
) -> Option<(Report, Summary)> {
    let note: Note = target.noted()?;
    let is_in_time = note.from <= request.now && note.until.is_none_or(|until| request.now < until);
    let is_same = note.inputs == inputs.digest && note.public == target.remembered(Memory::Public);
    let is_stopped = request.strict && !note.report.findings.is_empty();
    if !is_in_time || !is_same || is_stopped || !target.is_as_written() {
        return None;
    }
    let held = note.held.into_iter().map(|held| held.read(workspace)).collect::<Option<Vec<Held>>>()?;
    let summary = Summary {
        counts: Counts { rendered: 0, opened: 0, ..note.counts },
        held: Arc::new(held),
        output: request.output.clone(),
        changes: Changes { unchanged: target.written(), ..Changes::default() },
        timings: Vec::new(),
        details: None,
    };
    Some((note.report, summary))
}

/// Notes what the build that is about to be committed depended on, and what it found.
pub(super) fn note(
    target: &Target,
    request: &Request,
    inputs: &Inputs,
    snapshot: Snapshot<'_>,
    (report, counts): (&Report, Counts),
) {
    if inputs.settled {
        target.note(&Note {
            inputs: inputs.digest,
            from: request.now,
            until: snapshot.site.until.into_iter().chain(desk::until(snapshot.desk)).min(),
            public: target.remembered(Memory::Public),
            counts,
            held: snapshot.site.held.iter().map(NotedHeld::of).collect(),
            report: report.clone(),
        });
    }
}

impl NotedHeld {
    fn of(held: &Held) -> Self {
        let written = |moment| match serde_json::to_value(moment) {
            Ok(serde_json::Value::String(written)) => written,
            _ => String::new(),
        };
        let Held { path, headline, status, until } = held;
        Self { path: path.clone(), headline: headline.clone(), status: *status, until: until.as_ref().map(written) }
    }

    fn read(self, workspace: &Workspace) -> Option<Held> {
        let moment = |written: String| WrittenDate::parse(&written).ok()?.resolve(&workspace.config.timezone).ok();
        let until = match self.until {
            Some(written) => Some(moment(written)?),
            None => None,
        };
        Some(Held { path: self.path, headline: self.headline, status: self.status, until })
    }
}
