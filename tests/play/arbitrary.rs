//! Whatever the text, there is a play or a mistake with a place in it, and never a panic.

use granary::cluster::Setup;
use granary::play::{NamesInUse, complete, parse_bytes, parse_line, parse_play};
use proptest::prelude::*;

/// Pieces from which nearly right texts are made.
const PIECES: &[&str] = &[
    "tick",
    "crash",
    "submit",
    "expect",
    "until",
    "preset",
    "set",
    "cluster",
    "repeat",
    "end",
    "s1",
    "s2",
    "s9",
    "m1",
    "5",
    "0",
    "1000000",
    "all",
    "live",
    "leader",
    "->",
    "..",
    "=",
    "!=",
    "<",
    ":",
    ";",
    "|",
    "*",
    "[",
    "]",
    "{",
    "}",
    "\"a\"",
    "\"",
    "$i",
    "\n",
    "#",
    "log",
    "term",
    "vote",
    "commit",
    "kv",
    "kv.x",
    "match.s2",
    "max",
    "as",
    "r",
    "none",
    "append",
    "vote-reply",
    "message",
    "event",
    "election",
    "10",
    "19",
    "1x3",
    "2n",
    "4c",
    "on",
    "off",
    "at",
    "send",
    "zero",
    "note",
    "\\",
    "same",
    "inflight",
    "sent",
    "rejected",
    "delay",
    "partition",
    "isolate",
];

fn nearly_right() -> impl Strategy<Value = String> {
    let piece = (proptest::sample::select(PIECES), proptest::bool::ANY);
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| {
        let spaced =
            |(piece, blank): &(&str, bool)| format!("{piece}{}", if *blank { " " } else { "" });
        pieces.iter().map(spaced).collect()
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn check(text: &str) {
    if let Err(mistake) = parse_play(text) {
        let lines: Vec<&str> = text.split('\n').collect();
        let line = usize::try_from(mistake.place.line - 1).expect("a small number");
        let columns = lines
            .get(line)
            .map_or(0, |line| line.chars().count() as u64);
        assert!(
            (1..=columns + 1).contains(&mistake.place.column),
            "{mistake} lies in {text:?}"
        );
    }
    let (setup, names) = (Setup::default(), NamesInUse::default());
    let _ = parse_line(text, &setup, &names);
    let _ = complete(text, text.len() / 2, &setup, &names);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse_bytes(&bytes);
    }

    #[test]
    fn characters_never_panic(text in "\\PC{0,60}") {
        check(&text);
    }

    #[test]
    fn nearly_right_texts_never_panic(text in nearly_right()) {
        check(&text);
    }
}
