//! The table of the score: what is broken, what must ring, and within how many seeds.
//!
//! The numbers count our own list of things to break, in the order in which they were thought of: `M` rules, `S` disks. This
//! table is all of that list; what of it the engine cannot express, or need not catch, is in [`NOT_COUNTED`].

use granary::fuzz::{Alarm, Options};
use granary::node::{RuleName, Rules};
use granary::storage::DiskFlaw;

/// One thing broken.
pub struct Mutation {
    /// Its number: `M1` to `M43` for rules, `S1` to `S7` for disks.
    pub number: &'static str,
    /// The rule of the rulebook, or the flaw of the disk.
    pub word: &'static str,
    /// One of these must ring: invariants, or goals.
    pub alarms: &'static [&'static str],
    /// Within so many seeds; 0: random search need not find it, its play must.
    pub seeds: u64,
}

const fn row(
    number: &'static str,
    word: &'static str,
    alarms: &'static [&'static str],
    seeds: u64,
) -> Mutation {
    Mutation {
        number,
        word,
        alarms,
        seeds,
    }
}

/// Every mutation that the engine can express.
#[rustfmt::skip]
pub const MUTATIONS: &[Mutation] = &[
    row("M1", "one-vote-per-term", &["vote-once", "election-safety"], 50),
    row("M2", "vote-survives-crash", &["vote-once", "durable-first"], 200),
    row("M3", "term-survives-crash", &["term-monotonic"], 50),
    row("M4", "ack-after-sync", &["durable-first", "commit-quorum"], 20),
    row("M5", "candidate-up-to-date", &["leader-completeness"], 50),
    row("M6", "last-term-first", &["leader-completeness"], 2000),
    row("M7", "equal-logs-suffice", &["L1"], 20),
    row("M8", "majority", &["elected-by-quorum", "commit-quorum", "election-safety"], 20),
    row("M9", "commit-own-term-only", &["commit-quorum"], 50),
    row("M10", "votes-counted-once", &["elected-by-quorum", "election-safety"], 2000),
    row("M11", "votes-of-this-term", &["elected-by-quorum", "election-safety"], 3000),
    row("M12", "vote-kept-in-term", &["vote-once"], 2000),
    row("M13", "stale-term-refused", &["commit-quorum"], 2000),
    row("M14", "entries-follow-match", &["log-matching"], 200),
    row("M15", "truncate-only-on-conflict", &["commit-quorum"], 50),
    row("M16", "conflict-replaced", &["state-machine-safety", "commit-quorum"], 100),
    row("M17", "conflict-removes-suffix", &["term-monotonic"], 200),
    row("M18", "commit-within-match", &["state-machine-safety"], 2000),
    row("M19", "commit-never-back", &["commit-monotonic"], 20),
    row("M20", "ack-what-was-checked", &["commit-quorum", "progress-bounds"], 3000),
    row("M21", "next-backs-off", &["L3"], 20),
    row("M22", "match-starts-unknown", &["L3", "progress-bounds"], 20),
    row("M23", "random-timeouts", &["L1"], 500),
    row("M24", "timer-reset-earned", &["L1"], 2000),
    row("M25", "vote-cleared-in-new-term", &["L1"], 20),
    row("M26", "answer-when-committed", &["acknowledged-kept"], 100),
    row("M27", "reads-are-current", &["linearizable"], 50),
    row("M28", "apply-only-committed", &["commit-monotonic"], 20),
    row("M29", "acks-of-this-term", &["commit-quorum", "progress-bounds"], 0),
    row("M30", "newer-term-steps-down", &["L1", "L3"], 0),
    row("M31", "candidate-yields", &["L1", "L3"], 0),
    row("M32", "new-leader-noop", &["L6"], 500),
    row("M33", "match-never-back", &["progress-bounds"], 2000),
    row("M35", "campaign-raises-term", &["vote-once", "election-safety"], 500),
    row("M36", "own-vote-is-a-vote", &["vote-once", "election-safety"], 500),
    row("M37", "only-leader-appends", &["log-matching"], 500),
    row("M38", "leader-keeps-its-log", &["commit-quorum", "leader-append-only", "leader-completeness"], 500),
    row("M39", "heartbeats-keep-followers", &["L4"], 500),
    row("M40", "appends-retried", &["L3"], 500),
    row("M41", "log-survives-crash", &["recovery-exact", "leader-completeness"], 500),
    row("M42", "own-disk-counts-like-any", &["commit-quorum", "durable-first"], 500),
    row("M43", "alive-or-not", &["elected-by-quorum", "commit-quorum", "election-safety"], 500),
    row("S1", "skips-checksums", &["recovery-exact"], 200),
    row("S2", "cuts-at-damage", &["recovery-exact", "acknowledged-kept"], 200),
    row("S3", "keeps-torn-tail", &["recovery-exact"], 200),
    row("S4", "sync-lies", &["durable-first", "recovery-exact"], 200),
    row("S7", "late-hard-state", &["durable-first"], 50),
];

/// What counts for nothing, and why.
pub const NOT_COUNTED: &[(&str, &str)] = &[
    ("M34", "there are no client sessions yet"),
    (
        "S5",
        "a memory disk has no short writes; it comes with disks in files",
    ),
    (
        "S6",
        "a memory disk has no directory; it comes with disks in files",
    ),
    (
        "S8",
        "the file keeps no commit index that could come back without its entries",
    ),
    (
        "the first value of next_index",
        "equivalent: any value is corrected by the first refusal, and costs messages only",
    ),
    (
        "the speed of backing off",
        "equivalent: `set backtrack one` and `term` both find the place, one with more messages",
    ),
    (
        "telling the commit eagerly",
        "equivalent: the next message to a follower tells it the same",
    ),
    (
        "a leader takes an append of its own term",
        "equivalent: nobody sends one while one node leads a term",
    ),
];

impl Mutation {
    /// A search for it.
    pub fn options(&self) -> Options {
        let rule = RuleName::named(self.word);
        Options {
            rules: rule.map_or(Rules::ALL, |rule| Rules::ALL.with(rule, false)),
            flaw: DiskFlaw::named(self.word),
            ..Options::default()
        }
    }

    /// What must ring.
    pub fn wanted(&self) -> Vec<Alarm> {
        let named = |word: &&str| Alarm::named(word).expect("an invariant's name or a goal's");
        self.alarms.iter().map(named).collect()
    }

    /// Whether it breaks a rule; if not, it is a flaw of the disk.
    pub fn is_rule(&self) -> bool {
        RuleName::named(self.word).is_some()
    }
}
