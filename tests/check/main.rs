//! The alarms: silent while every rule is in force, and rung by the rule that is not.

mod storms;

use granary::check::INVARIANTS;
use granary::node::{RULES, Rules};
use std::collections::BTreeSet;

#[test]
fn invariants_have_a_name_and_a_letter_each() {
    let words: BTreeSet<_> = INVARIANTS.iter().map(|row| row.word).collect();
    let letters: BTreeSet<_> = INVARIANTS.iter().map(|row| row.letter).collect();
    assert_eq!((words.len(), letters.len()), (15, 15));
    for (place, row) in INVARIANTS.iter().enumerate() {
        assert_eq!(
            row.name as usize, place,
            "the order of names is that of rows"
        );
    }
}

#[test]
fn no_alarm_rings_while_every_rule_is_in_force() {
    for seed in 0..2000 {
        let checker = storms::storm(Rules::ALL, seed);
        let first = checker.violations().first();
        assert_eq!(first.map(ToString::to_string), None, "seed {seed}");
    }
}

/// Rules whose loss no storm of the daily round shows: they cost progress, or need a history made for them. Each has its
/// play.
const SILENT: &[&str] = &[
    "vote-cleared-in-new-term",
    "equal-logs-suffice",
    "newer-term-steps-down",
    "candidate-yields",
    "random-timeouts",
    "timer-reset-earned",
    "heartbeats-keep-followers",
    "next-backs-off",
    "appends-retried",
    "new-leader-noop",
];

#[test]
fn a_rule_that_is_off_rings_an_alarm() {
    for row in RULES {
        let rules = Rules::ALL.with(row.name, false);
        let rung = (0..200).find_map(|seed| {
            let checker = storms::storm(rules, seed);
            checker.violations().first().cloned()
        });
        assert_eq!(rung.is_none(), SILENT.contains(&row.word), "{}", row.word);
        if let Some(violation) = rung {
            assert!(violation.broken_rules().eq([row.name]), "{violation:?}");
            assert!(!violation.to_string().is_empty());
        }
    }
}
