//! Disks: where a server's term, vote and log outlive a crash, written before anyone hears of them (Figure 2).
//!
//! [`memory`] is a disk in memory that holds the bytes of a real write-ahead log. A disk does not know what a record
//! means for Raft.

mod faults;
mod flaw;
pub mod memory;
mod pieces;

use crate::log::wal::{Damage, Finding};
use crate::log::{Entries, HardState, RaftLog};
use std::fmt;

pub use faults::RotKind;
pub use flaw::{DISK_FLAWS, DiskFlaw, DiskFlawRow};
pub use memory::MemDisk;

/// What a server wants to outlive a crash: one write, durable as a whole only once synced.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Save {
    /// Term and vote, where they changed.
    pub hard_state: Option<HardState>,
    /// Entries that go behind, or replace, the entry before the first of them and all that follow.
    pub entries: Entries,
}

/// What a disk gives back to a server that starts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recovered {
    /// The last term and vote.
    pub hard_state: HardState,
    /// The log.
    pub log: RaftLog,
    /// A torn tail that was cut off: where, and how many bytes went.
    pub cut: Option<TornTail>,
    /// Breaches of Raft's own rules in the file, where one is known to have been broken while it was written; empty
    /// otherwise, since each is damage then.
    pub findings: Vec<Finding>,
}

/// The unfinished end of a file, cut off when it was read.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TornTail {
    /// The offset of the cut, in bytes.
    pub at: u64,
    /// What stood there, kept aside.
    pub bytes: Vec<u8>,
}

/// Why a disk could not do what it was asked: the server on it stops.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum StorageError {
    /// What had been synced is damaged. The file is left as it is.
    Damaged {
        /// Where the damage is, in bytes from the file's start.
        at: u64,
        /// Which rule of reading was broken, in words.
        why: String,
    },
    /// A write or a sync failed.
    Failed {
        /// What was being done, in words.
        what: &'static str,
    },
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged { at, why } => write!(f, "damaged at byte {at}: {why}"),
            Self::Failed { what } => write!(f, "the disk failed while {what}"),
        }
    }
}

impl std::error::Error for StorageError {}

impl From<Damage> for StorageError {
    fn from(damage: Damage) -> Self {
        Self::Damaged {
            at: damage.at,
            why: damage.flaw.to_string(),
        }
    }
}

/// One server's disk.
pub trait Storage {
    /// Writes a save behind the last one; gives the length of the file then, in bytes. Nothing is durable yet. A save
    /// that says nothing new writes nothing.
    fn write(&mut self, save: &Save) -> Result<u64, StorageError>;

    /// Makes what was written below the offset durable: it survives any crash from now on.
    fn sync(&mut self, below: u64) -> Result<(), StorageError>;

    /// Reads what the disk holds, as a server does when it starts, and cuts a torn tail off. Afterwards all is synced.
    fn recover(&mut self) -> Result<Recovered, StorageError>;
}
