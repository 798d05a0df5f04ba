//! Which servers may be asked: a program that fetches what others name must not be led into a private network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::failure::PrivateName;

/// Which servers may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The one that was typed, wherever it is; from a public one redirects lead to public ones alone.
    Typed,
    /// Public ones alone: for addresses that came from somebody else.
    Public,
}

/// Finds the addresses of names, within reach.
pub(super) struct Names(pub Reach);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            // The port is filled in by who asks.
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let within: Vec<SocketAddr> =
                found.iter().copied().filter(|found| reach == Reach::Typed || !is_private(found.ip())).collect();
            if within.is_empty() && !found.is_empty() {
                return Err(PrivateName(name.as_str().to_owned()).into());
            }
            Ok(Box::new(within.into_iter()) as Addrs)
        })
    }
}

/// Whether an address names a private server by its number: the resolver never sees those.
pub(super) fn names_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let number = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    number.parse().is_ok_and(is_private)
}

/// Whether a number is not one of a server that everybody reaches (IANA's registries of special addresses).
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = (a, b, c) == (192, 0, 0);
    let benchmark = a == 198 && (18..20).contains(&b);
    let special = ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation();
    special || shared || protocol || benchmark || a == 0 || a >= 224
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let [.., high, low] = ip.segments();
    let [first, second] = high.to_be_bytes();
    let [third, fourth] = low.to_be_bytes();
    let inner = Ipv4Addr::new(first, second, third, fourth);
    // IPv4 in IPv6 (`::ffff:0:0/96`, `64:ff9b::/96`) reaches what the IPv4 address does.
    let carries = ip.to_ipv4_mapped().is_some() || (a, b) == (0x64, 0xff9b);
    // 6to4 (`2002::/16`), which carries an IPv4 address further up, is gone from the web.
    let global = (0x2000..0x4000).contains(&a) && a != 0x2002 && (a, b) != (0x2001, 0xdb8) && (a, b) != (0x2001, 0);
    if carries { is_private_v4(inner) } else { !global }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_servers_are_told_from_public_ones() {
        for address in [
            "http://127.0.0.1:8080/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://10.1.2.3/",
            "http://169.254.169.254/latest/meta-data/",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://192.168.1.1/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[64:ff9b::10.0.0.1]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://[2002:7f00:1::]/",
            "http://255.255.255.255/",
        ] {
            assert!(names_private(&Url::parse(address).unwrap()), "{address}");
        }
        for address in ["http://93.184.215.14/", "http://[2606:2800:21f::1]/", "https://example.org/", "http://1.1.1.1"]
        {
            assert!(!names_private(&Url::parse(address).unwrap()), "{address}");
        }
    }
}
