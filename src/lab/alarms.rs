//! What is broken: told once, at the very step, with the way back to the last good moment.
//!
//! A path that is done again tells nothing that it has told before; starting over tells everything anew. What makes a
//! violation is [`crate::check`]'s matter.

use super::lab::{Lab, Said};
use crate::check::{Invariant, Violation};
use crate::history::TravelError;

/// The most violations that are remembered as told.
const HEARD_MAX: usize = 1000;

impl Lab {
    /// What was broken on the present path up to here, each invariant once, in order.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.history.present().checker().violations()
    }

    /// What was broken up to here and nobody was told of yet; told with this.
    pub fn ring(&mut self) -> Option<Said> {
        let is_new = |violation: &&Violation| !self.heard.contains(violation);
        let fresh: Vec<_> = self.violations().iter().filter(is_new).cloned().collect();
        if fresh.is_empty() {
            return None;
        }
        let over = (self.heard.len() + fresh.len()).saturating_sub(HEARD_MAX);
        self.heard.drain(..over.min(self.heard.len()));
        self.heard.extend_from_slice(&fresh);
        Some(Said::Broken(fresh))
    }

    /// Goes to the last moment at which an invariant was whole, right before the step that broke it; tells whether it was
    /// broken up to here. What is under way stops at this very step.
    pub fn go_to_last_good(&mut self, invariant: Invariant) -> Result<bool, TravelError> {
        self.halt();
        self.travel(|lab| lab.history.go_before_violation(invariant))
    }
}
