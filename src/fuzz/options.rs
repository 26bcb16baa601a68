//! What is asked of all seeds of a search. With it, a seed alone says everything about its run.

use crate::node::Rules;
use crate::storage::DiskFlaw;
use std::fmt;

/// The most nodes of a random run.
pub const FUZZED_NODES_MAX: u64 = 7;
/// The most ticks of a random run.
pub const FUZZED_TICKS_MAX: u64 = 1_000_000;

/// What is asked of every seed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// How long runs are, and what is demanded of all of them together.
    pub profile: Profile,
    /// How many nodes, 1 to [`FUZZED_NODES_MAX`]; none: each seed draws it.
    pub nodes: Option<u64>,
    /// How many ticks faults go on, 1 to [`FUZZED_TICKS_MAX`]; none: as the profile says.
    pub ticks: Option<u64>,
    /// The rules in force.
    pub rules: Rules,
    /// What is wrong with every disk.
    pub flaw: Option<DiskFlaw>,
}

impl Options {
    /// How many ticks faults go on.
    #[must_use]
    pub fn ticks(&self) -> u64 {
        self.ticks.unwrap_or(self.profile.row().ticks)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            profile: Profile::Quick,
            nodes: None,
            ticks: None,
            rules: Rules::ALL,
            flaw: None,
        }
    }
}

/// The name of a profile, in the order of [`PROFILES`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Profile {
    /// For every day.
    Quick,
    /// For every night.
    Long,
    /// For a release.
    Soak,
}

/// One row of [`PROFILES`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProfileRow {
    /// Which one.
    pub name: Profile,
    /// Its name as written.
    pub word: &'static str,
    /// How many ticks faults go on.
    pub ticks: u64,
    /// Whether every mark must be hit: a search that never saw a thing has not tested it.
    pub needs_marks: bool,
    /// What it is for, in one sentence.
    pub sentence: &'static str,
}

/// Every profile.
#[rustfmt::skip]
pub const PROFILES: &[ProfileRow] = &[
    profile(Profile::Quick, "quick", 1000, false, "Short runs, many a second."),
    profile(Profile::Long, "long", 2000, true, "Longer runs; a mark that no run hits is a failure too."),
    profile(Profile::Soak, "soak", 20_000, true, "Very long runs; a mark that no run hits is a failure too."),
];

const fn profile(
    name: Profile,
    word: &'static str,
    ticks: u64,
    needs_marks: bool,
    sentence: &'static str,
) -> ProfileRow {
    ProfileRow {
        name,
        word,
        ticks,
        needs_marks,
        sentence,
    }
}

impl Profile {
    /// The profile of this name as written; none where there is no such profile.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let row = PROFILES.iter().find(|row| row.word == word);
        row.map(|row| row.name)
    }

    /// The row of the table.
    #[must_use]
    pub fn row(self) -> &'static ProfileRow {
        &PROFILES[self as usize]
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().word)
    }
}
