//! The report as GitHub's workflow commands, which show each problem beside its line in a pull request.

use super::{Finding, Report};
use crate::problem::Severity;

/// One command a line: `::error file=a.md,line=2,col=3,endColumn=5,title=rule::message`.
pub fn github(report: &Report) -> String {
    report.findings.iter().map(command).collect()
}

fn command(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = Vec::new();
    if let Some(spot) = &finding.spot {
        properties.push(format!("file={}", property(spot.file.as_str())));
        if let Some(mark) = &spot.mark {
            properties.push(format!("line={},col={},endColumn={}", mark.line, mark.column, mark.end_column));
        }
    }
    properties.push(format!("title={}", property(finding.rule)));
    let lines: Vec<&str> = [&finding.message].into_iter().chain(&finding.hints).map(String::as_str).collect();
    format!("::{level} {}::{}\n", properties.join(","), data(&lines.join("\n")))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
