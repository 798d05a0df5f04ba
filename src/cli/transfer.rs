//! Shows how far a publish is: a bar with bytes and remaining time on a terminal, a line for each part elsewhere.

use std::fmt::Write;
use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use indicatif::{DecimalBytes, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::publish::Watch;
use crate::web::at_each_stop;

use super::build::counted;
use super::terminal::note;

/// How often a part is said to have retried before only its end is told.
const TOLD: usize = 3;

/// What a file costs beside its bytes, as so many bytes: the remaining time of a thousand small pages is that of their
/// requests.
const REQUEST: u64 = 32 << 10;

/// How long the remaining time is not told, because nothing is known of it yet.
const UNKNOWN: Duration = Duration::from_secs(2);

/// The code with which shells tell that Ctrl-C ended a program.
const STOPPED: i32 = 130;

/// How often the bar is drawn where nothing happens.
const TICK: Duration = Duration::from_millis(500);

/// Tells how far a publish is.
pub(super) struct Transfer {
    is_quiet: bool,
    on_terminal: bool,
    part: RwLock<Part>,
    is_stopped: Arc<AtomicBool>,
}

/// A part of the work.
struct Part {
    bar: ProgressBar,
    done: Arc<Done>,
    retries: usize,
}

/// What is done of a part, and what there is to do.
#[derive(Debug, Default)]
struct Done {
    files: AtomicU64,
    bytes: AtomicU64,
    all_files: u64,
    all_bytes: u64,
}

impl Done {
    /// `2.4 MB of 18 MB`; in files where nothing is sent.
    fn tell(&self, out: &mut dyn Write) -> std::fmt::Result {
        let (files, bytes) = (self.files.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
        if self.all_bytes > 0 {
            write!(out, "{} of {}", size(bytes), size(self.all_bytes))
        } else {
            write!(out, "{files} of {}", self.all_files)
        }
    }
}

impl Transfer {
    /// One that says nothing where `is_quiet` is set.
    pub fn new(is_quiet: bool) -> Self {
        let on_terminal = std::io::stderr().is_terminal();
        let part = Part { bar: ProgressBar::hidden(), done: Arc::default(), retries: 0 };
        Self { is_quiet, on_terminal, part: RwLock::new(part), is_stopped: Arc::default() }
    }

    /// From now on Ctrl-C and SIGTERM stop the work at its next step, where nothing is half done. Asked again, the process
    /// ends at once.
    pub fn heed_stops(&self) {
        let is_stopped = Arc::clone(&self.is_stopped);
        at_each_stop(move |times| {
            is_stopped.store(true, Ordering::Relaxed);
            if times > 1 {
                end_at_once();
            }
            note("Stopping where nothing is half done; Ctrl-C again ends it at once");
        });
    }

    fn say(&self, line: &str) {
        if self.is_quiet {
            return;
        }
        let part = self.part.read().unwrap_or_else(PoisonError::into_inner);
        part.bar.suspend(|| note(line));
    }
}

/// Whatever is at work then is cut off, as by a power cut, which every kind of target survives.
#[expect(clippy::disallowed_methods, reason = "what hangs would never come to its `Exit`")]
fn end_at_once() -> ! {
    std::process::exit(STOPPED)
}

impl Watch for Transfer {
    fn begin(&self, what: &'static str, files: usize, bytes: u64) {
        if self.is_quiet || files == 0 {
            return;
        }
        if !self.on_terminal {
            note(&line(what, files, bytes));
        }
        let done = Arc::new(Done { all_files: files as u64, all_bytes: bytes, ..Done::default() });
        let bar = ProgressBar::with_draw_target(Some(bytes + files as u64 * REQUEST), ProgressDrawTarget::hidden());
        bar.set_style(style(files, &done));
        bar.set_message(what);
        if self.on_terminal {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(TICK);
        }
        *self.part.write().unwrap_or_else(PoisonError::into_inner) = Part { bar, done, retries: 0 };
    }

    fn turn_to(&self, what: &'static str) {
        self.part.read().unwrap_or_else(PoisonError::into_inner).bar.set_message(what);
    }

    fn done(&self, bytes: u64) {
        let part = self.part.read().unwrap_or_else(PoisonError::into_inner);
        part.done.files.fetch_add(1, Ordering::Relaxed);
        part.done.bytes.fetch_add(bytes, Ordering::Relaxed);
        part.bar.inc(bytes + REQUEST);
    }

    fn end(&self) {
        self.part.read().unwrap_or_else(PoisonError::into_inner).bar.finish_and_clear();
    }

    fn again(&self, what: &str, why: &str, wait: Duration) {
        let told = {
            let mut part = self.part.write().unwrap_or_else(PoisonError::into_inner);
            part.retries += 1;
            part.retries
        };
        match told {
            ..=TOLD => self.say(&format!("{what}: {why}; trying again in {:.1} s", wait.as_secs_f64())),
            told if told == TOLD + 1 => self.say("More attempts fail; trying on"),
            _ => {}
        }
    }

    fn note(&self, note: &str) {
        self.say(note);
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }
}

/// A part of the work, where there is no terminal.
fn line(what: &str, files: usize, bytes: u64) -> String {
    let mut line = what.to_owned();
    if files > 1 || bytes > 0 {
        line += &format!(": {}", counted(files, "file", "files"));
    }
    if bytes > 0 {
        line += &format!(", {}", size(bytes));
    }
    line
}

/// How a part is shown: a bar where it has steps, else how long it has been going on.
fn style(files: usize, done: &Arc<Done>) -> ProgressStyle {
    let is_single = files == 1 && done.all_bytes == 0;
    let template = if is_single { "{msg} {elapsed}" } else { "{msg:19} {wide_bar} {done}{left}" };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let done = Arc::clone(done);
    // What cannot be written to a line is not shown.
    style
        .with_key("done", move |_: &ProgressState, out: &mut dyn Write| _ = done.tell(out))
        .with_key("left", |state: &ProgressState, out: &mut dyn Write| _ = left(state, out))
}

fn left(state: &ProgressState, out: &mut dyn Write) -> std::fmt::Result {
    if state.pos() == 0 || state.elapsed() < UNKNOWN {
        return Ok(());
    }
    write!(out, ", {} left", in_words(state.eta()))
}

/// `40 s`, `3 min`, `2 h 5 min`: no more exact than an estimate is.
fn in_words(time: Duration) -> String {
    let seconds = time.as_secs().max(1);
    match (seconds, seconds.div_ceil(60)) {
        (..90, _) => format!("{seconds} s"),
        (_, minutes @ ..60) => format!("{minutes} min"),
        (_, minutes) => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

/// `1234567` → `1.23 MB`
pub(super) fn size(bytes: u64) -> String {
    DecimalBytes(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_no_more_exact_than_estimates() {
        for (seconds, words) in [(0, "1 s"), (89, "89 s"), (90, "2 min"), (3500, "59 min"), (7500, "2 h 5 min")] {
            assert_eq!(in_words(Duration::from_secs(seconds)), words);
        }
    }

    #[test]
    fn parts_are_told_where_there_is_no_terminal() {
        assert_eq!(line("pushing the commit", 1, 0), "pushing the commit");
        assert_eq!(line("sending", 2, 1_500), "sending: 2 files, 1.50 kB");
        assert_eq!(line("keeping old files", 1200, 0), "keeping old files: 1,200 files");
    }
}
