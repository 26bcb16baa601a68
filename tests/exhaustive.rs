//! Every state that the real node code can reach within stated bounds, walked breadth-first: no invariant is broken in
//! any, and with a rule broken one is. Time stands still, so that timers and messages come in any order.
//!
//! States that differ only in which node is which count once. The first spaces are walked whole in every test run. The
//! wide ones take minutes to hours and up to some gigabytes: `cargo test --test exhaustive -- --ignored --nocapture` walks
//! each whole or as far as 3 million states go, or as many as the variable `GRANARY_STATES` says.

use granary::check::{Checker, Invariant};
use granary::cluster::{Cluster, ClusterView, Setup, Stamped};
use granary::ids::NodeSet;
use granary::node::{NodeSettings, RuleName, Rules};
use granary::search::{ANY, Bounds, Goal, MoveKind, Moves, Outlook, Walk};

/// Any invariant broken, on any move, those to states that were seen before included.
struct AnyViolation;

impl Goal for AnyViolation {
    type Memory = Checker;

    fn see(&self, checker: &mut Checker, view: ClusterView<'_>, events: &[Stamped]) {
        checker.observe(events, view);
    }

    fn is_reached(&self, checker: &Checker, _: ClusterView<'_>) -> bool {
        !checker.is_safe()
    }

    fn difference(&self, _: &Checker) -> u64 {
        0
    }
}

/// No bound on the states but memory.
const WHOLE: usize = usize::MAX;

/// Timers, messages in any order, heartbeats and clients, however often.
fn moves(terms: u64, entries: u64, in_flight: usize) -> Moves {
    Moves::none()
        .with(MoveKind::Elect, ANY)
        .with(MoveKind::Deliver, ANY)
        .with(MoveKind::Heartbeat, ANY)
        .with(MoveKind::Submit, ANY)
        .within(Bounds {
            terms,
            entries,
            in_flight,
        })
}

fn setup(nodes: u64, rules: Rules) -> Setup {
    Setup {
        nodes,
        rules,
        node: NodeSettings {
            election_ticks: None,
            ..NodeSettings::default()
        },
        ..Setup::default()
    }
}

fn walk(setup: Setup, moves: Moves, alike: NodeSet, states: usize) -> Walk<AnyViolation> {
    let cluster = Cluster::new(setup);
    let checker = Checker::new(cluster.view());
    let mut walk = Walk::new(AnyViolation, cluster, checker, moves, states).among(alike);
    while walk.work(100_000) == Outlook::More {}
    walk
}

/// How a walk ended, states seen, and how many moves away the farthest.
fn end(walk: &Walk<AnyViolation>) -> (Outlook, usize, usize) {
    (walk.outlook(), walk.states(), walk.deepest())
}

#[test]
fn one_term_one_client_entry_six_in_flight() {
    let moves = moves(1, 9, 6)
        .with(MoveKind::Heartbeat, 0)
        .with(MoveKind::Submit, 1);
    let up_to_names = walk(
        setup(3, Rules::ALL),
        moves.clone(),
        NodeSet::first(3),
        WHOLE,
    );
    assert_eq!(end(&up_to_names), (Outlook::Exhausted, 17_248, 22));
    // The same with every name told apart: nothing was hidden behind a name.
    let each = walk(setup(3, Rules::ALL), moves, NodeSet::EMPTY, WHOLE);
    assert_eq!(end(&each), (Outlook::Exhausted, 223_627, 25));
}

#[test]
fn one_term_two_entries_eight_in_flight() {
    let moves = moves(1, 2, 8).with(MoveKind::Heartbeat, 0);
    let walk = walk(setup(3, Rules::ALL), moves, NodeSet::first(3), WHOLE);
    assert_eq!(end(&walk), (Outlook::Exhausted, 19_752, 22));
}

#[test]
fn two_terms_two_entries_four_in_flight_and_heartbeats() {
    let walk = walk(
        setup(3, Rules::ALL),
        moves(2, 2, 4),
        NodeSet::first(3),
        WHOLE,
    );
    assert_eq!(end(&walk), (Outlook::Exhausted, 615_982, 54));
}

/// A rule, what breaks first without it, and after how many moves at the earliest.
const CANARIES: &[(RuleName, Invariant, usize)] = &[
    (RuleName::VoteSurvivesCrash, Invariant::DurableFirst, 1),
    (RuleName::Majority, Invariant::ElectedByQuorum, 1),
    (RuleName::OneVotePerTerm, Invariant::VoteOnce, 3),
    (RuleName::AckAfterSync, Invariant::DurableFirst, 4),
    (RuleName::VotesOfThisTerm, Invariant::ElectedByQuorum, 4),
    (
        RuleName::CandidateUpToDate,
        Invariant::LeaderCompleteness,
        8,
    ),
    (
        RuleName::TruncateOnlyOnConflict,
        Invariant::ProgressBounds,
        9,
    ),
];

#[test]
fn a_broken_rule_is_found_at_its_depth() {
    for (rule, invariant, depth) in CANARIES {
        let setup = setup(3, Rules::ALL.with(*rule, false));
        let walk = walk(setup, moves(3, 3, 5), NodeSet::first(3), 400_000);
        assert_eq!(walk.outlook(), Outlook::Found, "{rule}");
        let broken = first_broken(&walk);
        assert_eq!((broken, walk.way().len()), (*invariant, *depth), "{rule}");
    }
}

/// How many states of a wide space are seen.
fn states() -> usize {
    let said = std::env::var("GRANARY_STATES").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(3_000_000)
}

/// Walks a space as far as is asked for, and prints how far that was.
fn wide(name: &str, setup: Setup, moves: Moves) {
    let everyone = NodeSet::first(setup.nodes);
    let walk = walk(setup, moves, everyone, states());
    println!(
        "{name}: {:?}, {} states, {} moves, every way of up to {}",
        walk.outlook(),
        walk.states(),
        walk.made(),
        walk.depth()
    );
    assert_ne!(walk.outlook(), Outlook::Found, "{:?}", walk.way());
}

/// The moves, and also one crash, messages lost and messages repeated.
fn with_faults(moves: Moves) -> Moves {
    moves
        .with(MoveKind::Crash, 1)
        .with(MoveKind::Restart, ANY)
        .with(MoveKind::Drop, ANY)
        .with(MoveKind::Duplicate, ANY)
}

#[test]
#[ignore = "takes minutes"]
fn wide_two_terms_three_entries_one_crash_lost_and_repeated() {
    let moves = with_faults(moves(2, 3, 4));
    wide("3 nodes, 2 terms, faults", setup(3, Rules::ALL), moves);
}

#[test]
#[ignore = "takes minutes"]
fn wide_three_terms_three_entries_one_crash() {
    let moves = moves(3, 3, 5)
        .with(MoveKind::Crash, 1)
        .with(MoveKind::Restart, ANY);
    wide("3 nodes, 3 terms, a crash", setup(3, Rules::ALL), moves);
}

#[test]
#[ignore = "takes minutes"]
fn wide_two_nodes_three_terms_lost_and_repeated() {
    let moves = with_faults(moves(3, 3, 3));
    wide("2 nodes, 3 terms, faults", setup(2, Rules::ALL), moves);
}

/// Figure 8 of the paper at (b): s1 and s2 have an entry of term 2, s5 one of term 3. Leaders append nothing of their own.
fn figure_8(rules: Rules) -> Setup {
    let text = "cluster 5\nset election off\nset noop off\n\
                preset s1 s2 term=3 log=[1 2]\npreset s3 s4 term=3 log=[1]\npreset s5 term=3 vote=s5 log=[1 3]";
    let play = granary::play::parse_play(text).expect("the presets fit");
    Setup {
        rules,
        ..play.setup
    }
}

#[test]
#[ignore = "takes minutes"]
fn wide_figure_8_without_clients() {
    let moves = moves(5, 3, 4)
        .with(MoveKind::Submit, 0)
        .with(MoveKind::Heartbeat, 2)
        .with(MoveKind::Drop, ANY);
    wide("figure 8", figure_8(Rules::ALL), moves);
}

#[test]
fn figure_8_needs_entries_of_the_own_term() {
    let broken = Rules::ALL.with(RuleName::CommitOwnTermOnly, false);
    let moves = moves(4, 3, 8).with(MoveKind::Submit, 0);
    let walk = walk(figure_8(broken), moves, NodeSet::first(5), 400_000);
    assert_eq!(walk.outlook(), Outlook::Found);
    assert_eq!(
        (first_broken(&walk), walk.way().len()),
        (Invariant::CommitQuorum, 11)
    );
}

/// What the way that was found breaks first.
fn first_broken(walk: &Walk<AnyViolation>) -> Invariant {
    let mut cluster = walk.start().clone();
    let mut checker = Checker::new(cluster.view());
    let mut happened = granary::cluster::Happenings::default();
    for made in walk.way() {
        let action = made.action(cluster.view());
        cluster
            .act(&action, &mut happened)
            .expect("the way can be gone");
        checker.observe(&happened.events, cluster.view());
        happened.events.clear();
    }
    checker.violations()[0].invariant
}
