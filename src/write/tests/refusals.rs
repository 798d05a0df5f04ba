//! What a build does not write, or not over, and what it says instead.

use std::fs;
use std::path::Path;

use super::*;

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
        let error = Target::open(&state, &site.path(output), Purpose::Site, &[&site.path("content")], true).map(drop);
        assert!(matches!(error, Err(WriteError::Protected { .. })), "{output}: {error:?}");
    }
    for output in ["/", std::env::home_dir().expect("a home").to_str().expect("text")] {
        let error = Target::open(&state, Path::new(output), Purpose::Site, &[], true).map(drop);
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
    assert!(target.keep("a", key("1"), |_| true));
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
