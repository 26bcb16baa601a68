//! The tree of branches. Draws; what was tried and what differs is the scene's matter.

use crate::tui::frame::Margin;
use crate::tui::layout::windows::overlay_lines;
use crate::tui::pen::Pen;
use crate::tui::scene::{BranchLine, BranchesScene};
use crate::tui::theme::{BOLD, DIM, PLAIN, REVERSED, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns that one fork's depth takes.
const DEPTH_WIDTH: u16 = 3;
/// Columns of a branch's length and end.
const EXTENT_WIDTH: u16 = 28;

/// Draws the tree.
pub fn draw(pane: &BranchesScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lines = overlay_lines(area);
    for (row, (place, line)) in (0..lines.height).zip((0..).zip(&pane.lines)) {
        let mut pen = Pen::on(buffer, lines, row, theme);
        draw_line(line, pane.cursor == Some(place), theme, &mut pen);
    }
    Pen::on(buffer, area, lines.height, theme).skip(1).text(
        "Enter goes there   c compares it with here   Esc closes",
        DIM,
    );
}

fn draw_line(line: &BranchLine, under_cursor: bool, theme: &Theme, pen: &mut Pen<'_>) {
    let base = if under_cursor { REVERSED } else { PLAIN };
    match line {
        BranchLine::Branch {
            depth,
            label,
            extent,
            is_here,
        } => {
            let mark = if *is_here { theme.symbols.flies } else { ' ' };
            let depth = u16::try_from(*depth)
                .unwrap_or(u16::MAX)
                .saturating_mul(DEPTH_WIDTH);
            pen.repeat(' ', 1, base)
                .symbol(mark, base)
                .repeat(' ', 1, base);
            pen.repeat(' ', depth.min(pen.room() / 3), base);
            let room = pen.room().saturating_sub(EXTENT_WIDTH + 1);
            let style = if *is_here { base.patch(BOLD) } else { base };
            pen.left(label, room, style)
                .repeat(' ', 1, base)
                .left(extent, EXTENT_WIDTH, base);
        }
        BranchLine::Difference(text) => {
            let room = pen.room().saturating_sub(4);
            pen.repeat(' ', 4, base).left(text, room, base);
        }
    }
}

/// How much of the tree is out of view.
#[must_use]
pub fn margin(pane: &BranchesScene) -> Margin {
    Margin::of_list(
        String::new(),
        pane.lines_before,
        pane.lines.len(),
        pane.lines_all,
    )
}
