//! What many seeds come to: a sum, the same however they are shared out.

use super::marks::Marks;
use super::run::Outcome;
use super::trial::{Alarm, Sought};
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// The sum of outcomes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// How many seeds were run.
    pub seeds: u64,
    /// How many ticks they took.
    pub ticks: u64,
    /// How many events there were.
    pub events: u64,
    /// How often each mark was hit.
    pub marks: Marks,
    /// In how many runs each alarm rang first.
    pub alarms: BTreeMap<Alarm, u64>,
}

impl Summary {
    /// Adds the outcome of a seed.
    pub fn add(&mut self, outcome: &Outcome) {
        let ending = &outcome.ending;
        self.seeds += 1;
        self.ticks += ending.tick.0;
        self.events += ending.events;
        self.marks += ending.marks;
        if let Some(alarm) = ending.alarm(&Sought::Any) {
            *self.alarms.entry(alarm).or_insert(0) += 1;
        }
    }

    /// In how many runs an alarm rang.
    #[must_use]
    pub fn found(&self) -> u64 {
        self.alarms.values().sum()
    }
}

impl AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.ticks += other.ticks;
        self.events += other.events;
        self.marks += other.marks;
        for (alarm, count) in other.alarms {
            *self.alarms.entry(alarm).or_insert(0) += count;
        }
    }
}
