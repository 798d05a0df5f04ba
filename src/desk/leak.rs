//! Words of held entries in what is written. Collation keeps held entries from everything derived; this finds what an
//! editor wrote elsewhere: the headline of an embargoed entry in the text of a public one, in `data/`, in a template, in a
//! file of `static/`.
//!
//! Headlines and standfirsts are looked for as words that follow one another ([`plain`] says how). One that is too short
//! to be told from common words is not looked for, nor one that a public entry has as well.

mod plain;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Desk, Record};
use crate::collate::{Audience, Held, Status};
use crate::language::is_without_blanks;
use crate::load::Digest;
use crate::parse::{Document, Entry};
use crate::problem::{At, Place, Problem, SitePath};

/// The fewest words and the fewest letters that can be told from common words; of scripts without blanks, the fewest signs.
const WORDS: usize = 3;
const LETTERS: usize = 14;
const SIGNS: usize = 8;

/// How many words of a secret are looked for first: three rare ones stand near one another on few pages, and the fewer are
/// looked for, the faster.
const TELLING: usize = 3;

/// The length in bytes of a word of plain letters that is no little word.
const NOT_LITTLE: usize = 4;

/// How many public entries show which words of a secret are rare here.
const SAMPLE: usize = 1000;

/// How many bytes of markup may stand among those words, beside what each of them may have of its own.
const MARKUP: usize = 1024;

/// The fewest words of a standfirst that is looked for: a short one may be a common sentence.
const WORDS_OF_A_STANDFIRST: usize = 6;

/// What must not be in the output.
#[derive(Clone, Debug, Default)]
pub struct Secrets<'a> {
    words: Vec<Secret<'a>>,
    finders: Option<Finders>,
}

/// Words that are held back.
#[derive(Clone, Debug)]
struct Secret<'a> {
    held: &'a Held,
    /// The field that has them: `headline`.
    field: &'static str,
    /// The words in their plain form.
    plain: String,
    /// What of each of them has the same bytes wherever it stands, the most telling first.
    telling: Vec<String>,
}

/// What finds them: a few words of each first, in the bytes as they are, so that a file in which they do not stand near one
/// another, as in nearly every file, need not be put in plain form.
#[derive(Clone, Debug)]
struct Finders {
    telling: AhoCorasick,
    /// Of which of the secrets each of those words is one, and which of its words.
    of: Vec<(usize, usize)>,
    /// How many of those words each of the secrets has, and how many bytes may lie between the first and the last.
    wanted: Vec<(usize, usize)>,
    whole: AhoCorasick,
}

impl<'a> Secrets<'a> {
    /// The words of what is held back from the public; none where the site is the desk's own.
    pub fn of(desk: &Desk<'a>) -> Self {
        let held = || desk.site.held.iter().filter(|held| held.status != Status::Expired);
        if desk.site.audience == Audience::Desk || held().next().is_none() {
            return Self::default();
        }
        let entries: BTreeMap<&SitePath, &Entry> = desk.documents.iter().filter_map(entry).collect();
        let standfirst = |held: &'a Held| Some((held, entries.get(&held.path)?.standfirst.as_deref()?));
        let headlines = held().filter_map(|held| Secret::new(held, "headline", &held.headline, WORDS));
        let standfirsts = held()
            .filter_map(standfirst)
            .filter_map(|(held, text)| Secret::new(held, "standfirst", text, WORDS_OF_A_STANDFIRST));
        let mut words: Vec<Secret<'_>> = headlines.chain(standfirsts).collect();
        rare_first(&mut words, desk);
        Self::new(words).without_public(desk)
    }

    fn new(words: Vec<Secret<'a>>) -> Self {
        let finders = if words.is_empty() { None } else { Finders::new(&words) };
        Self { words, finders }
    }

    /// Those that no public entry has in the same field.
    fn without_public(self, desk: &Desk<'_>) -> Self {
        let Some(finders) = &self.finders else { return self };
        let mut public: FxHashSet<usize> = FxHashSet::default();
        for item in &desk.site.entries {
            for (field, text) in fields(&item.entry) {
                let found = finders.find(text.as_bytes());
                public.extend(found.into_iter().filter(|&at| self.words[at].field == field));
            }
        }
        if public.is_empty() {
            return self;
        }
        let mut at = 0..;
        let mut words = self.words;
        words.retain(|_| at.next().is_none_or(|at| !public.contains(&at)));
        Self::new(words)
    }

    /// Those that an earlier build did not look for in what it wrote.
    pub fn since(&self, record: Option<&Record>) -> Self {
        let known = record.map_or(&[][..], |record| &record.secrets);
        let new = self.words.iter().filter(|secret| !known.contains(&secret.digest()));
        Self::new(new.cloned().collect())
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.finders.is_none()
    }

    /// What is found in a file of the output: a problem for each of the words.
    pub fn found_in(&self, path: &str, bytes: &[u8]) -> Vec<Problem> {
        let Some(finders) = &self.finders else { return Vec::new() };
        let mut found = match path.ends_with(".eml") {
            true => finders.find(&plain::letter(bytes)),
            false => finders.find(bytes),
        };
        // The name of a file tells as much as its text.
        found.extend(finders.find(path.as_bytes()));
        found.into_iter().filter_map(|at| self.words.get(at)).map(|secret| secret.problem(path)).collect()
    }

    /// What a later build need not look for again in what this one writes: all but what was found, which stays to be said.
    pub(super) fn settled(&self, problems: &[Problem]) -> Vec<Digest> {
        let leaks = problems.iter().filter(|problem| problem.rule == "embargo-leak");
        let found: FxHashSet<&SitePath> = leaks.filter_map(|leak| Some(&leak.place.as_ref()?.file)).collect();
        let settled = self.words.iter().filter(|secret| !found.contains(&secret.held.path));
        settled.map(Secret::digest).collect()
    }
}

fn entry(document: &Document) -> Option<(&SitePath, &Entry)> {
    match document {
        Document::Entry(entry) => Some((&entry.path, entry)),
        _ => None,
    }
}

/// The fields of an entry of which words are held back.
fn fields(entry: &Entry) -> impl Iterator<Item = (&'static str, &str)> {
    [("headline", entry.headline.as_str())].into_iter().chain(Some("standfirst").zip(entry.standfirst.as_deref()))
}

/// Puts the words that the fewest public entries have first: what is rare differs from site to site.
fn rare_first(secrets: &mut [Secret<'_>], desk: &Desk<'_>) {
    let words: BTreeSet<String> = secrets.iter().flat_map(|secret| secret.telling.iter().cloned()).collect();
    let words: Vec<String> = words.into_iter().collect();
    let Ok(finder) = AhoCorasick::builder().ascii_case_insensitive(true).build(&words) else { return };
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let entries = &desk.site.entries;
    for item in entries.iter().step_by(entries.len() / SAMPLE + 1) {
        for (_, text) in fields(&item.entry) {
            let found = finder.find_overlapping_iter(text).map(|found| found.pattern().as_usize());
            found.for_each(|at| *counts.entry(&words[at]).or_default() += 1);
        }
    }
    let count = |word: &String| counts.get(word.as_str()).copied().unwrap_or_default();
    secrets.iter_mut().for_each(|secret| secret.telling.sort_by_key(|word| (is_little(word), count(word))));
}

/// Whether a word is little, or has letters of which another case has other bytes.
fn is_little(word: &str) -> bool {
    !word.is_ascii() || word.len() < NOT_LITTLE
}

impl<'a> Secret<'a> {
    fn new(held: &'a Held, field: &'static str, text: &str, fewest: usize) -> Option<Self> {
        let plain = plain::words(text);
        let words = plain.split(' ').filter(|word| !word.is_empty()).count();
        let signs = plain.chars().filter(|&c| is_without_blanks(c)).count();
        let letters = plain.chars().count();
        let tells = (words >= fewest && letters >= LETTERS) || signs >= SIGNS;
        tells.then(|| Self { held, field, telling: telling(&plain), plain })
    }

    fn digest(&self) -> Digest {
        Digest::of(self.plain.as_bytes())
    }

    fn problem(&self, path: &str) -> Problem {
        let Held { path: file, status, .. } = self.held;
        let message = format!("this entry is {}, and its {} stands in the output", status.phrase(), self.field);
        let hint = format!("take the words out of what makes `{path}`, or wait with that until this entry is public");
        Problem::error("embargo-leak", Place::new(file, At::field(self.field)), message).hint(hint)
    }
}

/// What of each word has the same bytes wherever it stands, once: what is not little first, and of that the longest.
fn telling(plain: &str) -> Vec<String> {
    let mut words: Vec<&str> = plain.split(' ').map(steady_part).filter(|word| !word.is_empty()).collect();
    words.sort_by_key(|&word| (is_little(word), Reverse(word.len()), word));
    words.dedup();
    words.into_iter().map(str::to_owned).collect()
}

impl Finders {
    fn new(secrets: &[Secret<'_>]) -> Option<Self> {
        let words: Vec<&[String]> = secrets.iter().map(|Secret { telling, .. }| few(telling)).collect();
        let numbered = words.iter().enumerate().flat_map(|(at, words)| (0..words.len()).map(move |word| (at, word)));
        let of = numbered.collect();
        let wanted = secrets.iter().zip(&words).map(|(secret, words)| (words.len(), secret.plain.len() * 4 + MARKUP));
        let wanted = wanted.collect();
        let mut telling = AhoCorasick::builder();
        telling.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA));
        let telling = telling.build(words.iter().copied().flatten());
        let whole =
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(secrets.iter().map(|secret| &secret.plain));
        Some(Self { telling: telling.ok()?, of, wanted, whole: whole.ok()? })
    }

    /// Which of the words stand in a file, each once, in their order.
    fn find(&self, bytes: &[u8]) -> BTreeSet<usize> {
        if !self.may_hold(bytes) {
            return BTreeSet::new();
        }
        let text = String::from_utf8_lossy(bytes);
        let found = plain::sides(&text).map(|side| {
            let found = self.whole.find_overlapping_iter(&side).map(|found| found.pattern().as_usize());
            found.collect::<BTreeSet<_>>()
        });
        found.into_iter().flatten().collect()
    }

    /// Whether the telling words of any stand near one another.
    fn may_hold(&self, bytes: &[u8]) -> bool {
        let mut last = vec![[None; TELLING]; self.wanted.len()];
        self.telling.find_overlapping_iter(bytes).any(|found| {
            let (secret, word) = self.of[found.pattern().as_usize()];
            let (words, reach) = self.wanted[secret];
            let last = &mut last[secret];
            last[word] = Some(found.start());
            last[..words].iter().all(|at| at.is_some_and(|at| found.start().abs_diff(at) <= reach))
        })
    }
}

/// The words that are looked for first.
fn few(telling: &[String]) -> &[String] {
    &telling[..telling.len().min(TELLING)]
}

/// What of a word has the same bytes wherever it stands: not a first letter of which another case has other bytes, nor all
/// the signs of a sentence without blanks, which markup may part.
fn steady_part(word: &str) -> &str {
    match word.chars().next() {
        Some(first) if first.is_ascii() => word,
        Some(first) if !is_without_blanks(first) => &word[first.len_utf8()..],
        _ => word.char_indices().rev().nth(1).map_or(word, |(at, _)| &word[at..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(headline: &str) -> Held {
        Held { path: SitePath::new("content/a.md"), headline: headline.to_owned(), status: Status::Draft, until: None }
    }

    fn is_found(headline: &str, bytes: impl AsRef<[u8]>) -> bool {
        let held = held(headline);
        let secret = Secret::new(&held, "headline", headline, WORDS).into_iter().collect();
        !Secrets::new(secret).found_in("a.html", bytes.as_ref()).is_empty()
    }

    #[test]
    fn a_headline_is_found_in_whatever_dress_a_format_or_an_editor_gives_it() {
        let headline = "The minister’s “secret” visit to the capital";
        for text in [
            "<h2>The minister&#x27;s &quot;secret&quot; visit to\u{a0}the capital</h2>",
            "the minister's\n<em>secret</em> visit\nto the capital.",
            "{\"a\":\"The minister’s \\\"secret\\\" visit\\nto the capital\"}",
            "<img alt='THE MINISTER’S SECRET VISIT TO THE CAPITAL'>",
            "<!-- The minister's secret visit to the capital -->",
            "<a href=/the-minister-s-secret-visit-to-the-capital/>soon</a>",
        ] {
            assert!(is_found(headline, text), "{text}");
        }
        for text in ["The minister's visit to the capital", "<p>the minister's <p title='secret visit to the capital'>"]
        {
            assert!(!is_found(headline, text), "{text}");
        }
        assert!(is_found("Ölpreis fällt auf tiefsten Stand", "heißt es: ölpreis fällt auf tiefsten Stand"));
        assert!(is_found("首相明天宣布辞职并提前选举", "据报道，<b>首相</b>明天宣布辞职并提前选举。"));
        assert!(is_found("Rain at sea again, ministers say", b"\xffRain at sea again: ministers say"));
    }

    #[test]
    fn what_could_be_common_words_is_not_looked_for() {
        assert!(!is_found("Rain at sea", "Rain at sea"));
        assert!(!is_found("Rain", "Rain"));
        assert!(!is_found("首相辞职", "首相辞职"));
        assert!(!is_found("Ministers met again", "The prime ministers met against their will"));
    }

    #[test]
    fn each_of_the_words_that_stand_in_a_file_is_named() {
        let (one, two) = (held("The fall of the house of cards"), held("The fall of the house"));
        let secrets = [&one, &two].map(|held| Secret::new(held, "headline", &held.headline, WORDS).expect("long"));
        assert_eq!(Secrets::new(secrets.to_vec()).found_in("a.txt", b"the fall of the house of cards").len(), 2);
    }

    #[test]
    fn a_letter_is_read_as_its_reader_sees_it() {
        let held = held("Der Ölpreis fällt auf den tiefsten Stand");
        let secrets = Secrets::new(Secret::new(&held, "headline", &held.headline, WORDS).into_iter().collect());
        let letter = "Subject: =?utf-8?Q?Heute?=\r\n\r\nDer =C3=96lpreis f=C3=A4llt auf den tiefs=\r\nten\r\nStand =E2=80=94 und 2 =\r\n";
        assert_eq!(secrets.found_in("a.eml", letter.as_bytes()).len(), 1);
        assert_eq!(secrets.found_in("a.txt", letter.as_bytes()).len(), 0);
    }
}
