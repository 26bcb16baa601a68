//! What a statement may refer to: the nodes of the cluster and the names given so far.

use crate::play::names::NamesInUse;

/// What exists where a statement stands.
#[derive(Clone, Debug)]
pub(in crate::play) struct Scope {
    /// Nodes are `s1` to this one.
    pub(in crate::play) nodes: u64,
    /// Names that earlier statements have given.
    pub(in crate::play) names: NamesInUse,
}
