//! Entries as JSON for programs of others: `entries.json` and the `index.json` of an entry.

use schemars::JsonSchema;
use serde::Serialize;

use crate::collate::{EntryId, Item, Status};
use crate::parse::CorrectionKind;

use super::photo::photo;
use super::sitemap::w3c;
use super::text::TextView;
use super::{Context, entry};

/// Every listed entry, newest first.
#[derive(Serialize, JsonSchema)]
pub struct DataList<'a> {
    /// The version of this form; it is raised when a field changes its meaning or goes.
    pub version: u32,
    /// The name of the briefing.
    pub title: &'a str,
    /// The whole address of the front page.
    pub home: String,
    /// The language of the site as a BCP 47 code.
    pub language: &'a str,
    /// The entries.
    pub entries: Vec<DataEntry<'a>>,
}

/// An entry.
#[derive(Serialize, JsonSchema)]
pub struct DataEntry<'a> {
    /// Its whole address.
    pub url: String,
    /// The name that it keeps for ever, as in feeds: a tag URI (RFC 4151).
    pub id: String,
    /// The headline.
    pub headline: &'a str,
    /// The summary.
    pub standfirst: Option<&'a str>,
    /// When it was published: a date, or a date and time with its offset.
    pub date: String,
    /// When it last changed for the reader, where that was later.
    pub modified: Option<String>,
    /// Who wrote or curated it.
    pub byline: &'a [String],
    /// Its topics.
    pub topics: Vec<DataTopic<'a>>,
    /// Whom it is curated from.
    pub sources: Vec<DataSource<'a>>,
    /// Its language as a BCP 47 code.
    pub language: &'a str,
    /// The lead photo.
    pub photo: Option<DataPhoto<'a>>,
}

/// A topic.
#[derive(Serialize, JsonSchema)]
pub struct DataTopic<'a> {
    /// The name.
    pub name: &'a str,
    /// The whole address of its page.
    pub url: String,
}

/// A source.
#[derive(Serialize, JsonSchema)]
pub struct DataSource<'a> {
    /// The publisher's name.
    pub name: &'a str,
    /// The address of the story.
    pub url: Option<&'a str>,
    /// Its authors.
    pub author: &'a [String],
    /// The agencies it draws on.
    pub agencies: &'a [String],
    /// The address of an archived copy.
    pub archive: Option<&'a str>,
    /// When the story was found to be gone from its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<String>,
}

/// A photo with its credit.
#[derive(Serialize, JsonSchema)]
pub struct DataPhoto<'a> {
    /// Its whole address.
    pub url: String,
    /// What it shows.
    pub alt: &'a str,
    /// The words under it.
    pub caption: Option<&'a str>,
    /// The credit line.
    pub credit: Option<&'a str>,
    /// The photographer.
    pub creator: Option<&'a str>,
    /// The licence, by name or address.
    pub license: Option<&'a str>,
    /// Made or altered by AI.
    pub generated: bool,
}

/// An entry with what only its own file holds; the text stands beside it.
#[derive(Serialize, JsonSchema)]
pub struct DataPage<'a> {
    /// The version of this form; it is raised when a field changes its meaning or goes.
    pub version: u32,
    /// The entry as `entries.json` has it.
    pub entry: DataEntry<'a>,
    /// At-a-glance bullets.
    pub key_points: &'a [String],
    /// Attributed quotations, in the order of the text.
    pub quotations: Vec<DataQuotation<'a>>,
    /// Corrections, oldest first.
    pub corrections: Vec<DataCorrection<'a>>,
}

/// An attributed quotation.
#[derive(Serialize, JsonSchema)]
pub struct DataQuotation<'a> {
    /// The whole address of its place on the entry's page.
    pub url: String,
    /// The words, in plain text.
    pub text: &'a str,
    /// Who said them.
    pub speaker: &'a str,
    /// The speaker's role.
    pub role: Option<&'a str>,
    /// The address of the work that is quoted.
    pub cite: Option<&'a str>,
}

/// A correction.
#[derive(Serialize, JsonSchema)]
pub struct DataCorrection<'a> {
    /// When.
    pub date: String,
    /// What kind of note it is.
    pub kind: CorrectionKind,
    /// What was wrong and what is right.
    pub note: &'a str,
}

/// The version of both forms.
const VERSION: u32 = 1;

impl<'a> Context<'a> {
    /// Every published entry.
    pub fn data_list(&'a self) -> DataList<'a> {
        let published = self.site.entries.iter().filter(|item| item.status == Status::Published);
        DataList {
            version: VERSION,
            title: &self.config.title,
            home: format!("{}/", self.config.base_url),
            language: &self.config.language,
            entries: published.map(|item| self.data_entry(item)).collect(),
        }
    }

    /// An entry with all that is said of it, and its text.
    pub fn data_page(&'a self, id: EntryId) -> (DataPage<'a>, TextView<'a>) {
        let item = &self.site.entries[id as usize];
        let entry = self.data_entry(item);
        let quotations = item.entry.text.quotations.iter().map(|said| DataQuotation {
            url: format!("{}#{}", entry.url, said.id),
            text: &said.text,
            speaker: &said.speaker,
            role: said.role.as_deref(),
            cite: said.cite.as_deref(),
        });
        let corrections = item.entry.corrections.iter().map(|correction| DataCorrection {
            date: w3c(&correction.date),
            kind: correction.kind,
            note: &correction.note,
        });
        let page = DataPage {
            version: VERSION,
            key_points: &item.entry.key_points,
            quotations: quotations.collect(),
            corrections: corrections.collect(),
            entry,
        };
        (page, self.text_of(item))
    }

    fn data_entry(&'a self, item: &'a Item) -> DataEntry<'a> {
        let entry = &*item.entry;
        let topic = |&id: &u32| {
            let group = &self.site.topics[id as usize];
            DataTopic { name: &group.name, url: self.absolute(&group.address) }
        };
        let source = |source: &'a crate::parse::Source| DataSource {
            name: &source.name,
            url: source.url.as_deref(),
            author: &source.author,
            agencies: &source.agencies,
            archive: source.archive.as_deref(),
            gone: source.gone.as_ref().map(w3c),
        };
        DataEntry {
            url: self.absolute(&item.address),
            id: self.tag_uri(item),
            headline: &entry.headline,
            standfirst: entry.standfirst.as_deref(),
            date: w3c(&entry.date),
            modified: entry::modified(item).map(w3c),
            byline: &entry.byline,
            topics: item.topics.iter().map(topic).collect(),
            sources: entry.sources.iter().map(source).collect(),
            language: entry.language.as_deref().unwrap_or(&self.config.language),
            photo: self.data_photo(item),
        }
    }

    fn data_photo(&self, item: &'a Item) -> Option<DataPhoto<'a>> {
        let photo = photo(self, item.resolved.photos.first().copied()??);
        Some(DataPhoto {
            url: format!("{}{}", self.origin, photo.url),
            alt: photo.alt,
            caption: photo.caption,
            credit: photo.credit,
            creator: photo.creator,
            license: photo.license,
            generated: photo.generated,
        })
    }
}
