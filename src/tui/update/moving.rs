//! The eye moves: cursors, focus, selection, the mouse. The cluster stays as it is.

use super::{Desk, Wish};
use crate::ids::NodeId;
use crate::tui::compose;
use crate::tui::frame;
use crate::tui::intent::Motion;
use crate::tui::keymap::help;
use crate::tui::layout::Layout;
use crate::tui::scene::{OverlayKind, Pane, Tone};

/// Lines that one notch of the wheel moves.
const WHEEL_LINES: usize = 3;

impl Desk {
    pub(super) fn go(&mut self, motion: Motion, layout: &Layout) {
        let extents = self.extents(layout);
        let extent = if self.ui.overlay.is_some() { extents.overlay() } else { extents.of(self.ui.focused()) };
        self.ui.go(motion, self.lab.view().node_count(), extent);
    }

    pub(super) fn select(&mut self, number: u8) {
        let nodes = self.lab.view().node_count();
        let node = NodeId(u64::from(number));
        if !self.ui.select(node, nodes) {
            self.ui.say(Tone::Plain, format!("there is no {node}: the cluster has {nodes} nodes"));
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
        if self.ui.overlay.as_ref().is_some_and(|overlay| overlay.kind == OverlayKind::Note) {
            self.ui.overlay = None;
        }
    }

    pub(super) fn run_help_line(&mut self, layout: &Layout) -> Wish {
        let Some(overlay) = &self.ui.overlay else { return Wish::Nothing };
        let moment = compose::moment(&self.lab, &self.ui);
        let rows = help(&overlay.search, &moment);
        match rows.get(overlay.view.cursor).and_then(|row| row.intent) {
            Some(intent) => {
                self.ui.overlay = None;
                self.carry_out(intent, layout)
            }
            None => {
                self.ui.say(Tone::Plain, "that line cannot be run now");
                Wish::Nothing
            }
        }
    }

    pub(super) fn click(&mut self, column: u16, row: u16, layout: &Layout) -> Wish {
        let Some(slot) = layout.slot_at(column, row).filter(|_| self.ui.overlay.is_none()) else {
            return Wish::Nothing;
        };
        self.ui.recency.focus(frame::tab_at(slot, column).filter(|_| row == slot.area.y).unwrap_or(slot.shown));
        let inner = slot.inner();
        let line = usize::from(row.saturating_sub(inner.y));
        match slot.shown {
            Pane::Nodes if layout.cards => self.click_card(column, slot.area.x, slot.area.width),
            Pane::Nodes if inner.contains((column, row).into()) => self.click_node(line),
            Pane::Log if inner.contains((column, row).into()) && line > 0 => self.click_node(line - 1),
            _ => {}
        }
        Wish::Nothing
    }

    fn click_node(&mut self, line: usize) {
        let nodes = self.lab.view().node_count();
        self.ui.select(NodeId::at_slot(line), nodes);
    }

    fn click_card(&mut self, column: u16, left: u16, width: u16) {
        let nodes = self.lab.view().node_count();
        let place = usize::from(column.saturating_sub(left)) * nodes / usize::from(width.max(1));
        self.ui.select(NodeId::at_slot(place), nodes);
    }

    pub(super) fn wheel(&mut self, up: bool, column: u16, row: u16, layout: &Layout) -> Wish {
        if self.ui.overlay.is_none() {
            let Some(slot) = layout.slot_at(column, row) else { return Wish::Nothing };
            self.ui.recency.focus(slot.shown);
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
