//! The site at a moment, as one audience sees it: all that is needed to render any page of it. A build renders them all,
//! the dev server those that are asked for.
//!
//! Its parts borrow from one another, so a snapshot lives as long as the call of [`take`] that made it. Who wants to keep
//! one for longer keeps that call going: the dev server gives each a thread of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::collate::{self, Audience, EntryId, Site};
use crate::desk::Desk;
use crate::plan::{self, Page, Plan};
use crate::problem::{Problem, Problems};
use crate::render::{self, Rendered, Templates};
use crate::theme::Theme;
use crate::view::{Context, FeedItem, hash};
use crate::write::WriteError;

use super::last::Given;
use super::photos::photos;
use super::{BUILD_ID, Progress, Read, Stopwatch, Workspace, rules};

/// From where a site is seen.
#[derive(Clone, Copy, Debug)]
pub struct Angle {
    /// Who sees it.
    pub audience: Audience,
    /// When.
    pub now: Timestamp,
    /// Whether warnings stand against it too: no photos are made for a site that is not built.
    pub strict: bool,
    /// Whether derivatives of photos wait until somebody asks for them, and are not made before the first page.
    pub on_request: bool,
}

/// The site at a moment, ready to be rendered.
#[derive(Clone, Copy)]
pub struct Snapshot<'a> {
    /// What is collated.
    pub site: &'a Site,
    /// What views are made of.
    pub context: &'a Context<'a>,
    /// The theme as the audience gets it.
    pub theme: &'a Theme,
    /// Every file of the output.
    pub plan: &'a Plan,
    /// The theme's templates.
    pub templates: &'a Templates,
    /// What the desk has read.
    pub desk: &'a Desk<'a>,
}

impl Snapshot<'_> {
    /// Renders one page of the plan.
    ///
    /// # Errors
    ///
    /// With the problem in a template.
    pub fn render(&self, page: &Page) -> Result<Rendered, Box<Problem>> {
        render::render(self.templates, self.context, page, &page.subject.view(self.context))
    }

    /// What feeds have of an entry, whether one is written or not: its head, and its text as HTML.
    ///
    /// # Errors
    ///
    /// With the problem in a template.
    pub fn feed_item(&self, id: EntryId) -> Result<(&FeedItem, &str), Box<Problem>> {
        render::feed_item(self.templates, self.context, id)
    }
}

/// Collates and plans what was read (its theme being as the audience gets it), and lets `then` have it with everything that is wrong so far. There is no snapshot
/// where no theme or no template can be used.
///
/// # Errors
///
/// When the photos that are made cannot be kept.
pub fn take<T>(
    workspace: &Workspace,
    angle: Angle,
    read: Read,
    progress: &dyn Progress,
    watch: &mut Stopwatch,
    then: impl FnOnce(Option<Snapshot<'_>>, Problems, &mut Stopwatch) -> T,
) -> Result<T, WriteError> {
    let Read {
        documents,
        media,
        sidecars,
        theme,
        templates,
        unread,
        data,
        remembered,
        morgue,
        record,
        mut problems,
        ..
    } = read;
    problems.extend(workspace.problems.iter().cloned());
    let nothing = BTreeSet::new();
    let options = collate::Options {
        config: &workspace.config,
        now: angle.now,
        audience: angle.audience,
        people: theme.as_ref().is_none_or(|theme| theme.pages.people),
        asked: theme.as_ref().map_or(&nothing, |theme| &theme.asked_photos),
        sidecars: &sidecars,
    };
    let given =
        Given { documents: &documents, media: &media, sidecars: &sidecars, unread: &unread, config: workspace.digest };
    let (site, found) = remembered.last.site(given, options);
    problems.extend(found);
    watch.lap("collate");
    let (Some(theme), Some(templates)) = (theme, templates) else { return Ok(then(None, problems, watch)) };
    let theme = &*theme;
    let album = photos(workspace, angle, progress, (&site, theme), &mut problems)?;
    watch.lap("photos");
    let mut context = Context::new(&site, &workspace.config, theme, &album);
    context.formats.retain(|&format| plan::wants_feed(theme, format));
    if theme.pages.search && workspace.config.search {
        let stamp = hash(&(BUILD_ID, workspace.digest, theme.digest));
        context.remembered = (Arc::clone(&remembered.words), stamp);
    }
    let plan = || remembered.last.plan(&site, theme, || plan::plan(&context, theme));
    let ((plan, found), twins) = rayon::join(plan, || remembered.last.twins(&site));
    problems.extend(found);
    watch.lap("plan");
    let desk = Desk {
        site: &site,
        documents: &documents,
        twins: &twins,
        all_read: unread.is_empty(),
        config: &workspace.config,
        plan: &plan,
        morgue: &morgue,
        record: record.as_deref(),
    };
    problems.extend(rules::check(&desk, watch.meter()));
    watch.lap("desk");
    let result = match templates {
        Ok(compiled) => {
            let meter = watch.meter().cloned().map(|meter| meter as Arc<dyn render::Meter>);
            let templates = Templates::new(&compiled, theme, &context, &data).metered(meter);
            problems.extend(templates.unknown_names());
            watch.lap("templates");
            let parts =
                Snapshot { site: &site, context: &context, theme, plan: &plan, templates: &templates, desk: &desk };
            then(Some(parts), problems, watch)
        }
        Err(broken) => {
            problems.extend(broken);
            then(None, problems, watch)
        }
    };
    let made = context.into_made();
    // Taking a large site apart takes longer than writing its summary: nobody needs to wait for that.
    rayon::spawn(move || drop((made, site, plan, remembered)));
    Ok(result)
}
