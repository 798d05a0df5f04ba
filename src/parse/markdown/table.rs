//! Tables: scrollable where the page is narrow, columns aligned by class rather than by style.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::super::body::{Element, ElementKind, Fill};
use super::walk::Renderer;
use super::{Item, extent};

/// Where in a table the walk is.
#[derive(Debug, Default)]
pub(super) struct Columns {
    alignments: Vec<Alignment>,
    next: usize,
    head: bool,
}

impl<'s> Renderer<'s> {
    /// Writes a table.
    pub(super) fn table(&mut self, alignments: &[Alignment], items: &[Item<'s>], out: &mut Vec<Event<'s>>) -> usize {
        let length = extent(items);
        let inner = &items[1..length.max(2) - 1];
        self.columns = Columns { alignments: alignments.to_vec(), next: 0, head: false };
        if self.templated(ElementKind::Table) {
            let mut table = Vec::with_capacity(length);
            self.table_itself(inner, &mut table);
            let body = self.write(table, items);
            self.block_hole(Fill::Element(Box::new(Element::Table { body })), out);
        } else {
            out.push(Event::Html("<div class=\"table\" tabindex=\"0\">".into()));
            self.table_itself(inner, out);
            out.push(Event::Html("</div>\n".into()));
        }
        length
    }

    fn table_itself(&mut self, inner: &[Item<'s>], out: &mut Vec<Event<'s>>) {
        out.push(Event::Start(Tag::Table(Vec::new())));
        self.walk(inner, out);
        out.push(Event::End(TagEnd::Table));
    }

    /// Writes the start of a row.
    pub(super) fn row(&mut self, head: bool) {
        self.columns.next = 0;
        self.columns.head = head;
    }

    /// The start of the next cell of the row.
    pub(super) fn cell(&mut self) -> Event<'static> {
        let alignment = self.columns.alignments.get(self.columns.next).copied().unwrap_or(Alignment::None);
        self.columns.next += 1;
        let tag = match (self.columns.head, alignment) {
            (true, Alignment::None) => "<th scope=\"col\">",
            (true, Alignment::Left) => "<th scope=\"col\" class=\"left\">",
            (true, Alignment::Center) => "<th scope=\"col\" class=\"center\">",
            (true, Alignment::Right) => "<th scope=\"col\" class=\"right\">",
            (false, Alignment::None) => "<td>",
            (false, Alignment::Left) => "<td class=\"left\">",
            (false, Alignment::Center) => "<td class=\"center\">",
            (false, Alignment::Right) => "<td class=\"right\">",
        };
        Event::InlineHtml(tag.into())
    }
}
