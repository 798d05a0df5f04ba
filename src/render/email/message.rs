//! The message as mail servers take it: headers and a part each for text and HTML (RFC 5322, RFC 2045 to 2047). The
//! interface to mail-builder and encodify.
//!
//! The library would ask the clock and chance for the date, the name and the boundary: here all three come from the
//! edition, so that the same edition is the same file.

use encodify::qp;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::url::URL;
use mail_builder::mime::{BodyPart, MimePart};

use crate::config::Mailbox;
use crate::view::{EmailHead, hash};

/// The message with both parts; `language` is that of the edition.
pub(super) fn write(head: &EmailHead<'_>, language: &str, text: &str, html: &str) -> Vec<u8> {
    let sender = head.sender;
    let print = &hash(&(head, text, html)).hex()[..24];
    let mut message = MessageBuilder::new()
        .from(address(&sender.from))
        .subject(head.subject.as_str())
        .header("Date", Raw::new(head.date.as_str()))
        .message_id(format!("{}.{print}@{}", head.name, sender.from.domain()))
        .header("List-Id", Address::new_address(Some(head.list), sender.list_id.as_str()))
        .header("List-Unsubscribe", URL::new_list(ways_out(head).into_iter()));
    if let Some(reply_to) = &sender.reply_to {
        message = message.reply_to(address(reply_to));
    }
    if sender.unsubscribe_url.starts_with("https:") {
        message = message.header("List-Unsubscribe-Post", Raw::new("List-Unsubscribe=One-Click"));
    }
    // `=_` never stands in what is quoted printable (RFC 2045, section 6.7): no part can hold the boundary.
    let content_type = ContentType::new("multipart/alternative").attribute("boundary", format!("=_{print}"));
    let parts = vec![part("text/plain", text), part("text/html", html)];
    let message = message
        .header("Content-Language", Raw::new(language))
        .body(MimePart::new(content_type, BodyPart::Multipart(parts)));
    let mut bytes = Vec::with_capacity(text.len() + html.len() * 5 / 4 + 2048);
    message.serialize(&mut bytes);
    bytes
}

/// How many octets a text takes as it is sent.
pub(super) fn encoded_len(text: &str) -> usize {
    qp::BODY.encoded_len(text)
}

fn address(mailbox: &Mailbox) -> Address<'_> {
    Address::new_address(mailbox.name.as_deref(), mailbox.address.as_str())
}

/// Where a reader leaves the list (RFC 2369): the address that is preferred comes first.
fn ways_out(head: &EmailHead<'_>) -> Vec<String> {
    let mailto = head.sender.unsubscribe_mailto.as_ref().map(|to| format!("mailto:{to}?subject=unsubscribe"));
    [head.sender.unsubscribe_url.clone()].into_iter().chain(mailto).collect()
}

/// A part in UTF-8, quoted printable whatever it holds: what is readable in the file stays so.
fn part<'a>(media_type: &'a str, text: &str) -> MimePart<'a> {
    let content_type = ContentType::new(media_type).attribute("charset", "utf-8");
    MimePart::new(content_type, qp::BODY.encode(text)).transfer_encoding("quoted-printable")
}
