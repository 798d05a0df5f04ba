//! `dateline schema`: JSON Schemas for editors.

use std::collections::BTreeMap;
use std::path::Path;

use clap::ValueEnum;

use crate::build::Workspace;
use crate::config;
use crate::parse::{self, SchemaKind};
use crate::render;
use crate::theme::{self, Setting};

use super::{Exit, terminal};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  dateline schema entry > schema/entry.json")]
pub(super) struct Args {
    /// Of what
    #[arg(value_enum)]
    of: Of,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Of {
    /// The front matter of an entry
    Entry,
    /// The front matter of a topic page
    Topic,
    /// The front matter of a source page
    Source,
    /// The front matter of a person's page
    Person,
    /// The front matter of a plain page
    Page,
    /// The front matter of an edition's page
    Edition,
    /// The configuration, `dateline.yaml`
    Config,
    /// What is written as JSON: `entries.json` and the `index.json` of an entry
    Data,
}

impl Of {
    /// Its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Topic => "topic",
            Self::Source => "source",
            Self::Person => "person",
            Self::Page => "page",
            Self::Edition => "edition",
            Self::Config => "config",
            Self::Data => "data",
        }
    }

    /// The schema as JSON text; `settings` are those of the site's theme.
    pub fn text(self, settings: &BTreeMap<String, Setting>) -> String {
        let schema = match self {
            Self::Entry => parse::schema(SchemaKind::Entry),
            Self::Topic => parse::schema(SchemaKind::Topic),
            Self::Source => parse::schema(SchemaKind::Source),
            Self::Person => parse::schema(SchemaKind::Person),
            Self::Page => parse::schema(SchemaKind::Page),
            Self::Edition => parse::schema(SchemaKind::Edition),
            Self::Config => {
                let mut schema = config::schema();
                schema["properties"]["settings"] = theme::settings_schema(settings);
                schema
            }
            Self::Data => render::data_schema(),
        };
        format!("{schema:#}\n")
    }
}

impl Args {
    /// Prints it: the configuration's with the settings of the theme of the site at `root`, or outside of a site with
    /// those of the theme that is built in.
    pub fn run(self, root: &Path) -> Exit {
        let workspace = Workspace::open(root).ok();
        let theme = workspace.and_then(|workspace| theme::load(&workspace.root, &workspace.config, &[]).0);
        terminal::data(&self.of.text(&theme.map_or_else(theme::built_in_settings, |theme| theme.settings)))
    }
}
