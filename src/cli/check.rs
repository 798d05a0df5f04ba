//! `dateline check`: reads the copy and says what is wrong; with `--links` it asks the web too, and `--fix` alone writes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::build::{Angle, Checked, Progress, Silent, Workspace, check};
use crate::collate::Audience;
use crate::parse::Document;
use crate::problem::{CHAPTERS, SitePath, nearest_rule, rule};
use crate::report::{self, Finding, Report};

use super::build::{Format, counted};
use super::{Exit, links, moment, terminal, timings};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dateline check\n  dateline check --only content/2026 --strict\n  dateline check --rule \
                  placeholder --rule misquote\n  dateline check --since 2026-11-01\n  dateline check --links --fix\n  dateline check --format sarif > \
                  desk.sarif\n\nExit codes: 0 nothing wrong, or warnings alone; 1 errors, or warnings with --strict; 2 \
                  wrong usage; 3 the machine failed (disk, network)\n\ndocs/desk.md says of each rule what breaks it, \
                  and how to allow it for one entry."
)]
pub(super) struct Args {
    /// Name problems in this file or folder alone; may be given more than once
    #[arg(long, value_name = "PATH")]
    only: Vec<PathBuf>,
    /// Name problems of this rule alone; may be given more than once
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
    /// Name problems in entries of this date or later alone
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Check what the desk sees: drafts, scheduled and embargoed entries are part of the site
    #[arg(long)]
    drafts: bool,
    /// Check the site as of this date or date-time instead of now
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// How problems are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Say where the time went: stages, templates, entries, rules
    #[arg(long)]
    timings: bool,
    /// Say nothing but what is wrong
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    links: links::Args,
}

/// What of everything that was found is named.
struct Filter {
    paths: Vec<String>,
    rules: Vec<String>,
    since: Option<Timestamp>,
}

impl Args {
    /// Checks the site at `root`.
    pub fn run(self, root: &Path) -> Exit {
        self.check(root).unwrap_or_else(|exit| exit)
    }

    fn check(&self, root: &Path) -> Result<Exit, Exit> {
        let workspace = super::open(root)?;
        let filter = self.filter(&workspace)?;
        let audience = if self.drafts { Audience::Desk } else { Audience::Public };
        let now = moment::now(self.now.as_deref(), &workspace)?;
        let angle = Angle { audience, now, strict: false, on_request: false };
        let bar = terminal::Bar::new();
        let progress: &dyn Progress = if self.quiet || self.format != Format::Human { &Silent } else { &bar };
        let checked =
            check(&workspace, angle, self.timings, progress).map_err(|error| terminal::write_error(&error))?;
        let Checked { mut problems, documents, timings: stages, details } = checked;
        let (mut notes, mut stopped) = (Vec::new(), None);
        if self.links.links {
            let recent = filter.since.map(|since| recent(&documents, since));
            let chosen = |path: &SitePath| filter.names_file(path, recent.as_ref());
            let round = links::Round { workspace: &workspace, now, chosen: &chosen, progress };
            let answers = self.links.run(&round)?;
            problems.found.extend(answers.problems);
            (notes, stopped) = (answers.notes, answers.stopped);
        }
        let mut report = workspace.report(problems);
        filter.apply(&mut report, &documents);
        let told = self.format.tell_with(&report, details.as_ref().map(|details| timings::json(&stages, details)));
        if self.format == Format::Human && !self.quiet {
            let seconds: f64 = stages.iter().map(|timing| timing.time.as_secs_f64()).sum();
            terminal::note(&summary(&report, &documents, seconds));
            notes.iter().for_each(|line| terminal::note(line));
            details.iter().for_each(|details| terminal::note(&timings::human(&stages, details, None)));
        }
        if let Some(why) = stopped {
            terminal::error(&why, Some("run the command again: what was found is written, and the rest is looked for"));
            return Ok(Exit::Machine);
        }
        let failed = report.errors() > 0 || self.strict && report.warnings() > 0;
        Ok(if failed { Exit::Problems } else { told })
    }

    fn filter(&self, workspace: &Workspace) -> Result<Filter, Exit> {
        let paths = self.only.iter().map(|path| inside(path, workspace)).collect::<Result<_, _>>()?;
        if let Some(unknown) = self.rule.iter().find(|name| rule(name).is_none()) {
            let near = nearest_rule(unknown).map(|near| format!("did you mean `{near}`?"));
            terminal::error(&format!("there is no rule `{unknown}`"), near.as_deref());
            return Err(Exit::Usage);
        }
        let since = self.since.as_deref().map(|date| moment::read("--since", date, workspace)).transpose()?;
        Ok(Filter { paths, rules: self.rule.clone(), since })
    }
}

impl Filter {
    fn apply(&self, report: &mut Report, documents: &[Document]) {
        let recent = self.since.map(|since| recent(documents, since));
        report.findings.retain(|finding| {
            let file = finding.spot.as_ref().map(|spot| &spot.file);
            self.names_rule(finding)
                && (self.is_everything() || file.is_some_and(|file| self.names_file(file, recent.as_ref())))
        });
    }

    fn is_everything(&self) -> bool {
        self.paths.is_empty() && self.since.is_none()
    }

    fn names_file(&self, file: &SitePath, recent: Option<&BTreeSet<&SitePath>>) -> bool {
        (self.paths.is_empty() || self.holds(file)) && recent.is_none_or(|recent| recent.contains(file))
    }

    fn names_rule(&self, finding: &Finding) -> bool {
        self.rules.is_empty() || self.rules.iter().any(|rule| rule == finding.rule)
    }

    fn holds(&self, file: &SitePath) -> bool {
        let below = |path: &String| match file.as_str().strip_prefix(path.as_str()) {
            Some(rest) => path.is_empty() || rest.is_empty() || rest.starts_with('/'),
            None => false,
        };
        self.paths.iter().any(below)
    }
}

/// The files of entries of this moment or later.
fn recent(documents: &[Document], since: Timestamp) -> BTreeSet<&SitePath> {
    let entries = documents.iter().filter_map(|document| match document {
        Document::Entry(entry) if entry.date.instant() >= since => Some(&entry.path),
        _ => None,
    });
    entries.collect()
}

/// A path that was typed, from the site folder or from where the command runs, as the site knows it.
fn inside(typed: &Path, workspace: &Workspace) -> Result<String, Exit> {
    let found = [workspace.root.join(typed), typed.to_owned()].into_iter().find_map(|path| path.canonicalize().ok());
    match found.as_deref().and_then(|path| path.strip_prefix(&workspace.root).ok()) {
        Some(path) => Ok(path.to_string_lossy().replace('\\', "/")),
        None => {
            terminal::error(
                &format!("there is no `{}` in the site", typed.display()),
                Some("write a path from the site folder, such as `content/2026`"),
            );
            Err(Exit::Usage)
        }
    }
}

fn summary(report: &Report, documents: &[Document], seconds: f64) -> String {
    let entries = documents.iter().filter(|document| matches!(document, Document::Entry(_))).count();
    let rules = CHAPTERS.iter().map(|chapter| chapter.rules.len()).sum();
    let found = match (report.errors(), report.warnings()) {
        (0, 0) => "nothing is wrong".to_owned(),
        (errors, 0) => counted(errors, "error", "errors"),
        (0, warnings) => counted(warnings, "warning", "warnings"),
        (errors, warnings) => {
            format!("{} and {}", counted(errors, "error", "errors"), counted(warnings, "warning", "warnings"))
        }
    };
    let (entries, rules) = (counted(entries, "entry", "entries"), counted(rules, "rule", "rules"));
    format!("Read {entries} by {rules}: {found}\nTook {seconds:.2} s")
}

impl Format {
    /// Writes a report, for people to standard error and for programs to standard output.
    pub(super) fn tell(self, report: &Report) -> Exit {
        self.tell_with(report, None)
    }

    /// The same; the JSON document has `timings` too, where the time was taken.
    fn tell_with(self, report: &Report, timings: Option<serde_json::Value>) -> Exit {
        match self {
            Self::Json if timings.is_some() => {
                let mut document: serde_json::Value = serde_json::from_str(&report::json(report)).unwrap_or_default();
                document["timings"] = timings.unwrap_or_default();
                terminal::data(&format!("{document:#}\n"))
            }
            Self::Human => {
                terminal::report(report);
                Exit::Done
            }
            Self::Json => terminal::data(&report::json(report)),
            Self::Github => terminal::data(&report::github(report)),
            Self::Sarif => terminal::data(&report::sarif(report)),
        }
    }
}
