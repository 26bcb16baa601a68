//! What is left to say behind a panic: the words of the panic, where what was done is saved, and how to do it again.
//!
//! All of it goes to standard error, behind the restored terminal. How the deeds are spelled is in
//! `granary::lab::saving`.

use super::output::complain;
use granary::lab::Lab;
use granary::lab::saving::{in_shell_quotes, wreck};
use granary::tui::terminal::{files, panics};

/// The name of the play that is saved, where it is free.
const NAME: &str = "granary-bug";

/// Saves what was done, and says how to do it again.
pub fn tell(lab: &Lab) {
    panics::speak();
    let wreck = wreck(lab);
    let saved = files::write_beside_others(NAME, &wreck.play);
    match &saved {
        Ok(name) => complain(&format!("granary-tui: what was done is saved as {name}")),
        Err(error) => complain(&format!("granary-tui: what was done is not saved: {error}")),
    }
    let at_the_file = |name| format!("granary-tui {} --at end", in_shell_quotes(name));
    if let Some(line) = wreck
        .line
        .or_else(|| saved.as_deref().ok().map(at_the_file))
    {
        complain("granary-tui: this does it again:");
        complain(&line);
    }
}
