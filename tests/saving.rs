//! Taking it with you: a run saved as a play or a line is the same run again, and the play proves it.

use granary::cluster::{ClusterView, Setup};
use granary::history::experiment::Trouble;
use granary::lab::lab::OpenPlay;
use granary::lab::saving::{LINE_BYTES_MAX, in_shell_quotes, play_text, replay_line, wreck};
use granary::lab::{BUDGET, Experiment, Lab, NoWitness, Said, Verdict, run_play, shipped_play};
use granary::play::{Play, parse_play, state_line};
use proptest::prelude::*;

/// What must be the same: the trace, the nodes, the messages under way.
fn seen(view: ClusterView<'_>) -> String {
    let nodes: Vec<String> = view.nodes().map(state_line).collect();
    let flights: Vec<String> = view.flights().map(|flight| format!("{flight:?}")).collect();
    format!(
        "{} {:?}\n{}\n{}",
        view.now(),
        view.trace_hash(),
        nodes.join("\n"),
        flights.join("\n")
    )
}

fn run_to_its_end(play: &Play) -> (Experiment, Verdict) {
    run_play(play, BUDGET, &mut NoWitness)
}

/// The statements that a line for the shell holds.
fn unquoted(line: &str) -> String {
    let Some(word) = line.strip_prefix("granary-tui --do '") else {
        assert_eq!(line, "granary-tui");
        return String::new();
    };
    let word = word.strip_suffix('\'').expect("one quoted word");
    let text = word.replace(r"'\''", "\u{0}");
    assert!(!text.contains('\''), "{line}");
    text.replace('\u{0}', "'")
}

fn play_of(text: &str) -> Play {
    parse_play(text).unwrap_or_else(|mistake| panic!("{mistake}\n{text}"))
}

fn done(lab: &mut Lab, line: &str) -> Option<Said> {
    lab.read(line)
        .unwrap_or_else(|mistake| panic!("{mistake}: {line}"));
    lab.work_off()
}

/// Both spellings of the present moment lead to it, and what the play expects holds.
fn assert_saves(lab: &Lab) {
    // Headless, a tick that has begun is ended at the end.
    let mut ended = lab.clone();
    ended.stop();
    if ended.view().is_mid_tick() {
        ended.begin(granary::cluster::Action::Tick(0));
        ended.work_off();
    }
    let text = play_text(lab, "saved").expect("the path can be made again");
    let (saved, verdict) = run_to_its_end(&play_of(&text));
    assert_eq!(verdict, Verdict::Held, "{text}");
    assert_eq!(seen(saved.view()), seen(ended.view()), "{text}");
    if let Some(line) = replay_line(lab) {
        let (again, verdict) = run_to_its_end(&play_of(&unquoted(&line)));
        // A line brings back what was done, alarms included; it expects nothing.
        let broken = |trouble: &Trouble| matches!(trouble, Trouble::Broken(_));
        match verdict {
            Verdict::Held => assert!(again.checker().is_safe(), "{line}"),
            Verdict::Failed { trouble, .. } => assert!(broken(&trouble), "{line}: {trouble}"),
            Verdict::OverBudget { .. } => panic!("{line}"),
        }
        assert_eq!(seen(again.view()), seen(ended.view()), "{line}");
    }
}

const LINES: [&str; 32] = [
    "tick",
    "tick",
    "tick 7",
    "tick 40",
    "step",
    "step",
    "step 4",
    "elect s1",
    "elect s2 s3",
    "flush",
    "settle",
    "submit set x 1",
    "submit set \"it's $i\" \"a;b\\\"\\\\\"",
    "submit del x",
    "crash leader",
    "crash s2 at sync",
    "restart all",
    "partition s1 s2 | s3 s4 s5",
    "heal",
    "tick s3 2",
    "tick s3",
    "tick s1 s3 3",
    "set loss 20; set delay 1..4",
    "set sync 2",
    "pause s1; resume s4 s1",
    "load 2",
    "hold *->s3 append",
    "release; reset counters",
    "until leader max 60",
    "clock s2 0.5",
    "break one-vote-per-term",
    "mend one-vote-per-term",
];

/// What a person does: a line, a movement in time, a name, or a stop half-way.
fn one_more(lab: &mut Lab, (what, how): (u8, u8), number: usize) {
    match what % 10 {
        0..=4 => {
            done(lab, LINES[usize::from(how) % LINES.len()]);
        }
        5 => {
            lab.step_back().expect("back");
        }
        6 if how % 2 == 0 => {
            lab.tick_back().expect("back");
        }
        6 => {
            lab.undo().expect("back");
        }
        7 if how % 3 == 0 => {
            lab.redo().expect("forth");
        }
        7 => {
            lab.step_on().expect("forth");
            lab.work_off();
        }
        8 if how % 2 == 0 => lab.mark(&format!("m-{number}")),
        8 => {
            done(lab, &format!("mark here-{number}"));
        }
        _ => {
            lab.read("tick 30").expect("right");
            lab.work(usize::from(how) * 2);
            lab.stop();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_done_is_saved(walk in prop::collection::vec(any::<(u8, u8)>(), 1..40), seed in 0_u64..50) {
        let mut lab = Lab::new(Setup { seed, ..Setup::default() });
        for (number, one) in walk.into_iter().enumerate() {
            one_more(&mut lab, one, number);
        }
        assert_saves(&lab);
    }
}

fn after(lines: &[&str]) -> Lab {
    let mut lab = Lab::new(Setup::default());
    for line in lines {
        done(&mut lab, line);
    }
    lab
}

fn line_of(lab: &Lab) -> String {
    replay_line(lab).expect("it is short")
}

#[test]
fn time_that_passed_in_small_deeds_is_one_tick() {
    let lab = after(&["tick", "tick 2", "step", "tick", "step 2", "step", "tick"]);
    let ticks = lab.view().now();
    assert_eq!(line_of(&lab), format!("granary-tui --do 'tick {ticks}'"));
    let lab = after(&["elect s1", "step", "step 2", "step"]);
    assert_eq!(line_of(&lab), "granary-tui --do 'elect s1; step 4'");
    let lab = after(&["tick s2", "tick s2 3", "tick s3"]);
    assert_eq!(line_of(&lab), "granary-tui --do 'tick s2 4; tick s3'");
}

#[test]
fn steps_that_gave_up_are_not_one_with_those_behind_them() {
    let mut lab = Lab::open(OpenPlay {
        name: "quiet".into(),
        play: play_of("set election off"),
    });
    done(&mut lab, "step 3");
    done(&mut lab, "step 2");
    assert_eq!(lab.view().now().0, 2000);
    assert_eq!(
        line_of(&lab),
        "granary-tui --do 'set election off; step 3; step 2'"
    );
    assert_saves(&lab);
}

#[test]
fn a_tick_that_is_ended_without_another_has_a_spelling() {
    let lab = after(&["elect s1", "step", "until s1 term=1"]);
    assert!(!lab.view().is_mid_tick());
    assert_eq!(line_of(&lab), "granary-tui --do 'elect s1; tick'");
    let lab = after(&[
        "elect s1",
        "step",
        "crash s3",
        "until s1 term=1",
        "crash s4",
    ]);
    assert_eq!(
        line_of(&lab),
        "granary-tui --do 'elect s1; step; crash s3; until s1 term>=0 max 0; crash s4'"
    );
    assert_saves(&lab);
}

#[test]
fn what_is_half_done_is_saved_as_what_was_done_of_it() {
    let mut lab = after(&[
        "elect s1",
        "flush",
        "submit set x 1 as one",
        "tick 30",
        "flush",
        "tick 30",
    ]);
    let mut moments = 0;
    loop {
        assert_saves(&lab);
        moments += 1;
        if !lab.step_back().expect("back") {
            break;
        }
    }
    assert!(moments > 60, "{moments}");
}

#[test]
fn names_of_moments_stand_where_they_were_given() {
    let mut lab = after(&["elect s1", "mark asked", "flush", "tick 9"]);
    let end = lab.history().here();
    lab.step_back().expect("back");
    lab.tick_back().expect("back");
    lab.mark("within");
    lab.mark("not a word");
    lab.go_to(end).expect("forth");
    assert_eq!(
        line_of(&lab),
        "granary-tui --do 'elect s1; mark asked; flush; tick 8; mark within; tick'"
    );
    assert_saves(&lab);
    lab.undo().expect("back");
    assert!(!line_of(&lab).contains("within"), "it lies ahead");
}

#[test]
fn the_open_play_gives_its_header_and_is_named() {
    let shipped = shipped_play("figure-7").expect("it is shipped");
    let play = play_of(shipped.text);
    let mut lab = Lab::open(OpenPlay {
        name: "figure-7".into(),
        play: play.clone(),
    });
    while lab.begin_next_of_play() {
        lab.work_off();
    }
    let text = play_text(&lab, "mine").expect("it can be made again");
    assert!(
        text.starts_with("# Saved by granary-tui: what was done, from the play figure-7.\n"),
        "{text}"
    );
    let saved = play_of(&text);
    assert_eq!(saved.setup, play.setup);
    assert_eq!(saved.about, play.about);
    assert_eq!(saved.title.as_deref(), Some("mine"));
    assert_saves(&lab);
}

#[test]
fn one_expectation_changed_fails_in_its_place() {
    let lab = after(&["elect s1", "settle", "submit set x 1", "settle"]);
    let text = play_text(&lab, "saved").expect("it can be made again");
    let expected = text
        .lines()
        .filter(|line| line.starts_with("expect "))
        .count();
    assert_eq!(expected, 6);
    let changes = [
        ("role=leader", "role=follower"),
        ("commit=2", "commit=1"),
        ("vote=s1", "vote=s2"),
        ("log=[1n 1]", "log=[1n 1 1]"),
        ("kv={x=1}", "kv={x=2}"),
        ("expect leader s1", "expect leader s2"),
    ];
    for (from, to) in changes {
        let line = text
            .lines()
            .position(|line| line.contains(from))
            .unwrap_or_else(|| panic!("{from}: {text}"));
        let (_, verdict) = run_to_its_end(&play_of(&text.replacen(from, to, 1)));
        let Verdict::Failed { place, .. } = verdict else {
            panic!("{to} holds");
        };
        assert_eq!((place.line, place.column), (line as u64 + 1, 1), "{to}");
    }
}

#[test]
fn a_line_is_short_and_plain_or_there_is_none() {
    let mut lab = Lab::new(Setup::default());
    assert_eq!(line_of(&lab), "granary-tui");
    for number in 0..400 {
        done(&mut lab, &format!("submit set k{number} v"));
    }
    assert_eq!(replay_line(&lab), None);
    assert_saves(&lab);
    let long = "x".repeat(LINE_BYTES_MAX);
    assert_eq!(
        replay_line(&after(&[&format!("submit set x {long}")])),
        None
    );
    let steering = after(&["submit set x \"\u{1b}[2J\""]);
    assert_eq!(replay_line(&steering), None);
    assert_saves(&steering);
}

#[test]
fn a_shell_takes_the_line_as_one_word() {
    assert_eq!(in_shell_quotes("a $i \"b\" !c\\"), "'a $i \"b\" !c\\'");
    assert_eq!(in_shell_quotes("it's"), r"'it'\''s'");
}

#[test]
fn a_long_time_that_was_stopped_is_spelled_from_its_last_copy() {
    let mut lab = after(&["elect s1; flush; load 7; tick 3"]);
    lab.step_on().expect("forth");
    lab.work_off();
    for line in ["tick 1000000", "step 1000000"] {
        lab.read(line).expect("right");
        lab.work(200_000);
        assert!(lab.history().keyframes().len() > 2);
        assert_saves(&lab);
        lab.stop();
        assert_saves(&lab);
        lab.step_back().expect("back");
        assert_saves(&lab);
    }
}

#[test]
fn what_the_last_action_lost_is_lost_by_the_last_action_again() {
    let lab = after(&["elect s1; flush", "crash s3", "tick", "tick 2", "tick"]);
    assert!(lab.feed().lost().len() > 0);
    let line = line_of(&lab);
    assert!(line.ends_with("; tick 3; tick'"), "{line}");
    let again = after(&[&unquoted(&line)]);
    assert!(lab.feed().lost().eq(again.feed().lost()));
}

#[test]
fn a_run_that_no_play_can_hold_is_refused_and_not_half_saved() {
    let mut lab = Lab::new(Setup::default());
    for _ in 0..60_000 {
        lab.read("drop *->* all").expect("a statement");
        lab.work_off();
        lab.read("pause s1; resume s1").expect("statements");
        lab.work_off();
    }
    let why = play_text(&lab, "long").expect_err("it has 120 000 statements");
    assert!(why.to_string().contains("100000"), "{why}");
}

#[test]
fn a_wreck_is_all_that_was_begun_the_deed_under_way_wholly() {
    let mut lab = Lab::new(Setup::default());
    done(&mut lab, "elect s3; mark here; tick 2; submit set x 5");
    lab.read("tick 1000").expect("a statement");
    lab.work(100);
    assert!(lab.is_busy(), "a bug would end it here");
    let all = "elect s3; mark here; tick 2; submit set x 5; tick 1000";
    let saved = wreck(&lab);
    let line = format!("granary-tui --do '{all}'");
    assert_eq!(saved.line, Some(line));
    let play = play_of(&saved.play);
    let (again, verdict) = run_to_its_end(&play);
    assert_eq!(verdict, Verdict::Held);
    lab.work_off();
    assert_eq!(seen(again.view()), seen(lab.view()));
    // In the past it is what led there.
    lab.undo().expect("back");
    let line = wreck(&lab).line.expect("it is short");
    assert_eq!(
        line,
        "granary-tui --do 'elect s3; mark here; tick 2; submit set x 5'"
    );
}
