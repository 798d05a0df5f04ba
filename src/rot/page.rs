//! What a page says of itself: title, headings, robots' rules, its text in figures.

use super::phrases;
use super::route;
use super::sketch::Sketch;
use crate::html::{self, Tag};
use crate::language::is_without_blanks;
use crate::web::Url;

/// How much text is looked at, in bytes: an error page has said all by then.
const READ: usize = 64 * 1024;

/// A page with fewer words says hardly anything.
const NEARLY_EMPTY: usize = 60;

/// A page whose paragraphs hold as many words tells something.
const AN_ARTICLE: usize = 250;

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its title says that it is not there.
    pub title_says: bool,
    /// Its first heading says so.
    pub heading_says: bool,
    /// Its text explains that it is not there.
    pub apologises: bool,
    /// It asks search engines to leave it out.
    pub noindex: bool,
    /// How many words it shows.
    pub words: usize,
    /// How many of them stand in paragraphs.
    prose: usize,
    /// It says that it is an article, in its metadata.
    marked: bool,
    /// It is made by scripts.
    pub scripted: bool,
    /// It offers a domain.
    pub for_sale: bool,
    /// It loads what a service that parks domains has its pages load.
    pub parking_service: bool,
    /// It wants to know first who asks.
    pub wall: bool,
    /// Whether it holds a word of the address that was asked for; `None` where that has no telling words.
    pub answers_address: Option<bool>,
    /// Where it sends on by itself at once.
    pub refresh: Option<String>,
    /// Its text for comparing.
    pub sketch: Sketch,
}

impl Page {
    /// Reads HTML that came for an address.
    pub fn read(html: &str, asked: &Url) -> Self {
        let mut notes = Notes::default();
        html::read(html, |part| match part {
            html::Part::Open(tag) => notes.open(tag),
            html::Part::Close(name) => notes.close(name),
            html::Part::Text(text) => notes.text(text),
        });
        notes.page(asked)
    }

    /// Whether it says that it is not there, where a reader looks first.
    pub fn says_missing(&self) -> bool {
        self.title_says || self.heading_says
    }

    /// Whether it says hardly anything.
    pub fn is_nearly_empty(&self) -> bool {
        self.words < NEARLY_EMPTY
    }

    /// Whether it is an article: long prose, or by its own word and not empty.
    pub fn is_article(&self) -> bool {
        self.prose >= AN_ARTICLE || (self.marked && !self.is_nearly_empty())
    }

    /// Whether nothing can be read of it without running its scripts.
    pub fn is_shell(&self) -> bool {
        self.scripted && self.words < NEARLY_EMPTY / 3 && !self.says_missing()
    }
}

/// The part of a page that text belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Body,
    Title,
    Heading,
    Prose,
    Hidden,
    Data,
}

#[derive(Debug, Default)]
struct Notes {
    part: Part,
    title: String,
    heading: String,
    text: String,
    prose: usize,
    noindex: bool,
    marked: bool,
    scripted: bool,
    parking_service: bool,
    refresh: Option<String>,
}

impl Notes {
    fn open(&mut self, tag: Tag<'_>) {
        self.part_words(tag.name());
        match tag.name() {
            "title" if self.title.is_empty() => self.part = Part::Title,
            "h1" if self.heading.is_empty() => self.part = Part::Heading,
            "p" => self.part = Part::Prose,
            "script" => self.script(tag),
            "style" | "noscript" | "template" | "textarea" | "iframe" | "title" => self.part = Part::Hidden,
            "meta" => self.meta(tag),
            _ => {}
        }
        self.note_service(tag);
    }

    fn close(&mut self, name: &str) {
        self.part_words(name);
        if self.part != Part::Prose || matches!(name, "p" | "div" | "li" | "article" | "section" | "main") {
            self.part = Part::Body;
        }
    }

    fn part_words(&mut self, name: &str) {
        if !is_inline(name) {
            self.text.push(' ');
        }
    }

    fn script(&mut self, tag: Tag<'_>) {
        let is_data = tag.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
        self.scripted |= !is_data;
        self.part = if is_data { Part::Data } else { Part::Hidden };
    }

    fn note_service(&mut self, tag: Tag<'_>) {
        let addresses = ["src", "href", "action"].iter().filter_map(|name| tag.attribute(name));
        self.parking_service |= addresses.into_iter().any(phrases::is_of_parking_service);
    }

    fn meta(&mut self, tag: Tag<'_>) {
        let content = tag.attribute("content").unwrap_or_default();
        let name = tag.attribute("name").or_else(|| tag.attribute("property")).unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "robots" | "googlebot" => {
                let rules = content.to_ascii_lowercase();
                self.noindex |= rules.split([',', ' ']).any(|rule| matches!(rule, "noindex" | "none"));
            }
            "og:type" => self.marked |= content.eq_ignore_ascii_case("article"),
            "article:published_time" => self.marked = true,
            _ => {}
        }
        if tag.attribute("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh")) {
            self.refresh = refresh(content);
        }
    }

    fn text(&mut self, text: &str) {
        match self.part {
            Part::Hidden => return,
            Part::Title => return self.title.push_str(text),
            Part::Data => {
                self.marked |= text.contains("\"datePublished\"") && text.contains("Article\"");
                return;
            }
            Part::Heading => self.heading.push_str(text),
            Part::Prose => self.prose += words(text),
            Part::Body => {}
        }
        if self.text.len() < READ {
            self.text.push_str(text);
        }
    }

    fn page(mut self, asked: &Url) -> Page {
        // Error pages repeat what was asked for: that is no word of theirs.
        for said in [asked.path(), &*route::decoded(asked)].into_iter().filter(|path| path.len() > 1) {
            self.text = self.text.replace(said, " ");
            self.title = self.title.replace(said, " ");
        }
        let address_words = &route::words(asked);
        let slug = phrases::slug(&self.text);
        let everything = format!("-{}-{slug}-", phrases::slug(&self.title));
        let held = |word: &String| everything.contains(word.as_str());
        let words = words(&self.text);
        Page {
            title_says: phrases::says_missing(&self.title),
            heading_says: phrases::says_missing(&self.heading),
            apologises: phrases::apologises(&everything),
            noindex: self.noindex,
            words,
            prose: self.prose,
            marked: self.marked,
            scripted: self.scripted,
            for_sale: phrases::offers_domain(&everything),
            parking_service: self.parking_service,
            wall: words < NEARLY_EMPTY * 2 && phrases::is_wall(&everything),
            answers_address: (!address_words.is_empty()).then(|| address_words.iter().any(held)),
            refresh: self.refresh,
            sketch: Sketch::of(&slug),
        }
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr" | "b" | "bdi" | "cite" | "em" | "i" | "mark" | "q" | "s" | "small" | "span" | "strong" | "u"
    )
}

/// How many words a text has; of scripts without blanks two signs count as one.
fn words(text: &str) -> usize {
    let dense = text.chars().filter(|&c| is_without_blanks(c)).count();
    let spaced = text.split(|c: char| !c.is_alphanumeric() || is_without_blanks(c)).filter(|word| !word.is_empty());
    spaced.count() + dense.div_ceil(2)
}

/// `0; url=/new` → `/new`; one that lets readers read first is no redirect.
fn refresh(content: &str) -> Option<String> {
    let (delay, rest) = content.split_once([';', ','])?;
    let is_soon = delay.trim().parse::<f32>().is_ok_and(|seconds| seconds < 3.0);
    let rest = rest.trim();
    let target = rest.get(..3).filter(|start| start.eq_ignore_ascii_case("url")).map_or(rest, |_| {
        let after = rest[3..].trim_start();
        after.strip_prefix('=').unwrap_or(after).trim_start()
    });
    Some(target.trim_matches(['"', '\'']).to_owned()).filter(|target| is_soon && !target.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        Page::read(html, &Url::parse("https://a.example/2017/moscow-12").unwrap())
    }

    #[test]
    fn an_error_page_is_seen_through() {
        let page = page(
            "<!doctype html><title>P&aacute;gina no encontrada | Diario</title><meta name=ROBOTS content='NOINDEX, follow'>\
             <style>h1{}</style><h1>404</h1><p>La p&aacute;gina que buscas ya no est&aacute; disponible.</p>\
             <script>var moscow = '<h1>';</script>",
        );
        assert!(page.title_says && page.heading_says && page.apologises && page.noindex && page.is_nearly_empty());
        assert_eq!((page.answers_address, page.words, page.is_article()), (Some(false), 9, false));
        assert_eq!(super::tests::page("<p>Nothing at /2017/moscow-12 or so").answers_address, Some(false));
        assert_eq!(super::tests::page("<p>Talks in Moscow").answers_address, Some(true));
    }

    #[test]
    fn an_article_is_one_by_its_prose_or_its_own_word() {
        let prose = format!("<title>404</title><h1>Talks in Moscow</h1><p>{}</p>", "word <b>by</b> word ".repeat(90));
        let page_of_prose = page(&prose);
        assert!(page_of_prose.is_article() && page_of_prose.title_says && page_of_prose.answers_address == Some(true));
        let marked = format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"datePublished\":\"2017\"}}</script>{}",
            "text ".repeat(80)
        );
        assert!(page(&marked).is_article());
        assert!(!page("<meta property=og:type content=article>Gone").is_article());
    }

    #[test]
    fn shells_walls_and_offers_are_known() {
        assert!(
            page("<div id=root></div><noscript>Enable JavaScript</noscript><script src=/app.js></script>").is_shell()
        );
        assert!(page("<title>Just a moment...</title><p>Enable JavaScript and cookies to continue").wall);
        let parked =
            page("<h1>example.org</h1>This domain is for sale!<script src='//img.sedoparking.com/x.js'></script>");
        assert!(parked.for_sale && parked.parking_service);
        assert_eq!(refresh("0; URL='/new'").as_deref(), Some("/new"));
        assert_eq!(refresh("0;/new").as_deref(), Some("/new"));
        assert_eq!(refresh("300"), None);
        assert_eq!(refresh("300; url=/"), None);
    }
}
