//! After any edits, what a build makes of an earlier output is byte for byte what a clean build makes.

#[path = "shared/desk.rs"]
mod desk;
#[path = "shared/photo_of_words.rs"]
mod photo_of_words;
#[path = "suite/site_test.rs"]
#[expect(dead_code, reason = "only some of the driver's steps are needed here")]
mod site_test;

use std::collections::BTreeMap;

use desk::{Desk, clean_build, put};
use site_test::{NOW, SiteTest};

/// How many sites are edited, and how often each.
const SITES: u64 = 4;
const EDITS: usize = 14;

#[test]
fn any_edits_give_what_a_clean_build_gives() {
    std::thread::scope(|scope| {
        for seed in 0..SITES {
            scope.spawn(move || edit_and_compare(seed));
        }
    });
}

fn edit_and_compare(seed: u64) {
    let mut desk = Desk::new(seed);
    let mut site = SiteTest::plain("");
    let mut done: Vec<String> = Vec::new();
    for _ in 0..EDITS {
        for _ in 0..=desk.upto(3) {
            done.push(desk.edit());
        }
        site = put(site, &desk.files);
        let built = site.run(&["build", "--now", NOW]);
        if built.code() == 1 {
            // An edit may break the site (a topic page without its topic, a link to nothing): then nothing is written.
            panic!("the edits are meant to be right: {done:#?}\n{}", built.said());
        }
        site = built.exits(0);
        let (clean, _) = clean_build(&desk.files);
        let output: BTreeMap<String, Vec<u8>> =
            site.output().into_iter().map(|(path, (bytes, _))| (path, bytes)).collect();
        for (path, bytes) in &clean {
            assert!(output.get(path) == Some(bytes), "site {seed}: `{path}` differs after {done:#?}");
        }
        assert_eq!(output.len(), clean.len(), "site {seed}: more is there than should be after {done:#?}");
        let before = site.output();
        let summary = &site.build_json()["summary"];
        assert_eq!(summary["rendered"], 0, "site {seed}: a build without a change renders, after {done:#?}");
        assert_eq!((&summary["added"], &summary["changed"], &summary["removed"]), (&0.into(), &0.into(), &0.into()));
        assert_eq!(site.output(), before);
    }
    let _said = site.build().says("Nothing changed");
}
