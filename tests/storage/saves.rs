//! What is written, synced and read again.

use super::*;

#[test]
fn a_new_disk_holds_a_new_file_that_is_synced() {
    let mut disk = MemDisk::new(dice(1));
    assert_eq!((disk.written(), disk.synced()), (57, 57));
    assert_eq!(disk.bytes(), new_file(salt_of(&disk)));
    assert_eq!(disk.recover(), Ok(Recovered::default()));
    assert_ne!(salt_of(&disk), salt_of(&MemDisk::new(dice(2))));
    assert_eq!(salt_of(&disk), salt_of(&MemDisk::new(dice(1))));
}

#[test]
fn a_preset_disk_gives_back_what_it_was_given() {
    let mut log = RaftLog::default();
    for index in 1..=700 {
        log.append(Term(1 + index / 300), &payload(index, 1, 6));
    }
    let mut disk = MemDisk::preset(dice(1), hard(4, Some(2)), &log);
    assert_eq!(disk.synced(), disk.written());
    disk.crash();
    let recovered = disk.recover().unwrap();
    assert_eq!(
        (recovered.hard_state, recovered.log),
        (hard(4, Some(2)), log)
    );
    assert_eq!(recovered.cut, None);
    let blank = MemDisk::preset(dice(1), HardState::default(), &RaftLog::default());
    assert_eq!(blank.written(), 57);
}

#[test]
fn a_save_that_says_nothing_new_writes_nothing() {
    let mut disk = MemDisk::new(dice(1));
    assert_eq!(disk.write(&Save::default()), Ok(57));
    assert_eq!(
        disk.write(&save(Some(HardState::default()), Entries::NONE)),
        Ok(57)
    );
    let state = save(Some(hard(1, Some(1))), Entries::NONE);
    let end = disk.write(&state).unwrap();
    assert_eq!(end, 57 + 49 + 34);
    assert_eq!(disk.write(&state), Ok(end));
    // A term and vote that are no news are left out of a save that has entries.
    let both = save(state.hard_state, entries(1, 1, 1, 6));
    assert_eq!(
        disk.write(&both),
        Ok(end + 49 + 24 + payload(1, 1, 6).len() as u64)
    );
    // After a restart too, news is what the file would not give back.
    disk.recover().unwrap();
    assert_eq!(disk.write(&state), Ok(disk.written()));
}

#[test]
fn a_crash_loses_what_was_not_synced_and_nothing_else() {
    let mut disk = nine_synced_two_not();
    disk.crash();
    let recovered = disk.recover().unwrap();
    assert_eq!(terms(&recovered.log), [1; 9]);
    assert_eq!(recovered.hard_state, hard(1, Some(1)));
    assert_eq!((recovered.cut, recovered.findings), (None, vec![]));
    assert_eq!(disk.synced(), disk.written());
}

#[test]
fn a_restart_without_a_crash_of_the_machine_keeps_everything() {
    let mut disk = nine_synced_two_not();
    assert_eq!(terms(&disk.recover().unwrap().log), [1; 11]);
    assert_eq!(disk.synced(), disk.written());
}

#[test]
fn a_file_is_read_after_a_crash_before_it_is_written() {
    let mut disk = nine_synced_two_not();
    disk.crash();
    let next = save(None, entries(10, 10, 1, 6));
    assert!(matches!(
        disk.write(&next),
        Err(StorageError::Failed { .. })
    ));
    disk.recover().unwrap();
    disk.write(&next).unwrap();
}

#[test]
fn a_wiped_disk_is_blank_with_another_salt() {
    let mut disk = nine_synced_two_not();
    let salt = salt_of(&disk);
    disk.crash();
    disk.wipe();
    assert_ne!(salt_of(&disk), salt);
    assert_eq!((disk.written(), disk.synced()), (57, 57));
    assert_eq!(disk.recover(), Ok(Recovered::default()));
    keep(&mut disk, &save(Some(hard(1, None)), entries(1, 1, 1, 6)));
}

#[test]
fn a_broken_rule_of_raft_is_damage_unless_the_disk_is_told_of_it() {
    let mut disk = MemDisk::new(dice(1));
    keep(
        &mut disk,
        &save(Some(hard(3, Some(1))), entries(1, 1, 3, 6)),
    );
    keep(
        &mut disk,
        &save(Some(hard(3, Some(2))), entries(2, 2, 1, 6)),
    );
    assert!(matches!(disk.peek(), Err(StorageError::Damaged { .. })));
    disk.set_outside_model(true);
    let recovered = disk.recover().unwrap();
    assert_eq!(terms(&recovered.log), [3, 1]);
    assert_eq!(recovered.hard_state, hard(3, Some(2)));
    assert_eq!(recovered.findings.len(), 2);
    disk.set_outside_model(false);
    assert!(disk.peek().is_err());
}

#[test]
fn proven_is_what_the_last_mark_says_that_no_crash_can_take() {
    let mut disk = nine_synced_two_not();
    let (synced, written) = (disk.synced(), disk.written());
    assert!(disk.proven() < synced, "only marks that may go say so");
    disk.sync(written).unwrap();
    assert_eq!(disk.proven(), synced, "no mark says more yet");
    disk.write(&save(None, entries(12, 12, 1, 6))).unwrap();
    assert_eq!(disk.proven(), synced, "a crash can take the mark");
    disk.sync(u64::MAX).unwrap();
    assert_eq!(disk.proven(), written);
}

#[test]
fn a_copy_goes_its_own_way() {
    let disk = nine_synced_two_not();
    let mut copy = disk.clone();
    copy.crash();
    copy.recover().unwrap();
    keep(&mut copy, &save(None, entries(10, 400, 1, 6)));
    assert_eq!(terms(&disk.peek().unwrap().log), [1; 11]);
    assert_eq!(terms(&copy.peek().unwrap().log), [1; 400]);
}

#[test]
fn an_error_of_a_disk_says_where_and_why() {
    let mut disk = nine_synced_two_not();
    let mut chance = dice(9);
    let at = disk.rot(Index(1), RotKind::Bit, &mut chance).unwrap();
    let words = disk.recover().unwrap_err().to_string();
    assert!(
        words.starts_with(&format!("damaged at byte {at}: ")),
        "{words}"
    );
    assert!(words.contains("says it was synced"), "{words}");
}
