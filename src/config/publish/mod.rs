//! `publish`: where the site is published, as the configuration says it: targets by name, each of one kind.

mod after;
mod headers;
mod pattern;
mod read;
mod schema;
mod secrets;

use std::path::PathBuf;

pub use after::{AFTER, After};
pub use headers::{HEADER_RULE, HeaderRule};
pub use pattern::Pattern;
pub(super) use read::targets;
pub use read::{ARCHIVE, AZURE, FOLDER, GCS, GIT, S3, SSH};
pub use schema::Targets;
pub use secrets::masked;

/// A place at which the site is published.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Its name: what is typed after `dateline publish`.
    pub name: String,
    /// What it is and where.
    pub place: Place,
    /// The files that are published; all where there is no pattern.
    pub include: Vec<Pattern>,
    /// Files that are not, whatever `include` says.
    pub exclude: Vec<Pattern>,
    /// Files that go first, in this order, within their part of a release.
    pub order: Vec<Pattern>,
    /// In which encodings texts are compressed before they are sent.
    pub compress: Vec<Encoding>,
    /// Headers by path; the first rule that fits a file and names a header sets it.
    pub headers: Vec<HeaderRule>,
    /// How many files a publish may delete without being told so.
    pub max_deletes: Limit,
    /// How many earlier releases are kept, to go back to.
    pub keep: usize,
    /// How many files are sent at once.
    pub jobs: usize,
    /// Whether `a/index.html` is published as `a`.
    pub strip_index_html: bool,
    /// What is done when a release is live.
    pub after: Vec<After>,
}

/// What a target is and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine, or one that is mounted.
    Folder {
        /// The folder; from the site folder where it is relative.
        path: PathBuf,
        /// Whether each release has a folder of its own below `releases/` and the link `current` names the live one;
        /// else files are replaced one by one.
        releases: bool,
    },
    /// One file for hosts that take uploads.
    Archive {
        /// The file; from the site folder where it is relative.
        path: PathBuf,
        /// Its format, by the end of its name.
        format: ArchiveFormat,
    },
    /// A branch of a git repository.
    Git {
        /// The name of a remote of the site's own repository, or an address.
        remote: String,
        /// The branch.
        branch: String,
        /// Whether earlier releases stay in the branch's history.
        history: GitHistory,
        /// The folder of the branch that holds the site; the whole branch where it is empty.
        folder: String,
        /// The message of the commit; `{id}` and `{target}` are filled in.
        message: String,
    },
    /// A folder of another machine, by rsync over SSH.
    Ssh {
        /// The machine as ssh knows it: `user@host`, or a name of the user's own configuration of ssh.
        host: String,
        /// The port, where it is not the one that ssh would take.
        port: Option<u16>,
        /// The folder, whole.
        path: String,
    },
    /// A bucket of Amazon S3, or of a store that speaks its protocol.
    S3 {
        /// The bucket.
        bucket: String,
        /// What all keys begin with; none where it is empty.
        prefix: String,
        /// The region.
        region: Option<String>,
        /// The address of a store that is not Amazon's.
        endpoint: Option<String>,
    },
    /// A bucket of Google Cloud Storage.
    Gcs {
        /// The bucket.
        bucket: String,
        /// What all keys begin with; none where it is empty.
        prefix: String,
        /// The address of Google's storage, where it is not the public one.
        endpoint: Option<String>,
    },
    /// A container of Azure Blob Storage.
    Azure {
        /// The storage account.
        account: Option<String>,
        /// The container; `$web` is what static websites are served from.
        container: String,
        /// What all keys begin with; none where it is empty.
        prefix: String,
        /// The address of a store that is not Microsoft's.
        endpoint: Option<String>,
    },
}

impl Place {
    /// The word that the configuration has for the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "folder",
            Self::Archive { .. } => "archive",
            Self::Git { .. } => "git",
            Self::Ssh { .. } => "ssh",
            Self::S3 { .. } => "s3",
            Self::Gcs { .. } => "gcs",
            Self::Azure { .. } => "azure",
        }
    }

    /// Whether files can carry headers there.
    pub fn has_headers(&self) -> bool {
        matches!(self, Self::S3 { .. } | Self::Gcs { .. } | Self::Azure { .. })
    }
}

/// A format of archives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveFormat {
    /// `.tar.gz` or `.tgz`.
    TarGz,
    /// `.zip`.
    Zip,
}

/// What becomes of earlier releases in a branch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum GitHistory {
    /// They stay: each release is a commit on the last.
    #[default]
    Kept,
    /// The branch holds the newest release alone.
    Squashed,
}

/// How a text is compressed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// Brotli (RFC 7932).
    Br,
    /// gzip (RFC 1952).
    Gzip,
}

impl Encoding {
    /// Its name in HTTP.
    pub fn name(self) -> &'static str {
        match self {
            Self::Br => "br",
            Self::Gzip => "gzip",
        }
    }

    /// What servers expect at the end of the name of a file that stands compressed beside the plain one.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Br => "br",
            Self::Gzip => "gz",
        }
    }
}

/// How many files may be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// This many.
    Files(usize),
    /// This share of the files that are there, in per cent.
    Share(usize),
}

impl Limit {
    /// Reads `256` or `10%`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().strip_suffix('%') {
            Some(share) => share.trim().parse().ok().filter(|share| *share <= 100).map(Self::Share),
            None => text.trim().parse().ok().map(Self::Files),
        }
    }

    /// Whether so many may be deleted of so many.
    pub fn allows(self, deleted: usize, there: usize) -> bool {
        match self {
            Self::Files(most) => deleted <= most,
            Self::Share(share) => deleted * 100 <= there * share,
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Files(files) => write!(f, "{files}"),
            Self::Share(share) => write!(f, "{share}%"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_or_a_share() {
        assert_eq!(Limit::parse("256"), Some(Limit::Files(256)));
        assert_eq!(Limit::parse("10 %"), Some(Limit::Share(10)));
        assert!(["", "-1", "101%", "ten", "%"].iter().all(|text| Limit::parse(text).is_none()));
        assert!(Limit::Share(10).allows(10, 100) && !Limit::Share(10).allows(11, 100));
        assert!(Limit::Files(2).allows(2, 2) && !Limit::Files(0).allows(1, 100));
    }
}
