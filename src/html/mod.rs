//! HTML that somebody else wrote. The interface to html5ever and dom_query.
//!
//! - [`Page`] is a page as a tree, and what its elements say: `limits.rs` builds it and stops at pages that were made to
//!   hang a program, `blocks.rs` gives the paragraphs of an element
//! - [`read`] goes through a page part by part and keeps nothing, for those who want to know a little of a lot
//! - [`tidy`] makes words of pages fit for one line

mod blocks;
mod limits;
mod parts;
mod words;

use dom_query::{Document, NodeRef};

pub use blocks::{Block, Kind, blocks};
pub use limits::{Tangled, parse};
pub use parts::{Part, Tag, read};
pub use words::tidy;

/// A page as a tree.
pub struct Page {
    document: Document,
}

/// An element of a page.
pub type Element<'p> = NodeRef<'p>;

impl Page {
    /// The elements that match a CSS selector, in the order of the page.
    pub fn all(&self, selector: &str) -> Vec<Element<'_>> {
        self.document.select(selector).nodes().to_vec()
    }

    /// The first element that matches a CSS selector and says something.
    pub fn said(&self, selector: &str) -> Option<String> {
        self.all(selector).iter().map(words).find(|words| !words.is_empty())
    }

    /// The value of an attribute of the first element that matches a CSS selector and has one.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.all(selector).iter().find_map(|element| attribute(element, name))
    }

    /// The whole page, to be taken apart.
    pub fn into_document(self) -> Document {
        self.document
    }

    /// The element that holds all others.
    pub fn root(&self) -> Element<'_> {
        self.document.root()
    }
}

/// What an element says, in one line.
pub fn words(element: &Element<'_>) -> String {
    let parts: Vec<String> = blocks(element).into_iter().map(|block| block.words).collect();
    tidy(&parts.join(" "))
}

/// The elements below another that match a CSS selector.
pub fn within<'p>(element: &Element<'p>, selector: &str) -> Vec<Element<'p>> {
    dom_query::Selection::from(*element).select(selector).nodes().to_vec()
}

/// The value of an attribute, where it holds anything.
pub fn attribute(element: &Element<'_>, name: &str) -> Option<String> {
    element.attr(name).map(|value| tidy(&value)).filter(|value| !value.is_empty())
}

/// Text as machines are told it, which may hold tags and entities all the same, as a reader would see it.
pub fn without_tags(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return tidy(text);
    }
    // What was escaped twice is read twice; the second time nothing that looks like a tag is left out.
    let once = parse(text).map(|page| words(&page.root())).unwrap_or_default();
    if once.contains("&") && once.contains(';') && !once.contains('<') {
        parse(&once).map(|page| words(&page.root())).unwrap_or(once)
    } else {
        once
    }
}
