//! A small site in a temporary folder with its target beside it, and a reader who looks at the target all the time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;

use tempfile::TempDir;

/// Files by their paths.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A site and the folder that holds it and its target.
pub struct Site {
    folder: TempDir,
    /// Variables of the environment that every command gets.
    pub variables: Vec<(String, String)>,
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Fails unless the command ended with this code.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    /// Fails unless these words were said.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.err.contains(words) || self.out.contains(words), "not said: {words}\n{}\n{}", self.out, self.err);
        self
    }

    /// Fails if these words were said.
    #[track_caller]
    pub fn keeps_quiet_about(self, words: &str) -> Self {
        assert!(!self.err.contains(words) && !self.out.contains(words), "said: {words}\n{}\n{}", self.out, self.err);
        self
    }

    /// What it said as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

impl Site {
    /// A site of three entries whose `publish:` is as given; `path: TARGET` in it stands for the folder `target` beside the site.
    pub fn new(publish: &str) -> Self {
        let site = Self { folder: tempfile::tempdir().expect("a folder"), variables: Vec::new() };
        site.configure(publish);
        for number in 1..=3 {
            site.entry(number, "First words");
        }
        site
    }

    /// Writes the configuration anew.
    pub fn configure(&self, publish: &str) {
        let publish = publish.replace("path: TARGET", &format!("path: {}", self.target().display()));
        let head = "title: The Test\nbase_url: https://site.example\nfeeds: {limit: 5}\n";
        self.write("dateline.yaml", &format!("{head}publish:\n{publish}\n"));
    }

    /// Writes an entry.
    pub fn entry(&self, number: usize, words: &str) {
        let text =
            format!("---\nheadline: Entry {number}\ndate: 2020-01-{:02}\n---\n\n{words} {number}.\n", 1 + number % 14);
        self.write(&format!("content/entry-{number}.md"), &text);
    }

    pub fn write(&self, path: &str, text: &str) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("written");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("removed");
    }

    /// The place of a file of the site.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    /// The folder beside the site that tests publish to.
    pub fn target(&self) -> PathBuf {
        self.folder.path().join("target")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .current_dir(self.path(""))
            .args(arguments)
            .env_remove("DATELINE_ROOT")
            .env("SOURCE_DATE_EPOCH", "1579089600");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.envs(self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        command
    }

    /// Runs `dateline publish` with these arguments.
    pub fn publish(&self, arguments: &[&str]) -> Said {
        let arguments: Vec<&str> = ["publish"].iter().chain(arguments).copied().collect();
        Said::of(&self.command(&arguments).output().expect("the program runs"))
    }

    /// Publishes without a question, which has to work.
    #[track_caller]
    pub fn goes_live(&self) -> Said {
        self.publish(&["--yes"]).ends(0)
    }

    /// Begins to publish.
    pub fn begin(&self) -> Child {
        self.command(&["publish", "--yes"]).spawn().expect("the program runs")
    }

    /// Builds without publishing.
    #[track_caller]
    pub fn build(&self) {
        Said::of(&self.command(&["build"]).output().expect("the program runs")).ends(0);
    }

    /// The files that the site was built into.
    pub fn output(&self) -> Files {
        files_in(&self.path("output"))
    }
}

/// The files below a folder, but for those of the target's own state.
pub fn files_in(folder: &Path) -> Files {
    let found =
        walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    found
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("inside").to_string_lossy().replace('\\', "/");
            let is_state = path.starts_with(".dateline/");
            // A file may go away while others are looked at.
            if is_state { None } else { Some((path, fs::read(entry.path()).ok()?)) }
        })
        .collect()
}

/// Fails unless both hold the same files with the same bytes.
#[track_caller]
pub fn assert_same(is: &Files, shall: &Files) {
    let names = |files: &Files| files.keys().cloned().collect::<BTreeSet<String>>();
    let (is_names, shall_names) = (names(is), names(shall));
    let missing: Vec<&String> = shall_names.difference(&is_names).collect();
    let surplus: Vec<&String> = is_names.difference(&shall_names).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing: {missing:?}, surplus: {surplus:?}");
    let other: Vec<&String> = shall_names.iter().filter(|name| is[*name] != shall[*name]).collect();
    assert!(other.is_empty(), "with other bytes: {other:?}");
}

/// Somebody who reads pages of the target again and again: each has to be there, whole, in one of its known versions.
pub struct Reader {
    stop: Arc<AtomicBool>,
    looks: Arc<AtomicUsize>,
    thread: JoinHandle<Vec<String>>,
}

impl Reader {
    /// Reads what `get` gives for each path that all versions have.
    pub fn of(versions: Vec<Files>, get: impl Fn(&str) -> Option<Vec<u8>> + Send + 'static) -> Self {
        let (stop, looks) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (stopped, counted) = (Arc::clone(&stop), Arc::clone(&looks));
        let thread = std::thread::spawn(move || {
            let common: Vec<String> = versions[0]
                .keys()
                .filter(|path| versions.iter().all(|files| files.contains_key(*path)))
                .cloned()
                .collect();
            let mut wrong = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                for path in &common {
                    let bytes = get(path);
                    let is_fit = bytes.as_ref().is_some_and(|bytes| versions.iter().any(|files| files[path] == *bytes));
                    if !is_fit {
                        wrong.push(format!("{path}: {:?}", bytes.map(|bytes| bytes.len())));
                    }
                }
                counted.fetch_add(1, Ordering::Relaxed);
            }
            wrong
        });
        Self { stop, looks, thread }
    }

    /// Fails if anything was not as it had to be, or nobody looked.
    #[track_caller]
    pub fn was_content(self) {
        let begun = std::time::Instant::now();
        while self.looks.load(Ordering::Relaxed) == 0 && begun.elapsed().as_secs() < 20 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        self.stop.store(true, Ordering::Relaxed);
        let wrong = self.thread.join().expect("the reader reads");
        assert!(wrong.is_empty(), "{} times, such as {:?}", wrong.len(), &wrong[..wrong.len().min(3)]);
        assert!(self.looks.load(Ordering::Relaxed) > 0, "nobody looked");
    }
}

/// Lets the second end after which releases are named.
pub fn wait_a_second() {
    std::thread::sleep(std::time::Duration::from_millis(1100));
}

/// A history that is lost or damaged is taken from the releases that are kept; `live` are the files that readers get.
pub fn a_history_comes_from_what_is_kept(site: &Site, history: &Path, live: impl Fn() -> Files) {
    site.goes_live();
    let first = site.output();
    let told = site.publish(&["--history", "--format", "json"]).ends(0).json();
    let id = told["releases"][0]["release"].as_str().expect("an id").to_owned();
    site.entry(1, "Other words");
    site.remove("content/entry-3.md");
    wait_a_second();
    site.goes_live();
    for damage in [true, false] {
        if damage {
            fs::write(history, "{\"version\": 1, \"lin").expect("written");
        } else {
            fs::remove_file(history).expect("removed");
        }
        let told = site.publish(&["--history"]).ends(0).says("The history of the target is lost");
        assert!(told.out.lines().next().is_some_and(|line| line.ends_with("live")), "{}", told.out);
        assert!(told.out.contains(&id), "{}", told.out);
        site.publish(&["--rollback", &id, "--yes"]).ends(0);
        assert_same(&live(), &first);
        wait_a_second();
        site.goes_live().keeps_quiet_about("history");
        assert_same(&live(), &site.output());
        site.goes_live().says("Nothing to publish");
    }
}
