//! Lists the pages of people and stories, and the log of corrections.

use crate::collate::Address;
use crate::view::{CORRECTIONS, index_of, page_of};

use super::pages::List;
use super::paginate::slices;
use super::{Owner, Subject};

impl List<'_> {
    /// The index of people and the pages of each.
    pub fn people(&mut self) {
        let index = index_of(&self.context.config.permalinks.person);
        self.add(&index, Subject::People(index.clone()), Owner::Made("the index of people"));
        for (position, person) in self.context.site.people.iter().enumerate() {
            let group = &person.group;
            let owner = Owner::Group("person", &group.name, &group.named_in);
            self.list(&group.address, person.deeds.len(), owner, |s| Subject::Person(position, s));
        }
    }

    /// The index of stories and the pages of each.
    pub fn stories(&mut self) {
        let index = index_of(&self.context.config.permalinks.story);
        self.add(&index, Subject::Stories(index.clone()), Owner::Made("the index of stories"));
        for (position, group) in self.context.site.stories.iter().enumerate() {
            let owner = Owner::Group("story", &group.name, &group.named_in);
            self.list(&group.address, group.entries.len(), owner, |s| Subject::Story(position, s));
        }
    }

    /// The pages of the log of corrections.
    pub fn corrections(&mut self) {
        let log = Address::new(CORRECTIONS);
        for slice in slices(self.context.site.corrections.len(), self.context.config.page_size) {
            let address = if slice.first { log.clone() } else { page_of(&log, slice.number) };
            self.add(&address, Subject::Corrections(slice), Owner::Made("the log of corrections"));
        }
    }
}
