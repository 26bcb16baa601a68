//! The only wet room of the glass: the terminal itself, its bytes, its signals, and real time.
//!
//! ```text
//!   bytes ──▶ reader thread ──┐
//!                             ├──▶ one bounded channel ──▶ Screen::next_event ──▶ plain Input values
//!   signals ▶ signal thread ──┘                            Screen::draw ──────────▶ one write a frame
//! ```
//!
//! The main loop sleeps in [`Screen::next_event`] until something comes or the next tick is due, so nothing wakes while
//! the cluster is paused, and no signal goes unheard: the library's own reader is not used, because it sleeps through
//! signals, spins where the terminal is gone, and can block on half a sequence.
//!
//! Whatever happens, the terminal is left as it was found, once: see [`guard`]. Where the main loop does not end within
//! [`signals::GRACE`] of being told to, the signal thread does it. Where nobody reads the terminal, the main loop waits
//! in its write and the cluster's clock stands still with it: nothing is gathered meanwhile.
//!
//! Knows nothing of clusters, panes or what a key means. Read [`screen`] next.

pub mod clock;
pub mod files;
pub mod guard;
mod line;
pub mod panics;
pub mod reader;
mod sabotage;
pub mod screen;
pub mod signals;

pub use clock::Clock;
pub use panics::install_panic_hook;
pub use screen::Screen;
pub use signals::Ending;

use super::surroundings::Surroundings;
use std::fmt;
use std::io::{self, IsTerminal};

/// Why no window can be opened here; its text is the one sentence for the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoTerminal {
    /// Keys would have to come from a file or a pipe.
    Input,
    /// The window would have to be drawn into a file or a pipe.
    Output,
    /// `TERM` is empty or `dumb`.
    Dumb,
}

impl fmt::Display for NoTerminal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self {
            Self::Input => "standard input is not a terminal",
            Self::Output => "standard output is not a terminal",
            Self::Dumb => "TERM says that this terminal cannot move a cursor",
        };
        write!(
            f,
            "{why}, so no window can open: `granary-tui run FILE.play` runs a play without one, `--trace`, `--state` \
             and `--json` behind `run` print what happens, and `granary-tui plays` lists the plays there are"
        )
    }
}

impl std::error::Error for NoTerminal {}

/// Whether a window can be opened: standard input and output are a terminal that can move a cursor. Writes nothing.
pub fn check_terminal(surroundings: &Surroundings) -> Result<(), NoTerminal> {
    if !io::stdin().is_terminal() {
        Err(NoTerminal::Input)
    } else if !io::stdout().is_terminal() {
        Err(NoTerminal::Output)
    } else if !surroundings.can_move_a_cursor() {
        Err(NoTerminal::Dumb)
    } else {
        Ok(())
    }
}

/// The environment's variables that speak of the terminal; what is not UTF-8 counts as not set.
#[must_use]
pub fn read_surroundings() -> Surroundings {
    let read = |name| std::env::var(name).ok();
    Surroundings {
        no_color: read("NO_COLOR"),
        colorterm: read("COLORTERM"),
        term: read("TERM"),
        lc_all: read("LC_ALL"),
        lc_ctype: read("LC_CTYPE"),
        lang: read("LANG"),
    }
}
