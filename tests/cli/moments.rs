//! A moment named on the command line, and its frame as text: no terminal is needed for it.

use crate::{Folder, run, run_with};

const STORY: &str =
    "elect s1\nflush\nmark elected\ntick 20\nsubmit set x 1 as one\nmark asked\nsettle\n";

/// The frame that these words print.
fn frame(words: &[&str]) -> String {
    let ran = run_with(&[&["--print"], words].concat(), STORY.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{words:?}");
    ran.out
}

fn tick_of(frame: &str) -> &str {
    let behind = frame.split_once("tick").expect("the header has the tick").1;
    behind.split_whitespace().next().expect("a number")
}

#[test]
fn a_frame_has_the_size_that_is_asked_for() {
    for (size, (width, height)) in [
        ("80x24", (80, 24)),
        ("120x40", (120, 40)),
        ("200x60", (200, 60)),
        ("5x3", (5, 3)),
        ("1x1", (1, 1)),
    ] {
        let shown = frame(&["--size", size]);
        assert_eq!(shown.lines().count(), height, "{size}");
        let columns = shown.lines().map(|line| line.chars().count()).max();
        assert!(columns <= Some(width), "{size}: {shown}");
        assert!(!shown.lines().any(|line| line.ends_with(' ')), "{shown}");
    }
    assert_eq!(frame(&[]).lines().count(), 40, "the usual size");
}

#[test]
fn a_play_is_opened_at_its_start_and_a_line_at_its_end() {
    assert_eq!(tick_of(&frame(&["-"])), "0");
    assert_eq!(tick_of(&frame(&["-", "--at", "end"])), "20");
    assert_eq!(tick_of(&frame(&["--do", "tick 7"])), "7");
    assert_eq!(tick_of(&frame(&["--do", "tick 7", "--at", "start"])), "0");
    assert_eq!(tick_of(&frame(&[])), "0");
}

#[test]
fn a_mark_a_tick_and_the_end_are_moments() {
    let elected = frame(&["-", "--at", "elected"]);
    assert!(elected.contains("leader s1"), "{elected}");
    assert_eq!(tick_of(&elected), "0");
    let asked = frame(&["-", "--at", "asked"]);
    assert_eq!(tick_of(&asked), "20");
    assert!(asked.contains("6/7"), "six statements have begun: {asked}");
    for tick in ["1", "13", "20"] {
        assert_eq!(
            tick_of(&frame(&["-", "--at", &format!("tick {tick}")])),
            tick
        );
    }
    // Behind the end time passes on.
    assert_eq!(tick_of(&frame(&["-", "--at", "tick 33"])), "33");
    assert_eq!(tick_of(&frame(&["--at", "tick 9"])), "9");
}

#[test]
fn a_moment_that_is_none_is_told_before_anything_runs() {
    let folder = Folder::with(&[("a.play", STORY.as_bytes())]);
    let file = folder.word("a.play");
    for (at, why) in [
        ("electde", "did you mean `elected`?"),
        ("tick x", "no moment is called `tick x`"),
        (
            "tick 99999999999999999999999",
            "more ticks than a clock counts",
        ),
        ("", "no moment is called ``"),
    ] {
        let ran = run(&["--print", &file, "--at", at]);
        assert_eq!(ran.code, 2, "{at}");
        assert_eq!(ran.out, "");
        assert!(
            ran.err.starts_with("--at: ") && ran.err.contains(why),
            "{}",
            ran.err
        );
    }
}

#[test]
fn what_fails_on_the_way_is_told_with_its_place() {
    let ran = run(&["--print", "--do", "elect s1; expect leader s1; tick"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.starts_with("--do:1:11: "), "{}", ran.err);
}

#[test]
fn sizes_out_of_bounds_are_refused_and_go_with_print_only() {
    for size in [
        "0x24",
        "80",
        "80x",
        "x",
        "-1x5",
        "501x24",
        "80x201",
        "80x24x3",
        "99999999999x1",
    ] {
        let ran = run(&["--print", &format!("--size={size}")]);
        assert_eq!(ran.code, 2, "{size}");
        assert!(ran.err.contains("at most 500x200"), "{}", ran.err);
    }
    assert_eq!(run(&["--size", "80x24"]).code, 2);
}

#[test]
fn colours_are_for_terminals_or_on_demand() {
    assert!(!frame(&["--do", "elect s1"]).contains('\x1b'));
    assert!(!frame(&["--do", "elect s1", "--color", "never"]).contains('\x1b'));
    let styled = frame(&["--do", "elect s1; flush", "--color", "always"]);
    assert!(styled.contains("\x1b[0;"), "{styled:?}");
    let plain: String = styled
        .split('\x1b')
        .enumerate()
        .map(|(place, part)| {
            if place == 0 {
                part
            } else {
                part.split_once('m').expect("a style ends").1
            }
        })
        .collect();
    let trimmed = |text: &str| {
        text.lines()
            .map(|line| line.trim_end().to_owned())
            .collect::<Vec<_>>()
    };
    let unstyled = frame(&["--do", "elect s1; flush"]);
    assert_eq!(trimmed(&plain).len(), trimmed(&unstyled).len());
    for line in styled.lines().filter(|line| line.contains('\x1b')) {
        assert!(!line.ends_with(' ') || line.contains('m'), "{line:?}");
        let last = line.rsplit('\x1b').next().expect("a style");
        assert!(last.starts_with("[0m"), "a line ends plain: {line:?}");
    }
}

#[test]
fn the_documented_records_are_those_that_are_written() {
    let help = run(&["run", "--help"]).out;
    let (_, documented) = help
        .split_once("`record`:\n")
        .expect("the help lists the records");
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in documented.lines() {
        match (line.strip_prefix("                    "), rows.last_mut()) {
            (Some(more), Some((_, said))) => {
                said.push(' ');
                said.push_str(more);
            }
            _ => rows.push((
                line.split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                String::new(),
            )),
        }
    }
    let play =
        "cluster 4\nbreak majority\nnote \"x\"\nrestart s1\nelect s1\nflush\nexpect leader s2\n";
    let ran = run_with(&["run", "--json", "--state", "-"], play.as_bytes());
    let mut seen = Vec::new();
    for line in ran.out.lines() {
        let object: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        let Some(record) = object["record"].as_str() else {
            continue;
        };
        let keys: Vec<_> = line_keys(line);
        let (_, said) = rows
            .iter()
            .find(|(word, _)| word == record)
            .unwrap_or_else(|| panic!("{record}"));
        assert_eq!(keys[..3], ["v", "record", "file"], "{line}");
        assert!(
            said.ends_with(&format!(" {}", keys[3..].join(", "))),
            "{record}: {said}: {keys:?}"
        );
        seen.push(record.to_owned());
    }
    for (record, _) in rows {
        assert!(seen.contains(&record), "{record}: {}", ran.out);
    }
}

/// The keys of an object's own level, in their order.
fn line_keys(line: &str) -> Vec<String> {
    let parsed: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
    let object = parsed.as_object().expect("a line is an object");
    let mut keys: Vec<_> = object.keys().cloned().collect();
    keys.sort_by_key(|key| line.find(&format!("\"{key}\":")));
    keys
}
