//! A run as a play: what was done, and what is broken or missed at its end.
//!
//! A play cannot say that a goal was missed, so it says how the core stands instead. Nor can it say that a disk has a
//! flaw: such a run is no play.

use super::run::{Case, Ending, Standing};
use super::trial::Alarm;
use crate::cluster::action::{Action, Nodes};
use crate::play::condition::{Bound, Comparison, Condition, Field, FieldTest, Operator, Value};
use crate::play::statement::{Deed, Place, Play, Statement};
use std::fmt::Write as _;

/// A run as a play with this title; none where its disks have a flaw, which no play can say.
#[must_use]
pub fn script(case: &Case, ending: &Ending, title: &str) -> Option<Play> {
    if case.setup.disk_flaw.is_some() {
        return None;
    }
    let mut deeds: Vec<_> = joined(&ending.done).into_iter().map(Deed::act).collect();
    if let Some(first) = deeds.first()
        && is_of_header(first)
    {
        // What could stand in the header and comes first would be read as part of it.
        deeds.insert(0, Deed::ResetCounters);
    }
    let mut about = String::from("Found by `granary-tui fuzz`.");
    for alarm in &ending.alarms {
        match *alarm {
            Alarm::Broken(invariant) => {
                deeds.push(Deed::Expect(Condition::Violation {
                    invariant,
                    is: true,
                }));
            }
            Alarm::Missed(goal) => {
                let _ = write!(about, " {goal} is missed: {}", goal.row().sentence);
                deeds.push(Deed::Note(
                    "This is how they stand, and nothing gets better.".into(),
                ));
                deeds.extend(ending.standing.iter().map(stands));
            }
        }
    }
    let statement = |what| Statement {
        place: Place::START,
        what,
    };
    Some(Play {
        title: Some(title.to_owned()),
        about: Some(about),
        setup: case.setup.clone(),
        statements: deeds.into_iter().map(statement).collect(),
    })
}

/// A node stands so.
fn stands(standing: &Standing) -> Deed {
    let number = |field, number| FieldTest {
        field,
        with: Comparison::Number(Bound {
            operator: Operator::Equal,
            number,
        }),
    };
    let role = FieldTest {
        field: Field::Role,
        with: Comparison::Value {
            is: true,
            value: Value::Role(standing.role),
        },
    };
    let tests = vec![
        role,
        number(Field::Term, standing.term.0),
        number(Field::Len, standing.last.0),
        number(Field::Commit, standing.commit.0),
    ];
    Deed::Expect(Condition::At(Nodes::These(vec![standing.node]), tests))
}

/// Ticks that follow each other become one action.
pub(super) fn joined(actions: &[Action]) -> Vec<Action> {
    let mut joined: Vec<Action> = Vec::with_capacity(actions.len());
    for action in actions {
        match (joined.last_mut(), action) {
            (Some(Action::Tick(before)), Action::Tick(ticks)) => *before += ticks,
            _ => joined.push(action.clone()),
        }
    }
    joined
}

fn is_of_header(deed: &Deed) -> bool {
    let Deed::Act { action, .. } = deed else {
        return false;
    };
    matches!(
        action,
        Action::SetDelay(..)
            | Action::SetLoss(..)
            | Action::SetDuplicate(..)
            | Action::SetSync(..)
            | Action::SetRule(_, false)
    )
}
