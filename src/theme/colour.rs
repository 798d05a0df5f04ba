//! Colours as CSS writes them: which texts are colours, and how well two of them can be told apart.

/// Whether a text is a colour in CSS (Color Module Level 4 and 5) and nothing else could be smuggled in with it.
pub(super) fn is_colour(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit());
    }
    let lower = text.to_ascii_lowercase();
    match lower.split_once('(') {
        None => KEYWORDS.contains(&lower.as_str()) || named(&lower).is_some(),
        Some((function, _)) => {
            let plain = |c: char| c.is_ascii_alphanumeric() || "()., %/+-*#".contains(c);
            FUNCTIONS.contains(&function) && lower[function.len()..].chars().all(plain) && balanced(&lower)
        }
    }
}

/// The named colour that is nearest to a word.
pub(super) fn nearest(word: &str) -> Option<&'static str> {
    crate::problem::nearest(word, NAMED.iter().map(|(name, _)| *name))
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"); none where one is not written as numbers of red,
/// green and blue or by its name, or lets through what is behind it.
pub(super) fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(rgb(one)?), luminance(rgb(other)?));
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

/// Whether every parenthesis is closed, the first one by the last character.
fn balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth < 0 || (c == ')' && depth == 0 && at + 1 != text.len()) {
            return false;
        }
    }
    depth == 0
}

fn rgb(colour: &str) -> Option<[u8; 3]> {
    let lower = colour.to_ascii_lowercase();
    if let Some(digits) = lower.strip_prefix('#') {
        return match digits.len() {
            3 => Some([double(&digits[..1])?, double(&digits[1..2])?, double(&digits[2..])?]),
            6 => Some([byte(&digits[..2])?, byte(&digits[2..4])?, byte(&digits[4..])?]),
            _ => None,
        };
    }
    let inner = lower.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')'));
    if let Some(inner) = inner {
        let numbers = inner.split([',', ' ']).filter(|part| !part.is_empty()).map(|part| part.parse().ok());
        return numbers.collect::<Option<Vec<u8>>>()?.try_into().ok();
    }
    named(&lower).map(|number| [(number >> 16) as u8, (number >> 8) as u8, number as u8])
}

fn double(digit: &str) -> Option<u8> {
    Some(byte(digit)? * 17)
}

fn byte(digits: &str) -> Option<u8> {
    u8::from_str_radix(digits, 16).ok()
}

/// WCAG 2.2, "relative luminance".
fn luminance(rgb: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = rgb.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn named(name: &str) -> Option<u32> {
    let at = NAMED.binary_search_by(|(known, _)| known.cmp(&name)).ok()?;
    NAMED.get(at).map(|(_, number)| *number)
}

const KEYWORDS: &[&str] = &["currentcolor", "transparent"];

const FUNCTIONS: &[&str] =
    &["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark"];

/// The named colours of CSS, sorted, each as red, green and blue.
#[rustfmt::skip]
const NAMED: &[(&str, u32)] = &[
    ("aliceblue", 0xf0f8ff), ("antiquewhite", 0xfaebd7), ("aqua", 0x00ffff), ("aquamarine", 0x7fffd4),
    ("azure", 0xf0ffff), ("beige", 0xf5f5dc), ("bisque", 0xffe4c4), ("black", 0x000000),
    ("blanchedalmond", 0xffebcd), ("blue", 0x0000ff), ("blueviolet", 0x8a2be2), ("brown", 0xa52a2a),
    ("burlywood", 0xdeb887), ("cadetblue", 0x5f9ea0), ("chartreuse", 0x7fff00), ("chocolate", 0xd2691e),
    ("coral", 0xff7f50), ("cornflowerblue", 0x6495ed), ("cornsilk", 0xfff8dc), ("crimson", 0xdc143c),
    ("cyan", 0x00ffff), ("darkblue", 0x00008b), ("darkcyan", 0x008b8b), ("darkgoldenrod", 0xb8860b),
    ("darkgray", 0xa9a9a9), ("darkgreen", 0x006400), ("darkgrey", 0xa9a9a9), ("darkkhaki", 0xbdb76b),
    ("darkmagenta", 0x8b008b), ("darkolivegreen", 0x556b2f), ("darkorange", 0xff8c00), ("darkorchid", 0x9932cc),
    ("darkred", 0x8b0000), ("darksalmon", 0xe9967a), ("darkseagreen", 0x8fbc8f), ("darkslateblue", 0x483d8b),
    ("darkslategray", 0x2f4f4f), ("darkslategrey", 0x2f4f4f), ("darkturquoise", 0x00ced1), ("darkviolet", 0x9400d3),
    ("deeppink", 0xff1493), ("deepskyblue", 0x00bfff), ("dimgray", 0x696969), ("dimgrey", 0x696969),
    ("dodgerblue", 0x1e90ff), ("firebrick", 0xb22222), ("floralwhite", 0xfffaf0), ("forestgreen", 0x228b22),
    ("fuchsia", 0xff00ff), ("gainsboro", 0xdcdcdc), ("ghostwhite", 0xf8f8ff), ("gold", 0xffd700),
    ("goldenrod", 0xdaa520), ("gray", 0x808080), ("green", 0x008000), ("greenyellow", 0xadff2f),
    ("grey", 0x808080), ("honeydew", 0xf0fff0), ("hotpink", 0xff69b4), ("indianred", 0xcd5c5c),
    ("indigo", 0x4b0082), ("ivory", 0xfffff0), ("khaki", 0xf0e68c), ("lavender", 0xe6e6fa),
    ("lavenderblush", 0xfff0f5), ("lawngreen", 0x7cfc00), ("lemonchiffon", 0xfffacd), ("lightblue", 0xadd8e6),
    ("lightcoral", 0xf08080), ("lightcyan", 0xe0ffff), ("lightgoldenrodyellow", 0xfafad2), ("lightgray", 0xd3d3d3),
    ("lightgreen", 0x90ee90), ("lightgrey", 0xd3d3d3), ("lightpink", 0xffb6c1), ("lightsalmon", 0xffa07a),
    ("lightseagreen", 0x20b2aa), ("lightskyblue", 0x87cefa), ("lightslategray", 0x778899),
    ("lightslategrey", 0x778899), ("lightsteelblue", 0xb0c4de), ("lightyellow", 0xffffe0), ("lime", 0x00ff00),
    ("limegreen", 0x32cd32), ("linen", 0xfaf0e6), ("magenta", 0xff00ff), ("maroon", 0x800000),
    ("mediumaquamarine", 0x66cdaa), ("mediumblue", 0x0000cd), ("mediumorchid", 0xba55d3), ("mediumpurple", 0x9370db),
    ("mediumseagreen", 0x3cb371), ("mediumslateblue", 0x7b68ee), ("mediumspringgreen", 0x00fa9a),
    ("mediumturquoise", 0x48d1cc), ("mediumvioletred", 0xc71585), ("midnightblue", 0x191970), ("mintcream", 0xf5fffa),
    ("mistyrose", 0xffe4e1), ("moccasin", 0xffe4b5), ("navajowhite", 0xffdead), ("navy", 0x000080),
    ("oldlace", 0xfdf5e6), ("olive", 0x808000), ("olivedrab", 0x6b8e23), ("orange", 0xffa500),
    ("orangered", 0xff4500), ("orchid", 0xda70d6), ("palegoldenrod", 0xeee8aa), ("palegreen", 0x98fb98),
    ("paleturquoise", 0xafeeee), ("palevioletred", 0xdb7093), ("papayawhip", 0xffefd5), ("peachpuff", 0xffdab9),
    ("peru", 0xcd853f), ("pink", 0xffc0cb), ("plum", 0xdda0dd), ("powderblue", 0xb0e0e6),
    ("purple", 0x800080), ("rebeccapurple", 0x663399), ("red", 0xff0000), ("rosybrown", 0xbc8f8f),
    ("royalblue", 0x4169e1), ("saddlebrown", 0x8b4513), ("salmon", 0xfa8072), ("sandybrown", 0xf4a460),
    ("seagreen", 0x2e8b57), ("seashell", 0xfff5ee), ("sienna", 0xa0522d), ("silver", 0xc0c0c0),
    ("skyblue", 0x87ceeb), ("slateblue", 0x6a5acd), ("slategray", 0x708090), ("slategrey", 0x708090),
    ("snow", 0xfffafa), ("springgreen", 0x00ff7f), ("steelblue", 0x4682b4), ("tan", 0xd2b48c),
    ("teal", 0x008080), ("thistle", 0xd8bfd8), ("tomato", 0xff6347), ("turquoise", 0x40e0d0),
    ("violet", 0xee82ee), ("wheat", 0xf5deb3), ("white", 0xffffff), ("whitesmoke", 0xf5f5f5),
    ("yellow", 0xffff00), ("yellowgreen", 0x9acd32),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colours_are_colours() {
        for colour in ["#fff", "#a1b2c3d4", "Teal", "rgb(0 0 0 / 50%)", "light-dark(#111, oklch(90% 0.1 20))"] {
            assert!(is_colour(colour), "{colour}");
        }
        let others = ["", "#ff", "#ggg", "red; color: blue", "url(x:y)", "rgb(1", "rgb(1) red", "a)(b", "</style>"];
        for other in others.into_iter().chain(["tael", "expression(1)", "inherit"]) {
            assert!(!is_colour(other), "{other}");
        }
        assert_eq!(nearest("tael"), Some("teal"));
        assert!(NAMED.is_sorted() && NAMED.len() == 148);
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert_eq!(contrast("black", "#fff"), Some(21.0));
        assert_eq!(contrast("#777", "rgb(119, 119 119)"), Some(1.0));
        assert!(contrast("#777777", "white").is_some_and(|ratio| (ratio - 4.478).abs() < 0.001));
        assert_eq!(contrast("#0000", "white"), None);
    }
}
