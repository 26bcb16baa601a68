//! Plays: any text gives a play, which prints as a text that means the same, or a mistake with a place in the text.

use crate::choices::Choices;
use crate::{corpus, scripts};
use granary::play::print::play_text;
use granary::play::{parse_bytes, parse_play};

const EXECUTIONS: usize = 15_000;
/// Longer plays are not printed again: `repeat` makes many statements of few bytes.
const STATEMENTS_MAX: usize = 500;

#[test]
fn parse() {
    let corpus: Vec<_> = corpus("plays")
        .into_iter()
        .chain(
            granary::lab::SHIPPED
                .iter()
                .map(|play| play.text.as_bytes().to_vec()),
        )
        .collect();
    bolero::check!()
        .with_generator(scripts(400))
        .with_iterations(EXECUTIONS)
        .for_each(|input| {
            let mut choices = Choices::of(input);
            let text = match choices.below(8) {
                0 => choices.rest().to_vec(),
                _ => nearly_a_play(&mut choices, &corpus),
            };
            match parse_bytes(&text) {
                Ok(play) if play.statements.len() <= STATEMENTS_MAX => {
                    let printed = play_text(&play);
                    let again = parse_play(&printed);
                    let again = again.unwrap_or_else(|mistake| panic!("{mistake} in {printed}"));
                    assert_eq!(play_text(&again), printed);
                }
                Ok(_) => {}
                Err(mistake) => {
                    let line = usize::try_from(mistake.place.line).expect("a small number");
                    let lines: Vec<_> = text.split(|byte| *byte == b'\n').collect();
                    assert!((1..=lines.len()).contains(&line), "{mistake}");
                    let columns = lines[line - 1].len() as u64 + 1;
                    assert!((1..=columns).contains(&mistake.place.column), "{mistake}");
                    assert!(!mistake.to_string().is_empty());
                }
            }
        });
}

/// Lines of plays of the corpus, shuffled, with some bytes changed.
fn nearly_a_play(choices: &mut Choices<'_>, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for _ in 0..=choices.below(3) {
        let play = &corpus[choices.below(corpus.len())];
        let from: Vec<_> = play.split(|byte| *byte == b'\n').collect();
        let first = choices.below(from.len());
        let count = choices.below(from.len() - first) + 1;
        lines.extend(from[first..first + count].iter().map(|line| line.to_vec()));
    }
    let mut text = lines.join(&b'\n');
    choices.change(&mut text);
    text
}
