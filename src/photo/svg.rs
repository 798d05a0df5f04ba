//! SVG: drawings pass through without what can run, reach out or hide words in them.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};

/// Elements that go with all that they hold.
const REFUSED: [&str; 10] =
    ["script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener", "metadata"];

/// How deep elements may lie in each other.
const DEEPEST: usize = 256;

/// The same drawing made harmless; none where it is no SVG that can be read.
pub fn harmless_svg(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = str::from_utf8(bytes).ok()?;
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut writer = Writer::new(Vec::with_capacity(bytes.len()));
    let mut depth = 0_usize;
    // How deep in a refused element: its end gives way to what follows.
    let mut refused = 0_usize;
    let mut is_svg = false;
    loop {
        let event = reader.read_event().ok()?;
        match event {
            Event::Start(start) => {
                depth += 1;
                is_svg |= depth == 1 && is(&start, "svg");
                if depth > DEEPEST {
                    return None;
                }
                if refused > 0 || is_refused(&start) {
                    refused += 1;
                } else {
                    writer.write_event(Event::Start(cleaned(&start)?)).ok()?;
                }
            }
            Event::Empty(start) => {
                is_svg |= depth == 0 && is(&start, "svg");
                if refused == 0 && !is_refused(&start) {
                    writer.write_event(Event::Empty(cleaned(&start)?)).ok()?;
                }
            }
            Event::End(end) => {
                depth = depth.checked_sub(1)?;
                if refused > 0 {
                    refused -= 1;
                } else {
                    writer.write_event(Event::End(end)).ok()?;
                }
            }
            Event::Text(text) if reaches_out(&text) && refused == 0 => {}
            Event::CData(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) | Event::Decl(_) => {}
            // Entities of a document's own making went with its document type.
            Event::GeneralRef(reference) if !is_known(&reference) => {}
            Event::Eof => break,
            other if refused == 0 => writer.write_event(other).ok()?,
            _ => {}
        }
    }
    (is_svg && depth == 0).then(|| writer.into_inner())
}

fn is(start: &BytesStart<'_>, name: &str) -> bool {
    start.local_name().as_ref().eq_ignore_ascii_case(name)
}

fn is_refused(start: &BytesStart<'_>) -> bool {
    REFUSED.iter().any(|name| is(start, name))
}

fn is_known(name: &str) -> bool {
    name.starts_with('#') || quick_xml::escape::resolve_predefined_entity(name).is_some()
}

/// The element with the attributes that only draw.
fn cleaned(start: &BytesStart<'_>) -> Option<BytesStart<'static>> {
    let name = start.name();
    let mut cleaned = BytesStart::new(name.as_ref().to_owned());
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let local = attribute.key.local_name().as_ref().to_ascii_lowercase();
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
        let is_link = matches!(local.as_str(), "href" | "src" | "from" | "to" | "values" | "by");
        let harmful = local.starts_with("on") || (is_link && leads_out(&value)) || reaches_out(&value);
        let is_name = attribute.key.as_ref().starts_with("xmlns");
        if is_name || !harmful {
            cleaned.push_attribute((attribute.key.as_ref(), &*value));
        }
    }
    Some(cleaned)
}

/// Whether a link leads anywhere but to a place in the drawing or a picture inside it.
fn leads_out(value: &str) -> bool {
    let value: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let value = value.to_ascii_lowercase();
    let is_picture =
        ["png", "jpeg", "gif", "webp"].iter().any(|kind| value.starts_with(&format!("data:image/{kind};")));
    value.contains(':') && !is_picture || value.starts_with('/') || value.starts_with('\\')
}

/// Whether a style asks for something from elsewhere.
fn reaches_out(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let url = |rest: &str| !rest.trim_start_matches(['\'', '"', ' ']).starts_with('#');
    text.contains("@import")
        || text.contains('\\')
        || text.contains("javascript:")
        || text.split("url(").skip(1).any(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(svg: &str) -> String {
        String::from_utf8(harmless_svg(svg.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn what_runs_or_reaches_out_is_taken_out_and_the_drawing_stays() {
        let svg = "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY x \"y\">]><svg xmlns=\"http://www.w3.org/2000/svg\" \
                   onload=\"x()\"><script>x()</script><style>@import url(https://a.example)</style><a \
                   href=\"java\tscript:x()\"><rect fill=\"url(#b)\" width=\"1\"/></a><image \
                   href=\"https://a.example/b.png\"/><use href=\"#c\"/><foreignObject><p>d</p></foreignObject>&x;&amp;</svg>";
        assert_eq!(
            clean(svg),
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><style></style><a><rect fill=\"url(#b)\" width=\"1\"/></a><image/>\
             <use href=\"#c\"/>&amp;</svg>"
        );
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for text in ["", "<p/>", "<svg>", "<svg></p></svg>", "\u{1}"] {
            assert_eq!(harmless_svg(text.as_bytes()), None, "{text}");
        }
    }
}
