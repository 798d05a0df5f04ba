//! Typed fields out of a YAML text: each reader gives what is right and notes what is wrong, so that one run finds all.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::RangeInclusive;

use super::locate::written;
use super::{Node, Tree};
use crate::problem::{At, Place, Problem, SitePath, Step, nearest};

/// A YAML text being read, and the problems found in it so far.
#[derive(Debug)]
pub struct Sheet<'t> {
    file: &'t SitePath,
    tree: Tree<'t>,
    whole: At,
    problems: RefCell<Vec<Problem>>,
}

/// The keys that a group may hold.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// Their names.
    pub known: &'static [&'static str],
    /// Names that people coming from elsewhere write, each with the key that is meant.
    pub synonyms: &'static [(&'static str, &'static str)],
}

/// A group of keys with its place.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a> {
    sheet: &'a Sheet<'a>,
    entries: &'a [(Cow<'a, str>, Node<'a>)],
    path: Path<'a>,
}

/// A value with its place.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    sheet: &'a Sheet<'a>,
    node: &'a Node<'a>,
    path: Path<'a>,
}

/// The way to a value, linked from its end so that it costs nothing until a problem asks for it.
#[derive(Clone, Copy, Debug)]
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl<'t> Sheet<'t> {
    /// Reads the text that begins at byte `start` of `file`; keys that are written twice are noted.
    ///
    /// # Errors
    ///
    /// Where the text cannot be read at all.
    pub fn open(file: &'t SitePath, text: &'t str, start: usize, limit: usize) -> Result<Self, Box<Problem>> {
        let tree = Tree::parse(text, limit).map_err(|fault| Box::new(fault.problem(file, start)))?;
        let problems = tree.duplicates().into_iter().map(|fault| fault.problem(file, start)).collect();
        Ok(Self { file, tree, whole: At::File, problems: RefCell::new(problems) })
    }

    /// The same sheet with a place for problems of the whole: what is missing, say.
    #[must_use]
    pub fn of_whole(self, whole: At) -> Self {
        Self { whole, ..self }
    }

    /// The whole as a group of keys (an empty text is an empty group), unknown keys noted.
    pub fn root(&self, keys: Keys) -> Option<Group<'_>> {
        let field = Field { sheet: self, node: &self.tree.root, path: Path::Root };
        match field.node {
            Node::Empty => Some(Group { sheet: self, entries: &[], path: Path::Root }),
            Node::Group(entries) => Some(Group::open(self, entries, Path::Root, keys)),
            other => {
                let message = format!("lines of `key: value` are wanted here; this is {}", other.what());
                self.note(field.error("yaml-syntax", message).hint("write a key and a colon before the value"));
                None
            }
        }
    }

    /// Notes a problem.
    pub fn note(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// What was found.
    pub fn problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }
}

impl<'a> Group<'a> {
    fn open(sheet: &'a Sheet<'a>, entries: &'a [(Cow<'a, str>, Node<'a>)], path: Path<'a>, keys: Keys) -> Self {
        let group = Self { sheet, entries, path };
        for (key, _) in entries.iter().filter(|(key, _)| !keys.known.contains(&&**key)) {
            sheet.note(group.unknown(key, keys));
        }
        group
    }

    fn unknown(&self, key: &str, keys: Keys) -> Problem {
        let within = match self.path {
            Path::Root => String::new(),
            path => format!(" of `{}`", path.name()),
        };
        let at = At::Key(Path::Key(&self.path, key).steps());
        let problem = Problem::error("unknown-key", self.place(at), format!("`{key}` is not a key{within}"));
        let lower = key.to_lowercase();
        let synonym = keys.synonyms.iter().find(|(other, _)| *other == lower).map(|(_, meant)| *meant);
        match synonym.or_else(|| nearest(key, keys.known.iter().copied())) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None if keys.known.contains(&"extra") => problem.hint("move it under `extra` if the theme wants it"),
            None => problem.hint(format!("write one of `{}`", keys.known.join("`, `"))),
        }
    }

    fn place(&self, at: At) -> Place {
        Place::new(self.sheet.file, at)
    }

    /// The value of a key, where there is one that is not empty.
    pub fn field<'s>(&'s self, key: &'s str) -> Option<Field<'s>> {
        let (_, node) = self.entries.iter().find(|(name, node)| name == key && *node != Node::Empty)?;
        Some(Field { sheet: self.sheet, node, path: Path::Key(&self.path, key) })
    }

    /// Every key with its value, in their order; of a key that is written twice, both.
    pub fn fields<'s>(&'s self) -> impl Iterator<Item = (&'s str, Field<'s>)> {
        let field = |key, node| Field { sheet: self.sheet, node, path: Path::Key(&self.path, key) };
        self.entries.iter().map(move |(key, node)| (&**key, field(key, node)))
    }

    /// Text, its ends trimmed; `None` where there is none.
    pub fn text(&self, key: &str) -> Option<String> {
        self.field(key)?.text()
    }

    /// Texts: one, or a list of them.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.field(key).map(|field| field.texts()).unwrap_or_default()
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.field(key)?.flag()
    }

    /// The free values of the group under a key.
    pub fn free(&self, key: &str) -> std::collections::BTreeMap<String, serde_json::Value> {
        let Some(field) = self.field(key) else { return Default::default() };
        let Some(group) = field.free_group() else { return Default::default() };
        group.fields().map(|(key, field)| (key.to_owned(), field.json())).collect()
    }

    /// An error about the group as a whole, or, at the root, about the file.
    pub fn error(&self, rule: &'static str, message: impl Into<String>) -> Problem {
        Problem::error(rule, self.place(self.path.place(self.sheet)), message)
    }

    /// Notes a problem.
    pub fn note(&self, problem: Problem) {
        self.sheet.note(problem);
    }
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
        Problem { severity: crate::problem::Severity::Warning, ..self.error(rule, message) }
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

impl Path<'_> {
    fn place(&self, sheet: &Sheet<'_>) -> At {
        match self {
            Path::Root => sheet.whole.clone(),
            path => At::Value(path.steps()),
        }
    }

    fn steps(&self) -> Vec<Step> {
        match self {
            Path::Root => Vec::new(),
            Path::Key(parent, key) => [parent.steps(), vec![Step::Key((*key).to_owned())]].concat(),
            Path::Item(parent, item) => [parent.steps(), vec![Step::Item(*item)]].concat(),
        }
    }

    fn name(&self) -> String {
        match self {
            Path::Root => String::new(),
            Path::Key(Path::Root, key) => (*key).to_owned(),
            Path::Key(parent, key) => [&parent.name(), *key].join(".").trim_start_matches('.').to_owned(),
            Path::Item(parent, _) => parent.name(),
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

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: Keys =
        Keys { known: &["headline", "draft", "topics", "photo", "page"], synonyms: &[("tags", "topics")] };
    const PHOTO: Keys = Keys { known: &["file", "credit"], synonyms: &[] };

    #[test]
    fn one_run_finds_all_problems() {
        let text = "headlin: x\ntags: [a]\ndraft: yes\nphoto: {file: [a], credits: b}\npage: 0\nzzz: 1\ndraft: true\n";
        let file = SitePath::new("a.md");
        let sheet = Sheet::open(&file, text, 0, 1024).unwrap();
        {
            let group = sheet.root(KEYS).unwrap();
            assert_eq!(group.flag("draft"), None);
            let photo = group.field("photo").unwrap();
            photo.group(PHOTO).unwrap().text("file");
            group.field("page").unwrap().number(1..=100);
        }
        let found: Vec<(String, String)> =
            sheet.problems().into_iter().map(|problem| (problem.message, problem.hints.concat())).collect();
        let wanted = [
            ("`draft` is written twice", "keep one `draft` and delete the other"),
            ("`headlin` is not a key", "did you mean `headline`?"),
            ("`tags` is not a key", "did you mean `topics`?"),
            ("`zzz` is not a key", "write one of `headline`, `draft`, `topics`, `photo`, `page`"),
            ("`draft` wants true or false; this is text", "write `true`"),
            ("`credits` is not a key of `photo`", "did you mean `credit`?"),
            ("`photo.file` wants text; this is a list", "put the text between quotation marks, in one line"),
            ("`page` wants a whole number from 1 to 100", "write `20`, for example"),
        ];
        assert_eq!(found, wanted.map(|(message, hint)| (message.to_owned(), hint.to_owned())));
    }

    #[test]
    fn text_stays_text() {
        let file = SitePath::new("a.md");
        for (written, read) in [
            ("No", Some("No")),
            ("2017", Some("2017")),
            ("2017-04-12", Some("2017-04-12")),
            ("1.50", Some("1.50")),
            ("017", Some("017")),
            ("0x1F", Some("0x1F")),
            ("True", Some("True")),
            (".inf", Some(".inf")),
            ("340282366920938463463374607431768211455", Some("340282366920938463463374607431768211455")),
            ("1e3", Some("1e3")),
            ("\"  a \"", Some("a")),
            ("~", None),
            ("", None),
            ("\"\"", None),
            ("|\n  two\n  lines", Some("two\nlines")),
        ] {
            let text = format!("headline: {written}\n");
            let sheet = Sheet::open(&file, &text, 0, 1024).unwrap();
            assert_eq!(sheet.root(KEYS).unwrap().text("headline").as_deref(), read, "{written}");
            assert_eq!(sheet.problems(), []);
        }
        let sheet = Sheet::open(&file, "topics: [2017, No, 1.50, ~]\n", 0, 1024).unwrap();
        assert_eq!(sheet.root(KEYS).unwrap().texts("topics"), ["2017", "No", "1.50"]);
    }

    #[test]
    fn control_characters_are_refused() {
        let file = SitePath::new("a.md");
        let sheet = Sheet::open(&file, "headline: \"a\\u0007b\"\n", 0, 1024).unwrap();
        sheet.root(KEYS).unwrap().text("headline");
        assert_eq!(sheet.problems()[0].rule, "control-character");
    }
}
