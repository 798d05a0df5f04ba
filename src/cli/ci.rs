//! `dateline new ci`: a workflow that builds, checks and publishes, on every push and when an entry is due.

use std::path::Path;

use clap::ValueEnum;

use super::new::write_new;
use super::{Exit, open, terminal};

const GITHUB: &str = include_str!("starter/github.yml");
const GITLAB: &str = include_str!("starter/gitlab.yml");

/// Whose workflow it is.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Host {
    /// `.github/workflows/publish.yml`
    Github,
    /// `.gitlab-ci.yml`
    Gitlab,
}

/// Writes the workflow of the site at `root`; the target is the one that is named, or the first of the configuration.
pub(super) fn write(root: &Path, host: Host, target: Option<&str>, branch: &str) -> Exit {
    let workspace = match open(root) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    let targets = &workspace.config.publish;
    let known = |name: &str| targets.iter().any(|target| target.name == name);
    let target = match (target, targets.first()) {
        (Some(name), _) if known(name) => name.to_owned(),
        (None, Some(first)) => first.name.clone(),
        (Some(name), _) => {
            terminal::error(&format!("there is no target `{name}` under `publish`"), Some("write it there first"));
            return Exit::Usage;
        }
        (None, None) => {
            terminal::error("`dateline.yaml` names no place to publish to", Some("write one under `publish` first"));
            return Exit::Usage;
        }
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if branch.is_empty() || !branch.chars().all(is_plain) {
        terminal::error(&format!("`{branch}` is no branch that a workflow can name"), None);
        return Exit::Usage;
    }
    let (file, text) = match host {
        Host::Github => (".github/workflows/publish.yml", GITHUB),
        Host::Gitlab => (".gitlab-ci.yml", GITLAB),
    };
    let text = text.replace("{target}", &target).replace("{branch}", branch);
    match write_new(&workspace.root, file, text.as_bytes()) {
        Ok(()) => {
            terminal::note(&format!(
                "{file} publishes to `{target}`: give it the target's credentials, then commit it"
            ));
            Exit::Done
        }
        Err(exit) => exit,
    }
}
