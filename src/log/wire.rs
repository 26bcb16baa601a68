//! Commands, entries and the WAL's control records as payloads: `index u64 | term u64 | tag u8 | body`.
//!
//! Total in both directions: any bytes give a value or a [`DecodeError`], and what is decoded has used up all of them.
//! What the values mean is decided elsewhere. Read [`super::wal`] next.

use super::codec::{DecodeError, DecodeKind, Reader, Writer, error_at};
use super::entry::{Entry, HardState, NOOP, Payload};
use crate::command::{Command, KEY_BYTES_MAX, VALUE_BYTES_MAX};
use crate::ids::{Index, NodeId, Term};

/// The tag of a set.
pub const SET: u8 = 0;
/// The tag of a delete.
pub const DELETE: u8 = 1;
/// The tag of a get.
pub const GET: u8 = 2;
/// Tags below this one are entries, the others control records.
pub const CONTROL: u8 = 0x10;
/// The tag of a hard state.
pub const HARD_STATE: u8 = 0x10;
/// The tag of a save mark.
pub const SAVE_MARK: u8 = 0x12;

/// Bytes of index and term before the tag.
pub const PLACE_BYTES: usize = 16;
/// The shortest payload: index, term and tag.
pub const PAYLOAD_MIN: usize = PLACE_BYTES + 1;
/// The payload of a hard state, in bytes.
pub const HARD_STATE_BYTES: usize = PAYLOAD_MIN + 9;
/// The payload of a save mark, in bytes.
pub const SAVE_MARK_BYTES: usize = PAYLOAD_MIN + 24;

/// What stands in front of every save in a WAL, and proves how much of the file was synced when it was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct SaveMark {
    /// The offset at which the mark itself begins, in bytes.
    pub own_offset: u64,
    /// Below this offset the file was synced when the mark was written.
    pub synced: u64,
    /// The file's own number, so that no client's value can imitate a mark.
    pub salt: u64,
}

/// What a payload can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Record<'a> {
    /// An entry of the log.
    Entry(Entry<'a>),
    /// Term and vote.
    HardState(HardState),
    /// The beginning of a save.
    SaveMark(SaveMark),
}

/// Tag and body of a command: the bytes that log entries keep. The command's key and value are within their bounds.
#[must_use]
pub fn encode_command(command: &Command<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_command(&mut bytes, command);
    bytes
}

/// Puts tag and body of a command behind these bytes.
pub fn put_command(bytes: &mut Vec<u8>, command: &Command<'_>) {
    let value_bytes = if let Command::Set { value, .. } = command {
        4 + value.len()
    } else {
        0
    };
    bytes.reserve(5 + command.key().len() + value_bytes);
    let mut out = Writer::new(bytes);
    match *command {
        Command::Set { key, value } => {
            out.u8(SET);
            out.sized(key);
            out.sized(value);
        }
        Command::Delete { key } => {
            out.u8(DELETE);
            out.sized(key);
        }
        Command::Get { key } => {
            out.u8(GET);
            out.sized(key);
        }
    }
}

/// The command that tag and body say, borrowed from them. A no-op is none.
pub fn decode_command(bytes: &[u8]) -> Result<Command<'_>, DecodeError> {
    command_at(bytes, 0)
}

/// A payload's bytes.
#[must_use]
pub fn encode_record(record: &Record<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_record(&mut Writer::new(&mut bytes), record);
    bytes
}

/// Writes a payload's bytes.
pub fn put_record(out: &mut Writer<'_>, record: &Record<'_>) {
    match record {
        Record::Entry(entry) => {
            out.u64(entry.index.0);
            out.u64(entry.term.0);
            out.bytes(entry.payload.as_bytes());
        }
        Record::HardState(hard) => {
            out.u64(0);
            out.u64(hard.term.0);
            out.u8(HARD_STATE);
            out.u8(u8::from(hard.vote.is_some()));
            out.u64(hard.vote.map_or(0, |vote| vote.0));
        }
        Record::SaveMark(mark) => {
            out.u64(0);
            out.u64(0);
            out.u8(SAVE_MARK);
            out.u64(mark.own_offset);
            out.u64(mark.synced);
            out.u64(mark.salt);
        }
    }
}

/// What a payload says.
#[inline]
pub fn decode_record(bytes: &[u8]) -> Result<Record<'_>, DecodeError> {
    match bytes.split_first_chunk::<PLACE_BYTES>() {
        // Nearly every record is a whole command: this is seen at once, and what is wrong with another one later.
        Some((place, payload)) if is_whole_command(payload) => {
            let (index, term) = place.split_at(PLACE_BYTES / 2);
            let number = |half: &[u8]| half.first_chunk().copied().map_or(0, u64::from_le_bytes);
            Ok(Record::Entry(Entry {
                index: Index(number(index)),
                term: Term(number(term)),
                payload: Payload::Command(payload),
            }))
        }
        _ => decode_other_record(bytes),
    }
}

fn decode_other_record(bytes: &[u8]) -> Result<Record<'_>, DecodeError> {
    let mut reader = Reader::new(bytes);
    let (index, term, tag) = (reader.u64()?, reader.u64()?, reader.u8()?);
    match tag {
        SET | DELETE | GET => {
            command_at(bytes, PLACE_BYTES)?;
        }
        NOOP => reader.finish()?,
        HARD_STATE => return hard_state(reader, index, Term(term)),
        SAVE_MARK => return save_mark(reader, index, term),
        _ => return Err(error_at(DecodeKind::UnknownTag(tag), PLACE_BYTES)),
    }
    Ok(Record::Entry(Entry {
        index: Index(index),
        term: Term(term),
        payload: Payload::from_bytes(&bytes[PLACE_BYTES..]),
    }))
}

/// Whether these are tag and body of a command, to the last byte. What [`command_at`] refuses is none, and no other.
#[inline]
fn is_whole_command(bytes: &[u8]) -> bool {
    let Some((&[tag, k0, k1, k2, k3], rest)) = bytes.split_first_chunk() else {
        return false;
    };
    let key = u32::from_le_bytes([k0, k1, k2, k3]) as usize;
    if tag > GET || key == 0 || key > KEY_BYTES_MAX {
        return false;
    }
    if tag != SET {
        return rest.len() == key;
    }
    let value = rest.get(key..).and_then(<[u8]>::split_first_chunk);
    value.is_some_and(|(length, value)| {
        value.len() == u32::from_le_bytes(*length) as usize && value.len() <= VALUE_BYTES_MAX
    })
}

/// How long the payload in front of these bytes is by what its own body says, whatever its frame says. None where the
/// bytes end before the body has said so, or its tag is unknown.
#[must_use]
pub fn length_by_body(bytes: &[u8]) -> Option<usize> {
    let mut reader = Reader::from(bytes, PLACE_BYTES);
    match reader.u8().ok()? {
        tag @ (SET | DELETE | GET) => {
            let key = usize::try_from(reader.u32().ok()?).ok()?;
            reader.bytes(key).ok()?;
            if tag == SET {
                let value = usize::try_from(reader.u32().ok()?).ok()?;
                reader.bytes(value).ok()?;
            }
            Some(reader.at())
        }
        NOOP => Some(PAYLOAD_MIN),
        HARD_STATE => Some(HARD_STATE_BYTES),
        SAVE_MARK => Some(SAVE_MARK_BYTES),
        _ => None,
    }
}

/// The command whose tag stands at a place; it reaches to the end.
fn command_at(bytes: &[u8], at: usize) -> Result<Command<'_>, DecodeError> {
    let mut reader = Reader::from(bytes, at);
    let command = match reader.u8()? {
        SET => Command::Set {
            key: key(&mut reader)?,
            value: value(&mut reader)?,
        },
        DELETE => Command::Delete {
            key: key(&mut reader)?,
        },
        GET => Command::Get {
            key: key(&mut reader)?,
        },
        tag => return Err(error_at(DecodeKind::UnknownTag(tag), at)),
    };
    reader.finish()?;
    Ok(command)
}

fn key<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], DecodeError> {
    let at = reader.at();
    let length = reader.u32()?;
    match usize::try_from(length) {
        Ok(count @ 1..=KEY_BYTES_MAX) => reader.bytes(count),
        _ => Err(error_at(DecodeKind::KeyOutOfBounds(length), at)),
    }
}

fn value<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], DecodeError> {
    let at = reader.at();
    let length = reader.u32()?;
    match usize::try_from(length) {
        Ok(count @ 0..=VALUE_BYTES_MAX) => reader.bytes(count),
        _ => Err(error_at(DecodeKind::ValueOutOfBounds(length), at)),
    }
}

fn hard_state<'a>(
    mut reader: Reader<'_>,
    index: u64,
    term: Term,
) -> Result<Record<'a>, DecodeError> {
    let present = reader.yes_or_no()?;
    let at = reader.at();
    let vote = reader.u64()?;
    reader.finish()?;
    if !present && vote != 0 {
        return Err(error_at(DecodeKind::VoteWithoutVoting(vote), at));
    }
    no_index(index)?;
    Ok(Record::HardState(HardState {
        term,
        vote: present.then_some(NodeId(vote)),
    }))
}

fn save_mark<'a>(mut reader: Reader<'_>, index: u64, term: u64) -> Result<Record<'a>, DecodeError> {
    let mark = SaveMark {
        own_offset: reader.u64()?,
        synced: reader.u64()?,
        salt: reader.u64()?,
    };
    reader.finish()?;
    no_index(index)?;
    if term != 0 {
        return Err(error_at(DecodeKind::MarkWithTerm(term), 8));
    }
    Ok(Record::SaveMark(mark))
}

fn no_index(index: u64) -> Result<(), DecodeError> {
    if index == 0 {
        Ok(())
    } else {
        Err(error_at(DecodeKind::ControlWithIndex(index), 0))
    }
}
