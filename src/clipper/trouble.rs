//! What kept a page from becoming a draft, in an editor's words.

use std::fmt;
use std::path::PathBuf;

use crate::clip::Refusal;

/// What kept a page from becoming a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The page is none that can be clipped.
    Refused(Refusal),
    /// A server answered with another status than that of a page.
    Status {
        /// What was asked for.
        url: String,
        /// The status.
        status: u16,
    },
    /// No server answered.
    Unreached {
        /// What was asked for.
        url: String,
        /// Why not.
        why: String,
    },
    /// What is at the photo's address is no photo.
    NoPhoto(String),
    /// There is such a file already.
    Exists(PathBuf),
    /// The file could not be written.
    Unwritten {
        /// The file.
        file: PathBuf,
        /// Why not.
        why: String,
    },
}

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The page's.
    Page,
    /// Something else was asked for than there is.
    Usage,
    /// The network's or the disk's.
    Machine,
}

impl Trouble {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Refused(_) | Self::Status { .. } | Self::NoPhoto(_) => Kind::Page,
            Self::Exists(_) => Kind::Usage,
            Self::Unreached { .. } | Self::Unwritten { .. } => Kind::Machine,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) => Some(refusal.hint()),
            Self::Status { status: 401..=403 | 429 | 451, .. } => {
                Some("open the page in a browser, save it, and clip the file")
            }
            Self::Status { .. } => Some("look whether the address is right"),
            Self::NoPhoto(_) => Some("clip without `--photo`"),
            Self::Unreached { .. } | Self::Exists(_) | Self::Unwritten { .. } => None,
        }
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "what is to be clipped {refusal}"),
            Self::Status { url, status } => write!(f, "`{url}` answers with status {status}"),
            Self::Unreached { url, why } => write!(f, "`{url}` cannot be fetched: {why}"),
            Self::NoPhoto(url) => write!(f, "`{url}` is no photo that can be saved"),
            Self::Exists(file) => write!(f, "`{}` exists already and stays as it is", file.display()),
            Self::Unwritten { file, why } => write!(f, "`{}` cannot be written: {why}", file.display()),
        }
    }
}
