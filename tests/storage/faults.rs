//! Torn writes and rot.

use super::*;

#[test]
fn a_tear_at_any_byte_keeps_the_whole_records_before_it_and_the_rest_aside() {
    let whole = nine_synced_two_not();
    let unsynced = whole.written() - whole.synced();
    // Two saves: a mark of 49 bytes and an entry each.
    let half = unsynced / 2;
    for torn in 0..=unsynced + 5 {
        let mut disk = whole.clone();
        let kept = disk.tear(torn);
        assert_eq!(kept, torn.min(unsynced));
        let bytes = disk.bytes();
        assert_eq!(bytes, whole.bytes()[..place(whole.synced() + kept)]);
        let records = [0, 49, half, half + 49, unsynced];
        let end = *records.iter().rfind(|end| **end <= kept).unwrap();
        let at = whole.synced() + end;
        let peeked = disk.peek();
        let recovered = disk.recover().unwrap();
        assert_eq!(peeked, Ok(recovered.clone()));
        let cut = recovered.cut.map(|tail| (tail.at, tail.bytes));
        let aside = (end < kept).then(|| (at, bytes[place(at)..].to_vec()));
        assert_eq!(cut, aside);
        let entries = 9 + usize::from(end >= half) + usize::from(end == unsynced);
        assert_eq!(terms(&recovered.log), vec![1; entries]);
        assert_eq!((disk.written(), disk.synced()), (at, at));
        assert_eq!(disk.peek().unwrap().cut, None, "the torn tail is gone");
    }
}

#[test]
fn what_a_tear_left_stays_through_another_crash() {
    let mut disk = nine_synced_two_not();
    disk.tear(u64::MAX);
    disk.crash();
    assert_eq!(terms(&disk.recover().unwrap().log), [1; 11]);
}

#[test]
fn a_tear_in_sectors_touches_only_the_last_save_that_was_not_synced() {
    let mut whole = nine_synced_two_not();
    let begin = whole.written();
    whole.write(&save(None, entries(12, 14, 1, 900))).unwrap();
    let end = whole.written();
    let first = begin / SECTOR_BYTES;
    for subset in 0_u64..1 << 7 {
        let sectors: Vec<u64> = (0..7).filter(|bit| subset & (1 << bit) != 0).collect();
        let mut disk = whole.clone();
        assert!(disk.tear_zero(&sectors));
        let mut expected = whole.bytes();
        for sector in sectors {
            let from = ((first + sector) * SECTOR_BYTES).clamp(begin, end);
            let to = ((first + sector + 1) * SECTOR_BYTES).clamp(begin, end);
            expected[place(from)..place(to)].fill(0);
        }
        assert_eq!(disk.bytes(), expected);
        let recovered = disk.recover().unwrap();
        assert!(recovered.log.last_index() >= Index(11), "these stay");
        if subset == 0 {
            assert_eq!(recovered.log.last_index(), Index(14));
        }
    }
    let mut hostile = whole.clone();
    assert!(hostile.tear_zero(&[u64::MAX, u64::MAX / SECTOR_BYTES, 1 << 60]));
    assert_eq!(hostile.bytes(), whole.bytes());
    let mut synced = whole;
    synced.sync(u64::MAX).unwrap();
    assert!(!synced.tear_zero(&[0, 1, 2]), "nothing was left to tear");
    assert_eq!(synced.recover().unwrap().log.last_index(), Index(14));
}

#[test]
fn rot_in_what_is_proven_is_found_at_the_record() {
    for shape in [1, 3, 40] {
        let mut disk = MemDisk::new(dice(1));
        keep(&mut disk, &save(Some(hard(2, None)), Entries::NONE));
        for first in (1..=120).step_by(place(shape)) {
            keep(
                &mut disk,
                &save(None, entries(first, first + shape - 1, 1, 6)),
            );
        }
        keep(&mut disk, &save(None, entries(121, 121, 2, 6)));
        let mut chance = dice(9);
        for index in 1..=120 {
            for kind in [RotKind::Bit, RotKind::Zeros] {
                let mut rotten = disk.clone();
                let record = disk.record_of(Index(index)).unwrap();
                assert_eq!(
                    rotten.rot(Index(index), kind, &mut chance),
                    Some(record.start)
                );
                assert_eq!(rotten.written(), disk.written());
                let (before, after) = (disk.bytes(), rotten.bytes());
                let changed: Vec<usize> = (0..before.len())
                    .filter(|at| before[*at] != after[*at])
                    .collect();
                assert!(!changed.is_empty());
                assert!(changed.iter().all(|at| record.contains(&(*at as u64))));
                let Err(StorageError::Damaged { at, .. }) = rotten.recover() else {
                    panic!("the rot of entry {index} is seen");
                };
                assert_eq!(at, record.start);
                assert_eq!(rotten.bytes(), after, "a refused file is left as it was");
                assert!(rotten.write(&Save::default()).is_err());
                // It can be damaged again, and looked for.
                assert!(rotten.rot(Index(121), kind, &mut chance).is_some());
            }
        }
    }
}

#[test]
fn rot_finds_the_record_that_counts_and_only_on_the_disk() {
    let mut disk = MemDisk::new(dice(1));
    keep(&mut disk, &save(Some(hard(5, None)), entries(1, 6, 1, 6)));
    keep(&mut disk, &save(None, entries(3, 4, 2, 6)));
    disk.write(&save(None, entries(5, 5, 2, 6))).unwrap();
    let starts: Vec<_> = (0..=7)
        .map(|index| disk.record_of(Index(index)).map(|record| record.start))
        .collect();
    let length = 24 + payload(1, 1, 6).len() as u64;
    let second = 57 + 49 + 34 + 6 * length + 49;
    let expected = [
        None,
        Some(140),
        Some(140 + length),
        Some(second),
        Some(second + length),
        None,
        None,
        None,
    ];
    assert_eq!(starts, expected);
    let mut chance = dice(9);
    for gone in [0, 5, 6, 7] {
        let bytes = disk.bytes();
        assert_eq!(disk.rot(Index(gone), RotKind::Bit, &mut chance), None);
        assert_eq!(disk.bytes(), bytes);
    }
    disk.sync(u64::MAX).unwrap();
    assert!(disk.rot(Index(5), RotKind::Bit, &mut chance).is_some());
}

#[test]
fn rot_flips_one_bit_or_zeroes_one_sector_of_the_record() {
    let mut disk = MemDisk::new(dice(1));
    keep(
        &mut disk,
        &save(Some(hard(1, None)), entries(1, 3, 1, 2000)),
    );
    let record = disk.record_of(Index(2)).unwrap();
    let before = disk.bytes();
    let mut chance = dice(3);
    for _ in 0..50 {
        let mut rotten = disk.clone();
        rotten.rot(Index(2), RotKind::Bit, &mut chance);
        let after = rotten.bytes();
        let bits: u32 = (before.iter().zip(&after))
            .map(|(b, a)| (b ^ a).count_ones())
            .sum();
        assert_eq!(bits, 1);
        let mut zeroed = disk.clone();
        zeroed.rot(Index(2), RotKind::Zeros, &mut chance);
        let after = zeroed.bytes();
        let changed = (0..after.len()).filter(|at| after[*at] != before[*at]);
        let sectors: std::collections::BTreeSet<_> = changed.map(|at| at / 512).collect();
        assert_eq!(sectors.len(), 1);
        let sector = *sectors.first().unwrap();
        let part =
            (sector * 512).max(place(record.start))..(sector * 512 + 512).min(place(record.end));
        assert!(after[part].iter().all(|byte| *byte == 0));
    }
}

#[test]
fn a_live_node_goes_on_writing_over_rot_and_only_its_restart_finds_it() {
    let mut disk = nine_synced_two_not();
    let mut chance = dice(9);
    let at = disk.rot(Index(4), RotKind::Bit, &mut chance).unwrap();
    keep(&mut disk, &save(None, entries(12, 12, 1, 6)));
    assert!(matches!(disk.recover(), Err(StorageError::Damaged { at: found, .. }) if found == at));
}
