//! A condition of the play language as the goal of a walk.
//!
//! What a condition asks of the past is remembered for each way, in a ledger and by a checker of its own. Events count
//! from where the walk begins: what happened before is there to be seen already. Of two ways to one state only the first
//! is gone further, whatever the checker remembers of the other; an invariant that only that memory would show to be
//! broken, later, may be missed.

use super::goal::Goal;
use crate::check::Checker;
use crate::cluster::action::{Link, Nodes, Traffic};
use crate::cluster::{ClusterView, Stamped};
use crate::ids::{NodeId, NodeSet};
use crate::node::{Clocks, FutureFold};
use crate::play::condition::{Comparison, Condition, Field, FieldTest, Value};
use crate::play::evaluate::{self, outcome_text};
use crate::play::ledger::Ledger;

/// A condition that is looked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    condition: Condition,
}

impl Wanted {
    /// This one.
    #[must_use]
    pub fn new(condition: Condition) -> Self {
        Self { condition }
    }

    /// The condition.
    #[must_use]
    pub fn condition(&self) -> &Condition {
        &self.condition
    }

    /// What is remembered where the walk begins.
    #[must_use]
    pub fn memory(&self, ledger: &Ledger, checker: &Checker) -> Remembered {
        let (mut ledger, checker) = (ledger.clone(), checker.clone());
        ledger.forget_events();
        Remembered { ledger, checker }
    }

    /// The nodes that the condition does not name, of a cluster of so many.
    #[must_use]
    pub fn alike(&self, nodes: u64) -> NodeSet {
        NodeSet::first(nodes).without(named(&self.condition))
    }
}

/// What is remembered of a way.
#[derive(Clone, Debug)]
pub struct Remembered {
    ledger: Ledger,
    checker: Checker,
}

impl Goal for Wanted {
    type Memory = Remembered;

    fn see(&self, memory: &mut Remembered, view: ClusterView<'_>, events: &[Stamped]) {
        memory.ledger.observe(events);
        memory.checker.observe(events, view);
    }

    fn is_reached(&self, memory: &Remembered, view: ClusterView<'_>) -> bool {
        evaluate::holds(&self.condition, view, &memory.ledger, &memory.checker).is_ok()
    }

    fn difference(&self, memory: &Remembered) -> u64 {
        difference(&self.condition, &memory.ledger)
    }
}

/// What a condition will make of what was counted so far.
fn difference(condition: &Condition, memory: &Ledger) -> u64 {
    match condition {
        Condition::Sent(traffic, bound) => memory.sent(*traffic).min(bound.number + 1),
        Condition::Rejected(link, bound) => memory.rejected(*link).min(bound.number + 1),
        Condition::Request { name, .. } => {
            let mut fold = FutureFold::new(&[], Clocks::Stand);
            fold.bytes(outcome_text(memory.outcome(name)).as_bytes());
            fold.number()
        }
        Condition::Each(conditions) => {
            let mut fold = FutureFold::new(&[], Clocks::Stand);
            for condition in conditions {
                fold.word(difference(condition, memory));
                // Several must hold at once: whether an event has come matters to the others.
                let has_come = condition.asks_for_event();
                fold.word(u64::from(has_come && has_happened(condition, memory)));
            }
            fold.number()
        }
        _ => 0,
    }
}

fn has_happened(condition: &Condition, memory: &Ledger) -> bool {
    match condition {
        Condition::Event { kind, node, detail } => memory.has_seen(kind, *node, detail.as_deref()),
        _ => false,
    }
}

/// The nodes that a condition names.
fn named(condition: &Condition) -> NodeSet {
    match condition {
        Condition::NoLeader
        | Condition::Leaders(_)
        | Condition::Quiet
        | Condition::Safe
        | Condition::Violation { .. }
        | Condition::Request { .. } => NodeSet::EMPTY,
        Condition::Each(conditions) => {
            let each = conditions.iter().map(named);
            each.flat_map(|nodes| nodes.iter().collect::<Vec<_>>())
                .collect()
        }
        Condition::Leader(node) | Condition::Event { node, .. } => node.iter().copied().collect(),
        Condition::At(nodes, tests) => {
            let fields = tests.iter().flat_map(in_test);
            in_nodes(nodes).chain(fields).collect()
        }
        Condition::Same(_, nodes) => in_nodes(nodes).collect(),
        Condition::Inflight(traffic, _)
        | Condition::Sent(traffic, _)
        | Condition::Message(traffic, ..) => in_link(traffic),
        Condition::Rejected(link, _) => ends(*link),
    }
}

fn in_nodes(nodes: &Nodes) -> impl Iterator<Item = NodeId> {
    let these = match nodes {
        Nodes::These(nodes) => nodes.as_slice(),
        Nodes::All | Nodes::Live | Nodes::Leader => &[],
    };
    these.iter().copied()
}

fn in_test(test: &FieldTest) -> Vec<NodeId> {
    let of_field = match test.field {
        Field::Match(node) | Field::Next(node) => Some(node),
        _ => None,
    };
    let mut nodes: Vec<_> = of_field.into_iter().collect();
    match &test.with {
        Comparison::Value {
            value: Value::Node(node),
            ..
        } => nodes.extend(node),
        Comparison::Value {
            value: Value::Nodes(set),
            ..
        } => nodes.extend(set.iter()),
        _ => {}
    }
    nodes
}

fn in_link(traffic: &Traffic) -> NodeSet {
    ends(traffic.link)
}

fn ends(link: Link) -> NodeSet {
    link.from.into_iter().chain(link.to).collect()
}
