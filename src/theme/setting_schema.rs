//! The JSON Schema of a theme's settings, by which editors complete and check them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::setting::{Kind, LENGTHS, Setting};

/// The schema of `settings` in `dateline.yaml`, for a theme with these settings.
pub fn settings_schema(settings: &BTreeMap<String, Setting>) -> Value {
    let properties: serde_json::Map<String, Value> =
        settings.iter().map(|(name, setting)| (name.clone(), schema(setting))).collect();
    json!({
        "description": "Values for the settings that the theme declares.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn schema(setting: &Setting) -> Value {
    let mut schema = match setting.kind {
        Kind::Text => json!({ "type": ["string", "number", "boolean"] }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Colour => json!({ "type": "string" }),
        Kind::Choice => json!({ "enum": setting.choices }),
        Kind::Dates => json!({ "enum": LENGTHS }),
        Kind::List => json!({ "type": "array", "items": { "type": ["string", "number", "boolean"] } }),
        Kind::Image => image(),
        Kind::Links => json!({ "type": "array", "items": link() }),
        Kind::Sections => json!({ "type": "array", "items": section(&setting.choices) }),
    };
    if let Some(about) = &setting.about {
        schema["description"] = json!(about);
    }
    if !setting.default.is_null() {
        schema["default"] = setting.default.clone();
    }
    schema
}

fn image() -> Value {
    json!({
        "anyOf": [
            { "type": "string" },
            {
                "type": "object",
                "additionalProperties": false,
                "required": ["file"],
                "properties": { "file": { "type": "string" }, "alt": { "type": "string" } },
            },
        ],
    })
}

fn link() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": text("Its words, where they are not those of its target."),
            "page": text("A kind of index, such as `topics`, or a file of `content/`."),
            "topic": text("A topic by its name."),
            "source": text("A source by its name."),
            "story": text("A running story by its name."),
            "url": text("A path from the site's root, or a whole address."),
        },
    })
}

fn section(styles: &[String]) -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": text("Its heading, where that is not the name of what it shows."),
            "topic": text("A topic by its name."),
            "source": text("A source by its name."),
            "story": text("A running story by its name."),
            "newest": { "const": true, "description": "The newest entries." },
            "count": { "type": "integer", "minimum": 1, "maximum": 50, "description": "How many entries at most." },
            "style": { "enum": styles, "description": "How it is shown." },
        },
    })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}
