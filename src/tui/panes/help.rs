//! The list of keys, with its search. Draws; which keys there are is the scene's matter.

use crate::tui::frame::Margin;
use crate::tui::layout::windows::overlay_lines;
use crate::tui::pen::{Pen, columns};
use crate::tui::scene::{HelpLine, HelpScene};
use crate::tui::theme::{BOLD, DIM, PLAIN, REVERSED, Theme, UNICODE};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of the keys.
const KEYS_WIDTH: u16 = 14;
/// Columns before them, and the gap behind.
const GAPS: u16 = 3;

/// Columns of what a key does, of so many of a line's text.
#[must_use]
pub fn about_width(text_width: u16) -> u16 {
    text_width.saturating_sub(KEYS_WIDTH + GAPS).max(1)
}

/// Draws the list.
pub fn draw(pane: &HelpScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lines = overlay_lines(area);
    for (row, (place, line)) in (0..lines.height).zip((0..).zip(&pane.lines)) {
        let mut pen = Pen::on(buffer, lines, row, theme);
        draw_line(line, pane.cursor == Some(place), theme, &mut pen);
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

fn draw_line(line: &HelpLine, under_cursor: bool, theme: &Theme, pen: &mut Pen<'_>) {
    let (keys, about, active) = match line {
        HelpLine::Group(name) => {
            pen.skip(1).text(name, BOLD);
            return;
        }
        HelpLine::Key {
            keys,
            about,
            active,
        } => (in_symbols(keys, theme), about, *active),
        HelpLine::More { about, active } => (String::new(), about, *active),
    };
    let base = match (under_cursor, active) {
        (true, _) => REVERSED,
        (false, true) => PLAIN,
        (false, false) => DIM,
    };
    let mark = if under_cursor {
        theme.symbols.selected
    } else {
        ' '
    };
    let of_keys = base.patch(if active { BOLD } else { DIM });
    // Signs that are longer than a key take their room from the sentence.
    let width = KEYS_WIDTH.max(columns(&keys));
    pen.symbol(mark, base)
        .repeat(' ', 1, base)
        .left(&keys, width, of_keys)
        .repeat(' ', 1, base);
    let room = pen.room();
    pen.left(about, room, base);
}

/// A sign as this terminal shows it.
fn in_symbols(keys: &str, theme: &Theme) -> String {
    let own = theme.symbols;
    let pairs = [
        (UNICODE.missing, own.missing),
        (UNICODE.applied, own.applied),
        (UNICODE.next, own.next),
        (UNICODE.notable, own.notable),
        (UNICODE.yours, own.yours),
        (UNICODE.refusal, own.refusal),
    ];
    let shown = |sign| {
        let found = pairs.iter().find(|(unicode, _)| *unicode == sign);
        found.map_or(sign, |(_, own)| *own)
    };
    keys.chars().map(shown).collect()
}

/// What the border says, and how much of the list is out of view.
#[must_use]
pub fn margin(pane: &HelpScene) -> Margin {
    let corner = format!("{} lines", pane.lines_all);
    Margin::of_list(corner, pane.lines_before, pane.lines.len(), pane.lines_all)
}
