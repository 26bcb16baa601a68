//! All about one node, message or entry, by the paper's own names. Draws; the facts are the scene's.

use super::meter;
use crate::tui::frame::Margin;
use crate::tui::layout::windows::overlay_lines;
use crate::tui::pen::Pen;
use crate::tui::scene::{DetailLine, DetailsScene};
use crate::tui::theme::{BOLD, DIM, PLAIN, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of a fact's name.
const NAME_WIDTH: u16 = 16;

/// Draws the lines.
pub fn draw(pane: &DetailsScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lines = overlay_lines(area);
    for (row, line) in (0..lines.height).zip(&pane.lines) {
        draw_line(line, theme, &mut Pen::on(buffer, lines, row, theme));
    }
    Pen::on(buffer, area, lines.height, theme)
        .skip(1)
        .text("arrows scroll   Esc closes", DIM);
}

fn draw_line(line: &DetailLine, theme: &Theme, pen: &mut Pen<'_>) {
    pen.skip(1);
    match line {
        DetailLine::Group(name) => {
            pen.text(name, BOLD);
        }
        DetailLine::Fact {
            name,
            value,
            remark,
        } => {
            let wide = pen.room() >= 60;
            let value_width = if wide { pen.room() / 3 } else { pen.room() };
            pen.skip(1).left(name, NAME_WIDTH, PLAIN).skip(1);
            if remark.is_empty() {
                pen.text(value, BOLD);
            } else if wide {
                pen.left(value, value_width, BOLD).skip(1).text(remark, DIM);
            } else {
                pen.text(value, BOLD).skip(2).text(remark, DIM);
            }
        }
        DetailLine::Meter(majority) => {
            meter::draw(majority, theme, pen.skip(1));
        }
        DetailLine::Text(text) => {
            pen.skip(1).text(text, PLAIN);
        }
    }
}

/// What the border says: how much of the list is out of view.
#[must_use]
pub fn margin(pane: &DetailsScene) -> Margin {
    Margin::of_list(
        String::new(),
        pane.lines_before,
        pane.lines.len(),
        pane.lines_all,
    )
}
