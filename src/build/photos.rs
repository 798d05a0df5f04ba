//! The photo stage: plans the derivatives of all photos and makes those that are missing.

use crate::collate::Site;
use crate::darkroom::{Album, Cabinet, Options, Roll, Watcher};
use crate::photo::Effort;
use crate::problem::{Problems, SitePath};
use crate::theme::Theme;
use crate::write::{self, WriteError};

use super::{Angle, Progress, Workspace, is_stopped_by};

/// Tells a build's progress what the darkroom does.
struct Watch<'a>(&'a dyn Progress);

impl Watcher for Watch<'_> {
    fn begin(&self, files: usize) {
        self.0.begin("making photos", files);
    }

    fn turn_to(&self, path: &SitePath) {
        self.0.turn_to(path.as_str());
    }

    fn advance(&self, files: usize) {
        (0..files).for_each(|_| self.0.advance());
    }

    fn end(&self) {
        self.0.end();
    }
}

/// The files of all photos; where problems stop the build (with `strict`, warnings too), they are named and not made.
/// Those that are made on request are made with as little effort as can be: they are looked at once.
pub(super) fn photos(
    workspace: &Workspace,
    angle: Angle,
    progress: &dyn Progress,
    (site, theme): (&Site, &Theme),
    problems: &mut Problems,
) -> Result<Album, WriteError> {
    let config = &workspace.config.photos;
    let state = workspace.state();
    let options = Options {
        state: &state,
        photos: &theme.photos,
        derivatives: theme.pages.photos,
        originals: config.originals,
        most_pixels: config.max_megapixels as u64 * 1_000_000,
        most_bytes: (config.max_megabytes as u64) << 20,
        effort: if angle.on_request { Effort::Fast } else { Effort::Good },
    };
    let (roll, found) = Roll::plan(site, &options);
    problems.extend(found);
    if roll.is_empty() || (!angle.on_request && is_stopped_by(problems, workspace, angle.strict)) {
        return Ok(roll.undeveloped());
    }
    write::prepare(&state)?;
    if angle.on_request {
        return Ok(roll.on_request(&Cabinet::open(&state)));
    }
    let developed = roll.develop(Cabinet::open(&state), &Watch(progress));
    let (album, found) = developed.map_err(WriteError::io("write", state.join(crate::darkroom::FOLDER)))?;
    problems.extend(found);
    Ok(album)
}
