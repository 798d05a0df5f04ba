//! Rendered Markdown with named holes: HTML that is done, but for what only other files or the theme can say.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::date::Moment;
use crate::load::Digest;

use super::late::LateBody;

/// HTML with holes, in the order of their places.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The HTML without what fills the holes.
    pub html: String,
    /// What is to be put in, sorted by [`Hole::at`].
    pub holes: Vec<Hole>,
}

/// A spot in [`Body::html`] that render fills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// The byte of `html` before which the filling goes.
    pub at: u32,
    /// What goes there.
    pub fill: Fill,
}

/// What goes into a hole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fill {
    /// The prefix that keeps ids apart where several entries share a page; empty on the entry's own page. It stands
    /// at the start of every `id` and of every `href="#…"` that points into the same text.
    IdPrefix,
    /// The address of the internal link with this index in [`Text::links`], as text of an attribute value.
    Href(u32),
    /// A photo in the text.
    Image(Box<Image>),
    /// A call-out, rendered by the theme's `callouts/KIND.html`.
    Callout(Box<Callout>),
    /// An element for which the theme has a template of its own.
    Element(Box<Element>),
}

/// A photo in the text: `![alt](photo.jpg "caption")`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Its index in [`Text::images`].
    pub index: u32,
    /// What it shows, in plain text.
    pub alt: String,
    /// The words between the quotation marks.
    pub caption: Option<String>,
    /// Whether it stands alone in its paragraph, and so is a figure.
    pub figure: bool,
}

/// A block quote with a kind: a quotation, a pull quote, a briefing box, an alert or a theme's own kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callout {
    /// The kind in lower case: `quote`, `pull`, `context` …
    pub kind: String,
    /// The id without prefix: `quote-we-have-seen-what`.
    pub id: String,
    /// What follows the marker on its line, as inline HTML; for a quotation, empty.
    pub title: Body,
    /// What follows the marker on its line, as plain text (the date of an update or correction as written).
    pub title_text: String,
    /// When, for an update or a correction whose marker is followed by a date.
    pub date: Option<Moment>,
    /// Who said it.
    pub speaker: Option<Speaker>,
    /// The address of the work that is quoted.
    pub cite: Option<String>,
    /// The language of the words, where the editor named one (`{lang=ar}`).
    pub language: Option<String>,
    /// What it holds.
    pub body: Body,
}

/// Whose words a quotation is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The name, in plain text: what stands before the first comma.
    pub name: String,
    /// The role, in plain text: what follows it.
    pub role: Option<String>,
    /// The whole attribution as inline HTML, with the editor's emphasis and links.
    pub html: Body,
}

/// The elements that a theme may template in `templates/markdown/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ElementKind {
    /// `link.html`
    Link,
    /// `image.html`
    Image,
    /// `heading.html`
    Heading,
    /// `code.html`
    Code,
    /// `table.html`
    Table,
    /// `quote.html`: a block quote that is no call-out
    Quote,
}

/// An element that the theme templates (images are [`Fill::Image`] in any case).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Element {
    /// A link with its text.
    Link {
        /// The address as written; for an internal link, see `index`.
        href: String,
        /// The index in [`Text::links`] where the link leads to a file of the site.
        index: Option<u32>,
        /// The words between the quotation marks.
        title: String,
        /// What is between the brackets.
        body: Body,
    },
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The id without prefix.
        id: String,
        /// Classes given as `{.class}`.
        classes: Vec<String>,
        /// Its words.
        body: Body,
    },
    /// A block of code.
    Code {
        /// The language as written; empty where none.
        language: String,
        /// The code itself.
        code: String,
        /// The code highlighted (or escaped), as the built-in rendering puts it inside `<code>`.
        html: String,
    },
    /// A table.
    Table {
        /// The whole `<table>` as the built-in rendering has it.
        body: Body,
    },
    /// A block quote that is no call-out.
    Quote {
        /// What it holds.
        body: Body,
    },
}

/// A link to a file of the site, as written: `../syria.md#aid`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The path, percent-decoded, without its fragment; empty for a link within the same text.
    pub path: String,
    /// What follows `#`, percent-decoded.
    pub fragment: Option<String>,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
}

/// A link away from the site, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outward {
    /// The address: on the web or of another kind, such as `mailto:`.
    pub address: String,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
}

/// A name in the text that a later stage checks, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The name: a call-out's kind.
    pub name: String,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
}

/// A photo in the text that a later stage looks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inset {
    /// Its path, percent-decoded.
    pub name: String,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
    /// What it shows, in plain text.
    pub alt: String,
    /// The words between the quotation marks.
    pub caption: Option<String>,
}

/// An attributed quotation as data, for speakers' pages and structured data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The id of its call-out, without prefix.
    pub id: String,
    /// The words, in plain text.
    pub text: String,
    /// The speaker's name, in plain text.
    pub speaker: String,
    /// The speaker's role.
    pub role: Option<String>,
    /// The address of the work that is quoted.
    pub cite: Option<String>,
    /// The language of the words, where the editor named one.
    pub language: Option<String>,
}

/// Words that the text gives as another's, in a block quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// The words, in plain text.
    pub words: String,
    /// The address of the work that is quoted.
    pub cite: Option<String>,
    /// Where the block quote stands in the file, in bytes.
    pub span: Range<usize>,
}

/// A rendered Markdown text with all that later stages ask of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The HTML.
    pub body: LateBody,
    /// Every id that a link may point to, without prefix, sorted.
    pub anchors: Vec<String>,
    /// Links to files of the site (and within the text), in the order of their indices.
    pub links: Vec<Link>,
    /// Links away from the site, in the order of the text; those of quotations to what they cite are not among them.
    pub outward: Vec<Outward>,
    /// Photos shown in the text, in the order of their indices; the same file twice has one index.
    pub images: Vec<Inset>,
    /// Kinds of call-out used, each time one is used.
    pub callouts: Vec<Mark>,
    /// Attributed quotations in the order of the text.
    pub quotations: Vec<Quotation>,
    /// Every block quote of another's words, in the order of the text: those that name no speaker too.
    pub quoted: Vec<Quoted>,
    /// The number of words, those of pull quotes left out.
    pub words: u32,
    /// The hash of the words, those of pull quotes left out; case, punctuation and markup do not count.
    pub spoken: Digest,
    /// The first `# heading` as plain text, where the text begins with one: it is then not part of `body`.
    pub title: Option<String>,
    /// The first paragraph as plain text, for descriptions where no standfirst is given.
    pub lede: String,
}

impl Text {
    /// Gives back what its lists have room for and do not need: ten thousand texts stay in memory while the dev server runs.
    pub(super) fn shrink(&mut self) {
        let Self { anchors, links, outward, images, callouts, quotations, quoted, lede, .. } = self;
        anchors.shrink_to_fit();
        links.shrink_to_fit();
        outward.shrink_to_fit();
        images.shrink_to_fit();
        callouts.shrink_to_fit();
        quotations.shrink_to_fit();
        quoted.shrink_to_fit();
        lede.shrink_to_fit();
    }
}
