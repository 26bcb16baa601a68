//! `repeat`: how far it goes, what `$i` is, and where what it makes stands.

use crate::{deeds, line, play, wrong};
use granary::play::print::statement_text;

fn texts(text: &str) -> Vec<String> {
    play(text).statements.iter().map(statement_text).collect()
}

#[test]
fn a_repeat_goes_to_the_end_of_its_line() {
    assert_eq!(
        texts("repeat 2: tick; flush\nsettle"),
        ["tick", "flush", "tick", "flush", "settle"]
    );
    assert_eq!(texts("step; repeat 2: tick"), ["step", "tick", "tick"]);
    assert_eq!(
        texts("repeat 2: repeat 2: tick $i"),
        ["tick", "tick 2", "tick", "tick 2"]
    );
}

#[test]
fn a_repeat_at_a_lines_end_goes_down_to_end() {
    let text = "repeat 2: # twice\n  tick $i\n  repeat 2:\n  flush\n  end\nend\nsettle";
    assert_eq!(
        texts(text),
        [
            "tick", "flush", "flush", "tick 2", "flush", "flush", "settle"
        ]
    );
}

#[test]
fn i_is_filled_in_within_words_and_strings() {
    assert_eq!(
        texts("repeat 2: submit set k$i v-$i as r$i; expect r$i = ok; note \"$i \\$i\""),
        [
            "submit set k1 v-1 as r1",
            "expect r1 = ok",
            "note \"1 \\$i\"",
            "submit set k2 v-2 as r2",
            "expect r2 = ok",
            "note \"2 \\$i\"",
        ]
    );
    assert_eq!(
        texts("repeat 3: crash s$i"),
        ["crash s1", "crash s2", "crash s3"]
    );
    assert_eq!(
        texts("repeat 2:\nrepeat $i: tick\nend"),
        ["tick", "tick", "tick"]
    );
    assert_eq!(texts("note \"$i\""), ["note \"\\$i\""]);
    assert_eq!(wrong("tick $i"), "1:6: `$i` stands only within a `repeat`");
    assert_eq!(
        wrong("title \"$i\"\nset loss $i"),
        "2:10: `$i` stands only within a `repeat`"
    );
}

#[test]
fn what_is_repeated_keeps_its_place() {
    let play = play("tick\nrepeat 2:\n  flush; step\nend");
    let places: Vec<String> = play
        .statements
        .iter()
        .map(|s| s.place.to_string())
        .collect();
    assert_eq!(places, ["1:1", "3:3", "3:10", "3:3", "3:10"]);
    assert_eq!(
        wrong("repeat 6: crash s$i"),
        "1:17: found `s6`, expected a node of the cluster, `s1` to `s5`"
    );
    assert_eq!(
        wrong("repeat 2: submit get x as r"),
        "1:27: the name `r` is used already"
    );
}

#[test]
fn repeats_that_do_not_end_or_begin_are_mistakes() {
    let missing = "a line `end` is missing: a `repeat N:` at a line's end goes on to one";
    assert_eq!(wrong("repeat 2:\ntick"), format!("2:5: {missing}"));
    assert_eq!(wrong("repeat 2:\ntick\n"), format!("3:1: {missing}"));
    assert_eq!(
        wrong("repeat 2:\ntick end"),
        "2:6: found `end`, expected a number from 1 to 1000000, a node, `all`, `live`, `leader` or the end of the statement"
    );
    assert_eq!(
        wrong("tick\nend"),
        "2:1: `end` without a `repeat N:` that ends its line"
    );
    assert_eq!(wrong("tick; end"), "1:7: `end` does not stand here");
    assert_eq!(
        wrong("repeat 2: tick\nend"),
        "2:1: `end` without a `repeat N:` that ends its line"
    );
    assert_eq!(
        wrong("repeat 2 tick"),
        "1:14: a `repeat` goes `repeat N: STATEMENTS`, with a colon"
    );
    assert_eq!(
        wrong("repeat 2:\n\nend"),
        "1:1: this `repeat` repeats nothing"
    );
    assert_eq!(
        wrong("repeat 0: tick"),
        "1:8: found `0`, expected a number from 1 to 100000"
    );
    assert_eq!(
        wrong("repeat: tick"),
        "1:7: found the end of the statement, expected a number from 1 to 100000"
    );
}

#[test]
fn the_first_mistake_in_the_text_is_told() {
    assert!(wrong("tikc\nrepeat 2:\n").starts_with("1:1: found `tikc`"));
    assert!(wrong("tikc\nnote \"").starts_with("1:1: found `tikc`"));
    assert!(wrong("note \"\ntikc").starts_with("1:6: a string"));
    assert!(wrong("title 5\ntikc").starts_with("1:7: found `5`"));
    assert!(wrong("end\ntikc").starts_with("1:1: `end`"));
}

#[test]
fn a_line_at_the_prompt_may_repeat() {
    let statements = line("repeat 2: tick; crash s$i").expect("a line");
    let texts: Vec<String> = statements.iter().map(statement_text).collect();
    assert_eq!(texts, ["tick", "crash s1", "tick", "crash s2"]);
    assert_eq!(deeds("repeat 2: tick; crash s$i").len(), 4);
}
