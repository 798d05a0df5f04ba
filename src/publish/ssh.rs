//! Publishes to a folder of another machine, by rsync over SSH: the same folders as `releases` keeps on this one.
//!
//! The lock is held by a connection that stays open: when it ends, however it ends, the lock is free. The release that is
//! on its way lies in `releases/.incoming`, where the next attempt finds what has arrived. Connections cost time: a look is
//! one, a publish four (look, lock, rsync, switch).

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use super::failure::{Failure, Left};
use super::live::{HISTORY_LOST, Listed, Live, Told, reconcile};
use super::piece::Piece;
use super::program::{Program, failed};
use super::record::{Held, History, Record, is_id};
use super::releases::pieces_of;
use super::retry::{Fault, persist};
use super::seat::{Seat, busy};
use super::target::{Job, Place, Seen};
use super::watch::Watch;

/// The variable by which rsync is told another program than ssh, or options for it; taken here as well.
const SHELL: &str = "RSYNC_RSH";

/// A folder of another machine.
#[derive(Debug)]
pub struct Ssh {
    /// The machine.
    pub host: String,
    /// Its port.
    pub port: Option<u16>,
    /// The folder: plain letters, nothing that a shell reads.
    pub path: String,
    /// How many earlier releases are kept.
    pub keep: usize,
    /// What the last look found in the folder of releases.
    pub found: Mutex<Vec<String>>,
}

impl Ssh {
    /// The program that connects, with its options.
    fn shell(&self) -> Vec<String> {
        let asked = std::env::var(SHELL).ok().filter(|words| !words.trim().is_empty());
        let mut words: Vec<String> =
            asked.unwrap_or_else(|| "ssh".to_owned()).split_whitespace().map(str::to_owned).collect();
        words.extend(["-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15"].map(str::to_owned));
        if let Some(port) = self.port {
            words.extend(["-p".to_owned(), port.to_string()]);
        }
        words
    }

    /// Has a shell of the other machine read a script, in the folder.
    fn script(&self, what: &str, script: &str, watch: &dyn Watch) -> Result<String, Failure> {
        let shell = self.shell();
        let text = format!("set -e\n{script}");
        let said = persist(what, watch, || {
            let program = Program::in_english(&shell[0]).with(&shell[1..]).with([self.host.as_str(), "sh", "-s"]);
            program.reads(text.clone()).run().map_err(denied)
        })?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    }

    /// What the folder says of its live release, or of the one of this name.
    fn told(&self, id: Option<&str>, watch: &dyn Watch) -> Result<Parts, Failure> {
        let id = id.map_or_else(|| "${link#releases/}".to_owned(), str::to_owned);
        let script = format!(
            "cd {} 2>/dev/null || {{ printf '==end\\n'; exit 0; }}\n\
             link=$(readlink current || true)\n\
             if [ -e current ] && [ -z \"$link\" ]; then link=foreign; fi\n\
             printf '==current\\n%s\\n==history\\n' \"$link\"\n\
             cat releases/history.json 2>/dev/null || true\n\
             id={id}\n\
             printf '\\n==record\\n'\n\
             [ -z \"$id\" ] || cat \"releases/$id.json\" 2>/dev/null || true\n\
             printf '\\n==files\\n'\n\
             [ -z \"$id\" ] || (cd \"releases/$id\" 2>/dev/null && find . -type f -exec wc -c {{}} +) || true\n\
             printf '==kept\\n'\n\
             ls releases 2>/dev/null || true\n\
             printf '==incoming\\n'\n\
             [ ! -d releases/.incoming ] || echo yes\n\
             printf '==end\\n'\n",
            self.path
        );
        let said = self.script("asking the target", &script, watch)?;
        let parts = Parts::read(&said);
        if parts.0.contains_key("end") {
            return Ok(parts);
        }
        Err(Failure::machine("the other machine did not answer in full")
            .hint("a login script there may write too much"))
    }

    /// The history, and whether it had to be taken from the records of releases, each of which is asked for.
    fn history(&self, told: &Parts, watch: &dyn Watch) -> Result<(History, bool), Failure> {
        if let Some(history) = History::kept(told.part("history").map(str::as_bytes))? {
            return Ok((history, false));
        }
        let mut records = Vec::new();
        for id in told.releases() {
            records.extend(self.told(Some(&id), watch)?.record());
        }
        let is_lost = !records.is_empty();
        Ok((History::told_by(records, told.live()?.as_deref()), is_lost))
    }

    /// A folder of this machine that holds the release as it shall be there.
    fn stage(&self, job: &Job<'_>, seat: &Seat) -> Result<PathBuf, Failure> {
        let stage = seat.folder().join("stage");
        if stage.exists() {
            fs::remove_dir_all(&stage).map_err(Failure::io("remove", &stage))?;
        }
        for piece in job.pieces {
            let path = stage.join(&piece.key);
            let folder = path.parent().unwrap_or(&stage);
            fs::create_dir_all(folder).map_err(Failure::io("create", folder))?;
            // What is sent is what was built, whatever is built meanwhile.
            fs::write(&path, piece.bytes()?).map_err(Failure::io("write", &path))?;
        }
        Ok(stage)
    }

    fn send(&self, job: &Job<'_>, stage: &Path, watch: &dyn Watch) -> Result<(), Failure> {
        let shell = self.shell().join(" ");
        let to = format!("{}:{}/releases/.incoming/", self.host, self.path);
        let from = format!("{}/", stage.display());
        watch.begin("sending files", job.plan.puts.len(), job.plan.bytes());
        persist("sending files", watch, || {
            let mut rsync = Program::in_english("rsync").with([
                "-r",
                "-p",
                "--chmod=D755,F644",
                "--checksum",
                // No file is put together from parts of the live release: rsyncs with the security fixes of 2026 fail at
                // that when the folder to link to is outside the one they write (RsyncProject/rsync, issue 928).
                "--whole-file",
                "--delete",
                "--timeout=120",
                "-e",
                &shell,
            ]);
            if let Some(live) = &job.seen.live.release {
                rsync = rsync.with([format!("--link-dest=../{live}")]);
            }
            let sent = |line: &str| watch.done(line.trim().parse().unwrap_or(0));
            rsync.with(["--out-format=%l", &from, &to]).run_telling(sent).map_err(denied)
        })?;
        watch.end();
        Ok(())
    }

    /// Writes the records, makes the release live in one step, and removes those that are no longer kept.
    fn switch(&self, job: &Job<'_>, history: &History, watch: &dyn Watch) -> Result<(), Failure> {
        let kept: Vec<&str> = history.earlier(Some(job.id)).into_iter().take(self.keep).collect();
        let gone = history.earlier(Some(job.id)).into_iter().filter(|id| !kept.contains(id));
        let removed = removal(gone);
        // The history is a line, and the shell reads no further than that; the record is the rest of the input.
        let mut input = one_line(&history.bytes());
        let mut arrive = String::new();
        if !job.is_back {
            let files = job.pieces.iter().map(|piece| (piece.key.clone(), Held::of(piece, None))).collect();
            input.extend(Record::new(job.id, job.at, job.site, files).bytes());
            // A switch that is tried again finds the release in its place.
            arrive = format!(
                "cat > releases/{0}.json.next; mv releases/{0}.json.next releases/{0}.json; \
                 if [ -d releases/.incoming ]; then rm -rf releases/{0}; mv releases/.incoming releases/{0}; fi; ",
                job.id
            );
        }
        let script = format!(
            "set -e; cd {}; IFS= read -r history; printf \"%s\\n\" \"$history\" > releases/history.json.next; \
             mv releases/history.json.next releases/history.json; {arrive}rm -f .current-next; \
             ln -s releases/{} .current-next; mv -T .current-next current 2>/dev/null || mv -h .current-next current; {removed}",
            self.path, job.id
        );
        self.run("switching to the release", &script, &input, watch).map_err(|failure| failure.leaving(Left::Either))
    }

    /// Has a shell of the other machine run a script, which holds no single quotes, and read this.
    fn run(&self, what: &str, script: &str, input: &[u8], watch: &dyn Watch) -> Result<(), Failure> {
        let (shell, script) = (self.shell(), quoted(script));
        persist(what, watch, || {
            let program = Program::in_english(&shell[0]).with(&shell[1..]).with([self.host.as_str(), script.as_str()]);
            program.reads(input).run().map_err(denied)
        })
        .map(drop)
    }
}

/// A script as a word of whatever shell somebody has there: that runs `sh`.
fn quoted(script: &str) -> String {
    format!("sh -c '{script}'")
}

/// JSON on one line: a line break within a text is written otherwise in JSON.
fn one_line(json: &[u8]) -> Vec<u8> {
    json.iter().copied().filter(|byte| *byte != b'\n').chain([b'\n']).collect()
}

/// Lines of a script that remove these releases.
fn removal<'a>(releases: impl Iterator<Item = &'a str>) -> String {
    releases.map(|id| format!("rm -rf releases/{id} releases/{id}.json; ")).collect()
}

/// What the other machine told, part by part.
#[derive(Debug, Default)]
struct Parts(BTreeMap<String, String>);

impl Parts {
    fn read(said: &str) -> Self {
        let mut parts = BTreeMap::new();
        let mut name = String::new();
        for line in said.lines() {
            if let Some(next) = line.strip_prefix("==") {
                next.clone_into(&mut name);
                parts.insert(name.clone(), String::new());
            } else if let Some(part) = parts.get_mut(&name) {
                let part: &mut String = part;
                *part += line;
                part.push('\n');
            }
        }
        Self(parts)
    }

    fn part(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// The release that is live; none where there is none yet.
    fn live(&self) -> Result<Option<String>, Failure> {
        let Some(link) = self.part("current") else { return Ok(None) };
        let id = link.strip_prefix("releases/").filter(|id| is_id(id));
        id.map(|id| Some(id.to_owned())).ok_or_else(|| {
            Failure::refused("`current` is not the link to a release that Dateline made")
                .hint("move it away on the other machine, or publish to another folder")
        })
    }

    /// The releases whose folders or records are there.
    fn releases(&self) -> Vec<String> {
        let names = self.part("kept").unwrap_or_default().lines().map(|name| name.trim_end_matches(".json"));
        let mut releases: Vec<String> =
            names.filter(|id| is_id(id) && id.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned).collect();
        releases.sort();
        releases.dedup();
        releases
    }

    fn record(&self) -> Option<Record> {
        Record::read(self.part("record")?.as_bytes()).ok()
    }

    /// The files with their sizes, as `wc -c` writes them: `  123 ./a/index.html`.
    fn files(&self) -> BTreeMap<String, Listed> {
        let line = |line: &str| {
            let (size, path) = line.trim_start().split_once(' ')?;
            let key = path.trim_start().strip_prefix("./")?;
            Some((key.to_owned(), Listed { size: size.parse().ok()?, stamp: None }))
        };
        self.part("files").unwrap_or_default().lines().filter_map(line).collect()
    }
}

impl Place for Ssh {
    fn look(&self, _: &[Piece], watch: &dyn Watch) -> Result<Seen, Failure> {
        let told = self.told(None, watch)?;
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = told.releases();
        let (history, is_history_lost) = self.history(&told, watch)?;
        let mut notes: Vec<String> = is_history_lost.then(|| HISTORY_LOST.to_owned()).into_iter().collect();
        let is_unfinished = told.part("incoming").is_some();
        let Some(id) = told.live()? else {
            let live = Live { is_new: history.lines.is_empty(), is_unfinished, notes, ..Live::default() };
            return Ok(Seen { live, history });
        };
        let (record, files) = (told.record(), told.files());
        let mut live = reconcile(&Told { live: record.as_ref(), ..Told::default() }, &files);
        if record.is_none() {
            let unknown = |(key, size)| (key, Held { size, ..Held::default() });
            live.files = std::mem::take(&mut live.foreign).into_iter().map(unknown).collect();
            live.notes.push("The record of the live release is lost: all files are compared anew".to_owned());
        }
        live.notes.append(&mut notes);
        (live.release, live.is_new, live.is_unfinished) = (Some(id), false, is_unfinished);
        Ok(Seen { live, history })
    }

    fn recall(&self, id: &str, _: &Seen, watch: &dyn Watch) -> Result<Vec<Piece>, Failure> {
        let gone = || Failure::refused(format!("release `{id}` is no longer whole on the other machine"));
        let told = self.told(Some(id), watch)?;
        let (record, files) = (told.record().ok_or_else(gone)?, told.files());
        let is_there = |(key, held): (&String, &Held)| files.get(key).is_some_and(|listed| listed.size == held.size);
        if !record.files.iter().all(is_there) {
            return Err(gone());
        }
        pieces_of(record).ok_or_else(gone)
    }

    fn apply(&self, job: &Job<'_>, seat: &Seat, watch: &dyn Watch) -> Result<(), Failure> {
        let lock = Lock::take(self, watch)?;
        if lock.live != job.seen.live.release.as_deref().map_or_else(String::new, |id| format!("releases/{id}")) {
            return Err(Failure::refused("the target changed since the plan was made").hint("run the command again"));
        }
        if !job.is_back {
            let stage = self.stage(job, seat)?;
            self.send(job, &stage, watch)?;
            let _ = fs::remove_dir_all(stage);
        }
        let mut history = job.seen.history.clone();
        history.add(job.line([]));
        watch.go_on()?;
        self.switch(job, &history, watch)?;
        lock.release();
        Ok(())
    }

    fn prune(&self, seen: &Seen, _: &Seat, _: &str, watch: &dyn Watch) -> Result<usize, Failure> {
        let Some(live) = seen.live.release.as_deref() else { return Ok(0) };
        let kept: Vec<&str> = seen.history.earlier(Some(live)).into_iter().take(self.keep).collect();
        let mut surplus = self.found.lock().unwrap_or_else(PoisonError::into_inner).clone();
        surplus.retain(|id| id != live && !kept.contains(&id.as_str()));
        if surplus.is_empty() {
            return Ok(0);
        }
        let lock = Lock::take(self, watch)?;
        if lock.live != format!("releases/{live}") {
            return Err(Failure::refused("the target changed since the plan was made").hint("run the command again"));
        }
        let script = format!("set -e; cd {}; {}", self.path, removal(surplus.iter().map(String::as_str)));
        self.run("removing old releases", &script, b"", watch)?;
        lock.release();
        Ok(surplus.len())
    }

    fn can_go_back(&self) -> Option<&'static str> {
        None
    }
}

/// A lock on the other machine.
struct Lock {
    connection: Child,
    /// Where the link to the live release leads.
    live: String,
}

impl Lock {
    /// Where there is no `flock`, a folder that only one can make does it; the shell that made it removes it at its end.
    fn take(ssh: &Ssh, watch: &dyn Watch) -> Result<Self, Failure> {
        persist("locking the target", watch, || Self::attempt(ssh).map_err(denied))
    }

    fn attempt(ssh: &Ssh) -> Result<Self, Fault> {
        let script = quoted(&format!(
            "mkdir -p {0}/releases && cd {0} || exit 1; \
             told() {{ echo locked; readlink current || echo; cat >/dev/null; }}; \
             if command -v flock >/dev/null 2>&1; then exec 9>releases/lock; flock -n 9 && told || echo busy; \
             elif mkdir releases/lock.held 2>/dev/null; then trap \"rmdir releases/lock.held\" EXIT; trap exit HUP INT TERM; \
             told; else echo busy; fi",
            ssh.path
        ));
        let shell = ssh.shell();
        let unfit = |error: std::io::Error| Failure::machine(format!("`{}` cannot be run: {error}", shell[0]));
        let mut connection = Command::new(&shell[0])
            .args(&shell[1..])
            .args([&ssh.host, &script])
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(unfit)?;
        let mut lines = BufReader::new(connection.stdout.take().ok_or_else(|| Failure::machine("no answer"))?).lines();
        let mut next = || lines.next().and_then(Result::ok);
        match next().as_deref() {
            Some("locked") => Ok(Self { connection, live: next().unwrap_or_default().trim().to_owned() }),
            Some("busy") => {
                let _ = connection.wait();
                Err(busy("there").into())
            }
            _ => Err(connection.wait_with_output().map_or_else(
                |error| unfit(error).into(),
                |output| failed(&shell[0], &output.stderr, output.status.code()),
            )),
        }
    }

    /// The end of its input ends the connection.
    fn release(mut self) {
        drop(self.connection.stdin.take());
        let _ = self.connection.wait();
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.connection.stdin.take());
        let _ = self.connection.kill();
        let _ = self.connection.wait();
    }
}

/// Says what to do where ssh or rsync were refused, or are not there.
fn denied(fault: Fault) -> Fault {
    let Fault::Final(failure) = fault else { return fault };
    let lower = failure.message.to_lowercase();
    let hint = if lower.contains("cannot create") || lower.contains("mkdir:") {
        "see whether `path` is right and whether the user of the target may write there, or make the folder by hand"
    } else if lower.contains("permission denied") || lower.contains("publickey") {
        "check that `ssh` gets there by hand: it takes keys from its agent and its own configuration"
    } else if lower.contains("host key verification failed") {
        "connect once by hand with `ssh` and look at the key, or add it to `known_hosts`"
    } else if lower.contains("rsync: command not found") || lower.contains("rsync: not found") {
        "install rsync on the other machine"
    } else {
        return Fault::Final(failure);
    };
    failure.hint(hint).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_other_machine_tells_is_read_part_by_part() {
        let parts = Parts::read(
            "Welcome!\n==current\nreleases/20200115T120000Z-0123abcd\n==history\n\n==record\n\n==files\n  12 ./a b/index.html\n\
             \u{20}7 ./total\n 19 total\n==incoming\n==end\n",
        );
        assert_eq!(parts.live().unwrap().as_deref(), Some("20200115T120000Z-0123abcd"));
        let files: Vec<(String, u64)> = parts.files().into_iter().map(|(key, listed)| (key, listed.size)).collect();
        assert_eq!(files, [("a b/index.html".to_owned(), 12), ("total".to_owned(), 7)]);
        assert!(parts.0.contains_key("end") && parts.part("incoming").is_none());
        assert!(Parts::read("==current\n../elsewhere\n==end\n").live().is_err());
    }
}
