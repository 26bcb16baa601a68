//! A table over the panes, and below it the row under the cursor in full. Draws; what the rows say is the scene's.

use crate::tui::frame::Margin;
use crate::tui::layout::windows::{TableWindow, overlay_lines};
use crate::tui::panes::note::draw_wrapped;
use crate::tui::pen::Pen;
use crate::tui::scene::{TableLine, TableScene};
use crate::tui::theme::{BOLD, DIM, LOUD, PLAIN, REVERSED, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The least columns of what a row says; where fewer are left, its short fact gives way.
const SAID_WIDTH_MIN: u16 = 24;

/// Draws the rows, the one under the cursor in full, and what the keys do.
pub fn draw(pane: &TableScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let window = TableWindow::of(area);
    for (row, (place, line)) in (0..window.rows.height).zip((0..).zip(&pane.lines)) {
        let mut pen = Pen::on(buffer, window.rows, row, theme);
        draw_line(line, pane, pane.cursor == Some(place), &mut pen);
    }
    draw_wrapped(&pane.full, PLAIN, theme, window.full, buffer);
    Pen::on(buffer, area, overlay_lines(area).height, theme)
        .skip(1)
        .text(pane.keys, DIM);
}

fn draw_line(line: &TableLine, pane: &TableScene, under_cursor: bool, pen: &mut Pen<'_>) {
    let base = if under_cursor { REVERSED } else { PLAIN };
    let [mark, name, fact] = pane.widths;
    // Reversed twice is plain: under the cursor, being loud is left to the words.
    let loud = match (line.loud, under_cursor) {
        (true, false) => LOUD,
        (true, true) => base.patch(BOLD),
        (false, _) => base,
    };
    pen.repeat(' ', 1, base)
        .left(&line.mark, mark, loud)
        .repeat(' ', 1, base)
        .left(
            &line.name,
            name,
            if line.loud { loud } else { base.patch(BOLD) },
        )
        .repeat(' ', 1, base);
    if pen.room() >= fact + 1 + SAID_WIDTH_MIN || line.loud {
        pen.left(&line.fact, fact, base).repeat(' ', 1, base);
    }
    let rest = pen.room();
    pen.left(&line.said, rest, base);
}

/// How much of the table is out of view.
#[must_use]
pub fn margin(pane: &TableScene) -> Margin {
    Margin::of_list(
        String::new(),
        pane.lines_before,
        pane.lines.len(),
        pane.lines_all,
    )
}
