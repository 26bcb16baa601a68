//! Bytes from a terminal: in pieces of any size they mean the same, and every key has a meaning, or none, at any moment.

use crate::choices::Choices;
use crate::{corpus, scripts};
use granary::tui::decode::Decoder;
use granary::tui::input::{Input, PASTE_MAX};
use granary::tui::keymap::{Moment, meaning};

const EXECUTIONS: usize = 30_000;

#[test]
fn decode_to_intent() {
    let corpus = corpus("keys");
    bolero::check!()
        .with_generator(scripts(300))
        .with_iterations(EXECUTIONS)
        .for_each(|input| {
            let mut choices = Choices::of(input);
            let moment = any_moment(&mut choices);
            let piece = choices.below(7) + 1;
            let mut bytes = Vec::new();
            for _ in 0..choices.below(4) {
                bytes.extend(&corpus[choices.below(corpus.len())]);
            }
            choices.change(&mut bytes);
            bytes.extend(choices.rest());
            let (mut whole, mut pieces) = (Vec::new(), Vec::new());
            let (mut first, mut second) = (Decoder::new(), Decoder::new());
            first.feed(&bytes, &mut whole);
            bytes
                .chunks(piece)
                .for_each(|chunk| second.feed(chunk, &mut pieces));
            first.settle(&mut whole);
            second.settle(&mut pieces);
            assert_eq!(whole, pieces);
            assert_eq!(first.patience(), None, "nothing is begun any more");
            assert!(whole.len() <= bytes.len());
            for input in &whole {
                match input {
                    Input::Key(key) => {
                        let _ = meaning(*key, &moment);
                    }
                    Input::Paste(text) => assert!(text.len() <= PASTE_MAX),
                    _ => {}
                }
            }
            // Whatever came, the next key is heard.
            let mut next = Vec::new();
            first.feed(b"q", &mut next);
            assert_eq!(next.len(), 1);
        });
}

fn any_moment(choices: &mut Choices<'_>) -> Moment {
    Moment {
        is_running: choices.is_so(),
        is_at_start: choices.is_so(),
        has_future: choices.is_so(),
        play_goes_on: choices.is_so(),
        play_is_open: choices.is_so(),
        is_fastest: choices.is_so(),
        is_slowest: choices.is_so(),
        node_is_down: choices.is_so(),
        node_is_paused: choices.is_so(),
        node_leads: choices.is_so(),
        node_is_isolated: choices.is_so(),
        links_are_cut: choices.is_so(),
        load_is_on: choices.is_so(),
        is_following: choices.is_so(),
        message_is_selected: choices.is_so(),
        message_is_held: choices.is_so(),
        overlay_is_open: choices.is_so(),
        help_is_open: choices.is_so(),
        branches_are_open: choices.is_so(),
        note_is_open: choices.is_so(),
        alarm_is_open: choices.is_so(),
        safety_is_open: choices.is_so(),
        rules_are_open: choices.is_so(),
        rule_is_off: choices.is_so(),
        has_left: choices.is_so(),
        prompt_is_open: choices.is_so(),
    }
}
