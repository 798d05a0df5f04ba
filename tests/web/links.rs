//! `dateline check --links` against a web that misbehaves in every way: each case is judged right, politely.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use super::loopback::{Asked, Deed, Server, page, reply, send_on};
use super::tls;

const CONFIG: &str = "title: The Test\nbase_url: https://site.example\ntimezone: Europe/Paris\ntheme: broadsheet\n\
                      desk: {rules: {link-blocked: warning, link-unsure: warning}}\n";

/// A site whose entries have these sources; the one at position `i` is `content/i.md`.
pub fn site_of(urls: &[String]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("content")).expect("a folder");
    fs::write(folder.path().join("dateline.yaml"), CONFIG).expect("a file");
    for (at, url) in urls.iter().enumerate() {
        let text = format!(
            "---\nheadline: Entry {at}\ndate: 2020-01-01\nsource:\n  name: Source\n  url: {url}\n---\n\nText.\n"
        );
        fs::write(folder.path().join(format!("content/{at:02}.md")), text).expect("a file");
    }
    folder
}

/// Runs the check in a site folder.
pub fn check(folder: &TempDir, day: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(folder.path())
        .args(["check", "--links", "--timeout", "4s", "--now", day])
        .args(if arguments.contains(&"--host-delay") { &[] } else { &["--host-delay", "0s"][..] })
        .args(arguments)
        .env_remove("DATELINE_ROOT")
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What the ledger says: the verdict on each address, with the address that it has moved to.
pub fn verdicts(folder: &TempDir) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder.path().join(".dateline/links.json")).expect("a ledger");
    let ledger: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let links = ledger["links"].as_object().expect("links");
    let verdict = |record: &serde_json::Value| {
        let moved = record["moved"].as_str().map(|moved| format!(" to {moved}")).unwrap_or_default();
        format!("{}{moved}", record["verdict"].as_str().expect("a verdict"))
    };
    links.iter().map(|(url, record)| (url.clone(), verdict(record))).collect()
}

/// An article, with what stands in its head; its words are those of the addresses below.
pub fn article(head: &str) -> String {
    let prose =
        "The harbour was closed on Monday after the storm, and the ferry did not leave before noon. ".repeat(20);
    format!(
        "<!doctype html><title>Harbour closed after storm | Gazette</title>{head}<h1>Harbour closed after storm</h1><p>{prose}</p>"
    )
}

fn error_page(title: &str, text: &str) -> String {
    let nav = "<nav><a href=/>Home</a> <a href=/news>News</a> <a href=/sport>Sport</a></nav>";
    format!(
        "<!doctype html><title>{title} | Gazette</title>{nav}<h1>{title}</h1><p>{text}</p><footer>Contact Imprint</footer>"
    )
}

/// The front page of a paper: plenty of text, no word of any story asked for.
fn front() -> String {
    format!(
        "<title>Gazette</title>{}",
        "<div>Markets rise again while voters wait for results in the north</div>".repeat(40)
    )
}

struct Web {
    cases: Vec<(String, &'static str, String)>,
    servers: Vec<Server>,
}

impl Web {
    /// Adds cases of one server: the path of each and the verdict.
    fn add(&mut self, server: Server, cases: &[(&'static str, &'static str)]) -> usize {
        for (path, verdict) in cases {
            let verdict = verdict.replace(" to /", &format!(" to {}", server.url("/")));
            self.cases.push((server.url(path), path, verdict));
        }
        self.servers.push(server);
        self.servers.len() - 1
    }

    fn add_url(&mut self, url: String, name: &'static str, verdict: &'static str) {
        self.cases.push((url, name, verdict.to_owned()));
    }
}

/// Paths that a server of good manners answers, everything else being a true 404.
fn honest(routes: impl Fn(&Asked, &str) -> Option<Deed> + Send + Sync + 'static) -> Server {
    Server::start(move |asked| {
        let path = asked.path.split('?').next().unwrap_or_default().to_owned();
        routes(asked, &path).unwrap_or_else(|| page(asked, "404 Not Found", "<title>404</title>Not here"))
    })
}

fn statuses() -> Server {
    honest(|asked, path| {
        let status = match path {
            "/2020/harbour-closed" | "/2020/harbour-noindex" | "/2020/harbour-fragment" => "200 OK",
            "/2020/gone-for-good" => "410 Gone",
            "/2020/teapot" => "418 I'm a teapot",
            "/2020/bad-request" => "400 Bad Request",
            "/2020/login-wanted" => "401 Unauthorized",
            "/2020/pay-wanted" => "402 Payment Required",
            "/2020/bots-refused" => "403 Forbidden",
            "/2020/law-forbids" => "451 Unavailable For Legal Reasons",
            "/2020/linked-in" => "999 Request denied",
            "/2020/broken" => "500 Internal Server Error",
            "/2020/busy" => "503 Service Unavailable",
            "/2020/cloud-challenge" => {
                let headers = ["content-type: text/html", "cf-mitigated: challenge"];
                return Some(reply(asked, "403 Forbidden", &headers, "<title>Just a moment...</title>"));
            }
            _ => return None,
        };
        let head = if path.ends_with("noindex") { "<meta name=robots content=noindex>" } else { "" };
        Some(page(asked, status, &article(head)))
    })
}

const STATUSES: &[(&str, &str)] = &[
    ("/2020/harbour-closed", "ok"),
    ("/2020/harbour-noindex", "ok"),
    ("/2020/harbour-fragment?x=1", "ok"),
    ("/2020/never-was", "gone"),
    ("/2020/gone-for-good", "gone"),
    ("/2020/teapot", "unsure"),
    ("/2020/bad-request", "unsure"),
    ("/2020/login-wanted", "blocked"),
    ("/2020/pay-wanted", "blocked"),
    ("/2020/bots-refused", "blocked"),
    ("/2020/law-forbids", "blocked"),
    ("/2020/linked-in", "blocked"),
    ("/2020/broken", "unsure"),
    ("/2020/busy", "unsure"),
    ("/2020/cloud-challenge", "blocked"),
];

/// Servers that do not know `HEAD`, or answer it otherwise than `GET`.
fn heads() -> Server {
    honest(|asked, path| {
        let is_head = asked.method == "HEAD";
        Some(match path {
            "/2020/harbour-head-405" if is_head => reply(asked, "405 Method Not Allowed", &[], ""),
            "/2020/harbour-head-501" if is_head => reply(asked, "501 Not Implemented", &[], ""),
            "/2020/harbour-head-403" if is_head => reply(asked, "403 Forbidden", &[], ""),
            "/2020/harbour-head-404" if is_head => reply(asked, "404 Not Found", &[], ""),
            "/2020/harbour-head-cut" if is_head => Deed::Hang,
            "/2020/head-lies" if !is_head => page(asked, "404 Not Found", "no"),
            "/2020/report.pdf" if is_head => reply(asked, "200 OK", &["content-type: application/pdf"], ""),
            "/2020/report.pdf" => page(asked, "500 Internal Server Error", "nobody reads a whole report"),
            path if path.starts_with("/2020/harbour-head") || path == "/2020/head-lies" => {
                page(asked, "200 OK", &article(""))
            }
            _ => return None,
        })
    })
}

const HEADS: &[(&str, &str)] = &[
    ("/2020/harbour-head-405", "ok"),
    ("/2020/harbour-head-501", "ok"),
    ("/2020/harbour-head-403", "ok"),
    ("/2020/harbour-head-404", "ok"),
    ("/2020/harbour-head-cut", "ok"),
    ("/2020/head-lies", "gone"),
    ("/2020/report.pdf", "ok"),
];

/// Error pages that claim to be right, in many languages and encodings; and honest pages that look a little like them.
fn soft() -> Server {
    honest(|asked, path| {
        let html = match path {
            "/2020/english" => error_page("Page not found", "Sorry, the page you requested could not be found."),
            "/2020/english-title" => "<title>404 Not Found</title><body><p>nothing</p>".to_owned(),
            "/2020/german" => error_page("Seite nicht gefunden", "Die von Ihnen aufgerufene Seite gibt es nicht."),
            "/2020/french" => error_page("Page introuvable", "La page que vous demandez n'existe pas."),
            "/2020/spanish" => error_page("P&aacute;gina no encontrada", "La p&aacute;gina que buscas no existe."),
            "/2020/italian" => error_page("Pagina non trovata", "La pagina che stai cercando non esiste."),
            "/2020/portuguese" => error_page("Página não encontrada", "A página que procura não existe."),
            "/2020/dutch" => error_page("Pagina niet gevonden", "De pagina die u zoekt bestaat niet."),
            "/2020/arabic" => error_page("الصفحة غير موجودة", "الصفحة التي تبحث عنها غير موجودة"),
            "/2020/russian" => {
                let text = error_page("Страница не найдена", "Запрашиваемая страница не существует.");
                let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&text);
                return Some(reply(asked, "200 OK", &["content-type: text/html; charset=windows-1251"], bytes));
            }
            "/2020/chinese" => {
                let text = error_page("页面不存在", "抱歉，您访问的页面不存在。");
                let (bytes, _, _) = encoding_rs::GBK.encode(&text);
                return Some(reply(asked, "200 OK", &["content-type: text/html"], bytes));
            }
            "/2020/japanese" => {
                let text = format!(
                    "<meta charset=Shift_JIS>{}",
                    error_page("ページが見つかりません", "お探しのページは削除されました。")
                );
                let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(&text);
                return Some(reply(asked, "200 OK", &["content-type: text/html; charset=utf-8"], bytes));
            }
            "/2020/no-index" => {
                "<title>Gazette</title><meta name=robots content=noindex><p>This page is no longer available."
                    .to_owned()
            }
            "/2020/harbour-mentions-404" => article("").replace("on Monday", "and its page said 404, page not found,"),
            "/2020/history-of-404" => {
                let about = article("").replace("Harbour closed after storm", "404 Not Found");
                about.replace("on Monday", "and the page you requested could not be found")
            }
            "/2020/harbour-photo" => "<title>Harbour in the storm</title><h1>Harbour</h1><img src=x.jpg>".to_owned(),
            "/2020/domain-trade" => {
                article("").replace("on Monday", "said the sign: buy this domain, this domain is for sale,")
            }
            "/2020/abroad" => "<title>Gazette</title><p>This content is not available in your region.".to_owned(),
            "/2020/just-a-moment" => "<title>Just a moment...</title><p>Checking your browser".to_owned(),
            "/2020/harbour-untyped" => return Some(reply(asked, "200 OK", &[], article(""))),
            _ => return None,
        };
        Some(page(asked, "200 OK", &html))
    })
}

const SOFT: &[(&str, &str)] = &[
    ("/2020/english", "soft-404"),
    ("/2020/english-title", "soft-404"),
    ("/2020/german", "soft-404"),
    ("/2020/french", "soft-404"),
    ("/2020/spanish", "soft-404"),
    ("/2020/italian", "soft-404"),
    ("/2020/portuguese", "soft-404"),
    ("/2020/dutch", "soft-404"),
    ("/2020/arabic", "soft-404"),
    ("/2020/russian", "soft-404"),
    ("/2020/chinese", "soft-404"),
    ("/2020/japanese", "soft-404"),
    ("/2020/no-index", "soft-404"),
    ("/2020/harbour-mentions-404", "ok"),
    ("/2020/history-of-404", "ok"),
    ("/2020/harbour-photo", "ok"),
    ("/2020/domain-trade", "ok"),
    ("/2020/abroad", "blocked"),
    ("/2020/just-a-moment", "blocked"),
    ("/2020/harbour-untyped", "ok"),
];

fn redirects() -> Server {
    honest(|asked, path| {
        Some(match path {
            "/2020/moved-for-good" => send_on(asked, "301 Moved Permanently", "/2021/harbour-closed-anew"),
            "/2020/moved-for-now" => send_on(asked, "302 Found", "/2021/harbour-closed-anew"),
            "/2020/moved-twice" => send_on(asked, "308 Permanent Redirect", "/2020/moved-for-now"),
            "/2020/moved-to-nothing" => send_on(asked, "301 Moved Permanently", "/2021/nothing"),
            "/2020/moved-to-front" => send_on(asked, "301 Moved Permanently", "/"),
            "/2020/news/moved-to-section" => send_on(asked, "302 Found", "/2020/news/"),
            "/2020/refreshed-to-front" => {
                page(asked, "200 OK", "<meta http-equiv=refresh content='0; url=/'>Please wait")
            }
            "/2020/members-only" => send_on(asked, "302 Found", "/login?next=/2020/members-only"),
            "/2020/circle" => send_on(asked, "301 Moved Permanently", "/2020/round"),
            "/2020/round" => send_on(asked, "301 Moved Permanently", "/2020/circle"),
            "/2020/to-a-file" => send_on(asked, "302 Found", "file:///etc/passwd"),
            "/2020/to-nowhere" => reply(asked, "301 Moved Permanently", &[], ""),
            path if path.starts_with("/2020/endless") => send_on(asked, "302 Found", &format!("{path}x")),
            path if path.starts_with("/2020/one-of-many") => {
                send_on(asked, "301 Moved Permanently", "/2020/we-have-a-new-site")
            }
            "/2020/we-have-a-new-site" => page(asked, "200 OK", &front()),
            "/2021/harbour-closed-anew" => page(asked, "200 OK", &article("").replace("storm", "moved storm")),
            "/" | "/2020/news/" => page(asked, "200 OK", &front()),
            "/login" => page(asked, "200 OK", "<title>Log in</title><form></form>"),
            _ => return None,
        })
    })
}

const REDIRECTS: &[(&str, &str)] = &[
    ("/2020/moved-for-good", "redirected to /2021/harbour-closed-anew"),
    ("/2020/moved-for-now", "redirected"),
    ("/2020/moved-twice", "redirected to /2020/moved-for-now"),
    ("/2020/moved-to-nothing", "gone"),
    ("/2020/moved-to-front", "soft-404"),
    ("/2020/news/moved-to-section", "soft-404"),
    ("/2020/refreshed-to-front", "soft-404"),
    ("/2020/members-only", "blocked"),
    ("/2020/circle", "unsure"),
    ("/2020/to-a-file", "unsure"),
    ("/2020/to-nowhere", "unsure"),
    ("/2020/endless", "unsure"),
    ("/2020/one-of-many-1", "soft-404"),
    ("/2020/one-of-many-2", "soft-404"),
    ("/2020/one-of-many-3", "soft-404"),
    ("/2020/one-of-many-4", "soft-404"),
];

/// Bodies that do not end, are not what they say, or are more than they look.
fn bodies() -> Server {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(article("").as_bytes()).expect("memory");
    packed.write_all(&vec![b' '; 4_000_000]).expect("memory");
    let bomb = packed.finish().expect("memory");
    honest(move |asked, path| {
        let say = |rest: String| Deed::Say(format!("{head}{rest}").into_bytes());
        let start = || format!("{head}\r\n{}", article("")).into_bytes();
        Some(match path {
            _ if asked.method == "HEAD" && path.starts_with("/2020/harbour") => say("\r\n".into()),
            "/2020/harbour-endless" => Deed::Repeat(start(), vec![b'x'; 64 * 1024], Duration::ZERO),
            "/2020/harbour-dripping" => Deed::Repeat(start(), b"drop ".to_vec(), Duration::from_millis(200)),
            "/2020/harbour-too-short" => say(format!("content-length: 999999\r\n\r\n{}", article(""))),
            "/2020/harbour-bomb" => {
                reply(asked, "200 OK", &["content-type: text/html", "content-encoding: gzip"], &bomb)
            }
            "/2020/harbour-no-gzip" => say("content-encoding: gzip\r\ncontent-length: 9\r\n\r\nnot gzip!".into()),
            "/2020/harbour-headers" => say(format!("x: {}\r\n\r\n", "x".repeat(1_000_000))),
            "/2020/harbour-empty" => say("content-length: 0\r\n\r\n".into()),
            _ => return None,
        })
    })
}

const BODIES: &[(&str, &str)] = &[
    ("/2020/harbour-endless", "ok"),
    ("/2020/harbour-dripping", "ok"),
    ("/2020/harbour-too-short", "ok"),
    ("/2020/harbour-bomb", "ok"),
    ("/2020/harbour-no-gzip", "unsure"),
    ("/2020/harbour-headers", "unsure"),
    ("/2020/harbour-empty", "ok"),
];

/// A server that says 200 to everything but its rules.
fn liar(rules: &'static str, html: impl Fn(&str) -> String + Send + Sync + 'static) -> Server {
    Server::start(move |asked| match asked.path.as_str() {
        "/robots.txt" => reply(asked, "200 OK", &["content-type: text/plain"], rules),
        path => page(asked, "200 OK", &html(path)),
    })
}

fn esperanto(path: &str) -> String {
    if path == "/2020/harbour-closed" {
        return article("");
    }
    format!(
        "<title>Gazeto</title><p>{path}: ni bedaŭras, ĉi tie estas nenio por vi, sed legu la aliajn novaĵojn de la tago</p>"
    )
}

/// A server that first wants to be asked again, and then answers.
fn patient() -> Server {
    let times = AtomicUsize::new(0);
    Server::start(move |asked| {
        let headers = ["retry-after: 1", "content-type: text/html"];
        match times.fetch_add(1, Ordering::Relaxed) {
            0 => reply(asked, "429 Too Many Requests", &headers, "slowly"),
            _ => page(asked, "200 OK", &article("")),
        }
    })
}

/// A server that is wrong once and right ever after.
fn flaky(wrong: impl Fn(&Asked) -> Deed + Send + Sync + 'static) -> Server {
    let times = Mutex::new(BTreeMap::<String, usize>::new());
    honest(move |asked, path| {
        if !path.starts_with("/2020/harbour") {
            return None;
        }
        let mut times = times.lock().expect("a lock");
        let times = times.entry(asked.method.clone()).or_default();
        *times += 1;
        Some(if *times == 1 { wrong(asked) } else { page(asked, "200 OK", &article("")) })
    })
}

fn web() -> Web {
    let mut web = Web { cases: Vec::new(), servers: Vec::new() };
    web.add(statuses(), STATUSES);
    web.add(heads(), HEADS);
    web.add(soft(), SOFT);
    web.add(redirects(), REDIRECTS);
    web.add(bodies(), BODIES);
    web.add(liar("", esperanto), &[("/2020/talks-end", "soft-404"), ("/2020/harbour-closed", "ok")]);
    web.add(
        Server::start(|asked| match asked.path.as_str() {
            "/" => page(asked, "200 OK", &format!("{} harbour", front())),
            _ => send_on(asked, "302 Found", "/"),
        }),
        &[("/2020/harbour-all-to-front", "soft-404")],
    );
    let shell = |_: &str| "<title>App</title><div id=root></div><script src=/app.js></script>".to_owned();
    web.add(liar("", shell), &[("/2020/made-by-scripts", "ok")]);
    let offer = |_: &str| {
        "<title>gazette.example</title><h1>Buy this domain</h1><script src=//img.sedoparking.com/x.js></script>"
            .to_owned()
    };
    web.add(liar("", offer), &[("/2020/parked-here", "parked")]);
    let sale = |_: &str| {
        format!("<title>Gazette</title><p>This domain name is for sale. {}", "Loans insurance travel cars. ".repeat(40))
    };
    web.add(liar("", sale), &[("/2020/for-sale", "parked")]);
    web.add(flaky(|asked| page(asked, "404 Not Found", "no")), &[("/2020/harbour-first-404", "ok")]);
    let excuse =
        |asked: &Asked| page(asked, "200 OK", &error_page("Page not found", "The page you requested is not there."));
    web.add(flaky(excuse), &[("/2020/harbour-first-soft", "ok")]);
    web.add(Server::start(|_| Deed::Hang), &[("/2020/cut-off", "unsure")]);
    web.add(Server::start(|_| Deed::Wait(Duration::from_secs(15), Vec::new())), &[("/2020/asleep", "unsure")]);
    web.add(Server::raw(|mut stream| _ = stream.write_all(b"220 mail.example ESMTP\r\n")), &[("/2020/mail", "unsure")]);
    let trust_me = tls::self_signed();
    web.add_url(format!("https://{}/2020/self-signed", trust_me.address), "self-signed", "unsure");
    let plain = Server::raw(|mut stream| _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    web.add_url(format!("https://{}/2020/not-encrypted", plain.address), "not-encrypted", "unsure");
    web.add_url("http://no-such-name.invalid/2020/x".into(), "no-such-name", "unsure");
    web.add_url("http://127.0.0.1:1/2020/refused".into(), "refused", "unsure");
    web
}

#[test]
fn every_server_of_a_misbehaving_web_is_judged_right() {
    let mut web = web();
    let patient = web.add(patient(), &[("/2020/harbour-later", "ok")]);
    let closed = web.add(
        Server::start(|asked| reply(asked, "429 Too Many Requests", &["retry-after: 3600"], "no")),
        &[("/2020/closed-1", "blocked")],
    );
    let private = web.add(liar("User-agent: *\nDisallow: /\n", esperanto), &[("/2020/no-probes", "ok")]);
    let mut urls: Vec<String> = web.cases.iter().map(|(url, _, _)| url.clone()).collect();
    urls.push(web.servers[closed].url("/2020/closed-2"));
    assert!(web.cases.len() >= 75, "{}", web.cases.len());
    let folder = site_of(&urls);
    let output = check(&folder, "2020-01-15", &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let found = verdicts(&folder);
    let wrong: Vec<String> = web
        .cases
        .iter()
        .filter(|(url, _, wanted)| found.get(url) != Some(wanted))
        .map(|(url, name, wanted)| format!("{name}: {:?}, not {wanted}", found.get(url)))
        .collect();
    assert_eq!(wrong, [""; 0], "{}", said(&output));
    // The server that asked for an hour was asked once, for one of its links.
    assert_eq!(web.servers[closed].asked().len(), 1);
    assert!(said(&output).contains("1 link left for another day"), "{}", said(&output));
    let asked = web.servers[patient].asked();
    assert!(asked[1].at - asked[0].at >= Duration::from_secs(1));
    // Where programs may not roam, no address was tried that nobody had linked to.
    let roamed: Vec<String> = web.servers[private].asked().into_iter().map(|asked| asked.path).collect();
    assert!(roamed.iter().all(|path| path == "/2020/no-probes" || path == "/robots.txt"), "{roamed:?}");
    let all = web.servers.iter().flat_map(Server::asked);
    assert!(all.into_iter().all(|asked| asked.headers["user-agent"] == "Dateline/0.1 (+https://site.example)"));
}

#[test]
fn the_links_of_one_server_are_asked_for_one_by_one_with_a_pause_after_each() {
    let server = honest(|asked, path| path.starts_with("/2020/harbour").then(|| page(asked, "200 OK", &article(""))));
    let urls: Vec<String> = (0..4).map(|at| server.url(&format!("/2020/harbour-{at}"))).collect();
    let folder = site_of(&urls);
    check(&folder, "2020-01-15", &["--host-delay", "300ms"]);
    let asked = server.asked();
    let words: Vec<String> = asked.iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
    let wanted: Vec<String> =
        (0..4).flat_map(|at| ["HEAD", "GET"].map(|method| format!("{method} /2020/harbour-{at}"))).collect();
    assert_eq!(words, wanted);
    let pauses: Vec<Duration> = asked.windows(2).skip(1).step_by(2).map(|pair| pair[1].at - pair[0].at).collect();
    assert!(pauses.len() == 3 && pauses.iter().all(|pause| *pause >= Duration::from_millis(300)), "{pauses:?}");
}
