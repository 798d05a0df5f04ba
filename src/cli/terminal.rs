//! Everything that reaches a terminal: text, messages and progress. The interface to anstream and indicatif.

use std::io::{IsTerminal as _, Write as _};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::build::Progress;
use crate::report::{Look, Report, human};
use crate::write::WriteError;

use super::Exit;

/// How long work goes on before its progress is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many things a stage handles before it is worth a line of its own where there is no terminal.
const WORTH_A_LINE: usize = 100;

/// How many things a stage handles before each takes so little that the clock is not looked at for it.
const MANY: u64 = 1000;

/// Writes data to standard output. A reader who has gone away (`| head`) has read enough: that is no failure.
pub(super) fn data(text: &str) -> Exit {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Exit::Done,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Done,
        Err(_) => Exit::Machine,
    }
}

/// Writes a line for people to standard error.
pub(super) fn note(line: &str) {
    // Nobody can be told that nobody can be told.
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Writes a message that no file of the site is to blame for.
pub(super) fn error(message: &str, hint: Option<&str>) {
    note(&format!("\u{1b}[1;31merror\u{1b}[0m: {message}"));
    if let Some(hint) = hint {
        note(&format!("\u{1b}[1;36mhint\u{1b}[0m: {hint}"));
    }
}

/// Whether somebody sits at the terminal who can be asked.
pub(super) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks a question; whether the answer was yes. None where nobody can be asked.
pub(super) fn asks_yes(question: &str) -> Option<bool> {
    if !can_ask() {
        return None;
    }
    let _ = write!(anstream::stderr().lock(), "{question} [y/N] ");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).ok()?;
    Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Says why the output was not written.
pub(super) fn write_error(failure: &WriteError) -> Exit {
    error(&failure.to_string(), failure.hint());
    if failure.is_machine() { Exit::Machine } else { Exit::Problems }
}

/// Writes a report for people to standard error, styled where that is a terminal that wants it.
pub(super) fn report(report: &Report) {
    let width = if std::io::stderr().is_terminal() { terminal_width() } else { Look::default().width };
    let text = human(report, Look { styled: styled(), width });
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

fn styled() -> bool {
    anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}

fn terminal_width() -> usize {
    terminal_size::terminal_size_of(std::io::stderr()).map_or(Look::default().width, |(width, _)| usize::from(width.0))
}

/// Shows how far the work is once it takes over a second: a bar on a terminal, a line for each stage elsewhere.
pub(super) struct Bar {
    started: Instant,
    on_terminal: bool,
    bar: RwLock<ProgressBar>,
}

impl Bar {
    /// A bar that starts its clock now.
    pub fn new() -> Self {
        let on_terminal = std::io::stderr().is_terminal();
        Self { started: Instant::now(), on_terminal, bar: RwLock::new(ProgressBar::hidden()) }
    }

    fn is_due(&self) -> bool {
        self.started.elapsed() > PATIENCE
    }
}

impl Progress for Bar {
    fn begin(&self, stage: &'static str, total: usize) {
        if !self.on_terminal {
            if self.is_due() && total >= WORTH_A_LINE {
                note(&format!("{stage}: {}", grouped(total)));
            }
            return;
        }
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{prefix} {wide_bar} {human_pos} of {human_len} {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_prefix(stage);
        *self.bar.write().unwrap_or_else(PoisonError::into_inner) = bar;
    }

    fn turn_to(&self, thing: &str) {
        self.bar.read().unwrap_or_else(PoisonError::into_inner).set_message(thing.to_owned());
    }

    fn advance(&self) {
        let bar = self.bar.read().unwrap_or_else(PoisonError::into_inner);
        bar.inc(1);
        // Looking at the clock for every page would cost more than the bar is worth.
        let is_looked_at = bar.position().is_multiple_of(64) || bar.length().is_some_and(|length| length < MANY);
        if self.on_terminal && bar.is_hidden() && is_looked_at && self.is_due() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn end(&self) {
        self.bar.read().unwrap_or_else(PoisonError::into_inner).finish_and_clear();
    }
}

/// `13214` → `13,214`
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 12, 123, 1234, 13214, 1234567].map(grouped), ["0", "12", "123", "1,234", "13,214", "1,234,567"]);
    }
}
