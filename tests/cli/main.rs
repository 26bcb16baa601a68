//! The program as a stranger sees it, without a terminal: help, wrong words, exit codes, pipes and what it prints.
//!
//! Every test starts the real binary. How it behaves in a terminal is in `tests/terminal`.

#[path = "../corpus/mod.rs"]
mod bad_input;
mod escapes;
mod find;
mod fuzz;
mod help;
mod hostile;
mod moments;
mod printing;
mod readme;
mod refusals;
#[path = "../corpus/terminal.rs"]
mod terminal;
mod wal;
mod words;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The real program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_granary-tui");

/// A play that holds, and one that fails at its second line.
pub const HOLDS: &str = "cluster 3\nelect s1\nsettle\nexpect leader s1\n";
pub const FAILS: &str = "cluster 3\nexpect leader s1\n";

/// What a run of the program left.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the program with these words, and nothing on standard input.
pub fn run<W: AsRef<OsStr>>(words: &[W]) -> Ran {
    run_with(words, b"")
}

/// Runs the program with these words and this on standard input.
pub fn run_with<W: AsRef<OsStr>>(words: &[W], input: &[u8]) -> Ran {
    let mut child = program(words).spawn().expect("the program is built");
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    // It may end without reading all.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    Ran {
        code: output.status.code().expect("no signal ended it"),
        out: String::from_utf8(output.stdout).expect("it prints UTF-8"),
        err: String::from_utf8(output.stderr).expect("it prints UTF-8"),
    }
}

/// The program with pipes on all sides.
pub fn program<W: AsRef<OsStr>>(words: &[W]) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("TERM", "xterm-256color")
        .env("LC_ALL", "C.UTF-8")
        .env_remove("COLUMNS");
    command
}

/// A folder with files in it, which goes away with the test.
pub struct Folder(TempDir);

impl Folder {
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().expect("there is room for a folder"));
        for (name, bytes) in files {
            std::fs::write(folder.path(name), bytes).expect("there is room for a file");
        }
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn word(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }
}

/// A file of the package.
pub fn text_of(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).expect("a file of the package can be read")
}
