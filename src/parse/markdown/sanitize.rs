//! Raw HTML made harmless, for sites whose editors are not all trusted with it. Names ammonia, and nothing else does.

use std::sync::LazyLock;

use ammonia::{Builder, Url, UrlRelative};

/// HTML without scripts, handlers, frames, forms and styles; what Dateline writes itself is kept.
pub(super) fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// HTML as feeds may carry it: cleaned as above, with every address made whole by that of its page.
pub fn for_feed(html: &str, page: &str) -> String {
    let mut cleaner = cleaner();
    if let Ok(page) = Url::parse(page) {
        cleaner.url_relative(UrlRelative::RewriteWithBase(page));
    }
    cleaner.clean(html).to_string()
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(cleaner);

fn cleaner() -> Builder<'static> {
    let mut cleaner = Builder::default();
    cleaner
        .add_tags([
            "section",
            "figure",
            "figcaption",
            "details",
            "summary",
            "dl",
            "dt",
            "dd",
            "video",
            "audio",
            "source",
        ])
        .add_generic_attributes(["id", "class", "role", "lang", "dir", "title", "tabindex"])
        .add_generic_attribute_prefixes(["data-", "aria-"])
        .add_tag_attributes("video", ["src", "controls", "poster", "width", "height"])
        .add_tag_attributes("audio", ["src", "controls"])
        .add_tag_attributes("source", ["src", "type", "media"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("time", ["datetime"])
        .add_tag_attributes("th", ["scope"])
        .add_tag_attributes("ol", ["start"])
        .link_rel(None);
    cleaner
}

#[cfg(test)]
mod tests {
    use super::super::hole::{self, Fills};
    use super::clean;
    use crate::parse::body::Fill;

    #[test]
    fn what_runs_is_taken_out() {
        for (raw, cleaned) in [
            ("<p onclick=\"x()\">a</p>", "<p>a</p>"),
            ("<script>x()</script>b", "b"),
            ("<iframe src=\"https://a.example\"></iframe>c", "c"),
            ("<form><input name=\"d\"></form>", ""),
            ("<p style=\"color: red\">e</p>", "<p>e</p>"),
            ("<a href=\"javascript:x()\">f</a>", "<a>f</a>"),
        ] {
            assert_eq!(clean(raw), cleaned);
        }
    }

    #[test]
    fn what_dateline_writes_is_kept() {
        let mut fills = Fills::default();
        let callout = fills.put(Fill::Href(9));
        let prefix = hole::ID_PREFIX;
        for html in [
            format!("<h2 id=\"{prefix}a\" class=\"b\">c</h2>\n{callout}\n<p>d</p>"),
            format!("<a href=\"{}\" title=\"e\">f</a>", hole::href(3)),
            format!("<a href=\"#{prefix}fn-1\" id=\"{prefix}fnref-1\" role=\"doc-noteref\">1</a>"),
            format!("<div class=\"footnotes\" role=\"doc-endnotes\"><ol><li id=\"{prefix}fn-1\">x</li></ol></div>"),
            "<pre class=\"code\" data-language=\"rust\" tabindex=\"0\"><code><span class=\"hl-k\">fn</span></code></pre>"
                .to_owned(),
            "<table><thead><tr><th scope=\"col\" class=\"right\">g</th></tr></thead></table>".to_owned(),
            "<dl><dt>h</dt><dd>i</dd></dl>".to_owned(),
        ] {
            let kept = clean(&html);
            for attribute in html.split(['<', '>', ' ']) {
                assert!(kept.contains(attribute), "{attribute} of {html} in {kept}");
            }
        }
    }
}
