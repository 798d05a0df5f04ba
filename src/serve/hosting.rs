//! What `_redirects` and `_headers` ask of a host, read as Netlify and Cloudflare Pages read them.

/// What the site asks of its host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hosting {
    redirects: Vec<Redirect>,
    headers: Vec<(String, Vec<(String, String)>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Redirect {
    from: String,
    to: String,
    status: u16,
}

impl Hosting {
    /// Reads the two files; lines that are none are passed over, as hosts do.
    pub fn read(redirects: &str, headers: &str) -> Self {
        Self { redirects: redirects.lines().filter_map(redirect).collect(), headers: blocks(headers) }
    }

    /// Where an address (percent-encoded, from the host's root) leads, and with which status.
    pub fn redirect(&self, address: &str) -> Option<(String, u16)> {
        self.redirects.iter().find_map(|rule| {
            let rest = matched(&rule.from, address)?;
            Some((rule.to.replace(":splat", rest), rule.status))
        })
    }

    /// The headers of an address, those of later rules last.
    pub fn headers<'a>(&'a self, address: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let fitting = self.headers.iter().filter(move |(pattern, _)| matched(pattern, address).is_some());
        fitting.flat_map(|(_, headers)| headers.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }
}

/// What the star of a pattern stands for; the empty text where it has none and is the address.
fn matched<'a>(pattern: &str, address: &'a str) -> Option<&'a str> {
    match pattern.strip_suffix('*') {
        Some(start) => address.strip_prefix(start),
        None => (pattern == address).then_some(""),
    }
}

fn redirect(line: &str) -> Option<Redirect> {
    let mut words = line.split_whitespace();
    let from = words.next().filter(|from| from.starts_with('/'))?;
    let to = words.next()?;
    let status = words.next().map_or(Some(301), |status| status.trim_end_matches('!').parse().ok())?;
    Some(Redirect { from: from.to_owned(), to: to.to_owned(), status })
}

fn blocks(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut blocks: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        if !line.starts_with([' ', '\t']) {
            blocks.push((line.trim().to_owned(), Vec::new()));
        } else if let (Some((_, headers)), Some((name, value))) = (blocks.last_mut(), line.split_once(':')) {
            headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::Hosting;

    #[test]
    fn rules_are_read_as_hosts_read_them() {
        let hosting = Hosting::read("# old\n/a/ /b/ 301\n/gone/ /gone/ 410\n/news/* /archive/:splat\n", "");
        assert_eq!(hosting.redirect("/a/"), Some(("/b/".to_owned(), 301)));
        assert_eq!(hosting.redirect("/gone/"), Some(("/gone/".to_owned(), 410)));
        assert_eq!(hosting.redirect("/news/2020/"), Some(("/archive/2020/".to_owned(), 301)));
        assert_eq!(hosting.redirect("/"), None);
    }

    #[test]
    fn headers_belong_to_their_addresses() {
        let hosting = Hosting::read("", "/*\n  X-A: all: of it\n/css/*\n  X-B: b\n");
        assert_eq!(hosting.headers("/").collect::<Vec<_>>(), [("X-A", "all: of it")]);
        assert_eq!(hosting.headers("/css/x.css").collect::<Vec<_>>(), [("X-A", "all: of it"), ("X-B", "b")]);
    }
}
