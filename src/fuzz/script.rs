//! A run as a play: what was done, and what is broken or missed at its end.
//!
//! A play cannot say that a goal was missed, so it says how the core stands instead. Nor can it say that a disk has a
//! flaw: such a run is no play.

use super::run::{Case, Ending};
use super::trial::Alarm;
use crate::cluster::action::Action;
use crate::play::condition::Condition;
use crate::play::statement::{Deed, Place, Play, Statement};
use std::fmt::Write as _;

/// A run as a play with this title; none where its disks have a flaw, which no play can say.
#[must_use]
pub fn script(case: &Case, ending: &Ending, title: &str) -> Option<Play> {
    if case.setup.disk_flaw.is_some() {
        return None;
    }
    let mut deeds: Vec<_> = ending.done.iter().cloned().map(Deed::act).collect();
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
                deeds.push(Deed::Expect(Condition::Safe));
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
