//! What both XML formats write alike. The interface to quick-xml; pulldown-cmark-escape escapes text for it.

use std::borrow::Cow;
use std::io;

use pulldown_cmark_escape::escape_html_body_text;
use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// A feed that is being written.
pub(super) type Xml = Writer<Vec<u8>>;

/// Begins a document.
pub(super) fn document(capacity: usize) -> io::Result<Xml> {
    let mut xml = Writer::new(Vec::with_capacity(capacity));
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    Ok(xml)
}

/// An element with text alone.
pub(super) fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    text_with(xml, name, &[], text)
}

/// An element with attributes and text.
pub(super) fn text_with(xml: &mut Xml, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    let element = xml.create_element(name).with_attributes(attributes.iter().copied());
    element.write_text_content(BytesText::from_escaped(escaped(clean(text))?)).map(|_| ())
}

/// Text as it stands between tags. There quotation marks need no escape, and HTML is full of them.
fn escaped(text: Cow<'_, str>) -> io::Result<Cow<'_, str>> {
    // A carriage return, which hardly any text holds, would be lost on the way: quick-xml knows how to write it, sign by sign.
    if text.contains('\r') || !text.contains(['&', '<', '>']) {
        return Ok(partial_escape(text));
    }
    let mut escaped = String::with_capacity(text.len() + text.len() / 4);
    escape_html_body_text(&mut escaped, &text).map_err(io::Error::other)?;
    Ok(escaped.into())
}

/// An element with attributes alone.
pub(super) fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let attributes: Vec<(&str, Cow<'_, str>)> = attributes.iter().map(|(key, value)| (*key, clean(value))).collect();
    let attributes = attributes.iter().map(|(key, value)| (*key, &**value));
    xml.create_element(name).with_attributes(attributes).write_empty().map(|_| ())
}

/// Takes out the characters that no XML document may hold (XML 1.0, section 2.2); the writer leaves them in.
fn clean(text: &str) -> Cow<'_, str> {
    let illegal = |c: char| matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    // Bytes are looked at first, as almost no text holds one of them; 0xef begins the two noncharacters, among others.
    // Without a way out in its midst, the loop looks at many bytes at once.
    let suspect = |byte: u8| (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0xef);
    let is_suspect = text.bytes().fold(false, |any, byte| any | suspect(byte));
    if is_suspect { text.replace(illegal, "").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_as_quick_xml_does_it() {
        let html = "<p class=\"a\">it’s 1 &lt; 2 &amp; 'so'</p>";
        for text in ["", "plain", "a & b", "<", "a > b", "line\r\nline", "\r", html, &html.repeat(9), "é<京>"] {
            assert_eq!(escaped(text.into()).expect("written"), partial_escape(text), "{text}");
        }
    }

    #[test]
    fn what_no_xml_may_hold_is_taken_out() {
        for (text, clean_text) in [("a\0b\u{1f}c", "abc"), ("a\t\r\nb", "a\t\r\nb"), ("\u{fffe}\u{feff}", "\u{feff}")] {
            assert_eq!(clean(text), clean_text);
        }
    }
}
