//! The examples of the CommonMark specification, read from the sources of the Markdown parser in cargo's registry.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Examples that come out differently on purpose, by the number of their test: none.
const DELIBERATE: [usize; 0] = [];

#[test]
fn the_examples_of_the_specification_hold() {
    let examples = examples(&std::fs::read_to_string(specification()).expect("the specification"));
    assert!(examples.len() >= 600, "only {} examples were found", examples.len());
    let mut failures = Vec::new();
    for example in examples.iter().filter(|example| !DELIBERATE.contains(&example.number)) {
        let html = dateline::parse::commonmark(&example.markdown);
        if normalised(&html) != normalised(&example.html) {
            failures.push(format!(
                "example {}\n{:?}\nexpected {:?}\n     got {:?}",
                example.number, example.markdown, example.html, html
            ));
        }
    }
    assert!(failures.is_empty(), "{} of {}\n{}", failures.len(), examples.len(), failures.join("\n\n"));
}

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

/// The file of the parser's package that holds the examples as tests.
fn specification() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--format-version", "1", "--filter-platform", &host()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    let parser = packages.iter().find(|package| package["name"] == "pulldown-cmark").expect("the parser");
    let manifest = Path::new(parser["manifest_path"].as_str().expect("a path"));
    manifest.with_file_name("tests").join("suite").join("spec.rs")
}

/// This machine's platform: packages for others may not have been downloaded.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8(output.stdout).expect("text");
    version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a platform").to_owned()
}

/// Reads the examples from the source text of the tests: two raw strings each.
fn examples(source: &str) -> Vec<Example> {
    let tests = source.split("fn spec_test_").skip(1);
    tests
        .filter_map(|test| {
            let number = test.split('(').next()?.parse().ok()?;
            let mut strings = test.split("r##\"").skip(1).map(|rest| rest.split("\"##").next());
            Some(Example { number, markdown: strings.next()??.to_owned(), html: strings.next()??.to_owned() })
        })
        .collect()
}

/// What two ways of writing the same HTML may differ in: the form of empty elements, line ends between tags.
fn normalised(html: &str) -> String {
    html.replace("<br>", "<br />")
        .replace("<br/>", "<br />")
        .replace("<hr>", "<hr />")
        .replace("<hr/>", "<hr />")
        .replace(">\n<", "><")
}
