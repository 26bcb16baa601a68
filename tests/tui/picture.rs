//! A frame as text for a snapshot: what is written, and beside it how it looks.
//!
//! The style layer is compact: a letter a style, named below the picture, a line only where something is not plain.

use granary::tui::draw::draw;
use granary::tui::layout::Layout;
use granary::tui::scene::Scene;
use granary::tui::theme::Theme;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;

/// Draws a frame into a buffer of exactly that size.
pub fn drawn(scene: &Scene, layout: &Layout, theme: &Theme) -> Buffer {
    let mut buffer = Buffer::empty(layout.area);
    draw(scene, layout, theme, &mut buffer);
    buffer
}

/// The text of a frame, a line a row, with the blanks at the end of lines cut.
pub fn text(buffer: &Buffer) -> String {
    rows(buffer, |cell| cell.symbol().to_string())
}

/// The text of a frame and its styles.
pub fn picture(buffer: &Buffer) -> String {
    let mut styles: Vec<String> = Vec::new();
    let layer = rows(buffer, |cell| {
        let style = style_words(cell);
        if style.is_empty() {
            return " ".into();
        }
        let place = styles
            .iter()
            .position(|had| *had == style)
            .unwrap_or_else(|| {
                styles.push(style);
                styles.len() - 1
            });
        letter(place).to_string()
    });
    let mut out = text(buffer);
    out.push_str("\n--- styles\n");
    for (row, line) in layer
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
    {
        writeln!(out, "{row:>2} {line}").expect("a String takes all that is written");
    }
    for (place, style) in styles.iter().enumerate() {
        writeln!(out, "{} = {style}", letter(place)).expect("a String takes all that is written");
    }
    out
}

fn rows(buffer: &Buffer, mut cell: impl FnMut(&Cell) -> String) -> String {
    let Rect { width, height, .. } = buffer.area;
    let mut out = String::new();
    for y in 0..height {
        let line: String = (0..width).map(|x| cell(&buffer[(x, y)])).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn letter(place: usize) -> char {
    char::from(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[place % 52])
}

fn style_words(cell: &Cell) -> String {
    let mut words = Vec::new();
    let modifiers = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::REVERSED, "reversed"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::CROSSED_OUT, "struck"),
    ];
    for (modifier, word) in modifiers {
        if cell.modifier.contains(modifier) {
            words.push(word.to_string());
        }
    }
    for (color, ground) in [(cell.fg, "on-text"), (cell.bg, "ground")] {
        if color != Color::Reset {
            words.push(format!("{ground}:{color}"));
        }
    }
    words.join(" ")
}
