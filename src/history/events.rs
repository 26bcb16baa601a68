//! The events of the present path, routine ones too: made again where somebody asks for them, and kept nowhere.
//!
//! Events are numbered along a path, and a kept copy knows the number that it stands at. So what lies around an event is
//! found by its number, and costs no more than what lies between two copies. Read [`super::travel`] for the replay.

use super::history::History;
use super::travel::{Replay, TravelError, moment_before};
use crate::cluster::Stamped;
use crate::cluster::event::EventId;

impl History {
    /// The events of the present path up to one, in order, from the last kept copy before it on: at least that event.
    /// Fails where the path has no such event up to here.
    pub fn events_through(&self, last: EventId) -> Result<Vec<Stamped>, TravelError> {
        let mut found = self.events_of(self.replay_before(last)?, |newest| newest.id >= last)?;
        let end = found.partition_point(|event| event.id <= last);
        found.truncate(end);
        Ok(found)
    }

    /// The events of the present path from one on, in order: `most` of them, or as many as there are up to here.
    pub fn events_from(&self, first: EventId, most: usize) -> Result<Vec<Stamped>, TravelError> {
        let last = EventId(first.0.saturating_add(most as u64).saturating_sub(1));
        let last = last.min(self.view().last_event());
        if last < first {
            return Ok(Vec::new());
        }
        let mut found = self.events_of(self.replay_before(first)?, |newest| newest.id >= last)?;
        found.retain(|event| (first..=last).contains(&event.id));
        Ok(found)
    }

    /// Goes on until one of the events is the last that is wanted.
    fn events_of(
        &self,
        mut replay: Replay,
        is_last: impl Fn(&Stamped) -> bool,
    ) -> Result<Vec<Stamped>, TravelError> {
        let mut found: Vec<Stamped> = Vec::new();
        while !found.last().is_some_and(&is_last) {
            replay
                .advance(&self.tree)?
                .ok_or(TravelError::NoSuchMoment)?;
            found.extend_from_slice(replay.happened());
        }
        Ok(found)
    }

    /// A replay from the last kept copy of the present path at which an event had not happened.
    pub(super) fn replay_before(&self, event: EventId) -> Result<Replay, TravelError> {
        if event > self.view().last_event() || event == EventId(0) {
            return Err(TravelError::NoSuchMoment);
        }
        let mut target = self.here;
        loop {
            let (at, copy) = self
                .keyframes
                .nearest(target, &self.tree)
                .ok_or(TravelError::NoSuchMoment)?;
            if copy.last_event() < event {
                return self.replay_from_keyframe(target);
            }
            target = moment_before(at, &self.tree).ok_or(TravelError::NoSuchMoment)?;
        }
    }
}
