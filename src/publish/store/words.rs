//! What the store library says of a fault, in the words of those who keep the site: what happened, and where.

/// What stores say of connections, and what that means.
const SIGNS: [(&[&str], &str); 5] = [
    (&["dns error", "failed to lookup address"], "there is no server of that name"),
    (&["Connection refused"], "nothing answers there"),
    (&["certificate"], "its certificate is not one to be trusted"),
    (&["timed out", "TimedOut", "deadline"], "it did not answer in time"),
    (
        &["IncompleteMessage", "connection closed", "Connection reset", "Broken pipe", "end of file", "unexpected EOF"],
        "the connection was cut",
    ),
];

/// What happened, from the whole chain of what the library says: `the store answers 503 Service Unavailable (SlowDown: Please
/// reduce your request rate.)`, `store.example:9000: nothing answers there`.
pub(super) fn plain(why: &str) -> String {
    if let Some((_, answer)) = why.split_once("status code: ") {
        return answered(answer);
    }
    let sign = SIGNS.iter().find(|(signs, _)| signs.iter().any(|sign| why.contains(sign)));
    match (sign, server(why)) {
        (Some((_, words)), Some(server)) => format!("`{server}`: {words}"),
        (Some((_, words)), None) => format!("the store: {words}"),
        (None, _) => bare(why).to_owned(),
    }
}

/// `503 Service Unavailable: <Error>…`: the status, and what of the answer is for people.
fn answered(answer: &str) -> String {
    let (status, body) = answer.split_once(": ").unwrap_or((answer, ""));
    let told: Vec<&str> = ["Code", "Message"].iter().filter_map(|name| element(body, name)).collect();
    let told = if told.is_empty() { body.trim().to_owned() } else { told.join(": ") };
    let told = told.lines().next().unwrap_or_default().trim();
    if told.is_empty() { format!("the store answers {status}") } else { format!("the store answers {status} ({told})") }
}

fn element<'b>(body: &'b str, name: &str) -> Option<&'b str> {
    let (_, rest) = body.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// The server that was asked: what of its address stands between `//` and the next sign of a path.
fn server(why: &str) -> Option<&str> {
    let (_, rest) = why.split_once("://")?;
    let server = rest.split(['/', '?', ' ', ')', '"']).next()?;
    // Names and passwords may stand before the name of a server.
    server.rsplit('@').next().filter(|server| !server.is_empty())
}

/// The same without what the library says of itself.
fn bare(why: &str) -> &str {
    let is_library = |head: &str| head.starts_with("Generic ") && head.ends_with(" error");
    let why = why.split_once(": ").filter(|(head, _)| is_library(head)).map_or(why, |(_, rest)| rest);
    match why.split_once(" - ") {
        Some((head, rest)) if head.contains("Error performing ") => rest,
        _ => why,
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_the_library_says_is_said_in_words() {
        let asked = "Generic S3 error: Error performing list request: Error performing GET http://store.example:9/b?… in 2ms - ";
        let said = |why: &str| plain(&format!("{asked}{why}"));
        assert_eq!(
            said(
                "Server returned non-2xx status code: 503 Service Unavailable: <?xml version=\"1.0\"?><Error><Code>SlowDown\
                 </Code><Message>Please reduce your request rate.</Message></Error>"
            ),
            "the store answers 503 Service Unavailable (SlowDown: Please reduce your request rate.)"
        );
        assert_eq!(said("Server returned non-2xx status code: 403 Forbidden: "), "the store answers 403 Forbidden");
        assert_eq!(
            said("HTTP error: error sending request: client error (Connect): tcp connect error: Connection refused"),
            "`store.example:9`: nothing answers there"
        );
        assert_eq!(said("HTTP error: dns error: no such host"), "`store.example:9`: there is no server of that name");
        assert_eq!(said("HTTP error: error decoding response body"), "HTTP error: error decoding response body");
        assert_eq!(plain("Generic GCS error: no key"), "no key");
        assert_eq!(plain("cut"), "cut");
    }
}
