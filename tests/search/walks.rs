//! Walks to conditions: the way that is found is shortest and can be played; what is not found is not claimed.

use crate::{condition, played};
use granary::cluster::Happenings;
use granary::ids::NodeSet;
use granary::lab::{BUDGET, NoWitness, Verdict, run_play};
use granary::play::parse_play;
use granary::play::print::statement_text;
use granary::play::statement::{Deed, Place, Statement};
use granary::search::wanted::Wanted;
use granary::search::{ANY, Bounds, MoveKind, Moves, Outlook, Walk};

#[test]
fn kinds_of_moves_are_in_the_order_of_their_table() {
    for (place, (kind, verb)) in MoveKind::ALL.into_iter().enumerate() {
        assert_eq!(kind as usize, place, "{verb}");
        let allowed: Vec<_> = Moves::none().with(kind, 3).kinds().collect();
        assert_eq!(allowed, [(kind, 3)], "{verb}");
    }
}

fn walk(play: &str, wanted: &str, moves: Moves, states: usize) -> Walk<Wanted> {
    let experiment = played(play);
    let wanted = Wanted::new(condition(wanted));
    let memory = wanted.memory(experiment.ledger(), experiment.checker());
    let cluster = experiment.cluster().clone();
    Walk::new(wanted, cluster, memory, moves, states)
}

fn done(mut walk: Walk<Wanted>) -> Walk<Wanted> {
    while walk.work(1000) == Outlook::More {}
    walk
}

/// The way as a line.
fn way(walk: &Walk<Wanted>) -> String {
    let mut cluster = walk.start().clone();
    let mut happened = Happenings::default();
    let mut texts = Vec::new();
    for made in walk.way() {
        let action = made.action(cluster.view());
        cluster
            .act(&action, &mut happened)
            .expect("the way can be gone");
        texts.push(statement_text(&Statement {
            place: Place::START,
            what: Deed::act(action),
        }));
    }
    texts.join("; ")
}

#[test]
fn the_shortest_ways_to_what_a_student_asks_for() {
    let table = [
        ("cluster 3", "leader", "elect s1; flush"),
        (
            "cluster 5; elect s1; flush",
            "leaders >= 2",
            "elect s2; isolate s1; flush",
        ),
        (
            "cluster 5; elect s5; flush",
            "s5 role=down and s1 role=leader",
            "elect s1; flush; crash s5",
        ),
        (
            "cluster 5; elect s1; flush",
            "event truncated s5",
            "elect s2; submit s1 set x 1; deliver s1->s5 append; flush",
        ),
        ("cluster 1; elect s1", "leader", ""),
        (
            "cluster 3; break one-vote-per-term",
            "violation election-safety",
            "elect s1; elect s2; flush",
        ),
        (
            "cluster 3; set sync 5; elect s1",
            "inflight *->* vote = 2",
            "sync s1 on",
        ),
    ];
    for (play, wanted, expected) in table {
        let play = play.replace("; ", "\n");
        let walk = done(walk(&play, wanted, Moves::by_hand(), 200_000));
        assert_eq!(walk.outlook(), Outlook::Found, "{wanted}");
        assert_eq!(way(&walk), expected, "{wanted}");
    }
}

#[test]
fn the_way_that_is_found_can_be_played() {
    for wanted in [
        "leaders >= 2",
        "event truncated",
        "s1 commit=3 and s3 commit<2",
    ] {
        let walk = done(walk("cluster 3", wanted, Moves::by_hand(), 200_000));
        let play = format!("cluster 3\n{}\nexpect {wanted}", way(&walk));
        let parsed = parse_play(&play).expect("the way is a play");
        let verdict = run_play(&parsed, BUDGET, &mut NoWitness).1;
        assert_eq!(verdict, Verdict::Held, "{play}");
    }
}

#[test]
fn no_shorter_way_is_passed_over() {
    // Walked again with one move less on every way: all of it is looked at, and nothing found.
    let found = done(walk(
        "cluster 3",
        "event truncated s3",
        Moves::by_hand(),
        200_000,
    ));
    let before = found.states() - 1;
    let again = done(walk(
        "cluster 3",
        "event truncated s3",
        Moves::by_hand(),
        before,
    ));
    assert_eq!(again.outlook(), Outlook::OverBudget);
    assert_eq!(again.depth() + 1, found.way().len());
    assert_eq!(again.deepest(), found.way().len());
}

#[test]
fn slices_copies_and_names_do_not_change_what_is_found() {
    let wanted = "event truncated s3";
    let whole = done(walk("cluster 3", wanted, Moves::by_hand(), 200_000));
    let mut sliced = walk("cluster 3", wanted, Moves::by_hand(), 200_000);
    while sliced.work(1) == Outlook::More {}
    for copies in [0, 1, 50] {
        let few = done(walk("cluster 3", wanted, Moves::by_hand(), 200_000).keeping(copies));
        assert_eq!(
            (few.states(), few.made(), few.way()),
            (whole.states(), whole.made(), whole.way())
        );
    }
    assert_eq!(
        (sliced.states(), sliced.made(), sliced.way()),
        (whole.states(), whole.made(), whole.way())
    );
    let alike = Wanted::new(condition(wanted)).alike(3);
    assert_eq!(alike, NodeSet::first(2));
    let renamed = done(walk("cluster 3", wanted, Moves::by_hand(), 200_000).among(alike));
    assert_eq!(renamed.way().len(), whole.way().len());
    assert!(renamed.states() < whole.states());
}

#[test]
fn a_budget_ends_a_walk_and_says_how_far_it_came() {
    let walk = done(walk("cluster 5", "s1 term=9", Moves::by_hand(), 500));
    assert_eq!(walk.outlook(), Outlook::OverBudget);
    assert_eq!((walk.states(), walk.way().len()), (500, 0));
    assert_eq!((walk.depth(), walk.deepest()), (2, 3));
}

#[test]
fn bounds_make_an_end() {
    let bounds = Bounds {
        terms: 1,
        entries: 1,
        in_flight: 2,
    };
    let moves = Moves::none()
        .with(MoveKind::Elect, ANY)
        .with(MoveKind::Deliver, ANY)
        .within(bounds);
    let walk = done(walk("cluster 2", "s1 term=2", moves, 200_000));
    assert_eq!(walk.outlook(), Outlook::Exhausted);
    assert_eq!(walk.depth(), walk.deepest());
    assert!(walk.states() > 5);
}

#[test]
fn each_kind_is_made_only_so_often() {
    let moves = Moves::none()
        .with(MoveKind::Crash, 1)
        .with(MoveKind::Restart, ANY);
    let one = done(walk(
        "cluster 3",
        "s1 role=down and s2 role=down",
        moves.clone(),
        1000,
    ));
    assert_eq!(one.outlook(), Outlook::Exhausted);
    let two = moves.with(MoveKind::Crash, 2);
    let two = done(walk(
        "cluster 3",
        "s1 role=down and s2 role=down",
        two,
        1000,
    ));
    assert_eq!(way(&two), "crash s1; crash s2");
}

#[test]
fn what_was_counted_is_part_of_the_way() {
    // The state is the same after each heartbeat that is lost; what was sent is not.
    let play = "cluster 2\nelect s1\nflush\nlose s1->s2\nreset counters";
    let walk = done(walk(
        play,
        "sent s1->s2 heartbeat = 3",
        Moves::by_hand(),
        5000,
    ));
    assert_eq!(way(&walk), "heartbeat s1; heartbeat s1; heartbeat s1");
}
