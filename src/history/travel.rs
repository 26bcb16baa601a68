//! Moving about in time: any moment is made from the nearest copy before it, by doing the deeds again.
//!
//! What is passed on the way is known by two things: where a tick ends, and where something happens. Going back looks
//! for the last such place before the present moment, segment by segment of the path.

use super::experiment::{Course, Experiment, Trouble};
use super::history::History;
use super::tree::{BranchId, Moment, Tree};
use crate::cluster::event::Stamped;
use crate::cluster::{Happenings, Performed, Progress, Step};
use crate::ids::Tick;
use std::fmt;
use std::sync::Arc;

/// Why a moment cannot be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TravelError {
    /// There is no such moment.
    NoSuchMoment,
    /// Doing the deeds again came out differently: our own bug, and said so.
    Diverged {
        /// Where the first deed is that came out differently.
        deeds: usize,
    },
}

/// Places on a path that one can stop at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Where a tick has just ended.
    TickEnd,
    /// Where something has just happened.
    Event,
}

/// A run that is made again.
pub(super) struct Replay {
    pub(super) experiment: Experiment,
    pub(super) course: Option<Course>,
    pub(super) at: Moment,
    happened: Happenings,
}

/// What one step of a replay was.
pub(super) struct Seen<'a> {
    /// The step and what came of it; none where a deed ended.
    pub(super) step: Option<&'a (Step, Performed)>,
    pub(super) tick_ended: bool,
}

impl Seen<'_> {
    fn is(&self, stop: Stop) -> bool {
        match stop {
            Stop::TickEnd => self.tick_ended,
            Stop::Event => self.step.is_some_and(|(_, performed)| {
                matches!(performed, Performed::Event | Performed::Done)
            }),
        }
    }
}

impl Replay {
    /// Does the next step on the path of its branch; none at its end.
    pub(super) fn advance(&mut self, tree: &Tree) -> Result<Option<Seen<'_>>, TravelError> {
        let diverged = TravelError::Diverged {
            deeds: self.at.deeds,
        };
        let Some(record) = tree.record(self.at.branch, self.at.deeds) else {
            return Ok(None);
        };
        if self.course.is_none() {
            self.course = Some(self.experiment.begin(&record.deed).map_err(|_| diverged)?);
        }
        let Some(course) = &mut self.course else {
            return Err(diverged);
        };
        self.happened.events.clear();
        match self.experiment.advance(course, &mut self.happened) {
            Ok(Progress::More) => {
                self.at.steps += 1;
                let step = self.course.as_ref().and_then(Course::last);
                let is_part = step.is_some_and(|(step, _)| *step == Step::Part);
                let tick_ended = is_part && !self.experiment.view().is_mid_tick();
                Ok(Some(Seen { step, tick_ended }))
            }
            Ok(Progress::Done) => {
                let is_same = self.experiment.view().trace_hash() == record.hash;
                self.course = None;
                self.at = Moment {
                    deeds: self.at.deeds + 1,
                    steps: 0,
                    ..self.at
                };
                if is_same {
                    Ok(Some(Seen {
                        step: None,
                        tick_ended: false,
                    }))
                } else {
                    Err(diverged)
                }
            }
            Err(_) => Err(diverged),
        }
    }

    /// Counts a deed of which nothing is left as done.
    fn settle(&mut self, tree: &Tree) -> Result<(), TravelError> {
        if self.at.steps == 0 {
            return Ok(());
        }
        let mut probe = Self {
            experiment: self.experiment.clone(),
            course: self.course.clone(),
            at: self.at,
            happened: Happenings::default(),
        };
        if probe.advance(tree)?.is_some_and(|seen| seen.step.is_none()) {
            *self = probe;
        }
        Ok(())
    }

    /// What happened in the last step.
    pub(super) fn happened(&self) -> &[Stamped] {
        &self.happened.events
    }
}

impl History {
    /// Goes to a moment.
    pub fn go_to(&mut self, target: Moment) -> Result<(), TravelError> {
        self.check(target)?;
        self.stop();
        let mut replay = self.replay_towards(target)?;
        while place(replay.at) < place(target) {
            if replay.advance(&self.tree)?.is_none() {
                return Err(TravelError::NoSuchMoment);
            }
        }
        self.adopt(replay);
        Ok(())
    }

    /// Goes to the last place of this kind before here, or to the start; tells whether anything lies before.
    pub fn back(&mut self, stop: Stop) -> Result<bool, TravelError> {
        self.stop();
        if place(self.here) == (0, 0) {
            return Ok(false);
        }
        let found = self.last_before(self.here, stop)?.unwrap_or(Moment {
            deeds: 0,
            steps: 0,
            ..self.here
        });
        self.go_to(found)?;
        Ok(true)
    }

    /// Goes on to the next place of this kind on the path that is there; tells whether there is one. Where there is
    /// none, it is at the path's end.
    pub fn forth(&mut self, stop: Stop) -> Result<bool, TravelError> {
        let mut replay = self.replay_here();
        let mut is_there = false;
        while !is_there {
            match replay.advance(&self.tree)? {
                Some(seen) => is_there = seen.is(stop),
                None => break,
            }
        }
        replay.settle(&self.tree)?;
        self.adopt(replay);
        Ok(is_there)
    }

    /// Takes back the last action, whatever its size; tells whether there was one.
    pub fn undo(&mut self) -> Result<bool, TravelError> {
        self.stop();
        let Some(mut deeds) = (if self.here.steps > 0 {
            Some(self.here.deeds)
        } else {
            self.here.deeds.checked_sub(1)
        }) else {
            return Ok(false);
        };
        while deeds > 0 && self.is_joined(deeds) {
            deeds -= 1;
        }
        self.go_to(Moment {
            deeds,
            steps: 0,
            ..self.here
        })?;
        Ok(true)
    }

    /// Does the next action of the path again; tells whether there was one.
    pub fn redo(&mut self) -> Result<bool, TravelError> {
        let end = self.tree.len(self.here.branch);
        if self.here.deeds >= end {
            return Ok(false);
        }
        let mut deeds = self.here.deeds + 1;
        while deeds < end && self.is_joined(deeds) {
            deeds += 1;
        }
        self.go_to(Moment {
            deeds,
            steps: 0,
            ..self.here
        })?;
        Ok(true)
    }

    /// Begins a new branch at the start of the run, and gives it.
    pub fn start_over(&mut self) -> BranchId {
        self.stop();
        let is_blank = |branch: &BranchId| self.tree.len(*branch) == 0;
        let blank = (0..self.tree.branch_count()).map(BranchId).find(is_blank);
        let branch = blank.unwrap_or_else(|| self.tree.fork_off(self.here.branch, 0));
        // The start has a copy of its own: nothing needs to be made again.
        let start = Moment {
            branch,
            deeds: 0,
            steps: 0,
        };
        if let Ok(replay) = self.replay_from_keyframe(start) {
            self.adopt(replay);
        }
        branch
    }

    /// The end of a branch.
    #[must_use]
    pub fn end_of(&self, branch: BranchId) -> Moment {
        Moment {
            branch,
            deeds: self.tree.len(branch),
            steps: 0,
        }
    }

    /// Goes to the last moment of the present path at which the clock shows this tick, and has just got there; where
    /// the path ends before, to its end.
    pub fn go_to_tick(&mut self, tick: Tick) -> Result<(), TravelError> {
        self.stop();
        let branch = self.here.branch;
        let before = Moment {
            branch,
            deeds: self.deeds_through(branch, tick),
            steps: 0,
        };
        let is_there = before
            .deeds
            .checked_sub(1)
            .and_then(|last| self.tree.record(branch, last));
        if before.deeds == self.tree.len(branch)
            || is_there.is_some_and(|record| record.tick == tick)
        {
            return self.go_to(before);
        }
        // The next deed passes the tick: from the last copy within it that has not.
        let from = self
            .keyframes
            .last_before_tick(before, tick)
            .unwrap_or(before);
        let mut replay = self.replay_from_keyframe(from)?;
        loop {
            let seen = replay
                .advance(&self.tree)?
                .ok_or(TravelError::NoSuchMoment)?;
            if seen.tick_ended && replay.experiment.view().now() >= tick {
                break;
            }
        }
        replay.settle(&self.tree)?;
        self.adopt(replay);
        Ok(())
    }

    /// Names this moment.
    pub fn mark(&mut self, name: &str) {
        self.marks.insert(Arc::from(name), self.here);
    }

    /// The named moments, in the order of their names.
    pub fn marks(&self) -> impl Iterator<Item = (&str, Moment)> {
        self.marks
            .iter()
            .map(|(name, moment)| (name.as_ref(), *moment))
    }

    /// The present is what was made again.
    fn adopt(&mut self, replay: Replay) {
        self.here = replay.at;
        self.kept_at = replay.experiment.view().work();
        self.base = None;
        self.present = replay.experiment;
        self.under_way = replay.course;
    }

    fn check(&self, target: Moment) -> Result<(), TravelError> {
        let is_known = target.branch.0 < self.tree.branch_count();
        let end = if is_known {
            self.tree.len(target.branch)
        } else {
            0
        };
        let is_there =
            is_known && (target.deeds < end || (target.deeds == end && target.steps == 0));
        if is_there {
            Ok(())
        } else {
            Err(TravelError::NoSuchMoment)
        }
    }

    fn is_joined(&self, place: usize) -> bool {
        self.tree
            .record(self.here.branch, place)
            .is_some_and(|record| record.joined)
    }

    /// How many deeds of a path end at or before a tick.
    fn deeds_through(&self, branch: BranchId, tick: Tick) -> usize {
        let (mut low, mut high) = (0, self.tree.len(branch));
        while low < high {
            let middle = low + (high - low) / 2;
            if self
                .tree
                .record(branch, middle)
                .is_some_and(|record| record.tick <= tick)
            {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The last place of a kind before a moment of its path.
    fn last_before(&self, moment: Moment, stop: Stop) -> Result<Option<Moment>, TravelError> {
        let mut end = moment;
        loop {
            let Some(before) = moment_before(end, &self.tree) else {
                return Ok(None);
            };
            let (start, _) = self
                .keyframes
                .nearest(before, &self.tree)
                .ok_or(TravelError::NoSuchMoment)?;
            let mut replay = self.replay_from_keyframe(before)?;
            let (mut found, mut newest) = (None, None);
            while place(replay.at) < place(end) {
                let Some(seen) = replay.advance(&self.tree)? else {
                    break;
                };
                let (is_stop, is_deed_end) = (seen.is(stop), seen.step.is_none());
                if is_deed_end {
                    // The end of a deed is written as the beginning of the next.
                    newest = newest.map(|_| replay.at);
                } else {
                    found = newest.or(found);
                    newest = is_stop.then_some(replay.at);
                }
            }
            found = newest.filter(|at| place(*at) < place(moment)).or(found);
            if found.is_some() {
                return Ok(found);
            }
            if place(start) == (0, 0) {
                return Ok(None);
            }
            end = Moment {
                branch: moment.branch,
                ..start
            };
        }
    }

    fn replay_here(&mut self) -> Replay {
        Replay {
            experiment: self.present.clone(),
            course: self.under_way.clone(),
            at: self.here,
            happened: Happenings::default(),
        }
    }

    /// From here if the moment lies ahead and no copy is nearer, otherwise from the nearest copy.
    fn replay_towards(&mut self, target: Moment) -> Result<Replay, TravelError> {
        let shared = self.tree.shared(self.here.branch, target.branch);
        let is_on_path = self.here.branch == target.branch || place(self.here) <= (shared, 0);
        let nearest = self
            .keyframes
            .nearest(target, &self.tree)
            .map(|(at, _)| place(at));
        if is_on_path && place(self.here) <= place(target) && Some(place(self.here)) >= nearest {
            let mut replay = self.replay_here();
            replay.at.branch = target.branch;
            return Ok(replay);
        }
        self.replay_from_keyframe(target)
    }

    pub(super) fn replay_from_keyframe(&self, target: Moment) -> Result<Replay, TravelError> {
        let (at, keyframe) = self
            .keyframes
            .nearest(target, &self.tree)
            .ok_or(TravelError::NoSuchMoment)?;
        Ok(Replay {
            experiment: keyframe.experiment(),
            course: keyframe.course.clone(),
            at,
            happened: Happenings::default(),
        })
    }
}

/// Where on its path a moment lies.
pub(super) fn place(moment: Moment) -> (usize, u64) {
    (moment.deeds, moment.steps)
}

/// A moment that lies before another and behind whatever else does; none before the start.
pub(super) fn moment_before(moment: Moment, tree: &Tree) -> Option<Moment> {
    if moment.steps > 0 {
        return Some(Moment {
            steps: moment.steps - 1,
            ..moment
        });
    }
    let deeds = moment.deeds.checked_sub(1)?;
    tree.record(moment.branch, deeds)?;
    Some(Moment {
        deeds,
        steps: u64::MAX,
        ..moment
    })
}

impl fmt::Display for TravelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchMoment => f.write_str("there is no such moment"),
            Self::Diverged { deeds } => {
                write!(
                    f,
                    "doing deed {} again came out differently: this is a bug of Granary",
                    deeds + 1
                )
            }
        }
    }
}

impl std::error::Error for TravelError {}

impl From<TravelError> for Trouble {
    fn from(_: TravelError) -> Self {
        Self::Diverged
    }
}
