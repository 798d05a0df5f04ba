//! Verdicts on answers that are given as values.

use super::*;

fn url(address: &str) -> Url {
    Url::parse(address).unwrap()
}

const STORY: &str = "https://a.example/2017/04/12/moscow-talks-end";

fn given(status: u16, at: &str, hops: &[(&str, u16)], html: &str) -> Seen {
    let hops = hops.iter().map(|(from, status)| Hop { from: (*from).to_owned(), status: *status }).collect();
    Seen { status, url: url(at), hops, page: Some(Page::read(html, &url(STORY))), challenge: false }
}

fn judged(seen: &Seen, sibling: &Sibling, sharing: usize) -> (Verdict, Option<String>) {
    let (visit, cited) = (Ok(seen.clone()), url(STORY));
    let judgment = judge(&Evidence { url: &cited, visit: &visit, again: None, sibling, sharing });
    (judgment.verdict, judgment.moved)
}

fn article(extra: &str) -> String {
    let prose =
        "The talks in Moscow went on until late at night and neither side would say what they came to. ".repeat(20);
    format!("<title>Moscow talks end</title>{extra}<h1>Moscow talks end</h1><article><p>{prose}</p></article>")
}

#[test]
fn statuses_speak_for_themselves() {
    for (status, wanted) in [
        (200, Verdict::Ok),
        (404, Verdict::Gone),
        (410, Verdict::Gone),
        (401, Verdict::Blocked),
        (403, Verdict::Blocked),
        (429, Verdict::Blocked),
        (451, Verdict::Blocked),
        (999, Verdict::Blocked),
        (400, Verdict::Unsure),
        (500, Verdict::Unsure),
        (503, Verdict::Unsure),
        (301, Verdict::Unsure),
    ] {
        assert_eq!(judged(&given(status, STORY, &[], &article("")), &Sibling::Unknown, 0).0, wanted, "{status}");
    }
    let failed: Visit = Err(Failure::Slow);
    let cited = url(STORY);
    let evidence = Evidence { url: &cited, visit: &failed, again: None, sibling: &Sibling::Unknown, sharing: 0 };
    assert_eq!(judge(&evidence).verdict, Verdict::Unsure);
}

#[test]
fn one_sign_is_not_enough_and_two_are() {
    let one = given(200, STORY, &[], &article("<meta name=robots content=noindex>"));
    assert_eq!(judged(&one, &Sibling::Unknown, 0).0, Verdict::Ok);
    let title_alone = given(200, STORY, &[], &format!("<title>404</title>{}", "<div>moscow word</div>".repeat(100)));
    assert_eq!(judged(&title_alone, &Sibling::Honest, 0).0, Verdict::Ok);
    let two = given(200, STORY, &[], "<title>Page not found</title><p>The page you requested is not here.");
    assert_eq!(judged(&two, &Sibling::Honest, 0).0, Verdict::Soft404);
}

#[test]
fn an_article_about_missing_pages_is_one() {
    let about = article("").replace("Moscow talks end", "404 Not Found").replace(
        "The talks in Moscow",
        "When the page you requested could not be found, said the page does not exist, the talks in Moscow",
    );
    assert_eq!(judged(&given(200, STORY, &[], &about), &Sibling::Honest, 0).0, Verdict::Ok);
    assert_eq!(judged(&given(200, STORY, &[], &about), &Sibling::Unknown, 0).0, Verdict::Ok);
}

#[test]
fn a_server_that_answers_everything_alike_is_believed_in_nothing() {
    let shell =
        "<title>Gazeto</title><p>Tia paĝo ne plu estas ĉi tie sed vi povas legi pri aliaj aferoj en nia gazeto hodiaŭ";
    let sibling = Sibling::Given(Box::new(given(200, "https://a.example/2017/04/12/qq8wz", &[], shell)));
    assert_eq!(judged(&given(200, STORY, &[], shell), &sibling, 0).0, Verdict::Soft404);
    assert_eq!(judged(&given(200, STORY, &[], &article("")), &sibling, 0).0, Verdict::Ok);
    let app = "<title>App</title><div id=root></div><script src=/app.js></script>";
    let sibling = Sibling::Given(Box::new(given(200, "https://a.example/2017/04/12/qq8wz", &[], app)));
    assert_eq!(judged(&given(200, STORY, &[], app), &sibling, 0).0, Verdict::Ok);
}

#[test]
fn redirects_for_good_are_proposed_as_far_as_they_say_so() {
    let there = |status: u16| given(200, "https://a.example/moscow", &[(STORY, status)], &article(""));
    assert_eq!(
        judged(&there(301), &Sibling::Unknown, 0),
        (Verdict::Redirected, Some("https://a.example/moscow".into()))
    );
    assert_eq!(judged(&there(302), &Sibling::Unknown, 0), (Verdict::Redirected, None));
    let middle = "https://a.example/middle-of-moscow";
    let mixed = given(200, "https://a.example/moscow-talks-1234", &[(STORY, 308), (middle, 302)], &article(""));
    assert_eq!(judged(&mixed, &Sibling::Unknown, 0), (Verdict::Redirected, Some(middle.into())));
    let login = given(200, "https://a.example/login?next=x", &[(STORY, 302)], "<title>Log in</title>");
    assert_eq!(judged(&login, &Sibling::Unknown, 0).0, Verdict::Blocked);
}

#[test]
fn a_fall_to_the_front_page_needs_a_second_sign() {
    let front = |html: &str| given(200, "https://a.example/", &[(STORY, 301)], html);
    let news = "<title>The Gazette</title>".to_owned() + &"<p>Other news of today</p>".repeat(90);
    assert_eq!(judged(&front(&news), &Sibling::Unknown, 0).0, Verdict::Soft404);
    let with_word = news.clone() + "moscow";
    assert_eq!(judged(&front(&with_word), &Sibling::Honest, 0), (Verdict::Redirected, None));
    let other = Sibling::Given(Box::new(front(&news)));
    assert_eq!(judged(&front(&with_word), &other, 0).0, Verdict::Soft404);
    assert_eq!(judged(&front(&with_word), &Sibling::Unknown, 5).0, Verdict::Soft404);
}

#[test]
fn parked_domains_are_told_from_articles_on_domains() {
    let parked = "<title>a.example</title><h1>This domain is for sale</h1><a href=https://sedoparking.com/x>Buy</a>";
    assert_eq!(judged(&given(200, STORY, &[], parked), &Sibling::Unknown, 0).0, Verdict::Parked);
    let about = article("").replace("late at night", "buy this domain, this domain is for sale");
    assert_eq!(judged(&given(200, STORY, &[], &about), &Sibling::Honest, 0).0, Verdict::Ok);
}

#[test]
fn a_dead_verdict_stands_only_if_a_second_request_says_the_same() {
    let cited = url(STORY);
    let (gone, right): (Visit, Visit) = (Ok(given(404, STORY, &[], "")), Ok(given(200, STORY, &[], &article(""))));
    let failed: Visit = Err(Failure::Slow);
    for (again, wanted) in [(&gone, Verdict::Gone), (&right, Verdict::Ok), (&failed, Verdict::Unsure)] {
        let evidence =
            Evidence { url: &cited, visit: &gone, again: Some(again), sibling: &Sibling::Unknown, sharing: 0 };
        assert_eq!(judge(&evidence).verdict, wanted);
    }
    assert!(is_suspect(&cited, &gone, 0) && !is_suspect(&cited, &right, 0) && !is_suspect(&cited, &failed, 0));
}
