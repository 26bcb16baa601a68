//! How sentences write entries, places, sets, messages and the text of clients.
//!
//! Text of clients is bytes: here it becomes visible, so that no key can move a cursor or hide a letter. Knows no
//! event; read [`super::elections`] next.

use crate::cluster::action::{Link, Request};
use crate::ids::{Index, NodeId, NodeSet, Term};
use crate::log::LogPosition;
use crate::transport::MessageKind;
use std::fmt::Write as _;

/// The most characters of a key or a value that a sentence shows.
pub const TEXT_CHARS_MAX: usize = 40;

/// `#8`, or `#8-13`.
pub(crate) fn entries(first: Index, last: Index) -> String {
    if first < last {
        format!("#{first}-{last}")
    } else {
        format!("#{first}")
    }
}

/// `s1 s2 s3`, or `nobody`.
pub(crate) fn nodes(set: NodeSet) -> String {
    let names: Vec<_> = set.iter().map(|node| node.to_string()).collect();
    if names.is_empty() {
        "nobody".to_owned()
    } else {
        names.join(" ")
    }
}

/// `1 vote`, `3 votes`.
pub(crate) fn count(number: u64, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// `#9 of term 4`, or `the log's start`.
pub(crate) fn place(at: LogPosition) -> String {
    if at.index == Index::ZERO {
        "the log's start".to_owned()
    } else {
        format!("#{} of term {}", at.index, at.term)
    }
}

/// `its log ends at #9 of term 4`, or `its log is empty`.
pub(crate) fn log_end(last: LogPosition) -> String {
    if last.index == Index::ZERO {
        "its log is empty".to_owned()
    } else {
        format!("its log ends at {}", place(last))
    }
}

/// `behind #9 of term 4`, or `at the log's start`.
pub(crate) fn behind(at: LogPosition) -> String {
    if at.index == Index::ZERO {
        "at the log's start".to_owned()
    } else {
        format!("behind {}", place(at))
    }
}

/// `up to #9`, or `nothing`.
pub(crate) fn up_to(index: Index) -> String {
    if index == Index::ZERO {
        "nothing".to_owned()
    } else {
        format!("up to #{index}")
    }
}

/// `3 > 2`: two terms and how they compare.
pub(crate) fn against(left: Term, right: Term) -> String {
    format!("{left} {} {right}", sign(&left, &right))
}

/// `>`, `=` or `<`.
pub(crate) fn sign<T: Ord>(left: &T, right: &T) -> &'static str {
    match left.cmp(right) {
        std::cmp::Ordering::Greater => ">",
        std::cmp::Ordering::Equal => "=",
        std::cmp::Ordering::Less => "<",
    }
}

/// The name of a kind of message within a sentence.
pub(crate) fn kind(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Vote => "vote request",
        MessageKind::VoteReply => "vote reply",
        MessageKind::Append => "append",
        MessageKind::AppendReply => "append reply",
        MessageKind::Heartbeat => "heartbeat",
    }
}

/// `from s1 to any node`.
pub(crate) fn link(link: Link) -> String {
    let end = |node: Option<NodeId>| node.map_or("any node".to_owned(), |node| node.to_string());
    format!("from {} to {}", end(link.from), end(link.to))
}

/// `set x=7`, its bytes visible and cut short.
pub(crate) fn request(request: &Request) -> String {
    match request {
        Request::Set { key, value } => format!("set {}={}", short(key), short(value)),
        Request::Delete { key } => format!("del {}", short(key)),
        Request::Get { key } => format!("get {}", short(key)),
    }
}

/// A key or a value within a sentence: a plain word as it is, other text in quotes, and no more than
/// [`TEXT_CHARS_MAX`] characters of it.
pub(crate) fn short(bytes: &[u8]) -> String {
    let shown = visible(&bytes[..bytes.len().min(TEXT_CHARS_MAX * 4)]);
    let mut cut: String = shown.chars().take(TEXT_CHARS_MAX).collect();
    if cut.len() < shown.len() || bytes.len() > TEXT_CHARS_MAX * 4 {
        let _ = write!(cut, "..\" ({} bytes)", bytes.len());
        return format!("\"{cut}");
    }
    quoted(cut)
}

/// Visible text as the play language writes it: a word as it is, anything else in quotes.
fn quoted(text: String) -> String {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if !text.is_empty() && text.chars().all(is_word) {
        text
    } else {
        in_quotes(&text)
    }
}

/// Visible text between quotes.
pub(crate) fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

/// Bytes as text that is safe anywhere: what cannot be seen becomes `\x1b` or `\u{202e}`, a backslash two.
#[must_use]
pub fn visible(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            show(letter, &mut text);
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

fn show(letter: char, text: &mut String) {
    match letter {
        '\\' => text.push_str("\\\\"),
        _ if letter.is_ascii_control() => {
            let _ = write!(text, "\\x{:02x}", u32::from(letter));
        }
        _ if is_hidden(letter) => {
            let _ = write!(text, "\\u{{{:x}}}", u32::from(letter));
        }
        _ => text.push(letter),
    }
}

/// Whether a character steers, hides or turns around other text, or shows nothing at all.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(u32::from(letter),
            0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x3164 | 0xFEFF | 0xFFA0
            | 0x180B..=0x180F
            | 0x200B..=0x200F
            | 0x2028..=0x202E
            | 0x2060..=0x206F
            | 0xFE00..=0xFE0F
            | 0xFFF0..=0xFFFB
            | 0x1D173..=0x1D17A
            | 0xE0000..=0xE0FFF)
}
