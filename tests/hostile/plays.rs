//! Plays: what each case is refused for, with its place, or how it ends; and texts too large for a corpus.

use crate::{in_good_time, replayed};
use granary::lab::{NoWitness, Verdict, run_play, visible};
use granary::play::statement::TEXT_BYTES_MAX;
use granary::play::{parse_bytes, parse_play};

/// Node ticks and deliveries that a case may be.
const BUDGET: u64 = 20_000;

fn told(bytes: &[u8]) -> String {
    let play = match parse_bytes(bytes) {
        Ok(play) => play,
        Err(mistake) => return visible(&mistake.to_string()).into_owned(),
    };
    let (_, verdict) = run_play(&play, BUDGET, &mut NoWitness);
    match verdict {
        Verdict::Held => format!("held, {} statements", play.statements.len()),
        Verdict::Failed { place, trouble } => {
            visible(&format!("failed at {place}: {trouble}")).into_owned()
        }
        Verdict::OverBudget { place, .. } => format!("too much work at {place}"),
    }
}

#[test]
fn the_corpus_is_refused_with_a_place_or_comes_to_an_end() {
    insta::assert_snapshot!("plays", replayed("plays", told));
}

#[test]
fn every_text_of_a_mebibyte_is_read_in_good_time() {
    let line = |word: &str| word.repeat(TEXT_BYTES_MAX / word.len());
    for (name, text) in [
        ("one line of #", line("#")),
        ("one word", line("x")),
        ("one number", line("9")),
        ("blanks", line(" ")),
        ("line feeds", line("\n")),
        ("carriage returns", line("\r\n")),
        ("ticks", line("tick;")),
        ("quotes", line("\"")),
        (
            "a string never closed",
            format!("note \"{}", line("x").split_at(TEXT_BYTES_MAX - 6).0),
        ),
        (
            "backslashes",
            format!("note \"{}", line("\\").split_at(TEXT_BYTES_MAX - 6).0),
        ),
        ("braces", line("{")),
        ("repeats", line("repeat 2: ")),
        ("accents", line("\u{301}")),
        ("escapes", line("\u{1b}[2J")),
        ("bidi", line("\u{202e}")),
        ("nul", line("\0")),
        (
            "names",
            (0..40_000).fold(String::new(), |text, place| {
                text + &format!("submit x=5 as r{place}\n")
            }),
        ),
        (
            "one log",
            format!("preset s1 term=9 log=[{}]", "1 2 3 ".repeat(170_000)),
        ),
        (
            "marks",
            (0..60_000).fold(String::new(), |text, place| {
                text + &format!("mark m{place}x\n")
            }),
        ),
    ] {
        assert!(text.len() <= TEXT_BYTES_MAX, "{name}");
        let outcome = in_good_time(name, || parse_play(&text));
        if let Err(mistake) = outcome {
            let told = mistake.to_string();
            assert!(
                told.len() < 10_000,
                "{name}: a mistake of {} bytes",
                told.len()
            );
        }
    }
}

#[test]
fn a_byte_that_is_no_text_is_named_wherever_it_stands() {
    // At the edges of what a reader takes at once, too.
    for at in [
        0,
        1,
        4095,
        4096,
        8191,
        8192,
        65_535,
        65_536,
        TEXT_BYTES_MAX - 1,
    ] {
        let mut text = vec![b' '; TEXT_BYTES_MAX];
        text[at] = 0xff;
        let mistake = parse_bytes(&text).expect_err("it is no text").to_string();
        assert_eq!(mistake, format!("1:{}: this is no UTF-8 text", at + 1));
        // And a character that such an edge cuts in two is whole.
        let mut text = vec![b'#'; TEXT_BYTES_MAX];
        if at + 2 < text.len() {
            text[at..at + 3].copy_from_slice("漢".as_bytes());
            assert!(parse_bytes(&text).is_ok() || at == 0);
        }
    }
}

/// Statements with the largest number that they take.
const BOUNDS: [(&str, u64); 18] = [
    ("tick N", 1_000_000),
    ("tick s1 N", 1_000_000),
    ("step N", 1_000_000),
    ("until quiet max N", 1_000_000),
    ("repeat N: tick", 100_000),
    ("cluster N", 101),
    ("seed N", u64::MAX),
    ("set loss N", 100),
    ("set duplicate N", 100),
    ("set delay N", 1_000_000),
    ("set sync N", 1_000_000),
    ("set queue N", 1_000_000),
    ("set batch N", 1_000_000),
    ("set inflight N", 1_000_000),
    ("set heartbeat N", 9),
    ("load N", 1_000_000),
    ("timeout s1 N", 1_000_000),
    ("expect s1 term=N", 1 << 63),
];

#[test]
fn every_count_is_taken_at_its_bound_and_refused_beyond() {
    for (statement, bound) in BOUNDS {
        let at = |number: &str| parse_play(&statement.replace('N', number));
        at(&bound.to_string()).unwrap_or_else(|mistake| panic!("{statement} {bound}: {mistake}"));
        let beyond = (u128::from(bound) + 1).to_string();
        let mistake = at(&beyond).expect_err(statement).to_string();
        assert!(
            mistake.starts_with("1:") && mistake.contains(&beyond),
            "{statement} {beyond}: {mistake}"
        );
        for number in [
            "-1",
            "+1",
            "1.5",
            "1e3",
            "0x10",
            "",
            "99999999999999999999999999999999999999999",
        ] {
            let mistake = at(number).err().filter(|_| !number.is_empty());
            assert!(
                number.is_empty() || mistake.is_some(),
                "{statement}: `{number}` is taken"
            );
        }
    }
}
