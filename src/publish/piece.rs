//! The files of a release as a target gets them: chosen, named, compressed, with their headers and their place in line.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::compress::{Press, Small};
use super::dress::{Dress, is_compressed};
use super::failure::Failure;
use super::wave::Wave;
use crate::config::publish::{Encoding, Target};
use crate::load::Digest;
use crate::write::{Entry, Manifest};

/// A file of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its path on the target.
    pub key: String,
    /// Where its bytes are.
    pub from: From,
    /// The hash of its bytes as the target holds them.
    pub digest: Digest,
    /// Their number.
    pub size: u64,
    /// Its headers, where the target keeps headers.
    pub dress: Option<Dress>,
    /// The mark of its headers, where they are known by it alone.
    pub mark: Option<String>,
    /// When it is sent.
    pub wave: Wave,
    /// Its place within its wave, where the configuration gives it one.
    pub rank: usize,
}

/// Where the bytes of a piece are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// In this file.
    Disk(PathBuf),
    /// On the target, which kept them of an earlier release.
    Kept,
}

impl Piece {
    /// Its bytes.
    ///
    /// # Errors
    ///
    /// Where they cannot be read, or are not those that the build wrote: somebody changed the file since.
    pub fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let From::Disk(path) = &self.from else {
            return Err(Failure::machine(format!("the bytes of `{}` are not on this machine", self.key)));
        };
        let bytes = std::fs::read(path).map_err(Failure::io("read", path))?;
        if Digest::of(&bytes) == self.digest {
            return Ok(bytes);
        }
        let message = format!("`{}` is not as the build wrote it: another hand or another build changed it", self.key);
        Err(Failure::refused(message).hint("run the command again"))
    }
}

/// The pieces of a build for a target, sorted by their keys.
///
/// # Errors
///
/// Where a file cannot be read or compressed, or two have the same key.
pub fn pieces(output: &Path, manifest: &Manifest, target: &Target, press: &Press) -> Result<Vec<Piece>, Failure> {
    let chosen: Vec<&Entry> = manifest.entries().iter().filter(|entry| is_chosen(&entry.path, target)).collect();
    let made: Result<Vec<Vec<Piece>>, Failure> =
        chosen.par_iter().map(|entry| of_file(output, entry, target, press)).collect();
    let mut pieces: Vec<Piece> = made?.into_iter().flatten().collect();
    pieces.sort_by(|a, b| a.key.cmp(&b.key));
    match pieces.windows(2).find(|pair| pair[0].key == pair[1].key) {
        Some(pair) => Err(Failure::refused(format!("two files would be published as `{}`", pair[0].key))
            .hint("leave one of them out with `exclude`")),
        None => Ok(pieces),
    }
}

fn is_chosen(path: &str, target: &Target) -> bool {
    let is_included = target.include.is_empty() || target.include.iter().any(|pattern| pattern.fits(path));
    is_included && !target.exclude.iter().any(|pattern| pattern.fits(path))
}

/// The pieces that a file becomes: one, and where texts stand compressed beside the plain ones, one for each encoding.
fn of_file(output: &Path, entry: &Entry, target: &Target, press: &Press) -> Result<Vec<Piece>, Failure> {
    let path: &str = &entry.path;
    let source = output.join(path);
    let plain = Piece {
        key: key(path, target),
        digest: entry.content,
        size: entry.stat.size,
        dress: target.place.has_headers().then(|| Dress::of(path, target)),
        mark: None,
        wave: Wave::of(path),
        rank: target.order.iter().position(|pattern| pattern.fits(path)).unwrap_or(target.order.len()),
        from: From::Disk(source),
    };
    let encodings: &[Encoding] = if is_compressed(path, target) { &target.compress } else { &[] };
    if target.place.has_headers() {
        let small = in_a_store(encodings, plain.wave).map(|encoding| press.compressed(&plain, encoding));
        let small = small.transpose()?.flatten();
        return Ok(vec![small.map_or(plain.clone(), |small| instead(plain, small))]);
    }
    let small: Result<Vec<Option<Small>>, Failure> =
        encodings.iter().map(|&encoding| press.compressed(&plain, encoding)).collect();
    let beside: Vec<Piece> = small?.into_iter().flatten().map(|small| beside(&plain, small)).collect();
    Ok([vec![plain], beside].concat())
}

/// How a text is compressed in a store, which answers everybody with the same bytes: by gzip where it may be, which
/// everybody reads. By Brotli only where nothing else was asked for, and no feeds and sitemaps: many of the programs that
/// fetch those do not read it.
fn in_a_store(asked: &[Encoding], wave: Wave) -> Option<Encoding> {
    if asked.contains(&Encoding::Gzip) {
        return Some(Encoding::Gzip);
    }
    asked.first().copied().filter(|_| wave != Wave::Feeds)
}

fn instead(plain: Piece, small: Small) -> Piece {
    let dress = plain.dress.map(|dress| Dress { encoding: Some(small.encoding), ..dress });
    Piece { dress, from: From::Disk(small.path), digest: small.digest, size: small.size, ..plain }
}

fn beside(plain: &Piece, small: Small) -> Piece {
    let key = format!("{}.{}", plain.key, small.encoding.extension());
    Piece { key, from: From::Disk(small.path), digest: small.digest, size: small.size, ..plain.clone() }
}

fn key(path: &str, target: &Target) -> String {
    let stripped = target.strip_index_html.then(|| path.strip_suffix("/index.html")).flatten();
    stripped.unwrap_or(path).to_owned()
}
