//! Headings: with ids to link to, and the text's title where it begins with one.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::super::body::{Element, ElementKind, Fill};
use super::syntax::Dialect;
use super::walk::Renderer;
use super::{Item, escape, extent, hole, plain};
use crate::problem::Problem;
use crate::slug::slugify;

type Attribute<'s> = (CowStr<'s>, Option<CowStr<'s>>);

impl<'s> Renderer<'s> {
    /// Takes the first-level heading that a text begins with out of it; gives the number of its items.
    pub(super) fn title(&mut self, items: &[Item<'s>]) -> usize {
        let Some((Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), _)) = items.first() else { return 0 };
        let length = extent(items);
        let title = plain::of(&items[..length]);
        self.text.title = (!title.is_empty()).then_some(title);
        length
    }

    /// Writes a heading, whose start is the first item.
    pub(super) fn heading(&mut self, items: &[Item<'s>], out: &mut Vec<Event<'s>>) -> usize {
        let length = extent(items);
        let (Event::Start(Tag::Heading { level, id, classes, attrs }), span) = &items[0] else { return 1 };
        let inner = &items[1..length.max(2) - 1];
        if self.dialect == Dialect::CommonMark {
            out.push(items[0].0.clone());
            return 1;
        }
        self.check_level(*level as u8, span);
        let id = self.heading_id(id.as_deref(), inner);
        if self.templated(ElementKind::Heading) {
            let classes = classes.iter().map(ToString::to_string).collect();
            let body = self.body(inner);
            let heading = Element::Heading { level: *level as u8, id, classes, body };
            self.block_hole(Fill::Element(Box::new(heading)), out);
            return length;
        }
        let attributes = self.attributes(attrs, span);
        out.push(Event::Html(start(*level, &id, classes, &attributes).into()));
        let linked = self.options.markdown.heading_links && !inner.iter().any(|(event, _)| holds_link(event));
        if linked {
            out.push(Event::InlineHtml(format!("<a href=\"#{}{}\">", hole::ID_PREFIX, escape::escaped(&id)).into()));
        }
        self.walk(inner, out);
        if linked {
            out.push(Event::End(TagEnd::Link));
        }
        out.push(Event::End(TagEnd::Heading(*level)));
        self.plain.push('\n');
        length
    }

    /// A heading may be one level below the one before it; the text as a whole stands below its title.
    fn check_level(&mut self, level: u8, span: &Range<usize>) {
        if self.depth > 0 {
            return;
        }
        let above = std::mem::replace(&mut self.level, level);
        if level > above + 1 {
            let (signs, fit) = ("#".repeat(level.into()), "#".repeat(usize::from(above) + 1));
            let before =
                if above == 1 { "the title".to_owned() } else { format!("one of `{}`", "#".repeat(above.into())) };
            let message = format!("a heading of `{signs}` follows {before}, and a level is skipped");
            let place = self.place(&self.first_line(span));
            self.report(Problem::warning("skipped-heading", place, message).hint(format!("write it with `{fit}`")));
        }
    }

    fn heading_id(&mut self, given: Option<&str>, inner: &[Item<'s>]) -> String {
        match given {
            Some(id) => self.ids.given(id),
            None => {
                let slug = slugify(&plain::of(inner), self.options.slugs);
                self.ids.claim(if slug.is_empty() { "section" } else { &slug })
            }
        }
    }

    /// The attributes that a heading may have, as HTML.
    fn attributes(&mut self, attributes: &[Attribute<'s>], span: &Range<usize>) -> String {
        let mut html = String::new();
        for (name, value) in attributes {
            if matches!(&**name, "lang" | "dir") || is_data(name) {
                html.push_str(&format!(" {name}=\"{}\"", escape::escaped(value.as_deref().unwrap_or_default())));
            } else {
                let message = format!("a heading cannot have the attribute `{name}`");
                self.report(
                    Problem::warning("heading-attribute", self.place(span), message)
                        .hint("use `#id`, `.class`, `lang=`, `dir=` or `data-…=`"),
                );
            }
        }
        html
    }
}

fn is_data(name: &str) -> bool {
    name.strip_prefix("data-")
        .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
}

fn holds_link(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::Link { .. }) | Event::FootnoteReference(_) | Event::InlineHtml(_) | Event::Html(_)
    )
}

fn start(level: HeadingLevel, id: &str, classes: &[CowStr<'_>], attributes: &str) -> String {
    let mut html = format!("<{level} id=\"{}", hole::ID_PREFIX);
    escape::push(&mut html, id);
    if !classes.is_empty() {
        html.push_str("\" class=\"");
        escape::push(&mut html, &classes.join(" "));
    }
    html.push('"');
    html.push_str(attributes);
    html.push('>');
    html
}
