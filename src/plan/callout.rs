//! Reports call-outs of a kind that the theme does not know.

use std::collections::BTreeSet;

use crate::collate::Site;
use crate::problem::{At, Place, Problem, nearest};

use super::link::texts;

/// Every such call-out of the site; each is shown as a block quote.
pub(super) fn check(site: &Site, known: &BTreeSet<String>) -> Vec<Problem> {
    let marks = texts(site).flat_map(|(path, text, _)| text.callouts.iter().map(move |mark| (path, mark)));
    let unknown = marks.filter(|(_, mark)| !known.contains(&mark.name));
    let problem = |(path, mark): (&crate::problem::SitePath, &crate::parse::Mark)| {
        let place = Place::new(path, At::Bytes(mark.span.clone()));
        let near = nearest(&mark.name, known.iter().map(String::as_str));
        Problem::warning("unknown-callout", place, format!("the theme knows no call-out of the kind `{}`", mark.name))
            .hint_if(near.map(|near| format!("did you mean `[!{near}]`?")))
            .hint(format!("a theme or the site adds a kind by adding `templates/callouts/{}.html`", mark.name))
    };
    unknown.map(problem).collect()
}
