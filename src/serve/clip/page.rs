//! The HTML of the pages on which a page is clipped. Whatever comes from elsewhere is text here.

use crate::clip::{Clipping, Picture, Spoken};
use crate::clipper::{Prepared, Trouble};

use super::{FILE, READ};

/// The form, with an address in it and why something came to nothing.
pub(super) fn form(address: &str, wrong: Option<&str>) -> String {
    let wrong = wrong
        .map(|wrong| alert(wrong, "Open the page in your browser and press the bookmarklet there, or copy its text."))
        .unwrap_or_default();
    let address = escaped(address);
    document(
        "Clip a page",
        &format!(
            "{wrong}<form method=\"post\" action=\"{READ}\" class=\"clip\">\
             <p><label for=\"address\">Address of the page</label> \
             <input id=\"address\" name=\"address\" type=\"url\" value=\"{address}\" placeholder=\"https://…\"></p>\
             <p><label for=\"text\">Its text, where you have copied it</label> \
             <textarea id=\"text\" name=\"text\" rows=\"6\"></textarea></p>\
             <p><button>Show what would be written</button></p></form>\
             <section><h2>From any page</h2><p id=\"bookmarklet\">Scripts are needed for the bookmarklet.</p></section>"
        ),
    )
}

/// What would be written, with the button that does it, and why it came to nothing the last time.
pub(super) fn shown(prepared: &Prepared<'_>, key: &str, wrong: Option<&Trouble>) -> String {
    let Clipping { quotations, language, photo, .. } = &prepared.clipping;
    let wrong = wrong.map(|trouble| alert(&trouble.to_string(), what_to_do(trouble))).unwrap_or_default();
    let known = prepared
        .known
        .as_ref()
        .map(|file| format!("<p class=\"warning\"><code>{}</code> has the same source</p>", escaped(file)));
    let language = language.as_ref().map(|code| format!(" lang=\"{}\"", escaped(code))).unwrap_or_default();
    let words = match quotations.len() {
        0 => "<p>No quotation with a speaker was found.</p>".to_owned(),
        _ => quotations.iter().map(quotation).collect(),
    };
    let has_photo = photo.as_ref().is_some_and(|photo| !photo.address.is_empty());
    document(
        "Clip a page",
        &format!(
            "{wrong}{}<section><h2>What would be written</h2><dl{language}>{}</dl></section>\
             <section{language}><h2 lang=\"en\">Quotations</h2>{words}</section>\
             <details><summary>The draft</summary><pre dir=\"auto\" tabindex=\"0\">{}</pre></details>{}",
            known.unwrap_or_default(),
            rows(prepared),
            escaped(&prepared.text()),
            button(prepared, key, has_photo),
        ),
    )
}

fn button(prepared: &Prepared<'_>, key: &str, has_photo: bool) -> String {
    let path = escaped(&prepared.path());
    let another = format!("<a href=\"{READ}/\">Clip another page</a>");
    if prepared.is_taken() {
        return format!(
            "<p class=\"warning\"><code>{path}</code> exists already and stays as it is</p><p>{another}</p>"
        );
    }
    let photo = "<p><label><input type=\"checkbox\" name=\"photo\" value=\"yes\"> Save the photo beside it</label></p>";
    format!(
        "<form method=\"post\" action=\"{FILE}\" class=\"clip\"><input type=\"hidden\" name=\"clipping\" value=\"{key}\">{}\
         <p><button>Write {path}</button> {another}</p></form>",
        if has_photo { photo } else { "" },
    )
}

/// Each thing that was found, with its name.
fn rows(prepared: &Prepared<'_>) -> String {
    let clipping = &prepared.clipping;
    let photo = clipping.photo.clone().unwrap_or_default();
    let Picture { address, caption, credit, creator, alt, license } = photo;
    let list = |texts: &[String]| Some(texts.join(", ")).filter(|text| !text.is_empty());
    let paid = clipping.paywalled.then(|| "Readers have to pay".to_owned());
    let rows = [
        ("Headline", clipping.headline.clone()),
        ("Standfirst", clipping.standfirst.clone()),
        ("Byline of the source", list(&clipping.authors)),
        ("Dateline", clipping.dateline.clone()),
        ("Date", Some(prepared.date())),
        ("Source", clipping.publisher.clone()),
        ("Address", clipping.address.clone()),
        ("Agencies", list(&clipping.agencies)),
        ("Access", paid),
        ("Photo", Some(address)),
        ("Photo credit", list(&[creator, credit].into_iter().flatten().collect::<Vec<_>>())),
        ("Caption", caption),
        ("Alt text", alt),
        ("Licence", license),
        ("Topics", list(&prepared.topics)),
    ];
    let found = rows.into_iter().filter_map(|(name, text)| Some((name, text.filter(|text| !text.is_empty())?)));
    found.map(|(name, text)| format!("<dt lang=\"en\">{name}</dt><dd dir=\"auto\">{}</dd>", escaped(&text))).collect()
}

fn quotation(spoken: &Spoken) -> String {
    let role = spoken.role.as_ref().map(|role| format!(", {}", escaped(role))).unwrap_or_default();
    format!(
        "<figure><blockquote dir=\"auto\">{}</blockquote><figcaption dir=\"auto\">— {}{role}</figcaption></figure>",
        escaped(&spoken.words),
        escaped(&spoken.speaker),
    )
}

/// A draft was written: the script puts the ways to it in place, once the preview has it.
pub(super) fn filed(file: &str, is_kept: bool) -> String {
    let file = escaped(file);
    let lost = "<p class=\"warning\">The source's text could not be kept: quotations are not checked against it.</p>";
    let lost = if is_kept { "" } else { lost };
    document(
        "The draft is written",
        &format!(
            "<section id=\"filed\" data-file=\"{file}\" aria-live=\"polite\"><p><code>{file}</code></p></section>{lost}\
             <p>Comments in it say what is left to do. <a href=\"{READ}/\">Clip another page</a></p>"
        ),
    )
}

fn what_to_do(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::NoPhoto(_) | Trouble::Status { .. } | Trouble::Unreached { .. } => {
            "Nothing was written. Save the photo by hand, or leave it out."
        }
        _ => "Nothing was written.",
    }
}

fn alert(wrong: &str, hint: &str) -> String {
    format!("<div role=\"alert\" class=\"error\"><p><strong>{}</strong></p><p>{hint}</p></div>", words(wrong))
}

fn document(title: &str, main: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/__dateline/page.css\">\
         <script type=\"module\" src=\"/__dateline/clip.js\"></script><header><p><a href=\"/\">The site</a> · \
         <a href=\"/__dateline/\">The desk</a></p><h1>{title}</h1></header><main>{main}</main></html>\n"
    )
}

/// A message with what stands between backticks as code, a sentence of its own.
fn words(message: &str) -> String {
    let parts = message.split('`').map(escaped).enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { format!("<code>{part}</code>") } else { part }).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
