//! A disk in memory: what was written to a server's write-ahead log, how much of it is synced, and what a crash leaves.
//!
//! A disk is a plain value whose copy costs the same for short and long logs. It keeps saves as values and renders the
//! real bytes of [`crate::log::wal`] when they are read; recovery always runs over these bytes. Small saves gather in
//! an open run that copies their entries, and is sealed at 256 entries, 32 KiB or 1024 saves: so a disk of many saves of
//! one entry takes what a log takes, about a byte more a save, and next to nothing where [`MemDisk::share`] is called now
//! and then. Saves of many entries share the memory of these.
//! Read `faults` for what can be done to a disk, `pieces` for how it is kept.

use super::flaw::{self, DiskFlaw};
use super::pieces::{OpenRun, Piece, PlacedSave};
use super::{Recovered, Save, Storage, StorageError, TornTail};
use crate::dice::Dice;
use crate::ids::Index;
use crate::log::wal::{self, NEW_FILE_BYTES, Recovery, Strictness};
use crate::log::{HardState, RaftLog, SharedList};

/// A save of this many entries keeps them shared: where smaller ones did, the disk would be made of many small pieces of
/// memory that scatter the rest..
const SHARED_ENTRIES_MIN: usize = 256;
/// ..and one of this many bytes of payload too.
const SHARED_BYTES_MIN: u64 = 8 << 10;

/// A disk in memory.
#[derive(Clone, Debug)]
pub struct MemDisk {
    /// Draws the salt of every new file.
    dice: Dice,
    pub(super) salt: u64,
    pub(super) pieces: SharedList<Piece>,
    open: OpenRun,
    /// The place of the first piece that may share the memory of the server's log and does not yet.
    pub(super) unshared: usize,
    /// The length of the file.
    pub(super) written: u64,
    pub(super) synced: u64,
    /// What the file would give back.
    hard_state: HardState,
    /// A crash, or damage that was found: nothing may be written until the file is read.
    pub(super) is_unread: bool,
    strictness: Strictness,
    flaw: Option<DiskFlaw>,
    /// Term and vote that a flaw holds back.
    late: Option<HardState>,
}

impl MemDisk {
    /// A disk with a new file, made and synced, its salt drawn from the dice.
    #[must_use]
    pub fn new(mut dice: Dice) -> Self {
        let salt = dice.bits();
        let mut pieces = SharedList::default();
        pieces.push(Piece::raw(0, wal::new_file(salt)));
        Self {
            dice,
            salt,
            pieces,
            open: OpenRun::starting_at(NEW_FILE_BYTES),
            unshared: 1,
            written: NEW_FILE_BYTES,
            synced: NEW_FILE_BYTES,
            hard_state: HardState::default(),
            is_unread: false,
            strictness: Strictness::Strict,
            flaw: None,
            late: None,
        }
    }

    /// A disk that holds this much already, in one synced save. No entry's term may be above that of the hard state.
    #[must_use]
    pub fn preset(dice: Dice, hard_state: HardState, log: &RaftLog) -> Self {
        let mut disk = Self::new(dice);
        disk.append(&Save {
            hard_state: Some(hard_state),
            entries: log.slice(Index::FIRST, u64::MAX, usize::MAX),
        });
        disk.synced = disk.written;
        disk
    }

    /// The offset below which everything is durable, in bytes.
    #[must_use]
    pub fn synced(&self) -> u64 {
        self.synced
    }

    /// The length of the file, in bytes.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Term and vote that the file gives back, synced or not.
    #[must_use]
    pub fn hard_state(&self) -> HardState {
        self.hard_state
    }

    /// Says whether a rule of Raft was broken while the file was written: its breaches are then findings, not damage.
    pub fn set_outside_model(&mut self, outside: bool) {
        self.strictness = if outside {
            Strictness::RaftRuleBroken
        } else {
            Strictness::Strict
        };
    }

    /// Whether a rule of Raft was broken while the file was written.
    #[must_use]
    pub fn is_outside_model(&self) -> bool {
        self.strictness == Strictness::RaftRuleBroken
    }

    /// Gives the disk a flaw, or takes it away.
    pub fn set_flaw(&mut self, flaw: Option<DiskFlaw>) {
        self.flaw = flaw;
    }

    /// The file, byte for byte.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.written).unwrap_or_default());
        let open = self.open.clone().seal();
        for piece in self.pieces.iter_from(0).chain(&open) {
            piece.render(self.salt, &mut bytes);
        }
        bytes
    }

    /// What [`Storage::recover`] would give, with nothing changed. Reads the whole file.
    pub fn peek(&self) -> Result<Recovered, StorageError> {
        self.read().map(|found| found.0)
    }

    /// The offset below which later bytes of the file prove that it was synced, bytes that no crash can take; 0 for a file
    /// that cannot be opened. Damage beyond can look like a torn write. Reads the whole file.
    #[must_use]
    pub fn proven(&self) -> u64 {
        let mut bytes = self.bytes();
        bytes.truncate(usize::try_from(self.synced).unwrap_or(usize::MAX));
        match wal::recover(&bytes, self.strictness) {
            Ok(Recovery::Opened(reading)) => reading.proven,
            _ => 0,
        }
    }

    /// Lets the disk share the memory of the server's log where both hold the same entries, which changes no byte of the
    /// file. Cheap where there is nothing to share: it is meant to be called after every write, or every so many.
    pub fn share(&mut self, log: &RaftLog) {
        while let Some(piece) = self.pieces.get(self.unshared) {
            if piece.last_index() > Some(log.shared_through()) {
                return;
            }
            let later: Vec<_> = self.pieces.iter_from(self.unshared).cloned().collect();
            self.pieces.truncate(self.unshared);
            let (mut settled, through) = (true, Some(log.shared_through()));
            for piece in later {
                settled &= piece.last_index() <= through;
                self.unshared += usize::from(settled);
                self.pieces
                    .push(if settled { piece.sharing(log) } else { piece });
            }
        }
    }

    /// A blank disk in place of this one: a new file with a new salt.
    pub fn wipe(&mut self) {
        let (strictness, flaw) = (self.strictness, self.flaw);
        *self = Self::new(self.dice.clone());
        (self.strictness, self.flaw) = (strictness, flaw);
    }

    /// What the file says, and its length and salt afterwards; none if it is to be made anew.
    fn read(&self) -> Result<(Recovered, Option<u64>), StorageError> {
        let (mut bytes, found) = flaw::recover(self.bytes(), self.strictness, self.flaw);
        let reading = match found? {
            Recovery::NeverMade => return Ok((Recovered::default(), None)),
            Recovery::Opened(reading) => reading,
        };
        let at = reading.length;
        let cut = (reading.torn_bytes > 0).then(|| TornTail {
            at,
            bytes: bytes.split_off(usize::try_from(at).unwrap_or(usize::MAX)),
        });
        let recovered = Recovered {
            hard_state: reading.hard_state,
            log: reading.log,
            cut,
            findings: reading.findings,
        };
        Ok((recovered, Some(at)))
    }

    /// Puts a save behind what is there.
    fn append(&mut self, save: &Save) {
        let hard_state = save.hard_state.filter(|hard| *hard != self.hard_state);
        if hard_state.is_none() && save.entries.is_empty() {
            return;
        }
        let (count, bytes) = (save.entries.len(), save.entries.payload_bytes());
        if count >= SHARED_ENTRIES_MIN || bytes >= SHARED_BYTES_MIN {
            self.seal();
            self.pieces.extend(Piece::of(PlacedSave {
                at: self.written,
                synced: self.synced,
                hard_state,
                entries: save.entries.clone(),
            }));
            self.written = self.pieces.last().map_or(self.written, Piece::end);
            self.open = OpenRun::starting_at(self.written);
        } else {
            if !self.open.takes(&save.entries) {
                self.seal();
            }
            self.open.push(hard_state, &save.entries, self.synced);
            self.written = self.open.end();
            if self.open.is_full() {
                self.seal();
            }
        }
        self.hard_state = hard_state.unwrap_or(self.hard_state);
    }

    /// Ends the open run; the next one begins at its end.
    pub(super) fn seal(&mut self) {
        let next = self.open.successor();
        let open = std::mem::replace(&mut self.open, next);
        self.pieces.extend(open.seal());
    }

    /// Cuts the file to this length, at most the one it has.
    pub(super) fn truncate(&mut self, length: u64) {
        self.seal();
        let whole = self.pieces.partition_point(|piece| piece.end() <= length);
        let cut = self.pieces.get(whole).cloned();
        self.pieces.truncate(whole);
        self.unshared = self.unshared.min(whole);
        if let Some(piece) = cut.filter(|piece| piece.at() < length) {
            self.pieces.extend(piece.below(length, self.salt));
        }
        self.written = length;
        self.open = OpenRun::starting_at(length);
    }
}

impl Storage for MemDisk {
    fn write(&mut self, save: &Save) -> Result<u64, StorageError> {
        if self.is_unread {
            let what = "writing to a file that was not read since the crash";
            return Err(StorageError::Failed { what });
        }
        match flaw::written(save, &mut self.late, self.flaw) {
            Some(flawed) => self.append(&flawed),
            None => self.append(save),
        }
        Ok(self.written)
    }

    fn sync(&mut self, below: u64) -> Result<(), StorageError> {
        if self.flaw == Some(DiskFlaw::SyncLies) {
            return Ok(());
        }
        self.synced = self.synced.max(below.min(self.written));
        Ok(())
    }

    fn recover(&mut self) -> Result<Recovered, StorageError> {
        let (recovered, length) = self.read().inspect_err(|_| self.is_unread = true)?;
        let Some(length) = length else {
            self.wipe();
            return Ok(recovered);
        };
        if self.flaw != Some(DiskFlaw::KeepsTornTail) {
            self.truncate(length);
        }
        self.synced = self.written;
        self.hard_state = recovered.hard_state;
        self.late = None;
        self.is_unread = false;
        Ok(recovered)
    }
}
