//! The observer itself: which event is looked at by which judge, and what was found so far.
//!
//! The judges stand in `elections`, `logs`, `commits` and `clients`. Each takes one event, in the order of happening,
//! and a look at the cluster right behind the step that it belongs to.

use super::ballots::Ballots;
use super::canon::Canon;
use super::chains::Chains;
use super::clients::Clients;
use super::disks::Disk;
use super::invariants::Invariant;
use super::violation::{Breach, Outside, Violation};
use super::watched::Watched;
use crate::cluster::ClusterView;
use crate::cluster::event::{CrashKind, Fact, Stamped};
use crate::ids::{Index, NodeId, NodeSet, Term};
use crate::log::HardState;
use crate::node::{Event, Rules, SaveNumber};
use std::sync::Arc;

/// Watches one run and keeps what was broken. A plain value: a copy goes on from where it is, and costs the same
/// whatever the length of the logs, but for what of them differs where it must not. A crash and a restart each have the
/// node's log read once, as its disk gives it.
#[derive(Clone, Debug)]
pub struct Checker {
    pub(super) nodes: Vec<Watched>,
    pub(super) chains: Chains,
    pub(super) canon: Canon,
    pub(super) ballots: Ballots,
    pub(super) clients: Clients,
    /// Nodes that have applied more than was ever committed.
    pub(super) ahead: NodeSet,
    violations: Arc<Vec<Violation>>,
    rules: Rules,
    outside: Outside,
}

/// An event, and the cluster as the step left it.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) event: &'a Stamped,
    pub(super) view: ClusterView<'a>,
    /// The place of the event's node.
    pub(super) slot: usize,
}

/// Whether any judge looks at such an event: most are passed over here, at the price of a look at their kind.
#[inline]
fn is_judged(fact: &Fact) -> bool {
    match fact {
        Fact::Node(event) => !matches!(
            event,
            Event::Acknowledged { .. }
                | Event::AlreadyHeld { .. }
                | Event::AckIgnored { .. }
                | Event::CommitHeld { .. }
                | Event::Heartbeat { .. }
                | Event::WindowFull { .. }
                | Event::Follows { .. }
        ),
        Fact::Delivered { .. } | Fact::Lost { .. } | Fact::Copied { .. } => false,
        _ => true,
    }
}

impl Checker {
    /// Begins to watch a cluster that has just been set up; what its presets say counts as having happened, and is
    /// taken as it is.
    #[must_use]
    pub fn new(view: ClusterView<'_>) -> Self {
        let mut chains = Chains::default();
        let nodes: Vec<_> = view
            .nodes()
            .map(|node| Watched::new(node, &mut chains))
            .collect();
        let mut checker = Self {
            nodes,
            chains,
            canon: Canon::default(),
            ballots: Ballots::default(),
            clients: Clients::default(),
            ahead: NodeSet::EMPTY,
            violations: Arc::default(),
            rules: view.rules(),
            outside: Outside::default(),
        };
        checker.presume_committed(view);
        checker
    }

    /// Takes what happened in a step, in order, each event once, and the cluster as the step left it.
    pub fn observe(&mut self, events: &[Stamped], view: ClusterView<'_>) {
        for event in events.iter().filter(|event| is_judged(&event.fact)) {
            let slot = event.node.map_or(usize::MAX, NodeId::slot);
            let look = Look { event, view, slot };
            if slot < self.nodes.len() {
                self.observe_node(look);
            } else {
                self.observe_cluster(look);
            }
        }
    }

    /// What was broken so far, each invariant once, in the order in which they first were.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Whether nothing was broken so far.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.violations.is_empty()
    }

    /// How an invariant was first broken.
    #[must_use]
    pub fn violation(&self, invariant: Invariant) -> Option<&Violation> {
        let mut found = self.violations.iter();
        found.find(|violation| violation.invariant == invariant)
    }

    /// What was done to disks so far that Raft does not promise to survive.
    #[must_use]
    pub fn outside(&self) -> Outside {
        self.outside
    }

    /// Notes that an invariant is broken, if it was not before.
    pub(super) fn ring(&mut self, look: Look<'_>, invariant: Invariant, breach: Breach) {
        if self.violation(invariant).is_some() {
            return;
        }
        let violation = Violation {
            invariant,
            event: look.event.id,
            tick: look.event.tick,
            node: look.event.node,
            breach,
            rules: self.rules,
            outside: self.outside,
        };
        Arc::make_mut(&mut self.violations).push(violation);
    }

    /// How many make a majority: more than half of all nodes, whatever the rules in force say.
    pub(super) fn majority(&self) -> usize {
        self.nodes.len() / 2 + 1
    }

    /// What the presets take for committed; in the term of the last entry of it.
    fn presume_committed(&mut self, view: ClusterView<'_>) {
        let Some(most) = self.nodes.iter().max_by_key(|node| node.commit) else {
            return;
        };
        let (log, through) = (most.log(view), most.commit);
        let term = log.and_then(|log| log.term_at(through)).unwrap_or_default();
        for index in 1..=through.0 {
            if let Some(hash) = most.number_at(Index(index), log, &self.chains) {
                self.canon.push(hash, term, &self.chains);
            }
        }
    }

    fn observe_cluster(&mut self, look: Look<'_>) {
        match &look.event.fact {
            Fact::RuleSet { rule, .. } => self.rules = self.rules.with(*rule, false),
            Fact::Asked { request, what } => self.clients.asked(*request, what),
            Fact::Answered { request, outcome } => self.answered(look, *request, outcome),
            _ => {}
        }
    }

    fn observe_node(&mut self, look: Look<'_>) {
        match &look.event.fact {
            Fact::Node(event) => self.observe_protocol(look, event),
            Fact::Sent {
                to, term, brief, ..
            } => self.sent(look, *to, *term, brief),
            Fact::Durable {
                save, hard_state, ..
            } => self.durable(look.slot, *save, *hard_state),
            Fact::Written {
                save, hard_state, ..
            } => {
                let node = &mut self.nodes[look.slot];
                node.disk.written(*save, *hard_state, node.last.index);
            }
            Fact::Asked { request, what } => self.clients.asked(*request, what),
            Fact::Answered { request, outcome } => self.answered(look, *request, outcome),
            Fact::Crashed { how } => self.crashed(look, *how),
            Fact::Restarted { hard_state, .. } => self.restarted(look, *hard_state),
            Fact::DamageFound { .. } if self.nodes[look.slot].disk.rotted.is_none() => {
                self.ring(look, Invariant::RecoveryExact, Breach::RefusedWhole);
            }
            Fact::Rotted { proven, .. } => {
                let disk = &mut self.nodes[look.slot].disk;
                disk.rotted = Some(*proven && disk.rotted.unwrap_or(true));
                self.outside.rotted.insert(NodeId::at_slot(look.slot));
            }
            _ => {}
        }
    }

    #[inline(never)]
    fn observe_protocol(&mut self, look: Look<'_>, event: &Event) {
        match *event {
            Event::Campaign { term, .. } | Event::TermAdopted { to: term, .. } => {
                self.entered(look, term);
            }
            Event::VoteCounted { from, term, .. } => self.counted_vote(look, from, term),
            Event::Leader { term, votes, .. } => self.elected(look, term, votes),
            Event::SteppedDown { .. } => self.nodes[look.slot].leading = None,
            Event::Appended { first, last, .. } => self.appended(look, first, last),
            Event::Taken { first, .. } => self.grown(look, first, Index(u64::MAX)),
            Event::Truncated { from, mine, .. } => self.truncated(look, from, mine),
            Event::MatchAdvanced { peer, from, to } => self.matched(look, peer, from, to),
            Event::BackedOff { peer, .. } => self.next_in_bounds(look, peer),
            Event::Commit { to, ref by, .. } => self.committed(look, to, by),
            Event::Applied { first, last } => self.applied(look, first, last),
            _ => {}
        }
    }

    fn durable(&mut self, slot: usize, save: SaveNumber, hard_state: HardState) {
        let node = &mut self.nodes[slot];
        let through = node.disk.sync(save, hard_state, node.last.index, node.hash);
        node.durable = node.durable.max(through);
    }

    fn crashed(&mut self, look: Look<'_>, how: CrashKind) {
        let Some(seen) = look.view.node(NodeId::at_slot(look.slot)) else {
            return;
        };
        let node = &mut self.nodes[look.slot];
        node.is_up = false;
        node.leading = None;
        let is_torn = matches!(how, CrashKind::Torn { .. } | CrashKind::TornZero);
        node.disk.crash(is_torn);
        if how == CrashKind::Wiped {
            // A server without memory of its past: what it forgot is seen by what comes of it.
            node.disk = Disk::default();
            (node.term, node.spoken) = (Term::ZERO, Term::ZERO);
            self.outside.wiped.insert(NodeId::at_slot(look.slot));
        }
        (node.commit, node.applied) = (Index::ZERO, Index::ZERO);
        self.ahead.remove(node.id);
        node.read_again(seen, &mut self.chains);
        if std::mem::take(&mut node.ended_unread) {
            node.disk.synced = node.image(seen);
        }
    }

    fn restarted(&mut self, look: Look<'_>, hard_state: HardState) {
        let Some(seen) = look.view.node(NodeId::at_slot(look.slot)) else {
            return;
        };
        let node = &mut self.nodes[look.slot];
        node.is_up = true;
        node.read_again(seen, &mut self.chains);
        let mut found = node.image(seen);
        found.hard_state = hard_state;
        let (last, synced) = (node.last, node.disk.synced);
        let can_be_short = node.disk.rotted == Some(false)
            && found.last <= synced.last
            && self.chains.at(last) == Some(found.hash);
        let is_exact = node.disk.may_give(found) || can_be_short;
        let spoken = node.spoken;
        node.term = hard_state.term;
        node.disk = Disk::holding(found);
        if !is_exact {
            let breach = Breach::NotWhatWasSynced {
                last: found.last,
                synced: synced.last,
                term: hard_state.term,
                synced_term: synced.hard_state.term,
            };
            self.ring(look, Invariant::RecoveryExact, breach);
        }
        if hard_state.term < spoken {
            let breach = Breach::TermFell {
                from: spoken,
                to: hard_state.term,
            };
            self.ring(look, Invariant::TermMonotonic, breach);
        }
    }
}
