//! A folder with a folder for each release and a link to the live one.

use std::fs;
use std::path::Path;

use crate::site::{Files, Reader, Site, a_history_comes_from_what_is_kept, assert_same, files_in, wait_a_second};

const FOLDER: &str = "  live: {kind: folder, path: TARGET, keep: 2}";

fn live(site: &Site) -> Files {
    files_in(&site.target().join("current"))
}

fn releases(site: &Site) -> Vec<String> {
    let found = fs::read_dir(site.target().join("releases")).expect("releases");
    let mut names: Vec<String> =
        found.map(|entry| entry.expect("one").file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.starts_with("20") && !name.ends_with(".json"));
    names.sort();
    names
}

#[test]
fn the_target_is_the_build_and_a_second_publish_does_nothing() {
    let site = Site::new(FOLDER);
    site.goes_live().says("added").says("is live at https://site.example");
    assert_same(&live(&site), &site.output());
    site.goes_live().says("Nothing to publish");
    assert_eq!(releases(&site).len(), 1);
}

#[test]
fn a_dry_run_prints_the_plan_and_changes_nothing() {
    let site = Site::new(FOLDER);
    site.publish(&["--dry-run", "-v"]).ends(0).says("+ index.html").keeps_quiet_about("is live");
    assert!(!site.target().exists());
    site.goes_live();
    site.entry(1, "Other words");
    site.remove("content/entry-3.md");
    let before = live(&site);
    let plan = site.publish(&["-n", "--format", "json"]).ends(0).json();
    let paths = |key: &str| -> Vec<String> {
        let list = plan[key].as_array().expect("a list");
        list.iter().map(|file| file["path"].as_str().expect("a path").to_owned()).collect()
    };
    assert!(paths("changed").contains(&"2020/01/02/entry-1/index.html".to_owned()), "{plan:#}");
    assert!(paths("deleted").contains(&"2020/01/04/entry-3/index.html".to_owned()), "{plan:#}");
    assert!(plan["unchanged"].as_u64() > Some(5) && plan["bytes"].as_u64() > Some(100));
    assert_eq!(plan["published"], false);
    assert_same(&live(&site), &before);
}

#[test]
fn what_is_under_embargo_cannot_be_published_by_another_date() {
    let mut site = Site::new(FOLDER);
    site.write("content/held.md", "---\nheadline: Held\ndate: 2020-01-05\nembargo: 2999-01-01\n---\n\nHeld words.\n");
    site.goes_live();
    let before = live(&site);
    site.publish(&["--yes", "--now", "2999-01-02"]).ends(2).says("under embargo").says("leave `--now` out");
    site.variables.push(("SOURCE_DATE_EPOCH".to_owned(), "32472144000".to_owned()));
    site.publish(&["--yes"]).ends(2).says("under embargo");
    site.publish(&["--dry-run"]).ends(0).says("held/index.html");
    assert_same(&live(&site), &before);
}

#[test]
fn going_back_twice_goes_two_releases_back() {
    let site = Site::new(FOLDER);
    let mut versions = Vec::new();
    for words in ["one", "two", "three"] {
        site.entry(1, words);
        site.goes_live();
        versions.push(live(&site));
        wait_a_second();
    }
    for version in [1, 0] {
        site.publish(&["--rollback", "--yes"]).ends(0);
        assert_same(&live(&site), &versions[version]);
    }
    let said = site.publish(&["--rollback", "--yes"]).ends(1).says("no earlier release");
    said.says("`dateline publish live --history` says what went live when");
}

#[test]
fn nobody_to_ask_and_no_yes_publishes_nothing() {
    let site = Site::new(FOLDER);
    site.publish(&[]).ends(2).says("--yes");
    assert!(!site.target().exists());
}

#[test]
fn problems_of_severity_error_stop_a_publish() {
    let site = Site::new(FOLDER);
    site.goes_live();
    let before = live(&site);
    site.write("content/entry-1.md", "---\nheadlin: Entry\n---\n");
    site.publish(&["--yes"]).ends(1).says("headlin").says("Nothing was published");
    assert_same(&live(&site), &before);
}

#[test]
fn more_deletions_than_allowed_are_refused() {
    let site = Site::new("  live: {kind: folder, path: TARGET, max_deletes: 0}");
    site.goes_live();
    site.remove("content/entry-3.md");
    site.publish(&["--yes"]).ends(1).says("1 file would be deleted, and the limit is 0").says("--max-deletes");
    site.publish(&["--yes", "--max-deletes", "1%"]).ends(1).says("the limit is 1%");
    site.publish(&["--yes", "--max-deletes", "ten"]).ends(2);
    site.publish(&["--yes", "--max-deletes", "100%"]).ends(0);
    assert_same(&live(&site), &site.output());
}

#[test]
fn a_reader_gets_old_or_new_pages_while_the_release_is_switched() {
    let site = Site::new(FOLDER);
    site.goes_live();
    let old = site.output();
    site.entry(1, "Other words");
    site.build();
    let current = site.target().join("current");
    let reader = Reader::of(vec![old, site.output()], move |path| fs::read(current.join(path)).ok());
    site.goes_live();
    reader.was_content();
}

#[test]
fn unchanged_files_are_linked_and_old_releases_leave() {
    use std::os::unix::fs::MetadataExt as _;
    let site = Site::new(FOLDER);
    for words in ["one", "two", "three", "four"] {
        site.entry(1, words);
        site.goes_live();
        wait_a_second();
    }
    // The live one and the two that are kept.
    assert_eq!(releases(&site).len(), 3);
    let same = site.target().join("current/2020/01/03/entry-2/index.html");
    assert!(fs::metadata(same).expect("there").nlink() >= 2);
}

#[test]
fn a_smaller_number_of_kept_releases_takes_effect_where_nothing_else_changed() {
    let site = Site::new(FOLDER);
    for words in ["one", "two", "three"] {
        site.entry(1, words);
        site.goes_live();
        wait_a_second();
    }
    site.configure("  live: {kind: folder, path: TARGET, keep: 0}");
    site.goes_live().says("Nothing to publish").says("2 copies of earlier releases were removed");
    assert_eq!(releases(&site).len(), 1);
    assert_same(&live(&site), &site.output());
    site.goes_live().keeps_quiet_about("removed");
}

#[test]
fn a_release_is_put_back_and_the_history_tells_all() {
    let site = Site::new(FOLDER);
    site.goes_live();
    let (first, files) = (releases(&site)[0].clone(), live(&site));
    wait_a_second();
    site.entry(4, "A fourth");
    site.goes_live();
    wait_a_second();
    site.publish(&["--rollback", "--yes"]).ends(0).says(&first);
    assert_same(&live(&site), &files);
    let told = site.publish(&["--history"]).ends(0).says("live, put back").out;
    assert_eq!(told.lines().count(), 3, "{told}");
    // And forward again, by name.
    let second = releases(&site)[1].clone();
    site.publish(&["--rollback", &second, "--yes"]).ends(0);
    assert_same(&live(&site), &site.output());
    site.publish(&["--rollback", "19700101", "--yes"]).ends(2).says("there was no release");
}

#[test]
fn what_others_did_to_the_live_release_is_put_right() {
    let site = Site::new(FOLDER);
    site.goes_live();
    fs::remove_file(site.target().join("current/index.html")).expect("removed");
    fs::write(site.target().join("current/404.html"), "defaced").expect("written");
    site.goes_live().says("1 file was deleted on the target").says("1 file was changed on the target");
    assert_same(&live(&site), &site.output());
}

#[test]
fn a_lost_record_costs_a_copy_and_nothing_else() {
    let site = Site::new(FOLDER);
    site.goes_live();
    fs::remove_file(site.target().join("releases").join(format!("{}.json", releases(&site)[0]))).expect("removed");
    site.entry(1, "Other words");
    site.goes_live().says("record of the live release is lost");
    assert_same(&live(&site), &site.output());
}

#[test]
fn a_folder_of_the_site_and_a_link_of_others_are_refused() {
    let site = Site::new("  live: {kind: folder, path: content}");
    site.publish(&["--yes"]).ends(1).says("would harm the site itself");
    site.configure("  live: {kind: folder, path: .}");
    site.publish(&["--yes"]).ends(1).says("would harm the site itself");
    site.configure(FOLDER);
    fs::create_dir_all(site.target().join("current")).expect("a folder");
    site.publish(&["--yes"]).ends(1).says("is not the link to a release that Dateline made");
    assert!(site.target().join("current").is_dir());
}

#[test]
fn chosen_files_alone_are_published_and_texts_stand_compressed_beside_them() {
    let site = Site::new("  live: {kind: folder, path: TARGET, exclude: [\"*.xml\", _headers], compress: [br, gzip]}");
    site.goes_live();
    let files = live(&site);
    assert!(files.keys().all(|path| !path.contains(".xml") && path != "_headers"));
    let page = &files["index.html"];
    assert!(files["index.html.br"].len() < page.len() && files["index.html.gz"].starts_with(&[0x1f, 0x8b]));
    let mut unpacked = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&files["index.html.gz"][..]), &mut unpacked)
        .expect("gzip");
    assert_eq!(unpacked, *page);
    // Made once.
    let kept = |site: &Site| {
        fs::metadata(
            site.path(".dateline/compressed").read_dir().expect("kept").next().expect("one").expect("one").path(),
        )
        .expect("there")
        .modified()
        .expect("a time")
    };
    let made = kept(&site);
    site.goes_live().says("Nothing to publish");
    assert_eq!(kept(&site), made);
}

#[test]
fn two_publishers_at_once_are_kept_apart() {
    let site = Site::new(FOLDER);
    site.goes_live();
    fs::create_dir_all(site.target().join("releases")).expect("a folder");
    let lock = fs::File::create(site.target().join("releases/lock")).expect("a lock");
    lock.lock().expect("locked");
    site.entry(1, "Other words");
    site.publish(&["--yes"]).ends(3).says("another publish to this target is at work");
    drop(lock);
    site.goes_live();
    assert_same(&live(&site), &site.output());
}

#[test]
fn a_target_is_known_by_its_name() {
    let site = Site::new("  live: {kind: folder, path: TARGET}\n  test: {kind: folder, path: TARGET/test}");
    site.publish(&["--yes"]).ends(2).says("there are several targets");
    site.publish(&["liv", "--yes"]).ends(2).says("did you mean `live`?");
    assert!(!site.path("output").exists(), "it was built first");
    site.publish(&["test", "--yes"]).ends(0);
    assert!(site.target().join("test/current").exists() && !Path::new(&site.target()).join("current").exists());
    let none = Site::new("");
    none.publish(&["--yes"]).ends(2).says("names no place to publish to");
}

#[test]
fn a_lost_or_damaged_history_is_taken_from_the_releases_that_are_kept() {
    let site = Site::new(FOLDER);
    let history = site.target().join("releases/history.json");
    a_history_comes_from_what_is_kept(&site, &history, || live(&site));
}

#[test]
fn a_history_that_is_lost_after_a_rollback_ends_with_what_was_put_back() {
    let site = Site::new(FOLDER);
    site.goes_live();
    let told = site.publish(&["--history", "--format", "json"]).ends(0).json();
    let id = told["releases"][0]["release"].as_str().expect("an id").to_owned();
    site.entry(1, "Other words");
    wait_a_second();
    site.goes_live();
    site.publish(&["--rollback", &id, "--yes"]).ends(0);
    fs::write(site.target().join("releases/history.json"), "").expect("written");
    let told = site.publish(&["--history"]).ends(0);
    assert!(told.out.lines().next().is_some_and(|line| line.contains(&id) && line.ends_with("live, put back")));
}
