//! The escape corpus through every line that prints: in plays, words, file names and write-ahead logs. What comes out is
//! text: nothing is asked of the terminal, no line is broken, and JSON stays JSON.

use crate::bad_input::{Case, corpus};
use crate::terminal::{having_read, steers};
use crate::{Folder, Ran, run, run_with};
use granary::command::Command;
use granary::ids::{Index, Term};
use granary::log::wal::{new_file, put_frame};
use granary::log::wire::{Record, encode_command};
use granary::log::{Entry, HardState, Payload};
use std::ffi::OsString;

/// The terminal; what is wrapped or scrolled off it is not compared.
const SIZE: (u16, u16) = (400, 40);

fn check(case: &Case, ran: &Ran, lines: usize) {
    for (text, stream) in [(&ran.out, "output"), (&ran.err, "errors")] {
        let what = format!("{} on {stream}: {text:.300}", case.name);
        let steers = |letter: char| letter != '\n' && steers(letter);
        assert!(!text.contains(steers), "{what}");
        let seen = having_read(text.replace('\n', "\r\n").as_bytes(), SIZE);
        assert!(
            seen.callbacks().0.is_empty(),
            "{what}: {:?}",
            seen.callbacks()
        );
        let rows: Vec<_> = seen.screen().rows(0, SIZE.0).collect();
        let fits = |line: &str| line.chars().count() * 2 < usize::from(SIZE.0);
        if !text.lines().all(fits) || text.lines().count() >= usize::from(SIZE.1) {
            continue;
        }
        for (row, line) in rows.iter().zip(text.lines()) {
            let letters = |text: &str| text.chars().filter(char::is_ascii_graphic).count();
            let shown = line.replace('\u{fffd}', "?");
            assert_eq!(
                letters(row),
                letters(&shown),
                "{what}: a letter stands elsewhere"
            );
        }
    }
    let printed = ran.out.lines().count() + ran.err.lines().count();
    assert!(
        lines == 0 || printed == lines,
        "{}: {printed} lines, not {lines}",
        case.name
    );
}

/// The text as a string of the play language; what no play can spell is left out.
fn quoted(case: &Case) -> String {
    let text = String::from_utf8_lossy(&case.bytes);
    let text = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('$', "\\$");
    format!("\"{}\"", text.replace(['\n', '\r'], ""))
}

/// The text as a word of a command line, which holds no NUL.
fn word(case: &Case) -> String {
    let text = String::from_utf8_lossy(&case.bytes);
    text.replace('\0', "").chars().take(60).collect()
}

#[test]
fn in_everything_that_a_play_says() {
    for case in corpus("escapes") {
        let text = quoted(&case);
        let play = format!(
            "title {text}\nabout {text}\ncluster 1\nnote {text}\nelect s1\nsettle\nsubmit set {text} {text} as a\n\
             submit get {text}\nsettle\nexpect s1 kv={{{text}=\"other\"}}\n"
        );
        for words in [
            &["run", "--state", "-"][..],
            &["run", "--trace", "-"],
            &["run", "--json", "--state", "-"],
        ] {
            let ran = run_with(words, play.as_bytes());
            assert_eq!(ran.code, 1, "{}: {}{}", case.name, ran.out, ran.err);
            check(&case, &ran, 0);
            if words.contains(&"--json") {
                for line in ran.out.lines() {
                    serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON");
                }
            }
        }
    }
}

#[test]
fn in_mistakes_of_plays_and_of_words() {
    for case in corpus("escapes") {
        let raw = String::from_utf8_lossy(&case.bytes).into_owned();
        for play in [
            raw.clone(),
            format!("crash {raw}"),
            format!("cluster 3; expect {}", quoted(&case)),
        ] {
            let ran = run_with(&["run", "-"], play.as_bytes());
            assert!(matches!(ran.code, 0 | 2), "{}: {}", case.name, ran.err);
            check(&case, &ran, 1);
        }
        let word = word(&case);
        for words in [
            vec![word.clone()],
            vec!["--do".to_owned(), format!("crash {word}")],
            vec!["--seed".to_owned(), word.clone()],
            vec![format!("--{word}")],
            vec!["run".to_owned(), format!("./{word}")],
            vec!["wal".to_owned(), format!("./{word}")],
            vec![
                "figure-7".to_owned(),
                "--print".to_owned(),
                "--at".to_owned(),
                word.clone(),
            ],
            vec![
                "run".to_owned(),
                "--wal".to_owned(),
                word.clone(),
                "x".to_owned(),
                "figure-7".to_owned(),
            ],
        ] {
            let ran = run(&words);
            assert_eq!(
                (ran.code, ran.out.as_str()),
                (2, ""),
                "{}: {words:?}",
                case.name
            );
            check(&case, &ran, 0);
        }
    }
}

#[cfg(unix)]
#[test]
fn in_the_names_of_files() {
    use std::os::unix::ffi::OsStringExt;
    for case in corpus("escapes") {
        let mut name: Vec<u8> = case.bytes.iter().copied().take(100).collect();
        name.retain(|byte| *byte != 0 && *byte != b'/');
        let folder = Folder::with(&[]);
        let path = folder.path("").join(OsString::from_vec(name));
        std::fs::write(&path, "cluster 1\nnote \"n\"\nexpect s1 term=9\n").expect("it is a name");
        for words in [
            vec![OsString::from("run"), path.clone().into()],
            vec!["run".into(), "--json".into(), path.clone().into()],
            vec!["wal".into(), path.clone().into()],
            vec![
                path.clone().into(),
                "--print".into(),
                "--at".into(),
                "end".into(),
            ],
        ] {
            let ran = run(&words);
            assert!(
                matches!(ran.code, 1 | 2),
                "{}: {}{}",
                case.name,
                ran.out,
                ran.err
            );
            check(&case, &ran, 0);
        }
    }
}

#[test]
fn in_write_ahead_logs() {
    for case in corpus("escapes") {
        let mut bytes = new_file(1);
        let hard = HardState {
            term: Term(1),
            vote: None,
        };
        put_frame(&mut bytes, &Record::HardState(hard));
        let set = encode_command(&Command::Set {
            key: &case.bytes,
            value: &case.bytes,
        });
        let get = encode_command(&Command::Get { key: &case.bytes });
        for (index, payload) in (1..).zip([&set, &get]) {
            let payload = Payload::from_bytes(payload);
            let entry = Entry {
                index: Index(index),
                term: Term(1),
                payload,
            };
            put_frame(&mut bytes, &Record::Entry(entry));
        }
        // And once more in bytes that are no record.
        bytes.extend(&case.bytes);
        bytes.push(7);
        let folder = Folder::with(&[("s1.wal", &bytes)]);
        let file = folder.word("s1.wal");
        for words in [&["wal", &file][..], &["wal", "--json", &file]] {
            let ran = run(words);
            assert_eq!(ran.code, 0, "{}: {}{}", case.name, ran.out, ran.err);
            check(&case, &ran, 0);
        }
    }
}
