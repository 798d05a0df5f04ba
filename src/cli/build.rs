//! `dateline build`: the site into its output folder.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::build::{Outcome, Progress, Request, Silent, Summary, Workspace, build};
use crate::collate::Audience;
use crate::config;
use crate::problem::Severity;
use crate::report;

use super::terminal::grouped;
use super::{Exit, moment, terminal, timings};

/// How many held entries and changed files are named before the rest is counted.
const NAMED: usize = 10;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dateline build\n  dateline build --drafts --output /tmp/preview\n  dateline build \
                        --now 2026-12-24T06:00 --strict"
)]
pub(super) struct Args {
    /// Build a preview for the desk: drafts, scheduled and embargoed entries too, each marked, all hidden from search
    /// engines; wants an `--output` of its own
    #[arg(long)]
    drafts: bool,
    /// Build as of this date or date-time instead of now
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// The address that the site is published at, instead of the configured one
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The folder to build into, instead of the configured one
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Build over a folder that Dateline did not make; files of other names stay
    #[arg(long)]
    force: bool,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// How problems and the summary are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// How many threads work at once; as many as there are processors by default
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Say nothing but what is wrong
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Say where the time went: stages, templates, entries, rules, and what was known from before
    #[arg(long)]
    timings: bool,
    /// Name every file that changed
    #[arg(short, long)]
    verbose: bool,
}

/// How problems are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, to standard error
    #[default]
    Human,
    /// One JSON document, to standard output
    Json,
    /// Annotations of GitHub Actions, to standard output
    Github,
    /// A SARIF 2.1.0 log for code hosts and editors, to standard output
    Sarif,
}

impl Args {
    /// Builds the site at `root`.
    pub fn run(self, root: &Path) -> Exit {
        if let Some(jobs) = self.jobs
            && rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global().is_err()
        {
            terminal::error(&format!("cannot start {jobs} threads"), None);
            return Exit::Machine;
        }
        match self.prepare(root) {
            Ok((workspace, request)) => self.build(&workspace, &request),
            Err(exit) => exit,
        }
    }

    fn prepare(&self, root: &Path) -> Result<(Workspace, Request), Exit> {
        let mut workspace = super::open(root)?;
        if let Some(base_url) = &self.base_url {
            workspace.config.base_url = config::check_base_url(base_url).map_err(|error| {
                terminal::error(&format!("`--base-url` {error}"), None);
                Exit::Usage
            })?;
        }
        let output = match &self.output {
            Some(typed) => std::path::absolute(typed).map_err(|_| Exit::Usage)?,
            None => workspace.root.join(&workspace.config.output),
        };
        if self.drafts && output == workspace.root.join(&workspace.config.output) {
            terminal::error(
                "a preview with drafts is never built where the public site is",
                Some("name another folder: `dateline build --drafts --output /tmp/preview`"),
            );
            return Err(Exit::Usage);
        }
        let request = Request {
            audience: if self.drafts { Audience::Desk } else { Audience::Public },
            now: moment::now(self.now.as_deref(), &workspace)?,
            output,
            force: self.force,
            strict: self.strict,
            timings: self.timings,
        };
        Ok((workspace, request))
    }

    fn build(&self, workspace: &Workspace, request: &Request) -> Exit {
        let bar = terminal::Bar::new();
        let progress: &dyn Progress = if self.quiet || self.format == Format::Json { &Silent } else { &bar };
        match build(workspace, request, progress) {
            Ok(outcome) => self.tell(workspace, &outcome),
            Err(error) => terminal::write_error(&error),
        }
    }

    fn tell(&self, workspace: &Workspace, outcome: &Outcome) -> Exit {
        let told = match self.format {
            Format::Json => terminal::data(&json(outcome)),
            format => format.tell(&outcome.report),
        };
        if self.format != Format::Json {
            match &outcome.summary {
                Some(summary) => {
                    if !self.quiet {
                        terminal::note(&self.summary(workspace, summary));
                    }
                    if let Some(details) = &summary.details {
                        terminal::note(&timings::human(&summary.timings, details, Some(summary)));
                    }
                }
                None => terminal::note(&failure(outcome)),
            }
        }
        if outcome.summary.is_none() { Exit::Problems } else { told }
    }

    fn summary(&self, workspace: &Workspace, summary: &Summary) -> String {
        let counts = &summary.counts;
        let mut lines = vec![format!(
            "{} on {} and from {}: {}",
            counted(counts.entries, "entry", "entries"),
            counted(counts.topics, "topic", "topics"),
            counted(counts.sources, "source", "sources"),
            counted(counts.pages, "page", "pages"),
        )];
        lines.extend(held(summary));
        if self.drafts {
            lines.push("This is a preview for the desk: do not publish it".to_owned());
        }
        lines.extend(changes(summary, self.verbose));
        lines.push(timings(summary));
        let output = summary.output.strip_prefix(&workspace.root).unwrap_or(&summary.output);
        lines.push(format!("The site is in {}", output.display()));
        lines.join("\n")
    }
}

fn json(outcome: &Outcome) -> String {
    let mut document: serde_json::Value = serde_json::from_str(&report::json(&outcome.report)).unwrap_or_default();
    document["built"] = outcome.summary.is_some().into();
    if let Some(summary) = &outcome.summary {
        let stages = summary.timings.iter().map(|timing| (timing.stage.to_owned(), timing.time.as_secs_f64().into()));
        document["summary"] = serde_json::json!({
            "entries": summary.counts.entries,
            "topics": summary.counts.topics,
            "sources": summary.counts.sources,
            "pages": summary.counts.pages,
            "rendered": summary.counts.rendered,
            "opened": summary.counts.opened,
            "held": *summary.held,
            "output": summary.output,
            "added": summary.changes.added.len(),
            "changed": summary.changes.changed.len(),
            "removed": summary.changes.removed.len(),
            "unchanged": summary.changes.unchanged,
            "seconds": serde_json::Map::from_iter(stages),
        });
    }
    if let Some((summary, details)) = outcome.summary.as_ref().and_then(|all| Some((all, all.details.as_ref()?))) {
        document["timings"] = timings::json(&summary.timings, details);
    }
    format!("{document:#}\n")
}

pub(super) fn failure(outcome: &Outcome) -> String {
    let errors = outcome.report.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = outcome.report.findings.len() - errors;
    let found = match (errors, warnings) {
        (errors, 0) => counted(errors, "error", "errors"),
        (0, warnings) => counted(warnings, "warning", "warnings"),
        _ => format!("{} and {}", counted(errors, "error", "errors"), counted(warnings, "warning", "warnings")),
    };
    format!("{found}; nothing was written, the output is as it was")
}

fn held(summary: &Summary) -> Vec<String> {
    let mut lines = Vec::new();
    if !summary.held.is_empty() {
        lines.push(format!("{} held back:", counted(summary.held.len(), "entry is", "entries are")));
    }
    for held in summary.held.iter().take(NAMED) {
        let until = held.until.as_ref().map(|moment| format!(" until {}", moment.rfc3339())).unwrap_or_default();
        lines.push(format!("  {}{until}: {} ({})", held.status.name(), held.headline, held.path));
    }
    if summary.held.len() > NAMED {
        lines.push(format!("  and {} more: `dateline list` names them all", summary.held.len() - NAMED));
    }
    lines
}

fn changes(summary: &Summary, verbose: bool) -> Vec<String> {
    let changes = &summary.changes;
    if changes.added.is_empty() && changes.changed.is_empty() && changes.removed.is_empty() {
        let mut lines = vec!["Nothing changed".to_owned()];
        lines.extend(kept(summary));
        return lines;
    }
    let mut lines = vec![format!(
        "Files: {} added, {} changed, {} removed, {} unchanged",
        grouped(changes.added.len()),
        grouped(changes.changed.len()),
        grouped(changes.removed.len()),
        grouped(changes.unchanged)
    )];
    if verbose {
        let named = [("+", &changes.added), ("~", &changes.changed), ("-", &changes.removed)];
        lines.extend(named.iter().flat_map(|(sign, paths)| paths.iter().map(move |path| format!("  {sign} {path}"))));
    }
    lines.extend(kept(summary));
    lines
}

/// Files of an earlier build that someone changed since are theirs now.
fn kept(summary: &Summary) -> Option<String> {
    let kept = &summary.changes.kept_foreign;
    let first = kept.first()?;
    let count = counted(kept.len(), "file", "files");
    Some(format!("{count} of an earlier build changed by another hand and left in place, such as {first}"))
}

fn timings(summary: &Summary) -> String {
    let total: f64 = summary.timings.iter().map(|timing| timing.time.as_secs_f64()).sum();
    let stages: Vec<String> = summary
        .timings
        .iter()
        .map(|timing| format!("{} {:.0} ms", timing.stage, timing.time.as_secs_f64() * 1000.0))
        .collect();
    format!("Took {:.2} s: {}", total, stages.join(", "))
}

/// `1 entry`, `1,234 entries`
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}
