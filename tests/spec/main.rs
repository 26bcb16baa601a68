//! An independent word: Raft written a second time, as a small slow specification, and every event of random runs and of
//! the house's plays put to it.
//!
//! The specification knows what servers say of themselves (events), what is in flight, and what an onlooker may see. It
//! shares no rule with `granary::node`: [`state`] is plain sets and maps, and each rule is one function that says in
//! our own words what it demands, and names its section of the paper. An event that no rule can lead to, a duty left
//! undone, or a state that differs is rejected with a sentence.

/// A rule's condition, and the sentence with which an event is rejected where it does not hold.
macro_rules! demand {
    ($holds:expr, $($why:tt)+) => {
        if !$holds {
            return Err(format!($($why)+));
        }
    };
}

mod broken;
mod commit;
mod compare;
mod disk;
mod duties;
mod elections;
mod network;
mod observe;
mod plays;
mod replication;
mod state;
mod storm;

use granary::cluster::event::EVENTS;
use granary::lab::RULE_PLAYS;
use granary::node::{RULES, Rules};
use granary::play::parse_play;
use plays::Stopped;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Random runs in the daily round. `GRANARY_SPEC_RUNS=100000 cargo test --test spec random` makes as many as it says.
const RUNS: u64 = 300;
/// Random runs for each broken rule.
const RUNS_BROKEN: u64 = 50;
/// Fewer plays would mean that a folder was lost.
const PLAYS_MIN: usize = 150;
/// Events that random runs do not have: they lie outside Raft's model, or are impossible while all rules hold. The plays
/// have most of them.
const NEVER: &[&str] = &["append-ignored", "damage", "implausible", "rotted", "rule"];

#[test]
fn every_event_of_random_runs_is_accepted() {
    let runs = std::env::var("GRANARY_SPEC_RUNS");
    let runs = runs.map_or(RUNS, |runs| runs.parse().expect("a number of runs"));
    let (mut events, mut kinds) = (0, BTreeSet::new());
    for seed in 0..runs {
        let run = storm::storm(Rules::ALL, seed);
        run.verdict.expect("the specification accepts every run");
        events += run.events;
        kinds.extend(run.kinds);
    }
    println!("{events} events in {runs} runs were accepted");
    let words = EVENTS.iter().map(|row| row.word);
    let missing: Vec<_> = words.filter(|word| !kinds.contains(word)).collect();
    assert!(runs < RUNS || missing == NEVER, "never seen: {missing:?}");
}

#[test]
fn every_event_of_the_plays_is_accepted() {
    let (mut followed, mut rejected) = (0, String::new());
    for folder in ["tests/plays", "assets"] {
        for (path, play) in plays::plays_under(folder) {
            if plays::keeps_the_rules(&play) {
                followed += 1;
                if let Err(why) = plays::follow(&play) {
                    let _ = write!(rejected, "\n{}: {why:?}", path.display());
                }
            }
        }
    }
    println!("the events of {followed} plays were accepted");
    assert!(rejected.is_empty(), "{rejected}");
    assert!(followed >= PLAYS_MIN, "only {followed} plays were followed");
}

#[test]
fn runs_without_any_one_rule_are_rejected_where_they_first_go_wrong() {
    let whole: Vec<_> = (0..RUNS_BROKEN)
        .map(|seed| storm::storm(Rules::ALL, seed))
        .collect();
    let mut objections = Vec::new();
    for row in RULES {
        let tally = broken::tally(row.name, &whole);
        println!("{}: {tally:?}", row.word);
        objections.extend(broken::objection(row.name, &tally));
    }
    assert!(objections.is_empty(), "{objections:#?}");
}

#[test]
fn the_play_of_a_broken_rule_is_rejected_and_the_mended_one_accepted() {
    for (play, row) in RULE_PLAYS.iter().zip(RULES) {
        let parsed = parse_play(play.text).expect("a shipped play can be read");
        let is_rejected = match plays::follow(&parsed) {
            Err(Stopped::Rejected(why)) => {
                println!("{}: {why}", row.word);
                true
            }
            Err(Stopped::Failed(why)) => {
                println!("{} is accepted to its end: {why}", row.word);
                false
            }
            Ok(()) => false,
        };
        let may_pass = broken::PLAY_ACCEPTED
            .iter()
            .any(|(rule, _)| *rule == row.name);
        assert_eq!(is_rejected, !may_pass, "{}", play.name);
        let mended = plays::follow(&parsed.mended());
        assert!(mended.is_ok(), "{}, mended: {mended:?}", play.name);
    }
}
