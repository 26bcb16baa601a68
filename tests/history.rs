//! Time taken back: any moment made again is the same moment, and what was tried stays.

use granary::cluster::{Happenings, Progress, Setup};
use granary::history::compare::Difference;
use granary::history::travel::Stop;
use granary::history::{History, Moment};
use granary::ids::Term;
use granary::lab::Lab;
use granary::play::parse_play;
use granary::play::state_line;

/// Everything that can be seen of a cluster.
fn seen(lab: &Lab) -> String {
    let view = lab.view();
    let nodes: Vec<String> = view.nodes().map(state_line).collect();
    let flights: Vec<String> = view.flights().map(|flight| format!("{flight:?}")).collect();
    let timers: Vec<String> = view
        .nodes()
        .map(|node| format!("{:?}", node.election_timer()))
        .collect();
    format!(
        "{} {} {:?}\n{}\n{}\n{timers:?}\n{:?}",
        view.now(),
        view.is_mid_tick(),
        view.trace_hash(),
        nodes.join("\n"),
        flights.join("\n"),
        lab.requests().iter().collect::<Vec<_>>(),
    )
}

fn after(lines: &[&str]) -> Lab {
    let mut lab = Lab::new(Setup::default());
    for line in lines {
        lab.read(line).expect("the line is right");
        lab.work_off();
    }
    lab
}

const LINES: [&str; 12] = [
    "elect s1",
    "flush",
    "submit set x 1 as one",
    "step 3",
    "tick 40",
    "crash s2; submit set x 2",
    "set loss 30; set delay 1..4; load 3",
    "tick 200",
    "partition s1 s2 | s3 s4 s5",
    "until leader s3 max 500",
    "heal; restart s2",
    "settle",
];

#[test]
fn going_back_step_by_step_and_forth_again_passes_the_same_moments() {
    for stop in [Stop::TickEnd, Stop::Event] {
        let mut lab = after(&LINES[..7]);
        let mut passed = vec![(lab.history().here(), seen(&lab))];
        while match stop {
            Stop::TickEnd => lab.tick_back(),
            Stop::Event => lab.step_back(),
        }
        .expect("the same again")
        {
            passed.push((lab.history().here(), seen(&lab)));
        }
        assert!(passed.len() > 20, "{stop:?}: {}", passed.len());
        assert_eq!(lab.history().here(), Moment::default());
        for (moment, was) in passed.iter().rev() {
            lab.go_to(*moment).expect("it was there");
            assert_eq!(seen(&lab), *was, "{moment:?}");
        }
        lab.go_to(Moment::default()).expect("the start");
        let mut stops = 0;
        while lab.is_in_past() {
            match stop {
                Stop::TickEnd => lab.tick(),
                Stop::Event => lab.step_on(),
            }
            .expect("the same again");
            lab.work_off();
            stops += 1;
        }
        assert_eq!(seen(&lab), passed[0].1, "{stop:?}");
        assert!(
            stops + 2 >= passed.len(),
            "{stop:?}: {stops} forth, {} back",
            passed.len()
        );
    }
}

#[test]
fn undo_after_do_is_the_same_state_and_redo_leads_back() {
    let mut lab = Lab::new(Setup::default());
    let mut states = vec![seen(&lab)];
    for line in LINES.iter().flat_map(|line| line.split("; ")) {
        lab.read(line).expect("the line is right");
        lab.work_off();
        states.push(seen(&lab));
    }
    for was in states.iter().rev().skip(1) {
        assert!(lab.undo().expect("the same again"));
        assert_eq!(seen(&lab), *was);
    }
    assert!(!lab.undo().expect("nothing to take back"));
    for was in states.iter().skip(1) {
        assert!(lab.redo().expect("the same again"));
        assert_eq!(seen(&lab), *was);
    }
    assert!(!lab.redo().expect("nothing to do again"));
}

#[test]
fn acting_in_the_past_forks_and_keeps_what_was() {
    let mut lab = after(&["elect s1", "flush", "submit set x 1", "flush"]);
    let (first, was) = (lab.history().here(), seen(&lab));
    lab.undo().expect("back");
    lab.undo().expect("back");
    lab.read("submit set x 2").expect("right");
    lab.work_off();
    let second = lab.history().here();
    assert_ne!(first.branch, second.branch);
    assert_eq!(lab.history().tree().branch_count(), 2);
    lab.go_to(first).expect("the old future");
    assert_eq!(seen(&lab), was);
    lab.go_to(second).expect("the new one");
    lab.undo().expect("back");
    // Doing what a branch did follows it.
    lab.read("submit set x 1").expect("right");
    lab.work_off();
    assert_eq!(lab.history().here().branch, first.branch);
    assert_eq!(lab.history().tree().branch_count(), 2);
}

#[test]
fn a_deed_that_is_half_done_can_be_forked_at() {
    let mut lab = after(&["elect s1", "tick 30", "submit set x 1", "tick 30"]);
    for _ in 0..25 {
        lab.step_back().expect("back");
    }
    let before = seen(&lab);
    lab.read("crash s1").expect("right");
    lab.work_off();
    assert_eq!(lab.history().tree().branch_count(), 2);
    let forked = seen(&lab);
    lab.undo().expect("back");
    assert_eq!(seen(&lab).lines().count(), before.lines().count());
    assert_eq!(lab.view().trace_hash(), {
        let line = before.lines().next().expect("a line").to_owned();
        assert!(seen(&lab).starts_with(&line), "{line}");
        lab.view().trace_hash()
    });
    lab.redo().expect("forth");
    assert_eq!(seen(&lab), forked);
}

#[test]
fn a_long_history_reaches_every_moment_from_few_copies() {
    let mut lab = after(&["elect s1; tick 20", "load 2", "tick 20000"]);
    assert!(
        lab.history().keyframes().len() > 10,
        "{}",
        lab.history().keyframes().len()
    );
    let end = seen(&lab);
    for tick in [15_000, 3, 9_999, 20_020, 1] {
        lab.go_to_tick(granary::ids::Tick(tick)).expect("there");
        assert_eq!(lab.view().now().0, tick);
        assert!(!lab.view().is_mid_tick());
    }
    let end_of = lab.history().end_of(lab.history().here().branch);
    lab.go_to(end_of).expect("the end");
    assert_eq!(seen(&lab), end);
}

#[test]
fn stopping_a_long_deed_keeps_what_was_done_of_it() {
    let mut lab = after(&["elect s1; flush; load 1"]);
    lab.read("tick 1000000").expect("right");
    assert_eq!(lab.work(5000), None);
    assert!(lab.stop());
    let was = seen(&lab);
    assert!(lab.view().now().0 > 10);
    lab.undo().expect("back");
    assert_eq!(lab.view().now().0, 0);
    lab.redo().expect("forth");
    assert_eq!(
        seen(&lab).lines().skip(1).collect::<Vec<_>>(),
        was.lines().skip(1).collect::<Vec<_>>()
    );
}

#[test]
fn a_known_deed_that_is_stopped_half_way_goes_on_from_there() {
    let mut lab = after(&["elect s1", "tick 30"]);
    let end = seen(&lab);
    lab.undo().expect("back");
    lab.read("tick 30").expect("right");
    lab.work(20);
    assert!(lab.stop());
    assert!(
        (1..30).contains(&lab.view().now().0),
        "{}",
        lab.view().now()
    );
    assert_eq!(lab.history().tree().branch_count(), 1);
    lab.redo().expect("forth");
    assert_eq!(seen(&lab), end);
}

#[test]
fn a_history_without_a_lab_goes_back_too() {
    let play = parse_play("cluster 3\nelect s1\nflush\ntick 10").expect("a play");
    let mut history = History::new(play.setup.clone());
    let mut happened = Happenings::default();
    for statement in &play.statements {
        history
            .begin(statement.what.clone(), false)
            .expect("it can begin");
        while history.work(&mut happened).expect("it goes on") == Progress::More {}
    }
    let hash = history.view().trace_hash();
    let end = history.here();
    history.go_to(Moment::default()).expect("the start");
    assert!(history.has_future());
    history.go_to(end).expect("the end");
    assert_eq!(history.view().trace_hash(), hash);
}

#[test]
fn two_branches_differ_in_exactly_the_entries_that_conflict() {
    let mut lab = after(&[
        "elect s1; settle",
        "submit set x 1; settle",
        "partition s1 s2 | s3 s4 s5",
    ]);
    let fork = lab.history().here();
    // One branch: both sides go on, so that #3 is of term 1 on s1 and s2, and of term 2 elsewhere.
    for line in ["submit s1 set x 2; settle", "elect s3; settle"] {
        lab.read(line).expect("right");
        lab.work_off();
    }
    let conflict = lab.history().here();
    // The other: healed before the write, which reaches everyone.
    lab.go_to(fork).expect("back");
    for line in ["heal", "submit s1 set x 2; settle"] {
        lab.read(line).expect("right");
        lab.work_off();
    }
    assert_ne!(lab.history().here().branch, conflict.branch);
    let differences = lab.history().compare(conflict).expect("both can be made");
    let logs: Vec<_> = differences
        .iter()
        .filter_map(|difference| match difference {
            Difference::Log {
                node,
                from,
                here,
                there,
            } => Some((node.0, from.0, here.clone(), there.clone())),
            _ => None,
        })
        .collect();
    let (old, new) = (vec![Term(1)], vec![Term(2)]);
    let expected: Vec<_> = [3, 4, 5]
        .map(|node| (node, 3, old.clone(), new.clone()))
        .to_vec();
    assert_eq!(logs, expected, "s1 and s2 have the same #3 on both");
    let committed = differences
        .iter()
        .filter(|difference| matches!(difference, Difference::Commit(node, ..) if node.0 <= 2));
    assert_eq!(
        committed.count(),
        2,
        "only the healed side commits the write on s1 and s2"
    );
}
