//! Counting holders. Pure: match indexes in, an index out; knows nothing of terms or messages.

use super::progress::Progress;
use crate::ids::{Index, NodeId, NodeSet};

/// The highest index that at least `needed` members hold; the leader's own place in the list counts like any.
#[must_use]
pub fn quorum_index(members: &[Progress], needed: usize) -> Index {
    // Most clusters are small, and a long list takes longer to clear than a short one to sort.
    if members.len() <= FEW {
        ranked(members, needed, [Index::ZERO; FEW])
    } else {
        ranked(members, needed, [Index::ZERO; NodeSet::CAPACITY])
    }
}

const FEW: usize = 8;

fn ranked<const N: usize>(members: &[Progress], needed: usize, mut held: [Index; N]) -> Index {
    let count = members.len().min(N);
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
