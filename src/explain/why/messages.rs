//! Why a message is still under way, and what will come of it.

use super::quorum::standing;
use super::{Answer, Look};
use crate::cluster::event::{Fact, Loss, Stamped};
use crate::explain::explain;
use crate::explain::words::against;
use crate::node::rules::RuleName;
use crate::transport::MessageNumber;

pub(super) fn answer(look: &Look<'_>, number: MessageNumber) -> Answer {
    let mut answer = Answer::to(format!("why is {number} still under way?"));
    let Some(flight) = look.view.flight(number) else {
        return gone(look, number);
    };
    let envelope = &flight.envelope;
    answer.because(format!(
        "{}; it was sent at tick {}",
        standing(look, flight),
        flight.sent
    ));
    if let Some(receiver) = look.view.node(envelope.to) {
        let (theirs, mine) = (envelope.term, receiver.hard_state().term);
        if theirs < mine {
            answer.by_rule(
                RuleName::StaleTermRefused,
                format!(
                    "it changes nothing where it arrives: its term is old, {}",
                    against(theirs, mine)
                ),
            );
        } else if theirs > mine {
            answer.by_rule(
                RuleName::NewerTermStepsDown,
                format!("{} adopts its term: {}", envelope.to, against(theirs, mine)),
            );
        }
    }
    if flight.held {
        answer.next("release", "lets held messages go");
    } else if flight.waiting {
        answer.next(format!("resume {}", envelope.to), "lets the receiver go on");
    } else {
        answer.next("tick", "brings it nearer");
    }
    answer.next(format!("deliver {number}"), "delivers it now");
    answer
}

fn gone(look: &Look<'_>, wanted: MessageNumber) -> Answer {
    let mut answer = Answer::to(format!("what became of {wanted}?"));
    let is_it =
        |event: &Stamped| matches!(event.fact, Fact::Lost { number, .. } if number == wanted);
    match look.past.last_of(&is_it) {
        Some(event) => {
            answer.because(format!("at tick {}: {}", event.tick, explain(event)));
            if let Fact::Lost { why: Loss::Cut, .. } = event.fact {
                answer.next("heal", "mends the links");
            }
        }
        None => {
            answer.because(format!("{wanted} is not in flight any more"));
        }
    }
    answer
}
