//! The log grid of a frame: only the columns that the window shows are read.
//!
//! A conflict is one with the current leader, the live one of the highest term; without one there is nothing to
//! conflict with. The words beside and below are in [`super::log_notes`] and [`super::log_entry`].

use super::glance::Glance;
use super::{extents, log_entry, log_notes, words};
use crate::cluster::NodeView;
use crate::ids::{Index, Term};
use crate::log::RaftLog;
use crate::tui::layout::{Layout, LogShape};
use crate::tui::panes;
use crate::tui::scene::{CellKind, LogCell, LogCursor, LogRow, LogScene, Pane};

/// A line this wide has room for a quorum meter beside its words.
const METER_WIDTH_MIN: u16 = 100;
/// How many runs of one term before the window are counted, at most.
const RUNS_MAX: u64 = 64;

pub(super) fn scene(glance: &Glance<'_>, layout: &Layout) -> LogScene {
    let shape = layout.log;
    let Some(slot) = layout.slot(Pane::Log).filter(|_| shape.columns > 0) else {
        return LogScene::default();
    };
    let width = slot.inner().width.saturating_sub(2);
    let view = glance.ui.seen(Pane::Log, extents::log(glance, layout));
    let first = Index(view.top as u64 + 1);
    let cursor = cursor(glance, Index(view.cursor as u64 + 1));
    let meter = log_entry::meter(glance, cursor).filter(|_| width >= METER_WIDTH_MIN);
    let taken = meter.map_or(0, |meter| panes::meter::width(&meter) + 2);
    LogScene {
        shape,
        first,
        last: glance.last_index(),
        committed: glance.committed().0,
        follow: glance.ui.follows_newest,
        rows: rows(glance, first, shape),
        cursor,
        entry: log_entry::words(glance, cursor, width.saturating_sub(taken)),
        meter,
    }
}

/// The cell under the cursor, while the pane has the focus and there is an entry anywhere.
pub(super) fn cursor(glance: &Glance<'_>, index: Index) -> Option<LogCursor> {
    let is_lit = glance.spoken().entry == Some(index);
    let is_at_hand = glance.ui.focused() == Pane::Log || is_lit;
    let is_there = is_at_hand && glance.last_index() > Index::ZERO;
    is_there.then(|| LogCursor {
        node: glance.selected_node().id(),
        index,
    })
}

fn rows(glance: &Glance<'_>, first: Index, shape: LogShape) -> Vec<LogRow> {
    let notes = log_notes::Notes::of(glance, shape.notes_width.saturating_sub(1));
    let all = glance.view.nodes();
    all.map(|node| row(glance, node, (first, shape), &notes))
        .collect()
}

fn row(
    glance: &Glance<'_>,
    node: NodeView<'_>,
    (first, shape): (Index, LogShape),
    notes: &log_notes::Notes,
) -> LogRow {
    let progress = progress_of(glance, node);
    LogRow {
        node: node.id(),
        selected: glance.is_selected(node.id()),
        down: !node.is_up(),
        cells: cells(glance, node, (first, shape)),
        odd_runs_before: odd_runs_before(node.log(), first),
        applied: Some(node.applied_index()).filter(|applied| *applied > Index::ZERO),
        matched: progress
            .map(|(matched, _)| matched)
            .filter(|matched| *matched > Index::ZERO),
        next: progress.map(|(_, next)| next),
        note: notes.words(glance, node),
    }
}

/// `matchIndex` and `nextIndex` of a node as the leader has them; none for the leader itself.
pub(super) fn progress_of(glance: &Glance<'_>, node: NodeView<'_>) -> Option<(Index, Index)> {
    let leader = glance.bookkeeper()?;
    let progress = leader.progress(node.id())?;
    (leader.id() != node.id()).then_some((progress.match_index, progress.next_index))
}

fn cells(
    glance: &Glance<'_>,
    node: NodeView<'_>,
    (first, shape): (Index, LogShape),
) -> Vec<LogCell> {
    let log = node.log();
    let count = log
        .last_index()
        .next()
        .above(first)
        .min(shape.columns as u64);
    let indexes = (0..count).map(|place| first.plus(place));
    indexes
        .filter_map(|index| cell(glance, node, (index, shape.shows_commands)))
        .collect()
}

fn cell(
    glance: &Glance<'_>,
    node: NodeView<'_>,
    (index, with_text): (Index, bool),
) -> Option<LogCell> {
    let log = node.log();
    if with_text {
        let entry = log.entry(index)?;
        return Some(LogCell {
            term: entry.term,
            kind: kind(glance, node, index, entry.term),
            text: words::payload_in_short(entry.payload),
        });
    }
    let term = log.term_at(index)?;
    Some(LogCell {
        term,
        kind: kind(glance, node, index, term),
        text: String::new(),
    })
}

/// What a node knows of an entry of its log.
pub(super) fn kind(glance: &Glance<'_>, node: NodeView<'_>, index: Index, term: Term) -> CellKind {
    if !node.is_up() {
        CellKind::OnDisk
    } else if glance.conflicts(index, term) {
        CellKind::Conflict
    } else if index <= node.commit_index() {
        CellKind::Committed
    } else {
        CellKind::Unknown
    }
}

/// Whether an odd number of changes of term lies before the window.
///
/// Counted from the last multiple of [`RUNS_MAX`] that the terms crossed, so that a log of many terms costs no more
/// than one of few; a log of fewer terms is counted whole.
fn odd_runs_before(log: &RaftLog, first: Index) -> bool {
    let block = |term: Term| term.0 / RUNS_MAX;
    let Some(mut term) = log.term_at(first) else {
        return false;
    };
    let (anchor, mut index, mut changes) = (block(term), first, 0);
    while changes < RUNS_MAX {
        let before = log.first_of_run(index).prev();
        match log.term_at(before).filter(|_| before > Index::ZERO) {
            Some(earlier) if block(earlier) == anchor && before < index => {
                changes += u64::from(earlier != term);
                (index, term) = (before, earlier);
            }
            _ => break,
        }
    }
    changes % 2 == 1
}
