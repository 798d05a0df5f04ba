//! Workflows that publish by themselves, as they are written.

use serde_yaml::Value;

use crate::site::{Said, Site};

fn new_ci(site: &Site, arguments: &[&str]) -> Said {
    Said::of(&site.command(&["new", "ci"]).args(arguments).output().expect("the program runs"))
}

fn github(publish: &str) -> (Site, Said, String) {
    let site = Site::new(publish);
    let said = new_ci(&site, &["github"]).ends(0);
    let text = std::fs::read_to_string(site.path(".github/workflows/publish.yml")).expect("written");
    (site, said, text)
}

fn gitlab(publish: &str) -> (Said, String) {
    let site = Site::new(publish);
    let said = new_ci(&site, &["gitlab", "--branch", "trunk"]).ends(0);
    (said, std::fs::read_to_string(site.path(".gitlab-ci.yml")).expect("written"))
}

/// The scripts of the steps of a job of GitHub.
fn scripts(workflow: &Value, job: &str) -> Vec<String> {
    let steps = workflow["jobs"][job]["steps"].as_sequence().expect("steps");
    steps.iter().filter_map(|step| step["run"].as_str().map(str::to_owned)).collect()
}

#[test]
fn githubs_builds_checks_publishes_and_waits_for_what_is_due() {
    let (site, said, text) = github("  live: {kind: s3, bucket: b}");
    let workflow: Value = serde_yaml::from_str(&text).expect("YAML");
    assert_eq!(workflow["env"]["TARGET"], "live");
    assert_eq!(workflow["env"]["DATELINE"], concat!("dateline@", env!("CARGO_PKG_VERSION")));
    assert_eq!(workflow["on"]["push"]["branches"][0], "main");
    assert_eq!(workflow["permissions"]["contents"], "read");
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"] {
        assert_eq!(workflow["env"][name], format!("${{{{ secrets.{name} }}}}"));
    }
    drop(said.says("AWS_SECRET_ACCESS_KEY"));
    let run = scripts(&workflow, "publish");
    assert_eq!(run[..2], ["cargo install $DATELINE --locked", "dateline check --format github"]);
    assert!(run[2].contains("dateline publish \"$TARGET\" --yes"), "{run:?}");
    assert!(scripts(&workflow, "wait")[1].contains("dateline next --json"));
    assert!(!text.contains("{target}") && !text.contains("{setup}") && !text.contains("{branch}"));
    // One is never written over.
    new_ci(&site, &["github"]).ends(2);
}

#[test]
fn gitlabs_does_the_same() {
    let (said, text) = gitlab("  live: {kind: gcs, bucket: b}");
    let pipeline: Value = serde_yaml::from_str(&text).expect("YAML");
    assert_eq!(pipeline["variables"]["TARGET"], "live");
    let publish = pipeline["publish"]["script"][1].as_str().expect("a line");
    assert!(publish.starts_with("dateline publish \"$TARGET\" --yes"), "{publish}");
    assert!(pipeline["publish"]["rules"][1]["if"].as_str().is_some_and(|rule| rule.contains("== \"trunk\"")));
    assert!(pipeline["wait"]["script"][0].as_str().is_some_and(|script| script.contains("dateline next --json")));
    assert!(text.contains("GOOGLE_SERVICE_ACCOUNT_KEY"));
    drop(said.says("hourly pipeline schedule"));
}

#[test]
fn each_kind_of_target_gets_what_it_needs() {
    for (publish, words) in [
        ("  live: {kind: git}", "contents: write"),
        ("  live: {kind: azure}", "AZURE_STORAGE_ACCOUNT_NAME: ${{ secrets.AZURE_STORAGE_ACCOUNT_NAME }}"),
        ("  live: {kind: azure, account: a}", "AZURE_STORAGE_ACCOUNT_KEY: ${{ secrets.AZURE_STORAGE_ACCOUNT_KEY }}"),
        ("  live: {kind: ssh, host: h, path: /srv/x}", "\"$SSH_PRIVATE_KEY\" > ~/.ssh/id_ed25519"),
    ] {
        let (.., text) = github(publish);
        serde_yaml::from_str::<Value>(&text).expect("YAML");
        assert!(text.contains(words), "{text}");
    }
    let (_, text) = gitlab("  live: {kind: ssh, host: h, path: /srv/x}");
    let pipeline: Value = serde_yaml::from_str(&text).expect("YAML");
    let before = pipeline["default"]["before_script"].as_sequence().expect("a list");
    assert!(before.iter().any(|line| line.as_str().is_some_and(|line| line.contains("ssh-add"))));
}

#[test]
fn dateline_may_come_from_elsewhere_and_nothing_else_gets_in() {
    let site = Site::new("  live: {kind: folder, path: TARGET}");
    let elsewhere = "--git https://git.example.org/dateline --tag v0.1.0 dateline";
    new_ci(&site, &["github", "--install", elsewhere]).ends(0).says("gone with it: run it on one of your own");
    let text = std::fs::read_to_string(site.path(".github/workflows/publish.yml")).expect("written");
    let workflow: Value = serde_yaml::from_str(&text).expect("YAML");
    assert_eq!(workflow["env"]["DATELINE"], elsewhere);
    new_ci(&site, &["gitlab", "--install", "dateline; reboot"])
        .ends(2)
        .says("is nothing that a workflow can tell")
        .keeps_quiet_about("panicked");
    new_ci(&site, &["gitlab", "--branch", "a\"b"]).ends(2).says("no branch");
    new_ci(&site, &["gitlab", "--target", "test"]).ends(2).says("no target `test`");
    assert!(!site.path(".gitlab-ci.yml").exists());
    let none = Site::new("");
    new_ci(&none, &["github"]).ends(2).says("names no place to publish to");
}
