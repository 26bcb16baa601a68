//! The last line: the keys that do something now. Draws one line; what they are is the scene's matter.

use crate::tui::pen::{Pen, columns};
use crate::tui::scene::Hint;
use crate::tui::theme::{BOLD, PLAIN, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the hints that fit whole, the last ones left out first.
pub fn draw(hints: &[Hint], theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let mut pen = Pen::on(buffer, area, 0, theme);
    pen.skip(1);
    for hint in hints {
        let takes = columns(&hint.key) + 1 + columns(&hint.label);
        if takes > pen.room() {
            break;
        }
        pen.text(&hint.key, BOLD)
            .skip(1)
            .text(&hint.label, PLAIN)
            .skip(2);
    }
}
