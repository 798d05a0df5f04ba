//! Broken pictures: real ones cut off, with flipped bits and with lies about lengths. Nothing panics, nothing is
//! believed, and what is written is whole.

use std::path::Path;

use super::*;

/// The real ones: each photograph of the example briefing.
fn real() -> Vec<Vec<u8>> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let found = walkdir::WalkDir::new(content).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let photos: Vec<_> = found.filter(|path| path.extension().is_some_and(|extension| extension == "jpg")).collect();
    assert!(photos.len() > 10);
    photos.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// A number that looks like chance and is the same each time (xorshift).
fn random(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 1).unwrap()
}

/// Each real one in a dozen broken forms.
pub(super) fn broken() -> Vec<Vec<u8>> {
    let mut state = 0x9e37_79b9_7f4a_7c15;
    let mut all = Vec::new();
    for photo in real() {
        for part in [1, 10, 50, 90, 99] {
            all.push(photo[..photo.len() * part / 100].to_vec());
        }
        for flips in [1, 20, 400] {
            let mut flipped = photo.clone();
            for _ in 0..flips {
                // Most flips lie in the head, where they hurt.
                let at = random(&mut state) % if random(&mut state).is_multiple_of(3) { photo.len() } else { 2000 };
                flipped[at] ^= 1 << (random(&mut state) % 8);
            }
            all.push(flipped);
        }
        let markers: Vec<usize> =
            (0..2000).filter(|&at| photo[at] == 0xff && (0xc0..0xff).contains(&photo[at + 1])).collect();
        for length in [0_u16, 1, 2, 0xffff] {
            let mut lying = photo.clone();
            let at = markers[random(&mut state) % markers.len()];
            lying[at + 2..at + 4].copy_from_slice(&length.to_be_bytes());
            all.push(lying);
        }
    }
    all
}

#[test]
fn broken_pictures_are_read_without_panic() {
    let all = broken();
    assert!(all.len() >= 60);
    for bytes in all {
        let Some(header) = Header::read(&bytes, "a.jpg") else { continue };
        let credits = Credits { credit: Some("Ana / AFP".into()), ..Credits::default() };
        if let Some(written) = with_credits(header.kind, &bytes, &credits, header.orientation) {
            assert_eq!(Header::read(&written, "a.jpg").unwrap().credits, credits);
        }
    }
}

#[test]
fn each_photo_of_the_example_says_who_made_it_and_says_nothing_else_afterwards() {
    for bytes in real() {
        let header = Header::read(&bytes, "a.jpg").unwrap();
        assert!(header.credits.credit.is_some() && header.credits.creator.is_some(), "{header:?}");
        let credits = Credits { creator: Some("Zoë <&>".into()), ..Credits::default() };
        for orientation in [1, 6] {
            let written = with_credits(header.kind, &bytes, &credits, orientation).unwrap();
            let read = Header::read(&written, "a.jpg").unwrap();
            assert_eq!((read.credits, read.orientation), (credits.clone(), orientation));
        }
    }
}

#[test]
fn broken_pictures_are_decoded_without_panic_and_within_limits() {
    const MOST: u64 = 4_000_000;
    let mut refused = 0;
    for bytes in broken().iter().step_by(2) {
        match decode::decode(Kind::Jpeg, bytes, MOST) {
            Ok((pixels, _)) => assert!(u64::from(pixels.width) * u64::from(pixels.height) <= MOST),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 40, "{refused}");
}

#[test]
fn a_picture_for_printers_is_read_as_any_other() {
    let mut bytes = Vec::new();
    let ink = [0, 0, 0, 0].repeat(64);
    jpeg_encoder::Encoder::new(&mut bytes, 90).encode(&ink, 8, 8, jpeg_encoder::ColorType::Cmyk).unwrap();
    let (pixels, _) = decode::decode(Kind::Jpeg, &bytes, 100).unwrap();
    assert_eq!(pixels.channels, pixels::Channels::Rgb);
    assert!(pixels.bytes.iter().all(|&byte| byte > 250), "no ink is white: {:?}", &pixels.bytes[..3]);
}

#[test]
fn words_are_put_into_every_format_and_pixels_stay() {
    let image = image::RgbaImage::from_pixel(3, 2, image::Rgba([200, 100, 50, 128]));
    let pixels = pixels::Pixels { width: 3, height: 2, channels: pixels::Channels::Rgba, bytes: image.to_vec() };
    let recipe =
        |format| Recipe { area: Area::whole((3, 2)), width: 3, height: 2, format, quality: 90, effort: Effort::Fast };
    let mut png = std::io::Cursor::new(Vec::new());
    image.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let all = [
        (Kind::Png, png.into_inner()),
        (Kind::Webp, encode::encode(&pixels, &recipe(Format::Webp)).unwrap()),
        (Kind::Jpeg, encode::encode(&pixels, &recipe(Format::Jpeg)).unwrap()),
    ];
    let credits = Credits { credit: Some("Ana".into()), city: Some("Paris".into()), ..Credits::default() };
    for (kind, bytes) in all {
        let written = with_credits(kind, &bytes, &credits, 1).unwrap();
        let header = Header::read(&written, "").unwrap();
        assert_eq!((header.kind, header.size, &header.credits), (kind, Some((3, 2)), &credits));
        let (before, _) = decode::decode(kind, &bytes, 100).unwrap();
        let (after, _) = decode::decode(kind, &written, 100).unwrap();
        assert_eq!(before.bytes, after.bytes);
        assert!(decode::decode(kind, &written[..written.len() - 9], 100).is_err(), "{kind:?} cut off");
    }
}
