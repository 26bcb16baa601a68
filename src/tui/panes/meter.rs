//! A majority as it is gathered, in one line: `votes s1 s2 · · ·  2 of 3`. Draws.

use crate::ids::NodeId;
use crate::tui::pen::Pen;
use crate::tui::scene::Meter;
use crate::tui::theme::{BOLD, DIM, PLAIN, Theme};

/// Draws the meter: a name for each one that is there, a dot for each one that is not, and how many of those needed.
pub fn draw(meter: &Meter, theme: &Theme, pen: &mut Pen<'_>) {
    pen.text(meter.of.lead(), PLAIN);
    for slot in 0..meter.members {
        let node = NodeId::at_slot(slot);
        pen.repeat(' ', 1, PLAIN);
        if meter.has.contains(node) {
            pen.text("s", BOLD).count(node.0, BOLD);
        } else {
            pen.symbol(theme.symbols.missing, DIM);
        }
    }
    pen.repeat(' ', 2, PLAIN)
        .count(meter.has.len() as u64, BOLD)
        .text(" of ", PLAIN)
        .count(meter.needed as u64, PLAIN)
        .text(meter.of.unit(), PLAIN);
}

/// Columns that it takes, in a cluster of single digits.
#[must_use]
pub fn width(meter: &Meter) -> u16 {
    let words = meter.of.lead().len() + meter.of.unit().len() + "  2 of 3".len();
    let names = 2 * meter.members + meter.has.len();
    u16::try_from(words + names).unwrap_or(u16::MAX)
}
