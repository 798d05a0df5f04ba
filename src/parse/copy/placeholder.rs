//! Words that stand for words to come. `TK` is what editors of English write for "to come", as no word holds the two
//! letters in this order; the others are what programs and forms leave behind.

use std::cmp::Reverse;
use std::ops::Range;

use crate::problem::{Place, Problem};

/// What the signs below have in common, so that most texts need no second look.
const CLUES: &[&str] = &["TK", "tktk", "XXXX", "TODO:", "orem ipsum", "[insert", "[Insert"];

/// The placeholders in a text in their order, the desk's own words among them; of two in one place the longer.
pub(in crate::parse) fn all(text: &str, own: &[String]) -> Vec<Range<usize>> {
    if !is_promising(text, own) {
        return Vec::new();
    }
    let found = CLUES.iter().flat_map(|clue| places(text, clue).filter_map(|at| whole(text, at)));
    let own = own.iter().flat_map(|word| places(text, word).filter(|at| is_apart(text, at)));
    let mut all: Vec<Range<usize>> = found.chain(own).collect();
    all.sort_unstable_by_key(|at| (at.start, Reverse(at.end)));
    let mut end = 0;
    all.retain(|at| {
        let is_next = at.start >= end;
        end = end.max(at.end);
        is_next
    });
    all
}

fn places<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    text.match_indices(word).map(|(at, word)| at..at + word.len())
}

/// Whether a text may hold a placeholder.
pub(in crate::parse) fn is_promising(text: &str, own: &[String]) -> bool {
    let clued = has_signs_of_clues(text.as_bytes()) && CLUES.iter().any(|clue| text.contains(clue));
    clued || own.iter().any(|word| text.contains(word))
}

/// Whether a part of a clue that seldom stands anywhere else is in a text. Without a way out in their midst, these loops
/// look at many bytes at once, and clues that are sought one by one take nearly three times as many instructions.
fn has_signs_of_clues(text: &[u8]) -> bool {
    let (second, third) = (text.get(1..).unwrap_or_default(), text.get(2..).unwrap_or_default());
    let two = |a: u8, b: u8| {
        (a == b'T') & (b == b'K')
            | (a == b'k') & (b == b't')
            | (a == b'X') & (b == b'X')
            | (a == b'O') & (b == b':')
            | (a == b'[') & (b | 0x20 == b'i')
    };
    let pairs = text.iter().zip(second).fold(false, |any, (a, b)| any | two(*a, *b));
    let of_ipsum = |a: u8, b: u8, c: u8| (a == b'i') & (b == b'p') & (c == b's');
    pairs | text.iter().zip(second).zip(third).fold(false, |any, ((a, b), c)| any | of_ipsum(*a, *b, *c))
}

/// The whole placeholder around a clue; none where the clue is a part of a word.
fn whole(text: &str, clue: Range<usize>) -> Option<Range<usize>> {
    let sign = &text[clue.clone()];
    let more = |part: &str| {
        let rest = &text[clue.end..];
        clue.end + (rest.len() - rest.trim_start_matches(part).len())
    };
    match sign {
        "TK" => Some(clue.start..more("TK")).filter(|at| is_apart(text, at)),
        "tktk" => Some(clue.start..more("tk")).filter(|at| is_apart(text, at)),
        "XXXX" => Some(clue.start..more("X")).filter(|at| is_apart(text, at)),
        "orem ipsum" => text[..clue.start].ends_with(['L', 'l']).then(|| clue.start - 1..clue.end),
        "[insert" | "[Insert" => {
            let what = text[clue.end..].strip_prefix(' ')?;
            Some(clue.start..clue.end + 1 + what.find(']')? + 1)
        }
        _ => Some(clue).filter(|at| is_apart(text, at)),
    }
}

/// Whether no letter or digit stands at either end.
fn is_apart(text: &str, at: &Range<usize>) -> bool {
    !text[..at.start].ends_with(char::is_alphanumeric) && !text[at.end..].starts_with(char::is_alphanumeric)
}

/// A placeholder as a problem.
pub(in crate::parse) fn problem(words: &str, place: Place) -> Problem {
    Problem::error("placeholder", place, format!("`{words}` stands for words that are still to come"))
        .hint("write them, or keep the entry back with `draft: true`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_words() {
        let own = ["XYZ-NAME".to_owned(), "TK-NAME".to_owned()];
        for (text, found) in [
            ("The mayor, TK, said", &["TK"][..]),
            ("TKTKTK", &["TKTKTK"]),
            ("a tktk b", &["tktk"]),
            ("on 3 May XXXXX", &["XXXXX"]),
            ("Lorem ipsum dolor", &["Lorem ipsum"]),
            ("[insert name of the mayor] said", &["[insert name of the mayor]"]),
            ("TODO: ask", &["TODO:"]),
            ("by XYZ-NAME.", &["XYZ-NAME"]),
            ("TK-NAME, TK", &["TK-NAME", "TK"]),
            ("[Insert XXXX] then TKTK and Lorem ipsum, TK", &["[Insert XXXX]", "TKTK", "Lorem ipsum", "TK"]),
            ("a CATKIN, TKO, Latk, XXX Olympiad", &[]),
            ("the XXXXth time", &[]),
            ("todo el mundo, TODO EL MUNDO", &[]),
            ("[insert", &[]),
            ("[inserted words]", &[]),
            ("https://example.tk/", &[]),
        ] {
            let all: Vec<&str> = all(text, &own).into_iter().map(|at| &text[at]).collect();
            assert_eq!(all, found, "{text}");
            assert!(found.is_empty() || is_promising(text, &own));
        }
        for clue in CLUES {
            assert!(
                has_signs_of_clues(clue.as_bytes()) && has_signs_of_clues(format!("words {clue} words").as_bytes())
            );
            assert!(!has_signs_of_clues(&clue.as_bytes()[..1]));
        }
    }
}
