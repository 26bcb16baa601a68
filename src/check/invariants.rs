//! The invariants by name: what must hold at every moment of every run, whatever the network and the disks do.

use std::fmt;

/// The name of an invariant, in the order of [`INVARIANTS`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Invariant {
    /// At most one node ever leads a term (§5.2).
    ElectionSafety,
    /// All votes of a node in a term name one candidate (§5.2).
    VoteOnce,
    /// Nothing leaves a node before what it speaks from is on its disk (Figure 2).
    DurableFirst,
    /// A leader has the votes of a majority (§5.2).
    ElectedByQuorum,
    /// Terms never fall (§5.1).
    TermMonotonic,
    /// A leader's log only grows (§5.3).
    LeaderAppendOnly,
    /// Logs that agree at a place agree up to there (§5.3).
    LogMatching,
    /// New leaders have what was committed (§5.4).
    LeaderCompleteness,
    /// Nobody applies anything else at an index (§5.4.3).
    StateMachineSafety,
    /// A commit rests on a majority's disks (§5.3, §5.4.2).
    CommitQuorum,
    /// Commit and applied never fall (Figure 2).
    CommitMonotonic,
    /// What a leader believes of a follower is true (Figure 2).
    ProgressBounds,
    /// What a client was told is done stays done (§8).
    AcknowledgedKept,
    /// The clients' requests have a legal order (§8).
    Linearizable,
    /// A restarted node has what its disk had synced (Figure 2).
    RecoveryExact,
}

/// One row of [`INVARIANTS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvariantRow {
    /// Which one.
    pub name: Invariant,
    /// Its name as written.
    pub word: &'static str,
    /// The one letter that stands for it where there is room for no more; each has its own.
    pub letter: char,
    /// What it says, in one sentence.
    pub sentence: &'static str,
    /// Where it comes from.
    pub source: &'static str,
}

/// Every invariant, in the order in which they are told.
#[rustfmt::skip]
pub const INVARIANTS: &[InvariantRow] = &[
    row(Invariant::ElectionSafety, "election-safety", 'E', "§5.2", "At most one node ever leads a term, over the whole run."),
    row(Invariant::VoteOnce, "vote-once", 'V', "§5.2", "All votes that a node casts in a term, across crashes, name one candidate."),
    row(Invariant::DurableFirst, "durable-first", 'D', "Fig. 2", "Nothing leaves a node before the term, vote and entries it speaks from are on its disk."),
    row(Invariant::ElectedByQuorum, "elected-by-quorum", 'Q', "§5.2", "A leader has the votes of its own term from a majority of distinct voters."),
    row(Invariant::TermMonotonic, "term-monotonic", 'T', "§5.1", "A node's term never falls, restarts included, and neither do the terms along a log."),
    row(Invariant::LeaderAppendOnly, "leader-append-only", 'O', "§5.3", "While a node leads a term its log only grows."),
    row(Invariant::LogMatching, "log-matching", 'M', "§5.3", "Two logs that hold the same index and term are equal up to there."),
    row(Invariant::LeaderCompleteness, "leader-completeness", 'C', "§5.4", "What was committed in an earlier term is in every new leader's log."),
    row(Invariant::StateMachineSafety, "state-machine-safety", 'S', "§5.4.3", "No two nodes ever apply different commands at one index."),
    row(Invariant::CommitQuorum, "commit-quorum", 'K', "§5.3, §5.4.2", "A commit rests on a majority's disks, counted by the rules, and is never cut."),
    row(Invariant::CommitMonotonic, "commit-monotonic", 'N', "Fig. 2", "Within a life, commit and applied never fall, and stay within the log."),
    row(Invariant::ProgressBounds, "progress-bounds", 'P', "Fig. 2", "What a leader believes of a follower is true of its disk, and never falls."),
    row(Invariant::AcknowledgedKept, "acknowledged-kept", 'A', "§8", "What a client was told is done stays done."),
    row(Invariant::Linearizable, "linearizable", 'L', "§8", "The clients' requests and answers have a legal order."),
    row(Invariant::RecoveryExact, "recovery-exact", 'R', "Fig. 2", "A restarted node has what its disk had synced, or refuses only if what was synced is damaged."),
];

const fn row(
    name: Invariant,
    word: &'static str,
    letter: char,
    source: &'static str,
    sentence: &'static str,
) -> InvariantRow {
    InvariantRow {
        name,
        word,
        letter,
        sentence,
        source,
    }
}

impl Invariant {
    /// The invariant of this name as written; none where there is no such invariant.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let row = INVARIANTS.iter().find(|row| row.word == word);
        row.map(|row| row.name)
    }

    /// The row of the table.
    #[must_use]
    pub fn row(self) -> &'static InvariantRow {
        &INVARIANTS[self as usize]
    }
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().word)
    }
}
