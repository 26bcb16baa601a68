//! `find`: a play that proves itself, or how far was looked.

use crate::{Folder, run, run_with};

#[test]
fn what_is_found_is_a_play_that_holds() {
    let found = run(&["find", "leaders >= 2"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    let expected = "\
# Found by granary-tui: what is expected last holds, and the last 5 actions are a shortest way there.
cluster 5
seed 1
elect s1
flush
elect s2
isolate s1
flush
expect leaders >= 2
";
    assert_eq!(found.out, expected);
    let ran = run_with(&["run", "-"], found.out.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (0, "ok -\n"));
}

#[test]
fn it_goes_on_from_the_end_of_a_play() {
    let folder = Folder::with(&[("led.play", b"cluster 3\nseed 9\nelect s2\nflush\n")]);
    for words in [
        ["find", "leader s3", &folder.word("led.play")],
        [
            "find",
            "leader s3",
            "--do=cluster 3; seed 9; elect s2; flush",
        ],
    ] {
        let found = run(&words);
        assert_eq!((found.code, found.err.as_str()), (0, ""));
        let steps = "cluster 3\nseed 9\nelect s2\nflush\nelect s3\nflush\nexpect leader s3\n";
        assert!(found.out.ends_with(steps), "{}", found.out);
    }
}

#[test]
fn a_broken_rule_is_part_of_what_is_found() {
    let words = [
        "find",
        "violation election-safety",
        "--nodes",
        "3",
        "--break",
        "one-vote-per-term",
    ];
    let found = run(&words);
    assert_eq!(found.code, 0, "{}", found.err);
    assert!(
        found.out.contains("\nbreak one-vote-per-term\n"),
        "{}",
        found.out
    );
    assert!(
        found.out.contains("\nexpect violation vote-once\n"),
        "{}",
        found.out
    );
    let ran = run_with(&["run", "-"], found.out.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (0, "ok -\n"), "{}", found.out);
}

#[test]
fn what_is_not_found_ends_with_1_and_says_how_far_was_looked() {
    let ran = run(&["find", "violation election-safety", "--budget", "2000"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(
        ran.err,
        "granary-tui: not found: violation election-safety is not among 2000 states, every way of up to 4 actions; \
         that is no proof; see §5.2 of the paper\n"
    );
    let whole = run(&["find", "leader", "--nodes", "1", "--budget", "5"]);
    assert_eq!((whole.code, whole.out.is_empty()), (0, false));
}

#[test]
fn wrong_words_end_with_2() {
    for (words, told) in [
        (&["find"][..], "<CONDITION>"),
        (&["find", "foo"], "CONDITION: found `foo`"),
        (&["find", "leader; tick"], "CONDITION: one condition"),
        (&["find", "leader s6"], "CONDITION: "),
        (&["find", "leader", "--budget", "0"], "1 to 10000000 states"),
        (
            &["find", "leader", "--break", "majorit"],
            "did you mean majority?",
        ),
        (
            &["find", "leader", "no-such.play"],
            "no-such.play: there is no such file",
        ),
        (&["find", "leader", "--do", "elect s9"], "--do:1:7"),
        (
            &["find", "leader", "a.play", "--nodes", "3"],
            "cannot be used with",
        ),
    ] {
        let ran = run(words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}");
        assert!(ran.err.contains(told), "{words:?}: {}", ran.err);
    }
}

#[test]
fn a_play_that_fails_on_its_way_is_told_as_such() {
    let ran = run(&["find", "leader", "--do", "cluster 3; expect leader"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.starts_with("--do:1:12: "), "{}", ran.err);
}
