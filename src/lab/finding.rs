//! Looking for the shortest way from the present moment to a condition, and going it.
//!
//! The search walks over copies while nothing here changes ([`crate::search`]), in slices like any long deed. Time stands
//! still in it: clocks do not tick, timers fire and messages arrive one by one. A way that is found is done as actions,
//! one behind the other, undone together. Where none is found, what is told is how far was looked.

use super::lab::{Lab, Said, Task};
use crate::cluster::{Action, Cluster, Happenings};
use crate::node::Rules;
use crate::play::condition::Condition;
use crate::play::parse_line;
use crate::play::print::{condition_text, statement_text};
use crate::play::statement::{Deed, Place, Statement};
use crate::search::wanted::Wanted;
use crate::search::{Moves, Outlook, Walk};
use std::fmt;

/// How many states a search looks at where nobody says otherwise.
pub const STATES: usize = 200_000;
/// The most that may be asked for.
pub const STATES_MAX: usize = 10_000_000;
/// A move on a search is as much work as so many steps of a cluster, about.
const STEPS_A_MOVE: usize = 40;
/// The word before how many states are looked at.
const MAX: &str = "max";

/// A search under way.
#[derive(Clone, Debug)]
pub struct Finding {
    walk: Walk<Wanted>,
    budget: usize,
}

/// What a search came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sought {
    /// What was looked for, as it is written.
    pub condition: String,
    /// How it ended.
    pub outlook: Outlook,
    /// The actions that lead there; none where it holds already, or was not found.
    pub way: Vec<Action>,
    /// How many states were looked at.
    pub states: usize,
    /// Every way of up to so many actions was looked at.
    pub depth: usize,
    /// Where the paper says why it cannot be, if it does and no rule is broken.
    pub source: Option<&'static str>,
}

impl Finding {
    fn new(condition: Condition, lab: &Lab, budget: usize) -> Self {
        let present = lab.history.present();
        let wanted = Wanted::new(condition);
        let alike = wanted.alike(present.view().node_count() as u64);
        let memory = wanted.memory(present.ledger(), present.checker());
        let (cluster, moves) = (present.cluster().clone(), Moves::by_hand());
        Self {
            walk: Walk::new(wanted, cluster, memory, moves, budget).among(alike),
            budget,
        }
    }

    /// What is looked for.
    #[must_use]
    pub fn condition(&self) -> String {
        condition_text(self.walk.goal().condition())
    }

    /// How it stands, and what came of it if it has ended.
    #[must_use]
    pub fn sought(&self) -> Sought {
        Sought {
            condition: self.condition(),
            outlook: self.walk.outlook(),
            way: self.way(),
            states: self.walk.states(),
            depth: self.walk.depth(),
            source: self.source(),
        }
    }

    /// A search proves nothing; what the invariants rest on is argued elsewhere, for rules that are all in force.
    fn source(&self) -> Option<&'static str> {
        let mut parts = self.walk.goal().condition().parts().iter();
        let source = parts.find_map(|part| match part {
            Condition::Violation {
                invariant,
                is: true,
            } => Some(invariant.row().source),
            _ => None,
        });
        source.filter(|_| self.walk.start().view().rules() == Rules::ALL)
    }

    /// The way as actions, in the words that each has in its moment.
    fn way(&self) -> Vec<Action> {
        let mut cluster: Cluster = self.walk.start().clone();
        let mut happened = Happenings::default();
        let mut way = Vec::new();
        for made in self.walk.way() {
            let action = made.action(cluster.view());
            // It was done like this on the search.
            let _ = cluster.act(&action, &mut happened);
            happened.events.clear();
            way.push(action);
        }
        way
    }
}

impl fmt::Display for Finding {
    /// How far it has come: `12000 of 100000 states, every way of up to 4 actions`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (states, depth) = (self.walk.states(), self.walk.depth());
        write!(
            f,
            "{states} of {} states, every way of up to {}",
            self.budget,
            actions(depth)
        )
    }
}

impl fmt::Display for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (condition, states, depth) = (&self.condition, self.states, actions(self.depth));
        match self.outlook {
            Outlook::Found if self.way.is_empty() => write!(f, "{condition} holds already"),
            Outlook::Found => {
                let (count, way) = (actions(self.way.len()), self.way_text());
                write!(f, "found in {count}: {way}")
            }
            Outlook::More => write!(
                f,
                "stopped: {condition} is not among {states} states, every way of up to {depth}"
            ),
            Outlook::OverBudget => write!(
                f,
                "not found: {condition} is not among {states} states, every way of up to {depth}; {}",
                self.no_proof()
            ),
            Outlook::Exhausted => write!(
                f,
                "not found: {condition} is not among all the {states} states that a search can reach; {}",
                self.no_proof()
            ),
        }
    }
}

impl Sought {
    fn no_proof(&self) -> String {
        let source = self
            .source
            .map(|source| format!("; see {source} of the paper"));
        format!("that is no proof{}", source.unwrap_or_default())
    }

    /// The way as a line of the play language.
    #[must_use]
    pub fn way_text(&self) -> String {
        let texts: Vec<_> = self
            .way
            .iter()
            .map(|action| {
                statement_text(&Statement {
                    place: Place::START,
                    what: Deed::act(action.clone()),
                })
            })
            .collect();
        texts.join("; ")
    }
}

fn actions(count: usize) -> String {
    match count {
        1 => "1 action".to_owned(),
        count => format!("{count} actions"),
    }
}

impl Lab {
    /// Begins to look for a condition, in at most so many states, or as many as `max` behind it says; a sentence where it
    /// is no condition.
    pub fn find(&mut self, line: &str, states: usize) -> Result<(), String> {
        let (condition, budget) = self.read_wanted(line, states)?;
        self.runs = false;
        self.finding = Some(Box::new(Finding::new(condition, self, budget)));
        Ok(())
    }

    /// The search under way.
    #[must_use]
    pub fn finding(&self) -> Option<&Finding> {
        self.finding.as_deref()
    }

    fn read_wanted(&self, line: &str, states: usize) -> Result<(Condition, usize), String> {
        if line.trim().is_empty() {
            return Err("find what? A condition, such as `find leaders >= 2`".to_owned());
        }
        let statements = parse_line(&format!("until {line}"), self.setup(), self.names())
            .map_err(|mistake| mistake.fault.to_string())?;
        let is_bounded = line.split_whitespace().rev().nth(1) == Some(MAX);
        match &statements[..] {
            [
                Statement {
                    what: Deed::Until { condition, max },
                    ..
                },
            ] => {
                let asked = usize::try_from(*max).unwrap_or(STATES_MAX);
                let budget = if is_bounded { asked } else { states };
                Ok((condition.clone(), budget.clamp(1, STATES_MAX)))
            }
            _ => Err("one condition is looked for at a time; `and` joins several".to_owned()),
        }
    }

    /// Goes on with the search; at its end, what is found is to be done next.
    pub(super) fn search_on(&mut self, steps: usize) -> Option<Said> {
        let finding = self.finding.as_mut()?;
        let moves = (steps / STEPS_A_MOVE).max(1);
        if finding.walk.work(moves) == Outlook::More {
            return None;
        }
        let sought = finding.sought();
        self.finding = None;
        for (place, action) in sought.way.iter().enumerate() {
            self.queue_up(Task {
                statement: Statement {
                    place: Place::START,
                    what: Deed::act(action.clone()),
                },
                joined: place > 0,
                passes: false,
            });
        }
        Some(Said::Sought(sought))
    }
}
