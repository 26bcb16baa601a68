//! One run with all that was tried in it: the present experiment, and the way to any other moment.
//!
//! Doing something at the end of a path adds to it. Doing something in the past follows the path that is there, where
//! it is the same deed, and forks off a new branch where it is another. Moving about is in [`super::travel`].

use super::experiment::{Course, Experiment, Trouble};
use super::keyframes::{Image, KEYFRAME_WORK, Keyframe, Keyframes, WHOLE_EVERY, filed};
use super::requests::RequestLog;
use super::tree::{BranchId, Moment, Record, Tree};
use crate::cluster::{Action, ClusterView, Happenings, Idle, Progress, Setup};
use crate::play::ledger::Ledger;
use crate::play::statement::Deed;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A run, and all that was tried in it.
#[derive(Clone, Debug)]
pub struct History {
    pub(super) tree: Tree,
    pub(super) keyframes: Keyframes,
    pub(super) present: Experiment,
    pub(super) here: Moment,
    /// The deed that is partly done here.
    pub(super) under_way: Option<Course>,
    /// Somebody wants it done.
    pub(super) is_wanted: bool,
    /// It is new: the last of its branch, and not sealed yet.
    is_new: bool,
    pub(super) marks: BTreeMap<Arc<str>, Moment>,
    /// The last whole keyframe of this path, and how often it was used.
    pub(super) base: Option<(Experiment, u64)>,
    /// What the last deed had nothing to do about.
    remarks: Vec<Idle>,
    /// The work done when the last keyframe was kept.
    pub(super) kept_at: u64,
}

impl History {
    /// A run that is just set up.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let present = Experiment::new(setup);
        let mut keyframes = Keyframes::default();
        keyframes.keep(
            Moment::default(),
            Keyframe {
                image: Image::Whole(Box::new(present.clone())),
                course: None,
            },
        );
        Self {
            tree: Tree::default(),
            keyframes,
            present,
            here: Moment::default(),
            under_way: None,
            is_wanted: false,
            is_new: false,
            marks: BTreeMap::new(),
            base: None,
            remarks: Vec::new(),
            kept_at: 0,
        }
    }

    /// A look at the cluster.
    #[must_use]
    pub fn view(&self) -> ClusterView<'_> {
        self.present.view()
    }

    /// The present experiment.
    #[must_use]
    pub fn present(&self) -> &Experiment {
        &self.present
    }

    /// What was counted and what requests got.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.present.ledger()
    }

    /// What clients asked and heard.
    #[must_use]
    pub fn requests(&self) -> &RequestLog {
        self.present.requests()
    }

    /// What was done.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The copies that are kept.
    #[must_use]
    pub fn keyframes(&self) -> &Keyframes {
        &self.keyframes
    }

    /// The present moment.
    #[must_use]
    pub fn here(&self) -> Moment {
        self.here
    }

    /// Whether a deed is under way that somebody wants to see done.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.is_wanted && self.under_way.is_some()
    }

    /// Whether nothing has been done yet at this moment.
    #[must_use]
    pub fn is_at_start(&self) -> bool {
        (self.here.deeds, self.here.steps) == (0, 0)
    }

    /// Whether the present branch goes on from here.
    #[must_use]
    pub fn has_future(&self) -> bool {
        !self.is_new && self.here.deeds < self.tree.len(self.here.branch)
    }

    /// Begins a deed at this moment; `joined`: it is one with the deed before. In the past it follows a path that is
    /// there, or forks. A deed that cannot begin leaves everything as it was.
    pub fn begin(&mut self, deed: Deed, joined: bool) -> Result<(), Trouble> {
        assert!(!self.is_busy(), "one deed at a time");
        let found = if self.here.steps == 0 {
            self.branch_with(&deed)
        } else {
            None
        };
        if let Some(branch) = found {
            self.under_way = Some(self.present.begin(&deed)?);
            self.here.branch = branch;
        } else {
            // What cannot begin changes nothing, and makes no branch.
            let course = self.present.begin(&deed)?;
            if self.has_future() || self.here.steps > 0 {
                self.fork();
            }
            self.under_way = Some(course);
            let (hash, tick) = self.stand();
            let deed = self.tree.kept_once(self.here.branch, deed);
            self.tree.push(
                self.here.branch,
                Record {
                    deed,
                    hash,
                    tick,
                    joined,
                },
            );
            self.is_new = true;
        }
        self.is_wanted = true;
        Ok(())
    }

    /// Does the next step of the deed under way. What happens is put behind what `happened` holds already.
    pub fn work(&mut self, happened: &mut Happenings) -> Result<Progress, Trouble> {
        let Some(course) = &mut self.under_way else {
            return Ok(Progress::Done);
        };
        match self.present.advance(course, happened) {
            Ok(Progress::More) => {
                self.here.steps += 1;
                self.keep_keyframe();
                Ok(Progress::More)
            }
            Ok(Progress::Done) => {
                self.remarks.clear();
                self.remarks.extend_from_slice(course.remarks());
                self.under_way = None;
                self.end_deed().map(|()| Progress::Done)
            }
            Err(trouble) => {
                self.give_up();
                Err(trouble)
            }
        }
    }

    /// What the deed that was done last had nothing to do about.
    #[must_use]
    pub fn remarks(&self) -> &[Idle] {
        &self.remarks
    }

    /// Ends the deed under way as what was done of it so far; tells whether there was one.
    pub fn stop(&mut self) -> bool {
        let was_busy = self.is_busy();
        if was_busy && !self.is_new && self.here.steps > 0 {
            // On a path that is there, this is a moment within its deed.
            self.is_wanted = false;
        } else if was_busy {
            self.give_up();
        }
        was_busy
    }

    /// The deed is done: it is sealed, or it must have come out as it did before.
    fn end_deed(&mut self) -> Result<(), Trouble> {
        let (hash, tick) = self.stand();
        if self.is_new {
            self.tree.seal(self.here.branch, hash, tick);
        }
        let record = self.tree.record(self.here.branch, self.here.deeds);
        let is_same = record.is_none_or(|record| record.hash == hash);
        self.here = Moment {
            deeds: self.here.deeds + 1,
            steps: 0,
            ..self.here
        };
        (self.is_new, self.is_wanted) = (false, false);
        self.keep_keyframe();
        if is_same {
            Ok(())
        } else {
            Err(Trouble::Diverged)
        }
    }

    /// The deed goes no further: in its place stands what was done of it.
    fn give_up(&mut self) {
        (self.under_way, self.is_wanted) = (None, false);
        if !std::mem::take(&mut self.is_new) {
            return;
        }
        let partial = if self.here.steps > 0 {
            self.spell_partial()
        } else {
            Vec::new()
        };
        self.tree.pop(self.here.branch);
        self.take_over(partial);
    }

    /// Puts deeds that are already done behind the path's last one.
    pub(super) fn take_over(&mut self, deeds: Vec<(Deed, Record)>) {
        self.here.steps = 0;
        let end = match deeds.first() {
            Some((
                Deed::Act {
                    action: Action::Tick(_),
                    ..
                },
                record,
            )) => Some(record.tick),
            _ => None,
        };
        self.keyframes.replace_deed(self.here, end);
        for (deed, record) in deeds {
            self.tree.push(
                self.here.branch,
                Record {
                    deed: Arc::new(deed),
                    ..record
                },
            );
            self.here.deeds += 1;
        }
    }

    /// A branch that does this deed next: this one, or one that forks off here.
    fn branch_with(&self, deed: &Deed) -> Option<BranchId> {
        let does_it = |branch: &BranchId| {
            self.tree
                .record(*branch, self.here.deeds)
                .is_some_and(|record| *record.deed == *deed)
        };
        self.tree
            .continuations(self.here.branch, self.here.deeds)
            .find(does_it)
    }

    /// A new branch from here. A deed that is half done becomes what was done of it.
    fn fork(&mut self) {
        let partial = if self.here.steps > 0 {
            self.spell_partial()
        } else {
            Vec::new()
        };
        self.under_way = None;
        self.here.branch = self.tree.fork_off(self.here.branch, self.here.deeds);
        self.take_over(partial);
    }

    fn stand(&self) -> (crate::cluster::TraceHash, crate::ids::Tick) {
        let view = self.present.view();
        (view.trace_hash(), view.now())
    }

    /// What the next keyframe keeps: mostly what the last whole one does not have.
    fn image(&mut self) -> Image {
        match &mut self.base {
            Some((base, uses)) if *uses < WHOLE_EVERY => {
                *uses += 1;
                Image::Lean(Box::new(self.present.lean(base)))
            }
            _ => {
                self.base = Some((self.present.clone(), 1));
                Image::Whole(Box::new(self.present.clone()))
            }
        }
    }

    /// Keeps a copy where enough work was done since the last one.
    fn keep_keyframe(&mut self) {
        let work = self.present.view().work();
        if work.saturating_sub(self.kept_at) >= KEYFRAME_WORK {
            self.kept_at = work;
            let keyframe = Keyframe {
                image: self.image(),
                course: self.under_way.clone(),
            };
            self.keyframes.keep(filed(self.here, &self.tree), keyframe);
        }
    }
}
