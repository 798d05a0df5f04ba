//! What `_redirects` and `_headers` ask of a host, read as Netlify and Cloudflare Pages read them. Where the two differ it
//! is Netlify that is followed: a rule without `!` gives way to a file at its address.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::pattern::Pattern;

/// What stands percent-encoded in a path (URL Standard, path percent-encode set), and the sign of encoding itself.
const UNFIT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'`').add(b'{').add(b'}').add(b'%');

/// Headers that are the connection's own, and the one by which a browser would refuse every other site of this machine's
/// name for as long as it says (RFC 6797, section 8.1).
const NOT_SENT: [&str; 6] =
    ["connection", "content-encoding", "content-length", "date", "strict-transport-security", "transfer-encoding"];

/// What the site asks of its host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hosting {
    redirects: Vec<Redirect>,
    headers: Vec<(Pattern, Vec<Header>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Redirect {
    from: Pattern,
    /// Parameters that the query must have, each with what its value has to be.
    query: Vec<(String, Pattern)>,
    to: String,
    status: u16,
    /// Whether it counts even where there is a file at the address.
    forced: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Header {
    /// The value joins what other rules give the name.
    Set(String, String),
    /// What rules before this one gave the name is taken back.
    Unset(String),
}

/// Where a rule leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// The address: of the site (from the host's root), or of another.
    pub to: String,
    /// With which status.
    pub status: u16,
}

impl Hosting {
    /// Reads the two files; lines that are no rules are passed over, as hosts do. `stand_ins` are addresses whose files
    /// are there for hosts that know no rules: a rule at one of them needs no `!`.
    pub fn read(redirects: &str, headers: &str, stand_ins: &BTreeSet<String>) -> Self {
        let rule = |line| redirect(line, stand_ins);
        Self { redirects: redirects.lines().filter_map(rule).collect(), headers: blocks(headers) }
    }

    /// The way from an address (percent-decoded, from the host's root) by the first rule that fits it; `exists` says
    /// whether there is a file.
    pub fn way(&self, address: &str, query: Option<&str>, exists: bool) -> Option<Way> {
        self.redirects.iter().filter(|rule| rule.forced || !exists).find_map(|rule| {
            let mut bound = rule.from.bind(address)?;
            for (name, value) in &rule.query {
                let given = query?.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
                bound.extend(value.bind(&percent_decode_str(given).decode_utf8_lossy())?);
            }
            // A query that the rule did not ask for goes along, unless the rule has one of its own.
            let rest = query.filter(|_| rule.query.is_empty() && !rule.to.contains('?'));
            Some(Way { to: with_query(&filled(&rule.to, &bound), rest), status: rule.status })
        })
    }

    /// The headers of an address (percent-decoded); values that several rules give one name are joined.
    pub fn headers(&self, address: &str) -> Vec<(String, String)> {
        let mut sent: Vec<(String, String)> = Vec::new();
        let fitting = self.headers.iter().filter(|(pattern, _)| pattern.bind(address).is_some());
        for header in fitting.flat_map(|(_, headers)| headers) {
            match header {
                Header::Unset(name) => sent.retain(|(known, _)| known != name),
                Header::Set(name, value) => match sent.iter_mut().find(|(known, _)| known == name) {
                    Some((_, known)) => *known = format!("{known}, {value}"),
                    None => sent.push((name.clone(), value.clone())),
                },
            }
        }
        sent
    }
}

/// An address with names replaced by what they stand for, the longest names first: `:slug` begins with `:s`.
fn filled(to: &str, bound: &[(String, String)]) -> String {
    let mut bound: Vec<_> = bound.iter().collect();
    bound.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    bound.into_iter().fold(to.to_owned(), |to, (name, value)| {
        to.replace(&format!(":{name}"), &utf8_percent_encode(value, UNFIT).to_string())
    })
}

fn with_query(to: &str, query: Option<&str>) -> String {
    let Some(query) = query else { return to.to_owned() };
    match to.split_once('#') {
        Some((path, fragment)) => format!("{path}?{query}#{fragment}"),
        None => format!("{to}?{query}"),
    }
}

/// `/from id=:id /to 301!`: rules for another host, and those with conditions that only a host can know (a reader's
/// country), are none here.
fn redirect(line: &str, stand_ins: &BTreeSet<String>) -> Option<Redirect> {
    let line = line.split(" #").next().unwrap_or(line);
    let mut words = line.split_whitespace().peekable();
    let from = words.next().filter(|from| from.starts_with('/'))?;
    let mut query = Vec::new();
    while let Some((name, value)) = words.peek().filter(|word| !is_address(word)).and_then(|word| word.split_once('='))
    {
        query.push((name.to_owned(), Pattern::read(value)));
        words.next();
    }
    let to = words.next().filter(|to| is_address(to))?;
    let status = words.next().unwrap_or("301");
    let code = status.strip_suffix('!').unwrap_or(status).parse().ok()?;
    let is_plain = words.next().is_none();
    let forced = status.ends_with('!') || stand_ins.contains(from);
    let from = Pattern::read(from);
    is_plain.then(|| Redirect { from, query, to: to.to_owned(), status: code, forced })
}

fn is_address(word: &str) -> bool {
    word.starts_with('/') || word.starts_with("https://") || word.starts_with("http://")
}

fn blocks(text: &str) -> Vec<(Pattern, Vec<Header>)> {
    let mut blocks: Vec<(Pattern, Vec<Header>)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        if !line.starts_with([' ', '\t']) {
            blocks.push((Pattern::read(line.trim()), Vec::new()));
        } else if let Some((_, headers)) = blocks.last_mut() {
            headers.extend(header(line.trim()));
        }
    }
    blocks
}

fn header(line: &str) -> Option<Header> {
    if let Some(name) = line.strip_prefix('!') {
        return Some(Header::Unset(name.trim().to_ascii_lowercase()));
    }
    let (name, value) = line.split_once(':')?;
    let name = name.trim().to_ascii_lowercase();
    (!NOT_SENT.contains(&&*name)).then(|| Header::Set(name, value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, Hosting};

    /// Where an address leads by these rules, as `to status`.
    fn way(rules: &str, address: &str, exists: bool) -> Option<String> {
        let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
        let way = Hosting::read(rules, "", &BTreeSet::from(["/alias/".to_owned()])).way(path, query, exists)?;
        Some(format!("{} {}", way.to, way.status))
    }

    #[test]
    fn the_first_rule_that_fits_counts() {
        let rules =
            "# old\n/a/ /b/ 302\n/gone/ /gone/ 410\n/news/* /archive/:splat\n/news/x /y\nno rule\n/* /404 404\n";
        assert_eq!(way(rules, "/a/", false).as_deref(), Some("/b/ 302"));
        assert_eq!(way(rules, "/a", false).as_deref(), Some("/b/ 302"));
        assert_eq!(way(rules, "/gone/", false).as_deref(), Some("/gone/ 410"));
        assert_eq!(way(rules, "/news/2020/x", false).as_deref(), Some("/archive/2020/x 301"));
        assert_eq!(way(rules, "/news/x", false).as_deref(), Some("/archive/x 301"));
        assert_eq!(way(rules, "/other", false).as_deref(), Some("/404 404"));
    }

    #[test]
    fn names_stand_for_parts_of_addresses_and_of_queries() {
        let rules = "/:year/:slug /:slug/:year/ 301\n/store id=:id /items/:id 302\n/q /p?own=1\n";
        assert_eq!(way(rules, "/2020/talks", false).as_deref(), Some("/talks/2020/ 301"));
        assert_eq!(way(rules, "/2020/talks?a=b", false).as_deref(), Some("/talks/2020/?a=b 301"));
        assert_eq!(way(rules, "/store?x=1&id=7", false).as_deref(), Some("/items/7 302"));
        assert_eq!(way(rules, "/store", false), None);
        assert_eq!(way(rules, "/q?a=b", false).as_deref(), Some("/p?own=1 301"));
    }

    #[test]
    fn a_file_stands_before_a_rule_that_does_not_insist() {
        let rules = "/a/ /b/\n/c/ /d/ 301!\n/alias/ /e/\n";
        assert_eq!(way(rules, "/a/", true), None);
        assert_eq!(way(rules, "/c/", true).as_deref(), Some("/d/ 301"));
        assert_eq!(way(rules, "/alias/", true).as_deref(), Some("/e/ 301"));
    }

    #[test]
    fn what_only_a_host_can_know_is_passed_over() {
        assert_eq!(way("/ /de/ 302 Country=de\nhttps://old.example/* https://new.example/:splat\n", "/", false), None);
    }

    #[test]
    fn headers_belong_to_their_addresses() {
        let text = "/*\n  X-A: all: of it\n  Strict-Transport-Security: max-age=1\n/css/*\n  x-a: more\n  X-B: b\n\
                    /css/:name.txt\n  ! X-B\n";
        let hosting = Hosting::read("", text, &BTreeSet::new());
        let headers = |address| hosting.headers(address).into_iter().map(|(name, value)| name + "=" + &value);
        assert_eq!(headers("/").collect::<Vec<_>>(), ["x-a=all: of it"]);
        assert_eq!(headers("/css/x.css").collect::<Vec<_>>(), ["x-a=all: of it, more", "x-b=b"]);
        assert_eq!(headers("/css/x.txt").collect::<Vec<_>>(), ["x-a=all: of it, more"]);
    }
}
