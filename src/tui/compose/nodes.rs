//! The nodes of a frame: what each one is, holds and waits for.

use super::glance::Glance;
use crate::cluster::NodeView;
use crate::ids::{Index, NodeId};
use crate::node::{Role, Rules};
use crate::tui::scene::{NodeMark, NodeScene, NodesScene, Standing, Timer, TimerKind, VoteCount};

pub(super) fn scene(glance: &Glance<'_>) -> NodesScene {
    NodesScene {
        nodes: glance.view.nodes().map(|node| one(glance, node)).collect(),
    }
}

fn one(glance: &Glance<'_>, node: NodeView<'_>) -> NodeScene {
    let hard = node.hard_state();
    let last = node.log().last();
    let volatile = |index: Index| node.is_up().then_some(index);
    NodeScene {
        id: node.id(),
        selected: glance.is_selected(node.id()),
        standing: standing(glance, node.id()),
        term: hard.term,
        vote: hard.vote,
        last_index: last.index,
        last_term: last.term,
        durable_index: node.durable_index().min(last.index),
        commit: volatile(node.commit_index()),
        applied: volatile(node.applied_index()),
        timer: timer(glance, node),
        votes: votes(glance, node),
        marks: marks(glance, node),
    }
}

/// What a node is at the moment.
pub(super) fn standing(glance: &Glance<'_>, id: NodeId) -> Standing {
    let Some(node) = glance.view.node(id) else {
        return Standing::Down;
    };
    match node.role() {
        None => Standing::Down,
        Some(role) if node.is_paused() => Standing::Paused(role),
        Some(Role::Leader) if glance.is_doubtful(node) => Standing::DoubtfulLeader,
        Some(role) => Standing::Up(role),
    }
}

/// The timer that runs: a leader's heartbeats, anyone else's election.
pub(super) fn timer(glance: &Glance<'_>, node: NodeView<'_>) -> Option<Timer> {
    if let Some(silent) = node.silent_ticks() {
        let drawn = glance.view.setup().node.heartbeat_ticks;
        return Some(Timer {
            kind: TimerKind::Heartbeat,
            elapsed: silent.min(drawn),
            drawn,
        });
    }
    node.election_timer().map(|timer| Timer {
        kind: TimerKind::Election,
        elapsed: timer.drawn.saturating_sub(timer.left),
        drawn: timer.drawn,
    })
}

fn votes(glance: &Glance<'_>, node: NodeView<'_>) -> Option<VoteCount> {
    (node.role() == Some(Role::Candidate)).then(|| VoteCount {
        has: node.votes().len(),
        needed: glance.reach.quorum_of(node.id()),
    })
}

/// What is wrong around a node, the weightiest first.
fn marks(glance: &Glance<'_>, node: NodeView<'_>) -> Vec<NodeMark> {
    let waits_for_disk = node.syncs() && node.saves_pending() > 0;
    let suffers = |mark| match mark {
        NodeMark::Damaged => node.damage().is_some(),
        NodeMark::CutOff => node.is_up() && glance.reach.is_cut_off(node.id()),
        NodeMark::Clock => node.clock_rate() != 1000,
        NodeMark::SyncOff => !node.syncs(),
        NodeMark::SlowDisk => waits_for_disk,
        NodeMark::RuleOff => glance.view.rules() != Rules::default(),
    };
    let all = NodeMark::ALL.iter().map(|(mark, _)| *mark);
    all.filter(|mark| suffers(*mark)).collect()
}
