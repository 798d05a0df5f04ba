//! The client by which other servers are asked: what it says, what it follows, where it stops.

use std::io::Write as _;
use std::sync::LazyLock;
use std::time::Duration;

use dateline::web::{Answer, Client, End, Failure, Patience, Reach, Request, Take, wait};

use super::loopback::{Deed, Server, page, reply, send_on};

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let patience = Patience {
        connect: Duration::from_secs(2),
        read: Duration::from_millis(600),
        whole: Duration::from_millis(1500),
    };
    Client::new("https://site.example", patience).expect("a client")
});

fn ask(request: &Request) -> Result<Answer, Failure> {
    wait(CLIENT.ask(request)).expect("a runtime")
}

fn get(url: &str) -> Result<Answer, Failure> {
    ask(&Request::get(url))
}

#[test]
fn the_client_names_itself_and_sends_no_more_than_it_must() {
    let server = Server::start(|asked| page(asked, "200 OK", "<p>Grün"));
    let answer = get(&server.url("/a?b#c")).unwrap();
    assert_eq!((answer.status, answer.text().as_str(), answer.end), (200, "<p>Grün", End::Whole));
    assert_eq!(answer.media_type().as_deref(), Some("text/html"));
    let asked = &server.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", "/a?b"));
    assert_eq!(asked.headers["user-agent"], "Dateline/0.1 (+https://site.example)");
    let mut names: Vec<&str> = asked.headers.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
}

#[test]
fn a_post_carries_its_body_and_follows_nothing() {
    let server = Server::start(|asked| send_on(asked, "307 Temporary Redirect", "/elsewhere"));
    let mut request = Request::post(&server.url("/hook"), "application/json", b"{}".to_vec());
    request.headers.push(("authorization".into(), "Bearer x".into()));
    assert_eq!(ask(&request).unwrap().status, 307);
    let asked = server.asked();
    assert_eq!((asked.len(), asked[0].body.as_slice()), (1, b"{}".as_slice()));
    assert_eq!(asked[0].headers["content-type"], "application/json");
    assert_eq!(asked[0].headers["authorization"], "Bearer x");
}

#[test]
fn every_hop_of_a_redirect_is_seen_and_circles_end() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/1" => send_on(asked, "301 Moved Permanently", "/2"),
        "/2" => send_on(asked, "302 Found", "3"),
        "/3" => page(asked, "404 Not Found", "no"),
        "/round" => send_on(asked, "301 Moved Permanently", "/about"),
        "/about" => send_on(asked, "301 Moved Permanently", "/round"),
        "/file" => send_on(asked, "302 Found", "file:///etc/passwd"),
        path => send_on(asked, "302 Found", &format!("{path}x")),
    });
    let answer = get(&server.url("/1#part")).unwrap();
    assert_eq!((answer.status, answer.url), (404, server.url("/3#part")));
    let hops: Vec<(String, u16)> = answer.hops.into_iter().map(|hop| (hop.from, hop.status)).collect();
    assert_eq!(hops, [(server.url("/1#part"), 301), (server.url("/2#part"), 302)]);
    assert!(matches!(get(&server.url("/round")), Err(Failure::Circle(hops)) if hops.len() == 2));
    assert!(matches!(get(&server.url("/x")), Err(Failure::TooManyHops(hops)) if hops.len() == 11));
    assert_eq!(get(&server.url("/file")), Err(Failure::Unfit("file:///etc/passwd".into())));
    let alone = Request { redirects: 0, ..Request::get(&server.url("/1")) };
    assert_eq!(ask(&alone).unwrap().header("location"), Some("/2"));
}

#[test]
fn reading_stops_at_the_limit_and_when_the_time_is_up() {
    let bomb = bomb();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/endless" => Deed::Repeat(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'x'; 64 * 1024], Duration::ZERO),
        "/drip" => Deed::Repeat(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), b"x".to_vec(), Duration::from_millis(100)),
        "/short" => Deed::Say(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf".to_vec()),
        "/silent" => Deed::Wait(Duration::from_secs(4), Vec::new()),
        "/bomb" => reply(asked, "200 OK", &["content-type: text/html", "content-encoding: gzip"], &bomb),
        "/film" => reply(asked, "200 OK", &["content-type: video/mp4"], "xxx"),
        "/noise" => Deed::Say(b"SSH-2.0-OpenSSH\r\n".to_vec()),
        _ => Deed::Hang,
    });
    let limited = |path: &str| ask(&Request { limit: 1000, ..Request::get(&server.url(path)) });
    for (path, length, end) in [("/endless", 1000, End::Limit), ("/short", 4, End::Cut), ("/bomb", 1000, End::Limit)] {
        let answer = limited(path).unwrap();
        assert_eq!((answer.body.len(), answer.end), (length, end), "{path}");
    }
    let drip = limited("/drip").unwrap();
    assert!(drip.end == End::Slow && drip.body.len() > 2, "{drip:?}");
    let pages = Request { take: Take::Pages, ..Request::get(&server.url("/film")) };
    assert_eq!(ask(&pages).unwrap().body.len(), 0);
    assert_eq!(get(&server.url("/silent")), Err(Failure::Slow));
    assert_eq!(get(&server.url("/noise")), Err(Failure::Garbled));
    assert_eq!(get(&server.url("/hang")), Err(Failure::Garbled));
}

/// Two megabytes of nothing in two kilobytes.
fn bomb() -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&vec![b' '; 2_000_000]).expect("memory");
    packed.finish().expect("memory")
}

#[test]
fn what_is_no_address_and_who_does_not_answer_are_told_apart() {
    for address in ["", "example.org", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "http://"] {
        assert_eq!(get(address), Err(Failure::Unfit(address.into())), "{address}");
    }
    assert_eq!(get("http://127.0.0.1:1/"), Err(Failure::Connection));
    assert_eq!(get("http://no-such-name.invalid/"), Err(Failure::Name));
    let plain = Server::raw(|mut stream| _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    assert!(matches!(get(&format!("https://{}/", plain.address)), Err(Failure::Trust(_))));
    let deaf = Server::raw(drop);
    assert_eq!(get(&format!("https://{}/", deaf.address)), Err(Failure::Connection));
}

#[test]
fn who_may_ask_public_servers_alone_reaches_no_private_one() {
    let server = Server::start(|asked| page(asked, "200 OK", "the router"));
    let port = server.address.port();
    for host in ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"] {
        let request = Request { reach: Reach::Public, ..Request::get(&format!("http://{host}:{port}/")) };
        assert!(matches!(ask(&request), Err(Failure::Private(_))), "{host}");
    }
    assert_eq!(server.asked().len(), 0);
    assert_eq!(get(&format!("http://localhost:{port}/")).unwrap().status, 200);
}
