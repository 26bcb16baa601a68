//! The log grid: a column an index, a row a node, so that agreement and conflict are seen, not worked out.
//!
//! Draws the indexes above, the notes beside, and the ruler of what is committed and the entry in words below; the
//! cells themselves are in [`super::log_cells`].

use super::log_cells;
use super::meter;
use crate::ids::{Index, NodeId, Term};
use crate::tui::frame::Margin;
use crate::tui::layout::windows::digits;
use crate::tui::pen::{Pen, columns};
use crate::tui::scene::{CellKind, LogRow, LogScene};
use crate::tui::theme::{BOLD, DIM, LOUD, PLAIN, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the grid.
pub fn draw(pane: &LogScene, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = u16::try_from(pane.rows.len()).unwrap_or(u16::MAX);
    let below = area.height.saturating_sub(1).saturating_sub(rows);
    draw_head(pane, below, theme, &mut Pen::on(buffer, area, 0, theme));
    for (line, row) in (1..area.height).zip(&pane.rows) {
        let mut pen = Pen::on(buffer, area, line, theme);
        draw_name(row, theme, &mut pen);
        log_cells::draw_cells(row, pane, theme, &mut pen);
        draw_note(&row.note, pane, row.down, &mut pen);
    }
    let spoken = area.height.saturating_sub(1);
    let under = area.height.saturating_sub(below);
    let has_notes = pane.shape.notes_width > 0;
    if (has_notes && below >= 1) || below >= 3 {
        draw_ruler(pane, theme, &mut Pen::on(buffer, area, under, theme));
    }
    if !has_notes && below >= 2 {
        let (line, with_ruler) = if below >= 3 {
            (under + 1, true)
        } else {
            (under, false)
        };
        draw_legend(
            pane,
            with_ruler,
            theme,
            &mut Pen::on(buffer, area, line, theme),
        );
    }
    if below >= 2 || (!has_notes && below == 1) {
        let line = spoken.min(under + 2);
        let mut pen = Pen::on(buffer, area, line, theme);
        pen.skip(1);
        if let Some(majority) = &pane.meter {
            meter::draw(majority, theme, &mut pen);
            pen.skip(2);
        }
        pen.text(&pane.entry, PLAIN);
    }
}

fn draw_name(row: &LogRow, theme: &Theme, pen: &mut Pen<'_>) {
    let (marker, style) = match (row.selected, row.down) {
        (true, _) => (theme.symbols.selected, BOLD),
        (false, true) => (' ', DIM),
        (false, false) => (' ', PLAIN),
    };
    pen.symbol(marker, style)
        .text("s", style)
        .count(row.node.0, style);
}

/// The indexes above the columns: each, or as many as do not touch.
fn draw_head(pane: &LogScene, below: u16, theme: &Theme, pen: &mut Pen<'_>) {
    let shape = pane.shape;
    let last = pane.first.plus(shape.columns as u64);
    let stride = stride(digits(last.0), shape.cell_width);
    for (place, index) in log_cells::window(pane) {
        let under_cursor = Some(index) == cursor_index(pane);
        let is_crowded =
            cursor_index(pane).is_some_and(|cursor| cursor.0.abs_diff(index.0) < stride);
        if !under_cursor && (index.0 % stride != 0 || is_crowded) {
            continue;
        }
        let end = shape.cell_start(place) + 1 + shape.term_width;
        let style = if under_cursor { LOUD } else { PLAIN };
        let start = end.saturating_sub(digits(index.0));
        if pen.column() <= start {
            pen.go_to(start).count(index.0, style);
        }
    }
    let symbols = theme.symbols;
    let texts = if below == 0 {
        let (unknown, conflict) = examples(pane);
        [
            format!("{unknown} not known committed  {conflict} conflict"),
            format!("{unknown} not committed  {conflict} conflict"),
        ]
    } else {
        let (applied, next) = (symbols.applied, symbols.next);
        [
            format!("cell = term   {applied} applied   {next} sent next"),
            format!("cell = term   {applied} applied"),
        ]
    };
    let room = shape.notes_width.saturating_sub(1);
    if let Some(text) = texts.iter().find(|text| columns(text) <= room) {
        draw_note(text, pane, false, pen);
    }
}

/// An entry that its node does not know to be committed and one in conflict, each as a cell has it: such ones as are on
/// the screen, or else of the highest term there.
fn examples(pane: &LogScene) -> (String, String) {
    let terms = |kind: CellKind| {
        let cells = pane.rows.iter().flat_map(|row| &row.cells);
        let mut found = cells.filter(move |cell| cell.kind == kind);
        found.next().map(|cell| cell.term)
    };
    let cells = pane.rows.iter().flat_map(|row| &row.cells);
    let highest = cells.map(|cell| cell.term).max().unwrap_or(Term(1));
    let unknown = terms(CellKind::Unknown).unwrap_or(highest);
    let conflict = terms(CellKind::Conflict).unwrap_or(highest);
    (format!("({unknown})"), format!("!{conflict}!"))
}

/// Every how many indexes one is written, so that they keep a column between them.
fn stride(digits: u16, cell_width: u16) -> u64 {
    let strides = [1, 2, 5, 10, 20];
    strides
        .into_iter()
        .find(|&cells| digits < cells * cell_width)
        .map_or(50, u64::from)
}

fn cursor_index(pane: &LogScene) -> Option<Index> {
    pane.cursor.map(|cursor| cursor.index)
}

fn draw_note(note: &str, pane: &LogScene, dim: bool, pen: &mut Pen<'_>) {
    let shape = pane.shape;
    if shape.notes_width > 1 {
        let style = if dim { DIM } else { PLAIN };
        pen.go_to(shape.cell_start(shape.columns) + 1)
            .text(note, style);
    }
}

/// The ruler of what is committed, under the columns that are, and the legend beside it.
fn draw_ruler(pane: &LogScene, theme: &Theme, pen: &mut Pen<'_>) {
    let shape = pane.shape;
    let symbols = theme.symbols;
    let committed = pane.committed;
    pen.go_to(shape.name_width);
    let words = if committed == Index::ZERO {
        " nothing committed yet ".into()
    } else {
        format!(" committed {} ", through(committed))
    };
    if committed < pane.first {
        pen.text(&words, PLAIN);
    } else {
        let places = usize::try_from(committed.above(pane.first) + 1).unwrap_or(usize::MAX);
        let end = shape.cell_start(places);
        let in_window = places <= shape.columns;
        let ruler = end.saturating_sub(pen.column());
        if columns(&words) + 3 <= ruler {
            pen.repeat(symbols.ruler, 2, PLAIN).text(&words, PLAIN);
        }
        let rest = end.saturating_sub(pen.column() + 1);
        pen.repeat(symbols.ruler, rest, PLAIN).symbol(
            if in_window {
                symbols.ruler_end
            } else {
                symbols.ruler
            },
            PLAIN,
        );
        if columns(&words) + 3 > ruler {
            pen.text(&words, PLAIN);
        }
    }
    let missing = symbols.missing;
    let (unknown, conflict) = examples(pane);
    let lengths = [
        format!("{unknown} not known committed   {conflict} conflict   {missing} none"),
        format!("{unknown} not known committed  {conflict} conflict  {missing} none"),
        format!("{unknown} not known committed  {conflict} conflict"),
    ];
    let room = shape.notes_width.saturating_sub(1);
    if let Some(text) = lengths.iter().find(|text| columns(text) <= room) {
        draw_note(text, pane, false, pen);
    }
}

/// What a narrow grid has in place of notes, and of the ruler where there is no room for it.
fn draw_legend(pane: &LogScene, with_ruler: bool, theme: &Theme, pen: &mut Pen<'_>) {
    let missing = theme.symbols.missing;
    let committed = match pane.committed {
        _ if with_ruler => String::new(),
        Index::ZERO => "none committed  ".into(),
        committed => format!("{} committed  ", through(committed)),
    };
    let (unknown, conflict) = examples(pane);
    let lengths = [
        format!("{committed}{unknown} not known committed  {conflict} conflict  {missing} none"),
        format!("{committed}{unknown} not known committed  {conflict} conflict"),
        format!("{unknown} not known committed  {conflict} conflict"),
    ];
    let room = pen.room().saturating_sub(1);
    let fitting = lengths.iter().find(|text| columns(text) <= room);
    pen.skip(1).text(fitting.unwrap_or(&lengths[2]), PLAIN);
}

/// What the border says: which indexes are on the screen, and whether they follow the newest.
#[must_use]
pub fn margin(pane: &LogScene) -> Margin {
    let shown = log_cells::window(pane)
        .last()
        .map_or(pane.first, |(_, index)| index);
    let range = format!("idx {}-{shown}", pane.first);
    let corner = match (pane.follow, pane.last) {
        (_, Index::ZERO) => "empty".into(),
        (true, _) => format!("follow  {range}"),
        (false, last) => format!("{range} of {last}"),
    };
    Margin {
        corner,
        ..Margin::default()
    }
}

/// Whether the cursor is on this cell.
#[must_use]
pub fn is_under_cursor(pane: &LogScene, node: NodeId, index: Index) -> bool {
    pane.cursor
        .is_some_and(|cursor| cursor.node == node && cursor.index == index)
}

/// The entries from the first on: `#1-11`, or `#1`.
fn through(last: Index) -> String {
    if last > Index::FIRST {
        format!("#1-{last}")
    } else {
        format!("#{last}")
    }
}
