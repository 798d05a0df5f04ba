//! Same input, same bytes: wherever the site lies, however many threads work.

use std::path::Path;

use dateline::photo::{Header, Kind, with_credits};

use crate::photo_of_words::photo_of;
use crate::site_test::{Files, SiteTest, files_in, program, temporary};

/// A photo in a size that is quickly made, with the credits of its file; anything else as it is.
fn smaller(bytes: Vec<u8>) -> Vec<u8> {
    match Header::read(&bytes, "") {
        Some(header) if header.kind == Kind::Jpeg => {
            with_credits(Kind::Jpeg, &photo_of("size: 400x300"), &header.credits, 1).expect("a JPEG")
        }
        _ => bytes,
    }
}

/// The example briefing of this repository, built into a folder of its own.
fn example(arguments: &[&str]) -> Vec<(String, Vec<u8>)> {
    let site = temporary();
    for folder in ["content", "static", "themes"] {
        for (path, (bytes, _)) in files_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let file = site.path().join(folder).join(path);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, smaller(bytes)).expect("a copy");
        }
    }
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("dateline.yaml");
    std::fs::copy(config, site.path().join("dateline.yaml")).expect("a copy");
    let built = program(site.path()).args(["build", "--strict", "--now", "2026-12-01"]).args(arguments).output();
    let built = built.expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    without_times(files_in(&site.path().join("output")))
}

fn without_times(files: Files) -> Vec<(String, Vec<u8>)> {
    files.into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
}

#[test]
fn the_example_briefing_builds_without_a_warning_to_the_same_bytes_with_one_thread_or_two() {
    let one = example(&["--jobs", "1"]);
    assert!(one.len() > 200);
    for (path, bytes) in example(&["--jobs", "2"]) {
        let other = one.iter().find(|(other, _)| *other == path).map(|(_, bytes)| bytes);
        assert_eq!(other.map(|other| other == &bytes), Some(true), "{path}");
    }
}

#[test]
fn the_time_of_the_build_is_in_no_file_but_the_news_sitemap_is_of_its_last_two_days() {
    let text = "-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\n";
    let early = SiteTest::from_text(text).build_with(&["--now", "2020-01-02"]);
    let late = SiteTest::from_text(text).build_with(&["--now", "2031-12-31"]);
    let (mut early, mut late) = (early.output(), late.output());
    let news = |files: &mut crate::site_test::Files| files.remove("news-sitemap.xml").expect("a news sitemap").0;
    assert_ne!(news(&mut early), news(&mut late));
    assert_eq!(without_times(early), without_times(late));
}

#[test]
fn the_order_in_which_files_were_made_does_not_matter() {
    let parts: Vec<String> = (0..9)
        .map(|number| {
            format!("-- content/{number}/x{number}.md --\n---\nheadline: X\ndate: 2020-01-01\ntopics: [B, A]\n---\n")
        })
        .collect();
    let forwards = SiteTest::from_text(&parts.concat()).build();
    let backwards = SiteTest::from_text(&parts.into_iter().rev().collect::<String>()).build();
    assert_eq!(without_times(forwards.output()), without_times(backwards.output()));
}
