//! The marks of news copy: a dateline before the first words, a line at the end that says where it comes from, a credit
//! under a photo.

use super::agency;
use super::words::tidy;

/// What the beginning of a report says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Opening<'t> {
    /// The place, as printed.
    pub place: Option<String>,
    /// The agencies in brackets after it.
    pub agencies: Vec<&'static str>,
    /// The report without them.
    pub rest: &'t str,
}

/// Takes the dateline from the first paragraph of a report: `MOSCOW, April 12 (AFP) — Words`. NEWSROOM's words: the
/// city in capitals, state or country not.
pub(super) fn opening(paragraph: &str) -> Opening<'_> {
    let none = Opening { rest: paragraph, ..Opening::default() };
    let head_end = paragraph.char_indices().nth(90).map_or(paragraph.len(), |(at, _)| at);
    let dashes = [" — ", " – ", " - ", " -- ", "— ", ".- ", ".— ", ".– ", ": "];
    let dash = dashes.iter().filter_map(|dash| Some((paragraph[..head_end].find(dash)?, dash.len()))).min();
    let Some((at, length)) = dash else { return none };
    let (head, rest) = (&paragraph[..at], paragraph[at + length..].trim_start());
    let (place, bracketed) = match head.split_once('(') {
        Some((place, rest)) => (place, rest.split(')').next()),
        None => (head, None),
    };
    let agencies = bracketed.map(agency::all).unwrap_or_default();
    let is_colon = paragraph[at..].starts_with(':');
    let is_dateline = is_place(place) && !is_colon || is_titled(place) && !agencies.is_empty();
    if rest.is_empty() || !is_dateline {
        return none;
    }
    let place = without_date(place);
    if place.chars().any(char::is_alphabetic) { Opening { place: Some(place), agencies, rest } } else { none }
}

/// `MOSCOW`, `BOGOTA, Colombia`, `ST. PETERSBURG, April 12`: the first part is in capitals.
fn is_place(text: &str) -> bool {
    let first = text.split([',', '/']).next().unwrap_or_default();
    let letters: Vec<char> = first.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() >= 3
        && letters.iter().all(|c| c.is_uppercase())
        && first.split_whitespace().count() <= 4
        && agency::named(first).is_none()
        && text.split_whitespace().count() <= 7
}

/// `Moskau`, `Washington`: a name in its usual letters, which needs an agency after it to be a place.
fn is_titled(text: &str) -> bool {
    let words = text.split_whitespace();
    text.trim().chars().next().is_some_and(begins_name) && (1..=4).contains(&words.count())
}

/// Whether a name may begin so: with a capital, in scripts that have them.
fn begins_name(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase()
}

/// The place without the day after it.
fn without_date(place: &str) -> String {
    let is_day = |part: &str| part.chars().any(|c| c.is_ascii_digit());
    let parts: Vec<&str> = place.split(',').filter(|part| !is_day(part)).collect();
    tidy(&parts.join(",")).trim_end_matches(['.', ',']).to_owned()
}

/// What the last line of a report says: `(BROADCASTER with AGENCY)`, `(AFP)`, `© 2017 AFP`, `Reporting by A. Person`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Closing {
    /// Who published it.
    pub publisher: Option<String>,
    /// The agencies.
    pub agencies: Vec<&'static str>,
}

/// Reads a line as a closing line.
pub(super) fn closing(line: &str) -> Option<Closing> {
    let line = line.trim().trim_end_matches('.');
    if line.chars().count() > 120 {
        return None;
    }
    let bracketed = line.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let owned = ["©", "(c)", "copyright"].iter().find_map(|sign| {
        let head = line.get(..sign.len())?;
        head.eq_ignore_ascii_case(sign).then(|| &line[sign.len()..])
    });
    let dashed = line.strip_prefix(['—', '–', '-']).map(str::trim);
    let slashed = line.split('/').count() > 1 && line.split_whitespace().count() <= 3;
    let inner = match (bracketed, owned, dashed) {
        (Some(inner), ..) => inner,
        (None, Some(owned), _) => owned.trim_start_matches(|c: char| !c.is_alphabetic()),
        (None, None, Some(dashed)) if agency::is_only(dashed) => dashed,
        _ if agency::is_only(line) && (slashed || line.split_whitespace().count() <= 5) => line,
        _ if is_with_agency(line) => line,
        _ => return None,
    };
    let agencies = agency::all(inner);
    let publisher = publisher(inner);
    (!agencies.is_empty() || owned.is_some() && publisher.is_some()).then_some(Closing { publisher, agencies })
}

/// `FRANCE 24 with AP`, and no sentence.
fn is_with_agency(line: &str) -> bool {
    let joined = [" with ", " avec ", " mit ", " con "].iter().find_map(|joint| line.split_once(joint));
    joined.is_some_and(|(name, rest)| {
        name.split_whitespace().count() <= 4 && agency::parts(rest).all(|part| agency::named(part).is_some())
    })
}

/// The first name that is no agency, without words on rights.
fn publisher(inner: &str) -> Option<String> {
    let lower = inner.to_lowercase();
    let end =
        ["all rights", "tous droits", "alle rechte", "todos los"].iter().filter_map(|words| lower.find(words)).min();
    let inner = inner.get(..end.unwrap_or(inner.len())).unwrap_or(inner);
    let is_name =
        |part: &&str| agency::named(part).is_none() && part.chars().next().is_some_and(begins_name) && part.len() > 1;
    agency::parts(inner).find(is_name).map(tidy).filter(|name| name.split_whitespace().count() <= 5)
}

/// A photo's words and its credit, where they stand in one line.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Caption {
    /// The words under the photo.
    pub caption: Option<String>,
    /// The credit line.
    pub credit: Option<String>,
}

/// Words before a credit in a caption.
const CREDITED: &[&str] = &[
    "photo credit:",
    "photo by:",
    "photo by ",
    "photograph by ",
    "photograph:",
    "photos:",
    "photo:",
    "image credit:",
    "image:",
    "picture:",
    "credit:",
    "crédit photo :",
    "crédit photo:",
    "crédits :",
    "crédit :",
    "crédit:",
    "photo :",
    "foto:",
    "bild:",
    "quelle:",
    "fotografía:",
    "crédito:",
    "credito:",
    "©",
    "(c) ",
    "ap photo/",
];

/// Takes the credit from a caption: `A bridge. Photo: A. Person/AFP`, `A bridge (AP Photo/A. Person)`, `A. Person, AFP | A bridge`.
pub(super) fn caption(text: &str) -> Caption {
    let text = tidy(text);
    let whole = |caption: &str, credit: &str| Caption { caption: line(caption), credit: line(credit) };
    if let Some((one, other)) = text.split_once(" | ") {
        let is_first = agency::all(other).is_empty() && credited(other).is_none() || !agency::all(one).is_empty();
        let (caption, credit) = if is_first { (other, one) } else { (one, other) };
        return whole(caption, unmarked(credit));
    }
    if let Some(inner) = text.strip_suffix([')', ']'])
        && let Some(at) = inner.rfind(['(', '['])
        && (!agency::all(&inner[at + 1..]).is_empty() || credited(&inner[at + 1..]).is_some_and(|(at, _)| at == 0))
    {
        let credit = unmarked(&inner[at + 1..]);
        return whole(&inner[..at], credit);
    }
    match credited(&text) {
        Some((at, mark)) => {
            let keeps = mark.starts_with("ap photo");
            whole(&text[..at], &text[if keeps { at } else { at + mark.len() }..])
        }
        None if is_credit(&text) => whole("", &text),
        None => whole(&text, ""),
    }
}

/// A line that is a photo's words, by the word before its credit: `Two men. Photograph: A. Person/AFP`. A long one may be of
/// the report, and so may one that credits nobody known.
pub(super) fn marked(text: &str) -> Option<Caption> {
    let is_one = credited(text).is_some_and(|(_, mark)| mark != "©") && text.split_whitespace().count() <= 60;
    let found = Some(caption(text)).filter(|_| is_one)?;
    let credit = found.credit.as_deref()?;
    (credit.contains('/') || !agency::all(credit).is_empty()).then_some(found)
}

/// A credit without the words before it that say that it is one.
fn unmarked(credit: &str) -> &str {
    let mark = credited(credit).filter(|(at, mark)| *at == 0 && !mark.starts_with("ap photo"));
    mark.map_or(credit, |(_, mark)| &credit[mark.len()..])
}

/// Whether a line is a credit and nothing else: `A. Person/AFP`, `REUTERS/A. Person`.
pub(super) fn is_credit(text: &str) -> bool {
    text.split_whitespace().count() <= 8
        && !text.ends_with(['.', '!', '?'])
        && !agency::all(text).is_empty()
        && text.split([',', '/', '|']).all(|part| part.split_whitespace().count() <= 4)
}

fn line(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['|', '·', '•']).trim();
    Some(text.to_owned()).filter(|text| text.chars().any(char::is_alphanumeric))
}

/// Where a credit begins, and the mark before it: the last one, at the beginning of a word.
fn credited(text: &str) -> Option<(usize, &'static str)> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let begins = |at: usize| at == 0 || lower[..at].ends_with([' ', '.', ',', '(', '[', '—', '–']);
    let found = CREDITED.iter().filter_map(|mark| {
        let at = lower.rfind(mark)?;
        (begins(at) && text.is_char_boundary(at + mark.len()) && text.is_char_boundary(at)).then_some((at, *mark))
    });
    found.min_by_key(|(at, mark)| (*at, usize::MAX - mark.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_told_from_sentences() {
        let read = |text| {
            let opening = opening(text);
            (opening.place, opening.agencies, opening.rest.to_owned())
        };
        let place = |name: &str| Some(name.to_owned());
        assert_eq!(read("MOSCOW (AFP) — Talks ended."), (place("MOSCOW"), vec!["AFP"], "Talks ended.".to_owned()));
        assert_eq!(read("BOGOTA, Colombia — Rain."), (place("BOGOTA, Colombia"), vec![], "Rain.".to_owned()));
        assert_eq!(read("PARIS, April 12 (Reuters) - Rain."), (place("PARIS"), vec!["Reuters"], "Rain.".to_owned()));
        assert_eq!(read("Berlin (dpa) – Regen."), (place("Berlin"), vec!["dpa"], "Regen.".to_owned()));
        assert_eq!(read("موسكو (أ ف ب) - مطر."), (place("موسكو"), vec!["AFP"], "مطر.".to_owned()));
        for none in ["A0AȨ — x", "He came — and went.", "NATO: a history", "Rain fell.", "AFP — x", "", "A — B"]
        {
            assert_eq!(read(none), (None, vec![], none.to_owned()));
        }
    }

    #[test]
    fn closing_lines_name_publisher_and_agencies() {
        let read = |text| closing(text).map(|closing| (closing.publisher, closing.agencies));
        assert_eq!(read("(FRANCE 24 with AP, AFP)"), Some((Some("FRANCE 24".to_owned()), vec!["AP", "AFP"])));
        assert_eq!(read("(AFP)"), Some((None, vec!["AFP"])));
        assert_eq!(read("© 2017 AFP"), Some((None, vec!["AFP"])));
        assert_eq!(read("© 2017 The Gazette. All rights reserved."), Some((Some("The Gazette".to_owned()), vec![])));
        assert_eq!(read("dpa/AFP"), Some((None, vec!["dpa", "AFP"])));
        assert_eq!(read("The Gazette with Reuters"), Some((Some("The Gazette".to_owned()), vec!["Reuters"])));
        assert_eq!(read("(فرانس 24 مع أ ف ب)"), Some((Some("فرانس 24".to_owned()), vec!["AFP"])));
        for none in ["(He left.)", "He spoke with Reuters and left.", "The end", "(laughs)"] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn credits_are_taken_from_captions() {
        let read = |text| {
            let Caption { caption: words, credit } = caption(text);
            (words.unwrap_or_default(), credit.unwrap_or_default())
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(read("Alexander Nemenov, AFP | Two men"), pair("Two men", "Alexander Nemenov, AFP"));
        assert_eq!(read("A bridge. Photo: A. Person/AFP"), pair("A bridge.", "A. Person/AFP"));
        assert_eq!(read("A bridge (AP Photo/A. Person)"), pair("A bridge", "AP Photo/A. Person"));
        assert_eq!(read("Un pont. © A. Person, AFP"), pair("Un pont.", "A. Person, AFP"));
        assert_eq!(read("A bridge in May (right)"), pair("A bridge in May (right)", ""));
        assert_eq!(read("REUTERS/A. Person"), pair("", "REUTERS/A. Person"));
        assert_eq!(read("A bridge | Credit: Xinhua"), pair("A bridge", "Xinhua"));
    }
}
