//! What a person new to the window reads in it: reasons in full, keys that are always named, notes that hide nothing.

use crate::stage::Stage;
use granary::cluster::event::Fact;
use granary::node::Event;

#[test]
fn the_reason_of_the_newest_event_is_read_in_full() {
    let mut stage = Stage::of(5);
    stage.keys("t s s");
    stage.line("flush");
    stage
        .sees("why: it is on s1 s2 s3: 3 disks, 3 needed, and")
        .sees("of the leader's own term 1 (§5.4.2)");
}

#[test]
fn help_and_quit_are_named_on_every_screen() {
    for size in [(60, 20), (80, 24), (120, 40), (200, 60)] {
        let mut stage = Stage::of(5).sized(size.0, size.1);
        stage.keys("t s");
        let last = stage.shown().lines().last().map(str::to_owned);
        let last = last.expect("a screen has a last line");
        assert!(last.contains("? help  q quit"), "{size:?}: {last}");
    }
}

#[test]
fn what_came_of_a_message_by_hand_is_said() {
    let mut stage = Stage::of(5);
    stage.keys("t e e e e Tab Tab Enter");
    assert_eq!(
        stage.answer(),
        "delivered m5, vote-reply s2 to s1: s1 counts the vote of s2 in term 1"
    );
    stage.keys("d");
    assert_eq!(
        stage.answer(),
        "lost m6, vote-reply s3 to s1: it will never arrive"
    );
}

#[test]
fn a_digit_chooses_a_node_for_enter_whatever_list_had_the_focus() {
    let mut stage = Stage::of(5);
    stage.keys("t e e e Tab Tab 2 Enter").sees("s2, follower");
}

#[test]
fn a_note_leaves_grid_and_feed_in_view() {
    for size in [(80, 24), (120, 40), (160, 30)] {
        let mut stage = Stage::shipped("figure-8").sized(size.0, size.1);
        stage.sees("Enter continues");
        stage.sees("nothing has happened yet").sees("s5  1");
    }
}

#[test]
fn that_an_entry_is_held_back_is_said_once_and_not_with_every_acknowledgement() {
    let mut stage = Stage::of(7);
    stage.line("set sync 3; set delay 1..4; elect s1; tick 30");
    let feed = stage.desk.lab.feed();
    let events = (0..feed.len()).filter_map(|place| feed.get(place));
    let held = events.filter(|event| matches!(event.fact, Fact::Node(Event::CommitHeld { .. })));
    assert_eq!(held.count(), 1);
}

#[test]
fn the_help_ends_with_the_signs_of_the_screen() {
    let mut stage = Stage::of(5);
    stage.keys("? G").sees("m26");
    stage.keys("/ conflict Enter").sees("an entry in conflict");
}
