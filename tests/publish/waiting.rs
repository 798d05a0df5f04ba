//! The scripts of the workflows, run as the hosts run them, with a clock of their own: they publish at once, at each moment
//! that `dateline next` names within the hour and what was pushed meanwhile, and end where nothing is due.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_yaml::Value;

use crate::site::{Said, Site};

/// The moment at which each run begins: 2020-01-15T12:00:00Z.
const BEGIN: u64 = 1_579_089_600;

/// What stands before the programs of the machine: each call is noted, and time passes in `sleep` alone. A push is what the
/// folder `pushed` holds when somebody fetches; `codes` has a line for each publish that shall fail, with its code.
const PROGRAMS: [(&str, &str); 5] = [
    ("sleep", "echo \"sleep $1\" >> \"$DESK/log\"; echo $(( $(cat \"$DESK/clock\") + $1 )) > \"$DESK/clock\""),
    ("date", "case \"$1\" in +%s) cat \"$DESK/clock\";; *) exec /bin/date \"$@\";; esac"),
    ("git", "echo \"git $1\" >> \"$DESK/log\"; [ $1 != reset ] || cp -r \"$DESK/pushed/.\" content/"),
    ("jq", "[ \"$1 $2\" = \"-r .at // empty\" ] || exit 2; sed -n 's/^  \"at\": \"\\(.*\\)\".*/\\1/p'"),
    (
        "dateline",
        "echo \"$1 @$(( $(cat \"$DESK/clock\") - BEGIN ))\" >> \"$DESK/log\"\n\
         if [ $1 = publish ] && [ -s \"$DESK/codes\" ]; then\n\
         code=$(head -n 1 \"$DESK/codes\"); sed -i 1d \"$DESK/codes\"; exit $code\nfi\n\
         SOURCE_DATE_EPOCH=$(cat \"$DESK/clock\") exec \"$DATELINE_PROGRAM\" \"$@\"",
    ),
];

/// A machine of a host with a site on it.
struct Machine {
    site: Site,
}

impl Machine {
    fn new() -> Self {
        let machine = Self { site: Site::new("  live: {kind: folder, path: TARGET}") };
        fs::create_dir_all(machine.desk("bin")).expect("a folder");
        fs::create_dir_all(machine.desk("pushed")).expect("a folder");
        for (name, script) in PROGRAMS {
            let path = machine.desk("bin").join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
            fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("executable");
        }
        fs::write(machine.desk("clock"), BEGIN.to_string()).expect("written");
        machine
    }

    fn desk(&self, path: &str) -> PathBuf {
        self.site.target().with_file_name("desk").join(path)
    }

    /// Runs a script as the host does: with bash, which ends at the first command that fails.
    fn run(&self, script: &str) -> Said {
        let path = format!("{}:{}", self.desk("bin").display(), std::env::var("PATH").expect("a path"));
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(self.site.path(""));
        command.env("PATH", path).env("DESK", self.desk("")).env("TARGET", "live").env("BEGIN", BEGIN.to_string());
        command.env("DATELINE_PROGRAM", env!("CARGO_BIN_EXE_dateline")).env_remove("DATELINE_ROOT");
        Said::of(&command.stdin(Stdio::null()).output().expect("bash runs"))
    }

    fn log(&self) -> Vec<String> {
        let log = fs::read_to_string(self.desk("log")).unwrap_or_default();
        fs::write(self.desk("log"), "").expect("written");
        log.lines().map(str::to_owned).collect()
    }

    fn is_live(&self, path: &str) -> bool {
        self.site.target().join("current").join(path).join("index.html").exists()
    }
}

/// The scripts of both hosts: of the step that publishes, and of the one that waits.
fn scripts(machine: &Machine, host: &str) -> [String; 2] {
    Said::of(&machine.site.command(&["new", "ci", host]).output().expect("the program runs")).ends(0);
    let read = |path: &str| fs::read_to_string(machine.site.path(path)).expect("written");
    let last = |list: &Value, key: &str| -> String {
        let step = list.as_sequence().and_then(|list| list.last()).expect("a step");
        let script = if key.is_empty() { step } else { &step[key] };
        script.as_str().expect("a script").to_owned()
    };
    if host == "github" {
        let jobs: Value = serde_yaml::from_str(&read(".github/workflows/publish.yml")).expect("YAML");
        return ["publish", "wait"].map(|job| last(&jobs["jobs"][job]["steps"], "run"));
    }
    let jobs: Value = serde_yaml::from_str(&read(".gitlab-ci.yml")).expect("YAML");
    ["publish", "wait"].map(|job| last(&jobs[job]["script"], ""))
}

fn entry(file: &Path, headline: &str, date: &str) {
    fs::write(file, format!("---\nheadline: {headline}\ndate: {date}\n---\n\nWords of it.\n")).expect("written");
}

fn each_moment_is_waited_for(host: &str) {
    let machine = Machine::new();
    let [publish, wait] = scripts(&machine, host);
    let content = machine.site.path("content");
    entry(&content.join("half.md"), "Half past", "2020-01-15T12:30:00Z");
    entry(&content.join("tomorrow.md"), "Tomorrow", "2020-01-16T12:00:00Z");
    // On a push.
    machine.run(&publish).ends(0).says("is live at");
    assert_eq!(machine.log(), ["publish @0"]);
    assert!(machine.is_live("2020/01/02/entry-1") && !machine.is_live("2020/01/15/half"));
    // And by itself. Somebody pushes while it waits: an entry that is due within the hour as well.
    entry(&machine.desk("pushed/one.md"), "At one", "2020-01-15T13:00:00Z");
    entry(&machine.desk("pushed/now.md"), "Now", "2020-01-15T12:10:00Z");
    machine.run(&wait).ends(0).says("Nothing to publish");
    let moments = ["publish @0", "next @0", "sleep 1801", "git fetch", "git reset"];
    let pushed = ["publish @1801", "next @1801", "sleep 1800", "git fetch", "git reset"];
    // What is due tomorrow is the business of the runs of that day.
    let last = ["publish @3601", "next @3601"];
    assert_eq!(machine.log(), [&moments[..], &pushed, &last].concat());
    for page in ["half", "one", "now"] {
        assert!(machine.is_live(&format!("2020/01/15/{page}")), "{page}");
    }
    assert!(!machine.is_live("2020/01/16/tomorrow"));
}

fn it_ends_where_nothing_is_due_and_fails_where_it_must(host: &str) {
    let machine = Machine::new();
    let [publish, wait] = scripts(&machine, host);
    machine.run(&wait).ends(0);
    assert_eq!(machine.log(), ["publish @0", "next @0"]);
    for script in [&publish, &wait] {
        // Another run is at it: a minute later it is done.
        fs::write(machine.desk("codes"), "3\n").expect("written");
        machine.run(script).ends(0);
        let calls = machine.log();
        let calls: Vec<&str> = calls.iter().take(3).map(|call| call.split(" @").next().unwrap_or(call)).collect();
        assert_eq!(calls, ["publish", "sleep 60", "publish"]);
        fs::write(machine.desk("codes"), "3\n3\n").expect("written");
        machine.run(script).ends(3);
        machine.log();
        // Problems in the site are not tried again.
        fs::write(machine.desk("codes"), "1\n").expect("written");
        assert_ne!(machine.run(script).code, 0);
        assert_eq!(machine.log().len(), 1);
    }
}

#[test]
fn githubs_loop_publishes_at_each_moment() {
    each_moment_is_waited_for("github");
}

#[test]
fn gitlabs_loop_publishes_at_each_moment() {
    each_moment_is_waited_for("gitlab");
}

#[test]
fn githubs_loop_ends_where_nothing_is_due() {
    it_ends_where_nothing_is_due_and_fails_where_it_must("github");
}

#[test]
fn gitlabs_loop_ends_where_nothing_is_due() {
    it_ends_where_nothing_is_due_and_fails_where_it_must("gitlab");
}
