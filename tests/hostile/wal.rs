//! WAL images: the verdict on each case, everything that can be done to a good one, and files too large for a corpus.

use crate::servers::{Server, forged};
use crate::{corpus, in_good_time, replayed};
use granary::command::{Command, VALUE_BYTES_MAX};
use granary::ids::{Index, NodeId, TERM_MAX, Term};
use granary::log::codec::Writer;
use granary::log::wal::{
    Flaw, NEW_FILE_BYTES, Reading, Recovery, SECTOR_BYTES, Strictness, new_file, put_frame, recover,
};
use granary::log::wire::{Record, SaveMark, encode_command};
use granary::log::{Entry, HardState, Payload, RaftLog};
use granary::play::LogLiteral;

const SALT: u64 = 5;

fn told(bytes: &[u8]) -> String {
    let before = bytes.to_vec();
    let verdict = match recover(bytes, Strictness::Strict) {
        Ok(Recovery::NeverMade) => "never made".to_owned(),
        Ok(Recovery::Opened(reading)) => told_opened(bytes, &reading),
        Err(damage) => damage.to_string(),
    };
    assert_eq!(before, bytes);
    verdict
}

fn told_opened(bytes: &[u8], reading: &Reading) -> String {
    let hard = reading.hard_state;
    let mut server = Server::holding(hard, reading.log.clone());
    // Whatever a disk says, the server on it goes on as a server does.
    for _ in 0..50 {
        server.tick();
    }
    server.elect();
    assert!(server.node.hard_state().term >= hard.term);
    let vote = hard.vote.map_or("none".to_owned(), |vote| vote.to_string());
    let log = LogLiteral::of(&reading.log).folded();
    let (kept, torn) = (reading.length, reading.torn_bytes);
    format!(
        "opened: term={} vote={vote} log={log}, {kept} of {} bytes, torn {torn}",
        hard.term,
        bytes.len()
    )
}

#[test]
fn the_corpus_is_opened_cut_or_refused_with_its_offset() {
    insta::assert_snapshot!("wal", replayed("wal", told));
}

#[test]
fn good_files_cut_anywhere_flipped_anywhere_and_with_any_sector_zero_give_a_verdict() {
    for case in corpus("wal")
        .iter()
        .filter(|case| case.name.starts_with("good-"))
    {
        for cut in 0..=case.bytes.len() {
            let cut_short = recover(&case.bytes[..cut], Strictness::Strict);
            assert!(
                cut_short.is_ok(),
                "{} cut at {cut}: {cut_short:?}",
                case.name
            );
        }
        let mut bytes = case.bytes.clone();
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            let damage = recover(&bytes, Strictness::Strict).expect_err("a flipped bit is seen");
            assert!(
                damage.at <= (bit / 8) as u64,
                "{damage} names what is sound: bit {bit}"
            );
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

/// A file of this many no-ops, each in a record of its own, all in one save.
fn minimal_records(count: u64) -> Vec<u8> {
    let mut bytes = head(1);
    for index in 1..=count {
        put_entry(&mut bytes, index, &[3]);
    }
    bytes
}

fn head(term: u64) -> Vec<u8> {
    let mut bytes = new_file(SALT);
    put_mark(&mut bytes);
    let vote = None;
    put_frame(
        &mut bytes,
        &Record::HardState(HardState {
            term: Term(term),
            vote,
        }),
    );
    bytes
}

fn put_mark(bytes: &mut Vec<u8>) {
    let own_offset = bytes.len() as u64;
    let mark = SaveMark {
        own_offset,
        synced: own_offset,
        salt: SALT,
    };
    put_frame(bytes, &Record::SaveMark(mark));
}

fn put_entry(bytes: &mut Vec<u8>, index: u64, payload: &[u8]) {
    let payload = Payload::from_bytes(payload);
    let entry = Entry {
        index: Index(index),
        term: Term(1),
        payload,
    };
    put_frame(bytes, &Record::Entry(entry));
}

#[test]
fn a_hundred_thousand_minimal_records_are_read_in_good_time_whole_torn_or_damaged() {
    let bytes = minimal_records(100_000);
    let whole = in_good_time("reading", || told(&bytes));
    assert!(whole.contains("log=[1nx100000]"), "{whole}");
    let torn = in_good_time("a torn one", || told(&bytes[..bytes.len() - 1]));
    assert!(
        torn.contains("log=[1nx99999]") && torn.ends_with("torn 24"),
        "{torn}"
    );
    // The first record is damaged, and a mark at the end proves it: the search for the mark passes over all.
    let mut damaged = bytes;
    let at = head(1).len();
    damaged[at..at + 8].fill(0);
    put_mark(&mut damaged);
    let damage = in_good_time("a damaged one", || told(&damaged));
    assert!(
        damage.starts_with(&format!("damaged at byte {at}: no record stands here")),
        "{damage}"
    );
}

#[test]
fn many_marks_that_prove_nothing_are_passed_over_in_good_time() {
    // Each could be the proof that the damage at the beginning was synced; none is.
    let mut bytes = head(1);
    let at = bytes.len() as u64;
    bytes.extend([9; 20]);
    for _ in 0..15_000 {
        let own_offset = bytes.len() as u64;
        let mark = SaveMark {
            own_offset,
            synced: at,
            salt: SALT,
        };
        put_frame(&mut bytes, &Record::SaveMark(mark));
    }
    let verdict = in_good_time("reading", || told(&bytes));
    assert!(
        verdict.contains(&format!("{at} of {} bytes", bytes.len())),
        "{verdict}"
    );
}

#[test]
fn the_largest_records_and_one_byte_more() {
    let value = vec![b'v'; VALUE_BYTES_MAX];
    let largest = encode_command(&Command::Set {
        key: b"k",
        value: &value,
    });
    let mut bytes = head(1);
    put_entry(&mut bytes, 1, &largest);
    assert!(told(&bytes).contains("log=[1],"));
    // A frame of 16 MiB has a good checksum, and no command is so long.
    let framed = |length: usize| {
        let mut bytes = head(1);
        let payload = [
            &1_u64.to_le_bytes()[..],
            &1_u64.to_le_bytes(),
            &vec![0; length - 16],
        ]
        .concat();
        Writer::new(&mut bytes).frame(|out| out.bytes(&payload));
        bytes
    };
    let at = head(1).len();
    let damage = recover(&framed(16 << 20), Strictness::Strict).expect_err("it is no command");
    assert_eq!(damage.at, at as u64);
    assert!(matches!(damage.flaw, Flaw::Undecodable(_)), "{damage}");
    // One byte more is no frame at all.
    let beyond = recover(&framed((16 << 20) + 1), Strictness::Strict);
    assert!(matches!(beyond, Ok(Recovery::Opened(reading)) if reading.length == at as u64));
}

#[test]
fn files_of_one_byte_repeated_are_never_logs() {
    for byte in [0, 1, b'G', 0xff] {
        for length in [58, 512, 4096, 1 << 20] {
            let bytes = vec![byte; length];
            let damage = in_good_time("a blank file", || recover(&bytes, Strictness::Strict));
            let damage = damage.expect_err("it is no log");
            assert_eq!((damage.at, damage.flaw), (0, Flaw::WrongMagic));
        }
    }
}

#[test]
fn a_file_that_grows_while_it_is_read_gives_what_was_there() {
    // Every prefix that a reader can catch while whole saves are appended opens, with the records that were whole.
    let mut bytes = head(1);
    let mut whole = vec![NEW_FILE_BYTES, NEW_FILE_BYTES + 49, bytes.len() as u64];
    for index in 1..=5 {
        put_mark(&mut bytes);
        whole.push(bytes.len() as u64);
        put_entry(&mut bytes, index, &[3]);
        whole.push(bytes.len() as u64);
    }
    for caught in 57..=bytes.len() {
        let Ok(Recovery::Opened(reading)) = recover(&bytes[..caught], Strictness::Strict) else {
            panic!("caught at {caught} it opens");
        };
        let last = whole.iter().rfind(|end| **end <= caught as u64);
        assert_eq!(Some(&reading.length), last);
    }
}

#[test]
fn every_sector_zeroed_where_a_mark_proves_it_synced_is_refused() {
    let mut bytes = minimal_records(100);
    put_mark(&mut bytes);
    let sector = usize::try_from(SECTOR_BYTES).expect("a small number");
    for at in (0..bytes.len() - 49).step_by(sector) {
        let mut zeroed = bytes.clone();
        let end = (at + sector).min(bytes.len() - 49);
        zeroed[at..end].fill(0);
        let damage = recover(&zeroed, Strictness::Strict).expect_err("it was synced");
        assert!(damage.at < end as u64, "{damage}");
    }
}

#[test]
fn a_server_that_has_seen_the_largest_term_goes_on_and_nobody_drives_it_to_the_last_one() {
    let largest = HardState {
        term: Term(TERM_MAX),
        vote: Some(NodeId(1)),
    };
    let mut server = Server::holding(largest, RaftLog::default());
    server.hear(&forged(u64::MAX));
    assert_eq!(
        server.node.hard_state(),
        largest,
        "a message of the last term is not believed"
    );
    server.elect();
    assert_eq!(server.node.hard_state().term, Term(TERM_MAX + 1));
    server.hear(&forged(u64::MAX));
    server.elect();
    assert_eq!(server.node.hard_state().term, Term(TERM_MAX + 2));
}
