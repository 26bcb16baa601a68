//! Standard output and standard error: lines of harmless text, and a quiet end where nobody reads them.
//!
//! Knows nothing of what the lines say. Inside the window nothing passes here.

use super::{FINE, WRONG_USE};
use granary::lab::{visible, visible_json};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, StdoutLock, Write};

/// Standard output. A person reads along line by line; a program gets whole blocks.
pub struct Output {
    writer: BufWriter<StdoutLock<'static>>,
    is_read_along: bool,
}

impl Output {
    /// Takes standard output for as long as this lives.
    pub fn open() -> Self {
        let stdout = io::stdout();
        Self {
            is_read_along: stdout.is_terminal(),
            writer: BufWriter::new(stdout.lock()),
        }
    }

    /// Writes one line, made harmless.
    pub fn line(&mut self, text: &str) {
        self.harmless(&visible(text));
    }

    /// Writes one line of JSON, made harmless, and still the same JSON.
    pub fn json(&mut self, line: &str) {
        self.harmless(&visible_json(line));
    }

    fn harmless(&mut self, line: &str) {
        self.write(line.as_bytes());
        self.write(b"\n");
        if self.is_read_along {
            self.flush();
        }
    }

    /// Writes pages of this program's own making as they are, with their line breaks.
    pub fn pages(&mut self, bytes: &[u8]) {
        self.write(bytes);
        self.flush();
    }

    /// Hands on everything that waits.
    pub fn flush(&mut self) {
        end_unless_written(self.writer.flush());
    }

    fn write(&mut self, bytes: &[u8]) {
        end_unless_written(self.writer.write_all(bytes));
    }
}

/// Ends the program where its output goes nowhere: quietly where the reader has left, as a filter does.
fn end_unless_written(written: io::Result<()>) {
    let Err(error) = written else { return };
    if error.kind() == ErrorKind::BrokenPipe {
        std::process::exit(FINE.into());
    }
    complain(&format!(
        "granary-tui: the output cannot be written: {error}"
    ));
    std::process::exit(WRONG_USE.into());
}

/// Writes one line, made harmless, to standard error.
pub fn complain(text: &str) {
    let line = format!("{}\n", visible(text));
    // Where even this cannot be written, the exit code has to do.
    let _ = io::stderr().write_all(line.as_bytes());
}
