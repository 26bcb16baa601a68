//! What stands at a cell of the screen: for the mouse. The same arithmetic as drawing, the other way round.

use super::windows::{FeedWindow, KvWindow, NetWindow, card, overlay_lines};
use super::{Layout, Slot, inside};
use crate::tui::pen::columns;
use crate::tui::scene::Pane;
use ratatui::layout::Rect;

/// What a click hits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hit {
    /// A line of the overlay's list, counted from the first one on the screen; none beside the list. What lies under an
    /// overlay is never hit.
    Overlay(Option<usize>),
    /// The title of a pane, in front or behind.
    Tab(Pane),
    /// A line of a pane's list, counted from the first one on the screen: a node, a message, a key, an event.
    Line(Pane, usize),
    /// A cell of the log.
    Cell {
        /// The row, counted from the first node.
        row: usize,
        /// The column, counted from the first one on the screen.
        place: usize,
    },
    /// The bar of time: how far along it, in thousandths.
    Timeline(u64),
    /// Some other place of a pane.
    Pane(Pane),
}

impl Layout {
    /// What stands at a cell of the screen; none on the lines above and below the panes.
    #[must_use]
    pub fn hit(&self, column: u16, row: u16) -> Option<Hit> {
        let at = (column, row).into();
        if let Some(area) = self.overlay.filter(|area| area.contains(at)) {
            return Some(Hit::Overlay(line_in(
                overlay_lines(inside(area)),
                column,
                row,
            )));
        }
        let slot = self.slots.iter().find(|slot| slot.area.contains(at))?;
        let pane = slot.shown;
        if let Some(tab) = self.tab_at(slot, column, row) {
            return Some(Hit::Tab(tab));
        }
        if pane == Pane::Why
            && let Some(part) = part_of(FeedWindow::of(slot.inner()).timeline, column, row)
        {
            return Some(Hit::Timeline(part));
        }
        let hit = match pane {
            Pane::Nodes => self
                .node_at(slot, column, row)
                .map(|line| Hit::Line(pane, line)),
            Pane::Log => self.cell_at(slot, column, row),
            Pane::Net | Pane::Kv | Pane::Why => {
                line_in(list(slot), column, row).map(|line| Hit::Line(pane, line))
            }
        };
        Some(hit.unwrap_or(Hit::Pane(pane)))
    }

    fn tab_at(&self, slot: &Slot, column: u16, row: u16) -> Option<Pane> {
        let only_cards = self.cards && slot.tabs == [Pane::Nodes];
        if row != slot.area.y || only_cards {
            return None;
        }
        let mut start = slot.area.x + 1;
        slot.tabs.iter().copied().find(|tab| {
            let end = start + columns(tab.title()) + 2;
            let is_hit = (start..end).contains(&column);
            start = end;
            is_hit
        })
    }

    fn node_at(&self, slot: &Slot, column: u16, row: u16) -> Option<usize> {
        let place = if self.cards {
            let area = if slot.tabs.len() == 1 {
                slot.area
            } else {
                slot.inner()
            };
            let at = (column, row).into();
            (0..self.nodes).find(|&place| card(area, self.nodes, place).contains(at))
        } else {
            line_in(slot.inner(), column, row)
        };
        place.filter(|&place| place < self.nodes)
    }

    fn cell_at(&self, slot: &Slot, column: u16, row: u16) -> Option<Hit> {
        let inner = slot.inner();
        let row = line_in(inner, column, row)?.checked_sub(1)?;
        let place = self.log.place_at(column - inner.x)?;
        (row < self.nodes).then_some(Hit::Cell { row, place })
    }
}

/// Where the list of a pane stands.
fn list(slot: &Slot) -> Rect {
    match slot.shown {
        Pane::Net => NetWindow::of(slot.inner()).lines,
        Pane::Kv => KvWindow::of(slot.inner()).keys,
        Pane::Why => FeedWindow::of(slot.inner()).lines,
        Pane::Nodes | Pane::Log => slot.inner(),
    }
}

fn line_in(area: Rect, column: u16, row: u16) -> Option<usize> {
    area.contains((column, row).into())
        .then(|| usize::from(row - area.y))
}

/// How far along a bar a cell is, in thousandths; none beside it.
fn part_of(bar: Rect, column: u16, row: u16) -> Option<u64> {
    let last = u64::from(bar.width.saturating_sub(1).max(1));
    bar.contains((column, row).into())
        .then(|| u64::from(column - bar.x) * 1000 / last)
}
