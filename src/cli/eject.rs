//! `dateline theme eject`: copies of a theme's files in the site's own folders, where they win over the theme's.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::build::Workspace;
use crate::problem::nearest;
use crate::theme::{self, Ejectable};

use super::{Exit, terminal};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dateline theme eject                          list what can be copied\n  dateline theme \
                        eject templates/entry.html strings/fr.yaml\n  dateline theme eject assets/css    a whole \
                        folder"
)]
pub(super) struct Args {
    /// Files or folders of the theme, as `dateline theme eject` lists them; without any, the list
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Write over files of the site
    #[arg(long)]
    force: bool,
}

impl Args {
    /// Copies files of the theme of the site at `root`, or lists them.
    pub fn run(self, root: &Path) -> Exit {
        let workspace = match super::open(root) {
            Ok(workspace) => workspace,
            Err(exit) => return exit,
        };
        let Some(files) = theme::ejectable(&workspace.root, &workspace.config) else {
            terminal::error(&format!("there is no theme `{}`", workspace.config.theme), Some("run `dateline build`"));
            return Exit::Problems;
        };
        if self.files.is_empty() {
            return terminal::data(&listed(&files));
        }
        match self.chosen(&files) {
            Ok(chosen) => self.copy(&workspace, &chosen),
            Err(exit) => exit,
        }
    }

    /// The files that were named, each once; all names are looked at before anything is written.
    fn chosen<'a>(&self, files: &'a [Ejectable]) -> Result<Vec<&'a Ejectable>, Exit> {
        let mut chosen: Vec<&Ejectable> = Vec::new();
        for typed in &self.files {
            let name = typed.trim_start_matches("./").trim_end_matches('/');
            let folder = format!("{name}/");
            let found: Vec<&Ejectable> =
                files.iter().filter(|file| file.path == name || file.path.starts_with(&folder)).collect();
            if found.is_empty() {
                let near = nearest(name, files.iter().map(|file| file.path.as_str()));
                let hint = near.map(|near| format!("did you mean `{near}`?"));
                let hint = hint.as_deref().unwrap_or("`dateline theme eject` lists what there is");
                terminal::error(&format!("the theme has no file `{typed}`"), Some(hint));
                return Err(Exit::Usage);
            }
            chosen.extend(found);
        }
        chosen.sort_by(|a, b| a.path.cmp(&b.path));
        chosen.dedup_by(|a, b| a.path == b.path);
        Ok(chosen)
    }

    fn copy(&self, workspace: &Workspace, chosen: &[&Ejectable]) -> Exit {
        let there: Vec<&str> =
            chosen.iter().map(|file| file.path.as_str()).filter(|path| workspace.root.join(path).exists()).collect();
        if !there.is_empty() && !self.force {
            let names = there.join("`, `");
            terminal::error(
                &format!("the site has its own `{names}`; nothing was written"),
                Some("name other files, or write over them with `--force`"),
            );
            return Exit::Usage;
        }
        let mut lines = Vec::new();
        for file in chosen {
            if let Err((path, error)) = self.write(&workspace.root, file) {
                terminal::error(&format!("`{}` cannot be written: {error}", path.display()), None);
                return Exit::Machine;
            }
            lines.push(format!("{} now stands before {}", file.path, file.from));
        }
        terminal::data(&(lines.join("\n") + "\n"))
    }

    fn write(&self, root: &Path, file: &Ejectable) -> Result<(), (PathBuf, std::io::Error)> {
        let path = root.join(&file.path);
        let write = || -> std::io::Result<()> {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            // A link could lead out of the site.
            if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink()) {
                return Err(std::io::Error::new(ErrorKind::InvalidInput, "it is a symbolic link"));
            }
            let mut options = OpenOptions::new();
            options.write(true).truncate(true);
            let options = if self.force { options.create(true) } else { options.create_new(true) };
            options.open(&path)?.write_all(&file.bytes)
        };
        write().map_err(|error| (path.clone(), error))
    }
}

fn listed(files: &[Ejectable]) -> String {
    let line = |file: &Ejectable| {
        let own = if file.overridden { "  (the site has its own)" } else { "" };
        format!("{}  {}{own}\n", file.path, file.from)
    };
    files.iter().map(line).collect()
}
