//! The log grid of a frame: a window of columns, one an index, and a row a node. Plain data; drawn by `panes/log.rs`.

use super::meter::Meter;
use crate::ids::{Index, NodeId, Term};
use crate::tui::layout::LogShape;

/// The window of all logs that the screen shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LogScene {
    /// The shape that the cells were gathered for, as [`crate::tui::layout::Layout::log`] gave it.
    pub shape: LogShape,
    /// The index of the first column.
    pub first: Index,
    /// The highest last index of any log, in the window or beyond; 0 where all are empty.
    pub last: Index,
    /// The highest index that is committed: what the ruler under the grid shows.
    pub committed: Index,
    /// Whether the window follows the newest entries.
    pub follow: bool,
    /// One a node, in node order.
    pub rows: Vec<LogRow>,
    /// The cell that the cursor is on.
    pub cursor: Option<LogCursor>,
    /// Who holds that entry, while a majority is gathered and there is room.
    pub meter: Option<Meter>,
    /// The entry under the cursor in words, or what the newest entry waits for; may be empty.
    pub entry: String,
}

/// A node's own view of its log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogRow {
    /// Whose log.
    pub node: NodeId,
    /// Whether that node is the selected one.
    pub selected: bool,
    /// Whether the node is down: the row is what its disk holds, drawn dim.
    pub down: bool,
    /// The cells of the window from [`LogScene::first`] on; a cell that is not there is drawn as missing.
    pub cells: Vec<LogCell>,
    /// Whether an odd number of changes of term lies before the window: monochrome reverses every second run, and this
    /// keeps them still while the window scrolls.
    pub odd_runs_before: bool,
    /// Its `lastApplied`, marked at the cell.
    pub applied: Option<Index>,
    /// Its `matchIndex` as the leader knows it, marked at the cell.
    pub matched: Option<Index>,
    /// Its `nextIndex` as the leader knows it, marked at the cell.
    pub next: Option<Index>,
    /// A few words on the row: `match 11  next 14`, `down, disk kept`.
    pub note: String,
}

/// One index of one log.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LogCell {
    /// The entry's term; means nothing where there is no entry.
    pub term: Term,
    /// What the node knows of it.
    pub kind: CellKind,
    /// Its command in short, `x=7`, `del x`, `no-op`; empty unless [`LogShape::shows_commands`].
    pub text: String,
}

/// What a node knows of an index.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CellKind {
    /// An entry at or below the node's own commit index: `4`.
    Committed,
    /// An entry that the node does not know to be committed: `(4)`.
    Unknown,
    /// An entry of another term than the leader's at this index: `!4!`.
    Conflict,
    /// An entry on the disk of a node that is down: `4`, dim.
    OnDisk,
    /// No entry.
    #[default]
    Missing,
    /// Covered by a snapshot.
    Compacted,
}

/// The cell that the cursor is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LogCursor {
    /// Its row.
    pub node: NodeId,
    /// Its column.
    pub index: Index,
}
