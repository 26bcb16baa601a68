//! Two moments side by side: in what the nodes differ. Looks only; makes what it must look at on copies.

use super::experiment::Experiment;
use super::history::History;
use super::travel::{TravelError, place};
use super::tree::Moment;
use crate::cluster::NodeView;
use crate::ids::{Index, NodeId, Term};
use crate::log::RaftLog;
use crate::node::Role;

/// The most entries of a log that a difference names.
pub const NAMED_ENTRIES_MAX: usize = 12;

/// In what a node differs between two moments; the first value is that of the first moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Difference {
    /// Its role; none while it is down.
    Role(NodeId, Option<Role>, Option<Role>),
    /// Its term.
    Term(NodeId, Term, Term),
    /// How far it knows the log to be committed.
    Commit(NodeId, Index, Index),
    /// Its log: the first index at which the two differ, and the terms from there on, at most
    /// [`NAMED_ENTRIES_MAX`] of each.
    Log {
        /// Whose.
        node: NodeId,
        /// The first index that differs.
        from: Index,
        /// The terms of the first moment's log from there on.
        here: Vec<Term>,
        /// Those of the second.
        there: Vec<Term>,
    },
    /// Entries of the same terms that hold other commands: only on different branches.
    Command(NodeId, Index),
    /// What it has applied.
    Store(NodeId),
}

impl History {
    /// In what another moment differs from the present one, node by node.
    pub fn compare(&self, other: Moment) -> Result<Vec<Difference>, TravelError> {
        let there = self.experiment_at(other)?;
        let mut differences = Vec::new();
        for (here, there) in self.view().nodes().zip(there.view().nodes()) {
            compare_nodes(here, there, &mut differences);
        }
        Ok(differences)
    }

    /// The experiment as it is at a moment.
    pub fn experiment_at(&self, moment: Moment) -> Result<Experiment, TravelError> {
        let mut replay = self.replay_from_keyframe(moment)?;
        while place(replay.at) < place(moment) {
            if replay.advance(&self.tree)?.is_none() {
                return Err(TravelError::NoSuchMoment);
            }
        }
        Ok(replay.experiment)
    }
}

fn compare_nodes(here: NodeView<'_>, there: NodeView<'_>, differences: &mut Vec<Difference>) {
    let node = here.id();
    if here.role() != there.role() {
        differences.push(Difference::Role(node, here.role(), there.role()));
    }
    let (term, other) = (here.hard_state().term, there.hard_state().term);
    if term != other {
        differences.push(Difference::Term(node, term, other));
    }
    // A process that is down has no memory: its role says so, and an index of 0 would not.
    let are_up = here.is_up() && there.is_up();
    if are_up && here.commit_index() != there.commit_index() {
        differences.push(Difference::Commit(
            node,
            here.commit_index(),
            there.commit_index(),
        ));
    }
    differences.extend(compare_logs(node, here.log(), there.log()));
    if are_up && !here.store().agrees_with(there.store()) {
        differences.push(Difference::Store(node));
    }
}

fn compare_logs(node: NodeId, here: &RaftLog, there: &RaftLog) -> Option<Difference> {
    let last = here.last_index().max(there.last_index());
    let differs = |index: &u64| here.entry(Index(*index)) != there.entry(Index(*index));
    let from = Index((1..=last.0).find(differs)?);
    if here.term_at(from).is_some() && here.term_at(from) == there.term_at(from) {
        return Some(Difference::Command(node, from));
    }
    let terms = |log: &RaftLog| {
        log.iter_from(from)
            .take(NAMED_ENTRIES_MAX)
            .map(|entry| entry.term)
            .collect()
    };
    Some(Difference::Log {
        node,
        from,
        here: terms(here),
        there: terms(there),
    })
}
