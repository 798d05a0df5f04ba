//! Who made a picture, who supplies it and under which terms, as its file says it.

use serde::{Deserialize, Serialize};

/// What a picture is that a machine made or altered (IPTC NewsCodes, Digital Source Type).
pub const GENERATED: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

/// The ends of the digital source types that say so.
const MADE_BY_MACHINE: [&str; 4] = [
    "/trainedAlgorithmicMedia",
    "/compositeWithTrainedAlgorithmicMedia",
    "/algorithmicallyEnhanced",
    "/algorithmicMedia",
];

/// The fields of IPTC Photo Metadata 2025.1 that are read and written; each is none where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Credits {
    /// The photographer: Creator, By-line.
    pub creator: Option<String>,
    /// The words that its supplier wants shown beside it: Credit Line.
    pub credit: Option<String>,
    /// Copyright Notice.
    pub copyright: Option<String>,
    /// Description, Caption.
    pub caption: Option<String>,
    /// Headline.
    pub headline: Option<String>,
    /// Alt Text (Accessibility).
    pub alt: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Date Created: `2017-04-12`, or with a time.
    pub date: Option<String>,
    /// Web Statement of Rights: the address of the licence.
    pub license: Option<String>,
    /// Licensor URL: where it may be bought.
    pub licensor: Option<String>,
    /// Source: from whom its supplier has it.
    pub source: Option<String>,
    /// Digital Source Type: an address of IPTC's NewsCodes.
    pub source_type: Option<String>,
}

impl Credits {
    /// The same, with what is silent here said by `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            creator: self.creator.or(other.creator),
            credit: self.credit.or(other.credit),
            copyright: self.copyright.or(other.copyright),
            caption: self.caption.or(other.caption),
            headline: self.headline.or(other.headline),
            alt: self.alt.or(other.alt),
            city: self.city.or(other.city),
            country: self.country.or(other.country),
            date: self.date.or(other.date),
            license: self.license.or(other.license),
            licensor: self.licensor.or(other.licensor),
            source: self.source.or(other.source),
            source_type: self.source_type.or(other.source_type),
        }
    }

    /// Whether the file says that a machine made or altered the picture.
    pub fn is_generated(&self) -> bool {
        self.source_type.as_deref().is_some_and(|kind| MADE_BY_MACHINE.iter().any(|end| kind.ends_with(end)))
    }
}
