//! What was broken, where and since when; and in words.

use super::invariants::Invariant;
use crate::cluster::event::{EventId, RequestId};
use crate::ids::{Index, NodeId, NodeSet, Term, Tick};
use crate::node::Rules;
use std::fmt;

/// The first time that an invariant was broken in a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// Which one.
    pub invariant: Invariant,
    /// The event that broke it.
    pub event: EventId,
    /// When that was.
    pub tick: Tick,
    /// Where; none for the whole cluster.
    pub node: Option<NodeId>,
    /// What is wrong.
    pub breach: Breach,
    /// Which rules are in force of those that were never off in this run so far.
    pub rules: Rules,
    /// What else was done that Raft does not promise to survive.
    pub outside: Outside,
}

/// What was done to disks that Raft does not promise to survive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outside {
    /// Disks that were lost.
    pub wiped: NodeSet,
    /// Disks on which what was synced was damaged.
    pub rotted: NodeSet,
}

/// What is wrong, as facts. Displayed, it is a sentence about the node without its full stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(
    missing_docs,
    reason = "each row is a sentence below, and its fields are named in it"
)]
pub enum Breach {
    LeadsToo {
        term: Term,
        first: NodeId,
    },
    VotedTwice {
        term: Term,
        first: NodeId,
        second: NodeId,
    },
    TermNotOnDisk {
        spoken: Term,
        on_disk: Term,
    },
    VoteNotOnDisk {
        term: Term,
        candidate: NodeId,
    },
    EntriesNotOnDisk {
        acknowledged: Index,
        on_disk: Index,
    },
    CountedUnsynced {
        counted: Index,
        on_disk: Index,
    },
    TooFewVotes {
        term: Term,
        votes: NodeSet,
        needed: usize,
    },
    NeverVoted {
        term: Term,
        voter: NodeId,
    },
    TermFell {
        from: Term,
        to: Term,
    },
    SpokeOfOlderTerm {
        before: Term,
        now: Term,
    },
    EntryTermFell {
        index: Index,
        before: Term,
        term: Term,
    },
    EntryAboveTerm {
        index: Index,
        term: Term,
        current: Term,
    },
    LeaderCut {
        term: Term,
        from: Index,
    },
    LogsDiffer {
        index: Index,
        term: Term,
        other: Option<NodeId>,
    },
    LacksCommitted {
        term: Term,
        index: Index,
        committed_in: Term,
    },
    CommitsElse {
        index: Index,
        other: Option<NodeId>,
    },
    AppliesOutOfOrder {
        expected: Index,
        found: Index,
    },
    RemovesApplied {
        index: Index,
    },
    StoreDiffers {
        index: Index,
    },
    NotOnQuorum {
        index: Index,
        holders: NodeSet,
        needed: usize,
    },
    CountedOldTerm {
        index: Index,
        term: Term,
        current: Term,
    },
    CutsCommitted {
        index: Index,
    },
    CommitFell {
        from: Index,
        to: Index,
    },
    CommitBeyondLog {
        to: Index,
        last: Index,
    },
    AppliesUncommitted {
        index: Index,
        commit: Index,
    },
    MatchFell {
        peer: NodeId,
        from: Index,
        to: Index,
    },
    MatchUntrue {
        peer: NodeId,
        believed: Index,
        on_disk: Index,
    },
    NextOutOfBounds {
        peer: NodeId,
        next: Index,
        matched: Index,
        last: Index,
    },
    AnsweredUncommitted {
        request: RequestId,
        index: Index,
    },
    AnsweredWithoutEntry {
        request: RequestId,
    },
    RefusedButLogged {
        request: RequestId,
        index: Index,
    },
    AcknowledgedLost {
        index: Index,
    },
    ReadsThePast {
        request: RequestId,
        shown: Index,
        seen: Index,
    },
    OutOfOrder {
        request: RequestId,
        index: Index,
        seen: Index,
    },
    SameEntryTwice {
        request: RequestId,
        index: Index,
    },
    WrongValue {
        request: RequestId,
        index: Index,
    },
    NotWhatWasSynced {
        last: Index,
        synced: Index,
        term: Term,
        synced_term: Term,
    },
    RefusedWhole,
}

impl Violation {
    /// The rules that were off at some time in the run before it, by name.
    pub fn broken_rules(&self) -> impl Iterator<Item = crate::node::RuleName> {
        self.rules.off()
    }
}

impl fmt::Display for Violation {
    /// `s3 leads term 2, which s1 led before`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(node) = self.node {
            write!(f, "{node} ")?;
        }
        self.breach.fmt(f)
    }
}
