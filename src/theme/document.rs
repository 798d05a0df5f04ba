//! Reads a YAML file of a theme as a map, and words what is wrong in it.

use serde_json::{Map, Value};

use super::files::File;
use super::yaml_shim;
use crate::problem::{At, Place, Problem, Step, nearest};

/// The file's map, empty where the file is; `None` and a problem where it holds anything else.
pub(super) fn map(file: &File, problems: &mut Vec<Problem>) -> Option<Map<String, Value>> {
    let text = file.text(problems)?;
    match yaml_shim::read(&text) {
        Ok(Value::Object(map)) => Some(map),
        Ok(Value::Null) => Some(Map::new()),
        Ok(other) => {
            let message = format!("`{}` takes a map of keys and values, not {}", file.path, kind_of(&other));
            problems.push(Problem::error("wrong-type", file.place(At::File), message));
            None
        }
        Err((message, byte)) => {
            let at = byte.filter(|byte| text.is_char_boundary(*byte)).map_or(At::File, |byte| At::Bytes(byte..byte));
            problems.push(Problem::error("yaml-syntax", file.place(at), message));
            None
        }
    }
}

/// The path of keys to a value.
pub(super) fn steps(keys: &[&str]) -> Vec<Step> {
    keys.iter().map(|key| Step::Key((*key).to_owned())).collect()
}

/// A value of the wrong type: `keys` leads to it, `takes` says what belongs there.
pub(super) fn wrong_type(file: &File, keys: &[&str], takes: &str, value: &Value) -> Problem {
    wrong_type_at(file.place(At::Value(steps(keys))), &keys.join("."), takes, value)
}

/// As [`wrong_type`], at a place that is at hand.
pub(super) fn wrong_type_at(place: Place, name: &str, takes: &str, value: &Value) -> Problem {
    Problem::error("wrong-type", place, format!("`{name}` takes {takes}, not {}", kind_of(value)))
}

/// A key that nobody knows: `keys` leads to it.
pub(super) fn unknown_key(file: &File, keys: &[&str], known: &[&str]) -> Problem {
    let key = keys.last().copied().unwrap_or_default();
    let message = format!("`{key}` is no key that belongs here");
    Problem::error("unknown-key", file.place(At::Key(steps(keys))), message).hint(suggestion(key, known))
}

/// What to write in place of an unknown name.
pub(super) fn suggestion(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("Write `{near}` if that is meant"),
        None if known.is_empty() => "Remove it".to_owned(),
        None => format!("Use one of {}", ticked(known)),
    }
}

/// Names in backticks with commas between them.
pub(super) fn ticked(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// What a value is, in an editor's words.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}
