//! `dateline new ci`: a workflow that builds, checks and publishes, on every push and when an entry is due.

use std::path::Path;

use clap::ValueEnum;

use crate::config::publish::{Place, Target};

use super::new::write_new;
use super::{Exit, open, terminal};

const GITHUB: &str = include_str!("starter/github.yml");
/// What each job of GitHub's does first.
const GITHUB_SETUP: &str = include_str!("starter/github-setup.yml");
const GITLAB: &str = include_str!("starter/gitlab.yml");

/// The step of GitHub's jobs that lets ssh get to the target.
const GITHUB_SSH: &str = "      - name: Let ssh get to the target\n        run: |\n          install -m 700 -d ~/.ssh\n          \
     printf '%s\\n' \"$SSH_PRIVATE_KEY\" > ~/.ssh/id_ed25519\n          chmod 600 ~/.ssh/id_ed25519\n          \
     printf '%s\\n' \"$SSH_KNOWN_HOSTS\" >> ~/.ssh/known_hosts\n";
/// The same for GitLab's.
const GITLAB_SSH: &str = "    - eval \"$(ssh-agent -s)\"\n    - printf '%s\\n' \"$SSH_PRIVATE_KEY\" | ssh-add -\n    \
     - install -m 700 -d ~/.ssh && printf '%s\\n' \"$SSH_KNOWN_HOSTS\" >> ~/.ssh/known_hosts\n";

/// What `cargo install` is told by default.
const INSTALL: &str = concat!("dateline@", env!("CARGO_PKG_VERSION"));

/// Whose workflow it is.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Host {
    /// `.github/workflows/publish.yml`
    Github,
    /// `.gitlab-ci.yml`
    Gitlab,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  dateline new ci github --target live\n  dateline new ci gitlab --install '--git \
                  https://git.example.org/dateline --tag v0.1.0 dateline'")]
pub(super) struct Args {
    /// Whose workflow it is
    host: Host,
    /// The target, instead of the first of the configuration
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    /// The branch whose pushes are published
    #[arg(long, value_name = "NAME", default_value = "main")]
    branch: String,
    /// What `cargo install` is told, where Dateline is to come from elsewhere than crates.io
    #[arg(long, value_name = "WORDS", default_value = INSTALL, allow_hyphen_values = true)]
    install: String,
}

impl Args {
    /// Writes the workflow of the site at `root`.
    pub fn run(&self, root: &Path) -> Exit {
        self.write(root).unwrap_or_else(|exit| exit)
    }

    fn write(&self, root: &Path) -> Result<Exit, Exit> {
        let workspace = open(root)?;
        let target = self.target(&workspace.config.publish)?;
        plain(&self.branch, "-_./", "is no branch that a workflow can name")?;
        plain(&self.install, "-_./:@=+~ ", "is nothing that a workflow can tell `cargo install`")?;
        let (file, text) = match self.host {
            Host::Github => (".github/workflows/publish.yml", github(&target.place)),
            Host::Gitlab => (".gitlab-ci.yml", gitlab(&target.place)),
        };
        let filled = [("{target}", &target.name), ("{branch}", &self.branch), ("{install}", &self.install)];
        let text = filled.iter().fold(text, |text, (hole, value)| text.replace(hole, value));
        write_new(&workspace.root, file, text.as_bytes())?;
        terminal::note(&said(self.host, file, target));
        if matches!(target.place, Place::Folder { .. } | Place::Archive { .. }) {
            terminal::note(&format!(
                "`{}` is on the machine that runs the workflow, and gone with it: run it on one of your own, or name another \
                 `--target`",
                target.name
            ));
        }
        Ok(Exit::Done)
    }

    /// The target that is named, or the first.
    fn target<'w>(&self, targets: &'w [Target]) -> Result<&'w Target, Exit> {
        let Some(first) = targets.first() else {
            terminal::error("`dateline.yaml` names no place to publish to", Some("write one under `publish` first"));
            return Err(Exit::Usage);
        };
        let Some(name) = &self.target else { return Ok(first) };
        targets.iter().find(|target| target.name == *name).ok_or_else(|| {
            terminal::error(&format!("there is no target `{name}` under `publish`"), Some("write it there first"));
            Exit::Usage
        })
    }
}

/// Refuses what would mean something else in a workflow.
fn plain(text: &str, signs: &str, why: &str) -> Result<(), Exit> {
    if !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || signs.contains(c)) {
        return Ok(());
    }
    terminal::error(&format!("`{text}` {why}"), Some("use letters, digits, hyphens, dots and slashes"));
    Err(Exit::Usage)
}

/// The variables by which a target gets its credentials in a workflow.
fn variables(place: &Place) -> &'static [&'static str] {
    match place {
        Place::S3 { region: None, .. } => &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"],
        Place::S3 { .. } => &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
        Place::Gcs { .. } => &["GOOGLE_SERVICE_ACCOUNT_KEY"],
        Place::Azure { account: None, .. } => &["AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT_KEY"],
        Place::Azure { .. } => &["AZURE_STORAGE_ACCOUNT_KEY"],
        Place::Ssh { .. } => &["SSH_PRIVATE_KEY", "SSH_KNOWN_HOSTS"],
        Place::Git { .. } | Place::Folder { .. } | Place::Archive { .. } => &[],
    }
}

fn github(place: &Place) -> String {
    let secret = |name: &&str| format!("  {name}: ${{{{ secrets.{name} }}}}\n");
    let mut credentials: String = variables(place).iter().map(secret).collect();
    if !credentials.is_empty() {
        credentials = format!("  # Credentials of the target: secrets of this repository.\n{credentials}");
    }
    let ssh = if matches!(place, Place::Ssh { .. }) { GITHUB_SSH } else { "" };
    // A branch of this very repository is pushed to with the workflow's own token.
    let access = if matches!(place, Place::Git { .. }) { "write" } else { "read" };
    GITHUB
        .replace("{setup}", &format!("{GITHUB_SETUP}{ssh}"))
        .replace("{credentials}", &credentials)
        .replace("{access}", access)
}

fn gitlab(place: &Place) -> String {
    let names = variables(place);
    let credentials = if names.is_empty() {
        String::new()
    } else {
        format!("  # Credentials of the target: masked variables of this project, {}.\n", names.join(", "))
    };
    let ssh = if matches!(place, Place::Ssh { .. }) { GITLAB_SSH } else { "" };
    GITLAB.replace("{setup}", ssh).replace("{credentials}", &credentials)
}

/// What is left to do.
fn said(host: Host, file: &str, target: &Target) -> String {
    let names = variables(&target.place);
    let give = match (host, names) {
        (Host::Github, [_, ..]) => format!("add the secrets {} to the repository, then commit it", names.join(", ")),
        (Host::Gitlab, [_, ..]) => format!(
            "add the variables {} to the project, masked, and an hourly pipeline schedule, then commit it",
            names.join(", ")
        ),
        (Host::Github, []) => "commit it".to_owned(),
        (Host::Gitlab, []) if matches!(target.place, Place::Git { .. }) => {
            "let jobs push (Settings → CI/CD → Job token permissions), add an hourly pipeline schedule, then commit it"
                .to_owned()
        }
        (Host::Gitlab, []) => "add an hourly pipeline schedule to the project, then commit it".to_owned(),
    };
    format!("{file} publishes to `{}`: {give}", target.name)
}
