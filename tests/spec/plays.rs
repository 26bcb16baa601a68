//! The plays of the house, run step by step beside the specification: every one in which all rules hold.

use super::compare;
use super::state::Spec;
use granary::cluster::{Action, Happenings, Progress};
use granary::history::experiment::Experiment;
use granary::node::Rules;
use granary::play::{Deed, Play, Statement, parse_play};
use std::fs;
use std::path::{Path, PathBuf};

/// A longer log in a preset is left to the tests of the log: the specification copies whole logs.
const PRESET_ENTRIES_MAX: u64 = 2000;

/// Every play under a folder of the package, by its path.
pub fn plays_under(folder: &str) -> Vec<(PathBuf, Play)> {
    let mut found = Vec::new();
    gather(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        &mut found,
    );
    found.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a play is UTF-8 text");
        let play = parse_play(&text).unwrap_or_else(|it| panic!("{}:{it}", path.display()));
        (path, play)
    };
    found.into_iter().map(read).collect()
}

/// Whether the specification can follow a play: no rule is switched off in it.
pub fn keeps_the_rules(play: &Play) -> bool {
    let breaks = |deed: &Deed| {
        matches!(
            deed,
            Deed::Act {
                action: Action::SetRule(_, false),
                ..
            }
        )
    };
    let entries = |preset: &granary::cluster::settings::Preset| preset.log.last_index().0;
    play.setup.rules == Rules::ALL
        && play.setup.presets.iter().map(entries).sum::<u64>() <= PRESET_ENTRIES_MAX
        && !play.statements.iter().any(|it| breaks(&it.what))
}

/// Why a play was not followed to its end.
#[derive(Debug)]
pub enum Stopped {
    /// The specification rejects what happened.
    Rejected(String),
    /// The play does not hold.
    Failed(String),
}

/// Runs a play to its end.
pub fn follow(play: &Play) -> Result<(), Stopped> {
    let mut experiment = Experiment::new(play.setup.clone());
    let mut spec = Spec::new(&play.setup, experiment.view());
    for statement in &play.statements {
        perform(&mut experiment, &mut spec, statement)?;
    }
    compare::with_whole_view(&mut spec, experiment.view()).map_err(Stopped::Rejected)
}

fn perform(
    experiment: &mut Experiment,
    spec: &mut Spec,
    statement: &Statement,
) -> Result<(), Stopped> {
    let failed = |trouble| Stopped::Failed(format!("{}: {trouble}", statement.place));
    let rejected = |why| Stopped::Rejected(format!("{}: {why}", statement.place));
    let mut happened = Happenings::default();
    let mut course = experiment.begin(&statement.what).map_err(failed)?;
    loop {
        let progress = experiment
            .advance(&mut course, &mut happened)
            .map_err(failed)?;
        spec.step(&happened.events, experiment.view())
            .map_err(rejected)?;
        happened.events.clear();
        if progress == Progress::Done {
            return Ok(());
        }
    }
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder of plays can be read");
    for entry in entries {
        let path = entry.expect("an entry of the folder can be read").path();
        if path.is_dir() {
            gather(&path, found);
        } else if path.extension().is_some_and(|end| end == "play") {
            found.push(path);
        }
    }
}
