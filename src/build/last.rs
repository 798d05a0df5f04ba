//! What the last snapshot was made of: the dev server keeps it from one save to the next. Most saves change words and
//! move nothing; the site is then the last one with other words in it, and its plan is the last one's.
//!
//! Whether anything moved is not guessed from what was saved: all that collation and plan were given is compared with
//! what they are given now.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::collate::{self, Audience, Site};
use crate::desk::Twins;
use crate::load::{Digest, Media};
use crate::parse::{Document, Entry, Sidecar, Unread};
use crate::plan::Plan;
use crate::problem::{Problem, SitePath};
use crate::theme::Theme;
use crate::view::hash;

/// How many entries may have changed for a site to be renewed; where more did, it is collated anew.
const FEW: usize = 64;

/// What the last snapshot was made of, once there was one.
#[derive(Debug, Default)]
pub struct Last(Mutex<Option<Stood>>);

/// A value with what was wrong with what it was made of.
type Found<T> = (Arc<T>, Vec<Problem>);

/// A site with what it was made of.
#[derive(Debug)]
struct Stood {
    basis: Basis,
    site: Found<Site>,
    /// Its plan, and what that was made of beside the site.
    plan: Option<(Digest, Found<Plan>)>,
    /// Its entries that are there twice.
    twins: Option<Arc<Twins>>,
}

/// All that collation depends on, but the moment.
#[derive(Debug)]
struct Basis {
    documents: Vec<Document>,
    media: Arc<Vec<Media>>,
    sidecars: Arc<Vec<Sidecar>>,
    config: Digest,
    audience: Audience,
    people: bool,
    asked: BTreeSet<String>,
}

/// What is collated.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    /// Documents, by path.
    pub documents: &'a [Document],
    /// Photos and other files, by path.
    pub media: &'a Arc<Vec<Media>>,
    /// What stands beside photos.
    pub sidecars: &'a Arc<Vec<Sidecar>>,
    /// Files that are too broken to be a document.
    pub unread: &'a [Unread],
    /// The hash of the configuration.
    pub config: Digest,
}

impl Last {
    /// The site: the last one in new words where nothing moved, else one that is collated.
    pub(super) fn site(&self, given: Given<'_>, options: collate::Options<'_>) -> Found<Site> {
        let mut last = self.lock().take();
        if let Some(stood) = last.as_mut().filter(|stood| stood.basis.holds(given, options))
            && stood.renew(given.documents, options)
        {
            let site = stood.site.clone();
            *self.lock() = last;
            return site;
        }
        let (site, found) = collate::collate(given.documents.to_vec(), Arc::clone(given.media), given.unread, options);
        let site = (Arc::new(site), found);
        // Files that cannot be read are no basis: they will be, and then the one before is nearer.
        if given.unread.is_empty() {
            last = Some(Stood { basis: Basis::of(given, options), site: site.clone(), plan: None, twins: None });
        }
        *self.lock() = last;
        site
    }

    /// The plan of a site that was given here: that of the last one where nothing moved, else one that is made.
    pub(super) fn plan(
        &self,
        site: &Arc<Site>,
        theme: &Theme,
        make: impl FnOnce() -> (Plan, Vec<Problem>),
    ) -> Found<Plan> {
        let statics: Vec<(&str, Digest)> = theme.statics.iter().map(|file| (&*file.path, file.digest)).collect();
        let depends = hash(&(theme.digest, theme.pages, statics));
        if let Some(stood) = &*self.lock()
            && let Some((of, plan)) = &stood.plan
            && Arc::ptr_eq(&stood.site.0, site)
            && *of == depends
        {
            return plan.clone();
        }
        let (plan, found) = make();
        let plan = (Arc::new(plan), found);
        if let Some(stood) = self.lock().as_mut().filter(|stood| Arc::ptr_eq(&stood.site.0, site)) {
            stood.plan = Some((depends, plan.clone()));
        }
        plan
    }

    /// Entries of a site that was given here that are there twice: those of the last one where the same is compared.
    pub(super) fn twins(&self, site: &Arc<Site>) -> Arc<Twins> {
        if let Some(stood) = &*self.lock()
            && let Some(twins) = &stood.twins
            && Arc::ptr_eq(&stood.site.0, site)
        {
            return Arc::clone(twins);
        }
        let twins = Arc::new(Twins::of(site));
        if let Some(stood) = self.lock().as_mut().filter(|stood| Arc::ptr_eq(&stood.site.0, site)) {
            stood.twins = Some(Arc::clone(&twins));
        }
        twins
    }

    fn lock(&self) -> MutexGuard<'_, Option<Stood>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Basis {
    fn of(given: Given<'_>, options: collate::Options<'_>) -> Self {
        Self {
            documents: given.documents.to_vec(),
            media: Arc::clone(given.media),
            sidecars: Arc::clone(given.sidecars),
            config: given.config,
            audience: options.audience,
            people: options.people,
            asked: options.asked.clone(),
        }
    }

    /// Whether all but the documents themselves is as it was.
    fn holds(&self, given: Given<'_>, options: collate::Options<'_>) -> bool {
        given.unread.is_empty()
            && self.documents.len() == given.documents.len()
            && Arc::ptr_eq(&self.media, given.media)
            && Arc::ptr_eq(&self.sidecars, given.sidecars)
            && (self.config, self.audience, self.people) == (given.config, options.audience, options.people)
            && self.asked == *options.asked
    }

    /// The entries that changed, as they were and as they are; none where other documents did, or many.
    fn changed<'a>(&'a self, documents: &'a [Document]) -> Option<Vec<(&'a Arc<Entry>, &'a Arc<Entry>)>> {
        let mut changed = Vec::new();
        for (before, after) in self.documents.iter().zip(documents) {
            match (before, after) {
                (before, after) if before.is(after) => {}
                (Document::Entry(before), Document::Entry(after)) if changed.len() < FEW => {
                    changed.push((before, after));
                }
                _ => return None,
            }
        }
        Some(changed)
    }
}

impl Stood {
    /// Puts in new words; whether that was enough.
    fn renew(&mut self, documents: &[Document], options: collate::Options<'_>) -> bool {
        let Some(changed) = self.basis.changed(documents) else { return false };
        let paths: Vec<&SitePath> = changed.iter().map(|(before, _)| &before.path).collect();
        // What is wrong in a changed file stands elsewhere in it now.
        if self.site.1.iter().any(|problem| is_of(problem, &paths)) {
            return false;
        }
        let Some(site) = self.site.0.renewed(&changed, options.now) else { return false };
        if self.plan.as_ref().is_some_and(|(_, (_, found))| found.iter().any(|problem| is_of(problem, &paths))) {
            self.plan = None;
        }
        if !changed.iter().all(|(before, after)| Twins::are_compared_alike(before, after)) {
            self.twins = None;
        }
        self.site.0 = Arc::new(site);
        self.basis.documents = documents.to_vec();
        true
    }
}

/// Whether a problem points into one of these files.
fn is_of(problem: &Problem, paths: &[&SitePath]) -> bool {
    let places = problem.place.iter().chain(problem.related.iter().map(|(place, _)| place));
    places.into_iter().any(|place| paths.contains(&&place.file))
}
