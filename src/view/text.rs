//! A Markdown text with what fills its holes.

use serde::{Serialize, Serializer};

use crate::collate::{Resolved, Target};
use crate::load::{Digest, Media};
use crate::parse::{LateBody, Text};
use crate::slug::{Alphabet, slugify};

use super::Context;
use super::photo::{PhotoView, photo};

/// A text, ready to be rendered. In templates it is HTML, under the name `content`.
pub struct TextView<'a> {
    /// The text's HTML with holes; its hash is [`TextView::digest`].
    pub body: &'a LateBody,
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
        Target::Photo(id) => LinkView::There(context.largest(*id)),
        Target::Path(path) => LinkView::There(format!("{}{path}", context.base_path)),
        Target::Broken => LinkView::Here(String::new()),
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
