//! The door: words in, exit code out. Everything that the words mean is in [`cli`].

mod cli;

use granary::tui::terminal;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Before anything else, so that no panic speaks raw or leaves the terminal touched.
    terminal::install_panic_hook();
    ExitCode::from(cli::obey(std::env::args_os()))
}
