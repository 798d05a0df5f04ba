//! Who speaks, from the words around a quotation.

use super::roster::Roster;
use super::{name, roster, verb};

/// How far from its verb a subject may be, in words.
const REACH: usize = 16;

/// Somebody who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub name: String,
    pub role: Option<String>,
}

/// A quotation between the words before and after it, up to the next quotation.
pub(super) struct Clause<'t> {
    pub before: &'t str,
    pub words: &'t str,
    pub after: &'t str,
}

impl Clause<'_> {
    /// Who speaks, where the words around leave no doubt. `last` is who spoke before: `he` or `she`.
    pub fn speaker(&self, roster: &Roster, last: Option<&Said>) -> Option<Said> {
        // Whoever is named right before is meant by `he` or `she`; several names are a doubt.
        let before = subject(self.before, roster);
        let nobody = roster.named_in(self.before).is_empty();
        let last = before.as_ref().or(last.filter(|_| nobody));
        self.named_after(roster, last).or_else(|| self.named_before(roster, last))
    }

    /// Whether the words around are only what ends one sentence of speech before the next begins: `,” she said. “`
    pub fn continues(&self) -> bool {
        let between = self.before.trim();
        (between.is_empty() || between.ends_with(['.', ',']))
            && between.split_whitespace().count() <= REACH
            && roster::sentences(between).count() <= 1
            && self.after.trim().trim_matches(['.', ',']).is_empty()
    }

    /// `“…,” said Jane Roe`, `“…,” Jane Roe said`
    fn named_after(&self, roster: &Roster, last: Option<&Said>) -> Option<Said> {
        let after = self.after.trim_start();
        let ends =
            self.words.ends_with([',', '?', '!', '—', '–', '…', '،', '、']) || after.starts_with([',', '—', '–']);
        let clause = first_sentence(after.trim_start_matches([',', '—', '–', ' ']));
        let begins_small = || clause.split_whitespace().next().is_some_and(verb::is_one);
        if !(ends || begins_small()) {
            return None;
        }
        attributed(clause, roster, last, Side::After)
    }

    /// `Jane Roe said: “…”`, `Jane Roe, the mayor, said, “…”`
    fn named_before(&self, roster: &Roster, last: Option<&Said>) -> Option<Said> {
        let before = self.before.trim_end();
        let clause = last_sentence(before.strip_suffix([':', ','])?);
        attributed(clause, roster, last, Side::Before)
    }
}

/// On which side of a quotation a clause stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// The subject of the verb of saying in a clause.
fn attributed(clause: &str, roster: &Roster, last: Option<&Said>, side: Side) -> Option<Said> {
    let words: Vec<&str> = clause.split_whitespace().collect();
    let at = match side {
        Side::After => words.iter().take(REACH).position(|word| verb::is_one(word)),
        Side::Before => words.iter().rposition(|word| verb::is_one(word)).filter(|at| words.len() - at <= REACH),
    }?;
    let (before, after) = (&words[..at], &words[at + 1..]);
    let helpers = before.iter().rev().take_while(|word| verb::is_helper(word)).count();
    let before = &before[..before.len() - helpers];
    match (before.is_empty(), side) {
        (true, Side::After) => following(after, roster, last),
        (true, Side::Before) => None,
        (false, _) => preceding(before, roster, last),
    }
}

/// `said Jane Roe, the mayor of Springfield`
fn following(words: &[&str], roster: &Roster, last: Option<&Said>) -> Option<Said> {
    let skipped =
        words.iter().position(|word| name::is_capital(word.trim_end_matches([',', '.'])) || is_pronoun(word))?;
    let described = || Some(words[..skipped].join(" ")).filter(|_| name::is_description(&words[..skipped]));
    let before = roster::described(&words[..skipped]).or_else(described);
    let is_plain = words[..skipped].iter().all(|word| name::is_common(word)) || before.is_some();
    if is_pronoun(words[skipped]) && skipped == 0 {
        return last.cloned();
    }
    let words = &words[skipped..];
    let length = roster::run(words);
    if !is_plain || length == 0 {
        return None;
    }
    let appositive = words[length - 1]
        .ends_with(',')
        .then(|| words[length..].join(" "))
        .and_then(|rest| name::role(rest.split([',', ';']).next().unwrap_or_default()));
    found(&words[..length], before.or(appositive), roster)
}

/// `Jane Roe, the mayor of Springfield,` before `said`
fn preceding(words: &[&str], roster: &Roster, last: Option<&Said>) -> Option<Said> {
    let words = after_opening(words);
    if matches!(words, [only] if is_pronoun(only)) {
        return last.cloned();
    }
    let length = roster::run(words);
    if length == words.len() {
        return found(words, None, roster);
    }
    let rest = words[length..].join(" ");
    if length > 0 && words[length - 1].ends_with(',') && (rest.ends_with(',') || rest.split_whitespace().count() <= 8) {
        return found(&words[..length], name::role(rest.trim_end_matches(',')), roster);
    }
    // An office in small letters, then the name: `foreign ministry spokesman Ali Reza`.
    let start = (0..words.len()).rev().take_while(|at| roster::run(&words[*at..]) == words.len() - at).last()?;
    let described = || Some(words[..start].join(" ")).filter(|_| name::is_description(&words[..start]));
    let role = roster::described(&words[..start]).or_else(described)?;
    found(&words[start..], Some(role), roster)
}

/// The clause without what comes before its subject: `On Friday, Jane Roe`, `But Jane Roe`.
fn after_opening<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    let starts = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "on" | "in"
                | "at"
                | "speaking"
                | "asked"
                | "addressing"
                | "earlier"
                | "later"
                | "but"
                | "and"
                | "meanwhile,"
                | "however,"
        )
    };
    let Some(first) = words.first().filter(|word| starts(word)) else { return words };
    if matches!(first.to_lowercase().as_str(), "but" | "and" | "meanwhile," | "however,") {
        return &words[1..];
    }
    match words.iter().position(|word| word.ends_with(',')) {
        Some(comma) if comma + 1 < words.len() => &words[comma + 1..],
        _ => words,
    }
}

fn found(run: &[&str], role: Option<String>, roster: &Roster) -> Option<Said> {
    let trimmed: Vec<&str> = run.iter().map(|word| word.trim_end_matches([',', ';', ':', '.'])).collect();
    let trimmed: Vec<&str> =
        trimmed.iter().zip(run).map(|(bare, word)| if bare.len() <= 2 { *word } else { *bare }).collect();
    let named = name::named(&trimmed)?;
    let said = roster.find(&named.name)?;
    Some(Said { role: said.role.or(named.role).or(role), name: said.name })
}

/// Who says something in a paragraph without quotations, or is alone named in it.
pub(super) fn subject(paragraph: &str, roster: &Roster) -> Option<Said> {
    let everybody = roster.named_in(paragraph);
    let first = everybody.first()?;
    let alone = everybody.iter().all(|other| other == first);
    let name: Vec<String> = first.split(' ').map(str::to_owned).collect();
    alone.then(|| roster.find(&name)).flatten()
}

fn is_pronoun(word: &str) -> bool {
    matches!(word.trim_end_matches([',', '.']).to_lowercase().as_str(), "he" | "she")
}

/// The first sentence of a text: abbreviated titles do not end it.
fn first_sentence(text: &str) -> &str {
    let end =
        text.match_indices(['.', ';', '!', '?']).find(|(at, _)| ends_here(text, *at)).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn last_sentence(text: &str) -> &str {
    let start = text
        .match_indices(['.', ';', '!', '?'])
        .rfind(|(at, _)| ends_here(text, *at))
        .map_or(0, |(at, sign)| at + sign.len());
    text[start..].trim_start()
}

/// Whether a full stop ends a sentence: no initial and no short title stands before it, a blank follows.
fn ends_here(text: &str, at: usize) -> bool {
    let word = text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
    let follows = text[at + 1..].chars().next().is_none_or(char::is_whitespace);
    follows
        && !(text[at..].starts_with('.')
            && (word.chars().count() <= 1
                || name::is_office(&format!("{word}."))
                || name::is_address(&format!("{word}."))))
}
