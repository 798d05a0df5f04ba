//! `dateline cache`: what builds keep for the next ones.

use std::path::Path;

use clap::Subcommand;

use crate::darkroom::Cabinet;

use super::terminal::{error, grouped, note};
use super::{Exit, open};

/// What may be done with it.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Remove derivatives of photos that the last build did not use
    Prune,
}

impl Command {
    /// Runs the command on the site at `root`.
    pub fn run(self, root: &Path) -> Exit {
        match self {
            Self::Prune => prune(root),
        }
    }
}

fn prune(root: &Path) -> Exit {
    let workspace = match open(root) {
        Ok(workspace) => workspace,
        Err(exit) => return exit,
    };
    match Cabinet::open(&workspace.state()).prune() {
        Ok(pruned) => {
            let (files, bytes) = (grouped(pruned.files), pruned.bytes.div_ceil(1 << 20));
            note(&format!("{files} derivatives removed ({bytes} MB), {} kept", grouped(pruned.kept)));
            Exit::Done
        }
        Err(failure) => {
            error(&format!("the kept photos cannot be pruned: {failure}"), None);
            Exit::Machine
        }
    }
}
