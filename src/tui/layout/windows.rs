//! The insides of panes: how many lines and columns of each list are on the screen. Pure; drawing and composing both
//! ask here, so that what is composed is exactly what is drawn.

use super::Facts;
use ratatui::layout::Rect;

/// Columns for the command in a cell, the gap behind it included.
const COMMAND_WIDTH: u16 = 8;
/// The most columns for a term; higher ones are told in thousands and so on.
const TERM_WIDTH_MAX: u16 = 4;

/// Columns for the notes beside the log's rows where there are any: the legend's sentence fits.
const NOTES_WIDTH_MIN: u16 = 38;
/// More than this says no more.
const NOTES_WIDTH_MAX: u16 = 51;

/// The shape of the log grid. A column is an index; the ruler and the sentence stand under the rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LogShape {
    /// Columns for a row's name, its marker before and a gap behind.
    pub name_width: u16,
    /// How many indexes fit side by side.
    pub columns: usize,
    /// Columns of one cell, at least 3: a number and a bracket on either side.
    pub cell_width: u16,
    /// Columns of the number in a cell; a bracket stands on either side of it.
    pub term_width: u16,
    /// Whether cells show commands behind the terms.
    pub shows_commands: bool,
    /// Columns for the note at a row's end, a gap before it included; 0 where there is no room.
    pub notes_width: u16,
}

impl LogShape {
    /// The shape of a grid within a border.
    #[must_use]
    pub fn of(inner: Rect, facts: &Facts, commands: bool) -> Self {
        let name_width = 4 + u16::from(facts.nodes > 9) + u16::from(facts.nodes > 99);
        let term_width = digits(facts.term.0).min(TERM_WIDTH_MAX);
        let command_width = if commands { COMMAND_WIDTH } else { 0 };
        let cell_width = term_width + 2 + command_width;
        let notes_width = match inner.width {
            0..=69 => 0,
            70.. => (inner.width * 2 / 5).clamp(NOTES_WIDTH_MIN, NOTES_WIDTH_MAX),
        };
        let room = inner.width.saturating_sub(name_width + notes_width);
        Self {
            name_width,
            columns: usize::from(room / cell_width),
            cell_width,
            term_width,
            shows_commands: commands,
            notes_width,
        }
    }

    /// The column of the screen at which the cell of a place in the window begins, counted from the grid's left edge.
    #[must_use]
    pub fn cell_start(&self, place: usize) -> u16 {
        let place = u16::try_from(place.min(self.columns)).unwrap_or(u16::MAX);
        self.name_width
            .saturating_add(place.saturating_mul(self.cell_width))
    }

    /// The place in the window of the cell at a column, counted from the grid's left edge; none beside the cells.
    #[must_use]
    pub fn place_at(&self, column: u16) -> Option<usize> {
        let place = column
            .checked_sub(self.name_width)?
            .checked_div(self.cell_width)?;
        Some(usize::from(place)).filter(|&place| place < self.columns)
    }
}

/// A border, and a line for each thing that a card says.
const CARD_HEIGHT_MAX: u16 = 8;

/// The area of one of so many cards. Each begins where its share of the width begins, so that no column is left over.
#[must_use]
pub fn card(area: Rect, cards: usize, place: usize) -> Rect {
    let start = |place: usize| {
        let column = usize::from(area.width).saturating_mul(place) / cards.max(1);
        u16::try_from(column).unwrap_or(area.width).min(area.width)
    };
    Rect {
        x: area.x + start(place),
        width: start(place.saturating_add(1)) - start(place),
        height: area.height.min(CARD_HEIGHT_MAX),
        ..area
    }
}

/// The inside of the network's pane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NetWindow {
    /// Groups and faults; no rows where there is no room.
    pub groups: Rect,
    /// The names of the columns; no rows where there is no room.
    pub head: Rect,
    /// The messages.
    pub lines: Rect,
    /// The settings of all links; no rows where there is no room.
    pub settings: Rect,
}

impl NetWindow {
    /// Shares a pane's inside.
    #[must_use]
    pub fn of(inner: Rect) -> Self {
        let height = inner.height;
        let mut rest = inner;
        let groups = take_top(&mut rest, u16::from(height >= 2));
        let head = take_top(&mut rest, u16::from(height >= 6 && inner.width >= 50));
        let settings = take_bottom(&mut rest, u16::from(height >= 7));
        Self {
            groups,
            head,
            lines: rest,
            settings,
        }
    }
}

/// The inside of the store's pane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KvWindow {
    /// The names of the columns; no rows where there is no room.
    pub head: Rect,
    /// The keys.
    pub keys: Rect,
    /// The title of the requests; no rows where there is no room.
    pub title: Rect,
    /// The requests of clients.
    pub requests: Rect,
}

impl KvWindow {
    /// Shares a pane's inside.
    #[must_use]
    pub fn of(inner: Rect) -> Self {
        let mut rest = inner;
        let titles = u16::from(inner.height >= 7);
        let head = take_top(&mut rest, titles);
        let lists = rest.height.saturating_sub(titles);
        let requests = take_bottom(&mut rest, lists.div_ceil(2));
        let title = take_bottom(&mut rest, titles);
        Self {
            head,
            keys: rest,
            title,
            requests,
        }
    }
}

/// From this width on causes have a column of their own in the feed.
pub const COLUMNS_MIN: u16 = 100;

/// The inside of the feed's pane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FeedWindow {
    /// The names of the columns; no rows where there is no room.
    pub head: Rect,
    /// The events.
    pub lines: Rect,
    /// One of them in full; no rows where there is no room.
    pub full: Rect,
    /// The bar of time; no rows where there is no room.
    pub timeline: Rect,
}

impl FeedWindow {
    /// Shares a pane's inside.
    #[must_use]
    pub fn of(inner: Rect) -> Self {
        let mut rest = inner;
        let head = take_top(
            &mut rest,
            u16::from(inner.height >= 6 && inner.width >= COLUMNS_MIN),
        );
        let timeline = take_bottom(&mut rest, u16::from(inner.height >= 7));
        let full = match (inner.width, rest.height) {
            (_, 0..=3) => 0,
            (COLUMNS_MIN.., 0..=8) | (_, 4) => 1,
            (COLUMNS_MIN.., _) | (_, 5..=6) => 2,
            _ => 3,
        };
        let full = take_bottom(&mut rest, full);
        Self {
            head,
            lines: rest,
            full,
            timeline,
        }
    }

    /// Whether causes have a column of their own.
    #[must_use]
    pub fn has_columns(&self) -> bool {
        self.lines.width >= COLUMNS_MIN
    }
}

/// Rows that a table's overlay keeps for the row under the cursor in full.
pub const TABLE_FULL_ROWS: u16 = 4;

/// The inside of a table's overlay.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TableWindow {
    /// The rows.
    pub rows: Rect,
    /// The one under the cursor in full; no rows where there is no room.
    pub full: Rect,
}

impl TableWindow {
    /// Shares an overlay's inside.
    #[must_use]
    pub fn of(inner: Rect) -> Self {
        let mut rows = overlay_lines(inner);
        let full = match rows.height {
            0..=5 => 0,
            6..=9 => 2,
            _ => TABLE_FULL_ROWS,
        };
        let full = take_bottom(&mut rows, full);
        Self { rows, full }
    }
}

/// The lines of an overlay's list: its inside without the last row, which says what the keys do, and without the last
/// column, so that no text touches the border.
#[must_use]
pub fn overlay_lines(inner: Rect) -> Rect {
    Rect {
        width: inner.width.saturating_sub(1),
        height: inner.height.saturating_sub(1),
        ..inner
    }
}

/// How many digits a number has.
#[must_use]
pub fn digits(number: u64) -> u16 {
    let more = number.checked_ilog10().unwrap_or(0);
    u16::try_from(more + 1).unwrap_or(u16::MAX)
}

fn take_top(rest: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(rest.height);
    let taken = Rect {
        height: rows,
        ..*rest
    };
    rest.y += rows;
    rest.height -= rows;
    taken
}

fn take_bottom(rest: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(rest.height);
    rest.height -= rows;
    Rect {
        y: rest.y + rest.height,
        height: rows,
        ..*rest
    }
}
