//! The reference of templates in Markdown, for theme authors: written from the views' own documentation.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::render::catalogue::{Callable, FILTERS, TESTS, functions};
use crate::render::{Name, Seen, TemplateNames, seen};
use crate::theme::{self, KINDS, Setting};

use super::read;
use super::tree::Parameter;

/// The whole reference: templates with their names, types, functions, filters, tests, and the settings of the theme that
/// is built in.
pub fn reference() -> String {
    let seen = seen();
    [names(&seen), types(&seen), calls(), components(), kinds(), settings()].join("\n")
}

fn names(seen: &Seen) -> String {
    let mut text = String::from("### Names that templates see\n\nEvery template sees:\n\n");
    text += &list(&seen.everywhere);
    text += "\nThe template of a page sees too:\n\n";
    text += &list(&seen.pages);
    text += "\nThe template of a part of a text, in `callouts/` and `markdown/`, sees instead:\n\n";
    text += &list(&seen.parts);
    text += "\nAnd each template sees:\n";
    for template in &seen.templates {
        text += &template_names(template);
    }
    text
}

fn template_names(template: &TemplateNames) -> String {
    let switch = template.switch.map(|switch| format!(" (`pages: {{{switch}: false}}` does without)"));
    let head = format!("\n#### `{}`\n\n{}{}.\n\n", template.template, template.about, switch.unwrap_or_default());
    head + &list(&template.names)
}

fn list(names: &[Name]) -> String {
    let line = |name: &Name| {
        let may = if name.optional { ", where there is one" } else { "" };
        format!("- `{}` ({}{may}): {}\n", name.name, kind(&name.schema), name.about)
    };
    names.iter().map(line).collect()
}

fn types(seen: &Seen) -> String {
    let mut text = String::from("### Types\n\n");
    for (name, schema) in &seen.types {
        let about = one_line(schema.get("description").and_then(Value::as_str).unwrap_or_default());
        let _ = writeln!(text, "#### {name}\n\n{about}\n");
        match schema.get("properties").and_then(Value::as_object) {
            Some(fields) => text += &self::fields(fields),
            None => text += &words(schema),
        }
        text.push('\n');
    }
    text
}

fn fields(fields: &Map<String, Value>) -> String {
    let mut text = String::from("| field | type | |\n| --- | --- | --- |\n");
    for (name, schema) in fields {
        let about = one_line(schema.get("description").and_then(Value::as_str).unwrap_or_default());
        let _ = writeln!(text, "| `{name}` | {} | {} |", kind(schema), about.replace('|', "\\|"));
    }
    text
}

/// A type that is one of a few words.
fn words(schema: &Value) -> String {
    let choices = schema.get("oneOf").or(schema.get("enum")).and_then(Value::as_array).into_iter().flatten();
    let word = |choice: &Value| {
        let (word, about) = match choice {
            Value::String(word) => (word.as_str(), ""),
            choice => {
                (choice.get("const")?.as_str()?, choice.get("description").map_or("", |it| it.as_str().unwrap_or("")))
            }
        };
        Some(format!("- `{word}`{}{}\n", if about.is_empty() { "" } else { ": " }, one_line(about)))
    };
    choices.filter_map(word).collect()
}

/// What a schema says that a value is, in words: `list of Card, or none`.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    match schema.get("format").and_then(Value::as_str) {
        Some("html") => return "HTML".to_owned(),
        Some("words") => return "words".to_owned(),
        Some("settings") => return "settings".to_owned(),
        _ => {}
    }
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        let kinds: Vec<String> = any.iter().map(kind).collect();
        return kinds.join(" or ");
    }
    let named = |name: &str| match name {
        "null" => "none".to_owned(),
        "string" => "text".to_owned(),
        "boolean" => "true or false".to_owned(),
        "integer" | "number" => "number".to_owned(),
        "array" => format!("list of {}", schema.get("items").map_or("anything".to_owned(), kind)),
        _ => "map".to_owned(),
    };
    match schema.get("type") {
        Some(Value::String(name)) => named(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(named).collect::<Vec<_>>().join(" or "),
        _ => "anything".to_owned(),
    }
}

fn calls() -> String {
    let section = |title: &str, table: &[Callable]| {
        let head = format!("### {title}\n\n| name | | takes | example |\n| --- | --- | --- | --- |\n");
        head + &table.iter().map(call).collect::<String>()
    };
    [section("Functions", &functions()), section("Filters", FILTERS), section("Tests", TESTS)].join("\n")
}

fn call(callable: &Callable) -> String {
    let takes = callable.takes.iter().map(|takes| {
        let needed = if takes.needed { " (needed)" } else { "" };
        format!("`{}`{needed}: {}", takes.name, takes.about)
    });
    let takes = takes.collect::<Vec<_>>().join("; ");
    format!("| `{}` | {} | {takes} | `{}` |\n", callable.name, callable.gives, callable.example.replace('|', "\\|"))
}

fn components() -> String {
    let title = format!("### Components of `{}`", theme::DEFAULT);
    let mut text = format!("{title}\n\n| component | | takes | from its surroundings |\n| --- | --- | --- | --- |\n");
    for template in theme::built_in_templates() {
        let tree = read::template(&template.text).unwrap_or_default();
        for component in &tree.components {
            let about = comment_before(&template.text, component.name.range.start);
            let (implicit, given): (Vec<_>, Vec<_>) = component.arguments.iter().partition(|it| it.implicit);
            let given: Vec<String> = given.into_iter().map(parameter).collect();
            let implicit: Vec<String> = implicit.into_iter().map(|it| format!("`{}`", it.name)).collect();
            let (name, given, implicit) = (&component.name.name, given.join(", "), implicit.join(", "));
            let _ = writeln!(text, "| `{name}` | {about} | {given} | {implicit} |");
        }
    }
    text
}

fn parameter(parameter: &Parameter) -> String {
    let kind = parameter.kind.as_ref().map(|kind| format!(": {kind}")).unwrap_or_default();
    format!("`{}`{kind}{}", parameter.name, if parameter.optional { ", optional" } else { "" })
}

/// The comment that stands right before the tag of a component.
fn comment_before(text: &str, name: usize) -> String {
    let tag = text[..name].rfind("{%").unwrap_or_default();
    let comment = text[..tag].trim_end().strip_suffix("#}").and_then(|before| Some(&before[before.rfind("{#")? + 2..]));
    comment.map(|comment| one_line(comment.trim_matches('-'))).unwrap_or_default()
}

fn kinds() -> String {
    let mut text = String::from("### Types of settings\n\n| type | what a site writes |\n| --- | --- |\n");
    for (name, _, takes) in KINDS {
        let _ = writeln!(text, "| `{name}` | {takes} |");
    }
    text
}

fn settings() -> String {
    let title = format!("### Settings of `{}`", theme::DEFAULT);
    let mut text = format!("{title}\n\n| setting | type | default | |\n| --- | --- | --- | --- |\n");
    for (name, setting) in theme::built_in_settings() {
        let _ =
            writeln!(text, "| `{name}` | {} | {} | {} |", setting_kind(&setting), default(&setting), about(&setting));
    }
    text
}

fn setting_kind(setting: &Setting) -> String {
    let name = KINDS.iter().find(|(_, kind, _)| *kind == setting.kind).map_or("", |(name, _, _)| *name);
    if setting.choices.is_empty() {
        return name.to_owned();
    }
    let choices: Vec<String> = setting.choices.iter().map(|choice| format!("`{choice}`")).collect();
    format!("{name}: {}", choices.join(", "))
}

fn default(setting: &Setting) -> String {
    match &setting.default {
        Value::Null => String::new(),
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

fn about(setting: &Setting) -> &str {
    setting.about.as_deref().unwrap_or_default()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
