//! The plays that come with the program: one table, their text part of the binary.
//!
//! The texts are the files of `assets/plays`, and a play's name is its file's. Knows nothing of who runs them; a test
//! walks the folder and this table and finds them equal.

/// A play that comes with the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShippedPlay {
    /// What it is asked for by: `figure-7`.
    pub name: &'static str,
    /// The whole text.
    pub text: &'static str,
}

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        /// Every play that comes with the program, in the order in which one would learn from them.
        pub const SHIPPED: &[ShippedPlay] = &[$(ShippedPlay {
            name: $name,
            text: include_str!(concat!("../../assets/plays/", $name, ".play")),
        }),+];
    };
}

shipped![
    "first-election",
    "split-vote",
    "minority-leader",
    "crash-and-recover",
    "log-conflict-repair",
    "late-append",
    "figure-7",
    "figure-8",
    "figure-8-saved",
];

macro_rules! rule_plays {
    ($($rule:literal),+ $(,)?) => {
        /// A play for every rule of the rulebook, in its order: the rule is switched off, and what it prevents happens.
        /// [`Play::mended`](crate::play::Play::mended), the same play holds with the rule in force.
        pub const RULE_PLAYS: &[ShippedPlay] = &[$(ShippedPlay {
            name: concat!("rules/", $rule),
            text: include_str!(concat!("../../assets/plays/rules/", $rule, ".play")),
        }),+];
    };
}

rule_plays![
    "campaign-raises-term",
    "own-vote-is-a-vote",
    "one-vote-per-term",
    "vote-survives-crash",
    "term-survives-crash",
    "vote-kept-in-term",
    "vote-cleared-in-new-term",
    "candidate-up-to-date",
    "last-term-first",
    "equal-logs-suffice",
    "majority",
    "alive-or-not",
    "votes-counted-once",
    "votes-of-this-term",
    "newer-term-steps-down",
    "candidate-yields",
    "stale-term-refused",
    "random-timeouts",
    "timer-reset-earned",
    "heartbeats-keep-followers",
    "only-leader-appends",
    "leader-keeps-its-log",
    "entries-follow-match",
    "truncate-only-on-conflict",
    "conflict-replaced",
    "conflict-removes-suffix",
    "next-backs-off",
    "match-starts-unknown",
    "match-never-back",
    "appends-retried",
    "ack-what-was-checked",
    "log-survives-crash",
    "ack-after-sync",
    "own-disk-counts-like-any",
    "acks-of-this-term",
    "commit-own-term-only",
    "commit-within-match",
    "commit-never-back",
    "new-leader-noop",
    "apply-only-committed",
    "answer-when-committed",
    "reads-are-current",
];

/// Every play that comes with the program: those to learn from, then those of the rules.
pub fn all_shipped() -> impl Iterator<Item = &'static ShippedPlay> {
    SHIPPED.iter().chain(RULE_PLAYS)
}

/// The play of this name.
#[must_use]
pub fn shipped_play(name: &str) -> Option<&'static ShippedPlay> {
    all_shipped().find(|play| play.name == name)
}
