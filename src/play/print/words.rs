//! What several statements spell: nodes, links, keys, values and strings.

use crate::cluster::action::{Link, Nodes, Traffic};
use crate::ids::NodeId;
use crate::play::token::{TokenKind, tokens};

/// A link, `s1->*`.
#[must_use]
pub fn link_text(link: Link) -> String {
    let end = |node: Option<NodeId>| node.map_or_else(|| "*".to_owned(), |node| node.to_string());
    format!("{}->{}", end(link.from), end(link.to))
}

/// A link with its kind, `s1->* append`.
#[must_use]
pub fn traffic_text(traffic: Traffic) -> String {
    match traffic.kind {
        None => link_text(traffic.link),
        Some(kind) => format!("{} {}", link_text(traffic.link), kind.word()),
    }
}

/// Nodes as they are named.
#[must_use]
pub fn nodes_text(nodes: &Nodes) -> String {
    match nodes {
        Nodes::These(nodes) => listed(nodes),
        Nodes::All => "all".to_owned(),
        Nodes::Live => "live".to_owned(),
        Nodes::Leader => "leader".to_owned(),
    }
}

/// Nodes with blanks between them.
pub(super) fn listed(nodes: &[NodeId]) -> String {
    let words: Vec<String> = nodes.iter().map(NodeId::to_string).collect();
    words.join(" ")
}

/// A key or value: a word where that says the same, else in quotes.
#[must_use]
pub fn value_text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    if is_word(&text) {
        text.into_owned()
    } else {
        quoted(&text)
    }
}

/// The same, in quotes too where a bare word would mean something else.
pub(in crate::play) fn value_text_unless(
    bytes: &[u8],
    means_more: impl Fn(&str) -> bool,
) -> String {
    let text = String::from_utf8_lossy(bytes);
    if means_more(&text) {
        quoted(&text)
    } else {
        value_text(bytes)
    }
}

/// No longer text is written as a bare word.
const WORD_BYTES_MAX: usize = 4096;

/// Whether one unquoted word spells this text.
fn is_word(text: &str) -> bool {
    text.len() <= WORD_BYTES_MAX
        && matches!(
            tokens(text).list.first().map(|token| &token.kind),
            Some(TokenKind::Word(spelling)) if spelling.text == text && spelling.slots.is_empty()
        )
}

/// A text in double quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let dollar_i = c == '$' && chars.peek() == Some(&'i');
        if matches!(c, '"' | '\\') || dollar_i {
            quoted.push('\\');
        }
        quoted.push(if c == '\n' { '\u{fffd}' } else { c });
    }
    quoted.push('"');
    quoted
}

/// Keys and values, `{x=5 y=7}`.
pub fn bindings_text<'a>(bindings: impl Iterator<Item = (&'a [u8], &'a [u8])>) -> String {
    let words: Vec<String> = bindings
        .map(|(key, value)| format!("{}={}", value_text(key), value_text(value)))
        .collect();
    format!("{{{}}}", words.join(" "))
}

/// `1` or `1..3`.
pub(super) fn range_text(min: u64, max: u64) -> String {
    if min == max {
        min.to_string()
    } else {
        format!("{min}..{max}")
    }
}
