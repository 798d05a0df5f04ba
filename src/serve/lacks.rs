//! What an entry still lacks before it can go out, beside what is wrong with it.

use std::path::Path;

use serde::Serialize;

use crate::parse::Entry;

/// Marks that editors leave for what is to come: `TK` is the newsroom's own, which no English word holds.
const MARKS: [&str; 4] = ["TK", "TKTK", "TODO", "XXX"];

/// Something that is not there yet.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Lack {
    /// What: `standfirst`, or a mark that was left in the text.
    what: String,
    /// The line of the file, from 1, where it is known.
    line: Option<usize>,
    /// That line's text.
    text: Option<String>,
}

/// What an entry of the site at `root` lacks.
pub(super) fn lacks_of(root: &Path, entry: &Entry) -> Vec<Lack> {
    // A file that has gone since has no marks, and the entry is not there at the next look.
    let text = std::fs::read(root.join(entry.path.as_str())).unwrap_or_default();
    lacks(entry, &String::from_utf8_lossy(&text))
}

fn lacks(entry: &Entry, file: &str) -> Vec<Lack> {
    let photo = entry.photos.first();
    let missing = [
        ("standfirst", entry.standfirst.is_none()),
        ("byline", entry.byline.is_empty()),
        ("topics", entry.topics.is_empty()),
        ("source", entry.sources.is_empty()),
        ("address of the source", entry.sources.iter().any(|source| source.url.is_none())),
        ("photo", photo.is_none()),
        ("text", entry.text.words == 0),
    ];
    let missing = missing.into_iter().filter(|(_, is_missing)| *is_missing);
    let missing = missing.map(|(what, _)| Lack { what: what.to_owned(), line: None, text: None });
    missing.chain(marks(file)).collect()
}

/// The marks in a file, one for each line.
fn marks(file: &str) -> impl Iterator<Item = Lack> + '_ {
    file.lines().zip(1..).filter_map(|(text, line)| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        let mark = words.find(|word| MARKS.contains(word))?;
        Some(Lack { what: mark.to_owned(), line: Some(line), text: Some(text.trim().to_owned()) })
    })
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn marks_are_whole_words() {
        let found = |text| marks(text).map(|lack| (lack.what, lack.line)).collect::<Vec<_>>();
        assert_eq!(
            found("Some [TK: who?]\nATKINS, latkes, tk\n\nTKTK."),
            [("TK".into(), Some(1)), ("TKTK".into(), Some(4))]
        );
    }
}
