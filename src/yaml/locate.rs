//! Where a value stands in a YAML text: a second walk that raises an error on purpose at the end of a path.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::tree::KeyText;
use crate::problem::Step;

/// The byte at which the value at the end of `path` begins, or its key; `None` when there is none.
pub fn locate(text: &str, path: &[Step], key: bool) -> Option<usize> {
    find(text, &hops(path), key)
}

/// A scalar exactly as written (quotation marks and escapes resolved); `None` for lists and groups.
pub fn written(text: &str, path: &[Step]) -> Option<String> {
    let found = RefCell::new(None);
    let probe = Probe { path: &hops(path), goal: Goal::Text(&found) };
    let _stopped = probe.deserialize(serde_yaml::Deserializer::from_str(text));
    found.into_inner()
}

/// The bytes of the key or value that begins at `at`: to the closing quotation mark or bracket, or to where plain text
/// ends, always within its line.
pub fn span(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
    let rest = text[at..].split(['\n', '\r']).next().unwrap_or_default();
    let length = match rest.bytes().next() {
        Some(quote @ (b'"' | b'\'')) => rest[1..].find(char::from(quote)).map_or(rest.len(), |end| end + 2),
        Some(b'[' | b'{') => closing(rest),
        _ => plain(rest, in_flow(&text[start..at])),
    };
    let length = rest[..length].trim_end().len().max(rest.chars().next().map_or(0, char::len_utf8));
    at..at + length
}

fn closing(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (i, byte) in rest.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth == 1 => return i + 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    rest.len()
}

fn plain(rest: &str, in_flow: bool) -> usize {
    let bytes = rest.as_bytes();
    let next_is_blank = |i: usize| bytes.get(i + 1).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    let end = |(i, &byte): (usize, &u8)| match byte {
        b':' => next_is_blank(i),
        b' ' => bytes.get(i + 1) == Some(&b'#'),
        b',' | b']' | b'}' => in_flow,
        _ => false,
    };
    // The first sign may be an indicator of its own (`- a`, `: a`) that the parser objects to.
    bytes.iter().enumerate().skip(1).find(|&it| end(it)).map_or(rest.len(), |(i, _)| i)
}

fn in_flow(before: &str) -> bool {
    let opened = before.matches(['[', '{']).count();
    opened > before.matches([']', '}']).count()
}

/// One step of the walk; [`Hop::Entry`] is the group's nth key, whatever its name.
#[derive(Clone, Copy, Debug)]
pub enum Hop<'a> {
    Key(&'a str),
    Item(usize),
    Entry(usize),
}

pub fn find(text: &str, path: &[Hop<'_>], key: bool) -> Option<usize> {
    let probe = Probe { path, goal: if key { Goal::Key } else { Goal::Value } };
    let error = probe.deserialize(serde_yaml::Deserializer::from_str(text)).err()?;
    Some(error.location()?.index()).filter(|&at| error.to_string().contains(HERE) && text.is_char_boundary(at))
}

fn hops(path: &[Step]) -> Vec<Hop<'_>> {
    path.iter()
        .map(|step| match step {
            Step::Key(key) => Hop::Key(key),
            Step::Item(i) => Hop::Item(*i),
        })
        .collect()
}

const HERE: &str = "\u{1}here";

/// What to do at the end of the path.
#[derive(Clone, Copy)]
enum Goal<'a> {
    Key,
    Value,
    Text(&'a RefCell<Option<String>>),
}

/// Walks to the end of `path` and stops there with an error, whose place the parser knows.
#[derive(Clone, Copy)]
struct Probe<'a> {
    path: &'a [Hop<'a>],
    goal: Goal<'a>,
}

impl<'a> Probe<'a> {
    fn rest(self) -> Self {
        Self { path: &self.path[1..], ..self }
    }
}

impl<'de> DeserializeSeed<'de> for Probe<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.goal {
            Goal::Text(found) if self.path.is_empty() => {
                *found.borrow_mut() = Some(deserializer.deserialize_str(KeyText)?.into_owned());
                Err(D::Error::custom(HERE))
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

/// At the end of the path every kind of value is the place that was looked for; before it, scalars lead nowhere.
macro_rules! scalars {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E: Error>(self, _: $type) -> Result<(), E> {
            if self.path.is_empty() { Err(E::custom(HERE)) } else { Ok(()) }
        })*
    };
}

impl<'de> Visitor<'de> for Probe<'_> {
    type Value = ();

    scalars!(visit_bool: bool, visit_u64: u64, visit_i64: i64, visit_u128: u128, visit_i128: i128, visit_f64: f64,
        visit_str: &str);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if self.path.is_empty() { Err(E::custom(HERE)) } else { Ok(()) }
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(Error::custom(HERE))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let wanted = match self.path.first() {
            None => return Err(Error::custom(HERE)),
            Some(Hop::Item(i)) => Some(*i),
            Some(_) => None,
        };
        let mut at = 0;
        loop {
            let more = if wanted == Some(at) {
                list.next_element_seed(self.rest())?.is_some()
            } else {
                list.next_element::<IgnoredAny>()?.is_some()
            };
            if !more {
                return Ok(());
            }
            at += 1;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut group: A) -> Result<(), A::Error> {
        let Some(&hop) = self.path.first() else { return Err(Error::custom(HERE)) };
        let stop = self.path.len() == 1 && matches!(self.goal, Goal::Key);
        let mut at = 0;
        while let Some(hit) = group.next_key_seed(KeyProbe { hop, at, stop })? {
            if hit {
                group.next_value_seed(self.rest())?;
            } else {
                group.next_value::<IgnoredAny>()?;
            }
            at += 1;
        }
        Ok(())
    }
}

/// Compares a key with what is looked for, and stops at it when the key itself is the goal.
#[derive(Clone, Copy)]
struct KeyProbe<'a> {
    hop: Hop<'a>,
    at: usize,
    stop: bool,
}

impl<'de> DeserializeSeed<'de> for KeyProbe<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeyProbe<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<bool, E> {
        let hit = match self.hop {
            Hop::Key(wanted) => wanted == key,
            Hop::Entry(wanted) => wanted == self.at,
            Hop::Item(_) => false,
        };
        if hit && self.stop { Err(E::custom(HERE)) } else { Ok(hit) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# note\nheadline: Ünï \"x\" # why\ntopics: [Harbour, 1.50]\nphoto:\n  file: a.jpg\r\n  credit: 'B. Ö'\n\
                        links:\n  - url: u1\n  - url: u2\n    draft: yes\n";

    fn path(path: &str) -> Vec<Step> {
        path.split('.').map(|part| part.parse().map_or_else(|_| Step::Key(part.into()), Step::Item)).collect()
    }

    #[test]
    fn keys_and_values_are_found_with_their_span() {
        for (steps, key, wanted) in [
            ("headline", false, Some("Ünï \"x\"")),
            ("headline", true, Some("headline")),
            ("topics", false, Some("[Harbour, 1.50]")),
            ("topics.0", false, Some("Harbour")),
            ("topics.1", false, Some("1.50")),
            ("topics.2", false, None),
            ("photo.credit", false, Some("'B. Ö'")),
            ("photo.file", false, Some("a.jpg")),
            ("photo.credit", true, Some("credit")),
            ("links.1.draft", true, Some("draft")),
            ("links.1.draft", false, Some("yes")),
            ("nope", true, None),
            ("headline.deeper", false, None),
        ] {
            let found = locate(TEXT, &path(steps), key).map(|at| &TEXT[span(TEXT, at)]);
            assert_eq!(found, wanted, "{steps}");
        }
    }

    #[test]
    fn scalars_come_as_written() {
        let text = "a: 1.50\nb: [No, 0x1F, ~]\nc: {d: True}\n";
        for (steps, wanted) in [("a", "1.50"), ("b.0", "No"), ("b.1", "0x1F"), ("b.2", "~"), ("c.d", "True")] {
            assert_eq!(written(text, &path(steps)).as_deref(), Some(wanted));
        }
        assert_eq!(written(text, &path("b")), None);
    }
}
