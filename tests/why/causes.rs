//! From a commit back to the client's wish, and from there on to what it led to.

use crate::{after, go_on};
use granary::cluster::Stamped;
use granary::cluster::event::{EventId, Fact};
use granary::history::Moment;
use granary::lab::Lab;
use granary::node::Event;

/// The newest event of a kind.
fn newest(lab: &Lab, word: &str) -> Stamped {
    let feed = lab.feed();
    let mut places = (0..feed.len()).rev();
    let found = places.find_map(|place| feed.get(place).filter(|event| event.fact.word() == word));
    found.expect("such an event happened").clone()
}

fn words(chain: &[Stamped]) -> Vec<String> {
    let word = |event: &Stamped| {
        let node = event.node.map_or(String::new(), |node| format!("{node} "));
        format!("{node}{}", event.fact.word())
    };
    chain.iter().map(word).collect()
}

const ELECTED: [&str; 2] = ["elect s1", "settle"];

#[test]
fn a_commit_goes_back_to_an_acknowledgement_an_append_and_a_submit() {
    let mut lab = after(&ELECTED);
    go_on(&mut lab, &["submit s1 set x 1", "until s1 commit=2 max 20"]);
    let commit = newest(&lab, "commit");
    let chain = lab.causes_of(commit.id);
    let told = words(&chain);
    let follower = told[2].split(' ').next().unwrap_or_default();
    let wanted = [
        "s1 match".to_owned(),
        "s1 delivered".to_owned(),
        format!("{follower} sent"),
        format!("{follower} acknowledged"),
        format!("{follower} taken"),
        format!("{follower} delivered"),
        "s1 sent".to_owned(),
        "s1 appended".to_owned(),
        "s1 asked".to_owned(),
    ];
    assert_eq!(told, wanted);
    assert_ne!(follower, "s1");
}

#[test]
fn what_an_event_led_to_is_what_it_is_the_cause_of() {
    let mut lab = after(&ELECTED);
    go_on(&mut lab, &["submit s1 set x 1", "settle"]);
    let chain = lab.causes_of(newest(&lab, "answered").id);
    assert!(chain.len() > 10, "{:?}", words(&chain));
    for pair in chain.windows(2) {
        let effects = lab.effects_of(pair[1].id);
        assert!(
            effects.contains(&pair[0]),
            "{:?} led to {:?}",
            words(&pair[1..]),
            words(&effects)
        );
    }
    let asked = chain.last().expect("the chain has an end");
    assert!(matches!(asked.fact, Fact::Asked { .. }));
    assert_eq!(words(&lab.effects_of(asked.id)), ["s1 appended"]);
}

#[test]
fn a_leader_goes_back_to_votes_and_a_timeout() {
    let lab = after(&["timeout s3 4", "tick 12"]);
    let told = words(&lab.causes_of(newest(&lab, "leader").id));
    let wanted = [
        "vote-counted",
        "delivered",
        "sent",
        "vote-granted",
        "delivered",
        "sent",
        "campaign",
    ];
    let kinds: Vec<_> = told
        .iter()
        .filter_map(|word| word.split(' ').next_back())
        .collect();
    assert_eq!(kinds, wanted);
    assert_eq!(told.last().map(String::as_str), Some("s3 campaign"));
}

#[test]
fn a_slow_disk_stands_between_a_leader_and_its_own_count() {
    let mut lab = after(&ELECTED);
    go_on(&mut lab, &["set sync 3", "submit s1 set x 1", "tick 4"]);
    let own = (1..=lab.view().last_event().0)
        .rev()
        .filter_map(|id| lab.event(EventId(id)))
        .find(|event| {
            matches!(event.fact, Fact::Node(Event::MatchAdvanced { peer, .. }) if Some(peer) == event.node)
        })
        .expect("the leader's own disk has the entry");
    let told = words(&lab.causes_of(own.id));
    assert_eq!(
        told,
        ["s1 durable", "s1 written", "s1 appended", "s1 asked"]
    );
}

#[test]
fn the_chain_is_the_same_however_far_back_it_lies() {
    let mut lab = after(&ELECTED);
    go_on(&mut lab, &["submit s1 set x 1", "settle"]);
    let commit = newest(&lab, "commit").id;
    let (early, sent) = (lab.causes_of(commit), lab.effects_of(commit));
    go_on(&mut lab, &["load 2", "tick 9000"]);
    assert!(lab.history().keyframes().len() > 4);
    assert_eq!(lab.causes_of(commit), early);
    assert_eq!(lab.effects_of(commit), sent);
}

#[test]
fn a_message_held_for_long_is_still_led_back_to_its_sending() {
    let mut lab = after(&ELECTED);
    go_on(
        &mut lab,
        &[
            "hold s1->s3 append",
            "submit s1 set x 1",
            "tick 9000",
            "deliver s1->s3 append",
        ],
    );
    assert!(lab.history().keyframes().len() > 4);
    let told = words(&lab.causes_of(newest(&lab, "taken").id));
    assert_eq!(
        told[..4],
        ["s3 delivered", "s1 sent", "s1 appended", "s1 asked"]
    );
}

#[test]
fn events_of_the_path_are_those_that_happened_there() {
    let mut lab = after(&["elect s1", "tick 5000", "tick 5000", "crash s1", "tick 20"]);
    let first: Vec<_> = (1..40).map(|id| lab.event(EventId(id))).collect();
    for _ in 0..2 {
        lab.undo().expect("there is a deed to take back");
    }
    let last = lab.view().last_event();
    assert_eq!(lab.event(EventId(last.0 + 1)), None, "it lies ahead");
    go_on(&mut lab, &["crash s2", "tick 20"]);
    assert_eq!(lab.history().tree().branch_count(), 2);
    let crash = lab.event(EventId(last.0 + 1)).expect("it happened here");
    assert!(matches!(crash.fact, Fact::Crashed { .. }));
    assert_eq!(crash.node.map(|node| node.0), Some(2));
    let again: Vec<_> = (1..40).map(|id| lab.event(EventId(id))).collect();
    assert_eq!(again, first);
}

#[test]
fn a_moment_before_a_fork_is_the_same_from_either_branch() {
    let mut lab = after(&["elect s1", "tick 5000", "tick 5000", "tick 5000"]);
    let at = |deeds| Moment {
        branch: lab.history().here().branch,
        deeds,
        steps: 0,
    };
    let (early, base) = (at(2), at(4));
    lab.go_to(early).expect("it is on the path");
    let hash = lab.view().trace_hash();
    lab.go_to(Moment { deeds: 3, ..base })
        .expect("it is on the path");
    go_on(&mut lab, &["crash s2"]);
    let branch = lab.history().here().branch;
    assert_ne!(branch, early.branch);
    lab.go_to(Moment { branch, ..early })
        .expect("it is on that path too");
    assert_eq!(lab.view().trace_hash(), hash);
}
