//! Asks the servers of many links, gently: the only file here that reaches the web, and waits.
//!
//! 1. Each link is visited: `HEAD` first, `GET` where that does not say all. What is no page is judged by its head.
//! 2. Links that look dead, or like an error page in the place of what was asked for, get another look: a second
//!    request, and one for an address beside them that nobody made, where the site's `robots.txt` allows it.
//! 3. [`judge`] gives the verdicts.
//!
//! Servers are asked side by side, each by one connection at a time with a pause after every link. A server that asks for
//! patience (`Retry-After`) gets it, or is left alone; one that does not answer is not asked for all of its links.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::stream::{self, StreamExt as _};
use jiff::fmt::rfc2822;
use rustc_hash::FxHashMap;
use tokio::time::{Instant, sleep, sleep_until};

use super::judge::{Evidence, Seen, Sibling, Visit, is_suspect, judge, wants_sibling};
use super::page::Page;
use super::robots::Robots;
use super::route;
use super::verdict::Judgment;
use crate::web::{Answer, Client, End, Failure, Hop, Request, Take, Url};

/// How much of a page is read: error pages are short, and articles have said what they are by then.
const READ: usize = 512 * 1024;

/// How much of a `robots.txt` is read (RFC 9309, 2.5).
const READ_RULES: usize = 500 * 1024;

/// After so many links in a row without an answer a server's other links are taken to have none either.
const GIVE_UP: usize = 3;

/// How gently servers are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manners {
    /// The pause between two links of a server.
    pub delay: Duration,
    /// How many servers are asked at once.
    pub servers: usize,
    /// The longest time that a server may ask to wait; one that wants more is left alone.
    pub longest_wait: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self { delay: Duration::from_secs(1), servers: 64, longest_wait: Duration::from_secs(60) }
    }
}

/// What came of asking.
#[derive(Debug)]
pub struct Inquiry {
    /// In the order of the links; `None` for those that a server did not want to be asked for today, and for those that
    /// nobody has got round to.
    pub judgments: Vec<Option<Judgment>>,
    /// Whether it ended before all were asked for.
    pub stopped: bool,
}

/// Asks for links and judges what comes, until `stop` ends. `token` is a word that no address holds; `visited` is called
/// after each link's first visit, `suspected` with the number of those that get another look.
pub async fn inquire(
    client: &Client,
    links: &[Url],
    manners: Manners,
    token: &str,
    visited: &dyn Fn(),
    suspected: &dyn Fn(usize),
    stop: impl Future<Output = ()>,
) -> Inquiry {
    let mut stop = pin!(stop);
    let mut servers = servers(client, links, manners);
    let visits = RefCell::new(vec![None; links.len()]);
    let visit_all = stream::iter(&mut servers).for_each_concurrent(manners.servers, async |server| {
        for at in server.links.clone() {
            let visit = server.visit(&links[at]).await;
            visits.borrow_mut()[at] = visit;
            visited();
        }
    });
    let seen_all = tokio::select! { () = visit_all => true, () = &mut stop => false };
    let visits = visits.into_inner();
    let sharing = sharing(links, &visits);
    let is_suspect = |at: usize| visits[at].as_ref().is_some_and(|visit| is_suspect(&links[at], visit, sharing[at]));
    let looks = RefCell::new(FxHashMap::default());
    let mut stopped = !seen_all;
    if seen_all {
        suspected((0..links.len()).filter(|&at| is_suspect(at)).count());
        let look_again = stream::iter(&mut servers).for_each_concurrent(manners.servers, async |server| {
            for at in server.links.clone() {
                let Some(visit) = visits[at].as_ref().filter(|_| is_suspect(at)) else { continue };
                let again = server.visit(&links[at]).await;
                let sibling =
                    if wants_sibling(visit) { server.sibling(&links[at], token).await } else { Sibling::Unknown };
                looks.borrow_mut().insert(at, (again, sibling));
                visited();
            }
        });
        stopped = tokio::select! { () = look_again => false, () = &mut stop => true };
    }
    let looks = looks.into_inner();
    let judged = |(at, visit): (usize, &Option<Visit>)| {
        let visit = visit.as_ref()?;
        let look = looks.get(&at);
        // Nobody is called dead after one look, nor right while it is not known who else was sent to the same page.
        if look.is_none() && (is_suspect(at) || !seen_all && was_sent_on(&links[at], visit)) {
            return None;
        }
        let (again, sibling) = look.map_or((None, &Sibling::Unknown), |(again, sibling)| (again.as_ref(), sibling));
        Some(judge(&Evidence { url: &links[at], visit, again, sibling, sharing: sharing[at] }))
    };
    Inquiry { judgments: visits.iter().enumerate().map(judged).collect(), stopped }
}

/// Whether an address led to the page of another one.
fn was_sent_on(link: &Url, visit: &Visit) -> bool {
    visit.as_ref().is_ok_and(|seen| !route::is_same_page(link, &seen.url))
}

/// A server with the links that lead to it, and what is known of its wishes.
struct Server<'a> {
    client: &'a Client,
    links: Vec<usize>,
    delay: Duration,
    longest_wait: Duration,
    /// When the next link may be asked for.
    free: Instant,
    /// It wants to be left alone.
    shut: bool,
    /// What kept it from answering the last links, and how often in a row.
    silence: Option<(Failure, usize)>,
    robots: Option<Robots>,
    siblings: BTreeMap<String, Sibling>,
}

fn servers<'a>(client: &'a Client, links: &[Url], manners: Manners) -> Vec<Server<'a>> {
    let mut grouped: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, link) in links.iter().enumerate() {
        grouped.entry(route::server(link)).or_default().push(at);
    }
    let mut grouped: Vec<Vec<usize>> = grouped.into_values().collect();
    // The one that takes longest begins first.
    grouped.sort_by_key(|links| std::cmp::Reverse(links.len()));
    let server = |links| Server {
        client,
        links,
        delay: manners.delay,
        longest_wait: manners.longest_wait,
        free: Instant::now(),
        shut: false,
        silence: None,
        robots: None,
        siblings: BTreeMap::new(),
    };
    grouped.into_iter().map(server).collect()
}

impl Server<'_> {
    /// Asks for a link; `None` where the server wants to be left alone.
    async fn visit(&mut self, url: &Url) -> Option<Visit> {
        if let Some((failure, _)) = self.silence.as_ref().filter(|(_, times)| *times >= GIVE_UP) {
            return Some(Err(failure.clone()));
        }
        if self.shut {
            return None;
        }
        sleep_until(self.free).await;
        let visit = self.ask_for(url).await;
        self.rest();
        self.silence = match (&visit, self.silence.take()) {
            (Err(failure), Some((_, times))) if failure.is_silence() => Some((failure.clone(), times + 1)),
            (Err(failure), None) if failure.is_silence() => Some((failure.clone(), 1)),
            _ => None,
        };
        Some(visit)
    }

    /// Lets the server be for a while, from the end of what it was asked for.
    fn rest(&mut self) {
        self.free = Instant::now() + self.delay;
    }

    async fn ask_for(&mut self, url: &Url) -> Visit {
        match self.ask(&Request::head(url.as_str())).await {
            Ok(head) if (200..300).contains(&head.status) && !head.is_page() => return seen(head, url),
            Err(failure) if failure.is_silence() && failure != Failure::Slow => return Err(failure),
            Err(failure @ (Failure::Circle(_) | Failure::Unfit(_) | Failure::Private(_))) => return Err(failure),
            Ok(refused) if self.shut => return seen(refused, url),
            // Some servers do not know `HEAD`, or answer it otherwise; and a page has to be read.
            _ => {}
        }
        self.read(url).await
    }

    /// Reads a page, and the one that it sends on to by itself.
    async fn read(&mut self, url: &Url) -> Visit {
        let get = |url: &Url| Request { take: Take::Pages, limit: READ, ..Request::get(url.as_str()) };
        let first = seen(self.ask(&get(url)).await?, url)?;
        let target = first.page.as_ref().and_then(|page| first.url.join(page.refresh.as_deref()?).ok());
        let Some(target) = target.filter(|target| !route::is_same_page(target, &first.url)) else { return Ok(first) };
        let mut next = seen(self.ask(&get(&target)).await?, url)?;
        let hop = Hop { from: first.url.to_string(), status: 302 };
        next.hops = first.hops.into_iter().chain([hop]).chain(next.hops).collect();
        Ok(next)
    }

    /// Asks, and once more after as long a wait as the server asked for.
    async fn ask(&mut self, request: &Request) -> Result<Answer, Failure> {
        let answer = self.client.ask(request).await?;
        let Some(wait) = wait(&answer) else { return Ok(answer) };
        if wait > self.longest_wait {
            self.shut = true;
            return Ok(answer);
        }
        sleep(wait).await;
        let answer = self.client.ask(request).await?;
        self.shut = self::wait(&answer).is_some();
        Ok(answer)
    }

    /// What became of an address beside a link that nobody made.
    async fn sibling(&mut self, url: &Url, token: &str) -> Sibling {
        let made_up = route::sibling(url, token);
        if let Some(known) = self.siblings.get(made_up.as_str()) {
            return known.clone();
        }
        let sibling = if !self.shut && self.allows(&made_up).await {
            sleep_until(self.free).await;
            let read = self.read(&made_up).await;
            self.rest();
            match read {
                Ok(seen) if matches!(seen.status, 404 | 410) => Sibling::Honest,
                Ok(seen) if (200..300).contains(&seen.status) => Sibling::Given(Box::new(seen)),
                _ => Sibling::Unknown,
            }
        } else {
            Sibling::Unknown
        };
        self.siblings.insert(made_up.into(), sibling.clone());
        sibling
    }

    /// Whether the site lets programs try an address.
    async fn allows(&mut self, url: &Url) -> bool {
        if self.robots.is_none() {
            sleep_until(self.free).await;
            let robots = self.rules(url).await;
            self.delay = self.delay.max(robots.delay.unwrap_or_default());
            self.robots = Some(robots);
            self.rest();
        }
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        self.robots.as_ref().is_some_and(|robots| robots.allows(&path))
    }

    /// A site without rules allows everything, one that cannot say them nothing (RFC 9309, 2.3.1).
    async fn rules(&mut self, url: &Url) -> Robots {
        let Ok(rules) = url.join("/robots.txt") else { return Robots::closed() };
        match self.ask(&Request { limit: READ_RULES, ..Request::get(rules.as_str()) }).await {
            Ok(answer) if (200..300).contains(&answer.status) => Robots::read(&answer.text()),
            Ok(answer) if (400..500).contains(&answer.status) && answer.status != 429 => Robots::default(),
            _ => Robots::closed(),
        }
    }
}

/// An answer as what can be judged.
fn seen(answer: Answer, cited: &Url) -> Visit {
    if answer.body.is_empty() {
        match answer.end {
            End::Cut => return Err(Failure::Garbled),
            End::Slow => return Err(Failure::Slow),
            End::Whole | End::Limit => {}
        }
    }
    let url = Url::parse(&answer.url).map_err(|_| Failure::Unfit(answer.url.clone()))?;
    let is_read = answer.is_page() && !answer.body.is_empty();
    let page = is_read.then(|| Page::read(&answer.text(), cited));
    let challenge = answer.header("cf-mitigated") == Some("challenge");
    Ok(Seen { status: answer.status, url, hops: answer.hops, page, challenge })
}

/// How long a server asks to wait before it is asked again: in seconds, or until a date, counted from its own.
fn wait(answer: &Answer) -> Option<Duration> {
    let wish = answer.header("retry-after").filter(|_| matches!(answer.status, 429 | 503))?;
    if let Ok(seconds) = wish.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = |text: &str| rfc2822::parse(text).ok().map(|moment| moment.timestamp());
    let wait = moment(wish)?.duration_since(moment(answer.header("date")?)?);
    Some(wait.try_into().unwrap_or_default())
}

/// For each link, how many others that are unlike it were sent to the same page.
fn sharing(links: &[Url], visits: &[Option<Visit>]) -> Vec<usize> {
    let end = |at: usize| match &visits[at] {
        Some(Ok(seen)) if !route::is_same_page(&links[at], &seen.url) => Some(route::page_key(&seen.url)),
        _ => None,
    };
    let mut ends: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for (at, link) in links.iter().enumerate() {
        let Some(end) = end(at) else { continue };
        let cited = ends.entry(end).or_default();
        let key = route::page_key(link);
        if !cited.contains(&key) {
            cited.push(key);
        }
    }
    (0..links.len()).map(|at| end(at).and_then(|end| ends.get(&end)).map_or(0, |cited| cited.len() - 1)).collect()
}
