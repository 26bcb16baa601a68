//! The line at the bottom: Tab, history, mistakes, and statements that take their time.

use super::elected;
use crate::stage::{SLICE, Stage};
use granary::ids::{NodeId, Tick};
use granary::play::verbs::VERBS;
use granary::tui::input::{Input, Key, KeyCode};

const ENTER: Input = Input::Key(Key::plain(KeyCode::Enter));
const ESC: Input = Input::Key(Key::plain(KeyCode::Esc));

fn typed(stage: &Stage) -> String {
    let open = stage.desk.ui.prompt.as_ref();
    open.expect("a line is open").text().to_owned()
}

#[test]
fn tab_completes_and_goes_on() {
    let mut stage = elected();
    stage.keys(": cra").sees("crash").keys("Tab");
    assert_eq!(typed(&stage), "crash");
    stage.keys("Esc : re Tab");
    let first = typed(&stage);
    stage.keys("Tab");
    assert_ne!(typed(&stage), first);
    stage.keys("Esc : crash s Tab").sees("s2");
    assert_eq!(typed(&stage), "crash s1");
    stage.keys("Tab Enter").sees("s2  ✗ DOWN");
    stage.keys(": qqq Tab").sees("nothing goes on from here");
}

#[test]
fn lines_typed_before_come_back() {
    let mut stage = Stage::of(5);
    stage
        .keys(": Up")
        .sees("no line was typed before this one")
        .keys("Esc");
    stage.keys(": crash s2 Enter : restart s2 Enter : ti Up");
    assert_eq!(typed(&stage), "restart s2");
    stage.keys("Up");
    assert_eq!(typed(&stage), "crash s2");
    stage
        .keys("Up")
        .sees("no line was typed before this one")
        .keys("Down Down");
    assert_eq!(typed(&stage), "ti");
    stage.keys("Down").sees("this is the newest line");
}

#[test]
fn every_misspelled_verb_names_the_nearest() {
    let mut stage = elected();
    for verb in VERBS
        .iter()
        .filter(|verb| verb.is_statement() && verb.word.len() > 4)
    {
        let wrong = format!("{}x{}", &verb.word[..3], &verb.word[3..]);
        stage.line(&wrong);
        let wanted = format!("did you mean `{}`?", verb.word);
        assert!(
            stage.shown().contains(&wanted),
            "{wrong}:\n{}",
            stage.shown()
        );
        assert_eq!(typed(&stage), wrong, "the line stays");
        stage.keys("Esc");
    }
}

#[test]
fn a_mistake_does_nothing_and_stays_to_be_mended() {
    let mut stage = elected();
    stage
        .keys(": crash s2 s9 Enter")
        .sees("expected a node of the cluster, `s1` to `s5`");
    assert!(stage.view().nodes().all(granary::cluster::NodeView::is_up));
    stage.keys("Backspace Backspace Enter").sees("s2  ✗ DOWN");
    stage
        .keys("p 12|125 Enter")
        .sees("s1 stands twice")
        .keys("Esc");
    stage.keys("p Enter").sees("no node is named").keys("Esc");
    stage.keys("c x Enter");
    assert_eq!(typed(&stage), "submit set x");
}

/// A line that would take very long.
fn busy() -> Stage {
    let mut stage = elected();
    stage.keys(": tick 1000000");
    stage.give(&ENTER);
    assert!(stage.desk.has_work() && stage.desk.ui.prompt.is_none());
    stage
}

#[test]
fn esc_stops_a_statement_under_way() {
    let mut stage = busy();
    let begun = stage.view().now();
    stage.desk.work(SLICE);
    assert!(stage.view().now() > begun);
    stage.give(&ESC);
    assert_eq!(stage.answer(), "stopped");
    assert!(!stage.desk.has_work());
    let stopped = stage.view().now();
    assert!(stopped < Tick(900_000));
    stage.keys("s");
    assert!(stage.view().now() <= Tick(stopped.0 + 1));
}

#[test]
fn what_is_asked_meanwhile_is_refused_in_words_and_not_lost() {
    let mut stage = busy();
    stage.give(&Input::Key(Key::char('x')));
    assert!(stage.answer().contains("Esc stops it"));
    for keys in [":crash s2", "p12|345"] {
        for letter in keys.chars() {
            stage.give(&Input::Key(Key::char(letter)));
        }
        stage.give(&ENTER);
        stage.sees("the last statement is still under way");
        assert_eq!(typed(&stage), keys[1..]);
        stage.give(&ESC);
    }
    assert!(stage.view().nodes().all(granary::cluster::NodeView::is_up));
    stage.give(&ESC);
    assert_eq!(stage.answer(), "stopped");
}

#[test]
fn a_key_takes_effect_while_ticks_pass() {
    let mut stage = elected();
    stage.keys("space").sees("RUN");
    for (key, node) in [('2', 2), ('3', 3)] {
        stage.keys(&key.to_string());
        // The loop is in the middle of a tick when the key comes.
        stage.desk.pass_ticks(1);
        stage.desk.work(1);
        assert!(stage.desk.has_work());
        stage.give(&Input::Key(Key::char('x')));
        assert_eq!(stage.answer(), "");
        stage.work_off();
        assert!(
            !stage
                .view()
                .node(NodeId(node))
                .expect("it is there")
                .is_up()
        );
    }
    stage.desk.pass_ticks(1);
    stage.desk.work(1);
    stage.keys(": restart s2 Enter p 1|2345 Enter");
    assert!(stage.view().node(NodeId(2)).expect("it is there").is_up());
    stage.sees("{s1} │ {s2 s4 s5}");
    stage.desk.pass_ticks(1);
    stage.desk.work(1);
    stage.give(&ESC);
    assert_eq!(stage.answer(), "nothing is open to close: q quits");
    assert!(stage.desk.ui.is_running, "Esc does not stop time");
    stage.work_off();
}

#[test]
fn ticks_that_pass_by_themselves_say_nothing() {
    let mut stage = elected();
    stage.line("crash all").keys("4 x");
    let answer = stage.answer();
    assert_eq!(answer, "it is already down: r restarts it");
    stage.pass(5);
    assert_eq!(stage.answer(), answer);
}

#[test]
fn words_are_searched_for_in_the_feed_and_the_store() {
    let mut stage = elected();
    stage
        .line("submit set apple 1")
        .line("submit set pear 2")
        .line("settle");
    stage
        .keys("BackTab / campaigns Enter")
        .sees("s1 campaigns in term 1");
    assert!(!stage.desk.ui.follows_newest);
    stage
        .keys("/ nowhere Enter")
        .sees("nothing here has nowhere")
        .keys("Esc");
    stage.keys("BackTab / pear Enter");
    assert_eq!(stage.desk.ui.view(stage.desk.ui.focused()).cursor, 1);
    stage
        .keys("BackTab / x Enter")
        .sees("there is nothing to search here");
}

#[test]
fn ticks_that_passed_between_two_actions_are_undone_together() {
    let mut stage = elected();
    stage.pass(5);
    stage.keys("2 x");
    stage.pass(7);
    assert_eq!(stage.view().now(), Tick(12));
    let mut ticks = Vec::new();
    for _ in 0..3 {
        assert_eq!(stage.desk.lab.undo(), Ok(true));
        ticks.push(stage.view().now().0);
    }
    assert_eq!(ticks, [5, 5, 0]);
}
