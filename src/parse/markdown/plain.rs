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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("one, two", 5), "one…");
        assert_eq!(shortened("one two", 9), "one two");
    }
}
