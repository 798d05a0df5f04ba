//! Plain text for mail: HTML without its marks, and lines of a length that every mail program shows. The interface to
//! html2text and textwrap.

use textwrap::{Options, WordSplitter};

/// How many columns a line has: no more than 78 (RFC 5322, section 2.1.1), less two for the mark of an answer.
const COLUMNS: usize = 76;

/// HTML as plain text: links are numbered, and their addresses follow the text.
///
/// # Errors
///
/// When the HTML cannot be laid out, which only a fault of the library could cause.
pub(super) fn from_html(html: &str) -> Result<String, html2text::Error> {
    let text = html2text::config::plain()
        .link_footnotes(true)
        .no_link_wrapping()
        .allow_width_overflow()
        .string_from_read(html.as_bytes(), COLUMNS)?;
    Ok(text.trim_end().to_owned())
}

/// Wraps what is longer than a line; what follows stands as far in as the words of the first line. Addresses stay
/// whole, so that they can be followed. Blank lines never come in twos.
pub(super) fn wrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for line in text.trim().lines() {
        let line = line.trim_end();
        if line.is_empty() && out.ends_with("\n\n") {
            continue;
        }
        let blanks = &line[..line.len() - line.trim_start().len()];
        let bullet = if line.trim_start().starts_with("- ") { "  " } else { "" };
        let indent = format!("{blanks}{bullet}");
        // Scripts without blanks are broken anywhere; an address never.
        let options = Options::new(COLUMNS)
            .subsequent_indent(&indent)
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(!line.contains("://"));
        for part in textwrap::wrap(line, options) {
            out.push_str(part.trim_end());
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_wrapped_and_addresses_stay_whole() {
        let address = format!("https://site.example/{}", "a".repeat(90));
        let text = format!("{}\n\n\n\n  - {}{address}\n{}", "word ".repeat(20), "word ".repeat(16), "字".repeat(60));
        let wrapped = wrap(&text);
        let lines: Vec<&str> = wrapped.lines().collect();
        assert_eq!(lines[0], "word ".repeat(15).trim_end());
        assert_eq!(lines[2], "");
        assert!(lines[3].starts_with("  - word") && lines[4].starts_with("    word"), "{wrapped}");
        assert_eq!(lines[5].trim(), address);
        assert_eq!(lines[6].chars().count(), COLUMNS / 2);
    }

    #[test]
    fn links_of_html_are_numbered_and_named_at_its_end() {
        let html = "<p>See <a href=\"https://a.example/\">that</a>.</p><ul><li>One</li></ul>";
        assert_eq!(from_html(html).unwrap(), "See [that][1].\n* One\n\n[1]: https://a.example/");
    }
}
