//! What an editor is told of a link.

use jiff::civil;

use super::ledger::Record;
use super::verdict::Verdict;
use crate::parse::{Outbound, Role};
use crate::problem::{Place, Problem, SitePath};

/// How much of an address is shown in a message, in signs.
const SHOWN: usize = 80;

/// The problem of a link in a file, by what is known of it; `None` where there is none. `asked` is the day on which it was
/// asked for, where that is not today.
pub fn notice(file: &SitePath, outbound: &Outbound, record: &Record, asked: Option<civil::Date>) -> Option<Problem> {
    let url = shown(&outbound.url);
    let why = record.reasons.join(", ");
    let (rule, message) = match record.settled() {
        Verdict::Ok => return None,
        Verdict::Redirected => {
            let moved = record.moved.as_ref()?;
            ("link-moved", format!("`{url}` has moved for good to `{}`", shown(moved)))
        }
        Verdict::Gone if record.verdict == Verdict::Unsure => {
            let days = record.bad_days.len();
            let first = record.bad_days.first()?;
            ("link-gone", format!("`{url}` has not answered on {days} days since {first}: {why}"))
        }
        Verdict::Gone => ("link-gone", format!("`{url}` is gone: {why}")),
        Verdict::Soft404 => ("link-soft-404", format!("`{url}` leads to an error page: {why}")),
        Verdict::Parked => ("link-parked", format!("`{url}` leads to a domain that is parked: {why}")),
        Verdict::Blocked => ("link-blocked", format!("`{url}` cannot be checked: {why}")),
        Verdict::Unsure => ("link-unsure", format!("`{url}` could not be checked: {why}")),
    };
    let message = asked.map_or_else(|| message.clone(), |day| format!("{message} (asked on {day})"));
    let problem = Problem::warning(rule, Place::new(file, outbound.at.clone()), message);
    Some(problem.hint_if(hint(&outbound.role, record)))
}

fn hint(role: &Role, record: &Record) -> Option<&'static str> {
    match (record.settled(), role) {
        (Verdict::Redirected, Role::Source(_)) => {
            Some("write the new address, or let `dateline check --links --fix` do it")
        }
        (Verdict::Redirected, _) => Some("write the new address"),
        (Verdict::Blocked | Verdict::Unsure, _) => Some("look at it in a browser"),
        (_, Role::Source(cited)) if cited.archive.is_some() => Some(
            "write `gone:` with today's date under it, so that readers are led to the archived copy: `dateline check --links \
             --fix` does it",
        ),
        (_, Role::Source(_)) => Some(
            "look for an archived copy and write its address as `archive:`: `dateline check --links --fix` does it",
        ),
        (_, Role::Homepage) => Some("write where it is now, or take it out"),
        (_, Role::Text) => Some("link to another page or an archived copy, or take the link out"),
    }
}

fn shown(url: &str) -> String {
    match url.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &url[..at]),
        None => url.to_owned(),
    }
}
