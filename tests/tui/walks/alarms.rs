//! Stories of what breaks: it pauses once, says what, and lets a person go back to the last good moment or on.

use crate::stage::Stage;
use granary::check::{INVARIANTS, Invariant};
use granary::ids::{Index, Term};
use granary::lab::BUDGET;
use granary::lab::saving::play_text;
use granary::lab::{NoWitness, Verdict, run_play};
use granary::node::RULES;
use granary::play::parse_play;
use granary::tui::scene::{OverlayKind, Pane};

/// Four nodes in two halves, each of which elects a leader of its own in term 1, once a half is enough.
const TWO_LEADERS: &str = "cluster 4\nset election off\nbreak majority\n";

fn overlay(stage: &Stage) -> Option<OverlayKind> {
    stage.desk.ui.overlay.as_ref().map(|open| open.kind)
}

fn broken(stage: &Stage) -> Vec<Invariant> {
    let violations = stage.desk.lab.violations();
    violations.iter().map(|one| one.invariant).collect()
}

/// The first half has its leader, with the votes of two of four: that rang, and was gone on from.
fn one_leader() -> Stage {
    let mut stage = Stage::playing(TWO_LEADERS);
    stage.line("partition s1 s2 | s3 s4");
    stage.line("elect s1").line("flush");
    assert_eq!(broken(&stage), [Invariant::ElectedByQuorum]);
    assert_eq!(overlay(&stage), Some(OverlayKind::Alarm));
    stage
}

/// On to the end of what was asked for, whatever breaks; tells how often it rang.
fn go_on(stage: &mut Stage) -> usize {
    let mut rang = 0;
    while overlay(stage) == Some(OverlayKind::Alarm) {
        stage.keys("Enter");
        rang += 1;
    }
    rang
}

#[test]
fn what_breaks_pauses_once_and_says_who_where_since_when_and_under_which_rule() {
    let mut stage = one_leader();
    for size in [(60, 20), (80, 24), (120, 40), (200, 60)] {
        stage.size = size;
        stage.sees("BROKEN elected-by-quorum");
        stage.sees("Enter goes on");
        let shown = stage.shown().replace('\n', " ");
        for word in ["s1 leads", "tick 0", "majority is off"] {
            assert!(
                shown.contains(word),
                "{word} at {size:?}:\n{}",
                stage.shown()
            );
        }
    }
    // What was under way waits for the person, and then goes on to its end.
    assert!(stage.desk.lab.is_busy() && !stage.desk.has_work());
    assert_eq!(go_on(&mut stage), 2, "it was elected, and it commits");
    assert!(!stage.desk.lab.is_busy());
    stage.line("settle").line("tick 20");
    assert_eq!(overlay(&stage), None, "each rings once");
}

#[test]
fn running_stops_at_the_very_step_and_goes_on_running_when_asked() {
    let mut stage = Stage::playing("cluster 4\nseed 3\nbreak majority\n");
    stage.line("partition s1 s2 | s3 s4").keys("space");
    let mut rang = Vec::new();
    for _ in 0..60 {
        stage.pass(1);
        if overlay(&stage) != Some(OverlayKind::Alarm) {
            continue;
        }
        assert!(!stage.desk.ui.is_running);
        let newest = stage.desk.lab.violations().last().expect("it rang").clone();
        assert_eq!(stage.view().now(), newest.tick);
        assert!(stage.view().is_mid_tick(), "not a tick later");
        assert!(!stage.desk.lab.is_busy());
        rang.push(newest.invariant);
        stage.keys("space");
        assert!(stage.desk.ui.is_running, "towards the disaster");
    }
    assert_eq!(rang, broken(&stage), "each rang once");
    assert!(rang.contains(&Invariant::StateMachineSafety), "{rang:?}");
}

#[test]
fn the_last_good_moment_is_right_before_the_step_that_broke_it() {
    let mut stage = one_leader();
    stage.keys("E");
    assert_eq!(overlay(&stage), None);
    assert_eq!(broken(&stage), []);
    stage.sees("last good moment");
    stage.keys("e");
    assert_eq!(broken(&stage), [Invariant::ElectedByQuorum]);
    assert_eq!(
        overlay(&stage),
        None,
        "a path that is done again does not ring again"
    );
    stage.sees("BROKEN");
    // Another path is another run.
    stage
        .keys("E E")
        .line("set delay 2")
        .line("elect s3")
        .line("flush");
    assert_eq!(overlay(&stage), Some(OverlayKind::Alarm));
}

#[test]
fn starting_over_rings_anew() {
    let mut stage = one_leader();
    go_on(&mut stage);
    stage.keys("R").line("elect s1").line("flush");
    assert_eq!(overlay(&stage), Some(OverlayKind::Alarm));
}

#[test]
fn the_header_says_what_is_broken_at_every_size() {
    let mut stage = one_leader();
    go_on(&mut stage);
    stage.line("elect s3").line("flush");
    go_on(&mut stage);
    let sizes = [(40, 12), (60, 20), (80, 24), (120, 40), (200, 60)];
    let line = |stage: &mut Stage, size| {
        stage.size = size;
        stage.shown().lines().next().map(str::to_owned)
    };
    let lines = sizes.map(|size| line(&mut stage, size).unwrap_or_default());
    insta::assert_snapshot!("header_broken", lines.join("\n"));
    let mut whole = Stage::of(5);
    let lines = sizes.map(|size| line(&mut whole, size).unwrap_or_default());
    insta::assert_snapshot!("header_safe", lines.join("\n"));
}

#[test]
fn all_invariants_are_listed_and_the_broken_one_is_gone_back_from() {
    let mut stage = one_leader();
    stage
        .keys("E")
        .line("safety")
        .sees("all 15 invariants are whole");
    stage.size = (200, 60);
    for row in INVARIANTS {
        stage.sees(row.word);
    }
    let mut stage = one_leader();
    go_on(&mut stage);
    stage.keys("S");
    for size in [(60, 20), (80, 24), (120, 40), (200, 60)] {
        stage.size = size;
        stage.sees("Safety: 2 of 15 invariants are broken");
        stage.sees("BROKEN tick 0: s1 ").sees("Broken at tick 0");
    }
    stage
        .keys("g Enter")
        .sees("election-safety is whole up to here");
    stage.keys("Esc").line("safety");
    stage.keys("Enter");
    assert_eq!(broken(&stage), []);
}

#[test]
fn the_event_that_broke_something_is_followed_by_its_alarm() {
    let mut stage = one_leader();
    stage.size = (200, 60);
    let shown = stage.shown();
    let place = |words: &str| shown.lines().position(|line| line.contains(words));
    let (leader, alarm) = (place("wins the election"), place("ALARM elected-by-quorum"));
    assert!(leader.is_some() && alarm > leader, "{shown}");
    go_on(&mut stage);
    stage.size = (80, 24);
    stage.line("filter leader").keys("BackTab Enter");
    stage
        .sees("what it broke (§5.2)")
        .sees("while majority is off");
}

#[test]
fn who_holds_an_entry_is_told_by_its_content_where_index_and_term_do_not_tell() {
    let mut stage = Stage::playing(&format!("{TWO_LEADERS}set noop off\n"));
    for line in [
        "partition s1 s2 | s3 s4",
        "elect s1 s3",
        "flush",
        "submit s1 set x 1",
        "submit s3 set x 3",
        "settle",
    ] {
        stage.line(line);
        go_on(&mut stage);
    }
    let terms = stage
        .view()
        .nodes()
        .map(|node| node.log().term_at(Index(1)));
    assert!(
        terms.eq([Some(Term(1)); 4]),
        "both halves have #1 of term 1"
    );
    stage.line("why commit 1");
    stage.sees("s1 s2 hold it, 2 of 4 disks");
}

#[test]
fn a_run_with_what_broke_is_saved_as_a_play_that_holds() {
    let mut stage = one_leader();
    let holds = |stage: &Stage| {
        let text = play_text(&stage.desk.lab, "saved").expect("it can be saved");
        let play = parse_play(&text).expect("it can be read");
        let (_, verdict) = run_play(&play, BUDGET, &mut NoWitness);
        assert_eq!(verdict, Verdict::Held, "{text}");
        text
    };
    assert!(holds(&stage).contains("expect violation elected-by-quorum"));
    while overlay(&stage).is_some() {
        stage.keys("Enter");
        holds(&stage);
    }
    stage.line("elect s3").line("flush");
    while overlay(&stage).is_some() {
        holds(&stage);
        stage.keys("Enter");
    }
    let text = holds(&stage);
    assert!(text.contains("expect violation election-safety"), "{text}");
}

#[test]
fn the_rulebook_lists_every_rule_and_breaks_and_mends() {
    let mut stage = Stage::of(5);
    stage.line("rules");
    for (place, rule) in RULES.iter().enumerate() {
        for size in [(60, 20), (80, 24), (120, 40), (200, 60)] {
            stage.size = size;
            stage.sees(rule.word);
        }
        let flat = stage.shown().replace(['\n', ' ', '│', '┃'], "");
        let play = format!("Itsplay:rules/{}.", rule.word);
        assert!(flat.contains(&play), "{}", stage.shown());
        if place + 1 < RULES.len() {
            stage.keys("Down");
        }
    }
    stage.keys("g b").sees("RULE OFF: campaign-raises-term");
    assert!(!stage.view().rules().holds(RULES[0].name));
    assert_eq!(overlay(&stage), Some(OverlayKind::Rules));
    stage.sees("OFF campaign-raises-term");
    stage.keys("b");
    assert!(stage.view().rules().holds(RULES[0].name));
    stage.sees("all 42 rules are in force");
}

#[test]
fn every_rule_opens_its_play_and_u_goes_back() {
    let mut stage = Stage::of(5);
    stage.keys("t e e");
    let here = stage.desk.lab.history().here();
    for place in 0..RULES.len() {
        stage.keys("! g");
        for _ in 0..place {
            stage.keys("Down");
        }
        stage.keys("Enter");
        let (open, begun) = stage.desk.lab.play().expect("its play is open");
        assert!(open.play.statements.len() > 1 && begun == 0);
        stage.keys("Esc u");
        assert!(stage.desk.lab.play().is_none());
        assert_eq!(stage.desk.lab.history().here(), here);
    }
    assert_eq!(stage.desk.ui.focused(), Pane::Nodes);
}

#[test]
fn a_line_can_be_typed_over_an_alarm_and_over_a_note() {
    let mut stage = one_leader();
    stage.keys(": safety Enter");
    assert_eq!(overlay(&stage), Some(OverlayKind::Safety));
    let mut stage = Stage::shipped("figure-8");
    assert_eq!(overlay(&stage), Some(OverlayKind::Note));
    stage.keys(": rules Enter");
    assert_eq!(overlay(&stage), Some(OverlayKind::Rules));
}
