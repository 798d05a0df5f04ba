//! The arguments that templates give to questions, checked.

use tera::{Error, Kwargs, TeraResult, Value};

use crate::view::Choice;

use super::{FUNCTIONS, LIMIT, named_arguments};

/// What `entries` is asked for.
pub(super) fn choice(kwargs: &Kwargs) -> TeraResult<Choice> {
    let known = FUNCTIONS.iter().find(|function| function.name == "entries");
    let known: Vec<&str> =
        known.into_iter().flat_map(|function| function.arguments).map(|argument| argument.name).collect();
    refuse_unknown(kwargs, "entries", &known)?;
    let mut choice = Choice { names: Vec::new(), year: year(kwargs)?, limit: limit(kwargs)? };
    for (argument, names) in named_arguments() {
        let Some(value) = kwargs.get::<&Value>(argument)? else { continue };
        let name = value.as_str().ok_or_else(|| wrong(argument, "a name as text", value))?;
        choice.names.push((names, name.to_owned()));
    }
    Ok(choice)
}

/// Refuses an argument that the function does not take.
pub(super) fn refuse_unknown(kwargs: &Kwargs, function: &str, known: &[&str]) -> TeraResult<()> {
    let unknown = kwargs.iter().filter_map(|(name, _)| name.as_str()).find(|name| !known.contains(name));
    let Some(unknown) = unknown else { return Ok(()) };
    Err(Error::message(match known {
        [] => format!("`{unknown}` is no argument of `{function}`, which takes none"),
        // In the words of Tera, from which the nearest name is found for a hint.
        known => format!("`{unknown}` is no argument of `{function}`. Available arguments: {}", known.join(", ")),
    }))
}

fn year(kwargs: &Kwargs) -> TeraResult<Option<i16>> {
    let Some(value) = kwargs.get::<&Value>("year")? else { return Ok(None) };
    let year = whole(value).and_then(|year| i16::try_from(year).ok()).filter(|year| (1..=9999).contains(year));
    year.map(Some).ok_or_else(|| wrong("year", "a year such as 2017", value))
}

fn limit(kwargs: &Kwargs) -> TeraResult<usize> {
    let Some(value) = kwargs.get::<&Value>("limit")? else { return Ok(LIMIT) };
    let limit = whole(value).and_then(|limit| usize::try_from(limit).ok());
    limit.ok_or_else(|| wrong("limit", "a whole number that is not below 0", value))
}

/// A whole number as a template writes or reckons it.
fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as i64))
}

fn wrong(argument: &str, wants: &str, value: &Value) -> Error {
    let given = if value.is_none() || value.is_undefined() {
        "nothing".to_owned()
    } else if value.is_number() || value.as_bool().is_some() {
        format!("`{value}`")
    } else if let Some(text) = value.as_str() {
        format!("the text `{text}`")
    } else {
        "a list or a map".to_owned()
    };
    Error::message(format!("`{argument}` of `entries` wants {wants} and was given {given}"))
}
