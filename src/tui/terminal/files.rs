//! Saved runs become files: wholly or not at all, whatever happens meanwhile. One that is there is written over only on
//! demand.
//!
//! A text is written beside its place, and takes that place once the disk has it: so a program that is killed leaves
//! at most the draft, and the next save takes that away. Knows nothing of what is in them.

use crate::lab::visible::visible;
use crate::tui::update::NotWritten;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The most names that [`write_beside_others`] tries.
const NAMES_MAX: usize = 1000;

/// Writes a file of this name; `over`: also where there is one already.
pub fn write(name: impl AsRef<Path>, text: &str, over: bool) -> Result<(), NotWritten> {
    write_at(name.as_ref(), text, over).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists if !over => NotWritten::Exists,
        _ => NotWritten::Failed(visible(&error.to_string()).into_owned()),
    })
}

/// Writes a play of this name, or of the first of `NAME-2.play`, `NAME-3.play` .. that is free: in the folder that the
/// program runs in, or else where the machine keeps what is temporary. Gives its name.
pub fn write_beside_others(name: &str, text: &str) -> io::Result<String> {
    let here = write_first_free(Path::new(""), name, text);
    let path = here.or_else(|_| write_first_free(&std::env::temp_dir(), name, text))?;
    Ok(path.display().to_string())
}

fn write_first_free(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    for count in 1..=NAMES_MAX {
        let path = folder.join(match count {
            1 => format!("{name}.play"),
            _ => format!("{name}-{count}.play"),
        });
        match write_at(&path, text, false) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            written => return written.map(|()| path),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn write_at(path: &Path, text: &str, over: bool) -> io::Result<()> {
    let draft = beside(path);
    // That of a program that was killed.
    let _ = fs::remove_file(&draft);
    let written = write_new(&draft, text).and_then(|()| {
        if over {
            fs::rename(&draft, path)
        } else {
            take_place(&draft, path)
        }
    });
    let _ = fs::remove_file(&draft);
    written
}

/// Puts a draft in its place where nothing is there.
fn take_place(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Not every disk has links: then the place is taken first.
        Err(_) => {
            OpenOptions::new().write(true).create_new(true).open(path)?;
            fs::rename(draft, path).inspect_err(|_| drop(fs::remove_file(path)))
        }
        linked => linked,
    }
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}
