//! With any of Raft's rules switched off, and with several, a cluster goes on whatever happens to it: it may lose
//! everything that Raft promises, but it never panics.
//!
//! One storm of faults for each seed: the same actions for every rule, so that what differs is the rule's doing.

use granary::cluster::action::{Action, Asked, Heal, Nodes, Request, Tear};
use granary::cluster::{Cluster, Happenings, Setup, TraceHash};
use granary::dice::{Dice, Purpose};
use granary::explain::explain;
use granary::explain::fields::json_line;
use granary::ids::{Index, NodeId};
use granary::lab::{BUDGET, NoWitness, Verdict, run_play, shipped_play};
use granary::node::{RULES, RuleName, Rules};
use granary::play::parse_play;

/// Storms for each rule in the daily round.
const SEEDS: u64 = 50;
/// And where one has the time.
const MANY_SEEDS: u64 = 2000;
/// Sentences and lines take longer than the storms.
const TOLD_EVERY: u64 = 10;
/// What is done to a cluster in one storm.
const ACTIONS: u64 = 60;

#[test]
fn no_broken_rule_makes_a_cluster_panic_and_each_makes_a_difference() {
    let whole: Vec<_> = (0..SEEDS).map(|seed| storm(Rules::ALL, seed)).collect();
    for row in RULES {
        let rules = Rules::ALL.with(row.name, false);
        let broken: Vec<_> = (0..SEEDS).map(|seed| storm(rules, seed)).collect();
        assert!(broken != whole, "nothing changed without {}", row.word);
    }
}

#[test]
fn several_broken_rules_do_not_either() {
    for seed in 0..SEEDS * 10 {
        storm(some_rules(seed), seed);
    }
}

#[test]
#[ignore = "takes minutes"]
fn no_broken_rule_does_in_thousands_of_storms() {
    for seed in 0..MANY_SEEDS {
        for row in RULES {
            storm(Rules::ALL.with(row.name, false), seed);
        }
        for more in 0..10 {
            storm(some_rules(seed * 10 + more), seed);
        }
    }
}

#[test]
fn elections_work_while_votes_or_terms_are_not_saved() {
    for rule in [RuleName::VoteSurvivesCrash, RuleName::TermSurvivesCrash] {
        for sync_ticks in [0, 2] {
            let mut cluster = Cluster::new(Setup {
                rules: Rules::ALL.with(rule, false),
                sync_ticks,
                ..Setup::default()
            });
            let mut happenings = Happenings::default();
            for round in 0..5 {
                act(&mut cluster, &Action::Tick(200), &mut happenings);
                let leader = cluster.leader().expect("someone leads without the rule");
                let crash = Action::Crash(Nodes::These(vec![leader]));
                act(&mut cluster, &crash, &mut happenings);
                act(&mut cluster, &Action::Tick(200), &mut happenings);
                assert!(cluster.leader().is_some(), "{rule}, round {round}");
                act(&mut cluster, &Action::Restart(Nodes::All), &mut happenings);
            }
        }
    }
}

#[test]
fn a_rule_that_is_mended_holds_again_everywhere() {
    let mut cluster = Cluster::new(Setup::default());
    let mut happenings = Happenings::default();
    for in_force in [false, true] {
        let set = Action::SetRule(RuleName::Majority, in_force);
        act(&mut cluster, &set, &mut happenings);
        let all = Nodes::All;
        act(&mut cluster, &Action::Crash(all.clone()), &mut happenings);
        act(&mut cluster, &Action::Restart(all), &mut happenings);
        let holds = cluster.view().rules().holds(RuleName::Majority);
        assert_eq!(holds, in_force);
        let two = Nodes::These(vec![NodeId(3), NodeId(4), NodeId(5)]);
        act(&mut cluster, &Action::Crash(two), &mut happenings);
        act(&mut cluster, &Action::Tick(300), &mut happenings);
        assert_eq!(cluster.leader().is_some(), !in_force, "two of five lead");
        act(&mut cluster, &Action::Restart(Nodes::All), &mut happenings);
    }
}

#[test]
fn a_disk_written_while_a_rule_was_off_is_read_again_even_after_it_is_mended() {
    let broken = shipped_play("rules/conflict-removes-suffix").expect("each rule has a play");
    let end = "crash s2; mend conflict-removes-suffix; restart s2; expect s2 role=follower log=[1 2 3 1 4]";
    let play = parse_play(&format!("{}{end}\n", broken.text)).expect("the longer play can be read");
    let verdict = run_play(&play, BUDGET, &mut NoWitness).1;
    assert_eq!(verdict, Verdict::Held);
}

/// A set of broken rules that goes with a seed: two to five, or nearly all.
fn some_rules(seed: u64) -> Rules {
    let mut dice = Dice::new(seed, Purpose::Network, 999, 1);
    let count = if seed.is_multiple_of(10) {
        40
    } else {
        dice.range(2..=5)
    };
    let place = |dice: &mut Dice| usize::try_from(dice.range(0..=RULES.len() as u64 - 1));
    (0..count).fold(Rules::ALL, |rules, _| {
        let place = place(&mut dice).expect("a place in the rulebook");
        rules.with(RULES[place].name, false)
    })
}

/// Everything that can go wrong, to a cluster under load. Now and then each event is told, and every state looked at.
fn storm(rules: Rules, seed: u64) -> TraceHash {
    let mut dice = Dice::new(seed, Purpose::Network, 999, 0);
    let mut setup = Setup {
        nodes: dice.range(3..=5),
        seed,
        rules,
        sync_ticks: dice.range(0..=2),
        ..Setup::default()
    };
    setup.network.delay_max = dice.range(1..=6);
    setup.network.loss_percent = dice.range(0..=15);
    setup.network.duplicate_percent = dice.range(0..=15);
    let nodes = setup.nodes;
    let (mut cluster, mut happenings) = (Cluster::new(setup), Happenings::default());
    act(&mut cluster, &Action::Load(Some(3)), &mut happenings);
    act(&mut cluster, &Action::Tick(30), &mut happenings);
    for number in 0..ACTIONS {
        let action = something(number, nodes, &mut dice);
        act(&mut cluster, &action, &mut happenings);
        let pause = Action::Tick(dice.range(1..=15));
        act(&mut cluster, &pause, &mut happenings);
    }
    for action in [
        Action::Heal(Heal::Everything),
        Action::Resume(Nodes::All),
        Action::Sync(Nodes::All, true),
        Action::Restart(Nodes::All),
        Action::Tick(100),
    ] {
        act(&mut cluster, &action, &mut happenings);
    }
    cluster.trace_hash()
}

fn something(number: u64, nodes: u64, dice: &mut Dice) -> Action {
    let one = NodeId(dice.range(1..=nodes));
    let other = NodeId(dice.range(1..=nodes));
    let it = Nodes::These(vec![one]);
    let key = format!("k{}", dice.range(1..=3));
    let value = format!("v{number}");
    match dice.range(0..=15) {
        0 | 1 => Action::Crash(it),
        2..=4 => Action::Restart(Nodes::All),
        5 => Action::Partition(vec![vec![one, other]]),
        6 => Action::Heal(Heal::Everything),
        7 => Action::Elect(it),
        8 => Action::CrashAtSync(it),
        9 => Action::CrashAtSend(it, 2),
        10 => Action::Tear(it, Tear::Half),
        11 => Action::Sync(it, dice.range(0..=1) == 1),
        12 => Action::Pause(it),
        13 => Action::Resume(Nodes::All),
        14 => Action::Submit(
            Asked::Node(one),
            Request::Get {
                key: key.as_bytes().into(),
            },
        ),
        _ => Action::Submit(
            Asked::Node(one),
            Request::Set {
                key: key.as_bytes().into(),
                value: value.as_bytes().into(),
            },
        ),
    }
}

/// Carries out an action, which may turn out to be impossible, and tells and looks at what came of it.
fn act(cluster: &mut Cluster, action: &Action, happenings: &mut Happenings) {
    let _ = cluster.act(action, happenings);
    if !cluster.view().setup().seed.is_multiple_of(TOLD_EVERY) {
        happenings.events.clear();
        return;
    }
    for stamped in happenings.events.drain(..) {
        assert!(!explain(&stamped).to_string().is_empty());
        assert!(json_line(&stamped).starts_with('{'));
    }
    for node in cluster.view().nodes() {
        let log = node.log();
        assert_eq!(
            log.iter_from(Index::FIRST).count() as u64,
            log.last_index().0
        );
    }
}
