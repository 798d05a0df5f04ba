//! Which extensions of Markdown are on.

use pulldown_cmark::Options as Extensions;

use crate::config::Markdown;

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Dialect {
    /// With all that Dateline adds.
    Dateline,
    /// CommonMark and no more: what the conformance test reads.
    CommonMark,
}

/// The parser's extensions. GitHub's alerts are not among them: [`super::callout`] reads those and all others.
pub(super) fn extensions(markdown: &Markdown, dialect: Dialect) -> Extensions {
    if dialect == Dialect::CommonMark {
        return Extensions::empty();
    }
    let mut extensions = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_HEADING_ATTRIBUTES
        | Extensions::ENABLE_DEFINITION_LIST;
    extensions.set(Extensions::ENABLE_SMART_PUNCTUATION, markdown.smart_punctuation);
    extensions
}
