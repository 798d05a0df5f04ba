//! Addresses in style sheets: taken out of their quotation marks, decoded, looked up among the assets.

use std::collections::BTreeMap;

/// The address in `url(address)`.
pub(super) fn bare(raw: &str) -> &str {
    raw.split_once('(').map_or(raw, |(_, inner)| inner.strip_suffix(')').unwrap_or(inner).trim())
}

/// The text between quotation marks.
pub(super) fn unquoted(raw: &str) -> &str {
    let inner = raw.get(1..).unwrap_or_default();
    inner.strip_suffix(['"', '\'']).unwrap_or(inner)
}

/// Whether an address names its scheme or host.
pub(super) fn is_elsewhere(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    named || address.starts_with("//")
}

/// An address without percent-encoding.
pub(super) fn decode(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.filter(|_| first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The asset that `path` means in the sheet `from`: seen from its folder or, failing that, from `assets/`.
pub(super) fn find<'a, T>(assets: &'a BTreeMap<String, T>, from: &str, path: &str) -> Option<(&'a String, &'a T)> {
    let known = |folder| join(folder, path).and_then(|name| assets.get_key_value(&name));
    known(folder(from)).or_else(|| known(""))
}

/// A path seen from a folder; `None` where it leads out of all folders.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder of an asset; empty for one that stands at the top.
pub(super) fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path to an asset as a sheet in `folder` writes it.
pub(super) fn way(folder: &str, name: &str) -> String {
    let below =
        name.strip_prefix(folder).and_then(|rest| if folder.is_empty() { Some(rest) } else { rest.strip_prefix('/') });
    match below {
        Some(below) => below.to_owned(),
        None => format!("{}{name}", "../".repeat(folder.split('/').count())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_elsewhere_names_its_scheme_or_host() {
        for address in ["https://a/b", "data:x", "//a/b"] {
            assert!(is_elsewhere(address), "{address}");
        }
        for address in ["a.png", "../a:b", "/a", "", ":a", "1:2"] {
            assert!(!is_elsewhere(address), "{address}");
        }
    }

    #[test]
    fn ways_between_folders_go_up_and_down() {
        assert_eq!(join("a/b", "../c.png").as_deref(), Some("a/c.png"));
        assert_eq!(join("a", "../../c.png"), None);
        for (folder, name, expected) in [
            ("", "a.png", "a.png"),
            ("a", "a/b.png", "b.png"),
            ("a", "ab/c.png", "../ab/c.png"),
            ("a/b", "c", "../../c"),
        ] {
            assert_eq!(way(folder, name), expected);
            assert_eq!(join(folder, expected).as_deref(), Some(name));
        }
        assert_eq!(decode("a%20b%C3%A9%zz%2"), "a bé%zz%2");
    }
}
