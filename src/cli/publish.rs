//! `dateline publish`: the site online, and back.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::build::{Outcome, Request, Workspace, build};
use crate::collate::Audience;
use crate::config::publish::{Limit, Place, Target};
use crate::publish::{
    Blame, Failure, History, Left, Plan, Prepared, Seat, Wanted, Watch as _, Why, open as open_target,
};
use crate::report;
use crate::write::WriteError;

use super::build::{Format, counted, failure};
use super::terminal::{Bar, grouped};
use super::transfer::{Transfer, size};
use super::{Exit, moment, terminal};

/// How many files of each kind a plan names before it counts the rest.
const NAMED: usize = 8;

/// How long another build of the same site is waited for, and how often it is looked for.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(200);

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The targets stand under `publish` in dateline.yaml; docs/publishing.md has every key. Credentials come \
                  from the environment, the platform or an agent, never from that file.\n\nExamples:\n  dateline publish \
                  --dry-run                what would change, and nothing done\n  dateline publish live --yes                \
                  without a question, as in CI\n  dateline publish live --max-deletes 10%    up to a tenth may \
                  go\n  dateline publish live --history            what went live when\n  dateline publish live --rollback           \
                  the release before this one"
)]
pub(super) struct Args {
    /// The target's name; may be left out where there is one
    target: Option<String>,
    /// Print the plan and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// How many files may be deleted: a number, or a share such as `10%`; what the target has, else 256
    #[arg(long, value_name = "N|N%")]
    max_deletes: Option<String>,
    /// Publish to a place that holds files which Dateline did not publish: those of the same name are replaced
    #[arg(long)]
    adopt: bool,
    /// Send every file, also those that the target has
    #[arg(long, conflicts_with = "rollback")]
    all: bool,
    /// List what went live when
    #[arg(long, conflicts_with_all = ["rollback", "dry_run", "yes", "max_deletes", "adopt", "all"])]
    history: bool,
    /// Put an earlier release back: the one of this name, or the last before this one
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "")]
    rollback: Option<String>,
    /// Leave out what the target wants done after a release
    #[arg(long)]
    no_after: bool,
    /// Build as of this date or date-time instead of now
    #[arg(long, value_name = "DATE", conflicts_with = "rollback")]
    now: Option<String>,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// How problems and the plan are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Say nothing but what is wrong
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Name every file
    #[arg(short, long)]
    verbose: bool,
}

impl Args {
    /// Publishes the site at `root`.
    pub fn run(self, root: &Path) -> Exit {
        match self.publish(root) {
            Ok(()) => Exit::Done,
            Err(exit) => exit,
        }
    }

    fn publish(&self, root: &Path) -> Result<(), Exit> {
        let limit = self.limit()?;
        let workspace = super::open(root)?;
        let watch = Transfer::new(self.quiet || self.format == Format::Json);
        if self.history {
            return self.tell_history(self.target(&workspace)?, &workspace, &watch);
        }
        let at = moment::clock();
        let output = workspace.root.join(&workspace.config.output);
        // Taken before the build: of two publishes of this folder the second hears at once that there is another.
        let seat = self.seat(&workspace)?;
        if workspace.problems.is_empty() {
            self.target(&workspace)?;
        }
        if self.rollback.is_none() {
            self.build(&workspace, &output)?;
        }
        let target = self.target(&workspace)?;
        let wanted = match self.rollback.as_deref() {
            None => Wanted::Build(&output, at),
            Some(id) => Wanted::Back(Some(id).filter(|id| !id.is_empty())),
        };
        let failed = |failure: Failure| self.failed(&failure, target);
        let prepared = Prepared::new(&workspace, target, wanted, &watch).map_err(failed)?;
        let prepared = if self.all { prepared.with_all() } else { prepared };
        self.tell_plan(target, &prepared);
        let refused = prepared.check(limit, self.adopt);
        match seat.filter(|_| refused.is_ok()) {
            Some(seat) if !prepared.is_done() => {
                self.ask(target)?;
                let changed = self.release(target, &prepared, (&seat, at), &watch)?;
                let failed = if self.no_after { Vec::new() } else { prepared.after(&workspace, &changed, &watch) };
                self.tell_live(target, &prepared, &workspace.config.base_url);
                told_of(&failed)
            }
            seat => {
                self.tell_json(target, &prepared, false);
                refused.map_err(failed)?;
                if self.dry_run && !prepared.is_done() && !self.quiet && self.format != Format::Json {
                    terminal::note("Nothing was published: this was a dry run");
                }
                let Some(seat) = seat else { return Ok(()) };
                Self::prune(&prepared, (&seat, at), &watch).map_err(failed)?;
                let untold = if self.no_after { Vec::new() } else { prepared.untold(&seat) };
                if untold.is_empty() {
                    return Ok(());
                }
                watch.note("Steps after an earlier release are due: they failed, were left out or cut off");
                told_of(&prepared.after(&workspace, &untold, &watch))
            }
        }
    }

    /// The seat of the target, where something may change and the target is known already.
    fn seat(&self, workspace: &Workspace) -> Result<Option<Seat>, Exit> {
        let targets = &workspace.config.publish;
        let target = match (&self.target, targets.as_slice()) {
            (None, [one]) => Some(one),
            (typed, _) => targets.iter().find(|target| Some(&target.name) == typed.as_ref()),
        };
        let seat = target.filter(|_| !self.dry_run).map(|target| {
            Seat::take(&workspace.state(), &target.name).map_err(|failure| self.failed(&failure, target))
        });
        seat.transpose()
    }

    fn release(
        &self,
        target: &Target,
        prepared: &Prepared<'_>,
        (seat, at): (&Seat, jiff::Timestamp),
        watch: &Transfer,
    ) -> Result<Vec<String>, Exit> {
        watch.heed_stops();
        let gone = prepared.go(seat, at, watch);
        // What was at work when it failed is on the terminal no longer.
        watch.end();
        gone.map_err(|failure| self.failed(&failure, target))
    }

    fn tell_live(&self, target: &Target, prepared: &Prepared<'_>, address: &str) {
        self.tell_json(target, prepared, true);
        if !self.quiet && self.format != Format::Json {
            terminal::note(&live(&prepared.id, target, address));
        }
    }

    /// Says why a publish failed, and what the target shows since.
    fn failed(&self, failure: &Failure, target: &Target) -> Exit {
        let exit = said(failure);
        let name = &target.name;
        let left = match failure.left {
            Left::Untouched => format!("This publish changed nothing on `{name}`"),
            Left::Partly => {
                format!("`{name}` shows files of this release among those of the one before, each of them whole")
            }
            Left::Either => format!("`{name}` shows this release or the one before; the next publish looks which"),
        };
        if !self.dry_run {
            terminal::note(&left);
        }
        exit
    }

    fn limit(&self) -> Result<Option<Limit>, Exit> {
        let Some(typed) = &self.max_deletes else { return Ok(None) };
        Limit::parse(typed).map(Some).ok_or_else(|| {
            let message = format!("`--max-deletes {typed}` is neither a number of files nor a share of them");
            terminal::error(&message, Some("write `--max-deletes 256` or `--max-deletes 10%`"));
            Exit::Usage
        })
    }

    /// The target that was typed, or the only one.
    fn target<'w>(&self, workspace: &'w Workspace) -> Result<&'w Target, Exit> {
        let targets = &workspace.config.publish;
        let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
        let (message, hint) = match (&self.target, targets.as_slice()) {
            (_, []) => (
                "`dateline.yaml` names no place to publish to".to_owned(),
                "write one under `publish`, for example `publish: {live: {kind: folder, path: /srv/www/briefing}}`"
                    .to_owned(),
            ),
            (None, [one]) => return Ok(one),
            (None, _) => (
                "there are several targets".to_owned(),
                format!("name one: `dateline publish {}`; there are `{}`", names[0], names.join("`, `")),
            ),
            (Some(typed), _) => match targets.iter().find(|target| target.name == *typed) {
                Some(target) => return Ok(target),
                None => {
                    let near = crate::problem::nearest(typed, names.iter().copied());
                    let hint = near.map_or_else(
                        || format!("there are `{}`", names.join("`, `")),
                        |near| format!("did you mean `{near}`?"),
                    );
                    (format!("there is no target `{typed}`"), hint)
                }
            },
        };
        terminal::error(&message, Some(&hint));
        Err(Exit::Usage)
    }

    /// Builds the public site; problems of severity error stop here.
    fn build(&self, workspace: &Workspace, output: &Path) -> Result<(), Exit> {
        let now = moment::now(self.now.as_deref(), workspace)?;
        if now > moment::clock() && !self.dry_run {
            terminal::error(
                "a site of a moment to come cannot be published: it holds what is scheduled or under embargo until then",
                Some("leave `--now` out, or look at what would be published with `--dry-run`"),
            );
            return Err(Exit::Usage);
        }
        let request = Request {
            audience: Audience::Public,
            now,
            output: PathBuf::from(output),
            force: false,
            strict: self.strict,
            timings: false,
        };
        let bar = Bar::new();
        let progress: &dyn crate::build::Progress =
            if self.quiet || self.format == Format::Json { &crate::build::Silent } else { &bar };
        let outcome =
            self.build_in_turn(workspace, &request, progress).map_err(|error| terminal::write_error(&error))?;
        self.tell_build(&outcome);
        if outcome.summary.is_some() { Ok(()) } else { Err(Exit::Problems) }
    }

    /// Builds; another build of the same site is waited for: it takes seconds.
    fn build_in_turn(
        &self,
        workspace: &Workspace,
        request: &Request,
        progress: &dyn crate::build::Progress,
    ) -> Result<Outcome, WriteError> {
        let begun = Instant::now();
        let mut is_told = self.quiet || self.format == Format::Json;
        loop {
            match build(workspace, request, progress) {
                Err(WriteError::Busy) if begun.elapsed() < PATIENCE => {}
                done => return done,
            }
            if !std::mem::replace(&mut is_told, true) {
                terminal::note("Another build of this site is running: waiting until it is done");
            }
            std::thread::sleep(LOOK);
        }
    }

    fn tell_build(&self, outcome: &Outcome) {
        match self.format {
            Format::Human => terminal::report(&outcome.report),
            Format::Github => _ = terminal::data(&report::github(&outcome.report)),
            Format::Sarif => _ = terminal::data(&report::sarif(&outcome.report)),
            Format::Json if outcome.summary.is_none() => _ = terminal::data(&report::json(&outcome.report)),
            Format::Json => {}
        }
        if outcome.summary.is_none() && self.format != Format::Json {
            terminal::note(&failure(outcome));
            terminal::note("Nothing was published");
        }
    }

    fn tell_plan(&self, target: &Target, prepared: &Prepared<'_>) {
        if self.quiet || self.format == Format::Json {
            return;
        }
        for note in &prepared.seen.live.notes {
            terminal::note(note);
        }
        if prepared.is_done() {
            let live = prepared.seen.live.release.as_deref().unwrap_or_default();
            terminal::note(&format!("Nothing to publish: `{}` has all of it, release {live}", target.name));
            return;
        }
        let named = if self.verbose { usize::MAX } else { NAMED };
        for line in plan_lines(target, prepared, named) {
            terminal::note(&line);
        }
    }

    fn tell_json(&self, target: &Target, prepared: &Prepared<'_>, is_published: bool) {
        if self.format == Format::Json {
            terminal::data(&json(target, prepared, is_published));
        }
    }

    /// Lets go of what a target keeps too much of, where there is nothing else to do.
    fn prune(prepared: &Prepared<'_>, (seat, at): (&Seat, jiff::Timestamp), watch: &Transfer) -> Result<(), Failure> {
        match prepared.prune(seat, at, watch)? {
            0 => {}
            1 => watch.note("1 copy of earlier releases was removed: it is no longer kept"),
            count => {
                watch.note(&format!(
                    "{} copies of earlier releases were removed: they are no longer kept",
                    grouped(count)
                ));
            }
        }
        Ok(())
    }

    fn ask(&self, target: &Target) -> Result<(), Exit> {
        if self.yes || terminal::asks_yes(&format!("Publish to `{}`?", target.name)) == Some(true) {
            return Ok(());
        }
        if terminal::can_ask() {
            terminal::note("Nothing was published");
            return Err(Exit::Done);
        }
        terminal::error(
            "nobody is there to be asked",
            Some("say `--yes` where it shall be published without a question"),
        );
        Err(Exit::Usage)
    }

    fn tell_history(&self, target: &Target, workspace: &Workspace, watch: &Transfer) -> Result<(), Exit> {
        let seen = open_target(workspace, target)
            .and_then(|place| place.look(&[], watch))
            .map_err(|failure| said(&failure))?;
        for note in &seen.live.notes {
            watch.note(note);
        }
        let live = seen.live.release.as_deref();
        let told = match self.format {
            Format::Json => history_json(&seen.history, live),
            _ => history_lines(&seen.history, live),
        };
        if seen.history.lines.is_empty() && self.format != Format::Json {
            watch.note(&format!("Nothing was published to `{}` yet", target.name));
        }
        match terminal::data(&told) {
            Exit::Done => Ok(()),
            exit => Err(exit),
        }
    }
}

/// Where the release is now: an archive has still to be taken somewhere.
fn live(id: &str, target: &Target, address: &str) -> String {
    match &target.place {
        Place::Archive { path, .. } => format!("Release {id} is in {}: upload it to your host", path.display()),
        _ => format!("Release {id} is live at {address}"),
    }
}

/// Says which steps after a release failed.
fn told_of(failed: &[Failure]) -> Result<(), Exit> {
    for failure in failed {
        let hint = failure
            .hint
            .as_deref()
            .unwrap_or("the release is live; do this step by hand, or publish again, which tells of these changes too");
        terminal::error(&format!("after the release: {failure}"), Some(hint));
    }
    if failed.is_empty() { Ok(()) } else { Err(Exit::Machine) }
}

/// Says why a publish failed.
fn said(failure: &Failure) -> Exit {
    terminal::error(&failure.message, failure.hint.as_deref());
    match failure.blame {
        Blame::Refused => Exit::Problems,
        Blame::Usage => Exit::Usage,
        Blame::Machine => Exit::Machine,
    }
}

fn plan_lines(target: &Target, prepared: &Prepared<'_>, named: usize) -> Vec<String> {
    let plan = &prepared.plan;
    let head = if prepared.is_back { "Back on" } else { "For" };
    let mut lines = vec![format!(
        "{head} `{}` ({}): {} added, {} changed, {} deleted, {} unchanged; {} to send",
        target.name,
        target.place.kind(),
        grouped(plan.added()),
        grouped(plan.changed()),
        grouped(plan.deletes.len()),
        grouped(plan.unchanged),
        size(plan.bytes()),
    )];
    lines.extend(shortened(puts(plan, true), named));
    lines.extend(shortened(puts(plan, false), named));
    let deletes = plan.deletes.iter().map(|(key, bytes)| format!("  - {key} ({})", size(*bytes))).collect();
    lines.extend(shortened(deletes, named));
    lines
}

/// Lines for the files that are added, or for those that are changed.
fn puts(plan: &Plan, is_added: bool) -> Vec<String> {
    let puts = plan.puts.iter().filter(|put| (put.why == Why::Added) == is_added);
    puts.map(|put| {
        let (key, now) = (&put.key, size(put.size));
        match put.why {
            Why::Added => format!("  + {key} ({now})"),
            Why::Changed(before) => format!("  ~ {key} ({now}, was {})", size(before)),
            Why::Again => format!("  ~ {key} ({now}, again)"),
            Why::Headers => format!("  ~ {key} ({now}, other headers)"),
            Why::Unsure(before) => format!("  ~ {key} ({now}, what is there of {} is not known)", size(before)),
        }
    })
    .collect()
}

fn shortened(mut lines: Vec<String>, named: usize) -> Vec<String> {
    if lines.len() > named.saturating_add(1) {
        let more = lines.len() - named;
        lines.truncate(named);
        lines.push(format!("    and {} more: `--verbose` names them all", grouped(more)));
    }
    lines
}

fn json(target: &Target, prepared: &Prepared<'_>, is_published: bool) -> String {
    let plan = &prepared.plan;
    let file = |key: &str, size: u64| serde_json::json!({ "path": key, "size": size });
    let puts = |is_added: bool| -> Vec<serde_json::Value> {
        let puts = plan.puts.iter().filter(|put| (put.why == Why::Added) == is_added);
        puts.map(|put| file(&put.key, put.size)).collect()
    };
    let deletes: Vec<serde_json::Value> = plan.deletes.iter().map(|(key, size)| file(key, *size)).collect();
    let document = serde_json::json!({
        "target": target.name,
        "kind": target.place.kind(),
        "release": prepared.id,
        "live": prepared.seen.live.release,
        "published": is_published,
        "added": puts(true),
        "changed": puts(false),
        "deleted": deletes,
        "unchanged": plan.unchanged,
        "bytes": plan.bytes(),
        "notes": prepared.seen.live.notes,
    });
    format!("{document:#}\n")
}

/// The newest first.
fn history_lines(history: &History, live: Option<&str>) -> String {
    let newest = history.lines.len().saturating_sub(1);
    let line = |(at, line): (usize, &crate::publish::Line)| {
        let is_live = at == newest && Some(line.id.as_str()) == live;
        let marks = match (is_live, line.back) {
            (true, true) => "  live, put back",
            (true, false) => "  live",
            (false, true) => "  put back",
            (false, false) => "",
        };
        let counts = format!("+{} ~{} -{}", line.added, line.changed, line.deleted);
        format!("{}  {}  {}  {counts}{marks}\n", line.at, line.id, counted(line.files, "file", "files"))
    };
    history.lines.iter().enumerate().rev().map(line).collect()
}

fn history_json(history: &History, live: Option<&str>) -> String {
    let line = |line: &crate::publish::Line| {
        serde_json::json!({
            "release": line.id, "at": line.at, "files": line.files, "added": line.added,
            "changed": line.changed, "deleted": line.deleted, "back": line.back,
        })
    };
    let lines: Vec<serde_json::Value> = history.lines.iter().rev().map(line).collect();
    format!("{:#}\n", serde_json::json!({ "live": live, "releases": lines }))
}
