//! The list of keys, with its search. Draws; which keys there are is the scene's matter.

use crate::tui::frame::Margin;
use crate::tui::layout::windows::overlay_lines;
use crate::tui::pen::Pen;
use crate::tui::scene::{HelpLine, HelpScene};
use crate::tui::theme::{BOLD, DIM, PLAIN, REVERSED, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of the keys.
const KEYS_WIDTH: u16 = 14;
/// Columns of the verb; only shown where this leaves enough for the rest.
const VERB_WIDTH: u16 = 24;

/// Draws the list.
pub fn draw(pane: &HelpScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lines = overlay_lines(area);
    for (row, (place, line)) in (0..lines.height).zip((0..).zip(&pane.lines)) {
        let mut pen = Pen::on(buffer, lines, row, theme);
        draw_line(line, pane.cursor == Some(place), &mut pen);
    }
    if pane.lines.is_empty() {
        Pen::on(buffer, lines, 0, theme)
            .skip(1)
            .text("no key does that", DIM);
    }
    let mut pen = Pen::on(buffer, area, lines.height, theme);
    pen.skip(1);
    if pane.search.is_empty() {
        pen.text("type to search   Enter runs a line   Esc closes", DIM);
    } else {
        pen.text("search: ", PLAIN)
            .text(&pane.search, BOLD)
            .symbol(' ', REVERSED);
    }
}

fn draw_line(line: &HelpLine, under_cursor: bool, pen: &mut Pen<'_>) {
    match line {
        HelpLine::Group(name) => {
            pen.skip(1).text(name, BOLD);
        }
        HelpLine::Key {
            keys,
            about,
            verb,
            active,
        } => {
            let base = match (under_cursor, active) {
                (true, _) => REVERSED,
                (false, true) => PLAIN,
                (false, false) => DIM,
            };
            let with_verb = pen.room() >= KEYS_WIDTH + VERB_WIDTH + 36;
            pen.repeat(' ', 2, base).left(
                keys,
                KEYS_WIDTH,
                base.patch(if *active { BOLD } else { DIM }),
            );
            let verb_width = if with_verb { VERB_WIDTH } else { 0 };
            let room = pen.room().saturating_sub(verb_width + 2);
            pen.repeat(' ', 1, base)
                .left(about, room, base)
                .repeat(' ', 1, base);
            pen.left(verb, verb_width, base);
        }
    }
}

/// What the border says, and how much of the list is out of view.
#[must_use]
pub fn margin(pane: &HelpScene) -> Margin {
    let corner = format!("{} lines", pane.lines_all);
    Margin::of_list(corner, pane.lines_before, pane.lines.len(), pane.lines_all)
}
