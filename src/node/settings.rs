//! The numbers a node goes by, with their bounds.

use std::ops::RangeInclusive;

/// What a node is told once, when it is made.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NodeSettings {
    /// The range an election timeout is drawn from; none: no election timer runs unless told.
    pub election_ticks: Option<(u64, u64)>,
    /// Ticks of a leader's clock between its heartbeats; below the election minimum.
    pub heartbeat_ticks: u64,
    /// Whether a new leader appends a no-op of its own term at once (§8).
    pub noop: bool,
    /// The most entries in one `AppendEntries`, 1 or more.
    pub batch_entries_max: u64,
    /// The most unanswered `AppendEntries` with entries for each follower, 1 or more.
    pub inflight_max: u64,
    /// How a leader goes back after a refusal.
    pub backtrack: Backtrack,
}

/// How far a leader goes back when a follower's log does not match.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Backtrack {
    /// Past a whole conflicting term (end of §5.3).
    Term,
    /// One index at a time, as in the paper's figures.
    One,
}

/// Where the election minimum is asked for and no election timer runs.
const ELECTION_TICKS_WITHOUT_TIMER: u64 = 10;

/// An append ends before this many bytes of entries, whatever the batch.
pub const APPEND_BYTES_MAX: usize = 8 << 20;

impl NodeSettings {
    /// The range of election timeouts, in ticks.
    #[must_use]
    pub fn election_range(&self) -> Option<RangeInclusive<u64>> {
        self.election_ticks.map(|(min, max)| min..=max)
    }

    /// The least time without a leader that means something, in ticks.
    #[must_use]
    pub fn election_ticks_min(&self) -> u64 {
        self.election_ticks
            .map_or(ELECTION_TICKS_WITHOUT_TIMER, |(min, _)| min)
    }
}

impl Default for NodeSettings {
    fn default() -> Self {
        Self {
            election_ticks: Some((10, 19)),
            heartbeat_ticks: 3,
            noop: true,
            batch_entries_max: 64,
            inflight_max: 4,
            backtrack: Backtrack::Term,
        }
    }
}
