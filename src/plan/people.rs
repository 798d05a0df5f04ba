//! Lists the pages of people and stories, and the log of corrections.

use crate::collate::Address;
use crate::view::{CORRECTIONS, index_of, page_of};

use super::pages::List;
use super::paginate::slices;
use super::{Name, Subject};

impl List<'_> {
    /// The index of people and the pages of each.
    pub fn people(&mut self) {
        let index = index_of(&self.context.config.permalinks.person);
        self.add(&index, Subject::People(index.clone()), Name::Made("the index of people"), None);
        for (position, person) in self.context.site.people.iter().enumerate() {
            let group = &person.group;
            let name = Name::Group("person", group.name.clone());
            self.list(&group.address, person.deeds.len(), &name, &group.named_in, |s| Subject::Person(position, s));
        }
    }

    /// The index of stories and the pages of each.
    pub fn stories(&mut self) {
        let index = index_of(&self.context.config.permalinks.story);
        self.add(&index, Subject::Stories(index.clone()), Name::Made("the index of stories"), None);
        for (position, group) in self.context.site.stories.iter().enumerate() {
            let name = Name::Group("story", group.name.clone());
            self.list(&group.address, group.entries.len(), &name, &group.named_in, |s| Subject::Story(position, s));
        }
    }

    /// The pages of the log of corrections.
    pub fn corrections(&mut self) {
        let log = Address::new(CORRECTIONS);
        for slice in slices(self.context.site.corrections.len(), self.context.config.page_size) {
            let address = if slice.first { log.clone() } else { page_of(&log, slice.number) };
            self.add(&address, Subject::Corrections(slice), Name::Made("the log of corrections"), None);
        }
    }
}
