//! What is done when a release is live, where the configuration wants it: commands, content delivery networks, hubs of
//! WebSub, search engines. Each step is tried whatever became of the others; the release is live in any case. What changed
//! is written down before anything changes: what a publish that was cut off or a step that failed could not tell, the next
//! one tells, though it may have nothing else to do.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::count::counted;
use super::failure::Failure;
use super::live::Live;
use super::plan::Plan;
use super::program::{Program, shown};
use super::redact::redact;
use super::releases::replace;
use super::retry::{Fault, persist};
use super::watch::Watch;
use crate::config::publish::After;
use crate::web::{self, Client, Patience, Request};

/// How many addresses IndexNow takes at once (its documentation: 10,000).
const AT_ONCE: usize = 10_000;

/// What an address of a page cannot hold as it is.
const UNFIT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`').add(b'{').add(b'}');

/// What was published.
#[derive(Clone, Copy, Debug)]
pub struct Published<'a> {
    /// The name of the target.
    pub target: &'a str,
    /// The name of the release.
    pub release: &'a str,
    /// The address of the site, without a slash at its end.
    pub site: &'a str,
    /// The paths that changed, as readers ask for them: `/2017/04/12/low-point/`; those of pages that are gone too. Sorted.
    pub paths: &'a [String],
    /// `.dateline/publish/NAME/` of the site, where they are listed.
    pub folder: &'a Path,
    /// The site folder, in which commands run.
    pub root: &'a Path,
}

/// The file that lists the paths that changed and that not everybody was told yet.
const CHANGED: &str = "changed.txt";

/// Writes down what is about to change, beside what could not be told earlier; gives the paths.
///
/// # Errors
///
/// Where the folder cannot be written.
pub fn expect(plan: &Plan, live: &Live, folder: &Path) -> Result<Vec<String>, Failure> {
    let sent = plan.puts.iter().map(|put| &put.key);
    let gone = plan.deletes.iter().map(|(key, _)| key);
    let keys = sent.chain(gone).chain(&live.touched);
    let paths: BTreeSet<String> = keys.map(|key| path(key)).chain(untold(folder)).collect();
    let text: String = paths.iter().map(|path| format!("{path}\n")).collect();
    replace(&folder.join(CHANGED), text.as_bytes())?;
    Ok(paths.into_iter().collect())
}

/// The paths that changed in earlier releases and that not everybody was told, because a step failed or the publish was cut
/// off.
pub fn untold(folder: &Path) -> Vec<String> {
    fs::read_to_string(folder.join(CHANGED)).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// Does all steps; gives what failed. Where nothing did, all is told.
pub fn after(steps: &[After], published: &Published<'_>, watch: &dyn Watch) -> Vec<Failure> {
    let run = |step: &After| match step {
        _ if watch.is_stopped() => Err(Failure::machine("a step was left out, because the publish was stopped")),
        After::Command(words) => command(words, published),
        After::Invalidate(words, limit) => invalidate(words, *limit, published, watch),
        After::WebSub(hub) => websub(hub, published, watch),
        After::IndexNow(key, server) => index_now(key, server, published, watch),
    };
    let failed: Vec<Failure> = steps.iter().filter_map(|step| run(step).err()).collect();
    if failed.is_empty() {
        // What stays is told once more.
        let _ = fs::remove_file(published.folder.join(CHANGED));
    }
    failed
}

impl Published<'_> {
    /// The addresses of pages that changed: of the site, without the host's own files.
    fn pages(&self) -> Vec<String> {
        let is_page = |path: &str| path.ends_with('/') || path.ends_with(".html");
        self.paths.iter().filter(|path| is_page(path)).map(|path| format!("{}{path}", self.site)).collect()
    }

    /// The addresses of feeds that changed.
    fn feeds(&self) -> Vec<String> {
        let is_feed = |path: &str| ["/atom.xml", "/rss.xml", "/feed.json"].iter().any(|name| path.ends_with(name));
        self.paths.iter().filter(|path| is_feed(path)).map(|path| format!("{}{path}", self.site)).collect()
    }
}

/// The path of a file as readers ask for it.
fn path(key: &str) -> String {
    let shown = if key == "index.html" {
        ""
    } else {
        key.strip_suffix("index.html").filter(|path| path.ends_with('/')).unwrap_or(key)
    };
    format!("/{}", utf8_percent_encode(shown, UNFIT))
}

fn command(words: &[String], published: &Published<'_>) -> Result<(), Failure> {
    let [name, arguments @ ..] = words else { return Ok(()) };
    let program = Program::new(name)
        .with(arguments)
        .within(published.root)
        .variable("DATELINE_TARGET", published.target)
        .variable("DATELINE_RELEASE", published.release)
        .variable("DATELINE_URL", published.site)
        .variable("DATELINE_CHANGED", published.folder.join(CHANGED));
    let output = program.output()?;
    if output.status.success() {
        return Ok(());
    }
    let code = output.status.code().map_or_else(|| "a signal".to_owned(), |code| format!("code {code}"));
    let said = shown(&String::from_utf8_lossy(&output.stderr));
    Err(Failure::machine(format!("the command `{}` ended with {code}: {said}", redact(&words.join(" ")))))
}

/// Tells a content delivery network which paths to forget.
fn invalidate(words: &[String], limit: usize, published: &Published<'_>, watch: &dyn Watch) -> Result<(), Failure> {
    let all = ["/*".to_owned()];
    let paths = if published.paths.len() > limit { &all } else { published.paths };
    if paths.is_empty() {
        return Ok(());
    }
    let told = if let [path] = paths { path.clone() } else { counted(paths.len(), "path", "paths") };
    watch.note(&format!("Invalidating {told}"));
    let filled: Vec<String> = words.iter().flat_map(|word| fill(word, paths)).collect();
    command(&filled, published)
}

/// A word that is `{paths}` becomes a word for each path; within another word the paths stand between commas.
fn fill(word: &str, paths: &[String]) -> Vec<String> {
    if word == "{paths}" { paths.to_vec() } else { vec![word.replace("{paths}", &paths.join(","))] }
}

/// Tells a hub which feeds changed (WebSub, section 7.1: `hub.mode=publish`, as hubs have it by custom).
fn websub(hub: &str, published: &Published<'_>, watch: &dyn Watch) -> Result<(), Failure> {
    for feed in published.feeds() {
        let encoded = utf8_percent_encode(&feed, NON_ALPHANUMERIC).to_string();
        let body = format!("hub.mode=publish&hub.url={encoded}&hub.topic={encoded}");
        post(hub, "application/x-www-form-urlencoded", body, published, watch)?;
    }
    Ok(())
}

/// Tells search engines which pages changed (indexnow.org/documentation).
fn index_now(key: &str, server: &str, published: &Published<'_>, watch: &dyn Watch) -> Result<(), Failure> {
    let host = published.site.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    for pages in published.pages().chunks(AT_ONCE) {
        let location = format!("{}/{key}.txt", published.site);
        let body = serde_json::json!({ "host": host, "key": key, "keyLocation": location, "urlList": pages });
        post(server, "application/json; charset=utf-8", body.to_string(), published, watch)?;
    }
    Ok(())
}

fn post(
    address: &str,
    media_type: &str,
    body: String,
    published: &Published<'_>,
    watch: &dyn Watch,
) -> Result<(), Failure> {
    let patience = Patience { whole: Duration::from_secs(20), ..Patience::default() };
    let client = Client::new(published.site, patience).map_err(Failure::machine)?;
    persist(&format!("telling {address}"), watch, || {
        let request = Request::post(address, media_type, body.clone().into_bytes());
        let answer = web::wait(client.ask(&request)).map_err(|error| Failure::machine(error.to_string()))?;
        match answer {
            Ok(answer) if (200..300).contains(&answer.status) => Ok(()),
            Ok(answer) if answer.status >= 500 || answer.status == 429 => {
                Err(Fault::Passing(format!("`{address}` answered with {}", answer.status)))
            }
            Ok(answer) => Err(Failure::machine(format!("`{address}` answered with {}", answer.status)).into()),
            Err(failure) => Err(Fault::Passing(format!("`{address}`: {failure}"))),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_that_readers_ask_for() {
        for (key, wanted) in [
            ("index.html", "/"),
            ("2017/04/12/low-point/index.html", "/2017/04/12/low-point/"),
            ("404.html", "/404.html"),
            ("thèmes/index.html", "/th%C3%A8mes/"),
            ("notindex.html", "/notindex.html"),
        ] {
            assert_eq!(path(key), wanted);
        }
    }

    #[test]
    fn paths_go_where_the_command_wants_them() {
        let paths = ["/".to_owned(), "/a/".to_owned()];
        assert_eq!(fill("{paths}", &paths), paths);
        assert_eq!(fill("--paths={paths}", &paths), ["--paths=/,/a/"]);
        assert_eq!(fill("purge", &paths), ["purge"]);
    }
}
