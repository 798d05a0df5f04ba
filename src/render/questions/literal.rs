//! Questions as they stand in the text of templates: which are asked at all, and names in them that nothing on the site
//! has. Entries come and go, so that such a name is no error, and its list is empty; but mostly it is misspelt.

use std::ops::Range;

use crate::problem::nearest;

use super::{Answers, named_arguments};

/// A name in a template that nothing on the site has.
pub(in crate::render) struct UnknownName {
    /// Where it stands, with its quotation marks.
    pub range: Range<usize>,
    /// `there is no topic …`
    pub message: String,
    /// The name that is most like it.
    pub near: Option<String>,
}

/// Names written out in the questions of a template that nothing on the site has.
pub(in crate::render) fn unknown_names(answers: &Answers, text: &str) -> Vec<UnknownName> {
    let unknown = |(argument, name, range): (&str, &str, Range<usize>)| {
        let (_, names) = named_arguments().find(|(known, _)| *known == argument)?;
        if answers.catalogue.knows(names, name) {
            return None;
        }
        let near = nearest_name(name, answers.catalogue.names(names));
        Some(UnknownName { range, message: format!("there is no {argument} `{name}`: this list is empty"), near })
    };
    calls(text, "entries").flat_map(|start| literals(text, start)).filter_map(unknown).collect()
}

/// The name that is most like a word; capitals make no difference.
fn nearest_name<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let names: Vec<(String, &str)> = names.map(|name| (name.to_lowercase(), name)).collect();
    let near = nearest(word, names.iter().map(|(lower, _)| lower.as_str()))?;
    names.iter().find(|(lower, _)| lower == near).map(|(_, name)| (*name).to_owned())
}

/// Where the arguments of each call of a function begin: after the bracket. Comments of the template are no calls.
pub(super) fn calls<'a>(text: &'a str, function: &'a str) -> impl Iterator<Item = usize> {
    text.match_indices(function).filter_map(move |(at, _)| {
        let before = &text[..at];
        let part_of_a_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        let comment = before.rfind("{#").is_some_and(|open| !before[open..].contains("#}"));
        let after = &text[at + function.len()..];
        let bracket = after.len() - after.trim_start().len();
        let called = after[bracket..].starts_with('(');
        (called && !part_of_a_word && !comment).then_some(at + function.len() + bracket + 1)
    })
}

/// The arguments of a call that are texts without escapes: name, text, and the range with quotation marks.
fn literals(text: &str, start: usize) -> Vec<(&str, &str, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = start;
    let mut depth = 0_u32;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            '"' | '\'' | '`' => {
                let inside = at + c.len_utf8();
                let Some(length) = text[inside..].find(c) else { break };
                let end = inside + length + c.len_utf8();
                let words = &text[inside..inside + length];
                // What goes on after the text (a filter, `~`, `or`) makes another text of it.
                let whole = text[end..].trim_start().starts_with([',', ')']);
                if depth == 0 && whole && !words.contains('\\') {
                    found.extend(argument_before(&text[start..at]).map(|argument| (argument, words, at..end)));
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    found
}

/// `limit=5, topic =` → `topic`; none where something stands between the sign and the value.
fn argument_before(text: &str) -> Option<&str> {
    let text = text.trim_end().strip_suffix('=')?.trim_end();
    let start = text.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    Some(&text[start..])
}

#[cfg(test)]
mod tests {
    use super::{calls, literals};

    #[test]
    fn texts_are_found_where_they_are_whole_arguments() {
        let text = "{{ entries (topic = \"A, (b\", limit=f(topic=\"no\"), source='C' | upper, story=`D`) }} entries(topic=\"E\")";
        let found: Vec<Vec<(&str, &str)>> = calls(text, "entries")
            .map(|start| literals(text, start).into_iter().map(|(name, words, _)| (name, words)).collect())
            .collect();
        assert_eq!(found, [vec![("topic", "A, (b"), ("story", "D")], vec![("topic", "E")]]);
    }

    #[test]
    fn parts_of_words_and_comments_are_no_calls() {
        assert_eq!(calls("{{ list.entries | f(a) }} my_entries(x) {# entries(y) #} entries)", "entries").count(), 0);
        assert_eq!(calls("{# a #}{{ entries() }}", "entries").count(), 1);
    }
}
