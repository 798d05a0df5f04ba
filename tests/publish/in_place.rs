//! A folder whose files are replaced one by one.

use std::fs;

use crate::site::{Reader, Site, a_history_comes_from_what_is_kept, assert_same, files_in};

const IN_PLACE: &str = "  live: {kind: folder, path: TARGET, releases: false, keep: 2}";

#[test]
fn files_come_change_and_go_and_those_of_others_stay() {
    let site = Site::new(IN_PLACE);
    site.goes_live();
    assert_same(&files_in(&site.target()), &site.output());
    fs::write(site.target().join("mine.txt"), "mine").expect("written");
    site.entry(1, "Other words");
    site.remove("content/entry-3.md");
    site.goes_live().says("deleted");
    let mut files = files_in(&site.target());
    assert_eq!(files.remove("mine.txt").as_deref(), Some(&b"mine"[..]));
    assert_same(&files, &site.output());
    assert!(!site.target().join("2020/01/04/entry-3").exists(), "empty folders go too");
    site.goes_live().says("Nothing to publish");
}

#[test]
fn a_folder_of_others_is_taken_over_only_where_that_is_said() {
    let site = Site::new(IN_PLACE);
    fs::create_dir_all(site.target()).expect("a folder");
    fs::write(site.target().join("index.html"), "theirs").expect("written");
    fs::write(site.target().join("mine.txt"), "mine").expect("written");
    site.publish(&["--yes"]).ends(1).says("files that Dateline did not publish, such as `index.html`");
    assert_eq!(fs::read(site.target().join("index.html")).expect("there"), b"theirs");
    site.publish(&["--yes", "--adopt"]).ends(0);
    assert_eq!(fs::read(site.target().join("mine.txt")).expect("there"), b"mine");
    assert_eq!(fs::read(site.target().join("index.html")).expect("there"), site.output()["index.html"]);
}

#[test]
fn earlier_releases_are_put_back_from_what_was_kept() {
    let site = Site::new(IN_PLACE);
    let mut versions = Vec::new();
    for number in 4..=7 {
        site.entry(number, "More words");
        site.remove(&format!("content/entry-{}.md", number - 1));
        site.goes_live();
        versions.push(files_in(&site.target()));
        std::thread::sleep(std::time::Duration::from_millis(1100));
    }
    let told = site.publish(&["--history", "--format", "json"]).ends(0).json();
    let id = |at: usize| told["releases"][at]["release"].as_str().expect("an id").to_owned();
    site.publish(&["--rollback", "--yes"]).ends(0);
    assert_same(&files_in(&site.target()), &versions[2]);
    // The one before that as well; the first is no longer kept.
    site.publish(&["--rollback", &id(2), "--yes"]).ends(0);
    assert_same(&files_in(&site.target()), &versions[1]);
    let said = site.publish(&["--rollback", &id(3), "--yes"]).ends(1).says("no longer on the target");
    said.says("`dateline publish live --history` says which releases can be put back");
    site.goes_live();
    assert_same(&files_in(&site.target()), &site.output());
}

#[test]
fn a_lost_manifest_and_another_hand_are_put_right() {
    let site = Site::new(IN_PLACE);
    site.goes_live();
    site.remove("content/entry-3.md");
    fs::remove_file(site.target().join(".dateline/live.json.gz")).expect("removed");
    site.goes_live().says("record of the live release is lost");
    assert_same(&files_in(&site.target()), &site.output());
    fs::remove_file(site.target().join("index.html")).expect("removed");
    site.goes_live().says("1 file was deleted on the target");
    fs::write(site.target().join("404.html"), "x".repeat(site.output()["404.html"].len())).expect("written");
    site.goes_live().says("1 file was changed on the target");
    assert_same(&files_in(&site.target()), &site.output());
}

/// What the last publish wrote into the lock.
fn token(site: &Site) -> String {
    let text = fs::read_to_string(site.path(".dateline/publish/live/token")).expect("a token");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    value["token"].as_str().expect("a token").to_owned()
}

#[test]
fn a_copy_of_the_site_does_not_take_the_lock_of_the_one_it_was_copied_from_for_its_own() {
    let site = Site::new(IN_PLACE);
    site.goes_live();
    // Copied while the other is at work: what it wrote into the lock is in the copy too.
    let copy = Site::new(IN_PLACE);
    copy.configure(&format!("  live: {{kind: folder, path: {}, releases: false}}", site.target().display()));
    let folder = copy.path(".dateline/publish/live");
    fs::create_dir_all(&folder).expect("a folder");
    for file in ["token", "lock"] {
        fs::copy(site.path(".dateline/publish/live").join(file), folder.join(file)).expect("copied");
    }
    let lock = site.target().join(".dateline/lock");
    let text = |beat: u32| format!("{{\"token\":\"{}\",\"since\":\"2020-01-01\",\"beat\":{beat}}}", token(&site));
    fs::write(&lock, text(1)).expect("written");
    let (beating, next) = (lock.clone(), text(2));
    let heart = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(3000));
        fs::write(&beating, next).expect("written");
    });
    copy.entry(1, "Words of the copy");
    copy.publish(&["--yes"]).ends(3).says("another publish to this target is at work since 2020-01-01");
    heart.join().expect("a beat");
    // The folder itself knows it at once.
    site.entry(1, "Other words");
    site.goes_live().keeps_quiet_about("is locked");
}

#[test]
fn a_live_lock_is_respected_and_a_dead_one_of_this_folder_is_not() {
    let site = Site::new(IN_PLACE);
    site.goes_live();
    let token = token(&site);
    let lock = site.target().join(".dateline/lock");
    fs::write(&lock, format!("{{\"token\":\"{token}\",\"since\":\"\",\"beat\":3}}")).expect("written");
    site.entry(1, "Other words");
    site.goes_live();
    assert!(!lock.exists());
    // Somebody else's, who shows that he lives.
    fs::write(&lock, "{\"token\":\"other\",\"since\":\"2020-01-01\",\"beat\":1}").expect("written");
    let beating = lock.clone();
    let heart = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(3000));
        fs::write(&beating, "{\"token\":\"other\",\"since\":\"2020-01-01\",\"beat\":2}").expect("written");
    });
    site.entry(1, "Yet other words");
    site.publish(&["--yes"]).ends(3).says("another publish to this target is at work since 2020-01-01");
    heart.join().expect("a beat");
    assert!(lock.exists());
}

#[test]
fn a_reader_gets_whole_pages_while_files_are_replaced() {
    let site = Site::new(IN_PLACE);
    site.goes_live();
    let old = site.output();
    for number in 1..=3 {
        site.entry(number, "Other words");
    }
    site.build();
    let target = site.target();
    let reader = Reader::of(vec![old, site.output()], move |path| fs::read(target.join(path)).ok());
    site.goes_live();
    reader.was_content();
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let site = Site::new(IN_PLACE);
    let elsewhere = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(site.target()).expect("a folder");
    std::os::unix::fs::symlink(elsewhere.path(), site.target().join("2020")).expect("a link");
    site.publish(&["--yes", "--adopt"]).ends(1).says("is a link or a file");
    assert_eq!(fs::read_dir(elsewhere.path()).expect("there").count(), 0);
}

#[test]
fn a_lost_or_damaged_history_is_taken_from_the_releases_that_are_kept() {
    let site = Site::new(IN_PLACE);
    let history = site.target().join(".dateline/history.json");
    a_history_comes_from_what_is_kept(&site, &history, || files_in(&site.target()));
}
