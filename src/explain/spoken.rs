//! What an event speaks of: a node, a message, a cell of a log. So that whoever shows it can light all three.

use crate::cluster::event::{Cause, Fact, Stamped};
use crate::ids::{Index, NodeId};
use crate::node::Event;
use crate::transport::MessageNumber;

/// What an event speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spoken {
    /// The node that it is about.
    pub node: Option<NodeId>,
    /// The message.
    pub message: Option<MessageNumber>,
    /// An entry: the last one, where there are more.
    pub entry: Option<Index>,
}

/// What an event speaks of.
#[must_use]
pub fn spoken(event: &Stamped) -> Spoken {
    let arrived = match event.cause {
        Cause::Message(number) => Some(number),
        _ => None,
    };
    Spoken {
        node: event.node,
        message: message(&event.fact).or(arrived),
        entry: entry(&event.fact).filter(|index| *index > Index::ZERO),
    }
}

fn message(fact: &Fact) -> Option<MessageNumber> {
    match *fact {
        Fact::Sent { number, .. }
        | Fact::Copied { number, .. }
        | Fact::Delivered { number, .. }
        | Fact::Lost { number, .. }
        | Fact::Delayed { number, .. } => Some(number),
        _ => None,
    }
}

fn entry(fact: &Fact) -> Option<Index> {
    match *fact {
        Fact::Rotted { index, .. } | Fact::Node(Event::CommitHeld { index, .. }) => Some(index),
        Fact::Node(
            Event::Appended { last, .. }
            | Event::Taken { last, .. }
            | Event::AlreadyHeld { last, .. }
            | Event::Applied { last, .. },
        ) => Some(last),
        Fact::Node(
            Event::Truncated { from, .. }
            | Event::Retried { from, .. }
            | Event::WindowFull { from, .. },
        ) => Some(from),
        Fact::Node(
            Event::Acknowledged {
                match_index: to, ..
            }
            | Event::MatchAdvanced { to, .. }
            | Event::Commit { to, .. }
            | Event::BackedOff { to, .. },
        ) => Some(to),
        Fact::Durable { through, .. } => Some(through),
        Fact::Node(Event::AppendRefused { prev, .. }) => Some(prev.index),
        _ => None,
    }
}
