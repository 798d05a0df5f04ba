//! Markdown as plain text, and the counting of its words.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Item, extent};

/// The words of these events on one line, without photos and footnotes.
pub(super) fn of(items: &[Item<'_>]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while let Some((event, _)) = items.get(at) {
        if matches!(event, Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_))) {
            at += extent(&items[at..]);
            continue;
        }
        push(&mut text, event);
        at += 1;
    }
    on_one_line(&text)
}

/// The words between the brackets of a photo: what it shows.
pub(super) fn alt(items: &[Item<'_>]) -> String {
    let mut text = String::new();
    items.iter().for_each(|(event, _)| push(&mut text, event));
    on_one_line(&text)
}

fn push(text: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(words) | Event::Code(words) => text.push_str(words),
        Event::SoftBreak | Event::HardBreak | Event::Rule => text.push(' '),
        Event::End(end) if is_block(end) => text.push(' '),
        _ => {}
    }
}

/// Whether an element ends a line of text.
pub(super) fn is_block(end: &TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Subscript
            | TagEnd::Superscript
    )
}

fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The text cut to at most `limit` characters at the end of a word, with an ellipsis where something was cut.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// The first words of a text.
pub(super) fn first_words(text: &str, count: usize) -> String {
    text.split_whitespace().take(count).collect::<Vec<_>>().join(" ")
}

/// The number of words: what blanks separate and holds a letter or digit, and each sign of a script without blanks.
pub(super) fn count(text: &str) -> u32 {
    let mut words = 0;
    let mut inside = false;
    for c in text.chars() {
        let (letter, blank) = if c.is_ascii() {
            (c.is_ascii_alphanumeric(), matches!(c, '\t'..='\r' | ' '))
        } else if is_word_of_its_own(c) {
            words += 1;
            (false, true)
        } else {
            (c.is_alphanumeric(), c.is_whitespace())
        };
        words += u32::from(letter & !inside);
        inside = (inside | letter) & !blank;
    }
    words
}

/// Chinese characters and Japanese syllables: scripts without blanks between words.
fn is_word_of_its_own(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_every_script() {
        for (text, words) in [
            ("", 0),
            ("  -- * ", 0),
            ("one two", 2),
            ("It’s well-known: 1,000 men", 4),
            ("北京 2017", 3),
            ("слово за слово", 3),
            ("(a)b c", 2),
        ] {
            assert_eq!(count(text), words, "{text}");
        }
    }

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("one, two", 5), "one…");
        assert_eq!(shortened("one two", 9), "one two");
    }
}
