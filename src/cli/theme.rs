//! `dateline theme`: what there is of a theme, copies of it to change, a check of its templates, their reference.

use std::path::Path;

use crate::build::{Read, Silent, Stopwatch, Workspace, read};
use crate::inspect::{self, Chosen};
use crate::parse::Document;
use crate::problem::{Problem, Severity};
use crate::render::Compiled;
use crate::report;
use crate::theme::Theme;

use super::build::Format;
use super::{Exit, eject, terminal};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Copy files of the theme into the site, to change them
    Eject(eject::Args),
    /// Find what templates use and is not there: variables, fields, filters, words, assets, blocks
    Check(Check),
    /// Print the reference of templates: every name, type, function and filter
    Docs,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  dateline theme check\n  dateline theme check wire --strict")]
pub(super) struct Check {
    /// A theme of `themes/`, or the built-in one, instead of the site's
    name: Option<String>,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// How problems are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Command {
    /// Does what was asked for, on the site at `root`.
    pub fn run(self, root: &Path) -> Exit {
        match self {
            Self::Eject(eject) => eject.run(root),
            Self::Check(check) => check.run(root),
            Self::Docs => terminal::data(&inspect::reference()),
        }
    }
}

impl Check {
    fn run(&self, root: &Path) -> Exit {
        let mut workspace = match super::open(root) {
            Ok(workspace) => workspace,
            Err(exit) => return exit,
        };
        if let Some(name) = self.name.as_ref().filter(|name| **name != workspace.config.theme) {
            workspace.config.theme.clone_from(name);
            // What the site sets is for its own theme.
            workspace.config.settings.clear();
        }
        let Read { documents, theme, mut problems, .. } = read(&workspace, &Silent, &mut Stopwatch::start());
        // What is wrong with the content is for a build to say.
        problems.found.retain(|problem| !is_of_content(problem));
        let templates = theme.as_ref().map_or(0, |theme| theme.templates.len());
        if let Some(theme) = &theme {
            problems.extend(check(&workspace, theme, &chosen(&documents)));
        }
        let stops = |problem: &Problem| self.strict || problem.severity == Severity::Error;
        let failed = report::apply_rules(problems.clone(), &workspace.config.desk.rules).iter().any(stops);
        let report = workspace.report(problems);
        let told = self.format.tell(&report);
        if self.format == Format::Human {
            let found = report.findings.len();
            let found = if found == 1 { "1 problem".to_owned() } else { format!("{found} problems") };
            terminal::note(&format!(
                "Checked {templates} templates of the theme `{}`: {found}",
                workspace.config.theme
            ));
        }
        if failed { Exit::Problems } else { told }
    }
}

fn is_of_content(problem: &Problem) -> bool {
    problem.place.as_ref().is_some_and(|place| {
        let file = place.file.as_str();
        file == "content" || file.starts_with("content/") || file.starts_with("data/")
    })
}

/// Templates that entries and plain pages name.
fn chosen(documents: &[Document]) -> Chosen {
    let named = documents.iter().filter_map(|document| match document {
        Document::Entry(entry) => Some((entry.template.clone()?, "entry.html")),
        Document::Page(page) => Some((page.template.clone()?, "page.html")),
        _ => None,
    });
    named.collect()
}

/// What is wrong with a theme: what it uses and is not there, else what keeps its templates from being loaded.
fn check(workspace: &Workspace, theme: &Theme, chosen: &Chosen) -> Vec<Problem> {
    let mut found = inspect::check(theme, chosen);
    if let Err(broken) = Compiled::new(theme, &workspace.config) {
        // Tera stops at the first name that it does not know; that one has been found with all others.
        let said = |problem: &Problem| found.iter().any(|known| file(known) == file(problem));
        let more: Vec<Problem> = broken.into_iter().filter(|problem| !said(problem)).collect();
        found.extend(more);
    }
    found
}

fn file(problem: &Problem) -> Option<&str> {
    problem.place.as_ref().map(|place| place.file.as_str())
}
