//! Lists the pages of editions: the index, the page of each, and what is sent of each.

use crate::collate::Edition;
use crate::config::Editions;
use crate::view::{EmailPart, editions_address, email_address};

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
            if self.context.sends_email() {
                self.email(position, edition);
            }
        }
    }

    /// The email of an edition, whole and in parts.
    fn email(&mut self, position: usize, edition: &Edition) {
        for part in EmailPart::ALL {
            let name = Name::Group("email of the edition", edition.name.clone());
            let place = Some(edition.named_in.clone());
            self.add(&email_address(edition, part), Subject::Email(position, part), name, place);
        }
    }
}
