//! `dateline clip`: a web page, a saved page or a copy of its text becomes a draft entry. Never writes over a file.

use std::io::{ErrorKind, Read as _};
use std::path::Path;

use crate::address;
use crate::build::Workspace;
use crate::clip;
use crate::clipper::{self, Filed, Found, Kind, Order, Prepared, Trouble};
use crate::date::{Moment, WrittenDate};
use crate::web::Reach;

use super::{Exit, moment, terminal};

#[derive(Debug, clap::Args)]
#[command(after_help = "The draft holds the source's headline, standfirst, byline, dateline and date, its publisher, \
    address and agencies, and a few quotations with their speakers; comments in it say what is left to do. The text of \
    the source stays out of it: it is kept in `.dateline/` for the check of quotations.\n\nExamples:\n  dateline clip \
    https://www.example.org/story\n  dateline clip --photo https://www.example.org/story     with its lead photo\n  \
    dateline clip saved.html --url https://www.example.org/story\n  pbpaste | dateline clip -          a copied text \
    (xclip -o, wl-paste)\n\nWhile `dateline serve` runs, /__dateline/clip does the same in the \
    browser, with a bookmarklet.")]
pub(super) struct Args {
    /// The address of a page, a saved page or text, or `-` for standard input
    #[arg(value_name = "URL|FILE|-")]
    what: String,
    /// The address of the page that a file or a text is a copy of
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The entry's date instead of the source's
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// A topic of the entry, instead of those that are guessed; may be repeated
    #[arg(long = "topic", value_name = "NAME")]
    topics: Vec<String>,
    /// Save the source's lead photo beside the entry
    #[arg(long)]
    photo: bool,
    /// Print the entry and write nothing
    #[arg(long, conflicts_with = "photo")]
    stdout: bool,
}

impl Args {
    /// Clips into the site at `root`.
    pub fn run(self, root: &Path) -> Exit {
        self.clipped(root).unwrap_or_else(|exit| exit)
    }

    fn clipped(&self, root: &Path) -> Result<Exit, Exit> {
        let workspace = super::open(root)?;
        let now = moment::now(None, &workspace)?;
        let date = self.date.as_deref().map(|date| day(date, &workspace)).transpose()?;
        let order = Order { date, topics: self.topics.clone(), photo: self.photo.then_some(Reach::Typed) };
        let found = self.found(&workspace)?;
        let prepared = clipper::prepare(&found, order, &workspace, now).map_err(|trouble| match trouble {
            Trouble::Refused(refusal) => {
                terminal::error(&format!("{} {refusal}", named(&self.what)), Some(refusal.hint()));
                Exit::Problems
            }
            trouble => failed(&trouble),
        })?;
        if self.stdout {
            return Ok(terminal::data(&prepared.text()));
        }
        let filed = prepared.file().map_err(|trouble| failed(&trouble))?;
        self.remark(&prepared, &filed);
        Ok(terminal::data(&format!("{}\n", filed.path)))
    }

    /// The page or text to clip.
    fn found(&self, workspace: &Workspace) -> Result<Found, Exit> {
        if let Some(why) = self.url.as_deref().and_then(address::unfit) {
            return Err(usage(&format!("`--url` is no address on the web: it {why}")));
        }
        let local = |bytes| Found { bytes, address: self.url.clone(), media_type: None };
        match address::unfit(&self.what) {
            _ if self.what == "-" => bounded(std::io::stdin().lock(), "-").map(local),
            None => clipper::fetch(&self.what, Reach::Typed, workspace).map_err(|trouble| failed(&trouble)),
            Some(why) if self.what.contains("://") => {
                Err(usage(&format!("`{}` is no address on the web: it {why}", self.what)))
            }
            Some(_) => {
                let file = std::fs::File::open(&self.what).map_err(|error| unreadable(&self.what, &error))?;
                bounded(file, &self.what).map(local)
            }
        }
    }

    /// Says what the editor should know beside the comments in the draft.
    fn remark(&self, prepared: &Prepared<'_>, filed: &Filed) {
        if let Some(known) = &prepared.known {
            terminal::note(&format!("`{known}` has the same source"));
        }
        if let Some(why) = &filed.not_kept {
            terminal::note(&format!(
                "The source's text is not kept, so that quotations are not checked against it: {why}"
            ));
        }
        if self.photo && filed.photo.is_none() {
            terminal::note("The page shows no photo");
        }
        let topics = if prepared.topics.is_empty() { "none".to_owned() } else { prepared.topics.join(", ") };
        let quotations = prepared.clipping.quotations.len();
        terminal::note(&format!(
            "Topics: {topics}; quotations with a speaker: {quotations}; what is left to do is in comments"
        ));
    }
}

fn day(typed: &str, workspace: &Workspace) -> Result<Moment, Exit> {
    let date = WrittenDate::parse(typed).and_then(|date| date.resolve(&workspace.config.timezone));
    date.map_err(|error| usage(&format!("`--date`: {error}")))
}

/// All bytes, or one more than a page may have.
fn bounded(input: impl std::io::Read, name: &str) -> Result<Vec<u8>, Exit> {
    let mut bytes = Vec::new();
    let read = input.take(clip::LARGEST as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(name, &error))?;
    Ok(bytes)
}

fn failed(trouble: &Trouble) -> Exit {
    terminal::error(&trouble.to_string(), trouble.hint());
    match trouble.kind() {
        Kind::Page => Exit::Problems,
        Kind::Usage => Exit::Usage,
        Kind::Machine => Exit::Machine,
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Exit {
    let hint = Some("name a file, an address that begins with `https://`, or `-`");
    let (why, exit) = match error.kind() {
        ErrorKind::NotFound => ("there is no such file".to_owned(), Exit::Usage),
        ErrorKind::IsADirectory => ("it is a folder".to_owned(), Exit::Usage),
        ErrorKind::PermissionDenied => ("this account may not read it".to_owned(), Exit::Machine),
        _ => (error.to_string(), Exit::Machine),
    };
    terminal::error(&format!("{} cannot be read: {why}", named(name)), hint);
    exit
}

/// What is to be clipped, as a message names it.
fn named(what: &str) -> String {
    if what == "-" { "what came through standard input".to_owned() } else { format!("`{what}`") }
}

fn usage(message: &str) -> Exit {
    terminal::error(message, None);
    Exit::Usage
}
