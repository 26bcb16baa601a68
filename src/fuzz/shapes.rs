//! The shapes in which a cluster falls apart.

use crate::cluster::action::{Action, Cut, Nodes};
use crate::dice::Dice;
use crate::ids::NodeId;

/// How many shapes there are.
const SHAPES: u64 = 5;

/// The actions that make a shape drawn at random of a cluster of so many nodes.
pub(super) fn apart(nodes: u64, dice: &mut Dice) -> Vec<Action> {
    let shape = dice.range(0..=SHAPES - 1);
    let one = NodeId(dice.range(1..=nodes));
    let sides = dice.bits();
    match shape {
        0 => vec![Action::Partition(vec![side(nodes, sides)])],
        1 => vec![Action::Isolate(Nodes::These(vec![one]))],
        2 => bridge(nodes, sides, one),
        3 => ring(nodes, 1),
        _ => ring(nodes, (nodes / 2).div_ceil(2)),
    }
}

/// The nodes on one of two sides: never none, never all but in a cluster of one.
fn side(nodes: u64, sides: u64) -> Vec<NodeId> {
    let mut side: Vec<_> = (1..=nodes)
        .filter(|node| sides >> node & 1 == 1)
        .map(NodeId)
        .collect();
    if side.is_empty() {
        side.push(NodeId(1 + sides % nodes));
    } else if side.len() as u64 == nodes && nodes > 1 {
        side.pop();
    }
    side
}

/// Two sides that hear nothing of each other, and one node that both hear.
fn bridge(nodes: u64, sides: u64, between: NodeId) -> Vec<Action> {
    let side = side(nodes, sides);
    cuts(nodes, |a, b| {
        a != between && b != between && side.contains(&a) != side.contains(&b)
    })
}

/// Everyone hears only so many neighbours on either side.
fn ring(nodes: u64, width: u64) -> Vec<Action> {
    cuts(nodes, |a, b| {
        let apart = a.0.abs_diff(b.0);
        apart.min(nodes - apart) > width
    })
}

fn cuts(nodes: u64, is_cut: impl Fn(NodeId, NodeId) -> bool) -> Vec<Action> {
    let pairs = (1..=nodes).flat_map(|a| (a + 1..=nodes).map(move |b| (NodeId(a), NodeId(b))));
    pairs
        .filter(|(a, b)| is_cut(*a, *b))
        .map(|(a, b)| Action::Cut(Cut::Between(a, b)))
        .collect()
}
