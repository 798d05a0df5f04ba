//! Transcripts of the command line: `tests/cmd/NAME.md` holds commands and what they say.
//!
//! In a block of lines, `$ dateline …` runs the program and the lines after it are what it writes, standard output
//! before standard error; `? 1` ends those of a command that does not end with 0. Other commands are `$ cat FILE`,
//! `$ ls FOLDER` and `$ rm FILE`. The site is `tests/cmd/NAME.in/`, copied, where there is one.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use snapbox::Data;

use crate::site_test::{SiteTest, files_in, program};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd")
}

#[test]
fn each_transcript_is_as_expected() {
    let found = fs::read_dir(folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut transcripts: Vec<PathBuf> = found.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    transcripts.sort();
    let failed: Vec<&PathBuf> =
        transcripts.iter().filter(|path| std::panic::catch_unwind(|| check(path)).is_err()).collect();
    assert!(
        !transcripts.is_empty() && failed.is_empty(),
        "{failed:?}; `SNAPSHOTS=overwrite cargo test` takes over what is new"
    );
}

fn check(transcript: &Path) {
    let text = fs::read_to_string(transcript).expect("text");
    let input = transcript.with_extension("in");
    let mut site = SiteTest::from_text("-- dateline.yaml --\n").remove("dateline.yaml");
    for (path, (bytes, _)) in files_in(&input) {
        site = site.write(&path, bytes);
    }
    let mut actual = String::new();
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        if line.starts_with("```") {
            inside = !inside;
            actual += line;
        } else if let (true, Some(command)) = (inside, line.strip_prefix("$ ")) {
            actual += line;
            let said;
            (site, said) = run(site, command.trim_end());
            actual += &said;
        } else if !inside {
            actual += line;
        }
    }
    crate::site_test::assert_text(actual, Data::read_from(transcript, None).raw());
}

fn run(site: SiteTest, command: &str) -> (SiteTest, String) {
    let words = words(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["dateline", ref arguments @ ..] => {
            let site = site.run(arguments);
            let mut said = site.printed() + &site.said();
            if let code @ 1.. = site.code() {
                said += &format!("? {code}\n");
            }
            (site, said)
        }
        ["cat", file] => {
            let text = fs::read_to_string(site.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            (site, text)
        }
        ["ls", folder] => {
            let list = files_in(&site.path(folder)).into_keys().map(|path| path + "\n").collect();
            (site, list)
        }
        ["rm", file] => (site.remove(file), String::new()),
        _ => panic!("`{command}` is no command of transcripts"),
    }
}

/// The words of a command; double quotation marks hold words together.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words
}

#[test]
fn a_reader_who_has_read_enough_is_no_failure() {
    let site = SiteTest::from_text("-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\n");
    for arguments in [
        &["completions", "bash"][..],
        &["schema", "entry"],
        &["man"],
        &["list"],
        &["build", "--format", "json"],
        &["--help"],
    ] {
        let mut child =
            program(site.root()).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a run");
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut said).expect("UTF-8");
        let code = child.wait().expect("an end").code();
        assert!(code == Some(0) && !said.contains("panicked"), "{arguments:?}: {code:?} {said}");
    }
}

#[test]
fn colours_are_for_terminals_and_those_who_want_them() {
    let site = SiteTest::from_text("-- content/a.md --\n---\nheadlin: A\n---\n").fails(1);
    assert!(!site.said().contains('\u{1b}'));
    let mut forced = program(site.root());
    let forced = forced.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1").arg("build").output().expect("a run");
    assert!(String::from_utf8_lossy(&forced.stderr).contains("\u{1b}["));
    let mut plain = program(site.root());
    let plain = plain.env_remove("NO_COLOR").arg("build").output().expect("a run");
    assert!(!String::from_utf8_lossy(&plain.stderr).contains("\u{1b}["));
}

#[test]
fn a_new_site_builds_without_a_warning_and_without_a_change_the_second_time() {
    let site = SiteTest::from_text("").remove("dateline.yaml").run(&["new", "site", "briefing"]).exits(0);
    let site = site.run(&["--root", "briefing", "build", "--strict"]).exits(0).says_not("warning");
    let site = site.run(&["build", "--root", "briefing"]).exits(0).says("Nothing changed");
    assert!(site.path("briefing/output/index.html").exists());
}

#[test]
fn a_new_entry_is_a_draft_that_builds_once_it_is_ready() {
    let site = SiteTest::plain("").run(&["new", "entry", "Talks: \"resume\" in Genève"]).exits(0);
    let path = site.printed().trim().to_owned();
    assert_eq!(path, "content/2020/talks-resume-in-geneve.md");
    let before = fs::read(site.path(&path)).expect("there");
    let site = site.run(&["new", "entry", "Talks: resume in Geneve"]).exits(2).says("stays as it is");
    assert_eq!(fs::read(site.path(&path)).expect("there"), before);
    let site =
        site.build_with(&["--strict", "--drafts"]).has("2020/01/15/talks-resume-in-geneve/index.html", "status draft");
    site.edit(&path, "draft: true\n", "")
        .build_with(&["--strict"])
        .has("2020/01/15/talks-resume-in-geneve/index.html", "entry Talks: &quot;resume&quot; in Genève");
}

#[test]
fn every_comment_of_a_new_entry_is_a_field_that_may_be_written_so() {
    let site =
        SiteTest::plain("").write("content/2020/photo.jpg", "photo").run(&["new", "entry", "All fields"]).exits(0);
    let path = "content/2020/all-fields.md";
    let text = fs::read_to_string(site.path(path)).expect("there");
    let is_field = |line: &str| {
        let Some(rest) = line.strip_prefix("# ") else { return false };
        let key = rest.trim_start_matches([' ', '-']).split(':').next().unwrap_or_default();
        rest.starts_with("  ")
            || rest.contains(':') && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    let uncommented =
        text.lines().map(|line| if is_field(line) { &line[2..] } else { line }).collect::<Vec<_>>().join("\n");
    assert!(uncommented.contains("\nlead: true"), "{uncommented}");
    let uncommented = uncommented.replace("\nwithdrawn:", "\n# withdrawn:").replace("\nembargo:", "\n# embargo:");
    site.write(path, uncommented).build_with(&["--strict", "--drafts"]);
}

#[test]
fn schemas_are_json_that_names_every_field() {
    let site = SiteTest::plain("");
    let mut site = site;
    for (of, field) in [
        ("entry", "standfirst"),
        ("topic", "parent"),
        ("source", "homepage"),
        ("person", "role"),
        ("page", "aliases"),
        ("config", "base_url"),
    ] {
        site = site.run(&["schema", of]).exits(0);
        let schema: serde_json::Value = serde_json::from_str(&site.printed()).expect("JSON");
        assert!(schema["properties"][field].is_object(), "{of}");
    }
}

#[test]
fn completions_and_the_manual_page_know_every_command() {
    let mut site = SiteTest::plain("");
    for arguments in
        [&["completions", "bash"][..], &["completions", "zsh"], &["completions", "fish"], &["man"], &["--help"]]
    {
        site = site.run(arguments).exits(0);
        for command in ["build", "new", "list", "next", "schema", "completions", "man"] {
            assert!(site.printed().contains(command), "{arguments:?} does not know `{command}`");
        }
    }
}

#[test]
fn problems_as_json_and_as_annotations_have_their_places() {
    let site = SiteTest::plain("-- content/a.md --\n---\nheadlin: A\ndate: 2020-01-01\n---\n");
    let site = site.fails_with(&["--format", "json"], 1);
    let said: serde_json::Value = serde_json::from_str(&site.printed()).expect("JSON");
    assert_eq!(said["built"], false);
    let text = said.to_string();
    assert!(text.contains("\"unknown-key\"") && text.contains("content/a.md"), "{text}");
    let site = site.fails_with(&["--format", "github"], 1);
    assert!(site.printed().contains("::error file=content/a.md,line=2,"), "{}", site.printed());
}
