//! A YAML text as nodes: scalars as they are typed by YAML 1.2, groups of keys in their order with doubled keys kept.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use rustc_hash::FxHashSet;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::Number;

use super::locate::{Hop, find};
use super::{Fault, guard, words};

/// A parsed text.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree<'t> {
    /// The text.
    pub text: &'t str,
    /// What it holds.
    pub root: Node<'t>,
    doubled: bool,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Node<'t> {
    /// Nothing, `~` or `null`.
    Empty,
    /// `true` or `false`.
    Flag(bool),
    /// A number; how it was written is asked of [`fn@super::locate`].
    Number(Number),
    /// A number that JSON does not hold, as text: beyond 64 bits, or infinite.
    Beyond(String),
    /// Text.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Node<'t>>),
    /// A group of keys, a doubled key twice.
    Group(Vec<(Cow<'t, str>, Node<'t>)>),
}

impl<'t> Tree<'t> {
    /// Reads a text of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// Where the text is no YAML or goes beyond the limits.
    pub fn parse(text: &'t str, limit: usize) -> Result<Self, Fault> {
        let anchors = guard::check(text, limit)?;
        let budget = Budget { nodes: Cell::new(text.len() + 10_000), doubled: Cell::new(false) };
        let root = (&budget).deserialize(serde_yaml::Deserializer::from_str(text));
        let root = root.map_err(|error| words::fault(&error, text))?;
        if let Some(fault) = guard::lost(text, anchors) {
            return Err(fault);
        }
        Ok(Self { text, root, doubled: budget.doubled.get() })
    }

    /// An error for each key that is written twice in its group, at the second.
    pub fn duplicates(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.doubled {
            collect_doubled(&self.root, self.text, &mut Vec::new(), &mut faults);
        }
        faults
    }
}

impl Node<'_> {
    /// What it is, in an editor's words.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Flag(_) => "true or false",
            Self::Number(_) | Self::Beyond(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Group(_) => "a group of keys",
        }
    }

    /// The value as JSON; of a doubled key the first counts.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Self::Empty => Value::Null,
            Self::Flag(flag) => Value::Bool(*flag),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Beyond(number) => Value::String(number.clone()),
            Self::Text(text) => Value::String(text.clone().into_owned()),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Group(entries) => {
                entries.iter().rev().map(|(key, node)| (key.clone().into_owned(), node.to_json())).collect()
            }
        }
    }
}

fn collect_doubled<'n>(node: &'n Node<'_>, text: &str, path: &mut Vec<Hop<'n>>, faults: &mut Vec<Fault>) {
    match node {
        Node::List(items) => {
            for (i, item) in items.iter().enumerate() {
                path.push(Hop::Item(i));
                collect_doubled(item, text, path, faults);
                path.pop();
            }
        }
        Node::Group(entries) => {
            let mut seen = FxHashSet::default();
            for (i, (key, value)) in entries.iter().enumerate() {
                path.push(Hop::Entry(i));
                if !seen.insert(key) {
                    let at = find(text, path, true).map(|at| super::span(text, at));
                    faults.push(
                        Fault::new("duplicate-key", at, format!("`{key}` is written twice"))
                            .hint(format!("keep one `{key}` and delete the other")),
                    );
                }
                collect_doubled(value, text, path, faults);
                path.pop();
            }
        }
        _ => {}
    }
}

/// How many nodes may still come (aliases multiply them), and whether a key came twice.
struct Budget {
    nodes: Cell<usize>,
    doubled: Cell<bool>,
}

impl Budget {
    fn spend<E: Error>(&self) -> Result<(), E> {
        let left = self.nodes.get().checked_sub(1).ok_or_else(|| E::custom(words::TOO_MANY))?;
        self.nodes.set(left);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for &Budget {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        self.spend()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &Budget {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node<'de>, E> {
        Ok(Node::Empty)
    }

    fn visit_none<E: Error>(self) -> Result<Node<'de>, E> {
        Ok(Node::Empty)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Node<'de>, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node<'de>, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node<'de>, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Node<'de>, E> {
        Ok(Node::Beyond(number.to_string()))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Node<'de>, E> {
        Ok(Node::Beyond(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Node<'de>, E> {
        Ok(Number::from_f64(number).map_or_else(|| Node::Beyond(number.to_string()), Node::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut group: A) -> Result<Node<'de>, A::Error> {
        let mut entries: Vec<(Cow<'de, str>, Node<'de>)> = Vec::with_capacity(8);
        let mut seen = FxHashSet::default();
        while let Some(key) = group.next_key_seed(KeyText)? {
            let doubled = if entries.len() < 16 {
                entries.iter().any(|(known, _)| *known == key)
            } else {
                if seen.is_empty() {
                    seen.extend(entries.iter().map(|(known, _)| known.clone()));
                }
                !seen.insert(key.clone())
            };
            self.doubled.set(self.doubled.get() || doubled);
            let value = group.next_value_seed(self)?;
            entries.push((key, value));
        }
        Ok(Node::Group(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Node<'de>, A::Error> {
        let (tag, value) = tagged.variant_seed(KeyText)?;
        value.newtype_variant_seed(self)?;
        Err(Error::custom(format!("{}{tag}", words::TAG)))
    }
}

/// A key as it is written, whatever YAML would make of it.
pub struct KeyText;

impl<'de> DeserializeSeed<'de> for KeyText {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeyText {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(words::KEY)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_typed_as_yaml_1_2_has_them() {
        let tree = Tree::parse("a: No\nb: 017\nc: true\nd: 2017-04-12\ne: ~\nf:\ng: 1.50\n2017: x\n", 1024).unwrap();
        let json = tree.root.to_json();
        let wanted = serde_json::json!({
            "a": "No", "b": "017", "c": true, "d": "2017-04-12", "e": null, "f": null, "g": 1.5, "2017": "x"
        });
        assert_eq!(json, wanted);
    }

    #[test]
    fn doubled_keys_are_found_at_any_depth() {
        let text = "a: 1\nextra:\n  - {x: 1, y: {z: 1, z: 2}}\n  - x: 1\na: 2\n";
        let faults = Tree::parse(text, 1024).unwrap().duplicates();
        let at: Vec<usize> = faults.iter().filter_map(|fault| Some(fault.at.clone()?.start)).collect();
        assert_eq!(at, [text.find("z: 2").unwrap(), text.rfind("a: 2").unwrap()]);
        let long: String = (0..40).map(|i| format!("k{i}: 1\n")).collect::<String>() + "k3: 2\n";
        assert_eq!(Tree::parse(&long, 1024).unwrap().duplicates().len(), 1);
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for (name, inner) in ["b", "c", "d", "e", "f", "g", "h"].iter().zip(["a", "b", "c", "d", "e", "f", "g"]) {
            text += &format!("{name}: &{name} [{}]\n", vec![format!("*{inner}"); 9].join(", "));
        }
        assert_eq!(Tree::parse(&text, 4096).unwrap_err().rule, "too-many-aliases");
    }
}
