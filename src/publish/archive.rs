//! Publishes into one file, for hosts that take uploads: the same build gives the same bytes. The interface to tar and
//! zip. What went into it when is remembered on this machine.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

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
            Ok(bytes) => History::read(&bytes),
            Err(_) => Ok(History::default()),
        }
    }

    fn bytes(&self, pieces: &[Piece], watch: &dyn Watch) -> Result<Vec<u8>, Failure> {
        match self.format {
            ArchiveFormat::TarGz => tar(pieces, watch),
            ArchiveFormat::Zip => zip(pieces, watch),
        }
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

    fn apply(&self, job: &Job<'_>, _: &Seat, watch: &dyn Watch) -> Result<(), Failure> {
        let bytes = self.bytes(job.pieces, watch)?;
        let folder = self.path.parent().map(PathBuf::from).unwrap_or_default();
        fs::create_dir_all(&folder).map_err(Failure::io("create", &folder))?;
        replace(&self.path, &bytes)?;
        let files = job.pieces.iter().map(|piece| (piece.key.clone(), Held::of(piece, None))).collect();
        let record = Record::new(job.id, job.at, &Digest::of(&bytes).hex(), files);
        replace(&self.record_file(), &record.bytes())?;
        let mut history = self.history()?;
        history.add(job.line([]));
        replace(&self.history_file(), &history.bytes())
    }

    fn can_go_back(&self) -> Option<&'static str> {
        Some("an archive holds one release: build an earlier state of the site and publish that")
    }
}

fn tar(pieces: &[Piece], watch: &dyn Watch) -> Result<Vec<u8>, Failure> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), flate2::Compression::best()));
    each(pieces, watch, |piece, bytes| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(DATED);
        archive.append_data(&mut header, &piece.key, bytes)
    })?;
    let finish = || archive.into_inner()?.finish();
    finish().map_err(Failure::io("finish", "the archive"))
}

fn zip(pieces: &[Piece], watch: &dyn Watch) -> Result<Vec<u8>, Failure> {
    let mut archive = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    each(pieces, watch, |piece, bytes| {
        archive.start_file(piece.key.as_str(), options)?;
        archive.write_all(bytes)
    })?;
    let finished = archive.finish().map_err(io::Error::from);
    finished.map(io::Cursor::into_inner).map_err(Failure::io("finish", "the archive"))
}

fn each(
    pieces: &[Piece],
    watch: &dyn Watch,
    mut add: impl FnMut(&Piece, &[u8]) -> io::Result<()>,
) -> Result<(), Failure> {
    watch.begin("packing", pieces.len(), pieces.iter().map(|piece| piece.size).sum());
    for piece in pieces {
        add(piece, &piece.bytes()?).map_err(Failure::io("pack", &piece.key))?;
        watch.done(piece.size);
    }
    watch.end();
    Ok(())
}
