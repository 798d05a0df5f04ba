//! Pixels in memory, eight bits a channel: scaled, turned upright, brought to sRGB. The interface to pic-scale-safe and
//! moxcms.

use std::borrow::Cow;

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use pic_scale_safe::{
    ImageSize, ResamplingFunction, premultiplied_rgba8, resize_plane8, resize_rgb8, resize_rgba8, unpremultiply_rgba8,
};

use super::{Area, Fault};

/// What a pixel consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channels {
    Grey,
    Rgb,
    Rgba,
}

impl Channels {
    /// The bytes of a pixel.
    pub fn count(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// A picture in memory, line by line from the top.
#[derive(Clone, Debug)]
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    pub channels: Channels,
    pub bytes: Vec<u8>,
}

impl Pixels {
    /// A part of the picture in another size (Lanczos, three lobes).
    pub fn scaled(&self, area: Area, width: u32, height: u32) -> Result<Cow<'_, Self>, Fault> {
        if area == Area::whole((width, height)) && (width, height) == (self.width, self.height) {
            return Ok(Cow::Borrowed(self));
        }
        let part = self.part(area);
        let size = |width: u32, height: u32| ImageSize::new(width as usize, height as usize);
        let (from, to) = (size(area.width, area.height), size(width, height));
        let filter = ResamplingFunction::Lanczos3;
        let bytes = match self.channels {
            Channels::Grey => resize_plane8(&part, from, to, filter),
            Channels::Rgb => resize_rgb8(&part, from, to, filter),
            // The colour of a pixel that nobody sees counts nothing.
            Channels::Rgba => resize_rgba8(&premultiplied_rgba8(&part), from, to, filter).map(|mut bytes| {
                unpremultiply_rgba8(&mut bytes);
                bytes
            }),
        };
        Ok(Cow::Owned(Self { width, height, channels: self.channels, bytes: bytes.map_err(Fault::Unwritable)? }))
    }

    /// The bytes of a part; copied where it is narrower than the picture.
    fn part(&self, area: Area) -> Cow<'_, [u8]> {
        let (line, size) = (self.width as usize * self.channels.count(), self.channels.count());
        let lines = &self.bytes[area.y as usize * line..][..area.height as usize * line];
        if area.width == self.width {
            return Cow::Borrowed(lines);
        }
        let (start, length) = (area.x as usize * size, area.width as usize * size);
        let mut part = Vec::with_capacity(length * area.height as usize);
        lines.chunks_exact(line).for_each(|line| part.extend_from_slice(&line[start..][..length]));
        Cow::Owned(part)
    }

    /// The picture turned upright from one of the eight ways in which it may lie (EXIF 3.0, Orientation).
    pub fn upright(self, orientation: u8) -> Self {
        if orientation <= 1 {
            return self;
        }
        let (w, h, size) = (self.width as usize, self.height as usize, self.channels.count());
        let (width, height) = if orientation > 4 { (h, w) } else { (w, h) };
        let mut bytes = Vec::with_capacity(self.bytes.len());
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = match orientation {
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (y, h - 1 - x),
                    7 => (w - 1 - y, h - 1 - x),
                    _ => (w - 1 - y, x),
                };
                let at = (from_y * w + from_x) * size;
                bytes.extend_from_slice(&self.bytes[at..at + size]);
            }
        }
        let (width, height) = if orientation > 4 { (self.height, self.width) } else { (self.width, self.height) };
        Self { width, height, bytes, ..self }
    }

    /// The picture in sRGB, which is what readers take a picture without a profile for. A profile that cannot be used,
    /// or that is about other channels than these, is passed over.
    pub fn in_srgb(mut self, profile: &[u8]) -> Self {
        let layout = match self.channels {
            Channels::Grey => return self,
            Channels::Rgb => Layout::Rgb,
            Channels::Rgba => Layout::Rgba,
        };
        let Ok(profile) = ColorProfile::new_from_slice(profile) else { return self };
        if profile.color_space != DataColorSpace::Rgb {
            return self;
        }
        let srgb = ColorProfile::new_srgb();
        let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default()) else {
            return self;
        };
        let mut converted = vec![0; self.bytes.len()];
        if transform.transform(&self.bytes, &mut converted).is_ok() {
            self.bytes = converted;
        }
        self
    }

    /// The picture without a channel of transparency that says nothing.
    pub fn without_idle_alpha(self) -> Self {
        let is_seen_through = || self.bytes.iter().skip(3).step_by(4).any(|&alpha| alpha != 255);
        if self.channels != Channels::Rgba || is_seen_through() {
            return self;
        }
        let bytes = self.bytes.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Self { bytes, channels: Channels::Rgb, ..self }
    }

    /// The picture on white, for formats that know no transparency.
    pub fn on_white(&self) -> Cow<'_, Self> {
        if self.channels != Channels::Rgba {
            return Cow::Borrowed(self);
        }
        let blend = |colour: u8, alpha: u8| {
            let (colour, alpha) = (u32::from(colour), u32::from(alpha));
            ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        };
        let flat = |pixel: &[u8]| [0, 1, 2].map(|channel| blend(pixel[channel], pixel[3]));
        let bytes = self.bytes.chunks_exact(4).flat_map(flat).collect();
        Cow::Owned(Self { bytes, channels: Channels::Rgb, ..*self })
    }

    /// The picture in red, green and blue, for formats that know no grey.
    pub fn in_colour(&self) -> Cow<'_, Self> {
        if self.channels != Channels::Grey {
            return Cow::Borrowed(self);
        }
        let bytes = self.bytes.iter().flat_map(|&grey| [grey; 3]).collect();
        Cow::Owned(Self { bytes, channels: Channels::Rgb, ..*self })
    }

    /// The mean of all pixels, on white.
    pub fn mean(&self) -> [u8; 3] {
        let flat = self.in_colour();
        let flat = flat.on_white();
        let mut sums = [0_u64; 3];
        for pixel in flat.bytes.chunks_exact(3) {
            for (sum, &value) in sums.iter_mut().zip(pixel) {
                *sum += u64::from(value);
            }
        }
        let count = (flat.bytes.len() / 3).max(1) as u64;
        sums.map(|sum| (sum / count) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_lying_is_turned_upright() {
        // A letter F of two by three pixels, and how it lies in the file for each orientation.
        let upright = [1, 2, 3, 0, 5, 0];
        for (orientation, (width, height), lying) in [
            (2, (2, 3), [2, 1, 0, 3, 0, 5]),
            (3, (2, 3), [0, 5, 0, 3, 2, 1]),
            (4, (2, 3), [5, 0, 3, 0, 1, 2]),
            (5, (3, 2), [1, 3, 5, 2, 0, 0]),
            (6, (3, 2), [2, 0, 0, 1, 3, 5]),
            (7, (3, 2), [0, 0, 2, 5, 3, 1]),
            (8, (3, 2), [5, 3, 1, 0, 0, 2]),
        ] {
            let pixels = Pixels { width, height, channels: Channels::Grey, bytes: lying.to_vec() };
            let turned = pixels.upright(orientation);
            assert_eq!((turned.width, turned.height, turned.bytes), (2, 3, upright.to_vec()), "{orientation}");
        }
    }
}
