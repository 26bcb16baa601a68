//! A text of a play, to be read before it goes on. Draws it wrapped to the room there is.

use crate::tui::layout::windows::overlay_lines;
use crate::tui::pen::{Pen, columns};
use crate::tui::scene::NoteScene;
use crate::tui::theme::{BOLD, DIM, PLAIN, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the window of the note, and below it what goes on.
pub fn draw(pane: &NoteScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lines = overlay_lines(area);
    let wrapped = wrap(&pane.text, area.width.saturating_sub(2));
    for (row, line) in (0..lines.height).zip(wrapped.iter().skip(pane.lines_before)) {
        Pen::on(buffer, lines, row, theme).skip(1).text(line, PLAIN);
    }
    let shown = pane.lines_before.saturating_add(usize::from(lines.height));
    let more = wrapped.len().saturating_sub(shown);
    let mut pen = Pen::on(buffer, area, lines.height, theme);
    pen.skip(1).text(&pane.go_on, BOLD);
    if more > 0 {
        let symbol = theme.symbols.more_below;
        pen.skip(3).text(&format!("{symbol}{more} more lines"), DIM);
    }
}

/// The text in lines of at most `width` columns, broken between words, or within one that is longer than a line; its own
/// line breaks are kept.
#[must_use]
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        wrap_line(line, width.max(1), &mut lines);
    }
    lines
}

fn wrap_line(line: &str, width: u16, lines: &mut Vec<String>) {
    let mut current = String::new();
    for word in line.split(' ') {
        let gap = u16::from(!current.is_empty());
        if columns(&current)
            .saturating_add(gap)
            .saturating_add(columns(word))
            <= width
        {
            current.extend((gap > 0).then_some(' '));
            current.push_str(word);
            continue;
        }
        if gap > 0 {
            lines.push(std::mem::take(&mut current));
        }
        for character in word.chars() {
            current.push(character);
            if columns(&current) > width && current.len() > character.len_utf8() {
                current.pop();
                lines.push(std::mem::take(&mut current));
                current.push(character);
            }
        }
    }
    lines.push(current);
}

/// A text over as many lines as there are; what does not fit is cut at the end of the last.
pub(super) fn draw_wrapped(
    text: &str,
    style: Style,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let mut lines = wrap(text, area.width.saturating_sub(2)).into_iter();
    for row in 0..area.height {
        let Some(mut line) = lines.next() else {
            return;
        };
        if row + 1 == area.height {
            line = lines
                .by_ref()
                .fold(line, |text, more| format!("{text} {more}"));
        }
        Pen::on(buffer, area, row, theme).skip(1).text(&line, style);
    }
}
