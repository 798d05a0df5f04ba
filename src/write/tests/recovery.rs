//! Moves of a build into the output that were cut off, and how the next command finishes them.

use std::fs;
use std::io;

use super::*;

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
        let target = Target::open(&site.path(".dateline"), &output, Purpose::Site, &[], false).expect("target");
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
