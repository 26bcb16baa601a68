//! The marks: what must have happened in some run of a search, or the search has not tested it.

use std::fmt;
use std::ops::AddAssign;

/// The name of a mark, in the order of [`MARKS`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
#[expect(
    missing_docs,
    reason = "each has its sentence in the table below, where it is printed from"
)]
pub enum Mark {
    SplitVote,
    EvenTie,
    TwoLeaders,
    LeaderStoppedByReply,
    EmptyLogElected,
    PausedAcrossElections,
    DuplicateVoteAnswered,
    RepeatedVoteIgnored,
    StaleAppendRefused,
    SeveralTruncated,
    ManyBacktracks,
    OlderTermOnMajority,
    SeveralCommitted,
    CrashBeforeSync,
    CrashBeforeSend,
    CrashInRecovery,
    TornTailCut,
    DamageRefused,
    UnknownCommitted,
    UnknownLost,
    RightHint,
    WrongHint,
    QueueOverflow,
}

/// One row of [`MARKS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MarkRow {
    /// Which one.
    pub name: Mark,
    /// Its name as printed.
    pub word: &'static str,
    /// When it is hit, in one sentence.
    pub sentence: &'static str,
}

const COUNT: usize = 23;

/// Every mark.
#[rustfmt::skip]
pub const MARKS: &[MarkRow; COUNT] = &[
    row(Mark::SplitVote, "split-vote", "Several candidates of a term, and none won."),
    row(Mark::EvenTie, "even-tie", "Two candidates with half the votes each, in a cluster of even size."),
    row(Mark::TwoLeaders, "two-leaders", "A leader was elected while one of an older term still led."),
    row(Mark::LeaderStoppedByReply, "leader-stopped-by-reply", "A leader learned of a newer term from an answer."),
    row(Mark::EmptyLogElected, "empty-log-elected", "A node without entries won an election."),
    row(Mark::PausedAcrossElections, "paused-across-elections", "A process stood still while two leaders were elected."),
    row(Mark::DuplicateVoteAnswered, "duplicate-vote-answered", "A request for a vote came twice and was granted twice."),
    row(Mark::RepeatedVoteIgnored, "repeated-vote-ignored", "A vote came twice and counted once."),
    row(Mark::StaleAppendRefused, "stale-append-refused", "An append of an older term was refused."),
    row(Mark::SeveralTruncated, "several-truncated", "Two or more entries were removed at once."),
    row(Mark::ManyBacktracks, "many-backtracks", "A leader went back more than five times in a row for a follower."),
    row(Mark::OlderTermOnMajority, "older-term-on-majority", "An entry of an older term on a majority's disks waited for a newer one (Figure 8)."),
    row(Mark::SeveralCommitted, "several-committed", "Two or more entries committed at once."),
    row(Mark::CrashBeforeSync, "crash-before-sync", "A process ended between write and sync."),
    row(Mark::CrashBeforeSend, "crash-before-send", "A process ended between sync and send, or between two messages."),
    row(Mark::CrashInRecovery, "crash-in-recovery", "A process ended in the very tick in which it had started."),
    row(Mark::TornTailCut, "torn-tail-cut", "A torn tail was cut off a disk."),
    row(Mark::DamageRefused, "damage-refused", "A node did not start on a damaged disk."),
    row(Mark::UnknownCommitted, "unknown-committed", "A request with unknown outcome was committed."),
    row(Mark::UnknownLost, "unknown-lost", "A request with unknown outcome was not."),
    row(Mark::RightHint, "right-hint", "A client was told \"not leader\" and who is."),
    row(Mark::WrongHint, "wrong-hint", "A client was told \"not leader\" and the wrong one."),
    row(Mark::QueueOverflow, "queue-overflow", "A message was lost because its link was full."),
];

const fn row(name: Mark, word: &'static str, sentence: &'static str) -> MarkRow {
    MarkRow {
        name,
        word,
        sentence,
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MARKS[*self as usize].word)
    }
}

/// How often each mark was hit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Marks([u64; COUNT]);

impl Marks {
    pub(super) fn hit(&mut self, mark: Mark) {
        self.0[mark as usize] += 1;
    }

    /// How often a mark was hit.
    #[must_use]
    pub fn count(&self, mark: Mark) -> u64 {
        self.0[mark as usize]
    }

    /// The marks that were never hit.
    pub fn missing(&self) -> impl Iterator<Item = Mark> {
        let rows = MARKS.iter().filter(|row| self.count(row.name) == 0);
        rows.map(|row| row.name)
    }
}

impl AddAssign for Marks {
    fn add_assign(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}
