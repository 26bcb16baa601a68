//! Copies of the whole experiment at some moments: the nearest one before a moment is where it is made from.
//!
//! Kept by work, so that making a moment from one costs about the same everywhere. Where there are too many, every
//! second one goes: any moment is still reached, only from further away.

use super::experiment::{Course, Experiment, LeanExperiment};
use super::tree::{BranchId, Moment, Tree};

use crate::cluster::{Action, ClusterView, EventId};
use crate::ids::Tick;
use crate::play::statement::Deed;
use std::collections::BTreeMap;

/// How much work may lie between two keyframes of a path, in node ticks and deliveries: a few milliseconds.
pub const KEYFRAME_WORK: u64 = 8_000;
/// The most keyframes; beyond, they are thinned.
pub const KEYFRAMES_MAX: usize = 1_536;

/// Of so many keyframes that follow each other, one has the nodes' stores; the others make them again from that one.
pub const WHOLE_EVERY: u64 = 32;

/// An experiment at a moment, with the deed under way there.
#[derive(Clone, Debug)]
pub struct Keyframe {
    pub(super) image: Image,
    pub(super) course: Option<Course>,
}

/// What a keyframe keeps.
#[derive(Clone, Debug)]
pub(super) enum Image {
    Whole(Box<Experiment>),
    Lean(Box<LeanExperiment>),
}

impl Keyframe {
    /// The experiment as it was.
    pub(super) fn experiment(&self) -> Experiment {
        match &self.image {
            Image::Whole(experiment) => experiment.as_ref().clone(),
            Image::Lean(lean) => lean.whole(),
        }
    }

    fn now(&self) -> Tick {
        self.view().now()
    }

    /// The event that had happened last.
    pub(super) fn last_event(&self) -> EventId {
        self.view().last_event()
    }

    /// A look at the cluster, whose stores may be older ones.
    fn view(&self) -> ClusterView<'_> {
        match &self.image {
            Image::Whole(experiment) => experiment.view(),
            Image::Lean(lean) => lean.view(),
        }
    }
}

/// The keyframes of all branches, each with the branch that has its deed.
#[derive(Clone, Debug, Default)]
pub struct Keyframes {
    kept: BTreeMap<Moment, Keyframe>,
}

impl Keyframes {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Keeps one, unless there is one already.
    pub(super) fn keep(&mut self, moment: Moment, keyframe: Keyframe) {
        self.kept.entry(moment).or_insert(keyframe);
        if self.kept.len() > KEYFRAMES_MAX {
            self.thin();
        }
    }

    /// Another deed stands where one began, and nothing behind it. `end`: it is so many ticks that the clock shows this
    /// then, and passes through the same steps as far; the copies up to there stay, with what is left of it.
    pub(super) fn replace_deed(&mut self, start: Moment, end: Option<Tick>) {
        self.kept.retain(|at, copy| {
            if at.branch != start.branch || *at <= start {
                return true;
            }
            let left = end.filter(|_| at.deeds == start.deeds);
            let left = left.and_then(|end| end.0.checked_sub(copy.now().0));
            let rest = left.map(|ticks| copy.experiment().begin(&Deed::act(Action::Tick(ticks))));
            copy.course = rest.and_then(Result::ok);
            copy.course.is_some()
        });
    }

    /// The nearest one at or before a moment on its path.
    #[must_use]
    pub fn nearest(&self, moment: Moment, tree: &Tree) -> Option<(Moment, &Keyframe)> {
        let mut at = moment;
        loop {
            let first = Moment {
                branch: at.branch,
                deeds: 0,
                steps: 0,
            };
            if let Some((found, keyframe)) = self.kept.range(first..=at).next_back() {
                return Some((
                    Moment {
                        branch: moment.branch,
                        ..*found
                    },
                    keyframe,
                ));
            }
            let (parent, base) = tree.fork(at.branch)?;
            // A moment before the fork is the parent's own; one behind it begins at the fork.
            let fork = Moment {
                branch: parent,
                deeds: base,
                steps: 0,
            };
            at = fork.min(Moment {
                branch: parent,
                ..at
            });
        }
    }

    /// The last one within the deed that begins at a moment at which the clock had not got to a tick.
    pub(super) fn last_before_tick(&self, deed: Moment, tick: Tick) -> Option<Moment> {
        let within = deed..Moment {
            deeds: deed.deeds + 1,
            ..deed
        };
        let mut copies = self.kept.range(within).rev();
        copies
            .find(|(_, copy)| copy.now() < tick)
            .map(|(at, _)| *at)
    }

    /// Every second one of each branch goes, never the first of all.
    fn thin(&mut self) {
        let mut count = 0;
        self.kept.retain(|at, _| {
            count += 1;
            count % 2 == 1 || *at == Moment::default()
        });
    }
}

/// The moment as it is filed: with the branch that has the deeds before it.
pub(super) fn filed(moment: Moment, tree: &Tree) -> Moment {
    let mut branch = moment.branch;
    while let Some((parent, base)) = tree.fork(branch)
        && (moment.deeds, moment.steps) <= (base, 0)
    {
        branch = parent;
    }
    Moment {
        branch: BranchId(branch.0),
        ..moment
    }
}
