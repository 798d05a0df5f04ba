//! The log of corrections.

use serde::Serialize;

use crate::collate::{Address, Logged};

use super::card::CardOf;
use super::content::Content;
use super::entry::{CorrectionView, correction};
use super::pages::Slice;
use super::{Context, View, direction};

/// The path of the log.
pub const CORRECTIONS: &str = "corrections/";

/// A correction in the log.
#[derive(Serialize, schemars::JsonSchema)]
pub struct LoggedView<'a> {
    /// Where it stands on its entry: the entry's address with the correction's id.
    pub url: String,
    /// The correction.
    pub correction: CorrectionView<'a>,
    /// The language of the note as a BCP 47 code.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The entry that was corrected.
    #[schemars(with = "super::card::Card<'a>")]
    pub entry: CardOf<'a>,
}

impl<'a> Context<'a> {
    /// A page of the log of corrections.
    pub fn corrections(&'a self, slice: &Slice) -> View<'a> {
        let log = Address::new(CORRECTIONS);
        let logged = &self.site.corrections[slice.range.clone()];
        let logged = logged.iter().map(|logged| self.logged(*logged)).collect();
        let list = self.list_of_others(&log, slice);
        let page = self.list_head("corrections", &log, slice);
        View { template: "corrections.html", page, content: Content::Corrections(logged, list) }
    }

    fn logged(&'a self, Logged { entry: id, position }: Logged) -> LoggedView<'a> {
        let item = &self.site.entries[id as usize];
        let position = position as usize;
        let language = item.entry.language.as_deref().unwrap_or(&self.config.language);
        // The date stands among the words of the log, which are those of the site.
        let correction = correction(self, position, &item.entry.corrections[position], &self.config.language);
        LoggedView {
            url: format!("{}#{}", item.address.href(&self.base_path), correction.id),
            correction,
            language,
            direction: direction(language),
            entry: self.card(id),
        }
    }
}
