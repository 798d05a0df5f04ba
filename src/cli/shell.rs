//! `dateline completions` and `dateline man`: what a shell and `man` know of the program.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Exit, terminal};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  dateline completions bash > ~/.local/share/bash-completion/completions/dateline")]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

impl Args {
    /// Prints the completions.
    pub fn run(self) -> Exit {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut super::Args::command(), "dateline", &mut text);
        terminal::data(&String::from_utf8_lossy(&text))
    }
}

/// Prints the manual page.
pub(super) fn man() -> Exit {
    let mut text = Vec::new();
    match clap_mangen::Man::new(super::Args::command()).render(&mut text) {
        Ok(()) => terminal::data(&String::from_utf8_lossy(&text)),
        Err(_) => Exit::Machine,
    }
}
