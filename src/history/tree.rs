//! What was done: deeds on branches that fork off each other. Holds no state of any cluster.
//!
//! A branch shares its parent's deeds up to where it forks, and has its own from there. Places on a path are counted
//! from the start of the run, so that a moment before a fork has the same number on both branches.

use crate::cluster::TraceHash;
use crate::ids::Tick;
use crate::play::statement::Deed;
use std::sync::Arc;

/// A branch, by the order in which branches were made; the first is 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct BranchId(pub usize);

/// A moment of a run: a branch, how many of its deeds are done, and how many steps of the next one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Moment {
    /// Which branch.
    pub branch: BranchId,
    /// How many deeds of its path are done, from the start of the run.
    pub deeds: usize,
    /// How many steps of the next one.
    pub steps: u64,
}

/// A deed that was done, and how the run stood then.
#[derive(Clone, Debug)]
pub struct Record {
    /// What was done: an action, or what only observers take note of.
    pub deed: Arc<Deed>,
    /// The trace behind it.
    pub hash: TraceHash,
    /// The clock behind it.
    pub tick: Tick,
    /// It is one with the deed before: both are undone together.
    pub joined: bool,
}

/// A path that was taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Branch {
    /// Which branch it forks off, and how many deeds it shares with it.
    pub(super) fork: Option<(BranchId, usize)>,
    own: Vec<Record>,
}

/// All branches.
#[derive(Clone, Debug)]
pub struct Tree {
    branches: Vec<Branch>,
}

impl Default for Tree {
    /// One branch with nothing on it.
    fn default() -> Self {
        Self {
            branches: vec![Branch::default()],
        }
    }
}

impl Tree {
    /// How many branches there are, at least one.
    #[must_use]
    pub fn branch_count(&self) -> usize {
        self.branches.len()
    }

    /// Which branch a branch forks off, and behind how many deeds; none for the first.
    #[must_use]
    pub fn fork(&self, branch: BranchId) -> Option<(BranchId, usize)> {
        self.branches[branch.0].fork
    }

    /// How many deeds the path of a branch has, those it shares included.
    #[must_use]
    pub fn len(&self, branch: BranchId) -> usize {
        let branch = &self.branches[branch.0];
        branch.base() + branch.own.len()
    }

    /// The deed in a place of a branch's path.
    #[must_use]
    pub fn record(&self, branch: BranchId, place: usize) -> Option<&Record> {
        let (branch, place) = self.owner(branch, place);
        self.branches[branch.0].own.get(place)
    }

    /// How many deeds, and where, two branches share from the start.
    #[must_use]
    pub fn shared(&self, one: BranchId, other: BranchId) -> usize {
        let (mut one, mut other, mut shared) = (one, other, usize::MAX);
        // The younger branch can only meet the older one further down.
        while one != other {
            let younger = if one > other { &mut one } else { &mut other };
            let Some((parent, base)) = self.fork(*younger) else {
                break;
            };
            (*younger, shared) = (parent, shared.min(base));
        }
        shared.min(self.len(one))
    }

    /// All branches that share a branch's first deeds, and go on from there: itself, the one it forks off there, and
    /// what else forks off there.
    pub fn continuations(&self, branch: BranchId, place: usize) -> impl Iterator<Item = BranchId> {
        let trunk = match place.checked_sub(1) {
            Some(last) => self.owner(branch, last).0,
            None => BranchId::default(),
        };
        let forks = move |(_, other): &(usize, &Branch)| other.fork == Some((trunk, place));
        let forks = self
            .branches
            .iter()
            .enumerate()
            .filter(forks)
            .map(|(id, _)| BranchId(id));
        [branch, trunk].into_iter().chain(forks)
    }

    /// All branches as a person reads a tree: each behind the one it forks off, the earlier forks first; with how many
    /// forks deep it lies.
    #[must_use]
    pub fn in_order(&self) -> Vec<(BranchId, usize)> {
        let mut order = Vec::new();
        self.visit(BranchId::default(), 0, &mut order);
        order
    }

    fn visit(&self, branch: BranchId, depth: usize, order: &mut Vec<(BranchId, usize)>) {
        order.push((branch, depth));
        let forks = |(id, other): (usize, &Branch)| {
            other
                .fork
                .filter(|(parent, _)| *parent == branch)
                .map(|(_, place)| (place, BranchId(id)))
        };
        let mut children: Vec<_> = self.branches.iter().enumerate().filter_map(forks).collect();
        children.sort_unstable();
        for (_, child) in children {
            self.visit(child, depth + 1, order);
        }
    }

    /// A deed to be added to a branch: the last one's own memory where it is the same, since a deed that is done over
    /// and over is kept once.
    pub(super) fn kept_once(&self, branch: BranchId, deed: Deed) -> Arc<Deed> {
        let last = self.branches[branch.0].own.last();
        match last.filter(|last| *last.deed == deed) {
            Some(last) => Arc::clone(&last.deed),
            None => Arc::new(deed),
        }
    }

    /// Adds a deed behind the last one of a branch.
    pub(super) fn push(&mut self, branch: BranchId, record: Record) {
        self.branches[branch.0].own.push(record);
    }

    /// A new branch that shares a branch's first deeds.
    pub(super) fn fork_off(&mut self, branch: BranchId, deeds: usize) -> BranchId {
        // Forking off where the branch itself begins is forking off its parent.
        let mut from = branch;
        while let Some((parent, base)) = self.fork(from).filter(|(_, base)| deeds <= *base) {
            debug_assert!(
                deeds <= base,
                "a branch is left only for the one it shares the deeds with"
            );
            from = parent;
        }
        self.branches.push(Branch {
            fork: Some((from, deeds)),
            own: Vec::new(),
        });
        BranchId(self.branches.len() - 1)
    }

    /// Takes a branch's last deed off again.
    pub(super) fn pop(&mut self, branch: BranchId) {
        self.branches[branch.0].own.pop();
    }

    /// Notes how the run stands behind the last deed of a branch.
    pub(super) fn seal(&mut self, branch: BranchId, hash: TraceHash, tick: Tick) {
        if let Some(last) = self.branches[branch.0].own.last_mut() {
            (last.hash, last.tick) = (hash, tick);
        }
    }

    /// The branch that has the deed in a place of a path, and the place among its own.
    pub(super) fn owner(&self, branch: BranchId, place: usize) -> (BranchId, usize) {
        let mut at = branch;
        loop {
            let found = &self.branches[at.0];
            match found.fork {
                Some((parent, base)) if place < base => at = parent,
                _ => return (at, place - found.base()),
            }
        }
    }
}

impl Branch {
    fn base(&self) -> usize {
        self.fork.map_or(0, |(_, base)| base)
    }
}
