//! The play language as whoever writes a play meets it: what a text means, what is wrong with it, and what holds.

mod arbitrary;
mod completion;
mod conditions;
mod limits;
mod mistakes;
mod presets;
mod repeat;
mod round_trip;
mod running;
mod statements;
mod stories;
mod together;
mod tokens;
mod verbs;

use granary::cluster::Setup;
use granary::play::{Deed, Mistake, NamesInUse, Play, Statement, parse_line, parse_play};

/// A play that must be right.
fn play(text: &str) -> Play {
    match parse_play(text) {
        Ok(play) => play,
        Err(mistake) => panic!("{text:?} is a play, but: {mistake}"),
    }
}

/// What is wrong with a play that must be wrong, as `LINE:COLUMN: why`.
fn wrong(text: &str) -> String {
    mistake(text).to_string()
}

fn mistake(text: &str) -> Mistake {
    match parse_play(text) {
        Ok(play) => panic!("{text:?} is wrong, but means {:?}", play.statements),
        Err(mistake) => mistake,
    }
}

/// What the statements of a play say.
fn deeds(text: &str) -> Vec<Deed> {
    play(text).statements.into_iter().map(|s| s.what).collect()
}

/// The statements of a line at the prompt of five nodes.
fn line(text: &str) -> Result<Vec<Statement>, Mistake> {
    parse_line(text, &Setup::default(), &NamesInUse::default())
}
