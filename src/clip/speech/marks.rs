//! What stands between quotation marks.

use std::ops::Range;

/// The marks that open and those that close, in the styles of several languages. German opens with what English closes
/// with, so that the order matters: the first that fits is taken.
const PAIRS: &[(char, &[char])] = &[
    ('“', &['”', '“']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('»', &['«']),
    ('"', &['"']),
    ('「', &['」']),
    ('『', &['』']),
    ('‹', &['›']),
];

/// Marks that are apostrophes too: they open only before a word and close only after a sign.
const SINGLE: &[(char, char)] = &[('‘', '’'), ('\'', '\'')];

/// Direct speech in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Where the words are.
    pub inner: Range<usize>,
    /// The same with the marks.
    pub outer: Range<usize>,
}

/// Everything between quotation marks, not what is quoted within; single marks count where there are no others.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some((open, mark)) = text[at..].char_indices().find(|(_, c)| PAIRS.iter().any(|(mark, _)| mark == c)) {
        let start = at + open + mark.len_utf8();
        let closing = PAIRS.iter().find(|(known, _)| *known == mark).map_or(&[][..], |(_, closing)| closing);
        let Some((length, close)) = text[start..].char_indices().find(|(_, c)| closing.contains(c)) else { break };
        let outer = at + open..start + length + close.len_utf8();
        spans.push(span(text, start..start + length, outer.clone()));
        at = outer.end;
    }
    if spans.is_empty() { single(text) } else { spans }
}

fn single(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some((open, close)) = next_single(text, at) {
        let length = |at: usize| text[at..].chars().next().map_or(1, char::len_utf8);
        let outer = open..close + length(close);
        spans.push(span(text, open + length(open)..close, outer.clone()));
        at = outer.end;
    }
    spans
}

/// Where the next single mark opens, and where it closes.
fn next_single(text: &str, from: usize) -> Option<(usize, usize)> {
    text[from..].char_indices().map(|(at, c)| (from + at, c)).find_map(|(at, c)| {
        let (_, closing) = SINGLE.iter().find(|(open, _)| *open == c)?;
        let opens = text[..at]
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || matches!(before, '(' | '—' | ':'))
            && text[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
        let inner = at + c.len_utf8();
        let close = text.get(inner..).filter(|_| opens)?.char_indices().find(|(length, c)| {
            let (before, after) = (&text[inner..inner + length], &text[inner + length + c.len_utf8()..]);
            c == closing && before.ends_with([',', '.', '!', '?', '…']) && !after.starts_with(char::is_alphanumeric)
        });
        close.map(|(length, _)| (at, inner + length))
    })
}

/// A span whose words begin and end without blanks.
fn span(text: &str, inner: Range<usize>, outer: Range<usize>) -> Span {
    let Some(words) = text.get(inner.clone()) else { return Span { inner, outer } };
    let start = inner.start + (words.len() - words.trim_start().len());
    Span { inner: start..start + words.trim().len(), outer }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_many_styles_are_paired() {
        let inner = |text: &str| spans(text).into_iter().map(|span| text[span.inner].to_owned()).collect::<Vec<_>>();
        assert_eq!(inner("“One,” he said. “Two.”"), ["One,", "Two."]);
        assert_eq!(inner("\"One,\" he said."), ["One,"]);
        assert_eq!(inner("« Un »"), ["Un"]);
        assert_eq!(inner("„Eins“, »Zwei«"), ["Eins", "Zwei"]);
        assert_eq!(inner("‘It’s one,’ he said"), ["It’s one,"]);
        assert_eq!(inner("'It's one.' They're two"), ["It's one."]);
        assert_eq!(inner("The boys' 'house' isn't"), [""; 0]);
        assert_eq!(inner("「一」と"), ["一"]);
        assert_eq!(inner("“Never closed"), [""; 0]);
        assert_eq!(inner("'"), [""; 0]);
        assert_eq!(inner(""), [""; 0]);
    }
}
