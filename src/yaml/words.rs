//! The parser's objections in an editor's words.

use super::{Fault, span};
use crate::problem::nearest;

/// Raised when aliases multiply values beyond all need.
pub const TOO_MANY: &str = "\u{1}too many values";

/// Raised at a tag; its name follows.
pub const TAG: &str = "\u{1}tag ";

/// What a key has to be.
pub const KEY: &str = "\u{1}key";

const QUOTE: &str = "put the text between quotation marks";

/// What the parser or serde objected to, with its place.
pub fn fault(error: &serde_yaml::Error, text: &str) -> Fault {
    let at = error.location().map(|location| location.index().min(text.len())).filter(|&at| text.is_char_boundary(at));
    let at = at.map(|at| if text[at..].trim().is_empty() { last_sign(text) } else { at });
    let raw = error.to_string();
    let message = raw.rsplit_once(" at line ").filter(|_| !raw.contains(", while ")).map_or(raw.as_str(), |(m, _)| m);
    let at = at.map(|at| span(text, at));
    of_limits(message, at.clone())
        .or_else(|| of_types(message, at.clone()))
        .unwrap_or_else(|| of_syntax(&raw, text, at.unwrap_or(0..text.len().min(1))))
}

/// Where the last visible character of the text begins: what is missing at its end is missing after that.
fn last_sign(text: &str) -> usize {
    text.trim_end().char_indices().next_back().map_or(0, |(at, _)| at)
}

type Span = Option<std::ops::Range<usize>>;

fn of_limits(message: &str, at: Span) -> Option<Fault> {
    if message.contains(TOO_MANY) || message.contains("repetition limit") {
        let words = "aliases (`*name`) repeat so much here that it cannot be read";
        return Some(Fault::new("too-many-aliases", at, words).hint("write the values out"));
    }
    if message.contains("recursion limit") {
        return Some(Fault::new("too-deep", at, "lists and groups lie too deep in each other here"));
    }
    if let Some((_, tag)) = message.split_once(TAG) {
        let words = format!("`!{tag}` has a meaning of its own in YAML, which is not read here");
        return Some(Fault::new("yaml-syntax", at, words).hint(QUOTE));
    }
    if message.contains(KEY) {
        let words = "a list or a group of keys stands here where the name of a key is wanted";
        return Some(Fault::new("yaml-syntax", at, words).hint(format!("{QUOTE} if this is text")));
    }
    if message.contains("more than one document") {
        let words = "a line `---` splits the file in two";
        return Some(Fault::new("yaml-syntax", None, words).hint("delete the line `---`"));
    }
    None
}

/// Serde's objections to values that do not fit their type.
fn of_types(message: &str, at: Span) -> Option<Fault> {
    let after = |mark: &str| message.split_once(mark).map(|(_, rest)| rest);
    if let Some(rest) = after("unknown field `").or_else(|| after("unknown variant `")) {
        let mut names = rest.split('`').step_by(2);
        let word = names.next().unwrap_or_default();
        let known: Vec<&str> = rest.split('`').skip(2).step_by(2).collect();
        let field = message.contains("unknown field");
        let words = if field { "is not a key that can stand here" } else { "is not a word that can stand here" };
        let hint = nearest(word, known.iter().copied())
            .map_or_else(|| format!("write one of `{}`", known.join("`, `")), |near| format!("did you mean `{near}`?"));
        let rule = if field { "unknown-key" } else { "unknown-value" };
        return Some(Fault::new(rule, at, format!("`{word}` {words}")).hint(hint));
    }
    if let Some(name) = after("missing field `").and_then(|rest| rest.split('`').next()) {
        return Some(Fault::new("missing-key", at, format!("`{name}` is missing")).hint(format!("write `{name}: …`")));
    }
    let rest = after("invalid type: ").or_else(|| after("invalid value: "))?;
    let (is, wanted) = rest.split_once(", expected ")?;
    Some(Fault::new("wrong-type", at, format!("this is {}; {} is wanted", plain_kind(is), plain_kind(wanted))))
}

/// Serde's name of a type for people who write no programs.
fn plain_kind(kind: &str) -> String {
    for (mark, plain) in [
        ("string", "text"),
        ("boolean", "true or false"),
        ("integer", "a number"),
        ("floating", "a number"),
        ("sequence", "a list"),
        ("map", "a group of keys"),
        ("struct", "a group of keys"),
        ("unit", "nothing"),
        ("null", "nothing"),
        ("u64", "a whole number from 0"),
        ("u32", "a whole number from 0"),
        ("usize", "a whole number from 0"),
        ("i64", "a whole number"),
        ("f64", "a number"),
    ] {
        if kind.starts_with(mark) || kind.starts_with(&format!("a {mark}")) {
            return plain.to_owned();
        }
    }
    kind.to_owned()
}

/// What each objection of the parser means, and what to do.
const SYNTAX: &[(&str, &str, &str)] = &[
    (
        "while scanning a quoted scalar",
        "a quotation mark is opened here and not closed",
        "close it, or write the text without quotation marks",
    ),
    ("mapping values are not allowed", "a colon and a blank stand inside this text", QUOTE),
    (
        "did not find expected ',' or ']'",
        "a list is opened with `[` here and not closed",
        "write `]` at its end, and `,` between its items",
    ),
    (
        "did not find expected ',' or '}'",
        "a group is opened with `{` here and not closed",
        "put the text between quotation marks if it is text, or write `}` at the end",
    ),
    (
        "did not find expected node content",
        "a value is missing here, inside `[…]` or `{…}`",
        "close what is open, or put the text between quotation marks if it is text",
    ),
    ("unknown anchor", "`*` at the start of a value has a meaning of its own in YAML", QUOTE),
    ("alphabetic or numeric character", "`*` or `&` at the start of a value has a meaning of its own in YAML", QUOTE),
    ("tab character", "a tab stands here; YAML wants blanks", "write blanks in place of the tab"),
    (
        "could not find expected ':'",
        "this line has no colon",
        "write `key: value`, or indent the line under the text that it continues",
    ),
    (
        "block sequence entries are not allowed",
        "a list item cannot begin here",
        "begin it on a line of its own, or put the text between quotation marks",
    ),
    (
        "did not find expected '-' indicator",
        "this line is neither a list item nor less indented than the list",
        "begin it with `- `, or line it up with the key above the list",
    ),
    (
        "did not find expected key",
        "this does not fit the lines above it",
        "line the keys up, and put the whole text between quotation marks if a part of it is",
    ),
    (
        "unknown escape character",
        "a backslash between double quotation marks has a meaning of its own in YAML",
        "write `\\\\`, or use single quotation marks",
    ),
    ("control characters", "a control character stands here that cannot be seen", "delete it"),
    ("undefined tag", "`!` at the start of a value has a meaning of its own in YAML", QUOTE),
    ("while scanning a tag", "`!` at the start of a value has a meaning of its own in YAML", QUOTE),
    ("while scanning a block scalar", "`|` and `>` at the start of a value have a meaning of their own in YAML", QUOTE),
    ("while scanning a directive", "`%` at the start of a line has a meaning of its own in YAML", QUOTE),
];

fn of_syntax(raw: &str, text: &str, at: std::ops::Range<usize>) -> Fault {
    if raw.contains("cannot start any token") {
        let sign: String = text[at.start..].chars().take(1).collect();
        let words = format!("`{sign}` cannot be the first sign of a value");
        return Fault::new("yaml-syntax", Some(at), words).hint(QUOTE);
    }
    let known = SYNTAX.iter().find(|(mark, ..)| raw.contains(mark));
    let at = if raw.contains("while scanning ") || raw.contains("while parsing a flow ") {
        opening(raw, text).unwrap_or(at)
    } else {
        at
    };
    match known {
        Some((_, words, hint)) => Fault::new("yaml-syntax", Some(at), *words).hint(*hint),
        None => Fault::new("yaml-syntax", Some(at), "this is not YAML that can be read")
            .hint("write `key: value` on each line, and put text with special signs between quotation marks"),
    }
}

/// Where the thing begins that the parser was in the middle of: it names it by line and column.
fn opening(raw: &str, text: &str) -> Span {
    let (_, mark) = raw.rsplit_once(" at line ")?;
    let (line, column) = mark.split_once(" column ")?;
    let line: usize = line.parse().ok()?;
    let column: usize = column.parse().ok()?;
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let column = text[start..].char_indices().nth(column.checked_sub(1)?)?.0;
    Some(span(text, start + column))
}

#[cfg(test)]
mod tests {
    use super::super::Tree;

    #[test]
    fn each_slip_of_the_pen_has_its_words() {
        for (text, words, at) in [
            ("headline: Storm: what\n", "a colon and a blank stand inside this text", ": what"),
            ("headline: \"Storm\nx: y\n", "a quotation mark is opened here and not closed", "\"Storm"),
            ("a: Ö\nheadline: Ö\nb: \"Storm\n", "a quotation mark is opened here and not closed", "\"Storm"),
            ("topics: [a, b\nx: y\n", "a list is opened with `[` here and not closed", "[a, b"),
            ("headline: *Storm*\n", "`*` or `&` at the start of a value has a meaning of its own in YAML", "*Storm*"),
            ("headline: *Storm\n", "`*` at the start of a value has a meaning of its own in YAML", "*Storm"),
            ("headline: @home\n", "`@` cannot be the first sign of a value", "@home"),
            ("headline: %x\n", "`%` cannot be the first sign of a value", "%x"),
            ("headline: \"a\" b\n", "this does not fit the lines above it", "b"),
            ("a: b\nheadline\nc: d\n", "this line has no colon", ""),
            (
                "headline: \"C:\\dir\"\n",
                "a backslash between double quotation marks has a meaning of its own in YAML",
                "",
            ),
            ("headline: !important\n", "`!important` has a meaning of its own in YAML, which is not read here", ""),
            ("headline: {{ x }}\n", "a list or a group of keys stands here where the name of a key is wanted", ""),
            ("a: b\n  c: d\n", "a colon and a blank stand inside this text", ""),
            ("a: - b\n", "a list item cannot begin here", "- b"),
            ("headline: \u{7}x\n", "a control character stands here that cannot be seen", ""),
        ] {
            let fault = Tree::parse(text, 1024).unwrap_err();
            let found = fault.at.clone().map(|at| &text[at]).unwrap_or_default();
            assert_eq!(fault.message, words, "{text} {fault:?}");
            assert!(!fault.hints.is_empty());
            if !at.is_empty() {
                assert_eq!(found, at, "{text}");
            }
        }
    }
}
