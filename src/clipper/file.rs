//! Puts a draft, its photo and the source's text where they belong.

use crate::clip::{self, Desk, Picture, Saved};
use crate::photo::Kind;
use crate::web::{Reach, Request};
use crate::{morgue, write};

use super::{Prepared, Trouble, fetch};

/// The largest photo that is saved, in bytes.
const LARGEST_PHOTO: usize = 40 * 1024 * 1024;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The entry's file in the site folder.
    pub path: String,
    /// The file name of the photo beside it.
    pub photo: Option<String>,
    /// Why the source's text was not kept for the check of quotations, where it was not.
    pub not_kept: Option<String>,
}

impl Prepared<'_> {
    /// Writes the draft as a new entry, with its photo where that was ordered, and keeps the source's text.
    ///
    /// # Errors
    ///
    /// When there is such an entry already, which stays as it is, when the photo cannot be saved or the disk fails.
    pub fn file(&self) -> Result<Filed, Trouble> {
        let path = self.path();
        if self.is_taken() {
            return Err(Trouble::Exists(self.workspace.root.join(&path)));
        }
        let photo = self.clipping.photo.as_ref().filter(|photo| !photo.address.is_empty()).zip(self.order.photo);
        let photo = photo.map(|(photo, reach)| self.save(photo, reach, &path)).transpose()?;
        let desk = Desk { photo: photo.clone().map(|file| Saved { file }), ..self.desk() };
        self.write(&path, clip::draft(&self.clipping, &desk).as_bytes())?;
        Ok(Filed { path, photo, not_kept: self.keep().err() })
    }

    /// Saves the lead photo beside the entry, under the entry's name. A page must not lead into a private network: only
    /// the server that the page came from may be in one.
    fn save(&self, photo: &Picture, reach: Reach, entry: &str) -> Result<String, Trouble> {
        let is_same = self.address.as_deref().is_some_and(|page| server(page) == server(&photo.address));
        let reach = if is_same { reach } else { Reach::Public };
        let request = Request { limit: LARGEST_PHOTO + 1, reach, ..Request::get(&photo.address) };
        let answer = fetch::ask(&request, self.workspace)?;
        let kind = Kind::of(&answer.body, "").filter(|_| answer.body.len() <= LARGEST_PHOTO);
        let Some(kind) = kind else { return Err(Trouble::NoPhoto(photo.address.clone())) };
        let path = format!("{}.{}", entry.strip_suffix(".md").unwrap_or(entry), kind.extension());
        self.write(&path, &answer.body)?;
        Ok(path.rsplit('/').next().unwrap_or_default().to_owned())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let root = &self.workspace.root;
        write::create(root, path, bytes).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => Trouble::Exists(root.join(path)),
            _ => Trouble::Unwritten { file: root.join(path), why: error.to_string() },
        })
    }

    /// Keeps the source's text under its address, by which entries name it.
    fn keep(&self) -> Result<(), String> {
        let text = self.clipping.text.join("\n\n");
        let Some(address) = self.clipping.address.as_ref().filter(|_| !text.is_empty()) else { return Ok(()) };
        let state = self.workspace.state();
        write::prepare(&state).map_err(|error| error.to_string())?;
        morgue::keep(&state, address, &text).map(|_| ()).map_err(|error| error.to_string())
    }
}

/// The part of an address that names its server.
fn server(address: &str) -> &str {
    address.split('/').nth(2).unwrap_or_default()
}
