//! The score of the alarms: whatever is broken on purpose must ring, soon, and nothing else may.
//!
//! The quick half runs with all tests. The whole counts how often each mutation is found in a thousand seeds:
//!
//! ```text
//! cargo test --test score -- --ignored --nocapture the_whole_score
//! ```
//!
//! `GRANARY_SEEDS` says how many seeds, where a thousand are not meant.

mod searching;
mod table;

use granary::fuzz::{Alarm, Mark, Options, Outcome, Sought, Summary, run_case, run_seed};
use granary::lab::{BUDGET, NoWitness, Trouble, Verdict, run_play, shipped_play};
use granary::node::RULES;
use granary::play::parse_play;
use granary::storage::DISK_FLAWS;
use std::env;
use std::ops::Range;
use std::thread;
use table::{MUTATIONS, Mutation, NOT_COUNTED};

/// In the quick half random search has so many seeds for each mutation, or its limit if that is less.
const QUICK_SEEDS: u64 = 120;
/// And the unbroken engine must be silent on so many.
const SILENT_SEEDS: u64 = 2000;
/// How many threads share the seeds.
const THREADS: u64 = 2;

#[test]
fn every_rule_and_every_flaw_has_its_row() {
    let words: Vec<_> = MUTATIONS.iter().map(|row| row.word).collect();
    for row in RULES {
        assert!(words.contains(&row.word), "{}", row.word);
    }
    for row in DISK_FLAWS {
        assert!(words.contains(&row.word), "{}", row.word);
    }
    assert_eq!(MUTATIONS.len(), RULES.len() + DISK_FLAWS.len());
}

#[test]
fn every_mutation_is_caught_by_a_few_seeds_or_by_its_play() {
    let missed: Vec<_> = MUTATIONS
        .iter()
        .filter(|mutation| {
            let seeds = mutation.seeds.min(QUICK_SEEDS);
            first_caught(mutation, 0..seeds).is_none() && !is_caught_by_its_play(mutation)
        })
        .map(|mutation| format!("{} {}", mutation.number, mutation.word))
        .collect();
    assert!(missed.is_empty(), "not caught: {missed:?}");
}

#[test]
fn the_unbroken_engine_is_silent() {
    let outcomes = shared_out(0..SILENT_SEEDS, |seed| {
        run_seed(seed, &Options::default(), &Sought::Any)
    });
    let mut summary = Summary::default();
    for outcome in &outcomes {
        let alarm = outcome.ending.alarm(&Sought::Any);
        assert_eq!(alarm, None, "{}", told(outcome));
        summary.add(outcome);
    }
    let missing: Vec<Mark> = summary.marks.missing().collect();
    assert_eq!(missing, [], "never seen");
}

#[test]
fn a_case_that_is_run_again_ends_the_same() {
    for seed in 0..20 {
        let outcome = run_seed(seed, &Options::default(), &Sought::Any);
        let again = run_case(&outcome.case, &Sought::Any);
        assert_eq!(again, outcome.ending, "seed {seed}");
    }
}

#[test]
#[ignore = "takes minutes"]
fn the_whole_score() {
    let seeds = env::var("GRANARY_SEEDS").ok();
    let seeds = seeds.map_or(1000, |seeds| seeds.parse().expect("a number of seeds"));
    println!(
        "{:4} {:26} {:>5} of {seeds}, first: seed, alarm",
        "", "", "hits"
    );
    let missed: Vec<_> = MUTATIONS
        .iter()
        .filter(|mutation| !scored(mutation, seeds))
        .map(|mutation| format!("{} {}", mutation.number, mutation.word))
        .collect();
    for (what, why) in NOT_COUNTED {
        println!("{what}: {why}");
    }
    assert!(missed.is_empty(), "not caught: {missed:?}");
}

/// Prints how often a mutation is found; tells whether that is within its limit, or its play finds it.
fn scored(mutation: &Mutation, seeds: u64) -> bool {
    let options = mutation.options();
    let sought = Sought::OneOf(mutation.wanted());
    let found = shared_out(0..seeds, |seed| caught(seed, &options, &sought));
    let hits = found.iter().flatten().count();
    let first = found.iter().position(Option::is_some);
    let by_play = is_caught_by_its_play(mutation);
    let limit = mutation.seeds;
    let within = first.is_some_and(|first| first as u64 <= limit)
        || (seeds < limit && first_caught(mutation, seeds..limit).is_some());
    let told = first.map_or_else(String::new, |first| {
        format!("{first}, {}", found[first].as_deref().unwrap_or_default())
    });
    println!(
        "{:4} {:26} {hits:5}{} {told}",
        mutation.number,
        mutation.word,
        if by_play { " and its play" } else { "" },
    );
    within || by_play
}

/// The first alarm of a seed in which one rings that is sought.
fn caught(seed: u64, options: &Options, sought: &Sought) -> Option<String> {
    let ending = run_seed(seed, options, sought).ending;
    let is_caught = ending.alarms.iter().any(|alarm| sought.wants(*alarm));
    let first = ending.alarms.first().map(ToString::to_string);
    first.filter(|_| is_caught)
}

/// The first of the seeds in which a mutation is found.
fn first_caught(mutation: &Mutation, mut seeds: Range<u64>) -> Option<u64> {
    let (options, sought) = (mutation.options(), Sought::OneOf(mutation.wanted()));
    seeds.find(|seed| caught(*seed, &options, &sought).is_some())
}

/// Whether the play of a rule shows it: where an invariant is wanted, by one that rings; where a goal is, by a progress that
/// is only made with the rule in force.
fn is_caught_by_its_play(mutation: &Mutation) -> bool {
    if !mutation.is_rule() {
        return false;
    }
    let shipped = shipped_play(&format!("rules/{}", mutation.word)).expect("each rule has a play");
    let play = parse_play(shipped.text).expect("a shipped play is a play");
    let whole = run_play(&play.clone().mended(), BUDGET, &mut NoWitness).1;
    let (experiment, broken) = run_play(&play, BUDGET, &mut NoWitness);
    let wanted = mutation.wanted();
    let rings = experiment
        .checker()
        .violations()
        .iter()
        .any(|violation| wanted.contains(&Alarm::Broken(violation.invariant)));
    let is_goal = wanted.iter().any(|alarm| matches!(alarm, Alarm::Missed(_)));
    let gets_nowhere = matches!(
        broken,
        Verdict::Failed {
            trouble: Trouble::Unmet(_) | Trouble::NotWithin { .. },
            ..
        }
    );
    whole == Verdict::Held
        && if rings {
            broken == Verdict::Held
        } else {
            is_goal && gets_nowhere
        }
}

/// What becomes of each seed, in their order.
fn shared_out<T: Send>(seeds: Range<u64>, run: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let run = &run;
    let mut parts: Vec<Vec<(u64, T)>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|worker| {
                let mine = seeds.clone().skip(usize::try_from(worker).unwrap());
                let mine = mine.step_by(usize::try_from(THREADS).unwrap());
                scope.spawn(move || mine.map(|seed| (seed, run(seed))).collect())
            })
            .collect();
        let joined = workers.into_iter().map(thread::ScopedJoinHandle::join);
        joined.map(|part| part.expect("no run panics")).collect()
    });
    let mut all: Vec<_> = parts.drain(..).flatten().collect();
    all.sort_by_key(|(seed, _)| *seed);
    all.into_iter().map(|(_, outcome)| outcome).collect()
}

fn told(outcome: &Outcome) -> String {
    let violation = outcome.ending.violations.first();
    let violation = violation.map(ToString::to_string).unwrap_or_default();
    format!("{violation}\n{}", outcome.swarm)
}
