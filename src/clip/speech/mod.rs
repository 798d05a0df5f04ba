//! Direct speech in an article, with those who speak.
//!
//! - `marks.rs` finds what stands between quotation marks
//! - `name.rs` tells names from other words, and offices from names
//! - `verb.rs` knows the verbs of saying
//! - `roster.rs` remembers everybody who is named in full
//! - `clause.rs` finds who speaks in the words around a quotation
//!
//! A quotation whose speaker is in doubt is left out: a wrong name is worse than a missing quotation.

mod clause;
mod marks;
mod name;
mod roster;
mod verb;

use super::Spoken;
use super::words::{count, line, tidy};
use crate::html::{Block, Kind};
use clause::{Clause, Said};
use roster::Roster;

/// How few words make sense by themselves.
const FEWEST_WORDS: usize = 6;

/// How many paragraphs are looked through.
const MOST: usize = 2000;

/// The quotations of an article, in its order; `beside` is what else names people: captions, the standfirst.
pub(super) fn quotations(blocks: &[Block], beside: &[&str]) -> Vec<Spoken> {
    let paragraphs =
        || blocks.iter().take(MOST).filter(|block| block.kind == Kind::Paragraph).map(|block| &*block.words);
    let roster = Roster::of(paragraphs().chain(beside.iter().copied()));
    let mut room = Room { roster: &roster, last: None, lead_in: None };
    let mut found: Vec<Spoken> = Vec::new();
    for paragraph in paragraphs() {
        for spoken in room.listen(paragraph) {
            if !found.iter().any(|known| known.words == spoken.words) {
                found.push(spoken);
            }
        }
    }
    found
}

/// Who was heard so far, while an article is read.
struct Room<'r> {
    roster: &'r Roster,
    /// Who spoke last, for as long as nobody else is named.
    last: Option<Said>,
    /// Who was announced at the end of the last paragraph: `She said:`
    lead_in: Option<Said>,
}

/// A piece of direct speech in a paragraph.
struct Piece<'t> {
    words: &'t str,
    speaker: Option<Said>,
}

impl Room<'_> {
    /// The quotations of one paragraph.
    fn listen(&mut self, paragraph: &str) -> Vec<Spoken> {
        let spans = marks::spans(paragraph);
        let mut pieces: Vec<Piece<'_>> = Vec::new();
        let announced = self.lead_in.take();
        for (at, span) in spans.iter().enumerate() {
            let start = if at == 0 { 0 } else { spans[at - 1].outer.end };
            let end = spans.get(at + 1).map_or(paragraph.len(), |next| next.outer.start);
            let words = &paragraph[span.inner.clone()];
            let around =
                Clause { before: &paragraph[start..span.outer.start], words, after: &paragraph[span.outer.end..end] };
            let speaker = around.speaker(self.roster, self.last.as_ref());
            let speaker = speaker.or_else(|| announced.clone().filter(|_| at == 0 && start == span.outer.start));
            let speaker = speaker
                .or_else(|| pieces.last().and_then(|piece| piece.speaker.clone()).filter(|_| around.continues()));
            if let Some(speaker) = &speaker {
                self.last = Some(speaker.clone());
            }
            pieces.push(Piece { words, speaker });
        }
        self.hear(paragraph, spans.is_empty());
        joined(&pieces)
    }

    /// Remembers who is named in a paragraph. Who spoke last, or is alone named, may be `he` or `she` in the next one;
    /// once others are named, nobody is.
    fn hear(&mut self, paragraph: &str, is_silent: bool) {
        let alone = clause::subject(paragraph, self.roster);
        let is_last = |name: &String| self.last.as_ref().is_some_and(|last| last.name == *name);
        if is_silent || !self.roster.named_in(paragraph).iter().all(is_last) {
            self.last = alone.clone();
        }
        self.lead_in = alone.filter(|_| paragraph.trim_end().ends_with(':'));
    }
}

/// Pieces of one sentence joined: `“We will,” she said, “not go.”`
fn joined(pieces: &[Piece<'_>]) -> Vec<Spoken> {
    let mut found: Vec<Spoken> = Vec::new();
    let mut is_open = false;
    for piece in pieces {
        let Some(Said { name, role }) = piece.speaker.clone() else {
            is_open = false;
            continue;
        };
        let words = tidy(piece.words);
        let goes_on = words.starts_with(|c: char| c.is_lowercase());
        match found.last_mut().filter(|last| is_open && goes_on && last.speaker == name) {
            Some(last) => last.words = format!("{} … {words}", last.words.trim_end_matches([',', '.', '—', '–'])),
            None => found.push(Spoken { words: words.clone(), speaker: name, role }),
        }
        is_open = words.ends_with([',', '—', '–']);
    }
    found.retain_mut(|spoken| {
        let is_whole = count(&spoken.words) >= FEWEST_WORDS;
        if spoken.words.ends_with([',', '—', '–', ';', ':']) {
            let words = spoken.words.trim_end_matches([',', '—', '–', ';', ':', ' ']).to_owned();
            spoken.words = words + ".";
        }
        is_whole && spoken.words.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic() || !c.is_lowercase())
    });
    found
}

/// The name and the role in a line under a quotation: `Jane Roe, mayor of Springfield`, `Jane Roe (@jane) April 12`.
pub(super) fn signature(text: &str) -> Option<(String, Option<String>)> {
    let text = text.trim_start_matches(['—', '–', '―', '-', '~', ' ']).trim();
    let text = text.split(" (@").next().unwrap_or_default().trim_end_matches(['.', ',', ' ']);
    let (name, role) = match text.split_once([',', '،', '，', '|', ':']) {
        Some((name, role)) => (name.trim(), line(role)),
        None => (text, None),
    };
    let has_letters = name.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    let is_short = (1..=6).contains(&count(name).max(1)) && name.chars().count() <= 60;
    let is_name =
        has_letters && is_short && !name.starts_with(|c: char| c.is_lowercase()) && !name.ends_with(['!', '?', ':']);
    let role = role.filter(|role| role.chars().count() <= 120);
    is_name.then(|| (tidy(name), role))
}

/// Words without the marks around them.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = match marks::spans(text).as_slice() {
        [only] if only.outer == (0..text.len()) => &text[only.inner.clone()],
        _ => text,
    };
    Some(tidy(inner)).filter(|words| count(words) >= 4)
}

/// Whether nobody speaks in a paragraph.
pub(super) fn is_free_of_speech(paragraph: &str) -> bool {
    !marks::spans(paragraph).iter().any(|span| count(&paragraph[span.inner.clone()]) >= FEWEST_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str) -> Vec<String> {
        let blocks: Vec<Block> =
            text.lines().map(|line| Block { kind: Kind::Paragraph, words: line.trim().to_owned() }).collect();
        quotations(&blocks, &[])
            .into_iter()
            .map(|spoken| {
                format!(
                    "{} [{}{}]",
                    spoken.words,
                    spoken.speaker,
                    spoken.role.map(|role| format!("; {role}")).unwrap_or_default()
                )
            })
            .collect()
    }

    #[test]
    fn speakers_are_found_around_quotations() {
        for (text, expected) in [
            ("“There is a low level of trust,” said Rex Tillerson.", "There is a low level of trust. [Rex Tillerson]"),
            (
                "\"There is a low level of trust,\" Rex Tillerson told reporters.",
                "There is a low level of trust. [Rex Tillerson]",
            ),
            ("Rex Tillerson said: “There is a low level of trust.”", "There is a low level of trust. [Rex Tillerson]"),
            (
                "US Secretary of State Rex Tillerson said: “There is a low level of trust.”",
                "There is a low level of trust. [Rex Tillerson; US Secretary of State]",
            ),
            (
                "“It is a long way home from here,” said Bill Peduto, the mayor of Pittsburgh.",
                "It is a long way home from here. [Bill Peduto; mayor of Pittsburgh]",
            ),
            (
                "“It is a long way home from here,” Kremlin spokesman Dmitry Peskov said on Friday.",
                "It is a long way home from here. [Dmitry Peskov; Kremlin spokesman]",
            ),
            (
                "Bill Peduto, the mayor of Pittsburgh, said, 'It is a long way home from here.'",
                "It is a long way home from here. [Bill Peduto; mayor of Pittsburgh]",
            ),
            (
                "“We will follow the rules,” said Jane Roe, “as long as they stand.”",
                "We will follow the rules … as long as they stand. [Jane Roe]",
            ),
            (
                "« Nous allons continuer à parler ensemble », a déclaré Jean-Yves Le Drian.",
                "Nous allons continuer à parler ensemble [Jean-Yves Le Drian]",
            ),
            (
                "„Wir werden auch morgen weiter miteinander reden“, sagte Außenminister Heiko Maas am Freitag.",
                "Wir werden auch morgen weiter miteinander reden [Heiko Maas; Außenminister]",
            ),
            (
                "“It is a small step for the rover,” chief designer Wu Weiren told television.",
                "It is a small step for the rover. [Wu Weiren; chief designer]",
            ),
            (
                "‘It is going faster than anybody thought,’ said Ingrid Dahl, a glaciologist.",
                "It is going faster than anybody thought. [Ingrid Dahl; glaciologist]",
            ),
            (
                "«Vamos a seguir hablando todos juntos», dijo María López.",
                "Vamos a seguir hablando todos juntos [María López]",
            ),
        ] {
            assert_eq!(heard(text), [expected], "{text}");
        }
    }

    #[test]
    fn surnames_and_pronouns_are_those_of_somebody_named_before() {
        let text = "US Secretary of State Rex Tillerson came on Wednesday.\n“There is a low level of trust,” Tillerson \
                    said. “That has to change at once.”\n“We need to talk more than we do,” he added.";
        assert_eq!(
            heard(text),
            [
                "There is a low level of trust. [Rex Tillerson; US Secretary of State]",
                "That has to change at once. [Rex Tillerson; US Secretary of State]",
                "We need to talk more than we do. [Rex Tillerson; US Secretary of State]",
            ]
        );
    }

    #[test]
    fn doubt_leaves_quotations_out() {
        for text in [
            "“There is a low level of trust between us.”",
            "“There is a low level of trust,” he said.",
            "“There is a low level of trust,” Washington said.",
            "“There is a low level of trust,” officials said on Monday.",
            "Ivanka Trump met Donald Trump.\n“There is a low level of trust,” Trump said.",
            "She called it “a total disaster for all of the workers”.",
            "“Too short,” said Rex Tillerson.",
            "Rex Tillerson met Sergei Lavrov.\n“There is a low level of trust,” he said.",
        ] {
            assert_eq!(heard(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn signatures_name_speakers() {
        assert_eq!(signature("— Jane Roe, mayor"), Some(("Jane Roe".to_owned(), Some("mayor".to_owned()))));
        assert_eq!(signature("— Jane Roe (@jane) April 12, 2017"), Some(("Jane Roe".to_owned(), None)));
        assert_eq!(signature("and so it goes on and on"), None);
        assert_eq!(signature("— "), None);
    }
}
