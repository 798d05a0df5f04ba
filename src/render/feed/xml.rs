//! What both XML formats write alike. The interface to quick-xml.

use std::borrow::Cow;
use std::io;

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
    // In text alone quotation marks need no escape, and HTML is full of them.
    let escaped = partial_escape(clean(text));
    element.write_text_content(BytesText::from_escaped(escaped)).map(|_| ())
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
    let suspect = |byte: u8| (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0xef;
    let is_suspect = text.bytes().fold(false, |any, byte| any | suspect(byte));
    if is_suspect { text.replace(illegal, "").into() } else { text.into() }
}
