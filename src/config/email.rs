//! `email`: from whom the email edition comes, to which list it goes and how its readers leave that list.

use serde::Serialize;

use crate::address;
use crate::yaml::{Field, Group, Keys};

/// The keys under `email`.
pub const EMAIL: Keys = Keys {
    known: &["from", "reply_to", "list_id", "unsubscribe_url", "unsubscribe_mailto"],
    synonyms: &[("sender", "from"), ("list", "list_id"), ("unsubscribe", "unsubscribe_url")],
};

/// How long an address in a header may be: with its name and its brackets it has to stand on one line of 998 octets
/// (RFC 5322, section 2.1.1), as no address may be folded.
const LONGEST: usize = 900;

/// What the headers of an email edition say beside the edition itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Email {
    /// From whom it comes.
    pub from: Mailbox,
    /// To whom answers go, where not to `from`.
    pub reply_to: Option<Mailbox>,
    /// The name of the list for mail programs (RFC 2919): `briefing.example.org`.
    pub list_id: String,
    /// The page on which a reader leaves the list; https for leaving it with one click (RFC 8058).
    pub unsubscribe_url: String,
    /// The address to which a reader may write to leave the list.
    pub unsubscribe_mailto: Option<String>,
}

/// A mail address with the name that stands before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Mailbox {
    /// The name, on one line.
    pub name: Option<String>,
    /// The address: `desk@example.org`.
    pub address: String,
}

impl Mailbox {
    /// What follows the `@`.
    pub fn domain(&self) -> &str {
        self.address.rsplit('@').next().unwrap_or_default()
    }
}

/// Keys without which no edition can be sent, each with a line that shows it.
const NEEDED: &[(&str, &str)] = &[
    ("from", "from: The Briefing <desk@example.org>"),
    ("list_id", "list_id: briefing.example.org"),
    ("unsubscribe_url", "unsubscribe_url: https://example.org/unsubscribe/"),
];

/// Reads `email`; none where editions are not sent. Only where they are is a missing key a problem.
pub(super) fn email(root: &Group<'_>, is_sent: bool) -> Option<Email> {
    let field = root.field("email");
    let group = field.as_ref().and_then(|field| field.group(EMAIL));
    if is_sent {
        note_missing(root, group.as_ref());
    }
    let group = group?;
    let mailbox = |key: &str| group.field(key).and_then(|field| mailbox(&field));
    let from = mailbox("from");
    let reply_to = mailbox("reply_to");
    let list_id = group.field("list_id").and_then(|field| list_id(&field));
    let unsubscribe_url = group.field("unsubscribe_url").and_then(|field| unsubscribe_url(&field));
    let unsubscribe_mailto = mailbox("unsubscribe_mailto").map(|mailbox| mailbox.address);
    let email =
        Email { from: from?, reply_to, list_id: list_id?, unsubscribe_url: unsubscribe_url?, unsubscribe_mailto };
    is_sent.then_some(email)
}

fn note_missing(root: &Group<'_>, group: Option<&Group<'_>>) {
    for (key, line) in NEEDED {
        if group.is_some_and(|group| group.field(key).is_some()) {
            continue;
        }
        let message = format!("`email.{key}` is missing: no edition can be sent without it");
        let problem = match (group, root.field("editions")) {
            (None, Some(editions)) => editions.error("missing-key", message),
            (group, _) => group.unwrap_or(root).error("missing-key", message),
        };
        root.note(problem.hint(format!("write it under `email`: `{line}`")));
    }
}

/// `The Briefing <desk@example.org>`, or the address alone.
fn mailbox(field: &Field<'_>) -> Option<Mailbox> {
    let text = field.text()?;
    let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, address)) => (name, address),
        None => ("", text.as_str()),
    };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches('"');
    if is_mail_address(address) {
        return Some(Mailbox {
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            address: address.to_owned(),
        });
    }
    let problem = field.error("unknown-value", format!("`{address}` is no mail address"));
    field.note(problem.hint("write it as `desk@example.org` or `The Briefing <desk@example.org>`"));
    None
}

/// The addresses that every mail server takes: dot-atoms on both sides (RFC 5321, section 4.1.2), the lengths of
/// section 4.5.3.1.
fn is_mail_address(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() < 64
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    local.len() <= 64
        && is_dot_atom(local)
        && domain.len() <= 255
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

/// Words of letters, digits and the signs that need no quotation marks, with dots between them (RFC 5322, 3.2.3).
fn is_dot_atom(text: &str) -> bool {
    let is_atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    text.split('.').all(|word| !word.is_empty() && word.chars().all(is_atom))
}

fn list_id(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if is_dot_atom(&text) && text.contains('.') && text.len() <= 255 {
        return Some(text);
    }
    let problem = field.error("unknown-value", format!("`{text}` is no name of a mailing list"));
    field.note(problem.hint("write a name below a domain of yours, as `briefing.example.org`"));
    None
}

fn unsubscribe_url(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let why = match address::unfit(&text) {
        Some(why) => why,
        None if !text.is_ascii() => "holds letters that a mail header cannot hold",
        None if text.len() > LONGEST => "is too long for a mail header",
        None => return Some(text),
    };
    let problem = field.error("bad-url", format!("nobody can unsubscribe at `{text}`: it {why}"));
    field.note(problem.hint("write a whole address such as `https://example.org/unsubscribe/`"));
    None
}

#[cfg(test)]
mod tests {
    use super::is_mail_address;

    #[test]
    fn mail_addresses_are_told_from_other_text() {
        for address in ["a@b.example", "first.last+tag@sub.b.example", "o'neil@xn--bcher-kva.example"] {
            assert!(is_mail_address(address), "{address}");
        }
        for address in [
            "",
            "a",
            "@b.example",
            "a@",
            "a@b",
            "a..b@c.example",
            "a b@c.example",
            "a@b@c.example",
            "a@-b.example",
            "a@b.example\r\nBcc: c@d.example",
            "é@b.example",
            "a@bücher.example",
            "<a@b.example>",
            "a,b@c.example",
        ] {
            assert!(!is_mail_address(address), "{address}");
        }
    }
}
