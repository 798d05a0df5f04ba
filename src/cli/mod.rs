//! The command line: what was typed, and one file for each command. The only module that prints.

mod build;
mod cache;
mod check;
mod ci;
mod clip;
mod eject;
mod entries;
mod exit;
mod links;
mod list;
mod moment;
mod new;
mod next;
mod publish;
mod schema;
mod serve;
mod shell;
mod terminal;
mod theme;
mod timings;
mod transfer;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::build::{OpenError, STATE_FOLDER, Workspace};
use crate::write;

pub use exit::Exit;

/// Curated news briefings as static sites
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    about,
    long_about = "Dateline turns a folder of Markdown entries into a fast, accessible, well-credited news briefing, and \
                  reads the copy the way a good desk would before it goes out.",
    after_help = "Examples:\n  dateline new site briefing     start a site\n  dateline build                 build the \
                  site in this folder into output/\n  dateline serve --open          see it as you write\n  dateline publish               put it online\n  dateline list --drafts         what is not finished\n\nExit \
                  codes: 0 done, 1 problems in the site, 2 wrong usage, 3 the machine failed (disk, network)"
)]
pub struct Args {
    /// The site folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".", env = "DATELINE_ROOT")]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site
    Build(build::Args),
    /// Read the copy as a desk does before it goes out
    Check(check::Args),
    /// Show the site in a browser as you write
    Serve(serve::Args),
    /// Put the site online, and back
    Publish(publish::Args),
    /// Turn a web page, a saved page or a copy of its text into a draft entry
    Clip(clip::Args),
    /// Start a new site, a new entry or a workflow that publishes
    #[command(subcommand)]
    New(new::Command),
    /// Tidy what builds keep for the next ones
    #[command(subcommand)]
    Cache(cache::Command),
    /// List entries with their status
    List(list::Args),
    /// Say when the public site will next change by itself
    Next(next::Args),
    /// Print the JSON Schema of entries, topics or the configuration, for editors
    Schema(schema::Args),
    /// Copy, check and document themes
    #[command(subcommand)]
    Theme(theme::Command),
    /// Print completions for a shell
    Completions(shell::Args),
    /// Print the manual page
    Man,
}

/// Runs what was typed. First of all, a move that an earlier command left unfinished is finished.
pub fn run(args: Args) -> Exit {
    if let Err(exit) = recover(&args) {
        return exit;
    }
    match args.command {
        Command::Build(build) => build.run(&args.root),
        Command::Check(check) => check.run(&args.root),
        Command::Serve(serve) => serve.run(&args.root),
        Command::Publish(publish) => publish.run(&args.root),
        Command::Clip(clip) => clip.run(&args.root),
        Command::New(new) => new.run(&args.root),
        Command::Cache(cache) => cache.run(&args.root),
        Command::List(list) => list.run(&args.root),
        Command::Next(next) => next.run(&args.root),
        Command::Schema(schema) => schema.run(&args.root),
        Command::Theme(theme) => theme.run(&args.root),
        Command::Completions(shell) => shell.run(),
        Command::Man => shell::man(),
    }
}

fn recover(args: &Args) -> Result<(), Exit> {
    let state = args.root.join(STATE_FOLDER);
    match write::recover(&state) {
        Ok(None) => Ok(()),
        Ok(Some(recovered)) => {
            terminal::note(&recovered.to_string());
            Ok(())
        }
        Err(error) => Err(terminal::write_error(&error)),
    }
}

/// Opens the site folder or says why it is none.
fn open(root: &std::path::Path) -> Result<Workspace, Exit> {
    Workspace::open(root).map_err(|error| match error {
        OpenError::NotASite(root) => {
            terminal::error(
                &format!("there is no `dateline.yaml` in `{}`", root.display()),
                Some("go to the folder of your site, name it with `--root`, or start one: `dateline new site DIR`"),
            );
            Exit::Usage
        }
        OpenError::Unreadable(file, error) => {
            terminal::error(&format!("`{}` cannot be read: {error}", file.display()), None);
            Exit::Machine
        }
    })
}
