//! Everybody whom an article names in full, so that a surname alone is somebody.

use std::collections::{BTreeMap, BTreeSet};

use super::clause::Said;
use super::name;

/// The full names of an article by their last words, and the offices of those who bear them.
#[derive(Debug, Default)]
pub(super) struct Roster {
    by_surname: BTreeMap<String, BTreeSet<String>>,
    roles: BTreeMap<String, String>,
}

impl Roster {
    /// Reads the names of an article.
    pub fn of<'t>(paragraphs: impl Iterator<Item = &'t str>) -> Self {
        let mut roster = Self::default();
        for paragraph in paragraphs {
            for sentence in sentences(paragraph) {
                roster.read(sentence);
            }
        }
        roster
    }

    fn read(&mut self, sentence: &str) {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let mut at = 0;
        while at < words.len() {
            let run = run(&words[at..]);
            if run == 0 {
                at += 1;
                continue;
            }
            let before = described(&words[..at]);
            self.admit(&words[at..at + run], before, &words[at + run..]);
            at += run;
        }
    }

    fn admit(&mut self, run: &[&str], before: Option<String>, after: &[&str]) {
        let Some(named) = name::named(run) else { return };
        let [.., surname] = named.name.as_slice() else { return };
        if named.name.len() < 2 {
            return;
        }
        let full = named.name.join(" ");
        self.by_surname.entry(surname.clone()).or_default().insert(full.clone());
        let appositive = || {
            let last = run.last().filter(|last| last.ends_with(','))?;
            let rest = after.iter().take(12).copied().collect::<Vec<_>>().join(" ");
            let role = rest.split([',', ';']).next().filter(|_| !last.is_empty())?;
            // A description ends with a comma or the sentence; what runs on is none.
            (role.len() < rest.len() || after.len() <= 12).then(|| name::role(role)).flatten()
        };
        if let Some(role) = named.role.or(before).or_else(appositive) {
            self.roles.entry(full).or_insert(role);
        }
    }

    /// Who bears a name: in full, or a surname that only one bears.
    pub fn find(&self, named: &[String]) -> Option<Said> {
        let [.., surname] = named else { return None };
        let bearers = self.by_surname.get(surname);
        let name = match named.len() {
            1 => bearers.filter(|bearers| bearers.len() == 1)?.first()?.clone(),
            _ => named.join(" "),
        };
        Some(Said { role: self.roles.get(&name).cloned(), name })
    }

    /// Everybody who is named in a text, in the order of the text, by full name or surname.
    pub fn named_in(&self, text: &str) -> Vec<String> {
        let words: Vec<&str> =
            text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
        let bearers = words.iter().filter_map(|word| {
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
            self.by_surname.get(word)
        });
        bearers.filter_map(|bearers| bearers.first().cloned()).collect()
    }
}

/// The sentences of a paragraph, roughly: abbreviations may end one too early, which costs a name at most.
pub(super) fn sentences(paragraph: &str) -> impl Iterator<Item = &str> {
    let marks = |c: char| matches!(c, '“' | '”' | '"' | '«' | '»' | '„' | '!' | '?' | ';');
    paragraph
        .split(marks)
        .flat_map(|part| part.split(". "))
        .map(|part| part.trim().trim_end_matches('.'))
        .filter(|part| !part.is_empty())
}

/// How many words of a text are a run of a name with its office.
pub(super) fn run(words: &[&str]) -> usize {
    let mut length = 0;
    while let Some(word) = words.get(length) {
        let bare = word.trim_end_matches([',', ';', ':', ')']);
        let next_capital =
            || words.get(length + 1).is_some_and(|next| name::is_capital(next.trim_end_matches([',', ';', ':'])));
        let is_office_of = matches!(*word, "of" | "for") && length > 0 && name::is_office(words[length - 1]);
        if name::is_capital(bare)
            || name::is_address(word)
            || length > 0 && (name::is_particle(word) || is_office_of) && next_capital()
        {
            length += 1;
            if bare.len() < word.len() {
                break;
            }
        } else {
            break;
        }
    }
    length
}

/// The office in small letters right before a name: `foreign ministry spokesman`, with the capitals before it.
pub(super) fn described(before: &[&str]) -> Option<String> {
    let last =
        before.last().filter(|last| name::is_office(last) && last.chars().all(|c| c.is_lowercase() || c == '-'))?;
    let ends =
        |word: &&&str| word.ends_with([',', '.', ':', ';', ')']) || name::is_common(word) || super::verb::is_one(word);
    let words: Vec<&str> = before.iter().rev().take(6).take_while(|word| !ends(word)).copied().collect();
    let role = words.into_iter().rev().collect::<Vec<_>>().join(" ");
    (!role.is_empty() && !last.is_empty()).then_some(role)
}
