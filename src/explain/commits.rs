//! Holders, commits and applying in words (§5.3, §5.4.2), and messages that no correct peer sends.
//!
//! Each sentence counts the disks it rests on. Read [`super::members`] next.

use super::words::{count, entries, nodes, up_to};
use super::{Told, told};
use crate::ids::{Index, NodeId, NodeSet, TERM_LEAP_MAX, Term};
use crate::node::Event;
use crate::node::event::{AckUseless, CommitCause, CommitHold, Implausible};

/// Tells an event of this theme; none where it is of another.
pub(super) fn tell(event: &Event, me: Option<NodeId>) -> Option<Told> {
    Some(match *event {
        Event::MatchAdvanced { peer, from, to } if Some(peer) == me => own_disk(from, to),
        Event::MatchAdvanced { peer, from, to } => matched(peer, from, to),
        Event::AckIgnored { from, term, why } => told(
            format!("learns nothing from the append reply of {from}"),
            useless(from, term, why),
        ),
        Event::Commit { from, to, by } => committed(from, to, by),
        Event::CommitHeld {
            index,
            term,
            holders,
            why,
        } => told(
            format!("holds #{index} back"),
            held_back(term, holders, why),
        ),
        Event::Applied { first, last } => told(
            format!("applies {}", entries(first, last)),
            "committed entries reach the key-value store, in log order",
        ),
        Event::Heartbeat { term } => told(
            "sends heartbeats",
            format!("it leads term {term}, and whoever hears no leader campaigns"),
        ),
        Event::Implausible { from, why } => told(
            format!("throws a message of {from} away"),
            implausible(from, why),
        ),
        _ => return None,
    })
}

fn own_disk(from: Index, to: Index) -> Told {
    told(
        format!("counts itself as a holder {}", up_to(to)),
        format!(
            "its own disk has the log that far; it counted {} before",
            up_to(from)
        ),
    )
}

fn matched(peer: NodeId, from: Index, to: Index) -> Told {
    if to < from {
        return told(
            format!("believes that {peer} holds {} only", up_to(to)),
            format!("an old acknowledgement lowered it from #{from}"),
        );
    }
    told(
        format!("knows that {peer} holds {}", up_to(to)),
        format!(
            "{peer} acknowledged it, once it was on disk; {} was known before",
            up_to(from)
        ),
    )
}

fn useless(from: NodeId, term: Term, why: AckUseless) -> String {
    match why {
        AckUseless::OldTerm => format!("it is of term {term}, an earlier leadership"),
        AckUseless::NotLeading => "it does not lead".to_owned(),
        AckUseless::Known => format!("{from} acknowledges what is known already"),
        AckUseless::Overtaken => format!("a later answer of {from} has overtaken it"),
    }
}

fn committed(from: Index, to: Index, by: CommitCause) -> Told {
    let what = if to < from {
        format!("lowers its commit from #{from} to #{to}")
    } else {
        format!("commits up to #{to}")
    };
    let because = match by {
        CommitCause::Counted {
            term,
            current,
            holders,
            needed,
        } => {
            let on = format!("it is on {}", disks(holders, needed));
            if term == current {
                format!("{on}, and of the leader's own term {term}")
            } else {
                format!("{on}, though it is of term {term} and the leader's term is {current}")
            }
        }
        CommitCause::Told { leader } => {
            format!("the leader {leader} says so, and its append fits this log")
        }
    };
    told(what, because)
}

fn disks(holders: NodeSet, needed: usize) -> String {
    let have = count(holders.len() as u64, "disk", "disks");
    format!("{}: {have}, {needed} needed", nodes(holders))
}

fn held_back(term: Term, holders: NodeSet, why: CommitHold) -> String {
    match why {
        CommitHold::Minority { needed } => format!("it is only on {}", disks(holders, needed)),
        CommitHold::OldTerm { current } => format!(
            "it is on {}, a majority, but it is of term {term} and the leader's term is {current}",
            nodes(holders)
        ),
    }
}

fn implausible(from: NodeId, why: Implausible) -> String {
    match why {
        Implausible::TermLeap { theirs } => {
            format!("its term {theirs} is more than {TERM_LEAP_MAX} above this node's own")
        }
        Implausible::NotAMember => format!("{from} is not another member of this cluster"),
        Implausible::MatchBeyondLog { claimed } => {
            format!("it acknowledges #{claimed}, which this log does not have")
        }
        Implausible::TermZero => "it is of term 0, and terms begin at 1".to_owned(),
        Implausible::EntryTerms => {
            "its entries have terms that no log of a leader can have in that order".to_owned()
        }
    }
}
