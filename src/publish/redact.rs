//! Takes credentials out of what others say: messages of servers and of programs may repeat what they were given.

/// What stands in the place of a credential.
const HIDDEN: &str = "[hidden]";

/// Parts of names of variables whose values are nobody's business.
const SECRET: &[&str] =
    &["SECRET", "TOKEN", "PASSWORD", "PASSWD", "CREDENTIAL", "ACCESS_KEY", "ACCOUNT_KEY", "API_KEY", "SAS"];

/// Schemes of authorization whose tokens are the credential itself (RFC 7617, RFC 6750).
const SCHEMES: &[&str] = &["Bearer ", "bearer ", "Basic ", "basic "];

/// The shortest value that is looked for: shorter ones would take ordinary words out of messages.
const SHORTEST: usize = 8;

/// The text without user names and passwords in addresses, without what follows the `?` of an address, where signatures
/// stand, without tokens as requests bear them, and without the value of any variable of the environment that is named
/// like a credential.
pub fn redact(text: &str) -> String {
    let secrets: Vec<String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, value)| value.len() >= SHORTEST && is_secret(name))
        .map(|(_, value)| value)
        .collect();
    without(text, &secrets)
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    // Files that hold credentials are named by variables too; their names help and give nothing away.
    SECRET.iter().any(|part| name.contains(part))
        && !name.ends_with("_FILE")
        && name != "GOOGLE_APPLICATION_CREDENTIALS"
}

fn without(text: &str, secrets: &[String]) -> String {
    let mut text = text.to_owned();
    for secret in secrets {
        text = text.replace(secret.as_str(), HIDDEN);
    }
    let text = SCHEMES.iter().fold(text, |text, scheme| without_borne(&text, scheme));
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + "://".len());
        clean += before;
        let end = after.find(|c: char| c.is_whitespace() || "'\"`<>()".contains(c)).unwrap_or(after.len());
        let (address, others) = after.split_at(end);
        clean += &bare(address);
        rest = others;
    }
    clean + rest
}

/// The text without the words that follow this scheme of authorization, where they look like a token: servers repeat what
/// they were shown.
fn without_borne(text: &str, scheme: &str) -> String {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
    let mut parts = text.split(scheme);
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c| !is_of_token(c)).unwrap_or(part.len());
        let (token, rest) = part.split_at(end);
        let is_word = token.len() < SHORTEST || token.chars().all(|c| c.is_ascii_lowercase());
        clean += &format!("{scheme}{}{rest}", if is_word { token } else { HIDDEN });
    }
    clean
}

/// An address after its `//`, without user and query.
fn bare(address: &str) -> String {
    let (address, query) = address.split_once('?').map_or((address, ""), |(address, _)| (address, "?…"));
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{host}{path}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_secret_is_left() {
        for (text, clean) in [
            ("fatal: https://x-access-token:abc@host/a.git not found", "fatal: https://host/a.git not found"),
            ("error for url (https://host/c/a?sig=abc&se=1): no", "error for url (https://host/c/a?…): no"),
            ("the key s3cr3t-key is wrong", "the key [hidden] is wrong"),
            ("ssh://git@host/x and plain a@b", "ssh://host/x and plain a@b"),
            (
                "shown [\"Bearer ya29.a0-b_c\"] twice: Bearer ya29.a0-b_c",
                "shown [\"Bearer [hidden]\"] twice: Bearer [hidden]",
            ),
            ("Authorization: Basic bWU6cHc9PQ==", "Authorization: Basic [hidden]"),
            ("basic authentication failed", "basic authentication failed"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(without(text, &["s3cr3t-key".to_owned()]), clean);
        }
        assert!(is_secret("AWS_SECRET_ACCESS_KEY") && is_secret("GITHUB_TOKEN") && is_secret("AZURE_STORAGE_SAS_KEY"));
        assert!(!is_secret("AWS_REGION") && !is_secret("AWS_WEB_IDENTITY_TOKEN_FILE"));
    }
}
