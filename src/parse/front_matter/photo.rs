//! The field `photo` and its companions: the photos of an entry.

use jiff::tz::TimeZone;

use super::shared;
use crate::parse::Photo;
use crate::photo::Focus;
use crate::yaml::{Field, Group, Keys, Node};

/// The keys of a photo.
pub const KEYS: Keys = Keys {
    known: &[
        "file",
        "alt",
        "caption",
        "credit",
        "creator",
        "copyright",
        "license",
        "licensor",
        "source",
        "rights_until",
        "generated",
        "focus",
    ],
    synonyms: &[
        ("src", "file"),
        ("path", "file"),
        ("image", "file"),
        ("url", "file"),
        ("description", "alt"),
        ("title", "caption"),
        ("photographer", "creator"),
        ("author", "creator"),
        ("by", "credit"),
        ("licence", "license"),
        ("buy", "licensor"),
        ("expires", "rights_until"),
        ("ai", "generated"),
    ],
};

/// The keys of the file beside a photo.
pub const SIDECAR: Keys = Keys { known: KEYS.known.split_at(1).1, synonyms: KEYS.synonyms };

/// Reads the photos of an entry, the lead photo first.
pub fn photos(entry: &Group<'_>, zone: &TimeZone) -> Vec<Photo> {
    let Some(field) = entry.field("photo") else {
        refuse_companions(entry, "is given without `photo`", "write `photo:` with the photo's file name above it");
        return Vec::new();
    };
    let items = field.items();
    let mut photos: Vec<(Field<'_>, Photo)> =
        items.iter().filter_map(|item| Some((*item, photo(item, zone)?))).collect();
    if items.len() > 1 {
        refuse_companions(entry, "does not say which of the photos it is about", "write it under its photo");
    } else if let Some((_, photo)) = photos.first_mut() {
        companions(entry, photo);
    }
    photos.into_iter().map(|(_, photo)| photo).collect()
}

fn photo(item: &Field<'_>, zone: &TimeZone) -> Option<Photo> {
    if !matches!(item.node(), Node::Group(_)) {
        return Some(Photo { file: file(item)?, ..Photo::default() });
    }
    let group = item.group(KEYS)?;
    if group.field("file").is_none() {
        group
            .note(group.error("photo-without-file", "this photo has no `file`").hint("write `file: …`: its file name"));
    }
    let file = group.field("file").and_then(|field| file(&field));
    let photo = described(&group, file.clone().unwrap_or_default(), zone);
    file.map(|_| photo)
}

/// What is said of the photo `file`.
pub(super) fn described(group: &Group<'_>, file: String, zone: &TimeZone) -> Photo {
    Photo {
        file,
        alt: group.field("alt").and_then(|alt| alt.text_or_blank()),
        caption: group.text("caption"),
        credit: group.text("credit"),
        creator: group.text("creator"),
        copyright: group.text("copyright"),
        license: group.text("license"),
        licensor: shared::web_address(group, "licensor"),
        source: group.text("source"),
        rights_until: shared::moment(group, "rights_until", zone),
        generated: group.flag("generated").unwrap_or_default(),
        focus: focus(group),
    }
}

fn focus(group: &Group<'_>) -> Option<Focus> {
    let field = group.field("focus")?;
    let text = field.text()?;
    let focus = Focus::parse(&text);
    if focus.is_none() {
        let message = format!("`{}` wants a point of the photo; this is `{text}`", field.name());
        field.note(
            field
                .error("unknown-value", message)
                .hint("write two percentages, from the left and from the top: `40% 20%`"),
        );
    }
    focus
}

/// The path of a photo: relative, within the site. Whether `..` leaves the site is seen when the file is looked for.
pub(super) fn file(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let why = if text.starts_with('/') {
        "begins with `/`"
    } else if text.contains('\\') {
        "holds a backslash"
    } else if text.contains("://") || text.starts_with("data:") || text.as_bytes().get(1) == Some(&b':') {
        "leads out of the site"
    } else if text.chars().any(char::is_control) {
        "holds a control character"
    } else {
        return Some(text);
    };
    let message = format!("`{text}` is not a photo beside this entry: it {why}");
    field.note(field.error("unsafe-path", message).hint("put the photo beside the entry and write its file name"));
    None
}

/// Takes `photo_credit` and its like into the one photo.
fn companions(entry: &Group<'_>, photo: &mut Photo) {
    let caption = entry.text("photo_caption");
    let credit = entry.text("photo_credit");
    let alt = entry.field("photo_alt").and_then(|alt| alt.text_or_blank());
    for (key, slot, value) in [
        ("photo_caption", &mut photo.caption, caption),
        ("photo_credit", &mut photo.credit, credit),
        ("photo_alt", &mut photo.alt, alt),
    ] {
        match (&slot, value, entry.field(key)) {
            (Some(_), Some(_), Some(field)) => {
                let message = format!("`{key}` is also given under `photo`");
                field.note(field.error("said-twice", message).hint(format!("delete `{key}`, or the other")));
            }
            (None, value @ Some(_), _) => *slot = value,
            _ => {}
        }
    }
}

fn refuse_companions(entry: &Group<'_>, why: &str, hint: &str) {
    for key in ["photo_credit", "photo_caption", "photo_alt"] {
        if let Some(field) = entry.field(key) {
            field.note(field.error("stray-photo-field", format!("`{key}` {why}")).hint(hint));
        }
    }
}
