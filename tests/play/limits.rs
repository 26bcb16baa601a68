//! Everything has a bound, and running into it is quick.

use crate::{mistake, play, wrong};
use granary::ids::Index;
use granary::play::statement::{STATEMENTS_MAX, TEXT_BYTES_MAX};

#[test]
fn a_text_has_at_most_a_mebibyte() {
    let mut text = "#".repeat(TEXT_BYTES_MAX);
    play(&text);
    text.push('#');
    assert_eq!(
        wrong(&text),
        "1:1: a play has at most 1048576 bytes (1 MiB); this one has 1048577"
    );
}

#[test]
fn a_play_has_at_most_100_000_statements_as_repeat_makes_them() {
    assert_eq!(play("repeat 100000: tick").statements.len(), STATEMENTS_MAX);
    let most = "a play has at most 100000 statements, repeated ones counted";
    assert_eq!(wrong("tick\nrepeat 100000: tick"), format!("2:16: {most}"));
    assert_eq!(
        wrong("repeat 1000: repeat 1000: tick; flush"),
        format!("1:27: {most}")
    );
    assert_eq!(
        wrong("repeat 100001: tick"),
        "1:8: found `100001`, expected a number from 1 to 100000"
    );
    let lines = "tick\n".repeat(STATEMENTS_MAX + 1);
    assert_eq!(wrong(&lines), format!("100001:1: {most}"));
    let names = "repeat 100000: submit k$i=v as r$i";
    assert_eq!(play(names).statements.len(), STATEMENTS_MAX);
}

#[test]
fn repeat_bombs_end_quickly() {
    let nested = "repeat 100000: ".repeat(20);
    mistake(&format!("{nested}tick"));
    mistake(&format!("{}tick", "repeat 1: ".repeat(100_000)));
    mistake(&format!(
        "{}\n{}",
        "repeat 100000:\n".repeat(20),
        "end\n".repeat(20)
    ));
    mistake(&format!("{}\n", "repeat 2:\n".repeat(70_000)));
    assert_eq!(
        wrong(&format!("{}tick", "repeat 1: ".repeat(33))),
        "1:321: `repeat` may stand in `repeat` at most 32 deep"
    );
    let text = "the statements of a play, repeated ones counted, have at most 64 MiB";
    let long = "x".repeat(1_000_000);
    assert_eq!(
        wrong(&format!("repeat 100000: note \"{long} $i\"")),
        format!("1:16: {text}")
    );
    let entries = "1 2 ".repeat(200_000);
    mistake(&format!("repeat 100000: expect s1 log=[{entries}]"));
    play("repeat 100000: expect s1 log=[1x1000000]");
}

#[test]
fn long_logs_are_kept_short_until_they_are_accepted() {
    let entries = "1:24: a log holds at most 1000000 entries";
    assert_eq!(
        wrong("preset all log=[1x999999 2x2]").replace("1:26", "1:24"),
        entries
    );
    let setup = play("cluster 101\npreset all log=[1x1000000] commit=1000000").setup;
    assert_eq!(setup.presets.len(), 101);
    assert_eq!(setup.presets[100].log.last_index(), Index(1_000_000));
    let lines: Vec<String> = (1..=101)
        .map(|node| {
            format!(
                "preset s{node} log=[1x{} {}x{node}]",
                999_000 - node,
                node + 1
            )
        })
        .collect();
    let text = format!("cluster 101\n{}", lines.join("\n"));
    assert!(
        wrong(&text).ends_with("the logs of all presets together hold at most 10000000 entries")
    );
}

#[test]
fn wide_presets_are_judged_quickly() {
    let runs = "1 1n ".repeat(150_000);
    let text = format!(
        "cluster 101\npreset all log=[{runs}] commit=300000\n{}",
        "preset all commit=1\n".repeat(10_000)
    );
    assert_eq!(play(&text).setup.presets.len(), 101);
}

#[test]
fn a_torn_save_names_at_most_a_hundred_sectors() {
    play(&format!("tear s1 zero {}", "7 ".repeat(100)));
    assert!(wrong(&format!("tear s1 zero {}", "7 ".repeat(101))).contains("at most 100 sectors"));
}
