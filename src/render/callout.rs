//! Call-outs through the theme's `callouts/KIND.html`.

use serde::Serialize;

use crate::parse::{Callout, Speaker};
use crate::problem::Problem;
use crate::view::{DateView, direction};

use super::fill::{Filler, escape_into};

/// A call-out, under the name `callout` in `callouts/KIND.html`.
#[derive(Serialize, schemars::JsonSchema)]
pub(super) struct CalloutView<'a> {
    /// The kind: `quote`, `pull`, `context` …
    kind: &'a str,
    /// Its id.
    id: String,
    /// What follows the marker on its line, as HTML; none where nothing does.
    #[schemars(with = "Option<String>")]
    title: Option<tera::Value>,
    /// When, for an update or a correction whose marker is followed by a date.
    date: Option<DateView>,
    /// Who said it.
    speaker: Option<SpeakerView<'a>>,
    /// The address of the work that is quoted.
    cite: Option<&'a str>,
    /// The language of the words, where the editor named one.
    language: Option<&'a str>,
    /// `ltr` or `rtl`, where the editor named a language.
    direction: Option<&'static str>,
    /// What it holds, as HTML.
    #[schemars(with = "String")]
    content: tera::Value,
}

/// Who said the words of a quotation.
#[derive(Serialize, schemars::JsonSchema)]
struct SpeakerView<'a> {
    /// The name, in plain text.
    name: &'a str,
    /// The role, in plain text.
    role: Option<&'a str>,
    /// Name and role as the editor wrote them, as HTML.
    #[schemars(with = "String")]
    html: tera::Value,
}

/// Renders a call-out; one of a kind that the theme does not know (it was reported) as a block quote.
pub(super) fn render(filler: &Filler<'_>, callout: &Callout, out: &mut String) -> Result<(), Box<Problem>> {
    let name = format!("callouts/{}.html", callout.kind);
    if !filler.templates.has(&name) {
        return unknown(filler, callout, out);
    }
    let title = if callout.title.html.is_empty() && callout.title.holes.is_empty() {
        None
    } else {
        Some(tera::Value::safe_string(&filler.body(&callout.title)?))
    };
    let view = CalloutView {
        kind: &callout.kind,
        id: format!("{}{}", filler.text.prefix, callout.id),
        title,
        date: callout.date.as_ref().map(|date| filler.context.dates.view(date, filler.language)),
        speaker: callout.speaker.as_ref().map(|speaker| speaker_view(filler, speaker)).transpose()?,
        cite: callout.cite.as_deref(),
        language: callout.language.as_deref(),
        direction: callout.language.as_deref().map(direction),
        content: tera::Value::safe_string(&filler.body(&callout.body)?),
    };
    let mut context = filler.template_context();
    context.insert("callout", &view);
    filler.template(&name, &context, out)
}

fn speaker_view<'a>(filler: &Filler<'_>, speaker: &'a Speaker) -> Result<SpeakerView<'a>, Box<Problem>> {
    Ok(SpeakerView {
        name: &speaker.name,
        role: speaker.role.as_deref(),
        html: tera::Value::safe_string(&filler.body(&speaker.html)?),
    })
}

fn unknown(filler: &Filler<'_>, callout: &Callout, out: &mut String) -> Result<(), Box<Problem>> {
    out.push_str("<blockquote id=\"");
    escape_into(&filler.text.prefix, out);
    escape_into(&callout.id, out);
    out.push_str("\">\n");
    if !callout.title_text.is_empty() {
        out.push_str("<p>");
        out.push_str(&filler.body(&callout.title)?);
        out.push_str("</p>\n");
    }
    out.push_str(&filler.body(&callout.body)?);
    out.push_str("</blockquote>\n");
    Ok(())
}
