//! Who of a majority is there: votes of a candidate, disks that hold an entry, and why each of the others is not.
//!
//! What is counted is what is so, not what a leader knows of it; the difference is a reason of its own. Read
//! [`super::commits`] for what follows.

use super::Look;
use crate::cluster::{ClusterView, NodeView};
use crate::explain::reach::quorum_of;
use crate::explain::words::{count, kind};
use crate::ids::{Index, NodeId, NodeSet};
use crate::log::Entry;
use crate::transport::{Flight, Message, MessageKind};

/// A majority as far as it is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Quorum {
    /// Who counts already.
    pub has: NodeSet,
    /// How many members there are.
    pub of: usize,
    /// How many make a majority.
    pub needed: usize,
}

impl Quorum {
    /// How many are missing.
    #[must_use]
    pub fn missing(self) -> usize {
        self.needed.saturating_sub(self.has.len())
    }
}

/// The votes that a node has in the campaign it is in or won.
#[must_use]
pub fn votes(view: ClusterView<'_>, node: NodeView<'_>) -> Quorum {
    quorum(view, Some(node), node.votes())
}

/// The disks that hold that very entry, for sure. Its content is compared too: where rules are off, index and term do not
/// tell it.
#[must_use]
pub fn disks(view: ClusterView<'_>, entry: Entry<'_>) -> Quorum {
    let holds = |node: &NodeView<'_>| {
        entry.index <= node.durable_index() && node.log().entry(entry.index) == Some(entry)
    };
    let leader = view.leader().and_then(|leader| view.node(leader));
    let has = view.nodes().filter(holds).map(NodeView::id).collect();
    quorum(view, leader, has)
}

/// What `counts` takes for a quorum.
fn quorum(view: ClusterView<'_>, counts: Option<NodeView<'_>>, has: NodeSet) -> Quorum {
    let of = view.node_count();
    Quorum {
        has,
        of,
        needed: counts.map_or(of / 2 + 1, |node| quorum_of(view, node)),
    }
}

/// What keeps a node from answering another at all; none where nothing does.
pub(crate) fn out_of_reach(look: &Look<'_>, from: NodeId, to: NodeId) -> Option<String> {
    let node = look.view.node(to)?;
    if !node.is_up() {
        Some(format!("{to} is down"))
    } else if node.is_paused() {
        Some(format!("{to} stands still: it is paused"))
    } else if !look.reach.around(from).contains(to) {
        Some(format!("{to} is out of reach: the link to {from} is cut"))
    } else if !node.syncs() {
        Some(format!("the disk of {to} does not sync"))
    } else {
        None
    }
}

/// The first message between two nodes, of one of these kinds, that is under way: `m17, an append, due in 2 ticks`.
pub(crate) fn under_way(
    look: &Look<'_>,
    (from, to): (NodeId, NodeId),
    kinds: &[MessageKind],
) -> Option<String> {
    let is_it = |flight: &&Flight| {
        let envelope = &flight.envelope;
        (envelope.from, envelope.to) == (from, to) && kinds.contains(&envelope.message.kind())
    };
    look.view
        .flights()
        .find(is_it)
        .map(|flight| standing(look, flight))
}

/// The append under way to a node that brings an entry.
pub(crate) fn append_under_way(
    look: &Look<'_>,
    (from, to): (NodeId, NodeId),
    index: Index,
) -> Option<String> {
    let brings = |flight: &&Flight| {
        let envelope = &flight.envelope;
        (envelope.from, envelope.to) == (from, to)
            && matches!(&envelope.message, Message::AppendEntries(append)
                if append.entries.first_index().is_some_and(|first| first <= index)
                    && append.entries.last_index().is_some_and(|last| index <= last))
    };
    look.view
        .flights()
        .find(brings)
        .map(|flight| standing(look, flight))
}

/// `m17 (append) from s1 to s3 arrives in 2 ticks`, or what holds it up.
pub(crate) fn standing(look: &Look<'_>, flight: &Flight) -> String {
    let envelope = &flight.envelope;
    let what = format!(
        "{} ({}) from {} to {}",
        flight.number,
        kind(envelope.message.kind()),
        envelope.from,
        envelope.to
    );
    if flight.held {
        format!("{what} is held")
    } else if flight.waiting {
        format!("{what} waits where {} stands still", envelope.to)
    } else {
        let left = flight.due.0.saturating_sub(look.view.now().0);
        format!("{what} arrives in {}", count(left, "tick", "ticks"))
    }
}
