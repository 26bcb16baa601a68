//! The network of a frame: groups, messages in flight and lost, settings. Plain data; drawn by `panes/net.rs`.

use crate::ids::{NodeId, NodeSet, Term};
use crate::transport::MessageKind;

/// The network.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NetScene {
    /// The groups of live nodes that reach each other; one group where nothing is cut.
    pub groups: Vec<NodeSet>,
    /// The nodes that are down, in no group.
    pub down: NodeSet,
    /// What else holds up the links, a few words each: `s1>s2 cut one way`, `hold append to s3`.
    pub faults: Vec<String>,
    /// How many messages are in flight, in the window or beyond.
    pub in_flight: usize,
    /// How many of them are heartbeats and their replies that are folded away; 0 where they are shown.
    pub folded: usize,
    /// How many lines lie before the window.
    pub lines_before: usize,
    /// How many lines there are, lost ones included, in the window or beyond.
    pub lines_all: usize,
    /// The lines of the window: first those in flight in order of arrival, then what the last action lost.
    pub lines: Vec<FlightLine>,
    /// Which of `lines` the cursor is on.
    pub cursor: Option<usize>,
    /// The settings of all links, a few words each: `delay 1-3 ticks`, `loss 0%`.
    pub settings: Vec<String>,
}

/// One message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FlightLine {
    /// Its number, by which plays and keys name it.
    pub number: u64,
    /// Who sent it.
    pub from: NodeId,
    /// Whom it is for.
    pub to: NodeId,
    /// What kind it is.
    pub kind: MessageKind,
    /// The verdict of a reply, `ok` or `no`; empty for requests.
    pub verdict: &'static str,
    /// The term in its envelope.
    pub term: Term,
    /// What it carries: `prev 12/4 #13`, `match 12`.
    pub detail: String,
    /// The same in a word or two, for a narrow pane: `#13`, `12`.
    pub brief: String,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It arrives in so many ticks; 0 is within this tick.
    Due(u64),
    /// It is held until somebody lets it go.
    Held,
    /// It has arrived where a process stands still, and waits.
    Waiting,
    /// It is lost, and by what in a word or two: `cut`, `loss`, `s4 down`.
    Lost(String),
}
