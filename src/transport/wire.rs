//! Messages as bytes: a frame like the WAL's, its payload `kind u8 | from u64 | to u64 | term u64 | body`.
//!
//! Total in both directions: any bytes give an envelope or a [`DecodeError`], nothing is allocated on the word of a
//! length, and what is decoded has used up every byte. Whether a message is believed is decided by its receiver.

use super::message::{
    AppendEntries, AppendEntriesReply, AppendOutcome, Envelope, Message, RequestVote,
    RequestVoteReply,
};
use crate::ids::{Index, NodeId, Term};
use crate::log::codec::{
    DecodeError, DecodeKind, FRAME_HEAD_BYTES, FRAME_PAYLOAD_MAX, Reader, Writer, error_at,
};
use crate::log::wire::{PLACE_BYTES, Record, decode_record, put_record};
use crate::log::{Entries, LogPosition};

const REQUEST_VOTE: u8 = 1;
const REQUEST_VOTE_REPLY: u8 = 2;
const APPEND_ENTRIES: u8 = 3;
const APPEND_ENTRIES_REPLY: u8 = 4;

/// The shortest payload: kind, from, to and term.
pub const MESSAGE_PAYLOAD_MIN: usize = 25;

/// The bytes of a message.
#[must_use]
pub fn encode(envelope: &Envelope) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::new(&mut bytes).frame(|out| {
        out.u8(kind_byte(&envelope.message));
        out.u64(envelope.from.0);
        out.u64(envelope.to.0);
        out.u64(envelope.term.0);
        put_body(out, &envelope.message);
    });
    bytes
}

/// The message that these bytes are, from the first to the last. Errors count from the start of the frame.
pub fn decode(bytes: &[u8]) -> Result<Envelope, DecodeError> {
    let mut reader = Reader::new(bytes);
    let (length, crc) = (reader.u32()?, reader.u32()?);
    match usize::try_from(length) {
        Ok(MESSAGE_PAYLOAD_MIN..=FRAME_PAYLOAD_MAX) => {}
        _ => return Err(error_at(DecodeKind::LengthOutOfBounds(length), 0)),
    }
    let payload = Reader::from(bytes, FRAME_HEAD_BYTES).bytes(length as usize)?;
    let end = FRAME_HEAD_BYTES + payload.len();
    if end < bytes.len() {
        return Err(error_at(DecodeKind::TrailingBytes, end));
    }
    if crc32fast::hash(payload) != crc {
        return Err(error_at(DecodeKind::BadChecksum, 4));
    }
    let (kind_at, kind) = (reader.at(), reader.u8()?);
    let (from, to) = (NodeId(reader.u64()?), NodeId(reader.u64()?));
    let term = Term(reader.u64()?);
    let message = match kind {
        REQUEST_VOTE => request_vote(&mut reader)?,
        REQUEST_VOTE_REPLY => request_vote_reply(&mut reader)?,
        APPEND_ENTRIES => append_entries(&mut reader)?,
        APPEND_ENTRIES_REPLY => append_entries_reply(&mut reader)?,
        _ => return Err(error_at(DecodeKind::UnknownKind(kind), kind_at)),
    };
    reader.finish()?;
    Ok(Envelope {
        from,
        to,
        term,
        message,
    })
}

fn kind_byte(message: &Message) -> u8 {
    match message {
        Message::RequestVote(_) => REQUEST_VOTE,
        Message::RequestVoteReply(_) => REQUEST_VOTE_REPLY,
        Message::AppendEntries(_) => APPEND_ENTRIES,
        Message::AppendEntriesReply(_) => APPEND_ENTRIES_REPLY,
    }
}

fn put_body(out: &mut Writer<'_>, message: &Message) {
    match message {
        Message::RequestVote(request) => {
            out.u64(request.last.index.0);
            out.u64(request.last.term.0);
        }
        Message::RequestVoteReply(reply) => out.u8(u8::from(reply.granted)),
        Message::AppendEntries(append) => put_append(out, append),
        Message::AppendEntriesReply(reply) => put_append_reply(out, *reply),
    }
}

fn put_append(out: &mut Writer<'_>, append: &AppendEntries) {
    out.u64(append.prev.index.0);
    out.u64(append.prev.term.0);
    out.u64(append.leader_commit.0);
    out.count(append.entries.len());
    for entry in append.entries.iter() {
        out.count(PLACE_BYTES + entry.payload.as_bytes().len());
        put_record(out, &Record::Entry(entry));
    }
}

fn put_append_reply(out: &mut Writer<'_>, reply: AppendEntriesReply) {
    out.u64(reply.prev_index.0);
    match reply.outcome {
        AppendOutcome::Accepted { match_index } => {
            out.u8(1);
            out.u64(match_index.0);
        }
        AppendOutcome::Refused {
            conflict_term,
            conflict_first,
        } => {
            out.u8(0);
            out.u64(conflict_term.0);
            out.u64(conflict_first.0);
        }
    }
}

fn request_vote(reader: &mut Reader<'_>) -> Result<Message, DecodeError> {
    Ok(Message::RequestVote(RequestVote {
        last: position(reader)?,
    }))
}

fn request_vote_reply(reader: &mut Reader<'_>) -> Result<Message, DecodeError> {
    Ok(Message::RequestVoteReply(RequestVoteReply {
        granted: reader.yes_or_no()?,
    }))
}

fn append_entries(reader: &mut Reader<'_>) -> Result<Message, DecodeError> {
    let prev = position(reader)?;
    let leader_commit = Index(reader.u64()?);
    let count = reader.u32()?;
    let mut index = prev.index;
    let mut items = Vec::new();
    for _ in 0..count {
        let (term, payload) = entry_behind(reader, index)?;
        items.push((term, payload));
        index = index.next();
    }
    Ok(Message::AppendEntries(AppendEntries {
        prev,
        leader_commit,
        entries: Entries::gather(prev.index.next(), items),
    }))
}

/// The next entry, which must follow the index before it; none can follow the last two there are, so that the index
/// behind an entry can always be told.
fn entry_behind<'a>(
    reader: &mut Reader<'a>,
    before: Index,
) -> Result<(Term, &'a [u8]), DecodeError> {
    let length = reader.u32()? as usize;
    let at = reader.at();
    let payload = reader.bytes(length)?;
    let within = |error: DecodeError| DecodeError {
        kind: error.kind,
        at: at as u64 + error.at,
    };
    let Record::Entry(entry) = decode_record(payload).map_err(within)? else {
        return Err(error_at(DecodeKind::NotAnEntry, at + PLACE_BYTES));
    };
    if before.0 >= u64::MAX - 1 || entry.index != before.next() {
        return Err(error_at(DecodeKind::IndexOutOfTurn(entry.index.0), at));
    }
    Ok((entry.term, &payload[PLACE_BYTES..]))
}

fn append_entries_reply(reader: &mut Reader<'_>) -> Result<Message, DecodeError> {
    let prev_index = Index(reader.u64()?);
    let outcome = if reader.yes_or_no()? {
        AppendOutcome::Accepted {
            match_index: Index(reader.u64()?),
        }
    } else {
        AppendOutcome::Refused {
            conflict_term: Term(reader.u64()?),
            conflict_first: Index(reader.u64()?),
        }
    };
    Ok(Message::AppendEntriesReply(AppendEntriesReply {
        prev_index,
        outcome,
    }))
}

fn position(reader: &mut Reader<'_>) -> Result<LogPosition, DecodeError> {
    Ok(LogPosition {
        index: Index(reader.u64()?),
        term: Term(reader.u64()?),
    })
}
