//! The rulebook: every rule of Raft that this code obeys, by name.
//!
//! [`RULES`] is the table that help, feed and tests walk: name, source, one sentence, and what falls without the rule.
//! Each rule is decided in one function of [`elections`], [`replication`] or [`commit`], which takes the facts and gives
//! verdict and reason. [`Rules`] says which of them are in force; all are unless one is switched off, to show what it
//! is for. No function here may panic, whatever the switches.

pub mod commit;
pub mod elections;
pub mod replication;

use std::fmt;

/// The name of a rule, in the order of [`RULES`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum RuleName {
    /// A server that starts an election first begins a new term.
    CampaignRaisesTerm,
    /// A candidate votes for itself, on its own disk, and has then used its vote of that term.
    OwnVoteIsAVote,
    /// A server has one vote in a term and cannot give it twice.
    OneVotePerTerm,
    /// A vote is on the voter's disk before the candidate hears of it.
    VoteSurvivesCrash,
    /// A server's term is on its disk before it speaks in that term.
    TermSurvivesCrash,
    /// Following the leader of its own term does not give a server its vote back.
    VoteKeptInTerm,
    /// A newer term is a fresh start: the server has not voted in it yet.
    VoteClearedInNewTerm,
    /// A server refuses a candidate whose log is behind its own.
    CandidateUpToDate,
    /// The log whose last entry has the higher term is more up-to-date; only in the same term does the longer one win.
    LastTermFirst,
    /// A candidate whose log is just as up-to-date as the voter's gets the vote.
    EqualLogsSuffice,
    /// Elections and commits need more than half of the members, so that any two majorities share one.
    Majority,
    /// The half is counted of all the members, whether they are up or not.
    AliveOrNot,
    /// A voter counts once, however often its answer arrives.
    VotesCountedOnce,
    /// A vote given in an older term is no vote in this one.
    VotesOfThisTerm,
    /// Whoever sees a newer term, in a request or an answer, adopts it and becomes a follower.
    NewerTermStepsDown,
    /// A candidate that hears the leader of its own term follows it.
    CandidateYields,
    /// A request of an older term changes nothing; its sender is told the newer term.
    StaleTermRefused,
    /// Election timeouts are drawn afresh from a range, so that split votes are rare and end soon.
    RandomTimeouts,
    /// Only the current leader's append, a vote given, a campaign of one's own or ceasing to lead starts the election timer anew.
    TimerResetEarned,
    /// An idle leader still speaks, so that nobody campaigns against it.
    HeartbeatsKeepFollowers,
    /// Only the leader takes a client's command into its log; the others name the leader.
    OnlyLeaderAppends,
    /// A leader lets every entry of its own log stand, and writes only behind the last.
    LeaderKeepsItsLog,
    /// Entries are taken only where the index and the term of the entry before them both match.
    EntriesFollowMatch,
    /// Entries are removed only where a term conflicts with the leader's; a late, shorter append removes nothing.
    TruncateOnlyOnConflict,
    /// An entry that conflicts with the leader's is replaced by the leader's.
    ConflictReplaced,
    /// All entries behind a conflicting one go with it.
    ConflictRemovesSuffix,
    /// After a refusal the leader tries further back until the logs match.
    NextBacksOff,
    /// A new leader presumes nothing of what its followers hold.
    MatchStartsUnknown,
    /// An old acknowledgement does not lower what the leader knows a follower to hold.
    MatchNeverBack,
    /// A lost append is sent again, for ever.
    AppendsRetried,
    /// An acknowledgement covers only what its message has checked.
    AckWhatWasChecked,
    /// The log is on disk and comes back after a crash.
    LogSurvivesCrash,
    /// Entries are on disk before they are acknowledged.
    AckAfterSync,
    /// A leader counts itself as a holder of an entry only when its own disk has it.
    OwnDiskCountsLikeAny,
    /// An acknowledgement to an earlier leadership counts for nothing.
    AcksOfThisTerm,
    /// Only an entry of the leader's own term commits by counting disks; what stands before it commits with it.
    CommitOwnTermOnly,
    /// A follower commits no further than its log is known to match this leader's.
    CommitWithinMatch,
    /// What a server knows to be committed only grows.
    CommitNeverBack,
    /// A new leader puts an entry of its own term in the log at once, which commits all that stands before it.
    NewLeaderNoop,
    /// Only committed entries reach the state machine, in log order, each once.
    ApplyOnlyCommitted,
    /// A client hears that its command is done only when the entry is committed and applied.
    AnswerWhenCommitted,
    /// A read is answered only once it is proved current: here it goes through the log like a write.
    ReadsAreCurrent,
}

/// One row of the rulebook.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rule {
    /// Which rule.
    pub name: RuleName,
    /// Its name as written: `one-vote-per-term`.
    pub word: &'static str,
    /// The section or figure of the paper or the dissertation.
    pub source: &'static str,
    /// The rule in one sentence.
    pub sentence: &'static str,
    /// What falls first without it: an invariant, or a liveness goal, L1 to L6 (a leader is elected; what it is given is
    /// committed everywhere; all logs become equal; nobody campaigns against it without need; traffic falls to heartbeats;
    /// what it held when elected becomes committed).
    pub protects: &'static str,
}

/// Every rule, in the order of [`RuleName`].
pub const RULES: &[Rule] = &[
    row(
        RuleName::CampaignRaisesTerm,
        "campaign-raises-term",
        "§5.2",
        "A server that starts an election first begins a new term.",
        "vote-once",
    ),
    row(
        RuleName::OwnVoteIsAVote,
        "own-vote-is-a-vote",
        "§5.2",
        "A candidate votes for itself, on its own disk, and has then used its vote of that term.",
        "vote-once",
    ),
    row(
        RuleName::OneVotePerTerm,
        "one-vote-per-term",
        "§5.2",
        "A server has one vote in a term and cannot give it twice.",
        "vote-once",
    ),
    row(
        RuleName::VoteSurvivesCrash,
        "vote-survives-crash",
        "Fig. 2",
        "A vote is on the voter's disk before the candidate hears of it.",
        "durable-first",
    ),
    row(
        RuleName::TermSurvivesCrash,
        "term-survives-crash",
        "Fig. 2",
        "A server's term is on its disk before it speaks in that term.",
        "durable-first",
    ),
    row(
        RuleName::VoteKeptInTerm,
        "vote-kept-in-term",
        "§5.2",
        "Following the leader of its own term does not give a server its vote back.",
        "vote-once",
    ),
    row(
        RuleName::VoteClearedInNewTerm,
        "vote-cleared-in-new-term",
        "Fig. 2",
        "A newer term is a fresh start: the server has not voted in it yet.",
        "L1",
    ),
    row(
        RuleName::CandidateUpToDate,
        "candidate-up-to-date",
        "§5.4.1",
        "A server refuses a candidate whose log is behind its own.",
        "leader-completeness",
    ),
    row(
        RuleName::LastTermFirst,
        "last-term-first",
        "§5.4.1",
        "The log whose last entry has the higher term is more up-to-date; only in the same term does the longer one win.",
        "leader-completeness",
    ),
    row(
        RuleName::EqualLogsSuffice,
        "equal-logs-suffice",
        "§5.4.1",
        "A candidate whose log is just as up-to-date as the voter's gets the vote.",
        "L1",
    ),
    row(
        RuleName::Majority,
        "majority",
        "§5.2, §5.3",
        "Elections and commits need more than half of the members, so that any two majorities share one.",
        "elected-by-quorum",
    ),
    row(
        RuleName::AliveOrNot,
        "alive-or-not",
        "§5.2",
        "The half is counted of all the members, whether they are up or not.",
        "elected-by-quorum",
    ),
    row(
        RuleName::VotesCountedOnce,
        "votes-counted-once",
        "§5.2",
        "A voter counts once, however often its answer arrives.",
        "elected-by-quorum",
    ),
    row(
        RuleName::VotesOfThisTerm,
        "votes-of-this-term",
        "TLA+ spec",
        "A vote given in an older term is no vote in this one.",
        "elected-by-quorum",
    ),
    row(
        RuleName::NewerTermStepsDown,
        "newer-term-steps-down",
        "§5.1",
        "Whoever sees a newer term, in a request or an answer, adopts it and becomes a follower.",
        "L3",
    ),
    row(
        RuleName::CandidateYields,
        "candidate-yields",
        "§5.2",
        "A candidate that hears the leader of its own term follows it.",
        "L3",
    ),
    row(
        RuleName::StaleTermRefused,
        "stale-term-refused",
        "§5.1",
        "A request of an older term changes nothing; its sender is told the newer term.",
        "commit-quorum",
    ),
    row(
        RuleName::RandomTimeouts,
        "random-timeouts",
        "§5.2",
        "Election timeouts are drawn afresh from a range, so that split votes are rare and end soon.",
        "L1",
    ),
    row(
        RuleName::TimerResetEarned,
        "timer-reset-earned",
        "Fig. 2",
        "Only the current leader's append, a vote given, a campaign of one's own or ceasing to lead starts the election timer anew.",
        "L1",
    ),
    row(
        RuleName::HeartbeatsKeepFollowers,
        "heartbeats-keep-followers",
        "§5.2",
        "An idle leader still speaks, so that nobody campaigns against it.",
        "L4",
    ),
    row(
        RuleName::OnlyLeaderAppends,
        "only-leader-appends",
        "§5.3",
        "Only the leader takes a client's command into its log; the others name the leader.",
        "log-matching",
    ),
    row(
        RuleName::LeaderKeepsItsLog,
        "leader-keeps-its-log",
        "Fig. 3, §5.3",
        "A leader lets every entry of its own log stand, and writes only behind the last.",
        "commit-quorum",
    ),
    row(
        RuleName::EntriesFollowMatch,
        "entries-follow-match",
        "§5.3",
        "Entries are taken only where the index and the term of the entry before them both match.",
        "log-matching",
    ),
    row(
        RuleName::TruncateOnlyOnConflict,
        "truncate-only-on-conflict",
        "§5.3",
        "Entries are removed only where a term conflicts with the leader's; a late, shorter append removes nothing.",
        "commit-quorum",
    ),
    row(
        RuleName::ConflictReplaced,
        "conflict-replaced",
        "§5.3",
        "An entry that conflicts with the leader's is replaced by the leader's.",
        "state-machine-safety",
    ),
    row(
        RuleName::ConflictRemovesSuffix,
        "conflict-removes-suffix",
        "§5.3",
        "All entries behind a conflicting one go with it.",
        "term-monotonic",
    ),
    row(
        RuleName::NextBacksOff,
        "next-backs-off",
        "§5.3",
        "After a refusal the leader tries further back until the logs match.",
        "L3",
    ),
    row(
        RuleName::MatchStartsUnknown,
        "match-starts-unknown",
        "Fig. 2",
        "A new leader presumes nothing of what its followers hold.",
        "progress-bounds",
    ),
    row(
        RuleName::MatchNeverBack,
        "match-never-back",
        "Fig. 2",
        "An old acknowledgement does not lower what the leader knows a follower to hold.",
        "progress-bounds",
    ),
    row(
        RuleName::AppendsRetried,
        "appends-retried",
        "§5.3, §5.5",
        "A lost append is sent again, for ever.",
        "L3",
    ),
    row(
        RuleName::AckWhatWasChecked,
        "ack-what-was-checked",
        "Fig. 2",
        "An acknowledgement covers only what its message has checked.",
        "progress-bounds",
    ),
    row(
        RuleName::LogSurvivesCrash,
        "log-survives-crash",
        "Fig. 2",
        "The log is on disk and comes back after a crash.",
        "recovery-exact",
    ),
    row(
        RuleName::AckAfterSync,
        "ack-after-sync",
        "Fig. 2",
        "Entries are on disk before they are acknowledged.",
        "durable-first",
    ),
    row(
        RuleName::OwnDiskCountsLikeAny,
        "own-disk-counts-like-any",
        "diss. 10.2.1",
        "A leader counts itself as a holder of an entry only when its own disk has it.",
        "durable-first",
    ),
    row(
        RuleName::AcksOfThisTerm,
        "acks-of-this-term",
        "TLA+ spec",
        "An acknowledgement to an earlier leadership counts for nothing.",
        "progress-bounds",
    ),
    row(
        RuleName::CommitOwnTermOnly,
        "commit-own-term-only",
        "§5.4.2",
        "Only an entry of the leader's own term commits by counting disks; what stands before it commits with it.",
        "commit-quorum",
    ),
    row(
        RuleName::CommitWithinMatch,
        "commit-within-match",
        "Fig. 2",
        "A follower commits no further than its log is known to match this leader's.",
        "state-machine-safety",
    ),
    row(
        RuleName::CommitNeverBack,
        "commit-never-back",
        "Fig. 2",
        "What a server knows to be committed only grows.",
        "commit-monotonic",
    ),
    row(
        RuleName::NewLeaderNoop,
        "new-leader-noop",
        "§8",
        "A new leader puts an entry of its own term in the log at once, which commits all that stands before it.",
        "L6",
    ),
    row(
        RuleName::ApplyOnlyCommitted,
        "apply-only-committed",
        "§5.3",
        "Only committed entries reach the state machine, in log order, each once.",
        "commit-monotonic",
    ),
    row(
        RuleName::AnswerWhenCommitted,
        "answer-when-committed",
        "§5.3",
        "A client hears that its command is done only when the entry is committed and applied.",
        "acknowledged-kept",
    ),
    row(
        RuleName::ReadsAreCurrent,
        "reads-are-current",
        "§8, diss. 6.4",
        "A read is answered only once it is proved current: here it goes through the log like a write.",
        "linearizable",
    ),
];

const fn row(
    name: RuleName,
    word: &'static str,
    source: &'static str,
    sentence: &'static str,
    protects: &'static str,
) -> Rule {
    Rule {
        name,
        word,
        source,
        sentence,
        protects,
    }
}

impl RuleName {
    /// The rule of this name as written; none where there is no such rule.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let row = RULES.iter().find(|row| row.word == word);
        row.map(|row| row.name)
    }

    /// The row of the table.
    #[must_use]
    pub fn row(self) -> &'static Rule {
        &RULES[self as usize]
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().word)
    }
}

/// Which rules are in force.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Rules {
    broken: u64,
}

impl Rules {
    /// All of them.
    pub const ALL: Self = Self { broken: 0 };

    /// Whether the rule is in force.
    #[must_use]
    pub fn holds(self, rule: RuleName) -> bool {
        self.broken & (1 << rule as u8) == 0
    }

    /// The rules that are switched off, in the order of [`RULES`].
    pub fn off(self) -> impl Iterator<Item = RuleName> {
        let names = RULES.iter().map(|row| row.name);
        names.filter(move |name| !self.holds(*name))
    }

    /// The same without, or again with, one rule.
    #[must_use]
    pub fn with(self, rule: RuleName, in_force: bool) -> Self {
        let bit = 1 << rule as u8;
        Self {
            broken: if in_force {
                self.broken & !bit
            } else {
                self.broken | bit
            },
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::ALL
    }
}
