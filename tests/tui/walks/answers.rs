//! No key is answered with nothing: in every mode each one changes the frame, asks the loop for something, or says why
//! it does nothing.

use super::elected;
use crate::stage::Stage;
use granary::tui::input::{Input, Key, KeyCode};
use granary::tui::keymap::{BINDINGS, Mode, name};
use granary::tui::prompt::EDITS;
use granary::tui::update::Wish;
use std::collections::BTreeSet;

/// A moment in every mode, and some more.
fn moments() -> Vec<(&'static str, Stage)> {
    let begun = || {
        let mut stage = Stage::of(5);
        stage.keys("t e e");
        stage
    };
    let with = |mut stage: Stage, keys: &str| {
        stage.keys(keys);
        stage
    };
    let noted = || with(Stage::playing("cluster 3\nnote \"look here\"\ntick"), ".");
    let mut down = elected();
    down.line("crash all");
    let mut kv = elected();
    kv.line("submit set x 5").line("settle");
    let mut broken = Stage::of(4);
    broken.line("break majority; elect s1; flush");
    vec![
        ("fresh", Stage::of(5)),
        ("alone", Stage::of(1)),
        ("elected", elected()),
        ("all down", down),
        ("log", with(elected(), "Tab")),
        ("empty log", with(Stage::of(3), "Tab")),
        ("message", with(begun(), "Tab Tab")),
        ("empty net", with(Stage::of(3), "Tab Tab")),
        ("kv", with(kv, "Tab Tab Tab")),
        ("why", with(elected(), "BackTab")),
        ("help", with(elected(), "?")),
        ("help of nothing", with(elected(), "? / qqqq Enter")),
        ("node details", with(elected(), "Enter")),
        ("message details", with(begun(), "Tab Tab j").with_details()),
        ("note", noted()),
        ("invariants", with(elected(), "S")),
        ("rules", with(elected(), "!")),
        ("alarm", broken),
        ("play", Stage::shipped("figure-8")),
        ("empty line", with(elected(), ":")),
        ("line", with(elected(), ": tick")),
        ("groups", with(elected(), "p")),
        ("search", with(elected(), "/")),
        ("search in the help", with(elected(), "? /")),
    ]
}

impl Stage {
    /// With the details of what is selected over the panes, though Enter means something else there.
    fn with_details(mut self) -> Self {
        self.desk
            .ui
            .open_overlay(granary::tui::scene::OverlayKind::Details);
        self
    }
}

/// Every key that is bound anywhere, and a few that are not.
fn keys() -> BTreeSet<Key> {
    let bound = BINDINGS
        .iter()
        .flat_map(|row| row.keys.iter().map(|(key, _)| *key));
    let free = [
        Key::char('z'),
        Key::char('é'),
        Key::char('x').with_alt(),
        Key::plain(KeyCode::Function(5)),
        Key::plain(KeyCode::Insert),
        Key::plain(KeyCode::Backspace),
        Key::ctrl('x'),
    ];
    bound.chain(free).collect()
}

#[test]
fn the_moments_are_of_every_mode() {
    let modes: BTreeSet<Mode> = moments()
        .into_iter()
        .map(|(_, stage)| granary::tui::compose::moment(&stage.desk.lab, &stage.desk.ui).mode())
        .collect();
    assert_eq!(modes.len(), Mode::ALL.len(), "{modes:?}");
}

#[test]
fn every_key_in_every_mode_does_something_or_says_why_not() {
    let mut mute = Vec::new();
    for (moment, mut stage) in moments() {
        for size in [(80, 24), (60, 20), (120, 40), (200, 60)] {
            stage.size = size;
            stage.desk.ui.answer = None;
            let before = stage.frame();
            for key in keys() {
                let is_edit = EDITS.iter().any(|(edit, _)| *edit == key);
                if stage.desk.ui.prompt.is_some() && is_edit {
                    continue;
                }
                let mut tried = Stage {
                    desk: stage.desk.clone(),
                    size,
                };
                let wish = tried.press(key);
                if wish == Wish::Nothing && tried.frame() == before {
                    mute.push(format!(
                        "{moment} {size:?} {}: {}",
                        name(key),
                        tried.answer()
                    ));
                }
            }
        }
    }
    assert!(mute.is_empty(), "{mute:#?}");
}

#[test]
fn what_a_key_answers_is_gone_with_the_next() {
    let mut stage = elected();
    stage.keys("r");
    assert_eq!(stage.answer(), "it is up: x kills it");
    stage.sees("it is up: x kills it").keys("Tab");
    stage.misses("it is up: x kills it").keys("r");
    stage.sees("it is up: x kills it").click_on("s3  ");
    stage.misses("it is up: x kills it");
}

#[test]
fn tab_goes_round_all_panes_and_back() {
    let mut stage = elected();
    let first = stage.frame();
    let mut frames = vec![first.clone()];
    for _ in 0..4 {
        stage.keys("Tab");
        let frame = stage.frame();
        assert!(!frames.contains(&frame));
        frames.push(frame);
    }
    stage.keys("Tab");
    assert_eq!(stage.desk.ui.focused(), granary::tui::scene::Pane::Nodes);
    for frame in frames.iter().skip(1).rev() {
        stage.keys("BackTab");
        assert_eq!(stage.desk.ui.focused(), {
            let mut panes = granary::tui::scene::Pane::ALL.iter().map(|row| row.0).rev();
            let place = frames
                .iter()
                .rev()
                .position(|had| had == frame)
                .unwrap_or(0);
            panes.nth(place).expect("five panes")
        });
    }
}

#[test]
fn digits_select_and_arrows_walk_the_nodes() {
    let mut stage = elected();
    stage.keys("4").sees(">s4").keys("j").sees(">s5").keys("j");
    stage
        .sees("there is nothing further that way")
        .keys("k k")
        .sees(">s3");
    stage.keys("9");
    assert_eq!(stage.answer(), "there is no s9: the cluster has 5 nodes");
    stage.keys("F").sees(">s1").keys("F");
    assert_eq!(stage.answer(), "the views follow already");
}

#[test]
fn the_help_is_searched_and_a_line_of_it_is_run() {
    let mut stage = elected();
    stage
        .keys("2 ?")
        .sees("Help")
        .keys("/ kill Enter")
        .sees("kill the selected node");
    stage.misses("restart the selected node").keys("Enter");
    stage.sees("s2  ✗ DOWN").misses("Help");
    stage.keys("? / kill Enter Enter");
    assert_eq!(stage.answer(), "it is already down: r restarts it");
    stage.keys("g Enter");
    assert_eq!(
        stage.answer(),
        "this is a heading: the lines below it can be run"
    );
    stage.keys("Esc Esc");
    assert_eq!(stage.answer(), "nothing is open to close: q quits");
}

#[test]
fn one_message_is_delivered_lost_doubled_delayed_and_held() {
    let mut stage = Stage::of(3);
    stage.keys("t e e Tab Tab");
    let flights = stage.view().flight_count();
    stage.keys("D");
    assert_eq!(
        stage.view().flight_count(),
        flights + 1,
        "{}",
        stage.shown()
    );
    stage.keys("d");
    assert_eq!(stage.view().flight_count(), flights);
    stage.sees("lost");
    let due = |stage: &Stage| {
        stage
            .view()
            .flights_by_arrival(0)
            .map(|flight| flight.due)
            .max()
    };
    let before = due(&stage);
    stage.keys("g > > >");
    assert!(due(&stage) > before, "{}", stage.shown());
    stage.keys("g o").sees("hold");
    assert!(stage.view().flights().any(|flight| flight.held));
    let held = stage.view().flights().position(|flight| flight.held);
    assert!(held.is_some());
    // The held ones stand behind those that will arrive.
    stage.keys("G o");
    assert!(
        stage.view().flights().all(|flight| !flight.held),
        "{}",
        stage.shown()
    );
    let flights = stage.view().flight_count();
    stage.keys("g Enter");
    assert!(stage.view().flight_count() != flights || stage.view().leader().is_some());
}

#[test]
fn details_tell_of_what_is_selected() {
    let mut stage = elected();
    stage.line("submit set x 5").line("tick");
    stage
        .keys("Enter")
        .sees("currentTerm")
        .sees("votedFor")
        .keys("Esc");
    stage
        .keys("Tab Enter")
        .sees("entry #2 of s1")
        .sees("set x=5")
        .keys("Esc");
    stage.keys("BackTab BackTab").sees("Why");
    stage
        .keys("Enter")
        .sees("the stamp")
        .sees("because")
        .keys("Esc");
    stage
        .line("settle")
        .keys("BackTab Enter")
        .sees("x")
        .sees("every")
        .keys("Esc");
}

#[test]
fn details_scroll_line_by_line() {
    let mut stage = elected();
    stage.keys("Enter").sees("currentTerm");
    let first = stage.frame();
    stage.keys("j");
    assert!(stage.frame() != first, "one line further");
    stage.keys("k");
    assert!(stage.frame() == first);
    stage.keys("G G");
    stage.sees("there is nothing further that way");
}

#[test]
fn a_paste_goes_into_the_line_and_only_there() {
    let mut stage = elected();
    stage.give(&Input::Paste("crash s1".to_owned()));
    assert_eq!(stage.answer(), "to paste, open the line first: press :");
    stage.keys(":");
    stage.give(&Input::Paste(
        "submit set \u{1b}[31m\u{202e} 5\ncrash s1".to_owned(),
    ));
    stage.sees("only the first line of what was pasted is here");
    stage.keys("Enter");
    assert!(stage.view().nodes().all(granary::cluster::NodeView::is_up));
}
