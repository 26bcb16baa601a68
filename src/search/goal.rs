//! What a walk looks for, and what it must remember of the way to know it when it is there.

use crate::cluster::{ClusterView, Stamped};

/// What is looked for.
pub trait Goal {
    /// What is remembered of the way to a state.
    type Memory: Clone;

    /// Takes what a step led to, in order, and the cluster as the step left it. A move may be many steps.
    fn see(&self, memory: &mut Self::Memory, view: ClusterView<'_>, events: &[Stamped]);

    /// Whether the goal is reached, behind a move.
    fn is_reached(&self, memory: &Self::Memory, view: ClusterView<'_>) -> bool;

    /// What of the memory decides whether the goal is reached later: states that are alike but for the rest are one.
    fn difference(&self, memory: &Self::Memory) -> u64;
}
