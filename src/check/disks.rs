//! What a node's disk must give back: what was synced, and what of the rest a torn write may have left.
//!
//! Told by the events of the disk alone. A crash leaves what was synced; a torn one leaves that and the first records of
//! what was not: term and vote before the entries of their save, entries one by one.

use super::chains::NOTHING;
use crate::ids::Index;
use crate::log::HardState;
use crate::node::SaveNumber;
use std::collections::VecDeque;

/// What is on one disk, as far as it is known from outside.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    /// Synced.
    pub(super) synced: Image,
    /// Written and not synced, in order.
    pending: VecDeque<Unsynced>,
    /// The numbers of entries that no save has yet, from an index on.
    fresh_from: Index,
    fresh: Vec<u64>,
    /// The process ended in a torn write.
    pub(super) torn: bool,
    /// Damage was done to what was synced; whether the reader can know it for damage.
    pub(super) rotted: Option<bool>,
}

/// Term, vote and log as a file gives them back: of the log its last index and its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Image {
    pub(super) hard_state: HardState,
    pub(super) last: Index,
    pub(super) hash: u64,
}

impl Default for Image {
    /// A blank file.
    fn default() -> Self {
        Self {
            hard_state: HardState::default(),
            last: Index::ZERO,
            hash: NOTHING,
        }
    }
}

/// A save that is written and not synced.
#[derive(Clone, Debug)]
struct Unsynced {
    save: SaveNumber,
    hard_state: HardState,
    /// Its first entry; 0 where it has none.
    first: Index,
    hashes: Vec<u64>,
    /// The last entry of the log when it was written, that is still there.
    through: Index,
}

impl Disk {
    /// A disk that holds this much, all of it synced.
    pub(super) fn holding(image: Image) -> Self {
        Self {
            synced: image,
            ..Self::default()
        }
    }

    /// An entry is in the log, in memory, and will be in the next save.
    #[inline]
    pub(super) fn entry(&mut self, index: Index, hash: u64) {
        if self.fresh.is_empty() {
            self.fresh_from = index;
        }
        if index != self.fresh_from.plus(self.fresh.len() as u64) {
            let keep = usize::try_from(index.above(self.fresh_from)).unwrap_or(usize::MAX);
            self.fresh.truncate(keep);
            self.fresh_from = self.fresh_from.min(index);
        }
        self.fresh.push(hash);
    }

    /// The log was cut in memory: what was written beyond is no longer what the log holds.
    pub(super) fn cut(&mut self, from: Index) {
        let keep = usize::try_from(from.above(self.fresh_from)).unwrap_or(usize::MAX);
        self.fresh.truncate(keep);
        for save in &mut self.pending {
            save.through = save.through.min(from.prev());
        }
    }

    /// A save was written and waits.
    pub(super) fn written(&mut self, save: SaveNumber, hard_state: HardState, last: Index) {
        let hashes = std::mem::take(&mut self.fresh);
        self.pending.push_back(Unsynced {
            save,
            hard_state,
            first: if hashes.is_empty() {
                Index::ZERO
            } else {
                self.fresh_from
            },
            hashes,
            through: last,
        });
    }

    /// A save was synced, and with it the log up to here in memory: how much of it is durable now.
    pub(super) fn sync(
        &mut self,
        save: SaveNumber,
        hard_state: HardState,
        last: Index,
        hash: u64,
    ) -> Index {
        self.synced.hard_state = hard_state;
        if self.pending.is_empty() {
            self.fresh.clear();
            (self.synced.last, self.synced.hash) = (last, hash);
            return last;
        }
        let mut through = Index::ZERO;
        while let Some(front) = self.pending.front().filter(|front| front.save <= save) {
            through = front.through;
            if let Some(hash) = front.hashes.last() {
                self.synced.last = front.first.plus(front.hashes.len() as u64).prev();
                self.synced.hash = *hash;
            }
            self.pending.pop_front();
        }
        through
    }

    /// The process ended.
    pub(super) fn crash(&mut self, torn: bool) {
        self.fresh.clear();
        self.torn = torn;
        if !torn {
            self.pending.clear();
        }
    }

    /// Whether a restart may give this: what was synced, or, behind a torn write, the first records of the rest too.
    pub(super) fn may_give(&self, found: Image) -> bool {
        if found == self.synced {
            return true;
        }
        let mut image = self.synced;
        self.torn
            && self.pending.iter().any(|save| {
                image.hard_state = save.hard_state;
                if found == image {
                    return true;
                }
                save.hashes.iter().enumerate().any(|(place, hash)| {
                    image.last = save.first.plus(place as u64);
                    image.hash = *hash;
                    found == image
                })
            })
    }
}
