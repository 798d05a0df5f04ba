//! What the configuration and the editors say of rules: how much each matters, and for which file it need not hold.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::problem::{Allowance, Problem, Problems, Severity, SitePath, rule};

/// Severities of rules where they differ from the default; `None` turns a rule off.
type Severities = BTreeMap<String, Option<Severity>>;

/// Gives problems the severities that the configuration sets, and drops those whose rule is off and those that are
/// allowed. Once everything is checked, allowances that are not needed are problems themselves.
pub fn apply_rules(problems: Problems, rules: &Severities) -> Vec<Problem> {
    let Problems { found, allowances, complete } = problems;
    let mut notes = Notes::new(&allowances);
    let mut kept: Vec<Problem> = found
        .into_iter()
        .filter_map(|problem| with_severity(problem, rules))
        .filter(|problem| !notes.allow(problem))
        .collect();
    if complete {
        kept.extend(notes.unused().filter_map(|problem| with_severity(problem, rules)));
    }
    kept
}

fn with_severity(mut problem: Problem, rules: &Severities) -> Option<Problem> {
    let known = rule(problem.rule);
    match rules.get(problem.rule) {
        Some(_) if problem.severity == Severity::Error && known.is_some_and(|rule| rule.fixed) => {}
        Some(severity) => problem.severity = (*severity)?,
        None if known.is_some_and(|rule| rule.default.is_none()) => return None,
        None => {}
    }
    Some(problem)
}

/// The allowances by their files, and which of them were needed.
struct Notes<'a> {
    all: &'a [Allowance],
    by_file: FxHashMap<&'a SitePath, Vec<usize>>,
    used: Vec<bool>,
}

impl<'a> Notes<'a> {
    fn new(all: &'a [Allowance]) -> Self {
        let mut by_file: FxHashMap<&SitePath, Vec<usize>> = FxHashMap::default();
        for (at, allowance) in all.iter().enumerate() {
            by_file.entry(allowance.file()).or_default().push(at);
        }
        Self { all, by_file, used: vec![false; all.len()] }
    }

    /// Whether a problem is allowed; the allowance is then needed.
    fn allow(&mut self, problem: &Problem) -> bool {
        let file = problem.place.as_ref().and_then(|place| self.by_file.get(&place.file));
        let Some(&at) = file.into_iter().flatten().find(|at| self.all[**at].covers(problem)) else { return false };
        self.used[at] = true;
        true
    }

    fn unused(&self) -> impl Iterator<Item = Problem> {
        let idle = self.all.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(allowance, _)| allowance);
        idle.filter(|allowance| rule(allowance.rule).is_some_and(|rule| rule.certain)).map(unused)
    }
}

fn unused(allowance: &Allowance) -> Problem {
    let message = format!("`{}` is allowed here, and nothing breaks it", allowance.rule);
    Problem::warning("unused-allowance", allowance.place.clone(), message).hint("delete this line")
}
