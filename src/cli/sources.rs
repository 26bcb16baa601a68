//! Where plays come from: a file, standard input, the plays that are shipped, or the command line itself.
//!
//! Every refusal is one line that begins with the name that was asked for. Nothing is run here.

use super::options::{SHOWN_NODES_MAX, too_many_nodes};
use anyhow::{Context, Result, anyhow, bail};
use granary::lab::{all_shipped, shipped_play, visible_bytes};
use granary::play::mistake::nearest;
use granary::play::statement::TEXT_BYTES_MAX;
use granary::play::{Play, parse_bytes};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What stands for standard input.
pub const STDIN: &str = "-";

/// A play and the name that its lines are told by, made harmless.
pub struct NamedPlay {
    /// A file's name as it was given, or a shipped play's.
    pub name: String,
    /// What it says.
    pub play: Play,
}

/// Reads the play that a word on the command line means.
pub fn read(word: &OsStr) -> Result<NamedPlay> {
    let name = match word.as_encoded_bytes() {
        b"" => "''".to_owned(),
        bytes => visible_bytes(bytes).into_owned(),
    };
    let bytes = bytes_of(word).with_context(|| name.clone())?;
    parse(name, &bytes)
}

/// Reads a play that stands on the command line behind `option`.
pub fn read_line(option: &str, text: &str) -> Result<NamedPlay> {
    parse(option.to_owned(), text.as_bytes())
}

/// Refuses a play with more nodes than a window shows.
pub fn check_shown(named: &NamedPlay) -> Result<()> {
    let nodes = named.play.setup.nodes;
    if nodes > SHOWN_NODES_MAX {
        bail!("{}: {}", named.name, too_many_nodes(nodes));
    }
    Ok(())
}

fn parse(name: String, bytes: &[u8]) -> Result<NamedPlay> {
    match parse_bytes(bytes) {
        Ok(play) => Ok(NamedPlay { name, play }),
        Err(mistake) => Err(anyhow!("{name}:{mistake}")),
    }
}

/// A file wins over a shipped play of the same name.
fn bytes_of(word: &OsStr) -> Result<Vec<u8>> {
    if word == STDIN {
        return read_all(io::stdin().lock());
    }
    let path = Path::new(word);
    match File::open(path) {
        Ok(file) => {
            if path.is_dir() {
                bail!(
                    "this is a directory; name the files in it, as in `granary-tui run DIRECTORY/*.play`"
                );
            }
            read_all(file)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => shipped(word),
        Err(error) => Err(error).context("cannot be opened"),
    }
}

fn shipped(word: &OsStr) -> Result<Vec<u8>> {
    let word = word.to_str().unwrap_or_default();
    let stem = word.strip_suffix(".play").unwrap_or(word);
    if let Some(play) = shipped_play(word) {
        return Ok(play.text.as_bytes().to_vec());
    }
    let names = all_shipped().map(|play| play.name);
    let meant = if shipped_play(stem).is_some() {
        Some(stem)
    } else {
        nearest(stem, names)
    };
    let hint = meant.map_or_else(
        || "`granary-tui plays` lists the shipped ones".to_owned(),
        |name| format!("did you mean the shipped play `{name}`?"),
    );
    bail!("there is no such file, and no shipped play of that name; {hint}");
}

/// Reads to the end, but no more than what tells that it is too much.
fn read_all(source: impl Read) -> Result<Vec<u8>> {
    let most = TEXT_BYTES_MAX as u64;
    let mut bytes = Vec::new();
    source
        .take(most + 1)
        .read_to_end(&mut bytes)
        .context("cannot be read")?;
    if bytes.len() as u64 > most {
        bail!("this is more than the {TEXT_BYTES_MAX} bytes (1 MiB) that a play may have");
    }
    Ok(bytes)
}
