//! Photos in the text: a figure where one stands alone in its paragraph, else part of the line.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::body::{Fill, Image, Inset};
use super::link::{self, Target};
use super::walk::Renderer;
use super::{Item, escape, extent, plain};
use crate::problem::Problem;

impl<'s> Renderer<'s> {
    /// Writes a paragraph that is nothing but a photo of the site; `None` where it is anything else.
    pub(super) fn figure(&mut self, items: &[Item<'s>], out: &mut Vec<Event<'s>>) -> Option<usize> {
        let (Event::Start(Tag::Image { dest_url, .. }), _) = items.get(1)? else { return None };
        let length = extent(&items[1..]);
        if !matches!(items.get(1 + length)?.0, Event::End(TagEnd::Paragraph)) {
            return None;
        }
        let Target::Internal = link::target(dest_url) else { return None };
        self.photo(&items[1..], true, out);
        Some(length + 2)
    }

    /// Writes a photo, whose start is the first item.
    pub(super) fn photo(&mut self, items: &[Item<'s>], figure: bool, out: &mut Vec<Event<'s>>) -> usize {
        let length = extent(items);
        let (Event::Start(Tag::Image { dest_url, title, .. }), span) = &items[0] else { return 1 };
        let alt = plain::alt(&items[1..length.max(2) - 1]);
        match link::target(dest_url) {
            Target::Internal => self.local_photo(dest_url, title, alt, figure, span, out),
            Target::External => self.remote_photo(dest_url, &items[..length], &alt, span, out),
            Target::Unsafe(scheme) => {
                self.unsafe_link(scheme, span);
                out.push(Event::Text(alt.into()));
            }
        }
        length
    }

    fn local_photo(
        &mut self,
        dest: &str,
        title: &str,
        alt: String,
        figure: bool,
        span: &Range<usize>,
        out: &mut Vec<Event<'s>>,
    ) {
        let path = escape::percent_decoded(dest).into_owned();
        self.check_alt(&path, &alt, span);
        let caption = (!title.trim().is_empty()).then(|| title.trim().to_owned());
        let index = self.photo_index(Inset {
            name: path,
            span: self.shifted(span),
            alt: alt.clone(),
            caption: caption.clone(),
        });
        let fill = Fill::Image(Box::new(Image { index, alt, caption, figure }));
        if figure {
            self.block_hole(fill, out);
        } else {
            out.push(Event::InlineHtml(self.fills.put(fill).into()));
        }
    }

    fn remote_photo(
        &mut self,
        dest: &str,
        items: &[Item<'s>],
        alt: &str,
        span: &Range<usize>,
        out: &mut Vec<Event<'s>>,
    ) {
        self.check_alt(dest, alt, span);
        let message = format!("the photo `{dest}` is shown from another site");
        self.report(
            Problem::warning("remote-photo", self.place(span), message)
                .hint("save it beside the entry, with its credit, and name the file here"),
        );
        out.extend(items.iter().map(|(event, _)| event.clone()));
    }

    fn check_alt(&mut self, path: &str, alt: &str, span: &Range<usize>) {
        if alt.is_empty() {
            let message = format!("the photo `{path}` has no alternative text");
            self.report(
                Problem::error("photo-without-alt", self.place(span), message)
                    .hint(format!("say what it shows between the brackets: `![Two men shake hands]({path})`")),
            );
        }
    }

    fn photo_index(&mut self, inset: Inset) -> u32 {
        let next = u32::try_from(self.text.images.len()).unwrap_or(u32::MAX);
        let index = *self.photos.entry(inset.name.clone()).or_insert(next);
        if index == next {
            self.text.images.push(inset);
        }
        index
    }
}
