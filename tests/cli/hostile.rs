//! Text from outside never steers the terminal of whoever runs the program: it comes out spelled.

use crate::{Folder, Ran, run, run_with};
use std::ffi::OsString;

/// An escape sequence, a C1 control, a bidi override, a zero-width space and a bell, with a word to find it by.
const HOSTILE: &str = "evil\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\u{200b}";
/// How it is spelled.
const SPELLED: &str = r"evil\e]0;owned\x07\u{9b}31m\u{202e}\u{200b}";

fn assert_harmless(ran: &Ran, lines: usize) {
    for text in [&ran.out, &ran.err] {
        let steers = |letter: char| {
            letter != '\n' && (letter.is_control() || "\u{202e}\u{200b}".contains(letter))
        };
        assert!(!text.contains(steers), "{text:?}");
    }
    assert_eq!(
        ran.out.lines().count() + ran.err.lines().count(),
        lines,
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn in_notes_keys_and_values() {
    let play = format!(
        "title \"{HOSTILE}\"\nabout \"{HOSTILE}\"\ncluster 1\nnote \"{HOSTILE}\"\nelect s1\nsettle\nsubmit set \"{HOSTILE}\" \"{HOSTILE}\" as a\nsettle\n"
    );
    for words in [
        &["run", "--state", "-"][..],
        &["run", "--trace", "-"],
        &["run", "--json", "--state", "-"],
    ] {
        let ran = run_with(words, play.as_bytes());
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        let lines = ran.out.lines().count();
        assert_harmless(&ran, lines);
        let spelled = if words.contains(&"--json") {
            SPELLED.replace('\\', r"\\")
        } else {
            SPELLED.to_owned()
        };
        assert!(ran.out.contains(&format!("note: {spelled}")) || words.contains(&"--json"));
        assert!(ran.out.contains(&spelled), "{}", ran.out);
        if words.contains(&"--json") {
            for line in ran.out.lines() {
                serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON");
            }
        }
    }
}

#[test]
fn in_a_failed_expectation() {
    let play = format!(
        "cluster 1\nelect s1\nsettle\nsubmit set x \"{HOSTILE}\"\nsettle\nexpect s1 kv.x=\"{HOSTILE}!\"\n"
    );
    let ran = run_with(&["run", "-"], play.as_bytes());
    assert_eq!(ran.code, 1);
    assert_harmless(&ran, 1);
    assert!(ran.out.contains("evil"), "{}", ran.out);
}

#[test]
fn in_a_mistake() {
    for word in [
        HOSTILE.to_owned(),
        format!("\"{HOSTILE}\""),
        format!("elect {HOSTILE}"),
    ] {
        let ran = run_with(&["run", "-"], format!("cluster 1\n{word}\n").as_bytes());
        assert_eq!(ran.code, 2);
        assert_harmless(&ran, 1);
        let ran = run(&["--do", &word]);
        assert_eq!(ran.code, 2);
        assert_harmless(&ran, 1);
    }
}

#[test]
fn in_the_name_of_a_file() {
    let name = format!("{}\n.play", HOSTILE.replace('/', ""));
    let folder = Folder::with(&[(&name, b"cluster 1\nnote \"n\"\ntick\n")]);
    let path = folder.path(&name).into_os_string();
    for more in ["--state", "--json"] {
        let ran = run(&[OsString::from("run"), more.into(), path.clone()]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let lines = ran.out.lines().count();
        assert_harmless(&ran, lines);
        assert!(ran.out.contains("evil"));
    }
    let missing = run(&["run", &name]);
    assert_eq!(missing.code, 2);
    assert_harmless(&missing, 1);
    assert!(missing.err.starts_with(SPELLED), "{}", missing.err);
}

#[test]
fn in_the_words_of_the_command_line() {
    let long = format!("--{HOSTILE}\nsecond line");
    for words in [
        vec![long.as_str()],
        vec!["--speed", HOSTILE],
        vec!["--nodes", HOSTILE],
        vec!["--color", &long],
        vec!["completions", HOSTILE],
        vec!["figure-7", HOSTILE],
        vec!["run", &long],
    ] {
        let ran = run(&words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}");
        let lines = ran.err.lines().count();
        assert_harmless(&ran, lines);
        assert!(ran.err.contains(r"evil\e]0;owned"), "{}", ran.err);
        assert!(!ran.err.contains("\nsecond line"), "{}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn in_words_that_are_no_text() {
    use std::os::unix::ffi::OsStringExt;
    let odd = OsString::from_vec(b"odd\xff\x1b[31m".to_vec());
    for words in [
        vec![OsString::from("run"), odd.clone()],
        vec![OsString::from("--do"), odd.clone()],
        vec![odd.clone()],
        vec![OsString::from("completions"), odd],
    ] {
        let ran = run(&words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}");
        let lines = ran.err.lines().count();
        assert_harmless(&ran, lines);
    }
}
