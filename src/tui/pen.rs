//! The one way for text to reach the buffer: a pen that writes on one line, from left to right, within bounds.
//!
//! It cuts to the room there is, says so with a mark, and makes every character visible that could do harm. It writes
//! cells in place and allocates nothing. Panes know this pen and [`super::theme`], never a cell.

use super::theme::Theme;
use crate::lab::visible;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthChar;

/// What is drawn for a character that must not be drawn and was not spelled out.
const BLOT: char = '?';
/// The most bytes in one cell: a character and the marks over it.
const CELL_BYTES_MAX: usize = 24;

/// A place on a line, and the room behind it. The cells are the line's own, so that writing one is a step in a slice.
pub struct Pen<'b> {
    cells: &'b mut [Cell],
    at: usize,
    end: usize,
    cut_mark: char,
}

impl<'b> Pen<'b> {
    /// A pen at the start of a row of an area, rows counted from 0; one without room where there is no such row.
    pub fn on(buffer: &'b mut Buffer, area: Rect, row: u16, theme: &Theme) -> Self {
        let y = area.y.saturating_add(row);
        let seen = area.intersection(buffer.area);
        let is_row = row < area.height && (seen.top()..seen.bottom()).contains(&y);
        let cells = if is_row && seen.width > 0 {
            let start = buffer.index_of(seen.x, y);
            &mut buffer.content[start..start + usize::from(seen.width)]
        } else {
            &mut []
        };
        Self {
            at: 0,
            end: cells.len(),
            cells,
            cut_mark: theme.symbols.cut,
        }
    }

    /// How many columns are left.
    #[must_use]
    pub fn room(&self) -> u16 {
        u16::try_from(self.end - self.at).unwrap_or(u16::MAX)
    }

    /// The column that is written next, counted from the line's start.
    #[must_use]
    pub fn column(&self) -> u16 {
        u16::try_from(self.at).unwrap_or(u16::MAX)
    }

    /// Writes as much of the text as there is room for.
    pub fn text(&mut self, text: &str, style: Style) -> &mut Self {
        self.cut(text, self.room(), style)
    }

    /// Writes the text into at most `width` columns; where it is longer, it ends in the mark of a cut.
    pub fn cut(&mut self, text: &str, width: u16, style: Style) -> &mut Self {
        let text = visible(text);
        let width = width.min(self.room());
        if fits(&text, width) {
            for character in text.chars() {
                self.symbol(character, style);
            }
        } else if width > 0 {
            let end = self.end;
            self.end = self.at + usize::from(width) - 1;
            for character in text.chars() {
                let before = self.at;
                self.symbol(character, style);
                if self.at == before && columns_of(character) > 0 {
                    break;
                }
            }
            self.end = end;
            self.symbol(self.cut_mark, style);
        }
        self
    }

    /// Writes the text into exactly `width` columns, at their left.
    pub fn left(&mut self, text: &str, width: u16, style: Style) -> &mut Self {
        let to = self.column().saturating_add(width);
        self.cut(text, width, style);
        let rest = to.saturating_sub(self.column());
        self.repeat(' ', rest, style)
    }

    /// Writes the text into exactly `width` columns, at their right.
    pub fn right(&mut self, text: &str, width: u16, style: Style) -> &mut Self {
        let used = columns(text).min(width);
        self.repeat(' ', width - used, style);
        self.cut(text, used, style)
    }

    /// Writes the text into exactly `width` columns, in their middle.
    pub fn middle(&mut self, text: &str, width: u16, style: Style) -> &mut Self {
        let used = columns(text).min(width);
        self.repeat(' ', (width - used) / 2, style);
        self.left(text, width - (width - used) / 2, style)
    }

    /// Writes a number into exactly `width` columns, at their right; one that is too long is told in thousands,
    /// millions and so on.
    pub fn number(&mut self, number: u64, width: u16, style: Style) -> &mut Self {
        let mut bytes = [0; 24];
        let text = shortened(number, width, &mut bytes);
        self.right(text, width, style)
    }

    /// Writes a number in as many columns as it needs.
    pub fn count(&mut self, number: u64, style: Style) -> &mut Self {
        let mut bytes = [0; 24];
        let text = spelled(number, &mut bytes);
        self.text(text, style)
    }

    /// Writes one character, or puts a mark over the one before it; nothing where there is no room.
    pub fn symbol(&mut self, character: char, style: Style) -> &mut Self {
        match columns_of(character) {
            0 => self.over_the_last(character),
            width if self.at + width > self.end => {}
            _ if character.is_control() => self.put(BLOT, style),
            1 => self.put(character, style),
            _ => {
                self.put(character, style);
                self.put(' ', style);
            }
        }
        self
    }

    /// Writes a symbol of one column so many times.
    pub fn repeat(&mut self, symbol: char, times: u16, style: Style) -> &mut Self {
        for _ in 0..times.min(self.room()) {
            self.put(symbol, style);
        }
        self
    }

    /// Leaves columns as they are.
    pub fn skip(&mut self, columns: u16) -> &mut Self {
        self.at = (self.at + usize::from(columns)).min(self.end);
        self
    }

    /// Goes on at a column of the line, counted from its start; never back.
    pub fn go_to(&mut self, column: u16) -> &mut Self {
        self.at = usize::from(column).min(self.end).max(self.at);
        self
    }

    /// Goes on so far right that `columns` are left; stays where it is if there are fewer.
    pub fn go_to_last(&mut self, columns: u16) -> &mut Self {
        let there = self.end.saturating_sub(usize::from(columns));
        self.at = self.at.max(there);
        self
    }

    fn put(&mut self, character: char, style: Style) {
        let cell = &mut self.cells[self.at];
        cell.set_char(character).set_style(style);
        self.at += 1;
    }

    /// A combining mark belongs to the cell before; it is dropped where none is, or the cell is full.
    fn over_the_last(&mut self, mark: char) {
        let Some(cell) = self.at.checked_sub(1).map(|last| &mut self.cells[last]) else {
            return;
        };
        if cell.symbol().len() + mark.len_utf8() <= CELL_BYTES_MAX {
            let marked = format!("{}{mark}", cell.symbol());
            cell.set_symbol(&marked);
        }
    }
}

/// How many columns a text takes once everything in it is visible.
#[must_use]
pub fn columns(text: &str) -> u16 {
    let all = visible(text).chars().map(columns_of).sum::<usize>();
    u16::try_from(all).unwrap_or(u16::MAX)
}

/// How many columns one character takes as [`Pen::symbol`] writes it.
fn columns_of(character: char) -> usize {
    match character {
        ' '..='~' => 1,
        _ => character.width().unwrap_or(1),
    }
}

/// Whether a text takes at most so many columns; looks no further than it must.
fn fits(text: &str, width: u16) -> bool {
    let mut room = usize::from(width);
    text.chars().all(|character| {
        let takes = columns_of(character);
        let there = takes <= room;
        room = room.saturating_sub(takes);
        there
    })
}

/// The number's digits.
fn spelled(number: u64, bytes: &mut [u8; 24]) -> &str {
    spelled_with(number, "", bytes)
}

/// The number in at most `width` columns where that can be: `12345`, `12k`, `1M`.
fn shortened(number: u64, width: u16, bytes: &mut [u8; 24]) -> &str {
    const UNITS: [&str; 7] = ["", "k", "M", "G", "T", "P", "E"];
    let mut rest = number;
    let mut unit = 0;
    while unit + 1 < UNITS.len()
        && usize::from(super::layout::windows::digits(rest)) + UNITS[unit].len()
            > usize::from(width)
    {
        rest /= 1000;
        unit += 1;
    }
    spelled_with(rest, UNITS[unit], bytes)
}

fn spelled_with<'a>(number: u64, unit: &str, bytes: &'a mut [u8; 24]) -> &'a str {
    let mut start = bytes.len();
    for &byte in unit.as_bytes().iter().rev() {
        start -= 1;
        bytes[start] = byte;
    }
    let mut rest = number;
    loop {
        start -= 1;
        bytes[start] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    std::str::from_utf8(&bytes[start..]).unwrap_or("")
}
