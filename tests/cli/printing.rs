//! What a run prints: traces, states, JSON lines, notes; the same from every process, and quiet where nobody reads.

use crate::{Folder, HOLDS, program, run, run_with};
use granary::check::Violation;
use granary::cluster::{Idle, Stamped};
use granary::explain::fields::{SCHEMA_VERSION, json_line, trace_line};
use granary::lab::{BUDGET, Witness, run_play};
use granary::play::parse_play;
use granary::play::statement::Place;
use serde_json::Value;
use std::io::Read;

/// Chance everywhere: losses, copies, delays, elections, a load.
const BUSY: &str = "cluster 5\nseed 9\nset loss 10\nset duplicate 10\nset delay 1..4\nset sync 2\nload 3\ntick 400\n";

/// Every event as both spellings have it.
#[derive(Default)]
struct Lines {
    trace: String,
    json: Vec<String>,
}

impl Witness for Lines {
    fn happened(&mut self, events: &[Stamped]) {
        for event in events {
            self.trace += &(trace_line(event) + "\n");
            self.json.push(json_line(event));
        }
    }
    fn violated(&mut self, _: &Violation) {}
    fn note(&mut self, _: Place, _: &str) {}
    fn remark(&mut self, _: Place, _: Idle) {}
}

fn lines_of(text: &str) -> Lines {
    let mut lines = Lines::default();
    run_play(&parse_play(text).expect("a play"), BUDGET, &mut lines);
    lines
}

#[test]
fn the_trace_is_every_event_and_the_same_in_every_process() {
    let words = ["run", "--trace", "-"];
    let (first, second) = (
        run_with(&words, BUSY.as_bytes()),
        run_with(&words, BUSY.as_bytes()),
    );
    assert_eq!(first.code, 0);
    assert!(first.out.lines().count() > 1000);
    assert!(first.out == second.out, "two processes, two traces");
    let trace = lines_of(BUSY).trace;
    assert!(
        first.out == trace + "ok -\n",
        "the library's trace is another one"
    );
    let reseeded = run_with(&words, BUSY.replace("seed 9", "seed 10").as_bytes());
    assert!(first.out != reseeded.out, "the seed changes nothing");
}

#[test]
fn the_final_state_is_one_line_a_node() {
    let play = "cluster 3\nelect s1\nsettle\nsubmit set x 5\nsubmit set \"a b\" \"\"\nsettle\ncrash s2\npause s3\n";
    let ran = run_with(&["run", "--state", "-"], play.as_bytes());
    let expected = "\
s1 up leader term=1 vote=s1 leader=s1 commit=3 applied=3 first=1 log=[1n 1 1] kv={\"a b\"=\"\" x=5}
s2 down down term=1 vote=s1 leader=none commit=0 applied=0 first=1 log=[1n 1 1] kv={}
s3 paused follower term=1 vote=s1 leader=s1 commit=3 applied=3 first=1 log=[1n 1 1] kv={\"a b\"=\"\" x=5}
ok -
";
    assert_eq!(ran.out, expected);
}

#[test]
fn the_state_is_printed_where_a_play_fails_too() {
    let ran = run_with(
        &["run", "--state", "-"],
        b"cluster 1\nexpect s1 term=7\ntick 100\n",
    );
    assert_eq!(ran.code, 1);
    let state =
        "s1 up follower term=0 vote=none leader=none commit=0 applied=0 first=1 log=[] kv={}\n";
    let rest = ran.out.strip_prefix(state).expect("the state comes first");
    assert!(rest.starts_with("FAILED -:2:1: "), "{rest}");
}

#[test]
fn notes_and_remarks_stand_before_the_verdict_with_their_lines() {
    let play = "cluster 3\nnote \"one\"\n\ncrash s2; crash s2\nnote \"two\"\nexpect s2 role=leader\nnote \"never\"\n";
    let ran = run_with(&["run", "-"], play.as_bytes());
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "-:2: note: one",
            "-:4: note: nothing happens: s2 is down",
            "-:5: note: two"
        ]
    );
    assert!(lines[3].starts_with("FAILED -:6:1: "), "{}", ran.out);
    assert_eq!(lines.len(), 4);
}

#[test]
fn with_json_every_line_is_an_object_that_says_what_it_is() {
    let play = "cluster 3\nnote \"say \\\"hi\\\"\"\nelect s1\nsettle\nsubmit set x 5\nsettle\ncrash s3; crash s3\nexpect s1 term=9\n";
    let ran = run_with(&["run", "--json", "--state", "-"], play.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let objects: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect();
    assert!(objects.iter().all(|object| object["v"] == SCHEMA_VERSION));
    let events = ran.out.lines().zip(&objects);
    let events: Vec<_> = events
        .filter(|(_, object)| object.get("record").is_none())
        .map(|(line, _)| line.to_owned())
        .collect();
    assert_eq!(events, lines_of(play).json);
    let records: Vec<_> = objects
        .iter()
        .filter(|object| object.get("record").is_some())
        .collect();
    let kinds: Vec<_> = records.iter().map(|object| &object["record"]).collect();
    assert_eq!(
        kinds,
        ["note", "remark", "state", "state", "state", "verdict"]
    );
    assert_eq!(records[0]["text"], "say \"hi\"");
    assert_eq!(records[1]["line"], 7);
    let state = r#"{"v":1,"record":"state","file":"-","node":"s1","process":"up","role":"leader","term":1,"vote":"s1","leader":"s1","commit":2,"applied":2,"first":1,"log":"[1n 1]","kv":{"x":"5"}}"#;
    assert!(ran.out.lines().any(|line| line == state), "{}", ran.out);
    let verdict = records[5];
    assert_eq!(verdict["verdict"], "failed");
    assert_eq!(
        (&verdict["line"], &verdict["column"]),
        (&8.into(), &1.into())
    );
    assert!(verdict["why"].as_str().is_some_and(|why| !why.is_empty()));
}

#[test]
fn a_json_verdict_is_ok_or_over_budget_too() {
    let ok = run_with(&["run", "--json", "-"], b"cluster 1\n");
    let line = r#"{"v":1,"record":"verdict","file":"-","verdict":"ok","line":null,"column":null,"why":null}"#;
    assert_eq!(ok.out, format!("{line}\n"));
    let over = run_with(
        &["run", "--json", "--budget", "1", "-"],
        b"cluster 1\ntick 9\n",
    );
    assert_eq!(over.code, 1);
    assert!(
        over.out
            .contains(r#""verdict":"over-budget","line":2,"column":1,"#),
        "{}",
        over.out
    );
}

#[test]
fn a_pipe_closed_early_ends_it_quietly_and_soon() {
    // Without its end, the run would take hours.
    let endless = "load 1\nrepeat 1000: tick 1000000\n";
    let folder = Folder::with(&[("endless.play", endless.as_bytes())]);
    let words = [
        "run",
        "--trace",
        "--budget",
        "18446744073709551615",
        &folder.word("endless.play"),
    ];
    let mut child = program(&words).spawn().expect("the program is built");
    let mut reader = child.stdout.take().expect("its output is a pipe");
    reader.read_exact(&mut [0; 1000]).expect("it prints");
    drop(reader);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stderr, b"");
}

#[test]
fn pages_into_a_closed_pipe_end_quietly() {
    for words in [
        &["--help"][..],
        &["plays"],
        &["man"],
        &["completions", "zsh"],
        &["run", "figure-7"],
    ] {
        let mut child = program(words).spawn().expect("the program is built");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert_eq!(output.stderr, b"", "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let output = program(&["run", "figure-7"])
        .stdout(full.expect("the machine has it"))
        .output()
        .expect("it ends");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        output
            .stderr
            .starts_with(b"granary-tui: the output cannot be written: ")
    );
}

#[test]
fn files_are_told_in_the_order_in_which_they_were_named() {
    let folder = Folder::with(&[("b.play", HOLDS.as_bytes()), ("a.play", HOLDS.as_bytes())]);
    let (a, b) = (folder.word("a.play"), folder.word("b.play"));
    let ran = run(&["run", &b, &a, &b]);
    assert_eq!(ran.out, format!("ok {b}\nok {a}\nok {b}\n"));
}

#[test]
fn a_mended_play_breaks_no_rule() {
    let play = b"cluster 3\nset election off\nbreak majority\nelect s1\nbreak one-vote-per-term\nexpect leader s1\nexpect violation elected-by-quorum; expect violation commit-quorum\n";
    let broken = run_with(&["run", "-"], play);
    assert_eq!((broken.code, broken.out.as_str()), (0, "ok -\n"));
    let mended = run_with(&["run", "--mended", "--trace", "-"], play);
    assert_eq!(
        mended.code, 1,
        "s1 leads alone only while a third is a majority"
    );
    assert!(!mended.out.contains(" rule "), "{}", mended.out);
}

#[test]
fn what_is_broken_is_told_where_it_happens_with_the_rules_that_were_off() {
    let play =
        b"cluster 4\nset election off\nbreak majority\npartition s1 s2 | s3 s4\nelect s1\nflush\n";
    let told = "elected-by-quorum was broken at tick 0: s1 leads term 1 with the votes of {s1 s2}, and 3 are needed, while \
                majority is off";
    let traced = run_with(&["run", "--trace", "-"], play);
    let lines: Vec<_> = traced.out.lines().collect();
    let alarm = lines
        .iter()
        .position(|line| *line == format!("ALARM {told}"));
    let leader = lines.iter().position(|line| line.contains(" s1 1 leader "));
    assert!(leader.is_some() && leader < alarm, "{}", traced.out);
    let plain = run_with(&["run", "-"], play);
    assert_eq!(
        (plain.code, plain.out.lines().count()),
        (1, 1),
        "{}",
        plain.out
    );
    assert!(plain.out.ends_with(&format!(": {told}\n")), "{}", plain.out);
    let json = run_with(&["run", "--json", "-"], play).out;
    let line = json.lines().find(|line| line.contains("\"violation\""));
    let object: serde_json::Value = serde_json::from_str(line.expect("it is told")).expect("JSON");
    assert_eq!(object["invariant"], "elected-by-quorum");
    assert_eq!(object["rules"], serde_json::json!(["majority"]));
    assert_eq!(object["node"], "s1");
    assert!(json.contains(&format!("\"id\":{},", object["id"])));
}
