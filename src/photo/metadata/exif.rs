//! What cameras write: who made a picture, and how it lies. The interface to kamadak-exif.

use exif::{Field, In, Reader, Tag, Value};

use super::super::Credits;
use super::tidy;

/// The longest EXIF that is read: it stands in one segment of a JPEG.
const LONGEST: usize = 1 << 16;

/// What is read of EXIF.
#[derive(Debug)]
pub(in crate::photo) struct Exif {
    /// How the picture lies: 1 upright to 8.
    pub orientation: u8,
    /// Artist, copyright, description and date.
    pub credits: Credits,
}

impl Default for Exif {
    fn default() -> Self {
        Self { orientation: 1, credits: Credits::default() }
    }
}

/// Reads EXIF; what is broken in it is passed over.
pub(in crate::photo) fn exif(bytes: &[u8]) -> Exif {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    let read = Reader::new().continue_on_error(true).read_raw(bytes.to_vec());
    let Ok(read) = read.or_else(|error| error.distill_partial_result(|_| {})) else { return Exif::default() };
    let field = |tag: Tag| read.get_field(tag, In::PRIMARY);
    let text = |tag: Tag| field(tag).and_then(text);
    let orientation = field(Tag::Orientation).and_then(|field| field.value.get_uint(0));
    Exif {
        orientation: orientation.and_then(|o| u8::try_from(o).ok()).filter(|o| (1..=8).contains(o)).unwrap_or(1),
        credits: Credits {
            creator: text(Tag::Artist),
            copyright: text(Tag::Copyright),
            caption: text(Tag::ImageDescription),
            date: text(Tag::DateTimeOriginal).and_then(|date| day_and_time(&date)),
            ..Credits::default()
        },
    }
}

/// The bytes of a text field as UTF-8, which cameras write whatever the standard says.
fn text(field: &Field) -> Option<String> {
    let Value::Ascii(parts) = &field.value else { return None };
    let parts: Vec<String> = parts.iter().filter_map(|part| tidy(&String::from_utf8_lossy(part))).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// `2017:04:12 21:30:00` → `2017-04-12T21:30:00`.
fn day_and_time(date: &str) -> Option<String> {
    let (day, time) = date.split_once(' ')?;
    let day: jiff::civil::Date = day.replace(':', "-").parse().ok()?;
    let time: jiff::civil::Time = time.parse().ok()?;
    Some(format!("{day}T{time}"))
}
