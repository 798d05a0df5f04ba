//! The email of an edition: its HTML, its plain text, and the message that holds both.
//!
//! 1. [`inline`] puts the style sheet into the elements of the HTML, since mail programs read no style sheets.
//! 2. [`plain`] makes the introduction plain text and wraps lines.
//! 3. [`message`] writes headers and parts as mail has them.

mod inline;
mod message;
mod plain;

use crate::problem::{Place, Problem, SitePath};
use crate::view::{Context, EmailPart, EmailView, PageView, TextView};

pub(super) use inline::Inliner;

use super::fill::Filler;
use super::templates::Templates;

/// How long the HTML may be as it is sent, in octets: Gmail cuts messages at 102 KiB, headers and what senders add
/// included.
const LONGEST: usize = 85_000;

/// The templates of the two parts.
const HTML: &str = "email/edition.html";
const TEXT: &str = "email/edition.txt";

/// The email of an edition with all that it is made from.
pub(super) struct Draft<'a> {
    /// The theme's templates.
    pub templates: &'a Templates,
    /// What all views are made from.
    pub context: &'a Context<'a>,
    /// The page of the edition on the web.
    pub page: &'a PageView<'a>,
    /// The edition.
    pub email: &'a EmailView<'a>,
    /// What an editor wrote to introduce it.
    pub introduction: Option<&'a TextView<'a>>,
}

/// Writes the part of the email that is asked for.
///
/// # Errors
///
/// When a template of the theme fails, or leaves the HTML too long without a single entry.
pub(super) fn write(draft: &Draft<'_>) -> Result<Vec<u8>, Box<Problem>> {
    match draft.email.part {
        EmailPart::Html => Ok(draft.html()?.into_bytes()),
        EmailPart::Text => Ok(draft.text()?.into_bytes()),
        EmailPart::Message => {
            Ok(message::write(&draft.email.head, draft.page.language, &draft.text()?, &draft.html()?))
        }
    }
}

impl Draft<'_> {
    /// The plain text: the whole edition, its lines wrapped.
    fn text(&self) -> Result<String, Box<Problem>> {
        let introduction = plain::from_html(&self.introduction()?).map_err(|error| {
            let place = Place::file(&SitePath::new(format!("templates/{TEXT}")));
            Box::new(Problem::error("template", place, format!("the introduction has no plain text: {error}")))
        })?;
        let mut seen = self.seen(self.email.entries.len(), false);
        seen.insert("content", &introduction);
        Ok(plain::wrap(&self.render(TEXT, &seen)?))
    }

    /// The HTML with its styles inlined: as many entries as fit, with the introduction where one fits with it.
    fn html(&self) -> Result<String, Box<Problem>> {
        let introduction = self.introduction()?;
        let all = self.email.entries.len();
        if let Some(whole) = self.fitting(&introduction, all, false)? {
            return Ok(whole);
        }
        match self.longest(&introduction, 1..all)? {
            Some(html) => Ok(html),
            None => self.longest("", 0..all + 1)?.ok_or_else(|| Box::new(self.too_long())),
        }
    }

    /// The HTML with the most entries that fits, their number being in a range; none where not even the fewest do.
    fn longest(&self, introduction: &str, entries: std::ops::Range<usize>) -> Result<Option<String>, Box<Problem>> {
        let (mut fewest, mut most) = (entries.start, entries.end);
        let mut longest = None;
        while fewest < most {
            let middle = fewest + (most - fewest) / 2;
            match self.fitting(introduction, middle, true)? {
                Some(html) => {
                    longest = Some(html);
                    fewest = middle + 1;
                }
                None => most = middle,
            }
        }
        Ok(longest)
    }

    /// The HTML with so many entries, where it is not too long.
    fn fitting(&self, introduction: &str, entries: usize, cut: bool) -> Result<Option<String>, Box<Problem>> {
        let mut seen = self.seen(entries, cut);
        seen.insert_value("content", tera::Value::safe_string(introduction));
        let html = self.templates.email_styles.inline(&self.render(HTML, &seen)?)?;
        Ok((message::encoded_len(&html) <= LONGEST).then_some(html))
    }

    /// The introduction as HTML with whole addresses, without pull quotes and what no mail program takes.
    fn introduction(&self) -> Result<String, Box<Problem>> {
        let Some(text) = self.introduction else { return Ok(String::new()) };
        let home = self.page.canonical.as_str();
        let (templates, context, language) = (self.templates, self.context, self.page.language);
        let filler = Filler { templates, context, text, language, feed: Some(home) };
        Ok(super::feed::harmless(filler.text()?, home))
    }

    /// What both templates see.
    fn seen(&self, entries: usize, cut: bool) -> tera::Context {
        let mut seen = tera::Context::new();
        seen.insert("page", self.page);
        seen.insert_value("t", self.templates.words(self.page.language));
        seen.insert("email", &self.email.head);
        seen.insert("edition", &self.email.edition);
        seen.insert("entries", &self.email.entries[..entries]);
        seen.insert("cut", &cut);
        seen.insert("alone", &(self.email.part == EmailPart::Html));
        seen
    }

    fn render(&self, name: &str, seen: &tera::Context) -> Result<String, Box<Problem>> {
        let mut bytes = Vec::with_capacity(16 << 10);
        self.templates.render(name, seen, &mut bytes)?;
        // Tera writes UTF-8 alone, so nothing is lost here.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn too_long(&self) -> Problem {
        let message = format!(
            "the email of the edition {} is over {} kB even without its entries",
            self.email.head.name,
            LONGEST / 1000
        );
        Problem::error("too-long", Place::file(&SitePath::new(format!("templates/{HTML}"))), message)
            .hint("shorten the template, the standfirst or the style sheet `assets/css/email.css`")
    }
}
