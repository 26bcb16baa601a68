//! The lines for machines: a stable trace, and JSON that any reader takes.
//!
//! What is spelled out here is a contract with scripts; a change here is a new version.

use super::{Example, at, examples, set};
use granary::cluster::action::Request;
use granary::cluster::event::{Cause, EVENTS, Fact, RequestId};
use granary::explain::fields::Value as Written;
use granary::explain::fields::schema::{FIELD_NAMES, KEY_NAMES, SCHEMA, Takes};
use granary::explain::fields::{JSON_KEYS, SCHEMA_VERSION, fields, json_line, trace_line};
use granary::explain::words::visible;
use granary::ids::{Index, NodeId, Term};
use granary::node::event::{CommitCause, VoteDenial};
use granary::node::{Event, RuleName};
use granary::transport::{MessageKind, MessageNumber};
use serde_json::Value;
use std::collections::BTreeSet;

fn spelled() -> Vec<(Example, &'static str, &'static str)> {
    let node = |event| Example::of_node(3, Fact::Node(event), "");
    let log_behind = VoteDenial::LogBehind {
        mine: at(5, 3),
        theirs: at(7, 2),
    };
    let counted = CommitCause::Counted {
        term: Term(4),
        current: Term(4),
        holders: set(&[1, 2, 3]),
        needed: 3,
    };
    vec![
        (
            node(Event::VoteDenied {
                to: NodeId(1),
                term: Term(4),
                why: log_behind,
            })
            .due_to(Cause::Message(MessageNumber(7))),
            "21 s3 2 vote-denied log-behind to=s1 term=4 mine_index=5 mine_term=3 theirs_index=7 theirs_term=2",
            r#"{"v":1,"id":9,"tick":21,"node":"s3","life":2,"cause":{"kind":"message","number":7},"event":"vote-denied","detail":"log-behind","to":"s1","term":4,"mine_index":5,"mine_term":3,"theirs_index":7,"theirs_term":2}"#,
        ),
        (
            node(Event::Commit {
                from: Index(10),
                to: Index(11),
                by: counted,
            })
            .due_to(Cause::Tick),
            "21 s3 2 commit counted before=10 commit_index=11 term=4 current=4 holders={s1 s2 s3} needed=3",
            r#"{"v":1,"id":9,"tick":21,"node":"s3","life":2,"cause":{"kind":"tick","number":null},"event":"commit","detail":"counted","before":10,"commit_index":11,"term":4,"current":4,"holders":["s1","s2","s3"],"needed":3}"#,
        ),
        (
            Example::of_all(Fact::Partitioned([set(&[1, 2]), set(&[3])].into()), ""),
            "21 - 0 partitioned - groups={s1 s2}|{s3}",
            r#"{"v":1,"id":9,"tick":21,"node":null,"life":0,"cause":{"kind":"hand","number":null},"event":"partitioned","detail":null,"groups":[["s1","s2"],["s3"]]}"#,
        ),
        (
            Example::of_node(3, Fact::Resumed, ""),
            "21 s3 2 resumed -",
            r#"{"v":1,"id":9,"tick":21,"node":"s3","life":2,"cause":{"kind":"hand","number":null},"event":"resumed","detail":null}"#,
        ),
        (
            Example::of_all(
                Fact::RuleSet {
                    rule: RuleName::OneVotePerTerm,
                    in_force: false,
                },
                "",
            ),
            "21 - 0 rule break rule=one-vote-per-term",
            r#"{"v":1,"id":9,"tick":21,"node":null,"life":0,"cause":{"kind":"hand","number":null},"event":"rule","detail":"break","rule":"one-vote-per-term"}"#,
        ),
        (
            Example::of_all(Fact::LoadSet(None), ""),
            "21 - 0 load - every=none",
            r#"{"v":1,"id":9,"tick":21,"node":null,"life":0,"cause":{"kind":"hand","number":null},"event":"load","detail":null,"every":null}"#,
        ),
    ]
}

#[test]
fn lines_are_spelled_as_scripts_know_them() {
    for (example, trace, json) in spelled() {
        assert_eq!(trace_line(&example.stamped), trace);
        assert_eq!(json_line(&example.stamped), json);
    }
}

#[test]
fn every_json_line_has_the_documented_keys_and_no_key_twice() {
    for Example { stamped, .. } in examples() {
        let line = json_line(&stamped);
        let parsed: Value = serde_json::from_str(&line).expect("a line is one JSON value");
        let object = parsed.as_object().expect("a line is an object");
        let mut from = 0;
        for key in JSON_KEYS {
            let place = line[from..].find(&format!("\"{key}\":"));
            from += place.unwrap_or_else(|| panic!("`{key}` stands in its order in {line}"));
        }
        assert_eq!(object["v"], SCHEMA_VERSION, "{line}");
        assert_eq!(object["event"], stamped.row().word, "{line}");
        assert_eq!(
            object["cause"].as_object().map(serde_json::Map::len),
            Some(2),
            "{line}"
        );
        let fields = granary::explain::fields::fields(&stamped.fact);
        assert_eq!(
            object.len(),
            JSON_KEYS.len() + fields.len(),
            "a key twice: {line}"
        );
    }
}

#[test]
fn every_line_is_one_line_and_no_value_is_lost_in_the_trace() {
    for Example { stamped, .. } in examples() {
        let line = trace_line(&stamped);
        assert!(!line.contains(char::is_control), "{line:?}");
        let words: Vec<_> = line.split(' ').take(5).collect();
        assert_eq!(words[0], "21");
        assert!(EVENTS.iter().any(|row| row.word == words[3]), "{line}");
        for (name, _) in granary::explain::fields::fields(&stamped.fact) {
            assert_eq!(line.matches(&format!(" {name}=")).count(), 1, "{line}");
        }
    }
}

#[test]
fn text_of_clients_can_steer_neither_a_terminal_nor_a_reader() {
    let nasty =
        "a\0\x07\x1b[2J\r\n\x7f\u{85}\u{9b}\u{200b}\u{202e}\u{2028}\u{2066}\u{feff}\u{e0041}\"\\ä";
    let mut key = nasty.as_bytes().to_vec();
    key.extend([0xFF, 0xC3]);
    let asked = Fact::Asked {
        request: RequestId(3),
        what: Request::Set {
            key: key.as_slice().into(),
            value: "none".as_bytes().into(),
        },
    };
    let example = Example::of_node(3, asked, "");
    let (json, trace) = (json_line(&example.stamped), trace_line(&example.stamped));
    let sentence = granary::explain::explain(&example.stamped).to_string();
    for line in [&json, &trace, &sentence] {
        let harmless = |letter: char| letter == 'ä' || letter == ' ' || letter.is_ascii_graphic();
        assert!(line.chars().all(harmless), "{line:?}");
    }
    let spelled = r#"a\x00\x07\x1b[2J\x0d\x0a\x7f\u{85}\u{9b}\u{200b}\u{202e}\u{2028}\u{2066}\u{feff}\u{e0041}"\\ä\xff\xc3"#;
    assert_eq!(visible(&key), spelled);
    let parsed: Value = serde_json::from_str(&json).expect("the line is JSON");
    assert_eq!(parsed["key"], spelled);
    assert!(
        trace.ends_with(r#"value="none""#),
        "a client's none is not the word none: {trace}"
    );
}

#[test]
fn different_bytes_never_look_the_same() {
    let texts: [&[u8]; 6] = [
        b"\x1b",
        b"\\x1b",
        b"\\\\x1b",
        b"\xc2\x9b",
        b"\\u{9b}",
        b"\x9b",
    ];
    for (place, text) in texts.iter().enumerate() {
        for other in &texts[..place] {
            assert_ne!(visible(text), visible(other));
        }
    }
}

#[test]
fn the_schema_lists_every_event_with_the_fields_and_details_that_it_writes() {
    let listed: Vec<_> = SCHEMA.iter().map(|row| row.event).collect();
    let events: Vec<_> = EVENTS.iter().map(|row| row.word).collect();
    assert_eq!(listed, events);
    let keys: Vec<_> = KEY_NAMES.iter().map(|row| row.name).collect();
    assert_eq!(keys, JSON_KEYS);
    let kinds: BTreeSet<_> = MessageKind::ALL.iter().map(|(_, word)| *word).collect();
    for row in SCHEMA {
        let written: Vec<_> = examples()
            .into_iter()
            .filter(|example| example.stamped.fact.word() == row.event)
            .map(|example| example.stamped.fact)
            .collect();
        let names = |fact: &Fact| -> BTreeSet<_> {
            fields(fact).into_iter().map(|(name, _)| name).collect()
        };
        let all: BTreeSet<_> = written.iter().flat_map(&names).collect();
        let always = all
            .iter()
            .filter(|name| written.iter().all(|fact| names(fact).contains(*name)));
        let always: BTreeSet<_> = always.copied().collect();
        assert_eq!(
            always,
            row.always.iter().copied().collect(),
            "{}",
            row.event
        );
        let sometimes: BTreeSet<_> = all.difference(&always).copied().collect();
        assert_eq!(
            sometimes,
            row.sometimes.iter().copied().collect(),
            "{}",
            row.event
        );
        let details: BTreeSet<_> = written.iter().filter_map(Fact::detail_word).collect();
        let documented: BTreeSet<_> = row.details.iter().copied().collect();
        if documented == kinds {
            assert!(details.is_subset(&kinds), "{}", row.event);
        } else {
            assert_eq!(details, documented, "{}", row.event);
        }
    }
}

#[test]
fn every_field_is_explained_once_and_is_what_is_said() {
    let mut unused: BTreeSet<_> = FIELD_NAMES.iter().map(|row| row.name).collect();
    assert_eq!(unused.len(), FIELD_NAMES.len(), "a name twice");
    for Example { stamped, .. } in examples() {
        for (name, value) in fields(&stamped.fact) {
            unused.remove(name);
            let row = FIELD_NAMES.iter().find(|row| row.name == name);
            let row = row.unwrap_or_else(|| panic!("{name} is not explained"));
            let is_so = matches!(
                (row.takes, &value),
                (
                    Takes::Number | Takes::NumberOrNull | Takes::NumberOrWord,
                    Written::Number(_)
                ) | (Takes::NumberOrNull | Takes::NodeOrNull, Written::None)
                    | (
                        Takes::Word | Takes::NumberOrWord | Takes::Text,
                        Written::Word(_)
                    )
                    | (Takes::Node, Written::Word("*"))
                    | (Takes::Text, Written::Text(_))
                    | (Takes::Flag, Written::Flag(_))
                    | (Takes::Node | Takes::NodeOrNull, Written::Node(_))
                    | (Takes::Nodes, Written::Nodes(_))
                    | (Takes::Groups, Written::Groups(_))
            );
            assert!(is_so, "{name} of {}: {value:?}", stamped.fact.word());
        }
    }
    assert!(unused.is_empty(), "no event has {unused:?}");
}
