//! Addresses on the web: whether a text is one.

/// Why a text is no absolute `http` or `https` address, in an editor's words; `None` when it is one.
pub fn unfit(address: &str) -> Option<&'static str> {
    let lower = address.to_ascii_lowercase();
    let Some(rest) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) else {
        return Some("does not begin with `https://` or `http://`");
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if address.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Some("holds a blank or a control character")
    } else if address.contains(['<', '>', '"', '\\', '`', '{', '}', '|', '^']) {
        Some("holds a sign that addresses cannot hold")
    } else if host.contains('@') {
        Some("holds a user name before an `@`")
    } else if !is_host(host) {
        Some("names no server after `//`")
    } else {
        None
    }
}

/// A host name or IP address, with a port where there is one.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host, "0"),
    };
    let inner = name.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let named = match inner {
        Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !name.is_empty() && name.split('.').all(is_label),
    };
    named && port.parse::<u16>().is_ok()
}

fn is_label(label: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '%');
    !label.is_empty() && !label.starts_with('-') && label.chars().all(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_told_from_other_text() {
        for address in [
            "https://example.org",
            "http://localhost:8080/a?b=c#d",
            "https://www.exämple.org/straße",
            "https://[::1]:80/",
            "HTTPS://example.org/a_(b),c;d=e~f",
        ] {
            assert_eq!(unfit(address), None, "{address}");
        }
        for address in [
            "",
            "example.org",
            "/story",
            "ftp://example.org",
            "javascript:alert(1)",
            "https://",
            "https:///a",
            "https://example.org/a b",
            "https://a..b",
            "https://example.org:port",
            "https://user@example.org",
            "https://example.org/<x>",
        ] {
            assert!(unfit(address).is_some(), "{address}");
        }
    }
}
