//! A Markdown text with what fills its holes.

use serde::{Serialize, Serializer};

use crate::collate::{Resolved, Target};
use crate::load::{Digest, Media};
use crate::parse::{Body, Text};
use crate::slug::{Alphabet, slugify};

use super::Context;

/// A text, ready to be rendered. In templates it is HTML, under the name `content`.
pub struct TextView<'a> {
    /// The text's HTML with holes; its hash is [`TextView::digest`].
    pub body: &'a Body,
    /// The hash of the file that the text is from.
    pub digest: Digest,
    /// What keeps its ids apart where several texts share a page.
    pub prefix: String,
    /// Where its links lead, by index.
    pub links: Vec<LinkView>,
    /// Its photos, by index; none where the file is missing.
    pub images: Vec<Option<PhotoView<'a>>>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum LinkView {
    /// An id in the same text, without prefix.
    Here(String),
    /// An address from the host's root, percent-encoded.
    There(String),
}

/// A photo in a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct PhotoView<'a> {
    /// Its address from the host's root.
    pub url: String,
    /// What it shows; empty where it shows nothing that matters.
    pub alt: &'a str,
    /// The words under it.
    pub caption: Option<&'a str>,
    /// The credit line.
    pub credit: Option<&'a str>,
    /// The photographer.
    pub creator: Option<&'a str>,
    /// The licence, by name or address.
    pub license: Option<&'a str>,
    /// Where it came from.
    pub source: Option<&'a str>,
    /// Made or altered by AI.
    pub generated: bool,
    /// Its width in pixels, where its file says so.
    pub width: Option<u32>,
    /// Its height in pixels, where its file says so.
    pub height: Option<u32>,
    /// Its media type: `image/jpeg`.
    pub media_type: Option<&'static str>,
}

impl Serialize for TextView<'_> {
    /// For keys: the text itself stands there by its hash.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.digest, &self.prefix, &self.links, &self.images).serialize(serializer)
    }
}

/// The view of a text.
pub(super) fn text<'a>(context: &Context<'a>, text: &'a Text, digest: Digest, resolved: &'a Resolved) -> TextView<'a> {
    TextView {
        body: &text.body,
        digest,
        prefix: String::new(),
        links: resolved.links.iter().map(|target| link(context, target)).collect(),
        images: resolved.images.iter().map(|&id| Some(photo(context, id?))).collect(),
    }
}

fn link(context: &Context<'_>, target: &Target) -> LinkView {
    match target {
        Target::Here { fragment } => LinkView::Here(fragment.clone()),
        Target::Page { address, fragment } => {
            let mut url = address.href(&context.base_path);
            if let Some(fragment) = fragment {
                url.push('#');
                url.push_str(fragment);
            }
            LinkView::There(url)
        }
        Target::Media(id) => LinkView::There(media_url(context, *id)),
        Target::Photo(id) => LinkView::There(media_url(context, context.site.photos[*id as usize].media)),
        Target::Path(path) => LinkView::There(format!("{}{path}", context.base_path)),
        Target::Broken => LinkView::Here(String::new()),
    }
}

/// The view of the photo at a position in the site's photos.
pub(crate) fn photo<'a>(context: &Context<'a>, id: u32) -> PhotoView<'a> {
    let shown = &context.site.photos[id as usize];
    let photo = &shown.photo;
    PhotoView {
        alt: photo.alt.as_deref().unwrap_or(""),
        caption: photo.caption.as_deref(),
        credit: photo.credit.as_deref(),
        creator: photo.creator.as_deref(),
        license: photo.license.as_deref(),
        source: photo.source.as_deref(),
        generated: photo.generated,
        ..bare(context, shown.media)
    }
}

/// What the file alone says of a photo.
fn bare<'a>(context: &Context<'_>, media: u32) -> PhotoView<'a> {
    let file = &context.site.media[media as usize];
    let size = file.picture.as_ref().and_then(|picture| picture.size);
    PhotoView {
        url: media_url(context, media),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        media_type: file.picture.as_ref().map(|picture| picture.kind.media_type()),
        ..PhotoView::default()
    }
}

impl Context<'_> {
    /// The file of the photo at a position in the site's photos.
    pub(super) fn media_of(&self, photo: u32) -> &Media {
        &self.site.media[self.site.photos[photo as usize].media as usize]
    }
}

fn media_url(context: &Context<'_>, media: u32) -> String {
    format!("{}/{}", context.base_path, media_path(&context.site.media[media as usize]))
}

/// Where a file of the content folder is in the output: its name with a fingerprint, so that one file serves all
/// entries that use it and may be cached for ever.
pub(crate) fn media_path(media: &Media) -> String {
    let name = media.path.as_str().rsplit('/').next().unwrap_or_default();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let extension = slugify(extension, Alphabet::Ascii);
    let stem = slugify(stem, Alphabet::Ascii);
    let hash = &media.digest.hex()[..10];
    format!(
        "media/{}.{hash}{}{extension}",
        if stem.is_empty() { "file" } else { &stem },
        if extension.is_empty() { "" } else { "." }
    )
}
