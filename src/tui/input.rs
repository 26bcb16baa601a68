//! What a person does at the terminal, as plain values: keys, pastes, clicks, a new size.
//!
//! Knows nothing of bytes, escape sequences or the library that draws; [`super::decode`] makes these values, and the
//! table of keys gives them a meaning.

/// One thing that came from the terminal.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Text pasted in one piece, at most [`PASTE_MAX`] bytes of it; what steers a terminal is still in it.
    Paste(String),
    /// The first button went down on the cell at this column and row, from 0.
    Click {
        /// Cells from the left.
        column: u16,
        /// Cells from the top.
        row: u16,
    },
    /// The wheel turned over the cell at this column and row, from 0.
    Wheel {
        /// Towards the top.
        up: bool,
        /// Cells from the left.
        column: u16,
        /// Cells from the top.
        row: u16,
    },
    /// The screen has a new size, in cells; everything must be drawn anew.
    Resize {
        /// In cells, after the cap.
        width: u16,
        /// In cells, after the cap.
        height: u16,
    },
    /// The program was suspended and goes on: everything must be drawn anew, and no time is made up for.
    Resumed {
        /// In cells, after the cap.
        width: u16,
        /// In cells, after the cap.
        height: u16,
    },
    /// The terminal's window has the person's attention again.
    FocusGained,
    /// The terminal's window has lost the person's attention.
    FocusLost,
}

/// The most bytes of one paste that are kept: the rest is dropped.
pub const PASTE_MAX: usize = 64 * 1024;

/// A key with what was held down with it. Shift is in the character itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Ctrl was held. A letter with Ctrl is always the small one.
    pub ctrl: bool,
    /// Alt was held, or Esc came right before it.
    pub alt: bool,
}

/// The keys that terminals can tell apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyCode {
    /// A character, never a control character.
    Char(char),
    /// F1 to F12.
    Function(u8),
    /// Enter, Return.
    Enter,
    /// Esc.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// The key that deletes to the left.
    Backspace,
    /// The key that deletes to the right.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

impl Key {
    /// The key alone.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
        }
    }

    /// A character's key alone.
    #[must_use]
    pub const fn char(letter: char) -> Self {
        Self::plain(KeyCode::Char(letter))
    }

    /// A letter's key with Ctrl.
    #[must_use]
    pub const fn ctrl(letter: char) -> Self {
        Self {
            code: KeyCode::Char(letter),
            ctrl: true,
            alt: false,
        }
    }

    /// The same key with Alt.
    #[must_use]
    pub const fn with_alt(self) -> Self {
        Self { alt: true, ..self }
    }
}
