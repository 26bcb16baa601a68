//! A majority as it is gathered: who is there, how many, how many are needed. Plain data; drawn by `panes/meter.rs`.

use crate::ids::NodeSet;

/// A majority that is being gathered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Meter {
    /// What of.
    pub of: MeterOf,
    /// Who is there.
    pub has: NodeSet,
    /// How many members there are.
    pub members: usize,
    /// How many make a majority.
    pub needed: usize,
}

/// What a majority is gathered of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MeterOf {
    /// Votes for a candidate.
    Votes,
    /// Disks that hold an entry.
    Disks,
}

impl MeterOf {
    /// What stands before the names.
    #[must_use]
    pub fn lead(self) -> &'static str {
        match self {
            Self::Votes => "votes",
            Self::Disks => "held by",
        }
    }

    /// What stands behind the numbers.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Votes => "",
            Self::Disks => " disks",
        }
    }
}
