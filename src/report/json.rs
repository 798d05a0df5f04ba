//! The report for programs: one JSON document.

use serde::Serialize;

use super::{Finding, Report, Spot};
use crate::problem::Severity;

/// The report as `{"problems": [{rule, severity, message, file, line, column, end_column, text, hints, related}]}`.
pub fn json(report: &Report) -> String {
    let problems = report.findings.iter().map(one).collect();
    let text = serde_json::to_string_pretty(&Document { problems }).unwrap_or_default();
    text + "\n"
}

#[derive(Serialize)]
struct Document<'a> {
    problems: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    spot: FlatSpot<'a>,
    hints: &'a [String],
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    spot: FlatSpot<'a>,
}

/// A place; keys that say nothing are `null`.
#[derive(Default, Serialize)]
struct FlatSpot<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_column: Option<usize>,
    text: Option<&'a str>,
}

fn one(finding: &Finding) -> One<'_> {
    One {
        rule: finding.rule,
        severity: finding.severity,
        message: &finding.message,
        spot: finding.spot.as_ref().map(flat).unwrap_or_default(),
        hints: &finding.hints,
        related: finding.related.iter().map(|(spot, why)| Related { message: why, spot: flat(spot) }).collect(),
    }
}

fn flat(spot: &Spot) -> FlatSpot<'_> {
    let mark = spot.mark.as_ref();
    FlatSpot {
        file: Some(spot.file.as_str()),
        line: mark.map(|mark| mark.line),
        column: mark.map(|mark| mark.column),
        end_column: mark.map(|mark| mark.end_column),
        text: mark.map(|mark| mark.text.as_str()),
    }
}
