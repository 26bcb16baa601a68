//! Moving in time: to any moment of the history, and along the path that is there.
//!
//! Whatever shows the past is brought along: the feed up to that moment, the play's position. Where a step forward has
//! no path to follow, it is a new action.

use super::lab::Lab;
use crate::cluster::{Action, EventId};
use crate::history::travel::Stop;
use crate::history::{BranchId, Moment, TravelError};
use crate::ids::Tick;

impl Lab {
    /// Whether the present moment has a future that was already lived.
    #[must_use]
    pub fn is_in_past(&self) -> bool {
        !self.is_doing() && self.history.has_future()
    }

    /// One tick on: along the path that is there, or as a new one.
    pub fn tick(&mut self) -> Result<(), TravelError> {
        self.on(Stop::TickEnd, Action::Tick(1))
    }

    /// One event on: along the path that is there, or as a new one.
    pub fn step_on(&mut self) -> Result<(), TravelError> {
        self.on(Stop::Event, Action::Step(1))
    }

    fn on(&mut self, stop: Stop, action: Action) -> Result<(), TravelError> {
        if self.is_in_past() {
            // Where the path has no such place any more, its end is where one stands.
            self.history.forth(stop)?;
            self.arrive();
        } else {
            self.begin(action);
        }
        Ok(())
    }

    /// Back to where the last tick ended, or the one before; tells whether there is anything before.
    pub fn tick_back(&mut self) -> Result<bool, TravelError> {
        self.travel(|lab| lab.history.back(Stop::TickEnd))
    }

    /// Back to the last event; tells whether there is anything before.
    pub fn step_back(&mut self) -> Result<bool, TravelError> {
        self.travel(|lab| lab.history.back(Stop::Event))
    }

    /// Takes back the last action; tells whether there was one.
    pub fn undo(&mut self) -> Result<bool, TravelError> {
        self.travel(|lab| lab.history.undo())
    }

    /// Does the next action of the path again; tells whether there was one.
    pub fn redo(&mut self) -> Result<bool, TravelError> {
        self.travel(|lab| lab.history.redo())
    }

    /// Goes to a moment.
    pub fn go_to(&mut self, moment: Moment) -> Result<(), TravelError> {
        self.travel(|lab| lab.history.go_to(moment))
    }

    /// Goes to where the clock showed a tick, on the present path.
    pub fn go_to_tick(&mut self, tick: Tick) -> Result<(), TravelError> {
        self.travel(|lab| lab.history.go_to_tick(tick))
    }

    /// Goes to the end of a branch.
    pub fn go_to_branch(&mut self, branch: BranchId) -> Result<(), TravelError> {
        let end = self.history.end_of(branch);
        self.go_to(end)
    }

    /// Begins a new branch at the start, with the play at its beginning; what was done stays to be gone to.
    pub fn start_over(&mut self) {
        self.stop();
        self.runs = false;
        let branch = self.history.start_over();
        self.feed.begin_branch(branch, EventId::default());
        self.heard.clear();
        self.arrive();
        self.position = 0;
    }

    /// Where the clock is at the end of the present path.
    #[must_use]
    pub fn end_tick(&self) -> Tick {
        let (tree, branch) = (self.history.tree(), self.history.here().branch);
        let last = tree
            .len(branch)
            .checked_sub(1)
            .and_then(|last| tree.record(branch, last));
        last.map_or(Tick(0), |last| last.tick)
            .max(self.view().now())
    }

    /// Names this moment.
    pub fn mark(&mut self, name: &str) {
        self.history.mark(name);
    }

    pub(super) fn travel<T>(
        &mut self,
        go: impl FnOnce(&mut Self) -> Result<T, TravelError>,
    ) -> Result<T, TravelError> {
        self.stop();
        self.runs = false;
        let outcome = go(self)?;
        self.arrive();
        Ok(outcome)
    }

    /// Brings along what shows the past.
    fn arrive(&mut self) {
        let (here, last) = (self.history.here(), self.view().last_event());
        self.feed.show(self.history.tree(), here.branch, last);
        self.position = self.position_at(here);
    }

    /// How many statements of the play had begun at a moment.
    pub(super) fn position_at(&self, moment: Moment) -> usize {
        let (mut branch, mut deeds) = (moment.branch, moment.deeds);
        loop {
            let found = self
                .positions
                .range((branch, 0)..=(branch, deeds))
                .next_back();
            if let Some((_, position)) = found {
                return *position;
            }
            match self.history.tree().fork(branch) {
                Some((parent, base)) => (branch, deeds) = (parent, deeds.min(base)),
                None => return 0,
            }
        }
    }
}
