//! What the words on the command line ask for, and the exit code they lead to.
//!
//! ```text
//!   words ──▶ options ──▶ Wish ──▶ window         a play, or a cluster, on the screen
//!                              ├─▶ headless       plays without one: a line a file, traces, states
//!                              ├─▶ wal            what a write-ahead log file holds
//!                              ├─▶ find           the shortest way to a condition, as a play
//!                              ├─▶ fuzz           random runs, and plays of what they find
//!                              └─▶ pages, manual  the list of plays, completions, the manual
//! ```
//!
//! Plays are read in [`sources`], whether file, standard input, shipped or on the line. All that is printed passes
//! [`output`]; what is saved behind a panic, [`wreck`]. Knows nothing of Raft; `granary::lab` is what it works with. Read [`options`] next.

mod find;
mod findings;
mod fuzz;
mod fuzz_help;
mod headless;
mod image;
mod keys;
mod manual;
mod options;
mod output;
mod pages;
mod progress;
mod report;
mod schema;
mod sources;
mod wal;
mod wal_words;
mod window;
mod wreck;

use options::Wish;
use std::ffi::OsString;

/// Fine: everything held, or the window was quit.
const FINE: u8 = 0;
/// An expectation did not hold, the budget of work was spent, nothing was found, a random run rang an alarm, or a file
/// is damaged.
const FAILED: u8 = 1;
/// An option or a file is wrong, or there is no terminal.
const WRONG_USE: u8 = 2;

/// Does what the words ask for; gives the exit code.
pub fn obey(words: impl Iterator<Item = OsString>) -> u8 {
    let wish = match options::read(words) {
        Ok(wish) => wish,
        Err(answer) => return answer.give(),
    };
    let done = match wish {
        Wish::Window(wish) => window::open(&wish),
        Wish::Run(wish) => Ok(headless::run(&wish)),
        Wish::Wal(wish) => Ok(wal::show(&wish)),
        Wish::Find(wish) => find::find(&wish),
        Wish::Fuzz(wish) => fuzz::run(&wish),
        Wish::Plays => pages::list_plays(),
        Wish::Completions(shell) => Ok(pages::print_completions(shell)),
        Wish::Manual => manual::print(),
    };
    done.unwrap_or_else(|error| {
        output::complain(&format!("granary-tui: {error:#}"));
        WRONG_USE
    })
}
