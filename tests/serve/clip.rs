//! `/__dateline/clip`: what is sent there is shown, what the editor confirms is written, and nobody else gets anything done.

use super::*;

const PAGE: &str = "<!doctype html><html lang=\"fr\"><head><title>Talks | The Gazette</title>\
    <link rel=\"canonical\" href=\"https://gazette.example/2020/talks\"><script>alert(1)</script>\
    <meta property=\"og:site_name\" content=\"The Gazette\"><meta property=\"og:image\" content=\"http://127.0.0.1:9/p.jpg\">\
    <meta property=\"article:published_time\" content=\"2020-01-09T10:00:00Z\"></head><body><article>\
    <h1>Talks &lt;img src=x onerror=alert(1)&gt; end \"at night\"</h1><p>The ministers met for the third time this year.</p>\
    <p>“We will meet again before the summer is over,” said Jane Roe.</p><p>Nobody said where they would meet.</p>\
    </article></body></html>";

const CLIP: &str = "/__dateline/clip";
const FILE: &str = "/__dateline/clip/file";

/// Fields as a browser sends them.
fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

/// What a browser sends for a form of a page of `origin`: head and body.
fn posted(served: &Served, path: &str, (origin, is_own): (&str, bool), fields: &[(&str, &str)]) -> (String, String) {
    let body = form(fields);
    let site = if is_own { "same-origin" } else { "cross-site" };
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nOrigin: {origin}\r\nSec-Fetch-Site: {site}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        served.address,
        body.len()
    );
    (head, body)
}

/// Sends a form from a page of `origin`.
fn send(served: &Served, path: &str, origin: &str, fields: &[(&str, &str)]) -> Answer {
    let (head, body) = posted(served, path, (origin, origin == own(served)), fields);
    let mut stream = TcpStream::connect(&served.address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.write_all(head.as_bytes()).expect("asked");
    // A server that wants no more of it may answer before all is sent.
    _ = stream.write_all(body.as_bytes());
    let mut bytes = Vec::new();
    _ = stream.read_to_end(&mut bytes);
    answer(&bytes)
}

fn own(served: &Served) -> String {
    format!("http://{}", served.address)
}

const NEWS: &str = "https://gazette.example";

/// The key of the clipping that a page shows.
fn key(shown: &Answer) -> String {
    let text = shown.text();
    let (_, rest) = text.split_once("name=\"clipping\" value=\"").unwrap_or_else(|| panic!("no button:\n{text}"));
    rest.split('"').next().expect("a key").to_owned()
}

fn entries(served: &Served) -> Vec<String> {
    files(&served.folder.path().join("content")).into_keys().collect()
}

#[test]
fn the_bookmarklet_shows_a_page_and_the_editor_writes_it() {
    let served = Served::start(&[]);
    let before = entries(&served);
    let shown = send(&served, CLIP, NEWS, &[("address", "https://gazette.example/2020/talks?x"), ("page", PAGE)]);
    assert_eq!(shown.status, 200, "{}", shown.text());
    for words in [
        "<dd dir=\"auto\">The Gazette</dd>",
        "https://gazette.example/2020/talks",
        "2020-01-09",
        "We will meet again before the summer is over",
        "Jane Roe",
        "name=\"photo\"",
        "&lt;img src=x onerror=alert(1)> end",
    ] {
        assert!(shown.text().contains(words), "`{words}` is not in:\n{}", shown.text());
    }
    assert!(!shown.text().contains("<img") && !shown.text().contains("<script>"), "{}", shown.text());
    let policy = shown.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(shown.header("cache-control"), "no-store");
    assert_eq!(shown.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(entries(&served), before, "something was written before anybody confirmed it");

    let filed = send(&served, FILE, &own(&served), &[("clipping", &key(&shown))]);
    assert_eq!(filed.status, 303, "{}", filed.text());
    let result = served.get(filed.header("location"));
    let path = served.folder.path().join("content/2020");
    let name = files(&path).into_keys().next().expect("a draft");
    assert!(result.text().contains(&format!("data-file=\"content/2020/{name}\"")), "{}", result.text());
    let draft = std::fs::read_to_string(path.join(&name)).expect("the draft");
    assert!(draft.contains("draft: true") && draft.contains("url: https://gazette.example/2020/talks\n"), "{draft}");

    // The preview has it, the public site does not.
    let start = Instant::now();
    let held = loop {
        let desk = served.get("/__dateline/desk.json").json();
        let held = desk["held"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|held| held["file"] == format!("content/2020/{name}"))
            .cloned();
        match held {
            Some(held) => break held,
            None => assert!(start.elapsed() < PATIENCE, "the draft never came: {desk}"),
        }
    };
    let page = served.get(held["url"].as_str().expect("an address"));
    assert!(page.text().contains("We will meet again"), "{}", page.text());

    let again = send(&served, FILE, &own(&served), &[("clipping", &key(&shown))]);
    assert_eq!(again.status, 410);
    assert!(again.text().contains("written already"), "{}", again.text());
    let shown = send(&served, CLIP, NEWS, &[("address", "https://gazette.example/2020/talks"), ("page", PAGE)]);
    for words in ["has the same source", "exists already and stays as it is"] {
        assert!(shown.text().contains(words), "{}", shown.text());
    }
    assert!(!shown.text().contains("<button"), "{}", shown.text());
}

#[test]
fn only_the_page_that_shows_a_clipping_may_write_it() {
    let served = Served::start(&[]);
    let before = entries(&served);
    let shown = send(&served, CLIP, NEWS, &[("address", "https://gazette.example/x"), ("page", PAGE)]);
    let key = key(&shown);
    for origin in [NEWS, "null", "http://127.0.0.1:1", "http://localhost"] {
        let refused = send(&served, FILE, origin, &[("clipping", &key)]);
        assert_eq!(refused.status, 403, "{origin}");
    }
    assert_eq!(served.ask("POST", FILE, &[]).status, 403, "who does not say from where it asks");
    for guess in ["", "x", &"0".repeat(64)] {
        assert_eq!(send(&served, FILE, &own(&served), &[("clipping", guess)]).status, 410);
    }
    assert_eq!(served.get(FILE).status, 404);
    assert_eq!(served.ask("POST", "/__dateline/clip/other", &[]).status, 405);
    assert_eq!(served.ask("POST", CLIP, &[("Host", "evil.example")]).status, 403);
    assert_eq!(entries(&served), before);
    assert_eq!(send(&served, FILE, &own(&served), &[("clipping", &key)]).status, 303, "the editor still may");
}

#[test]
fn pages_are_fetched_for_the_editor_alone_and_from_public_servers() {
    let served = Served::start(&[]);
    let secret = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    secret.set_nonblocking(true).expect("a setting");
    let address = format!("http://{}/secret", secret.local_addr().expect("an address"));
    let private = send(&served, CLIP, &own(&served), &[("address", &address)]);
    assert_eq!(private.status, 502);
    assert!(private.text().contains("private network"), "{}", private.text());
    let foreign = send(&served, CLIP, NEWS, &[("address", &address)]);
    assert_eq!(foreign.status, 403);
    assert!(foreign.text().contains(&format!("value=\"{address}\"")), "{}", foreign.text());
    assert!(secret.accept().is_err(), "a private server was asked");
    // Nor does a page lead there by its photo.
    let before = entries(&served);
    let shown = send(&served, CLIP, NEWS, &[("address", "http://127.0.0.1:9/x"), ("page", PAGE)]);
    let refused = send(&served, FILE, &own(&served), &[("clipping", &key(&shown)), ("photo", "yes")]);
    assert_eq!(refused.status, 502, "{}", refused.text());
    assert!(refused.text().contains("Nothing was written"), "{}", refused.text());
    assert_eq!(entries(&served), before);
    assert_eq!(send(&served, FILE, &own(&served), &[("clipping", &key(&refused))]).status, 303, "without its photo");
}

#[test]
fn what_cannot_be_clipped_is_said_on_the_form() {
    let served = Served::start(&[]);
    let form = served.get("/__dateline/clip?address=https://a.example/%22%3E%3Cb%3E");
    assert!(form.text().contains("value=\"https://a.example/&quot;>&lt;b>\""), "{}", form.text());
    assert!(served.get("/__dateline/clip/?filed=../../etc/passwd").text().contains("<form"));
    let own = own(&served);
    for (fields, status, words) in [
        (&[][..], 422, "there is neither an address nor a text"),
        (&[("address", "a.example")], 422, "<code>a.example</code> is no address on the web"),
        (&[("address", "file:///etc/passwd")], 422, "is no address on the web"),
        (&[("page", "<nav>Home</nav>")], 422, "has no headline and no text"),
        (&[("text", "%PDF-1.7")], 422, "is a PDF"),
    ] {
        let said = send(&served, CLIP, &own, fields);
        assert_eq!(said.status, status, "{fields:?}");
        assert!(said.text().contains(words) && said.text().contains("<form"), "{fields:?}: {}", said.text());
    }
    let large = send(&served, CLIP, NEWS, &[("page", &"x".repeat(9 * 1024 * 1024))]);
    assert_eq!(large.status, 413);
    let text = "Talks end at night\n\nThe ministers met for the third time this year.\n\nNobody said where.\n\n(AFP)\n";
    let shown = send(&served, CLIP, &own, &[("address", "https://a.example/talks"), ("text", text)]);
    assert!(shown.text().contains("<dd dir=\"auto\">AFP</dd>") && shown.text().contains("2020/talks-end-at-night.md"));
}

#[test]
fn pages_are_clipped_over_an_encrypted_connection_too() {
    let served = Served::start(&["--tls"]);
    let certificate = std::fs::read(served.folder.path().join(".dateline/tls/certificate.pem")).expect("a certificate");
    let own = format!("https://{}", served.address);
    let send = |path: &str, origin: &str, fields: &[(&str, &str)]| {
        let (head, body) = posted(&served, path, (origin, origin == own), fields);
        ask_encrypted(&served, &certificate, &(head + &body))
    };
    let shown = send(CLIP, NEWS, &[("address", "https://gazette.example/2020/talks"), ("page", PAGE)]);
    assert_eq!(shown.status, 200, "{}", shown.text());
    assert!(shown.text().contains("We will meet again before the summer is over"), "{}", shown.text());
    let before = entries(&served);
    // A page of the same host without encryption is another one.
    for stranger in [NEWS, &format!("http://{}", served.address)] {
        assert_eq!(send(FILE, stranger, &[("clipping", &key(&shown))]).status, 403, "{stranger}");
    }
    assert_eq!(entries(&served), before);
    let filed = send(FILE, &own, &[("clipping", &key(&shown))]);
    assert_eq!(filed.status, 303, "{}", filed.text());
    assert_eq!(entries(&served).len(), before.len() + 1);
    // The bookmarklet that the page offers leads to the encrypted address.
    let offered = format!("GET {CLIP} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", served.address);
    let offered = ask_encrypted(&served, &certificate, &offered).text();
    assert!(!offered.contains("http://localhost") && !offered.contains("http://127"), "{offered}");
}
