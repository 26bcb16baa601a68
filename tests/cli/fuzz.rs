//! A search as a stranger sees it: what is found is told, saved and found again; ranges of seeds add up.

use crate::{Folder, program, run};
use std::io::Read;
use std::process::Command;

/// A search that finds something at once.
const BROKEN: [&str; 3] = ["fuzz", "--break", "majority"];

/// Runs a search that saves in this folder.
fn search(folder: &Folder, words: &[&str]) -> crate::Ran {
    let out = folder.word("");
    run(&[words, &["--out", &out]].concat())
}

#[test]
fn a_search_that_finds_nothing_says_what_it_has_seen() {
    let ran = run(&["fuzz", "--seeds", "0..20"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let first = ran.out.lines().next().unwrap_or_default();
    assert!(first.starts_with("20 seeds, "), "{first}");
    assert!(first.ends_with(" events: nothing found"), "{first}");
    assert!(ran.out.contains("\nseen: split-vote "), "{}", ran.out);
    // Progress is told in plain lines where there is no terminal.
    assert!(ran.err.contains(" of 20 seeds, "), "{}", ran.err);
    assert!(!ran.err.contains(['\r', '\x1b']), "{:?}", ran.err);
}

#[test]
fn what_is_found_is_told_and_saved_as_a_short_play() {
    let folder = Folder::with(&[]);
    let ran = search(&folder, &[&BROKEN[..], &["--seeds", "0..3"]].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    let line = |word: &str| {
        let line = ran
            .out
            .lines()
            .find_map(|line| line.trim().strip_prefix(word));
        line.unwrap_or_else(|| panic!("no line {word} in {}", ran.out))
    };
    assert!(ran.out.starts_with("seed 0: "), "{}", ran.out);
    assert!(line("options:").contains("break majority"), "{}", ran.out);
    let saved = line("saved:").trim().split(',').next().unwrap_or_default();
    let play = run(&["run", saved]);
    assert_eq!(play.code, 0, "{}{}", play.out, play.err);
    let mended = run(&["run", "--mended", saved]);
    assert_eq!(mended.code, 0, "{}", mended.out);
    // Seeds that ring the same alarm are told, and say where its play is.
    let same = "not saved: one ";
    assert!(ran.out.contains(same), "{}", ran.out);
    assert!(ran.out.contains("made shorter than the run"), "{}", ran.out);
    let look = line("look:").trim().replace('\'', "");
    let look: Vec<_> = look.split(' ').skip(1).collect();
    let frame = run(&[&look[..], &["--print"]].concat());
    assert_eq!(frame.code, 0, "{}", frame.err);

    // The line that finds it again does, and does not write over what was saved.
    let again = line("again:").trim().replace('\'', "");
    let again: Vec<_> = again.split(' ').skip(1).collect();
    let second = run(&again);
    assert_eq!(second.code, 1);
    assert!(second.out.contains("is there already"), "{}", second.out);
    let found = |out: &str| out.lines().next().map(str::to_owned);
    assert_eq!(found(&second.out), found(&ran.out));
}

#[test]
fn however_seeds_are_shared_out_the_findings_are_the_same() {
    let findings = |words: &[&str]| -> Vec<String> {
        let folder = Folder::with(&[]);
        let out = search(&folder, &[&BROKEN[..], words].concat()).out;
        let lines = out.lines().filter(|line| line.starts_with("seed "));
        lines.map(str::to_owned).collect()
    };
    let whole = findings(&["--seeds", "0..8", "--jobs", "2"]);
    let mut parts = findings(&["--seeds", "0..5", "--jobs", "1"]);
    parts.extend(findings(&["--seeds", "5..8", "--jobs", "3"]));
    assert!(!whole.is_empty());
    assert_eq!(whole, parts);
}

#[test]
fn a_long_search_that_has_not_seen_everything_fails() {
    let ran = run(&[
        "fuzz",
        "--profile",
        "long",
        "--seeds",
        "0..1",
        "--ticks",
        "5",
    ]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains(": nothing found\n"), "{}", ran.out);
    assert!(ran.out.contains("never seen: "), "{}", ran.out);
}

#[test]
fn a_flaw_of_disks_is_found_and_no_play_can_say_it() {
    let folder = Folder::with(&[]);
    let ran = search(&folder, &["fuzz", "--flaw", "sync-lies", "--seeds", "0..3"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("recovery-exact"), "{}", ran.out);
    assert!(ran.out.contains("not saved: no play"), "{}", ran.out);
    assert!(ran.out.contains(" --flaw sync-lies --out='"), "{}", ran.out);
}

#[test]
fn wrong_words_are_told() {
    for (words, why) in [
        (&["--seeds", "5..5"][..], "such as 0..1000"),
        (&["--seeds", "7"], "such as 0..1000"),
        (&["--seeds", "9..1"], "such as 0..1000"),
        (&["--nodes", "8"], "8 is not in 1..=7"),
        (&["--ticks", "0"], "0 is not in"),
        (&["--profile", "huge"], "quick, long, soak"),
        (
            &["--break", "one-vote-per-trm"],
            "did you mean one-vote-per-term?",
        ),
        (&["--flaw", "rust"], "skips-checksums"),
        (&["--jobs", "0"], "1 to 256 threads"),
        (&["--out", "no/such/folder"], "there is no such folder"),
    ] {
        let ran = run(&[&["fuzz"], words].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}");
        assert!(ran.err.contains(why), "{words:?}: {}", ran.err);
    }
}

#[test]
fn an_interrupted_search_ends_with_what_it_has_so_far() {
    let mut child = program(&["fuzz", "--seeds", "0..100000", "--jobs", "1"])
        .spawn()
        .expect("the program is built");
    let pid = child.id().to_string();
    let code = loop {
        let sent = Command::new("kill").args(["-INT", &pid]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        if let Some(status) = child.try_wait().expect("it can be asked") {
            break status.code();
        }
    };
    let mut out = String::new();
    let mut stdout = child.stdout.take().expect("its output is a pipe");
    stdout.read_to_string(&mut out).expect("it prints UTF-8");
    // Before it listens, the signal ends it as it does any program.
    if code.is_some() {
        assert_eq!(code, Some(130), "{out}");
        assert!(out.contains(" events: nothing found\n"), "{out}");
    }
}
