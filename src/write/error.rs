//! Why writing the output stopped, in an editor's words.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A reason why the output was not written. Unless it is [`WriteError::Unfinished`], no byte of the output changed.
#[derive(Debug)]
pub enum WriteError {
    /// Another build of the same site holds the lock.
    Busy,
    /// The output is something else than a folder.
    NotAFolder {
        /// Where the output should be.
        output: PathBuf,
    },
    /// A symbolic link stands where a folder of the output should be.
    Symlink {
        /// The link.
        path: PathBuf,
    },
    /// The output holds files and no earlier build is known to have written it.
    NotOurs {
        /// The folder.
        output: PathBuf,
        /// The first file or folder found in it, by name.
        example: String,
        /// What is wrong with the record of earlier builds, where there is one.
        damage: Option<&'static str>,
    },
    /// Building there would write into, or over, a folder of the site or of the system.
    Protected {
        /// The output asked for.
        output: PathBuf,
        /// The folder it would harm.
        by: PathBuf,
    },
    /// A path that must not be written, or cannot be on some systems.
    UnfitPath {
        /// The path.
        path: String,
        /// Why, as a clause: `holds a backslash`.
        why: &'static str,
    },
    /// Two pages or files of this build want the same path.
    Twice {
        /// The path.
        path: String,
    },
    /// Files that no build wrote stand where this one needs to write.
    Foreign {
        /// Their paths, inside the output.
        paths: Vec<String>,
    },
    /// A folder that needs to change may not be written to.
    ReadOnly {
        /// The folder.
        path: PathBuf,
    },
    /// The move into the output had begun and could not be finished; the next command tries again.
    Unfinished {
        /// The output.
        output: PathBuf,
        /// What stopped it.
        source: Box<WriteError>,
    },
    /// The system refused.
    Io {
        /// What was tried, as a verb: `create`.
        doing: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl WriteError {
    /// What to do about it: imperative, one sentence, no final period.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Busy => "wait until it is done, or stop it",
            Self::NotAFolder { .. } => "move that file away, or choose another output folder",
            Self::Symlink { .. } => "replace the link by a folder, or name the folder it points to as the output",
            Self::NotOurs { .. } => {
                "choose an empty folder, or build with `--force`, which overwrites files of the same name and keeps the \
                 rest"
            }
            Self::Protected { .. } => "choose another output folder, such as `output` in the site folder",
            Self::UnfitPath { .. } => "rename the file, or set another slug",
            Self::Twice { .. } => "give one of them another slug or name",
            Self::Foreign { .. } => "move them elsewhere; `--force` overwrites plain files, never folders or dotfiles",
            Self::ReadOnly { .. } => "allow writing to it, then build again",
            Self::Unfinished { .. } => "mend that, then run any command of Dateline: it finishes the move first",
            Self::Io { source, .. } => return remedy(source),
        })
    }

    /// Whether the machine failed (disk, permissions), rather than the request or the site being wrong.
    pub fn is_machine(&self) -> bool {
        matches!(self, Self::Io { .. } | Self::ReadOnly { .. } | Self::Unfinished { .. } | Self::Busy)
    }

    /// Wraps what the system said, for `map_err`.
    /// What the system refused to do, and with which file.
    pub fn io(doing: &'static str, path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, path: path.as_ref().to_path_buf(), source }
    }
}

/// What to do where the system does not let a file be written: imperative, one sentence, no final period. None where
/// there is nothing that everybody could do.
pub fn remedy(error: &io::Error) -> Option<&'static str> {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some("make room, then run the command again"),
        io::ErrorKind::FileTooLarge => {
            Some("no file of this size can be written there: raise the limit (`ulimit -f`), then run the command again")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Some("allow writing there, then run the command again")
        }
        _ => None,
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("another build of this site is running"),
            Self::NotAFolder { output } => write!(f, "the output `{}` is not a folder", output.display()),
            Self::Symlink { path } => write!(f, "`{}` is a symbolic link; it is not written through", path.display()),
            Self::NotOurs { output, example, damage } => not_ours(f, output, example, *damage),
            Self::Protected { output, by } => {
                write!(f, "building into `{}` would harm `{}`", output.display(), by.display())
            }
            Self::UnfitPath { path, why } => write!(f, "cannot write `{}`: its path {why}", path.escape_debug()),
            Self::Twice { path } => write!(f, "two pages or files want the path `{path}`"),
            Self::Foreign { paths } => foreign(f, paths),
            Self::ReadOnly { path } => write!(f, "the folder `{}` is read-only", path.display()),
            Self::Unfinished { output, source } => {
                write!(f, "the move into `{}` is not finished: {source}", output.display())
            }
            Self::Io { doing, path, source } => write!(f, "cannot {doing} `{}`: {source}", path.display()),
        }
    }
}

/// The message for a folder that is not ours.
fn not_ours(f: &mut fmt::Formatter<'_>, output: &Path, example: &str, damage: Option<&'static str>) -> fmt::Result {
    write!(f, "`{}` holds files that Dateline did not write (`{example}`)", output.display())?;
    damage.map_or(Ok(()), |damage| write!(f, "; the record of earlier builds {damage}"))
}

/// The message for files that stand in the way.
fn foreign(f: &mut fmt::Formatter<'_>, paths: &[String]) -> fmt::Result {
    const SHOWN: usize = 5;
    let names: Vec<String> = paths.iter().take(SHOWN).map(|path| format!("`{path}`")).collect();
    write!(f, "files in the output that Dateline did not write are in the way: {}", names.join(", "))?;
    if paths.len() > SHOWN { write!(f, " and {} more", paths.len() - SHOWN) } else { Ok(()) }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Unfinished { source, .. } => Some(source),
            _ => None,
        }
    }
}
