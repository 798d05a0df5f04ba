//! A web page, or a copy of its text, becomes a draft entry.
//!
//! ```text
//!  bytes ──charset───▶ text ──▶ page ──▶ claims of each reader ──merge──▶ Clipping ──draft──▶ an entry's file
//!                          └──▶ copy ──▶ claims of the text ────┘
//! ```
//!
//! Nothing here reads a file, asks the web or knows what day it is. Readers of a page (`json_ld.rs`, `microdata.rs`,
//! `meta.rs`, `structure.rs`) and of copy (`text.rs`) say what they find, `merge.rs` says whom to believe. A page is
//! nobody's friend: what it says is text, never code, never a path, and [`html`] lets none hang the program.

mod agency;
mod byline;
mod claims;
mod draft;
mod furniture;
mod json;
mod json_ld;
mod location;
mod merge;
mod meta;
mod microdata;
mod paragraphs;
mod speech;
mod structure;
mod text;
mod topics;
mod when;
mod wire;
mod words;

use std::fmt;

use crate::charset;
use crate::date::WrittenDate;
use crate::html;

pub use draft::{Desk, Saved, draft, written};
pub use topics::{Topic, topics};

/// The largest page that is read, in bytes; pages of newspapers have one or two million.
pub const LARGEST: usize = 8 * 1024 * 1024;

/// Where a page comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'a> {
    /// The address that it was asked for at, or that the editor names.
    pub address: Option<&'a str>,
    /// The value of the header `Content-Type`.
    pub media_type: Option<&'a str>,
}

/// What was found in a page or a copy of its text. Texts stand in one line and are plain; addresses are whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clipping {
    /// The headline.
    pub headline: Option<String>,
    /// The summary under it.
    pub standfirst: Option<String>,
    /// The names in the byline.
    pub authors: Vec<String>,
    /// The place of report, as printed.
    pub dateline: Option<String>,
    /// When it was published.
    pub published: Option<WrittenDate>,
    /// When it last changed.
    pub modified: Option<WrittenDate>,
    /// Its language, a BCP 47 code.
    pub language: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The address that its publisher gives it.
    pub address: Option<String>,
    /// The address that the page calls its own, where that is of another publisher and was not believed.
    pub elsewhere: Option<String>,
    /// The agencies it draws on.
    pub agencies: Vec<String>,
    /// The lead photo.
    pub photo: Option<Picture>,
    /// Sections, keywords and tags, as the page has them.
    pub subjects: Vec<String>,
    /// Quotations whose speakers are known, in the order of the text.
    pub quotations: Vec<Spoken>,
    /// Whether readers have to pay.
    pub paywalled: bool,
    /// The text, a paragraph each: for checks, never for publication.
    pub text: Vec<String>,
}

/// A photo of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its address; empty in a copy of a text.
    pub address: String,
    /// The words under it.
    pub caption: Option<String>,
    /// The credit line.
    pub credit: Option<String>,
    /// The photographer.
    pub creator: Option<String>,
    /// What it shows.
    pub alt: Option<String>,
    /// The licence, by name or address.
    pub license: Option<String>,
}

impl Picture {
    fn at(address: &str) -> Self {
        Self { address: address.to_owned(), ..Self::default() }
    }
}

/// Words with their speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The words, without marks around them.
    pub words: String,
    /// Who said them.
    pub speaker: String,
    /// What the speaker is.
    pub role: Option<String>,
}

/// Why nothing can be clipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing in it.
    Empty,
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// It is neither a page nor a text, but this.
    Other(&'static str),
    /// Its elements are so many, or so deep in one another, that no browser was meant to show it.
    Tangled,
    /// It has no headline and no text.
    NoArticle,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::TooLarge => write!(f, "is larger than {} MiB", LARGEST / 1024 / 1024),
            Self::Other(what) => write!(f, "is {what}, not a web page or a text"),
            Self::Tangled => f.write_str("has more elements, one within another, than any article needs"),
            Self::NoArticle => f.write_str("has no headline and no text"),
        }
    }
}

impl Refusal {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Other("a web archive") => "save the page as `HTML only`, or copy its text",
            Self::NoArticle => "the page may need scripts to show its text: copy the text into a file and clip that",
            _ => "copy the article's text into a file and clip that",
        }
    }
}

/// Reads a page or a copy of its text.
///
/// # Errors
///
/// When there is no article in it that can be read.
pub fn clip(bytes: &[u8], origin: Origin<'_>) -> Result<Clipping, Refusal> {
    check(bytes)?;
    let text = charset::decode(bytes, origin.media_type.and_then(label));
    if !is_text(&text) {
        return Err(Refusal::Other("a file of another kind"));
    }
    let clipping = if is_html(&text, origin.media_type) { of_page(&text, origin)? } else { of_copy(&text, origin) };
    if clipping.headline.is_none() && clipping.text.is_empty() { Err(Refusal::NoArticle) } else { Ok(clipping) }
}

/// The encoding that a header `Content-Type` names.
fn label(media_type: &str) -> Option<&str> {
    let parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut labels = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    labels.next().map(|(_, label)| label.trim().trim_matches(['"', '\'']))
}

fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let kinds: [(&[u8], &'static str); 10] = [
        (b"%PDF", "a PDF"),
        (b"\xff\xd8\xff", "a picture"),
        (b"\x89PNG", "a picture"),
        (b"GIF8", "a picture"),
        (b"PK\x03\x04", "an archive or office document"),
        (b"\xd0\xcf\x11\xe0", "an office document"),
        (b"{\\rtf", "an office document"),
        (b"\x1f\x8b", "a compressed file"),
        (b"MIME-Version:", "a web archive"),
        (b"From: <Saved by", "a web archive"),
    ];
    let start = &bytes[bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count()..];
    if start.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(Refusal::TooLarge);
    }
    kinds.iter().find(|(begins, _)| start.starts_with(begins)).map_or(Ok(()), |(_, what)| Err(Refusal::Other(what)))
}

/// Whether what was decoded was text before: photos, films and programs are full of signs that no text has.
fn is_text(text: &str) -> bool {
    let odd =
        |c: &char| *c == '\u{fffd}' || c.is_control() && !c.is_ascii_whitespace() && *c != '\u{b}' && *c != '\u{85}';
    let head = || text.chars().take(8192);
    head().filter(odd).count() * 20 <= head().count()
}

/// Whether a text is HTML: its server says so, or it begins as pages do.
fn is_html(text: &str, media_type: Option<&str>) -> bool {
    let head: String = text.trim_start().chars().take(2000).collect::<String>().to_lowercase();
    let begins =
        head.starts_with('<') && head[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?'));
    let told = media_type.is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    told || begins || ["<html", "<head", "<body", "<!doctype", "<article"].iter().any(|tag| head.contains(tag))
}

fn of_page(html: &str, origin: Origin<'_>) -> Result<Clipping, Refusal> {
    let page = html::parse(html).map_err(|html::Tangled| Refusal::Tangled)?;
    let saved = location::saved_from(html);
    let found_at = origin.address.map(str::to_owned).or(saved);
    let base = page.attribute("base[href]", "href").and_then(|base| location::whole(&base, found_at.as_deref()));
    let told = [json_ld::read(&page, found_at.as_deref()), microdata::read(&page), meta::read(&page)];
    let photo = told.iter().find_map(|claims| claims.photo.as_ref());
    let seen = structure::read(&page, photo);
    let title = meta::title(&page);
    let [json_ld, microdata, meta] = told;
    let known = if json_ld.text.is_empty() { &microdata.text } else { &json_ld.text };
    let blocks = structure::text(page, known);
    let found = merge::Found { json_ld, microdata, meta, seen, title, blocks };
    Ok(merge::merge(found, found_at.as_deref(), base.as_deref()))
}

fn of_copy(text: &str, origin: Origin<'_>) -> Clipping {
    let (seen, blocks) = text::read(text);
    merge::merge(merge::Found { seen, blocks, ..merge::Found::default() }, origin.address, None)
}

fn is_web(address: &str) -> bool {
    location::is_web(address)
}

/// A language code as BCP 47 has it, from `en_US`, `EN` or `en`.
fn language(code: &str) -> Option<String> {
    let mut parts = code.trim().split(['-', '_']);
    let mut code = parts.next()?.to_lowercase();
    for part in parts {
        code.push('-');
        code.push_str(&if part.len() == 2 { part.to_uppercase() } else { part.to_owned() });
    }
    crate::language::is_code(&code).then_some(code)
}

/// The subjects that a list of keywords names.
fn subjects(list: &str) -> Vec<String> {
    let names = list.split([',', ';', '|']).filter_map(words::line);
    names.filter(|name| name.chars().count() <= 60).take(50).collect()
}
