//! The nodes of a frame: what each one is, holds and waits for. Plain data; drawn by `panes/nodes.rs`.

use crate::ids::{Index, NodeId, Term};
use crate::node::Role;

/// All nodes, in node order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NodesScene {
    /// One a node.
    pub nodes: Vec<NodeScene>,
}

/// One node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NodeScene {
    /// Who it is.
    pub id: NodeId,
    /// Whether it is the selected one.
    pub selected: bool,
    /// What it is.
    pub standing: Standing,
    /// Its `currentTerm`; of a node that is down, what its disk holds.
    pub term: Term,
    /// Its `votedFor` in that term.
    pub vote: Option<NodeId>,
    /// The last index of its log, 0 where it is empty.
    pub last_index: Index,
    /// The term of that entry.
    pub last_term: Term,
    /// The last index that its disk holds for sure; below `last_index` while a sync is awaited.
    pub durable_index: Index,
    /// Its `commitIndex`; none while it is down, for the index is volatile.
    pub commit: Option<Index>,
    /// Its `lastApplied`; none while it is down.
    pub applied: Option<Index>,
    /// The timer that runs, if one does.
    pub timer: Option<Timer>,
    /// The votes of a candidate.
    pub votes: Option<VoteCount>,
    /// What is wrong around it, the weightiest first.
    pub marks: Vec<NodeMark>,
}

/// What a node is at the moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It runs, in this role.
    Up(Role),
    /// It leads but cannot reach a majority both ways, or a leader of a higher term has overtaken it.
    DoubtfulLeader,
    /// Its process stands still in this role: no timer, no answers.
    Paused(Role),
    /// It crashed; its disk stays.
    Down,
}

/// A timer, in ticks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Timer {
    /// What happens when it runs out.
    pub kind: TimerKind,
    /// Ticks since it was set, at most `drawn`.
    pub elapsed: u64,
    /// Ticks it was drawn with.
    pub drawn: u64,
}

/// What a timer is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimerKind {
    /// A new campaign (§5.2).
    Election,
    /// The next heartbeats of a leader (§5.2).
    Heartbeat,
}

/// How far a candidate is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VoteCount {
    /// Votes it has, its own included.
    pub has: usize,
    /// Votes that make it the leader.
    pub needed: usize,
}

/// A fault that a node suffers, one word each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NodeMark {
    /// What its disk had synced is damaged, and it does not start.
    Damaged,
    /// It reaches no majority both ways.
    CutOff,
    /// Its clock runs at another speed than the others'.
    Clock,
    /// Its disk does not keep what it says it kept.
    SyncOff,
    /// Its disk answers late.
    SlowDisk,
    /// A rule of Raft is switched off in it.
    RuleOff,
}

impl NodeMark {
    /// Every mark with its word on a border and in a row.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Damaged, "DAMAGED"),
        (Self::CutOff, "CUT"),
        (Self::Clock, "CLOCK"),
        (Self::SyncOff, "NO SYNC"),
        (Self::SlowDisk, "SLOW DISK"),
        (Self::RuleOff, "RULE OFF"),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}
