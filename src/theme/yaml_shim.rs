//! Reads a YAML document as a value.

use serde_json::{Map, Number, Value};

/// The document as a value; where it is none, why not and at which byte.
pub(super) fn read(text: &str) -> Result<Value, (String, Option<usize>)> {
    match serde_yaml::from_str::<serde_yaml::Value>(text) {
        Ok(value) => Ok(convert(value)),
        Err(error) => Err((error.to_string(), error.location().map(|location| location.index()))),
    }
}

fn convert(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(bool) => Value::Bool(bool),
        serde_yaml::Value::Number(number) => convert_number(&number),
        serde_yaml::Value::String(text) => Value::String(text),
        serde_yaml::Value::Sequence(items) => items.into_iter().map(convert).collect(),
        serde_yaml::Value::Mapping(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (key_text(key), convert(value))).collect::<Map<_, _>>())
        }
        serde_yaml::Value::Tagged(tagged) => convert(tagged.value),
    }
}

fn convert_number(number: &serde_yaml::Number) -> Value {
    let float = || number.as_f64().and_then(Number::from_f64);
    let whole = number.as_u64().map(Number::from).or_else(|| number.as_i64().map(Number::from));
    whole.or_else(float).map_or(Value::Null, Value::Number)
}

fn key_text(key: serde_yaml::Value) -> String {
    match key {
        serde_yaml::Value::String(text) => text,
        other => serde_yaml::to_string(&other).unwrap_or_default().trim_end().to_owned(),
    }
}
