//! A frame as lines of text, for a file, a pipe or a page: no terminal is needed, none is touched.
//!
//! The same frame that a window of this size would show. Blanks at the ends of lines are cut; where colours are asked
//! for, a line carries its styles as escape sequences and ends plain.

use super::compose;
use super::draw::draw;
use super::pen::columns;
use super::theme::Theme;
use super::update::Desk;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

/// Modifiers and their numbers in an escape sequence.
const MODIFIERS: [(Modifier, u8); 6] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// The frame that a desk shows on a screen of this size, in cells; `styled`: with its colours.
pub fn frame_lines(
    desk: &mut Desk,
    (width, height): (u16, u16),
    theme: &Theme,
    styled: bool,
) -> Vec<String> {
    let layout = desk.arrange(width, height);
    let scene = compose::compose(&desk.lab, &desk.ui, &layout);
    let mut buffer = Buffer::empty(layout.area);
    draw(&scene, &layout, theme, &mut buffer);
    (0..height).map(|row| line(&buffer, row, styled)).collect()
}

fn line(buffer: &Buffer, row: u16, styled: bool) -> String {
    let cells = cells(buffer, row);
    let is_seen = |cell: &&Cell| cell.symbol() != " " || (styled && !style(cell).is_empty());
    let seen = cells.iter().rposition(is_seen).map_or(0, |last| last + 1);
    let (mut line, mut before) = (String::new(), String::new());
    for cell in &cells[..seen] {
        let style = if styled { style(cell) } else { String::new() };
        if style != before {
            let _ = write!(line, "\x1b[0{style}m");
            before = style;
        }
        line.push_str(cell.symbol());
    }
    if !before.is_empty() {
        line.push_str("\x1b[0m");
    }
    line
}

/// The cells of a row, without those that a wide character before them covers.
fn cells(buffer: &Buffer, row: u16) -> Vec<&Cell> {
    let mut covered = 0;
    let mut cells = Vec::new();
    for column in 0..buffer.area.width {
        if covered > 0 {
            covered -= 1;
            continue;
        }
        let cell = &buffer[(column, row)];
        covered = columns(cell.symbol()).saturating_sub(1);
        cells.push(cell);
    }
    cells
}

/// The numbers of a cell's style in an escape sequence, each behind a semicolon; empty where it is plain.
fn style(cell: &Cell) -> String {
    let modifiers = MODIFIERS
        .iter()
        .filter(|(modifier, _)| cell.modifier.contains(*modifier))
        .map(|(_, number)| format!(";{number}"));
    let colors = [color(cell.fg, 30), color(cell.bg, 40)];
    modifiers.chain(colors.into_iter().flatten()).collect()
}

/// A colour's numbers, `base` being those of the first plain one.
fn color(color: Color, base: u8) -> Option<String> {
    let plain = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
    ];
    let bright = [
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    let numbered = |base: u8, colors: [Color; 8]| {
        let number = (base..).zip(colors).find(|(_, known)| *known == color);
        number.map(|(number, _)| format!(";{number}"))
    };
    match color {
        Color::Reset => None,
        Color::Indexed(number) => Some(format!(";{};5;{number}", base + 8)),
        Color::Rgb(red, green, blue) => Some(format!(";{};2;{red};{green};{blue}", base + 8)),
        _ => numbered(base, plain).or_else(|| numbered(base + 60, bright)),
    }
}
