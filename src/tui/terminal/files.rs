//! Saved runs become files. A file that is there is written over only on demand, and then wholly or not at all.
//!
//! Knows nothing of what is in them.

use crate::lab::visible::visible;
use crate::tui::update::NotWritten;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes a file of this name; `over`: also where there is one already.
pub fn write(name: &str, text: &str, over: bool) -> Result<(), NotWritten> {
    let path = Path::new(name);
    let written = if over {
        let draft = beside(path);
        write_new(&draft, text)
            .and_then(|()| fs::rename(&draft, path).inspect_err(|_| forget(&draft)))
    } else {
        write_new(path, text)
    };
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists if !over => NotWritten::Exists,
        _ => NotWritten::Failed(visible(&error.to_string()).into_owned()),
    })
}

/// Writes a file that is not there yet; what cannot be written wholly is taken away again.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .inspect_err(|_| forget(path))
}

fn forget(path: &Path) {
    // That the first error is told matters more than this one.
    let _ = fs::remove_file(path);
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}
