//! Lists the pages of editions: the index, and the page of each.

use crate::config::Editions;
use crate::view::editions_address;

use super::pages::List;
use super::paginate::slices;
use super::{Name, Subject};

impl List<'_> {
    /// Adds them, where the configuration wants editions.
    pub(super) fn editions(&mut self) {
        let (site, config) = (self.context.site, self.context.config);
        if config.editions == Editions::None {
            return;
        }
        for slice in slices(site.editions.len(), config.page_size) {
            let address = editions_address(&slice);
            self.add(&address, Subject::Editions(slice), Name::Made("the index of editions"), None);
        }
        for (position, edition) in site.editions.iter().enumerate() {
            let name = Name::Group("edition", edition.name.clone());
            self.add(&edition.address, Subject::Edition(position), name, Some(edition.named_in.clone()));
        }
    }
}
