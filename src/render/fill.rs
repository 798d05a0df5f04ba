//! Puts into a text what fills its holes.

use crate::parse::{Body, Element, ElementKind, Fill, Image};
use crate::problem::Problem;
use crate::view::{Context, LinkView, PhotoView, TextView};

use super::callout;
use super::templates::{Templates, element_template};

/// Fills the texts of one page.
pub(super) struct Filler<'a> {
    /// The theme's templates.
    pub templates: &'a Templates,
    /// What all views are made from.
    pub context: &'a Context<'a>,
    /// The text with what fills it.
    pub text: &'a TextView<'a>,
    /// The text's language.
    pub language: &'a str,
    /// In a feed, the whole address of the text's own page: there every address is a whole one.
    pub feed: Option<&'a str>,
}

impl Filler<'_> {
    /// The whole text as HTML.
    ///
    /// # Errors
    ///
    /// When a template of the theme fails.
    pub fn text(&self) -> Result<String, Box<Problem>> {
        self.body(self.text.body)
    }

    /// A part of the text as HTML.
    pub fn body(&self, body: &Body) -> Result<String, Box<Problem>> {
        let mut out = String::with_capacity(body.html.len() + 64 * body.holes.len());
        let mut done = 0;
        for hole in &body.holes {
            let at = hole.at as usize;
            out.push_str(&body.html[done..at]);
            done = at;
            self.fill(&hole.fill, &mut out)?;
        }
        out.push_str(&body.html[done..]);
        Ok(out)
    }

    fn fill(&self, fill: &Fill, out: &mut String) -> Result<(), Box<Problem>> {
        match fill {
            Fill::IdPrefix => self.id_prefix(out),
            Fill::Href(index) => escape_into(&self.href(*index), out),
            Fill::Image(image) => return self.image(image, out),
            // A pull quote repeats words of the text: a feed, which is read in one go, leaves it out.
            Fill::Callout(callout) if self.feed.is_some() && callout.kind == "pull" => {}
            Fill::Callout(callout) => return callout::render(self, callout, out),
            Fill::Element(element) => return self.element(element, out),
        }
        Ok(())
    }

    /// What stands before an id, or between the `#` and the id of a link into the same text. A reader of feeds may
    /// show one text on several pages: there such a link leads to the text's own page, where ids have no prefix.
    fn id_prefix(&self, out: &mut String) {
        match self.feed {
            Some(page) if out.ends_with("href=\"#") => {
                out.pop();
                escape_into(page, out);
                out.push('#');
            }
            _ => out.push_str(&self.text.prefix),
        }
    }

    /// The address of a link, not yet escaped.
    fn href(&self, index: u32) -> String {
        match (self.text.links.get(index as usize), self.feed) {
            (Some(LinkView::Here(fragment)), Some(page)) => format!("{page}#{fragment}"),
            (Some(LinkView::Here(fragment)), None) => format!("#{}{fragment}", self.text.prefix),
            (Some(LinkView::There(url)), _) => self.address(url),
            (None, _) => String::new(),
        }
    }

    fn address(&self, url: &str) -> String {
        let whole = self.feed.is_some() && url.starts_with('/');
        if whole { format!("{}{url}", self.context.origin) } else { url.to_owned() }
    }

    fn image(&self, image: &Image, out: &mut String) -> Result<(), Box<Problem>> {
        // A photo whose file is missing was reported; its place stays empty.
        let Some(Some(photo)) = self.text.images.get(image.index as usize) else { return Ok(()) };
        let photo = PhotoView {
            url: self.address(&photo.url),
            // A reader of feeds gets one picture by its whole address.
            srcset: photo.srcset.clone().filter(|_| self.feed.is_none()),
            sources: if self.feed.is_none() { photo.sources.clone() } else { Vec::new() },
            alt: &image.alt,
            caption: image.caption.as_deref().or(photo.caption),
            ..photo.clone()
        };
        self.photo(&photo, image.figure, out)
    }

    /// A photo through the theme's template, as a figure or within a line.
    pub fn photo(&self, photo: &PhotoView<'_>, figure: bool, out: &mut String) -> Result<(), Box<Problem>> {
        let mut context = self.template_context();
        context.insert("photo", photo);
        context.insert("figure", &figure);
        self.template(element_template(ElementKind::Image), &context, out)
    }

    fn element(&self, element: &Element, out: &mut String) -> Result<(), Box<Problem>> {
        let mut context = self.template_context();
        let safe = |html: &str| tera::Value::safe_string(html);
        let kind = match element {
            Element::Link { href, index, title, body } => {
                let url = index.map_or_else(|| href.clone(), |index| self.href(index));
                context.insert("url", &url);
                context.insert("internal", &index.is_some());
                context.insert("title", title);
                context.insert_value("content", safe(&self.body(body)?));
                ElementKind::Link
            }
            Element::Heading { level, id, classes, body } => {
                context.insert("level", level);
                context.insert("id", &format!("{}{id}", self.text.prefix));
                context.insert("classes", classes);
                context.insert_value("content", safe(&self.body(body)?));
                ElementKind::Heading
            }
            Element::Code { language, code, html } => {
                context.insert("code_language", language);
                context.insert("code", code);
                context.insert_value("content", safe(html));
                ElementKind::Code
            }
            Element::Table { body } => {
                context.insert_value("content", safe(&self.body(body)?));
                ElementKind::Table
            }
            Element::Quote { body } => {
                context.insert_value("content", safe(&self.body(body)?));
                ElementKind::Quote
            }
        };
        self.template(element_template(kind), &context, out)
    }

    /// A template's context with what the templates of all elements see.
    pub fn template_context(&self) -> tera::Context {
        let mut context = tera::Context::new();
        context.insert_value("t", self.templates.words(self.language));
        context.insert("language", self.language);
        context.insert("feed", &self.feed.is_some());
        context
    }

    /// Renders a template of the theme to the end of `out`.
    pub fn template(&self, name: &str, context: &tera::Context, out: &mut String) -> Result<(), Box<Problem>> {
        let mut bytes = std::mem::take(out).into_bytes();
        let rendered = self.templates.render(name, context, &mut bytes);
        // Tera writes UTF-8 alone, so nothing is lost here.
        *out = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        rendered
    }
}

/// Appends text with the signs that HTML reserves in text and in attribute values escaped.
pub(super) fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
