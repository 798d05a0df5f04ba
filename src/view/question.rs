//! What a template may ask of the whole site, beside what its page's view holds.

use serde::{Deserialize, Serialize};

/// A question of a template. Its form in JSON is its name in the manifest, so that the next build can ask it again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Question {
    /// Entries by their properties.
    Entries(Choice),
    /// A whole list.
    All(Listing),
}

/// A list of which a template gets the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Listing {
    /// Topics in the order of their names.
    Topics,
    /// Sources in the order of their names.
    Sources,
    /// People in the order of their names.
    People,
    /// Stories in the order of their names.
    Stories,
    /// Editions, the newest first.
    Editions,
}

/// Which entries are asked for: those that have all the properties that are given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// Names with the groups that they are looked for in, each kind once, in the order of [`Names`].
    pub names: Vec<(Names, String)>,
    /// The year of publication, in the site's time zone.
    pub year: Option<i16>,
    /// How many at most.
    pub limit: usize,
}

/// A kind of names by which entries are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Names {
    /// A topic: its name or an alias of its page.
    Topic,
    /// A topic with all that are part of it.
    Within,
    /// A source: its name or an alias of its page.
    Source,
    /// Somebody who is quoted: the name or an alias of the person's page.
    Speaker,
    /// A story.
    Story,
}

impl Names {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Topic, Self::Within, Self::Source, Self::Speaker, Self::Story];

    /// The argument by which templates give such a name.
    pub fn argument(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Within => "within",
            Self::Source => "source",
            Self::Speaker => "speaker",
            Self::Story => "story",
        }
    }
}
