//! What hosts read: `_redirects` and `_headers`, in the form that Netlify and Cloudflare Pages share.

use crate::view::{HeadersView, Rule};

/// What a page may load: files of its own site, and pictures from anywhere with encryption. No script or style sheet
/// stands in a page itself, and no other site may frame one.
const POLICY: &str = "default-src 'none'; img-src 'self' https: data:; media-src 'self' https:; style-src 'self'; \
                      script-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Where emails lie among the pages, elements may bring their own style, as those of emails do; style sheets in a page
/// stay forbidden (CSP Level 3, `style-src-attr`). The whole site says so: some hosts join the policies of two rules for
/// an address, and browsers then obey both.
const STYLED: &str = "; style-src-attr 'unsafe-inline'";

/// A year, the longest that caches are asked to keep a file, and a promise that it never changes (RFC 8246).
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A line for each rule: from, to, status.
pub(super) fn redirects(rules: &[Rule]) -> String {
    rules.iter().map(|rule| format!("{} {} {}\n", rule.from, rule.to, rule.status)).collect()
}

/// A group for each pattern of addresses.
pub(super) fn headers(headers: &HeadersView) -> String {
    let styled = if headers.unlisted.is_empty() { "" } else { STYLED };
    let mut text = format!(
        "{}/*\n  Content-Security-Policy: {POLICY}{styled}\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: strict-origin-when-cross-origin\n",
        headers.base
    );
    for pattern in &headers.unchanging {
        text += &format!("{pattern}\n  Cache-Control: {FOR_EVER}\n");
    }
    for (address, media_type) in &headers.types {
        text += &format!("{address}\n  Content-Type: {media_type}{}\n", charset(media_type));
    }
    for pattern in &headers.unlisted {
        text += &format!("{pattern}\n  X-Robots-Tag: noindex\n");
    }
    text
}

/// What is XML says its encoding best in its media type (RFC 7303, section 3); JSON is UTF-8 by itself (RFC 8259).
fn charset(media_type: &str) -> &'static str {
    if media_type.ends_with("xml") { "; charset=utf-8" } else { "" }
}
