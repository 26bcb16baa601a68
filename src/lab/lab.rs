//! What a window works with: a history, an open play, and whatever is still to be done.
//!
//! Statements queue up and are worked off in slices ([`Lab::work`]), so that a long one never holds up a key. Moving in
//! time is in [`super::moments`].

use super::feed::Feed;
use super::finding::{Finding, Sought};
use crate::check::Violation;
use crate::cluster::{Action, ClusterView, Happenings, Idle, Progress, Setup};
use crate::history::experiment::Trouble;
use crate::history::requests::RequestLog;
use crate::history::{BranchId, History, TravelError};
use crate::play::completion::{self, Completion};
use crate::play::condition::Condition;
use crate::play::ledger::Ledger;
use crate::play::mistake::Mistake;
use crate::play::names::NamesInUse;
use crate::play::parse_line;
use crate::play::statement::{Deed, Place, Play, Statement};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// All that a window shows and does, without a screen.
#[derive(Clone, Debug)]
pub struct Lab {
    setup: Setup,
    play: Option<Arc<OpenPlay>>,
    /// How many statements of the play have begun.
    pub(super) position: usize,
    /// The same behind deeds of branches where it changed.
    pub(super) positions: BTreeMap<(BranchId, usize), usize>,
    pub(super) history: History,
    pub(super) feed: Feed,
    names: NamesInUse,
    queue: VecDeque<Task>,
    under_way: Option<UnderWay>,
    pub(super) finding: Option<Box<Finding>>,
    /// The last deed was a tick that passed by itself.
    pub(super) runs: bool,
    /// What the learner was told last.
    note: Option<Arc<str>>,
    /// What was broken, and somebody was told of it.
    pub(super) heard: Vec<Violation>,
    happened: Happenings,
}

/// A statement that is asked for.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) statement: Statement,
    /// It goes on with what the last one did: both are undone together.
    pub(super) joined: bool,
    /// It is a tick that passes by itself.
    pub(super) passes: bool,
}

/// The statement that is being done.
#[derive(Clone, Debug)]
struct UnderWay {
    statement: Statement,
    rest: Rest,
    passes: bool,
}

/// What is left of it.
#[derive(Clone, Debug)]
enum Rest {
    /// The deed that the history has under way.
    Deed,
    /// Ticks until something holds.
    Until {
        condition: Condition,
        max: u64,
        left: u64,
    },
    Nothing,
}

/// A play that is open, and the name it goes by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenPlay {
    /// Its title, or its file's name.
    pub name: String,
    /// What it says.
    pub play: Play,
}

/// What came of a statement, for the person who asked for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// It is done.
    Done,
    /// It is done, and there was nothing to do for these reasons.
    Idle(Vec<Idle>),
    /// It tells the learner something.
    Note(Arc<str>),
    /// What it expected holds.
    Holds(Statement),
    /// This was broken just now, for the first time. Ticks that pass by themselves have stopped at this very step; what
    /// somebody asked for goes on as soon as [`Lab::work`] is called again.
    Broken(Vec<Violation>),
    /// A search ended; the way that it found is done next.
    Sought(Sought),
    /// It failed, and what was still to be done is dropped.
    Failed {
        /// The statement.
        statement: Statement,
        /// Why.
        trouble: Trouble,
    },
}

impl Lab {
    /// A new cluster, without a play.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        Self {
            history: History::new(setup.clone()),
            setup,
            play: None,
            position: 0,
            positions: BTreeMap::new(),
            feed: Feed::default(),
            names: NamesInUse::default(),
            queue: VecDeque::new(),
            under_way: None,
            finding: None,
            runs: false,
            note: None,
            heard: Vec::new(),
            happened: Happenings::default(),
        }
    }

    /// The cluster of a play, before the play's first statement.
    #[must_use]
    pub fn open(play: OpenPlay) -> Self {
        let mut lab = Self::new(play.play.setup.clone());
        lab.names.take_from(&play.play.statements);
        lab.play = Some(Arc::new(play));
        lab
    }

    /// A look at the cluster.
    #[must_use]
    pub fn view(&self) -> ClusterView<'_> {
        self.history.view()
    }

    /// What it was set up with.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What was done, and what else was tried.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What was counted and what requests got.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.history.ledger()
    }

    /// What happened.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// What clients asked.
    #[must_use]
    pub fn requests(&self) -> &RequestLog {
        self.history.requests()
    }

    /// The open play, and how many of its statements have begun.
    #[must_use]
    pub fn play(&self) -> Option<(&OpenPlay, usize)> {
        self.play.as_deref().map(|play| (play, self.position))
    }

    /// The statement of the open play that comes next. What belongs to the other half of a rule's play is passed over.
    #[must_use]
    pub fn next_of_play(&self) -> Option<&Statement> {
        self.play_behind().map(|(_, next)| next)
    }

    /// That statement, and how many stand before it.
    fn play_behind(&self) -> Option<(usize, &Statement)> {
        let rules = self.view().rules();
        let statements = &self.play.as_deref()?.play.statements;
        let mut behind = statements.iter().enumerate().skip(self.position);
        behind.find(|(_, next)| next.what.under(rules).is_some())
    }

    /// What a play told the learner last.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Whether something is still to be done.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.is_doing() || self.finding.is_some()
    }

    /// Whether a statement is still to be done.
    pub(super) fn is_doing(&self) -> bool {
        self.under_way.is_some() || !self.queue.is_empty()
    }

    /// Whether something that somebody asked for is still to be done: more than a tick that passes by itself.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.finding.is_some()
            || self
                .under_way
                .as_ref()
                .is_some_and(|under_way| !under_way.passes)
            || self.queue.iter().any(|task| !task.passes)
    }

    /// The statement under way.
    #[must_use]
    pub fn under_way(&self) -> Option<&Statement> {
        self.under_way
            .as_ref()
            .map(|under_way| &under_way.statement)
    }

    /// Asks for an action, behind what is still to be done.
    pub fn begin(&mut self, action: Action) {
        self.ask(Statement {
            place: Place::START,
            what: Deed::act(action),
        });
    }

    /// Ticks pass by themselves, unless something is still to be done; what had nothing to do in them is not told. Those
    /// that pass one after the other are undone together. In the past it is one tick at a time.
    pub fn pass_ticks(&mut self, count: u64) -> Result<(), TravelError> {
        if self.is_busy() {
            return Ok(());
        }
        if self.is_in_past() {
            return self.tick();
        }
        let statement = Statement {
            place: Place::START,
            what: Deed::act(Action::Tick(count)),
        };
        let joined = std::mem::replace(&mut self.runs, true);
        self.queue.push_back(Task {
            statement,
            joined,
            passes: true,
        });
        Ok(())
    }

    /// Asks for the next statement of the open play; tells whether there is one.
    pub fn begin_next_of_play(&mut self) -> bool {
        let next = self.play_behind();
        let Some((before, next)) = next.map(|(before, next)| (before, next.clone())) else {
            return false;
        };
        self.ask(next);
        self.position = before + 1;
        true
    }

    /// Where nothing of an open play is left but the other half of a rule's play, it has been played to its end.
    fn pass_over_the_rest(&mut self) {
        let all = self.play.as_deref().map(|play| play.play.statements.len());
        if let Some(all) = all.filter(|_| self.play_behind().is_none()) {
            self.position = all;
        }
    }

    /// Asks for what a line of the play language says; a mistake in it means that nothing is done.
    pub fn read(&mut self, line: &str) -> Result<(), Mistake> {
        let statements = parse_line(line, &self.setup, &self.names)?;
        self.names.take_from(&statements);
        for statement in statements {
            self.ask(statement);
        }
        Ok(())
    }

    /// What a line of the play language says; nothing is done.
    pub fn parse(&self, line: &str) -> Result<Vec<Statement>, Mistake> {
        parse_line(line, &self.setup, &self.names)
    }

    /// What a line of the play language could go on with.
    #[must_use]
    pub fn complete(&self, line: &str, cursor: usize) -> Vec<Completion> {
        completion::complete(line, cursor, &self.setup, &self.names)
    }

    /// Drops what is still to be done; tells whether there was anything.
    pub fn stop(&mut self) -> bool {
        let was_busy = self.is_busy();
        self.finish_tick();
        self.history.stop();
        self.under_way = None;
        self.finding = None;
        self.queue.clear();
        was_busy
    }

    /// Drops what is still to be done at this very step, be it within a tick.
    pub(super) fn halt(&mut self) {
        self.history.stop();
        (self.under_way, self.runs) = (None, false);
        self.queue.clear();
    }

    /// Time is not stopped within a tick, where no statement could stop it either.
    fn finish_tick(&mut self) {
        let here = self.history.here();
        let record = self.history.tree().record(here.branch, here.deeds);
        let passes_time = record.is_some_and(|record| {
            matches!(
                *record.deed,
                Deed::Act {
                    action: Action::Tick(_) | Action::Step(_),
                    ..
                }
            )
        });
        while passes_time && self.history.is_busy() && self.view().is_mid_tick() {
            // What fails has ended the deed already.
            let _ = self.step();
        }
    }

    /// Does at most `steps` steps of what is to be done. Gives what there is to say as soon as a statement ends; none:
    /// there is more to do, or nothing at all.
    pub fn work(&mut self, steps: usize) -> Option<Said> {
        if self.finding.is_some() && !self.is_doing() {
            return self.search_on(steps);
        }
        for _ in 0..steps {
            let said = if let Some(under_way) = self.under_way.take() {
                self.go_on(under_way)
            } else {
                let task = self.queue.pop_front()?;
                self.take_up(task)
            };
            if said.is_some() {
                return said;
            }
        }
        None
    }

    /// Does everything that is to be done; gives the last thing that there is to say.
    pub fn work_off(&mut self) -> Option<Said> {
        let mut last = None;
        while self.is_busy() {
            last = self.work(usize::MAX).or(last);
        }
        last
    }

    /// The names of requests that were given so far.
    pub(super) fn names(&self) -> &NamesInUse {
        &self.names
    }

    pub(super) fn queue_up(&mut self, task: Task) {
        self.queue.push_back(task);
    }

    fn ask(&mut self, statement: Statement) {
        self.runs = false;
        self.queue_up(Task {
            statement,
            joined: false,
            passes: false,
        });
    }

    /// Begins a statement.
    fn take_up(&mut self, task: Task) -> Option<Said> {
        let Task {
            mut statement,
            joined,
            passes,
        } = task;
        self.feed.begin_action();
        if let Deed::Only(..) = statement.what {
            let Some(deed) = statement.what.under(self.view().rules()).cloned() else {
                return Some(Said::Done);
            };
            statement.what = deed;
        }
        match self.take_up_deed(&statement.what, joined) {
            Ok(rest) => {
                self.under_way = Some(UnderWay {
                    statement,
                    rest,
                    passes,
                });
                None
            }
            Err(trouble) => Some(self.fail(statement, trouble)),
        }
    }

    fn take_up_deed(&mut self, deed: &Deed, joined: bool) -> Result<Rest, Trouble> {
        match deed {
            Deed::Act { .. } | Deed::ResetCounters => self.begin_deed(deed.clone(), joined),
            Deed::Expect(condition) if condition.asks_for_event() => {
                self.begin_deed(deed.clone(), joined)
            }
            Deed::Expect(condition) => {
                let verdict = self.history.present().judge(condition);
                verdict
                    .map(|()| Rest::Nothing)
                    .map_err(|unmet| Trouble::Unmet(unmet.to_string()))
            }
            Deed::Until { condition, max } => {
                let until = Rest::Until {
                    condition: condition.clone(),
                    max: *max,
                    left: *max,
                };
                if self.view().is_mid_tick() {
                    self.begin_deed(Deed::act(Action::Tick(0)), false)
                        .map(|_| until)
                } else {
                    Ok(until)
                }
            }
            Deed::Note(text) => {
                self.note = Some(Arc::clone(text));
                Ok(Rest::Nothing)
            }
            Deed::Mark(name) => {
                self.history.mark(name);
                Ok(Rest::Nothing)
            }
            Deed::Only(..) => Ok(Rest::Nothing),
        }
    }

    fn fail(&mut self, statement: Statement, trouble: Trouble) -> Said {
        self.queue.clear();
        Said::Failed { statement, trouble }
    }

    fn begin_deed(&mut self, deed: Deed, joined: bool) -> Result<Rest, Trouble> {
        let before = self.history.tree().branch_count();
        let from = (self.history.here().branch, self.view().last_event());
        self.history.begin(deed, joined)?;
        let branch = self.history.here().branch;
        if self.history.tree().branch_count() > before {
            self.feed.begin_branch(branch, from.1);
        }
        if branch != from.0 {
            self.feed.show(self.history.tree(), branch, from.1);
        }
        Ok(Rest::Deed)
    }

    /// Goes on with a statement by one step.
    fn go_on(&mut self, mut under_way: UnderWay) -> Option<Said> {
        let known = self.violations().len();
        let progress = if self.history.is_busy() {
            self.step()
        } else {
            self.next_of_until(&mut under_way.rest)
        };
        match progress {
            Ok(Progress::More) => {
                let passes = under_way.passes;
                self.under_way = Some(under_way);
                let said = (self.violations().len() > known).then(|| self.ring());
                let said = said.flatten();
                if said.is_some() && passes {
                    self.halt();
                }
                said
            }
            Ok(Progress::Done) => {
                self.pass_over_the_rest();
                let here = self.history.here();
                if self.position_at(here) != self.position {
                    self.positions
                        .insert((here.branch, here.deeds), self.position);
                }
                Some(self.said(under_way))
            }
            Err(trouble) => Some(self.fail(under_way.statement, trouble)),
        }
    }

    /// Looks whether what is waited for has come, and begins another tick if not.
    fn next_of_until(&mut self, rest: &mut Rest) -> Result<Progress, Trouble> {
        let Rest::Until {
            condition,
            max,
            left,
        } = rest
        else {
            return Ok(Progress::Done);
        };
        let unmet = match self.history.present().judge(condition) {
            Ok(()) => return Ok(Progress::Done),
            Err(unmet) => unmet,
        };
        if *left == 0 {
            return Err(Trouble::NotWithin {
                max: *max,
                unmet: unmet.to_string(),
            });
        }
        let goes_on = *left < *max;
        *left -= 1;
        self.begin_deed(Deed::act(Action::Tick(1)), goes_on)?;
        Ok(Progress::More)
    }

    /// One step of the deed that the history has under way.
    fn step(&mut self) -> Result<Progress, Trouble> {
        let branch = self.history.here().branch;
        let is_known = self.history.has_future();
        let known = self.violations().len();
        let progress = self.history.work(&mut self.happened);
        if is_known {
            // What is done again on a path that is there has been taken note of.
            let last = self.view().last_event();
            if !self.happened.events.is_empty() {
                self.feed.show(self.history.tree(), branch, last);
            }
        } else {
            let broken = &self.history.present().checker().violations()[known..];
            self.feed.observe(branch, &self.happened.events, broken);
        }
        self.happened.events.clear();
        // The deed may be done: whether the statement is, is seen next time.
        progress.map(|_| Progress::More)
    }

    fn said(&self, under_way: UnderWay) -> Said {
        let UnderWay {
            statement,
            rest,
            passes,
        } = under_way;
        match (&statement.what, rest) {
            (Deed::Note(text), _) => Said::Note(Arc::clone(text)),
            (Deed::Expect(_) | Deed::Until { .. }, _) => Said::Holds(statement),
            (_, Rest::Deed) if !passes && !self.history.remarks().is_empty() => {
                Said::Idle(self.history.remarks().to_vec())
            }
            _ => Said::Done,
        }
    }
}
