//! More input than any person gives: keys held down, pastes without brackets, storms of sizes, and every key in every
//! mode. Whatever comes, a frame can be drawn, and the next key is heard.

use crate::stage::Stage;
use granary::ids::Tick;
use granary::tui::decode::Decoder;
use granary::tui::input::{Input, Key, KeyCode};
use granary::tui::keymap::{BINDINGS, Mode};
use granary::tui::prompt::LINE_MAX;
use granary::tui::update::Wish;

/// A thousand keys a second, a minute long.
const HELD_DOWN: usize = 60_000;

#[test]
fn a_key_held_down_for_a_minute_is_so_many_keys_and_no_more() {
    let mut stage = Stage::of(3);
    for _ in 0..HELD_DOWN {
        stage.press(Key::char('s'));
    }
    assert_eq!(stage.view().now(), Tick(HELD_DOWN as u64));
    stage.sees("s1");
    for key in [
        'j', 'k', 'l', 'h', '+', '-', 'e', 'b', 'x', 'r', 'H', 'P', 'F', 'm',
    ] {
        for _ in 0..2_000 {
            stage.press(Key::char(key));
        }
        stage.press(Key::plain(KeyCode::Esc));
        stage.shown();
    }
    for code in [
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::PageDown,
    ] {
        for _ in 0..2_000 {
            stage.press(Key::plain(code));
        }
        stage.shown();
    }
}

/// Feeds bytes as a terminal sends them, in pieces, with a frame now and then.
fn typed(stage: &mut Stage, bytes: &[u8]) {
    let (mut decoder, mut inputs) = (Decoder::new(), Vec::new());
    for piece in bytes.chunks(4096) {
        decoder.feed(piece, &mut inputs);
        for input in inputs.drain(..) {
            if stage.give(&input) == Wish::Quit {
                stage.desk.ui.overlay = None;
            }
        }
        stage.shown();
    }
    decoder.settle(&mut inputs);
    for input in inputs {
        stage.give(&input);
    }
    stage.work_off();
}

#[test]
fn a_paste_without_brackets_is_typed_and_a_line_stays_within_its_bound() {
    let mut stage = Stage::of(3);
    stage.press(Key::char(':'));
    typed(&mut stage, &vec![b'x'; 256 << 10]);
    let text = stage
        .desk
        .ui
        .prompt
        .as_ref()
        .expect("the line is open")
        .text()
        .len();
    assert!(text <= LINE_MAX, "a line of {text} bytes");
    stage.shown();
    stage.press(Key::plain(KeyCode::Esc));
    assert!(stage.desk.ui.prompt.is_none());
}

#[test]
fn a_bracketed_paste_of_ten_mebibytes_fills_the_line_to_its_bound() {
    let mut stage = Stage::of(3);
    stage.press(Key::char(':'));
    let paste = format!(
        "\u{1b}[200~{}\u{1b}[201~",
        "tick 5; ".repeat((10 << 20) / 8)
    );
    typed(&mut stage, paste.as_bytes());
    let text = stage
        .desk
        .ui
        .prompt
        .as_ref()
        .expect("the line is open")
        .text()
        .len();
    assert!(text <= LINE_MAX, "a line of {text} bytes");
    assert_eq!(stage.view().now(), Tick(0), "a paste is not run");
}

#[test]
fn the_corpus_of_keys_leaves_a_window_that_hears() {
    for case in crate::bad_input::corpus("keys") {
        for opening in ["", "?", ":", "Enter", "B", "w"] {
            let mut stage = Stage::of(3);
            stage.keys(opening);
            typed(&mut stage, &case.bytes);
            stage.shown();
            stage.keys("Esc Esc Esc Esc");
            let before = stage.view().now();
            stage.desk.ui.is_running = false;
            stage.keys("F s");
            assert!(
                stage.view().now() > before,
                "{} behind {opening:?}",
                case.name
            );
        }
    }
}

#[test]
fn a_thousand_sizes_in_a_row_end_in_the_last_one() {
    let mut stage = Stage::of(5);
    stage.line("tick 30; submit set x 5; tick 5");
    let first = stage.sized(80, 24).shown_at((80, 24));
    let mut stage = first.1;
    for place in 0..1000_u16 {
        let size = (place.wrapping_mul(37) % 300, place.wrapping_mul(91) % 90);
        stage.give(&Input::Resize {
            width: size.0,
            height: size.1,
        });
        stage.size = size;
        stage.shown();
    }
    assert_eq!(stage.shown_at((80, 24)).0, first.0);
}

impl Stage {
    fn shown_at(mut self, size: (u16, u16)) -> (String, Self) {
        self.size = size;
        (self.shown(), self)
    }
}

/// A window in each mode.
fn in_mode(mode: Mode, overlay: &str) -> Stage {
    let mut stage = match mode {
        Mode::Note => Stage::shipped("figure-8"),
        // Two of four are enough there, and the first vote of another rings an alarm.
        Mode::Alarm => Stage::playing("cluster 4\nset election off\nbreak majority\n"),
        _ => Stage::of(3),
    };
    let keys = match mode {
        Mode::Panes => "t",
        Mode::Message => "t Tab Tab",
        Mode::Overlay => overlay,
        Mode::Note => "",
        Mode::Safety => ": safety Enter",
        Mode::Rules => ": rules Enter",
        Mode::Alarm => ": partition s1 s2 | s3 s4; elect s1; flush Enter",
        Mode::Prompt => ":",
    };
    stage.keys(keys);
    stage
}

#[test]
fn every_key_in_every_mode_leaves_a_frame() {
    let keys: Vec<Key> = BINDINGS
        .iter()
        .flat_map(|row| row.keys.iter().map(|(key, _)| *key))
        .chain((1..=12).map(|number| Key::plain(KeyCode::Function(number))))
        .chain(('!'..='~').map(Key::char))
        .chain(('a'..='z').map(Key::ctrl))
        .chain(('a'..='z').map(|letter| Key::char(letter).with_alt()))
        .chain(
            [
                KeyCode::Insert,
                KeyCode::Delete,
                KeyCode::Home,
                KeyCode::End,
            ]
            .map(Key::plain),
        )
        .collect();
    for mode in Mode::ALL {
        for overlay in ["?", "Enter", "B", "t w"] {
            for key in &keys {
                let mut stage = in_mode(mode, overlay);
                stage.press(*key);
                stage.shown();
                stage.press(*key);
                stage.shown();
            }
            if mode != Mode::Overlay {
                break;
            }
        }
    }
}
