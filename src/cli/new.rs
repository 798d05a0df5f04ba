//! `dateline new`: a new site, or a new entry with every field explained. Never writes over a file.

use std::path::{Path, PathBuf};

use jiff::civil;

use crate::yaml::quoted;
use crate::{theme, write};

use super::schema::Of;
use super::{Exit, ci, moment, terminal};

/// The archetype of an entry; `{headline}`, `{date}` and `{byline}` are filled in.
const ENTRY: &str = include_str!("starter/entry.md");
/// The configuration of a new site; `{title}` is filled in.
const CONFIG: &str = include_str!("starter/dateline.yaml");
/// The first entry of a new site; `{date}` is filled in.
const FIRST: &str = include_str!("starter/first.md");
/// The page on the site itself.
const ABOUT: &str = include_str!("starter/about.md");
/// Settings of VS Code and its kin that use the schemas.
const EDITOR: &str = include_str!("starter/settings.json");
/// What git leaves out.
const IGNORED: &str = "output/\n.dateline/\n";

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Start a site in a new or empty folder
    #[command(after_help = "Example:\n  dateline new site briefing && cd briefing && dateline build")]
    Site {
        /// The folder
        dir: PathBuf,
    },
    /// Start an entry: a draft with every field explained in a comment
    #[command(after_help = "Example:\n  dateline new entry \"Talks resume in Geneva\"")]
    Entry {
        /// The headline
        headline: String,
        /// Its date instead of today
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
    /// Write a workflow that builds, checks and publishes: on every push, and when an entry is due
    Ci(ci::Args),
}

impl Command {
    /// Writes the new files; `root` is the site folder that a new entry goes to.
    pub fn run(self, root: &Path) -> Exit {
        match self {
            Self::Site { dir } => site(&dir),
            Self::Entry { headline, date } => entry(root, &headline, date.as_deref()),
            Self::Ci(args) => args.run(root),
        }
    }
}

fn site(dir: &Path) -> Exit {
    let is_free = std::fs::read_dir(dir).map_or(true, |mut entries| entries.next().is_none());
    if dir.is_file() || !is_free {
        terminal::error(&format!("`{}` is not empty", dir.display()), Some("name a folder that does not exist yet"));
        return Exit::Usage;
    }
    let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let name = absolute.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let today = match moment::now_without_site() {
        Ok(now) => now.to_zoned(jiff::tz::TimeZone::UTC).date(),
        Err(exit) => return exit,
    };
    for (path, text) in site_files(&title(&name), today) {
        if let Err(exit) = write_new(dir, &path, text.as_bytes()) {
            return exit;
        }
    }
    terminal::note(&format!(
        "A site is in {0}. Next:\n  cd {0}\n  dateline build\n  dateline new entry \"A headline\"",
        dir.display()
    ));
    Exit::Done
}

fn site_files(title: &str, today: civil::Date) -> Vec<(String, String)> {
    let mut files = vec![
        ("dateline.yaml".to_owned(), CONFIG.replace("{title}", &quoted(title))),
        (format!("content/{:04}/hello.md", today.year()), FIRST.replace("{date}", &today.to_string())),
        ("content/pages/about.md".to_owned(), ABOUT.to_owned()),
        (".gitignore".to_owned(), IGNORED.to_owned()),
        (".vscode/settings.json".to_owned(), EDITOR.to_owned()),
    ];
    let settings = theme::built_in_settings();
    for of in [Of::Entry, Of::Topic, Of::Source, Of::Person, Of::Page, Of::Edition, Of::Config] {
        files.push((format!("schema/{}.json", of.name()), of.text(&settings)));
    }
    files
}

/// `morning-brief` → `Morning brief`
fn title(folder: &str) -> String {
    let words = folder.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(|| "My briefing".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

fn entry(root: &Path, headline: &str, date: Option<&str>) -> Exit {
    let prepared = super::open(root).and_then(|workspace| {
        let now = match date {
            Some(date) => moment::read("--date", date, &workspace)?,
            None => moment::now(None, &workspace)?,
        };
        let day = now.to_zoned(workspace.config.timezone.clone()).date();
        Ok((workspace, day))
    });
    let (workspace, day) = match prepared {
        Ok(prepared) => prepared,
        Err(exit) => return exit,
    };
    if headline.trim().is_empty() || headline.chars().any(char::is_control) {
        terminal::error("a headline is one line of text", Some("write `dateline new entry \"A headline\"`"));
        return Exit::Usage;
    }
    let path = write::entry_path(headline, day.year(), workspace.config.slugs);
    let text = ENTRY.replace("{date}", &day.to_string()).replace("{headline}", &quoted(headline.trim()));
    match write_new(&workspace.root, &path, text.as_bytes()) {
        Ok(()) => terminal::data(&format!("{path}\n")),
        Err(exit) => exit,
    }
}

/// Writes a file of a site that is not there yet, or says why it cannot.
pub(super) fn write_new(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Exit> {
    write::create(root, path, bytes).map_err(|error| {
        let file = root.join(path);
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            terminal::error(&format!("`{}` exists already and stays as it is", file.display()), None);
            Exit::Usage
        } else {
            terminal::error(&format!("`{}` cannot be written: {error}", file.display()), None);
            Exit::Machine
        }
    })
}
