//! What one reader of a page found: every field as that reader saw it, to be weighed against the others.

use crate::date::WrittenDate;

use super::{Picture, Spoken};

/// What one way of reading a page says. Nothing here is believed yet; texts are tidy, addresses as the page has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Claims {
    pub headline: Option<String>,
    pub standfirst: Option<String>,
    /// The names in the byline.
    pub authors: Vec<String>,
    pub dateline: Option<String>,
    pub published: Option<WrittenDate>,
    pub modified: Option<WrittenDate>,
    /// A BCP 47 code.
    pub language: Option<String>,
    pub publisher: Option<String>,
    /// The address that the page says is its own.
    pub address: Option<String>,
    pub photo: Option<Picture>,
    /// Sections, keywords and tags.
    pub subjects: Vec<String>,
    /// Agencies, as they are written in bylines and under photos.
    pub agencies: Vec<String>,
    /// Whether readers have to pay.
    pub paywalled: Option<bool>,
    /// The text, a paragraph each.
    pub text: Vec<String>,
    /// Quotations that the page itself marks, with their speakers.
    pub quotations: Vec<Spoken>,
}
