//! What is refused, in which words and with which exit code; and that then nothing has run.

use crate::{FAILS, Folder, HOLDS, run, run_with};
use granary::play::statement::TEXT_BYTES_MAX;
use granary::tui::pace::SPEEDS;

/// Command lines that are wrong, and a part of what is said.
const WRONG_WORDS: &[(&[&str], &str)] = &[
    (&["--no-such-option"], "'--no-such-option'"),
    (&["--nodes", "0"], "1 to 9 nodes"),
    (&["--nodes", "10"], "up to 101"),
    (&["--nodes", "102"], "1 to 9 nodes"),
    (&["--nodes", "many"], "1 to 9 nodes"),
    (&["--seed", "-1"], "'-1'"),
    (&["--seed", "18446744073709551616"], "18446744073709551616"),
    (&["--speed", "x3"], "x1/4, x1/2, x1, x2"),
    (&["--color", "sometimes"], "auto, always, never"),
    (&["--nodes", "3", "figure-7"], "cannot be used with"),
    (&["--seed", "3", "figure-7"], "cannot be used with"),
    (&["--nodes", "3", "--do", "tick"], "cannot be used with"),
    (&["--seed", "3", "--do", "tick"], "cannot be used with"),
    (&["--do", "tick", "figure-7"], "cannot be used with"),
    (
        &["--do", "elekt s1"],
        "--do:1:1: found `elekt`, expected a verb; did you mean `elect`?",
    ),
    (
        &["--do", "cluster 10"],
        "--do: a window shows 1 to 9 nodes, not 10",
    ),
    (&["figure-7", "figure-8"], "'figure-8'"),
    (&["figure-9"], "figure-9: there is no such file"),
    (&["-"], "granary-tui run -"),
    (&["run"], "<FILE.play>"),
    (&["run", "--budget", "0", "figure-7"], "'0'"),
    (&["run", "--nodes", "3", "figure-7"], "'--nodes'"),
    (
        &["run", "figure-77"],
        "did you mean the shipped play `figure-7`?",
    ),
    (
        &["run", "figure-8.play"],
        "did you mean the shipped play `figure-8`?",
    ),
    (&["run", "no such thing"], "`granary-tui plays` lists"),
    (&["run", ""], "'': there is no such file"),
    (&["run", "-", "-"], "once"),
    (&["run", "/"], "this is a directory"),
    (&["--ascii", "run", "figure-7"], "cannot be used with"),
    (&["plays", "figure-7"], "'figure-7'"),
    (&["completions"], "<SHELL>"),
];

#[test]
fn wrong_words_are_refused_with_2_and_a_reason() {
    for (words, reason) in WRONG_WORDS {
        let ran = run(words);
        assert_eq!(ran.code, 2, "{words:?}");
        assert_eq!(ran.out, "", "{words:?}");
        assert!(ran.err.contains(reason), "{words:?}: {}", ran.err);
    }
}

#[test]
fn right_words_come_as_far_as_the_terminal() {
    let mut lines = vec![
        vec![],
        vec!["--nodes", "1", "--seed", "0"],
        vec!["--nodes", "9", "--seed", "18446744073709551615"],
        vec!["--color", "never", "--ascii", "--no-mouse"],
        vec!["--do", "title \"x\"; cluster 3; elect s1"],
        vec!["figure-7", "--speed", "max"],
    ];
    lines.extend(SPEEDS.iter().map(|speed| vec!["--speed", speed.label]));
    for words in lines {
        let ran = run(&words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}");
        assert!(
            ran.err
                .starts_with("granary-tui: standard input is not a terminal"),
            "{}",
            ran.err
        );
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(!ran.err.contains('\u{1b}'));
        assert!(ran.err.contains("granary-tui run FILE.play"));
    }
}

#[test]
fn the_sentence_without_a_terminal_names_only_options_that_there_are() {
    let sentence = run::<&str>(&[]).err;
    let help = [run(&["-h"]).out, run(&["run", "-h"]).out].concat();
    let options: Vec<_> = sentence
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
        .filter(|word| word.starts_with("--"))
        .collect();
    assert!(options.len() >= 3, "{sentence}");
    for option in options {
        assert!(help.contains(&format!("{option} ")), "{option}");
    }
}

#[test]
fn a_mistake_says_where_what_and_what_instead_and_nothing_runs() {
    let folder = Folder::with(&[
        ("good.play", HOLDS.as_bytes()),
        ("bad.play", b"cluster 3\n  note \"here\"\n  elekt s1\n"),
    ]);
    let (good, bad) = (folder.word("good.play"), folder.word("bad.play"));
    let ran = run(&["run", "--trace", &good, &bad, &good]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    let first = format!("{bad}:3:3: found `elekt`, expected a verb; did you mean `elect`?");
    assert_eq!(ran.err, format!("{first}\ngranary-tui: no play was run\n"));
}

#[test]
fn every_wrong_file_is_named_at_once() {
    let folder = Folder::with(&[("bad.play", b"elect"), ("worse.play", b"\n\n}")]);
    let (bad, worse) = (folder.word("bad.play"), folder.word("worse.play"));
    let ran = run(&["run", &bad, "figure-7", &worse, &folder.word("none.play")]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    let lines: Vec<_> = ran.err.lines().collect();
    assert_eq!(lines.len(), 4, "{}", ran.err);
    assert!(
        lines[0].starts_with(&format!("{bad}:1:6: found ")),
        "{}",
        ran.err
    );
    assert!(
        lines[1].starts_with(&format!("{worse}:3:1: found ")),
        "{}",
        ran.err
    );
    assert!(lines[2].contains("none.play: there is no such file"));
}

#[test]
fn what_is_no_text_and_what_is_too_large_is_refused() {
    let large = [b"#".repeat(TEXT_BYTES_MAX), b"\n".to_vec()].concat();
    let folder = Folder::with(&[
        ("bytes.play", b"cluster 3\ntick \xff\n"),
        ("large.play", &large),
        ("largest.play", &large[..TEXT_BYTES_MAX]),
    ]);
    let bytes = run(&["run", &folder.word("bytes.play")]);
    assert_eq!(bytes.code, 2);
    assert!(
        bytes
            .err
            .ends_with("bytes.play:2:6: this is no UTF-8 text\n"),
        "{}",
        bytes.err
    );
    let large = run(&["run", &folder.word("large.play")]);
    assert_eq!(large.code, 2);
    assert!(
        large
            .err
            .contains("large.play: this is more than the 1048576 bytes"),
        "{}",
        large.err
    );
    assert_eq!(run(&["run", &folder.word("largest.play")]).code, 0);
    let input = run_with(&["run", "-"], &vec![b' '; TEXT_BYTES_MAX + 1]);
    assert_eq!((input.code, input.out.as_str()), (2, ""));
}

#[cfg(unix)]
#[test]
fn a_file_without_an_end_is_refused_in_good_time() {
    let ran = run(&["run", "/dev/zero"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("/dev/zero: this is more than"),
        "{}",
        ran.err
    );
}

#[test]
fn a_play_that_fails_is_1_and_the_others_still_run() {
    let folder = Folder::with(&[
        ("holds.play", HOLDS.as_bytes()),
        ("fails.play", FAILS.as_bytes()),
    ]);
    let (holds, fails) = (folder.word("holds.play"), folder.word("fails.play"));
    let ran = run(&["run", &fails, &holds]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.out);
    assert!(
        lines[0].starts_with(&format!("FAILED {fails}:2:1: ")),
        "{}",
        ran.out
    );
    assert_eq!(lines[1], format!("ok {holds}"));
    assert_eq!(run(&["run", &holds]).code, 0);
}

#[test]
fn more_work_than_the_budget_is_1_and_says_where() {
    let ran = run_with(
        &["run", "--budget", "100", "-"],
        b"cluster 3\ntick 10\ntick 1000000\n",
    );
    assert_eq!(ran.code, 1);
    let line = "FAILED -:3:1: more work than its budget of 100 node ticks and deliveries; --budget allows more\n";
    assert_eq!(ran.out, line);
    assert_eq!(
        run_with(&["run", "--budget", "300", "-"], b"cluster 3\ntick 10\n").code,
        0
    );
}

#[test]
fn a_file_wins_over_a_shipped_play_of_its_name() {
    let folder = Folder::with(&[("figure-7", FAILS.as_bytes())]);
    let mut command = crate::program(&["run", "figure-7"]);
    let output = command
        .current_dir(folder.path(""))
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.starts_with(b"FAILED figure-7:2:1: "));
}
