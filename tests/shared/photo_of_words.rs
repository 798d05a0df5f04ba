//! A photo from a few words, so that a test's site can be written as text: other words are another photo.

use dateline::photo::{Credits, Kind, with_credits};

/// A small JPEG. Lines such as `credit: A. Photographer` become what its file says of it, `size: 1600x900` its size in
/// pixels; all words together are its caption where no line `caption: …` is.
pub fn photo_of(words: &str) -> Vec<u8> {
    let line = |key: &str| {
        let value = words.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
        value.map(|value| value.trim().to_owned())
    };
    let size = line("size").unwrap_or_else(|| "60x40".to_owned());
    let (width, height) = size.split_once('x').expect("a size");
    let credits = Credits {
        creator: line("creator"),
        credit: line("credit"),
        copyright: line("copyright"),
        caption: line("caption"),
        alt: line("alt"),
        headline: Some(words.chars().filter(|c| !c.is_control()).take(100).collect()),
        ..Credits::default()
    };
    let pixels = jpeg(width.parse().expect("a width"), height.parse().expect("a height"), words.len());
    with_credits(Kind::Jpeg, &pixels, &credits, 1).expect("a JPEG")
}

/// Stripes from dark to light, which every encoder makes short work of.
fn jpeg(width: u16, height: u16, start: usize) -> Vec<u8> {
    let row: Vec<u8> = (0..usize::from(width)).map(|x| ((x * 200 / usize::from(width)) + start % 50) as u8).collect();
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
    let pixels = row.repeat(usize::from(height));
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Luma).expect("a JPEG");
    bytes
}

/// A grey PNG.
#[allow(dead_code, reason = "only some tests need another format")]
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}
