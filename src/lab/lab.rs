//! What a window works with: one experiment, an open play, and whatever is still to be done.
//!
//! Statements queue up and are worked off in slices ([`Lab::work`]), so that a long one never holds up a key. Going
//! back in time will live here too: everything that is done passes [`Lab::begin`].

use super::experiment::{Course, Experiment, Trouble};
use super::feed::Feed;
use super::requests::RequestLog;
use crate::cluster::{Action, ClusterView, Happenings, Idle, Progress, Setup};
use crate::play::completion::{self, Completion};
use crate::play::ledger::Ledger;
use crate::play::mistake::Mistake;
use crate::play::names::NamesInUse;
use crate::play::parse_line;
use crate::play::statement::{Deed, Place, Play, Statement};
use std::collections::VecDeque;
use std::sync::Arc;

/// All that a window shows and does, without a screen.
#[derive(Clone, Debug)]
pub struct Lab {
    setup: Setup,
    play: Option<Arc<OpenPlay>>,
    /// How many statements of the play have begun.
    position: usize,
    experiment: Experiment,
    feed: Feed,
    requests: RequestLog,
    names: NamesInUse,
    queue: VecDeque<Statement>,
    course: Option<(Course, Statement)>,
    /// What is done first is a tick that passes by itself.
    passes: bool,
    /// What the learner was told last.
    note: Option<Arc<str>>,
    happened: Happenings,
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
            experiment: Experiment::new(setup.clone()),
            setup,
            play: None,
            position: 0,
            feed: Feed::default(),
            requests: RequestLog::default(),
            names: NamesInUse::default(),
            queue: VecDeque::new(),
            course: None,
            passes: false,
            note: None,
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

    /// Everything anew from the same set-up.
    pub fn start_over(&mut self) {
        let mut anew = Self::new(self.setup.clone());
        anew.play = self.play.take();
        if let Some(play) = &anew.play {
            anew.names.take_from(&play.play.statements);
        }
        *self = anew;
    }

    /// A look at the cluster.
    #[must_use]
    pub fn view(&self) -> ClusterView<'_> {
        self.experiment.view()
    }

    /// What was counted and what requests got.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.experiment.ledger()
    }

    /// What happened.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// What clients asked.
    #[must_use]
    pub fn requests(&self) -> &RequestLog {
        &self.requests
    }

    /// The open play, and how many of its statements have begun.
    #[must_use]
    pub fn play(&self) -> Option<(&OpenPlay, usize)> {
        self.play.as_deref().map(|play| (play, self.position))
    }

    /// The statement of the open play that comes next.
    #[must_use]
    pub fn next_of_play(&self) -> Option<&Statement> {
        self.play
            .as_deref()
            .and_then(|play| play.play.statements.get(self.position))
    }

    /// What a play told the learner last.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Whether something is still to be done.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.course.is_some() || !self.queue.is_empty()
    }

    /// Whether something that somebody asked for is still to be done: more than a tick that passes by itself.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        let passing = usize::from(self.passes && self.course.is_none());
        self.queue.len() > passing || (self.course.is_some() && !self.passes)
    }

    /// The statement under way.
    #[must_use]
    pub fn under_way(&self) -> Option<&Statement> {
        self.course.as_ref().map(|(_, statement)| statement)
    }

    /// Asks for an action, behind what is still to be done.
    pub fn begin(&mut self, action: Action) {
        self.queue.push_back(Statement {
            place: Place::START,
            what: Deed::act(action),
        });
    }

    /// One tick begins by itself, unless something is still to be done; what had nothing to do in it is not told.
    pub fn pass_tick(&mut self) {
        if !self.is_busy() {
            self.begin(Action::Tick(1));
            self.passes = true;
        }
    }

    /// Asks for the next statement of the open play; tells whether there is one.
    pub fn begin_next_of_play(&mut self) -> bool {
        let next = self.next_of_play().cloned();
        let found = next.is_some();
        self.queue.extend(next);
        self.position += usize::from(found);
        found
    }

    /// Asks for what a line of the play language says; a mistake in it means that nothing is done.
    pub fn read(&mut self, line: &str) -> Result<(), Mistake> {
        let statements = parse_line(line, &self.setup, &self.names)?;
        self.names.take_from(&statements);
        self.queue.extend(statements);
        Ok(())
    }

    /// What a line of the play language could go on with.
    #[must_use]
    pub fn complete(&self, line: &str, cursor: usize) -> Vec<Completion> {
        completion::complete(line, cursor, &self.setup, &self.names)
    }

    /// Drops what is still to be done; tells whether there was anything.
    pub fn stop(&mut self) -> bool {
        let was_busy = self.is_busy();
        self.course = None;
        self.queue.clear();
        self.passes = false;
        was_busy
    }

    /// Does at most `steps` steps of what is to be done. Gives what there is to say as soon as a statement ends; none:
    /// there is more to do, or nothing at all.
    pub fn work(&mut self, steps: usize) -> Option<Said> {
        for _ in 0..steps {
            if let Some((mut course, statement)) = self.course.take() {
                match self.advance(&mut course) {
                    Ok(Progress::More) => self.course = Some((course, statement)),
                    Ok(Progress::Done) => return Some(self.end(&course, statement)),
                    Err(trouble) => return Some(self.fail(statement, trouble)),
                }
            } else {
                let statement = self.queue.pop_front()?;
                self.feed.begin_action();
                match self.experiment.begin(&statement.what) {
                    Ok(course) => self.course = Some((course, statement)),
                    Err(trouble) => return Some(self.fail(statement, trouble)),
                }
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

    fn advance(&mut self, course: &mut Course) -> Result<Progress, Trouble> {
        let progress = self.experiment.advance(course, &mut self.happened);
        self.feed.observe(&self.happened.events);
        self.requests.observe(&self.happened.events);
        self.happened.events.clear();
        progress
    }

    fn end(&mut self, course: &Course, statement: Statement) -> Said {
        let passed = std::mem::take(&mut self.passes);
        match &statement.what {
            Deed::Note(text) => {
                self.note = Some(Arc::clone(text));
                Said::Note(Arc::clone(text))
            }
            Deed::Expect(_) | Deed::Until { .. } => Said::Holds(statement),
            _ if passed || course.remarks().is_empty() => Said::Done,
            _ => Said::Idle(course.remarks().to_vec()),
        }
    }

    fn fail(&mut self, statement: Statement, trouble: Trouble) -> Said {
        self.queue.clear();
        self.passes = false;
        Said::Failed { statement, trouble }
    }
}
