//! Memory: whatever the input, reading it takes at most 64 MiB and ten times what was given.
//!
//! The kernel counts the most that a process ever held. So every case is read in a process of its own: this program
//! starts itself, and says by [`CASE`] which one it is to be.
#![cfg(target_os = "linux")]

use granary::ids::{Index, Term};
use granary::log::codec::Writer;
use granary::log::wal::{Strictness, new_file, put_frame, recover};
use granary::log::wire::Record;
use granary::log::{Entry, HardState, Payload};
use granary::play::parse_bytes;
use granary::play::statement::TEXT_BYTES_MAX;
use granary::transport::wire::decode;
use granary::tui::decode::Decoder;
use std::fs;
use std::process::Command;

/// Names the case that a process is to read.
const CASE: &str = "GRANARY_MEMORY_CASE";
const BASE_KIB: u64 = 64 << 10;

/// A case: its name, what it is, and who reads it.
type Case = (&'static str, fn() -> Vec<u8>, fn(&[u8]));

const CASES: [Case; 22] = [
    ("nothing", Vec::new, |_| {}),
    ("a log of 100 000 records", || file_of_noops(100_000), wal),
    ("a record of 16 MiB", large_record, wal),
    ("a record that claims 4 GiB", claiming_record, wal),
    ("a file of 0xff", || vec![0xff; 8 << 20], wal),
    ("a message of 600 000 entries", || message(600_000), wire),
    ("a message that claims 2^32", || message(u32::MAX), wire),
    ("ticks", || text("tick;"), play),
    ("quotes", || text("\""), play),
    ("strings", || text("\"\""), play),
    ("braces", || text("{"), play),
    ("arrows", || text("->"), play),
    ("words", || text("a "), play),
    ("letters", || text("x"), play),
    ("repeats", || text("repeat 2: "), play),
    ("slots", || text("$i"), play),
    ("line feeds", || text("\n"), play),
    ("notes", || text("note \"\"\n"), play),
    ("a log of runs", log_of_runs, play),
    (
        "a repeat bomb",
        || b"repeat 1000: repeat 1000: tick".to_vec(),
        play,
    ),
    ("a paste of 10 MiB", || pasted("x"), keys),
    ("a paste that nearly ends", || pasted("\u{1b}[201"), keys),
];

fn wal(bytes: &[u8]) {
    drop(recover(bytes, Strictness::Strict));
}

fn wire(bytes: &[u8]) {
    drop(decode(bytes));
}

fn play(bytes: &[u8]) {
    drop(parse_bytes(bytes));
}

fn keys(bytes: &[u8]) {
    let (mut decoder, mut inputs) = (Decoder::new(), Vec::new());
    for piece in bytes.chunks(4096) {
        decoder.feed(piece, &mut inputs);
        inputs.clear();
    }
}

fn file_of_noops(count: u64) -> Vec<u8> {
    let mut bytes = new_file(1);
    let hard = HardState {
        term: Term(1),
        vote: None,
    };
    put_frame(&mut bytes, &Record::HardState(hard));
    for index in 1..=count {
        let entry = Entry {
            index: Index(index),
            term: Term(1),
            payload: Payload::Noop,
        };
        put_frame(&mut bytes, &Record::Entry(entry));
    }
    bytes
}

fn large_record() -> Vec<u8> {
    let mut bytes = new_file(1);
    Writer::new(&mut bytes).frame(|out| out.bytes(&vec![0; 16 << 20]));
    bytes
}

fn claiming_record() -> Vec<u8> {
    let mut bytes = file_of_noops(1);
    bytes.extend(u32::MAX.to_le_bytes());
    bytes.extend([7; 1000]);
    bytes
}

fn message(count: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::new(&mut bytes).frame(|out| {
        out.u8(3);
        for number in [1, 2, 3, 0, 0, 0] {
            out.u64(number);
        }
        out.u32(count);
        for index in 1..=600_000 {
            out.u32(17);
            out.u64(index);
            out.u64(1);
            out.u8(3);
        }
    });
    bytes
}

fn text(word: &str) -> Vec<u8> {
    word.repeat(TEXT_BYTES_MAX / word.len()).into_bytes()
}

fn log_of_runs() -> Vec<u8> {
    format!("preset s1 term=9 log=[{}]", "1 2 ".repeat(200_000)).into_bytes()
}

fn pasted(word: &str) -> Vec<u8> {
    format!("\u{1b}[200~{}", word.repeat((10 << 20) / word.len())).into_bytes()
}

/// The most memory that this process ever held, in KiB.
fn most() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let words = line.expect("the kernel counts memory");
    let number = words.split_whitespace().next().expect("a number");
    number.parse().expect("a number")
}

#[test]
fn no_input_takes_more_than_it_may() {
    if let Ok(name) = std::env::var(CASE) {
        let case = CASES.iter().find(|case| case.0 == name);
        return read(case.expect("it is one of the cases"));
    }
    for (name, _, _) in CASES {
        let program = std::env::current_exe().expect("this program has a file");
        let ran = Command::new(program).env(CASE, name).output();
        let ran = ran.expect("it can be started again");
        assert!(
            ran.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&ran.stdout)
        );
    }
}

fn read((name, make, reader): &Case) {
    let start = most();
    let input = make();
    reader(&input);
    let took = most() - start;
    let allowed = BASE_KIB + 10 * (input.len() as u64).div_ceil(1024);
    assert!(
        took <= allowed,
        "{name} took {took} KiB and may take {allowed}"
    );
}

#[test]
fn what_takes_more_is_noticed() {
    // So that a kernel which counts nothing is not taken for a proof.
    let greedy: Case = (
        "greed",
        || vec![1; 1 << 20],
        |bytes| {
            assert!(bytes.repeat(90).iter().all(|byte| *byte == 1));
        },
    );
    if std::env::var(CASE).is_err() {
        assert!(std::panic::catch_unwind(|| read(&greedy)).is_err());
    }
}
