//! WAL images: any bytes give a verdict whose parts agree with each other; and what was opened, cut and written to opens
//! again with exactly what was written.

use crate::choices::{Choices, mend_checksums};
use crate::wire::any_payload;
use crate::{corpus, scripts};
use granary::ids::{Index, NodeId, TERM_MAX, Term};
use granary::log::wal::{Reading, Recovery, Strictness, new_file, put_frame, put_save, recover};
use granary::log::wire::{Record, SaveMark};
use granary::log::{Entries, Entry, HardState, Payload};

const EXECUTIONS: usize = 30_000;

/// Bytes that are nearly a file: of the corpus or made record by record, changed, and mostly with fitting checksums.
fn nearly_a_file(choices: &mut Choices<'_>, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = match choices.below(4) {
        0 => corpus[choices.below(corpus.len())].clone(),
        1 => [&new_file(7)[..], choices.rest()].concat(),
        _ => any_file(choices),
    };
    let mends = choices.is_so();
    if choices.is_so() {
        choices.change(&mut bytes);
    }
    if mends {
        mend_checksums(&mut bytes, 8);
    }
    bytes
}

/// A file of records that mostly keep the rules.
fn any_file(choices: &mut Choices<'_>) -> Vec<u8> {
    const SALT: u64 = 7;
    let mut bytes = new_file(SALT);
    let (mut synced, mut term, mut last) = (0, 1, 0);
    put_frame(
        &mut bytes,
        &Record::HardState(HardState {
            term: Term(term),
            vote: None,
        }),
    );
    for _ in 0..choices.below(12) {
        let at = bytes.len() as u64;
        let record = match choices.below(3) {
            0 => {
                synced = if choices.is_so() { at } else { synced };
                let odd = choices.below(16) == 15;
                Record::SaveMark(SaveMark {
                    own_offset: if odd { choices.number() } else { at },
                    synced: if odd { choices.number() } else { synced },
                    salt: if odd { choices.number() } else { SALT },
                })
            }
            1 => {
                term = match choices.below(8) {
                    7 => choices.number(),
                    more => term.saturating_add(more as u64),
                };
                let vote = choices.is_so().then(|| NodeId(choices.number()));
                Record::HardState(HardState {
                    term: Term(term),
                    vote,
                })
            }
            _ => {
                last = match choices.below(8) {
                    7 => choices.number(),
                    6 => last.max(1),
                    _ => last + 1,
                };
                let payload = any_payload(choices);
                put_entry(&mut bytes, last, term, &payload);
                last = last.min(1000);
                continue;
            }
        };
        put_frame(&mut bytes, &record);
    }
    bytes
}

fn put_entry(bytes: &mut Vec<u8>, index: u64, term: u64, payload: &[u8]) {
    put_frame(
        bytes,
        &Record::Entry(Entry {
            index: Index(index),
            term: Term(term),
            payload: Payload::from_bytes(payload),
        }),
    );
}

fn opened(bytes: &[u8], strictness: Strictness) -> Option<Reading> {
    match recover(bytes, strictness) {
        Ok(Recovery::Opened(reading)) => Some(*reading),
        _ => None,
    }
}

fn cut(bytes: &[u8], reading: &Reading) -> Vec<u8> {
    bytes[..usize::try_from(reading.length).expect("it is in memory")].to_vec()
}

#[test]
fn open() {
    let corpus = corpus("wal");
    bolero::check!()
        .with_generator(scripts(400))
        .with_iterations(EXECUTIONS)
        .for_each(|input| {
            let bytes = nearly_a_file(&mut Choices::of(input), &corpus);
            let length = bytes.len() as u64;
            for strictness in [Strictness::Strict, Strictness::RaftRuleBroken] {
                match recover(&bytes, strictness) {
                    Ok(Recovery::NeverMade) => assert!(length <= 57),
                    Ok(Recovery::Opened(reading)) => {
                        assert!(reading.length + reading.torn_bytes <= length);
                        assert!(reading.proven <= reading.length);
                        assert!(strictness != Strictness::Strict || reading.findings.is_empty());
                        let kept = cut(&bytes, &reading);
                        let expected = Reading {
                            torn_bytes: 0,
                            ..*reading
                        };
                        assert_eq!(opened(&kept, strictness), Some(expected));
                    }
                    Err(damage) => {
                        assert!(damage.at <= length, "{damage}");
                        let before = usize::try_from(damage.at).expect("it is in memory");
                        assert!(
                            recover(&bytes[..before], strictness).is_ok(),
                            "the first damage is named, and what stands before it is sound"
                        );
                    }
                }
            }
        });
}

#[test]
fn open_append_open() {
    let corpus = corpus("wal");
    bolero::check!()
        .with_generator(scripts(400))
        .with_iterations(EXECUTIONS)
        .for_each(|input| {
            let mut choices = Choices::of(input);
            let payloads = [any_payload(&mut choices), any_payload(&mut choices)];
            let replaces = choices.is_so();
            let bytes = nearly_a_file(&mut choices, &corpus);
            let Some(first) = opened(&bytes, Strictness::Strict) else {
                return;
            };
            let term = first.hard_state.term.0 + 1;
            if term > TERM_MAX {
                return;
            }
            let hard = HardState {
                term: Term(term),
                vote: Some(NodeId(3)),
            };
            let last = first.log.last_index();
            let at = if replaces && last > Index::ZERO {
                last
            } else {
                last.next()
            };
            let items = payloads.iter().map(|payload| (Term(term), &payload[..]));
            let entries = Entries::gather(at, items);
            let mut file = cut(&bytes, &first);
            let mark = SaveMark {
                own_offset: first.length,
                synced: first.length,
                salt: first.salt,
            };
            put_save(&mut file, mark, Some(hard), &entries);
            let mut log = first.log.clone();
            log.cut(at);
            log.extend(&entries);
            let again =
                opened(&file, Strictness::Strict).expect("what was just written can be read");
            assert_eq!((again.hard_state, &again.log), (hard, &log));
            assert_eq!((again.length, again.torn_bytes), (file.len() as u64, 0));
            assert_eq!(again.proven, first.length);
        });
}
