//! Saves that were asked for and are not durable yet: what they hold, and which of them a message waits for.
//!
//! Book-keeping only; what must be saved is decided in [`super::rules`].

use super::effects::SaveNumber;
use super::state_fold::FutureFold;
use crate::ids::Index;
use crate::log::{Entries, HardState};
use crate::storage::Save;
use std::collections::VecDeque;

/// What has been written and is not durable yet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Saves {
    /// The number of the last save.
    last: SaveNumber,
    pending: VecDeque<Pending>,
    /// Entries that the save of the present input holds.
    pub(super) entries: Entries,
    /// Term and vote as last written, and as durable.
    pub(super) written: HardState,
    pub(super) durable: HardState,
    /// The last entry that is durable and still in the log.
    pub(super) durable_index: Index,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Pending {
    number: SaveNumber,
    hard: Option<HardState>,
    /// The last entry it holds that is still in the log.
    last: Option<Index>,
}

impl Saves {
    /// What a node begins with: all that its disk gave back is durable.
    pub(super) fn recovered(hard: HardState, last: Index) -> Self {
        Self {
            written: hard,
            durable: hard,
            durable_index: last,
            ..Self::default()
        }
    }

    /// The save that term and vote, as they are in memory, wait for; `unsaved`: the present input will save them.
    pub(super) fn of_hard_state(&self, unsaved: bool) -> Option<SaveNumber> {
        if unsaved {
            return Some(self.next());
        }
        self.pending
            .iter()
            .rev()
            .find(|save| save.hard.is_some())
            .map(|save| save.number)
    }

    /// The save that the entry at an index, and so all before it, wait for.
    pub(super) fn of_entry(&self, index: Index) -> Option<SaveNumber> {
        if index <= self.durable_index {
            return None;
        }
        let pending = self
            .pending
            .iter()
            .find(|save| save.last >= Some(index))
            .map(|save| save.number);
        pending.or_else(|| (self.entries.last_index() >= Some(index)).then(|| self.next()))
    }

    /// Numbers the save of the present input; none if it has nothing to say.
    pub(super) fn begin(&mut self, hard_state: Option<HardState>) -> Option<(SaveNumber, Save)> {
        if hard_state.is_none() && self.entries.is_empty() {
            return None;
        }
        let entries = std::mem::take(&mut self.entries);
        self.written = hard_state.unwrap_or(self.written);
        self.last = self.next();
        self.pending.push_back(Pending {
            number: self.last,
            hard: hard_state,
            last: entries.last_index(),
        });
        Some((
            self.last,
            Save {
                hard_state,
                entries,
            },
        ))
    }

    /// The last durable entry of the log once this save is durable.
    pub(super) fn durable_after(&self, number: SaveNumber) -> Index {
        let done = self.pending.iter().take_while(|save| save.number <= number);
        let last = done.filter_map(|save| save.last).max();
        self.durable_index.max(last.unwrap_or_default())
    }

    /// Notes that this save and all before it are durable.
    pub(super) fn persisted(&mut self, number: SaveNumber) {
        while self
            .pending
            .front()
            .is_some_and(|save| save.number <= number)
        {
            let Some(save) = self.pending.pop_front() else {
                return;
            };
            self.durable = save.hard.unwrap_or(self.durable);
            self.durable_index = self.durable_index.max(save.last.unwrap_or_default());
        }
    }

    /// Notes that the log was cut: what was written beyond is no longer what the log holds.
    pub(super) fn cut(&mut self, from: Index) {
        let keep = from.prev();
        self.durable_index = self.durable_index.min(keep);
        for save in &mut self.pending {
            save.last = save.last.map(|last| last.min(keep));
        }
    }

    /// How many saves were asked for since this one.
    pub(super) fn age(&self, number: SaveNumber) -> u64 {
        self.last.0.saturating_sub(number.0)
    }

    /// Takes all of them that still matters.
    pub(super) fn fold_state(&self, fold: &mut FutureFold<'_>) {
        fold.hard_state(self.written);
        fold.hard_state(self.durable);
        fold.word(self.durable_index.0);
        fold.word(self.pending.len() as u64);
        for save in &self.pending {
            fold.word(self.age(save.number));
            fold.word(u64::from(save.hard.is_some()));
            fold.hard_state(save.hard.unwrap_or_default());
            fold.word(save.last.map_or(0, |last| last.0 + 1));
        }
    }

    fn next(&self) -> SaveNumber {
        SaveNumber(self.last.0 + 1)
    }
}
