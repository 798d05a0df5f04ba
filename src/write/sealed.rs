//! Files of the state folder: a kind, a format version and a checksum before the value, so that damage is noticed.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::WriteError;
use crate::load::Digest;

/// How many bytes are written at once.
const PIECE: usize = 64 << 10;

/// What a sealed file holds; the first bytes of the file. The last digit is the format's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Manifest,
    /// What a program of before wrote, which knew nothing of questions.
    FirstManifest,
    Journal,
    Words,
    Public,
    Photos,
    Texts,
    Note,
}

impl Kind {
    fn magic(self) -> &'static [u8] {
        match self {
            Self::Manifest => b"dateline manifest 2\n",
            Self::FirstManifest => b"dateline manifest 1\n",
            Self::Journal => b"dateline journal 2\n",
            Self::Words => b"dateline words 1\n",
            Self::Public => b"dateline public 1\n",
            Self::Photos => b"dateline looked 1\n",
            Self::Texts => b"dateline texts 1\n",
            Self::Note => b"dateline note 2\n",
        }
    }
}

/// Writes a sealed file and waits until the disk has it.
pub(super) fn save<T: Serialize>(kind: Kind, value: &T, path: &Path) -> Result<(), WriteError> {
    write(kind, value, path)?.sync_data().map_err(WriteError::io("write", path))
}

/// Writes a sealed file that may as well be lost: what the disk does not get, the checksum tells.
pub(super) fn save_lightly<T: Serialize>(kind: Kind, value: &T, path: &Path) -> Result<(), WriteError> {
    write(kind, value, path).map(drop)
}

/// Writes the value piece by piece and its checksum last: until then there is none that fits.
fn write<T: Serialize>(kind: Kind, value: &T, path: &Path) -> Result<File, WriteError> {
    let write = || -> io::Result<File> {
        let mut file = File::create(path)?;
        file.write_all(kind.magic())?;
        file.write_all(&[0; blake3::OUT_LEN])?;
        let pieces = BufWriter::with_capacity(PIECE, Summed { file, sum: blake3::Hasher::new() });
        let pieces = postcard::to_io(value, pieces).map_err(io::Error::other)?;
        let Summed { mut file, sum } = pieces.into_inner()?;
        file.seek(SeekFrom::Start(kind.magic().len() as u64))?;
        file.write_all(sum.finalize().as_bytes())?;
        Ok(file)
    };
    write().map_err(WriteError::io("write", path))
}

/// A file with the checksum of what was written into it.
struct Summed {
    file: File,
    sum: blake3::Hasher,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Gives a saved file its final name, and waits until the disk knows it by that name.
pub(super) fn publish(next: &Path, path: &Path) -> Result<(), WriteError> {
    fs::rename(next, path).map_err(WriteError::io("replace", path))?;
    // Not every system lets a folder be opened and synced; there, its order of changes has to do.
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The checksum of a sealed file as it says itself; `None` where there is no such file.
pub(super) fn sum(kind: Kind, path: &Path) -> Option<Digest> {
    let mut head = vec![0; kind.magic().len() + blake3::OUT_LEN];
    File::open(path).ok()?.read_exact(&mut head).ok()?;
    let sum: [u8; blake3::OUT_LEN] = head.strip_prefix(kind.magic())?.try_into().ok()?;
    Some(blake3::Hash::from_bytes(sum).into())
}

/// Reads a sealed file; `None` when there is none, and otherwise either its value or what is wrong with it.
pub(super) fn load<T: DeserializeOwned>(kind: Kind, path: &Path) -> Option<Result<T, &'static str>> {
    match fs::read(path) {
        Ok(bytes) => Some(unseal(kind, &bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(_) => Some(Err("cannot be read")),
    }
}

fn unseal<T: DeserializeOwned>(kind: Kind, bytes: &[u8]) -> Result<T, &'static str> {
    const DAMAGED: &str = "is damaged";
    let sealed = bytes.strip_prefix(kind.magic()).ok_or("is of another version of Dateline, or damaged")?;
    let (sum, payload) = sealed.split_at_checked(blake3::OUT_LEN).ok_or(DAMAGED)?;
    if blake3::hash(payload).as_bytes() != sum {
        return Err(DAMAGED);
    }
    postcard::from_bytes(payload).map_err(|_| DAMAGED)
}
