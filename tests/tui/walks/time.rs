//! Walks to and fro in time: a moment that is visited again looks the same, and a key never ends in a panic.

use crate::stage::Stage;
use granary::dice::{Dice, Purpose};
use granary::history::Moment;
use std::collections::BTreeMap;

/// How many keys a walk has.
const KEYS: usize = 1000;
/// What is pressed: mostly moves in time, and now and then something that is done to the cluster.
const PRESSED: [&str; 24] = [
    "s", "s", "s", "e", "e", "e", "b", "b", "b", "E", "E", "u", "u", "U", "t", "x", "r", "i", "H",
    "a", "P", "1", "3", "F",
];
/// Sizes that a walk passes through.
const SIZES: [(u16, u16); 5] = [(80, 24), (60, 20), (120, 40), (40, 12), (200, 60)];

/// The frame without what tells of the way there: whether it is the past, what the last action lost, what keys do now.
fn looks(stage: &mut Stage) -> String {
    let size = std::mem::replace(&mut stage.size, (80, 24));
    let ui = stage.desk.ui.clone();
    stage.desk.ui = granary::tui::ui::Ui::default();
    stage.desk.ui.follows_leader = false;
    while stage.desk.ui.focused() != granary::tui::scene::Pane::Kv {
        stage.desk.ui.focus_next();
    }
    let shown = stage.shown();
    stage.desk.ui = ui;
    stage.size = size;
    let lines: Vec<_> = shown.lines().collect();
    lines[1..lines.len() - 1].join("\n")
}

#[test]
fn a_moment_that_is_visited_again_looks_the_same() {
    for seed in 1..=3 {
        let mut dice = Dice::new(seed, Purpose::Network, 0, 0);
        let mut stage = Stage::of(5);
        let mut seen: BTreeMap<Moment, String> = BTreeMap::new();
        let mut again = 0;
        for number in 0..KEYS {
            let key =
                PRESSED[usize::try_from(dice.range(0..=PRESSED.len() as u64 - 1)).expect("small")];
            if dice.percent(5) {
                stage.size = SIZES[usize::try_from(dice.range(0..=4)).expect("small")];
            }
            stage.keys(key);
            let (moment, now) = (stage.desk.lab.history().here(), looks(&mut stage));
            if let Some(was) = seen.get(&moment) {
                assert_eq!(*was, now, "seed {seed}, key {number} ({key}), {moment:?}");
                again += 1;
            } else {
                seen.insert(moment, now);
            }
        }
        assert!(again > KEYS / 10, "seed {seed}: only {again} visits again");
    }
}

#[test]
fn following_the_newest_leads_out_of_the_past() {
    let mut stage = Stage::of(5);
    stage.keys("t e e e s s b b");
    assert!(stage.desk.lab.is_in_past());
    stage.sees("IN PAST").keys("F");
    assert!(!stage.desk.lab.is_in_past());
    stage.sees("PAUSED").misses("IN PAST");
}

#[test]
fn a_mistake_in_a_typed_line_says_what_is_wrong_and_no_place_of_a_file() {
    let mut stage = Stage::of(5);
    stage.keys(": submti Enter");
    stage.sees("did you mean `submit`?").misses("1:1:");
}
