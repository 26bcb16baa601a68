//! What is known of one node from its events: its memory, its log as a number, and its disk.

use super::chains::{Chains, NOTHING, link, place};
use super::disks::{Disk, Image};
use crate::cluster::{ClusterView, NodeView};
use crate::ids::{Index, NodeId, Term};
use crate::log::{LogPosition, RaftLog};

/// One node, as its observer knows it.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    pub(super) id: NodeId,
    pub(super) is_up: bool,
    pub(super) term: Term,
    /// The highest term that it ever spoke in.
    pub(super) spoken: Term,
    /// The term that it leads.
    pub(super) leading: Option<Term>,
    /// The end of its log, and the number up to there.
    pub(super) last: LogPosition,
    pub(super) hash: u64,
    /// Where its log begins to differ from those that hold the same index and term: that index, and its own numbers from
    /// there on.
    own: Option<(Index, Vec<u64>)>,
    pub(super) commit: Index,
    pub(super) applied: Index,
    /// The last entry of its log that its disk has.
    pub(super) durable: Index,
    pub(super) disk: Disk,
    /// It took entries in the step in which it ended, which nobody can read any more: what its disk has of them is taken
    /// from the disk.
    pub(super) ended_unread: bool,
}

impl Watched {
    /// A node as it begins: all that it has is on its disk.
    pub(super) fn new(node: NodeView<'_>, chains: &mut Chains) -> Self {
        let mut watched = Self {
            id: node.id(),
            is_up: node.is_up(),
            term: node.hard_state().term,
            spoken: Term::ZERO,
            leading: None,
            last: LogPosition::default(),
            hash: NOTHING,
            own: None,
            commit: node.commit_index(),
            applied: node.applied_index(),
            durable: Index::ZERO,
            disk: Disk::default(),
            ended_unread: false,
        };
        watched.read_again(node, chains);
        watched.disk = Disk::holding(watched.image(node));
        watched
    }

    /// Its log as it stands now, every entry of it: for after a crash, when the disk says what it is.
    pub(super) fn read_again(&mut self, node: NodeView<'_>, chains: &mut Chains) {
        (self.last, self.hash, self.own) = (LogPosition::default(), NOTHING, None);
        for entry in node.log().iter_from(Index::FIRST) {
            let hash = link(self.hash, entry.term, entry.payload);
            // Whether it agrees with the others was judged when it came.
            let _ = self.put(place(entry.index, entry.term), hash, chains);
        }
        self.durable = self.last.index;
    }

    /// Whether its disk was damaged and it does not run: what was on that disk can be asked of nobody any more.
    pub(super) fn is_lost(&self) -> bool {
        !self.is_up && self.disk.rotted.is_some()
    }

    /// What its disk gives back at this moment, of a node that was just read again.
    pub(super) fn image(&self, node: NodeView<'_>) -> Image {
        Image {
            hard_state: node.hard_state(),
            last: self.last.index,
            hash: self.hash,
        }
    }

    /// One more entry at the end of its log; an error where another log holds that index and term and differs.
    #[inline]
    pub(super) fn put(
        &mut self,
        at: LogPosition,
        hash: u64,
        chains: &mut Chains,
    ) -> Result<(), ()> {
        let learned = chains.learn(at, hash);
        match (&mut self.own, learned) {
            (Some((_, own)), _) => own.push(hash),
            (None, Err(())) => self.own = Some((at.index, vec![hash])),
            (None, Ok(())) => {}
        }
        (self.last, self.hash) = (at, hash);
        learned
    }

    /// Its log is cut in memory, from an index on; `before`: the entry before that, with its number.
    pub(super) fn cut(&mut self, from: Index, before: (LogPosition, u64)) {
        (self.last, self.hash) = before;
        if let Some((first, own)) = &mut self.own {
            own.truncate(usize::try_from(from.above(*first)).unwrap_or(usize::MAX));
            if from <= *first {
                self.own = None;
            }
        }
        self.durable = self.durable.min(from.prev());
        self.disk.cut(from);
    }

    /// The number of its log up to an index; none beyond its end.
    #[inline]
    pub(super) fn number_at(
        &self,
        index: Index,
        log: Option<&RaftLog>,
        chains: &Chains,
    ) -> Option<u64> {
        if index == self.last.index {
            return Some(self.hash);
        }
        if index == Index::ZERO {
            return Some(NOTHING);
        }
        if index > self.last.index {
            return None;
        }
        if let Some((first, own)) = &self.own
            && index >= *first
        {
            return own.get(usize::try_from(index.above(*first)).ok()?).copied();
        }
        chains.at(place(index, log?.term_at(index)?))
    }

    /// Its log, where it can be read: not in the step in which the node ends, before its end is told.
    pub(super) fn log<'a>(&self, view: ClusterView<'a>) -> Option<&'a RaftLog> {
        let node = view.node(self.id)?;
        (node.is_up() || !self.is_up).then(|| node.log())
    }
}

/// The last index, up to one, at which two logs agree: they do up to a place, and never behind it.
pub(super) fn last_agreed(through: Index, agree: impl Fn(Index) -> bool) -> Index {
    let (mut low, mut high) = (0, through.0);
    while low < high {
        let middle = high - (high - low) / 2;
        if agree(Index(middle)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Index(low)
}
