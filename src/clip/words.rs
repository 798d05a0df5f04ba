//! Words of pages made fit for one line of an entry: no control characters, one blank between words.

pub(super) use crate::html::tidy;

/// How long a headline, a name or another line may be that is taken over, in characters.
const LONGEST_LINE: usize = 1000;

/// A text in one line, where it holds anything that can be read and is no longer than a line may be.
pub(super) fn line(text: &str) -> Option<String> {
    let text = tidy(text);
    let fit = text.chars().any(char::is_alphanumeric) && text.chars().nth(LONGEST_LINE).is_none();
    fit.then_some(text)
}

/// The words of a text in the form in which they are compared: letters and digits, in lower case.
pub(super) fn folded(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(crate::slug::fold).collect()
}

/// How many words a text has; scripts without blanks have one for every two characters.
pub(super) fn count(text: &str) -> usize {
    let unspaced = text.chars().filter(|c| matches!(*c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')).count();
    text.split_whitespace().count() + unspaced / 2
}

/// What share of the words of the shorter text are words of the longer one, from 0 to 1.
pub(super) fn likeness(a: &str, b: &str) -> f32 {
    let (a, b) = (folded(a), folded(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    if short.is_empty() { 0.0 } else { shared as f32 / short.len() as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_something_and_is_no_text() {
        assert_eq!(line(" — "), None);
        assert_eq!(line("No"), Some("No".to_owned()));
        assert_eq!(line(&"a".repeat(1001)), None);
    }

    #[test]
    fn texts_are_alike_by_their_words() {
        assert!(likeness("Trust at a low – France 24", "TRUST at a low") > 0.9);
        assert!(likeness("Trust at a low", "Eclipse over Spain") < 0.1);
    }
}
