//! Who reaches whom: links that are whole both ways, between processes that run.
//!
//! A link counts as cut where everything sent over it is lost on purpose; held messages may still arrive. Pure counting:
//! knows majorities, but neither roles nor terms.

use crate::cluster::action::{Link, Traffic};
use crate::cluster::{ClusterView, NodeView};
use crate::ids::{NodeId, NodeSet};

/// The links at one moment.
pub struct Reach {
    /// For each node in node order, whom its links join it to both ways, itself included.
    linked: Vec<NodeSet>,
    /// The nodes that are up and do not stand still.
    running: NodeSet,
    quorum: usize,
    /// For each node in node order, how many it takes for a quorum itself: less than a majority where a rule is off.
    quorums: Vec<usize>,
}

/// How many a node takes for a quorum: a majority, unless a rule is off.
pub(crate) fn quorum_of(view: ClusterView<'_>, node: NodeView<'_>) -> usize {
    node.quorum().unwrap_or(view.node_count() / 2 + 1)
}

impl Reach {
    /// The links as they are now.
    #[must_use]
    pub fn of(view: ClusterView<'_>) -> Self {
        let network = view.network();
        let count = view.node_count();
        let lost: Vec<Link> = network
            .losses()
            .filter(|traffic| traffic.kind.is_none())
            .map(|traffic| traffic.link)
            .collect();
        let ids = || (0..count).map(NodeId::at_slot);
        let passes = |from, to| !network.is_cut(from, to) && !is_lost(&lost, from, to);
        let mut linked = vec![NodeSet::EMPTY; count];
        for node in ids() {
            linked[node.slot()].insert(node);
            for other in ids().skip(node.slot() + 1) {
                if passes(node, other) && passes(other, node) {
                    linked[node.slot()].insert(other);
                    linked[other.slot()].insert(node);
                }
            }
        }
        let running = view
            .nodes()
            .filter(|node| node.is_up() && !node.is_paused());
        Self {
            linked,
            running: running.map(NodeView::id).collect(),
            quorum: count / 2 + 1,
            quorums: view.nodes().map(|node| quorum_of(view, node)).collect(),
        }
    }

    /// How many nodes make a majority.
    #[must_use]
    pub fn quorum(&self) -> usize {
        self.quorum
    }

    /// How many a node itself takes for a quorum: a majority, unless a rule is off.
    #[must_use]
    pub fn quorum_of(&self, node: NodeId) -> usize {
        self.quorums
            .get(node.slot())
            .copied()
            .unwrap_or(self.quorum)
    }

    /// Whom a node reaches both ways, itself included; nobody where it does not run.
    #[must_use]
    pub fn around(&self, node: NodeId) -> NodeSet {
        if self.running.contains(node) {
            self.links(node).and(self.running)
        } else {
            NodeSet::EMPTY
        }
    }

    /// Whether a node reaches both ways as many as it takes for a quorum.
    #[must_use]
    pub fn has_majority(&self, node: NodeId) -> bool {
        self.around(node).len() >= self.quorum_of(node)
    }

    /// Whether a node's links alone keep it from a majority, whoever runs.
    #[must_use]
    pub fn is_cut_off(&self, node: NodeId) -> bool {
        self.links(node).len() < self.quorum
    }

    /// Whether any link is cut, one way or both.
    #[must_use]
    pub fn has_cuts(&self) -> bool {
        self.linked
            .iter()
            .any(|linked| linked.len() < self.linked.len())
    }

    /// The most nodes that one node reaches, itself included: with so many a leader could work.
    #[must_use]
    pub fn largest(&self) -> usize {
        let sizes = self.running.iter().map(|node| self.around(node).len());
        sizes.max().unwrap_or(0)
    }

    /// The running nodes in groups, each joined by whole links, directly or over others.
    #[must_use]
    pub fn groups(&self) -> Vec<NodeSet> {
        let mut groups = Vec::new();
        let mut left = self.running;
        while let Some(first) = left.iter().next() {
            let group = self.group_of(first);
            left = left.without(group);
            groups.push(group);
        }
        groups
    }

    /// Pairs within one group that are cut from each other both ways, or one.
    pub fn broken_pairs(&self) -> impl Iterator<Item = (NodeId, NodeId)> {
        self.groups().into_iter().flat_map(move |group| {
            group.iter().flat_map(move |node| {
                let missing = group.without(self.links(node)).iter();
                missing
                    .filter(move |other| *other > node)
                    .map(move |other| (node, other))
            })
        })
    }

    fn group_of(&self, first: NodeId) -> NodeSet {
        let mut group = NodeSet::EMPTY;
        let mut todo = vec![first];
        while let Some(node) = todo.pop() {
            if group.insert(node) {
                todo.extend(self.around(node).without(group).iter());
            }
        }
        group
    }

    fn links(&self, node: NodeId) -> NodeSet {
        self.linked.get(node.slot()).copied().unwrap_or_default()
    }
}

fn is_lost(lost: &[Link], from: NodeId, to: NodeId) -> bool {
    lost.iter().any(|link| {
        let all = Traffic {
            link: *link,
            kind: None,
        };
        all.matches(from, to, crate::transport::MessageKind::Append)
    })
}
