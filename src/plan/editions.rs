//! Lists the pages of editions: the index, the page of each, and what is sent of each.

use crate::collate::Edition;
use crate::config::Editions;
use crate::view::{EmailPart, editions_address, email_address};

use super::pages::List;
use super::paginate::slices;
use super::{Owner, Subject};

impl<'a> List<'a> {
    /// Adds them, where the configuration wants editions.
    pub(super) fn editions(&mut self) {
        let (site, config) = (self.context.site, self.context.config);
        if config.editions == Editions::None {
            return;
        }
        for slice in slices(site.editions.len(), config.page_size) {
            let address = editions_address(&slice);
            self.add(&address, Subject::Editions(slice), Owner::Made("the index of editions"));
        }
        for (position, edition) in site.editions.iter().enumerate() {
            let owner = Owner::Group("edition", &edition.name, &edition.named_in);
            self.add(&edition.address, Subject::Edition(position), owner);
            if self.context.sends_email() {
                self.email(position, edition);
            }
        }
    }

    /// The email of an edition, whole and in parts.
    fn email(&mut self, position: usize, edition: &'a Edition) {
        for part in EmailPart::ALL {
            let owner = Owner::Group("email of the edition", &edition.name, &edition.named_in);
            self.add(&email_address(edition, part), Subject::Email(position, part), owner);
        }
    }
}
