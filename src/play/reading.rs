//! What a field of a node or a message is at the moment, and whether that is as wished.
//!
//! Borrowed from a view and copied nowhere; words are made only where someone reads them.

use super::condition::{Comparison, Field, MessageField, ROLES, Value};
use super::log_literal::LogLiteral;
use super::print::{bindings_text, value_text_unless};
use crate::cluster::NodeView;
use crate::ids::{NodeId, NodeSet};
use crate::log::RaftLog;
use crate::node::Role;
use crate::state::Store;
use crate::transport::{AppendOutcome, Envelope, Message};
use std::fmt;

/// What a field is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Reading<'a> {
    /// A number.
    Number(u64),
    /// A role; none: the node is down.
    Role(Option<Role>),
    /// A node, or none.
    Node(Option<NodeId>),
    /// A log.
    Log(&'a RaftLog),
    /// A store.
    Store(&'a Store),
    /// What a key is bound to, or nothing.
    Text(Option<&'a [u8]>),
    /// Nodes.
    Nodes(NodeSet),
    /// Yes or no.
    YesNo(bool),
}

impl<'a> Reading<'a> {
    /// A field of a node.
    #[must_use]
    pub fn of_node(node: NodeView<'a>, field: &Field) -> Self {
        let timer = node.election_timer();
        match field {
            Field::Role => Self::Role(node.role()),
            Field::Term => Self::Number(node.hard_state().term.0),
            Field::Vote => Self::Node(node.hard_state().vote),
            Field::Leader => Self::Node(node.leader()),
            Field::Log => Self::Log(node.log()),
            Field::Len => Self::Number(node.log().last_index().0),
            Field::First => Self::Number(node.log().first_index().0),
            Field::Durable => Self::Number(node.durable_index().0),
            Field::Commit => Self::Number(node.commit_index().0),
            Field::Applied => Self::Number(node.applied_index().0),
            Field::Kv => Self::Store(node.store()),
            Field::Key(key) => {
                let bound = node.store().get(key.as_bytes());
                Self::Text(bound.map(|bound| &*bound.value))
            }
            Field::Votes => Self::Nodes(node.votes()),
            Field::Match(member) => Self::Number(node.match_index(*member).0),
            Field::Next(member) => Self::Number(node.next_index(*member).0),
            Field::Timer => Self::Number(timer.map_or(0, |timer| timer.left)),
            Field::Timeout => Self::Number(timer.map_or(0, |timer| timer.drawn)),
        }
    }

    /// A field of a message; none where its kind has no such field.
    #[must_use]
    pub fn of_message(envelope: &Envelope, field: MessageField) -> Option<Self> {
        if field == MessageField::Term {
            return Some(Self::Number(envelope.term.0));
        }
        match &envelope.message {
            Message::RequestVote(_) => None,
            Message::RequestVoteReply(reply) => {
                (field == MessageField::Granted).then_some(Self::YesNo(reply.granted))
            }
            Message::AppendEntries(append) => Some(Self::Number(match field {
                MessageField::Prev => append.prev.index.0,
                MessageField::PrevTerm => append.prev.term.0,
                MessageField::Entries => append.entries.len() as u64,
                MessageField::Commit => append.leader_commit.0,
                _ => return None,
            })),
            Message::AppendEntriesReply(reply) => match (field, reply.outcome) {
                (MessageField::Prev, _) => Some(Self::Number(reply.prev_index.0)),
                (MessageField::Accepted, outcome) => {
                    let accepted = matches!(outcome, AppendOutcome::Accepted { .. });
                    Some(Self::YesNo(accepted))
                }
                (MessageField::Match, AppendOutcome::Accepted { match_index }) => {
                    Some(Self::Number(match_index.0))
                }
                _ => None,
            },
        }
    }

    /// Whether it is as wished.
    #[must_use]
    pub fn meets(&self, with: &Comparison) -> bool {
        match (self, with) {
            (Self::Number(found), Comparison::Number(bound)) => {
                bound.operator.holds(*found, bound.number)
            }
            (_, Comparison::Value { is, value }) => self.equals(value) == *is,
            (_, Comparison::Number(_)) => false,
        }
    }

    fn equals(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Role(found), Value::Role(wanted)) => found == wanted,
            (Self::Node(found), Value::Node(wanted)) => found == wanted,
            (Self::Log(found), Value::Log(wanted)) => wanted.is_of(found),
            (Self::Store(found), Value::Bindings(wanted)) => {
                let found = found.iter().map(|(key, bound)| (key, &*bound.value));
                found.eq(wanted.iter().map(|(key, value)| (&**key, &**value)))
            }
            (Self::Text(found), Value::Text(wanted)) => *found == wanted.as_deref(),
            (Self::Nodes(found), Value::Nodes(wanted)) => found == wanted,
            (Self::YesNo(found), Value::YesNo(wanted)) => found == wanted,
            _ => false,
        }
    }
}

impl fmt::Display for Reading<'_> {
    /// As the play language writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Role(role) => {
                let row = ROLES.iter().find(|(_, known)| known == role);
                f.write_str(row.map_or("", |(word, _)| word))
            }
            Self::Node(Some(node)) => node.fmt(f),
            Self::Node(None) | Self::Text(None) => f.write_str("none"),
            Self::Log(log) => LogLiteral::of(log).fmt(f),
            Self::Store(store) => {
                let bindings = store.iter().map(|(key, bound)| (key, &*bound.value));
                f.write_str(&bindings_text(bindings))
            }
            Self::Text(Some(text)) => f.write_str(&value_text_unless(text, |text| text == "none")),
            Self::Nodes(nodes) => nodes.fmt(f),
            Self::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
        }
    }
}

/// The final state of a node, one line for scripts and diffs:
/// `s1 up leader term=8 vote=s1 leader=s1 commit=11 applied=11 first=1 log=[..] kv={..}`.
#[must_use]
pub fn state_line(node: NodeView<'_>) -> String {
    let process = match (node.is_up(), node.is_paused()) {
        (false, _) => "down",
        (true, true) => "paused",
        (true, false) => "up",
    };
    let shown = [
        ("term", Field::Term),
        ("vote", Field::Vote),
        ("leader", Field::Leader),
        ("commit", Field::Commit),
        ("applied", Field::Applied),
        ("first", Field::First),
        ("log", Field::Log),
        ("kv", Field::Kv),
    ];
    let role = Reading::of_node(node, &Field::Role);
    shown.iter().fold(
        format!("{} {process} {role}", node.id()),
        |line, (word, field)| format!("{line} {word}={}", Reading::of_node(node, field)),
    )
}
