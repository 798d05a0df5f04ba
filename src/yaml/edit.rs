//! Sets one value of a YAML text and leaves every other byte as it is.
//!
//! A place for the change is guessed from how the text is written; then the changed text is read, and only if it says
//! what the old one said, but for that value, is it given back. A guess may be wrong: it is never believed.

use std::borrow::Cow;
use std::ops::Range;

use super::{Node, Tree, locate, span};
use crate::problem::Step;

/// A value to be set.
#[derive(Clone, Copy, Debug)]
pub struct Set<'a> {
    /// The group that holds it, from the top.
    pub group: &'a [Step],
    /// Its key in that group; where it is not there yet, it is written after the key `after`.
    pub key: &'a str,
    /// The key of the group that a new key follows.
    pub after: &'a str,
    /// What is written: text of one line.
    pub value: &'a str,
}

/// The text with the value set; `None` where that cannot be done without touching anything else.
pub fn set(text: &str, set: Set<'_>, limit: usize) -> Option<String> {
    let old = Tree::parse(text, limit).ok()?;
    let is_there =
        matches!(at(&old.root, set.group)?, Node::Group(entries) if entries.iter().any(|(key, _)| key == set.key));
    let changes = if is_there { replacements(text, set)? } else { insertions(text, set)? };
    changes.into_iter().map(|(at, written)| format!("{}{written}{}", &text[..at.start], &text[at.end..])).find(
        |changed| {
            let new = Tree::parse(changed, limit);
            new.is_ok_and(|new| new.duplicates().is_empty() && is_same_but(&old.root, &new.root, set.group, set))
        },
    )
}

fn at<'n, 't>(node: &'n Node<'t>, path: &[Step]) -> Option<&'n Node<'t>> {
    path.iter().try_fold(node, |node, step| match (node, step) {
        (Node::Group(entries), Step::Key(key)) => entries.iter().find(|(name, _)| name == key).map(|(_, node)| node),
        (Node::List(items), Step::Item(item)) => items.get(*item),
        _ => None,
    })
}

/// The bytes of the old value with the new one as it is written there.
fn replacements(text: &str, set: Set<'_>) -> Option<Vec<(Range<usize>, String)>> {
    let place = span(text, locate(text, &path(set.group, set.key), false)?);
    let written = match text.as_bytes().get(place.start)? {
        b'\'' => format!("'{}'", set.value.replace('\'', "''")),
        b'"' => quoted(set.value),
        // An anchor or a tag is more than the value, and a block goes on in the next line.
        b'&' | b'*' | b'!' | b'|' | b'>' => return None,
        _ => plain(set.value),
    };
    let bare = without_commas(text, &place);
    Some(vec![(place, written.clone()), (bare, written)])
}

/// The bytes of a value without what ends it between brackets that were opened in an earlier line.
fn without_commas(text: &str, value: &Range<usize>) -> Range<usize> {
    let bare = text[value.clone()].trim_end_matches([',', ']', '}', ' ']);
    value.start..value.start + bare.len()
}

/// Where a new key may stand: on a line of its own, or within the brackets of a group in one line.
fn insertions(text: &str, set: Set<'_>) -> Option<Vec<(Range<usize>, String)>> {
    let path = path(set.group, set.after);
    let key = locate(text, &path, true)?;
    let value = span(text, locate(text, &path, false)?);
    let within = |end: usize| (end..end, format!(", {}: {}", set.key, quoted(set.value)));
    let bare = without_commas(text, &value).end;
    let line = text[..key].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line..key];
    if !before.bytes().all(|byte| matches!(byte, b' ' | b'-')) {
        return Some(vec![within(value.end), within(bare)]);
    }
    let end = text[value.end..].find('\n').map_or(text.len(), |newline| value.end + newline);
    let end = if text[..end].ends_with('\r') { end - 1 } else { end };
    let newline = if text[end..].starts_with('\r') { "\r\n" } else { "\n" };
    let on_a_line = format!("{newline}{}{}: {}", " ".repeat(before.len()), set.key, plain(set.value));
    Some(vec![(end..end, on_a_line), within(value.end), within(bare)])
}

fn path(group: &[Step], key: &str) -> Vec<Step> {
    group.iter().cloned().chain([Step::Key(key.to_owned())]).collect()
}

/// Without quotation marks where YAML needs none.
fn plain(value: &str) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "/._~%?=+-&;()@!$".contains(c);
    let starts = value.starts_with(|c: char| c.is_ascii_alphanumeric());
    let colon = value.ends_with(':') || value.contains(": ");
    if starts && !colon && value.chars().all(|c| is_safe(c) || c == ':') { value.to_owned() } else { quoted(value) }
}

/// A text as a YAML value in double quotes, which take every text as JSON's do (YAML 1.2, section 1.3).
pub fn quoted(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

/// Whether two trees say the same, but for the value that is set.
fn is_same_but(old: &Node<'_>, new: &Node<'_>, path: &[Step], set: Set<'_>) -> bool {
    match (old, new, path) {
        (Node::Group(old), Node::Group(new), []) => is_same_group(old, new, set),
        (Node::Group(old), Node::Group(new), [Step::Key(key), rest @ ..]) => {
            old.len() == new.len()
                && old
                    .iter()
                    .zip(new)
                    .all(|((a, x), (b, y))| a == b && if a == key { is_same_but(x, y, rest, set) } else { x == y })
        }
        (Node::List(old), Node::List(new), [Step::Item(item), rest @ ..]) => {
            old.len() == new.len()
                && old.iter().zip(new).enumerate().all(
                    |(at, (x, y))| {
                        if at == *item { is_same_but(x, y, rest, set) } else { x == y }
                    },
                )
        }
        _ => false,
    }
}

type Entries<'t> = [(Cow<'t, str>, Node<'t>)];

fn is_same_group(old: &Entries<'_>, new: &Entries<'_>, set: Set<'_>) -> bool {
    let other = |entries: &Entries<'_>| -> Vec<(String, Node<'static>)> {
        entries.iter().filter(|(key, _)| key != set.key).map(|(key, node)| (key.to_string(), owned(node))).collect()
    };
    let is_set = |(key, node): &(Cow<'_, str>, Node<'_>)| {
        key == set.key && matches!(node, Node::Text(text) if text == set.value)
    };
    new.iter().any(is_set) && other(old) == other(new)
}

fn owned(node: &Node<'_>) -> Node<'static> {
    match node {
        Node::Empty => Node::Empty,
        Node::Flag(flag) => Node::Flag(*flag),
        Node::Number(number) => Node::Number(number.clone()),
        Node::Beyond(text) => Node::Beyond(text.clone()),
        Node::Text(text) => Node::Text(Cow::Owned(text.clone().into_owned())),
        Node::List(items) => Node::List(items.iter().map(owned).collect()),
        Node::Group(entries) => {
            Node::Group(entries.iter().map(|(key, node)| (Cow::Owned(key.clone().into_owned()), owned(node))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(path: &str) -> Vec<Step> {
        let step = |part: &str| part.parse().map_or_else(|_| Step::Key(part.into()), Step::Item);
        path.split('.').map(step).collect()
    }

    fn changed(text: &str, group: &str, key: &str, value: &str) -> Option<String> {
        set(text, Set { group: &steps(group), key, after: "url", value }, 4096)
    }

    #[test]
    fn a_value_is_replaced_as_it_is_written() {
        for (text, wanted) in [
            (
                "source:\n  url: http://a.example/x # old\n  name: A\n",
                "source:\n  url: https://b.example/y # old\n  name: A\n",
            ),
            ("source: {name: A, url: 'http://a.example'}\n", "source: {name: A, url: 'https://b.example/y'}\n"),
            ("source:\r\n    url:   \"http://a.example\"\r\n", "source:\r\n    url:   \"https://b.example/y\"\r\n"),
        ] {
            assert_eq!(changed(text, "source", "url", "https://b.example/y").as_deref(), Some(wanted));
        }
        let list = "# two\nsource:\n  - {name: A}\n  - name: Bé # !\n    url: http://a.example/ü\nb: [1, 2.50]\n";
        let wanted = list.replace("http://a.example/ü", "https://b.example/y");
        assert_eq!(changed(list, "source.1", "url", "https://b.example/y"), Some(wanted));
    }

    #[test]
    fn a_new_key_stands_after_another_as_that_one_stands() {
        for (text, group, wanted) in [
            (
                "source:\n  url: u # why\n  name: A\n",
                "source",
                "source:\n  url: u # why\n  archive: https://b.example/\n  name: A\n",
            ),
            (
                "source:\n- url: u\n  name: A\n",
                "source.0",
                "source:\n- url: u\n  archive: https://b.example/\n  name: A\n",
            ),
            ("source: {url: u, name: A}", "source", "source: {url: u, archive: \"https://b.example/\", name: A}"),
            (
                "source: {\n  url: u,\n  name: A\n}",
                "source",
                "source: {\n  url: u, archive: \"https://b.example/\",\n  name: A\n}",
            ),
            ("source:\r\n  url: u\r\n", "source", "source:\r\n  url: u\r\n  archive: https://b.example/\r\n"),
            ("source:\n  name: A\n  url: u", "source", "source:\n  name: A\n  url: u\n  archive: https://b.example/"),
        ] {
            assert_eq!(changed(text, group, "archive", "https://b.example/").as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_set_alone_is_not_set() {
        for text in [
            "source:\n  url: >-\n    http://a.example\n",
            "a: &u http://a.example\nsource:\n  url: *u\nb: *u\nurl: x",
            "source:\n  url: &u http://a.example\nb: *u\n",
            "source: [a]\n",
            "source:\n  url: \"http://a\n    .example\"\n",
        ] {
            let changed = changed(text, "source", "url", "https://b.example/");
            if let Some(changed) = changed {
                let tree = Tree::parse(&changed, 4096).unwrap();
                let old = Tree::parse(text, 4096).unwrap();
                let set = Set { group: &steps("source"), key: "url", after: "url", value: "https://b.example/" };
                assert!(is_same_but(&old.root, &tree.root, set.group, set), "{changed}");
            }
        }
        assert_eq!(changed("source:\n  url: >-\n    http://a.example\n", "source", "url", "https://b.example/"), None);
        assert_eq!(
            changed("source:\n  url: &u http://a.example\nb: *u\n", "source", "url", "https://b.example/"),
            None
        );
    }
}
