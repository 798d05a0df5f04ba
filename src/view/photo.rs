//! A photo with all that is said of it, in every size that there is.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::darkroom::{Print, Prints};

use super::Context;

/// The width of the picture that stands for all others: enough for a column of text on a sharp screen, and for feeds.
const USUAL_WIDTH: u32 = 1280;

/// A photo in a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct PhotoView<'a> {
    /// Its address from the host's root, in a format that everything reads.
    pub url: String,
    /// What it shows; empty where it shows nothing that matters.
    pub alt: &'a str,
    /// The words under it.
    pub caption: Option<&'a str>,
    /// The credit line.
    pub credit: Option<&'a str>,
    /// The photographer.
    pub creator: Option<&'a str>,
    /// The copyright notice.
    pub copyright: Option<&'a str>,
    /// The licence, by name or address.
    pub license: Option<&'a str>,
    /// The address of the page where rights to it may be had.
    pub licensor: Option<&'a str>,
    /// Where it came from.
    pub source: Option<&'a str>,
    /// Made or altered by AI.
    pub generated: bool,
    /// The width in pixels of the picture at `url`, where it has one.
    pub width: Option<u32>,
    /// The height in pixels of the picture at `url`, where it has one.
    pub height: Option<u32>,
    /// The media type of the picture at `url`: `image/jpeg`.
    pub media_type: Option<&'static str>,
    /// All sizes in the format of `url`, as the attribute `srcset` wants them; none where there is one size alone.
    pub srcset: Option<String>,
    /// The same in formats that are better for those who read them, the best first.
    pub sources: Vec<PhotoSource>,
    /// A class for the colour in its place while it loads: `tone-121`, where it takes long enough.
    pub tone: Option<String>,
    /// The lead photo of an entry in the shapes that search engines want, where it is large enough.
    pub crops: Vec<CropView>,
    /// The same for previews of links: 1200 by 630 pixels at most.
    pub card: Option<CropView>,
    /// The address of the photo itself, where originals are published.
    pub original: Option<String>,
    /// The length in bytes of the picture at `url`.
    #[serde(skip)]
    pub length: u64,
}

/// A photo in all sizes of one format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct PhotoSource {
    /// The media type: `image/webp`.
    pub media_type: &'static str,
    /// The sizes, as the attribute `srcset` wants them.
    pub srcset: String,
}

/// One picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct CropView {
    /// Its address from the host's root.
    pub url: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Its media type.
    pub media_type: &'static str,
}

/// The view of the photo at a position in the site's photos.
pub(crate) fn photo<'a>(context: &Context<'a>, id: u32) -> PhotoView<'a> {
    let photo = &context.site.photos[id as usize].photo;
    PhotoView {
        alt: photo.alt.as_deref().unwrap_or(""),
        caption: photo.caption.as_deref(),
        credit: photo.credit.as_deref(),
        creator: photo.creator.as_deref(),
        copyright: photo.copyright.as_deref(),
        license: photo.license.as_deref(),
        licensor: photo.licensor.as_deref(),
        source: photo.source.as_deref(),
        generated: photo.generated,
        ..context.album.of(id).map(|prints| pictures(context, prints)).unwrap_or_default()
    }
}

/// The pictures of a photo, without a word.
fn pictures<'a>(context: &Context<'_>, prints: &Prints) -> PhotoView<'a> {
    let Some(usual) = usual(prints) else { return PhotoView::default() };
    let better = prints.sizes.split_last().map_or(&[][..], |(_, better)| better);
    PhotoView {
        url: context.print_url(usual),
        width: usual.size.map(|(width, _)| width),
        height: usual.size.map(|(_, height)| height),
        media_type: Some(usual.kind.media_type()),
        length: usual.length,
        srcset: Some(prints.plain()).filter(|plain| plain.len() > 1).map(|plain| srcset(context, plain)),
        sources: better
            .iter()
            .map(|(format, sizes)| PhotoSource {
                media_type: format.kind().media_type(),
                srcset: srcset(context, sizes),
            })
            .collect(),
        tone: prints.tone.map(|tone| format!("tone-{}{}{}", tone >> 4, tone >> 2 & 3, tone & 3)),
        crops: prints.crops.iter().filter_map(|crop| picture(context, crop)).collect(),
        card: prints.card.as_ref().and_then(|card| picture(context, card)),
        original: prints.original.as_ref().map(|original| context.print_url(original)),
        ..PhotoView::default()
    }
}

/// The picture that stands for all others.
fn usual(prints: &Prints) -> Option<&Print> {
    let plain = prints.plain();
    let fits = |print: &&Print| print.size.is_none_or(|(width, _)| width <= USUAL_WIDTH);
    plain.iter().rev().find(fits).or_else(|| plain.first())
}

fn srcset(context: &Context<'_>, prints: &[Print]) -> String {
    let sized = prints.iter().filter_map(|print| Some(format!("{} {}w", context.print_url(print), print.size?.0)));
    sized.collect::<Vec<_>>().join(", ")
}

fn picture(context: &Context<'_>, print: &Print) -> Option<CropView> {
    let (width, height) = print.size?;
    Some(CropView { url: context.print_url(print), width, height, media_type: print.kind.media_type() })
}

impl<'a> Context<'a> {
    /// The photos that templates ask for, by their files.
    pub fn asked_photos(&self) -> BTreeMap<&'a str, PhotoView<'a>> {
        self.site.asked.iter().map(|(file, &id)| (file.as_str(), photo(self, id))).collect()
    }
}

impl Context<'_> {
    fn print_url(&self, print: &Print) -> String {
        format!("{}/{}", self.base_path, print.path)
    }

    /// Where a link to a photo leads: to the photo itself, or to the largest picture of it.
    pub(super) fn largest(&self, id: u32) -> String {
        let prints = self.album.of(id);
        let largest = prints.and_then(|prints| prints.original.as_ref().or_else(|| prints.plain().last()));
        largest.map(|print| self.print_url(print)).unwrap_or_default()
    }
}
