//! What an editor allows for one file, and problems together with what is allowed.

use serde::{Deserialize, Serialize};

use super::{Place, Problem, RuleName, SitePath, read_name};

/// A note in a file that one rule need not hold for it: `# desk: allow RULE reason`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// The rule's name.
    #[serde(deserialize_with = "read_name")]
    pub rule: RuleName,
    /// Where the note stands; it speaks of that file.
    pub place: Place,
}

impl Allowance {
    /// Whether it speaks of this problem.
    pub fn covers(&self, problem: &Problem) -> bool {
        self.rule == problem.rule && problem.place.as_ref().is_some_and(|place| place.file == self.place.file)
    }

    /// The file that it speaks of.
    pub fn file(&self) -> &SitePath {
        &self.place.file
    }
}

/// Everything that was found so far, and what of it is allowed.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    /// What was found.
    pub found: Vec<Problem>,
    /// What is allowed.
    pub allowances: Vec<Allowance>,
    /// Whether every stage that finds problems has run, so that an allowance of what was not found is not needed.
    pub complete: bool,
}

impl Extend<Problem> for Problems {
    fn extend<T: IntoIterator<Item = Problem>>(&mut self, problems: T) {
        self.found.extend(problems);
    }
}
