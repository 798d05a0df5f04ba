//! Cuts text into words and gives each the form it is looked up by. The script of the theme does the same with what a
//! reader types: whoever changes one of them changes both.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::language::is_without_blanks;

/// Longer runs of letters are no words that anybody types, and would make long names of files.
const LONGEST: usize = 40;

/// Calls `each` with every word of a text in lower case; in scripts without blanks, with every two signs in a row.
pub(super) fn words(text: &str, lowered: &mut String, each: &mut impl FnMut(&str)) {
    let mut rest = text;
    while let Some(start) = rest.find(is_of_word) {
        let from = &rest[start..];
        let end = from.find(|c| !is_of_word(c)).unwrap_or(from.len());
        run(&from[..end], lowered, each);
        rest = &from[end..];
    }
}

fn run(run: &str, lowered: &mut String, each: &mut impl FnMut(&str)) {
    lowered.clear();
    if run.is_ascii() {
        if run.len() <= LONGEST {
            lowered.push_str(run);
            lowered.make_ascii_lowercase();
            each(lowered);
        }
        return;
    }
    let whole: String = run.nfc().collect::<String>().to_lowercase();
    let mut rest = whole.as_str();
    while let Some(first) = rest.chars().next() {
        let without = is_without_blanks(first);
        let end = rest.find(|c| is_without_blanks(c) != without && !is_combining_mark(c)).unwrap_or(rest.len());
        let (part, others) = rest.split_at(end);
        rest = others;
        if without {
            pairs(part, each);
        } else if part.chars().count() <= LONGEST {
            each(part);
        }
    }
}

fn pairs(part: &str, each: &mut impl FnMut(&str)) {
    let starts: Vec<usize> = part.char_indices().map(|(at, _)| at).chain([part.len()]).collect();
    if starts.len() == 2 {
        each(part);
    }
    starts.windows(3).for_each(|pair| each(&part[pair[0]..pair[2]]));
}

fn is_of_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// A word without what readers leave out when they type: accents, points, ligatures.
pub(super) fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let lowered: String = word.nfkd().collect::<String>().to_lowercase();
    let mut plain = String::with_capacity(lowered.len());
    for c in lowered.chars().filter(|c| !is_left_out(*c)) {
        match c {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' => plain.push('d'),
            'ı' => plain.push('i'),
            _ => plain.push(c),
        }
    }
    plain.nfc().filter(|c| is_of_word(*c)).collect::<String>().into()
}

/// Accents of European scripts, points of Hebrew, signs for short vowels and the lengthening stroke of Arabic.
fn is_left_out(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, &mut String::new(), &mut |word| found.push(fold(word).into_owned()));
        found
    }

    #[test]
    fn words_are_cut_and_folded_in_every_script() {
        assert_eq!(cut("It’s  42% OF Œuvres, Ærø"), ["it", "s", "42", "of", "oeuvres", "aero"]);
        assert_eq!(cut("Élysée é Straße"), ["elysee", "e", "strasse"]);
        assert_eq!(cut("北京市 x東y"), ["北京", "京市", "x", "東", "y"]);
        assert_eq!(cut("الأَمَل"), ["الامل"]);
        assert_eq!(cut(&"a".repeat(41)), [""; 0]);
    }
}
