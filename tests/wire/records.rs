//! Commands, entries and control records.

use super::*;

#[test]
fn commands_have_the_bytes_of_the_document() {
    let table: [(Command<'_>, &str); 4] = [
        (
            Command::Set {
                key: b"hello",
                value: b"world",
            },
            "00 05000000 68656c6c6f 05000000 776f726c64",
        ),
        (
            Command::Set {
                key: b"k",
                value: b"",
            },
            "00 01000000 6b 00000000",
        ),
        (
            Command::Delete { key: b"foxtrot" },
            "01 07000000 666f7874726f74",
        ),
        (Command::Get { key: b"\0" }, "02 01000000 00"),
    ];
    for (command, bytes) in table {
        assert_eq!(encode_command(&command), hex(bytes), "{command:?}");
        assert_eq!(decode_command(&hex(bytes)), Ok(command));
    }
}

#[test]
fn a_command_out_of_bounds_is_refused_with_its_place() {
    let long = u32::try_from(KEY_BYTES_MAX + 1).unwrap();
    let huge = u32::try_from(VALUE_BYTES_MAX + 1).unwrap();
    let sized = |tag: u8, length: u32| [&[tag][..], &length.to_le_bytes(), &[7; 5000]].concat();
    let whole = |tag: u8, key: usize, value: usize| {
        let mut bytes = vec![tag];
        let mut out = Writer::new(&mut bytes);
        out.sized(&vec![7; key]);
        out.sized(&vec![7; value]);
        bytes
    };
    let valued = |length: u32| [&hex("00 01000000 6b")[..], &length.to_le_bytes()].concat();
    let table = [
        (vec![], error(DecodeKind::TooShort, 0)),
        (vec![0], error(DecodeKind::TooShort, 1)),
        (vec![3], error(DecodeKind::UnknownTag(3), 0)),
        (vec![4, 0, 0], error(DecodeKind::UnknownTag(4), 0)),
        (vec![0x10], error(DecodeKind::UnknownTag(0x10), 0)),
        (sized(1, 0), error(DecodeKind::KeyOutOfBounds(0), 1)),
        (sized(2, long), error(DecodeKind::KeyOutOfBounds(long), 1)),
        (
            sized(0, u32::MAX),
            error(DecodeKind::KeyOutOfBounds(u32::MAX), 1),
        ),
        (valued(huge), error(DecodeKind::ValueOutOfBounds(huge), 6)),
        (
            valued(u32::MAX),
            error(DecodeKind::ValueOutOfBounds(u32::MAX), 6),
        ),
        (
            whole(0, 4097, 5),
            error(DecodeKind::KeyOutOfBounds(4097), 1),
        ),
        (
            whole(0, 1, VALUE_BYTES_MAX + 1),
            error(DecodeKind::ValueOutOfBounds(huge), 6),
        ),
        (valued(1), error(DecodeKind::TooShort, 10)),
        (
            hex("01 01000000 6b 00"),
            error(DecodeKind::TrailingBytes, 6),
        ),
    ];
    for (bytes, expected) in table {
        assert_eq!(decode_command(&bytes), Err(expected));
        if matches!(bytes.first(), Some(0..=2)) {
            let record = [vec![1; 16], bytes].concat();
            let later = error(expected.kind, expected.at + 16);
            assert_eq!(decode_record(&record), Err(later), "in an entry as well");
        }
    }
}

#[test]
fn the_longest_key_and_value_pass() {
    let (key, value) = (vec![1; KEY_BYTES_MAX], vec![2; VALUE_BYTES_MAX]);
    let command = Command::Set {
        key: &key,
        value: &value,
    };
    assert_eq!(decode_command(&encode_command(&command)), Ok(command));
}

#[test]
fn records_have_the_bytes_of_the_document() {
    let hello = encode_command(&Command::Set {
        key: b"hello",
        value: b"world",
    });
    let foxtrot = encode_command(&Command::Delete { key: b"foxtrot" });
    let mark = |synced| {
        Record::SaveMark(SaveMark {
            own_offset: 8,
            synced,
            salt: 0x0123_4567_89ab_cdef,
        })
    };
    let table = [
        (
            entry(1, 1, &hello),
            "23000000 911bf001 0100000000000000 0100000000000000 00 \
             05000000 68656c6c6f 05000000 776f726c64",
        ),
        (
            entry(99, 3, &foxtrot),
            "1c000000 eea61a1a 6300000000000000 0300000000000000 01 07000000 666f7874726f74",
        ),
        (
            entry(1, 2, &[3]),
            "11000000 c243b6f9 0100000000000000 0200000000000000 03",
        ),
        (
            hard_state(5, Some(2)),
            "1a000000 034de639 0000000000000000 0500000000000000 10 01 0200000000000000",
        ),
        (
            mark(0),
            "29000000 0980e855 0000000000000000 0000000000000000 12 \
             0800000000000000 0000000000000000 efcdab8967452301",
        ),
        (
            mark(8),
            "29000000 461ffb26 0000000000000000 0000000000000000 12 \
             0800000000000000 0800000000000000 efcdab8967452301",
        ),
    ];
    for (record, frame) in table {
        let payload = encode_record(&record);
        assert_eq!(framed(&payload), hex(frame), "{record:?}");
        assert_eq!(decode_record(&payload), Ok(record));
    }
}

#[test]
fn a_payload_that_breaks_a_rule_of_decoding_is_refused_with_its_place() {
    let vote = |present: u8, vote: u64| {
        let mut bytes = encode_record(&hard_state(5, Some(vote)));
        bytes[17] = present;
        bytes
    };
    let placed = |index: u64, term: u64, record: &Record<'_>| {
        let mut bytes = encode_record(record);
        bytes[..8].copy_from_slice(&index.to_le_bytes());
        bytes[8..16].copy_from_slice(&term.to_le_bytes());
        bytes
    };
    let mark = Record::SaveMark(SaveMark::default());
    let tagged = |tag: u8| [&[1; 16][..], &[tag], &[0; 30]].concat();
    let long = |record: &Record<'_>| [encode_record(record), vec![0]].concat();
    let table = [
        (vec![], error(DecodeKind::TooShort, 0)),
        (vec![0; 15], error(DecodeKind::TooShort, 8)),
        (vec![0; 16], error(DecodeKind::TooShort, 16)),
        (tagged(4), error(DecodeKind::UnknownTag(4), 16)),
        (tagged(5), error(DecodeKind::UnknownTag(5), 16)),
        (tagged(6), error(DecodeKind::UnknownTag(6), 16)),
        (tagged(0x0f), error(DecodeKind::UnknownTag(0x0f), 16)),
        (tagged(0x11), error(DecodeKind::UnknownTag(0x11), 16)),
        (tagged(0x13), error(DecodeKind::UnknownTag(0x13), 16)),
        (tagged(0xff), error(DecodeKind::UnknownTag(0xff), 16)),
        (tagged(0), error(DecodeKind::KeyOutOfBounds(0), 17)),
        (
            long(&entry(1, 1, &[3])),
            error(DecodeKind::TrailingBytes, 17),
        ),
        (
            long(&hard_state(1, None)),
            error(DecodeKind::TrailingBytes, 26),
        ),
        (long(&mark), error(DecodeKind::TrailingBytes, 41)),
        (vote(2, 1), error(DecodeKind::NotYesOrNo(2), 17)),
        (vote(0, 1), error(DecodeKind::VoteWithoutVoting(1), 18)),
        (
            placed(7, 5, &hard_state(5, None)),
            error(DecodeKind::ControlWithIndex(7), 0),
        ),
        (
            placed(7, 0, &mark),
            error(DecodeKind::ControlWithIndex(7), 0),
        ),
        (placed(0, 7, &mark), error(DecodeKind::MarkWithTerm(7), 8)),
    ];
    for (bytes, expected) in table {
        assert_eq!(decode_record(&bytes), Err(expected), "{bytes:?}");
    }
}

#[test]
fn no_prefix_of_a_payload_decodes_and_its_body_says_how_long_it_is() {
    for record in sample_records() {
        let bytes = encode_record(&record.borrow());
        for cut in 0..bytes.len() {
            assert!(decode_record(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        let longer = [bytes.clone(), vec![9; 40]].concat();
        assert_eq!(length_by_body(&longer), Some(bytes.len()));
    }
}

/// A record with bytes of its own.
#[derive(Clone, Debug)]
enum Owned {
    Entry(u64, u64, Vec<u8>),
    HardState(u64, Option<u64>),
    Mark(u64, u64, u64),
}

impl Owned {
    fn borrow(&self) -> Record<'_> {
        match self {
            Self::Entry(index, term, payload) => entry(*index, *term, payload),
            Self::HardState(term, vote) => hard_state(*term, *vote),
            Self::Mark(own_offset, synced, salt) => Record::SaveMark(SaveMark {
                own_offset: *own_offset,
                synced: *synced,
                salt: *salt,
            }),
        }
    }
}

fn sample_records() -> Vec<Owned> {
    let set = encode_command(&Command::Set {
        key: b"key",
        value: &[0; 20],
    });
    vec![
        Owned::Entry(1, 1, set),
        Owned::Entry(2, 1, encode_command(&Command::Delete { key: b"k" })),
        Owned::Entry(3, 9, encode_command(&Command::Get { key: b"k2" })),
        Owned::Entry(4, 9, vec![3]),
        Owned::HardState(5, None),
        Owned::HardState(5, Some(3)),
        Owned::Mark(8, 0, 77),
    ]
}

fn any_record() -> impl Strategy<Value = Owned> {
    prop_oneof![
        (any::<u64>(), any::<u64>(), any_payload()).prop_map(|(i, t, p)| Owned::Entry(i, t, p)),
        (any::<u64>(), any::<Option<u64>>()).prop_map(|(term, vote)| Owned::HardState(term, vote)),
        (any::<u64>(), any::<u64>(), any::<u64>()).prop_map(|(o, s, salt)| Owned::Mark(o, s, salt)),
    ]
}

proptest! {
    #![proptest_config(quiet())]

    #[test]
    fn every_record_comes_back(record in any_record()) {
        let bytes = encode_record(&record.borrow());
        prop_assert_eq!(decode_record(&bytes), Ok(record.borrow()));
    }

    #[test]
    fn any_bytes_give_a_value_or_an_error(
        tag in 0_u8..0x14, bytes in prop::collection::vec(any::<u8>(), 0..80)
    ) {
        if let Ok(command) = decode_command(&bytes) {
            prop_assert_eq!(encode_command(&command), &bytes[..]);
        }
        let plausible = [&[0; 16][..], &[tag], &bytes].concat();
        for bytes in [bytes, plausible] {
            if let Ok(record) = decode_record(&bytes) {
                prop_assert_eq!(encode_record(&record), bytes);
            }
        }
    }
}
