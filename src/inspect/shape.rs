//! What a value in a template can be: which fields it has, what its items are.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::theme::{Kind, Setting, Words};

/// What a value can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Anything: nothing is known of it.
    Any,
    /// Nothing, or not there.
    Nothing,
    /// Text, a number, or `true` or `false`: it has no fields.
    Plain,
    /// Words with a form for each plural category.
    Forms,
    /// A list of such values.
    List(Box<Shape>),
    /// A map whose keys are not known, of such values.
    Map(Box<Shape>),
    /// One of these types, each with its fields.
    Object(BTreeSet<String>),
}

impl Shape {
    /// A value of the type of this name.
    pub fn of(name: &str) -> Self {
        Self::Object(BTreeSet::from([name.to_owned()]))
    }

    /// What a value can be that is the one or the other.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, other) | (other, Self::Nothing) => other,
            (Self::List(one), Self::List(other)) => Self::List(Box::new(one.or(*other))),
            (Self::Map(one), Self::Map(other)) => Self::Map(Box::new(one.or(*other))),
            (Self::Object(one), Self::Object(other)) => Self::Object(&one | &other),
            (one, other) if one == other => one,
            _ => Self::Any,
        }
    }

    /// What the value's items are.
    pub fn item(&self) -> Self {
        match self {
            Self::List(item) | Self::Map(item) => (**item).clone(),
            _ => Self::Any,
        }
    }
}

/// What became of looking up a field.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    /// It is there.
    Found(Shape),
    /// There is no such field, but these.
    Unknown(Vec<String>),
    /// A value that has no fields at all, in the words of a message.
    Fieldless(&'static str),
}

/// The types of all values, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Types {
    objects: BTreeMap<String, BTreeMap<String, Shape>>,
}

/// The names of the types that no view has.
const SETTINGS: &str = "settings";
const WORDS: &str = "words";

impl Types {
    /// Takes the types of views, the theme's settings and its words together.
    pub fn new(
        types: &Map<String, Value>,
        settings: &BTreeMap<String, Setting>,
        words: &BTreeMap<String, Words>,
    ) -> Self {
        let mut all = Self::default();
        for (name, schema) in types {
            let fields = schema.get("properties").and_then(Value::as_object);
            // A type without fields is a word of a few.
            let Some(fields) = fields else { continue };
            let fields = fields.iter().map(|(field, schema)| (field.clone(), shape(schema, types))).collect();
            all.objects.insert(name.clone(), fields);
        }
        let setting = |(name, setting): (&String, &Setting)| (name.clone(), setting_shape(setting.kind));
        all.objects.insert(SETTINGS.to_owned(), settings.iter().map(setting).collect());
        let word = |(name, words): (&String, &Words)| match words {
            Words::Text(_) => (name.clone(), Shape::Plain),
            Words::Plural(_) => (name.clone(), Shape::Forms),
        };
        all.objects.insert(WORDS.to_owned(), words.iter().map(word).collect());
        all
    }

    /// A field of a value.
    pub fn field(&self, of: &Shape, name: &str) -> Lookup {
        let names = match of {
            Shape::Any | Shape::Nothing => return Lookup::Found(Shape::Any),
            Shape::Map(value) => return Lookup::Found((**value).clone()),
            Shape::Forms => return Lookup::Found(Shape::Plain),
            Shape::Plain => return Lookup::Fieldless("a single value"),
            Shape::List(_) => return Lookup::Fieldless("a list"),
            Shape::Object(names) => names,
        };
        let objects = names.iter().filter_map(|name| self.objects.get(name));
        match objects.clone().filter_map(|fields| fields.get(name).cloned()).reduce(Shape::or) {
            Some(shape) => Lookup::Found(shape),
            None => Lookup::Unknown(objects.flat_map(|fields| fields.keys().cloned()).collect()),
        }
    }

    /// Whether a value is the theme's words.
    pub fn is_words(of: &Shape) -> bool {
        matches!(of, Shape::Object(names) if names.contains(WORDS))
    }
}

/// The shape of a value with this schema; `types` are those that it refers to.
pub(super) fn shape(schema: &Value, types: &Map<String, Value>) -> Shape {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
        let has_fields = types.get(name).is_some_and(|named| named.get("properties").is_some());
        return if has_fields { Shape::of(name) } else { Shape::Plain };
    }
    match schema.get("format").and_then(Value::as_str) {
        Some("words") => return Shape::of(WORDS),
        Some("settings") => return Shape::of(SETTINGS),
        _ => {}
    }
    if let Some(any) = ["anyOf", "oneOf"].iter().find_map(|key| schema.get(key).and_then(Value::as_array)) {
        return any.iter().map(|one| shape(one, types)).reduce(Shape::or).unwrap_or(Shape::Any);
    }
    let named = |kind: &str| match kind {
        "null" => Shape::Nothing,
        "array" => Shape::List(Box::new(schema.get("items").map_or(Shape::Any, |items| shape(items, types)))),
        "object" => {
            let values = schema.get("additionalProperties").filter(|values| values.is_object());
            Shape::Map(Box::new(values.map_or(Shape::Any, |values| shape(values, types))))
        }
        _ => Shape::Plain,
    };
    match schema.get("type") {
        Some(Value::String(kind)) => named(kind),
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).map(named).reduce(Shape::or).unwrap_or(Shape::Any)
        }
        _ if schema.get("const").is_some() || schema.get("enum").is_some() => Shape::Plain,
        _ => Shape::Any,
    }
}

fn setting_shape(kind: Kind) -> Shape {
    match kind {
        Kind::List => Shape::List(Box::new(Shape::Plain)),
        Kind::Links => Shape::List(Box::new(Shape::of("SettingLink"))),
        Kind::Image => Shape::of("PictureView"),
        _ => Shape::Plain,
    }
}
