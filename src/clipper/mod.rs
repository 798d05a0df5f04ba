//! Clips for a site: fetches the page, makes the draft of it, and puts it among the entries, never over another.
//!
//! What a page says is read by [`clip`]; here is what that needs of the web and of the disk.

mod fetch;
mod file;
mod trouble;

use jiff::Timestamp;

use crate::address::identity;
use crate::build::{Silent, Stopwatch, Workspace, read};
use crate::clip::{self, Clipping, Desk, Origin, Topic};
use crate::date::Moment;
use crate::parse::Document;
use crate::web::Reach;
use crate::write;

pub use fetch::fetch;
pub use file::Filed;
pub use trouble::{Kind, Trouble};

/// A page or a text, and where it comes from.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The bytes; more than [`clip::LARGEST`] are refused.
    pub bytes: Vec<u8>,
    /// Its address.
    pub address: Option<String>,
    /// The value of the header `Content-Type`.
    pub media_type: Option<String>,
}

/// What the editor wants of the draft beside what the page says.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// The entry's date instead of the source's.
    pub date: Option<Moment>,
    /// Its topics instead of those that are guessed.
    pub topics: Vec<String>,
    /// The lead photo is saved beside it from a server within this reach: where that is [`Reach::Typed`], the server that
    /// the page came from may be in a private network.
    pub photo: Option<Reach>,
}

/// A clipping and all that its draft needs.
pub struct Prepared<'w> {
    /// What was found.
    pub clipping: Clipping,
    /// The topics of its entry.
    pub topics: Vec<String>,
    /// The file of an entry that has the same source.
    pub known: Option<String>,
    workspace: &'w Workspace,
    now: Moment,
    order: Order,
    address: Option<String>,
}

/// Reads a page for a site.
///
/// # Errors
///
/// When there is no article in it that can be read.
pub fn prepare<'w>(
    found: &Found,
    order: Order,
    workspace: &'w Workspace,
    now: Timestamp,
) -> Result<Prepared<'w>, Trouble> {
    let origin = Origin { address: found.address.as_deref(), media_type: found.media_type.as_deref() };
    let clipping = clip::clip(&found.bytes, origin)?;
    let documents = read(workspace, &Silent, &mut Stopwatch::start()).documents;
    let topics =
        if order.topics.is_empty() { clip::topics(&clipping, &topics(&documents)) } else { order.topics.clone() };
    let known = clipping.address.as_deref().and_then(|address| entry_of(&documents, address));
    let now = Moment::from_instant(now, &workspace.config.timezone);
    Ok(Prepared { clipping, topics, known, workspace, now, order, address: found.address.clone() })
}

impl Prepared<'_> {
    /// The draft.
    pub fn text(&self) -> String {
        clip::draft(&self.clipping, &self.desk())
    }

    /// The entry's date, as it is written into the draft.
    pub fn date(&self) -> String {
        clip::written(&self.desk().date_of(&self.clipping))
    }

    /// The file in the site folder that the draft is for.
    pub fn path(&self) -> String {
        let headline = self.clipping.headline.as_deref().unwrap_or_default();
        let year = self.desk().date_of(&self.clipping).day().year();
        write::entry_path(headline, year, self.workspace.config.slugs)
    }

    /// Whether there is such a file already, which would stay as it is.
    pub fn is_taken(&self) -> bool {
        self.workspace.root.join(self.path()).exists()
    }

    fn desk(&self) -> Desk<'_> {
        let config = &self.workspace.config;
        Desk {
            now: self.now.clone(),
            zone: config.timezone.clone(),
            language: &config.language,
            date: self.order.date.clone(),
            topics: self.topics.clone(),
            photo: None,
        }
    }
}

/// The topics of pages, then those that entries alone name; files that are broken say nothing here.
fn topics(documents: &[Document]) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for document in documents {
        if let Document::Topic(page) = document {
            topics.push(Topic { name: page.name.clone(), aliases: page.aliases.clone() });
        }
    }
    let entries = documents.iter().filter_map(|document| match document {
        Document::Entry(entry) => Some(entry),
        _ => None,
    });
    let mut known: std::collections::BTreeSet<String> = topics
        .iter()
        .flat_map(|topic| std::iter::once(&topic.name).chain(&topic.aliases))
        .map(|name| name.to_lowercase())
        .collect();
    for name in entries.flat_map(|entry| &entry.topics) {
        if known.insert(name.to_lowercase()) {
            topics.push(Topic { name: name.clone(), aliases: Vec::new() });
        }
    }
    topics
}

/// The file of an entry whose source is at this address.
fn entry_of(documents: &[Document], address: &str) -> Option<String> {
    let wanted = identity(address);
    documents.iter().find_map(|document| match document {
        Document::Entry(entry) => {
            let mut urls = entry.sources.iter().filter_map(|source| source.url.as_deref());
            urls.any(|url| identity(url) == wanted).then(|| entry.path.as_str().to_owned())
        }
        _ => None,
    })
}
