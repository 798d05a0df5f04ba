//! Tells cargo what the program embeds, and names each state of the sources in `DATELINE_BUILD`: what an earlier build
//! remembered is of use to the same program alone.

#![expect(clippy::disallowed_macros, reason = "cargo is told by printing")]

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let mut files = vec![PathBuf::from("Cargo.lock")];
    for folder in ["src", "themes/broadsheet"] {
        collect(Path::new(folder), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files.iter().filter(|file| file.exists()) {
        file.to_string_lossy().replace('\\', "/").hash(&mut hasher);
        fs::read(file)?.hash(&mut hasher);
    }
    // A folder is watched with all that is in it, new files included.
    for watched in ["src", "themes/broadsheet", "Cargo.lock", "build.rs"] {
        println!("cargo:rerun-if-changed={watched}");
    }
    println!("cargo:rustc-env=DATELINE_BUILD={:016x}", hasher.finish());
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
