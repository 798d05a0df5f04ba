//! Runs programs that others keep: git, ssh, rsync. They use the user's keys, agents and configuration, and what they
//! say is shown without anything secret.

use std::ffi::OsStr;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::failure::Failure;
use super::redact::redact;
use super::retry::Fault;

/// How much of what a program says is shown.
const LINES: usize = 4;

/// Signs of a network that failed in passing, as git, ssh and rsync put it.
const PASSING: &[&str] = &[
    "could not resolve host",
    "connection timed out",
    "connection refused",
    "couldn't connect to server",
    "connection reset",
    "connection closed",
    "network is unreachable",
    "remote end hung up",
    "early eof",
    "operation timed out",
    "the requested url returned error: 5",
    "unexpected disconnect",
    "broken pipe",
    "kex_exchange_identification",
    "connection unexpectedly closed",
    "timeout in data send/receive",
];

/// Signs of a disk that is full, here or on the other machine.
const FULL: &[&str] = &["no space left on device", "disk quota exceeded", "file too large"];

/// The code with which rsync ends where a file cannot be read or written, by its manual. What the other machine says of
/// that can be lost with the connection.
const CANNOT_WRITE: i32 = 11;

/// A program with its arguments.
#[derive(Debug)]
pub struct Program {
    name: String,
    command: Command,
    input: Vec<u8>,
}

impl Program {
    /// A program by its name.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), command: Command::new(name), input: Vec::new() }
    }

    /// A program whose messages are looked at: they are wanted in English.
    pub fn in_english(name: &str) -> Self {
        Self::new(name).variable("LC_ALL", "C")
    }

    /// Adds arguments.
    #[must_use]
    pub fn with<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub fn variable(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Leaves a variable out of its environment.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Runs it in this folder.
    #[must_use]
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// What it reads.
    #[must_use]
    pub fn reads(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Runs it; gives what it wrote.
    ///
    /// # Errors
    ///
    /// Where it is not installed, or ends with another code than 0: what it said, and whether that may pass.
    pub fn run(self) -> Result<Vec<u8>, Fault> {
        let name = self.name.clone();
        let output = self.output()?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(failed(&name, &output.stderr, output.status.code()))
    }

    /// The same for a program that tells how far it is, a line for each thing.
    ///
    /// # Errors
    ///
    /// As [`Self::run`].
    pub fn run_telling(mut self, told: impl Fn(&str)) -> Result<(), Fault> {
        let name = self.name.clone();
        let command = self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| self.unfit(&error))?;
        let stderr = child.stderr.take();
        let said = std::thread::spawn(move || {
            let mut said = Vec::new();
            // What was said before its voice failed is shown.
            let _ = stderr.map(|mut stderr| stderr.read_to_end(&mut said));
            said
        });
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).lines().map_while(Result::ok).for_each(|line| told(&line));
        }
        let status = child.wait().map_err(|error| self.unfit(&error))?;
        let said = said.join().unwrap_or_default();
        if status.success() { Ok(()) } else { Err(failed(&name, &said, status.code())) }
    }

    /// Why it cannot be run.
    fn unfit(&self, error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::NotFound => Failure::machine(format!("`{}` is not installed here", self.name))
                .hint(format!("install {}, or choose another kind of target", self.name)),
            _ => Failure::machine(format!("`{}` cannot be run: {error}", self.name)),
        }
    }

    /// Runs it, whatever comes of it.
    ///
    /// # Errors
    ///
    /// Where it cannot be run.
    pub fn output(mut self) -> Result<Output, Failure> {
        let input = std::mem::take(&mut self.input);
        let stdin = if input.is_empty() { Stdio::null() } else { Stdio::piped() };
        let command = self.command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| self.unfit(&error))?;
        let writer = child.stdin.take().map(|mut stdin| {
            // A program that ends early closes its input: its own message says why.
            std::thread::spawn(move || drop(stdin.write_all(&input)))
        });
        let output = child.wait_with_output().map_err(|error| self.unfit(&error))?;
        if let Some(writer) = writer {
            let _ = writer.join();
        }
        Ok(output)
    }
}

/// A program that ended with another code than 0; none where a signal ended it.
pub fn failed(name: &str, said: &[u8], code: Option<i32>) -> Fault {
    let said = String::from_utf8_lossy(said);
    let lower = said.to_lowercase();
    let words = match (shown(&said), code) {
        (words, Some(code)) if words.is_empty() => format!("it ended with code {code} and said nothing"),
        (words, None) if words.is_empty() => "it was ended by a signal and said nothing".to_owned(),
        (words, _) => words,
    };
    let message = format!("{name} failed: {words}");
    if FULL.iter().any(|sign| lower.contains(sign)) {
        return Failure::machine(message)
            .hint("make room on that disk or raise its quota, then run the command again")
            .into();
    }
    if name == "rsync" && code == Some(CANNOT_WRITE) {
        return Failure::machine(message)
            .hint(
                "see whether the disk of the other machine has room and may be written to, then run the command again",
            )
            .into();
    }
    if PASSING.iter().any(|sign| lower.contains(sign)) {
        return Fault::Passing(message);
    }
    Failure::machine(message).into()
}

/// The last lines of what a program said, on one line.
pub fn shown(said: &str) -> String {
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let last = lines.len().saturating_sub(LINES);
    redact(&lines[last..].join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, said: &[u8], code: Option<i32>) -> String {
        match failed(name, said, code) {
            Fault::Passing(why) => format!("passing: {why}"),
            Fault::Final(failure) => format!("{} | {}", failure.message, failure.hint.unwrap_or_default()),
        }
    }

    #[test]
    fn a_program_that_fails_without_a_word_is_told_by_its_code() {
        let hint =
            "see whether the disk of the other machine has room and may be written to, then run the command again";
        assert_eq!(
            told("rsync", b"", Some(11)),
            format!("rsync failed: it ended with code 11 and said nothing | {hint}")
        );
        assert_eq!(told("git", b"\n", Some(128)), "git failed: it ended with code 128 and said nothing | ");
        assert_eq!(told("ssh", b"", None), "ssh failed: it was ended by a signal and said nothing | ");
    }

    #[test]
    fn what_a_program_says_is_shown_though_some_of_it_is_no_text() {
        let said = told("rsync", b"\xff write failed: No space left on device (28)", Some(11));
        assert!(said.contains("No space left on device (28) | make room on that disk"), "{said}");
        assert!(
            told("ssh", b"Connection reset by peer", Some(255)).starts_with("passing: ssh failed: Connection reset")
        );
    }
}
