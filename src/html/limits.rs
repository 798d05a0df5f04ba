//! Builds the tree of a page piece by piece, and stops where a page would hang the program.
//!
//! The rules of HTML let a short page become an endless tree: elements that are never closed are opened again in every
//! paragraph, and each element looks through all that are open. Real pages are far from these limits.

use std::borrow::Cow;
use std::cell::Cell;

use dom_query::{Document, NodeId};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

use super::Page;

/// How many bytes are read before the tree is looked at.
const PIECE: usize = 1024;

/// How many elements may stand within one another.
const DEEPEST: usize = 512;

/// How many elements, texts and comments a page may have.
const MOST: usize = 300_000;

/// How many of them one piece may make.
const MOST_OF_A_PIECE: usize = 4 * PIECE;

/// How much work the attributes of all tags may be, each being compared with those before it in its tag.
const MOST_COMPARISONS: usize = 400_000_000;

/// How many bytes of tags may be looked through for that, as a share of the page.
const MOST_LOOKS: usize = 16;

/// A page has more elements, one within another, than any real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tangled;

/// Reads a page.
///
/// # Errors
///
/// When the page would hang the program.
pub fn parse(html: &str) -> Result<Page, Tangled> {
    if has_endless_tags(html) {
        return Err(Tangled);
    }
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let mut parser = parse_document(Sink::default(), ParseOpts { tree_builder, ..ParseOpts::default() });
    let mut rest = html;
    while !rest.is_empty() {
        let end = rest.ceil_char_boundary(PIECE.min(rest.len()));
        parser.process(StrTendril::from(&rest[..end]));
        rest = &rest[end..];
        if !parser.tokenizer.sink.sink.is_sound() {
            return Err(Tangled);
        }
    }
    let document = parser.finish();
    if document.tree.len() > MOST { Err(Tangled) } else { Ok(Page { document }) }
}

/// Whether comparing the attributes of tags would take for ever. Whatever could be a tag is looked at, within scripts and
/// values too, as only the tree's builder knows which of them are some.
fn has_endless_tags(html: &str) -> bool {
    let bytes = html.as_bytes();
    let (mut looks, mut comparisons) = (0, 0usize);
    for (at, pair) in bytes.windows(2).enumerate() {
        if pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || pair[1] == b'/') {
            let (length, attributes) = attributes(&bytes[at + 1..]);
            looks += length;
            comparisons = comparisons.saturating_add(attributes.saturating_mul(attributes));
        }
        if comparisons > MOST_COMPARISONS || looks > MOST_LOOKS * bytes.len().max(64 * PIECE) {
            return true;
        }
    }
    false
}

/// How long a tag is and how many attributes it has: see "12.2.5.32 Before attribute name state" of the HTML standard.
fn attributes(tag: &[u8]) -> (usize, usize) {
    let (mut quote, mut value_begins, mut name_begins, mut count) = (None, false, false, 0);
    for (at, &byte) in tag.iter().enumerate() {
        match (quote, byte) {
            (Some(open), close) if open == close => (quote, name_begins) = (None, true),
            (Some(_), _) => {}
            (None, b'>') => return (at, count),
            (None, b'"' | b'\'') if value_begins => (quote, value_begins) = (Some(byte), false),
            (None, b'=') if !name_begins => value_begins = true,
            (None, byte) if byte.is_ascii_whitespace() => name_begins = !value_begins,
            (None, b'/') if !value_begins => name_begins = true,
            (None, _) => {
                count += usize::from(name_begins);
                (name_begins, value_begins) = (false, false);
            }
        }
    }
    (tag.len(), count)
}

/// The tree that dom_query builds, with an eye on how deep and how large it grows.
#[derive(Default)]
struct Sink {
    document: Document,
    deepest: Cell<usize>,
    seen: Cell<usize>,
}

impl Sink {
    /// Whether the tree is within all limits; forgets what was complained about, as a page may be all mistakes.
    fn is_sound(&self) -> bool {
        self.document.errors.borrow_mut().clear();
        let total = self.document.tree.len();
        let new = total - self.seen.replace(total);
        total <= MOST && new <= MOST_OF_A_PIECE && self.deepest.get() <= DEEPEST
    }

    fn measure(&self, parent: NodeId) {
        let depth = self.document.tree.ancestor_ids_of_it(&parent, Some(DEEPEST + 1)).count();
        self.deepest.set(self.deepest.get().max(depth));
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Document;
    type ElemName<'a> = <Document as TreeSink>::ElemName<'a>;

    fn finish(self) -> Document {
        self.document.finish()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.document.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.document.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.document.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.document.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.document.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.measure(*parent);
        self.document.append(parent, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        self.measure(*element);
        self.document.append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.document.append_doctype_to_document(name, public_id, system_id);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.document.get_template_contents(target)
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        self.document.same_node(x, y)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.measure(*sibling);
        self.document.append_before_sibling(sibling, child);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.document.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.document.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.document.reparent_children(node, new_parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        self.document.is_mathml_annotation_xml_integration_point(handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_made_to_hang_a_program_are_refused() {
        for page in [
            "<div>".repeat(100_000),
            "<table><td>".repeat(20_000),
            format!("<table>{}", "<div><b>".repeat(50_000)),
            (0..5000).map(|n| format!("<b id={n}>")).collect::<String>() + &"<p>x".repeat(500_000),
            "<p>".repeat(1_000_000),
            format!("<a {}>", (0..300_000).map(|n| format!("a{n}=1 ")).collect::<String>()),
            format!("<a {}", "x/".repeat(300_000)),
        ] {
            assert!(matches!(parse(&page), Err(Tangled)), "{}", &page[..30]);
        }
    }

    #[test]
    fn long_pages_are_read() {
        let page = format!("<article>{}</article>", "<p>One <b>bold</b> paragraph.".repeat(20_000));
        assert!(parse(&page).is_ok());
        assert!(parse(&format!("<img src='data:image/png;base64,{}'>", "A".repeat(1_500_000))).is_ok());
    }
}
