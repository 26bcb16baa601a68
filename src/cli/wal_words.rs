//! What each record of a write-ahead log says, for the eye and for programs; and bytes that are no record, as a dump.
//!
//! Knows one record at a time, and nothing of files or verdicts: that is [`super::wal`].

use granary::command::Command;
use granary::lab::{visible, visible_bytes};
use granary::log::codec::DecodeError;
use granary::log::wire::{Record, decode_command};
use granary::log::{Entry, HardState, Payload};
use serde_json::Value;
use std::fmt::Write as _;

/// The most characters of a key or a value that a line for the eye shows.
const TEXT_CHARS_MAX: usize = 60;
/// Bytes on a line of a dump.
const DUMP_LINE_BYTES: usize = 16;
/// The most bytes that are dumped.
const DUMP_BYTES_MAX: usize = 96;

/// A record in words.
pub struct Told {
    /// What it is.
    pub kind: &'static str,
    /// What it says.
    pub words: String,
    /// The same, name by name.
    pub fields: Vec<(&'static str, Value)>,
}

/// Tells of a payload that has a good checksum.
pub fn told(record: &Result<Record<'_>, DecodeError>) -> Told {
    match record {
        Ok(Record::Entry(entry)) => entry_told(entry),
        Ok(Record::HardState(hard)) => Told {
            kind: "hard-state",
            words: hard_words(*hard),
            fields: vec![("term", hard.term.0.into()), ("vote", vote(*hard))],
        },
        Ok(Record::SaveMark(mark)) => Told {
            kind: "mark",
            words: format!(
                "own offset {}, synced up to {}, salt {:#018x}",
                mark.own_offset, mark.synced, mark.salt
            ),
            fields: vec![
                ("own_offset", mark.own_offset.into()),
                ("synced", mark.synced.into()),
                ("salt", format!("{:#018x}", mark.salt).into()),
            ],
        },
        Err(error) => Told {
            kind: "unknown",
            words: format!("{error} of the payload"),
            fields: vec![],
        },
    }
}

/// Term and vote as every line of states has them.
pub fn hard_words(hard: HardState) -> String {
    let vote = hard
        .vote
        .map_or_else(|| "none".to_owned(), |vote| vote.to_string());
    format!("term={} vote={vote}", hard.term)
}

/// A vote for programs.
pub fn vote(hard: HardState) -> Value {
    hard.vote.map(|vote| vote.to_string()).into()
}

fn entry_told(entry: &Entry<'_>) -> Told {
    let mut fields = vec![
        ("index", entry.index.0.into()),
        ("term", entry.term.0.into()),
    ];
    let command = match entry.payload {
        Payload::Noop => None,
        Payload::Command(bytes) => decode_command(bytes).ok(),
    };
    let (kind, what) = match command {
        None => ("no-op", String::new()),
        Some(command) => command_told(&command, &mut fields),
    };
    Told {
        kind,
        words: format!("#{} of term {}{what}", entry.index, entry.term),
        fields,
    }
}

fn command_told(
    command: &Command<'_>,
    fields: &mut Vec<(&'static str, Value)>,
) -> (&'static str, String) {
    fields.push(("key", visible_bytes(command.key()).into()));
    let key = short(command.key());
    match command {
        Command::Set { value, .. } => {
            fields.push(("value", visible_bytes(value).into()));
            ("set", format!(", {key}={}", short(value)))
        }
        Command::Delete { .. } => ("del", format!(", {key}")),
        Command::Get { .. } => ("get", format!(", {key}")),
    }
}

/// A key or a value made harmless, a plain word as it is and other text in quotes, with its length where it is cut.
fn short(bytes: &[u8]) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
    if !bytes.is_empty() && bytes.len() <= TEXT_CHARS_MAX && bytes.iter().all(is_plain) {
        return visible_bytes(bytes).into_owned();
    }
    let shown = visible_bytes(&bytes[..bytes.len().min(TEXT_CHARS_MAX * 4)]).replace('"', "\\\"");
    let cut: String = shown.chars().take(TEXT_CHARS_MAX).collect();
    if cut.len() == shown.len() && bytes.len() <= TEXT_CHARS_MAX * 4 {
        format!("\"{cut}\"")
    } else {
        format!("\"{cut}..\" ({} bytes)", bytes.len())
    }
}

/// The first of these bytes, which begin at an offset of the file, with their letters beside them.
pub fn dump(at: usize, bytes: &[u8]) -> Vec<String> {
    let shown = &bytes[..bytes.len().min(DUMP_BYTES_MAX)];
    let mut lines: Vec<_> = (at..)
        .step_by(DUMP_LINE_BYTES)
        .zip(shown.chunks(DUMP_LINE_BYTES))
        .map(|(at, line)| {
            let letters: String = line.iter().map(|byte| letter(*byte)).collect();
            format!("{at:>9}  {:48} |{letters}|", hex(line, " "))
        })
        .collect();
    if shown.len() < bytes.len() {
        lines.push(format!(
            "{:9}  .. {} bytes more",
            "",
            bytes.len() - shown.len()
        ));
    }
    lines
}

/// The first of these bytes for programs.
pub fn dump_value(bytes: &[u8]) -> Value {
    hex(&bytes[..bytes.len().min(DUMP_BYTES_MAX)], "").into()
}

fn hex(bytes: &[u8], between: &str) -> String {
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}{between}");
    }
    text
}

fn letter(byte: u8) -> char {
    if byte.is_ascii_graphic() || byte == b' ' {
        char::from(byte)
    } else {
        '.'
    }
}

/// A sentence for programs.
pub fn sentence(text: &str) -> Value {
    visible(text).into()
}
