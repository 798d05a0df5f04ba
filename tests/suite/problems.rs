//! Every message as an editor sees it: `tests/problems/NAME.txt` is a site, `NAME.expected` what a build (or, for
//! `theme-check…`, the check of its theme) says of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::Data;

use crate::site_test::SiteTest;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems")
}

fn names() -> Vec<String> {
    let found = fs::read_dir(folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut names: Vec<String> = found
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn each_message_is_as_expected() {
    let failed: Vec<String> =
        names().into_iter().filter(|name| std::panic::catch_unwind(|| check(name)).is_err()).collect();
    assert_eq!(failed, [""; 0], "see above; `SNAPSHOTS=overwrite cargo test` takes the new messages over");
}

fn check(name: &str) {
    let text = fs::read_to_string(folder().join(format!("{name}.txt"))).expect("text");
    let site = SiteTest::from_text(&text);
    let site = if name.starts_with("theme-check") {
        site.run(&["theme", "check"])
    } else {
        site.run(&["build", "--now", crate::site_test::NOW, "-q"])
    };
    let said = site.said();
    assert!(said.contains("error[") || said.contains("warning["), "{name} finds no problem:\n{said}");
    assert!(!said.contains("panicked"), "{said}");
    let expected = Data::read_from(&folder().join(format!("{name}.expected")), None).raw();
    crate::site_test::assert_text(said, expected);
}

#[test]
fn every_rule_of_the_catalogue_has_a_message_here() {
    let mut used = BTreeSet::new();
    for file in fs::read_dir(folder()).expect("a folder").map(|file| file.expect("a file").path()) {
        if file.extension().is_some_and(|extension| extension == "expected") {
            let expected = fs::read_to_string(&file).expect("text");
            for part in expected.split("error[").chain(expected.split("warning[")).skip(1) {
                used.extend(part.split(']').next().map(str::to_owned));
            }
        }
    }
    let missing: Vec<String> = catalogue().difference(&used).cloned().collect();
    assert_eq!(missing, [""; 0], "a rule needs a site in `tests/problems/`, or a case in `told`, that breaks it");
}

#[test]
fn every_expectation_here_is_looked_at() {
    let files = fs::read_dir(folder()).expect("a folder").map(|file| file.expect("a file").path());
    let idle = files.filter(|file| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let is_told = name.strip_prefix("rule-").is_some_and(crate::told::has);
        file.extension().is_some_and(|extension| extension == "expected")
            && !is_told
            && !file.with_extension("txt").exists()
    });
    let idle: Vec<String> = idle.map(|file| file.display().to_string()).collect();
    assert_eq!(idle, [""; 0]);
}

/// Every rule of the catalogue.
fn catalogue() -> BTreeSet<String> {
    let all = dateline::problem::CHAPTERS.iter().flat_map(|chapter| chapter.rules);
    all.map(|rule| rule.name.to_owned()).collect()
}

#[test]
fn every_rule_is_in_the_catalogue_and_the_catalogue_holds_no_other() {
    let (used, known) = (rules(), catalogue());
    assert_eq!(used.difference(&known).collect::<Vec<_>>(), [""; 0], "list it in `src/problem/rules/`");
    let source = source();
    let idle: Vec<&String> = known.difference(&used).filter(|rule| !source.contains(&format!("\"{rule}\""))).collect();
    assert_eq!(idle, [""; 0], "nothing raises it");
}

/// All of the source but the catalogue and tests.
fn source() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = crate::site_test::files_in(&folder).into_iter().filter(|(path, _)| !path.contains("problem/rules/"));
    let text = |(_, (bytes, _)): (String, (Vec<u8>, _))| String::from_utf8(bytes).expect("UTF-8");
    files.map(text).map(|text| text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()).collect()
}

/// The names of rules in the source: each is the first text after the call that makes a problem.
fn rules() -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut rules = BTreeSet::new();
    for (path, (bytes, _)) in crate::site_test::files_in(&source) {
        if path.contains("tests") {
            continue;
        }
        let text = String::from_utf8(bytes).expect("UTF-8");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for call in ["Problem::error(", "Problem::warning(", ".error(", ".warning(", "Fault::new("] {
            for rest in text.split(call).skip(1) {
                let name = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
                rules.extend(name.filter(|name| is_rule(name)).map(str::to_owned));
            }
        }
    }
    rules
}

fn is_rule(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
