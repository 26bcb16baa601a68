//! Messages: one vector of each kind, and everything hostile.

use super::*;

fn envelope(message: Message) -> Envelope {
    Envelope {
        from: NodeId(1),
        to: NodeId(2),
        term: Term(3),
        message,
    }
}

fn position(index: u64, term: u64) -> LogPosition {
    LogPosition {
        index: Index(index),
        term: Term(term),
    }
}

fn append(prev: LogPosition, entries: Entries) -> Envelope {
    envelope(Message::AppendEntries(AppendEntries {
        prev,
        leader_commit: Index(7),
        entries,
    }))
}

fn reply(outcome: AppendOutcome) -> Envelope {
    envelope(Message::AppendEntriesReply(AppendEntriesReply {
        prev_index: Index(8),
        outcome,
    }))
}

fn golden() -> Vec<(Envelope, &'static str)> {
    let set = encode_command(&Command::Set {
        key: b"k",
        value: b"v",
    });
    let items = [(Term(2), &set[..]), (Term(3), &[3][..])];
    vec![
        (
            envelope(Message::RequestVote(RequestVote {
                last: position(9, 2),
            })),
            "29000000 d22f5bd6 01 0100000000000000 0200000000000000 0300000000000000 \
             0900000000000000 0200000000000000",
        ),
        (
            envelope(Message::RequestVoteReply(RequestVoteReply {
                granted: true,
            })),
            "1a000000 c7f99b85 02 0100000000000000 0200000000000000 0300000000000000 01",
        ),
        (
            append(position(8, 2), Entries::gather(Index(9), items)),
            "69000000 6677c3a9 03 0100000000000000 0200000000000000 0300000000000000 \
             0800000000000000 0200000000000000 0700000000000000 02000000 \
             1b000000 0900000000000000 0200000000000000 00 01000000 6b 01000000 76 \
             11000000 0a00000000000000 0300000000000000 03",
        ),
        (
            append(position(8, 2), Entries::NONE),
            "35000000 11274370 03 0100000000000000 0200000000000000 0300000000000000 \
             0800000000000000 0200000000000000 0700000000000000 00000000",
        ),
        (
            reply(AppendOutcome::Accepted {
                match_index: Index(10),
            }),
            "2a000000 8171aedd 04 0100000000000000 0200000000000000 0300000000000000 \
             0800000000000000 01 0a00000000000000",
        ),
        (
            reply(AppendOutcome::Refused {
                conflict_term: Term(2),
                conflict_first: Index(5),
            }),
            "32000000 ac108a5e 04 0100000000000000 0200000000000000 0300000000000000 \
             0800000000000000 00 0200000000000000 0500000000000000",
        ),
    ]
}

#[test]
fn every_kind_of_message_has_its_bytes() {
    for (envelope, bytes) in golden() {
        assert_eq!(encode(&envelope), hex(bytes), "{:?}", envelope.message);
        assert_eq!(decode(&hex(bytes)), Ok(envelope));
    }
}

#[test]
fn a_message_cut_anywhere_is_too_short() {
    for (envelope, _) in golden() {
        let bytes = encode(&envelope);
        for cut in 0..bytes.len() {
            let refused = decode(&bytes[..cut]).unwrap_err();
            assert_eq!(refused.kind, DecodeKind::TooShort, "cut at {cut}");
        }
        // And with a frame that fits the shorter payload.
        for cut in 25..bytes.len() - 8 {
            let refused = decode(&framed(&bytes[8..8 + cut])).unwrap_err();
            assert_eq!(refused.kind, DecodeKind::TooShort, "payload cut at {cut}");
        }
    }
}

#[test]
fn a_flipped_bit_is_always_seen() {
    for (envelope, _) in golden() {
        let mut bytes = encode(&envelope);
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(decode(&bytes).is_err(), "bit {bit} of {envelope:?}");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

#[test]
fn a_flipped_bit_behind_a_fitting_checksum_gives_another_message_or_an_error() {
    for (envelope, _) in golden() {
        let bytes = encode(&envelope);
        for bit in 64..bytes.len() * 8 {
            let mut payload = bytes[8..].to_vec();
            payload[bit / 8 - 8] ^= 1 << (bit % 8);
            let flipped = framed(&payload);
            if let Ok(other) = decode(&flipped) {
                assert_eq!(encode(&other), flipped, "what decodes is what was encoded");
                assert_ne!(other, envelope);
            }
        }
    }
}

#[test]
fn a_hostile_message_is_refused_with_its_place() {
    let head = hex("03 0100000000000000 0200000000000000 0300000000000000");
    let head_of = |kind: u8| [&[kind][..], &head[1..]].concat();
    let lengthy = |length: u32| [&length.to_le_bytes()[..], &[0; 44]].concat();
    let entries = |prev: u64, count: u32, rest: &[u8]| {
        let fields = [prev, 2, 7].map(u64::to_le_bytes).concat();
        framed(&[&head[..], &fields, &count.to_le_bytes(), rest].concat())
    };
    let noop = |index: u64| {
        let payload = encode_record(&entry(index, 3, &[3]));
        [&17_u32.to_le_bytes()[..], &payload].concat()
    };
    let control = encode_record(&hard_state(1, None));
    let control = [&26_u32.to_le_bytes()[..], &control].concat();
    let out = |length| error(DecodeKind::LengthOutOfBounds(length), 0);
    let many = (16 << 20) + 1;
    let mut table = vec![
        (lengthy(many), out(many)),
        (lengthy(1 << 31), out(1 << 31)),
        (lengthy(u32::MAX), out(u32::MAX)),
        (lengthy(16 << 20), error(DecodeKind::TooShort, 8)),
        (lengthy(41), error(DecodeKind::TooShort, 8)),
        (lengthy(39), error(DecodeKind::TrailingBytes, 47)),
        (lengthy(40), error(DecodeKind::BadChecksum, 4)),
        (framed(&head_of(0)), error(DecodeKind::UnknownKind(0), 8)),
        (framed(&head_of(5)), error(DecodeKind::UnknownKind(5), 8)),
        (
            framed(&head_of(255)),
            error(DecodeKind::UnknownKind(255), 8),
        ),
        (
            framed(&[head_of(2), vec![2]].concat()),
            error(DecodeKind::NotYesOrNo(2), 33),
        ),
        (
            framed(&[head_of(2), vec![1, 0]].concat()),
            error(DecodeKind::TrailingBytes, 34),
        ),
        (
            entries(8, u32::MAX, &[9; 10]),
            error(DecodeKind::TooShort, 65),
        ),
        (
            entries(8, u32::MAX, &noop(9)),
            error(DecodeKind::TooShort, 82),
        ),
        (entries(8, 0, &[0]), error(DecodeKind::TrailingBytes, 61)),
        (entries(8, 1, &control), error(DecodeKind::NotAnEntry, 81)),
        (
            entries(8, 1, &noop(10)),
            error(DecodeKind::IndexOutOfTurn(10), 65),
        ),
        (
            entries(u64::MAX, 1, &noop(u64::MAX)),
            error(DecodeKind::IndexOutOfTurn(u64::MAX), 65),
        ),
        (
            entries(u64::MAX - 1, 1, &noop(u64::MAX)),
            error(DecodeKind::IndexOutOfTurn(u64::MAX), 65),
        ),
    ];
    for length in 0..25 {
        table.push((lengthy(length), out(length)));
    }
    for (bytes, expected) in table {
        assert_eq!(decode(&bytes), Err(expected), "{bytes:?}");
    }
}

#[test]
fn a_decode_error_says_what_and_where() {
    let refused = decode(&[1, 0, 0, 0, 0, 0, 0, 0]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "a length of 1 is out of bounds at byte 0"
    );
}

fn any_entries() -> impl Strategy<Value = (LogPosition, Entries)> {
    let items = prop::collection::vec((any::<u64>(), any_payload()), 0..6);
    (0..u64::MAX - 10, any::<u64>(), items).prop_map(|(prev, term, items)| {
        let items = items.iter().map(|(term, bytes)| (Term(*term), &bytes[..]));
        let entries = Entries::gather(Index(prev + 1), items);
        (position(prev, term), entries)
    })
}

fn any_message() -> impl Strategy<Value = Message> {
    prop_oneof![
        (any::<u64>(), any::<u64>()).prop_map(|(index, term)| {
            Message::RequestVote(RequestVote {
                last: position(index, term),
            })
        }),
        any::<bool>().prop_map(|granted| Message::RequestVoteReply(RequestVoteReply { granted })),
        (any::<u64>(), any_entries()).prop_map(|(commit, (prev, entries))| {
            Message::AppendEntries(AppendEntries {
                prev,
                leader_commit: Index(commit),
                entries,
            })
        }),
        (any::<u64>(), any::<bool>(), any::<u64>(), any::<u64>()).prop_map(
            |(prev, accepted, first, second)| {
                let outcome = if accepted {
                    AppendOutcome::Accepted {
                        match_index: Index(first),
                    }
                } else {
                    AppendOutcome::Refused {
                        conflict_term: Term(first),
                        conflict_first: Index(second),
                    }
                };
                Message::AppendEntriesReply(AppendEntriesReply {
                    prev_index: Index(prev),
                    outcome,
                })
            }
        ),
    ]
}

proptest! {
    #![proptest_config(quiet())]

    #[test]
    fn every_message_comes_back(
        from in any::<u64>(), to in any::<u64>(), term in any::<u64>(), message in any_message()
    ) {
        let envelope = Envelope { from: NodeId(from), to: NodeId(to), term: Term(term), message };
        prop_assert_eq!(decode(&encode(&envelope)), Ok(envelope));
    }

    #[test]
    fn any_bytes_give_a_message_or_an_error(
        kind in 0_u8..6, bytes in prop::collection::vec(any::<u8>(), 0..200)
    ) {
        prop_assert!(decode(&bytes).is_err());
        let plausible = [&[kind][..], &[0; 24], &bytes].concat();
        for payload in [bytes, plausible] {
            let framed = framed(&payload);
            if let Ok(envelope) = decode(&framed) {
                prop_assert_eq!(encode(&envelope), framed);
            }
        }
    }
}
