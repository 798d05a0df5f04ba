//! The report as SARIF 2.1.0 (OASIS, *Static Analysis Results Interchange Format*), which code hosts and editors read.

use serde_json::{Value, json};

use super::{Finding, Report, Spot};
use crate::problem::{CHAPTERS, Rule, Severity};

/// The report as one SARIF log with one run; columns are counted in characters, paths are from the site folder.
pub fn sarif(report: &Report) -> String {
    let rules: Vec<(&Rule, &str)> =
        CHAPTERS.iter().flat_map(|chapter| chapter.rules.iter().map(|rule| (rule, chapter.title))).collect();
    let results: Vec<Value> = report.findings.iter().map(|finding| result(finding, &rules)).collect();
    let driver = json!({
        "name": "dateline",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|(rule, chapter)| descriptor(rule, chapter)).collect::<Vec<_>>(),
    });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    format!("{log:#}\n")
}

/// What is said of a rule (section 3.49 of the standard).
fn descriptor(rule: &Rule, chapter: &str) -> Value {
    let sentence = format!("{}.", rule.about);
    let help = match rule.fixed {
        true => format!("{sentence} This is an error for every site. docs/desk.md has an example."),
        false => format!(
            "{sentence} docs/desk.md has an example. `desk.rules` in dateline.yaml sets how much it matters; a line \
             `# desk: allow {} reason` in front matter allows it for one file.",
            rule.name
        ),
    };
    json!({
        "id": rule.name,
        "shortDescription": { "text": sentence },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "enabled": rule.default.is_some(), "level": level(rule.default.unwrap_or(Severity::Warning)) },
        "properties": { "tags": [chapter] },
    })
}

/// One problem (section 3.27).
fn result(finding: &Finding, rules: &[(&Rule, &str)]) -> Value {
    let words: Vec<&str> = [&finding.message].into_iter().chain(&finding.hints).map(String::as_str).collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": words.join("\n") },
        "locations": finding.spot.iter().map(|spot| json!({ "physicalLocation": place(spot) })).collect::<Vec<_>>(),
    });
    if let Some(index) = rules.iter().position(|(rule, _)| rule.name == finding.rule) {
        result["ruleIndex"] = index.into();
    }
    if !finding.related.is_empty() {
        let related = |(at, (spot, why)): (usize, &(Spot, String))| json!({ "id": at, "physicalLocation": place(spot), "message": { "text": why } });
        result["relatedLocations"] = finding.related.iter().enumerate().map(related).collect();
    }
    result
}

/// A place in a file (section 3.29).
fn place(spot: &Spot) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": uri(spot.file.as_str()), "uriBaseId": "%SRCROOT%" } });
    if let Some(mark) = &spot.mark {
        place["region"] = json!({
            "startLine": mark.line,
            "startColumn": mark.column,
            "endColumn": mark.end_column,
            "snippet": { "text": mark.text },
        });
    }
    place
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A path as a relative reference (RFC 3986, section 4.2).
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
