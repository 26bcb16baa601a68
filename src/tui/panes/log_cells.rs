//! One row of the log grid, cell by cell. What a cell says it says by its number and brackets; colour only helps.

use super::log::is_under_cursor;
use crate::ids::Index;
use crate::tui::pen::Pen;
use crate::tui::scene::{CellKind, LogCell, LogRow, LogScene};
use crate::tui::theme::{DIM, PLAIN, REVERSED, Theme};
use ratatui::style::{Modifier, Style};

/// The window's places with their indexes, as far as any log goes.
pub fn window(pane: &LogScene) -> impl Iterator<Item = (usize, Index)> + use<> {
    let (first, last) = (pane.first, pane.last);
    (0..pane.shape.columns)
        .map_while(move |place| Some((place, Index(first.0.checked_add(place as u64)?))))
        .take_while(move |&(_, index)| index <= last)
}

/// Draws a row's cells; the pen stands somewhere before the first one.
pub fn draw_cells(row: &LogRow, pane: &LogScene, theme: &Theme, pen: &mut Pen<'_>) {
    let missing = LogCell::default();
    let mut odd_run = row.odd_runs_before;
    let mut term = None;
    for (place, index) in window(pane) {
        let cell = row.cells.get(place).unwrap_or(&missing);
        if has_entry(cell.kind) {
            odd_run ^= term.is_some_and(|before| before != cell.term);
            term = Some(cell.term);
        }
        pen.go_to(pane.shape.cell_start(place));
        draw_cell(cell, index, odd_run, (row, pane), theme, pen);
    }
    draw_next_beyond(row, pane, theme, pen);
}

fn has_entry(kind: CellKind) -> bool {
    !matches!(kind, CellKind::Missing | CellKind::Compacted)
}

fn draw_cell(
    cell: &LogCell,
    index: Index,
    odd_run: bool,
    (row, pane): (&LogRow, &LogScene),
    theme: &Theme,
    pen: &mut Pen<'_>,
) {
    let symbols = theme.symbols;
    let marked = |mark: Option<Index>| mark == Some(index);
    let mut style = style(cell, row, odd_run, theme);
    if is_under_cursor(pane, row.node, index) {
        style = turned(style);
    }
    if !has_entry(cell.kind) {
        let symbol = match cell.kind {
            CellKind::Compacted => symbols.compacted,
            _ if marked(row.next) => symbols.next,
            _ => symbols.missing,
        };
        pen.repeat(' ', pane.shape.term_width, style)
            .symbol(symbol, style)
            .symbol(' ', style);
        return;
    }
    let (open, close) = match cell.kind {
        CellKind::Unknown => ('(', ')'),
        CellKind::Conflict => ('!', '!'),
        _ => (' ', ' '),
    };
    // A conflict keeps its brackets: what is sent next stands in the note beside the row too.
    let is_conflict = cell.kind == CellKind::Conflict;
    let open = if marked(row.next) && !is_conflict {
        symbols.next
    } else {
        open
    };
    let close = if marked(row.applied) && !is_conflict {
        symbols.applied
    } else {
        close
    };
    let number = if marked(row.matched) {
        style.add_modifier(Modifier::UNDERLINED)
    } else {
        style
    };
    draw_term(cell, open, pane.shape.term_width, (style, number), pen);
    pen.symbol(close, style);
    if pane.shape.shows_commands {
        let room = pane
            .shape
            .cell_width
            .saturating_sub(pane.shape.term_width + 3);
        pen.left(&cell.text, room, style);
    }
}

/// The bracket and the number, the bracket close to it.
fn draw_term(
    cell: &LogCell,
    open: char,
    width: u16,
    (style, number): (Style, Style),
    pen: &mut Pen<'_>,
) {
    let digits = crate::tui::layout::windows::digits(cell.term.0).min(width);
    pen.repeat(' ', width - digits, style)
        .symbol(open, style)
        .number(cell.term.0, digits, number);
}

fn style(cell: &LogCell, row: &LogRow, odd_run: bool, theme: &Theme) -> Style {
    match cell.kind {
        CellKind::Missing | CellKind::Compacted | CellKind::OnDisk => DIM,
        _ if row.down => DIM,
        CellKind::Conflict => theme.term(cell.term, odd_run).add_modifier(Modifier::BOLD),
        CellKind::Committed | CellKind::Unknown => theme.term(cell.term, odd_run),
    }
}

/// A style the other way round: what is reversed already stands out by not being so.
fn turned(style: Style) -> Style {
    if style.add_modifier.contains(Modifier::REVERSED) {
        PLAIN.add_modifier(Modifier::BOLD)
    } else {
        style.patch(REVERSED)
    }
}

/// The mark of what the leader sends next, where that is the entry after the last one that any log has.
fn draw_next_beyond(row: &LogRow, pane: &LogScene, theme: &Theme, pen: &mut Pen<'_>) {
    let Some(next) = row.next.filter(|&next| next == pane.last.next()) else {
        return;
    };
    let place = usize::try_from(next.0.saturating_sub(pane.first.0)).unwrap_or(usize::MAX);
    if next >= pane.first && place < pane.shape.columns {
        let middle = pane.shape.cell_start(place) + pane.shape.term_width;
        pen.go_to(middle).symbol(theme.symbols.next, DIM);
    }
}
