//! The HTML of an edition in a feed: its introduction, then the headlines of its entries with their standfirsts.

use crate::view::Headline;

use super::fill::escape_into;

/// Appends the headlines, each a link, to the introduction.
pub(super) fn append(headlines: &[Headline<'_>], site_language: &str, html: &mut String) {
    html.push_str("<ul>\n");
    for headline in headlines {
        html.push_str("<li");
        if headline.language != site_language {
            html.push_str(" lang=\"");
            escape_into(headline.language, html);
            html.push('"');
        }
        html.push_str("><a href=\"");
        escape_into(&headline.url, html);
        html.push_str("\">");
        escape_into(headline.headline, html);
        html.push_str("</a>");
        if let Some(standfirst) = headline.standfirst {
            html.push_str("<br>");
            escape_into(standfirst, html);
        }
        html.push_str("</li>\n");
    }
    html.push_str("</ul>\n");
}
