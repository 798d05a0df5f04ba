//! Makes one style sheet of one and all that it imports, with the addresses of other assets filled in.
//!
//! 1. An `@import` of a file is replaced by that file, inside the `@layer`, `@supports` and `@media` that it names.
//! 2. An `@import` of an address elsewhere moves to the top, where alone browsers heed it.
//! 3. Each `url(…)` of an asset becomes the way from the bundle to that asset's fingerprinted file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::address::{bare, decode, find, folder, is_elsewhere, join, unquoted, way};
use super::minify;
use super::scan::{Kind, Token, scan};
use crate::problem::{At, Problem, nearest};
use crate::theme::files::File;

/// A style sheet as its file has it.
#[derive(Clone, Debug)]
pub(in crate::theme) struct Sheet {
    /// The file.
    pub file: File,
    /// Its text.
    pub text: Arc<str>,
}

/// The sheet `name` with all that it imports. `others` maps the names of other assets to their output paths.
pub(in crate::theme) fn bundle(
    name: &str,
    sheets: &BTreeMap<String, Sheet>,
    others: &BTreeMap<String, String>,
    problems: &mut Vec<Problem>,
) -> String {
    let mut bundler = Bundler { name, sheets, others, open: Vec::new(), remote: String::new(), problems };
    let text = match sheets.get_key_value(name) {
        Some((name, sheet)) => bundler.sheet(name, sheet, false),
        None => String::new(),
    };
    bundler.remote + &text
}

struct Bundler<'a> {
    /// The name of the bundle.
    name: &'a str,
    sheets: &'a BTreeMap<String, Sheet>,
    others: &'a BTreeMap<String, String>,
    /// The sheets that are being read, each imported by the one before it.
    open: Vec<&'a str>,
    /// Imports of addresses elsewhere.
    remote: String,
    problems: &'a mut Vec<Problem>,
}

/// The function whose arguments are being read, as far as it matters to a text among them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Function {
    /// `url()`, `src()` or `image-set()`: a text is an address.
    Address,
    Other,
}

/// An `@import` and the tokens that it takes.
struct Import<'a> {
    target: String,
    conditions: &'a str,
    span: Range<usize>,
    end: usize,
}

impl<'a> Bundler<'a> {
    /// A sheet's text; `limited` says that it counts only under conditions of the sheets that import it.
    fn sheet(&mut self, name: &'a str, sheet: &'a Sheet, limited: bool) -> String {
        let text = &*sheet.text;
        let tokens = scan(text);
        self.problems.extend(unbalanced(sheet, &tokens));
        self.open.push(name);
        let mut out = String::with_capacity(text.len());
        let mut functions = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let raw = &text[token.span.clone()];
            at += 1;
            match token.kind {
                Kind::Mark('@') if word(text, &tokens, at) == "import" => match import(text, &tokens, at - 1) {
                    Some(import) => {
                        out.push_str(&self.import(name, sheet, &import, limited));
                        at = import.end;
                    }
                    None => out.push_str(raw),
                },
                Kind::Mark('@') if word(text, &tokens, at) == "charset" => at = statement_end(&tokens, at),
                Kind::Mark('(') => {
                    functions.push(function(text, &tokens, at - 1));
                    out.push_str(raw);
                }
                Kind::Mark(')') => {
                    functions.pop();
                    out.push_str(raw);
                }
                Kind::Url => match self.address(name, sheet, bare(raw), &token.span) {
                    Some(address) => out.push_str(&format!("url(\"{address}\")")),
                    None => out.push_str(raw),
                },
                Kind::Text if functions.last() == Some(&Function::Address) => {
                    match self.address(name, sheet, unquoted(raw), &token.span) {
                        Some(address) => out.push_str(&format!("\"{address}\"")),
                        None => out.push_str(raw),
                    }
                }
                _ => out.push_str(raw),
            }
        }
        self.open.pop();
        out
    }

    fn import(&mut self, from: &str, sheet: &Sheet, import: &Import<'_>, limited: bool) -> String {
        if is_elsewhere(&import.target) {
            self.import_remote(sheet, import, limited);
            return String::new();
        }
        let path = decode(&import.target);
        let Some((name, imported)) = find(self.sheets, from, &path) else {
            let problem = missing(from, sheet, &path, &import.span, self.sheets.keys());
            self.problems.push(problem);
            return String::new();
        };
        if let Some(start) = self.open.iter().position(|open| *open == name) {
            let circle = [&self.open[start..], &[name.as_str()]].concat().join("` → `");
            let message = format!("the style sheets import one another in a circle: `{circle}`");
            self.problems.push(Problem::error(
                "import-cycle",
                sheet.file.place(At::Bytes(import.span.clone())),
                message,
            ));
            return String::new();
        }
        let conditions = minify(import.conditions);
        let text = self.sheet(name, imported, limited || !conditions.is_empty());
        wrap(&conditions, text)
    }

    fn import_remote(&mut self, sheet: &Sheet, import: &Import<'_>, limited: bool) {
        if limited {
            let message =
                format!("`{}` cannot be imported by a sheet that is itself imported under conditions", import.target);
            let place = sheet.file.place(At::Bytes(import.span.clone()));
            let problem = Problem::error("remote-import", place, message);
            self.problems.push(problem.hint(format!("import it in `{}`", self.name)));
        } else {
            self.remote.push_str(&sheet.text[import.span.clone()]);
            self.remote.push_str(";\n");
        }
    }

    /// The way to the asset that an address means; `None` where the address stays as it is.
    fn address(&mut self, from: &str, sheet: &Sheet, address: &str, span: &Range<usize>) -> Option<String> {
        if address.is_empty() || address.starts_with(['#', '/']) || is_elsewhere(address) {
            return None;
        }
        let (path, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        let path = decode(path);
        let Some((_, target)) = find(self.others, from, &path) else {
            let problem = missing(from, sheet, &path, span, self.others.keys());
            self.problems.push(problem);
            return None;
        };
        let up = "../".repeat(self.name.matches('/').count());
        Some(format!("{up}{}{rest}", target.strip_prefix("assets/").unwrap_or(target)))
    }
}

/// What makes a sheet swallow whatever follows it in a bundle.
fn unbalanced(sheet: &Sheet, tokens: &[Token]) -> Option<Problem> {
    let error = |span: Range<usize>, message: &str| {
        Problem::error("css-syntax", sheet.file.place(At::Bytes(span)), format!("{message} in `{}`", sheet.file.path))
    };
    if let Some(token) = tokens.iter().find(|token| !token.closed) {
        let what = match token.kind {
            Kind::Comment => "a comment is not closed",
            Kind::Url => "a `url(` is not closed",
            _ => "a quotation mark is not closed",
        };
        return Some(error(token.span.clone(), what));
    }
    let mut open = Vec::new();
    for token in tokens {
        match token.kind {
            Kind::Mark('{') => open.push(token),
            Kind::Mark('}') if open.pop().is_none() => {
                return Some(error(token.span.clone(), "a `}` closes nothing"));
            }
            _ => {}
        }
    }
    open.pop().map(|token| error(token.span.clone(), "a `{` is not closed"))
}

/// The `@import` whose `@` is token `start`.
fn import<'a>(text: &'a str, tokens: &[Token], start: usize) -> Option<Import<'a>> {
    let mut at = next_solid(tokens, start + 2);
    let token = tokens.get(at)?;
    let raw = &text[token.span.clone()];
    let target = match token.kind {
        Kind::Text => unquoted(raw),
        Kind::Url => bare(raw),
        Kind::Word if raw.eq_ignore_ascii_case("url") => {
            at = next_solid(tokens, at + 2);
            let quoted = tokens.get(at).filter(|token| token.kind == Kind::Text)?;
            let target = unquoted(&text[quoted.span.clone()]);
            at = next_solid(tokens, at + 1);
            tokens.get(at).filter(|token| token.kind == Kind::Mark(')'))?;
            target
        }
        _ => return None,
    };
    let end = statement_end(tokens, at + 1);
    let stop = tokens.get(end.checked_sub(1)?).filter(|token| token.kind == Kind::Mark(';'));
    let stop = stop.map_or(text.len(), |token| token.span.start);
    let conditions = &text[tokens.get(at)?.span.end..stop];
    Some(Import { target: target.to_owned(), conditions, span: tokens[start].span.start..stop, end })
}

/// The number of the token after the `;` that ends a statement.
fn statement_end(tokens: &[Token], from: usize) -> usize {
    let rest = tokens.get(from..).unwrap_or_default();
    rest.iter().position(|token| token.kind == Kind::Mark(';')).map_or(tokens.len(), |at| from + at + 1)
}

fn next_solid(tokens: &[Token], from: usize) -> usize {
    let rest = tokens.get(from..).unwrap_or_default();
    rest.iter().position(|t| !matches!(t.kind, Kind::Space | Kind::Comment)).map_or(tokens.len(), |at| from + at)
}

fn word(text: &str, tokens: &[Token], at: usize) -> String {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Word);
    token.map_or(String::new(), |token| text[token.span.clone()].to_ascii_lowercase())
}

/// What the parenthesis that is token `at` opens.
fn function(text: &str, tokens: &[Token], at: usize) -> Function {
    let name = at.checked_sub(1).map_or(String::new(), |before| word(text, tokens, before));
    match name.as_str() {
        "url" | "src" | "image-set" | "-webkit-image-set" => Function::Address,
        _ => Function::Other,
    }
}

fn missing<'a>(
    from: &str,
    sheet: &Sheet,
    path: &str,
    span: &Range<usize>,
    known: impl Iterator<Item = &'a String>,
) -> Problem {
    let message = if path.ends_with(".css") {
        format!("there is no style sheet `{path}` to import")
    } else {
        format!("there is no asset `{path}`")
    };
    let problem = Problem::error("missing-asset", sheet.file.place(At::Bytes(span.clone())), message);
    let folder = folder(from);
    let wanted = join(folder, path).unwrap_or_else(|| path.to_owned());
    let near = nearest(&wanted, known.map(String::as_str)).map(|near| way(folder, near));
    problem.hint_if(near.map(|near| format!("did you mean `{near}`?")))
}

/// Puts what an import brings under the import's conditions: `layer(base) supports(display: grid) screen`.
fn wrap(conditions: &str, text: String) -> String {
    let (layer, rest) = keyword(conditions, "layer");
    let (supports, media) = keyword(rest, "supports");
    let mut wrapped = text;
    if let Some(name) = layer {
        wrapped = format!("@layer {name}{{{wrapped}}}");
    }
    if !media.is_empty() {
        wrapped = format!("@media {media}{{{wrapped}}}");
    }
    if let Some(condition) = supports {
        let declaration = condition.split('(').next().is_some_and(|start| start.contains(':'));
        let condition = if declaration { format!("({condition})") } else { condition.to_owned() };
        wrapped = format!("@supports {condition}{{{wrapped}}}");
    }
    wrapped
}

/// The argument of a word at the beginning of an import's conditions, empty where it has none; and what follows it.
fn keyword<'a>(conditions: &'a str, word: &str) -> (Option<&'a str>, &'a str) {
    let Some(start) = conditions.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)) else {
        return (None, conditions);
    };
    let rest = &conditions[start.len()..];
    if let Some(inner) = rest.strip_prefix('(') {
        let mut depth = 1;
        let end = inner.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        let end = end.unwrap_or(inner.len());
        return (Some(inner[..end].trim()), inner.get(end + 1..).unwrap_or_default().trim());
    }
    if rest.is_empty() || rest.starts_with(' ') { (Some(""), rest.trim()) } else { (None, conditions) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::SitePath;
    use crate::theme::files::Contents;

    fn run(sheets: &[(&str, &str)], others: &[(&str, &str)]) -> (String, Vec<String>) {
        let sheet = |name: &str, text: &str| {
            let contents = Contents::Memory(text.as_bytes().into());
            Sheet { file: File { name: name.to_owned(), path: SitePath::new(name), contents }, text: text.into() }
        };
        let names: BTreeMap<_, _> = others.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let all: BTreeMap<_, _> = sheets.iter().map(|(name, text)| ((*name).to_owned(), sheet(name, text))).collect();
        let mut problems = Vec::new();
        let text = bundle(sheets[0].0, &all, &names, &mut problems);
        (minify(&text), problems.into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn imports_are_put_in_place_with_their_conditions() {
        let (css, problems) = run(
            &[
                (
                    "css/main.css",
                    "@charset 'utf-8'; @import 'a.css' layer(base);
                     @import url(../b.css) supports(display: grid) print; c { d: e }",
                ),
                ("css/a.css", "@import \"sub/c.css\"; a { b: c }"),
                ("css/sub/c.css", "/* @import 'x.css'; */ q { r: '@import \"y.css\"' }"),
                ("b.css", "b { c: d }"),
            ],
            &[],
        );
        assert_eq!(
            css,
            "@layer base{q{r:'@import \"y.css\"'}a{b:c}}@supports (display:grid){@media print{b{c:d}}}c{d:e}"
        );
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn addresses_of_assets_lead_to_their_fingerprinted_files() {
        let (css, problems) = run(
            &[
                ("css/main.css", "@import 'deep/a.css'; a { b: url(#x) url(data:a;b) url(/c) url(https://d/e) }"),
                (
                    "css/deep/a.css",
                    "a { b: url(../../img/x.svg#y) url( 'f%20g.woff2' ); c: image-set('p.png' type('image/png')) }",
                ),
            ],
            &[
                ("img/x.svg", "assets/img/x.1.svg"),
                ("css/deep/f g.woff2", "assets/css/deep/f g.2.woff2"),
                ("css/deep/p.png", "assets/css/deep/p.3.png"),
            ],
        );
        assert_eq!(
            css,
            "a{b:url(\"../img/x.1.svg#y\") url(\"../css/deep/f g.2.woff2\");\
             c:image-set(\"../css/deep/p.3.png\" type('image/png'))}\
             a{b:url(#x) url(data:a;b) url(/c) url(https://d/e)}"
        );
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn imports_from_elsewhere_go_to_the_top() {
        let (css, problems) = run(
            &[
                ("a.css", "a { b: c } @import 'b.css' print; @import 'c.css';"),
                ("b.css", "@import '//x.example/b.css';"),
                ("c.css", "@import url(https://x.example/c.css) screen;"),
            ],
            &[],
        );
        assert_eq!(css, "@import url(https://x.example/c.css) screen;a{b:c}@media print{}");
        assert_eq!(
            problems,
            ["`//x.example/b.css` cannot be imported by a sheet that is itself imported under conditions"]
        );
    }

    #[test]
    fn what_is_wrong_in_a_sheet_is_said() {
        for (css, message) in [
            ("@import 'self.css';", "the style sheets import one another in a circle: `self.css` → `self.css`"),
            ("@import 'other.css';", "there is no style sheet `other.css` to import"),
            ("a { b: url(c.png) }", "there is no asset `c.png`"),
            ("a { b: url(../../c.png) }", "there is no asset `../../c.png`"),
            ("a { b: c } /* d", "a comment is not closed in `self.css`"),
            ("a { b: c", "a `{` is not closed in `self.css`"),
            ("a { b: c }}", "a `}` closes nothing in `self.css`"),
            ("a { b: 'c }", "a quotation mark is not closed in `self.css`"),
        ] {
            assert_eq!(run(&[("self.css", css)], &[]).1, [message]);
        }
        for css in ["@import", "@import;", "@import url(", "@charset", "@import ''", "@import url('", "url()", ")"] {
            run(&[("self.css", css)], &[]);
        }
    }

    proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    })]

        #[test]
        fn any_sheet_is_bundled_without_a_panic(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "@import", "@charset", " ", "'self.css'", "'", "\"", "url(", "(", ")", ";", "{", "}", "/*", "*/",
                    "layer", "supports(", "é", "\\", "a.png", "//x", ",", ":", "image-set(", "\n",
                ]),
                0..12,
            )
        ) {
            run(&[("self.css", &parts.concat())], &[("a.png", "assets/a.1.png")]);
        }
    }
}
