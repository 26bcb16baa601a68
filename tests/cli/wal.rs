//! Write-ahead logs as files: `run --wal` makes one, `wal` shows and verifies it, and neither ever changes one.

use crate::bad_input::corpus;
use crate::{FAILS, Folder, run, run_with, text_of};
use granary::ids::NodeId;
use granary::lab::{BUDGET, NoWitness, run_play};
use granary::log::wal::{Recovery, Strictness, recover};
use granary::play::parse_play;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// One save that was synced after another, then one that a crash tears.
const TORN: &str = "cluster 3\nelect s1\nsettle\nsubmit set x 5\nsettle\nset sync 3\nsubmit set y 6\ntick 1\ntear s1 60\n";
/// The same log, with a bit flipped in its second entry.
const ROTTEN: &str =
    "cluster 3\nelect s1\nsettle\nsubmit set x 5\nsubmit set y 6\nsettle\ncrash s1\nrot s1 2\n";

/// The image of s1 after a play.
fn image_after(play: &str, folder: &Folder) -> String {
    let image = folder.word("s1.wal");
    let ran = run_with(&["run", "--wal", "s1", &image, "-"], play.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (0, "ok -\n"), "{}", ran.err);
    image
}

/// Shows a file in both ways, and holds that its bytes are the same afterwards.
fn shown(image: &str) -> (i32, String, Vec<Value>) {
    let before = fs::read(image).expect("it can be read");
    let (text, json) = (run(&["wal", image]), run(&["wal", "--json", image]));
    assert_eq!(
        (text.code, text.err.as_str()),
        (json.code, json.err.as_str())
    );
    let lines = json.out.lines();
    let objects: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect();
    assert!(
        objects
            .iter()
            .all(|object| object["v"] == 1 && object["file"] == image)
    );
    assert!(
        fs::read(image).expect("it can be read") == before,
        "the file was changed"
    );
    (text.code, text.out, objects)
}

#[test]
fn a_whole_file_is_told_record_by_record_with_what_a_restart_finds() {
    let folder = Folder::with(&[]);
    let play = "cluster 3\nelect s1\nsettle\nsubmit set x 5\nsettle\nsubmit del \"a b\"\nsettle\nsubmit get x\nsettle\n";
    let (code, text, objects) = shown(&image_after(play, &folder));
    assert_eq!(code, 0);
    let salt = objects[0]["salt"]
        .as_str()
        .expect("the salt is a word")
        .to_owned();
    let expected = format!(
        "        0         8  header      GRAN, version 1
        8        49  mark        own offset 8, synced up to 0, salt {salt}
       57        49  mark        own offset 57, synced up to 57, salt {salt}
      106        34  hard-state  term=1 vote=s1
      140        49  mark        own offset 140, synced up to 140, salt {salt}
      189        25  no-op       #1 of term 1
      214        49  mark        own offset 214, synced up to 214, salt {salt}
      263        35  set         #2 of term 1, x=5
      298        49  mark        own offset 298, synced up to 298, salt {salt}
      347        32  del         #3 of term 1, \"a b\"
      379        49  mark        own offset 379, synced up to 379, salt {salt}
      428        30  get         #4 of term 1, x
a restart finds term=1 vote=s1 log=[1n 1x3]
a mark proves that all below byte 379 was synced; what was lost from there on can look like a torn write
"
    );
    let last = text.lines().last().expect("a verdict");
    assert!(
        last.starts_with("ok ") && last.ends_with("s1.wal"),
        "{last}"
    );
    assert_eq!(text.strip_suffix(&format!("{last}\n")), Some(&*expected));
    let verdict = objects.last().expect("a verdict");
    assert_eq!(verdict["verdict"], "ok");
    assert_eq!(
        (&verdict["kept"], &verdict["log"]),
        (&458.into(), &"[1n 1x3]".into())
    );
    assert_eq!(
        (&objects[6]["key"], &objects[6]["value"]),
        (&"x".into(), &"5".into())
    );
}

#[test]
fn a_torn_tail_is_fine_and_its_bytes_are_there_to_be_looked_at() {
    let folder = Folder::with(&[]);
    let image = image_after(TORN, &folder);
    let (code, text, objects) = shown(&image);
    assert_eq!(code, 0);
    let bytes = fs::read(&image).expect("it can be read");
    assert!(
        text.contains("347        11  torn        a write that never ended"),
        "{text}"
    );
    let letters: Vec<_> = bytes[347..]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert!(
        text.contains(&format!("347  {}", letters.join(" "))),
        "{text}"
    );
    assert!(text.ends_with(&format!(
        "ok {image}: a torn tail of 11 bytes is cut off at byte 347\n"
    )));
    let verdict = objects.last().expect("a verdict");
    assert_eq!(verdict["verdict"], "torn");
    assert_eq!(
        (&verdict["length"], &verdict["kept"]),
        (&358.into(), &347.into())
    );
}

#[test]
fn damage_is_named_by_its_offset_and_the_broken_rule_and_is_1() {
    let folder = Folder::with(&[]);
    let image = image_after(ROTTEN, &folder);
    let (code, text, objects) = shown(&image);
    assert_eq!(code, 1);
    let why = "byte 263: no record stands here, yet the mark at byte 298 says it was synced";
    assert!(
        text.ends_with(&format!("DAMAGED {image}: {why}\n")),
        "{text}"
    );
    assert!(
        text.contains("before the damage stands term=1 vote=s1 log=[1n]\n"),
        "{text}"
    );
    let verdict = objects.last().expect("a verdict");
    assert_eq!(
        (&verdict["verdict"], &verdict["damage_at"]),
        (&"damaged".into(), &263.into())
    );
}

#[test]
fn a_record_that_breaks_a_rule_is_shown_with_the_rule_and_what_follows_is_not_read() {
    let folder = Folder::with(&[]);
    let image = image_after(TORN, &folder);
    let mut bytes = fs::read(&image).expect("it can be read");
    // The first save once more: its mark belongs elsewhere.
    let again = bytes[57..140].to_vec();
    bytes.truncate(298);
    bytes.extend(again);
    fs::write(&image, &bytes).expect("there is room");
    let (code, text, objects) = shown(&image);
    assert_eq!(code, 1);
    assert!(text.contains("  298        49  mark "), "{text}");
    assert!(
        text.contains("^ a save mark that belongs at byte 57\n"),
        "{text}"
    );
    assert!(text.contains("347        34  unread "), "{text}");
    let flawed: Vec<_> = objects
        .iter()
        .filter(|object| object["flaw"].is_string())
        .collect();
    assert_eq!(flawed.len(), 1);
    assert_eq!(flawed[0]["at"], 298);
}

#[test]
fn every_file_shows_what_recovery_says() {
    // The verdict is the one that a restart goes by, whatever byte is hit.
    let folder = Folder::with(&[]);
    let image = image_after(ROTTEN, &folder);
    let whole = fs::read(&image).expect("it can be read");
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&image, &bytes).expect("there is room");
        let ran = run(&["wal", &image]);
        let expected = match recover(&bytes, Strictness::Strict) {
            Ok(Recovery::NeverMade | Recovery::Opened(_)) => 0,
            Err(damage) if damage.at < 8 => 2,
            Err(damage) => {
                let named = format!("DAMAGED {image}: byte {}: {}\n", damage.at, damage.flaw);
                assert!(ran.out.ends_with(&named), "{}", ran.out);
                1
            }
        };
        assert_eq!(ran.code, expected, "byte {at}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn the_corpus_is_told_as_recovery_judges_it() {
    for case in corpus("wal") {
        let folder = Folder::with(&[("case.wal", &case.bytes)]);
        let (image, bytes) = (folder.word("case.wal"), &case.bytes);
        let ran = run(&["wal", &image]);
        let (code, last) = match recover(bytes, Strictness::Strict) {
            Ok(Recovery::Opened(reading)) if reading.torn_bytes > 0 => {
                (0, format!("byte {}\n", reading.length))
            }
            Ok(_) => (0, String::new()),
            Err(damage) if damage.at < 8 => (2, String::new()),
            Err(damage) => (1, format!("byte {}: {}\n", damage.at, damage.flaw)),
        };
        assert_eq!(ran.code, code, "{}: {}{}", case.name, ran.out, ran.err);
        assert!(ran.out.ends_with(&last), "{}: {}", case.name, ran.out);
        assert_eq!(ran.out.is_empty(), code == 2, "{}", case.name);
        assert!(fs::read(&image).expect("it is there") == case.bytes);
    }
}

#[test]
fn a_file_written_while_a_rule_was_broken_is_damaged_unless_that_is_said() {
    let folder = Folder::with(&[]);
    let image = folder.word("s3.wal");
    let ran = run(&["run", "--wal", "s3", &image, "rules/one-vote-per-term"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let strict = run(&["wal", &image]);
    assert_eq!(strict.code, 1, "{}", strict.out);
    let told = run(&["wal", "--broken", &image]);
    assert_eq!(told.code, 0, "{}", told.out);
    let why = "^ the vote of term 1 went from s1 to s2\n";
    assert!(
        strict.out.contains(why) && told.out.contains(why),
        "{}",
        told.out
    );
    let json = run(&["wal", "--broken", "--json", &image]).out;
    assert!(
        json.contains("\"flaw\":\"the vote of term 1 went from s1 to s2\""),
        "{json}"
    );
}

#[test]
fn files_that_were_never_made_are_fine_and_hold_nothing() {
    for bytes in [&b""[..], b"GR", b"GRAN\x01\0\0\0", &[0; 57]] {
        let folder = Folder::with(&[("new.wal", bytes)]);
        let ran = run(&["wal", &folder.word("new.wal")]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(
            ran.out.starts_with("ok ") && ran.out.contains("never wholly made"),
            "{}",
            ran.out
        );
        assert_eq!(ran.out.lines().count(), 1);
    }
}

#[test]
fn what_is_no_write_ahead_log_is_2_and_nothing_is_told() {
    let folder = Folder::with(&[
        ("play.wal", FAILS.as_bytes()),
        ("version.wal", b"GRAN\x02\0\0\0 and more"),
        ("zeros.wal", &[0; 600]),
    ]);
    for (word, why) in [
        (folder.word("play.wal"), "damaged at byte 0: wrong magic"),
        (folder.word("version.wal"), "damaged at byte 4: "),
        (folder.word("zeros.wal"), "damaged at byte 0: wrong magic"),
        (folder.word("none.wal"), "cannot be read: No such file"),
        (folder.word(""), "this is a directory"),
        (String::new(), "'': cannot be read"),
        ("-".to_owned(), "-: cannot be read"),
    ] {
        let ran = run(&["wal", &word]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{word}");
        assert!(ran.err.contains(why), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 1);
    }
    assert_eq!(run(&["wal"]).code, 2);
    assert_eq!(run(&["wal", "a", "b"]).code, 2);
}

#[test]
fn a_disk_is_written_to_a_new_file_or_nothing_is_run() {
    let folder = Folder::with(&[("old.wal", b"mine"), ("a.play", FAILS.as_bytes())]);
    let (play, old, new) = (
        folder.word("a.play"),
        folder.word("old.wal"),
        folder.word("new.wal"),
    );
    let nowhere = folder.word("no/such/folder.wal");
    for (words, why) in [
        (
            &["run", "--trace", "--wal", "s1", &old, &play][..],
            "this exists already",
        ),
        (
            &["run", "--trace", "--wal", "s1", "/dev/null", &play],
            "this exists already",
        ),
        (
            &["run", "--trace", "--wal", "s1", &nowhere, &play],
            "there is no folder",
        ),
        (
            &["run", "--trace", "--wal", "s4", &new, &play],
            "found `s4`, expected a node of the play, `s1` to `s3`",
        ),
        (
            &["run", "--trace", "--wal", "leader", &new, &play],
            "found `leader`",
        ),
        (
            &["run", "--wal", "s1", &new, &play, "figure-7"],
            "the disks of one play",
        ),
        (
            &["run", "--wal", "s1", &new, "--wal", "s2", &new, &play],
            "is named twice",
        ),
        (&["run", "--wal", "s1"], "2 values required"),
    ] {
        let ran = run(words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}");
        assert!(ran.err.contains(why), "{words:?}: {}", ran.err);
    }
    assert_eq!(fs::read(&old).expect("it is there"), b"mine");
    assert!(!Path::new(&new).exists());
    // A play that fails leaves a disk too.
    let ran = run(&["run", "--wal", "s1", &new, &play]);
    assert_eq!(ran.code, 1);
    assert_eq!(fs::read(&new).expect("it is there").len(), 57);
}

#[test]
fn the_file_is_what_the_disk_holds_byte_for_byte() {
    let folder = Folder::with(&[]);
    let image = image_after("cluster 3\nseed 9\ntick 40\n", &folder);
    let play = parse_play("cluster 3\nseed 9\ntick 40\n").expect("a play");
    let (experiment, _) = run_play(&play, BUDGET, &mut NoWitness);
    let s1 = experiment.view().node(NodeId(1)).expect("there is s1");
    let disk = s1.disk_bytes();
    assert!(fs::read(image).expect("it is there") == disk);
}

#[cfg(unix)]
#[test]
fn the_file_is_for_the_eyes_of_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(&[]);
    let image = image_after(TORN, &folder);
    let mode = fs::metadata(image)
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_bound_on_files_is_the_one_that_is_told() {
    let folder = Folder::with(&[("large.wal", b"")]);
    let file = fs::File::options()
        .write(true)
        .open(folder.path("large.wal"))
        .expect("it can be written");
    // A hole: no disk is filled.
    file.set_len((256 << 20) + 1)
        .expect("a file can have holes");
    let ran = run(&["wal", &folder.word("large.wal")]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("more than the 268435456 bytes (256 MiB)"),
        "{}",
        ran.err
    );
    assert!(run(&["wal", "--help"]).out.contains("256 MiB"));
    assert!(text_of("README.md").contains("granary-tui wal s1.wal"));
}
