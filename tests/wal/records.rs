//! Records whose checksum is good and that break a rule.

use super::*;

#[test]
fn a_good_record_that_breaks_a_rule_is_damage_wherever_it_stands() {
    let base = || File::new().mark().hard(5, Some(2)).entry(1, 3).entry(2, 4);
    let at = base().0.len();
    let end = at as u64;
    let beyond = |index| Flaw::EntryBeyondLog {
        index: Index(index),
        last: Index(2),
    };
    let synced_fell = Flaw::MarkSyncedFell {
        synced: 56,
        before: 57,
    };
    let table = [
        (base().entry(0, 5), Flaw::EntryAtZero),
        (base().entry(4, 5), beyond(4)),
        (base().entry(u64::MAX, 5), beyond(u64::MAX)),
        (base().entry(3, 0), Flaw::EntryOfTermZero),
        (base().hard(0, None), Flaw::HardStateOfTermZero),
        (
            base().hard(TERM_MAX + 1, None),
            Flaw::TermOutOfBounds(Term(TERM_MAX + 1)),
        ),
        (
            base().mark_as(end + 1, end, SALT),
            Flaw::MarkElsewhere {
                own_offset: end + 1,
            },
        ),
        (
            base().mark_as(8, 0, SALT),
            Flaw::MarkElsewhere { own_offset: 8 },
        ),
        (base().mark_as(end, end, SALT + 1), Flaw::MarkOfAnotherFile),
        (
            base().mark_as(end, end + 1, SALT),
            Flaw::MarkSyncedAhead { synced: end + 1 },
        ),
        (base().mark_as(end, 56, SALT), synced_fell),
    ];
    for (file, flaw) in table {
        assert_eq!(file.damage(), damage(at, flaw));
        // What follows does not excuse it, and neither does the end of the file.
        let longer = file.bytes(&[0; 100]).bytes(&[9; 3]);
        assert_eq!(longer.damage(), damage(at, flaw));
        let lenient = recover(&longer.0, Strictness::RaftRuleBroken);
        assert_eq!(lenient, Err(damage(at, flaw)), "these are damage always");
    }
}

#[test]
fn a_good_record_that_does_not_decode_is_damage() {
    let base = || File::new().mark().hard(5, Some(2)).entry(1, 3).entry(2, 4);
    let end = base().0.len() as u64;
    let control = |index: u64, term: u64, record: &Record<'_>| {
        let mut payload = encode_record(record);
        payload[..8].copy_from_slice(&index.to_le_bytes());
        payload[8..16].copy_from_slice(&term.to_le_bytes());
        base().payload(&payload)
    };
    let good_mark = Record::SaveMark(SaveMark {
        own_offset: end,
        synced: end,
        salt: SALT,
    });
    let undecodable = [
        (
            control(1, 5, &Record::HardState(hard(5, Some(2)))),
            DecodeKind::ControlWithIndex(1),
            0,
        ),
        (
            control(1, 0, &good_mark),
            DecodeKind::ControlWithIndex(1),
            0,
        ),
        (control(0, 1, &good_mark), DecodeKind::MarkWithTerm(1), 8),
        (base().payload(&[0; 17]), DecodeKind::TooShort, 17),
        (base().payload(&[4; 17]), DecodeKind::UnknownTag(4), 16),
        (base().payload(&[3; 18]), DecodeKind::TrailingBytes, 17),
        (base().payload(&[0; 30]), DecodeKind::KeyOutOfBounds(0), 17),
        (
            base().payload(&[0x11; 29]),
            DecodeKind::UnknownTag(0x11),
            16,
        ),
        (
            base().payload(&[0x10; 26]),
            DecodeKind::NotYesOrNo(0x10),
            17,
        ),
    ];
    for (file, kind, within) in undecodable {
        let found = file.damage();
        let Flaw::Undecodable(error) = found.flaw else {
            panic!("the payload does not decode, but: {found}");
        };
        assert_eq!((found.at, error.kind, error.at), (end, kind, within));
    }
}

#[test]
fn a_breach_of_raft_is_damage_unless_it_is_known_that_a_rule_was_broken() {
    let base = || File::new().mark().hard(5, Some(2)).entry(1, 3).entry(2, 4);
    let at = base().end();
    let vote = |to: Option<u64>| Breach::VoteChanged {
        term: Term(5),
        from: NodeId(2),
        to: to.map(NodeId),
    };
    let table = [
        (
            base().hard(4, None),
            Breach::TermFell {
                from: Term(5),
                to: Term(4),
            },
            (hard(4, None), vec![3, 4]),
        ),
        (
            base().hard(5, Some(1)),
            vote(Some(1)),
            (hard(5, Some(1)), vec![3, 4]),
        ),
        (
            base().hard(5, None),
            vote(None),
            (hard(5, None), vec![3, 4]),
        ),
        (
            base().entry(3, 6),
            Breach::EntryAboveTerm {
                entry: position(3, 6),
                current: Term(5),
            },
            (hard(5, Some(2)), vec![3, 4, 6]),
        ),
        (
            base().entry(3, 3),
            Breach::EntryTermFell {
                entry: position(3, 3),
                before: Term(4),
            },
            (hard(5, Some(2)), vec![3, 4, 3]),
        ),
        (
            base().entry(2, 2),
            Breach::EntryTermFell {
                entry: position(2, 2),
                before: Term(3),
            },
            (hard(5, Some(2)), vec![3, 2]),
        ),
    ];
    for (file, breach, (hard_state, log)) in table {
        let strict = Damage {
            at,
            flaw: Flaw::Raft(breach),
        };
        assert_eq!(file.damage(), strict);
        let Ok(Recovery::Opened(lenient)) = recover(&file.0, Strictness::RaftRuleBroken) else {
            panic!("{breach} is told, not refused");
        };
        assert_eq!(lenient.findings, [Finding { at, breach }]);
        assert_eq!((lenient.hard_state, terms(&lenient.log)), (hard_state, log));
    }
}

#[test]
fn what_raft_does_is_no_breach() {
    let base = || File::new().mark().hard(5, None).entry(1, 3);
    let table = [
        (base().hard(5, Some(1)), "a vote where there was none"),
        (base().hard(5, None), "the same again"),
        (base().hard(6, None), "a higher term without a vote"),
        (
            base().hard(6, Some(1)).hard(9, Some(2)),
            "higher terms, other votes",
        ),
        (base().entry(1, 5), "a suffix of a higher term"),
        (base().entry(2, 3), "the same term"),
    ];
    for (file, what) in table {
        let lenient = recover(&file.0, Strictness::RaftRuleBroken);
        let Ok(Recovery::Opened(lenient)) = lenient else {
            panic!("{what} is fine");
        };
        assert_eq!(lenient.findings, [], "{what}");
        assert_eq!(file.read(), *lenient);
    }
}
