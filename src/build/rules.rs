//! Has the desk read the site by its rules, and takes the time of each where that is asked for.

use std::sync::Arc;

use rayon::prelude::*;

use crate::desk::{CHECKS, Check, Desk};
use crate::problem::Problem;

use super::Meter;

/// Everything that the desk finds.
pub(super) fn check(desk: &Desk<'_>, meter: Option<&Arc<Meter>>) -> Vec<Problem> {
    let check = |&(name, check): &(&str, Check)| {
        let mut problems = Vec::new();
        match meter {
            Some(meter) => meter.rules(name, || check(desk, &mut problems)),
            None => check(desk, &mut problems),
        }
        problems
    };
    CHECKS.par_iter().map(check).collect::<Vec<_>>().concat()
}
