//! Shows how far a publish is: a bar with bytes and remaining time on a terminal, a line for each part elsewhere.

use std::io::IsTerminal as _;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use indicatif::{DecimalBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::publish::Watch;

use super::terminal::{grouped, note};

/// How often a part is said to have retried before only its end is told.
const TOLD: usize = 3;

/// Tells how far a publish is.
pub(super) struct Transfer {
    is_quiet: bool,
    on_terminal: bool,
    part: RwLock<(ProgressBar, usize)>,
}

impl Transfer {
    /// One that says nothing where `is_quiet` is set.
    pub fn new(is_quiet: bool) -> Self {
        let on_terminal = std::io::stderr().is_terminal();
        Self { is_quiet, on_terminal, part: RwLock::new((ProgressBar::hidden(), 0)) }
    }

    fn say(&self, line: &str) {
        if self.is_quiet {
            return;
        }
        let part = self.part.read().unwrap_or_else(PoisonError::into_inner);
        part.0.suspend(|| note(line));
    }
}

impl Watch for Transfer {
    fn begin(&self, what: &'static str, files: usize, bytes: u64) {
        if self.is_quiet || files == 0 {
            return;
        }
        if !self.on_terminal {
            let size = if bytes > 0 { format!(", {}", size(bytes)) } else { String::new() };
            note(&format!("{what}: {}{size}", grouped(files)));
        }
        let (bar, style) = if bytes > 0 {
            let style = "{msg} {wide_bar} {decimal_bytes} of {decimal_total_bytes}, {eta} left";
            (ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::hidden()), style)
        } else {
            (
                ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden()),
                "{msg} {wide_bar} {human_pos} of {human_len}",
            )
        };
        bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what);
        if self.on_terminal {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        *self.part.write().unwrap_or_else(PoisonError::into_inner) = (bar, 0);
    }

    fn done(&self, bytes: u64) {
        let part = self.part.read().unwrap_or_else(PoisonError::into_inner);
        part.0.inc(if bytes > 0 { bytes } else { 1 });
    }

    fn end(&self) {
        self.part.read().unwrap_or_else(PoisonError::into_inner).0.finish_and_clear();
    }

    fn again(&self, what: &str, why: &str, wait: Duration) {
        let told = {
            let mut part = self.part.write().unwrap_or_else(PoisonError::into_inner);
            part.1 += 1;
            part.1
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
}

/// `1234567` → `1.23 MB`
pub(super) fn size(bytes: u64) -> String {
    DecimalBytes(bytes).to_string()
}
