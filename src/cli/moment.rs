//! The moment at which a command sees the site.

use jiff::Timestamp;

use crate::build::Workspace;
use crate::date::WrittenDate;

use super::{Exit, terminal};

/// `--now`, else `SOURCE_DATE_EPOCH` (seconds since 1970, as reproducible-builds.org has it), else the clock.
pub(super) fn now(typed: Option<&str>, workspace: &Workspace) -> Result<Timestamp, Exit> {
    typed.map_or_else(now_without_site, |typed| read("--now", typed, workspace))
}

/// The moment that was typed after an option, in the site's time zone.
pub(super) fn read(option: &str, typed: &str, workspace: &Workspace) -> Result<Timestamp, Exit> {
    let moment = WrittenDate::parse(typed).and_then(|date| date.resolve(&workspace.config.timezone));
    moment.map(|moment| moment.instant()).map_err(|error| usage(&format!("`{option}`: {error}")))
}

/// The same for a command that has no site yet, and so no time zone to read `--now` in.
pub(super) fn now_without_site() -> Result<Timestamp, Exit> {
    let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(clock()) };
    let seconds = epoch.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    seconds.ok_or_else(|| usage(&format!("`SOURCE_DATE_EPOCH` is `{epoch}`, which is no number of seconds since 1970")))
}

/// What the clock says: when something happens, rather than as of when the site is seen.
#[expect(clippy::disallowed_methods, reason = "the one place where a command asks what time it is")]
pub(super) fn clock() -> Timestamp {
    Timestamp::now()
}

fn usage(message: &str) -> Exit {
    terminal::error(message, None);
    Exit::Usage
}
