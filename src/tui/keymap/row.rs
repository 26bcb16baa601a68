//! How a row of the table is put together, a word at a time. The rows are in [`super::table`].

use super::{Binding, Group, Label, Mode, Moment};
use crate::tui::input::{Key, KeyCode};
use crate::tui::intent::Intent;

pub(super) const PANES: &[Mode] = &[Mode::Panes];
pub(super) const READING: &[Mode] = &[Mode::Panes, Mode::Overlay, Mode::Note, Mode::Alarm];
pub(super) const OVERLAYS: &[Mode] = &[Mode::Overlay, Mode::Note, Mode::Alarm];
/// Where a line can be opened: what waits to be read is read by that.
pub(super) const LINES: &[Mode] = &[Mode::Panes, Mode::Note, Mode::Alarm];
pub(super) const NOTES: &[Mode] = &[Mode::Note, Mode::Alarm];

pub(super) const fn letter(letter: char, intent: Intent) -> (Key, Intent) {
    (Key::char(letter), intent)
}

pub(super) const fn ctrl(letter: char, intent: Intent) -> (Key, Intent) {
    (Key::ctrl(letter), intent)
}

pub(super) const fn named(code: KeyCode, intent: Intent) -> (Key, Intent) {
    (Key::plain(code), intent)
}

/// A row for the panes, always available, not in the footer.
pub(super) const fn row(group: Group, keys: &'static [(Key, Intent)], label: Label) -> Binding {
    Binding {
        keys,
        spelled: "",
        label,
        sentence: "",
        verb: "",
        group,
        modes: PANES,
        refusal: |_| None,
        rank: 0,
    }
}

impl Binding {
    pub(super) const fn spelled(self, spelled: &'static str) -> Self {
        Self { spelled, ..self }
    }

    pub(super) const fn says(self, sentence: &'static str) -> Self {
        Self { sentence, ..self }
    }

    pub(super) const fn verb(self, verb: &'static str) -> Self {
        Self { verb, ..self }
    }

    pub(super) const fn within(self, modes: &'static [Mode]) -> Self {
        Self { modes, ..self }
    }

    pub(super) const fn refused(self, refusal: fn(&Moment) -> Option<&'static str>) -> Self {
        Self { refusal, ..self }
    }

    pub(super) const fn footer(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
}
