//! The WAL's bytes and the verdict on reading them: vectors, every rule of reading, tears and flips at every place.

mod layout;
mod no_record;
mod records;
mod tears;

use granary::command::Command;
use granary::ids::{Index, NodeId, TERM_MAX, Term};
use granary::log::codec::{DecodeKind, Writer};
use granary::log::wal::{
    Breach, Damage, Finding, Flaw, NEW_FILE_BYTES, Reading, Recovery, SECTOR_BYTES, Strictness,
    new_file, put_save, recover, save_bytes,
};
use granary::log::wire::{Record, SaveMark, encode_command, encode_record};
use granary::log::{Entries, Entry, HardState, LogPosition, Payload, RaftLog};

const SALT: u64 = 0x0123_4567_89ab_cdef;
/// The length of a new file, and where its first save begins.
const NEW: usize = 57;

/// A file in the making: records go behind its end, damage goes where it is wanted.
#[derive(Clone)]
struct File(pub Vec<u8>);

impl File {
    fn new() -> Self {
        Self(new_file(SALT))
    }

    fn end(&self) -> u64 {
        self.0.len() as u64
    }

    fn payload(mut self, payload: &[u8]) -> Self {
        Writer::new(&mut self.0).frame(|out| out.bytes(payload));
        self
    }

    fn record(self, record: &Record<'_>) -> Self {
        self.payload(&encode_record(record))
    }

    fn mark_as(self, own_offset: u64, synced: u64, salt: u64) -> Self {
        self.record(&Record::SaveMark(SaveMark {
            own_offset,
            synced,
            salt,
        }))
    }

    /// A mark that says what is true, with all before it synced.
    fn mark(self) -> Self {
        let end = self.end();
        self.mark_as(end, end, SALT)
    }

    /// A mark of a save that was written while nothing beyond `synced` was synced.
    fn mark_synced(self, synced: usize) -> Self {
        let end = self.end();
        self.mark_as(end, synced as u64, SALT)
    }

    fn hard(self, term: u64, vote: Option<u64>) -> Self {
        self.record(&Record::HardState(hard(term, vote)))
    }

    fn entry(self, index: u64, term: u64) -> Self {
        self.value(index, term, &[b'v'; 6])
    }

    fn value(self, index: u64, term: u64, value: &[u8]) -> Self {
        let payload = encode_command(&Command::Set { key: b"key", value });
        self.record(&Record::Entry(Entry {
            index: Index(index),
            term: Term(term),
            payload: Payload::from_bytes(&payload),
        }))
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    fn cut(mut self, by: usize) -> Self {
        self.0.truncate(self.0.len() - by);
        self
    }

    fn read(&self) -> Reading {
        opened(&self.0)
    }

    fn damage(&self) -> Damage {
        recover(&self.0, Strictness::Strict).expect_err("the file is damaged")
    }
}

fn hard(term: u64, vote: Option<u64>) -> HardState {
    HardState {
        term: Term(term),
        vote: vote.map(NodeId),
    }
}

fn opened(bytes: &[u8]) -> Reading {
    match recover(bytes, Strictness::Strict) {
        Ok(Recovery::Opened(reading)) => *reading,
        other => panic!("the file can be opened, but gave {other:?}"),
    }
}

fn terms(log: &RaftLog) -> Vec<u64> {
    log.iter_from(Index::FIRST)
        .map(|entry| entry.term.0)
        .collect()
}

fn damage(at: usize, flaw: Flaw) -> Damage {
    Damage {
        at: at as u64,
        flaw,
    }
}

fn position(index: u64, term: u64) -> LogPosition {
    LogPosition {
        index: Index(index),
        term: Term(term),
    }
}
