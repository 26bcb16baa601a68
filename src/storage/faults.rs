//! What can be done to a disk in memory: crashes that lose or tear what was not synced, and damage to what was.
//!
//! Tears are what any disk may do in a crash and what reading must see through; rot is outside what Raft tolerates.
//! Read [`crate::log::wal::reading`] for how each is told from the other.

use super::memory::MemDisk;
use super::pieces::{Piece, Search};
use crate::dice::Dice;
use crate::ids::Index;
use crate::log::wal::SECTOR_BYTES;
use crate::log::wal::reading::sectors;
use std::ops::Range;

/// How a record is damaged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RotKind {
    /// One bit flips.
    Bit,
    /// What of it lies in one sector turns to zeros.
    Zeros,
}

impl MemDisk {
    /// A crash: what was not synced is gone. The file must be read before anything is written.
    pub fn crash(&mut self) {
        self.tear(0);
    }

    /// A crash that leaves only the first `keep` bytes of what was not synced; gives how many it left. They stay from
    /// now on.
    pub fn tear(&mut self, keep: u64) -> u64 {
        let kept = keep.min(self.written - self.synced);
        self.truncate(self.synced + kept);
        self.come_to_rest();
        kept
    }

    /// A crash that leaves everything written, but for the last save that was not synced: where these sectors of the file
    /// hold it, they read as zeros. They are counted from the one in which it begins, which is 0. Tells whether there was
    /// such a save.
    pub fn tear_zero(&mut self, sectors: &[u64]) -> bool {
        let unsynced = self.synced..self.written;
        if !unsynced.is_empty() {
            self.seal();
            let begin = self.pieces.last().map_or(0, Piece::last_save_at);
            let torn = begin.max(unsynced.start)..unsynced.end;
            self.change(begin, |at, bytes| {
                for sector in sectors {
                    let first = (begin / SECTOR_BYTES).saturating_add(*sector);
                    let start = first.saturating_mul(SECTOR_BYTES);
                    let part =
                        start.max(torn.start)..start.saturating_add(SECTOR_BYTES).min(torn.end);
                    zero(at, bytes, &part);
                }
            });
        }
        self.come_to_rest();
        !unsynced.is_empty()
    }

    /// Where the record of an entry stands on the disk, in bytes; none where the log on the disk, as far as it is
    /// synced, has no such entry.
    #[must_use]
    pub fn record_of(&self, index: Index) -> Option<Range<u64>> {
        let mut durable = self.clone();
        durable.truncate(self.synced);
        for piece in durable.pieces.iter_from(0).rev() {
            match piece.search(index) {
                Search::Found(record) => return Some(record),
                Search::Before => {}
                Search::Absent => return None,
            }
        }
        None
    }

    /// Damages the record of an entry; gives the offset at which it begins. None, and nothing is changed, where
    /// [`Self::record_of`] finds no such entry.
    pub fn rot(&mut self, index: Index, kind: RotKind, dice: &mut Dice) -> Option<u64> {
        let record = self.record_of(index)?;
        self.seal();
        self.change(record.start, |at, bytes| {
            let within = within(at, bytes, &record);
            let last = |count: usize| (count as u64).saturating_sub(1);
            let draw = |dice: &mut Dice, count| usize::try_from(dice.range(0..=last(count)));
            match kind {
                RotKind::Bit => {
                    let bit = draw(dice, within.len() * 8).unwrap_or_default();
                    bytes[within.start + bit / 8] ^= 1 << (bit % 8);
                }
                RotKind::Zeros => {
                    let record = place(record.start)..place(record.end);
                    let parts: Vec<_> = sectors(record).collect();
                    let part = &parts[draw(dice, parts.len()).unwrap_or_default()];
                    zero(at, bytes, &(part.start as u64..part.end as u64));
                }
            }
        });
        Some(record.start)
    }

    /// What a crash left is what the disk holds, however often it crashes again.
    fn come_to_rest(&mut self) {
        self.synced = self.written;
        self.is_unread = true;
    }

    /// Changes the bytes of the save in which an offset lies; all saves are sealed. `change` is told where they begin.
    fn change(&mut self, offset: u64, change: impl FnOnce(u64, &mut [u8])) {
        let place = self.pieces.partition_point(|piece| piece.end() <= offset);
        let mut rest: Vec<_> = self.pieces.iter_from(place).cloned().collect();
        self.pieces.truncate(place);
        self.unshared = self.unshared.min(place);
        let touched = rest.drain(..1.min(rest.len())).next();
        let changed = touched.map(|piece| piece.change(offset, self.salt, change));
        self.pieces.extend(changed.into_iter().flatten());
        self.pieces.extend(rest);
    }
}

/// Zeroes what of a range of the file lies in these bytes, which begin at `at`.
fn zero(at: u64, bytes: &mut [u8], range: &Range<u64>) {
    let part = within(at, bytes, range);
    bytes[part].fill(0);
}

/// The part of a range of the file that lies in these bytes, which begin at `at`; empty where none does.
fn within(at: u64, bytes: &[u8], range: &Range<u64>) -> Range<usize> {
    let inside = |offset: u64| place(offset.saturating_sub(at)).min(bytes.len());
    let start = inside(range.start);
    start..inside(range.end).max(start)
}

fn place(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
