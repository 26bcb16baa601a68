//! What nodes begin with, and which beginnings no history of Raft leads to.

use crate::{play, wrong};
use granary::cluster::settings::Preset;
use granary::command::Command;
use granary::ids::{Index, NodeId, Term};
use granary::log::wire::encode_command;
use granary::log::{Payload, RaftLog};
use granary::play::LogLiteral;

fn presets(text: &str) -> Vec<Preset> {
    play(text).setup.presets
}

fn log(preset: &Preset) -> String {
    LogLiteral::of(&preset.log).to_string()
}

#[test]
fn presets_of_one_node_add_up_and_the_rest_share_the_highest_term() {
    let presets = presets(
        "preset all log=[1 2] commit=1\npreset s1 s2 term=4 vote=s1\npreset s2 vote=none\npreset s3 log=[1 2 4]",
    );
    let shown: Vec<String> = presets
        .iter()
        .map(|p| {
            format!(
                "{} {} {:?} {} {}",
                p.node,
                p.term,
                p.vote.map(|v| v.0),
                log(p),
                p.commit_index
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "s1 4 Some(1) [1 2] 1",
            "s2 4 None [1 2] 1",
            "s3 4 None [1 2 4] 1",
            "s4 4 None [1 2] 1",
            "s5 4 None [1 2] 1",
        ]
    );
}

#[test]
fn the_highest_term_counts_wherever_it_is_named() {
    let terms = |text: &str| -> Vec<(u64, u64)> {
        presets(text).iter().map(|p| (p.node.0, p.term.0)).collect()
    };
    assert_eq!(
        terms("preset s1 log=[1 3]"),
        [(1, 3), (2, 3), (3, 3), (4, 3), (5, 3)]
    );
    assert_eq!(
        terms("preset s1 term=7\npreset s1 term=2\npreset s5 term=0"),
        [(1, 2), (2, 7), (3, 7), (4, 7)]
    );
    assert_eq!(terms("preset all term=0"), []);
    assert_eq!(terms("preset s9 term=1; cluster 9").len(), 9);
}

#[test]
fn a_plain_term_stands_for_a_command_and_n_for_a_no_op() {
    let preset = presets("preset all log=[1x2 2n 3]").remove(0);
    let mut expected = RaftLog::default();
    for (term, key) in [(1, 1), (1, 2), (2, 0), (3, 4)] {
        let (key, value) = (format!("k{key}"), format!("t{term}"));
        let command = Command::Set {
            key: key.as_bytes(),
            value: value.as_bytes(),
        };
        if term == 2 {
            expected.append(Term(term), Payload::Noop.as_bytes());
        } else {
            expected.append(Term(term), &encode_command(&command));
        }
    }
    assert_eq!(preset.log, expected);
    assert_eq!(preset.term, Term(3));
}

#[test]
fn log_literals_repeat() {
    let read = |text: &str| log(&presets(&format!("preset all log={text}"))[0]);
    assert_eq!(read("[1x3 4x2]"), "[1 1 1 4 4]");
    assert_eq!(read("[1 1x2 2nx3 2]"), "[1 1 1 2n 2n 2n 2]");
    assert_eq!(presets("preset all log=[]"), []);
}

/// Figure 7 of the paper: a leader and the followers it may meet.
const FIGURE_7: &str = "cluster 7
set noop off
preset s1 log=[1 1 1 4 4 5 5 6 6 6] commit=9
preset s2 log=[1 1 1 4 4 5 5 6 6]
preset s3 log=[1 1 1 4]
preset s4 log=[1 1 1 4 4 5 5 6 6 6 6]
preset s5 log=[1 1 1 4 4 5 5 6 6 6 7 7]
preset s6 log=[1 1 1 4 4 4 4]
preset s7 log=[1 1 1 2 2 2 3 3 3 3 3]
preset all term=7";

#[test]
fn the_papers_figure_7_can_be_set_up() {
    let presets = presets(FIGURE_7);
    assert_eq!(presets.len(), 7);
    assert_eq!(presets[0].commit_index, Index(9));
    assert_eq!(presets[6].node, NodeId(7));
}

/// Presets that are refused, and why.
const REFUSED: &[(&str, &str)] = &[
    (
        "preset s1 log=[1 2 1]",
        "1:15: the terms of a log do not fall",
    ),
    (
        "preset s1 term=2 log=[3]\ntick",
        "1:1: the log of s1 holds an entry of term 3, above its own term 2",
    ),
    (
        "preset all term=1\npreset s1 term=3 log=[3]\ntick",
        "2:1: a log holds an entry of term 3, which only 1 of 5 nodes have reached: no leader can have made it",
    ),
    (
        "preset s1 term=0 vote=s2",
        "1:1: s1 votes for s2 in term 0, where nobody votes",
    ),
    (
        "preset s1 log=[1 2]\npreset s2 log=[2 2]",
        "2:1: the logs of s1 and s2 hold entries of the same term at index 2, but are not equal up to there",
    ),
    (
        "preset s1 log=[1 2]\npreset s2 log=[1 2n]",
        "2:1: the logs of s1 and s2 hold entries of the same term at index 2, but are not equal up to there",
    ),
    (
        "preset s1 log=[1 1 3]\npreset s2 log=[1 2 3x2]",
        "2:1: the logs of s1 and s2 hold entries of the same term at index 3, but are not equal up to there",
    ),
    (
        "preset all log=[1 1] commit=3",
        "1:1: s1 commits up to 3, beyond its log, which ends at 2",
    ),
    (
        "preset s1 log=[1 1] commit=1\npreset s2 log=[1]",
        "2:1: s1 commits up to 1, which only 2 of 5 nodes hold",
    ),
    (
        "preset s1 log=[1 2] commit=2\npreset s2 log=[1 3] commit=2",
        "2:1: what s1 and s2 have committed is not the same",
    ),
    (
        "preset all log=[1 1] commit=2\npreset s5 log=[1 3] commit=0",
        "2:1: s5 lacks a committed entry, of those up to 2, and could still win an election among these logs",
    ),
    (
        "preset s1 s2 s3 log=[1 1] commit=2\npreset s2 s3 log=[1 1 4]\npreset s4 s5 log=[1 3]",
        "3:1: s4 lacks a committed entry, of those up to 2, and could still win an election among these logs",
    ),
    (
        "preset s6 term=1",
        "1:8: found `s6`, expected a node of the cluster, `s1` to `s5`",
    ),
    (
        "cluster 1\npreset s1 vote=s2",
        "2:16: found `s2`, expected `s1`, the only node of the cluster",
    ),
    (
        "preset s1 term=1 term=2",
        "1:18: `term` stands in this preset twice",
    ),
    (
        "preset live term=1",
        "1:8: found `live`, expected `all` or a node",
    ),
    (
        "preset s1 log=[1 0]",
        "1:18: found `0`, expected a term from 1 to 2^63",
    ),
    (
        "preset s1 log=[1x0]",
        "1:16: found `1x0`, expected a repetition from 1 to 1000000",
    ),
    (
        "preset s1 log=[x]",
        "1:16: found `x`, expected `]` or an entry's term such as `1`, `2n` or `3x5`",
    ),
    (
        "preset s1 log=[1 2",
        "1:19: found the end of the statement, expected `]` or an entry's term such as `1`, `2n` or `3x5`",
    ),
    (
        "preset s1 log=5",
        "1:15: found `5`, expected a log such as `[1 1 2n]`",
    ),
];

#[test]
fn what_no_history_leads_to_is_refused_at_the_last_preset() {
    for (text, why) in REFUSED {
        assert_eq!(wrong(text), *why, "{text}");
    }
}

#[test]
fn a_lagging_node_may_lack_what_is_committed_if_it_cannot_win() {
    let presets = presets("preset all log=[1 1 2] commit=3\npreset s4 s5 log=[1] commit=0");
    assert_eq!(presets[4].commit_index, Index(0));
}

#[test]
fn a_term_is_reached_where_a_majority_has_it_with_or_without_entries() {
    assert_eq!(presets("preset s1 log=[3]\npreset s4 s5 term=0").len(), 3);
}
