//! Sitemaps (sitemaps.org, protocol 0.9) with Google's extensions for photos and news.

use quick_xml::escape::escape;

use crate::view::{MapPage, NewsView};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const IMAGE: &str = "http://www.google.com/schemas/sitemap-image/1.1";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";

/// A sitemap of pages with their photos.
pub(super) fn sitemap(pages: &[MapPage]) -> String {
    let mut xml = String::with_capacity(pages.len() * 200 + 256);
    xml += DECLARATION;
    xml += &format!("<urlset xmlns=\"{SITEMAP}\" xmlns:image=\"{IMAGE}\">\n");
    for page in pages {
        xml += "<url>";
        address(page, &mut xml);
        if let Some(photo) = &page.photo {
            xml += "<image:image>";
            element("image:loc", photo, &mut xml);
            xml += "</image:image>";
        }
        xml += "</url>\n";
    }
    xml + "</urlset>\n"
}

/// A sitemap of sitemaps.
pub(super) fn index(maps: &[MapPage]) -> String {
    let mut xml = format!("{DECLARATION}<sitemapindex xmlns=\"{SITEMAP}\">\n");
    for map in maps {
        xml += "<sitemap>";
        address(map, &mut xml);
        xml += "</sitemap>\n";
    }
    xml + "</sitemapindex>\n"
}

/// The news sitemap.
pub(super) fn news(news: &NewsView<'_>) -> String {
    let mut xml = format!("{DECLARATION}<urlset xmlns=\"{SITEMAP}\" xmlns:news=\"{NEWS}\">\n");
    for item in &news.items {
        xml += "<url>";
        element("loc", &item.url, &mut xml);
        xml += "<news:news><news:publication>";
        element("news:name", news.name, &mut xml);
        element("news:language", &item.language, &mut xml);
        xml += "</news:publication>";
        element("news:publication_date", &item.published, &mut xml);
        element("news:title", item.headline, &mut xml);
        xml += "</news:news></url>\n";
    }
    xml + "</urlset>\n"
}

fn address(page: &MapPage, xml: &mut String) {
    element("loc", &page.url, xml);
    if let Some(changed) = &page.changed {
        element("lastmod", changed, xml);
    }
}

fn element(name: &str, text: &str, xml: &mut String) {
    // No XML document may hold most control characters and two noncharacters (XML 1.0, section 2.2).
    let illegal =
        |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    for part in ["<", name, ">"] {
        xml.push_str(part);
    }
    if text.contains(illegal) {
        xml.push_str(&escape(text.replace(illegal, "").as_str()));
    } else {
        xml.push_str(&escape(text));
    }
    for part in ["</", name, ">"] {
        xml.push_str(part);
    }
}
