//! The keys under `publisher`: who publishes the briefing, and the pages that say by which rules.

use super::Publisher;
use super::read::keys;
use crate::yaml::{Field, Group, Keys};

/// The keys under `publisher`.
pub const PUBLISHER: Keys = keys(&["name", "logo", "image", "founded", "fediverse", "policies"]);
/// The keys under `publisher.policies`.
pub const POLICIES: Keys =
    keys(&["publishing_principles", "corrections", "ethics", "masthead", "ownership", "feedback", "verification"]);

pub(super) fn publisher(group: &Group<'_>) -> Publisher {
    let field = group.field("publisher");
    let Some(group) = field.as_ref().and_then(|field| field.group(PUBLISHER)) else { return Publisher::default() };
    Publisher {
        name: group.text("name"),
        logo: group.field("logo").and_then(|field| path(&field)),
        image: group.field("image").and_then(|field| path(&field)),
        founded: group.field("founded").and_then(|field| founded(&field)),
        fediverse: group.field("fediverse").and_then(|field| fediverse(&field)),
        policies: policies(&group),
    }
}

fn policies(group: &Group<'_>) -> super::Policies {
    let field = group.field("policies");
    let group = field.as_ref().and_then(|field| field.group(POLICIES));
    let page = |key: &str| group.as_ref()?.field(key).and_then(|field| page(&field));
    super::Policies {
        publishing_principles: page("publishing_principles"),
        corrections: page("corrections"),
        ethics: page("ethics"),
        masthead: page("masthead"),
        ownership: page("ownership"),
        feedback: page("feedback"),
        verification: page("verification"),
    }
}

/// A file of the site by its address: `/logo.png`.
fn path(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if is_path(&text) {
        return Some(text);
    }
    let problem = field.error("bad-url", format!("`{text}` is no path of this site"));
    field.note(problem.hint("put the file into `static/` and write its path there: `/logo.png`"));
    None
}

fn is_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//")
}

/// A page of the site by its address or its file.
fn page(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if is_path(&text) || text.starts_with("content/") {
        return Some(text);
    }
    let problem = field.error("bad-url", format!("`{text}` is no page of this site"));
    field
        .note(problem.hint("write its file, such as `content/pages/standards.md`, or its path, such as `/standards/`"));
    None
}

/// A whole day: the vocabulary of schema.org knows no year alone.
fn founded(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if text.len() == "2017-04-12".len() && text.parse::<jiff::civil::Date>().is_ok() {
        return Some(text);
    }
    let problem = field.error("bad-date", format!("`{text}` is not a day"));
    field.note(problem.hint("write it as `2017-04-12`"));
    None
}

/// An account as its readers write it: `@desk@social.example`.
fn fediverse(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let parts = text.strip_prefix('@').and_then(|rest| rest.split_once('@'));
    if parts.is_some_and(|(name, server)| !name.is_empty() && server.contains('.') && !server.contains('@')) {
        return Some(text);
    }
    let problem = field.error("unknown-value", format!("`{text}` is no account of the fediverse"));
    field.note(problem.hint("write it as `@desk@social.example`"));
    None
}

impl super::Policies {
    /// Each policy that is named: its key and the page.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let pages = [
            &self.publishing_principles,
            &self.corrections,
            &self.ethics,
            &self.masthead,
            &self.ownership,
            &self.feedback,
            &self.verification,
        ];
        POLICIES.known.iter().copied().zip(pages).filter_map(|(key, page)| Some((key, page.as_deref()?)))
    }
}
