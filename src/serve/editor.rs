//! The editor in which a file is opened at a line: by an address that the browser gives to it, by starting it, or, where
//! it lives in a terminal, by a command to copy.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Serialize;

/// How a page gets a file into the editor. In templates `{file}`, `{line}` and `{column}` stand for the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "by", content = "template", rename_all = "lowercase")]
pub enum Editor {
    /// An address of a scheme that the editor has claimed; `{file}` is the file's whole path, percent-encoded.
    Link(String),
    /// A program of [`PROGRAMS`] that the server starts, when a page of its own asks for it.
    Start(&'static str),
    /// A command for a terminal; `{file}` is the path from the site folder.
    Copy(String),
}

/// Editors that claim a scheme of addresses: their programs' names, and the address.
const SCHEMES: &[(&[&str], &str)] = &[
    (&["code", "vscode"], "vscode://file/{file}:{line}:{column}"),
    (&["code-insiders"], "vscode-insiders://file/{file}:{line}:{column}"),
    (&["codium", "vscodium"], "vscodium://file/{file}:{line}:{column}"),
    (&["cursor"], "cursor://file/{file}:{line}:{column}"),
    (&["windsurf"], "windsurf://file/{file}:{line}:{column}"),
    (&["zed", "zeditor"], "zed://file/{file}:{line}:{column}"),
    (&["mate", "textmate"], "txmt://open?url=file:///{file}&line={line}&column={column}"),
    (&["bbedit"], "x-bbedit://open?url=file:///{file}&line={line}"),
    (&["mvim", "macvim"], "mvim://open?url=file:///{file}&line={line}&column={column}"),
    (&["idea"], "idea://open?file=/{file}&line={line}&column={column}"),
    (&["phpstorm"], "phpstorm://open?file=/{file}&line={line}&column={column}"),
    (&["pycharm"], "pycharm://open?file=/{file}&line={line}&column={column}"),
    (&["webstorm"], "webstorm://open?file=/{file}&line={line}&column={column}"),
];

/// Editors with windows of their own that are started with these arguments.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("subl", &["{file}:{line}:{column}"]),
    ("gvim", &["+call cursor({line},{column})", "--", "{file}"]),
    ("kate", &["--line", "{line}", "--column", "{column}", "{file}"]),
    ("gedit", &["+{line}:{column}", "{file}"]),
    ("gnome-text-editor", &["{file}"]),
    ("xed", &["+{line}", "{file}"]),
    ("pluma", &["+{line}", "{file}"]),
    ("mousepad", &["--line", "{line}", "--column", "{column}", "{file}"]),
    ("geany", &["--line", "{line}", "--column", "{column}", "{file}"]),
    ("notepad++", &["-n{line}", "-c{column}", "{file}"]),
    ("emacsclient", &["-n", "+{line}:{column}", "{file}"]),
    ("lapce", &["{file}:{line}:{column}"]),
];

/// Editors that live in a terminal, with what opens a file at a line.
const TERMINAL: &[(&str, &str)] = &[
    ("hx", "hx {file}:{line}:{column}"),
    ("helix", "helix {file}:{line}:{column}"),
    ("micro", "micro +{line}:{column} {file}"),
    ("nano", "nano +{line},{column} {file}"),
    ("kak", "kak +{line}:{column} {file}"),
];

impl Editor {
    /// The editor that is meant by an address with `{file}` in it, or by the name or command of a program, as `$VISUAL`
    /// and `$EDITOR` have it. A program that is not known is one for a terminal, which most of them are.
    pub fn named(text: &str) -> Option<Self> {
        if text.contains("://") {
            return text.contains("{file}").then(|| Self::Link(text.to_owned()));
        }
        let command = text.split_whitespace().next()?;
        let file = command.rsplit(['/', '\\']).next().unwrap_or(command);
        let name = file.strip_suffix(".exe").unwrap_or(file);
        if let Some((_, address)) = SCHEMES.iter().find(|(names, _)| names.contains(&name)) {
            return Some(Self::Link((*address).to_owned()));
        }
        if let Some((program, _)) = PROGRAMS.iter().find(|(program, _)| *program == name) {
            return Some(Self::Start(program));
        }
        let known = TERMINAL.iter().find(|(program, _)| *program == name);
        // The POSIX editors, and all that are like them: vi, vim, nvim, emacs, ed, joe.
        Some(Self::Copy(known.map_or_else(|| format!("{name} +{{line}} {{file}}"), |(_, known)| (*known).to_owned())))
    }

    /// Visual Studio Code, the one that most people have.
    pub fn usual() -> Self {
        Self::Link(SCHEMES[0].1.to_owned())
    }

    /// Starts the editor with a file (its whole path) at a line and column, both from 1.
    ///
    /// # Errors
    ///
    /// With words on why it cannot be started.
    pub(super) fn start(&self, file: &Path, line: usize, column: usize) -> Result<(), String> {
        let Self::Start(program) = self else { return Err("this editor is not started by the server".to_owned()) };
        let mut command = command(program, file, line, column);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.map_err(|error| format!("`{program}` cannot be started: {error}"))?;
        // Somebody has to take note of its end, or it would stay in the system's table.
        std::thread::spawn(move || child.wait());
        Ok(())
    }
}

fn command(program: &str, file: &Path, line: usize, column: usize) -> Command {
    let arguments = PROGRAMS.iter().find(|(known, _)| *known == program).map_or(&[][..], |(_, arguments)| arguments);
    let mut command = Command::new(program);
    for argument in arguments {
        let numbered = argument.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        match numbered.split_once("{file}") {
            // A path is handed over as it is, whatever letters it has.
            Some((before, after)) => {
                let mut whole = std::ffi::OsString::from(before);
                whole.push(file);
                whole.push(after);
                command.arg(whole)
            }
            None => command.arg(numbered),
        };
    }
    command
}

/// The whole path of a file that is named from the site folder; none where there is none inside it.
pub(super) fn inside(root: &Path, file: &str) -> Option<PathBuf> {
    let path = root.join(file).canonicalize().ok()?;
    (path.starts_with(root) && path.is_file()).then_some(path)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Editor, command, inside};

    #[test]
    fn editors_are_known_by_their_names() {
        let named = |text| Editor::named(text).expect("an editor");
        assert_eq!(named("/usr/bin/code --wait"), Editor::usual());
        assert_eq!(named("subl -w"), Editor::Start("subl"));
        assert_eq!(named("nvim"), Editor::Copy("nvim +{line} {file}".to_owned()));
        assert_eq!(named("hx"), Editor::Copy("hx {file}:{line}:{column}".to_owned()));
        assert_eq!(named("my://open/{file}"), Editor::Link("my://open/{file}".to_owned()));
        assert_eq!(Editor::named("my://open/"), None);
        assert_eq!(Editor::named(" "), None);
    }

    #[test]
    fn arguments_are_no_words_of_a_shell() {
        let command = command("subl", Path::new("/site/a b;c.md"), 3, 7);
        assert_eq!(command.get_args().collect::<Vec<_>>(), ["/site/a b;c.md:3:7"]);
    }

    #[test]
    fn only_files_of_the_site_are_opened() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().expect("the folder");
        assert!(inside(&root, "src/lib.rs").is_some());
        for file in ["../Cargo.toml", "/etc/passwd", "src", "nothing"] {
            assert_eq!(inside(&root, file), None, "{file}");
        }
    }
}
