//! The mouse: a click selects what it hits, the wheel moves what it is over.

use super::elected;
use crate::stage::Stage;
use granary::ids::NodeId;
use granary::tui::input::Input;
use granary::tui::scene::Pane;

fn turn(stage: &mut Stage, words: &str, up: bool) {
    let (column, row) = stage.place_of(words);
    stage.give(&Input::Wheel { up, column, row });
}

#[test]
fn a_click_selects_a_node_in_a_row_and_on_a_card() {
    let mut stage = elected();
    stage.click_on("s4  ● FOLLOWER").sees(">s4");
    assert_eq!(stage.desk.ui.selected, NodeId(4));
    let mut stage = stage.sized(120, 40);
    stage.click_on(" s2 ");
    assert_eq!(stage.desk.ui.selected, NodeId(2));
}

#[test]
fn a_click_brings_a_pane_and_a_tab_to_the_front() {
    let mut stage = elected();
    stage.click_on("KV").sees("[KV]");
    assert_eq!(stage.desk.ui.focused(), Pane::Kv);
    stage.click_on("Net").sees("[Net]");
    stage.click_on("Why");
    assert_eq!(stage.desk.ui.focused(), Pane::Why);
    let mut stage = stage.sized(60, 20);
    stage
        .click_on("KV")
        .sees("[KV]")
        .click_on("Log")
        .sees("[Log]");
}

#[test]
fn a_click_puts_the_cursor_on_a_line() {
    let mut stage = elected();
    stage.keys("H").line("tick 3");
    stage.click_on("s1>s3");
    assert_eq!(stage.desk.ui.focused(), Pane::Net);
    let chosen = granary::tui::compose::selected_message(&stage.desk.lab, &stage.desk.ui);
    let flight = stage
        .view()
        .flight(chosen.expect("a message"))
        .expect("it flies");
    assert_eq!(flight.envelope.to, NodeId(3));
    stage.click_on("commits up to");
    assert!(!stage.desk.ui.follows_newest);
    assert!(granary::tui::compose::selected_event(&stage.desk.lab, &stage.desk.ui).is_some());
}

#[test]
fn a_click_in_the_grid_selects_node_and_entry() {
    let mut stage = elected();
    stage.line("submit set x 5").line("settle");
    let (column, row) = stage.place_of("s3  1  1");
    stage.give(&Input::Click {
        column: column + 7,
        row,
    });
    assert_eq!(stage.desk.ui.selected, NodeId(3));
    assert_eq!(stage.desk.ui.view(Pane::Log).cursor, 1);
    stage.keys("Enter").sees("entry #2 of s3");
}

#[test]
fn a_click_chooses_a_line_of_the_help() {
    let mut stage = elected();
    stage
        .keys("?")
        .click_on("one tick")
        .keys("Enter")
        .misses("Help");
    assert_eq!(stage.view().now().0, 1);
}

#[test]
fn the_wheel_scrolls_what_it_is_over() {
    let mut stage = elected();
    stage.line("tick 40");
    let before = stage.desk.ui.view(Pane::Why).cursor;
    turn(&mut stage, "Why", true);
    assert_eq!(stage.desk.ui.focused(), Pane::Why);
    assert_eq!(stage.desk.ui.view(Pane::Why).cursor, before - 3);
    turn(&mut stage, "Why", false);
    assert_eq!(stage.desk.ui.view(Pane::Why).cursor, before);
    stage.keys("?");
    turn(&mut stage, "Help", false);
    assert_eq!(stage.desk.ui.overlay.as_ref().expect("help").view.cursor, 4);
    stage.keys("Esc 3");
    turn(&mut stage, "s3  ●", false);
    assert_eq!(stage.desk.ui.selected, NodeId(4), "one node a notch");
}
