//! Credentials never stand in the configuration: a key or an address that holds one is an error that says where it goes.

use crate::yaml::Field;

/// Words by which a key gives itself away, whatever stands around them and however it is written.
const WORDS: &[&str] = &[
    "accesskey",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "token",
    "credential",
    "apikey",
    "saskey",
    "privatekey",
    "identityfile",
    "accountkey",
    "connectionstring",
];

/// Notes a key that is to hold a credential; whether it is one.
pub(super) fn refuse(kind: &str, key: &str, field: &Field<'_>) -> bool {
    if !is_secret(key) {
        return false;
    }
    let message = format!("`{key}` would be a credential, and no credential stands in this file");
    field.note(field.error("credential", message).at_key().hint(format!("delete this line; {}", source(kind))));
    true
}

fn is_secret(key: &str) -> bool {
    let plain: String = key.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    WORDS.iter().any(|word| plain.contains(word))
}

/// The text of a configuration as it may be shown: the values of keys that hold credentials, and users and passwords in
/// addresses, are so many `x`. No byte changes its place.
pub fn masked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    // How far the key stands in whose lines that follow are part of its value.
    let mut below: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let is_blank = line.trim().is_empty();
        if below.is_some_and(|key| is_blank || indent > key) {
            shown += &crossed_out(line);
            continue;
        }
        let (masked, is_secret) = masked_line(line);
        below = (is_secret && line.trim_end().ends_with(['|', '>', '-', ':'])).then_some(indent);
        shown += &masked_addresses(&masked);
    }
    shown
}

/// A line in which what follows a key of a credential is crossed out, to the next comma or brace outside of quotation
/// marks; whether it has such a key.
fn masked_line(line: &str) -> (String, bool) {
    let (mut masked, mut found) = (line.to_owned(), false);
    for (at, _) in line.match_indices(':') {
        let is_of_key = |c: char| c.is_alphanumeric() || "_-\"'".contains(c);
        let key = line[..at].rsplit(|c| !is_of_key(c)).next().unwrap_or_default();
        if !is_secret(key) {
            continue;
        }
        found = true;
        let (start, rest) = (at + 1, &line[at + 1..]);
        let mut quote = None;
        let end = rest.find(|c: char| {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if c == open => quote = None,
                (None, ',' | '}') => return true,
                _ => {}
            }
            false
        });
        let end = start + end.unwrap_or(rest.len());
        masked.replace_range(start..end, &crossed_out(&line[start..end]));
    }
    (masked, found)
}

fn masked_addresses(line: &str) -> String {
    let mut masked = line.to_owned();
    for (at, _) in line.match_indices("://") {
        let start = at + "://".len();
        let rest = &line[start..];
        let end = rest.find(|c: char| c == '/' || c.is_whitespace()).unwrap_or(rest.len());
        if let Some(user) = rest[..end].rfind('@') {
            masked.replace_range(start..start + user, &crossed_out(&rest[..user]));
        }
    }
    masked
}

/// As many bytes, of which nobody learns anything; what the syntax needs stays.
fn crossed_out(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() || "\"'|>".contains(c) { c.to_string() } else { "x".repeat(c.len_utf8()) })
        .collect()
}

/// Notes an address that holds a password or a token; whether it does.
pub(super) fn refuse_in_address(kind: &str, address: &str, field: &Field<'_>) -> bool {
    if !has_password(address) {
        return false;
    }
    let message = format!("the address under `{}` holds a password or a token", field.name());
    field.note(field.error("credential", message).hint(format!("leave it out; {}", source(kind))));
    true
}

/// Whether a user name with a password, or any user name over https, stands before the host.
fn has_password(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, _)) = authority.rsplit_once('@') else { return false };
    user.contains(':') || scheme.to_lowercase().starts_with("http")
}

/// Where a kind of target takes its credentials from.
fn source(kind: &str) -> &'static str {
    match kind {
        "s3" => {
            "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` in the environment, or run where the platform gives a role"
        }
        "gcs" => {
            "name the file of a service account in `GOOGLE_APPLICATION_CREDENTIALS`, or run where the platform gives one"
        }
        "azure" => "set `AZURE_STORAGE_ACCOUNT_KEY` or the variables of a service principal in the environment",
        "git" => "git asks its own credential helper or the agent of ssh",
        "ssh" => "ssh asks its agent and its own configuration",
        _ => "commands read the environment",
    }
}

#[cfg(test)]
mod tests {
    use super::{has_password, masked};

    #[test]
    fn credentials_are_crossed_out_where_the_configuration_is_shown() {
        for (text, shown) in [
            ("  secret_key: hüsh # x\nkind: s3\n", "  secret_key: xxxxx x x\nkind: s3\n"),
            ("live: {token: \"a,b\", kind: s3}\n", "live: {token: \"xxx\", kind: s3}\n"),
            ("password: |\n  hush\n  hush\nkind: s3\n", "password: |\n  xxxx\n  xxxx\nkind: s3\n"),
            ("remote: https://me:pw@host/a@b\n", "remote: https://xxxxx@host/a@b\n"),
            ("headline: a: b\n", "headline: a: b\n"),
        ] {
            assert_eq!(masked(text), shown);
            assert_eq!(masked(text).len(), text.len());
        }
    }

    #[test]
    fn addresses_with_passwords_are_told_from_others() {
        for address in ["https://user:pw@host/x.git", "https://ghp_abc@github.com/x/y", "ssh://git:pw@host/x"] {
            assert!(has_password(address), "{address}");
        }
        for address in ["origin", "git@github.com:x/y.git", "ssh://git@host/x", "https://host/a@b", "/srv/a:b@c"] {
            assert!(!has_password(address), "{address}");
        }
    }
}
