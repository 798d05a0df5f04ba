//! Takes the comments that have lines of their own and the indentation out of a script, and changes nothing else.

use std::iter::Peekable;
use std::str::Chars;

/// Comments that stay: a licence, and what tools read.
const KEPT: [&str; 3] = ["//!", "//#", "//@"];

/// The script without what only its authors read. Where a text or a comment goes on over a line's end, or seems to, the
/// script stays as it is: what begins its lines could mean something.
pub(super) fn lighten(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    for line in script.lines() {
        let line = line.trim();
        let idle = line.starts_with("//") && !KEPT.iter().any(|kept| line.starts_with(kept));
        if line.is_empty() || idle {
            continue;
        }
        if !is_closed(line) {
            return script.to_owned();
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Whether every text, pattern and comment that begins on a line ends on it.
fn is_closed(line: &str) -> bool {
    let mut signs = line.chars().peekable();
    let mut before = None;
    while let Some(sign) = signs.next() {
        let closed = match sign {
            '"' | '\'' | '`' => passes(&mut signs, sign),
            '/' if signs.peek() == Some(&'/') => return true,
            '/' if signs.peek() == Some(&'*') => return false,
            // After a value it divides; after anything else it begins a pattern.
            '/' if before.is_none_or(|before| "(,=:[!&|?{};>".contains(before)) => passes(&mut signs, '/'),
            '\\' => return false,
            _ => true,
        };
        if !closed {
            return false;
        }
        if !sign.is_whitespace() {
            before = Some(sign);
        }
    }
    true
}

/// Goes on behind the sign that ends a text or, outside its sets, a pattern; whether there is one.
fn passes(signs: &mut Peekable<Chars<'_>>, end: char) -> bool {
    let mut set = false;
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => _ = signs.next(),
            '[' if end == '/' => set = true,
            ']' => set = false,
            // What stands in its braces may hold a template of its own.
            '$' if end == '`' && signs.peek() == Some(&'{') && !is_plain(signs) => return false,
            sign if sign == end && !set => return true,
            _ => {}
        }
    }
    false
}

/// Whether what stands in the braces of a template holds no text of its own; goes on behind them.
fn is_plain(signs: &mut Peekable<Chars<'_>>) -> bool {
    signs.next();
    signs.take_while(|&sign| sign != '}').all(|sign| !"`{'\"".contains(sign))
}

#[cfg(test)]
mod tests {
    use super::lighten;

    #[test]
    fn comments_and_indentation_go() {
        let script = "// A\n\n  let a = 1 // b\n\tif (a) {\n    // c\n    b(`x ${a} y`, /[/'`]/, a / 2, '//')\n  }\n";
        assert_eq!(lighten(script), "let a = 1 // b\nif (a) {\nb(`x ${a} y`, /[/'`]/, a / 2, '//')\n}\n");
        assert_eq!(lighten("//! Licence\n//# sourceMappingURL=x\n"), "//! Licence\n//# sourceMappingURL=x\n");
    }

    #[test]
    fn a_script_with_texts_over_several_lines_stays() {
        for script in [
            "a = `\n  // words\n`\n",
            "/*\n  // words\n*/\n",
            "a = 'b\\\n  // words'\n",
            "a = `${b(`\n  // words\n`)}`\n",
            "return /'/ + `\n // words\n`\n",
        ] {
            assert_eq!(lighten(script), script);
        }
    }
}
