//! The specification can fail: with each rule of the rulebook switched off, runs that come out otherwise are rejected.
//!
//! A run with a rule off is held against the same run with all rules: from the first event that differs, so many events
//! may pass until the specification rejects.

use super::storm::{Run, storm};
use granary::node::{RuleName, Rules};

/// What became of the runs with one rule off.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Runs that came out otherwise than with all rules, as far as the specification followed them.
    pub differed: u64,
    /// Runs that were rejected.
    pub rejected: u64,
    /// Those of them that were rejected in the very step in which they first differed, or before any event did.
    pub at_once: u64,
    /// The first sentence with which one was rejected.
    pub first: Option<String>,
}

/// Runs with one rule off, each beside the same run with all rules.
pub fn tally(rule: RuleName, whole: &[Run]) -> Tally {
    let mut tally = Tally::default();
    for (seed, whole) in (0..).zip(whole) {
        let broken = storm(Rules::ALL.with(rule, false), seed);
        let pairs = broken.trail.iter().zip(&whole.trail);
        let parted = pairs.take_while(|(mine, its)| mine == its).count();
        tally.differed += u64::from(parted < broken.trail.len());
        if let Err(why) = broken.verdict {
            tally.rejected += 1;
            tally.at_once += u64::from(broken.trail.len() <= parted + 1);
            tally.first = tally.first.or(Some(why));
        }
    }
    tally
}

/// Rules without which a run may go on for a while as runs with all rules do, and why the specification cannot tell at
/// once. All others are rejected in the very step in which something comes out otherwise.
pub const REJECTED_LATER: &[(RuleName, &str)] = &[
    (
        RuleName::OneVotePerTerm,
        "where the candidate's log is behind too, the vote is denied all the same, and for a true reason",
    ),
    (
        RuleName::RandomTimeouts,
        "each timeout lies within its range, and only many of them that are all the same are no chance",
    ),
    (
        RuleName::TimerResetEarned,
        "a timer that is begun anew with the ticks that it had looks as if nothing had begun it",
    ),
];

/// Rules whose broken play is accepted, since what tells them is more than one short play has.
pub const PLAY_ACCEPTED: &[(RuleName, &str)] = &[(
    RuleName::RandomTimeouts,
    "each of its few timeouts lies within the range",
)];

/// What is wrong with how the specification rejects runs without a rule; nothing, if it does as the table says.
pub fn objection(rule: RuleName, tally: &Tally) -> Option<String> {
    let may_be_later = REJECTED_LATER.iter().any(|(later, _)| *later == rule);
    let all_at_once = tally.at_once == tally.rejected && tally.differed <= tally.rejected;
    if tally.rejected == 0 {
        Some(format!("{rule}: no run without it was rejected"))
    } else if may_be_later == all_at_once {
        Some(format!(
            "{rule}: at once or later, not as the table says: {tally:?}"
        ))
    } else {
        None
    }
}
