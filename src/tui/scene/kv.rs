//! The store of a frame: keys, who agrees on them, and the clients' requests. Plain data; drawn by `panes/kv.rs`.

use crate::ids::{Index, NodeId};

/// The store as the selected leader or node has applied it, beside all others.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KvScene {
    /// Whose values the lines show.
    pub of: Option<NodeId>,
    /// How far that node has applied.
    pub applied: Index,
    /// The nodes, in node order: the columns of [`KvLine::held`].
    pub nodes: Vec<NodeId>,
    /// How many keys lie before the window.
    pub keys_before: usize,
    /// How many keys there are, in the window or beyond.
    pub keys_all: usize,
    /// The keys of the window, in key order.
    pub lines: Vec<KvLine>,
    /// Which of `lines` the cursor is on.
    pub cursor: Option<usize>,
    /// The requests that wait and those answered last, the newest last.
    pub requests: Vec<RequestLine>,
}

/// One key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KvLine {
    /// The key as text.
    pub key: String,
    /// Its value as text.
    pub value: String,
    /// The entry that set it.
    pub set_by: Index,
    /// What each node of [`KvScene::nodes`] has under the key.
    pub held: Vec<Holding>,
}

/// What one node has under a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holding {
    /// The same value.
    Same,
    /// Another value, an older one as a rule: its text.
    Other(String),
    /// No such key.
    Absent,
    /// The node is down, its store gone with its memory.
    Down,
}

/// One request of a client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestLine {
    /// Who asks: `c1`.
    pub client: String,
    /// What it asks: `set x 7`, with `@s5` where it was sent to a node by name.
    pub what: String,
    /// The entry that carries it; none before it has one.
    pub index: Option<Index>,
    /// How it stands.
    pub mood: RequestMood,
    /// How it stands, in words: `waiting 1 of 3`, `ok`, `stuck: s5 has no majority`.
    pub outcome: String,
    /// Ticks since it was asked, or since it was answered.
    pub age: u64,
}

/// How a request stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RequestMood {
    /// Not answered yet.
    Waiting,
    /// Answered as asked.
    Done,
    /// Refused, or it cannot get on.
    Stuck,
    /// Nobody will ever know: the node that took it stopped leading or crashed.
    Unknown,
}
