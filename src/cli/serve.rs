//! `dateline serve`: the site in a browser, as it would be built now.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::collate::Audience;
use crate::config;
use crate::serve::{self, Editor, News, Options};

use super::{Exit, moment, terminal};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dateline serve --open\n  dateline serve --open --navigate    the browser follows what you \
                        save\n  dateline serve --no-drafts          what the public sees, and nothing else\n  dateline \
                        serve --now 2026-12-24T06:00\n  dateline serve --editor zed         or an address: \
                        'my://open?path={file}&line={line}'\n  dateline serve --host 0.0.0.0       to try it on a \
                        phone\n\nA bar on each page switches between what the public sees, drafts, and another date; \
                        /__dateline/ lists\nwhat is not public yet, and /__dateline/clip makes a draft of a page elsewhere. Nothing of this is in any file of output/."
)]
pub(super) struct Args {
    /// The port; the next free one where it is taken, any for 0
    #[arg(long, short, default_value_t = 4747)]
    port: u16,
    /// The name or number to listen on: this machine alone by default, 0.0.0.0 for everybody in your network
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Let open pages go to the entry that was just saved
    #[arg(long)]
    navigate: bool,
    /// Encrypt, with a certificate that is kept in .dateline/tls/
    #[arg(long)]
    tls: bool,
    /// Show what the public sees and nothing else: no drafts, nothing scheduled or under embargo
    #[arg(long)]
    no_drafts: bool,
    /// Show the site as of this date or date-time instead of now
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// The address that the site is published at, instead of the configured one
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The editor that files are opened in: its program, or an address with {file}, {line} and {column}; else
    /// $VISUAL or $EDITOR, else Visual Studio Code
    #[arg(long, value_name = "PROGRAM|URL", env = "DATELINE_EDITOR")]
    editor: Option<String>,
}

impl Args {
    /// Serves the site at `root` until it is asked to stop.
    pub fn run(self, root: &Path) -> Exit {
        let options = match self.options(root) {
            Ok(options) => options,
            Err(exit) => return exit,
        };
        match serve::serve(options, move |news| self.tell(&news)) {
            Ok(()) => Exit::Done,
            Err(fault) => {
                terminal::error(&fault.to_string(), fault.hint());
                Exit::Machine
            }
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
            tls: self.tls,
            base_url,
            audience: if self.no_drafts { Audience::Public } else { Audience::Desk },
            // What could be told when the server started can be told later.
            now: Arc::new(move || if is_fixed { started } else { moment::now_without_site().unwrap_or(started) }),
            editor: self.editor()?,
            navigate: self.navigate,
        })
    }

    fn editor(&self) -> Result<Editor, Exit> {
        let Some(wanted) = &self.editor else {
            let of_system = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
            return Ok(of_system.filter_map(|name| Editor::named(&name)).next().unwrap_or_else(Editor::usual));
        };
        Editor::named(wanted).ok_or_else(|| {
            let hint = "name a program, or an address: `--editor 'vscode://file/{file}:{line}:{column}'`";
            terminal::error(&format!("`--editor` cannot open a file by `{wanted}`"), Some(hint));
            Exit::Usage
        })
    }

    fn tell(&self, news: &News) {
        match news {
            News::Ready { address, port, outside } => {
                if ![0, *port].contains(&self.port) {
                    terminal::note(&format!("Port {} is taken: this server is at {port}", self.port));
                }
                terminal::note(&format!("The site is at {address} (Ctrl-C stops)"));
                if let Some(ip) = outside {
                    self.tell_of_outside(ip, *port);
                }
                if self.open {
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

    /// Says what a server means that others reach.
    fn tell_of_outside(&self, ip: &IpAddr, port: u16) {
        let scheme = if self.tls { "https" } else { "http" };
        let address = format!("{scheme}://{}/", SocketAddr::new(*ip, port));
        terminal::note(&if self.no_drafts {
            format!("Everybody in your network can see it at {address}")
        } else {
            format!(
                "Everybody in your network can see it at {address}, drafts and embargoed entries too (not with `--no-drafts`)"
            )
        });
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
