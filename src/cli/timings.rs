//! Says where the time of a build or a check went: `--timings`.

use std::sync::Arc;
use std::time::Duration;

use crate::build::{Details, Spent, Summary, Timing};

use super::terminal::grouped;

/// How many templates and entries are named.
const NAMED: usize = 10;

/// For people: a table for stages, templates, entries and rules each; a build says too what it did not need to make.
pub(super) fn human(stages: &[Timing], details: &Details, built: Option<&Summary>) -> String {
    let mut lines = vec!["\nStages, one after the other".to_owned()];
    lines.extend(stages.iter().map(|timing| format!("{}  {}", milliseconds(timing.time), timing.stage)));
    if !details.templates.is_empty() {
        lines.push("\nTemplates, over all threads: time, calls, time of each".to_owned());
        lines.extend(details.templates.iter().take(NAMED).map(|(name, spent)| row(name, *spent)));
    }
    if !details.entries.is_empty() {
        lines.push("\nEntries, over all threads: reading and rendering the page of each".to_owned());
        let entries = details.entries.iter().take(NAMED);
        lines.extend(entries.map(|(name, spent)| format!("{}  {name}", milliseconds(spent.time))));
    }
    if !details.rules.is_empty() {
        lines.push("\nRules that take the whole site to tell, over all threads".to_owned());
        lines.extend(details.rules.iter().map(|(name, spent)| format!("{}  {name}", milliseconds(spent.time))));
    }
    lines.push("\nKnown from before".to_owned());
    if let Some(Summary { counts, changes, .. }) = built {
        let known = |known: usize, all: usize, what: &str| format!("  {} of {} {what}", grouped(known), grouped(all));
        lines.push(known(counts.pages - counts.rendered.min(counts.pages), counts.pages, "pages"));
        let written = changes.added.len() + changes.changed.len();
        lines.push(known(changes.unchanged, changes.unchanged + written, "files of the output"));
    }
    lines.push(format!("  all texts but {}", grouped(details.read)));
    lines.join("\n")
}

/// For programs: seconds.
pub(super) fn json(stages: &[Timing], details: &Details) -> serde_json::Value {
    let spent = |(name, spent): &(Arc<str>, Spent)| serde_json::json!({ "name": name, "calls": spent.calls, "seconds": spent.time.as_secs_f64() });
    let stage = |timing: &Timing| serde_json::json!({ "name": timing.stage, "seconds": timing.time.as_secs_f64() });
    serde_json::json!({
        "stages": stages.iter().map(stage).collect::<Vec<_>>(),
        "templates": details.templates.iter().map(spent).collect::<Vec<_>>(),
        "entries": details.entries.iter().take(NAMED).map(spent).collect::<Vec<_>>(),
        "rules": details.rules.iter().map(spent).collect::<Vec<_>>(),
        "read": details.read,
    })
}

fn row(name: &str, spent: Spent) -> String {
    let each = spent.time / u32::try_from(spent.calls.max(1)).unwrap_or(u32::MAX);
    format!("{} {:>9} {:>9.3} ms  {name}", milliseconds(spent.time), grouped(spent.calls), each.as_secs_f64() * 1000.0)
}

fn milliseconds(time: Duration) -> String {
    format!("{:>9.1} ms", time.as_secs_f64() * 1000.0)
}
