//! How a derivative is made: which part of the picture, in which size, in which format. Plain numbers, so that equal
//! recipes of equal pictures have equal derivatives.

use serde::{Deserialize, Serialize};

use super::Focus;

/// A format of derivatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Format {
    /// WebP, which every browser of the last years reads.
    Webp,
    /// JPEG, which everything reads.
    Jpeg,
}

impl Format {
    /// The kind of picture that it makes.
    pub fn kind(self) -> super::Kind {
        match self {
            Self::Webp => super::Kind::Webp,
            Self::Jpeg => super::Kind::Jpeg,
        }
    }
}

/// How much work goes into a derivative of the same quality.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Effort {
    /// As little as can be: for a preview, which is looked at once.
    Fast,
    /// As much as makes files notably smaller: for what is published.
    #[default]
    Good,
}

/// A part of a picture in pixels, as the picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Area {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// At least 1.
    pub width: u32,
    /// At least 1.
    pub height: u32,
}

impl Area {
    /// The whole picture.
    pub fn whole((width, height): (u32, u32)) -> Self {
        Self { x: 0, y: 0, width, height }
    }

    /// The largest part of this shape that has the point of focus as near its middle as it can be.
    pub fn cropped((width, height): (u32, u32), shape: (u32, u32), focus: Focus) -> Self {
        let (w, h) = (u64::from(width), u64::from(height));
        let (across, down) = (u64::from(shape.0), u64::from(shape.1));
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX).max(1);
        let (cut_width, cut_height) = if w * down > h * across {
            (narrow((h * across + down / 2) / down).min(width), height)
        } else {
            (width, narrow((w * down + across / 2) / across).min(height))
        };
        let start = |length: u32, cut: u32, percent: u8| {
            let middle = narrow(u64::from(length) * u64::from(percent) / 100);
            middle.saturating_sub(cut / 2).min(length - cut)
        };
        Self {
            x: start(width, cut_width, focus.x),
            y: start(height, cut_height, focus.y),
            width: cut_width,
            height: cut_height,
        }
    }

    /// The height that this part has at a width, at least 1.
    pub fn height_at(&self, width: u32) -> u32 {
        let (w, h) = (u64::from(self.width), u64::from(self.height));
        u32::try_from((u64::from(width) * h + w / 2) / w).unwrap_or(u32::MAX).max(1)
    }
}

/// How a derivative is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Recipe {
    /// The part of the picture.
    pub area: Area,
    /// Its width in pixels, never more than the part has.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Its format.
    pub format: Format,
    /// 1 to 100, as the format counts.
    pub quality: u8,
    /// How much work goes into it.
    pub effort: Effort,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_keeps_its_shape_and_stays_within_the_picture() {
        for size in [(1600, 900), (900, 1600), (512, 512), (1, 1000), (65_535, 3)] {
            for shape in [(16, 9), (4, 3), (1, 1), (1200, 630)] {
                for focus in [Focus::default(), Focus { x: 0, y: 0 }, Focus { x: 100, y: 100 }, Focus { x: 40, y: 20 }]
                {
                    let area = Area::cropped(size, shape, focus);
                    assert!(area.width > 0 && area.height > 0, "{area:?}");
                    assert!(area.x + area.width <= size.0 && area.y + area.height <= size.1, "{area:?} of {size:?}");
                    assert!(area.width == size.0 || area.height == size.1);
                }
            }
        }
        let area = Area::cropped((1600, 900), (1, 1), Focus { x: 40, y: 20 });
        assert_eq!(area, Area { x: 190, y: 0, width: 900, height: 900 });
    }
}
