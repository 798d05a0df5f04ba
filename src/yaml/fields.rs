//! A YAML text and its groups of keys, with every problem that reading them finds, so that one run finds all.

use std::borrow::Cow;
use std::cell::RefCell;

use super::field::Field;
use super::path::Path;
use super::{Node, Tree};
use crate::problem::{At, Place, Problem, SitePath, nearest};

/// A YAML text being read, and the problems found in it so far.
#[derive(Debug)]
pub struct Sheet<'t> {
    pub(super) file: &'t SitePath,
    pub(super) tree: Tree<'t>,
    pub(super) whole: At,
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

#[cfg(test)]
impl Keys {
    /// Fails unless a JSON Schema of a group has these keys and no others.
    pub fn are_those_of(self, schema: &serde_json::Value) {
        let mut names: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        let mut known = self.known.to_vec();
        names.sort_unstable();
        known.sort_unstable();
        assert_eq!(names, known);
        assert_eq!(schema["additionalProperties"], false);
        assert!(self.synonyms.iter().all(|(_, meant)| known.contains(meant)), "{:?}", self.synonyms);
        assert!(self.synonyms.iter().all(|(other, _)| !known.contains(other)), "{:?}", self.synonyms);
    }
}

/// A group of keys with its place.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a> {
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) entries: &'a [(Cow<'a, str>, Node<'a>)],
    pub(super) path: Path<'a>,
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
    pub(super) fn open(
        sheet: &'a Sheet<'a>,
        entries: &'a [(Cow<'a, str>, Node<'a>)],
        path: Path<'a>,
        keys: Keys,
    ) -> Self {
        Self::open_but(sheet, entries, path, keys, &[])
    }

    /// The same with keys of which has been said already what is wrong.
    pub(super) fn open_but(
        sheet: &'a Sheet<'a>,
        entries: &'a [(Cow<'a, str>, Node<'a>)],
        path: Path<'a>,
        keys: Keys,
        said: &[&str],
    ) -> Self {
        let group = Self { sheet, entries, path };
        let is_known = |key: &str| keys.known.contains(&key) || said.contains(&key);
        for (key, _) in entries.iter().filter(|(key, _)| !is_known(key)) {
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
