//! Plays in the window: paused at their start, statement by statement, with notes to be read and expectations that are
//! heard when they fail.

use crate::stage::Stage;
use granary::ids::Tick;
use granary::lab::SHIPPED;
use granary::tui::scene::Tone;

const STORY: &str = "title \"A story\"
cluster 3
set election off
note \"first look\"
elect s1
settle
expect leader s1
note \"second look\"
expect s2 term=7
tick
";

#[test]
fn a_play_opens_paused_before_its_first_statement() {
    let mut stage = Stage::playing(STORY).sized(120, 40);
    stage
        .sees("A story 0/7")
        .sees("PAUSED")
        .misses("Enter continues");
    assert_eq!(stage.view().now(), Tick(0));
    assert!(stage.desk.lab.feed().is_empty());
    assert!(!stage.desk.has_work());
}

#[test]
fn a_play_says_what_it_is_about_before_its_first_statement() {
    let mut stage = Stage::playing("title \"A story\"\nabout \"Of two.\"\ncluster 2\ntick\n");
    stage
        .sees("A story")
        .sees("Of two.")
        .sees("Enter continues");
    stage.keys("Enter").misses("Of two.");
    assert_eq!(stage.view().now(), Tick(0));
    stage.keys(".");
    assert_eq!(stage.view().now(), Tick(1));
}

#[test]
fn it_goes_on_statement_by_statement_and_waits_at_its_notes() {
    let mut stage = Stage::playing(STORY).sized(120, 40);
    stage
        .keys(".")
        .sees("first look")
        .sees("A story 1/7")
        .keys(".")
        .misses("first look");
    stage
        .sees("A story 1/7")
        .keys(".")
        .sees("A story 2/7")
        .sees("CANDIDATE");
    stage.keys(". .").sees("holds: expect leader s1");
    stage
        .keys(".")
        .sees("second look")
        .keys("Enter")
        .misses("second look");
    stage.sees("A story 5/7");
}

#[test]
fn an_expectation_that_fails_is_loud() {
    let mut stage = Stage::playing(STORY).sized(120, 40);
    stage.keys(". . . . . . Enter space");
    assert!(stage.desk.ui.is_running);
    stage.keys(".");
    let answer = stage.desk.ui.answer.clone().expect("it is said");
    assert_eq!(answer.tone, Tone::Alarm);
    assert!(
        answer.text.starts_with("expect s2 term=7: "),
        "{}",
        answer.text
    );
    assert!(!stage.desk.ui.is_running);
    let start: String = answer.text.chars().take(30).collect();
    stage.sees(&start);
    for size in [(60, 20), (120, 40), (200, 60)] {
        stage.size = size;
        stage.sees(&start);
    }
}

#[test]
fn at_its_end_it_says_so_and_starts_over() {
    let mut stage = Stage::playing(STORY).sized(120, 40);
    let first = stage.shown();
    stage.keys(". . . . . . Enter . . .");
    assert_eq!(stage.answer(), "the play is at its end: R starts it over");
    stage
        .keys("R")
        .sees("started over from the seed")
        .keys("Esc");
    stage.desk.ui.answer = None;
    assert_eq!(stage.shown(), first);
}

#[test]
fn what_stands_behind_a_note_waits_until_it_is_read() {
    let mut stage = Stage::of(3);
    stage.line("note \"one\"; tick 3; note \"two\"; tick 4");
    stage.sees("one").misses("two");
    assert_eq!(stage.view().now(), Tick(0));
    stage.keys("Enter").sees("two");
    assert_eq!(stage.view().now(), Tick(3));
    stage.keys("Enter").misses("two");
    assert_eq!(stage.view().now(), Tick(7));
}

#[test]
fn every_shipped_play_holds_in_the_window() {
    for play in SHIPPED {
        let mut stage = Stage::shipped(play.name);
        while stage.desk.lab.next_of_play().is_some() {
            stage.keys(".");
            let tone = stage.desk.ui.answer.as_ref().map(|answer| answer.tone);
            assert_ne!(tone, Some(Tone::Alarm), "{}: {}", play.name, stage.answer());
            stage.shown();
        }
        let end = stage.view().trace_hash();
        stage.keys("Esc R Esc");
        while stage.desk.lab.next_of_play().is_some() {
            stage.keys(".");
        }
        assert_eq!(
            stage.view().trace_hash(),
            end,
            "{}: the same again",
            play.name
        );
    }
}
