//! The disk in memory: its bytes are those of a file written eagerly, and a crash leaves what was synced.

mod faults;
mod saves;
mod twins;

use granary::command::Command;
use granary::dice::{Dice, Purpose};
use granary::ids::{Index, NodeId, Term};
use granary::log::wal::{Recovery, SECTOR_BYTES, Strictness, new_file, put_save, recover};
use granary::log::wire::{SaveMark, encode_command};
use granary::log::{Entries, HardState, RaftLog};
use granary::storage::{MemDisk, Recovered, RotKind, Save, Storage, StorageError};

fn dice(seed: u64) -> Dice {
    Dice::new(seed, Purpose::Disk, 1, 0)
}

fn hard(term: u64, vote: Option<u64>) -> HardState {
    HardState {
        term: Term(term),
        vote: vote.map(NodeId),
    }
}

fn payload(index: u64, term: u64, length: usize) -> Vec<u8> {
    let key = format!("k{index}");
    let value = vec![b'a' + u8::try_from(term % 26).unwrap(); length];
    encode_command(&Command::Set {
        key: key.as_bytes(),
        value: &value,
    })
}

/// Entries `first` to `last` of one term, their values so long.
fn entries(first: u64, last: u64, term: u64, length: usize) -> Entries {
    let bytes: Vec<_> = (first..=last)
        .map(|index| payload(index, term, length))
        .collect();
    Entries::gather(Index(first), bytes.iter().map(|b| (Term(term), &b[..])))
}

fn save(hard_state: Option<HardState>, entries: Entries) -> Save {
    Save {
        hard_state,
        entries,
    }
}

fn terms(log: &RaftLog) -> Vec<u64> {
    log.iter_from(Index::FIRST)
        .map(|entry| entry.term.0)
        .collect()
}

fn place(offset: u64) -> usize {
    usize::try_from(offset).unwrap()
}

fn salt_of(disk: &MemDisk) -> u64 {
    u64::from_le_bytes(*disk.bytes()[49..].first_chunk().unwrap())
}

/// Writes a save and syncs it.
fn keep(disk: &mut MemDisk, save: &Save) {
    let end = disk.write(save).unwrap();
    disk.sync(end).unwrap();
}

/// A disk with entries 1 to 9 of term 1 in single synced saves, and two that are not synced.
fn nine_synced_two_not() -> MemDisk {
    let mut disk = MemDisk::new(dice(1));
    keep(&mut disk, &save(Some(hard(1, Some(1))), Entries::NONE));
    for index in 1..=9 {
        keep(&mut disk, &save(None, entries(index, index, 1, 6)));
    }
    for index in 10..=11 {
        disk.write(&save(None, entries(index, index, 1, 6)))
            .unwrap();
    }
    disk
}
