//! The last good moment: the one right before the step that broke an invariant.
//!
//! An event's number tells where on the path it lies, so that only what lies behind the last copy before it is done
//! again. Read [`super::events`] for that, [`super::travel`] for moving about.

use super::history::History;
use super::travel::TravelError;
use crate::check::Invariant;

impl History {
    /// Goes to the moment right before an invariant was first broken on the present path; tells whether it was broken up
    /// to here.
    pub fn go_before_violation(&mut self, invariant: Invariant) -> Result<bool, TravelError> {
        let Some(violation) = self.present.checker().violation(invariant) else {
            return Ok(false);
        };
        let mut replay = self.replay_before(violation.event)?;
        let mut good = replay.at;
        while replay.experiment.checker().violation(invariant).is_none() {
            good = replay.at;
            replay
                .advance(&self.tree)?
                .ok_or(TravelError::NoSuchMoment)?;
        }
        self.go_to(good)?;
        Ok(true)
    }
}
