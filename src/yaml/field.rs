//! A value of a YAML text: its readers give what is right and note what is wrong.

use std::ops::RangeInclusive;

use super::Node;
use super::fields::{Group, Keys, Sheet};
use super::locate::written;
use super::path::Path;
use crate::problem::{Place, Problem, Severity, nearest};

/// A value with its place.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) node: &'a Node<'a>,
    pub(super) path: Path<'a>,
}

impl<'a> Field<'a> {
    /// Its keys from the top, joined by dots: `source.url`.
    pub fn name(&self) -> String {
        self.path.name()
    }

    /// What it holds.
    pub fn node(&self) -> &'a Node<'a> {
        self.node
    }

    /// Text, its ends trimmed; `None` where it is blank.
    pub fn text(&self) -> Option<String> {
        self.text_or_blank().filter(|text| !text.is_empty())
    }

    /// Text, its ends trimmed; `Some("")` where quotation marks with nothing between say so.
    pub fn text_or_blank(&self) -> Option<String> {
        let text = match self.node {
            Node::Empty => return None,
            Node::Text(text) => text.trim().to_owned(),
            Node::Flag(_) | Node::Number(_) | Node::Beyond(_) => written(self.sheet.tree.text, &self.path.steps())?,
            Node::List(_) | Node::Group(_) => {
                self.wants("text");
                return None;
            }
        };
        self.refuse_control(&text);
        Some(text)
    }

    /// Texts: one, or a list of them; blank ones are left out.
    pub fn texts(&self) -> Vec<String> {
        self.items().iter().filter_map(Field::text).collect()
    }

    /// `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        if let Node::Flag(flag) = self.node {
            return Some(*flag);
        }
        let hint = match self.node {
            Node::Text(text) => match text.to_lowercase().as_str() {
                "yes" | "y" | "on" => Some("write `true`"),
                "no" | "n" | "off" => Some("write `false`"),
                _ => Some("write `true` or `false`, without quotation marks"),
            },
            _ => Some("write `true` or `false`"),
        };
        self.note(self.wrong("true or false").hint_if(hint));
        None
    }

    /// A whole number within bounds.
    pub fn number(&self, bounds: RangeInclusive<usize>) -> Option<usize> {
        let number = match self.node {
            Node::Number(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
            _ => None,
        };
        let number = number.filter(|number| bounds.contains(number));
        if number.is_none() {
            let message = format!("`{}` wants a whole number from {} to {}", self.name(), bounds.start(), bounds.end());
            self.note(
                self.error("wrong-type", message).hint(format!("write `{}`, for example", bounds.end().min(&20))),
            );
        }
        number
    }

    /// The items of a list; anything else is one item of its own.
    pub fn items<'s>(&'s self) -> Vec<Field<'s>> {
        match self.node {
            Node::Empty => Vec::new(),
            Node::List(items) => {
                let item = |(i, node)| Field { sheet: self.sheet, node, path: Path::Item(&self.path, i) };
                items.iter().enumerate().map(item).collect()
            }
            _ => vec![*self],
        }
    }

    /// The keys of a group, unknown ones noted.
    pub fn group(&self, keys: Keys) -> Option<Group<'a>> {
        match self.node {
            Node::Group(entries) => Some(Group::open(self.sheet, entries, self.path, keys)),
            Node::Empty => None,
            _ => {
                let hint = format!("write the keys under it, each on a line, indented: `{}: …`", keys.known[0]);
                self.note(self.wrong("a group of keys").hint(hint));
                None
            }
        }
    }

    /// The keys of a group, unknown ones noted but for those that `said` has noted itself.
    pub fn group_but(&self, keys: Keys, said: impl Fn(&str, &Field<'_>) -> bool) -> Option<Group<'a>> {
        let Node::Group(entries) = self.node else { return self.group(keys) };
        let group = self.free_group()?;
        let said: Vec<&str> = group.fields().filter(|(key, field)| said(key, field)).map(|(key, _)| key).collect();
        Some(Group::open_but(self.sheet, entries, self.path, keys, &said))
    }

    /// A group in which any key may stand.
    pub fn free_group(&self) -> Option<Group<'a>> {
        match self.node {
            Node::Group(entries) => Some(Group { sheet: self.sheet, entries, path: self.path }),
            Node::Empty => None,
            _ => {
                self.wants("a group of keys");
                None
            }
        }
    }

    /// The value as JSON.
    pub fn json(&self) -> serde_json::Value {
        if let Some(text) = first_controlled(self.node) {
            self.refuse_control(text);
        }
        self.node.to_json()
    }

    /// Whether the value is one of a few words; which one.
    pub fn one_of<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = words.iter().find(|(word, _)| text.eq_ignore_ascii_case(word));
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let hint = nearest(&text, known.iter().copied()).map_or_else(
                || format!("write one of `{}`", known.join("`, `")),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("`{}` cannot be `{text}`", self.name());
            self.note(self.error("unknown-value", message).hint(hint));
        }
        found.map(|(_, value)| *value)
    }

    /// An error about the value.
    pub fn error(&self, rule: &'static str, message: impl Into<String>) -> Problem {
        Problem::error(rule, Place::new(self.sheet.file, self.path.place(self.sheet)), message)
    }

    /// A warning about the value.
    pub fn warning(&self, rule: &'static str, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Warning, ..self.error(rule, message) }
    }

    /// Notes a problem.
    pub fn note(&self, problem: Problem) {
        self.sheet.note(problem);
    }

    /// Notes that another kind of value is wanted.
    pub fn wants(&self, wanted: &str) {
        let problem = self.wrong(wanted);
        let hint = (wanted == "text").then_some("put the text between quotation marks, in one line");
        self.note(problem.hint(hint.map_or_else(|| format!("write {wanted}"), str::to_owned)));
    }

    fn wrong(&self, wanted: &str) -> Problem {
        let message = format!("`{}` wants {wanted}; this is {}", self.name(), self.node.what());
        self.error("wrong-type", message)
    }

    fn refuse_control(&self, text: &str) {
        if let Some(c) = text.chars().find(|&c| is_unwanted(c)) {
            let message =
                format!("`{}` holds the control character U+{:04X}, which cannot be seen", self.name(), c as u32);
            self.note(self.error("control-character", message).hint("delete it, or write the text anew"));
        }
    }
}

fn is_unwanted(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

fn first_controlled<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match node {
        Node::Text(text) => Some(&**text).filter(|text| text.contains(is_unwanted)),
        Node::List(items) => items.iter().find_map(first_controlled),
        Node::Group(entries) => entries.iter().find_map(|(key, node)| {
            Some(&**key).filter(|key| key.contains(is_unwanted)).or_else(|| first_controlled(node))
        }),
        _ => None,
    }
}
