//! Looks for words of held entries in all that a build writes: what it renders, what it copies, and what an earlier build
//! wrote before the words were held back.

use std::fs::File as DiskFile;
use std::io::{Read as _, Result};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::desk::{Desk, Secrets};
use crate::plan::{Contents, File};
use crate::problem::Problem;
use crate::theme::Bytes;

use super::Meter;

/// How many bytes tell whether a file is a text.
const HEAD: u64 = 8192;

/// Who looks.
#[derive(Debug)]
pub(super) struct Watch<'a> {
    /// Everything that must not be in the output.
    pub secrets: Secrets<'a>,
    /// What the last build did not look for yet.
    new: Secrets<'a>,
    output: &'a Path,
    meter: Option<Arc<Meter>>,
}

impl<'a> Watch<'a> {
    /// Looks for what the desk holds back now; `output` is where the last build wrote.
    pub fn new(desk: &Desk<'a>, output: &'a Path, meter: Option<Arc<Meter>>) -> Self {
        let secrets = Secrets::of(desk);
        Self { new: secrets.since(desk.record), secrets, output, meter }
    }

    /// What stands in a page that was rendered.
    pub fn rendered(&self, path: &str, bytes: &[u8]) -> Vec<Problem> {
        self.look(&self.secrets, path, bytes)
    }

    /// What stands in a file that an earlier build wrote, of the words that are held back since then.
    pub fn kept(&self, path: &str) -> Vec<Problem> {
        if self.new.is_empty() {
            return Vec::new();
        }
        // What cannot be read is written anew by the next build, and looked at then.
        let bytes = text_of(&self.output.join(path)).ok().flatten().unwrap_or_default();
        self.look(&self.new, path, &bytes)
    }

    /// What stands in a text that is copied. The words of photos stand in the pages that show them too.
    pub fn copied(&self, file: &File) -> Vec<Problem> {
        match &file.contents {
            _ if self.secrets.is_empty() => Vec::new(),
            Contents::Given(Bytes::Memory(bytes)) => self.look(&self.secrets, &file.path, bytes),
            Contents::Given(Bytes::Disk(disk)) => {
                // What cannot be read cannot be copied either, and is said then.
                let bytes = text_of(disk).ok().flatten().unwrap_or_default();
                self.look(&self.secrets, &file.path, &bytes)
            }
            Contents::Photo(_) => Vec::new(),
        }
    }

    fn look(&self, secrets: &Secrets<'_>, path: &str, bytes: &[u8]) -> Vec<Problem> {
        match &self.meter {
            Some(meter) => meter.rules("words of held entries", || secrets.found_in(path, bytes)),
            None => secrets.found_in(path, bytes),
        }
    }

    /// The same for all files.
    pub fn all_copied(&self, files: &[File]) -> Vec<Problem> {
        files.par_iter().flat_map_iter(|file| self.copied(file)).collect()
    }
}

/// The bytes of a file, where it looks like a text: no film and no archive is read for words.
fn text_of(path: &Path) -> Result<Option<Vec<u8>>> {
    let mut file = DiskFile::open(path)?;
    let mut bytes = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut bytes)?;
    if bytes.contains(&0) {
        return Ok(None);
    }
    file.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
