//! The verdict on a file's bytes: what it holds, where its torn end is to be cut, or why it must not be opened.
//!
//! The whole file is read once. Where no frame with a good checksum stands, the question is whether bytes were lost
//! that had been synced (damage: refuse), or only the end of a write that never became durable (torn: cut). A shorter
//! log than was promised is never returned where a later mark can prove it. Read [`super::replay`] for the records.

use super::super::codec::{FRAME_HEAD_BYTES, FRAME_PAYLOAD_MAX, frame_at, frame_head_at};
use super::super::entry::HardState;
use super::super::raft_log::RaftLog;
use super::super::wire::{PAYLOAD_MIN, Record, SAVE_MARK_BYTES, decode_record, length_by_body};
use super::frames::frames;
use super::replay::{Damage, Finding, Flaw, Replay};
use super::{HEADER, NEW_FILE_BYTES, SECTOR_BYTES};

/// How breaches of Raft's own rules are taken.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Strictness {
    /// As damage.
    #[default]
    Strict,
    /// As findings: a rule of Raft was broken while the file was written, and the record counts as written.
    RaftRuleBroken,
}

/// What a file turned out to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Recovery {
    /// It was never wholly made: it holds nothing and is made anew, salt included.
    NeverMade,
    /// It can be opened.
    Opened(Box<Reading>),
}

/// What a file says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The last term and vote.
    pub hard_state: HardState,
    /// The log.
    pub log: RaftLog,
    /// The file's salt, for the marks to come.
    pub salt: u64,
    /// The length to which the file is to be cut before anything is appended.
    pub length: u64,
    /// How many bytes from `length` on are a torn tail, to be kept aside; 0 where nothing or only zeros went.
    pub torn_bytes: u64,
    /// The highest offset that any mark says was synced. What lies beyond is unproven: zeros there, or a file cut short,
    /// can look like a torn write although it was synced.
    pub proven: u64,
    /// Breaches of Raft's rules, where they are known to be broken.
    pub findings: Vec<Finding>,
}

/// Reads a file. Linear in its length; of the file only the log is copied.
pub fn recover(bytes: &[u8], strictness: Strictness) -> Result<Recovery, Damage> {
    if was_never_made(bytes) {
        return Ok(Recovery::NeverMade);
    }
    check_header(bytes)?;
    let mut replay = Replay::new(first_salt(bytes)?, strictness);
    let mut walk = frames(bytes);
    for frame in walk.by_ref() {
        replay.take(frame.at, frame.payload)?;
    }
    let at = walk.at();
    let torn = judge_end(bytes, at, replay.salt)?;
    Ok(Recovery::Opened(Box::new(Reading {
        hard_state: replay.hard_state,
        log: replay.log,
        salt: replay.salt,
        length: at as u64,
        torn_bytes: if torn { (bytes.len() - at) as u64 } else { 0 },
        proven: replay.synced,
        findings: replay.findings,
    })))
}

/// Making a file is one write; these are the ways in which it can have been cut short.
fn was_never_made(bytes: &[u8]) -> bool {
    let (made, length) = (NEW_FILE_BYTES, bytes.len() as u64);
    HEADER.starts_with(bytes)
        || (bytes.starts_with(&HEADER) && length < made)
        || (length <= made && is_zero(bytes))
}

fn check_header(bytes: &[u8]) -> Result<(), Damage> {
    let (magic, version) = HEADER.split_at(4);
    if !bytes.starts_with(magic) {
        return Err(damage(0, Flaw::WrongMagic));
    }
    if bytes[magic.len()..].starts_with(version) {
        Ok(())
    } else {
        Err(damage(magic.len(), Flaw::UnknownVersion))
    }
}

/// The salt of the first mark, which every other mark must have too.
fn first_salt(bytes: &[u8]) -> Result<u64, Damage> {
    let at = HEADER.len();
    match frame_at(bytes, at, PAYLOAD_MIN).map(decode_record) {
        Some(Ok(Record::SaveMark(mark)))
            if mark.own_offset == at as u64 && mark.synced <= mark.own_offset =>
        {
            Ok(mark.salt)
        }
        _ => Err(damage(at, Flaw::NoFirstMark)),
    }
}

/// Judges what stands at the first offset without a good frame: whether it is a torn tail, or clean.
fn judge_end(bytes: &[u8], at: usize, salt: u64) -> Result<bool, Damage> {
    if is_zero(&bytes[at..]) {
        return Ok(false);
    }
    if let Some(mark) = proof_of_sync(bytes, at, salt) {
        return Err(damage(at, Flaw::SyncedBytesLost { mark }));
    }
    if let Some(flaw) = whole_but_wrong(bytes, at) {
        return Err(damage(at, flaw));
    }
    Ok(true)
}

/// The offset of the first valid mark behind a place that says that more than the bytes before the place was synced.
fn proof_of_sync(bytes: &[u8], at: usize, salt: u64) -> Option<u64> {
    const OWN_OFFSET_AT: usize = FRAME_HEAD_BYTES + PAYLOAD_MIN;
    let last = bytes
        .len()
        .checked_sub(FRAME_HEAD_BYTES + SAVE_MARK_BYTES)?;
    for place in at + 1..=last {
        // The offset is compared before any checksum is computed: this keeps the search linear.
        if bytes[place + OWN_OFFSET_AT..].first_chunk() != Some(&(place as u64).to_le_bytes()) {
            continue;
        }
        if let Some(payload) = frame_at(bytes, place, SAVE_MARK_BYTES)
            && payload.len() == SAVE_MARK_BYTES
            && let Ok(Record::SaveMark(mark)) = decode_record(payload)
            && mark.salt == salt
            && mark.synced <= mark.own_offset
            && mark.synced > at as u64
        {
            return Some(mark.own_offset);
        }
    }
    None
}

/// Whether the record at a place is whole, with no sector of it zero, and yet wrong: no torn write can look like this,
/// since no proper prefix of a payload decodes.
fn whole_but_wrong(bytes: &[u8], at: usize) -> Option<Flaw> {
    let (length, crc, rest) = frame_head_at(bytes, at)?;
    let is_intact = |length: usize| {
        let record = at..at + FRAME_HEAD_BYTES + length;
        sectors(record).all(|piece| !is_zero(&bytes[piece]))
    };
    if (PAYLOAD_MIN..=FRAME_PAYLOAD_MAX).contains(&length)
        && length <= rest.len()
        && is_intact(length)
    {
        return Some(Flaw::BadChecksum);
    }
    let by_body = length_by_body(rest).filter(|by_body| *by_body <= FRAME_PAYLOAD_MAX)?;
    let payload = rest.get(..by_body)?;
    (crc32fast::hash(payload) == crc && is_intact(by_body)).then_some(Flaw::BadLength)
}

/// The pieces of a range of the file that lie in one sector each.
pub fn sectors(range: std::ops::Range<usize>) -> impl Iterator<Item = std::ops::Range<usize>> {
    let sector = usize::try_from(SECTOR_BYTES).unwrap_or(usize::MAX);
    let mut next = range.start;
    std::iter::from_fn(move || {
        let start = next;
        next = (start / sector + 1).saturating_mul(sector).min(range.end);
        (start < range.end).then_some(start..next)
    })
}

fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

fn damage(at: usize, flaw: Flaw) -> Damage {
    Damage {
        at: at as u64,
        flaw,
    }
}
