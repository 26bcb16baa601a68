//! Every event in words and as lines for machines: a table of examples, each reason of each event once.
//!
//! [`nodes`] and [`around`] are the table; the sentences there are what a student reads. The lines' spelling is a
//! contract, and `lines` holds it.

mod around;
mod lines;
mod nodes;
mod runs;

use granary::cluster::event::{Cause, EVENTS, EventId, Fact, Stamped};
use granary::explain::explain;
use granary::ids::{Index, NodeId, NodeSet, Term, Tick};
use granary::log::LogPosition;
use std::collections::BTreeSet;

/// An event and what it reads as.
pub struct Example {
    pub stamped: Stamped,
    pub sentence: &'static str,
}

impl Example {
    pub fn of_node(node: u64, fact: Fact, sentence: &'static str) -> Self {
        Self::of(Some(NodeId(node)), fact, sentence)
    }

    pub fn of_all(fact: Fact, sentence: &'static str) -> Self {
        Self::of(None, fact, sentence)
    }

    fn of(node: Option<NodeId>, fact: Fact, sentence: &'static str) -> Self {
        let stamped = Stamped {
            id: EventId(9),
            tick: Tick(21),
            node,
            life: node.map_or(0, |_| 2),
            cause: Cause::Hand,
            fact,
        };
        Self { stamped, sentence }
    }

    #[must_use]
    pub fn due_to(mut self, cause: Cause) -> Self {
        self.stamped.cause = cause;
        self
    }
}

pub fn at(index: u64, term: u64) -> LogPosition {
    LogPosition {
        index: Index(index),
        term: Term(term),
    }
}

pub fn set(nodes: &[u64]) -> NodeSet {
    nodes.iter().copied().map(NodeId).collect()
}

/// The whole table.
pub fn examples() -> Vec<Example> {
    [
        nodes::campaigns(),
        nodes::votes(),
        nodes::leaders(),
        nodes::refused_votes(),
        nodes::useless_votes(),
        nodes::refused_appends(),
        nodes::appends(),
        nodes::sending(),
        nodes::holders(),
        nodes::commits(),
        nodes::implausible(),
        around::messages(),
        around::answers(),
        around::losses(),
        around::links(),
        around::crashes(),
        around::disks(),
        around::clocks(),
        around::requests(),
        around::outcomes(),
        around::settings(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_event_reads_as_its_sentence() {
    let wrong: Vec<_> = examples()
        .iter()
        .map(|example| (explain(&example.stamped).to_string(), example.sentence))
        .filter(|(found, wanted)| found != wanted)
        .map(|(found, wanted)| format!("found:  {found}\nwanted: {wanted}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_word_of_the_table_of_events_has_an_example() {
    let told: BTreeSet<_> = examples()
        .iter()
        .map(|example| example.stamped.row().word)
        .collect();
    let words: BTreeSet<_> = EVENTS.iter().map(|row| row.word).collect();
    assert_eq!(told, words);
}

#[test]
fn no_sentence_is_empty_or_shows_how_the_program_is_made() {
    const LEFTOVERS: [&str; 10] = [
        "Some(", "None", "NodeId", "Term(", "Index(", "Tick(", "::", "{ ", "  ", "Ok(",
    ];
    for example in examples() {
        let explained = explain(&example.stamped);
        for text in [&explained.what, &explained.because] {
            assert!(text.len() > 2, "{explained}");
            assert_eq!(text.trim(), text.as_str(), "{explained}");
            assert!(!text.contains(char::is_control), "{text:?}");
            for leftover in LEFTOVERS {
                assert!(!text.contains(leftover), "`{leftover}` in {explained}");
            }
        }
    }
}

#[test]
fn a_sentence_cites_the_rule_that_the_node_followed() {
    for example in examples() {
        let explained = explain(&example.stamped);
        if let Fact::Node(event) = &example.stamped.fact {
            let followed = event.rule().map(|rule| rule.row().word);
            let cited = explained.rule.map(|rule| rule.word);
            let by_its_own_disk = cited == Some("own-disk-counts-like-any");
            assert!(cited == followed || by_its_own_disk, "{explained}");
        }
        let shown = explained.to_string();
        let cited = explained
            .section()
            .is_none_or(|section| shown.ends_with(&format!("({section})")));
        assert!(cited, "{shown}");
    }
}

#[test]
fn every_rule_has_a_sentence_of_its_own_and_a_source() {
    let mut sentences = std::collections::BTreeSet::new();
    for rule in granary::node::RULES {
        let words = rule.sentence.split(' ').count();
        assert!(words >= 6 && rule.sentence.ends_with('.'), "{}", rule.word);
        assert!(
            !rule.source.is_empty() && !rule.protects.is_empty(),
            "{}",
            rule.word
        );
        assert!(
            sentences.insert(rule.sentence),
            "{} says what another says",
            rule.word
        );
    }
}
