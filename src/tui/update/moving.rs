//! The eye moves: cursors, focus, selection, the mouse. The cluster stays as it is.

use super::{Desk, Wish};
use crate::ids::NodeId;
use crate::tui::compose;
use crate::tui::intent::Motion;
use crate::tui::keymap::help;
use crate::tui::layout::{Hit, Layout};
use crate::tui::scene::{OverlayKind, Pane, Tone};

/// Lines that one notch of the wheel moves.
const WHEEL_LINES: usize = 3;

impl Desk {
    pub(super) fn go(&mut self, motion: Motion, layout: &Layout) {
        let extents = self.extents(layout);
        let extent = if self.ui.overlay.is_some() {
            extents.overlay()
        } else {
            extents.of(self.ui.focused())
        };
        self.ui.go(motion, self.lab.view().node_count(), extent);
    }

    pub(super) fn select(&mut self, number: u8) {
        let nodes = self.lab.view().node_count();
        let node = NodeId(u64::from(number));
        if !self.ui.select(node, nodes) {
            self.ui.say(
                Tone::Plain,
                format!("there is no {node}: the cluster has {nodes} nodes"),
            );
        }
    }

    /// Closes what is open, or drops what is still to be done.
    pub(super) fn close(&mut self) {
        if !self.ui.close() && self.lab.stop() {
            self.ui.say(Tone::Plain, "stopped");
        }
    }

    /// Closes the note, and goes on to what the play does next only when asked to.
    pub(super) fn continue_play(&mut self) {
        if self
            .ui
            .overlay
            .as_ref()
            .is_some_and(|overlay| overlay.kind == OverlayKind::Note)
        {
            self.ui.overlay = None;
        }
    }

    pub(super) fn run_help_line(&mut self, layout: &Layout) -> Wish {
        let Some(overlay) = &self.ui.overlay else {
            return Wish::Nothing;
        };
        let moment = compose::moment(&self.lab, &self.ui);
        let rows = help(&overlay.search, &moment);
        if let Some(intent) = rows.get(overlay.view.cursor).and_then(|row| row.intent) {
            self.ui.overlay = None;
            self.carry_out(intent, layout)
        } else {
            self.ui.say(Tone::Plain, "that line cannot be run now");
            Wish::Nothing
        }
    }

    pub(super) fn click(&mut self, column: u16, row: u16, layout: &Layout) -> Wish {
        match layout.hit(column, row) {
            Some(Hit::Overlay(Some(line))) => self.choose_in_overlay(line, layout),
            Some(Hit::Tab(pane) | Hit::Pane(pane)) => self.ui.recency.focus(pane),
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
        if let Some(overlay) = &mut self.ui.overlay {
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
        for _ in 0..WHEEL_LINES {
            self.go(motion, layout);
        }
        Wish::Nothing
    }
}
