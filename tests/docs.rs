//! What the repository says of itself is true: every file says what it is, every path that is named is there.

use std::path::{Path, PathBuf};

/// How long a file of the source may be; what is longer is two things.
const LONGEST: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below these folders, with their texts.
fn rust_files(folders: &[&str]) -> Vec<(String, String)> {
    let below = |folder: &&str| walkdir::WalkDir::new(root().join(folder)).sort_by_file_name();
    let found = folders.iter().filter(|folder| root().join(folder).exists()).flat_map(below);
    let paths = found.map(|entry| entry.expect("an entry").into_path());
    let is_ours = |path: &PathBuf| {
        path.extension().is_some_and(|end| end == "rs") && !path.components().any(|part| part.as_os_str() == "target")
    };
    paths
        .filter(is_ours)
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("text");
            (path.strip_prefix(root()).expect("inside").to_string_lossy().replace('\\', "/"), text)
        })
        .collect()
}

#[test]
fn every_file_opens_with_a_sentence_that_says_what_it_is() {
    for (path, text) in rust_files(&["src", "tests", "benches", "fuzz"]) {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 10, "{path} opens with `{first}`");
    }
}

#[test]
fn no_file_of_the_source_is_longer_than_one_thing() {
    let files = rust_files(&["src"]);
    let long: Vec<String> = files
        .iter()
        .filter(|(path, text)| !path.ends_with("tests.rs") && text.lines().count() > LONGEST)
        .map(|(path, text)| format!("{path}: {} lines", text.lines().count()))
        .collect();
    assert_eq!(long, [""; 0]);
}

#[test]
fn nothing_is_left_to_do_and_no_test_is_left_out() {
    // Written in two parts, so that this file does not hold them.
    let marks = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("#[ig", "nore"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
    ];
    for (path, text) in rust_files(&["src", "tests", "benches", "fuzz"]) {
        for mark in marks {
            assert!(!text.contains(mark), "{path} holds `{mark}`");
        }
    }
}

#[test]
fn every_path_that_architecture_names_is_there() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let is_path = |c: char| c.is_alphanumeric() || "/_-.".contains(c);
    let mut named = 0;
    for folder in ["src/", "tests/", "benches/", "themes/", "fuzz/"] {
        for (at, _) in text.match_indices(folder) {
            if text[..at].ends_with(is_path) {
                continue;
            }
            let path: String = text[at..].chars().take_while(|c| is_path(*c)).collect();
            let path = path.trim_end_matches(['.', '/', '-']);
            assert!(root().join(path).exists(), "ARCHITECTURE.md names `{path}`, which is not there");
            named += 1;
        }
    }
    assert!(named > 10, "ARCHITECTURE.md names the modules");
}
