//! Where the front matter of a file ends and its text begins.

use std::ops::Range;

use super::Fault;

/// The parts of a file, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The line `---` that opens the front matter; `None` where there is no front matter.
    pub opening: Option<Range<usize>>,
    /// The YAML between the two lines.
    pub yaml: Range<usize>,
    /// The text after them.
    pub body: Range<usize>,
}

/// Finds the front matter: YAML between a first line `---` and a line `---` or `...`.
///
/// # Errors
///
/// Where front matter is opened and not closed, or is written in another format.
pub fn split(text: &str) -> Result<Split, Fault> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = line_at(text, start);
    let opening = start..start + text[first.clone()].trim_end().len();
    match text[first.clone()].trim_end() {
        "---" => {}
        "+++" | "{" => return Err(other_format(opening)),
        _ => return Ok(Split { opening: None, yaml: start..start, body: start..text.len() }),
    }
    let mut at = first.end;
    while at < text.len() {
        let line = line_at(text, at);
        if matches!(text[line.clone()].trim_end(), "---" | "...") {
            return Ok(Split { opening: Some(opening), yaml: first.end..at, body: line.end..text.len() });
        }
        at = line.end;
    }
    Err(Fault::new("front-matter-open", Some(opening), "front matter begins here and does not end")
        .hint("write `---` on a line of its own after the last field"))
}

/// The bytes of the line at `start`, its end included.
fn line_at(text: &str, start: usize) -> Range<usize> {
    let end = text[start..].find('\n').map_or(text.len(), |newline| start + newline + 1);
    start..end
}

fn other_format(opening: Range<usize>) -> Fault {
    Fault::new("front-matter-format", Some(opening), "this front matter is not YAML")
        .hint("write the fields as `key: value` lines between two lines `---`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_found_whatever_the_line_ends() {
        for (text, yaml, body) in [
            ("---\na: b\n---\nText\n", "a: b\n", "Text\n"),
            ("---\r\na: b\r\n---\r\nText", "a: b\r\n", "Text"),
            ("\u{feff}--- \na: b\n...\nText", "a: b\n", "Text"),
            ("---\n---", "", ""),
            ("# Text\n\n---\n", "", "# Text\n\n---\n"),
            ("\u{feff}Text", "", "Text"),
            ("", "", ""),
            ("---\na: |\n  ---\n---\n", "a: |\n  ---\n", ""),
        ] {
            let split = split(text).unwrap();
            assert_eq!((&text[split.yaml], &text[split.body]), (yaml, body), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_closed_or_no_yaml_is_refused() {
        for (text, rule) in [
            ("---\na: b\n", "front-matter-open"),
            ("---", "front-matter-open"),
            ("+++\na = 1\n+++\n", "front-matter-format"),
        ] {
            let fault = split(text).unwrap_err();
            assert_eq!((fault.rule, fault.at), (rule, Some(0..3)));
        }
    }
}
