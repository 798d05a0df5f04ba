//! What is refused before parsing: texts too long or too deep for the parser, and tabs that indent.

use std::ops::Range;

use super::Fault;

/// How deep lists and groups of keys may lie in each other.
const DEPTH: usize = 32;

/// Refuses a text that is too long, too deeply nested or indented by tabs; gives the names of values (`&name`).
pub fn check(text: &str, limit: usize) -> Result<Vec<Range<usize>>, Fault> {
    if text.len() > limit {
        let message = format!("this is {} KB of YAML, and {} KB is the most", text.len() / 1024, limit / 1024);
        return Err(Fault::new("too-long", None, message).hint("move long text into the body or into another file"));
    }
    let mut start = 0;
    let mut scan = Scan::default();
    for line in text.split_inclusive('\n') {
        scan.line(line, start)?;
        start += line.len();
    }
    Ok(scan.anchors)
}

/// The first value whose beginning YAML takes for a name, though nothing uses that name: of `headline: &c. and so on`
/// it would drop `&c.` and say nothing.
pub fn lost(text: &str, anchors: Vec<Range<usize>>) -> Option<Fault> {
    let unused = |anchor: &Range<usize>| !text.contains(&format!("*{}", &text[anchor.start + 1..anchor.end]));
    let at = anchors.into_iter().find(unused)?;
    let fault = Fault::new("yaml-syntax", Some(at), "`&` at the start of a value has a meaning of its own in YAML");
    Some(fault.hint("put the text between quotation marks, or delete the word that begins with `&`"))
}

/// The comments that have a line of their own, from `#` to the end of the line; in a block of text there are none.
pub fn comments(text: &str) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut scan = Scan::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_start_matches(' ');
        let at = start + line.len() - body.len();
        if body.starts_with('#') && scan.quote.is_none() && !scan.in_block(line.len() - body.len()) {
            comments.push(at..at + body.trim_end().len());
        }
        // What is wrong with the text is said where it is read.
        _ = scan.line(line, start);
        start += line.len();
    }
    comments
}

/// What is open at a point of the text.
#[derive(Default)]
struct Scan {
    /// The brackets that are open.
    flow: usize,
    /// The indentations that lines above opened, growing.
    indents: Vec<usize>,
    /// The indentation of the key that opened a block of text (`|` or `>`).
    block: Option<usize>,
    /// The quotation mark that is open.
    quote: Option<u8>,
    /// The names that values were given with `&`.
    anchors: Vec<Range<usize>>,
}

impl Scan {
    fn line(&mut self, line: &str, start: usize) -> Result<(), Fault> {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if body.trim().is_empty() || self.in_block(indent) {
            return Ok(());
        }
        if self.quote.is_none() && self.flow == 0 {
            if body.starts_with('\t') {
                return Err(tab(start + indent));
            }
            self.indent(body, indent, start + indent)?;
        }
        self.brackets(body, start + indent)?;
        if self.quote.is_none() && self.flow == 0 && opens_block(body) {
            self.block = Some(indent);
        }
        Ok(())
    }

    fn in_block(&mut self, indent: usize) -> bool {
        let inside = self.block.is_some_and(|key| indent > key);
        if !inside {
            self.block = None;
        }
        inside
    }

    /// Notes what the line's indentation opens; each mark of a list item opens one more: `- - a`.
    fn indent(&mut self, body: &str, indent: usize, at: usize) -> Result<(), Fault> {
        while self.indents.last().is_some_and(|&open| open >= indent) {
            self.indents.pop();
        }
        self.indents.push(indent);
        let mut rest = body;
        while let Some(inner) = rest.strip_prefix("- ").or_else(|| rest.strip_prefix("? ")) {
            rest = inner.trim_start_matches(' ');
            self.indents.push(indent + body.len() - rest.len());
            self.depth(at)?;
        }
        self.depth(at)
    }

    fn brackets(&mut self, body: &str, start: usize) -> Result<(), Fault> {
        // Brackets and quotation marks mean something at the start of a value alone, brackets also inside brackets.
        let mut at_start = self.quote.is_none();
        let mut before = b' ';
        let mut bytes = body.bytes().enumerate();
        while let Some((i, byte)) = bytes.next() {
            match (self.quote, byte) {
                (Some(b'"'), b'\\') => drop(bytes.next()),
                (Some(open), _) if open == byte => self.quote = None,
                (Some(_), _) => {}
                (None, b'#') if before == b' ' => return Ok(()),
                (None, b' ') => at_start |= matches!(before, b':' | b'-' | b'?'),
                (None, b'"' | b'\'') if at_start => self.quote = Some(byte),
                (None, b'[' | b'{') if at_start || self.flow > 0 => {
                    self.flow += 1;
                    at_start = true;
                    self.depth(start + i)?;
                }
                (None, b']' | b'}') => self.flow = self.flow.saturating_sub(1),
                (None, b',') => at_start = self.flow > 0,
                (None, b'&' | b'!') if at_start => {
                    let length = body[i..].find([' ', ',', ']', '}', '\r', '\n']).unwrap_or(body.len() - i);
                    if byte == b'&' {
                        self.anchors.push(start + i..start + i + length);
                    }
                    bytes.find(|&(_, byte)| byte == b' ');
                }
                (None, _) => at_start = false,
            }
            before = byte;
        }
        Ok(())
    }

    fn depth(&self, at: usize) -> Result<(), Fault> {
        if self.flow + self.indents.len() <= DEPTH {
            return Ok(());
        }
        let message = format!("lists and groups lie more than {DEPTH} deep in each other here");
        Err(Fault::new("too-deep", Some(at..at + 1), message)
            .hint("put the text between quotation marks if it is text"))
    }
}

fn tab(at: usize) -> Fault {
    Fault::new("tab-indent", Some(at..at + 1), "a tab indents this line; YAML wants blanks")
        .hint("write two blanks in place of the tab")
}

/// Whether a block of text follows the line: it ends in `|`, `>`, `|-`, `>+2` …
fn opens_block(body: &str) -> bool {
    let comment = body.match_indices('#').find(|(at, _)| body[..*at].ends_with(' '));
    let line = comment.map_or(body, |(at, _)| &body[..at]).trim_end();
    let mark = line.rsplit(' ').next().unwrap_or(line);
    mark.starts_with(['|', '>']) && mark[1..].chars().all(|c| matches!(c, '+' | '-' | '0'..='9'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Option<&'static str> {
        check(text, 1 << 20).err().map(|fault| fault.rule)
    }

    #[test]
    fn what_would_cost_too_much_is_refused() {
        assert_eq!(rule(&"[".repeat(100_000)), Some("too-deep"));
        assert_eq!(rule(&"a: {".repeat(100)), Some("too-deep"));
        assert_eq!(rule(&format!("a: &x {}", "[".repeat(100))), Some("too-deep"));
        assert_eq!(rule(&format!("{}a", "- ".repeat(100_000))), Some("too-deep"));
        assert_eq!(rule(&(0..100).map(|i| format!("{}a:\n", " ".repeat(i))).collect::<String>()), Some("too-deep"));
        assert_eq!(check(&"a".repeat(2048), 1024).unwrap_err().rule, "too-long");
    }

    #[test]
    fn a_tab_that_indents_is_refused_at_its_place() {
        let fault = check("photo:\n\tfile: a.jpg\n", 1024).unwrap_err();
        assert_eq!((fault.rule, fault.at), ("tab-indent", Some(7..8)));
        assert_eq!(rule("a: |\n  one\n  \ttwo\n"), None);
        assert_eq!(rule("a:\ttwo\n\t\n"), None);
    }

    #[test]
    fn a_name_that_nothing_uses_is_lost_text() {
        fn lost_of(text: &str) -> Option<&str> {
            lost(text, check(text, 1024).unwrap()).and_then(|fault| fault.at).map(|at| &text[at])
        }
        assert_eq!(lost_of("a: &c. and so on\n"), Some("&c."));
        assert_eq!(lost_of("a: [x, &c]\nb: &d\n"), Some("&c"));
        assert_eq!(lost_of("a: &c x\nb: *c\nc: R&D\nd: \"&e\"\ne: |\n  &f\n"), None);
    }

    #[test]
    fn comments_are_told_from_text() {
        let text = "# one\na: |\n  # text\n\n# two\nb:\n  # three \n  - c # four\nd: \"x\n  # text\"\n# five";
        let found: Vec<&str> = comments(text).into_iter().map(|at| &text[at]).collect();
        assert_eq!(found, ["# one", "# two", "# three", "# five"]);
    }

    #[test]
    fn brackets_in_text_are_text() {
        assert_eq!(rule(&format!("a: see {}\n", "[".repeat(100))), None);
        assert_eq!(rule(&format!("a: \"{}\"\n", "[".repeat(100))), None);
        assert_eq!(rule(&format!("a: |\n  {}\n", "[ ".repeat(100))), None);
    }
}
