//! The paragraphs of an element, as a reader sees them.

use super::{Element, tidy};

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    Paragraph,
    /// A heading.
    Heading,
    /// A part of a quotation that is set apart.
    Quote,
}

/// One block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its words, in one line.
    pub words: String,
}

/// Elements whose content nobody reads.
const UNREAD: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "button",
    "select",
    "textarea",
    "iframe",
    "object",
    "video",
    "audio",
    "canvas",
    "head",
    "figcaption",
];

/// Elements that stand within a line; every other one begins and ends a block.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr", "img", "picture",
];

/// The blocks of an element.
pub fn blocks(element: &Element<'_>) -> Vec<Block> {
    let mut reader = Reader::default();
    reader.children(element, Kind::Paragraph);
    reader.end(Kind::Paragraph);
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    line: String,
}

impl Reader {
    // The tree is no deeper than `limits.rs` lets it be, so that this ends.
    fn children(&mut self, element: &Element<'_>, kind: Kind) {
        for child in element.children_it(false) {
            if child.is_text() {
                self.line.push_str(&child.text().replace(['\n', '\r', '\t', '\u{c}'], " "));
            } else if let Some(name) = child.node_name().filter(|_| child.is_element()) {
                self.element(&child, &name, kind);
            }
        }
    }

    fn element(&mut self, element: &Element<'_>, name: &str, kind: Kind) {
        if name == "br" {
            self.line.push('\n');
        } else if UNREAD.contains(&name) || is_hidden(element) {
        } else if name == "q" {
            self.line.push('“');
            self.children(element, kind);
            self.line.push('”');
        } else if INLINE.contains(&name) {
            self.children(element, kind);
        } else {
            self.end(kind);
            let inner = match name {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
                "blockquote" => Kind::Quote,
                _ => kind,
            };
            self.children(element, inner);
            self.end(inner);
        }
    }

    /// Ends a block. Two line breaks in a row are what old pages have for paragraphs.
    fn end(&mut self, kind: Kind) {
        let line = std::mem::take(&mut self.line);
        let lines = line.split('\n').map(str::trim).collect::<Vec<_>>();
        let parts = lines.split(|line| line.is_empty()).map(|lines| tidy(&lines.join(" ")));
        self.blocks.extend(parts.filter(|words| !words.is_empty()).map(|words| Block { kind, words }));
    }
}

fn is_hidden(element: &Element<'_>) -> bool {
    element.has_attr("hidden") || element.attr("aria-hidden").is_some_and(|value| &*value == "true")
}
