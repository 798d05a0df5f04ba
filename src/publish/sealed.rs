//! Records as a store keeps them: JSON, compressed, and read with a limit.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::failure::Failure;

/// The longest record that is read: many times that of a site of a hundred thousand files.
const LIMIT: u64 = 256 * 1024 * 1024;

/// Compresses a record.
pub fn pack(json: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail.
    let _ = writer.write_all(json);
    writer.finish().unwrap_or_default()
}

/// The record again.
///
/// # Errors
///
/// Where it is damaged or too long.
pub fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut json = Vec::new();
    let mut reader = GzDecoder::new(bytes).take(LIMIT + 1);
    let read = reader.read_to_end(&mut json);
    match read {
        Ok(_) if json.len() as u64 <= LIMIT => Ok(json),
        _ => Err(Failure::machine("a record of the target is damaged")),
    }
}
