//! Finding the way to a condition, by keys alone: progress, Esc, what is found and what is not.

use crate::stage::Stage;
use granary::tui::input::{Input, Key, KeyCode};
use granary::tui::window_verbs::complete;

fn led_by_s1() -> Stage {
    let mut stage = Stage::playing("cluster 5\nset election off\n").sized(120, 40);
    stage.line("elect s1").line("flush");
    stage
}

/// Types a line and presses Enter; one slice of work follows.
fn begin(stage: &mut Stage, line: &str) {
    stage.keys(":");
    for letter in line.chars() {
        stage.give(&Input::Key(Key::char(letter)));
    }
    stage.give(&Input::Key(Key::plain(KeyCode::Enter)));
}

#[test]
fn what_is_found_is_done_and_can_be_gone_back() {
    let mut stage = led_by_s1();
    let before = stage.view().trace_hash();
    stage.line("find leaders >= 2");
    assert_eq!(
        stage.answer(),
        "found in 3 actions: elect s2; isolate s1; flush"
    );
    stage.sees("found in 3 actions").sees("LEADER?");
    // One undo takes back the whole way, one redo brings it again.
    let found = stage.view().trace_hash();
    stage.keys("u");
    assert_eq!(stage.view().trace_hash(), before);
    stage.keys("U");
    assert_eq!(stage.view().trace_hash(), found);
    // And each event of it can be gone back to.
    stage.keys("E E E");
    assert_ne!(stage.view().trace_hash(), found);
}

#[test]
fn a_conflict_at_a_follower_is_found() {
    let mut stage = led_by_s1();
    stage.line("find event truncated s5");
    assert_eq!(
        stage.answer(),
        "found in 4 actions: elect s2; submit s1 set x 1; deliver s1->s5 append; flush"
    );
    stage.sees("removes #2");
}

#[test]
fn a_broken_rule_leads_to_its_violation() {
    let mut stage = Stage::playing("cluster 3\nset election off\nbreak one-vote-per-term\n");
    stage.line("find violation election-safety");
    // The alarms on the way ring as ever; once they are read, the way is told.
    assert!(stage.answer().starts_with("vote-once was broken"));
    stage.keys("Enter");
    assert!(stage.answer().starts_with("election-safety was broken"));
    stage.keys("Enter");
    assert_eq!(
        stage.answer(),
        "found in 3 actions: elect s1; elect s2; flush"
    );
}

#[test]
fn a_key_is_not_held_up_and_esc_stops_it() {
    let mut stage = led_by_s1();
    begin(&mut stage, "find s1 term=99");
    assert!(stage.desk.has_work());
    stage
        .sees("searching: ")
        .sees(" of 200000 states, every way of up to ")
        .sees("Esc stops it");
    // Looking about goes on.
    stage.give(&Input::Key(Key::char('3')));
    assert_eq!(stage.desk.ui.selected.0, 3);
    stage.sees("searching: ");
    // Doing something waits for Esc.
    let now = stage.view().trace_hash();
    for key in ["s", "x", "t", "u"] {
        stage.give(&Input::Key(Key::char(
            key.chars().next().expect("a letter"),
        )));
        assert_eq!(
            stage.answer(),
            "what was asked for is still under way: Esc stops it",
            "{key}"
        );
    }
    // The clock does not run meanwhile.
    stage.give(&Input::Key(Key::char(' ')));
    stage.desk.pass_ticks(3);
    assert_eq!(stage.view().now().0, 0);
    stage.give(&Input::Key(Key::plain(KeyCode::Esc)));
    let answer = stage.answer();
    assert!(
        answer.starts_with("stopped: s1 term=99 is not among "),
        "{answer}"
    );
    assert!(!stage.desk.has_work());
    assert_eq!(stage.view().trace_hash(), now);
}

#[test]
fn what_is_not_found_is_never_called_impossible() {
    let mut stage = led_by_s1();
    stage.line("find s1 term=99 max 300");
    assert_eq!(
        stage.answer(),
        "not found: s1 term=99 is not among 300 states, every way of up to 2 actions; that is no proof"
    );
    assert_eq!(stage.desk.lab.history().here().deeds, 2);
}

#[test]
fn what_holds_already_is_said_so() {
    let mut stage = led_by_s1();
    stage.line("find leader s1");
    assert_eq!(stage.answer(), "leader s1 holds already");
}

#[test]
fn a_mistake_stays_in_the_line() {
    let mut stage = led_by_s1();
    for (line, told) in [
        (
            "find",
            "find what? A condition, such as `find leaders >= 2`",
        ),
        ("find leader s9", "s9"),
        ("find leader; tick", "one condition"),
        ("find nothing", "a condition"),
    ] {
        stage.line(line);
        stage.sees(told);
        stage.keys("Esc");
    }
}

#[test]
fn the_verb_and_its_conditions_are_offered() {
    assert!(
        complete("fin", 3, 5)
            .iter()
            .any(|found| found.text == "find")
    );
    let mut stage = led_by_s1();
    stage.keys(":");
    for letter in "find lea".chars() {
        stage.give(&Input::Key(Key::char(letter)));
    }
    stage.sees("leaders");
    stage.press(Key::plain(KeyCode::Tab));
    stage.sees(":find leader");
}

#[test]
fn found_in_the_past_it_is_a_branch() {
    let mut stage = led_by_s1();
    stage.line("submit x=1").line("flush").keys("u u");
    stage.line("find leaders >= 2");
    assert_eq!(stage.desk.lab.history().tree().branch_count(), 2);
    assert_eq!(
        stage.answer(),
        "found in 3 actions: elect s2; isolate s1; flush"
    );
}
