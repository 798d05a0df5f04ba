//! Texts compressed before they are sent: made once for each content, in parallel, and kept in `.dateline/compressed/`.
//! The interface to brotli and, for publishing, to flate2.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::failure::Failure;
use super::piece::Piece;
use crate::config::publish::Encoding;
use crate::load::Digest;

/// Brotli's effort: one step below the last that stays fast (10 and 11 take thirty times as long for a tenth less).
const BROTLI_QUALITY: u32 = 9;
/// Brotli's window, as a power of two: the largest that all browsers take.
const BROTLI_WINDOW: u32 = 22;
/// Brotli's buffer.
const BUFFER: usize = 64 * 1024;

/// What is not worth a header: a file has to lose one byte of so many.
const WORTH: u64 = 20;

/// Compresses texts and remembers them.
#[derive(Debug)]
pub struct Press {
    folder: PathBuf,
}

/// A compressed text.
#[derive(Clone, Debug)]
pub struct Small {
    /// How it is compressed.
    pub encoding: Encoding,
    /// Where its bytes are.
    pub path: PathBuf,
    /// Their hash.
    pub digest: Digest,
    /// Their number.
    pub size: u64,
}

impl Press {
    /// A press that keeps what it makes in the state folder of the site.
    pub fn new(state: &Path) -> Self {
        Self { folder: state.join("compressed") }
    }

    /// The piece compressed; none where that is hardly smaller.
    ///
    /// # Errors
    ///
    /// Where it cannot be read or kept.
    pub fn compressed(&self, plain: &Piece, encoding: Encoding) -> Result<Option<Small>, Failure> {
        let name = format!("{}.{}", plain.digest.hex(), encoding.extension());
        let path = self.folder.join(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(_) => self.make(plain, encoding, &path)?,
        };
        let size = bytes.len() as u64;
        let is_worth_it = size > 0 && size + plain.size / WORTH < plain.size;
        Ok(is_worth_it.then(|| Small { encoding, digest: Digest::of(&bytes), path, size }))
    }

    fn make(&self, plain: &Piece, encoding: Encoding, path: &Path) -> Result<Vec<u8>, Failure> {
        let bytes = compress(&plain.bytes()?, encoding).map_err(Failure::io("compress", &plain.key))?;
        fs::create_dir_all(&self.folder).map_err(Failure::io("create", &self.folder))?;
        // The name of the thread keeps two that make the same content apart.
        let next = path.with_extension(format!("{}-{:?}", std::process::id(), std::thread::current().id()));
        fs::write(&next, &bytes).map_err(Failure::io("write", &next))?;
        fs::rename(&next, path).map_err(Failure::io("replace", path))?;
        Ok(bytes)
    }

    /// Removes what was made of other contents than these, whichever target it was for; what cannot be removed stays.
    pub fn prune(&self, contents: impl Iterator<Item = Digest>) {
        let Ok(kept) = fs::read_dir(&self.folder) else { return };
        let names: BTreeSet<String> = contents.map(|digest| digest.hex()).collect();
        let is_idle = |file: &fs::DirEntry| {
            let name = file.file_name().to_string_lossy().into_owned();
            let (content, encoding) = name.split_once('.').unwrap_or((&name, ""));
            !names.contains(content) || !["br", "gz"].contains(&encoding)
        };
        for file in kept.flatten().filter(is_idle) {
            let _ = fs::remove_file(file.path());
        }
    }
}

fn compress(bytes: &[u8], encoding: Encoding) -> std::io::Result<Vec<u8>> {
    match encoding {
        Encoding::Br => {
            let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER, BROTLI_QUALITY, BROTLI_WINDOW);
            writer.write_all(bytes)?;
            Ok(writer.into_inner())
        }
        Encoding::Gzip => {
            // No name and no time in the head: the same text gives the same bytes.
            let mut writer = GzEncoder::new(Vec::new(), Compression::best());
            writer.write_all(bytes)?;
            writer.finish()
        }
    }
}
