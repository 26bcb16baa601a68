//! Bytes of commands, entries, control records and messages: vectors, round trips, and everything hostile.

mod messages;
mod records;

use granary::command::{Command, KEY_BYTES_MAX, VALUE_BYTES_MAX};
use granary::ids::{Index, NodeId, Term};
use granary::log::codec::{DecodeError, DecodeKind, Writer};
use granary::log::wire::{
    Record, SaveMark, decode_command, decode_record, encode_command, encode_record, length_by_body,
};
use granary::log::{Entries, Entry, HardState, LogPosition, Payload};
use granary::transport::wire::{decode, encode};
use granary::transport::{
    AppendEntries, AppendEntriesReply, AppendOutcome, Envelope, Message, RequestVote,
    RequestVoteReply,
};
use proptest::prelude::*;

fn quiet() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        cases: 512,
        ..ProptestConfig::default()
    }
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn error(kind: DecodeKind, at: u64) -> DecodeError {
    DecodeError { kind, at }
}

fn entry(index: u64, term: u64, payload: &[u8]) -> Record<'_> {
    Record::Entry(Entry {
        index: Index(index),
        term: Term(term),
        payload: Payload::from_bytes(payload),
    })
}

fn hard_state(term: u64, vote: Option<u64>) -> Record<'static> {
    Record::HardState(HardState {
        term: Term(term),
        vote: vote.map(NodeId),
    })
}

fn framed(payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::new(&mut bytes).frame(|out| out.bytes(payload));
    bytes
}

fn any_payload() -> impl Strategy<Value = Vec<u8>> {
    let key = prop::collection::vec(any::<u8>(), 1..20);
    let value = prop::collection::vec(any::<u8>(), 0..20);
    (0_u8..4, key, value).prop_map(|(tag, key, value)| match tag {
        0 => encode_command(&Command::Set {
            key: &key,
            value: &value,
        }),
        1 => encode_command(&Command::Delete { key: &key }),
        2 => encode_command(&Command::Get { key: &key }),
        _ => vec![3],
    })
}
