//! The log and what it hands out, against a plain vector of entries.

use granary::ids::{Index, Term};
use granary::log::{Entries, LogPosition, RaftLog, SharedList};
use proptest::prelude::*;

/// What a log is when nobody minds the cost: term and payload of each entry from index 1 on.
type Plain = Vec<(u64, Vec<u8>)>;

fn payload(seed: u64) -> Vec<u8> {
    let length = match seed % 50 {
        0 => 3000,
        1 => 40_000,
        rest => usize::try_from(rest).unwrap(),
    };
    vec![u8::try_from(seed % 251).unwrap(); length + 1]
}

fn plain_of(entries: &Entries) -> Plain {
    entries
        .iter()
        .map(|entry| (entry.term.0, entry.payload.as_bytes().to_vec()))
        .collect()
}

fn log_of(plain: &Plain) -> RaftLog {
    let mut log = RaftLog::default();
    for (term, payload) in plain {
        log.append(Term(*term), payload);
    }
    log
}

fn entries_of(first: u64, plain: &Plain) -> Entries {
    Entries::gather(
        Index(first),
        plain.iter().map(|(term, bytes)| (Term(*term), &bytes[..])),
    )
}

/// A log with these terms and payloads of one byte.
fn log(terms: &[u64]) -> RaftLog {
    log_of(&terms.iter().map(|term| (*term, vec![7])).collect())
}

fn entries(first: u64, terms: &[u64]) -> Entries {
    entries_of(first, &terms.iter().map(|term| (*term, vec![7])).collect())
}

fn position(index: u64, term: u64) -> LogPosition {
    LogPosition {
        index: Index(index),
        term: Term(term),
    }
}

fn place(index: u64) -> usize {
    usize::try_from(index).unwrap()
}

#[test]
fn an_empty_log_ends_before_its_first_entry() {
    let log = RaftLog::default();
    assert_eq!(log.last(), position(0, 0));
    assert_eq!(log.first_index(), Index(1));
    assert_eq!(log.term_at(Index(0)), Some(Term(0)));
    assert_eq!(log.term_at(Index(1)), None);
    assert_eq!(log.entry(Index(0)), None);
    assert_eq!(log.slice(Index(1), 10, 100), Entries::NONE);
    assert_eq!(log.slice(Index(0), 10, 100), Entries::NONE);
    assert_eq!(log.first_of_run(Index(4)), Index(4));
    assert_eq!(log.last_of_term(Term(1)), None);
}

#[test]
fn runs_of_terms_have_a_first_and_a_last() {
    let log = log(&[1, 1, 4, 4, 4, 6]);
    let firsts: Vec<u64> = (0..=7).map(|at| log.first_of_run(Index(at)).0).collect();
    assert_eq!(firsts, [0, 1, 1, 3, 3, 3, 6, 7]);
    let lasts: Vec<_> = (0..=7)
        .map(|term| log.last_of_term(Term(term)).map(|index| index.0))
        .collect();
    assert_eq!(
        lasts,
        [None, Some(2), None, None, Some(5), None, Some(6), None]
    );
}

#[test]
fn arriving_entries_are_held_new_or_in_conflict() {
    let mine = log(&[1, 1, 4, 4]);
    let table = [
        (entries(1, &[1, 1]), 2, None),
        (entries(3, &[4, 4]), 4, None),
        (entries(3, &[4, 4, 5]), 4, None),
        (entries(5, &[5]), 4, None),
        (entries(3, &[4, 5, 5]), 3, Some(position(4, 4))),
        (entries(1, &[2]), 0, Some(position(1, 1))),
        (Entries::NONE, 0, None),
    ];
    for (arriving, held, conflict) in table {
        let compared = mine.compare(&arriving);
        let found = (compared.held_through.0, compared.conflict);
        assert_eq!(found, (held, conflict), "{arriving:?}");
    }
}

#[test]
fn a_slice_stops_at_its_count_and_begins_no_entry_beyond_its_bytes() {
    let log = log_of(&(0..600).map(|_| (1, vec![0; 10])).collect());
    let lengths = |from, count, bytes| log.slice(Index(from), count, bytes).len();
    assert_eq!(lengths(1, 5, 1000), 5);
    assert_eq!(lengths(1, u64::MAX, usize::MAX), 600);
    assert_eq!(lengths(599, 5, 1000), 2);
    assert_eq!(lengths(601, 5, 1000), 0);
    assert_eq!(lengths(1, 5, 0), 0);
    assert_eq!(lengths(1, 100, 1), 1);
    // In a message an entry takes 20 bytes more than its payload.
    assert_eq!(lengths(250, 100, 300), 10);
    assert_eq!(lengths(250, 100, 301), 11);
    assert_eq!(lengths(598, 100, 60), 2);
}

#[test]
fn what_was_handed_out_stays_when_the_log_is_cut() {
    let mut log = log(&[1; 300]);
    let held = log.slice(Index(250), 100, 9999);
    let copy = log.clone();
    log.cut(Index(10));
    log.append(Term(2), &[9]);
    assert_eq!(held, entries(250, &[1; 51]));
    assert_eq!(copy.last(), position(300, 1));
    assert_eq!(log.last(), position(10, 2));
}

#[test]
#[should_panic(expected = "contiguous")]
fn a_gap_is_our_own_bug() {
    log(&[1, 1]).extend(&entries(4, &[1]));
}

#[test]
fn a_large_batch_is_in_the_log_as_if_it_had_come_one_by_one() {
    for payload in [vec![7; 20], vec![7; 20_000]] {
        let mut plain: Plain = (0..300).map(|at| (1 + at / 200, payload.clone())).collect();
        let mut taken = log(&[1]);
        taken.extend(&entries_of(2, &plain));
        plain.insert(0, (1, vec![7]));
        assert_eq!(taken, log_of(&plain));
        for keep in [299, 120, 1] {
            let mut cut = taken.clone();
            cut.cut(Index(keep + 1));
            plain.truncate(place(keep));
            assert_eq!(cut, log_of(&plain));
            let last = cut.append(Term(3), &[1, 2, 3]);
            assert_eq!((last, cut.last()), (Index(keep + 1), position(keep + 1, 3)));
        }
    }
}

#[test]
fn ranges_are_equal_by_what_they_say_and_not_by_where_they_lie() {
    let alike: Plain = (0..600).map(|_| (1, vec![7; 20])).collect();
    let mut other = alike.clone();
    other[450].1[3] = 8;
    let mut longer = alike.clone();
    longer[450].1 = vec![7; 19];
    longer[451].1 = vec![7; 21];
    let mut later = alike.clone();
    later[599].0 = 2;
    let all = |plain: &Plain| log_of(plain).slice(Index(1), u64::MAX, usize::MAX);
    assert_eq!(all(&alike), entries_of(1, &alike));
    for different in [&other, &longer, &later] {
        assert_ne!(all(&alike), entries_of(1, different));
        assert_eq!(all(different), entries_of(1, different));
    }
    assert_ne!(entries_of(2, &alike), entries_of(1, &alike));
}

#[test]
fn a_log_takes_terms_that_fall() {
    let mut log = log(&[3, 1]);
    log.extend(&entries(3, &[2]));
    let terms: Vec<_> = log.iter_from(Index(0)).map(|entry| entry.term.0).collect();
    assert_eq!(terms, [3, 1, 2]);
}

#[derive(Clone, Debug)]
enum Act {
    Append(u64, Vec<u64>),
    Cut(u64),
    /// Write a slice of the log again behind its own end.
    Extend(u64, u64),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0_u64..3, prop::collection::vec(any::<u64>(), 0..200))
            .prop_map(|(raise, seeds)| Act::Append(raise, seeds)),
        1 => (0_u64..1000).prop_map(Act::Cut),
        1 => (1_u64..600, 1_u64..400).prop_map(|(from, count)| Act::Extend(from, count)),
    ]
}

fn act(log: &mut RaftLog, plain: &mut Plain, act: &Act) {
    match act {
        Act::Append(raise, seeds) => {
            let term = plain.last().map_or(1, |(term, _)| *term) + raise;
            for seed in seeds {
                let index = log.append(Term(term), &payload(*seed));
                plain.push((term, payload(*seed)));
                assert_eq!(index.0, plain.len() as u64);
            }
        }
        Act::Cut(back) => {
            let from = (plain.len() as u64 + 1).saturating_sub(*back);
            log.cut(Index(from));
            plain.truncate(place(from.max(1)) - 1);
        }
        Act::Extend(from, count) => {
            let last = plain.last().map_or(1, |(term, _)| *term);
            let again: Plain = plain_of(&log.slice(Index(*from), *count, usize::MAX))
                .into_iter()
                .map(|(_, payload)| (last, payload))
                .collect();
            log.extend(&entries_of(plain.len() as u64 + 1, &again));
            plain.extend(again);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 100,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_log_is_a_plain_list_of_entries(
        acts in prop::collection::vec(any_act(), 1..12),
        asked in prop::collection::vec((0_u64..1200, 0_u64..400, 0_usize..60_000), 1..20),
    ) {
        let (mut log, mut plain) = (RaftLog::default(), Plain::new());
        for step in &acts {
            act(&mut log, &mut plain, step);
        }
        prop_assert_eq!(log.last_index().0, plain.len() as u64);
        prop_assert_eq!(&log, &log_of(&plain));
        prop_assert_eq!(plain_of(&log.slice(Index(1), u64::MAX, usize::MAX)), plain.clone());
        for (from, count, bytes) in asked {
            let at = place(from);
            let term = plain.get(at.wrapping_sub(1)).map(|(term, _)| Term(*term));
            prop_assert_eq!(log.term_at(Index(from)), if from == 0 { Some(Term(0)) } else { term });
            let mut room = bytes;
            let expected: Plain = plain
                .iter()
                .skip(at.wrapping_sub(1))
                .take(place(count))
                .take_while(|(_, payload)| {
                    let begins = room > 0;
                    room = room.saturating_sub(20 + payload.len());
                    begins
                })
                .cloned()
                .collect();
            prop_assert_eq!(plain_of(&log.slice(Index(from), count, bytes)), expected);
            if let Some(term) = term {
                let same = |(_, entry): &(usize, &(u64, Vec<u8>))| entry.0 == term.0;
                let run: Vec<usize> = plain.iter().enumerate().filter(same).map(|e| e.0).collect();
                prop_assert_eq!(log.first_of_run(Index(from)).0, run[0] as u64 + 1);
                prop_assert_eq!(
                    log.last_of_term(term).map(|index| index.0),
                    run.last().map(|at| *at as u64 + 1)
                );
            }
        }
    }

    #[test]
    fn a_range_of_entries_is_a_plain_list(
        seeds in prop::collection::vec((any::<u64>(), 1_u64..4), 0..700),
        first in 1_u64..50,
        cuts in prop::collection::vec((0_u64..800, 0_u64..800), 1..10),
    ) {
        let plain: Plain = seeds.iter().map(|(seed, term)| (*term, payload(*seed))).collect();
        let mut whole = log(&vec![1; place(first) - 1]);
        whole.extend(&entries_of(first, &plain));
        // Gathered in one piece, and cut from a log in many.
        for range in [entries_of(first, &plain), whole.slice(Index(first), u64::MAX, usize::MAX)] {
            prop_assert_eq!(range.len(), plain.len());
            prop_assert_eq!(range.is_empty(), plain.is_empty());
            prop_assert_eq!(plain_of(&range), plain.clone());
            for (from, end) in &cuts {
                let part = range.starting_at(Index(*from)).below(Index(*end));
                let kept: Plain = (first..)
                    .zip(&plain)
                    .filter(|(index, _)| (*from..*end).contains(index))
                    .map(|(_, entry)| entry.clone())
                    .collect();
                let bytes: usize = kept.iter().map(|(_, payload)| payload.len()).sum();
                let ends = [part.first(), part.last()].map(|end| end.map(|entry| entry.index));
                prop_assert_eq!(ends, [part.first_index(), part.last_index()]);
                prop_assert_eq!(part.first_index(), (!kept.is_empty()).then(|| Index(*from.max(&first))));
                prop_assert_eq!(part.payload_bytes(), bytes as u64);
                prop_assert_eq!(plain_of(&part), kept.clone());
                let mut runs: Vec<_> = part.term_runs().map(|term| term.0).collect();
                runs.dedup();
                let mut expected: Vec<_> = kept.iter().map(|(term, _)| *term).collect();
                expected.dedup();
                prop_assert_eq!(runs, expected);
            }
        }
    }

    #[test]
    fn a_shared_list_is_a_plain_list(
        acts in prop::collection::vec((0_usize..9000, any::<bool>()), 1..12)
    ) {
        let (mut list, mut plain) = (SharedList::default(), Vec::new());
        for (amount, grows) in acts {
            let copy = (list.clone(), plain.clone());
            if grows {
                list.extend(plain.len()..plain.len() + amount);
                plain.extend(plain.len()..plain.len() + amount);
            } else {
                let keep = plain.len().saturating_sub(amount / 2);
                list.truncate(keep);
                plain.truncate(keep);
            }
            for (list, plain) in [&copy, &(list.clone(), plain.clone())] {
                prop_assert_eq!(list.len(), plain.len());
                prop_assert_eq!(list.last(), plain.last());
                prop_assert_eq!(list.get(plain.len()), None);
                prop_assert!(list.iter_from(0).eq(plain.iter()));
                let middle = plain.len() / 3;
                prop_assert_eq!(list.partition_point(|item| *item < middle), middle);
            }
        }
    }
}
