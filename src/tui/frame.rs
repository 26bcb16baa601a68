//! Borders with their titles, tabs and corners. Knows nothing of what stands inside.

use super::layout::Slot;
use super::pen::{Pen, columns};
use super::scene::Pane;
use super::theme::{BOLD, DIM, PLAIN, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// What a border says besides the pane's title.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Margin {
    /// At the right of the upper border: `idx 1-13`.
    pub corner: String,
    /// How many lines there are before those on the screen.
    pub above: usize,
    /// How many lines there are behind them.
    pub below: usize,
}

impl Margin {
    /// The margin of a list: its corner, and what its window leaves out.
    #[must_use]
    pub fn of_list(corner: String, before: usize, shown: usize, all: usize) -> Self {
        Self {
            corner,
            above: before,
            below: all.saturating_sub(before.saturating_add(shown)),
        }
    }
}

/// Draws the border of a slot with its tabs, the front one in brackets.
pub fn draw_slot(slot: &Slot, focused: bool, margin: &Margin, theme: &Theme, buffer: &mut Buffer) {
    draw_border(slot.framed(), focused, theme, buffer);
    let mut pen = Pen::on(buffer, slot.area, 0, theme);
    pen.skip(1);
    for &tab in slot.tabs {
        draw_tab(tab, tab == slot.shown, slot.tabs.len() > 1, &mut pen);
    }
    draw_margin(slot.framed(), margin, theme, buffer);
}

fn draw_tab(tab: Pane, front: bool, among_others: bool, pen: &mut Pen<'_>) {
    let (open, close) = if front && among_others {
        ("[", "]")
    } else {
        (" ", " ")
    };
    let style = if front { BOLD } else { PLAIN };
    if pen.room() > columns(tab.title()) + 2 {
        pen.text(open, style)
            .text(tab.title(), style)
            .text(close, style);
    }
}

/// Draws a border with one title.
pub fn draw_titled(
    area: Rect,
    (title, focused): (&str, bool),
    margin: &Margin,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    draw_border(area, focused, theme, buffer);
    let mut pen = Pen::on(buffer, area, 0, theme);
    let room = pen.room().saturating_sub(4);
    if !title.is_empty() && room > 0 {
        pen.skip(1)
            .text(" ", PLAIN)
            .cut(title, room, BOLD)
            .text(" ", PLAIN);
    }
    draw_margin(area, margin, theme, buffer);
}

/// Draws a border alone.
pub fn draw_border(area: Rect, focused: bool, theme: &Theme, buffer: &mut Buffer) {
    let border = theme.border(focused);
    let style = if focused { BOLD } else { PLAIN };
    let [upper_left, upper_right, lower_left, lower_right] = border.corners;
    let across = area.width.saturating_sub(2);
    let last = area.height.saturating_sub(1);
    for (row, left, right) in [
        (0, upper_left, upper_right),
        (last, lower_left, lower_right),
    ] {
        Pen::on(buffer, area, row, theme)
            .symbol(left, style)
            .repeat(border.across, across, style)
            .symbol(right, style);
    }
    for row in 1..last {
        Pen::on(buffer, area, row, theme)
            .symbol(border.down, style)
            .skip(across)
            .symbol(border.down, style);
    }
}

fn draw_margin(area: Rect, margin: &Margin, theme: &Theme, buffer: &mut Buffer) {
    on_border(area, 0, &margin.corner, PLAIN, theme, buffer);
    let more = |count: usize, symbol: char| {
        if count > 0 {
            format!("{symbol}{count} ")
        } else {
            String::new()
        }
    };
    let mut rest = more(margin.above, theme.symbols.more_above);
    rest += &more(margin.below, theme.symbols.more_below);
    let last = area.height.saturating_sub(1);
    on_border(area, last, rest.trim_end(), DIM, theme, buffer);
}

/// Writes a few words at the right end of a border's row; leaves them out where they would touch the title.
fn on_border(area: Rect, row: u16, text: &str, style: Style, theme: &Theme, buffer: &mut Buffer) {
    const TITLE_ROOM: u16 = 12;
    let takes = columns(text) + 3;
    if !text.is_empty() && takes + TITLE_ROOM <= area.width {
        Pen::on(buffer, area, row, theme)
            .go_to_last(takes)
            .text(" ", PLAIN)
            .text(text, style)
            .text(" ", PLAIN);
    }
}

/// Makes an area blank, as a terminal begins.
pub fn wipe(area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            buffer[(x, y)].reset();
        }
        // A wide character that the area cuts in two must not swallow the area's first column.
        if let Some(left) = area.x.checked_sub(1)
            && let Some(cell) = buffer.cell_mut((left, y))
            && columns(cell.symbol()) > 1
        {
            cell.reset();
        }
    }
}
