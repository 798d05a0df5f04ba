//! Blocks of code: highlighted, with lines marked and numbered where the editor asks for it.
//!
//! ```markdown
//! ~~~rust {linenos, hl=2-3,7, name="main.rs"}
//! ```

use std::ops::{Range, RangeInclusive};

use pulldown_cmark::{CodeBlockKind, Event};

use super::super::body::{Element, ElementKind, Fill};
use super::super::highlight;
use super::walk::Renderer;
use super::{Item, escape, extent};
use crate::problem::{self, Problem};

/// What stands on the line that opens a block of code.
#[derive(Debug, Default, PartialEq, Eq)]
struct Info {
    language: String,
    /// The number of the first line, where lines are numbered.
    first: Option<usize>,
    /// The lines that are marked, counted from 1.
    marked: Vec<RangeInclusive<usize>>,
    /// The file that the code is from.
    name: Option<String>,
    /// What could not be understood, each with the reason.
    wrong: Vec<String>,
}

impl<'s> Renderer<'s> {
    /// Writes a block of code, whose start is the first item.
    pub(super) fn code(&mut self, kind: &CodeBlockKind<'s>, items: &[Item<'s>], out: &mut Vec<Event<'s>>) -> usize {
        let length = extent(items);
        let mut code: String = items[..length].iter().filter_map(|(event, _)| text(event)).collect();
        escape::replace_forbidden(&mut code);
        let info = match kind {
            CodeBlockKind::Fenced(line) => read(line),
            CodeBlockKind::Indented => Info::default(),
        };
        let span = self.first_line(&items[0].1);
        let html = self.lines(&info, &code, &span);
        self.check_info(&info, &code, &span);
        if self.templated(ElementKind::Code) {
            let element = Element::Code { language: info.language, code, html };
            self.block_hole(Fill::Element(Box::new(element)), out);
        } else {
            out.push(Event::Html(block(&info, &html).into()));
        }
        length
    }

    /// The code as it stands inside `<code>`.
    fn lines(&mut self, info: &Info, code: &str, span: &Range<usize>) -> String {
        let html = self.highlighted(&info.language, code, span).unwrap_or_else(|| escape::escaped(code));
        if info.first.is_none() && info.marked.is_empty() {
            return html;
        }
        let lines = html.lines().enumerate();
        lines.map(|(at, line)| wrapped(line, at + 1, info)).collect()
    }

    fn highlighted(&mut self, language: &str, code: &str, span: &Range<usize>) -> Option<String> {
        if language.is_empty() || !self.options.markdown.highlight {
            return None;
        }
        if highlight::knows(language) {
            return self.options.highlighted.html(language, code).map(|html| html.as_ref().to_owned());
        }
        let near = problem::nearest(language, highlight::languages().iter().map(String::as_str));
        self.report(
            Problem::warning(
                "unknown-language",
                self.place(span),
                format!("no language called `{language}` is known, so the code is not highlighted"),
            )
            .hint_if(near.map(|near| format!("write `{near}`, if that is meant")))
            .hint("write `text` where nothing is to be highlighted"),
        );
        None
    }

    fn check_info(&mut self, info: &Info, code: &str, span: &Range<usize>) {
        let count = code.lines().count();
        let beyond = info.marked.iter().find(|lines| *lines.end() > count);
        let beyond = beyond.map(|lines| format!("line {} is marked, but the code has {count}", lines.end()));
        for message in info.wrong.iter().cloned().chain(beyond) {
            self.report(
                Problem::warning("code-options", self.place(span), message)
                    .hint("write options as in `{linenos, hl=2-3, name=\"main.rs\"}`"),
            );
        }
    }
}

fn text<'i>(event: &'i Event<'_>) -> Option<&'i str> {
    match event {
        Event::Text(text) => Some(text),
        _ => None,
    }
}

fn block(info: &Info, html: &str) -> String {
    let mut block = String::with_capacity(html.len() + 96);
    block.push_str("<pre class=\"code");
    block.push_str(if info.first.is_some() { " numbered\"" } else { "\"" });
    for (name, value) in [("data-language", Some(info.language.as_str())), ("data-name", info.name.as_deref())] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            block.push_str(&format!(" {name}=\"{}\"", escape::escaped(value)));
        }
    }
    block.push_str(" tabindex=\"0\"><code>");
    block.push_str(html);
    block.push_str("</code></pre>\n");
    block
}

fn wrapped(line: &str, number: usize, info: &Info) -> String {
    let marked = info.marked.iter().any(|lines| lines.contains(&number));
    let class = if marked { "line marked" } else { "line" };
    match info.first {
        Some(first) => {
            let shown = first.saturating_add(number - 1);
            format!("<span class=\"{class}\" data-line=\"{shown}\">{line}\n</span>")
        }
        None => format!("<span class=\"{class}\">{line}\n</span>"),
    }
}

/// Reads the line that opens a block of code.
fn read(line: &str) -> Info {
    let (language, options) = match line.find('{') {
        Some(open) => (&line[..open], line[open + 1..].trim_end().trim_end_matches('}')),
        None => (line, ""),
    };
    let language = language.split([' ', '\t', ',']).next().unwrap_or_default().to_owned();
    let mut info = Info { language, ..Info::default() };
    for option in split(options) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        read_option(&mut info, name, value.trim_matches('"'));
    }
    info
}

fn read_option(info: &mut Info, name: &str, value: &str) {
    match name {
        "linenos" if value.is_empty() => info.first = Some(1),
        "linenos" => match value.parse() {
            Ok(first) => info.first = Some(first),
            Err(_) => info.wrong.push(format!("`{value}` is no line number")),
        },
        "hl" => mark(info, value),
        "name" => info.name = Some(value.to_owned()),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => mark(info, name),
        _ => info.wrong.push(format!("a block of code has no option `{name}`")),
    }
}

fn mark(info: &mut Info, lines: &str) {
    let (first, last) = lines.split_once('-').unwrap_or((lines, lines));
    match (first.trim().parse(), last.trim().parse()) {
        (Ok(first), Ok(last)) if 0 < first && first <= last => info.marked.push(first..=last),
        _ => info.wrong.push(format!("`{lines}` names no lines")),
    }
}

/// Splits options at commas and blanks outside quotation marks.
fn split(options: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    options
        .split(move |c: char| {
            quoted ^= c == '"';
            !quoted && (c == ',' || c.is_whitespace())
        })
        .filter(|option| !option.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_line_is_read() {
        let info = read("rust {linenos, hl=2-3,7 name=\"my main.rs\"}");
        let expected = Info {
            language: "rust".into(),
            first: Some(1),
            marked: vec![2..=3, 7..=7],
            name: Some("my main.rs".into()),
            wrong: vec![],
        };
        assert_eq!(info, expected);
        assert_eq!(read("js").language, "js");
        assert_eq!(read("").language, "");
        assert_eq!(read("rust,ignore").language, "rust");
        assert_eq!(read("sh {linenos=12}").first, Some(12));
    }

    #[test]
    fn what_is_wrong_on_the_opening_line_is_said() {
        for (line, expected) in [
            ("x {hl=3-2}", "`3-2` names no lines"),
            ("x {hl=a}", "`a` names no lines"),
            ("x {hl=0}", "`0` names no lines"),
            ("x {linenos=a}", "`a` is no line number"),
            ("x {wrap}", "a block of code has no option `wrap`"),
        ] {
            assert_eq!(read(line).wrong, [expected], "{line}");
        }
    }
}
