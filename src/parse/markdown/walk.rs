//! The walk over a text's events: each construct is handed to its own file, everything else passes.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd, html};
use rustc_hash::FxHashMap;

use super::super::Options;
use super::super::body::{Body, ElementKind, Fill, Text};
use super::super::copy::spoken;
use super::footnote::{self, Notes};
use super::hole::Fills;
use super::ids::Ids;
use super::pull::{self, Pull};
use super::survey::survey;
use super::syntax::Dialect;
use super::table::Columns;
use super::{Item, escape, events, extent, plain, sanitize};
use crate::config::RawHtml;
use crate::problem::{At, Place, Problem, SitePath};

/// How many characters of the first paragraph serve as a description.
const LEDE: usize = 300;

/// A text on its way to HTML.
pub(super) struct Renderer<'s> {
    file: &'s SitePath,
    /// The Markdown.
    pub(super) source: &'s str,
    /// Where in the file the Markdown begins.
    offset: usize,
    /// The language of the words.
    pub(super) language: &'s str,
    pub(super) options: &'s Options,
    pub(super) dialect: Dialect,
    /// What has been found so far.
    pub(super) text: Text,
    pub(super) problems: Vec<Problem>,
    pub(super) ids: Ids,
    pub(super) notes: Notes,
    pub(super) fills: Fills,
    /// Each photo's index by its path.
    pub(super) photos: FxHashMap<String, u32>,
    /// The words outside pull quotes, a line for each block.
    pub(super) plain: String,
    pub(super) pulls: Vec<Pull>,
    pub(super) columns: Columns,
    /// The level of the last heading; 1 is the title's.
    pub(super) level: u8,
    /// How many block quotes the walk is in.
    pub(super) depth: u32,
    /// Whether a block quote beyond the greatest depth has been reported.
    pub(super) too_deep: bool,
    /// Whether the walk is in a pull quote.
    pub(super) pull: bool,
    /// Whether the walk is in a quotation, so that a quote in it is its speaker's.
    pub(super) quoted: bool,
    /// Whether the body that is being written holds raw HTML.
    pub(super) raw: bool,
}

impl<'s> Renderer<'s> {
    /// Nothing done yet.
    pub(super) fn new(
        file: &'s SitePath,
        source: &'s str,
        offset: usize,
        options: &'s Options,
        dialect: Dialect,
    ) -> Self {
        Self {
            file,
            source,
            offset,
            options,
            language: &options.language,
            dialect,
            text: Text::default(),
            problems: Vec::new(),
            ids: Ids::default(),
            notes: Notes::default(),
            fills: Fills::default(),
            photos: FxHashMap::default(),
            plain: String::with_capacity(source.len()),
            pulls: Vec::new(),
            columns: Columns::default(),
            level: 1,
            depth: 0,
            too_deep: false,
            pull: false,
            quoted: false,
            raw: false,
        }
    }

    /// Renders the whole text.
    pub(super) fn run(&mut self) {
        let items = events(self.source, self.language, &self.options.markdown, self.dialect);
        survey(&items, self.options.markdown.raw_html, &mut self.ids, &mut self.notes);
        self.placeholders(&items);
        let title = if self.dialect == Dialect::Dateline { self.title(&items) } else { 0 };
        let mut out = Vec::with_capacity(items.len() + items.len() / 4);
        self.walk(&items[title..], &mut out);
        self.footnotes(&items, &mut out);
        self.text.body = self.write(out, &items).into();
    }

    /// What the text gave.
    pub(super) fn finish(mut self) -> (Text, Vec<Problem>) {
        (self.text.spoken, self.text.words) = spoken(&self.plain);
        self.text.anchors = self.ids.into_sorted();
        self.text.shrink();
        self.problems.extend(pull::check(self.file, self.plain, &self.pulls));
        (self.text, self.problems)
    }

    /// A body of its own for a part of the text.
    pub(super) fn body(&mut self, items: &[Item<'s>]) -> Body {
        if items.is_empty() {
            return Body::default();
        }
        let raw = std::mem::take(&mut self.raw);
        let mut out = Vec::with_capacity(items.len() + 4);
        self.walk(items, &mut out);
        let body = self.write(out, items);
        self.raw = raw;
        body
    }

    /// Writes events as HTML and cuts it at its holes.
    pub(super) fn write(&mut self, out: Vec<Event<'s>>, items: &[Item<'s>]) -> Body {
        let source =
            items.first().zip(items.last()).map_or(0, |(first, last)| last.1.end.saturating_sub(first.1.start));
        let mut html = String::with_capacity(source + source / 4 + 64);
        html::push_html(&mut html, out.into_iter());
        escape::replace_forbidden(&mut html);
        if self.raw && self.options.markdown.raw_html == RawHtml::Sanitize {
            html = sanitize::clean(&html);
        }
        self.fills.cut(html)
    }

    /// Goes over events.
    pub(super) fn walk(&mut self, items: &[Item<'s>], out: &mut Vec<Event<'s>>) {
        let mut at = 0;
        while let Some((event, _)) = items.get(at) {
            at += match event {
                Event::Start(tag) => self.start(tag, &items[at..], out),
                Event::End(end) => self.end(*end, out),
                Event::Text(text) => {
                    if text.starts_with('^') {
                        self.check_reference(items, at);
                    }
                    self.words(text);
                    out.push(event.clone());
                    1
                }
                _ => self.leaf(event, out),
            };
        }
    }

    /// Writes an element, or its start; gives the number of items that are done with.
    fn start(&mut self, tag: &Tag<'s>, items: &[Item<'s>], out: &mut Vec<Event<'s>>) -> usize {
        match tag {
            Tag::Paragraph => return self.paragraph(items, out),
            Tag::Heading { .. } => return self.heading(items, out),
            Tag::BlockQuote(_) => return self.block_quote(items, out),
            Tag::CodeBlock(info) if self.dialect == Dialect::Dateline => return self.code(info, items, out),
            Tag::HtmlBlock => return self.raw_block(items, out),
            Tag::Table(alignments) => return self.table(alignments, items, out),
            Tag::Link { .. } => return self.link(items, out),
            Tag::Image { .. } => return self.photo(items, false, out),
            tag if footnote::is_definition(tag) => return extent(items),
            Tag::TableHead => self.row(true),
            Tag::TableRow => self.row(false),
            Tag::TableCell => {
                out.push(self.cell());
                return 1;
            }
            _ => {}
        }
        out.push(items[0].0.clone());
        1
    }

    fn end(&mut self, end: TagEnd, out: &mut Vec<Event<'s>>) -> usize {
        if plain::is_block(&end) {
            self.words("\n");
        }
        out.push(Event::End(end));
        1
    }

    /// Writes what has no end.
    fn leaf(&mut self, event: &Event<'s>, out: &mut Vec<Event<'s>>) -> usize {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => self.raw(event, out),
            Event::FootnoteReference(label) => self.reference(label, out),
            Event::TaskListMarker(done) => out.push(Event::InlineHtml(task(*done).into())),
            _ => {
                match event {
                    Event::Code(text) => self.words(text),
                    Event::SoftBreak | Event::HardBreak => self.words(" "),
                    _ => {}
                }
                out.push(event.clone());
            }
        }
        1
    }

    fn paragraph(&mut self, items: &[Item<'s>], out: &mut Vec<Event<'s>>) -> usize {
        if let Some(length) = self.figure(items, out) {
            return length;
        }
        if self.text.lede.is_empty() && self.depth == 0 {
            self.text.lede = plain::shortened(&plain::of(&items[..extent(items)]), LEDE);
        }
        out.push(Event::Start(Tag::Paragraph));
        1
    }

    /// Adds to the words of the text.
    fn words(&mut self, text: &str) {
        if !self.pull {
            self.plain.push_str(text);
        }
    }

    /// Writes a hole that stands where a block does.
    pub(super) fn block_hole(&mut self, fill: Fill, out: &mut Vec<Event<'s>>) {
        let placeholder = self.fills.put(fill);
        out.push(Event::Html(placeholder.into()));
        out.push(Event::Html("\n".into()));
    }

    /// Whether the theme has a template for an element.
    pub(super) fn templated(&self, kind: ElementKind) -> bool {
        self.options.elements.contains(&kind)
    }

    /// Adds a problem.
    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// A place in the file.
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        Place::new(self.file, At::Bytes(self.shifted(&self.trimmed(span))))
    }

    /// A span without the blanks at its end.
    pub(super) fn trimmed(&self, span: &Range<usize>) -> Range<usize> {
        let length = self.source.get(span.clone()).map_or(span.len(), |text| text.trim_end().len());
        span.start..span.start + length
    }

    /// A span of the Markdown as one of the file.
    pub(super) fn shifted(&self, span: &Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }

    /// The first line of a span.
    pub(super) fn first_line(&self, span: &Range<usize>) -> Range<usize> {
        let line = self.source.get(span.clone()).unwrap_or_default().lines().next().unwrap_or_default();
        span.start..span.start + line.len()
    }
}

/// The box of a task list's item: a sign rather than a form's control that nobody can use.
fn task(done: bool) -> &'static str {
    if done { "<span class=\"task done\">☑</span> " } else { "<span class=\"task\">☐</span> " }
}
