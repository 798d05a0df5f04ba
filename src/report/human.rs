//! The report for people: each problem with its line, the place marked, and what to do. The interface to
//! annotate-snippets.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Report, Spot};
use crate::problem::Severity;

/// How the report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether it has colours and drawn lines.
    pub styled: bool,
    /// How many columns the terminal has; longer lines are shortened around the place.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self { styled: false, width: 120 }
    }
}

/// The report as text, a blank line after each problem; empty where there is none.
pub fn human(report: &Report, look: Look) -> String {
    let renderer = if look.styled { Renderer::styled().decor_style(DecorStyle::Unicode) } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width.max(40));
    report.findings.iter().map(|finding| renderer.render(&groups(finding)) + "\n\n").collect()
}

fn groups(finding: &Finding) -> Vec<Group<'_>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(finding.message.as_str()).id(finding.rule);
    let mut main = match &finding.spot {
        Some(spot) => shown(Group::with_title(title), spot, AnnotationKind::Primary),
        None => Group::with_title(title),
    };
    for hint in &finding.hints {
        main = main.element(Level::HELP.message(hint.as_str()));
    }
    let mut groups = vec![main];
    for (spot, why) in &finding.related {
        groups.push(shown(Group::with_title(Level::NOTE.secondary_title(why.as_str())), spot, AnnotationKind::Context));
    }
    groups
}

fn shown<'a>(group: Group<'a>, spot: &'a Spot, kind: AnnotationKind) -> Group<'a> {
    let path = visible(spot.file.as_str());
    match &spot.mark {
        None => group.element(Origin::path(path)),
        Some(mark) => group.element(
            Snippet::source(mark.text.as_str())
                .path(path)
                .line_start(mark.line)
                .annotation(kind.span(mark.span.clone())),
        ),
    }
}

/// A path without signs that would steer a terminal.
fn visible(path: &str) -> String {
    path.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
