//! Takes comments and needless blanks out of CSS, and changes nothing else.

use super::scan::{Kind, Token, scan};

/// The style sheet without comments (but `/*! … */`) and without the blanks that mean nothing.
pub(in crate::theme) fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut last: Option<Kind> = None;
    let mut gap = Gap::None;
    for Token { kind, span, .. } in scan(css) {
        match kind {
            Kind::Space => gap = Gap::Space,
            Kind::Comment if !css[span.clone()].starts_with("/*!") => gap = gap.max(Gap::Comment),
            _ => {
                out.push_str(between(last, gap, kind));
                out.push_str(&css[span]);
                last = Some(kind);
                gap = Gap::None;
            }
        }
    }
    out
}

/// What stood between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Comment,
    Space,
}

fn between(last: Option<Kind>, gap: Gap, next: Kind) -> &'static str {
    let Some(last) = last else { return "" };
    let after = matches!(last, Kind::Mark('{' | '}' | ';' | ',' | '('));
    let before = matches!(next, Kind::Mark('{' | '}' | ';' | ',' | ')'));
    match gap {
        Gap::None => "",
        // A custom property may be empty, but older browsers want a blank in it.
        Gap::Space if last == Kind::Mark(':') => {
            if matches!(next, Kind::Mark(';' | '}' | ')')) {
                " "
            } else {
                ""
            }
        }
        Gap::Space if after || before => "",
        Gap::Space => " ",
        Gap::Comment if after || before => "",
        // A comment keeps two words apart where a blank would mean something else.
        Gap::Comment => "/**/",
    }
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn blanks_that_mean_something_stay() {
        for (css, small) in [
            (".a { & :hover { x: y } }", ".a{& :hover{x:y}}"),
            (".a :is( h1, h2 ) > b + i { x: y }", ".a :is(h1,h2) > b + i{x:y}"),
            (".a\\: b, .\\31  c { x: y }", ".a\\: b,.\\31  c{x:y}"),
            (
                "@media (width >= 40em) and (not (hover)) { a { x: y } }",
                "@media (width >= 40em) and (not (hover)){a{x:y}}",
            ),
            ("@layer base, theme;\n@layer base { a { x: y; } }\n", "@layer base,theme;@layer base{a{x:y;}}"),
            ("@container card (width > 30rem) { a { x: y } }", "@container card (width > 30rem){a{x:y}}"),
            ("@supports not (x: y) { a { x: y } }", "@supports not (x:y){a{x:y}}"),
            ("@scope (.a) to (.b) { :scope { x: y } }", "@scope (.a) to (.b){:scope{x:y}}"),
            ("a { x: clamp(1rem, 2vw + 1rem, 3rem) }", "a{x:clamp(1rem,2vw + 1rem,3rem)}"),
            ("a { x: calc( 1px + (2px - -3px) * 2 ) }", "a{x:calc(1px + (2px - -3px) * 2)}"),
            ("a { --x: ; --y:  ; --z: }", "a{--x: ;--y: ;--z: }"),
            ("a { x: var(--a, ) }", "a{x:var(--a,)}"),
            (
                "a { color: light-dark(#111, oklch(90% 0.1 20 / 50%)) }",
                "a{color:light-dark(#111,oklch(90% 0.1 20 / 50%))}",
            ),
            ("a { grid-template-areas: \"a  b\" \"c d\" }", "a{grid-template-areas:\"a  b\" \"c d\"}"),
            (
                "a { x: url( a b.png ) no-repeat, url(data:x;y,<b c='d'>) }",
                "a{x:url( a b.png ) no-repeat,url(data:x;y,<b c='d'>)}",
            ),
            ("a { margin: -1px -2px !important }", "a{margin:-1px -2px !important}"),
        ] {
            assert_eq!(minify(css), small);
            assert_eq!(minify(small), small, "once more");
        }
    }

    #[test]
    fn comments_go_unless_they_ask_to_stay() {
        assert_eq!(minify("/* a */ b /* c */ d { e: f /* g */ }/**/"), "b d{e:f}");
        assert_eq!(minify("a/**/b { c: d }"), "a/**/b{c:d}");
        assert_eq!(minify("/*! Licence */\na { b: '/* c */' }"), "/*! Licence */ a{b:'/* c */'}");
    }
}
