//! The form of `publish` for the JSON Schema of the configuration.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::{Encoding, GitHistory};

/// Targets by their names.
pub type Targets = BTreeMap<String, TargetForm>;

/// A place at which the site is published. No credential stands here: they come from the environment, the platform or
/// the agent.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum TargetForm {
    /// A folder of this machine, or one that is mounted.
    Folder(FolderTarget),
    /// One file for hosts that take uploads.
    Archive(ArchiveTarget),
    /// A branch of a git repository.
    Git(GitTarget),
    /// A folder of another machine, by rsync over SSH.
    Ssh(SshTarget),
    /// A bucket of Amazon S3, or of a store that speaks its protocol.
    S3(S3Target),
    /// A bucket of Google Cloud Storage.
    Gcs(GcsTarget),
    /// A container of Azure Blob Storage.
    Azure(AzureTarget),
}

macro_rules! target_form {
    ($(#[$docs:meta])* $name:ident, $kinds:ident, $kind:ident { $($body:tt)* }) => {
        /// The kind of target.
        #[derive(JsonSchema)]
        #[schemars(rename_all = "lowercase")]
        #[expect(dead_code, reason = "read by its schema alone")]
        pub enum $kinds {
            /// This kind.
            $kind,
        }

        $(#[$docs])*
        #[derive(JsonSchema)]
        #[schemars(deny_unknown_fields)]
        #[expect(dead_code, reason = "read by its schema alone")]
        pub struct $name {
            /// What it is.
            kind: $kinds,
            /// Patterns of the files that are published; all by default.
            include: Option<Patterns>,
            /// Patterns of files that are not.
            exclude: Option<Patterns>,
            /// What is done when a release is live; nothing by default.
            after: Option<Vec<AfterForm>>,
            $($body)*
        }
    };
}

target_form! {
    /// A folder of this machine, or one that is mounted.
    FolderTarget, FolderKind, Folder {
        /// The folder; from the site folder where it is relative.
        path: String,
        /// Whether each release has a folder of its own and the link `current` names the live one; true by default. Else
        /// files are replaced one by one.
        releases: Option<bool>,
        /// How many earlier releases are kept; 5 by default.
        #[schemars(range(min = 0, max = 100))]
        keep: Option<usize>,
        /// Files that go first, where they are replaced one by one.
        order: Option<Patterns>,
        /// Encodings in which texts stand beside the plain ones: `index.html.br`, `index.html.gz`; none by default.
        compress: Option<Encodings>,
        /// How many files may be deleted: a number, or a share such as `10%`; 256 by default.
        max_deletes: Option<LimitForm>,
        /// How many files are sent at once; 8 by default.
        #[schemars(range(min = 1, max = 64))]
        jobs: Option<usize>,
    }
}

target_form! {
    /// One file for hosts that take uploads.
    ArchiveTarget, ArchiveKind, Archive {
        /// The file, from the site folder where it is relative; ends with `.tar.gz`, `.tgz` or `.zip`.
        path: String,
    }
}

target_form! {
    /// A branch of a git repository, by git.
    GitTarget, GitKind, Git {
        /// The name of a remote of the site's own repository, or an address; `origin` by default.
        remote: Option<String>,
        /// The branch; `gh-pages` by default.
        branch: Option<String>,
        /// Whether earlier releases stay in the branch's history; `kept` by default.
        history: Option<GitHistory>,
        /// The folder of the branch that holds the site; the whole branch by default.
        folder: Option<String>,
        /// The message of the commit, in which `{id}` and `{target}` are filled in.
        message: Option<String>,
        /// How many files may be deleted: a number, or a share such as `10%`; 256 by default.
        max_deletes: Option<LimitForm>,
    }
}

target_form! {
    /// A folder of another machine, by rsync over SSH.
    SshTarget, SshKind, Ssh {
        /// The machine as ssh knows it: `user@host`, or a name of your configuration of ssh.
        host: String,
        /// The port.
        #[schemars(range(min = 1, max = 65535))]
        port: Option<usize>,
        /// The folder, whole: `/srv/www/briefing`.
        path: String,
        /// How many earlier releases are kept; 5 by default.
        #[schemars(range(min = 0, max = 100))]
        keep: Option<usize>,
        /// Encodings in which texts stand beside the plain ones: `index.html.br`, `index.html.gz`; none by default.
        compress: Option<Encodings>,
        /// How many files may be deleted: a number, or a share such as `10%`; 256 by default.
        max_deletes: Option<LimitForm>,
    }
}

macro_rules! store_form {
    ($(#[$docs:meta])* $name:ident, $kinds:ident, $kind:ident { $($body:tt)* }) => {
        target_form! {
            $(#[$docs])*
            $name, $kinds, $kind {
                $($body)*
                /// What all keys begin with; nothing by default.
                prefix: Option<String>,
                /// How many earlier releases are kept below `.dateline/`, to go back to; 5 by default.
                #[schemars(range(min = 0, max = 100))]
                keep: Option<usize>,
                /// Files that go first within their part of a release.
                order: Option<Patterns>,
                /// The encoding that texts have; of two, the first.
                compress: Option<Encodings>,
                /// Headers by path; the first rule that fits a file and names a header sets it.
                headers: Option<Vec<HeaderRuleForm>>,
                /// Whether `a/index.html` is published as `a`; false by default.
                strip_index_html: Option<bool>,
                /// How many files may be deleted: a number, or a share such as `10%`; 256 by default.
                max_deletes: Option<LimitForm>,
                /// How many files are sent at once; 8 by default.
                #[schemars(range(min = 1, max = 64))]
                jobs: Option<usize>,
            }
        }
    };
}

store_form! {
    /// A bucket of Amazon S3, or of a store that speaks its protocol.
    S3Target, S3Kind, S3 {
        /// The bucket.
        bucket: String,
        /// The region; `AWS_REGION` by default.
        region: Option<String>,
        /// The address of a store that is not Amazon's.
        endpoint: Option<String>,
    }
}

store_form! {
    /// A bucket of Google Cloud Storage.
    GcsTarget, GcsKind, Gcs {
        /// The bucket.
        bucket: String,
        /// The address of Google's storage, where it is not the public one.
        endpoint: Option<String>,
    }
}

store_form! {
    /// A container of Azure Blob Storage.
    AzureTarget, AzureKind, Azure {
        /// The storage account; `AZURE_STORAGE_ACCOUNT_NAME` by default.
        account: Option<String>,
        /// The container; `$web` by default.
        container: Option<String>,
        /// The address of a store that is not Microsoft's.
        endpoint: Option<String>,
    }
}

/// A pattern of paths such as `*.html` or `media/**`, or a list of them.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "read by its schema alone")]
pub enum Patterns {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

/// An encoding, or a list of them.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "read by its schema alone")]
pub enum Encodings {
    /// One.
    One(Encoding),
    /// Several.
    Several(Vec<Encoding>),
}

/// A number of files, or a share in per cent.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "read by its schema alone")]
pub enum LimitForm {
    /// So many files.
    Files(usize),
    /// A share: `10%`.
    Share(String),
}

/// Headers of the files that a pattern fits.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
pub struct HeaderRuleForm {
    /// Which files: `*.html`, `media/**`.
    r#match: String,
    /// How long caches keep them: `public, max-age=300`.
    cache_control: Option<String>,
    /// Their media type, where it is not the one that their names tell.
    content_type: Option<String>,
    /// Whether they are compressed, where the target compresses.
    compress: Option<bool>,
}

/// A step after a release: one of `command`, `invalidate`, `websub`, `indexnow`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
pub struct AfterForm {
    /// A command with its arguments; no shell reads it.
    command: Option<Words>,
    /// A command that makes a content delivery network forget paths, which stand where `{paths}` is.
    invalidate: Option<Words>,
    /// How many paths an invalidation names before it is `/*`; 100 by default.
    #[schemars(range(min = 1, max = 3000))]
    limit: Option<usize>,
    /// The address of a hub that is told which feeds changed.
    websub: Option<String>,
    /// The key, which is public, with which search engines are told which pages changed.
    indexnow: Option<String>,
    /// The server that takes them, where it is not IndexNow's own.
    endpoint: Option<String>,
}

/// A command: one word or several.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "read by its schema alone")]
pub enum Words {
    /// A command without arguments.
    One(String),
    /// A command with arguments.
    Several(Vec<String>),
}
