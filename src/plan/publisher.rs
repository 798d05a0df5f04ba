//! Reports what `publisher` names and the site does not have: a policy that leads nowhere is worse than none.

use rustc_hash::FxHashSet;

use crate::problem::{At, Place, Problem, SitePath, Step};
use crate::view::{Context, page_named};

use super::link::answers;
use super::{File, Subject, Wanted};

/// Every such name.
pub(super) fn check(context: &Context<'_>, pages: &[Wanted<Subject>], files: &[Wanted<File>]) -> Vec<Problem> {
    let publisher = &context.config.publisher;
    let mut policies = publisher.policies.named().peekable();
    let pictures = [("logo", &publisher.logo), ("image", &publisher.image)];
    let mut pictures = pictures.into_iter().filter_map(|(key, path)| Some((key, path.as_deref()?))).peekable();
    if policies.peek().is_none() && pictures.peek().is_none() {
        return Vec::new();
    }
    let pages: FxHashSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let files: FxHashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let has_page = |named: &str| page_named(context.site, named).is_some_and(|address| answers(address.path(), &pages));
    let policies = policies.filter(|(_, named)| !has_page(named)).map(|(key, named)| no_page(key, named));
    let pictures = pictures.filter(|(_, path)| !answers(path, &files)).map(|(key, path)| no_file(key, path));
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
