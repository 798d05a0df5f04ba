//! From what servers answered to a verdict. Reads no clock and asks nobody: the same answers give the same verdict.
//!
//! An answer with an error in it is judged by its status. One that claims to be right is an error page (a *soft 404*) only
//! where two signs at least say so, of which one is more than a manner of the page; and whoever stands by a dead verdict
//! asks a second time.

use super::page::Page;
use super::route::{self, Fall};
use super::verdict::{Judgment, Sign, Verdict};
use crate::web::{Failure, Hop, Url};

/// How alike two pages are that are one (Bar-Yossef et al. 2004 find the same bound for soft 404s).
const ALIKE: f64 = 0.9;

/// How many unlike links that end at one page are too many.
const MANY: usize = 3;

/// What one request for a link came to.
pub type Visit = Result<Seen, Failure>;

/// What a server gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The status of the last answer.
    pub status: u16,
    /// The address that gave it.
    pub url: Url,
    /// The redirects on the way.
    pub hops: Vec<Hop>,
    /// The page, where it is one and was read.
    pub page: Option<Page>,
    /// Whether the server says that it only tests who asks.
    pub challenge: bool,
}

/// What became of an address that nobody made, beside the link's own.
#[derive(Clone, Debug, PartialEq)]
pub enum Sibling {
    /// It was not asked for, or the answer says nothing.
    Unknown,
    /// The server said that it is not there: an honest server.
    Honest,
    /// Something came, as if it were there.
    Given(Box<Seen>),
}

/// All that is known of a link.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'e> {
    /// The address as it is cited.
    pub url: &'e Url,
    /// What came of asking.
    pub visit: &'e Visit,
    /// What came of asking again.
    pub again: Option<&'e Visit>,
    /// What came of an address beside it.
    pub sibling: &'e Sibling,
    /// How many other links, unlike this one, end at the same page.
    pub sharing: usize,
}

/// Whether a link needs another look before it is judged: an address beside it, and a second request.
pub fn is_suspect(url: &Url, visit: &Visit, sharing: usize) -> bool {
    let Ok(seen) = visit else { return false };
    if matches!(seen.status, 404 | 410) {
        return true;
    }
    let Some(page) = seen.page.as_ref().filter(|_| is_right(seen.status)) else { return false };
    let telling = signs(&Evidence { url, visit, again: None, sibling: &Sibling::Unknown, sharing }, seen, page);
    !telling.is_empty() && !page.wall
}

/// Whether the address beside it is worth asking for: not where the status says it all.
pub fn wants_sibling(visit: &Visit) -> bool {
    visit.as_ref().is_ok_and(|seen| is_right(seen.status))
}

/// The verdict on a link. Where a second visit is known, a dead verdict stands only if that one says the same.
pub fn judge(evidence: &Evidence<'_>) -> Judgment {
    let first = judge_visit(evidence, evidence.visit);
    let Some(again) = evidence.again.filter(|_| first.verdict.is_dead()) else { return first };
    let second = judge_visit(evidence, again);
    if second.verdict.is_dead() || second.verdict == Verdict::Unsure {
        let mut reasons = second.reasons;
        reasons.retain(|reason| !first.reasons.contains(reason));
        let verdict = if second.verdict.is_dead() { first.verdict } else { Verdict::Unsure };
        return Judgment { verdict, reasons: [first.reasons, reasons].concat(), ..first };
    }
    second
}

fn judge_visit(evidence: &Evidence<'_>, visit: &Visit) -> Judgment {
    let seen = match visit {
        Ok(seen) => seen,
        Err(failure) => return Judgment::new(Verdict::Unsure, None, failure.to_string()),
    };
    let status = Some(seen.status);
    let wall = seen.page.as_ref().is_some_and(|page| page.wall);
    match seen.status {
        _ if seen.challenge => Judgment::new(Verdict::Blocked, status, "the server tests who asks"),
        404 | 410 => Judgment::new(Verdict::Gone, status, format!("the server says {}", seen.status)),
        401 | 402 | 403 | 407 | 429 | 451 | 999 => {
            Judgment::new(Verdict::Blocked, status, format!("the server refuses with {}", seen.status))
        }
        _ if wall => Judgment::new(Verdict::Blocked, status, "the page wants to know first who asks"),
        code if is_right(code) => judge_right(evidence, seen),
        code => Judgment::new(Verdict::Unsure, status, format!("the server says {code}")),
    }
}

fn is_right(status: u16) -> bool {
    (200..300).contains(&status)
}

/// An answer that claims to be what was asked for.
fn judge_right(evidence: &Evidence<'_>, seen: &Seen) -> Judgment {
    let signs = seen.page.as_ref().map(|page| signs(evidence, seen, page)).unwrap_or_default();
    let reasons = || signs.iter().map(Sign::to_string).collect();
    let judged = |verdict, moved, reasons| Judgment { verdict, status: Some(seen.status), moved, reasons };
    if is_parked(&signs) {
        return judged(Verdict::Parked, None, reasons());
    }
    if !seen.hops.is_empty() && route::is_door(&seen.url) && !route::is_door(evidence.url) {
        return judged(Verdict::Blocked, None, vec!["the link ends at a login".to_owned()]);
    }
    if seen.page.as_ref().is_some_and(|page| is_error_page(&signs, page)) {
        return judged(Verdict::Soft404, None, reasons());
    }
    if seen.hops.is_empty() {
        return judged(Verdict::Ok, None, Vec::new());
    }
    // A front page is not where a page has moved to, whatever the server says; nor is a section, unless it tells a story.
    let is_article = seen.page.as_ref().is_some_and(Page::is_article);
    let has_fallen = signs.iter().any(|sign| match sign {
        Sign::ToFront | Sign::Shared(_) => true,
        Sign::ToSection => !is_article,
        _ => false,
    });
    judged(Verdict::Redirected, moved(seen).filter(|_| !has_fallen), reasons())
}

/// The address that the server says the page has for good: as far as the redirects say so without a break.
fn moved(seen: &Seen) -> Option<String> {
    let kept = seen.hops.iter().position(|hop| !matches!(hop.status, 301 | 308));
    match kept {
        Some(0) => None,
        Some(at) => Some(seen.hops[at].from.clone()),
        None => Some(seen.url.to_string()),
    }
}

fn signs(evidence: &Evidence<'_>, seen: &Seen, page: &Page) -> Vec<Sign> {
    let fall = (!seen.hops.is_empty()).then(|| route::fall(evidence.url, &seen.url)).flatten();
    let (like, same_end) = match evidence.sibling {
        Sibling::Given(other) => (is_like(page, other), ends_as(seen, other)),
        _ => (false, false),
    };
    let noted = [
        (page.says_missing(), Sign::Says),
        (page.apologises, Sign::Apologises),
        (page.noindex, Sign::NoIndex),
        (page.is_nearly_empty() && !page.is_shell(), Sign::NearlyEmpty),
        (page.answers_address == Some(false) && !page.is_shell(), Sign::OtherWords),
        (like, Sign::LikeSibling),
        (same_end, Sign::SameEnd),
        (fall == Some(Fall::Front), Sign::ToFront),
        (fall == Some(Fall::Section), Sign::ToSection),
        (evidence.sharing >= MANY, Sign::Shared(evidence.sharing)),
        (page.for_sale, Sign::ForSale),
        (page.parking_service, Sign::ParkingService),
    ];
    noted.into_iter().filter_map(|(is, sign)| is.then_some(sign)).collect()
}

fn is_like(page: &Page, sibling: &Seen) -> bool {
    let other = sibling.page.as_ref().filter(|other| !other.is_shell());
    !page.is_shell() && other.is_some_and(|other| page.sketch.resemblance(&other.sketch) >= ALIKE)
}

/// Whether an address that nobody made was sent to the same place.
fn ends_as(seen: &Seen, sibling: &Seen) -> bool {
    !seen.hops.is_empty() && !sibling.hops.is_empty() && route::is_same_page(&seen.url, &sibling.url)
}

/// An offer with something beside it; an article on the trade in domains has neither.
fn is_parked(signs: &[Sign]) -> bool {
    let sold = signs.contains(&Sign::ForSale);
    let served = signs.contains(&Sign::ParkingService);
    let beside = [Sign::NearlyEmpty, Sign::LikeSibling, Sign::SameEnd].iter().any(|sign| signs.contains(sign));
    (sold && (served || beside)) || (served && beside)
}

fn is_error_page(signs: &[Sign], page: &Page) -> bool {
    let any = |wanted: &[Sign]| wanted.iter().any(|sign| signs.contains(sign));
    let shared = signs.iter().any(|sign| matches!(sign, Sign::Shared(_)));
    let same = any(&[Sign::LikeSibling, Sign::SameEnd]);
    let fallen = any(&[Sign::ToFront, Sign::ToSection]);
    // An article may speak of missing pages in its headline and its text; only what others get too tells it from one.
    let speaks = any(&[Sign::Says, Sign::Apologises]) && (same || fallen || !page.is_article());
    let said_twice = signs.contains(&Sign::Says) && signs.contains(&Sign::Apologises);
    let by_words = speaks && (said_twice || same || fallen || any(&[Sign::NoIndex, Sign::NearlyEmpty]));
    let by_place = (fallen && (same || shared || signs.contains(&Sign::OtherWords)))
        || (shared && (same || signs.contains(&Sign::OtherWords)));
    // In a language that nobody here reads.
    let by_kind = same && (shared || any(&[Sign::OtherWords, Sign::NoIndex])) && !page.is_shell();
    by_words || by_place || by_kind
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
