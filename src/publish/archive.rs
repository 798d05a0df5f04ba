//! Publishes into one file, for hosts that take uploads: the same build gives the same bytes. The interface to tar and
//! zip. What went into it when is remembered on this machine.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;

use super::failure::Failure;
use super::live::Live;
use super::piece::Piece;
use super::record::{Held, History, Record};
use super::releases::replace;
use super::seat::Seat;
use super::target::{Job, Place, Seen};
use super::watch::Watch;
use crate::config::publish::ArchiveFormat;
use crate::load::Digest;

/// What all files are dated: the first moment that a zip can say (1980-01-01), in seconds since 1970.
const DATED: u64 = 315_532_800;

/// From which size on a zip has to be told of it before, in bytes.
const LARGE: usize = u32::MAX as usize;

/// An archive.
#[derive(Debug)]
pub struct Archive {
    /// The file.
    pub path: PathBuf,
    /// Its format.
    pub format: ArchiveFormat,
    /// The folder in which it is remembered what is in it.
    pub memory: PathBuf,
}

impl Archive {
    fn record_file(&self) -> PathBuf {
        self.memory.join("archive.json")
    }

    fn history_file(&self) -> PathBuf {
        self.memory.join("history.json")
    }

    /// What is in the file, where it is still the one that was written here: the record bears the hash of the whole.
    fn record(&self) -> Option<Record> {
        let record = Record::read(&fs::read(self.record_file()).ok()?).ok()?;
        let whole = Digest::of_file(&self.path).ok()?;
        (record.site == whole.hex()).then_some(record)
    }

    fn history(&self) -> Result<History, Failure> {
        match fs::read(self.history_file()) {
            // What only this machine remembers has nobody else to be asked for.
            Ok(bytes) => Ok(History::kept(Some(&bytes))?.unwrap_or_default()),
            Err(_) => Ok(History::default()),
        }
    }

    /// The file as it is made, beside its place, for the publish with this token: two of different site folders do not meet,
    /// and what a killed one left is known.
    fn incoming(&self, token: &str) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!(".{name}.{token}"))
    }

    /// Makes the archive beside its place; gives the hash of it.
    fn make(&self, pieces: &[Piece], path: &Path, watch: &dyn Watch) -> Result<Digest, Failure> {
        let file = File::create_new(path).map_err(Failure::io("create", path))?;
        let file = match self.format {
            ArchiveFormat::TarGz => tar(pieces, file, path, watch)?,
            ArchiveFormat::Zip => zip(pieces, file, path, watch)?,
        };
        file.sync_data().map_err(Failure::io("write", path))?;
        Digest::of_file(path).map_err(Failure::io("read", path))
    }
}

impl Place for Archive {
    fn look(&self, _: &[Piece], _: &dyn Watch) -> Result<Seen, Failure> {
        let record = self.record();
        let live = Live {
            release: record.as_ref().map(|record| record.id.clone()),
            is_new: record.is_none(),
            files: record.map(|record| record.files).unwrap_or_default(),
            ..Live::default()
        };
        Ok(Seen { live, history: self.history()? })
    }

    fn recall(&self, id: &str, _: &Seen, _: &dyn Watch) -> Result<Vec<Piece>, Failure> {
        Err(Failure::refused(format!("release `{id}` is not kept: an archive holds one release")))
    }

    fn apply(&self, job: &Job<'_>, seat: &Seat, watch: &dyn Watch) -> Result<(), Failure> {
        let folder = self.path.parent().map(PathBuf::from).unwrap_or_default();
        fs::create_dir_all(&folder).map_err(Failure::io("create", &folder))?;
        if let Some(before) = &seat.before {
            let _ = fs::remove_file(self.incoming(before));
        }
        let incoming = self.incoming(&seat.token);
        seat.remember()?;
        let made = self.make(job.pieces, &incoming, watch);
        let whole = made.inspect_err(|_| {
            // A disk that is full should not be kept full by half a file.
            let _ = fs::remove_file(&incoming);
        })?;
        fs::rename(&incoming, &self.path).map_err(Failure::io("replace", &self.path))?;
        let files = job.pieces.iter().map(|piece| (piece.key.clone(), Held::of(piece, None))).collect();
        let record = Record::new(job.id, job.at, &whole.hex(), files);
        replace(&self.record_file(), &record.bytes())?;
        let mut history = self.history()?;
        history.add(job.line([]));
        replace(&self.history_file(), &history.bytes())
    }

    fn prune(&self, _: &Seen, _: &Seat, _: &str, _: &dyn Watch) -> Result<usize, Failure> {
        Ok(0)
    }

    fn can_go_back(&self) -> Option<&'static str> {
        Some("an archive holds one release: build an earlier state of the site and publish that")
    }
}

fn tar(pieces: &[Piece], file: File, path: &Path, watch: &dyn Watch) -> Result<File, Failure> {
    let mut archive = tar::Builder::new(GzEncoder::new(BufWriter::new(file), flate2::Compression::best()));
    each(pieces, path, watch, |piece, bytes| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(DATED);
        archive.append_data(&mut header, &piece.key, bytes)
    })?;
    let finish = || Ok(archive.into_inner()?.finish()?.into_inner()?);
    finish().map_err(Failure::io("write", path))
}

fn zip(pieces: &[Piece], file: File, path: &Path, watch: &dyn Watch) -> Result<File, Failure> {
    let mut archive = zip::ZipWriter::new(Mute { inner: BufWriter::new(file), at: 0, has_failed: false });
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    each(pieces, path, watch, |piece, bytes| {
        archive.start_file(piece.key.as_str(), options.large_file(bytes.len() > LARGE))?;
        archive.write_all(bytes)
    })?;
    let finish = || Ok(archive.finish().map_err(io::Error::from)?.inner.into_inner()?);
    finish().map_err(Failure::io("write", path))
}

/// A file that says once that it fails. A writer of zips that is let go finishes what it has, and where that fails as well
/// it writes to the terminal by itself.
struct Mute {
    inner: BufWriter<File>,
    /// Where it stands, or would.
    at: u64,
    has_failed: bool,
}

impl Mute {
    fn once<T>(&mut self, instead: T, work: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>) -> io::Result<T> {
        if self.has_failed {
            return Ok(instead);
        }
        work(&mut self.inner).inspect_err(|_| self.has_failed = true)
    }
}

impl Write for Mute {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.once(bytes.len(), |file| file.write(bytes))?;
        self.at += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.once((), Write::flush)
    }
}

impl Seek for Mute {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(way) => self.at.saturating_add_signed(way),
            SeekFrom::End(_) => self.at,
        };
        self.at = self.once(at, |file| file.seek(to))?;
        Ok(self.at)
    }
}

fn each(
    pieces: &[Piece],
    path: &Path,
    watch: &dyn Watch,
    mut add: impl FnMut(&Piece, &[u8]) -> io::Result<()>,
) -> Result<(), Failure> {
    watch.begin("packing", pieces.len(), pieces.iter().map(|piece| piece.size).sum());
    for piece in pieces {
        watch.go_on()?;
        add(piece, &piece.bytes()?).map_err(Failure::io("write", path))?;
        watch.done(piece.size);
    }
    watch.end();
    Ok(())
}
