//! Words of pages made fit for one line: no control characters, one blank between words.

/// A text in one line, without characters that cannot be seen or that turn the direction of what follows.
pub fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control() || is_break(c)) {
        let before = tidy.len();
        tidy.extend(word.chars().filter(|c| !is_unseen(*c)));
        if tidy.len() > before && before > 0 {
            tidy.insert(before, ' ');
        }
    }
    tidy
}

fn is_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{fff9}'..='\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_one_line() {
        assert_eq!(tidy(" a\n\tb\u{0}c \u{202e}d\u{ad}e\u{200b} \u{2028}f "), "a b c de f");
        assert_eq!(tidy("\u{202e}"), "");
    }
}
