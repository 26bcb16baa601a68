//! The eye moves: cursors, focus, selection, the mouse. The cluster stays as it is.

use super::{Desk, Wish};
use crate::ids::NodeId;
use crate::tui::compose;
use crate::tui::intent::Motion;
use crate::tui::layout::{Hit, Layout};
use crate::tui::scene::{OverlayKind, Pane, Tone};
use crate::tui::view::Extent;

/// Lines that one notch of the wheel moves.
const WHEEL_LINES: usize = 3;

impl Desk {
    /// Moves as a key asks, or says why nothing moves.
    pub(super) fn go(&mut self, motion: Motion, layout: &Layout) {
        let is_sideways = matches!(motion, Motion::Left | Motion::Right);
        if self.ui.overlay.is_none() && self.ui.focused() == Pane::Why && is_sideways {
            self.scrub(motion);
            return;
        }
        let extent = self.extent(layout);
        if !self.ui.go(motion, self.lab.view().node_count(), extent) {
            let lists = self.ui.overlay.is_some() || self.ui.focused() != Pane::Log;
            let sideways = matches!(motion, Motion::Left | Motion::Right);
            let why = match extent.count {
                0 => "there is nothing here to move in",
                _ if lists && sideways => "nothing lies beside: up and down move here",
                _ => "there is nothing further that way",
            };
            self.ui.say(Tone::Plain, why);
        }
    }

    /// The extent of what the movement keys move in.
    fn extent(&self, layout: &Layout) -> Extent {
        let extents = self.extents(layout);
        if self.ui.overlay.is_some() {
            extents.overlay()
        } else {
            extents.of(self.ui.focused())
        }
    }

    pub(super) fn select(&mut self, number: u8) {
        let nodes = self.lab.view().node_count();
        let node = NodeId(u64::from(number));
        if node == self.ui.selected {
            self.ui.say(Tone::Plain, format!("{node} is selected"));
        }
        if !self.ui.select(node, nodes) {
            self.ui.say(
                Tone::Plain,
                format!("there is no {node}: the cluster has {nodes} nodes"),
            );
        } else if self.ui.focused() != Pane::Log {
            // So that Enter opens that node, not a line of another list; the log has a row a node, where the eye stays.
            self.ui.recency.focus(Pane::Nodes);
        }
    }

    /// Closes what is open, or drops what is still to be done.
    pub(super) fn close(&mut self) {
        if !self.ui.close() {
            self.stop();
        }
        if self.ui.overlay.is_none() {
            self.ui.alarm = None;
        }
    }

    /// Closes the note: what stands behind it in the same line goes on, the play's next statement when asked for.
    pub(super) fn continue_play(&mut self) {
        if self.reads_note() {
            self.go_on_after_alarm();
        }
    }

    pub(super) fn run_help_line(&mut self, layout: &Layout) -> Wish {
        let Some(overlay) = &self.ui.overlay else {
            return Wish::Nothing;
        };
        if overlay.kind == OverlayKind::Branches {
            self.go_to_branch();
            return Wish::Nothing;
        }
        let rows = compose::help_rows(&self.lab, &self.ui, layout);
        match rows.get(overlay.view.cursor).map(|row| row.intent) {
            Some(Ok(intent)) => {
                self.ui.overlay = None;
                return self.carry_out(intent, layout);
            }
            Some(Err(why)) => self.ui.say(Tone::Plain, why),
            None => self.ui.say(Tone::Plain, "no line is chosen"),
        }
        Wish::Nothing
    }

    pub(super) fn click(&mut self, column: u16, row: u16, layout: &Layout) -> Wish {
        match layout.hit(column, row) {
            Some(Hit::Overlay(Some(line))) => self.choose_in_overlay(line, layout),
            Some(Hit::Tab(pane) | Hit::Pane(pane)) => self.ui.recency.focus(pane),
            Some(Hit::Timeline(part)) => self.go_to_part(part),
            Some(Hit::Line(pane, line)) => self.choose(pane, line, layout),
            Some(Hit::Cell { row, place }) => {
                self.choose(Pane::Log, place, layout);
                self.select_row(row);
            }
            Some(Hit::Overlay(None)) | None => {}
        }
        Wish::Nothing
    }

    fn choose_in_overlay(&mut self, line: usize, layout: &Layout) {
        let extent = self.extents(layout).overlay();
        let is_beside = |kind: OverlayKind| kind.is_table() && line >= extent.page;
        if let Some(overlay) = self
            .ui
            .overlay
            .as_mut()
            .filter(|open| !is_beside(open.kind))
        {
            overlay.view.put(overlay.view.top + line, extent);
        }
    }

    /// Focuses a pane and puts its cursor on a line of its window.
    fn choose(&mut self, pane: Pane, line: usize, layout: &Layout) {
        self.ui.recency.focus(pane);
        if pane == Pane::Nodes {
            self.select_row(line);
            return;
        }
        let extent = self.extents(layout).of(pane);
        self.ui.follows_newest &= !matches!(pane, Pane::Log | Pane::Why);
        let view = self.ui.view_mut(pane);
        view.put(view.top + line, extent);
    }

    fn select_row(&mut self, row: usize) {
        let nodes = self.lab.view().node_count();
        self.ui.select(NodeId::at_slot(row), nodes);
    }

    pub(super) fn wheel(&mut self, up: bool, column: u16, row: u16, layout: &Layout) -> Wish {
        if self.ui.overlay.is_none() {
            let pane = match layout.hit(column, row) {
                Some(Hit::Tab(pane) | Hit::Pane(pane) | Hit::Line(pane, _)) => pane,
                Some(Hit::Cell { .. }) => Pane::Log,
                Some(Hit::Timeline(_)) => Pane::Why,
                Some(Hit::Overlay(_)) | None => return Wish::Nothing,
            };
            self.ui.recency.focus(pane);
        }
        let sideways = self.ui.overlay.is_none() && self.ui.focused() == Pane::Log;
        let motion = match (up, sideways) {
            (true, false) => Motion::Up,
            (false, false) => Motion::Down,
            (true, true) => Motion::Left,
            (false, true) => Motion::Right,
        };
        // Rows of nodes are few, and the selection goes with them.
        let chooses_node = self.ui.overlay.is_none() && self.ui.focused() == Pane::Nodes;
        let (extent, nodes) = (self.extent(layout), self.lab.view().node_count());
        for _ in 0..if chooses_node { 1 } else { WHEEL_LINES } {
            self.ui.go(motion, nodes, extent);
        }
        Wish::Nothing
    }
}
