//! Tears and flips at every place of a file.

use super::*;
use proptest::prelude::*;

fn quiet() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A file of several saves, the offsets at which a record ends, and how much is synced by its last mark.
fn sample() -> (File, Vec<u64>, u64) {
    let mut ends = vec![57];
    let mut file = File::new();
    let mut add = |file: File| {
        ends.push(file.end());
        file
    };
    file = add(file.mark());
    file = add(file.hard(1, Some(1)));
    file = add(file.entry(1, 1));
    file = add(file.mark());
    for index in 2..8 {
        file = add(file.entry(index, 1));
    }
    file = add(file.mark());
    file = add(file.hard(7, None));
    file = add(file.value(5, 3, &[b'x'; 700]));
    let synced = file.end();
    file = add(file.mark());
    file = add(file.hard(7, Some(3)));
    for index in 6..12 {
        file = add(file.value(index, 7, &[b'y'; 300]));
    }
    (file, ends, synced)
}

#[test]
fn a_file_cut_at_any_byte_gives_the_records_before() {
    let (file, ends, _) = sample();
    for length in NEW..=file.0.len() {
        let cut = length as u64;
        let end = *ends.iter().rfind(|end| **end <= cut).expect("57 is one");
        let reading = opened(&file.0[..length]);
        assert_eq!((reading.length, reading.torn_bytes), (end, cut - end));
        let exact = opened(&file.0[..usize::try_from(end).unwrap()]);
        assert_eq!(
            (reading.hard_state, &reading.log),
            (exact.hard_state, &exact.log)
        );
    }
}

#[test]
fn a_bit_flipped_anywhere_is_seen_and_its_record_named() {
    let (file, ends, _) = sample();
    let mut bytes = file.0;
    for bit in 0..bytes.len() * 8 {
        let byte = bit / 8;
        let record = match byte {
            0..4 => 0,
            4..8 => 4,
            8..NEW => 8,
            _ => *ends
                .iter()
                .rfind(|end| **end <= byte as u64)
                .expect("57 is one"),
        };
        bytes[byte] ^= 1 << (bit % 8);
        let verdict = recover(&bytes, Strictness::Strict);
        assert_eq!(
            verdict.map_err(|damage| damage.at),
            Err(record),
            "bit {bit}"
        );
        bytes[byte] ^= 1 << (bit % 8);
    }
}

#[test]
fn any_sectors_of_the_last_save_may_be_zero_and_what_was_synced_stays() {
    let (file, ends, synced) = sample();
    let exact = opened(&file.0[..usize::try_from(synced).unwrap()]);
    let sectors: Vec<u64> = (synced / SECTOR_BYTES..=file.end() / SECTOR_BYTES).collect();
    for subset in 1_u32..1 << sectors.len() {
        let mut bytes = file.0.clone();
        for (place, sector) in sectors.iter().enumerate() {
            if subset & (1 << place) != 0 {
                let from = (sector * SECTOR_BYTES).max(synced);
                let to = ((sector + 1) * SECTOR_BYTES).min(file.end());
                bytes[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()].fill(0);
            }
        }
        let reading = opened(&bytes);
        assert!(reading.length >= synced && ends.contains(&reading.length));
        let prefix = opened(&file.0[..usize::try_from(reading.length).unwrap()]);
        assert_eq!(
            (reading.hard_state, &reading.log),
            (prefix.hard_state, &prefix.log)
        );
        assert!(reading.log.last_index() >= exact.log.last_index());
    }
}

#[test]
fn a_sector_zeroed_below_what_a_mark_proves_is_refused() {
    let (file, _, _) = sample();
    let proven = usize::try_from(file.read().proven).unwrap();
    for sector in 0..proven / 512 {
        let mut bytes = file.0.clone();
        bytes[sector * 512..][..512].fill(0);
        assert!(
            recover(&bytes, Strictness::Strict).is_err(),
            "sector {sector}"
        );
    }
}

proptest! {
    #![proptest_config(quiet())]

    #[test]
    fn any_bytes_give_a_verdict(bytes in prop::collection::vec(any::<u8>(), 0..300), made: bool) {
        let bytes = if made { [new_file(SALT), bytes].concat() } else { bytes };
        if let Ok(Recovery::Opened(reading)) = recover(&bytes, Strictness::Strict) {
            prop_assert!(reading.length >= 57);
        }
    }

    #[test]
    fn reading_again_after_the_cut_changes_nothing(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = sample().0.0;
        bytes.truncate(cut.index(bytes.len() + 1).max(NEW));
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for strictness in [Strictness::Strict, Strictness::RaftRuleBroken] {
            let Ok(Recovery::Opened(first)) = recover(&bytes, strictness) else { continue };
            let kept = usize::try_from(first.length).unwrap();
            let again = recover(&bytes[..kept], strictness);
            let expected = Reading { torn_bytes: 0, ..*first };
            prop_assert_eq!(again, Ok(Recovery::Opened(Box::new(expected))));
        }
    }
}
