//! Puts a style sheet into the elements it styles. The interface to css-inline.

use std::borrow::Cow;

use css_inline::{CSSInliner, InlineOptions};

use crate::problem::{Place, Problem, SitePath};

/// The style sheet of emails, ready to be put into the elements of each.
pub(in crate::render) struct Inliner(CSSInliner<'static>);

impl Inliner {
    /// Takes the style sheet; nothing is ever fetched.
    pub fn new(css: &str) -> Self {
        let css = (!css.is_empty()).then(|| Cow::Owned(css.to_owned()));
        let options = InlineOptions { extra_css: css, load_remote_stylesheets: false, ..InlineOptions::default() };
        // Rules that no element can hold (`@media`) stay in a style element: the theme's author chose to send them.
        // A link to a style sheet is for browsers: it stays, and nothing of it is inlined.
        Self(options.keep_at_rules(true).keep_link_tags(true).remove_inlined_selectors(true).build())
    }

    /// The HTML with the declarations of each element in its `style`.
    ///
    /// # Errors
    ///
    /// When the style sheet or the HTML cannot be read.
    pub fn inline(&self, html: &str) -> Result<String, Box<Problem>> {
        self.0.inline(html).map_err(|error| {
            let place = Place::file(&SitePath::new("assets/css/email.css"));
            Box::new(Problem::error("css-syntax", place, format!("the styles of emails cannot be inlined: {error}")))
        })
    }
}
