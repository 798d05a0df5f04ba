//! The passage that words were likely taken from, and how the two differ, word by word.

use rustc_hash::FxHashMap;

use super::key;
use crate::problem::{Difference, differences};

/// How many differences are named before the rest is counted.
const NAMED: usize = 4;

/// The passage of a text that shares most words with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The passage as it stands in the text.
    pub passage: String,
    /// What differs, in words: `the source has `day` in place of `night``; few, and the last counts the rest.
    pub differences: Vec<String>,
    /// How many words they share, in hundredths of the words that were looked for.
    pub share: usize,
}

/// Finds the passage of a text that shares most words with these, where that is half of them; `whose` is what the text is
/// called: `the source`.
pub fn nearest(said: &str, text: &str, whose: &str) -> Option<Near> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let keys: Vec<String> = words.iter().map(|word| key(word)).collect();
    let mut wanted: FxHashMap<String, i32> = FxHashMap::default();
    said.split_whitespace().map(key).filter(|key| !key.is_empty()).for_each(|key| *wanted.entry(key).or_default() += 1);
    let length = said.split_whitespace().count().min(words.len());
    let (start, shared) = best_window(&keys, &mut wanted.clone(), length)?;
    if shared * 2 < length {
        return None;
    }
    let start = (start..start + length).find(|at| wanted.contains_key(&keys[*at]))?;
    // A sign that stands alone is no word.
    let window: Vec<usize> = (start..words.len().min(start + length)).filter(|at| !keys[*at].is_empty()).collect();
    let said = without_insertions(said);
    let said: Vec<&str> = said.split_whitespace().filter(|word| !key(word).is_empty()).collect();
    let theirs: Vec<String> = window.iter().map(|at| keys[*at].clone()).collect();
    let mut found = differences(&said.iter().map(|word| key(word)).collect::<Vec<_>>(), &theirs);
    let mut shown = 0..window.len();
    // What the text has before and after the passage was not left out of it.
    if let Some(first) = found.first().filter(|first| first.old.is_empty() && first.new.start == 0) {
        shown.start = first.new.end;
        found.remove(0);
    }
    if let Some(last) = found.last().filter(|last| last.old.is_empty() && last.new.end == window.len()) {
        shown.end = last.new.start;
        found.pop();
    }
    let passage = &words[*window.get(shown.start)?..=*window.get(shown.end.checked_sub(1)?)?];
    let theirs: Vec<&str> = window.iter().map(|at| words[*at]).collect();
    let differences = in_words(&found, &said, &theirs, whose);
    Some(Near { passage: passage.join(" "), differences, share: shared * 100 / length.max(1) })
}

/// Differences between words that were said to stand in a text and those of a passage of it.
fn in_words(found: &[Difference], said: &[&str], theirs: &[&str], whose: &str) -> Vec<String> {
    let sentence = |Difference { old, new }: &Difference| {
        let (old, new) = (said[old.clone()].join(" "), theirs[new.clone()].join(" "));
        match (old.as_str(), new.as_str()) {
            (old, "") => format!("{whose} does not have `{old}`"),
            ("", new) => format!("{whose} has `{new}`, which is left out without `…`"),
            (old, new) => format!("{whose} has `{new}` in place of `{old}`"),
        }
    };
    let mut sentences: Vec<String> = found.iter().take(NAMED).map(sentence).collect();
    match found.len().saturating_sub(NAMED) {
        0 => {}
        1 => sentences.push("1 more difference follows".to_owned()),
        more => sentences.push(format!("{more} more differences follow")),
    }
    if found.is_empty() {
        sentences.push(format!("{whose} has the same words, with other capitals or other signs"));
    }
    sentences
}

/// The words without those that the editor put in: `[the minister]`.
fn without_insertions(said: &str) -> String {
    let mut text = String::with_capacity(said.len());
    let mut rest = said;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        match after.split_once(']') {
            Some((_, after)) => rest = after,
            None => return text + after,
        }
    }
    text + rest
}

/// Where the window with most wanted words begins, and how many of them it has.
fn best_window(keys: &[String], wanted: &mut FxHashMap<String, i32>, length: usize) -> Option<(usize, usize)> {
    let mut best = None;
    let mut shared = 0usize;
    for (at, key) in keys.iter().enumerate() {
        if let Some(left) = wanted.get_mut(key) {
            shared += usize::from(*left > 0);
            *left -= 1;
        }
        if at >= length
            && let Some(left) = wanted.get_mut(&keys[at - length])
        {
            *left += 1;
            shared -= usize::from(*left > 0);
        }
        if at + 1 >= length && best.is_none_or(|(_, most)| shared > most) {
            best = Some((at + 1 - length, shared));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "He said: “Trust is at a low, and it’s falling – fast.” They walked 1,000 miles in a day.";

    fn of(said: &str) -> (String, Vec<String>) {
        let near = nearest(said, TEXT, "the source").expect("a passage");
        (near.passage, near.differences)
    }

    #[test]
    fn the_nearest_passage_is_shown_with_what_differs() {
        let low = "“Trust is at a low, and it’s falling".to_owned();
        assert_eq!(
            of("Trust is at a new low, and it’s falling"),
            (low.clone(), vec!["the source does not have `new`".to_owned()])
        );
        assert_eq!(of("Trust is at a high, and it’s falling").1, ["the source has `low,` in place of `high,`"]);
        assert_eq!(
            of("Trust is a low, and [trust] it’s falling").1,
            ["the source has `at`, which is left out without `…`"]
        );
        assert_eq!(
            of("TRUST is at a low, and it’s falling").1,
            ["the source has the same words, with other capitals or other signs"]
        );
        assert_eq!(nearest("Nothing of this kind", TEXT, "the source"), None);
        assert_eq!(nearest("", "", "the source"), None);
    }
}
