//! Write-ahead logs as files: read whole and only read, or written where no file was before.
//!
//! What the bytes say is for [`super::wal`]. Every refusal is a sentence behind which nothing was done.

use anyhow::{Context, Result, bail};
use granary::lab::visible_bytes;
use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;

/// The largest file that is read, in bytes.
pub const IMAGE_BYTES_MAX: u64 = 256 << 20;

/// A file's bytes.
pub struct Image {
    /// What was there when it was read.
    pub bytes: Vec<u8>,
    /// Whether it has another length now: somebody writes to it.
    pub is_changing: bool,
}

/// A file's name as lines show it.
pub fn shown(word: &OsStr) -> String {
    match word.as_encoded_bytes() {
        b"" => "''".to_owned(),
        bytes => visible_bytes(bytes).into_owned(),
    }
}

/// Reads a regular file to its end; it is not opened for anything else.
pub fn read(word: &OsStr) -> Result<Image> {
    let path = Path::new(word);
    // Looked at before it is opened: opening a pipe would wait for somebody who writes to it.
    let kind = path.metadata().context("cannot be read")?;
    if kind.is_dir() {
        bail!("this is a directory; name a file in it");
    }
    if !kind.is_file() {
        bail!("this is no regular file, as a write-ahead log is");
    }
    let file = File::open(path).context("cannot be opened")?;
    let mut bytes = Vec::new();
    (&file)
        .take(IMAGE_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .context("cannot be read")?;
    if bytes.len() as u64 > IMAGE_BYTES_MAX {
        bail!("this is more than the {IMAGE_BYTES_MAX} bytes (256 MiB) that are read of a file");
    }
    let now = file.metadata().context("cannot be read")?.len();
    Ok(Image {
        is_changing: now != bytes.len() as u64,
        bytes,
    })
}

/// That a new file can be made of this name, as far as can be told beforehand.
pub fn check_is_free(word: &OsStr) -> Result<()> {
    let path = Path::new(word);
    if path.symlink_metadata().is_ok() {
        bail!("this exists already, and is not overwritten");
    }
    match path.parent() {
        Some(folder) if folder == Path::new("") || folder.is_dir() => Ok(()),
        Some(folder) => bail!(
            "there is no folder {} to write it to",
            shown(folder.as_os_str())
        ),
        None => bail!("this names no file"),
    }
}

/// Writes these bytes to a new file, for the eyes of its owner alone. Where that fails nothing is left of it.
pub fn write_new(word: &OsStr, bytes: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(word).context("cannot be made")?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // The file is this program's own, made a moment ago; what is told is why it could not be written.
        let _ = std::fs::remove_file(word);
    }
    written.context("cannot be written")
}
