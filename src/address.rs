//! Addresses on the web: whether a text is one, whether two are of one page, and what campaigns add to them.

use std::borrow::Cow;

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

/// Names of parameters by which campaigns, newsletters and social networks follow readers; none changes what a page says.
const TRACKING: &[&str] = &[
    "__twitter_impression",
    "_branch_match_id",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_medium",
    "cmpid",
    "dclid",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ns_campaign",
    "ns_mchannel",
    "ns_source",
    "ocid",
    "oly_anon_id",
    "oly_enc_id",
    "ref_src",
    "s_cid",
    "smid",
    "srsltid",
    "ttclid",
    "twclid",
    "vero_id",
    "wbraid",
    "wt_mc",
    "xtor",
    "yclid",
];

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || name.starts_with("mtm_") || TRACKING.binary_search(&name.as_str()).is_ok()
}

/// The parameters of an address by which readers are followed, as written: `utm_source=rss`.
pub fn tracking(address: &str) -> impl Iterator<Item = &str> {
    let address = address.split('#').next().unwrap_or_default();
    let query = address.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter(|parameter| is_tracking(parameter))
}

/// The address without the parameters by which readers are followed; the rest as written.
pub fn without_tracking(address: &str) -> String {
    let (rest, fragment) = match address.find('#') {
        Some(at) => address.split_at(at),
        None => (address, ""),
    };
    let Some((page, query)) = rest.split_once('?') else { return address.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|parameter| !is_tracking(parameter)).collect();
    if kept.is_empty() { format!("{page}{fragment}") } else { format!("{page}?{}{fragment}", kept.join("&")) }
}

/// What all addresses of one page have in common, for comparison alone: `http` and `https`, `www.` or not, case of the
/// host, a port that goes without saying, a slash or a `#part` at the end, and what campaigns add make no difference.
pub fn identity(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let has_query = address.contains('?');
    let address = if has_query { Cow::Owned(without_tracking(address)) } else { Cow::Borrowed(address) };
    let rest = address.split_once("://").map_or(&*address, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let mut identity = String::with_capacity(rest.len());
    identity.push_str(host);
    identity.make_ascii_lowercase();
    let port = [":443", ":80"].into_iter().find(|port| identity.ends_with(port)).map_or(0, str::len);
    identity.truncate(identity.len() - port);
    identity.drain(..if identity.starts_with("www.") { 4 } else { 0 });
    let (page, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    identity.push_str(page.trim_end_matches('/'));
    identity.push_str(query);
    identity
}

/// The first address in a text, as in `CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)`.
pub fn within(text: &str) -> Option<&str> {
    let bare = |word| str::trim_matches(word, ['(', ')', '[', ']', '<', '>', ',', ';', '.']);
    text.split_whitespace().map(bare).find(|word| unfit(word).is_none())
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
    fn addresses_of_one_page_are_one() {
        let one = "example.org/Story";
        for address in [
            "https://www.example.org/Story",
            "http://Example.org:80/Story/",
            "https://example.org/Story?utm_source=rss&UTM_medium=x&fbclid=1#top",
            "https://example.org/Story#top?x",
        ] {
            assert_eq!(identity(address), one, "{address}");
        }
        assert_eq!(identity("https://example.org/?id=2&utm_source=x&p=3"), "example.org?id=2&p=3");
        assert_ne!(identity("https://example.org/story"), one);
    }

    #[test]
    fn what_campaigns_add_is_taken_off_and_nothing_else() {
        let address = "https://a.example/x?id=2&utm_source=rss&p=&gclid=a#b?utm_term=c";
        assert_eq!(tracking(address).collect::<Vec<_>>(), ["utm_source=rss", "gclid=a"]);
        assert_eq!(without_tracking(address), "https://a.example/x?id=2&p=#b?utm_term=c");
        assert_eq!(without_tracking("https://a.example/x?smid=tw#b"), "https://a.example/x#b");
        for address in ["https://a.example/x", "https://a.example/x?ref=2&source=b", "https://a.example/?#utm_a=1"] {
            assert_eq!(without_tracking(address), address);
            assert_eq!(tracking(address).count(), 0);
        }
        assert!(TRACKING.is_sorted());
    }

    #[test]
    fn an_address_is_found_in_a_text() {
        let by = "https://creativecommons.org/licenses/by/4.0/";
        assert_eq!(within(&format!("CC BY 4.0 ({by})")), Some(by));
        assert_eq!(within(&format!("See {by}.")), Some(by));
        assert_eq!(within(by), Some(by));
        assert_eq!(within("All rights reserved"), None);
    }

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
