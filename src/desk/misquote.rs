//! Quotations beside the text of their source, where it was clipped: quoted words must stand there as they are.
//!
//! A quotation that names a work (`| https://…`) is compared with that work alone, any other with all sources of its
//! entry. Where one of those was not clipped, only a near miss can be told from words that come from there.

use rayon::prelude::*;

use super::Desk;
use crate::morgue::Morgue;
use crate::parse::{Entry, Quoted};
use crate::problem::{At, Place, Problem};
use crate::verbatim::{Near, Passage, nearest};

/// How many hundredths of its words a quotation shares with a passage that it misses nearly.
const NEAR: usize = 60;

pub(super) fn check(desk: &Desk<'_>, problems: &mut Vec<Problem>) {
    if desk.morgue.is_empty() {
        return;
    }
    let found = desk.site.entries.par_iter().flat_map_iter(|item| entry(&item.entry, desk.morgue));
    problems.par_extend(found);
}

fn entry<'a>(entry: &'a Entry, morgue: &'a Morgue) -> impl Iterator<Item = Problem> + 'a {
    entry.text.quoted.iter().filter_map(move |quoted| misquoted(entry, quoted, morgue))
}

/// The texts that a quotation may be from, and whether there can be no other.
fn texts<'a>(entry: &Entry, quoted: &Quoted, morgue: &'a Morgue) -> (Vec<&'a Passage>, bool) {
    if let Some(cite) = &quoted.cite {
        return (morgue.text(cite).into_iter().collect(), true);
    }
    let texts: Vec<&Passage> = entry.sources.iter().filter_map(|source| morgue.text(source.url.as_deref()?)).collect();
    let all = texts.len() == entry.sources.len();
    (texts, all)
}

fn misquoted(entry: &Entry, quoted: &Quoted, morgue: &Morgue) -> Option<Problem> {
    let (texts, all) = texts(entry, quoted, morgue);
    if texts.is_empty() || texts.iter().any(|text| text.holds(&quoted.words)) {
        return None;
    }
    let near = texts.iter().filter_map(|text| nearest(&quoted.words, text.text(), "the source"));
    let near = near.max_by_key(|near| near.share).filter(|near| near.share >= NEAR);
    match near {
        Some(near) => Some(missed(entry, quoted, near)),
        None => all.then(|| not_there(entry, quoted)),
    }
}

fn problem(entry: &Entry, quoted: &Quoted, message: &str) -> Problem {
    Problem::error("misquote", Place::new(&entry.path, At::Bytes(quoted.span.clone())), message)
}

/// Words that are nearly those of the source.
fn missed(entry: &Entry, quoted: &Quoted, Near { passage, differences, .. }: Near) -> Problem {
    let problem = problem(entry, quoted, "the words of this quotation are not quite those of the source");
    let problem = differences.into_iter().fold(problem, Problem::hint);
    problem.hint(format!("take the words as they are, with `…` for what is left out; the source says: `{passage}`"))
}

/// Words of which the source has nothing.
fn not_there(entry: &Entry, quoted: &Quoted) -> Problem {
    problem(entry, quoted, "the words of this quotation do not stand in the text of the source as it was clipped")
        .hint("if they are from another work, name it after the speaker: `| https://…`")
        .hint("if they are translated, say so: `# desk: allow misquote translated from French`")
}
