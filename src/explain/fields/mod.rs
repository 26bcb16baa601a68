//! Every event for machines: its values as a list of names and values, in an order that stays.
//!
//! Names and words are a contract: scripts read them. Text of clients is visible text, never raw bytes, so that a line
//! is safe wherever it is printed. `node` and `cluster` have the lists, [`lines`] the two spellings, [`schema`] says
//! what a line may hold.

mod cluster;
pub mod lines;
mod node;
pub mod schema;

use super::themes::{Theme, theme_of};
use crate::cluster::event::Fact;
use crate::ids::{Index, NodeId, NodeSet, Term, Tick};
use crate::log::LogPosition;

pub use lines::{JSON_KEYS, SCHEMA_VERSION, json_line, trace_line};

/// One value of an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A term, an index, a tick or a count.
    Number(u64),
    /// A word of this program: a kind, a reason, a setting, or `*`.
    Word(&'static str),
    /// Visible text from outside (see [`super::words::visible`]).
    Text(String),
    /// A yes or no.
    Flag(bool),
    /// A node, written `s1`.
    Node(NodeId),
    /// Nodes, in node order.
    Nodes(NodeSet),
    /// Groups of nodes, in the order given.
    Groups(Vec<NodeSet>),
    /// Nothing: no vote, no node, no limit.
    None,
}

/// A name and its value.
pub type Field = (&'static str, Value);

/// The values of a fact, in an order that stays. What the event's word and detail word say is not repeated.
#[must_use]
pub fn fields(fact: &Fact) -> Vec<Field> {
    let listed = match (theme_of(fact), fact) {
        (Theme::Elections, Fact::Node(event)) => node::election(event),
        (Theme::Replication, Fact::Node(event)) => node::replication(event),
        (_, Fact::Node(event)) => node::commit(event),
        (Theme::Links, fact) => cluster::network(fact),
        (Theme::Members, fact) => cluster::member(fact),
        (_, fact) => cluster::client(fact),
    };
    listed.expect("a theme's list has every fact of its theme")
}

/// The name of an index and that of the term which goes with it.
type PositionNames = (&'static str, &'static str);

const LAST: PositionNames = ("last_index", "last_term");
const PREV: PositionNames = ("prev_index", "prev_term");
const MINE: PositionNames = ("mine_index", "mine_term");
const THEIRS: PositionNames = ("theirs_index", "theirs_term");

fn position((index, term): PositionNames, at: LogPosition) -> Vec<Field> {
    vec![(index, at.index.into()), (term, at.term.into())]
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<Term> for Value {
    fn from(term: Term) -> Self {
        Self::Number(term.0)
    }
}

impl From<Index> for Value {
    fn from(index: Index) -> Self {
        Self::Number(index.0)
    }
}

impl From<Tick> for Value {
    fn from(tick: Tick) -> Self {
        Self::Number(tick.0)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<NodeId> for Value {
    fn from(node: NodeId) -> Self {
        Self::Node(node)
    }
}

impl From<NodeSet> for Value {
    fn from(nodes: NodeSet) -> Self {
        Self::Nodes(nodes)
    }
}

impl From<&'static str> for Value {
    fn from(word: &'static str) -> Self {
        Self::Word(word)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(maybe: Option<T>) -> Self {
        maybe.map_or(Self::None, Into::into)
    }
}
