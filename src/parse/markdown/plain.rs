//! Markdown as plain text, and the counting of its words.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Item, extent};

/// The words of these events on one line, without photos and footnotes.
pub(super) fn of(items: &[Item<'_>]) -> String {
    let length = items.first().zip(items.last()).map_or(0, |(first, last)| last.1.end.saturating_sub(first.1.start));
    let mut text = String::with_capacity(length + 1);
    let mut at = 0;
    while let Some((event, _)) = items.get(at) {
        if matches!(event, Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_))) {
            at += extent(&items[at..]);
            continue;
        }
        push(&mut text, event);
        at += 1;
    }
    on_one_line(text)
}

/// The words between the brackets of a photo: what it shows.
pub(super) fn alt(items: &[Item<'_>]) -> String {
    let mut text = String::new();
    items.iter().for_each(|(event, _)| push(&mut text, event));
    on_one_line(text)
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

/// The words with one blank between them.
fn on_one_line(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    if is_one_line(text.as_bytes()) {
        return text;
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether a text without blanks at its end surely has one between words and none before. Without a way out in its midst,
/// this loop looks at many bytes at once; the last four begin the blanks beyond ASCII, among other signs.
fn is_one_line(text: &[u8]) -> bool {
    let breaks = |byte: u8| byte < b' ' || matches!(byte, 0xc2 | 0xe1 | 0xe2 | 0xe3);
    let doubled =
        text.iter().zip(text.iter().skip(1)).fold(false, |any, two| any | (*two.0 == b' ') & (*two.1 == b' '));
    text.first() != Some(&b' ') && !doubled && !text.iter().fold(false, |any, byte| any | breaks(*byte))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_on_one_line() {
        for (text, line) in [
            ("", ""),
            ("  ", ""),
            ("one two", "one two"),
            (" one  two\n", "one two"),
            ("one\ttwo", "one two"),
            ("“one”\u{a0}two", "“one” two"),
            ("a\u{85}b\u{1680}c\u{2009}d\u{202f}e\u{3000}f", "a b c d e f"),
            ("été  2017", "été 2017"),
        ] {
            assert_eq!(on_one_line(text.to_owned()), line, "{text}");
        }
        let blanks = ('\u{80}'..='\u{10ffff}').filter(|c| c.is_whitespace());
        assert!(blanks.into_iter().all(|blank| !is_one_line(format!("a{blank}b").as_bytes())));
    }

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("one, two", 5), "one…");
        assert_eq!(shortened("one two", 9), "one two");
    }
}
