//! Walking along causes: what led to an event of the present path, and what it led to.
//!
//! The feed keeps notable events only, so the stretch of the trace around an event is made again for each question: a few
//! milliseconds, and nothing is kept. How far is looked has limits with names; which event led to which is decided in
//! [`crate::explain::causes`].

use super::lab::Lab;
use crate::cluster::event::{EventId, Stamped};
use crate::explain::causes::{Origin, may_lead_to, origin};

/// The most stretches, each from one kept copy to the next, that are looked through for a cause.
pub const CAUSE_STRETCHES_MAX: usize = 32;
/// The most events behind one that are looked through for what it led to.
pub const EFFECT_EVENTS_MAX: usize = 20_000;
/// The most events that are told of what one led to.
pub const EFFECTS_MAX: usize = 64;
/// The most steps of a chain of causes.
pub const CHAIN_MAX: usize = 32;

impl Lab {
    /// An event of the present path by its number, routine or not; none where there is none up to here.
    #[must_use]
    pub fn event(&self, id: EventId) -> Option<Stamped> {
        self.history().events_through(id).ok()?.pop()
    }

    /// The event that led to one; none where it came of no event, or of one too far back.
    #[must_use]
    pub fn cause_of(&self, id: EventId) -> Option<Stamped> {
        let mut before = self.history().events_through(id).ok()?;
        let event = before.pop()?;
        let mut behind = id;
        for _ in 0..CAUSE_STRETCHES_MAX {
            match origin(&event, &before) {
                Origin::At(place) => return Some(before.swap_remove(place)),
                Origin::Nothing => return None,
                Origin::FurtherBack => {
                    behind = before.first().map_or(behind, |first| first.id);
                    let further = EventId(behind.0.checked_sub(1)?);
                    before = self.history().events_through(further).ok()?;
                }
            }
        }
        None
    }

    /// The events up to the present moment that one led to directly, in order.
    #[must_use]
    pub fn effects_of(&self, id: EventId) -> Vec<Stamped> {
        let Ok(trace) = self.history().events_from(id, EFFECT_EVENTS_MAX) else {
            return Vec::new();
        };
        let Some((event, behind)) = trace.split_first() else {
            return Vec::new();
        };
        let came_of_it = |(place, later): (usize, &Stamped)| {
            let is_its =
                may_lead_to(event, later) && origin(later, &trace[..=place]) == Origin::At(0);
            is_its.then(|| later.clone())
        };
        behind
            .iter()
            .enumerate()
            .filter_map(came_of_it)
            .take(EFFECTS_MAX)
            .collect()
    }

    /// The newest event of the present path that is wanted, routine or not.
    #[must_use]
    pub fn newest_event(&self, wanted: &dyn Fn(&Stamped) -> bool) -> Option<Stamped> {
        let mut last = self.view().last_event();
        for _ in 0..CAUSE_STRETCHES_MAX {
            let mut stretch = self.history().events_through(last).ok()?;
            if let Some(place) = stretch.iter().rposition(wanted) {
                return Some(stretch.swap_remove(place));
            }
            last = EventId(stretch.first()?.id.0.checked_sub(1)?);
        }
        None
    }

    /// What led to an event, step by step: its cause, the cause of that, and so on.
    #[must_use]
    pub fn causes_of(&self, id: EventId) -> Vec<Stamped> {
        let mut chain: Vec<Stamped> = Vec::new();
        let mut at = id;
        while let Some(cause) = self.cause_of(at).filter(|_| chain.len() < CHAIN_MAX) {
            at = cause.id;
            chain.push(cause);
        }
        chain
    }
}
