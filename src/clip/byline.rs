//! The names in a byline: `By Jane Roe and John Doe, in Moscow`.

use super::agency;
use super::words::tidy;

/// Words before names.
const BEFORE: &[&str] = &[
    "by:",
    "by ",
    "text by:",
    "text by ",
    "written by ",
    "words by ",
    "story by ",
    "report by ",
    "reporting by ",
    "video by:",
    "par :",
    "par ",
    "texte par :",
    "texte par ",
    "von:",
    "von ",
    "von: ",
    "ein beitrag von ",
    "por:",
    "por ",
    "di ",
    "door ",
    "article by ",
    "author:",
    "author ",
    "from ",
    "edited by ",
    "автор:",
    "авторы:",
    "текст:",
    "autor:",
    "autorzy:",
    "yazan:",
    "작성자:",
    "文／",
    "文：",
    "作者：",
    "作者:",
    "记者 ",
    "מאת ",
    "بقلم ",
    "كتب ",
];

/// Words that join names.
const JOINTS: &[&str] = &[" and ", " & ", " et ", " und ", " y ", " e ", " en ", " with ", " avec ", " mit ", " con "];

/// What follows names without being one.
const AFTER: &[&str] =
    &[" in ", " for ", " at ", " à ", " pour ", " aus ", " für ", " en ", " reporting ", " updated ", " - ", " – "];

/// Words that no name has.
const NO_NAMES: &[&str] = &[
    "staff",
    "editor",
    "editors",
    "correspondent",
    "reporter",
    "admin",
    "newsroom",
    "redaktion",
    "rédaction",
    "redacción",
    "agencies",
    "agences",
    "contributor",
    "http:",
    "https:",
    "published",
    "updated",
    "writer",
    "desk",
];

/// What those who write do at a paper.
const OFFICES: &[&str] = &[
    "correspondent",
    "reporter",
    "editor",
    "writer",
    "columnist",
    "journalist",
    "journaliste",
    "correspondant",
    "correspondante",
    "korrespondent",
    "korrespondentin",
    "redakteur",
    "redakteurin",
    "corresponsal",
    "periodista",
    "corrispondente",
];

/// The people and the agencies of a byline.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Byline {
    /// Names of people, and of newsrooms where nobody else is named.
    pub authors: Vec<String>,
    /// Agencies.
    pub agencies: Vec<&'static str>,
}

/// Reads a byline.
pub(super) fn byline(text: &str) -> Byline {
    let mut byline = Byline::default();
    for part in text.split([',', ';', '|', '/', '•', '·', '(', ')', '\n']) {
        for name in names(part) {
            if let Some(agency) = agency::named(&name) {
                if !byline.agencies.contains(&agency) {
                    byline.agencies.push(agency);
                }
            } else if is_name(&name) && !byline.authors.contains(&name) {
                byline.authors.push(name);
            }
        }
    }
    byline
}

fn names(part: &str) -> Vec<String> {
    let part = tidy(part);
    let part = JOINTS.iter().find_map(|joint| part.strip_prefix(joint.trim_start())).unwrap_or(&part);
    let mut names = vec![after_by(after_label(part)).to_owned()];
    for joint in JOINTS {
        names = names.iter().flat_map(|name| name.split(joint)).map(str::to_owned).collect();
    }
    names
        .iter()
        .map(|name| {
            let end = AFTER.iter().filter_map(|word| name.find(word)).min().unwrap_or(name.len());
            let name = after_by(name[..end].trim()).trim_matches([' ', '.', ':', '-', '–', '—', '@']);
            if shouts(name) { titled(name) } else { name.to_owned() }
        })
        .collect()
}

/// The text after `By`.
pub(super) fn after_by(text: &str) -> &str {
    let found = BEFORE.iter().filter(|word| text.get(..word.len()).is_some_and(|head| head.to_lowercase() == **word));
    found.map(|word| word.len()).max().map_or(text, |length| text[length..].trim_start())
}

/// The text after a word or two and a colon: `Автор: Иван Петров`, `文：山田太郎`.
fn after_label(text: &str) -> &str {
    let Some(at) = text.find([':', '：']) else { return text };
    let is_label = text[..at].split_whitespace().count() <= 2 && text[..at].chars().count() <= 20;
    let name = text[at..].trim_start_matches([':', '：', ' ']);
    if is_label && name.chars().any(char::is_alphabetic) { name } else { text }
}

/// Whether a line begins as a byline does.
pub(super) fn begins(text: &str) -> bool {
    after_by(text).len() < text.len() && text.chars().count() <= 120
}

/// Whether a line is the name of somebody and nothing else, each word of it with a capital.
pub(super) fn is_person(line: &str) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    is_name(line)
        && (2..=4).contains(&line.split_whitespace().count())
        && line.split_whitespace().all(capital)
        && line.chars().all(|c| c.is_alphabetic() || " .'’-".contains(c))
}

/// Whether a line says what somebody does at a paper: `Moscow correspondent`.
pub(super) fn is_office(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    line.split_whitespace().count() <= 8 && words.any(|word| OFFICES.contains(&word.as_str()))
}

fn is_name(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let fit = (1..=5).contains(&words.len()) && name.chars().count() <= 60;
    let capital = |c: char| !c.is_lowercase() && c.is_alphabetic();
    fit && name.chars().next().is_some_and(capital)
        && !name.chars().any(|c| c.is_ascii_digit() || c == '@' || c == '<')
        && !words.iter().any(|word| NO_NAMES.contains(&word.as_str()))
}

fn shouts(name: &str) -> bool {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    name.contains(' ') && letters().all(char::is_uppercase) && letters().any(|c| c.to_lowercase().next() != Some(c))
}

/// `JANE O'NEIL-ROE` → `Jane O'Neil-Roe`
fn titled(name: &str) -> String {
    let mut titled = String::new();
    for c in name.chars() {
        let begins = titled.chars().last().is_none_or(|before| !before.is_alphabetic());
        if begins { titled.push(c) } else { titled.extend(c.to_lowercase()) }
    }
    titled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_from_bylines() {
        let read = |text| byline(text).authors;
        assert_eq!(read("By Jane Roe and John Doe"), ["Jane Roe", "John Doe"]);
        assert_eq!(read("By JANE O'NEIL-ROE, Staff Writer"), ["Jane O'Neil-Roe"]);
        assert_eq!(read("Par Jeanne Roux à Moscou"), ["Jeanne Roux"]);
        assert_eq!(read("Von Anna Müller und Jörg Groß"), ["Anna Müller", "Jörg Groß"]);
        assert_eq!(read("https://www.facebook.com/gazette"), [""; 0]);
        assert_eq!(byline("Jane Roe, AFP").agencies, ["AFP"]);
        assert_eq!(read("Ludwig van Beethoven"), ["Ludwig van Beethoven"]);
        assert_eq!(read("ヤマダ タロウ"), ["ヤマダ タロウ"]);
        assert_eq!(read("Автор: Иван Петров"), ["Иван Петров"]);
        assert_eq!(read("文：山田太郎"), ["山田太郎"]);
        assert_eq!(
            read("By Jane Roe and John Doe in Paris, and Max Muster in Berlin"),
            ["Jane Roe", "John Doe", "Max Muster"]
        );
    }
}
