//! Readers for fields that several kinds of document have.

use jiff::tz::TimeZone;

use crate::date::{Moment, WrittenDate};
use crate::problem::Problem;
use crate::yaml::{Field, Group, Node, quoted};
use crate::{address, language, slug};

/// Two names for one field; naming both is an error.
pub fn either(group: &Group<'_>, name: &str, other: &str) -> Option<String> {
    if let (Some(_), Some(field)) = (group.field(name), group.field(other)) {
        let message = format!("`{name}` and `{other}` say the same thing twice");
        group.note(field.error("said-twice", message).hint(format!("keep `{name}` and delete `{other}`")));
    }
    group.text(name).or_else(|| group.text(other))
}

/// The title in front matter, or else the first heading of the text; a heading that both hides and differs is noted.
pub fn title(group: &Group<'_>, key: &str, written: Option<String>, heading: Option<&str>) -> Option<String> {
    let differs = |written: &String| heading.is_some_and(|heading| heading.trim() != written);
    if let (Some(field), Some(heading)) = (group.field(key), heading.filter(|_| written.as_ref().is_some_and(differs)))
    {
        let message = format!("the text begins with the heading `{heading}`, which is not shown beside `{key}`");
        group.note(field.warning("second-title", message).hint(format!("delete it, or write it as `## {heading}`")));
    }
    let title = written.or_else(|| heading.map(str::to_owned).filter(|heading| !heading.trim().is_empty()));
    if title.is_none() && group.field(key).is_none_or(|field| field.node().what() == "text") {
        let rule = if key == "headline" { "missing-headline" } else { "missing-title" };
        group.note(
            group
                .error(rule, format!("`{key}` is missing"))
                .hint(format!("write `{key}: …` between the lines `---`, or begin the text with a line `# …`")),
        );
    }
    title
}

/// A date or date-time in the site's time zone.
pub fn moment(group: &Group<'_>, key: &str, zone: &TimeZone) -> Option<Moment> {
    let field = group.field(key)?;
    let text = field.text()?;
    match WrittenDate::parse(&text).and_then(|date| date.resolve(zone)) {
        Ok(moment) => Some(moment),
        Err(message) => {
            field.note(bad_date(&field, &message));
            None
        }
    }
}

fn bad_date(field: &Field<'_>, message: &str) -> Problem {
    let (what, hint) = message.split_once(": write ").unwrap_or((message, "`2017-04-12` or `2017-04-12T21:30`"));
    field.error("bad-date", format!("`{}`: {what}", field.name())).hint(format!("write {hint}"))
}

/// An address on the web.
pub fn web_address(group: &Group<'_>, key: &str) -> Option<String> {
    let field = group.field(key)?;
    let text = field.text()?;
    let Some(why) = address::unfit(&text) else { return Some(text) };
    let message = format!("`{}` is no address on the web: it {why}", field.name());
    field
        .note(field.error("bad-url", message).hint("write the whole address, such as `https://www.example.org/story`"));
    None
}

/// The last part of the document's address.
pub fn slug(group: &Group<'_>) -> Option<String> {
    let field = group.field("slug")?;
    let text = field.text()?;
    let Some(why) = slug::unfit(&text) else { return Some(text) };
    let hint = "write words in lower case with hyphens between them: `trust-at-a-low`";
    field.note(field.error("unsafe-path", format!("`slug` cannot be a part of an address: it {why}")).hint(hint));
    None
}

/// Old addresses that lead to the document.
pub fn old_addresses(group: &Group<'_>) -> Vec<String> {
    let Some(field) = group.field("aliases") else { return Vec::new() };
    let read = |item: &Field<'_>| {
        let text = item.text()?;
        let Some(why) = unfit_address(&text) else { return Some(text) };
        let message = format!("the alias `{text}` cannot be an address of this site: it {why}");
        item.note(item.error("unsafe-path", message).hint("write the path of the old page, such as `/2017/old-name/`"));
        None
    };
    field.items().iter().filter_map(read).collect()
}

fn unfit_address(text: &str) -> Option<&'static str> {
    let Some(path) = text.strip_prefix('/') else { return Some("does not begin with `/`") };
    path.strip_suffix('/').unwrap_or(path).split('/').find_map(slug::unfit)
}

/// The language, where it is not the site's.
pub fn language(group: &Group<'_>) -> Option<String> {
    let field = group.field("language")?;
    let text = field.text()?;
    if language::is_code(&text) {
        return Some(text);
    }
    let message = format!("`{text}` is not a language code");
    field.note(field.error("bad-language", message).hint("write a code such as `en`, `fr` or `pt-BR`"));
    None
}

/// The template that renders the document.
pub fn template(group: &Group<'_>) -> Option<String> {
    let field = group.field("template")?;
    let text = field.text()?;
    let Some(why) = text.split('/').find_map(slug::unfit) else { return Some(text) };
    let message = format!("`{text}` cannot be the name of a template: a part of it {why}");
    field.note(field.error("unsafe-path", message).hint("write a name as in the folder `templates/`: `long.html`"));
    None
}

/// Notes a text in which commas, those of any script, part what may be several names.
fn note_several(field: &Field<'_>, key: &str) {
    let Node::Text(text) = field.node() else { return };
    // A comma in a number parts nothing.
    let parts = text.split(['،', '，', '、']).flat_map(|part| part.split(", "));
    let names: Vec<&str> = parts.map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.len() > 1 {
        let text = text.trim();
        let list = names.into_iter().map(in_list).collect::<Vec<_>>().join(", ");
        let problem = field.warning("names-without-list", format!("`{key}` has the one name `{text}`"));
        let one = quoted(text);
        field.note(problem.hint(format!("write `{key}: [{list}]` for several, or `{key}: [{one}]` if it is one name")));
    }
}

/// A name as a list on one line has it.
fn in_list(name: &str) -> String {
    let is_bare = name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || c == ' ');
    if is_bare { name.to_owned() } else { quoted(name) }
}

/// Names, each once; whatever else is left out is noted, and so is what looks like several in the place of one.
pub fn names_once(group: &Group<'_>, key: &str) -> Vec<String> {
    let Some(field) = group.field(key) else { return Vec::new() };
    note_several(&field, key);
    let mut names: Vec<String> = Vec::new();
    for item in field.items() {
        let Some(name) = item.text() else { continue };
        let lower = name.to_lowercase();
        if names.iter().any(|known| known.to_lowercase() == lower) {
            let message = format!("`{name}` stands twice in `{key}`");
            item.note(item.warning("duplicate-name", message).hint("delete one of the two"));
        } else {
            names.push(name);
        }
    }
    names
}
