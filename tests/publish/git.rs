//! A branch of a git repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::site::{Files, Reader, Said, Site, assert_same, files_in, wait_a_second};

/// A site with a bare repository as its target; `more` are further keys.
pub fn site(more: &str) -> Site {
    let mut site = Site::new("");
    let remote = remote(&site);
    git(Path::new("."), &["init", "--quiet", "--bare", &remote.to_string_lossy()]);
    configure(&site, more);
    // Nobody told git who works here, as on machines that publish for others.
    for (name, value) in
        [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null"), ("HOME", "/nonexistent")]
    {
        site.variables.push((name.to_owned(), value.to_owned()));
    }
    site
}

fn configure(site: &Site, more: &str) {
    let remote = remote(site);
    site.configure(&format!("  live: {{kind: git, remote: \"{}\", branch: pages{more}}}", remote.display()));
}

pub fn remote(site: &Site) -> PathBuf {
    site.target().with_file_name("remote.git")
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    for (name, value) in [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")] {
        command.env(name, value);
    }
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "A. Editor").env(format!("GIT_{who}_EMAIL"), "a@site.example");
    }
    let output = command.output().expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The files of the branch, by a clone of it.
pub fn branch(site: &Site) -> Files {
    let clone = tempfile::tempdir().expect("a folder");
    let remote = remote(site);
    git(
        Path::new("."),
        &["clone", "--quiet", "--branch", "pages", &remote.to_string_lossy(), &clone.path().to_string_lossy()],
    );
    let mut files = files_in(clone.path());
    files.retain(|path, _| !path.starts_with(".git/"));
    files
}

/// Reads files of the branch in the repository itself.
pub fn reader(site: &Site) -> impl Fn(&str) -> Option<Vec<u8>> + Send + 'static {
    let repository = remote(site);
    move |path| {
        let show = format!("pages:{path}");
        let shown = Command::new("git").current_dir(&repository).args(["show", &show]).output().ok()?;
        shown.status.success().then_some(shown.stdout)
    }
}

fn commits(site: &Site) -> usize {
    git(&remote(site), &["rev-list", "--count", "pages"]).parse().expect("a number")
}

#[test]
fn the_branch_is_the_build_commit_by_commit() {
    let site = site("");
    site.publish(&["--dry-run", "-v"]).ends(0).says("+ index.html");
    site.goes_live();
    assert_same(&branch(&site), &site.output());
    site.goes_live().says("Nothing to publish");
    site.entry(1, "Other words");
    site.remove("content/entry-3.md");
    site.goes_live().says("- 2020/01/04/entry-3/index.html");
    assert_same(&branch(&site), &site.output());
    assert_eq!(commits(&site), 2);
    assert!(git(&remote(&site), &["log", "-1", "--format=%B", "pages"]).contains("Dateline-Release: 20"));
    site.publish(&["--history"]).ends(0).says("  live");
}

#[test]
fn a_squashed_branch_holds_the_newest_release_alone_and_can_go_back_here() {
    let site = site(", history: squashed");
    site.goes_live();
    let first = site.output();
    wait_a_second();
    site.entry(1, "Other words");
    site.goes_live();
    assert_eq!(commits(&site), 1);
    assert_same(&branch(&site), &site.output());
    wait_a_second();
    site.publish(&["--rollback", "--yes"]).ends(0);
    assert_same(&branch(&site), &first);
    assert_eq!(commits(&site), 1);
}

#[test]
fn a_release_is_put_back_as_a_new_commit_from_anywhere() {
    let site = site("");
    site.goes_live();
    let first = site.output();
    wait_a_second();
    site.entry(1, "Other words");
    site.goes_live();
    // A machine that never published.
    std::fs::remove_dir_all(site.path(".dateline/publish")).expect("removed");
    wait_a_second();
    site.publish(&["--rollback", "--yes"]).ends(0);
    assert_same(&branch(&site), &first);
    assert_eq!(commits(&site), 3);
    site.publish(&["--history"]).ends(0).says("live, put back");
    std::fs::remove_dir_all(site.path(".dateline/publish")).expect("removed");
    site.goes_live();
    assert_same(&branch(&site), &site.output());
}

#[test]
fn somebody_elses_commit_is_put_right_and_somebody_elses_branch_is_not_taken() {
    let site = site("");
    let work = tempfile::tempdir().expect("a folder");
    let (folder, remote) = (work.path(), remote(&site));
    git(folder, &["init", "--quiet", "-b", "pages"]);
    std::fs::write(folder.join("theirs.txt"), "theirs").expect("written");
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "-m", "Theirs"]);
    git(folder, &["push", "--quiet", &remote.to_string_lossy(), "pages"]);
    site.publish(&["--yes"]).ends(1).says("such as `theirs.txt`");
    site.publish(&["--yes", "--adopt"]).ends(0);
    assert_same(&branch(&site), &site.output());
    git(folder, &["pull", "--quiet", &remote.to_string_lossy(), "pages"]);
    git(folder, &["rm", "--quiet", "index.html"]);
    git(folder, &["commit", "--quiet", "-m", "A file gone"]);
    git(folder, &["push", "--quiet", &remote.to_string_lossy(), "pages"]);
    site.goes_live().says("+ index.html");
    assert_same(&branch(&site), &site.output());
}

#[test]
fn the_sites_own_repository_is_left_as_it_is() {
    let site = site("");
    let root = site.path("");
    git(&root, &["init", "--quiet", "-b", "main"]);
    git(&root, &["remote", "add", "origin", &remote(&site).to_string_lossy()]);
    std::fs::write(root.join(".gitignore"), "output/\n.dateline/\n").expect("written");
    git(&root, &["add", "."]);
    git(&root, &["commit", "--quiet", "-m", "The site"]);
    site.configure("  live: {kind: git, branch: pages, folder: docs/site}");
    git(&root, &["commit", "--quiet", "-am", "Configured"]);
    let refs = git(&root, &["show-ref"]);
    site.goes_live();
    assert_eq!(git(&root, &["show-ref"]), refs);
    assert_eq!(git(&root, &["status", "--porcelain"]), "");
    let below: Files = site.output().into_iter().map(|(path, bytes)| (format!("docs/site/{path}"), bytes)).collect();
    assert_same(&branch(&site), &below);
    site.configure("  live: {kind: git, remote: upstream}");
    site.publish(&["--yes"]).ends(1).says("the site's repository has no remote `upstream`");
}

#[test]
fn a_repository_out_of_reach_is_named_without_its_password() {
    let site = site("");
    site.configure("  live: {kind: git}");
    let root = site.path("");
    git(&root, &["init", "--quiet"]);
    git(&root, &["remote", "add", "origin", "https://desk:hush-hush@localhost:1/x.git"]);
    site.publish(&["--yes"]).ends(3).says("localhost:1/x.git").keeps_quiet_about("hush-hush");
}

#[test]
fn a_killed_publish_leaves_the_branch_whole() {
    let site = site("");
    site.goes_live();
    let old = site.output();
    site.entry(1, "Other words");
    site.build();
    let reader = Reader::of(vec![old, site.output()], reader(&site));
    for turn in 1..=6 {
        let mut child = site.begin();
        std::thread::sleep(std::time::Duration::from_millis(40 * turn));
        let _ = child.kill();
        child.wait().expect("it ends");
    }
    // What a killed publish had given to git may still arrive between plan and push: then nothing is pushed over it.
    let between = |said: &Said| said.code == 1 && said.err.contains("the branch changed since the plan was made");
    let last = (0..6).map(|_| site.publish(&["--yes"])).find(|said| !between(said));
    last.expect("git comes to rest").ends(0);
    assert_same(&branch(&site), &site.output());
    reader.was_content();
}

/// Writes a hook of the repository that is published to.
pub fn hook(site: &Site, name: &str, script: &str) {
    let path = remote(site).join("hooks").join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("executable");
}

#[test]
fn a_repository_that_refuses_is_slow_or_goes_away_is_put_right_by_the_next_publish() {
    let site = site("");
    site.goes_live();
    let old = site.output();
    site.entry(1, "Other words");
    site.remove("content/entry-3.md");
    site.build();
    let reader = Reader::of(vec![old, site.output()], reader(&site));
    hook(&site, "pre-receive", "echo 'the desk is closed' >&2; exit 1");
    site.publish(&["--yes"]).ends(3).says("the desk is closed").keeps_quiet_about("is live");
    // The process at the other end is killed while it takes the commit.
    hook(&site, "pre-receive", "kill -9 $PPID");
    site.publish(&["--yes"]).ends(3).keeps_quiet_about("is live");
    hook(&site, "pre-receive", "echo 'error: unable to write file: No space left on device' >&2; exit 1");
    site.publish(&["--yes"]).ends(3).says("No space left on device").says("make room");
    // It took the commit, and its answer was lost: the attempt that follows finds nothing left to do.
    hook(&site, "pre-receive", "exit 0");
    hook(&site, "post-receive", "[ -e answered ] || { touch answered; kill -9 $PPID; }");
    site.publish(&["--yes"]);
    hook(&site, "pre-receive", "sleep 2");
    site.goes_live();
    assert_same(&branch(&site), &site.output());
    assert_eq!(commits(&site), 2);
    reader.was_content();
    site.goes_live().says("Nothing to publish");
}

#[test]
fn of_two_publishers_at_once_the_slower_is_told_and_loses_nothing() {
    let one = site("");
    let mut other = Site::new("");
    other.variables.clone_from(&one.variables);
    let address = remote(&one).display().to_string();
    other.configure(&format!("  live: {{kind: git, remote: \"{address}\", branch: pages}}"));
    one.goes_live();
    one.entry(1, "Words of the one");
    other.entry(1, "Words of the other");
    let reader = {
        one.build();
        other.build();
        Reader::of(vec![branch(&one), one.output(), other.output()], reader(&one))
    };
    // Both have looked when the first is let in.
    hook(&one, "pre-receive", "sleep 2");
    let mut first = one.begin();
    let second = other.publish(&["--yes"]);
    let first = first.wait().expect("it ends").code();
    assert!(first == Some(0) || second.code == 0, "{second:?}");
    assert!(first != Some(0) || second.code != 0 || commits(&one) == 3, "both went live, and one is lost");
    other.goes_live();
    assert_same(&branch(&one), &other.output());
    reader.was_content();
}

#[test]
fn a_branch_that_somebody_deleted_is_made_again() {
    let site = site("");
    site.goes_live();
    git(&remote(&site), &["update-ref", "-d", "refs/heads/pages"]);
    site.goes_live().says("added");
    assert_same(&branch(&site), &site.output());
}
