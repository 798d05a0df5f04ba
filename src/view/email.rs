//! The email of an edition: what its headers say and what its templates see, every address a whole one.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::collate::{Address, Edition, EntryId, Status};
use crate::config::Email;
use crate::parse::Extra;

use super::content::Content;
use super::date::DateView;
use super::entry::{self, CorrectionView, SourceView};
use super::page::PageView;
use super::photo::PhotoView;
use super::text::text;
use super::{Context, View, direction};

/// The folder of all emails.
pub(super) const EMAIL: &str = "email/";

/// How many letters the words should have that mail programs show beside the subject: after fewer they show what
/// follows, and more they cut.
const PREHEADER: RangeInclusive<usize> = 40..=130;

/// The three files of an edition's email.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum EmailPart {
    /// The whole message with its headers: `.eml`.
    Message,
    /// The HTML of the message by itself.
    Html,
    /// The plain text of the message by itself.
    Text,
}

impl EmailPart {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Message, Self::Html, Self::Text];

    fn extension(self) -> &'static str {
        match self {
            Self::Message => "eml",
            Self::Html => "html",
            Self::Text => "txt",
        }
    }
}

/// An edition as an email; the parts differ in which of it they write.
#[derive(Serialize)]
pub struct EmailView<'a> {
    /// Which file is written.
    pub part: EmailPart,
    /// Under the name `email` in templates.
    pub head: EmailHead<'a>,
    /// Under the name `edition` in templates.
    pub edition: EmailEdition<'a>,
    /// Under the name `entries` in templates: of HTML that would be too long, only the first of them.
    pub entries: Vec<EmailEntry<'a>>,
}

/// What the headers of an email are made from.
#[derive(Serialize, schemars::JsonSchema)]
pub struct EmailHead<'a> {
    /// From whom it comes and how its readers leave the list.
    pub sender: &'a Email,
    /// The name of the list: the site's.
    pub list: &'a str,
    /// The subject, on one line.
    pub subject: String,
    /// When the newest of its entries was published, as mail writes it (RFC 5322): no clock is asked.
    pub date: String,
    /// The edition's own name among all that this sender sends: `2017-04-12`.
    pub name: &'a str,
    /// What mail programs show beside the subject.
    pub preheader: String,
}

/// An edition in its email.
#[derive(Serialize, schemars::JsonSchema)]
pub struct EmailEdition<'a> {
    /// Its number: 1 for the oldest.
    pub number: u32,
    /// The whole address of its page.
    pub url: String,
    /// Its title, or its day or week in words.
    pub title: &'a str,
    /// For `<time datetime>`: `2017-04-12` or, of a week, `2017-W15`.
    pub iso: &'a str,
    /// The day in words, or the first and the last of the week.
    pub days: String,
    /// Whether `title` is what an editor wrote, and says something else than `days`.
    pub named: bool,
    /// A summary.
    pub standfirst: Option<&'a str>,
    /// How many entries it has, those that are cut among them.
    pub count: usize,
    /// What the front matter of its page has under `extra`.
    pub extra: Option<&'a Extra>,
}

/// An entry in the email of its edition.
#[derive(Serialize, schemars::JsonSchema)]
pub struct EmailEntry<'a> {
    /// Its whole address.
    pub url: String,
    /// Its headline.
    pub headline: &'a str,
    /// The summary.
    pub standfirst: Option<&'a str>,
    /// The beginning of the text, for entries without a standfirst.
    pub lede: &'a str,
    /// The label over the headline.
    pub kicker: Option<&'a str>,
    /// The place of report.
    pub dateline: Option<&'a str>,
    /// When it was published.
    pub date: DateView,
    /// Who wrote or curated it.
    pub byline: &'a [String],
    /// Whom it is curated from.
    pub sources: Vec<SourceView<'a>>,
    /// The lead photo, its address whole.
    pub photo: Option<PhotoView<'a>>,
    /// At-a-glance bullets.
    pub key_points: &'a [String],
    /// Corrections, oldest first.
    pub corrections: Vec<CorrectionView<'a>>,
    /// Its language as a BCP 47 code.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// `draft`, `scheduled` … in a preview; none for published entries.
    pub status: Option<&'static str>,
}

impl<'a> Context<'a> {
    /// Whether editions are written as emails.
    pub fn sends_email(&self) -> bool {
        self.config.email.is_some() && self.pages.email && self.pages.editions
    }

    /// A file of the email of an edition, by its position in [`crate::collate::Site::editions`].
    ///
    /// # Panics
    ///
    /// Where editions are not sent by email: nothing asks for one then.
    pub fn email(&'a self, position: usize, part: EmailPart) -> View<'a> {
        let edition = &self.site.editions[position];
        let written = edition.page.as_deref();
        let sender = self.config.email.as_ref().expect("only a site that sends email plans one");
        let link = self.edition_link(position);
        let page = PageView { title: Some(link.title.clone()), noindex: true, ..self.head("email", &edition.address) };
        let named = written.is_some_and(|page| page.title.is_some());
        let view = EmailView {
            part,
            head: EmailHead {
                sender,
                list: &self.config.title,
                subject: if named {
                    one_line(&link.title)
                } else {
                    one_line(&format!("{} · {}", self.config.title, link.title))
                },
                date: self.newest_date(edition),
                name: &edition.name,
                preheader: self.preheader(edition),
            },
            edition: EmailEdition {
                number: edition.number,
                url: page.canonical.clone(),
                title: &link.title,
                iso: &edition.name,
                days: self.days(edition),
                named,
                standfirst: written.and_then(|page| page.standfirst.as_deref()),
                count: edition.entries.len(),
                extra: written.map(|page| &page.extra),
            },
            entries: edition.entries.iter().map(|&id| self.email_entry(id)).collect(),
        };
        let introduction = written.map(|page| text(self, &page.text, page.digest, &edition.resolved));
        View { template: "email/edition.html", page, content: Content::Email(Box::new(view), introduction) }
    }

    fn email_entry(&'a self, id: EntryId) -> EmailEntry<'a> {
        let item = &self.site.entries[id as usize];
        let entry = &*item.entry;
        let language = entry.language.as_deref().unwrap_or(&self.config.language);
        let whole = |url: String| format!("{}{url}", self.origin);
        let sources = entry::sources(self, item, language).into_iter();
        EmailEntry {
            url: self.absolute(&item.address),
            headline: &entry.headline,
            standfirst: entry.standfirst.as_deref(),
            lede: &entry.text.lede,
            kicker: entry.kicker.as_deref(),
            dateline: entry.dateline.as_deref(),
            date: self.dates.view(&entry.date, &self.config.language),
            byline: &entry.byline,
            sources: sources.map(|source| SourceView { page: source.page.map(whole), ..source }).collect(),
            photo: entry::photos(self, item)
                .into_iter()
                .next()
                .map(|photo| PhotoView { url: whole(photo.url), ..photo }),
            key_points: &entry.key_points,
            corrections: entry::corrections(self, item, language),
            language,
            direction: direction(language),
            status: (item.status != Status::Published).then(|| item.status.name()),
        }
    }

    /// When the newest entry of an edition was published.
    fn newest_date(&self, edition: &Edition) -> String {
        // The site's entries are the newest first, and an edition is never without an entry.
        let newest = edition.entries.iter().min().copied().unwrap_or_default();
        self.site.entries[newest as usize].entry.date.rfc822()
    }

    /// The standfirst, or the beginning of the introduction; then headlines, until it is long enough.
    fn preheader(&self, edition: &Edition) -> String {
        let written = edition.page.as_deref();
        let standfirst = written.and_then(|page| page.standfirst.as_deref());
        let lede = written.map(|page| page.text.lede.as_str());
        let opening = standfirst.or(lede).filter(|words| !words.is_empty());
        let headlines = edition.entries.iter().map(|&id| self.site.entries[id as usize].entry.headline.as_str());
        let days = self.days(edition);
        let rest = [self.config.title.as_str(), &days].into_iter().chain(self.config.description.as_deref());
        let mut words = String::new();
        for part in opening.into_iter().chain(headlines).chain(rest) {
            if words.chars().count() >= *PREHEADER.start() {
                break;
            }
            let between = if words.is_empty() { "" } else { " · " };
            words = format!("{words}{between}{}", one_line(part));
        }
        shortened(&words, *PREHEADER.end())
    }
}

/// The file of a part of an edition's email: named as the edition's page is.
pub fn email_address(edition: &Edition, part: EmailPart) -> Address {
    Address::new(format!("{EMAIL}{}.{}", stem(edition), part.extension()))
}

/// `editions/2017-04-12/` → `2017-04-12`
fn stem(edition: &Edition) -> &str {
    let path = edition.address.path().trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many letters, cut after a word.
fn shortened(words: &str, longest: usize) -> String {
    let Some((end, _)) = words.char_indices().nth(longest) else { return words.to_owned() };
    // One letter less, as the ellipsis is one.
    let room = &words[..words[..end].char_indices().next_back().map_or(0, |(at, _)| at)];
    let cut =
        if words[room.len()..].starts_with(' ') { room } else { room.rsplit_once(' ').map_or(room, |(cut, _)| cut) };
    format!("{}…", cut.trim_end_matches(|c: char| c.is_whitespace() || ",;:·–—".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn long_words_are_cut_after_a_word() {
        for (words, longest, cut) in [
            ("one two", 7, "one two"),
            ("one two three", 8, "one two…"),
            ("one two, three", 9, "one two…"),
            ("one two three", 7, "one…"),
            ("éééééééé", 4, "ééé…"),
            ("", 4, ""),
        ] {
            assert_eq!(shortened(words, longest), cut);
        }
    }
}
