//! What a walk looks for, and what it must remember of the way to know it when it is there.

use crate::cluster::{ClusterView, Stamped};

/// What is looked for.
pub trait Goal {
    /// What is remembered of the way to a state.
    type Memory: Clone;

    /// Takes what a move led to, in order, and tells whether the goal is reached now.
    fn is_reached(
        &self,
        memory: &mut Self::Memory,
        view: ClusterView<'_>,
        events: &[Stamped],
    ) -> bool;

    /// What of the memory decides whether the goal is reached later: states that are alike but for the rest are one.
    fn difference(&self, memory: &Self::Memory) -> u64;
}
