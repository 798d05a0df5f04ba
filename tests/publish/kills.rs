//! A publish that is killed at any moment: the reader notices nothing, and the next one puts everything right.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::site::{Reader, Site, assert_same, files_in};

/// How often a publish is killed.
const KILLS: u32 = 12;

/// Kills publishes of two versions by turns, each a little later than the last, and looks at what the next one makes.
fn kill_again_and_again(publish: &str, live: &str) {
    let site = Site::new(publish);
    site.goes_live();
    let mut versions = vec![site.output()];
    let words = ["Other words", "First words"];
    let change = |turn: u32| {
        for number in 1..=3 {
            site.entry(number, words[turn as usize % 2]);
        }
    };
    change(0);
    let begun = Instant::now();
    site.goes_live();
    let whole = begun.elapsed();
    versions.push(site.output());
    let folder = site.target().join(live);
    let reader = Reader::of(versions, {
        let folder = folder.clone();
        move |path| fs::read(Path::new(&folder).join(path)).ok()
    });
    for turn in 1..=KILLS {
        change(turn);
        site.build();
        let mut child = site.begin();
        std::thread::sleep(whole * turn / KILLS + Duration::from_millis(3));
        // It may be done by now.
        let _ = child.kill();
        child.wait().expect("it ends");
        if turn % 3 == 0 {
            site.goes_live();
            assert_same(&files_in(&folder), &site.output());
        }
    }
    site.goes_live();
    assert_same(&files_in(&folder), &site.output());
    reader.was_content();
    site.goes_live().says("Nothing to publish");
    let left = fs::read_dir(site.target()).expect("there").filter_map(Result::ok);
    let left: Vec<_> = left.filter(|entry| entry.file_name().to_string_lossy().starts_with(".incoming")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_killed_publish_to_releases_leaves_the_old_release_live() {
    kill_again_and_again("  live: {kind: folder, path: TARGET, keep: 1}", "current");
}

#[test]
fn a_killed_publish_in_place_leaves_every_file_whole() {
    kill_again_and_again("  live: {kind: folder, path: TARGET, releases: false, keep: 1, jobs: 1}", "");
}
