//! Offsets at which no good record stands: the four rules that tell damage from a torn end.

use super::*;

#[test]
fn rule_1_zeros_at_the_end_are_cut_off_and_not_kept() {
    let file = File::new().mark().hard(1, None).entry(1, 1);
    for zeros in [0, 1, 7, 8, 25, 512, 5000] {
        let reading = file.clone().bytes(&vec![0; zeros]).read();
        assert_eq!((reading.length, reading.torn_bytes), (file.end(), 0));
        assert_eq!(terms(&reading.log), [1]);
    }
}

#[test]
fn rule_2_a_later_mark_that_says_more_was_synced_proves_damage() {
    let synced = File::new().mark().hard(1, None).entry(1, 1);
    let at = synced.0.len();
    let torn = synced.bytes(&[0; 30]);
    let mark = torn.0.len() as u64;
    let proof = damage(at, Flaw::SyncedBytesLost { mark });
    assert_eq!(torn.clone().mark().damage(), proof);
    assert_eq!(torn.clone().mark_synced(at + 1).entry(9, 9).damage(), proof);
    // What proves nothing: a mark that says no more than this was synced, of another file, elsewhere, ahead of itself,
    // damaged; any other record.
    let no_proof = [
        torn.clone().mark_synced(at),
        torn.clone().mark_as(mark, mark, SALT + 1),
        torn.clone().mark_as(mark + 1, mark, SALT),
        torn.clone().mark_as(mark, mark + 1, SALT),
        torn.clone().mark().cut(1),
        torn.clone().hard(1, None).entry(2, 1),
    ];
    for file in no_proof {
        let reading = file.read();
        assert_eq!(reading.length, at as u64);
        assert_eq!(reading.torn_bytes, file.end() - at as u64);
    }
}

#[test]
fn rule_2_names_the_first_mark_that_is_a_proof() {
    let synced = File::new().mark().hard(1, None).entry(1, 1);
    let at = synced.0.len();
    let torn = synced.bytes(&[0; 30]).mark_synced(at);
    let mark = torn.0.len() as u64;
    let file = torn.mark().entry(2, 1).mark();
    assert_eq!(file.damage(), damage(at, Flaw::SyncedBytesLost { mark }));
}

#[test]
fn rule_2_no_value_of_a_client_can_imitate_a_mark() {
    let before = File::new().mark().hard(1, None);
    let at = before.0.len();
    // Where a value begins in the file: frame, place, tag, two lengths and the key.
    let own_offset = (at + 8 + 16 + 1 + 4 + 3 + 4) as u64;
    let torn_with = |salt| {
        let mark = File(Vec::new()).mark_as(own_offset, own_offset, salt).0;
        before.clone().value(1, 1, &mark)
    };
    let tear = |file: File| {
        let mut file = file.entry(2, 1).cut(3);
        file.0[at..at + 8].fill(0);
        file
    };
    assert_eq!(tear(torn_with(SALT + 1)).read().length, at as u64);
    // With the salt it would be taken for one: this is what the salt is for.
    let mark = own_offset;
    assert_eq!(
        tear(torn_with(SALT)).damage(),
        damage(at, Flaw::SyncedBytesLost { mark })
    );
}

#[test]
fn rule_3_a_whole_record_with_a_bad_checksum_or_a_bad_length_is_damage() {
    let before = File::new().mark().hard(1, None);
    let at = before.0.len();
    let whole = before.entry(1, 1);
    let length = whole.0.len() - at;
    for byte in 0..length {
        let mut file = whole.clone();
        file.0[at + byte] ^= 0x40;
        let flaw = if byte < 4 {
            Flaw::BadLength
        } else {
            Flaw::BadChecksum
        };
        assert_eq!(file.damage(), damage(at, flaw), "byte {byte}");
    }
    // A length that became too short, or zero, is told from the body as well.
    for wrong in [0, 1, 16, 10_000, u32::MAX] {
        let mut file = whole.clone();
        file.0[at..at + 4].copy_from_slice(&wrong.to_le_bytes());
        assert_eq!(file.damage(), damage(at, Flaw::BadLength), "length {wrong}");
    }
    let mut shorter = whole;
    shorter.0[at] -= 1;
    assert_eq!(shorter.damage(), damage(at, Flaw::BadChecksum));
}

#[test]
fn rule_4_a_record_cut_short_is_a_torn_tail() {
    let before = File::new().mark().hard(1, None);
    let at = before.0.len();
    let whole = before.entry(1, 1);
    let length = whole.0.len() - at;
    for cut in 1..length {
        let reading = whole.clone().cut(cut).read();
        assert_eq!(reading.length, at as u64);
        assert_eq!(reading.torn_bytes, (length - cut) as u64);
        assert_eq!(reading.log.last_index(), Index::ZERO);
    }
}

#[test]
fn rule_4_a_record_with_a_zeroed_sector_is_a_torn_tail() {
    let before = File::new().mark().hard(1, None);
    let at = before.0.len();
    let file = before.value(1, 1, &[b'x'; 1500]).mark().entry(2, 1);
    for sector in 0..=3 {
        let mut torn = file.clone();
        let (from, to) = (512 * sector, 512 * (sector + 1));
        torn.0[from.max(at)..to.min(at + 1536)].fill(0);
        // The mark behind says that this was synced: without it, nothing does.
        assert!(matches!(torn.damage().flaw, Flaw::SyncedBytesLost { .. }));
        torn.0.truncate(at + 1536);
        let reading = torn.read();
        assert_eq!((reading.length, terms(&reading.log)), (at as u64, vec![]));
        // One byte short of a whole zeroed sector is not what a tear looks like.
        torn.0[from.max(at)] = 1;
        if sector > 0 {
            assert_eq!(torn.damage(), damage(at, Flaw::BadChecksum));
        }
    }
}

#[test]
fn a_damage_says_where_and_which_rule() {
    let damage = File::new().mark().entry(2, 1).damage();
    assert_eq!(
        damage.to_string(),
        "damaged at byte 106: entry 2 stands beyond the log, whose last index is 0"
    );
}
