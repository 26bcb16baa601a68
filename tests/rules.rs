//! Every rule of the rulebook has one play, and it is two: broken, an alarm rings and what the rule prevents happens; with
//! the rule in force the very same play holds.
//!
//! Broken, a play of a safety rule holds by its `expect violation` lines; one of a liveness rule fails at the progress that
//! it states. The plays stand in `assets/plays/rules`.

use granary::check::{INVARIANTS, Invariant, Violation};
use granary::cluster::action::Action;
use granary::cluster::{Happenings, Progress};
use granary::fuzz::GOALS;
use granary::history::experiment::Experiment;
use granary::ids::Tick;
use granary::lab::lab::OpenPlay;
use granary::lab::{BUDGET, Lab, NoWitness, RULE_PLAYS, Said, Verdict, run_play};
use granary::node::rules::Rule;
use granary::node::{RULES, RuleName};
use granary::play::statement::Statement;
use granary::play::{Deed, Half, Place, Play, parse_play};
use std::fs;
use std::path::Path;

/// What anyone can see: stores that differ, or a client that was lied to.
const DISASTERS: [Invariant; 3] = [
    Invariant::StateMachineSafety,
    Invariant::AcknowledgedKept,
    Invariant::Linearizable,
];

/// Rules that ring an alarm and lead to no disaster, and why; their plays say so in `about`.
const HARMLESS: &[(RuleName, &str)] = &[
    (
        RuleName::MatchStartsUnknown,
        "what is presumed is of older terms, and only an entry of the own term commits by counting",
    ),
    (
        RuleName::MatchNeverBack,
        "a leader that believes less commits later, never wrongly",
    ),
    (
        RuleName::CommitNeverBack,
        "the majority still holds what is committed, and what was applied stays applied",
    ),
];

#[test]
fn every_rule_has_one_play_which_breaks_it_and_no_other() {
    let names: Vec<_> = RULE_PLAYS.iter().map(|play| play.name).collect();
    let wanted: Vec<_> = RULES
        .iter()
        .map(|rule| format!("rules/{}", rule.word))
        .collect();
    assert_eq!(names, wanted);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plays/rules");
    let files = fs::read_dir(folder).expect("the folder of the rules' plays can be read");
    assert_eq!(files.count(), RULES.len());
    for (rule, play) in plays() {
        assert_eq!(broken_by(&play), [rule.name], "{}", rule.word);
        let title = play.title.unwrap_or_default();
        assert!(title.starts_with(&format!("{}: ", rule.word)), "{title}");
        let source = rule.source.split(", ").next().unwrap_or_default();
        let source = source
            .replace("Fig.", "Figure")
            .replace("diss. ", "Dissertation §");
        let about = play.about.unwrap_or_default();
        assert!(
            about.starts_with(&source) || about.starts_with(&format!("The {source}")),
            "{}: {about}",
            rule.word
        );
    }
}

#[test]
fn what_a_rule_protects_is_an_invariant_or_a_goal() {
    for rule in RULES {
        let is_invariant = INVARIANTS.iter().any(|row| row.word == rule.protects);
        assert!(
            is_invariant || is_liveness(rule),
            "{} protects {}",
            rule.word,
            rule.protects
        );
    }
}

#[test]
fn broken_a_safety_rule_rings_and_goes_on_to_a_disaster() {
    for (rule, play) in plays().filter(|(rule, _)| !is_liveness(rule)) {
        let (experiment, verdict) = run_play(&play, BUDGET, &mut NoWitness);
        assert_eq!(verdict, Verdict::Held, "{}", rule.word);
        let rung: Vec<_> = rung(&experiment).map(|rung| rung.invariant).collect();
        assert_eq!(rung[0].row().word, rule.protects, "{}", rule.word);
        let is_seen = rung.iter().any(|invariant| DISASTERS.contains(invariant));
        let is_harmless = HARMLESS.iter().any(|(name, _)| *name == rule.name);
        assert_eq!(is_seen, !is_harmless, "{}: {rung:?}", rule.word);
    }
}

#[test]
fn broken_a_liveness_rule_fails_at_the_progress_that_its_play_states() {
    for (rule, play) in plays().filter(|(rule, _)| is_liveness(rule)) {
        let (experiment, verdict) = run_play(&play, BUDGET, &mut NoWitness);
        let Verdict::Failed { place, .. } = verdict else {
            panic!("{}: nothing is missed without the rule", rule.word);
        };
        assert_eq!(place, progress(&play), "{}", rule.word);
        assert_eq!(rung(&experiment).next(), None, "{}", rule.word);
    }
}

#[test]
fn with_its_rule_in_force_every_play_holds_and_is_safe() {
    for (rule, play) in plays() {
        let (experiment, verdict) = run_play(&play.mended(), BUDGET, &mut NoWitness);
        assert_eq!(verdict, Verdict::Held, "{}", rule.word);
        assert_eq!(rung(&experiment).next(), None, "{}", rule.word);
    }
}

#[test]
fn both_halves_tell_what_they_show() {
    let tells = |play: &Play, half| {
        let mut all = play.statements.iter().map(|statement| &statement.what);
        all.any(|deed| matches!(deed, Deed::Only(of, what) if *of == half && matches!(**what, Deed::Note(_))))
    };
    for (rule, play) in plays() {
        assert!(tells(&play, Half::Broken), "{}", rule.word);
        // The end of a liveness rule's play is reached only with the rule in force.
        let tells_whole = tells(&play, Half::Whole) || is_liveness(rule);
        assert!(tells_whole, "{}", rule.word);
    }
}

#[test]
fn an_alarm_is_named_where_it_rings() {
    for (rule, play) in plays().filter(|(rule, _)| !is_liveness(rule)) {
        let mut experiment = Experiment::new(play.setup.clone());
        for (place, statement) in play.statements.iter().enumerate() {
            done(&mut experiment, statement);
            let ends = play.statements.get(place + 1).is_none_or(is_done);
            let unnamed = experiment.unexpected_violation().filter(|_| ends);
            let after = statement.place;
            assert_eq!(unnamed, None, "{}, after {after}", rule.word);
        }
    }
}

#[test]
fn a_window_plays_the_half_that_goes_with_the_rules_in_force() {
    let shipped = shipped("rules/majority");
    let last = |half| {
        let notes = shipped.statements.iter().map(|statement| &statement.what);
        let mut notes = notes.filter_map(|deed| match deed {
            Deed::Only(of, what) if *of == half => Some(&**what),
            _ => None,
        });
        notes.rfind(|deed| matches!(deed, Deed::Note(_))).cloned()
    };
    for (play, half) in [
        (shipped.clone(), Half::Broken),
        (shipped.clone().mended(), Half::Whole),
    ] {
        let statements = play.statements.len();
        let name = "rules/majority".to_owned();
        let mut lab = Lab::open(OpenPlay { name, play });
        let mut seen = Vec::new();
        while lab.begin_next_of_play() {
            let said = lab.work_off();
            assert!(!matches!(said, Some(Said::Failed { .. })), "{said:?}");
            seen.extend(lab.note().map(str::to_owned));
        }
        let Some(Deed::Note(note)) = last(half) else {
            panic!("each half has a note of its own");
        };
        assert!(seen.iter().any(|seen| **seen == *note), "{half:?}");
        let Some(Deed::Note(other)) = last(other_than(half)) else {
            panic!("each half has a note of its own");
        };
        assert!(seen.iter().all(|seen| **seen != *other), "{half:?}");
        assert_eq!(lab.play().map(|(_, begun)| begun), Some(statements));
        assert_eq!(lab.view().now(), Tick(0));
    }
}

fn other_than(half: Half) -> Half {
    match half {
        Half::Broken => Half::Whole,
        Half::Whole => Half::Broken,
    }
}

/// Every rule with its play.
fn plays() -> impl Iterator<Item = (&'static Rule, Play)> {
    RULES
        .iter()
        .map(|rule| (rule, shipped(&format!("rules/{}", rule.word))))
}

fn shipped(name: &str) -> Play {
    let shipped = granary::lab::shipped_play(name);
    let text = shipped.map_or("", |play| play.text);
    parse_play(text).unwrap_or_else(|mistake| panic!("{name}:{mistake}"))
}

fn is_liveness(rule: &Rule) -> bool {
    GOALS.iter().any(|goal| goal.word == rule.protects)
}

/// The rules that a play switches off, in its header and behind it.
fn broken_by(play: &Play) -> Vec<RuleName> {
    let later = play
        .statements
        .iter()
        .filter_map(|statement| match statement.what {
            Deed::Act {
                action: Action::SetRule(rule, false),
                ..
            } => Some(rule),
            _ => None,
        });
    play.setup.rules.off().chain(later).collect()
}

fn rung(experiment: &Experiment) -> impl Iterator<Item = &Violation> {
    experiment.checker().violations().iter()
}

/// Where a play states its progress: the first thing that it waits for or expects behind the note of what to watch.
fn progress(play: &Play) -> Place {
    let is_note = |statement: &&Statement| matches!(&statement.what, Deed::Only(Half::Broken, _));
    let behind = play.statements.iter().skip_while(|found| !is_note(found));
    let mut behind = behind.skip(1);
    let found = behind.find(|found| matches!(found.what, Deed::Expect(_) | Deed::Until { .. }));
    found
        .map(|found| found.place)
        .expect("a play of a liveness rule states a progress")
}

/// Whether a statement does something; not only looks, or tells.
fn is_done(statement: &Statement) -> bool {
    !matches!(
        statement.what,
        Deed::Expect(_) | Deed::Note(_) | Deed::Only(..)
    )
}

/// Does a statement to its end.
fn done(experiment: &mut Experiment, statement: &Statement) {
    let place = statement.place;
    let begun = experiment.begin(&statement.what);
    let mut course = begun.unwrap_or_else(|trouble| panic!("{place}: {trouble}"));
    let mut happened = Happenings::default();
    while experiment
        .advance(&mut course, &mut happened)
        .unwrap_or_else(|trouble| panic!("{place}: {trouble}"))
        == Progress::More
    {}
}
