//! Finds the files that are copied as they are, and hashes them piece by piece, so that a film needs no memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::files::{Contents, File, unreadable};
use super::{Bytes, StaticFile};
use crate::load::Digest;
use crate::problem::Problem;

/// The static files, sorted by path. `layers` holds the files of each layer, nearest first.
pub(super) fn statics(layers: &[Vec<File>], problems: &mut Vec<Problem>) -> Vec<StaticFile> {
    let nearest: BTreeMap<&str, &File> = layers.iter().rev().flatten().map(|file| (file.name.as_str(), file)).collect();
    let files: Vec<&File> = nearest.into_values().collect();
    let hashed: Vec<Result<StaticFile, Box<Problem>>> = files.into_par_iter().map(read).collect();
    let mut statics = Vec::with_capacity(hashed.len());
    for result in hashed {
        match result {
            Ok(file) => statics.push(file),
            Err(problem) => problems.push(*problem),
        }
    }
    statics
}

fn read(file: &File) -> Result<StaticFile, Box<Problem>> {
    let (digest, bytes) = match &file.contents {
        Contents::Memory(bytes) => (Digest::of(bytes), Bytes::Memory(Arc::clone(bytes))),
        Contents::Disk(path) => {
            let digest = hash(path).map_err(|error| Box::new(unreadable(&file.path, &error)))?;
            (digest, Bytes::Disk(path.clone()))
        }
    };
    Ok(StaticFile { path: file.name.clone(), digest, bytes, file: file.path.clone() })
}

fn hash(path: &Path) -> std::io::Result<Digest> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(fs::File::open(path)?)?;
    Ok(Digest::from(hasher.finalize()))
}
