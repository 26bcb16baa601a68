//! What a node refused last, and by which rule.

use super::{Answer, Look, no_such_node};
use crate::cluster::event::{Fact, Outcome, Refusal, Stamped};
use crate::explain::explain;
use crate::ids::NodeId;
use crate::node::Event;
use crate::node::event::{AppendDenial, VoteDenial};

pub(super) fn answer(look: &Look<'_>, id: NodeId) -> Answer {
    let mut answer = Answer::to(format!("why did {id} refuse?"));
    if look.view.node(id).is_none() {
        no_such_node(&mut answer, look, id);
        return answer;
    }
    let is_it = |event: &Stamped| event.node == Some(id) && is_refusal(&event.fact);
    let Some(event) = look.past.last_of(&is_it) else {
        answer.because(format!("{id} has refused nothing that is remembered"));
        return answer;
    };
    let explained = explain(event);
    let text = format!(
        "at tick {}: {id} {}: {}",
        event.tick, explained.what, explained.because
    );
    match explained.rule {
        Some(rule) => {
            answer.by_rule(rule.name, text);
            answer.because(format!("the rule {}: {}", rule.word, rule.sentence));
        }
        None => {
            answer.because(text);
        }
    }
    follow_up(look, &event.fact, &mut answer);
    answer
}

fn is_refusal(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Node(
            Event::VoteDenied { .. } | Event::AppendRefused { .. } | Event::CampaignRefused { .. }
        ) | Fact::Answered {
            outcome: Outcome::Refused(_),
            ..
        }
    )
}

/// What would have to be otherwise, and what comes of the refusal.
fn follow_up(look: &Look<'_>, fact: &Fact, answer: &mut Answer) {
    match *fact {
        Fact::Node(Event::VoteDenied { to, why, .. }) => match why {
            VoteDenial::StaleTerm { .. } => answer
                .missing(format!("a campaign of {to} in a newer term"))
                .next(format!("elect {to}"), "lets it try in a newer term"),
            VoteDenial::AlreadyVoted { .. } => answer
                .missing("its vote of that term is used: only a newer term gives it another")
                .next(format!("elect {to}"), "begins a newer term"),
            VoteDenial::LogBehind { mine, .. } => answer.missing(format!(
                "{to}'s log would have to end at term {} and #{} at least",
                mine.term, mine.index
            )),
        },
        Fact::Node(Event::AppendRefused { from, prev, why }) => match why {
            AppendDenial::StaleTerm { mine, .. } => answer.because(format!(
                "{from} hears of term {mine} in the answer, and steps down"
            )),
            AppendDenial::TooShort { .. } | AppendDenial::Conflict { .. } => answer
                .because(format!(
                    "{from} tries further back than #{} until the logs match",
                    prev.index
                ))
                .next("tick", "lets it try"),
        },
        Fact::Answered {
            outcome: Outcome::Refused(Refusal::NotLeader(None) | Refusal::NoLeader),
            ..
        } if look.leader.is_none() => answer.missing("a leader"),
        _ => answer,
    };
}
