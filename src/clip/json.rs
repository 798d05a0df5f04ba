//! JSON as publishers write it into pages: wrapped in comments, with comments and line ends within, with commas and
//! semicolons that should not be there.

use serde_json::Value;

/// What a script says; `null` where it is nothing that can be read.
pub(super) fn parse(script: &str) -> Value {
    let inner = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let inner = inner.trim_start_matches("/*").trim_start_matches("//").trim_start();
    let inner = inner.trim_start_matches("<![CDATA[").trim_start_matches("*/").trim();
    let inner = inner.trim_end_matches("*/").trim_end_matches("]]>").trim_end();
    let inner = inner.trim_end_matches("/*").trim_end_matches("//").trim_end().trim_end_matches(';');
    serde_json::from_str(inner).unwrap_or_else(|_| serde_json::from_str(&strict(inner)).unwrap_or_default())
}

/// The same without comments and without commas before a closing bracket, control characters as blanks.
fn strict(json: &str) -> String {
    let mut strict = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => text(rest),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => c.len_utf8(),
        };
        match c {
            '/' if length > 1 => {}
            '}' | ']' => {
                strict.truncate(strict.trim_end_matches([',', ' ']).len());
                strict.push(c);
            }
            _ => strict.extend(rest[..length].chars().map(|c| if c.is_control() { ' ' } else { c })),
        }
        rest = &rest[length..];
    }
    strict
}

/// How long the text is that begins here, with its marks.
fn text(json: &str) -> usize {
    let mut is_escaped = false;
    let end = json.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.map_or(json.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn what_browsers_and_crawlers_forgive_is_forgiven() {
        for script in [
            "{\"a\":\"One // two, }\",\"b\":[1]}",
            "<!-- {\"a\":\"One // two, }\",\"b\":[1]}; -->",
            "//<![CDATA[\n{\"a\":\"One // two, }\",\"b\":[1]}\n//]]>",
            "/*<![CDATA[*/{\"a\":\"One // two, }\",\"b\":[1]}/*]]>*/",
            "{\"a\":\"One // two, }\", /* a note, */ \"b\":[1, ],\n}",
            "{ // a note\n\"a\":\"One\t// two, }\",\r\n\"b\":[1]}".replace('\t', " ").as_str(),
        ] {
            assert_eq!(parse(script), json!({"a": "One // two, }", "b": [1]}), "{script}");
        }
        assert_eq!(parse("{\"a\":\"One\ntwo \\\" é\"}"), json!({"a": "One two \" é"}));
        for broken in ["", "{", "\"", "{\"a\":\"\\", "/*", "//", "]", ",}"] {
            assert!(!parse(broken).is_object(), "{broken}");
        }
    }
}
