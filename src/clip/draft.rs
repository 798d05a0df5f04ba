//! A clipping as the file of a draft entry: front matter, chosen quotations, and in comments what is left to do.

use std::fmt::Write as _;

use jiff::tz::TimeZone;

use super::words::{count, tidy};
use super::{Clipping, Picture, Spoken};
use crate::date::{Moment, WrittenDate};

/// How many quotations stand in a draft, and how many of one speaker: an entry quotes, it does not reprint.
const MOST_QUOTED: usize = 3;
const MOST_OF_ONE: usize = 2;

/// How long a quotation may be that is chosen, in words.
const LONGEST: usize = 60;

/// Which share of the source's words may be quoted: one of so many.
const SHARE: usize = 5;

/// How many further quotations are listed.
const MOST_LISTED: usize = 8;

/// What the desk adds to a clipping.
#[derive(Clone, Debug)]
pub struct Desk<'a> {
    /// When it is clipped.
    pub now: Moment,
    /// The site's time zone.
    pub zone: TimeZone,
    /// The site's language.
    pub language: &'a str,
    /// The entry's date, where the editor says it.
    pub date: Option<Moment>,
    /// The entry's topics.
    pub topics: Vec<String>,
    /// The lead photo, where it was saved.
    pub photo: Option<Saved>,
}

/// A photo beside the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its file name.
    pub file: String,
}

/// The entry's date: the editor's, else that of the source, else the day of clipping; one that is still to come is a
/// mistake of the page.
impl Desk<'_> {
    /// The moment that the entry is given.
    pub fn date_of(&self, clipping: &Clipping) -> Moment {
        self.date.clone().or_else(|| self.past(clipping.published.as_ref())).unwrap_or_else(|| self.today())
    }

    fn past(&self, date: Option<&WrittenDate>) -> Option<Moment> {
        let moment = date?.resolve(&self.zone).ok()?;
        (moment.day() <= self.now.day()).then_some(moment)
    }

    fn today(&self) -> Moment {
        WrittenDate::Day(self.now.day()).resolve(&self.zone).unwrap_or_else(|_| self.now.clone())
    }
}

/// The file of the entry.
pub fn draft(clipping: &Clipping, desk: &Desk<'_>) -> String {
    let (chosen, others) = choose(clipping);
    let mut file = Front::default();
    file.line("---");
    to_do(&mut file, clipping, desk);
    head(&mut file, clipping, desk);
    source(&mut file, clipping, desk);
    if let Some(photo) = &clipping.photo {
        self::photo(&mut file, photo, desk.photo.as_ref(), clipping.publisher.as_deref());
    }
    listed(&mut file, &others);
    file.line("---");
    for spoken in chosen {
        file.0.push('\n');
        file.0.push_str(&quotation(spoken, foreign(clipping, desk)));
    }
    file.0
}

/// Lines of front matter.
#[derive(Default)]
struct Front(String);

impl Front {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn note(&mut self, note: &str) {
        // A comment ends with its line, whatever a page says.
        self.line(&format!("# {}", tidy(note)));
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(&format!("{key}: {}", scalar(value)));
        }
    }

    fn list(&mut self, key: &str, values: &[String]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| item(value)).collect();
            self.line(&format!("{key}: [{}]", values.join(", ")));
        }
    }
}

/// What the editor still has to do.
fn to_do(file: &mut Front, clipping: &Clipping, desk: &Desk<'_>) {
    let mut todo =
        vec!["Write the text, and headline and standfirst in your own words: those below are the source's.".to_owned()];
    if clipping.headline.is_none() {
        todo.push("Write a headline: none was found.".to_owned());
    }
    if desk.date.is_none() && desk.past(clipping.published.as_ref()).is_none() {
        todo.push(match &clipping.published {
            Some(_) => "Find out when the source was published: its page names a day that is still to come.".to_owned(),
            None => "Find out when the source was published: no date was found, `date` is today.".to_owned(),
        });
    } else if desk.date.is_none() {
        todo.push("`date` is the source's: write the day of your briefing where that is another.".to_owned());
    }
    if !clipping.authors.is_empty() {
        todo.push("`byline` is the source's: write your own name where the words are yours.".to_owned());
    }
    if let Some(language) = foreign(clipping, desk) {
        todo.push(format!("The source is in another language (`{language}`): take out `language` once the words are yours, and say so to readers."));
    }
    if clipping.paywalled {
        todo.push("Readers have to pay for the source: say so beside the link.".to_owned());
    }
    if clipping.address.is_none() {
        todo.push("Write the address of the source (`url`): the copy does not say it.".to_owned());
    }
    if let Some(elsewhere) = &clipping.elsewhere {
        todo.push(format!("The page says that it is a copy of {elsewhere}: find out which of the two is the source."));
    }
    if clipping.publisher.is_none() {
        todo.push("Write who published the source (`name`).".to_owned());
    }
    todo.push(
        "Check each quotation and its speaker against the source, then take out these lines and `draft`.".to_owned(),
    );
    file.note(&format!(
        "Clipped on {}{}. To do:",
        desk.now.day(),
        clipping.address.as_ref().map(|a| format!(" from {a}")).unwrap_or_default()
    ));
    for line in todo {
        file.note(&format!("- {line}"));
    }
}

fn head(file: &mut Front, clipping: &Clipping, desk: &Desk<'_>) {
    file.text("headline", Some(clipping.headline.as_deref().unwrap_or("Headline to come")));
    file.line(&format!("date: {}", written(&desk.date_of(clipping))));
    file.line("draft: true");
    file.text("standfirst", clipping.standfirst.as_deref());
    file.text("dateline", clipping.dateline.as_deref());
    file.list("byline", &clipping.authors);
    file.list("topics", &desk.topics);
    file.text("language", foreign(clipping, desk));
}

fn source(file: &mut Front, clipping: &Clipping, desk: &Desk<'_>) {
    file.line("source:");
    file.text("  name", Some(clipping.publisher.as_deref().unwrap_or("Source to come")));
    file.text("  url", clipping.address.as_deref());
    file.list("  author", &clipping.authors);
    file.list("  agencies", &clipping.agencies);
    if let Some(published) = desk.past(clipping.published.as_ref()) {
        file.line(&format!("  published: {}", written(&published)));
    }
    file.line(&format!("  accessed: {}", desk.now.day()));
}

/// The photo: in front matter where it was saved, else in comments, as a photo that is not there is an error.
fn photo(file: &mut Front, photo: &Picture, saved: Option<&Saved>, publisher: Option<&str>) {
    let mut lines = Front::default();
    lines.line("photo:");
    lines.text("  file", Some(saved.map_or("FILE.jpg", |saved| &saved.file)));
    lines.text("  alt", photo.alt.as_deref().filter(|alt| Some(*alt) != photo.caption.as_deref()));
    lines.text("  caption", photo.caption.as_deref());
    lines.text("  credit", photo.credit.as_deref());
    lines.text("  creator", photo.creator.as_deref());
    lines.text("  license", photo.license.as_deref());
    lines.text("  source", Some(&*photo.address).filter(|address| !address.is_empty()).or(publisher));
    match saved {
        Some(_) => {
            file.note("Ask for the right to show this photo before you publish it.");
            if photo.alt.is_none() {
                file.note("Write `alt`: what it shows, for those who do not see it.");
            }
            if photo.credit.is_none() {
                file.note("Write `credit`: none was found.");
            }
            file.0.push_str(&lines.0);
        }
        None => {
            file.note(
                "The source's photo. If you have the right to show it, save it beside this file and write `alt`:",
            );
            lines.0.lines().for_each(|line| file.line(&format!("# {line}")));
        }
    }
}

fn listed(file: &mut Front, others: &[&Spoken]) {
    if others.is_empty() {
        return;
    }
    file.note("Quoted in the source too:");
    for spoken in others.iter().take(MOST_LISTED) {
        file.note(&format!("- “{}” — {}", spoken.words, signature(spoken)));
    }
    if others.len() > MOST_LISTED {
        file.note(&format!("- and {} more", others.len() - MOST_LISTED));
    }
}

/// The quotations that stand in the draft, and the others: short ones, of several speakers, a small part of the source.
fn choose(clipping: &Clipping) -> (Vec<&Spoken>, Vec<&Spoken>) {
    let total: usize = clipping.text.iter().map(|paragraph| count(paragraph)).sum();
    let (mut chosen, mut others): (Vec<&Spoken>, Vec<&Spoken>) = (Vec::new(), Vec::new());
    let mut words = 0;
    for spoken in &clipping.quotations {
        let length = count(&spoken.words);
        let of_one = chosen.iter().filter(|known| known.speaker == spoken.speaker).count();
        let share = (words + length) * SHARE <= total || chosen.is_empty() && length * 2 <= total;
        if chosen.len() < MOST_QUOTED && of_one < MOST_OF_ONE && length <= LONGEST && share {
            words += length;
            chosen.push(spoken);
        } else {
            others.push(spoken);
        }
    }
    (chosen, others)
}

/// A quotation as a call-out with its speaker.
fn quotation(spoken: &Spoken, language: Option<&str>) -> String {
    let mut quotation = String::new();
    let language = language.map(|code| format!(" {{lang={code}}}")).unwrap_or_default();
    let _ = writeln!(quotation, "> {}\n>\n> — {}{language}", plain(&spoken.words), plain(&signature(spoken)));
    quotation
}

fn signature(spoken: &Spoken) -> String {
    spoken.role.as_ref().map_or_else(|| spoken.speaker.clone(), |role| format!("{}, {role}", spoken.speaker))
}

/// Words that Markdown takes for nothing but words.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for (at, c) in tidy(words).char_indices() {
        let starts = at == 0 && matches!(c, '#' | '+' | '-' | '=' | ':' | '^' | '.' | ')')
            || at > 0 && c == '.' && plain.chars().all(|c| c.is_ascii_digit());
        if starts || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '{' | '}' | '$') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

/// The source's language, where it is not the site's.
fn foreign<'c>(clipping: &'c Clipping, desk: &Desk<'_>) -> Option<&'c str> {
    let primary = |code: &str| code.split('-').next().unwrap_or_default().to_ascii_lowercase();
    clipping.language.as_deref().filter(|code| primary(code) != primary(desk.language))
}

/// A moment as front matter has it: `2017-04-12`, `2017-04-12T21:30:00+02:00`.
pub fn written(moment: &Moment) -> String {
    if moment.day_only() { moment.day().to_string() } else { moment.rfc3339() }
}

/// A text as a value in YAML: bare where it can be nothing else, else in double quotes, which take every text.
fn scalar(text: &str) -> String {
    let is_safe = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '.'
                    | ','
                    | '\''
                    | '’'
                    | '‘'
                    | '“'
                    | '”'
                    | '-'
                    | '–'
                    | '—'
                    | '('
                    | ')'
                    | '/'
                    | ';'
                    | '!'
                    | '?'
                    | '%'
                    | '…'
                    | '€'
                    | '£'
                    | '$'
            )
    };
    let is_address = super::is_web(text) && !text.contains(['#', '\'', '"']);
    let bare = text.starts_with(char::is_alphabetic)
        && text.chars().all(is_safe)
        && text.trim() == text
        && !is_word_of_yaml(text);
    if bare || is_address { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// The same in a list on one line.
fn item(text: &str) -> String {
    if text.contains([',', ';']) { serde_json::Value::from(text).to_string() } else { scalar(text) }
}

fn is_word_of_yaml(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "true" | "false" | "on" | "off" | "null" | "nan" | "inf"
    )
}
