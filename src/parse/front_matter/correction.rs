//! The field `corrections`: what was changed after publication.

use jiff::tz::TimeZone;

use super::entry::{oldest_first, precedes};
use super::shared;
use crate::date::Moment;
use crate::parse::{Correction, CorrectionKind};
use crate::yaml::{Field, Group, Keys};

/// The keys of a correction.
pub const KEYS: Keys = Keys {
    known: &["date", "kind", "note"],
    synonyms: &[("text", "note"), ("message", "note"), ("type", "kind"), ("when", "date")],
};

const KINDS: &[(&str, CorrectionKind)] = &[
    ("correction", CorrectionKind::Correction),
    ("clarification", CorrectionKind::Clarification),
    ("update", CorrectionKind::Update),
    ("retraction", CorrectionKind::Retraction),
];

/// Reads the corrections of an entry that was published at `date`, oldest first.
pub fn corrections(entry: &Group<'_>, date: Option<&Moment>, zone: &TimeZone) -> Vec<Correction> {
    let Some(field) = entry.field("corrections") else { return Vec::new() };
    oldest_first(field.items().iter().filter_map(|item| correction(item, date, zone)).collect())
}

fn correction(item: &Field<'_>, published: Option<&Moment>, zone: &TimeZone) -> Option<Correction> {
    let group = item.group(KEYS)?;
    let kind = group.field("kind").map_or(Some(CorrectionKind::Correction), |kind| kind.one_of(KINDS));
    let date = shared::moment(&group, "date", zone);
    let note = group.text("note");
    if group.field("date").is_none() {
        group.note(
            group.error("missing-key", "this correction has no `date`").hint("write the day: `date: 2017-04-14`"),
        );
    }
    if note.is_none() && group.field("note").is_none_or(|note| note.node().what() == "text") {
        let hint = "write what was wrong and what is right: `note: …`";
        group.note(group.error("missing-key", "this correction has no `note`").hint(hint));
    }
    if let (Some(date), Some(published), Some(field)) = (&date, published, group.field("date"))
        && precedes(date, published)
    {
        let message = "this correction is dated before the entry was published";
        field.note(field.error("correction-before-publication", message).hint("mend its date, or the entry's `date`"));
    }
    Some(Correction { date: date?, kind: kind?, note: note? })
}
