//! The state hash: equal states behave alike, and each thing that decides the future changes it.

use crate::played;
use granary::cluster::action::{MessageChoice, Nodes, Pick};
use granary::cluster::{Action, Cluster, FutureHash, Happenings};
use granary::dice::{Dice, Purpose};
use granary::ids::{NodeId, NodeSet};
use granary::node::Clocks;
use std::collections::BTreeMap;

fn hash(play: &str) -> FutureHash {
    played(&play.replace("; ", "\n"))
        .cluster()
        .state_hash(Clocks::Stand)
}

fn hash_running(play: &str) -> FutureHash {
    played(&play.replace("; ", "\n"))
        .cluster()
        .state_hash(Clocks::Run)
}

/// Plays that begin alike, and what is done next, each with a future of its own.
const DIFFERENT: &[&str] = &[
    "elect s1",
    "elect s2",
    "elect s1; elect s1",
    "elect s1; deliver s1->s2",
    "elect s1; deliver s1->s3",
    "elect s1; drop s1->s2",
    "elect s1; dup s1->s2",
    "elect s1; hold s1->s2",
    "elect s1; lose s1->s2",
    "elect s1; flush",
    "elect s1; flush; heartbeat s1; flush",
    "elect s1; flush; submit x=1",
    "elect s1; flush; submit x=2",
    "elect s1; flush; submit y=1",
    "elect s1; flush; submit x=1; flush",
    "elect s1; flush; submit del x",
    "elect s1; flush; submit x=1; deliver s1->s2",
    "elect s1; flush; submit x=1; deliver s1->s2; deliver s2->s1",
    "crash s1",
    "pause s1",
    "pause s1; submit s1 x=1",
    "pause s1; submit s1 x=2",
    "isolate s1",
    "cut s1->s2",
    "cut s2->s1",
    "crash s1 at sync",
    "crash s1 at send 1",
    "crash s1 at send 2",
    "sync s1 off",
    "sync s1 off; elect s1",
    "set sync 3",
    "break majority",
    "break one-vote-per-term",
    "break majority; elect s1",
    "break vote-survives-crash; elect s1; deliver s1->s2",
    "break vote-survives-crash; elect s1; deliver s1->s2; mend vote-survives-crash",
    "break vote-survives-crash; elect s1; deliver s1->s2; crash s2; restart s2",
    "set loss 100",
    "set duplicate 100",
];

#[test]
fn whatever_decides_the_future_changes_it() {
    let mut found: BTreeMap<FutureHash, &str> = BTreeMap::new();
    found.insert(hash("cluster 3"), "nothing");
    for deeds in DIFFERENT {
        let before = found.insert(hash(&format!("cluster 3; {deeds}")), deeds);
        assert_eq!(before, None, "{deeds}");
    }
}

/// Pairs of states that differ in one thing only, and what that is.
const ONE_THING: &[(&str, &str, &str)] = &[
    (
        "the votes that were counted",
        "cluster 5; elect s1; deliver s1->s2 vote; deliver s2->s1",
        "cluster 5; elect s1; deliver s1->s2 vote; drop s2->s1",
    ),
    (
        "what the leader knows of a follower",
        "cluster 5; elect s1; flush; submit x=1; deliver s1->s2; deliver s2->s1",
        "cluster 5; elect s1; flush; submit x=1; deliver s1->s2; drop s2->s1",
    ),
    (
        "whom a node follows",
        "cluster 2; set noop off; elect s1; deliver s1->s2; deliver s2->s1; deliver s1->s2; drop s2->s1",
        "cluster 2; set noop off; elect s1; deliver s1->s2; deliver s2->s1; drop s1->s2",
    ),
    (
        "the vote",
        "cluster 3; elect s1; elect s2; drop *->* all; elect s3; deliver s3->s1; drop *->* all",
        "cluster 3; elect s1; elect s2; drop *->* all; elect s3; drop *->* all; elect s1; drop *->* all",
    ),
    (
        "the commit index",
        "cluster 2; elect s1; flush; submit x=1; flush; heartbeat s1; deliver s1->s2; drop s2->s1",
        "cluster 2; elect s1; flush; submit x=1; flush",
    ),
    (
        "what waits for a disk",
        "cluster 2; sync s2 off; elect s1; deliver s1->s2",
        "cluster 2; elect s1; deliver s1->s2; drop s2->s1",
    ),
];

#[test]
fn each_single_thing_is_seen() {
    let unseen = ONE_THING
        .iter()
        .filter(|(_, one, other)| hash(one) == hash(other));
    let unseen: Vec<_> = unseen.map(|(what, ..)| what).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

/// Pairs of ways to the same future while clocks stand, and whether they are one while clocks run, too.
const SAME: &[(&str, &str, bool)] = &[
    (
        "elect s1; deliver s1->s2; deliver s1->s3",
        "elect s1; deliver s1->s3; deliver s1->s2",
        false,
    ),
    (
        "elect s1; flush",
        "elect s1; dup s1->s2; drop s1->s2; flush",
        true,
    ),
    ("isolate s1; heal", "crash s1; restart s1", false),
    ("tick 3", "pause s1; resume s1", false),
    ("cut s1 s2; cut s1 s3; heal", "hold s1->s2; release", true),
    ("timeout s1 5", "clock s2 0.5", false),
    (
        "elect s1; flush; submit get x; flush; heartbeat s1; flush",
        "elect s1; flush; submit get x; flush; heartbeat s1; heartbeat s1; flush",
        false,
    ),
    (
        "sync s1 off; elect s1; crash s1; restart s1",
        "sync s1 off",
        false,
    ),
];

#[test]
fn what_is_past_does_not() {
    for (one, other, also_running) in SAME {
        let (one, other) = (format!("cluster 3; {one}"), format!("cluster 3; {other}"));
        assert_eq!(hash(&one), hash(&other), "{one} / {other}");
        let is_same = hash_running(&one) == hash_running(&other);
        assert_eq!(is_same, *also_running, "{one} / {other}");
    }
}

#[test]
fn while_clocks_run_time_and_chance_count() {
    let all = [
        "seed 1",
        "seed 2",
        "tick 1",
        "tick 2",
        "timeout s1 5",
        "timeout s1 6",
        "clock s1 2",
        "load 5",
        "load 6",
        "set delay 2",
        "step",
        "elect s1; delay s1->s2 1",
        "elect s1",
    ];
    let mut found = BTreeMap::new();
    for deeds in all {
        let before = found.insert(hash_running(&format!("cluster 3; {deeds}")), deeds);
        assert_eq!(before, None, "{deeds}");
    }
}

/// A random move: its number in a list of all.
fn random_move(cluster: &Cluster, dice: &mut Dice) -> Action {
    let flights: Vec<_> = cluster
        .view()
        .flights()
        .map(|flight| flight.number)
        .collect();
    let node = |dice: &mut Dice| Nodes::These(vec![NodeId(dice.range(1..=3))]);
    let one = |dice: &mut Dice| {
        let last = flights.len() as u64 - 1;
        MessageChoice::Number(flights[usize::try_from(dice.range(0..=last)).unwrap_or(0)])
    };
    match dice.range(0..=9) {
        0..=5 if !flights.is_empty() => Action::Deliver(one(dice), Pick::First),
        6 if !flights.is_empty() => Action::Drop(one(dice), Pick::First),
        7 => Action::Crash(node(dice)),
        8 => Action::Restart(node(dice)),
        9 => Action::Heartbeat(node(dice)),
        _ => Action::Elect(node(dice)),
    }
}

/// The hashes of all states one delivery, election, crash or restart away.
fn successors(cluster: &Cluster) -> Vec<FutureHash> {
    let numbers = cluster.view().flights().map(|flight| flight.number);
    let deliveries =
        numbers.map(|number| Action::Deliver(MessageChoice::Number(number), Pick::First));
    let on_nodes = (1..=3).flat_map(|node| {
        let it = Nodes::These(vec![NodeId(node)]);
        [
            Action::Elect(it.clone()),
            Action::Crash(it.clone()),
            Action::Restart(it),
        ]
    });
    let mut hashes: Vec<_> = deliveries
        .chain(on_nodes)
        .map(|action| {
            let mut next = cluster.clone();
            let _ = next.act(&action, &mut Happenings::default());
            next.state_hash(Clocks::Stand)
        })
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Random ways from one start; where two come to one hash, they go on to the same hashes.
fn assert_alike(start: &Cluster) {
    let mut seen: BTreeMap<FutureHash, (Vec<FutureHash>, u64)> = BTreeMap::new();
    let mut met = 0;
    for seed in 0..120 {
        let mut dice = Dice::new(seed, Purpose::Network, 0, 0);
        let mut cluster = start.clone();
        for _ in 0..12 {
            let action = random_move(&cluster, &mut dice);
            let _ = cluster.act(&action, &mut Happenings::default());
            let next = successors(&cluster);
            let known = seen.entry(cluster.state_hash(Clocks::Stand));
            let (expected, first) = known.or_insert((next.clone(), seed));
            met += u64::from(*first != seed);
            assert_eq!(*expected, next, "seeds {first} and {seed}");
        }
    }
    assert!(met > 50, "only {met} states were met twice");
}

#[test]
fn states_with_one_hash_behave_alike() {
    for play in [
        "cluster 3",
        "cluster 3; sync s1 off",
        "cluster 3; break vote-survives-crash; break ack-after-sync",
        "cluster 3; break alive-or-not",
        "cluster 3; elect s1; flush; submit x=1",
    ] {
        assert_alike(played(&play.replace("; ", "\n")).cluster());
    }
}

#[test]
fn who_is_who_does_not_matter_where_nodes_are_alike() {
    let deeds = |a: &str, b: &str, c: &str| {
        let text = format!(
            "cluster 3\nelect {a}\ndeliver {a}->{b}\nelect {c}\nflush\nsubmit {c} x=1\ndeliver {c}->{b}\ncrash {a}"
        );
        played(&text).cluster().clone()
    };
    let first = deeds("s1", "s2", "s3");
    for (a, b, c) in [
        ("s1", "s3", "s2"),
        ("s2", "s1", "s3"),
        ("s3", "s2", "s1"),
        ("s2", "s3", "s1"),
        ("s3", "s1", "s2"),
    ] {
        let other = deeds(a, b, c);
        let everyone = NodeSet::first(3);
        assert_ne!(
            first.state_hash(Clocks::Stand),
            other.state_hash(Clocks::Stand)
        );
        assert_eq!(
            first.state_hash_among(everyone),
            other.state_hash_among(everyone)
        );
    }
    let (swapped, others) = (
        deeds("s2", "s1", "s3"),
        NodeSet::first(3).without(NodeSet::first(2)),
    );
    assert_ne!(
        first.state_hash_among(others),
        swapped.state_hash_among(others)
    );
}
