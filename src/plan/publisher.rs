//! Reports what `publisher` names and the site does not have: a policy that leads nowhere is worse than none.

use crate::problem::{At, Place, Problem, SitePath, Step};
use crate::view::{Context, page_named};

use super::known::Known;

/// Every such name; of what is known the first `pages` are pages.
pub(super) fn check(context: &Context<'_>, pages: usize, known: &Known) -> Vec<Problem> {
    let publisher = &context.config.publisher;
    let pictures = [("logo", &publisher.logo), ("image", &publisher.image)];
    let pictures = pictures.into_iter().filter_map(|(key, path)| Some((key, path.as_deref()?)));
    let is_page = |address: &str| known.answers(address).is_some_and(|position| position < pages);
    let is_file = |address: &str| known.answers(address).is_some_and(|position| position >= pages);
    let has_page = |named: &str| page_named(context.site, named).is_some_and(|address| is_page(address.path()));
    let policies = publisher.policies.named().filter(|(_, named)| !has_page(named));
    let policies = policies.map(|(key, named)| no_page(key, named));
    let pictures = pictures.filter(|(_, path)| !is_file(path)).map(|(key, path)| no_file(key, path));
    policies.chain(pictures).collect()
}

fn no_page(key: &str, named: &str) -> Problem {
    let message = format!("there is no page `{named}` to state the policy `{key}`");
    Problem::error("missing-policy-page", place(&["publisher", "policies", key]), message)
        .hint("write the page, or delete this line: a policy that nobody can read is none")
}

fn no_file(key: &str, path: &str) -> Problem {
    let message = format!("nothing on this site has the address `{path}`");
    Problem::error("broken-link", place(&["publisher", key]), message)
        .hint("put the file into `static/`, and write its path there")
}

fn place(path: &[&str]) -> Place {
    let steps = path.iter().map(|&key| Step::Key(key.to_owned())).collect();
    Place::new(&SitePath::new("dateline.yaml"), At::Value(steps))
}
