//! Code as HTML with classes, and the style sheet for them. Names syntect and two-face, and nothing else does.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// What is coloured: class, colour on a light and on a dark background.
const COLOURS: [(&str, &str, &str); 13] = [
    ("hl-c", "#5f6672", "#9aa3ad"),
    ("hl-k", "#a0208a", "#e290d2"),
    ("hl-s", "#1b6b32", "#9bd08b"),
    ("hl-n", "#9a4a00", "#f0b070"),
    ("hl-l", "#9a4a00", "#f0b070"),
    ("hl-e", "#0b6a6a", "#7fd0c8"),
    ("hl-f", "#1f56b5", "#8ab8ff"),
    ("hl-t", "#6a41b5", "#c3a6ff"),
    ("hl-g", "#1f56b5", "#8ab8ff"),
    ("hl-a", "#7a5200", "#e0c070"),
    ("hl-v", "#8a3324", "#f0a090"),
    ("hl-i", "#1b6b32", "#9bd08b"),
    ("hl-d", "#b3261e", "#ff9b90"),
];

/// Which scope of a grammar has which class; the deepest scope of a word decides, and of its rows here the first.
const CLASSES: [(&str, &str); 32] = [
    ("comment", "hl-c"),
    ("constant.character.escape", "hl-e"),
    ("constant.numeric", "hl-n"),
    ("constant.language", "hl-l"),
    ("constant.other", "hl-l"),
    ("string", "hl-s"),
    ("punctuation.definition.string", "hl-s"),
    ("punctuation.definition.comment", "hl-c"),
    ("entity.name.function", "hl-f"),
    ("support.function", "hl-f"),
    ("variable.function", "hl-f"),
    ("entity.name.tag", "hl-g"),
    ("entity.other.attribute-name", "hl-a"),
    ("entity.other.inherited-class", "hl-t"),
    ("entity.name.section", "hl-k"),
    ("entity.name", "hl-t"),
    ("support.type.property-name", "hl-a"),
    ("meta.mapping.key", "hl-a"),
    ("support.type", "hl-t"),
    ("support.class", "hl-t"),
    ("support.constant", "hl-l"),
    ("storage.type.function", "hl-k"),
    ("keyword.operator", ""),
    ("keyword", "hl-k"),
    ("storage", "hl-k"),
    ("variable.parameter", "hl-v"),
    ("variable.language", "hl-l"),
    ("markup.inserted", "hl-i"),
    ("markup.deleted", "hl-d"),
    ("markup.heading", "hl-k"),
    ("markup.raw", "hl-s"),
    ("meta.diff.header", "hl-c"),
];

/// Blocks of code that were highlighted before: grammars are slow, and the same block often stands in several entries
/// and in every version of one.
#[derive(Debug, Default)]
pub struct Memory(Mutex<FxHashMap<blake3::Hash, Arc<str>>>);

impl Memory {
    /// As [`html`], from memory where the same block was asked for before.
    pub fn html(&self, language: &str, code: &str) -> Option<Arc<str>> {
        let key = blake3::Hasher::new().update(language.as_bytes()).update(b"\n").update(code.as_bytes()).finalize();
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Some(Arc::clone(known));
        }
        // Not under the lock: two threads may highlight the same block, to the same end.
        let html: Arc<str> = html(language, code)?.into();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&html));
        Some(html)
    }
}

/// Whether code in a language can be highlighted.
pub fn knows(language: &str) -> bool {
    syntax(language).is_some()
}

/// The names by which languages are known, sorted, in lower case.
pub fn languages() -> &'static [String] {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let syntaxes = GRAMMARS.set.syntaxes().iter().filter(|syntax| !syntax.hidden);
        let names = syntaxes.flat_map(|syntax| std::iter::once(&syntax.name).chain(&syntax.file_extensions));
        let mut names: Vec<String> = names.map(|name| name.to_lowercase()).filter(|name| !name.contains(' ')).collect();
        names.sort_unstable();
        names.dedup();
        names
    });
    &NAMES
}

/// Code as HTML in which words have classes; no element reaches over the end of a line. `None` where the language is
/// not known or its grammar fails on the code.
pub fn html(language: &str, code: &str) -> Option<String> {
    let grammars = &*GRAMMARS;
    let mut state = ParseState::new(syntax(language)?);
    let mut stack = ScopeStack::new();
    let mut writer = Writer { html: String::with_capacity(code.len() * 2), open: "" };
    for line in LinesWithEndings::from(code) {
        let text = line.trim_end_matches('\n');
        let mut from = 0;
        for (at, change) in state.parse_line(line, &grammars.set).ok()? {
            writer.push(grammars.class(&stack), text.get(from..at.min(text.len())).unwrap_or_default());
            from = at.min(text.len());
            stack.apply(&change).ok()?;
        }
        writer.push(grammars.class(&stack), text.get(from..).unwrap_or_default());
        writer.end_line(line.len() > text.len());
    }
    Some(writer.html)
}

/// The style sheet for the classes. Of two colours the page's `color-scheme` chooses, so that a theme may let readers do.
pub fn stylesheet() -> String {
    let rule =
        |(class, light, dark): &(&str, &str, &str)| format!(".{class} {{ color: light-dark({light}, {dark}) }}\n");
    let rules: String = COLOURS.iter().map(rule).collect();
    format!("{rules}.hl-c {{ font-style: italic }}\n")
}

/// All grammars, and the table of classes in the form in which scopes are compared.
struct Grammars {
    set: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

/// Read once a text names a language.
static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| Grammars {
    set: two_face::syntax::extra_newlines(),
    classes: CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect(),
});

impl Grammars {
    fn class(&self, stack: &ScopeStack) -> &'static str {
        let of = |scope: &Scope| self.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|row| row.1);
        stack.as_slice().iter().rev().find_map(of).unwrap_or_default()
    }
}

/// The grammar for a language by its name, a file ending or a name that is common elsewhere.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let set = &GRAMMARS.set;
    let common = match language.to_ascii_lowercase().as_str() {
        "text" | "plain" | "plaintext" => "txt",
        "shell" | "console" | "shell-session" => "bash",
        "golang" => "go",
        "jsonc" => "json",
        "docker" => "dockerfile",
        "tera" | "jinja" => "jinja2",
        _ => language,
    };
    set.find_syntax_by_token(common)
}

/// Writes words and joins neighbours of one class.
struct Writer {
    html: String,
    open: &'static str,
}

impl Writer {
    fn push(&mut self, class: &'static str, text: &str) {
        if text.is_empty() {
            return;
        }
        let blank = text.chars().all(char::is_whitespace);
        if class != self.open && !blank {
            self.close();
            if !class.is_empty() {
                self.html.push_str(&format!("<span class=\"{class}\">"));
            }
            self.open = class;
        }
        for c in text.chars() {
            match c {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                _ => self.html.push(c),
            }
        }
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.html.push_str("</span>");
            self.open = "";
        }
    }

    fn end_line(&mut self, newline: bool) {
        self.close();
        if newline {
            self.html.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_becomes_words_with_classes() {
        let html = html("rust", "let a = \"x<y\"; // c\n/* d\ne */ 1\n").expect("a known language");
        assert!(html.contains("<span class=\"hl-s\">\"x&lt;y\"</span>"), "{html}");
        assert!(html.contains("<span class=\"hl-c\">// c</span>\n"), "{html}");
        assert!(html.contains("<span class=\"hl-c\">/* d</span>\n<span class=\"hl-c\">e */ </span>"), "{html}");
        assert_eq!(html.lines().count(), 3);
    }

    #[test]
    fn languages_go_by_many_names() {
        for name in ["rust", "rs", "JSON", "yaml", "yml", "toml", "js", "ts", "python", "sh", "text", "html", "diff"] {
            assert!(knows(name), "{name}");
        }
        assert!(!knows("klingon"));
        assert!(languages().iter().any(|name| name == "rust"));
    }

    #[test]
    fn every_class_has_a_colour() {
        for (scope, class) in CLASSES {
            assert!(class.is_empty() || COLOURS.iter().any(|row| row.0 == class), "{class}");
            assert!(Scope::new(scope).is_ok(), "{scope}");
        }
        let sheet = stylesheet();
        assert_eq!(sheet.matches(".hl-k").count(), 1);
        assert!(sheet.contains(".hl-c { color: light-dark(#5f6672, #9aa3ad) }"));
    }

    #[test]
    fn colours_can_be_read_on_their_backgrounds() {
        for (class, light, dark) in COLOURS {
            for (colour, background) in [(light, "#f6f6f6"), (light, "#f0f0ee"), (dark, "#1b1b1b"), (dark, "#24262b")] {
                let contrast = contrast(colour, background);
                assert!(contrast >= 4.5, "{class}: {colour} on {background} has {contrast:.2}");
            }
        }
    }

    /// The contrast of two colours by WCAG 2.
    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour")) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }
}
