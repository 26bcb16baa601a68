//! What is wrong, where, and what was probably meant.

use crate::{line, play, wrong};
use granary::cluster::Setup;
use granary::play::mistake::nearest;
use granary::play::{NamesInUse, parse_bytes, parse_line};

#[test]
fn a_misspelled_word_is_guessed() {
    for (text, hint) in [
        ("tikc", "tick"),
        ("flsuh", "flush"),
        ("titel \"x\"", "title"),
        ("crahs s1", "crash"),
        ("set hearbeat 3", "heartbeat"),
        ("expect qiuet", "quiet"),
        ("expect s1 comit=3", "commit"),
        ("expect s1 role=folower", "follower"),
        ("expect event cammit", "commit"),
        ("hold s1->s2 apend", "append"),
        ("expect message s1->s2 vote trem=1", "term"),
        ("crash al", ""),
    ] {
        let why = wrong(text);
        let expected = format!("; did you mean `{hint}`?");
        assert_eq!(why.ends_with(&expected), !hint.is_empty(), "{why}");
    }
    assert_eq!(wrong("xyzzy"), "1:1: found `xyzzy`, expected a verb");
    assert_eq!(nearest("tick", ["tick"]), None);
    assert_eq!(nearest(&"t".repeat(1000), ["tick"]), None);
}

#[test]
fn a_missing_word_is_missed_behind_the_last_character_or_at_the_semicolon() {
    assert!(wrong("crash").starts_with("1:6: found the end of the statement"));
    assert!(wrong("crash   # s1").starts_with("1:6: found the end of the statement"));
    assert!(wrong("crash   ; tick").starts_with("1:9: found the end of the statement"));
    assert!(wrong("tick\n  crash\ntick").starts_with("2:8: found the end of the statement"));
}

#[test]
fn a_found_word_is_shown_short_and_harmless() {
    let long = "x".repeat(500);
    assert_eq!(
        wrong(&long),
        format!("1:1: found `{}..`, expected a verb", "x".repeat(40))
    );
    assert!(wrong("crash \"\u{1b}[2J\"").contains("found \"\u{fffd}[2J\""));
}

#[test]
fn the_header_is_first_and_each_line_once() {
    for (text, why) in [
        (
            "tick\ntitle \"x\"",
            "2:1: `title` stands only in the header, before the first statement",
        ),
        (
            "tick; cluster 3",
            "1:7: `cluster` stands only in the header, before the first statement",
        ),
        (
            "repeat 2: seed 1",
            "1:11: `seed` stands only in the header, before the first statement",
        ),
        ("seed 1\nseed 2", "2:1: `seed` is given twice"),
        ("set loss 1; set loss 1", "1:17: `set loss` is given twice"),
        (
            "set heartbeat 10",
            "1:15: the heartbeat, 10 ticks, must be below the election minimum, 10 ticks",
        ),
        (
            "set election 3..9",
            "1:14: the heartbeat, 3 ticks, must be below the election minimum, 3 ticks",
        ),
        (
            "set election 9..8",
            "1:17: found `8`, expected a number from 9 to 1000000",
        ),
        (
            "set election 9",
            "1:15: found the end of the statement, expected `..`",
        ),
        (
            "set delay 0",
            "1:11: found `0`, expected a number from 1 to 1000000",
        ),
        (
            "set delay 3..2",
            "1:14: found `2`, expected a number from 3 to 1000000",
        ),
        ("set noop yes", "1:10: found `yes`, expected `on` or `off`"),
        (
            "set backtrack two",
            "1:15: found `two`, expected `term` or `one`",
        ),
        ("set speed 3", "1:5: found `speed`, expected a setting"),
        ("set prevote on", "1:5: `prevote` is not there yet"),
        ("set checkquorum on", "1:5: `checkquorum` is not there yet"),
        ("set snapshot 5", "1:5: `snapshot` is not there yet"),
        ("set read lease", "1:5: `read` is not there yet"),
        ("set peek on", "1:5: `peek` is not there yet"),
        ("tick; set prevote on", "1:11: `prevote` is not there yet"),
    ] {
        assert_eq!(wrong(text), why, "{text}");
    }
    play("set loss 1\ntick\nset loss 2\nset loss 3");
    assert!(line("title \"x\"").is_err(), "no header at the prompt");
}

#[test]
fn what_later_versions_have_is_refused_by_name() {
    for (text, why) in [
        ("hold s1->s2 prevote", "1:13: `prevote` is not there yet"),
        (
            "hold s1->s2 prevote-reply",
            "1:13: `prevote-reply` is not there yet",
        ),
        ("drop s1->s2 snapshot", "1:13: `snapshot` is not there yet"),
        (
            "drop s1->s2 snapshot-reply",
            "1:13: `snapshot-reply` is not there yet",
        ),
        (
            "expect sent *->* timeout-now = 0",
            "1:18: `timeout-now` is not there yet",
        ),
        ("expect s1 voters={s1}", "1:11: `voters` is not there yet"),
        (
            "expect s1 learners={s1}",
            "1:11: `learners` is not there yet",
        ),
        (
            "expect s1 role=precandidate",
            "1:16: `precandidate` is not there yet",
        ),
        (
            "expect s1 role!=learner",
            "1:17: `learner` is not there yet",
        ),
        ("expect s1 log=[1 4c]", "1:18: `4c` is not there yet"),
        ("preset s1 log=[1 4cx2]", "1:18: `4cx2` is not there yet"),
        ("submit set x 5 from 1 2", "1:16: `from` is not there yet"),
    ] {
        assert_eq!(wrong(text), why, "{text}");
    }
}

#[test]
fn names_are_used_once_given_before_and_not_reserved() {
    for name in [
        "leader",
        "no",
        "all",
        "live",
        "same",
        "inflight",
        "quiet",
        "sent",
        "rejected",
        "message",
        "event",
        "safe",
        "violation",
        "max",
        "s1",
        "s99",
        "m17",
        "term",
        "kv",
        "kv.x",
        "match.s2",
        "next.s1",
        "voters",
        "learners",
        "log",
    ] {
        assert_eq!(
            wrong(&format!("submit x=5 as {name}")),
            format!("1:15: `{name}` means something else and cannot be a name")
        );
    }
    for name in ["a", "ok", "s01", "m0", "tick", "r-1.x", "5", "as"] {
        play(&format!("submit x=5 as {name}; expect {name} = ok"));
    }
    assert_eq!(
        wrong("submit x=5 as \"a\""),
        "1:15: found \"a\", expected a name"
    );
    assert_eq!(
        wrong("submit x=5 as a; submit x=5 as a"),
        "1:32: the name `a` is used already"
    );
    let unknown = "expected a name that an earlier `submit .. as NAME` gives";
    assert_eq!(wrong("expect a = ok"), format!("1:8: found `a`, {unknown}"));
    assert_eq!(
        wrong("submit x=5 as alpha\nexpect aplha = ok"),
        format!("2:8: found `aplha`, {unknown}; did you mean `alpha`?")
    );
    assert_eq!(
        wrong("expect a = ok; submit x=5 as a"),
        format!("1:8: found `a`, {unknown}")
    );
}

#[test]
fn names_live_on_at_the_prompt() {
    let (setup, mut names) = (Setup::default(), NamesInUse::default());
    let first = parse_line("submit x=5 as a", &setup, &names).expect("a line");
    names.take_from(&first);
    assert!(parse_line("expect a = ok", &setup, &names).is_ok());
    assert!(parse_line("submit x=5 as a", &setup, &names).is_err());
    assert!(parse_line("submit x=5 as b; expect b != ok", &setup, &names).is_ok());
}

#[test]
fn numbers_are_plain_decimals_within_bounds() {
    play("tick 007");
    for (text, found) in [
        ("tick 1000001", "1000001"),
        ("tick 99999999999999999999", "99999999999999999999"),
    ] {
        assert_eq!(
            wrong(text),
            format!("1:6: found `{found}`, expected a number from 1 to 1000000")
        );
    }
    assert!(wrong("tick 1.5").starts_with("1:6: found `1.5`"));
    assert!(wrong("tick 0x5").starts_with("1:6: found `0x5`"));
    play("expect s1 commit=9223372036854775808");
    assert!(wrong("expect s1 commit=9223372036854775809").starts_with("1:18: found"));
}

#[test]
fn text_that_is_no_utf8_is_a_mistake_with_its_place() {
    assert!(parse_bytes(b"tick 5").is_ok());
    let why = |bytes: &[u8]| parse_bytes(bytes).expect_err("a mistake").to_string();
    assert_eq!(why(b"tick\nno\xc3\xa4 \xff"), "2:5: this is no UTF-8 text");
    assert_eq!(why(b"\xef\xbb\xbf\xff"), "1:1: this is no UTF-8 text");
}

#[test]
fn keys_have_a_length() {
    play(&format!("submit set {} x", "k".repeat(4096)));
    assert_eq!(
        wrong("submit \"\"=5"),
        "1:8: a key has 1 to 4096 bytes, not 0"
    );
    assert_eq!(
        wrong(&format!("submit get {}", "k".repeat(4097))),
        "1:12: a key has 1 to 4096 bytes, not 4097"
    );
}

#[test]
fn partitions_name_each_node_once_and_no_group_is_empty() {
    assert_eq!(
        wrong("partition s1 |"),
        "1:15: found the end of the statement, expected a node"
    );
    assert_eq!(wrong("partition | s1"), "1:11: found `|`, expected a node");
    assert_eq!(wrong("partition s1 s1"), "1:14: `s1` is in a group already");
}
