//! What can be wrong with a disk and its driver on purpose: mistakes that programs have made, one at a time, so that it can
//! be shown that each of them is found.

use super::Save;
use crate::log::HardState;
use crate::log::codec::make_checksum_right;
use crate::log::wal::{self, Damage, HEADER, Recovery, Strictness};
use crate::log::wire::PAYLOAD_MIN;
use std::fmt;

/// The name of a flaw, in the order of [`DISK_FLAWS`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum DiskFlaw {
    /// Checksums are not looked at.
    SkipsChecksums,
    /// Damage is taken for a torn tail.
    CutsAtDamage,
    /// A torn tail stays where it is.
    KeepsTornTail,
    /// Sync does nothing.
    SyncLies,
    /// Term and vote are written one save late.
    LateHardState,
}

/// One row of [`DISK_FLAWS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DiskFlawRow {
    /// Which one.
    pub name: DiskFlaw,
    /// Its name as written.
    pub word: &'static str,
    /// What it does, in one sentence.
    pub sentence: &'static str,
}

/// Every flaw.
#[rustfmt::skip]
pub const DISK_FLAWS: &[DiskFlawRow] = &[
    row(DiskFlaw::SkipsChecksums, "skips-checksums", "A record is read whatever its checksum says."),
    row(DiskFlaw::CutsAtDamage, "cuts-at-damage", "Damage in the middle of the file is taken for its torn end, and all behind it is cut off."),
    row(DiskFlaw::KeepsTornTail, "keeps-torn-tail", "A torn tail is not cut off before more is written behind it."),
    row(DiskFlaw::SyncLies, "sync-lies", "Sync fails, and nobody looks: nothing is ever durable."),
    row(DiskFlaw::LateHardState, "late-hard-state", "Term and vote are written with the save after theirs, when messages have left."),
];

const fn row(name: DiskFlaw, word: &'static str, sentence: &'static str) -> DiskFlawRow {
    DiskFlawRow {
        name,
        word,
        sentence,
    }
}

impl DiskFlaw {
    /// The flaw of this name as written; none where there is no such flaw.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let row = DISK_FLAWS.iter().find(|row| row.word == word);
        row.map(|row| row.name)
    }

    /// The row of the table.
    #[must_use]
    pub fn row(self) -> &'static DiskFlawRow {
        &DISK_FLAWS[self as usize]
    }
}

impl fmt::Display for DiskFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().word)
    }
}

/// Reads a file as a driver with this flaw does.
pub(super) fn recover(
    mut bytes: Vec<u8>,
    strictness: Strictness,
    flaw: Option<DiskFlaw>,
) -> (Vec<u8>, Result<Recovery, Damage>) {
    if flaw == Some(DiskFlaw::SkipsChecksums) {
        make_checksums_right(&mut bytes);
    }
    let mut found = wal::recover(&bytes, strictness);
    if let (Err(damage), Some(DiskFlaw::CutsAtDamage)) = (&found, flaw) {
        bytes.truncate(usize::try_from(damage.at).unwrap_or(usize::MAX));
        found = wal::recover(&bytes, strictness);
    }
    (bytes, found)
}

/// To skip a check and to make it pass come to the same.
fn make_checksums_right(bytes: &mut [u8]) {
    let mut at = Some(HEADER.len());
    while let Some(place) = at {
        at = make_checksum_right(bytes, place, PAYLOAD_MIN);
    }
}

/// What is written of a save: with the flaw, the term and vote of the one before.
pub(super) fn written(
    save: &Save,
    late: &mut Option<HardState>,
    flaw: Option<DiskFlaw>,
) -> Option<Save> {
    (flaw == Some(DiskFlaw::LateHardState)).then(|| Save {
        hard_state: std::mem::replace(late, save.hard_state),
        entries: save.entries.clone(),
    })
}
