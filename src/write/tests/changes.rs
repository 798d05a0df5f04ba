//! What a build writes, leaves as it is and removes.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::*;

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
    assert!(!target.keep("a.html", key("b"), |_| true), "its key is another");
    assert_eq!(target.put("a.html", key("b"), b"a").expect("put"), Put::Same);
    assert!(target.commit().expect("commit").is_empty());
    assert_eq!(site.files(), files);
    let target = site.open(false).expect("target");
    assert!(target.keep("a.html", key("b"), |_| true) && !target.keep("b.html", key("b"), |_| true));
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
        assert!(!target.keep(path, key(text), |_| true), "{path}");
    }
    drop(target);
    let changes = site.build(&files).expect("second build");
    assert_eq!(changes.changed, ["deleted.html", "edited.html"]);
    assert_eq!(site.texts(), owned(&files));
    assert!(site.open(false).expect("target").keep("touched.html", key("2"), |_| true));
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
