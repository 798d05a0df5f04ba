//! Reads a YAML file of a theme as a group of keys, and words what is wrong in it.

use serde_json::{Map, Value};

use super::files::File;
use crate::problem::{At, Place, Problem, Step, nearest};
use crate::yaml::{FILE_LIMIT, Fault, Tree};

/// The file's map, empty where the file is; `None` and a problem where it holds anything else.
pub(super) fn map(file: &File, problems: &mut Vec<Problem>) -> Option<Map<String, Value>> {
    let text = file.text(problems)?;
    let tree = match Tree::parse(&text, FILE_LIMIT) {
        Ok(tree) => tree,
        Err(fault) => {
            problems.push(placed(file, fault));
            return None;
        }
    };
    problems.extend(tree.duplicates().into_iter().map(|fault| placed(file, fault)));
    match tree.root.to_json() {
        Value::Object(map) => Some(map),
        Value::Null => Some(Map::new()),
        other => {
            let message = format!("`{}` takes a group of keys, not {}", file.path, kind_of(&other));
            problems.push(Problem::error("wrong-type", file.place(At::File), message));
            None
        }
    }
}

/// A fault of the text as a problem of its file.
fn placed(file: &File, fault: Fault) -> Problem {
    let at = fault.at.clone().map_or(At::File, At::Bytes);
    Problem { place: Some(file.place(at)), ..fault.problem(&file.path, 0) }
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
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "remove it".to_owned(),
        None => format!("use one of {}", ticked(known)),
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
        Value::Object(_) => "a group of keys",
    }
}
