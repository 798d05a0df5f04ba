//! Photos of every kind that cameras and drawing programs write, as readers get them.

use std::io::Cursor;

use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder as _, RgbaImage};

use crate::site_test::SiteTest;

/// An entry that shows the file in its text, built; gives what is made of it in the two formats, the largest size.
fn made_of(name: &str, bytes: &[u8]) -> (SiteTest, DynamicImage, DynamicImage) {
    let text = format!("-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\n![A]({name})\n");
    let site = SiteTest::from_text(&text).write_raw(&format!("content/{name}"), bytes);
    let site = site.write(&format!("content/{name}.yaml"), "credit: Ana\n").build();
    let output = site.output();
    let load = |end: &str| {
        let mut all = output.iter().filter(|(path, _)| path.starts_with("media/") && path.ends_with(end));
        let (path, (bytes, _)) = all.next_back().unwrap_or_else(|| panic!("{end} of {:?}", output.keys()));
        image::load_from_memory(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let (webp, jpeg) = (load(".webp"), load(".jpg"));
    (site, webp, jpeg)
}

fn png_with(profile: Option<Vec<u8>>, pixel: [u8; 4]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = PngEncoder::new(&mut bytes);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).expect("a profile");
    }
    let picture = RgbaImage::from_pixel(64, 48, image::Rgba(pixel));
    encoder.write_image(&picture, 64, 48, ExtendedColorType::Rgba8).expect("a picture");
    bytes.into_inner()
}

fn near(found: image::Rgba<u8>, wanted: [u8; 4]) {
    let far = found.0.iter().zip(wanted).any(|(found, wanted)| found.abs_diff(wanted) > 4);
    assert!(!far, "{found:?} instead of {wanted:?}");
}

#[test]
fn colours_of_a_wide_gamut_are_brought_to_srgb_and_the_profile_goes() {
    let profile = moxcms::ColorProfile::new_display_p3().encode().expect("a profile");
    let (site, webp, jpeg) = made_of("wide.png", &png_with(Some(profile), [200, 100, 50, 255]));
    // As ICC's sRGB sees that colour of Display P3: more of the red, less of the blue.
    for picture in [webp, jpeg] {
        near(image::GenericImageView::get_pixel(&picture, 9, 9), [215, 93, 31, 255]);
    }
    for (path, (bytes, _)) in site.output().iter().filter(|(path, _)| path.starts_with("media/")) {
        assert!(!bytes.windows(4).any(|four| four == b"ICCP" || four == b"ICC_"), "{path}");
    }
}

#[test]
fn what_can_be_seen_through_stays_so_where_the_format_knows_it_and_is_white_elsewhere() {
    let (_, webp, jpeg) = made_of("glass.png", &png_with(None, [0, 0, 200, 51]));
    near(image::GenericImageView::get_pixel(&webp, 9, 9), [0, 0, 200, 51]);
    near(image::GenericImageView::get_pixel(&jpeg, 9, 9), [204, 204, 244, 255]);
}

#[test]
fn grey_stays_grey_and_ink_becomes_light() {
    let grey = [128; 64 * 48];
    let ink = [0, 255, 255, 0].repeat(64 * 48);
    for (pixels, kind, wanted) in [
        (&grey[..], jpeg_encoder::ColorType::Luma, [128, 128, 128, 255]),
        (&ink, jpeg_encoder::ColorType::Cmyk, [255, 0, 0, 255]),
    ] {
        let mut bytes = Vec::new();
        jpeg_encoder::Encoder::new(&mut bytes, 95).encode(pixels, 64, 48, kind).expect("a JPEG");
        let (_, webp, jpeg) = made_of("p.jpg", &bytes);
        assert_eq!(jpeg.color().has_color(), kind == jpeg_encoder::ColorType::Cmyk);
        near(image::GenericImageView::get_pixel(&webp, 9, 9), wanted);
        near(image::GenericImageView::get_pixel(&jpeg, 9, 9), wanted);
    }
}

#[test]
fn a_moving_picture_moves_on() {
    let frame = |level| image::Frame::new(RgbaImage::from_pixel(64, 48, image::Rgba([level, 0, 0, 255])));
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    encoder.set_repeat(image::codecs::gif::Repeat::Infinite).expect("a GIF");
    encoder.encode_frames([frame(0), frame(200)]).expect("a GIF");
    drop(encoder);
    let text = "-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\n![A](m.gif)\n";
    let site = SiteTest::from_text(text).write_raw("content/m.gif", &bytes).build();
    let output = site.output();
    let (_, (published, _)) = output.iter().find(|(path, _)| path.ends_with(".gif")).expect("a GIF");
    assert_eq!(published, &bytes);
}
