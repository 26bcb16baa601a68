//! The layout of the file, what its records do, and files that were never wholly made or are of another kind.

use super::*;

#[test]
fn a_new_file_has_the_bytes_of_the_document() {
    let expected = "4752414e01000000290000000980e85500000000000000000000000000000000\
                    1208000000000000000000000000000000efcdab8967452301";
    let digits = new_file(SALT)
        .into_iter()
        .flat_map(|byte| [byte >> 4, byte & 15]);
    let hex: String = digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect();
    assert_eq!(hex, expected);
    assert_eq!(new_file(SALT).len(), NEW);
    assert_eq!(NEW_FILE_BYTES, 57);
    let reading = File::new().read();
    assert_eq!(
        (reading.salt, reading.length, reading.torn_bytes),
        (SALT, 57, 0)
    );
    assert_eq!(reading.hard_state, HardState::default());
    assert_eq!(reading.log.last_index(), Index::ZERO);
}

#[test]
fn a_save_is_a_mark_then_term_and_vote_then_entries_and_its_length_is_known_beforehand() {
    let by_hand = File::new()
        .mark_synced(57)
        .hard(2, Some(1))
        .entry(1, 1)
        .entry(2, 2);
    let payload = encode_command(&Command::Set {
        key: b"key",
        value: &[b'v'; 6],
    });
    let items = [(Term(1), &payload[..]), (Term(2), &payload[..])];
    let entries = Entries::gather(Index(1), items);
    let mark = SaveMark {
        own_offset: 57,
        synced: 57,
        salt: SALT,
    };
    let mut bytes = new_file(SALT);
    put_save(&mut bytes, mark, Some(hard(2, Some(1))), &entries);
    assert_eq!(bytes, by_hand.0);
    let length = save_bytes(true, 2, entries.payload_bytes());
    assert_eq!(bytes.len() as u64, 57 + length);
    let reading = opened(&bytes);
    assert_eq!(reading.hard_state, hard(2, Some(1)));
    assert_eq!(reading.log.slice(Index(1), 9, 999), entries);
    assert_eq!((reading.length, reading.proven), (bytes.len() as u64, 57));
}

#[test]
fn an_entry_at_or_below_the_last_replaces_the_suffix() {
    let file = File::new().mark().hard(3, None);
    let file = file.entry(1, 1).entry(2, 1).entry(3, 2).entry(2, 3);
    let reading = file.read();
    assert_eq!(terms(&reading.log), [1, 3]);
    let again = file.mark().entry(1, 3).entry(2, 3).read();
    assert_eq!(terms(&again.log), [3, 3]);
}

#[test]
fn a_log_longer_than_a_chunk_comes_back_and_can_be_replaced_from_its_middle() {
    let mut file = File::new().mark().hard(2, None);
    for index in 1..=1000 {
        file = file.entry(index, 1);
    }
    assert_eq!(file.read().log.last(), position(1000, 1));
    let reading = file.mark().entry(300, 2).read();
    assert_eq!(reading.log.last(), position(300, 2));
    assert_eq!(reading.log.term_at(Index(299)), Some(Term(1)));
}

// Files never wholly made, and files of another kind.

#[test]
fn a_file_never_wholly_made_is_a_new_file() {
    let made = new_file(SALT);
    let mut table: Vec<Vec<u8>> = (0..NEW).map(|cut| made[..cut].to_vec()).collect();
    table.extend((0..=NEW).map(|length| vec![0; length]));
    table.push([&made[..8], &[7; 48]].concat());
    for bytes in table {
        let verdict = recover(&bytes, Strictness::Strict);
        assert_eq!(verdict, Ok(Recovery::NeverMade), "{bytes:?}");
    }
}

#[test]
fn a_file_with_another_header_or_without_a_first_mark_is_refused() {
    let made = new_file(SALT);
    let changed = |at: usize, to: u8| {
        let mut bytes = made.clone();
        bytes[at] = to;
        bytes
    };
    let marked = |own: u64, synced: u64| {
        let file = File(made[..8].to_vec());
        file.mark_as(own, synced, SALT).entry(1, 1).0
    };
    let table = [
        (b"X".to_vec(), damage(0, Flaw::WrongMagic)),
        (b"GRAM".to_vec(), damage(0, Flaw::WrongMagic)),
        (changed(0, b'g'), damage(0, Flaw::WrongMagic)),
        (changed(3, 0), damage(0, Flaw::WrongMagic)),
        (vec![0; NEW + 1], damage(0, Flaw::WrongMagic)),
        (b"GRAN\x02".to_vec(), damage(4, Flaw::UnknownVersion)),
        (changed(4, 2), damage(4, Flaw::UnknownVersion)),
        (changed(7, 1), damage(4, Flaw::UnknownVersion)),
        (changed(8, 42), damage(8, Flaw::NoFirstMark)),
        (changed(12, 0), damage(8, Flaw::NoFirstMark)),
        (changed(50, 0), damage(8, Flaw::NoFirstMark)),
        (marked(9, 0), damage(8, Flaw::NoFirstMark)),
        (marked(8, 9), damage(8, Flaw::NoFirstMark)),
        (
            File(made[..8].to_vec()).entry(1, 1).mark().0,
            damage(8, Flaw::NoFirstMark),
        ),
        (
            [&made[..8], &[0; 49]].concat(),
            damage(8, Flaw::NoFirstMark),
        ),
    ];
    for (bytes, expected) in table {
        assert_eq!(
            recover(&bytes, Strictness::Strict),
            Err(expected),
            "{bytes:?}"
        );
    }
    assert_eq!(opened(&marked(8, 8)[..NEW]).proven, 8);
}
