//! A window without a terminal: keys, clicks and pastes in, the drawn frame out, exactly as the window's loop does it.
//!
//! `keys("t e e : submit set x 5 Enter")` presses what a person would: words are typed letter by letter, with blanks
//! between them while a line is open; names such as `Enter` and `Ctrl-L` are keys.

use crate::picture::{drawn, text};
use granary::cluster::{ClusterView, Setup};
use granary::ids::NodeId;
use granary::lab::lab::OpenPlay;
use granary::lab::{Lab, shipped_play};
use granary::play::parse_play;
use granary::tui::compose::compose;
use granary::tui::input::{Input, Key, KeyCode};
use granary::tui::layout::Layout;
use granary::tui::theme::{ColorDepth, Theme};
use granary::tui::update::{Desk, Wish};
use ratatui::buffer::Buffer;

/// As many steps as the window's loop does at once.
pub const SLICE: usize = 1000;
/// More slices than anything here takes but what is to be stopped.
const SLICES_MAX: usize = 10_000;

/// The keys by their names.
const NAMED: [(&str, KeyCode); 16] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("BackTab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("F1", KeyCode::Function(1)),
    ("space", KeyCode::Char(' ')),
];

/// A desk on a screen of some size.
pub struct Stage {
    /// What the keys work on.
    pub desk: Desk,
    /// Columns and rows.
    pub size: (u16, u16),
}

impl Stage {
    /// A new cluster of so many nodes, at 80x24.
    pub fn of(nodes: u64) -> Self {
        Self::at(Lab::new(Setup {
            nodes,
            ..Setup::default()
        }))
    }

    /// A play that comes with the program, open.
    pub fn shipped(name: &str) -> Self {
        Self::playing(shipped_play(name).expect("it comes with the program").text)
    }

    /// A play, open.
    pub fn playing(text: &str) -> Self {
        let play = parse_play(text).expect("the play can be read");
        let name = play.title.clone().unwrap_or_default();
        Self::at(Lab::open(OpenPlay { name, play }))
    }

    /// A play that was made, open.
    pub fn at_play(open: OpenPlay) -> Self {
        Self::at(Lab::open(open))
    }

    fn at(lab: Lab) -> Self {
        Self {
            desk: Desk::new(lab),
            size: (80, 24),
        }
    }

    /// The same on a screen of another size.
    pub fn sized(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    /// The cluster.
    pub fn view(&self) -> ClusterView<'_> {
        self.desk.lab.view()
    }

    /// The node that leads in the highest term.
    pub fn leader(&self) -> NodeId {
        self.view().leader().expect("somebody leads")
    }

    /// One input, and the slice of work that follows it.
    pub fn give(&mut self, input: &Input) -> Wish {
        let layout = self.layout();
        let wish = self.desk.update(input, &layout);
        self.desk.work(SLICE);
        wish
    }

    /// A key, and all the work that follows it.
    pub fn press(&mut self, key: Key) -> Wish {
        let wish = self.give(&Input::Key(key));
        self.work_off();
        wish
    }

    /// All that can be worked off.
    pub fn work_off(&mut self) {
        for _ in 0..SLICES_MAX {
            if !self.desk.has_work() {
                return;
            }
            self.desk.work(SLICE);
        }
        panic!("there is no end to it");
    }

    /// Keys, as a person would name them.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for word in keys.split_whitespace() {
            if let Some(key) = named(word) {
                self.press(key);
                continue;
            }
            let typed = self
                .desk
                .ui
                .prompt
                .as_ref()
                .map(granary::tui::prompt::Prompt::text);
            if typed.is_some_and(|text| !text.is_empty() && !text.ends_with(' ')) {
                self.press(Key::char(' '));
            }
            for letter in word.chars() {
                self.press(Key::char(letter));
            }
        }
        self
    }

    /// A line of the language, typed and run.
    pub fn line(&mut self, line: &str) -> &mut Self {
        self.press(Key::char(':'));
        self.give(&Input::Paste(line.to_owned()));
        self.press(Key::plain(KeyCode::Enter));
        self
    }

    /// The first button on the cell where a text stands on the screen.
    pub fn click_on(&mut self, words: &str) -> &mut Self {
        let (column, row) = self.place_of(words);
        self.give(&Input::Click { column, row });
        self.work_off();
        self
    }

    /// Where a text stands on the screen, in cells.
    pub fn place_of(&mut self, words: &str) -> (u16, u16) {
        let shown = self.shown();
        let found = shown.lines().enumerate().find_map(|(row, line)| {
            let byte = line.find(words)?;
            Some((line[..byte].chars().count(), row))
        });
        let (column, row) = found.unwrap_or_else(|| panic!("no `{words}` on:\n{shown}"));
        let cell = |place: usize| u16::try_from(place).expect("a screen is small");
        (cell(column), cell(row))
    }

    /// So many ticks that pass by themselves.
    pub fn pass(&mut self, ticks: usize) {
        for _ in 0..ticks {
            self.desk.pass_ticks(1);
            self.work_off();
        }
    }

    /// The layout of the next frame.
    pub fn layout(&mut self) -> Layout {
        self.desk.arrange(self.size.0, self.size.1)
    }

    /// The frame.
    pub fn frame(&mut self) -> Buffer {
        let layout = self.layout();
        let scene = compose(&self.desk.lab, &self.desk.ui, &layout);
        drawn(&scene, &layout, &Theme::new(ColorDepth::Many, false))
    }

    /// The frame's text.
    pub fn shown(&mut self) -> String {
        text(&self.frame())
    }

    /// The line of the frame that begins, behind its border and mark, with these words.
    pub fn row(&mut self, words: &str) -> String {
        let shown = self.shown();
        let bare = |line: &&str| {
            line.trim_start_matches(['│', '┃', ' ', '>'])
                .starts_with(words)
        };
        let found = shown.lines().find(bare);
        found
            .unwrap_or_else(|| panic!("no row `{words}` on:\n{shown}"))
            .to_owned()
    }

    /// These words are on the screen.
    #[track_caller]
    pub fn sees(&mut self, words: &str) -> &mut Self {
        let shown = self.shown();
        assert!(shown.contains(words), "no `{words}` on:\n{shown}");
        self
    }

    /// These words are not on the screen.
    #[track_caller]
    pub fn misses(&mut self, words: &str) -> &mut Self {
        let shown = self.shown();
        assert!(!shown.contains(words), "`{words}` on:\n{shown}");
        self
    }

    /// The answer to the last key; empty where there is none.
    pub fn answer(&self) -> String {
        let answer = self.desk.ui.answer.as_ref();
        answer.map_or(String::new(), |line| line.text.clone())
    }
}

fn named(word: &str) -> Option<Key> {
    if let Some(letter) = word.strip_prefix("Ctrl-") {
        let letter = letter.chars().next().expect("a letter behind Ctrl-");
        return Some(Key::ctrl(letter.to_ascii_lowercase()));
    }
    let found = NAMED.iter().find(|(name, _)| *name == word);
    found.map(|(_, code)| Key::plain(*code))
}
