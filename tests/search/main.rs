//! The search room: what the shortest way is, how far is looked, and which states are one.

mod state_hash;
mod walks;

use granary::history::Experiment;
use granary::lab::{BUDGET, NoWitness, run_play};
use granary::play::condition::Condition;
use granary::play::parse_play;
use granary::play::statement::Deed;

/// The end of a play.
fn played(text: &str) -> Experiment {
    let play = parse_play(text).expect("the play is well formed");
    run_play(&play, BUDGET, &mut NoWitness).0
}

/// A condition as it is written.
fn condition(text: &str) -> Condition {
    let play = parse_play(&format!("expect {text}")).expect("the condition is well formed");
    match &play.statements[0].what {
        Deed::Expect(condition) => condition.clone(),
        other => panic!("{other:?}"),
    }
}
