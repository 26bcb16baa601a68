//! Stand-in until the real disk arrives.
use super::{Recovered, Save, Storage, StorageError};
use crate::dice::Dice;
use crate::ids::Index;
use crate::log::{HardState, RaftLog};

/// How a record is damaged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RotKind {
    /// One bit flips.
    Bit,
    /// A sector of it turns to zeros.
    Zeros,
}

/// A disk in memory.
#[derive(Clone, Debug, Default)]
pub struct MemDisk {
    hard: HardState,
    log: RaftLog,
    written: u64,
    synced: u64,
    old: Option<(HardState, RaftLog)>,
}

#[allow(missing_docs, clippy::pedantic)]
impl MemDisk {
    pub fn new(_: Dice) -> Self {
        Self::default()
    }
    pub fn preset(_: Dice, hard: HardState, log: &RaftLog) -> Self {
        Self {
            hard,
            log: log.clone(),
            ..Self::default()
        }
    }
    pub fn written(&self) -> u64 {
        self.written
    }
    pub fn synced(&self) -> u64 {
        self.synced
    }
    pub fn crash(&mut self) {
        if let Some((hard, log)) = self.old.take() {
            self.hard = hard;
            self.log = log;
        }
        self.written = self.synced;
    }
    pub fn tear(&mut self, _: u64) {
        self.crash();
    }
    pub fn tear_zero(&mut self, _: &[u64]) {
        self.crash();
    }
    pub fn rot(&mut self, _: Index, _: RotKind, _: &mut Dice) -> Option<u64> {
        None
    }
    pub fn wipe(&mut self) {
        *self = Self::default();
    }
    pub fn peek(&self) -> Result<Recovered, StorageError> {
        Ok(Recovered {
            hard_state: self.hard,
            log: self.log.clone(),
            cut: None,
        })
    }
}

impl Storage for MemDisk {
    fn write(&mut self, save: &Save) -> Result<u64, StorageError> {
        if self.old.is_none() {
            self.old = Some((self.hard, self.log.clone()));
        }
        if let Some(hard) = save.hard_state {
            self.hard = hard;
        }
        if let Some(first) = save.entries.first_index() {
            self.log.cut(first);
            self.log.extend(&save.entries);
        }
        self.written += 49;
        Ok(self.written)
    }
    fn sync(&mut self, below: u64) -> Result<(), StorageError> {
        self.synced = below;
        if self.synced == self.written {
            self.old = None;
        }
        Ok(())
    }
    fn recover(&mut self) -> Result<Recovered, StorageError> {
        self.peek()
    }
}
