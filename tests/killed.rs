//! Kills a build at random moments and looks at what is left: every file whole, and the site old or new after the
//! next command. The build runs in a child process: this test program again, told by a variable what to do.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use dateline::load::Digest;
use dateline::write::{Purpose, Target, recover};

/// The site folder of the child.
const SITE: &str = "DATELINE_WRITE_CHILD";
/// Which of the two versions the child builds.
const VERSION: &str = "DATELINE_WRITE_VERSION";
/// How often a build is killed at least, and how often in the midst of its move.
const KILLS: usize = 80;
const KILLS_IN_MOVE: usize = 30;
/// When the test stops trying for more.
const PATIENCE: Duration = Duration::from_secs(12);

type Files = BTreeMap<String, Vec<u8>>;

/// What the child does; nothing in a usual run of the tests.
#[test]
fn child_builds() {
    let (Some(site), Ok(version)) = (std::env::var_os(SITE), std::env::var(VERSION)) else { return };
    let site = PathBuf::from(site);
    let target =
        Target::open(&site.join(".dateline"), &site.join("output"), Purpose::Site, &[], false).expect("target");
    for (path, bytes) in files(&version) {
        target.put(&path, Digest::of(&bytes), &bytes).expect("put");
    }
    // Not `println!`, which the test harness would keep to itself.
    std::io::stdout().write_all(b"\ncommitting\n").expect("the parent listens");
    std::io::stdout().flush().expect("the parent listens");
    target.commit().expect("commit");
}

#[test]
fn a_build_killed_at_any_moment_leaves_every_file_whole_and_the_site_old_or_new() {
    let folder = in_memory();
    let site = folder.path();
    let (staging, moving) = time_whole_builds(site);
    let versions = Versions { a: files("A"), b: files("B") };
    fs::write(site.join("output/mine.txt"), "mine").expect("a file of someone else");
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut tally = Tally::default();
    let begun = Instant::now();
    while tally.kills < KILLS || tally.in_move < KILLS_IN_MOVE {
        if tally.kills >= KILLS && begun.elapsed() > PATIENCE {
            break;
        }
        // Now the whole build, now the commit alone, which is shorter but where there is more to break.
        let next = if versions.of(site) == Some("A") { "B" } else { "A" };
        if tally.kills.is_multiple_of(4) {
            kill_after(start(site, next), random.up_to(staging + moving));
        } else {
            let mut child = start(site, next);
            wait_for_commit(&mut child);
            kill_after(child, random.up_to(moving));
        }
        tally.look(site, &versions);
    }
    assert!(tally.in_move > 0 && tally.mixed > 0 && tally.old > 0 && tally.new > 0, "{tally:?}");
}

/// How many builds were killed, and what they left.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    /// With the journal in place.
    in_move: usize,
    /// With some files old and some new.
    mixed: usize,
    /// Which version it was after the next command.
    old: usize,
    new: usize,
}

impl Tally {
    /// Looks at the output as the kill left it, then as the next command does.
    fn look(&mut self, site: &Path, versions: &Versions) {
        let before = versions.of(site);
        if before.is_none() {
            versions.assert_whole(site);
        }
        let journal = site.join(".dateline/journal").exists();
        self.kills += 1;
        self.in_move += usize::from(journal);
        self.mixed += usize::from(before.is_none());
        assert!(journal || before.is_some(), "only a journal explains a mixture");
        recover(&site.join(".dateline")).expect("recover");
        let after = versions.of(site);
        assert!(after.is_some(), "the output is neither old nor new");
        assert!(journal || before == after, "without a journal nothing moves");
        assert_eq!(fs::read_to_string(site.join("output/mine.txt")).expect("still there"), "mine");
        if after == Some("A") { self.old += 1 } else { self.new += 1 }
    }
}

/// The two versions that the output changes between.
struct Versions {
    a: Files,
    b: Files,
}

impl Versions {
    /// Which version the output holds, and nothing else but the file of someone else; `None` for a mixture.
    fn of(&self, site: &Path) -> Option<&'static str> {
        let found = read(&site.join("output"));
        if found == self.a {
            Some("A")
        } else if found == self.b {
            Some("B")
        } else {
            None
        }
    }

    /// Asserts that every file is as it was or as it will be, and that one which both versions have is there.
    fn assert_whole(&self, site: &Path) {
        let left = read(&site.join("output"));
        for (path, bytes) in &left {
            let known = self.a.get(path) == Some(bytes) || self.b.get(path) == Some(bytes);
            assert!(known, "`{path}` is neither old nor new");
        }
        for path in self.a.keys().filter(|path| self.b.contains_key(*path)) {
            assert!(left.contains_key(path), "`{path}` is missing");
        }
    }
}

/// The files of a version: most differ in bytes, some come or go, a file and a folder change places.
fn files(version: &str) -> Files {
    let mut files = Files::new();
    for number in 0..250 {
        let text = match number % 5 {
            0 => "the same in both".repeat(100),
            _ => format!("page {number} of version {version} ").repeat(60),
        };
        files.insert(format!("2017/{:02}/entry-{number}/index.html", number % 12 + 1), text.into_bytes());
    }
    for number in 0..40 {
        files.insert(format!("only-{version}/{}/{number}.jpg", number % 4), version.repeat(3000).into_bytes());
        files.insert(format!("mixed/{version}-{number}.html"), version.repeat(500).into_bytes());
    }
    let (file, folder) = if version == "A" { ("x", "y") } else { ("y", "x") };
    files.insert(file.to_owned(), b"a file".to_vec());
    files.insert(format!("{folder}/deep/page.html"), b"in a folder".to_vec());
    files.insert("index.html".to_owned(), format!("front page {version}").into_bytes());
    files
}

/// All files of the output but the one of someone else.
fn read(output: &Path) -> Files {
    let found = walkdir::WalkDir::new(output).into_iter().map(|entry| entry.expect("an entry"));
    found
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != "mine.txt")
        .map(|entry| {
            let path = entry.path().strip_prefix(output).expect("inside");
            let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            (parts.join("/"), fs::read(entry.path()).expect("bytes"))
        })
        .collect()
}

/// Builds both versions in peace; gives the longest time until the move begins, and for it.
fn time_whole_builds(site: &Path) -> (Duration, Duration) {
    let mut longest = (Duration::ZERO, Duration::ZERO);
    for version in ["A", "B", "A"] {
        let begun = Instant::now();
        let mut child = start(site, version);
        wait_for_commit(&mut child);
        let staged = Instant::now();
        assert!(child.wait().expect("an end").success());
        longest = (longest.0.max(staged - begun), longest.1.max(staged.elapsed()));
    }
    longest
}

fn start(site: &Path, version: &str) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["child_builds", "--exact", "--test-threads=1"])
        .env(SITE, site)
        .env(VERSION, version)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child")
}

fn wait_for_commit(child: &mut Child) {
    let mut lines = BufReader::with_capacity(1, child.stdout.as_mut().expect("piped").by_ref()).lines();
    assert!(lines.any(|line| line.expect("text") == "committing"), "the child ended early");
}

fn kill_after(mut child: Child, delay: Duration) {
    let begun = Instant::now();
    // Sleeping is too coarse for moves of a few milliseconds.
    while begun.elapsed() < delay {
        std::hint::spin_loop();
    }
    child.kill().expect("a kill");
    child.wait().expect("an end");
}

/// Random enough delays (xorshift).
struct Random(u64);

impl Random {
    fn up_to(&mut self, longest: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        longest.mul_f64((self.0 >> 11) as f64 / (1u64 << 53) as f64)
    }
}

/// A temporary folder, in memory where there is such a place: on a busy disk each build would take seconds.
fn in_memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a temporary folder")
}

/// How many entries the site has that the program is killed over, and how often it is.
const ENTRIES: usize = 60;
const KILLS_OF_PROGRAM: usize = 200;

#[test]
fn the_program_killed_at_any_moment_leaves_a_site_that_the_next_command_finishes() {
    let folder = in_memory();
    let site = folder.path();
    write_site(site);
    // Every page names the title, so that all of them change with it.
    let build = |title: &str| {
        fs::write(site.join("dateline.yaml"), config(title)).expect("written");
        program(site, &["build", "--quiet", "--now", "2020-02-01"])
    };
    let mut longest = Duration::ZERO;
    let mut outputs = Vec::new();
    for title in ["A", "B", "A"] {
        let begun = Instant::now();
        assert!(build(title).wait().expect("an end").success());
        longest = longest.max(begun.elapsed());
        outputs.push(read(&site.join("output")));
    }
    let versions = Versions { b: outputs.swap_remove(1), a: outputs.swap_remove(0) };
    let changed = versions.a.iter().filter(|(path, bytes)| versions.b.get(*path) != Some(bytes)).count();
    assert!(changed > ENTRIES, "{changed} files change");
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let (mut mixed, mut old, mut new) = (0, 0, 0);
    for kill in 0..KILLS_OF_PROGRAM {
        let before = versions.of(site).expect("a whole site");
        let mut child = build(if before == "A" { "B" } else { "A" });
        // Two fifths of the kills go to the move, which is but a small part of a run.
        if kill % 5 < 2 {
            let journal = site.join(".dateline/journal");
            while !journal.exists() && child.try_wait().expect("a state").is_none() {
                std::hint::spin_loop();
            }
            kill_after(child, random.up_to(Duration::from_millis(4)));
        } else {
            kill_after(child, random.up_to(longest));
        }
        versions.assert_whole(site);
        mixed += usize::from(versions.of(site).is_none());
        let next: &[&str] = if kill % 10 == 0 { &["list", "--drafts"] } else { &["man"] };
        assert!(program(site, next).wait().expect("an end").success());
        let after = versions.of(site).expect("the next command leaves the site old or new");
        if after == before { old += 1 } else { new += 1 }
    }
    assert!(mixed > 0 && old > 0 && new > 0, "{mixed} in the midst of the move, {old} old, {new} new");
}

fn config(title: &str) -> String {
    format!("title: {title}\nbase_url: https://site.example\nmarkdown: {{highlight: false}}\n")
}

fn write_site(site: &Path) {
    fs::create_dir_all(site.join("content")).expect("a folder");
    for number in 0..ENTRIES {
        let (month, day) = (number % 12 + 1, number % 28 + 1);
        let text = format!(
            "---\nheadline: E{number}\ndate: 2019-{month:02}-{day:02}\ntopics: [T{}]\n---\nText {number}.\n",
            number % 9
        );
        fs::write(site.join(format!("content/e{number}.md")), text).expect("written");
    }
    fs::create_dir_all(site.join("templates")).expect("a folder");
    for name in ["entry", "front", "topic", "topics", "sources", "archive", "year", "month", "404"] {
        let text = format!("{name} of {{{{ site.title }}}}: {{{{ page.url }}}}\n");
        fs::write(site.join(format!("templates/{name}.html")), text).expect("written");
    }
}

fn program(site: &Path, arguments: &[&str]) -> Child {
    let program = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(site)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    program.expect("the program runs")
}
