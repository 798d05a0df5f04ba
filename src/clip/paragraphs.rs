//! The paragraphs of a copied text, whatever ends its lines and wherever they were broken.

use rustc_hash::FxHashSet;

use super::furniture;
use super::words::tidy;

/// Signs that end a line in some program: Unix, old Macs, mainframes, word processors, PDF readers.
const LINE_ENDS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// What blank lines part, or every line where there are none. Lines that were broken to a width are joined again.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.split(LINE_ENDS).map(str::trim).collect();
    let compounds = compounds(&text);
    let mut paragraphs: Vec<String> = Vec::new();
    let has_gaps = lines.iter().filter(|line| line.is_empty()).count() * 8 >= lines.len();
    let mut joins = false;
    for line in lines {
        let is_text = !line.is_empty();
        match paragraphs.last_mut().filter(|_| joins && is_text && has_gaps) {
            Some(last) if is_wrapped(last) => join(last, line, &compounds),
            _ if is_text => paragraphs.push(line.to_owned()),
            _ => {}
        }
        joins = is_text;
    }
    paragraphs.iter().map(|paragraph| tidy(paragraph)).filter(|paragraph| !paragraph.is_empty()).collect()
}

/// Longer than this (in characters) is nothing that belongs to a page and not to its article.
const FURNITURE: usize = 400;

/// Whether a line was broken because it was full: it is long and no sentence ends with it. Looks at so much of a paragraph
/// only as it takes to tell, since it is asked after every line.
fn is_wrapped(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let is_longer_than = |length| text.chars().nth(length).is_some();
    is_longer_than(49) && !last.ends_with([':', '|', ')']) && (is_longer_than(FURNITURE) || !furniture::is_one(text))
}

/// The words that a text writes with a hyphen, two parts at a time: `well-known`.
fn compounds(text: &str) -> FxHashSet<String> {
    let words = text.split(|c: char| !(c.is_alphabetic() || c == '-')).filter(|word| word.contains('-'));
    let pairs = words.flat_map(|word| word.split('-').zip(word.split('-').skip(1)));
    pairs.filter(|(a, b)| !a.is_empty() && !b.is_empty()).map(|(a, b)| format!("{a}-{b}")).collect()
}

/// Adds the next line. A word that was parted at the end of a line is one again, with its hyphen only where the text
/// writes it so elsewhere.
fn join(paragraph: &mut String, line: &str, compounds: &FxHashSet<String>) {
    match parted(paragraph, line) {
        Some(word) if !compounds.contains(&word) => {
            paragraph.pop();
        }
        Some(_) => {}
        None => paragraph.push(' '),
    }
    paragraph.push_str(line);
}

/// The word, with its hyphen, that begins at the end of one line and ends in the next.
fn parted(paragraph: &str, line: &str) -> Option<String> {
    let head = paragraph.strip_suffix(['-', '\u{2010}', '\u{ad}'])?;
    let is_letter = |c: char| c.is_alphabetic();
    let head =
        &head[head.rfind(|c| !is_letter(c)).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8))..];
    let tail: String = line.chars().take_while(|c| is_letter(*c)).collect();
    let goes_on = !head.is_empty() && tail.chars().next().is_some_and(char::is_lowercase);
    goes_on.then(|| format!("{head}-{tail}"))
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn lines_end_as_any_program_ends_them() {
        for end in ["\n", "\r\n", "\r", "\u{2028}", "\u{85}", "\u{b}"] {
            assert_eq!(paragraphs(&["One line", "", "Another"].join(end)), ["One line", "Another"], "{end:?}");
        }
    }

    /// Time must not grow with the square of a text: this one would take a quarter of an hour then.
    #[test]
    fn one_endless_paragraph_is_read_in_a_moment() {
        let line = "The talks in the Russian capital lasted for many hours and the minis-\nters";
        let text = format!("A headline\n\n{}\n{}", [line; 30_000].join(" "), "\n".repeat(10_000));
        let paragraphs = paragraphs(&text);
        assert_eq!(paragraphs.len(), 2);
        assert!(paragraphs[1].ends_with("and the ministers"));
    }

    #[test]
    fn a_word_that_was_parted_at_the_end_of_a_line_is_one_again() {
        let text = "The talks in the Russian capital lasted for hours and en-\nded without a deal.\n\nThe ministers spoke of \
                    their long talks in Moscow, and the well-\nknown views had not moved; they are well-known.";
        assert_eq!(
            paragraphs(text),
            [
                "The talks in the Russian capital lasted for hours and ended without a deal.",
                "The ministers spoke of their long talks in Moscow, and the well-known views had not moved; they are \
                 well-known."
            ]
        );
    }
}
