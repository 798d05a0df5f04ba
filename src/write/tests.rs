//! Tests of a whole build's writing, in folders of their own.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::*;

type Version = BTreeMap<&'static str, &'static str>;

/// A site folder with an output.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn open(&self, force: bool) -> Result<Target, WriteError> {
        Target::open(&self.path(".dateline"), &self.path("output"), &[&self.path("content")], force)
    }

    fn build(&self, version: &Version) -> Result<Changes, WriteError> {
        self.build_watched(version, &mut || Ok(()))
    }

    fn build_watched(&self, version: &Version, watch: Watch<'_>) -> Result<Changes, WriteError> {
        let target = self.open(false)?;
        for (path, text) in version {
            target.put(path, key(text), text.as_bytes())?;
        }
        target.commit_watched(watch)
    }

    /// Puts a file into the output by hand.
    fn put_by_hand(&self, path: &str, text: &str) {
        let path = self.path("output").join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Every file of the output with its text and time.
    fn files(&self) -> BTreeMap<String, (String, SystemTime)> {
        let mut files = BTreeMap::new();
        let output = self.path("output");
        for entry in walkdir::WalkDir::new(&output).into_iter().filter_map(Result::ok) {
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(&output).expect("inside").to_string_lossy().into_owned();
                let time = entry.metadata().expect("metadata").modified().expect("a time");
                files.insert(path, (fs::read_to_string(entry.path()).expect("text"), time));
            }
        }
        files
    }

    fn texts(&self) -> BTreeMap<String, String> {
        self.files().into_iter().map(|(path, (text, _))| (path, text)).collect()
    }

    fn state_files(&self) -> Vec<String> {
        let names = fs::read_dir(self.path(".dateline")).expect("the state folder");
        let mut names: Vec<String> =
            names.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn state_file(&self, start: &str) -> PathBuf {
        let name = self.state_files().into_iter().find(|name| name.starts_with(start)).expect(start);
        self.path(".dateline").join(name)
    }
}

fn key(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn version(files: &[(&'static str, &'static str)]) -> Version {
    files.iter().copied().collect()
}

fn owned(version: &Version) -> BTreeMap<String, String> {
    version.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// The site before: has a file and a folder that change places, and a folder that goes.
fn before() -> Version {
    version(&[
        ("index.html", "front 1"),
        ("assets/site.1.css", "css 1"),
        ("a/index.html", "a 1"),
        ("a/photo.jpg", "photo"),
        ("b/index.html", "same"),
        ("gone/deep/index.html", "gone"),
        ("file", "a file"),
        ("folder/x/y", "y"),
        ("Case.html", "upper"),
    ])
}

/// The site after.
fn after() -> Version {
    version(&[
        ("index.html", "front 2"),
        ("assets/site.2.css", "css 2"),
        ("a/index.html", "a 2"),
        ("a/photo.jpg", "photo"),
        ("b/index.html", "same"),
        ("new/one/index.html", "new"),
        ("new/feed.xml", "feed"),
        ("file/index.html", "now a folder"),
        ("folder", "now a file"),
        ("case.html", "lower"),
        (".nojekyll", ""),
    ])
}

#[test]
fn a_build_writes_what_changed_and_leaves_the_rest() {
    let site = Site::new();
    let changes = site.build(&before()).expect("first build");
    assert_eq!((changes.added.len(), changes.bytes), (9, 40));
    assert_eq!(site.texts(), owned(&before()));
    let old = site.files();
    let changes = site.build(&after()).expect("second build");
    assert_eq!(site.texts(), owned(&after()));
    assert_eq!(changes.changed, ["a/index.html", "index.html"]);
    assert_eq!(
        changes.added,
        [
            ".nojekyll",
            "assets/site.2.css",
            "case.html",
            "file/index.html",
            "folder",
            "new/feed.xml",
            "new/one/index.html"
        ]
    );
    assert_eq!(changes.removed, ["Case.html", "assets/site.1.css", "file", "folder/x/y", "gone/deep/index.html"]);
    assert_eq!(changes.unchanged, 2);
    for path in ["a/photo.jpg", "b/index.html"] {
        assert_eq!(site.files()[path], old[path], "{path}");
    }
    assert!(!site.path("output/gone").exists());
    assert_eq!(site.state_files().len(), 3, "{:?}", site.state_files());
}

#[test]
fn nothing_changed_writes_nothing() {
    let site = Site::new();
    site.build(&before()).expect("first build");
    let manifest = site.state_file("manifest-");
    let time = |path: &Path| fs::metadata(path).and_then(|found| found.modified()).expect("a time");
    let (files, written) = (site.files(), time(&manifest));
    let changes = site.build(&before()).expect("second build");
    assert!(changes.is_empty() && changes.unchanged == 9);
    assert_eq!((site.files(), time(&manifest)), (files, written));
}

#[test]
fn a_new_key_for_the_same_bytes_is_noted_and_the_file_left() {
    let site = Site::new();
    site.build(&version(&[("a.html", "a")])).expect("first build");
    let files = site.files();
    let target = site.open(false).expect("target");
    assert!(target.is_current("a.html", key("a")) && !target.is_current("a.html", key("b")));
    assert_eq!(target.put("a.html", key("b"), b"a").expect("put"), Put::Same);
    assert!(target.commit().expect("commit").is_empty());
    assert_eq!(site.files(), files);
    let target = site.open(false).expect("target");
    assert!(target.is_current("a.html", key("b")));
    assert!(target.keep("a.html") && !target.keep("b.html"));
    assert_eq!(target.commit().expect("commit").unchanged, 1);
    assert_eq!(site.files(), files);
}

#[test]
fn an_edited_a_touched_and_a_deleted_file_are_noticed() {
    let site = Site::new();
    let files = version(&[("edited.html", "1"), ("touched.html", "2"), ("deleted.html", "3")]);
    site.build(&files).expect("first build");
    site.put_by_hand("edited.html", "x");
    let touched = fs::File::options().write(true).open(site.path("output/touched.html")).expect("file");
    touched.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(9)).expect("touch");
    fs::remove_file(site.path("output/deleted.html")).expect("remove");
    let target = site.open(false).expect("target");
    for (path, text) in &files {
        assert!(!target.is_current(path, key(text)), "{path}");
    }
    drop(target);
    let changes = site.build(&files).expect("second build");
    assert_eq!(changes.changed, ["deleted.html", "edited.html"]);
    assert_eq!(site.texts(), owned(&files));
    assert!(site.open(false).expect("target").is_current("touched.html", key("2")));
}

#[test]
fn a_build_that_fails_leaves_no_trace() {
    let site = Site::new();
    site.build(&before()).expect("first build");
    let (files, state) = (site.files(), site.state_files());
    let target = site.open(false).expect("target");
    target.put("a/index.html", key("new"), b"new").expect("put");
    target.put("z/index.html", key("new"), b"new").expect("put");
    assert_eq!(site.files(), files);
    drop(target);
    assert_eq!((site.files(), site.state_files()), (files, state));
    assert_eq!(recover(&site.path(".dateline")).expect("recover"), None);
}

#[test]
fn only_files_of_earlier_builds_are_removed() {
    let site = Site::new();
    site.build(&before()).expect("first build");
    site.put_by_hand("gone/deep/mine.txt", "mine");
    site.put_by_hand(".git/config", "git");
    site.put_by_hand("CNAME", "name");
    site.put_by_hand("assets/site.1.css", "edited by hand");
    let changes = site.build(&version(&[("index.html", "front 2")])).expect("second build");
    assert_eq!(changes.kept_foreign, ["assets/site.1.css"]);
    let left = version(&[
        ("index.html", "front 2"),
        ("gone/deep/mine.txt", "mine"),
        (".git/config", "git"),
        ("CNAME", "name"),
        ("assets/site.1.css", "edited by hand"),
    ]);
    assert_eq!(site.texts(), owned(&left));
}

#[test]
fn a_folder_that_is_not_ours_is_refused_without_force() {
    let site = Site::new();
    site.put_by_hand("thesis.txt", "years of work");
    site.put_by_hand("index.html", "old");
    let files = site.files();
    let error = site.open(false).map(drop).expect_err("refused");
    assert!(matches!(&error, WriteError::NotOurs { example, damage: None, .. } if example == "index.html"), "{error}");
    assert_eq!(site.files(), files);
    let target = site.open(true).expect("forced");
    assert_eq!(target.put("index.html", key("new"), b"new").expect("put"), Put::Staged);
    target.commit().expect("commit");
    assert_eq!(site.texts(), owned(&version(&[("index.html", "new"), ("thesis.txt", "years of work")])));
    site.build(&version(&[])).expect("ours now");
    assert_eq!(site.texts(), owned(&version(&[("thesis.txt", "years of work")])));
}

#[test]
fn force_adopts_files_with_the_same_bytes() {
    let site = Site::new();
    site.build(&before()).expect("first build");
    let files = site.files();
    fs::remove_dir_all(site.path(".dateline")).expect("remove the state");
    let target = site.open(true).expect("forced");
    for (path, text) in before() {
        assert_eq!(target.put(path, key(text), text.as_bytes()).expect("put"), Put::Same);
    }
    assert_eq!(target.commit().expect("commit").unchanged, 9);
    assert_eq!(site.files(), files);
    site.build(&before()).expect("ours again");
}

#[test]
fn a_folder_with_dotfiles_alone_is_free_and_they_stay() {
    let site = Site::new();
    site.put_by_hand(".gitignore", "*");
    site.put_by_hand(".nojekyll", "by hand");
    let error = site.build(&version(&[("index.html", "1"), (".nojekyll", "")])).expect_err("in the way");
    assert!(matches!(&error, WriteError::Foreign { paths } if paths == &[".nojekyll"]), "{error}");
    let target = site.open(true).expect("forced");
    target.put(".nojekyll", key(""), b"").expect("put");
    assert!(target.commit().is_err(), "not even by force");
    site.build(&version(&[("index.html", "1")])).expect("build");
    assert_eq!(site.texts(), owned(&version(&[(".gitignore", "*"), (".nojekyll", "by hand"), ("index.html", "1")])));
}

#[test]
fn files_in_the_way_are_named_before_anything_moves() {
    let site = Site::new();
    site.build(&version(&[("index.html", "1"), ("folder/ours", "1")])).expect("first build");
    site.put_by_hand("a/index.html", "mine");
    site.put_by_hand("b", "mine");
    site.put_by_hand("folder/mine", "mine");
    fs::create_dir(site.path("output/empty")).expect("a folder");
    let files = site.files();
    let wanted = version(&[
        ("index.html", "2"),
        ("a/index.html", "ours"),
        ("b/index.html", "ours"),
        ("folder", "ours"),
        ("empty", "ours"),
    ]);
    match site.build(&wanted).expect_err("in the way") {
        WriteError::Foreign { paths } => assert_eq!(paths, ["a/index.html", "b", "empty", "folder"]),
        error => panic!("{error}"),
    }
    assert_eq!(site.files(), files);
}

#[test]
fn a_read_only_folder_is_named_before_anything_moves() {
    let site = Site::new();
    site.build(&before()).expect("first build");
    let files = site.files();
    let folder = site.path("output/a");
    let usual = fs::metadata(&folder).expect("metadata").permissions();
    let mut locked = usual.clone();
    locked.set_readonly(true);
    fs::set_permissions(&folder, locked).expect("permissions");
    let error = site.build(&after());
    fs::set_permissions(&folder, usual).expect("permissions");
    assert!(matches!(&error, Err(WriteError::ReadOnly { path }) if path.ends_with("output/a")), "{error:?}");
    assert_eq!(site.files(), files);
    site.build(&after()).expect("second build");
}

#[test]
fn outputs_that_would_harm_the_site_are_refused() {
    let site = Site::new();
    let state = site.path(".dateline");
    fs::create_dir_all(site.path("content/photos")).expect("a folder");
    for output in [".", "..", "content", "content/photos", "content/new", ".dateline", ".dateline/output", "content/.."]
    {
        let error = Target::open(&state, &site.path(output), &[&site.path("content")], true).map(drop);
        assert!(matches!(error, Err(WriteError::Protected { .. })), "{output}: {error:?}");
    }
    for output in ["/", std::env::home_dir().expect("a home").to_str().expect("text")] {
        let error = Target::open(&state, Path::new(output), &[], true).map(drop);
        assert!(matches!(error, Err(WriteError::Protected { .. })), "{output}: {error:?}");
    }
    fs::write(site.path("output"), "a file").expect("write");
    assert!(matches!(site.open(true).map(drop), Err(WriteError::NotAFolder { .. })));
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_written_through() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let elsewhere = Site::new();
    elsewhere.put_by_hand("index.html", "elsewhere");
    symlink(elsewhere.path("output"), site.path("output")).expect("link");
    assert!(matches!(site.open(true).map(drop), Err(WriteError::Symlink { .. })));
    fs::remove_file(site.path("output")).expect("remove");
    site.build(&version(&[("a/index.html", "1"), ("b/index.html", "1")])).expect("first build");
    for folder in ["a", "b"] {
        fs::remove_dir_all(site.path("output").join(folder)).expect("remove");
        symlink(elsewhere.path("output"), site.path("output").join(folder)).expect("link");
    }
    let error = site.build(&version(&[("a/index.html", "2"), ("b/index.html", "1")])).expect_err("a link");
    assert!(matches!(&error, WriteError::Symlink { path } if path.ends_with("output/a")), "{error}");
    let changes = site.build(&version(&[("c/index.html", "1")])).expect("no longer written");
    assert_eq!(changes.kept_foreign, ["a/index.html", "b/index.html"]);
    assert_eq!(elsewhere.texts(), owned(&version(&[("index.html", "elsewhere")])));
    fs::remove_dir_all(site.path(".dateline")).expect("remove");
    symlink(elsewhere.path("output"), site.path(".dateline")).expect("link");
    assert!(matches!(site.open(true).map(drop), Err(WriteError::Symlink { .. })));
}

#[test]
fn unsafe_and_doubled_paths_are_refused() {
    let site = Site::new();
    let target = site.open(false).expect("target");
    for path in ["../x", "/etc/x", "a/../../x", ".git/config", "a\\b"] {
        assert!(matches!(target.put(path, key(""), b""), Err(WriteError::UnfitPath { .. })), "{path}");
    }
    target.put("a", key(""), b"1").expect("put");
    assert!(matches!(target.put("a", key(""), b"2"), Err(WriteError::Twice { .. })));
    drop(target);
    site.build(&version(&[("a", "1")])).expect("build");
    let target = site.open(false).expect("target");
    target.put("a", key(""), b"1").expect("same");
    assert!(target.keep("a"));
    assert!(matches!(target.commit(), Err(WriteError::Twice { .. })));
}

#[test]
fn a_second_build_waits_its_turn() {
    let site = Site::new();
    let first = site.open(false).expect("target");
    assert!(matches!(site.open(false).map(drop), Err(WriteError::Busy)));
    first.put("a", key(""), b"1").expect("put");
    assert_eq!(recover(&site.path(".dateline")).expect("left alone"), None);
    first.commit().expect("commit");
    site.open(false).expect("free again");
}

#[test]
fn a_damaged_manifest_counts_as_none_and_says_so() {
    let site = Site::new();
    site.build(&before()).expect("first build");
    let manifest = site.state_file("manifest-");
    let mut bytes = fs::read(&manifest).expect("bytes");
    *bytes.last_mut().expect("a byte") ^= 1;
    for damaged in [bytes, b"dateline manifest 9\n".to_vec(), Vec::new()] {
        fs::write(&manifest, damaged).expect("write");
        let error = site.open(false).map(drop).expect_err("refused");
        assert!(matches!(error, WriteError::NotOurs { damage: Some(_), .. }), "{error}");
    }
    site.open(true).expect("forced");
}

#[test]
fn photos_are_copied_by_their_bytes_alone() {
    let site = Site::new();
    let photo = site.path("photo.jpg");
    fs::write(&photo, "a photo").expect("write");
    let mut permissions = fs::metadata(&photo).expect("metadata").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&photo, permissions).expect("permissions");
    for put in [Put::Staged, Put::Same] {
        let target = site.open(false).expect("target");
        assert_eq!(target.put_file("a/p.jpg", key("p"), key("a photo"), &photo).expect("put"), put);
        target.commit().expect("commit");
    }
    assert_eq!(site.texts(), owned(&version(&[("a/p.jpg", "a photo")])));
    assert!(!fs::metadata(site.path("output/a/p.jpg")).expect("metadata").permissions().readonly());
    let target = site.open(false).expect("target");
    assert!(target.put_file("b.jpg", key("p"), key("p"), &site.path("missing.jpg")).is_err());
}

#[test]
fn a_site_folder_that_moves_keeps_its_manifest() {
    let site = Site::new();
    site.build(&before()).expect("first build");
    let moved = Site::new();
    for folder in [".dateline", "output"] {
        fs::rename(site.path(folder), moved.path(folder)).expect("move");
    }
    assert_eq!(moved.build(&before()).expect("still ours").unchanged, 9);
    assert_eq!(manifest(&moved.path(".dateline"), &moved.path("output")).expect("manifest").entries().len(), 9);
}

/// An error that stops a commit after so many changes on disk, and the count of them.
fn stop_after(limit: usize, count: &mut usize) -> impl FnMut() -> Result<(), WriteError> {
    move || {
        *count += 1;
        if *count > limit { Err(WriteError::io("stop", "")(io::ErrorKind::Interrupted.into())) } else { Ok(()) }
    }
}

#[test]
fn a_move_cut_off_at_any_step_is_finished_even_if_that_is_cut_off_too() {
    for limit in 0.. {
        let site = Site::new();
        site.build(&before()).expect("first build");
        site.put_by_hand("mine.txt", "mine");
        let done = site.build_watched(&after(), &mut stop_after(limit, &mut 0)).is_ok();
        let state = site.path(".dateline");
        let begun = journal::is_pending(&state);
        for cut in 0..if begun { limit } else { 0 } {
            let _ = journal::mend(&state, &mut stop_after(cut, &mut 0));
        }
        recover(&state).expect("recover");
        assert_eq!(recover(&state).expect("recover"), None);
        let version = if begun || done { after() } else { before() };
        let mut whole = owned(&version);
        whole.insert("mine.txt".into(), "mine".into());
        assert_eq!(site.texts(), whole, "after {limit} steps");
        assert_eq!(site.state_files().iter().filter(|name| !name.ends_with(".next")).count(), 3);
        assert!(site.build(&version).expect("build").is_empty(), "after {limit} steps");
        if done {
            assert!(limit > 20, "{limit} steps are few");
            break;
        }
    }
}

#[test]
fn pages_move_after_their_assets_and_the_front_page_last() {
    let site = Site::new();
    site.build(&before()).expect("first build");
    let mut seen = Vec::new();
    let output = site.path("output");
    let look = |path: &str| fs::read_to_string(output.join(path)).is_ok_and(|text| text.ends_with('2'));
    let mut watch = || {
        seen.push((look("assets/site.2.css"), look("a/index.html"), look("index.html")));
        assert!(output.join("index.html").exists());
        Ok(())
    };
    site.build_watched(&after(), &mut watch).expect("second build");
    seen.dedup();
    let (no, yes) = (false, true);
    assert_eq!(seen, [(no, no, no), (yes, no, no), (yes, yes, no), (yes, yes, yes)]);
}

/// A site whose move was cut off in the middle.
fn cut_off() -> Site {
    let site = Site::new();
    site.build(&before()).expect("first build");
    let _ = site.build_watched(&after(), &mut stop_after(9, &mut 0));
    assert!(site.path(".dateline/journal").exists());
    site
}

#[test]
fn the_next_build_finishes_the_move_first() {
    let site = cut_off();
    assert!(site.build(&after()).expect("build").is_empty());
    assert_eq!(site.texts(), owned(&after()));
}

#[test]
fn a_damaged_journal_is_dropped_and_the_next_build_sets_things_right() {
    let site = cut_off();
    let journal = site.path(".dateline/journal");
    let mut bytes = fs::read(&journal).expect("bytes");
    bytes.truncate(bytes.len() - 1);
    fs::write(&journal, bytes).expect("write");
    let recovered = recover(&site.path(".dateline")).expect("recover");
    assert!(matches!(recovered, Some(Recovered::Damaged("is damaged"))), "{recovered:?}");
    site.build(&after()).expect("build");
    assert_eq!(site.texts(), owned(&after()));
}

#[test]
fn a_journal_that_came_with_a_download_is_not_followed() {
    let site = cut_off();
    let copy = Site::new();
    fs::create_dir(copy.path(".dateline")).expect("a folder");
    fs::write(copy.path(".dateline/lock"), "").expect("a lock");
    fs::rename(site.path(".dateline/journal"), copy.path(".dateline/journal")).expect("move");
    fs::rename(site.path(".dateline/stage"), copy.path(".dateline/stage")).expect("move");
    let recovered = recover(&copy.path(".dateline")).expect("recover");
    assert_eq!(recovered, Some(Recovered::Damaged("was written in another place")));
    assert!(!copy.path("output").exists() && !copy.path(".dateline/stage").exists());
}

#[test]
fn a_stage_left_by_a_killed_build_is_discarded() {
    let site = Site::new();
    site.build(&before()).expect("first build");
    fs::create_dir_all(site.path(".dateline/stage/a")).expect("a folder");
    site.put_by_hand(".dateline-stage/a", "left");
    assert_eq!(recover(&site.path(".dateline")).expect("recover"), Some(Recovered::Discarded));
    assert!(site.build(&before()).expect("build").is_empty());
    assert_eq!(site.texts(), owned(&before()));
}

#[test]
fn a_move_that_cannot_go_on_says_so_and_goes_on_later() {
    let site = cut_off();
    let page = site.path("output/index.html");
    fs::remove_file(&page).expect("remove");
    fs::create_dir_all(page.join("in the way")).expect("a folder");
    let error = recover(&site.path(".dateline")).expect_err("stuck");
    assert!(matches!(error, WriteError::Unfinished { .. }) && error.is_machine(), "{error}");
    fs::remove_dir_all(&page).expect("remove");
    let output = fs::canonicalize(site.path("output")).expect("a folder");
    assert_eq!(recover(&site.path(".dateline")).expect("recover"), Some(Recovered::Finished(output)));
    assert_eq!(site.texts(), owned(&after()));
}

#[test]
fn an_output_on_another_device_is_staged_beside_it() {
    let site = Site::new();
    let Ok(far) = tempfile::tempdir_in("/dev/shm") else { return };
    let output = far.path().join("output");
    for texts in [before(), after(), after()] {
        let target = Target::open(&site.path(".dateline"), &output, &[], false).expect("target");
        for (path, text) in &texts {
            target.put(path, key(text), text.as_bytes()).expect("put");
        }
        target.commit().expect("commit");
        for (path, text) in &texts {
            assert_eq!(&fs::read_to_string(output.join(path)).expect(path), text);
        }
        assert!(!output.join(".dateline-stage").exists() && !site.path(".dateline/stage").exists());
    }
}
