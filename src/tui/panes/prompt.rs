//! The line being typed, what Tab offers above it, and why it is not understood. Draws upwards from the last line.

use crate::tui::frame::wipe;
use crate::tui::layout::COMPLETIONS_MAX;
use crate::tui::pen::{Pen, columns};
use crate::tui::scene::{Completion, PromptScene};
use crate::tui::theme::{BOLD, DIM, LOUD, PLAIN, REVERSED, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The most columns of a completion before what it does.
const COMPLETION_WIDTH_MAX: u16 = 26;

/// Draws the prompt at the bottom of the area, and as much above it as it has to say.
pub fn draw(pane: &PromptScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let line = Rect {
        y: area.bottom().saturating_sub(1),
        height: area.height.min(1),
        ..area
    };
    wipe(line, buffer);
    draw_text(pane, &mut Pen::on(buffer, line, 0, theme));
    let mut above = Rect {
        height: area.height.saturating_sub(1),
        ..area
    };
    if !pane.error.is_empty() && above.height > 0 {
        above.height -= 1;
        let error = Rect {
            y: above.bottom(),
            height: 1,
            ..area
        };
        wipe(error, buffer);
        let mut pen = Pen::on(buffer, error, 0, theme);
        pen.symbol(theme.symbols.alarm, LOUD)
            .skip(1)
            .text(&pane.error, BOLD);
    }
    draw_completions(pane, theme, above, buffer);
}

fn draw_text(pane: &PromptScene, pen: &mut Pen<'_>) {
    let (before, under, after) = around_cursor(pane);
    pen.text(&pane.lead, BOLD);
    let room = pen.room().saturating_sub(columns(under).max(1));
    pen.text(tail(before, room), PLAIN);
    if under.is_empty() {
        pen.symbol(' ', REVERSED).text(&pane.ghost, DIM);
    } else {
        pen.text(under, REVERSED).text(after, PLAIN);
        if pen.room() > 0 {
            pen.text(&pane.ghost, DIM);
        }
    }
}

/// The text before the cursor, the character under it, and the rest. A cursor within a character is taken as at its
/// start, one behind the text as at its end.
fn around_cursor(pane: &PromptScene) -> (&str, &str, &str) {
    let text = pane.text.as_str();
    let at = (0..=pane.cursor.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0);
    let (before, rest) = text.split_at(at);
    let under = rest.chars().next().map_or(0, char::len_utf8);
    let (under, after) = rest.split_at(under);
    (before, under, after)
}

/// The end of a text that fits into so many columns.
fn tail(text: &str, room: u16) -> &str {
    if columns(text) <= room {
        return text;
    }
    let mut used = 0_u16;
    let start = text
        .char_indices()
        .rev()
        .take_while(|(at, character)| {
            used = used.saturating_add(columns(&text[*at..*at + character.len_utf8()]));
            used <= room
        })
        .last()
        .map_or(text.len(), |(at, _)| at);
    &text[start..]
}

/// Where the terminal's own cursor belongs: the column and row of the screen.
#[must_use]
pub fn cursor_at(pane: &PromptScene, area: Rect) -> (u16, u16) {
    let (before, under, _) = around_cursor(pane);
    let lead = columns(&pane.lead);
    let room = area.width.saturating_sub(lead + columns(under).max(1));
    let column = lead.saturating_add(columns(tail(before, room)));
    let column = column.min(area.width.saturating_sub(1));
    (area.x + column, area.bottom().saturating_sub(1))
}

/// The completions around the chosen one, right above the line.
fn draw_completions(pane: &PromptScene, theme: &Theme, above: Rect, buffer: &mut Buffer) {
    let rows = above.height.min(COMPLETIONS_MAX);
    let all = u16::try_from(pane.completions.len()).unwrap_or(u16::MAX);
    let rows = rows.min(all);
    let chosen = pane
        .chosen
        .unwrap_or(0)
        .min(pane.completions.len().saturating_sub(1));
    let shown = usize::from(rows);
    let first = (chosen + 1).saturating_sub(shown);
    let list = Rect {
        y: above.bottom() - rows,
        height: rows,
        width: above.width.min(84),
        ..above
    };
    wipe(list, buffer);
    let texts = pane.completions.iter().map(|offer| columns(&offer.text));
    let text_width = texts.max().unwrap_or(0).min(COMPLETION_WIDTH_MAX);
    for (row, (place, completion)) in (0..rows).zip((0..).zip(&pane.completions).skip(first)) {
        let chosen = pane.chosen == Some(place);
        draw_completion(
            completion,
            (chosen, text_width),
            theme,
            &mut Pen::on(buffer, list, row, theme),
        );
    }
}

fn draw_completion(
    completion: &Completion,
    (chosen, text_width): (bool, u16),
    theme: &Theme,
    pen: &mut Pen<'_>,
) {
    let base = if chosen { REVERSED } else { PLAIN };
    let marker = if chosen {
        theme.symbols.selected
    } else {
        theme.symbols.bar
    };
    pen.symbol(marker, base)
        .left(&completion.text, text_width, base.patch(BOLD))
        .repeat(' ', 1, base);
    let rest = pen.room();
    pen.left(&completion.about, rest, base);
}
