//! docs/desk.md is true: its table is that of the catalogue, and each rule has an example that breaks it and one that
//! does not, as the program itself finds. Where an example cannot be run as it stands, `told` has the two sites.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use dateline::problem::{CHAPTERS, Rule, Severity};

use crate::site_test::{NOW, SiteTest};
use crate::told;

fn guide() -> (PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/desk.md");
    let text = fs::read_to_string(&path).expect("docs/desk.md");
    (path, text)
}

/// The table of rules as the catalogue has it.
fn table() -> String {
    let default = |rule: &Rule| match rule.default {
        Some(Severity::Error) if rule.fixed => "always an error",
        Some(Severity::Error) => "error",
        Some(Severity::Warning) => "warning",
        None => "off",
    };
    let mut table = String::new();
    for chapter in CHAPTERS {
        table += &format!("\n### {}\n\n| rule | default | what breaks it |\n| --- | --- | --- |\n", chapter.title);
        for rule in chapter.rules {
            table += &format!("| [`{0}`](#{0}) | {1} | {2} |\n", rule.name, default(rule), rule.about);
        }
    }
    table
}

#[test]
fn the_table_of_rules_is_that_of_the_catalogue() {
    let (path, text) = guide();
    let (before, rest) = text.split_once("<!-- rules -->\n").expect("the table's beginning");
    let (_, after) = rest.split_once("\n<!-- end of rules -->").expect("the table's end");
    let wanted = format!("{before}<!-- rules -->\n{}\n<!-- end of rules -->{after}", table());
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        fs::write(path, wanted).expect("docs/desk.md can be written");
    } else {
        assert!(text == wanted, "`SNAPSHOTS=overwrite cargo test` writes the table anew");
    }
}

/// An example: what it is written in, and the lines.
#[derive(Debug)]
struct Example {
    language: String,
    text: String,
}

/// The example after `Bad:` or `Good:` in the section of a rule.
fn example(section: &str, word: &str) -> Option<Example> {
    let (_, rest) = section.split_once(&format!("\n{word}:\n\n"))?;
    let (opening, rest) = rest.split_once('\n')?;
    let language = opening.trim_start_matches(['`', '~']);
    let fence = &opening[..opening.len() - language.len()];
    let (text, _) = rest.split_once(&format!("\n{fence}\n"))?;
    Some(Example { language: language.to_owned(), text: format!("{text}\n") })
}

fn section<'a>(guide: &'a str, rule: &str) -> &'a str {
    let (_, rest) = guide.split_once(&format!("\n#### {rule}\n")).unwrap_or_else(|| panic!("no section on `{rule}`"));
    rest.split("\n#### ").next().unwrap_or(rest)
}

/// The lines of `base` whose keys `own` does not have, and then `own`.
fn over(base: &[&str], own: &str) -> String {
    let key = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    let taken: Vec<String> = own.lines().map(key).collect();
    let kept = base.iter().filter(|line| !taken.contains(&key(line)));
    kept.map(|line| format!("{line}\n")).collect::<String>() + own
}

/// The site that an example is part of.
fn site(rule: &Rule, example: &Example) -> SiteTest {
    let mut config = over(&["title: The Briefing", "base_url: https://briefing.example"], "");
    if rule.default.is_none() {
        config += &format!("desk: {{rules: {{{}: warning}}}}\n", rule.name);
    }
    let entry = ["headline: A storm", "date: 2020-01-02", "source: {name: Radio, url: https://radio.example/storm}"];
    let shown = "photo: {file: pier.jpg, alt: A pier, credit: AFP}\n";
    let entry = |own: &str, text: &str| format!("---\n{}---\n{text}\n", over(&entry, own));
    let site = match example.language.as_str() {
        "text" => SiteTest::from_text(&example.text),
        "markdown" => SiteTest::from_text("").write("content/storm.md", entry("", &example.text)),
        "yaml" if example.text.starts_with("# dateline.yaml\n") => {
            config = over(&["title: The Briefing", "base_url: https://briefing.example"], &example.text);
            SiteTest::from_text("").write("content/storm.md", entry(shown, "Text"))
        }
        "yaml" => SiteTest::from_text("").write("content/storm.md", entry(&example.text, "Text")),
        other => panic!("`{}` has an example in `{other}`", rule.name),
    };
    let site = if example.text.contains("-- dateline.yaml --") { site } else { site.write("dateline.yaml", config) };
    if example.language == "text" {
        let has_content = example.text.contains("-- content/");
        return if has_content { site } else { site.write("content/storm.md", entry("", "Text")) };
    }
    site.write("content/pier.jpg", "size: 1600x900")
}

/// The rules that the program names.
fn named(rule: &Rule, example: &Example) -> Vec<String> {
    let site = site(rule, example).run(&["check", "--now", NOW, "--format", "json"]);
    let mut said = site.printed();
    let of_theme = CHAPTERS.iter().any(|chapter| chapter.title == "Themes" && chapter.rules.contains(rule));
    if of_theme {
        said += &site.run(&["theme", "check", "--format", "json"]).printed();
    }
    let names = said.lines().filter_map(|line| line.trim().strip_prefix("\"rule\": \"")?.strip_suffix("\","));
    names.map(str::to_owned).collect()
}

#[test]
fn each_rule_has_an_example_that_breaks_it_and_one_that_does_not() {
    let (_, guide) = guide();
    let rules = CHAPTERS.iter().flat_map(|chapter| chapter.rules);
    let wrong = Mutex::new(Vec::new());
    let next = Mutex::new(rules);
    let work = || {
        while let Some(rule) = { next.lock().expect("a lock").next() } {
            wrong.lock().expect("a lock").extend(faults(rule, section(&guide, rule.name)));
        }
    };
    std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(work))));
    let mut wrong = wrong.into_inner().expect("a lock");
    wrong.sort();
    assert_eq!(wrong, [""; 0]);
}

/// What is wrong with the examples of a rule.
fn faults(rule: &Rule, section: &str) -> Vec<String> {
    let name = rule.name;
    if told::has(name) {
        let is_told = section.contains("\nBad:") && section.contains("\nGood:");
        return if is_told { told::faults(name) } else { vec![format!("{name}: no example is told")] };
    }
    let (Some(bad), Some(good)) = (example(section, "Bad"), example(section, "Good")) else {
        return vec![format!("{name}: an example is missing")];
    };
    let mut faults = Vec::new();
    if !named(rule, &bad).iter().any(|found| found == name) {
        faults.push(format!("{name}: the bad example does not break it: {:?}", named(rule, &bad)));
    }
    if named(rule, &good).iter().any(|found| found == name) {
        faults.push(format!("{name}: the good example breaks it"));
    }
    faults
}
