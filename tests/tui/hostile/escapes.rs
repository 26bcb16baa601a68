//! The escape corpus in every text that comes from outside, through every pane, overlay and line, to a terminal's bytes:
//! nothing is asked of the terminal, and every character stands in its own cell.

use crate::bad_input::corpus;
use crate::stage::Stage;
use crate::terminal::{REPLACEMENT, having_read, steers};
use granary::cluster::Setup;
use granary::cluster::action::{Action, Asked, Request};
use granary::lab::lab::OpenPlay;
use granary::play::statement::Place;
use granary::play::{Deed, Play, Statement};
use granary::tui::compose::compose;
use granary::tui::draw::draw;
use granary::tui::input::{Input, Key, KeyCode};
use granary::tui::pen::columns;
use granary::tui::print::frame_lines;
use granary::tui::theme::{ColorDepth, Theme};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (60, 20)];

/// A play in which this is the title, the note, a key, a value and the file's name.
fn play_of(bytes: &[u8]) -> OpenPlay {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let statement = |what| Statement {
        place: Place::START,
        what,
    };
    let set = |key: &[u8], value: &[u8]| {
        statement(Deed::act(Action::Submit(
            Asked::Leader,
            Request::Set {
                key: key.into(),
                value: value.into(),
            },
        )))
    };
    OpenPlay {
        name: text.clone(),
        play: Play {
            title: Some(text.clone()),
            about: Some(text.clone()),
            setup: Setup {
                nodes: 3,
                ..Setup::default()
            },
            statements: vec![
                statement(Deed::act(Action::Tick(30))),
                set(bytes, bytes),
                set(b"x", bytes),
                set(bytes, b"x"),
                statement(Deed::act(Action::Tick(10))),
                set(bytes, bytes),
                statement(Deed::Note(text.into())),
                statement(Deed::act(Action::Submit(
                    Asked::Leader,
                    Request::Get { key: bytes.into() },
                ))),
            ],
        },
    }
}

/// Draws the frame as the window does, and holds what a terminal then shows against what was drawn.
fn check(stage: &mut Stage, what: &str) {
    let size = stage.size;
    let layout = stage.layout();
    let scene = compose(&stage.desk.lab, &stage.desk.ui, &layout);
    let theme = Theme::new(ColorDepth::Many, false);
    let options = TerminalOptions {
        viewport: Viewport::Fixed(Rect::new(0, 0, size.0, size.1)),
    };
    let mut bytes = Vec::new();
    let backend = CrosstermBackend::new(&mut bytes);
    let mut terminal = Terminal::with_options(backend, options).expect("bytes can be written");
    let frame = terminal
        .draw(|frame| draw(&scene, &layout, &theme, frame.buffer_mut()))
        .expect("bytes can be written");
    let drawn = frame.buffer.clone();
    drop(terminal);
    let seen = having_read(&bytes, size);
    assert!(
        seen.callbacks().0.is_empty(),
        "{what}: {:?}",
        seen.callbacks()
    );
    let mut covered = 0;
    for row in 0..size.1 {
        for column in 0..size.0 {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let symbol = drawn[(column, row)].symbol();
            assert!(!symbol.contains(steers), "{what}: {symbol:?}");
            covered = columns(symbol).saturating_sub(1);
            let cell = seen
                .screen()
                .cell(row, column)
                .expect("it is on the screen");
            let wanted = symbol.chars().next();
            let wanted = wanted.map(|letter| {
                if letter == '\u{fffd}' {
                    REPLACEMENT
                } else {
                    letter
                }
            });
            let found = cell.contents().chars().next();
            let is_same = wanted == found || (wanted == Some(' ') && found.is_none());
            assert!(
                is_same,
                "{what}: cell {column},{row} is {found:?}, not {wanted:?}"
            );
        }
    }
    check_printed(stage, what);
}

/// The same frame as `--print` writes it.
fn check_printed(stage: &mut Stage, what: &str) {
    let theme = Theme::new(ColorDepth::Many, false);
    let lines = frame_lines(&mut stage.desk, stage.size, &theme, true);
    let seen = having_read(lines.join("\r\n").as_bytes(), stage.size);
    assert!(
        seen.callbacks().0.is_empty(),
        "{what}: {:?}",
        seen.callbacks()
    );
    for line in frame_lines(&mut stage.desk, stage.size, &theme, false) {
        assert!(!line.contains(steers), "{what}: {line:?}");
    }
}

fn paste(stage: &mut Stage, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    stage.give(&Input::Paste(text));
}

#[test]
fn no_text_of_a_play_reaches_the_terminal_as_anything_but_text() {
    for case in corpus("escapes") {
        let mut stage = Stage::at_play(play_of(&case.bytes));
        for size in SIZES {
            stage.size = size;
            check(&mut stage, &format!("{}, introduced", case.name));
        }
        stage.keys("Esc . . . . . .");
        for size in SIZES {
            stage.size = size;
            for pane in 0..5 {
                for keys in ["", "Enter", "w"] {
                    stage.keys(keys);
                    check(&mut stage, &format!("{}, pane {pane} {keys}", case.name));
                    stage.keys("Esc Esc");
                }
                stage.keys("Tab");
            }
        }
        stage.keys(".");
        check(&mut stage, &format!("{}, noted", case.name));
        stage.keys("Enter . B");
        check(&mut stage, &format!("{}, branches", case.name));
    }
}

#[test]
fn no_text_that_is_typed_or_pasted_does_either() {
    for case in corpus("escapes") {
        for (opening, lead) in [
            (":", ""),
            (":", "crash "),
            (":", "submit set "),
            (":", "note \""),
            (":", "mark "),
            ("f", ""),
            ("/", ""),
            ("c", ""),
            ("p", ""),
            ("'", ""),
            ("m", ""),
            ("W", ""),
            ("? /", ""),
        ] {
            let mut stage = Stage::of(3);
            stage.line("tick 20").keys("BackTab").keys(opening);
            paste(&mut stage, lead.as_bytes());
            paste(&mut stage, &case.bytes);
            let what = format!("{}, behind {opening} {lead}", case.name);
            check(&mut stage, &what);
            stage.press(Key::plain(KeyCode::Enter));
            check(&mut stage, &format!("{what}, entered"));
            stage.press(Key::plain(KeyCode::Tab));
            check(&mut stage, &format!("{what}, completed"));
        }
    }
}
