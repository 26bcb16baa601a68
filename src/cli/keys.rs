//! The keys of the window as plain text, from the window's own table.
//!
//! Knows no key by itself; they are in `granary::tui::keymap`.

use super::pages::{HELP_COLUMNS, wrapped};
use granary::tui::keymap::{BINDINGS, Binding, Group};
use std::fmt::Write as _;

/// How far names of keys stand in, and how wide their column is.
const INDENT: usize = 4;
const NAME_COLUMNS: usize = 16;

/// The bindings under each heading, in the order of the help.
pub fn by_group() -> impl Iterator<Item = (&'static str, Vec<&'static Binding>)> {
    Group::ALL.into_iter().map(|(group, title)| {
        let rows = BINDINGS.iter().filter(|row| row.group == group);
        (title, rows.collect())
    })
}

/// Every key with what it does, by heading, one line each.
pub fn list() -> String {
    let mut text = String::from("Keys:\n");
    for (title, rows) in by_group() {
        let _ = writeln!(text, "  {title}");
        for row in rows {
            let mut name = row.shown();
            for line in wrapped(row.sentence, HELP_COLUMNS - INDENT - NAME_COLUMNS) {
                let _ = writeln!(text, "{:INDENT$}{name:NAME_COLUMNS$}{line}", "");
                name.clear();
            }
        }
    }
    text
}
