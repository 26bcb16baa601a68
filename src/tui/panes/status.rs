//! The sentence to the person at the keys. Draws one line; read [`super::footer`] for the line below.

use crate::tui::pen::Pen;
use crate::tui::scene::{StatusLine, Tone};
use crate::tui::theme::{BOLD, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the sentence, with the symbol of its tone before it.
pub fn draw(sentence: &StatusLine, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (symbol, style) = theme.tone(sentence.tone);
    let style = if sentence.tone == Tone::Refusal {
        BOLD
    } else {
        style
    };
    Pen::on(buffer, area, 0, theme)
        .symbol(symbol, style)
        .text(&sentence.text, style);
}
