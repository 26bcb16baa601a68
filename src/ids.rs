//! The numbers of Raft, each with a type of its own, so that a term is never taken for an index.
//!
//! Knows nothing but arithmetic. Read [`crate::command`] next.

use std::fmt;

/// A server of the cluster, by its number from 1: `s1`, `s2`, .. (§5.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u64);

/// A term: Raft's logical clock (§5.1). Terms begin at 1; 0 is "before any term".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Term(pub u64);

/// A position in the log. The first entry has index 1; 0 is "before the log".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Index(pub u64);

/// A moment or a span of the simulated clock, in ticks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Tick(pub u64);

/// The most nodes that a cluster can hold, headless.
pub const NODES_MAX: u64 = 101;

impl NodeId {
    /// The place of this node in a list kept in node order: 0 for `s1`.
    #[must_use]
    pub fn slot(self) -> usize {
        usize::try_from(self.0.saturating_sub(1)).unwrap_or(usize::MAX)
    }

    /// The node at a place of a list kept in node order: `s1` for 0.
    #[must_use]
    pub fn at_slot(slot: usize) -> Self {
        Self(slot as u64 + 1)
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s{}", self.0)
    }
}

/// How far above a node's own term another one may be: a forged term near 2^64 must not end elections for ever.
pub const TERM_LEAP_MAX: u64 = 1 << 32;

/// The largest term that a disk or a message may bring: from there 2^32 elections are left, which nobody lives to see.
pub const TERM_MAX: u64 = u64::MAX - TERM_LEAP_MAX;

impl Term {
    /// Before any term.
    pub const ZERO: Self = Self(0);

    /// The term after this one. Terms from outside are at most [`TERM_MAX`], and an election raises a term by one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(
            self.0
                .checked_add(1)
                .expect("no run has the 2^32 elections that are left behind TERM_MAX"),
        )
    }

    /// Whether a message of this term can be believed by a node in term `mine`.
    #[must_use]
    pub fn is_plausible_from(self, mine: Self) -> bool {
        self.0 <= TERM_MAX && self.0.saturating_sub(mine.0) <= TERM_LEAP_MAX
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Index {
    /// Before the log.
    pub const ZERO: Self = Self(0);
    /// The place of a log's first entry.
    pub const FIRST: Self = Self(1);

    /// The index after this one; the last one there is stays where it is.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The index before this one; 0 stays 0.
    #[must_use]
    pub fn prev(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// The index `count` places further, at most the last one there is.
    #[must_use]
    pub fn plus(self, count: u64) -> Self {
        Self(self.0.saturating_add(count))
    }

    /// How many indexes lie above `low` up to and with this one; 0 where this is not above it.
    #[must_use]
    pub fn above(self, low: Self) -> u64 {
        self.0.saturating_sub(low.0)
    }
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Tick {
    /// The moment `ticks` later, at most the last one there is.
    #[must_use]
    pub fn plus(self, ticks: u64) -> Self {
        Self(self.0.saturating_add(ticks))
    }
}

impl fmt::Display for Tick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A set of nodes, small enough to copy: who voted, who holds an entry, who is cut off.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct NodeSet {
    /// A bit for each node from `s1` on, in two words: one word of 128 bits would have every event that holds a set begin
    /// at a multiple of 16 bytes.
    low: u64,
    high: u64,
}

impl NodeSet {
    /// Nodes with a number up to this can be in a set; [`NODES_MAX`] is below it.
    pub const CAPACITY: usize = 128;

    /// No node.
    pub const EMPTY: Self = Self { low: 0, high: 0 };

    /// The nodes `s1` to `sN`; `count` is at most [`NODES_MAX`].
    #[must_use]
    pub fn first(count: u64) -> Self {
        (1..=count).map(NodeId).collect()
    }

    /// Whether the node is in the set.
    #[must_use]
    pub fn contains(self, node: NodeId) -> bool {
        Self::bit(node).is_some_and(|bit| self.bits() & bit != 0)
    }

    /// Puts the node in; tells whether it is new. A number beyond 128 is never in a set.
    pub fn insert(&mut self, node: NodeId) -> bool {
        let before = *self;
        *self = Self::of_bits(before.bits() | Self::bit(node).unwrap_or(0));
        *self != before
    }

    /// Takes the node out; tells whether it was there.
    pub fn remove(&mut self, node: NodeId) -> bool {
        let before = *self;
        *self = Self::of_bits(before.bits() & !Self::bit(node).unwrap_or(0));
        *self != before
    }

    /// How many nodes are in the set.
    #[must_use]
    pub fn len(self) -> usize {
        (self.low.count_ones() + self.high.count_ones()) as usize
    }

    /// Whether no node is in the set.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::EMPTY
    }

    /// The nodes in both sets.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::of_bits(self.bits() & other.bits())
    }

    /// The nodes of this set that are not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self::of_bits(self.bits() & !other.bits())
    }

    /// The nodes, in node order.
    pub fn iter(self) -> impl Iterator<Item = NodeId> {
        let mut rest = self.bits();
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let slot = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                NodeId::at_slot(slot)
            })
        })
    }

    fn bits(self) -> u128 {
        u128::from(self.high) << 64 | u128::from(self.low)
    }

    #[expect(clippy::cast_possible_truncation, reason = "each word takes its half")]
    fn of_bits(bits: u128) -> Self {
        Self {
            low: bits as u64,
            high: (bits >> 64) as u64,
        }
    }

    fn bit(node: NodeId) -> Option<u128> {
        let shift = u32::try_from(node.0.checked_sub(1)?).ok()?;
        1_u128.checked_shl(shift)
    }
}

impl FromIterator<NodeId> for NodeSet {
    fn from_iter<I: IntoIterator<Item = NodeId>>(nodes: I) -> Self {
        let mut set = Self::EMPTY;
        for node in nodes {
            set.insert(node);
        }
        set
    }
}

impl fmt::Display for NodeSet {
    /// As the play language writes a set: `{s1 s2}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (place, node) in self.iter().enumerate() {
            if place > 0 {
                f.write_str(" ")?;
            }
            node.fmt(f)?;
        }
        f.write_str("}")
    }
}
