//! The search itself: its tables, its sums, and how what it finds is made short.

use granary::fuzz::{
    Alarm, Calm, Case, FAULTS, GOALS, MARKS, Options, PROFILES, Sought, Summary, Swarm, run_case,
    run_seed, script, shrink,
};
use granary::lab::{BUDGET, NoWitness, Verdict, run_play};
use granary::node::{RULES, RuleName, Rules};
use granary::play::parse_play;
use granary::play::print::{play_text, statement_text};
use granary::play::statement::{Deed, Place, Statement};
use granary::storage::DISK_FLAWS;
use std::collections::BTreeSet;

#[test]
fn every_table_is_in_the_order_of_its_names_and_says_each_word_once() {
    let mut words = BTreeSet::new();
    let mut new = |word| assert!(words.insert(word), "{word} twice");
    for (place, row) in FAULTS.iter().enumerate() {
        assert_eq!(row.name as usize, place);
        new(row.word);
    }
    for (place, row) in MARKS.iter().enumerate() {
        assert_eq!(row.name as usize, place);
        new(row.word);
    }
    for (place, row) in GOALS.iter().enumerate() {
        assert_eq!(row.name as usize, place);
        new(row.word);
    }
    for (place, row) in PROFILES.iter().enumerate() {
        assert_eq!(row.name as usize, place);
        new(row.word);
    }
    for (place, row) in DISK_FLAWS.iter().enumerate() {
        assert_eq!(row.name as usize, place);
        new(row.word);
    }
}

#[test]
fn every_rule_protects_an_invariant_or_a_goal() {
    for row in RULES {
        assert!(Alarm::named(row.protects).is_some(), "{}", row.word);
    }
}

#[test]
fn sums_of_parts_are_the_sum_of_the_whole() {
    let sum = |seeds: std::ops::Range<u64>| {
        let mut summary = Summary::default();
        for seed in seeds {
            summary.add(&run_seed(seed, &without(RuleName::Majority), &Sought::Any));
        }
        summary
    };
    let mut parts = sum(0..7);
    parts += sum(7..20);
    assert_eq!(parts, sum(0..20));
    assert!(parts.found() > 0);
}

#[test]
fn whatever_a_run_does_can_be_written_in_a_play() {
    for seed in 0..100 {
        let outcome = run_seed(seed, &Options::default(), &Sought::Any);
        let nodes = outcome.case.setup.nodes;
        for action in outcome.ending.done {
            let what = Deed::act(action);
            let statement = Statement {
                place: Place::START,
                what: what.clone(),
            };
            let text = format!("cluster {nodes}; {}", statement_text(&statement));
            let play = parse_play(&text).unwrap_or_else(|mistake| panic!("{text}: {mistake}"));
            let read: Vec<_> = play
                .statements
                .into_iter()
                .map(|found| found.what)
                .collect();
            // What may stand in a header does, in a play that says nothing else.
            assert!(read.is_empty() || read == [what], "seed {seed}: {text}");
        }
    }
}

#[test]
fn options_are_what_every_seed_goes_by() {
    let options = Options {
        nodes: Some(4),
        ticks: Some(30),
        ..without(RuleName::LastTermFirst)
    };
    for seed in 0..20 {
        let swarm = Swarm::of(seed, &options);
        assert_eq!(
            (swarm.setup.nodes, swarm.setup.seed, swarm.ticks),
            (4, seed, 30)
        );
        assert_eq!(swarm.setup.rules, options.rules);
        let told = swarm.to_string();
        for (fault, every) in &swarm.strikes {
            assert!(told.contains(&format!("{fault} every {every}")), "{told}");
        }
    }
}

#[test]
fn a_kind_of_fault_more_shifts_no_other() {
    // Swarms share their dice by kind: what one kind draws never depends on which others are there.
    let (some, other) = (
        Swarm::of(3, &Options::default()),
        without(RuleName::Majority),
    );
    assert_eq!(some.strikes, Swarm::of(3, &other).strikes);
}

#[test]
fn what_is_found_becomes_a_short_play_that_proves_it() {
    for rule in [
        RuleName::Majority,
        RuleName::OneVotePerTerm,
        RuleName::ApplyOnlyCommitted,
        RuleName::EqualLogsSuffice,
    ] {
        let (case, alarm, long) = found(rule);
        let short = shrink(&case, alarm, 600).expect("the alarm rings in it");
        assert!(short.ending.alarms.contains(&alarm), "{rule}");
        assert!(short.runs <= 600);
        assert_eq!(
            run_case(&short.case, &Sought::OneOf(vec![alarm])),
            short.ending
        );
        let play = script(&short.case, &short.ending, "found").expect("its disks have no flaw");
        assert!(
            play.statements.len() < 45,
            "{rule}: {} of {long}",
            play.statements.len()
        );
        let text = play_text(&play);
        let read = parse_play(&text).unwrap_or_else(|mistake| panic!("{mistake}\n{text}"));
        let verdict = run_play(&read, BUDGET, &mut NoWitness).1;
        assert_eq!(verdict, Verdict::Held, "{text}");
    }
}

#[test]
fn a_case_without_the_alarm_is_not_made_short() {
    let outcome = run_seed(0, &Options::default(), &Sought::Any);
    let alarm = Alarm::named("vote-once").expect("an invariant");
    assert_eq!(shrink(&outcome.case, alarm, 100), None);
}

#[test]
fn a_core_is_a_majority_and_who_is_left_out_cannot_send_into_it() {
    for seed in 0..50 {
        let outcome = run_seed(seed, &Options::default(), &Sought::Any);
        let calm: &Calm = outcome.case.calm.as_ref().expect("no alarm ended it");
        let nodes = outcome.swarm.setup.nodes;
        assert!(calm.core.len() as u64 > nodes / 2, "seed {seed}");
    }
}

fn without(rule: RuleName) -> Options {
    Options {
        rules: Rules::ALL.with(rule, false),
        ..Options::default()
    }
}

/// The first case in which a broken rule rings, its alarm, and how many actions it has.
fn found(rule: RuleName) -> (Case, Alarm, usize) {
    let options = without(rule);
    let mut outcomes = (0..100).map(|seed| run_seed(seed, &options, &Sought::Any));
    let outcome = outcomes.find(|outcome| !outcome.ending.alarms.is_empty());
    let outcome = outcome.expect("it rings soon");
    let alarm = outcome.ending.alarms[0];
    (outcome.case, alarm, outcome.ending.done.len())
}
