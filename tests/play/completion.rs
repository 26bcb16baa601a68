//! What the prompt offers.

use crate::line;
use granary::cluster::Setup;
use granary::play::verbs::VERBS;
use granary::play::{NamesInUse, complete};

/// The words offered at the end of a line of three nodes, where `r1` names a request.
fn offered(text: &str) -> Vec<String> {
    let setup = Setup {
        nodes: 3,
        ..Setup::default()
    };
    let mut names = NamesInUse::default();
    names.take_from(&line("submit x=5 as r1").expect("a line"));
    complete(text, text.len(), &setup, &names)
        .into_iter()
        .map(|completion| completion.text)
        .collect()
}

#[test]
fn an_empty_line_offers_every_verb_that_may_stand_there() {
    let verbs: Vec<&str> = VERBS
        .iter()
        .filter(|verb| verb.is_statement())
        .map(|verb| verb.word)
        .collect();
    assert_eq!(offered(""), verbs);
    assert_eq!(offered("tick; "), verbs);
    assert_eq!(offered("repeat 3: "), verbs);
}

#[test]
fn the_word_typed_so_far_is_completed() {
    for (text, expected) in [
        ("cr", &["crash"][..]),
        ("se", &["settle", "set"]),
        ("crash ", &["s1", "s2", "s3", "all", "live", "leader"]),
        ("crash s1 ", &["s1", "s2", "s3", "at"]),
        ("crash s1 at ", &["sync", "send"]),
        ("crash s9 ", &[]),
        ("cut s1->", &["s1", "s2", "s3"]),
        ("hold s1->s2 ap", &["append", "append-reply"]),
        ("set ", &["delay", "loss", "duplicate", "sync"]),
        ("expect r", &["rejected", "r1"]),
        (
            "expect r1 = ",
            &["ok", "none", "pending", "refused", "unknown"],
        ),
        ("expect s1 co", &["commit"]),
        ("expect s1 kv", &["kv", "kv."]),
        ("expect s1 match.", &["match.s1", "match.s2", "match.s3"]),
        (
            "expect s1 role=",
            &["follower", "candidate", "leader", "down"],
        ),
        (
            "expect leader ma",
            &["match.s1", "match.s2", "match.s3", "max"],
        ),
        ("expect message s1->s2 vote-reply gr", &["granted"]),
        ("expect event vote-d", &["vote-denied"]),
        ("repeat 3: crash s", &["s1", "s2", "s3"]),
        ("repeat 3: broken: ", &["expect", "note"]),
        ("whole: expect qu", &["quiet"]),
        ("tick 5 5", &[]),
        ("note \"ti", &[]),
        ("!", &[]),
    ] {
        let mut offered = offered(text);
        let mut expected: Vec<&str> = expected.to_vec();
        offered.sort();
        expected.sort_unstable();
        assert_eq!(offered, expected, "{text}");
    }
}

#[test]
fn a_completion_says_what_it_replaces_and_means() {
    let first = &complete("tick; cra s1", 9, &Setup::default(), &NamesInUse::default())[0];
    assert_eq!(
        (first.replaces.clone(), first.text.as_str()),
        (6..9, "crash")
    );
    assert!(first.sentence.starts_with("Ends a process"));
}

#[test]
fn a_cursor_anywhere_in_any_line_is_fine() {
    let text = "note \"äö\" \u{feff}; ü crash s1->*";
    for cursor in 0..text.len() + 3 {
        let offered = complete(text, cursor, &Setup::default(), &NamesInUse::default());
        assert!(offered.iter().all(|word| word.replaces.end <= text.len()));
    }
}
