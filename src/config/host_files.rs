//! The keys under `host_files`: which of the files that hosts read are written.

use super::read::keys;
use super::{Config, HostFiles, defaults};
use crate::yaml::{Group, Keys};

/// The keys under `host_files`.
pub const HOST_FILES: Keys = keys(&["redirects", "headers", "nojekyll", "cname"]);

pub(super) fn host_files(group: &Group<'_>, base_url: Option<&str>) -> HostFiles {
    let field = group.field("host_files");
    let group = field.as_ref().and_then(|field| field.group(HOST_FILES));
    let flag = |key: &str, default: bool| group.as_ref().and_then(|group| group.flag(key)).unwrap_or(default);
    let cname = flag("cname", defaults::HOST_CNAME);
    if let (true, Some(base_url), Some(group)) = (cname, base_url, &group)
        && let (None, Some(field)) = (own_host(base_url), group.field("cname"))
    {
        let message = format!("no `CNAME` is written: `{base_url}` is not the root of a host with a name");
        let problem = field.warning("no-own-host", message);
        field.note(
            problem.hint("publish at the root of a host, as in `base_url: https://example.org`, or delete `cname`"),
        );
    }
    HostFiles {
        redirects: flag("redirects", defaults::HOST_REDIRECTS),
        headers: flag("headers", defaults::HOST_HEADERS),
        nojekyll: flag("nojekyll", defaults::HOST_NOJEKYLL),
        cname,
    }
}

impl Config {
    /// The host of the base URL where the site is all that stands there: without a path, a port, or an address in
    /// numbers. GitHub Pages wants its name in `CNAME`.
    pub fn own_host(&self) -> Option<&str> {
        own_host(&self.base_url)
    }
}

fn own_host(base_url: &str) -> Option<&str> {
    let (_, host) = base_url.split_once("://")?;
    let is_name =
        host.contains('.') && !host.contains(['/', ':', '@']) && !host.ends_with(|c: char| c.is_ascii_digit());
    is_name.then_some(host)
}
