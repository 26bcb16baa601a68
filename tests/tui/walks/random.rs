//! A person who presses anything: seeded walks of keys, clicks, pastes and sizes over clusters and plays. Whatever comes,
//! the window stands, and what it draws is a function of its state.

use crate::picture::drawn;
use crate::stage::{SLICE, Stage};
use granary::dice::{Dice, Purpose};
use granary::lab::SHIPPED;
use granary::tui::compose::compose;
use granary::tui::input::{Input, Key, KeyCode};
use granary::tui::keymap::BINDINGS;
use granary::tui::theme::{ColorDepth, Theme};
use granary::tui::update::Wish;

/// How many inputs a walk has.
const STEPS: usize = 2000;

/// Lines that a person, or a paste, may bring.
const LINES: [&str; 16] = [
    "submit set x 5",
    "submit set \"\\e[31m\" \"\\xff\\x00\\n\"",
    "submit set \u{202e}key \u{1b}]0;owned\u{7}",
    "submit set 日本語のキー 値値値値値値値値値値値値値値値値値値値値値値値値値値値値値値値値値値値",
    "submit set a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} e\u{301}",
    "submit set \"\" \"\"",
    "submit get x; submit del x",
    "load 2",
    "note \"a note \u{202e} of \u{1b}[2J two\nlines\"",
    "crash leader; tick 30",
    "partition s1 | s2",
    "set loss 20; set duplicate 20; set delay 1..9",
    "wipe s1",
    "expect leader s9",
    "tick 200",
    "crash all; restart all",
];

const SIZES: [(u16, u16); 8] = [
    (60, 20),
    (80, 24),
    (120, 40),
    (40, 12),
    (39, 11),
    (1, 1),
    (130, 45),
    (79, 23),
];

struct Walk {
    stage: Stage,
    dice: Dice,
}

impl Walk {
    fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).expect("a small number");
        usize::try_from(self.dice.range(0..=count - 1)).expect("a small number")
    }

    fn cell(&mut self, most: u16) -> u16 {
        u16::try_from(self.below(usize::from(most) + 2)).expect("a screen is small")
    }

    fn key(&mut self) -> Key {
        if self.below(5) == 0 {
            let letters = ['z', 'é', '本', '\u{301}', '\u{200b}', '"', '0', 's', ';'];
            return Key::char(letters[self.below(letters.len())]);
        }
        let row = &BINDINGS[self.below(BINDINGS.len())];
        row.keys[self.below(row.keys.len())].0
    }

    fn input(&mut self) -> Input {
        let (width, height) = self.stage.size;
        match self.below(20) {
            0 => {
                let (column, row) = (self.cell(width), self.cell(height));
                Input::Wheel {
                    up: self.below(2) == 0,
                    column,
                    row,
                }
            }
            1..=3 => Input::Click {
                column: self.cell(width),
                row: self.cell(height),
            },
            4 => Input::Paste(LINES[self.below(LINES.len())].to_owned()),
            5 => Input::FocusLost,
            _ => Input::Key(self.key()),
        }
    }

    fn step(&mut self) {
        if self.below(12) == 0 {
            self.stage.size = if self.below(2) == 0 {
                SIZES[self.below(SIZES.len())]
            } else {
                (1 + self.cell(128), 1 + self.cell(43))
            };
        }
        if self.below(15) == 0 {
            let line = LINES[self.below(LINES.len())];
            for input in [
                Input::Key(Key::plain(KeyCode::Esc)),
                Input::Key(Key::char(':')),
                Input::Paste(line.to_owned()),
                Input::Key(Key::plain(KeyCode::Enter)),
            ] {
                self.stage.give(&input);
            }
        }
        let input = self.input();
        let wish = self.stage.give(&input);
        assert!(wish == Wish::Nothing || matches!(input, Input::Key(_)));
        if self.stage.desk.ui.is_running {
            self.stage.desk.pass_ticks(1);
        }
        for _ in 0..self.below(4) {
            self.stage.desk.work(SLICE);
        }
        // A flood of messages makes every further step slow, and shows nothing new.
        if self.stage.view().flight_count() > 3000 {
            self.stage.desk.lab.start_over();
        }
    }

    fn check(&mut self) {
        let (width, height) = self.stage.size;
        let frame = self.stage.frame();
        assert_eq!((frame.area.width, frame.area.height), (width, height));
        for cell in &frame.content {
            let symbol = cell.symbol();
            assert!(!symbol.chars().any(is_harmful), "{symbol:?}");
        }
        let layout = self.stage.layout();
        let theme = Theme::new(ColorDepth::Many, false);
        let scene = compose(&self.stage.desk.lab, &self.stage.desk.ui, &layout);
        let again = compose(&self.stage.desk.lab, &self.stage.desk.ui, &layout);
        assert!(scene == again);
        assert!(
            drawn(&again, &layout, &theme) == frame,
            "a frame is a function of the state"
        );
    }
}

fn is_harmful(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

fn walk(stage: Stage, seed: u64) {
    let mut walk = Walk {
        stage,
        dice: Dice::new(seed, Purpose::Network, 0, 0),
    };
    for _ in 0..STEPS {
        walk.step();
        walk.check();
    }
}

#[test]
fn any_keys_on_one_node() {
    walk(Stage::of(1), 1);
}

#[test]
fn any_keys_on_three_nodes() {
    walk(Stage::of(3), 3);
}

#[test]
fn any_keys_on_five_nodes() {
    walk(Stage::of(5), 5);
}

#[test]
fn any_keys_on_seven_nodes() {
    walk(Stage::of(7), 7);
}

#[test]
fn any_keys_on_nine_nodes() {
    walk(Stage::of(9), 9);
}

#[test]
fn any_keys_on_the_shipped_plays() {
    for (seed, play) in (100..).zip(SHIPPED) {
        walk(Stage::shipped(play.name), seed);
    }
}
