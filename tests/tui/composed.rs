//! Whole frames of real clusters: what a person sees of them, at every size class.

use crate::stories::{SAME_MOMENT, eye, eye_on, frame, lab, looking_closer, more, set_up};
use granary::lab::Lab;
use granary::tui::scene::{OverlayKind, Pane};
use granary::tui::ui::Ui;

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 60)];

fn assert_frames(name: &str, lab: &Lab, ui: &Ui, sizes: &[(u16, u16)]) {
    for &size in sizes {
        let name = format!("{name}_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name, frame(lab, ui, size));
    }
}

#[test]
fn the_window_opens_calm_and_says_what_to_press() {
    let lab = lab(5, "");
    assert_frames("opening", &lab, &eye(&lab), &SIZES);
}

#[test]
fn an_election_is_seen_with_its_votes_in_flight() {
    let lab = lab(5, "elect s2; step 3");
    assert_frames("election", &lab, &eye(&lab), &SIZES[..3]);
}

#[test]
fn a_stale_leader_and_a_dead_node_are_seen_beside_the_leader() {
    let lab = lab(5, SAME_MOMENT);
    assert_frames("same_moment", &lab, &eye(&lab), &SIZES);
}

#[test]
fn after_the_heal_the_conflict_is_gone() {
    let mut lab = lab(5, SAME_MOMENT);
    more(&mut lab, "heal; settle");
    assert_frames("healed", &lab, &eye(&lab), &[(120, 40)]);
}

#[test]
fn seven_and_nine_nodes_become_rows() {
    let seven = lab(7, "tick 22; submit set x 1; crash s7; tick");
    assert_frames("seven", &seven, &eye(&seven), &SIZES[..3]);
    let nine = lab(
        9,
        "partition s1 s2 s3 s4 s5 | s6 s7 s8 s9; tick 22; crash s7",
    );
    assert_frames("nine", &nine, &eye(&nine), &SIZES[..3]);
}

#[test]
fn one_node_decides_alone() {
    let lab = lab(1, "elect s1; submit set x 1; submit get x; tick 3");
    assert_frames("alone", &lab, &eye(&lab), &[(60, 20), (120, 40)]);
}

#[test]
fn a_damaged_disk_is_told_from_a_crash() {
    let lab = lab(
        5,
        "elect s1; settle; submit set x 1; settle; crash s3; rot s3 2; restart s3",
    );
    assert_frames("damaged", &lab, &eye(&lab), &[(80, 24), (120, 40)]);
}

#[test]
fn what_holds_up_messages_is_listed() {
    let lab = lab(
        5,
        "elect s1; settle; clock s3 1.5; hold s2->* append-reply; lose s1->s3 append; cut s2->s5; pause s4; \
         submit set x 1; tick 2",
    );
    assert_frames("faults", &lab, &eye_on(1, Pane::Net, 2), &[(120, 40)]);
}

#[test]
fn a_log_that_has_grown_shows_its_end_or_where_the_cursor_is() {
    let lab = lab(5, "elect s1; settle; load 1; tick 300");
    assert_frames("grown", &lab, &eye(&lab), &[(120, 40)]);
    assert_frames("scrolled", &lab, &eye_on(2, Pane::Log, 150), &[(120, 40)]);
}

#[test]
fn figure_2_is_shown_by_its_own_names() {
    let lab = lab(5, SAME_MOMENT);
    let leader = looking_closer(eye(&lab));
    assert_frames("details_leader", &lab, &leader, &SIZES[..3]);
    let mut again = lab.clone();
    more(&mut again, "restart s4; set sync 4; tick 2");
    let restarted = looking_closer(eye_on(4, Pane::Nodes, 0));
    assert_frames("details_restarted", &again, &restarted, &[(120, 40)]);
    let stale = looking_closer(eye_on(5, Pane::Nodes, 0));
    assert_frames("details_stale", &lab, &stale, &[(120, 40)]);
}

#[test]
fn what_the_cursor_is_on_is_shown_in_full() {
    let lab = lab(5, SAME_MOMENT);
    for (name, pane, cursor) in [
        ("entry", Pane::Log, 8),
        ("message", Pane::Net, 1),
        ("binding", Pane::Kv, 1),
        ("event", Pane::Why, usize::MAX),
    ] {
        let ui = looking_closer(eye_on(3, pane, cursor));
        assert_frames(&format!("details_{name}"), &lab, &ui, &[(120, 40)]);
    }
    let mut later = lab.clone();
    more(&mut later, "tick");
    let ui = looking_closer(eye_on(3, Pane::Net, usize::MAX));
    assert_frames("details_loss", &later, &ui, &[(120, 40)]);
}

#[test]
fn an_open_play_says_where_it_is_and_what_comes_next() {
    let text = "cluster 5\nseed 42\nset election off\nelect s1\nsettle\nsubmit set x 1 as one\nsettle\n\
                expect one = ok\nnote \"x is 1 everywhere.\"\n";
    let mut lab = set_up(text, "");
    for _ in 0..2 {
        lab.begin_next_of_play();
        lab.work_off();
    }
    assert_frames("play", &lab, &eye(&lab), &SIZES[..3]);
    while lab.begin_next_of_play() {
        lab.work_off();
    }
    let mut ui = eye(&lab);
    ui.open_overlay(OverlayKind::Note);
    assert_frames("note", &lab, &ui, &[(80, 24)]);
}

#[test]
fn a_rule_that_is_off_is_in_the_first_line_at_every_size_until_it_is_mended() {
    let mut lab = lab(5, "elect s1; settle; break majority");
    let first_line = |lab: &Lab, size| {
        let frame = frame(lab, &eye(lab), size);
        frame.lines().next().unwrap_or_default().to_owned()
    };
    let named = [(80, 24), (120, 40), (200, 60)];
    for size in named {
        let line = first_line(&lab, size);
        assert!(line.contains("RULE OFF: majority"), "{line}");
    }
    for size in [(40, 12), (60, 20)] {
        let line = first_line(&lab, size);
        assert!(line.contains("OFF"), "{line}");
    }
    more(&mut lab, "break ack-after-sync");
    let line = first_line(&lab, (120, 40));
    assert!(line.contains("RULE OFF: majority +1"), "{line}");
    more(&mut lab, "mend majority; mend ack-after-sync");
    let line = first_line(&lab, (120, 40));
    assert!(!line.contains("OFF"), "{line}");
}
