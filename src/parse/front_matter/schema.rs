//! The JSON Schemas of front matter, by which editors complete and check it.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::parse::CorrectionKind;

/// The kinds of document that have front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaKind {
    /// An entry.
    Entry,
    /// A topic page.
    Topic,
    /// A source page.
    Source,
    /// A person's page.
    Person,
    /// A plain page.
    Page,
    /// An edition's page.
    Edition,
}

/// The schema of a kind of document's front matter.
pub fn schema(kind: SchemaKind) -> serde_json::Value {
    match kind {
        SchemaKind::Entry => schemars::schema_for!(Entry),
        SchemaKind::Topic => schemars::schema_for!(TopicPage),
        SchemaKind::Source => schemars::schema_for!(SourcePage),
        SchemaKind::Person => schemars::schema_for!(PersonPage),
        SchemaKind::Page => schemars::schema_for!(PlainPage),
        SchemaKind::Edition => schemars::schema_for!(EditionPage),
    }
    .to_value()
}

/// One value or a list of them.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "read by its schema alone")]
enum OneOrMore<T> {
    /// One.
    One(T),
    /// A list.
    More(Vec<T>),
}

/// A text alone, or a group of keys.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "read by its schema alone")]
enum TextOr<T> {
    /// A text.
    Text(String),
    /// A group of keys.
    Keys(T),
}

/// The front matter of an entry.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Entry {
    /// The page title; the first `# heading` of the text serves if it is missing.
    headline: Option<String>,
    /// When it is published: `2017-04-12`, `2017-04-12T21:30` or `2017-04-12T21:30:00+02:00`; a `2017-04-12-` at the
    /// start of the file's name serves if it is missing.
    date: Option<String>,
    /// When it last changed.
    updated: Option<String>,
    /// When it leaves the site.
    expires: Option<String>,
    /// Before this it is in no public output.
    embargo: Option<String>,
    /// Never in public output.
    draft: Option<bool>,
    /// The summary under the headline.
    standfirst: Option<String>,
    /// Another name for `standfirst`.
    dek: Option<String>,
    /// The label over the headline.
    kicker: Option<String>,
    /// The place of report: `MOSCOW`.
    dateline: Option<String>,
    /// Who wrote or curated it.
    byline: Option<OneOrMore<String>>,
    /// Topics by name or alias.
    topics: Option<OneOrMore<String>>,
    /// Whom it is curated from.
    source: Option<OneOrMore<TextOr<Source>>>,
    /// The photo, or photos with the lead photo first.
    photo: Option<OneOrMore<TextOr<Photo>>>,
    /// The credit of the one photo.
    photo_credit: Option<String>,
    /// The words under the one photo.
    photo_caption: Option<String>,
    /// What the one photo shows.
    photo_alt: Option<String>,
    /// At-a-glance bullets.
    key_points: Option<OneOrMore<String>>,
    /// What was changed after publication.
    corrections: Option<OneOrMore<Correction>>,
    /// Entries with the same value form one running story.
    story: Option<String>,
    /// Why it was withdrawn: the page then shows this and nothing else.
    withdrawn: Option<String>,
    /// The last part of its address.
    slug: Option<String>,
    /// Old addresses that lead here: `/2017/old-name/`.
    aliases: Option<OneOrMore<String>>,
    /// Its language as a BCP 47 code, where it is not the site's.
    language: Option<String>,
    /// The template that renders it.
    template: Option<String>,
    /// Whether it leads its edition.
    lead: Option<bool>,
    /// Anything a theme wants.
    extra: Option<BTreeMap<String, serde_json::Value>>,
}

/// Whom an entry is curated from.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Source {
    /// The publisher's name.
    name: String,
    /// The address of the story.
    url: Option<String>,
    /// Its authors.
    author: Option<OneOrMore<String>>,
    /// The agencies it draws on.
    agencies: Option<OneOrMore<String>>,
    /// When it was published.
    published: Option<String>,
    /// When the editor read it.
    accessed: Option<String>,
    /// The address of an archived copy.
    archive: Option<String>,
    /// When the story was found to be gone from its address; readers are then led to the archived copy.
    gone: Option<String>,
}

/// A photo with its credit.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Photo {
    /// The file beside the entry.
    file: String,
    /// What it shows, for those who cannot see it; `""` where that adds nothing.
    alt: Option<String>,
    /// The words under it.
    caption: Option<String>,
    /// The credit line as its supplier wants it shown.
    credit: Option<String>,
    /// The photographer.
    creator: Option<String>,
    /// The copyright notice.
    copyright: Option<String>,
    /// The licence, by name or address.
    license: Option<String>,
    /// The address of the page where rights to it may be had.
    licensor: Option<String>,
    /// Where it came from, by name or address.
    source: Option<String>,
    /// The moment after which it may not be shown.
    rights_until: Option<String>,
    /// Made or altered by AI, and said so on the page.
    generated: Option<bool>,
    /// The point that crops keep, from the left and from the top: `40% 20%`.
    focus: Option<String>,
}

/// A note on what was changed after publication.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Correction {
    /// When.
    date: String,
    /// What sort of change; `correction` by default.
    kind: Option<CorrectionKind>,
    /// What was wrong and what is right.
    note: String,
}

/// The front matter of a topic page.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct TopicPage {
    /// The topic's name; the first `# heading` of the text serves if it is missing.
    name: Option<String>,
    /// Other names for it in entries.
    aliases: Option<OneOrMore<String>>,
    /// The topic that this one is a part of.
    parent: Option<String>,
    /// A summary.
    standfirst: Option<String>,
    /// Another name for `standfirst`.
    dek: Option<String>,
    /// The last part of its address.
    slug: Option<String>,
    /// Anything a theme wants.
    extra: Option<BTreeMap<String, serde_json::Value>>,
}

/// The front matter of a source page.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct SourcePage {
    /// The source's name; the first `# heading` of the text serves if it is missing.
    name: Option<String>,
    /// Other names for it in entries.
    aliases: Option<OneOrMore<String>>,
    /// Its own site.
    homepage: Option<String>,
    /// Where it is based.
    country: Option<String>,
    /// A word on it.
    note: Option<String>,
    /// The last part of its address.
    slug: Option<String>,
    /// Anything a theme wants.
    extra: Option<BTreeMap<String, serde_json::Value>>,
}

/// The front matter of a person's page.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct PersonPage {
    /// The person's name; the first `# heading` of the text serves if it is missing.
    name: Option<String>,
    /// Other spellings of it in entries.
    aliases: Option<OneOrMore<String>>,
    /// What the person is: an office, a profession.
    role: Option<String>,
    /// A photo beside the file.
    portrait: Option<String>,
    /// What the portrait shows; `""` where that adds nothing.
    portrait_alt: Option<String>,
    /// The portrait's credit line as its supplier wants it shown.
    portrait_credit: Option<String>,
    /// The person's own site.
    homepage: Option<String>,
    /// The last part of its address.
    slug: Option<String>,
    /// Anything a theme wants.
    extra: Option<BTreeMap<String, serde_json::Value>>,
}

/// The front matter of a plain page.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct PlainPage {
    /// Its title; the first `# heading` of the text serves if it is missing.
    title: Option<String>,
    /// A summary.
    standfirst: Option<String>,
    /// Another name for `standfirst`.
    dek: Option<String>,
    /// The last part of its address.
    slug: Option<String>,
    /// Old addresses that lead here: `/about-us/`.
    aliases: Option<OneOrMore<String>>,
    /// Its language as a BCP 47 code, where it is not the site's.
    language: Option<String>,
    /// The template that renders it.
    template: Option<String>,
    /// In no public output.
    draft: Option<bool>,
    /// Anything a theme wants.
    extra: Option<BTreeMap<String, serde_json::Value>>,
}

/// The front matter of an edition's page, whose file is named after a day of the edition.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct EditionPage {
    /// Its title; the day or week in words serves if it is missing.
    title: Option<String>,
    /// A summary.
    standfirst: Option<String>,
    /// Another name for `standfirst`.
    dek: Option<String>,
    /// The files of its entries in the order that they stand in: from this file, or from `content/`.
    order: Option<OneOrMore<String>>,
    /// The last part of its address.
    slug: Option<String>,
    /// Anything a theme wants.
    extra: Option<BTreeMap<String, serde_json::Value>>,
}

#[cfg(test)]
mod tests {
    use super::super::{correction, edition, entry, page, person, photo, source, source_page, topic};
    use super::*;

    #[test]
    fn the_schemas_know_the_keys_that_the_readers_know() {
        let of_entries = schema(SchemaKind::Entry);
        entry::KEYS.are_those_of(&of_entries);
        photo::KEYS.are_those_of(&of_entries["$defs"]["Photo"]);
        source::KEYS.are_those_of(&of_entries["$defs"]["Source"]);
        correction::KEYS.are_those_of(&of_entries["$defs"]["Correction"]);
        topic::KEYS.are_those_of(&schema(SchemaKind::Topic));
        source_page::KEYS.are_those_of(&schema(SchemaKind::Source));
        person::KEYS.are_those_of(&schema(SchemaKind::Person));
        page::KEYS.are_those_of(&schema(SchemaKind::Page));
        edition::KEYS.are_those_of(&schema(SchemaKind::Edition));
    }
}
