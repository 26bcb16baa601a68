//! Counting holders. Pure: match indexes in, an index out; knows nothing of terms or messages.

use super::progress::Progress;
use crate::ids::{Index, NodeId, NodeSet};

/// The highest index that at least `needed` members hold; the leader's own place in the list counts like any.
#[must_use]
pub fn quorum_index(members: &[Progress], needed: usize) -> Index {
    let mut held = [Index::ZERO; NodeSet::CAPACITY];
    let count = members.len().min(held.len());
    for (slot, progress) in held.iter_mut().zip(members) {
        *slot = progress.match_index;
    }
    let Some(rank) = count.checked_sub(needed) else {
        return Index::ZERO;
    };
    *held[..count].select_nth_unstable(rank).1
}

/// Which members hold the entry at an index.
#[must_use]
pub fn holders(members: &[Progress], index: Index) -> NodeSet {
    let holding = members
        .iter()
        .enumerate()
        .filter(|(_, progress)| progress.match_index >= index);
    holding.map(|(slot, _)| NodeId::at_slot(slot)).collect()
}
