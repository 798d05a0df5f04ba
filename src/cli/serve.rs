//! `dateline serve`: the site in a browser, as it would be built now.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::collate::Audience;
use crate::config;
use crate::serve::{self, News, Options};

use super::{Exit, moment, terminal};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dateline serve --open\n  dateline serve --no-drafts          what the public sees\n  \
                        dateline serve --now 2026-12-24T06:00\n  dateline serve --host 0.0.0.0       to try it on a \
                        phone"
)]
pub(super) struct Args {
    /// The port; the next free one where it is taken, any for 0
    #[arg(long, short, default_value_t = 4747)]
    port: u16,
    /// The name or number to listen on: this machine alone by default
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Show what the public sees: no drafts, nothing scheduled or under embargo
    #[arg(long)]
    no_drafts: bool,
    /// Show the site as of this date or date-time instead of now
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// The address that the site is published at, instead of the configured one
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The address that opens a file in your editor
    #[arg(long, value_name = "URL", env = "DATELINE_EDITOR", default_value = "vscode://file/{file}:{line}:{column}")]
    editor: String,
}

impl Args {
    /// Serves the site at `root` until it is asked to stop.
    pub fn run(self, root: &Path) -> Exit {
        match self.options(root) {
            Ok(options) => {
                let open = self.open;
                match serve::serve(options, move |news| tell(&news, open)) {
                    Ok(()) => Exit::Done,
                    Err(error) => {
                        let hint = "choose another with `--port` or `--host`";
                        let message = format!("cannot serve at {}:{}: {error}", self.host, self.port);
                        terminal::error(&message, Some(hint));
                        Exit::Machine
                    }
                }
            }
            Err(exit) => exit,
        }
    }

    fn options(&self, root: &Path) -> Result<Options, Exit> {
        let workspace = super::open(root)?;
        let base_url = self.base_url.as_deref().map(config::check_base_url).transpose().map_err(|error| {
            terminal::error(&format!("`--base-url` {error}"), None);
            Exit::Usage
        })?;
        let started = moment::now(self.now.as_deref(), &workspace)?;
        let is_fixed = self.now.is_some();
        Ok(Options {
            root: workspace.root,
            host: self.host.clone(),
            port: self.port,
            base_url,
            audience: if self.no_drafts { Audience::Public } else { Audience::Desk },
            // What could be told when the server started can be told later.
            now: Box::new(move || if is_fixed { started } else { moment::now_without_site().unwrap_or(started) }),
            editor: self.editor.clone(),
        })
    }
}

fn tell(news: &News, open: bool) {
    match news {
        News::Ready(address) => {
            terminal::note(&format!("The site is at {address} (Ctrl-C stops)"));
            if open {
                browse(address);
            }
        }
        News::Renewed(report, stays) => {
            terminal::report(report);
            if *stays {
                terminal::note("Pages stay as they were last right");
            }
        }
    }
}

/// Opens an address in the browser of the system; where there is none, the address stands in the terminal.
fn browse(address: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let started = Command::new(program).arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if let Err(error) = started {
        terminal::note(&format!("No browser could be opened: {error}"));
    }
}
