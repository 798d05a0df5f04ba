//! Free values in a form from which they can be read again without knowing what they are: for what a build keeps of its
//! texts.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};

use super::entry::Extra;

/// A value that says its kind.
#[derive(Serialize, Deserialize)]
enum Free {
    Nothing,
    Bool(bool),
    Positive(u64),
    Negative(i64),
    Fraction(f64),
    Text(String),
    List(Vec<Free>),
    Map(Vec<(String, Free)>),
}

pub(super) fn serialize<S: Serializer>(extra: &Extra, serializer: S) -> Result<S::Ok, S::Error> {
    let values: Vec<(&str, Free)> = extra.iter().map(|(name, value)| (name.as_str(), Free::of(value))).collect();
    values.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Extra, D::Error> {
    let values: Vec<(String, Free)> = Vec::deserialize(deserializer)?;
    Ok(values.into_iter().map(|(name, value)| (name, value.read())).collect())
}

impl Free {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::of_number(number),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Object(map) => Self::Map(map.iter().map(|(name, value)| (name.clone(), Self::of(value))).collect()),
        }
    }

    fn of_number(number: &Number) -> Self {
        match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => Self::Positive(number),
            (None, Some(number)) => Self::Negative(number),
            (None, None) => number.as_f64().map_or(Self::Nothing, Self::Fraction),
        }
    }

    fn read(self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Positive(number) => Value::from(number),
            Self::Negative(number) => Value::from(number),
            Self::Fraction(number) => Value::from(number),
            Self::Text(text) => Value::String(text),
            Self::List(items) => Value::Array(items.into_iter().map(Self::read).collect()),
            Self::Map(map) => Value::Object(map.into_iter().map(|(name, value)| (name, value.read())).collect()),
        }
    }
}
