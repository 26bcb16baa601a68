//! Names of requests: which words may be one, and which are taken.
//!
//! Knows nothing of outcomes; those are in [`super::ledger`].

use super::condition::{AND, CONDITIONS, FIELDS};
use super::statement::{Deed, Statement};
use super::token::{TokenKind, tokens};
use crate::ids::NodeId;
use crate::transport::MessageNumber;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// The name of a request: a word that is used once in a play.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Name(Arc<str>);

/// Words besides those that begin a condition that are never a name.
const RESERVED: &[&str] = &["all", "live", "max", AND];

impl Name {
    /// The name that a word spells; none where the word means something else in a condition.
    #[must_use]
    pub fn new(word: &str) -> Option<Self> {
        let taken = node_word(word).is_some()
            || message_word(word).is_some()
            || is_field(word)
            || RESERVED.contains(&word)
            || CONDITIONS.iter().any(|row| row.word == word);
        (!taken && !word.is_empty()).then(|| Self(word.into()))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The names that earlier statements have given.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NamesInUse(BTreeSet<Name>);

impl NamesInUse {
    /// Takes a name; tells whether it was free.
    pub fn insert(&mut self, name: Name) -> bool {
        self.0.insert(name)
    }

    /// Takes the names that these statements give.
    pub fn take_from(&mut self, statements: &[Statement]) {
        for statement in statements {
            if let Deed::Act {
                name: Some(name), ..
            } = &statement.what
            {
                self.0.insert(name.clone());
            }
        }
    }

    /// Whether the name is taken.
    #[must_use]
    pub fn contains(&self, name: &Name) -> bool {
        self.0.contains(name)
    }

    /// The names, in the order of the alphabet.
    pub fn iter(&self) -> impl Iterator<Item = &Name> {
        self.0.iter()
    }
}

/// Moments that every run has; no mark has their names.
pub const MOMENTS: [&str; 2] = ["start", "end"];

/// Whether a word may name a moment. Marks are a list of their own: the name of a request or of a node may be one too.
#[must_use]
pub fn is_mark(word: &str) -> bool {
    !MOMENTS.contains(&word)
        && matches!(
            tokens(word).list.first().map(|token| &token.kind),
            Some(TokenKind::Word(spelling)) if spelling.text == word && spelling.slots.is_empty()
        )
}

/// The node that a word spells: `s` and a number from 1 without leading zeros.
#[must_use]
pub fn node_word(word: &str) -> Option<NodeId> {
    numbered(word, 's').map(NodeId)
}

/// The message number that a word spells: `m` and a number from 1 without leading zeros.
#[must_use]
pub fn message_word(word: &str) -> Option<MessageNumber> {
    numbered(word, 'm').map(MessageNumber)
}

/// A number too large for any node or message still has their shape, and so is never taken for something else.
fn numbered(word: &str, letter: char) -> Option<u64> {
    let digits = word.strip_prefix(letter)?;
    let plain = !digits.starts_with('0') && is_number(digits);
    plain.then(|| digits.parse().unwrap_or(u64::MAX))
}

/// Whether a word is a plain decimal.
#[must_use]
pub fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_field(word: &str) -> bool {
    let stem = word.split_once('.').map(|(stem, _)| stem);
    FIELDS
        .iter()
        .any(|row| row.word == word || (row.is_of_something() && Some(row.word) == stem))
}
