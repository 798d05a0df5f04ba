//! Notes to the desk in front matter: `# desk: allow RULE reason`.

use std::ops::Range;

use crate::problem::{Allowance, At, Place, Problem, SitePath, nearest_rule, rule};
use crate::yaml;

/// How a note is written.
const FORM: &str = "write `# desk: allow RULE reason`, on a line of its own";

/// The notes in the front matter that is the bytes `yaml` of a file, and what is wrong with them.
pub(super) fn allowances(file: &SitePath, text: &str, yaml: Range<usize>) -> (Vec<Allowance>, Vec<Problem>) {
    let front_matter = &text[yaml.clone()];
    if !front_matter.contains("desk:") {
        return Default::default();
    }
    let mut allowances = Vec::new();
    let mut problems = Vec::new();
    for comment in yaml::comments(front_matter) {
        let Some(note) = front_matter[comment.clone()].trim_start_matches('#').trim().strip_prefix("desk:") else {
            continue;
        };
        let place = Place::new(file, At::Bytes(comment.start + yaml.start..comment.end + yaml.start));
        match read(note.trim(), &place) {
            Ok(rule) => allowances.push(Allowance { rule, place }),
            Err(problem) => problems.push(*problem),
        }
    }
    (allowances, problems)
}

/// The rule that a note allows.
fn read(note: &str, place: &Place) -> Result<&'static str, Box<Problem>> {
    let error = |rule, message: String| Problem::error(rule, place.clone(), message);
    let (name, reason) = match note.strip_prefix("allow ").map(str::trim_start) {
        Some(allowed) => allowed.split_once(char::is_whitespace).unwrap_or((allowed, "")),
        None => return Err(Box::new(error("bad-allowance", "this note to the desk allows nothing".into()).hint(FORM))),
    };
    let Some(rule) = rule(name) else {
        let problem = error("unknown-rule", format!("there is no rule `{name}`"));
        return Err(Box::new(problem.hint_if(nearest_rule(name).map(|near| format!("did you mean `{near}`?")))));
    };
    if rule.fixed {
        let message =
            format!("the rule `{name}` holds for every file: without it words would be lost or files endangered");
        return Err(Box::new(error("fixed-rule", message).hint("mend what breaks it, and delete this line")));
    }
    if !reason.contains(char::is_alphanumeric) {
        let message = format!("this note allows `{name}` and does not say why");
        return Err(Box::new(error("bad-allowance", message).hint(FORM)));
    }
    Ok(rule.name)
}
