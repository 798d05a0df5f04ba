//! Markdown as HTML: a stand-in that knows no call-outs, no holes and no problems.

use std::ops::Range;

use super::{Options, Text};
use crate::problem::{Problem, SitePath};

/// Renders the body of a file.
pub(super) fn render(_: &SitePath, source: &str, body: Range<usize>, _: &Options) -> (Text, Vec<Problem>) {
    let mut text = Text::default();
    let markdown = &source[body];
    let rest = match markdown.trim_start().strip_prefix("# ") {
        Some(heading) => {
            let (title, rest) = heading.split_once('\n').unwrap_or((heading, ""));
            text.title = Some(title.trim().to_owned());
            rest
        }
        None => markdown,
    };
    pulldown_cmark::html::push_html(&mut text.body.html, pulldown_cmark::Parser::new(rest));
    (text, Vec::new())
}
