//! Whether words stand in a text as they are: for pull quotes in their own text, for quotations in that of their source.
//!
//! Both sides are put into one plain form first: quotation marks left out, dashes and blanks made alike. Quoted words
//! may leave words out (`…`, `...`) and put words in (`[the minister]`, `[T]he`): they are then several parts, each of
//! which must occur, in order. The case of a part's first letter and punctuation at its ends do not matter.

mod near;

use std::sync::OnceLock;

pub use near::{Near, nearest};

use crate::language::is_without_blanks;

/// A text in which words are looked for; its plain form is made once, when it is needed.
#[derive(Clone, Debug, Default)]
pub struct Passage {
    text: String,
    form: OnceLock<String>,
}

impl Passage {
    /// Takes a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), form: OnceLock::new() }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the words stand in it.
    pub fn holds(&self, words: &str) -> bool {
        is_verbatim(words, &self.text) || occurs(&parts(words), self.form.get_or_init(|| plain_form(&self.text)))
    }
}

/// Whether the words stand in the text sign for sign, as most do: then nothing need be put into another form.
fn is_verbatim(words: &str, text: &str) -> bool {
    let words = words.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    text.match_indices(words)
        .any(|(at, _)| !text[..at].ends_with(goes_on) && !text[at + words.len()..].starts_with(goes_on))
}

/// Whether a sign beside words makes them part of a longer word: not where the script has no blanks between words.
fn goes_on(c: char) -> bool {
    c.is_alphanumeric() && !is_without_blanks(c)
}

/// A stretch of words that must stand in the text as it is.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    words: String,
    /// Whether it may begin inside a word: `[T]he`.
    begins_inside: bool,
    /// Whether it may end inside a word: `walk[ed]`.
    ends_inside: bool,
}

fn parts(pull: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pull;
    let mut begins_inside = false;
    loop {
        let (end, next) = gap(rest);
        let inserted = rest[end..].starts_with('[');
        let ends_inside = inserted && rest[..end].ends_with(char::is_alphanumeric);
        let words = plain_form(&rest[..end]);
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        if !words.is_empty() {
            parts.push(Part { words: words.to_owned(), begins_inside, ends_inside });
        }
        if next >= rest.len() {
            return parts;
        }
        begins_inside = inserted && rest[next..].starts_with(char::is_alphanumeric);
        rest = &rest[next..];
    }
}

/// Where the next ellipsis or insertion begins and ends.
fn gap(text: &str) -> (usize, usize) {
    for (at, c) in text.char_indices() {
        match c {
            '…' => return (at, at + c.len_utf8()),
            '.' if text[at..].starts_with("..") => {
                return (at, at + text[at..].find(|c| c != '.').unwrap_or(text.len() - at));
            }
            '[' => {
                if let Some(close) = text[at..].find(']') {
                    return (at, at + close + 1);
                }
            }
            _ => {}
        }
    }
    (text.len(), text.len())
}

fn occurs(parts: &[Part], text: &str) -> bool {
    let mut from = 0;
    parts.iter().all(|part| match find(part, &text[from..]) {
        Some(end) => {
            from += end;
            true
        }
        None => false,
    })
}

/// The end of the first occurrence of a part.
fn find(part: &Part, text: &str) -> Option<usize> {
    let first = part.words.chars().next()?;
    let rest = &part.words[first.len_utf8()..];
    if rest.is_empty() {
        return text.char_indices().find(|(_, c)| same_letter(*c, first)).map(|(at, c)| at + c.len_utf8());
    }
    text.match_indices(rest).find_map(|(at, _)| {
        let before = text[..at].chars().next_back().filter(|c| same_letter(*c, first))?;
        let start = at - before.len_utf8();
        let end = at + rest.len();
        let apart = part.begins_inside || !text[..start].ends_with(goes_on);
        (apart && (part.ends_inside || !text[end..].starts_with(goes_on))).then_some(end)
    })
}

fn same_letter(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

/// A text in the form in which it is compared.
fn plain_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut gap = "";
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => {
                push_gap(&mut form, &mut gap);
                form.push(c);
            }
            _ if c.is_whitespace() => gap = if gap == "-" { gap } else { " " },
            '…' => gap = if gap == "-" { gap } else { " " },
            '.' if chars.peek() == Some(&'.') => {
                while chars.next_if_eq(&'.').is_some() {}
                gap = " ";
            }
            '-' | '\u{2010}'..='\u{2015}' | '−' => gap = "-",
            '\'' | '’' if gap.is_empty() && in_word(&form, chars.peek()) => form.push('\''),
            '\''
            | '"'
            | '`'
            | '‘'..='‟'
            | '‹'
            | '›'
            | '«'
            | '»'
            | '「'..='』'
            | '〝'..='〟'
            | '＂'
            | '＇'
            | '❛'..='❞' => {}
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' => {}
            _ => {
                push_gap(&mut form, &mut gap);
                form.push(c);
            }
        }
    }
    form
}

fn push_gap(form: &mut String, gap: &mut &str) {
    if !form.is_empty() {
        form.push_str(gap);
    }
    *gap = "";
}

fn in_word(form: &str, next: Option<&char>) -> bool {
    form.ends_with(char::is_alphanumeric) && next.is_some_and(|c| c.is_alphanumeric())
}

/// A word as it is compared with others: in plain form, in lower case, without what stands at its ends.
fn key(word: &str) -> String {
    plain_form(word).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "He said: “Trust is at a low, and it’s falling – fast.” The workers’ union didn't agree… \
                        They walked 1,000 miles.";

    #[test]
    fn words_of_the_text_are_found_in_any_dress() {
        for words in [
            "Trust is at a low",
            "trust is at a low, and it's falling—fast",
            "“Trust is at a low…”",
            "Trust … falling - fast!",
            "[He] said: Trust is at a low, [the minister added], and it’s falling",
            "[W]orkers' union",
            "the union".split_at(4).1,
            "They walk[ed] 1,000 miles",
            "Didn’t agree... they walked",
            "",
            "…",
        ] {
            assert!(Passage::new(TEXT).holds(words), "{words}");
        }
    }

    #[test]
    fn words_of_scripts_without_blanks_are_found_between_any_marks() {
        let text = Passage::new("市長は「嵐は、とても強かった」と述べた。");
        for words in
            ["『嵐は、とても強かった』", "嵐は … 強かった", "〝嵐は、とても強かった〟", "[市長によると]嵐は、とても"]
        {
            assert!(text.holds(words), "{words}");
        }
        assert!(!text.holds("『嵐は、少し強かった』"));
    }

    #[test]
    fn altered_words_are_not_found() {
        for words in [
            "Trust is at a high",
            "rust is at a low",
            "Trust is at a lo",
            "falling … Trust",
            "Trust is at a low and it’s falling",
            "They walked 1000 miles",
            "The Workers’ union",
        ] {
            assert!(!Passage::new(TEXT).holds(words), "{words}");
        }
    }
}
