//! x
use granary::fuzz::*;
use std::collections::BTreeMap;
use std::time::Instant;
#[test]
fn first_look() {
    let n: u64 = std::env::var("N")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1000);
    let start = Instant::now();
    let mut marks = Marks::default();
    let mut alarms = BTreeMap::new();
    let (mut events, mut ticks) = (0, 0);
    for seed in 0..n {
        let outcome = run_seed(seed, &Options::default(), &Sought::Any);
        marks += outcome.ending.marks;
        events += outcome.ending.events;
        ticks += outcome.ending.tick.0;
        if let Some(alarm) = outcome.ending.alarm(&Sought::Any) {
            if alarms.len() < 30 {
                println!(
                    "{seed}: {alarm} {:?} at {}; {}",
                    outcome.ending.violations.first().map(|v| v.to_string()),
                    outcome.ending.tick,
                    outcome.swarm
                );
            }
            *alarms.entry(alarm.to_string()).or_insert(0) += 1;
        }
    }
    println!(
        "{n} seeds in {:?}, {events} events, {ticks} ticks; {alarms:?}",
        start.elapsed()
    );
    for row in MARKS {
        println!("{:6} {}", marks.count(row.name), row.word);
    }
}

struct Tell(u64);
impl granary::lab::Witness for Tell {
    fn happened(&mut self, events: &[granary::cluster::Stamped]) {
        for e in events {
            if e.tick.0 >= self.0 {
                println!("{}", granary::explain::explain(e));
            }
        }
    }
    fn note(&mut self, _: granary::play::statement::Place, _: &str) {}
    fn remark(&mut self, _: granary::play::statement::Place, _: granary::cluster::Idle) {}
}
#[test]
#[ignore]
fn look() {
    let seed: u64 = std::env::var("SEED").unwrap().parse().unwrap();
    let from: u64 = std::env::var("FROM").unwrap().parse().unwrap();
    let outcome = run_seed(seed, &Options::default(), &Sought::Any);
    println!(
        "{} {:?} {:?}",
        outcome.swarm, outcome.ending.alarms, outcome.case.calm
    );
    let play = script(&outcome.case, &outcome.ending, "x").unwrap();
    let (experiment, verdict) = granary::lab::run_play(
        &play,
        100_000_000,
        &mut Tell(outcome.ending.tick.0.saturating_sub(from)),
    );
    println!("{verdict:?}");
    for node in experiment.view().nodes() {
        println!(
            "{} {:?} {:?} {:?} last {:?} commit {} paused {} syncs {} pending {} waiting {}",
            node.id(),
            node.role(),
            node.hard_state(),
            node.leader(),
            node.log().last(),
            node.commit_index(),
            node.is_paused(),
            node.syncs(),
            node.saves_pending(),
            node.messages_waiting()
        );
        for peer in 1..=experiment.view().node_count() {
            if let Some(p) = node.progress(granary::ids::NodeId(peer as u64)) {
                println!("   s{peer} {:?}", p);
            }
        }
    }
    println!("{}", experiment.view().flight_count());
}
