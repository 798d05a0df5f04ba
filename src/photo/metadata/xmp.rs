//! XMP (ISO 16684-1): RDF in XML, as IPTC's and PLUS's schemas name it.

use quick_xml::NsReader;
use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{LocalName, ResolveResult};

use super::super::Credits;
use super::{LONGEST, shortened, tidy};

/// The longest XMP that is read: one segment of a JPEG holds no more, and no credit needs it.
const LONGEST_XMP: usize = 1 << 20;

/// How deep elements may lie in each other.
const DEEPEST: usize = 32;

const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";
const CORE: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
const EXTENSION: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const PLUS: &str = "http://ns.useplus.org/ldf/xmp/1.0/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// The properties that are read: each with its place in the credits.
type Slot = fn(&mut Credits) -> &mut Option<String>;
const PROPERTIES: [(&str, &str, Slot); 13] = [
    (DC, "creator", |c| &mut c.creator),
    (DC, "rights", |c| &mut c.copyright),
    (DC, "description", |c| &mut c.caption),
    (PHOTOSHOP, "Credit", |c| &mut c.credit),
    (PHOTOSHOP, "Source", |c| &mut c.source),
    (PHOTOSHOP, "Headline", |c| &mut c.headline),
    (PHOTOSHOP, "DateCreated", |c| &mut c.date),
    (PHOTOSHOP, "City", |c| &mut c.city),
    (PHOTOSHOP, "Country", |c| &mut c.country),
    (RIGHTS, "WebStatement", |c| &mut c.license),
    (PLUS, "LicensorURL", |c| &mut c.licensor),
    (CORE, "AltTextAccessibility", |c| &mut c.alt),
    (EXTENSION, "DigitalSourceType", |c| &mut c.source_type),
];

/// Reads credits; reading ends where the XML is broken.
pub(super) fn read(bytes: &[u8]) -> Credits {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST_XMP)]);
    let mut state = State::default();
    let mut reader = NsReader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                if state.open.len() >= DEEPEST {
                    break;
                }
                state.attributes(&reader, &start);
                let property = named(reader.resolver().resolve_element(start.name()));
                state.start(property);
            }
            Ok(Event::Empty(start)) => state.attributes(&reader, &start),
            Ok(Event::End(_)) => state.end(),
            Ok(Event::Text(text)) => state.text(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => {
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    state.text(c.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = resolve_predefined_entity(&reference) {
                    state.text(text);
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    state.credits
}

#[derive(Default)]
struct State {
    credits: Credits,
    /// For each open element, the property that it is in, as a position in [`PROPERTIES`].
    open: Vec<Option<usize>>,
    /// The text of the innermost element so far.
    buffer: String,
}

impl State {
    fn start(&mut self, property: Option<usize>) {
        let outer = self.open.last().copied().flatten();
        self.open.push(property.or(outer));
        self.buffer.clear();
    }

    fn end(&mut self) {
        let property = self.open.pop().flatten();
        let text = std::mem::take(&mut self.buffer);
        if let (Some(property), Some(text)) = (property, tidy(&text)) {
            self.put(property, text);
        }
    }

    /// Several creators are one list; of several languages the first counts, which is the default one.
    fn put(&mut self, property: usize, text: String) {
        let (_, name, slot) = PROPERTIES[property];
        match slot(&mut self.credits) {
            Some(known) if name == "creator" && known.len() < LONGEST => {
                known.push_str(", ");
                known.push_str(&text);
            }
            Some(_) => {}
            empty => *empty = Some(text),
        }
    }

    fn text(&mut self, text: &str) {
        if self.buffer.len() < LONGEST {
            self.buffer.push_str(shortened(text, LONGEST));
        }
    }

    /// Simple properties may stand as attributes, and addresses as `rdf:resource`.
    fn attributes(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) {
        let element = named(reader.resolver().resolve_element(start.name()));
        for attribute in start.attributes().flatten() {
            let resolved = reader.resolver().resolve_attribute(attribute.key);
            let is_resource = is_in(&resolved.0, RDF) && resolved.1.as_ref() == "resource";
            let property = if is_resource { element } else { named(resolved) };
            let value = property.and_then(|_| attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok());
            if let (Some(property), Some(text)) = (property, value.and_then(|value| tidy(&value))) {
                self.put(property, text);
            }
        }
    }
}

fn is_in(found: &ResolveResult<'_>, namespace: &str) -> bool {
    matches!(found, ResolveResult::Bound(bound) if bound.as_ref() == namespace)
}

/// The property of this name, as a position in [`PROPERTIES`].
fn named((namespace, local): (ResolveResult<'_>, LocalName<'_>)) -> Option<usize> {
    PROPERTIES.iter().position(|(uri, name, _)| local.as_ref() == *name && is_in(&namespace, uri))
}

/// Writes credits as a packet.
pub(in crate::photo) fn write(credits: &Credits) -> Vec<u8> {
    let mut body = String::with_capacity(2048);
    let mut element = |name: &str, value: &Option<String>, around: (&str, &str)| {
        if let Some(value) = value {
            let value = escaped(value);
            body += &format!("<{name}>{}{value}{}</{name}>", around.0, around.1);
        }
    };
    const PLAIN: (&str, &str) = ("", "");
    const SEQUENCE: (&str, &str) = ("<rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq>");
    const LANGUAGES: (&str, &str) = ("<rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li></rdf:Alt>");
    const LICENSOR: (&str, &str) =
        ("<rdf:Seq><rdf:li rdf:parseType=\"Resource\"><plus:LicensorURL>", "</plus:LicensorURL></rdf:li></rdf:Seq>");
    element("dc:creator", &credits.creator, SEQUENCE);
    element("dc:rights", &credits.copyright, LANGUAGES);
    element("dc:description", &credits.caption, LANGUAGES);
    element("photoshop:Credit", &credits.credit, PLAIN);
    element("photoshop:Source", &credits.source, PLAIN);
    element("photoshop:Headline", &credits.headline, PLAIN);
    element("photoshop:DateCreated", &credits.date, PLAIN);
    element("photoshop:City", &credits.city, PLAIN);
    element("photoshop:Country", &credits.country, PLAIN);
    element("xmpRights:WebStatement", &credits.license, PLAIN);
    element("plus:Licensor", &credits.licensor, LICENSOR);
    element("Iptc4xmpCore:AltTextAccessibility", &credits.alt, LANGUAGES);
    element("Iptc4xmpExt:DigitalSourceType", &credits.source_type, PLAIN);
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF \
         xmlns:rdf=\"{RDF}\"><rdf:Description rdf:about=\"\" xmlns:dc=\"{DC}\" xmlns:photoshop=\"{PHOTOSHOP}\" \
         xmlns:xmpRights=\"{RIGHTS}\" xmlns:plus=\"{PLUS}\" xmlns:Iptc4xmpCore=\"{CORE}\" \
         xmlns:Iptc4xmpExt=\"{EXTENSION}\">{body}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    )
    .into_bytes()
}

/// Text as XML may hold it, cut where it is too long for one segment of a JPEG.
fn escaped(text: &str) -> String {
    let illegal =
        |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    escape(shortened(text, LONGEST / 2).replace(illegal, "")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = |words: &str| Some(words.to_owned());
        let credits = Credits {
            creator: text("Ana María"),
            credit: text("Ana María / Agencia & Co"),
            copyright: text("© 2026 <Gazette>"),
            caption: text("Crews at \"the\" harbour"),
            headline: text("H"),
            alt: text("A boat"),
            city: text("Palma"),
            country: text("Spain"),
            date: text("2017-04-12"),
            license: text("https://example.org/terms?a=1&b=2"),
            licensor: text("https://example.org/buy"),
            source: text("Agencia"),
            source_type: text(super::super::super::GENERATED),
        };
        assert_eq!(read(&write(&credits)), credits);
    }

    #[test]
    fn attributes_lists_and_resources_are_read() {
        let packet = format!(
            "<rdf:RDF xmlns:rdf='{RDF}'><rdf:Description xmlns:a='{PHOTOSHOP}' xmlns:b='{DC}' a:Credit='C &amp; D'>\
             <b:creator><rdf:Seq><rdf:li>One</rdf:li><rdf:li>Two &#233;</rdf:li></rdf:Seq></b:creator>\
             <w:WebStatement xmlns:w='{RIGHTS}' rdf:resource='https://example.org/'/>\
             <b:rights><rdf:Alt><rdf:li xml:lang='x-default'>R</rdf:li><rdf:li xml:lang='fr'>S</rdf:li></rdf:Alt></b:rights>"
        );
        let read = read(packet.as_bytes());
        assert_eq!(read.credit.as_deref(), Some("C & D"));
        assert_eq!(read.creator.as_deref(), Some("One, Two é"));
        assert_eq!((read.copyright.as_deref(), read.license.as_deref()), (Some("R"), Some("https://example.org/")));
    }
}
