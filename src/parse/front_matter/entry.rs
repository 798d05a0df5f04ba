//! The front matter of an entry.

use jiff::tz::TimeZone;

use super::{Input, correction, photo, shared, source};
use crate::date::{Moment, WrittenDate};
use crate::parse::copy::marks;
use crate::parse::{Correction, Entry, Marks, Text};
use crate::problem::{Problem, SitePath};
use crate::yaml::{Group, Keys, Node};

/// The keys of an entry.
pub const KEYS: Keys = Keys {
    known: &[
        "headline",
        "date",
        "updated",
        "expires",
        "embargo",
        "draft",
        "standfirst",
        "dek",
        "kicker",
        "dateline",
        "byline",
        "topics",
        "source",
        "photo",
        "photo_credit",
        "photo_caption",
        "photo_alt",
        "key_points",
        "corrections",
        "story",
        "withdrawn",
        "slug",
        "aliases",
        "language",
        "template",
        "lead",
        "extra",
    ],
    synonyms: &[
        ("title", "headline"),
        ("hed", "headline"),
        ("published", "date"),
        ("publishdate", "date"),
        ("lastmod", "updated"),
        ("modified", "updated"),
        ("expirydate", "expires"),
        ("summary", "standfirst"),
        ("description", "standfirst"),
        ("subtitle", "standfirst"),
        ("deck", "standfirst"),
        ("author", "byline"),
        ("authors", "byline"),
        ("tags", "topics"),
        ("tag", "topics"),
        ("category", "topics"),
        ("categories", "topics"),
        ("sources", "source"),
        ("via", "source"),
        ("image", "photo"),
        ("images", "photo"),
        ("photos", "photo"),
        ("picture", "photo"),
        ("credit", "photo_credit"),
        ("caption", "photo_caption"),
        ("alt", "photo_alt"),
        ("location", "dateline"),
        ("place", "dateline"),
        ("lang", "language"),
        ("layout", "template"),
        ("url", "slug"),
        ("permalink", "slug"),
        ("redirect_from", "aliases"),
        ("eyebrow", "kicker"),
        ("params", "extra"),
        ("featured", "lead"),
    ],
};

/// Reads an entry; `None` where it has no headline or no date.
pub fn entry(input: Input<'_>, text: Text) -> (Option<Entry>, Vec<Problem>) {
    super::read(input, KEYS, |group| fields(group, input, text))
}

fn fields(group: &Group<'_>, input: Input<'_>, text: Text) -> Option<Entry> {
    let zone = &input.options.timezone;
    let headline = shared::title(group, "headline", group.text("headline"), text.title.as_deref());
    let date = date(group, &input.file.path, zone);
    let draft = group.flag("draft");
    let corrections = correction::corrections(group, date.as_ref(), zone);
    let entry = Entry {
        path: input.file.path.clone(),
        digest: input.file.digest,
        headline: headline.clone().unwrap_or_default(),
        date: date.clone().unwrap_or_else(|| Moment::from_instant(jiff::Timestamp::UNIX_EPOCH, zone)),
        updated: shared::moment(group, "updated", zone),
        expires: shared::moment(group, "expires", zone),
        embargo: shared::moment(group, "embargo", zone),
        draft: draft.unwrap_or_default(),
        standfirst: shared::either(group, "standfirst", "dek"),
        kicker: group.text("kicker"),
        dateline: group.text("dateline"),
        byline: group.texts("byline"),
        topics: shared::names_once(group, "topics"),
        sources: source::sources(group, zone),
        photos: photo::photos(group, zone),
        key_points: group.texts("key_points"),
        corrections,
        story: group.text("story"),
        withdrawn: withdrawn(group),
        slug: shared::slug(group),
        aliases: shared::old_addresses(group),
        language: shared::language(group),
        template: shared::template(group),
        lead: group.flag("lead").unwrap_or_default(),
        extra: group.free("extra"),
        text,
        marks: Marks::default(),
    };
    let mut entry = Entry { marks: marks(&entry), ..entry };
    // A list of one has room for four, and ten thousand entries stay in memory while the dev server runs.
    entry.byline.shrink_to_fit();
    entry.topics.shrink_to_fit();
    entry.sources.shrink_to_fit();
    entry.photos.shrink_to_fit();
    (headline.is_some() && date.is_some()).then(|| checked(entry, group))
}

/// The date of publication: the field, or else what the file's or its folder's name begins with.
fn date(group: &Group<'_>, path: &SitePath, zone: &TimeZone) -> Option<Moment> {
    if group.field("date").is_some_and(|field| !matches!(field.node(), Node::Text(text) if text.trim().is_empty())) {
        return shared::moment(group, "date", zone);
    }
    let date = date_of_name(path).and_then(|date| date.resolve(zone).ok());
    if date.is_none() {
        group.note(
            group
                .error("missing-date", "`date` is missing")
                .hint("write `date: 2017-04-12T21:30`, or begin the file's name with `2017-04-12-`"),
        );
    }
    date
}

/// The day that a file's name begins with: `2017-04-12-low-point.md`, `2017-04-12-low-point/index.md`.
fn date_of_name(path: &SitePath) -> Option<WrittenDate> {
    let (folder, file) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let name = if stem == "index" { folder.rsplit('/').next().unwrap_or_default() } else { stem };
    let day = name.get(..10).filter(|_| matches!(name.as_bytes().get(10), None | Some(b'-' | b'_' | b' ')))?;
    WrittenDate::parse(day).ok().filter(|date| matches!(date, WrittenDate::Day(_)))
}

/// The reason for which the entry was withdrawn; `true` gives none.
fn withdrawn(group: &Group<'_>) -> Option<String> {
    let field = group.field("withdrawn")?;
    if let Node::Flag(_) = field.node() {
        let problem = field.error("wrong-type", "`withdrawn` wants the reason as text; this is true or false");
        field.note(problem.hint("write the reason in a sentence, which the page then shows, or delete the line"));
        return None;
    }
    field.text()
}

/// Notes dates that contradict each other.
fn checked(entry: Entry, group: &Group<'_>) -> Entry {
    for (key, moment) in [("expires", &entry.expires), ("updated", &entry.updated)] {
        let (Some(moment), Some(field)) = (moment, group.field(key)) else { continue };
        if precedes(moment, &entry.date) {
            let message = format!("`{key}` is before the entry's date");
            let problem = match key {
                "expires" => field.warning("expires-before-date", message),
                _ => field.warning("updated-before-date", message),
            };
            field.note(problem.hint("mend one of the two dates"));
        }
    }
    entry
}

/// Whether a moment lies before publication; a day alone counts as the whole day.
pub fn precedes(moment: &Moment, publication: &Moment) -> bool {
    if moment.day_only() { moment.day() < publication.day() } else { moment.instant() < publication.instant() }
}

/// The corrections, oldest first.
pub fn oldest_first(mut corrections: Vec<Correction>) -> Vec<Correction> {
    corrections.sort_by(|a, b| a.date.cmp(&b.date));
    corrections
}
