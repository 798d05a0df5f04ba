//! A site in a temporary folder, built by the real program: steps that follow one another, each checked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use crate::photo_of_words::photo_of;
use snapbox::{Assert, Data, IntoData};
use tempfile::TempDir;

/// The moment at which every command sees the site, unless it is told another.
pub const NOW: &str = "2020-01-15T12:00:00Z";

const CONFIG: &str = "title: The Test\nbase_url: https://site.example\ntimezone: Europe/Paris\n\
                      desk: {rules: {missing-source: off}}\n";

/// The files of a folder with their bytes and the times at which they were last written.
pub type Files = BTreeMap<String, (Vec<u8>, SystemTime)>;

/// A site and what the last command on it said.
pub struct SiteTest {
    folder: TempDir,
    last: Option<Output>,
    /// The folder that the last build wrote into.
    built: &'static str,
}

impl SiteTest {
    /// A site from a text: each file after a line `-- path --`. Where it has no `dateline.yaml` it gets a short one.
    pub fn from_text(text: &str) -> Self {
        Self::with_config(text, CONFIG)
    }

    /// The same with the theme in `tests/suite/theme`, which says what a page knows, a line for each thing.
    pub fn plain(text: &str) -> Self {
        let site = Self::with_config(text, &format!("{CONFIG}theme: plain\n"));
        let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/theme");
        copy(&theme, &site.path("themes/plain"));
        site
    }

    fn with_config(text: &str, config: &str) -> Self {
        let mut site = Self { folder: temporary(), last: None, built: "output" };
        for (path, text) in files_of(text) {
            site = site.write(&path, text);
        }
        if site.path("dateline.yaml").exists() { site } else { site.write("dateline.yaml", config) }
    }

    /// The site folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The place of a file of the site on the disk.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file of the site; a photo may be written as words: see `photo_of`.
    pub fn write(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let bytes = text.as_ref();
        match str::from_utf8(bytes) {
            Ok(words) if path.ends_with(".jpg") => self.write_raw(path, photo_of(words)),
            _ => self.write_raw(path, bytes),
        }
    }

    /// Writes a file of the site, byte for byte.
    pub fn write_raw(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, text).unwrap_or_else(|error| panic!("{path}: {error}"));
        self
    }

    /// Puts other words into a file of the site.
    pub fn edit(self, path: &str, from: &str, to: &str) -> Self {
        let text = fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(text.contains(from), "`{path}` does not hold `{from}`");
        self.write(path, text.replace(from, to))
    }

    /// Removes a file or folder of the site.
    pub fn remove(self, path: &str) -> Self {
        let file = self.path(path);
        let removed = if file.is_dir() { fs::remove_dir_all(&file) } else { fs::remove_file(&file) };
        removed.unwrap_or_else(|error| panic!("{path}: {error}"));
        self
    }

    /// Runs the program in the site folder, whatever comes of it.
    pub fn run(mut self, arguments: &[&str]) -> Self {
        self.last = Some(program(self.root()).args(arguments).output().expect("the program runs"));
        self
    }

    /// Builds the site, which has to work.
    pub fn build(self) -> Self {
        self.build_with(&[])
    }

    /// Builds the site with these arguments, which has to work; one with `--drafts` into the folder `preview`.
    pub fn build_with(self, arguments: &[&str]) -> Self {
        self.fails_with(arguments, 0)
    }

    /// Builds the site, which has to end with this exit code.
    pub fn fails(self, code: i32) -> Self {
        self.fails_with(&[], code)
    }

    /// Builds the site with these arguments, which has to end with this exit code.
    pub fn fails_with(mut self, arguments: &[&str], code: i32) -> Self {
        self.built = if arguments.contains(&"--drafts") { "preview" } else { "output" };
        self.run(&build_arguments(arguments)).exits(code)
    }

    /// Builds with `--format json` and gives what it says.
    pub fn build_json(&self) -> serde_json::Value {
        let output = program(self.root()).args(["build", "--now", NOW, "--format", "json"]).output().expect("a run");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// Checks how the last command ended.
    pub fn exits(self, code: i32) -> Self {
        let output = self.last();
        assert!(
            output.status.code() == Some(code),
            "{} instead of {code}:\n{}{}",
            output.status,
            self.printed(),
            self.said()
        );
        assert!(!self.said().contains("panicked"), "{}", self.said());
        self
    }

    /// The last command's exit code.
    pub fn code(&self) -> i32 {
        self.last().status.code().expect("a code")
    }

    fn last(&self) -> &Output {
        self.last.as_ref().expect("a command was run")
    }

    /// What the last command wrote to standard error, with the site folder and all times left out.
    pub fn said(&self) -> String {
        self.redacted(&self.last().stderr)
    }

    /// What the last command wrote to standard output.
    pub fn printed(&self) -> String {
        self.redacted(&self.last().stdout)
    }

    fn redacted(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let real = self.root().canonicalize().expect("there");
        let text = text.replace(&*real.to_string_lossy(), "[SITE]").replace(&*self.root().to_string_lossy(), "[SITE]");
        let untimed = |line: &str| match line.strip_prefix("Took ") {
            Some(_) => "Took [TIME]\n".to_owned(),
            None => line.to_owned(),
        };
        text.split_inclusive('\n').map(untimed).collect()
    }

    /// Checks what the last command wrote to standard error.
    pub fn stderr(self, expected: impl IntoData) -> Self {
        assert_text(self.said(), expected);
        self
    }

    /// Checks that the last command wrote these words to standard error.
    pub fn says(self, words: &str) -> Self {
        assert!(self.said().contains(words), "`{words}` is not in:\n{}", self.said());
        self
    }

    /// Checks that the last command did not write these words to standard error.
    pub fn says_not(self, words: &str) -> Self {
        assert!(!self.said().contains(words), "`{words}` is in:\n{}", self.said());
        self
    }

    /// A file of the output as text; bytes of a photo that are none are replaced.
    pub fn file(&self, path: &str) -> String {
        let bytes = fs::read(self.path(self.built).join(path));
        let bytes = bytes.unwrap_or_else(|error| panic!("{path}: {error}; there are {:#?}", self.tree()));
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Checks a text of the output.
    pub fn check_file(self, path: &str, expected: impl IntoData) -> Self {
        assert_text(self.file(path), expected);
        self
    }

    /// Checks that a text of the output holds these words.
    pub fn has(self, path: &str, words: &str) -> Self {
        let text = self.file(path);
        assert!(text.contains(words), "`{words}` is not in `{path}`:\n{text}");
        self
    }

    /// Checks that a text of the output does not hold these words.
    pub fn has_not(self, path: &str, words: &str) -> Self {
        let text = self.file(path);
        assert!(!text.contains(words), "`{words}` is in `{path}`:\n{text}");
        self
    }

    /// The paths of the output, sorted.
    pub fn tree(&self) -> Vec<String> {
        self.output().into_keys().collect()
    }

    /// The files of the output; none where there is no output.
    pub fn output(&self) -> Files {
        files_in(&self.path(self.built))
    }
}

/// The program in a folder, at a fixed moment and in a terminal without colours.
pub fn program(folder: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dateline"));
    program
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("SOURCE_DATE_EPOCH", "1579089600")
        .env_remove("DATELINE_ROOT")
        .env_remove("CLICOLOR_FORCE")
        .stdin(std::process::Stdio::null());
    program
}

fn build_arguments<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let now: &[&str] = if arguments.contains(&"--now") { &[] } else { &["--now", NOW] };
    let preview: &[&str] = if arguments.contains(&"--drafts") { &["--output", "preview"] } else { &[] };
    [&["build"], now, arguments, preview].concat()
}

/// The parts of a text, each after a line `-- path --`.
pub fn files_of(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let path = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (path, files.last_mut()) {
            (Some(path), _) => files.push((path.to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    files
}

/// Every file below a folder with its bytes and times; symbolic links are named and not followed.
pub fn files_in(folder: &Path) -> Files {
    let found = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = found.filter(|entry| !entry.file_type().is_dir());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).expect("inside").to_string_lossy().replace('\\', "/");
        let bytes = fs::read(entry.path()).unwrap_or_default();
        let time = fs::symlink_metadata(entry.path()).and_then(|metadata| metadata.modified()).expect("a time");
        (path, (bytes, time))
    };
    files.map(file).collect()
}

/// Checks a text as snapbox does, or keeps it as the new expectation with `SNAPSHOTS=overwrite`.
pub fn assert_text(actual: String, expected: impl IntoData) {
    Assert::new().action_env("SNAPSHOTS").eq(Data::text(actual), expected);
}

/// A temporary folder, in memory where there is such a place.
pub fn temporary() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a temporary folder")
}

fn copy(from: &Path, to: &Path) {
    for (path, (bytes, _)) in files_in(from) {
        let file = to.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, bytes).expect("a copy");
    }
}
