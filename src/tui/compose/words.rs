//! Words that several regions share: commands, ranges, sets, and text from outside made visible and cut short.

use crate::cluster::action::Request;
use crate::command::Command;
use crate::explain::Explained;
use crate::ids::{Index, NodeSet, Term};
use crate::lab::{visible, visible_bytes};
use crate::log::Payload;
use crate::log::wire::decode_command;
use crate::tui::pen::columns;
use std::fmt::Write as _;

/// The most characters of a key or a value in a line.
const TEXT_CHARS_MAX: usize = 40;

/// Bytes from outside as visible text of at most so many characters; what is cut off is told by two dots.
pub(super) fn clipped(bytes: &[u8], chars_max: usize) -> String {
    let head = &bytes[..bytes.len().min(chars_max.saturating_mul(4))];
    let shown = visible_bytes(head);
    let mut letters = shown.chars();
    let mut text: String = letters.by_ref().take(chars_max).collect();
    if letters.next().is_some() || head.len() < bytes.len() {
        text.push_str("..");
    }
    text
}

/// A name or a sentence from outside as visible text.
pub(super) fn shown(text: &str) -> String {
    visible(text).into_owned()
}

/// What an entry asks for, in words: `set x=7`, `del x`, `get x`, `no-op`.
pub(super) fn payload(payload: Payload<'_>) -> String {
    match payload {
        Payload::Noop => "no-op".to_owned(),
        Payload::Command(bytes) => match decode_command(bytes) {
            Ok(command) => command_words(&command),
            Err(error) => format!("unreadable command ({error})"),
        },
    }
}

fn command_words(command: &Command<'_>) -> String {
    let text = |bytes: &[u8]| clipped(bytes, TEXT_CHARS_MAX);
    match command {
        Command::Set { key, value } => format!("set {}={}", text(key), text(value)),
        Command::Delete { key } => format!("del {}", text(key)),
        Command::Get { key } => format!("get {}", text(key)),
    }
}

/// The same for a cell of the grid: `x=7`, `del x`, `no-op`.
pub(super) fn payload_in_short(payload: Payload<'_>) -> String {
    const CELL_CHARS_MAX: usize = 8;
    let text = |bytes: &[u8]| clipped(bytes, CELL_CHARS_MAX);
    match payload {
        Payload::Noop => "no-op".to_owned(),
        Payload::Command(bytes) => match decode_command(bytes) {
            Ok(Command::Set { key, value }) => format!("{}={}", text(key), text(value)),
            Ok(Command::Delete { key }) => format!("del {}", text(key)),
            Ok(Command::Get { key }) => format!("get {}", text(key)),
            Err(_) => "?".to_owned(),
        },
    }
}

/// A client's request: `set x 7`.
pub(super) fn request(request: &Request) -> String {
    let text = |bytes: &[u8]| clipped(bytes, TEXT_CHARS_MAX);
    match request {
        Request::Set { key, value } => format!("set {} {}", text(key), text(value)),
        Request::Delete { key } => format!("del {}", text(key)),
        Request::Get { key } => format!("get {}", text(key)),
    }
}

/// `#8`, or `#8-13`.
pub(super) fn entries(first: Index, last: Index) -> String {
    if first < last {
        format!("#{first}-{last}")
    } else {
        format!("#{first}")
    }
}

/// `s1 s2 s3`; empty for nobody.
pub(super) fn nodes(set: NodeSet) -> String {
    let mut text = String::new();
    for node in set.iter() {
        let blank = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{blank}{node}");
    }
    text
}

/// `12/4`: index and term of an entry, or `0` for the place before the log.
pub(super) fn place(index: Index, term: Term) -> String {
    if index == Index::ZERO {
        "0".to_owned()
    } else {
        format!("{index}/{term}")
    }
}

/// `1 tick`, `3 ticks`.
pub(super) fn count(number: u64, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// The first of the texts, longest first, that fits into so many columns; else the last one.
pub(super) fn fitting(texts: impl IntoIterator<Item = String>, width: u16) -> String {
    let mut last = String::new();
    for text in texts {
        if columns(&text) <= width {
            return text;
        }
        last = text;
    }
    last
}

/// The texts in order, with gaps, as many of the first ones as fit into so many columns.
pub(super) fn joined(texts: impl IntoIterator<Item = String>, gap: &str, width: u16) -> String {
    let mut line = String::new();
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        let gap = if line.is_empty() { "" } else { gap };
        if !line.is_empty() && columns(&line) + columns(gap) + columns(&text) > width {
            break;
        }
        line.push_str(gap);
        line.push_str(&text);
    }
    line
}

/// An event as one sentence: `s3 commits #10 to #11: ..`.
pub(super) fn sentence(explained: &Explained) -> String {
    explained.to_string()
}
