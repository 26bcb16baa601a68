//! The least that runs a play: actions on a cluster, events to a ledger, conditions in between.

use crate::play;
use granary::check::Checker;
use granary::cluster::{Action, Cluster, Happenings, Plan, Progress};
use granary::play::{Condition, Deed, Ledger, Play, Statement, holds};

/// A play on its way.
pub struct Running {
    pub cluster: Cluster,
    pub ledger: Ledger,
    pub checker: Checker,
}

impl Running {
    pub fn new(play: &Play) -> Self {
        let cluster = Cluster::new(play.setup.clone());
        Self {
            checker: Checker::new(cluster.view()),
            cluster,
            ledger: Ledger::new(),
        }
    }

    /// A text run to its end, which must hold.
    #[track_caller]
    pub fn through(text: &str) -> Self {
        let play = play(text);
        let mut running = Self::new(&play);
        for statement in &play.statements {
            if let Err(why) = running.perform(statement) {
                panic!("{}: {why}", statement.place);
            }
        }
        running
    }

    pub fn perform(&mut self, statement: &Statement) -> Result<(), String> {
        let rules = self.cluster.view().rules();
        let Some(deed) = statement.what.under(rules) else {
            return Ok(());
        };
        match deed {
            Deed::Act { action, name } => {
                self.act(action)?;
                if let Some(name) = name {
                    self.ledger.name(self.cluster.last_request(), name.clone());
                }
            }
            Deed::Expect(condition) => {
                self.holds(condition)?;
                if condition.asks_for_event() {
                    self.ledger.forget_events();
                }
            }
            Deed::Until { condition, max } => self.until(condition, *max)?,
            Deed::ResetCounters => self.ledger.reset_counters(),
            Deed::Note(_) | Deed::Mark(_) | Deed::Only(..) => {}
        }
        Ok(())
    }

    pub fn act(&mut self, action: &Action) -> Result<(), String> {
        let mut happenings = Happenings::default();
        let plan = Plan::new(action, &self.cluster);
        let mut plan = plan.map_err(|error| format!("{error:?}"))?;
        loop {
            let progress = plan.advance(&mut self.cluster, &mut happenings);
            self.ledger.observe(&happenings.events);
            self.checker
                .observe(&happenings.events, self.cluster.view());
            happenings.events.clear();
            match progress {
                Ok(Progress::Done) => return Ok(()),
                Ok(Progress::More) => {}
                Err(error) => return Err(format!("{error:?}")),
            }
        }
    }

    fn until(&mut self, condition: &Condition, max: u64) -> Result<(), String> {
        if self.cluster.is_mid_tick() {
            self.act(&Action::Tick(0))?;
        }
        for _ in 0..max {
            if self.holds(condition).is_ok() {
                return Ok(());
            }
            self.act(&Action::Tick(1))?;
        }
        self.holds(condition)
    }

    /// What is found instead of a condition; empty where it holds. `names` is a text that gives the names it uses.
    #[track_caller]
    pub fn instead_of(&self, condition: &str, names: &str) -> String {
        let mut statements = play(&format!("{names}\nexpect {condition}")).statements;
        let Some(Deed::Expect(condition)) = statements.pop().map(|last| last.what) else {
            panic!("`{condition}` is a condition");
        };
        self.holds(&condition).err().unwrap_or_default()
    }

    /// Whether a condition holds; if not, what was found.
    pub fn holds(&self, condition: &Condition) -> Result<(), String> {
        holds(condition, self.cluster.view(), &self.ledger, &self.checker)
            .map_err(|unmet| unmet.to_string())
    }
}
