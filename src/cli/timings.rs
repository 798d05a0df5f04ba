//! Says where the time of a build went: `dateline build --timings`.

use std::sync::Arc;
use std::time::Duration;

use crate::build::{Details, Spent, Summary};

use super::terminal::grouped;

/// How many templates and entries are named.
const NAMED: usize = 10;

/// For people: a table for stages, templates and entries each.
pub(super) fn human(summary: &Summary, details: &Details) -> String {
    let mut lines = vec!["\nStages, one after the other".to_owned()];
    lines.extend(summary.timings.iter().map(|timing| format!("{}  {}", milliseconds(timing.time), timing.stage)));
    if !details.templates.is_empty() {
        lines.push("\nTemplates, over all threads: time, calls, time of each".to_owned());
        lines.extend(details.templates.iter().take(NAMED).map(|(name, spent)| row(name, *spent)));
    }
    if !details.entries.is_empty() {
        lines.push("\nEntries, over all threads: reading and rendering the page of each".to_owned());
        let entries = details.entries.iter().take(NAMED);
        lines.extend(entries.map(|(name, spent)| format!("{}  {name}", milliseconds(spent.time))));
    }
    lines.push("\nKnown from before".to_owned());
    let counts = &summary.counts;
    let known = |known: usize, all: usize, what: &str| format!("  {} of {} {what}", grouped(known), grouped(all));
    lines.push(known(counts.pages - counts.rendered.min(counts.pages), counts.pages, "pages"));
    let written = summary.changes.added.len() + summary.changes.changed.len();
    lines.push(known(summary.changes.unchanged, summary.changes.unchanged + written, "files of the output"));
    lines.push(format!("  all texts but {}", grouped(details.read)));
    lines.join("\n")
}

/// For programs: seconds.
pub(super) fn json(summary: &Summary, details: &Details) -> serde_json::Value {
    let spent = |(name, spent): &(Arc<str>, Spent)| serde_json::json!({ "name": name, "calls": spent.calls, "seconds": spent.time.as_secs_f64() });
    let stage = |timing: &crate::build::Timing| serde_json::json!({ "name": timing.stage, "seconds": timing.time.as_secs_f64() });
    serde_json::json!({
        "stages": summary.timings.iter().map(stage).collect::<Vec<_>>(),
        "templates": details.templates.iter().map(spent).collect::<Vec<_>>(),
        "entries": details.entries.iter().take(NAMED).map(spent).collect::<Vec<_>>(),
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
