//! The write-ahead log's file, version 1: its layout, how a save is written, and the verdict on reading it. Pure, over
//! bytes; no file is touched here.
//!
//! ```text
//! GRAN 1 | mark | mark hard-state entry entry | mark entry | ..
//! header   first  a save                       another
//! ```
//!
//! A save is one write: a mark, term and vote if they changed, entries. The mark says how much of the file was synced
//! when it was written; so a later mark proves that damage before it is damage, and not the unfinished end of a write
//! that a crash cut short. Read [`mod@frames`] for the walk over a file, [`reading`] for the
//! verdict, [`replay`] for the rules that every record must keep.

pub mod frames;
pub mod reading;
pub mod replay;

use super::codec::{FRAME_HEAD_BYTES, Writer};
use super::entry::{Entries, HardState};
use super::wire::{HARD_STATE_BYTES, PLACE_BYTES, Record, SAVE_MARK_BYTES, SaveMark, put_record};

pub use frames::{Frame, Frames, frames};
pub use reading::{Reading, Recovery, Strictness, recover};
pub use replay::{Breach, Damage, Finding, Flaw};

/// What every file begins with: "GRAN", then the version.
pub const HEADER: [u8; 8] = *b"GRAN\x01\0\0\0";
/// A mark and its frame, in bytes: what each save costs.
pub const MARK_FRAME_BYTES: u64 = (FRAME_HEAD_BYTES + SAVE_MARK_BYTES) as u64;
/// A hard state and its frame, in bytes.
pub const HARD_STATE_FRAME_BYTES: u64 = (FRAME_HEAD_BYTES + HARD_STATE_BYTES) as u64;
/// What an entry takes beside its payload, in bytes.
pub const ENTRY_EXTRA_BYTES: u64 = (FRAME_HEAD_BYTES + PLACE_BYTES) as u64;
/// A new file, in bytes: the header and its first mark.
pub const NEW_FILE_BYTES: u64 = HEADER.len() as u64 + MARK_FRAME_BYTES;
/// What a disk writes as a whole or not at all, in bytes, at multiples of it.
pub const SECTOR_BYTES: u64 = 512;

/// The bytes of a new file.
#[must_use]
pub fn new_file(salt: u64) -> Vec<u8> {
    let mut bytes = HEADER.to_vec();
    let own_offset = bytes.len() as u64;
    put_frame(
        &mut bytes,
        &Record::SaveMark(SaveMark {
            own_offset,
            synced: 0,
            salt,
        }),
    );
    bytes
}

/// Writes a save; `mark.own_offset` is the file's length before it.
pub fn put_save(
    out: &mut Vec<u8>,
    mark: SaveMark,
    hard_state: Option<HardState>,
    entries: &Entries,
) {
    put_frame(out, &Record::SaveMark(mark));
    if let Some(hard) = hard_state {
        put_frame(out, &Record::HardState(hard));
    }
    for entry in entries.iter() {
        put_frame(out, &Record::Entry(entry));
    }
}

/// How many bytes [`put_save`] writes for so many entries whose payloads have `payload_bytes` in all.
#[must_use]
pub fn save_bytes(has_hard_state: bool, entries: u64, payload_bytes: u64) -> u64 {
    let hard = if has_hard_state {
        HARD_STATE_FRAME_BYTES
    } else {
        0
    };
    MARK_FRAME_BYTES + hard + entries * ENTRY_EXTRA_BYTES + payload_bytes
}

/// Writes a record in its frame.
pub fn put_frame(out: &mut Vec<u8>, record: &Record<'_>) {
    Writer::new(out).frame(|payload| put_record(payload, record));
}
