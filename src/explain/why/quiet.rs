//! Why nothing happens: time stands still, nobody can be elected, everything is held up, or all is done.

use super::{Answer, Look};
use crate::cluster::NodeView;
use crate::explain::words::{count, nodes};
use crate::ids::NodeSet;
use crate::node::rules::RuleName;

pub(super) fn answer(look: &Look<'_>) -> Answer {
    let mut answer = Answer::to("why does nothing happen?");
    missing_nodes(look, &mut answer);
    if look.reach.largest() < look.needed() {
        no_majority(look, &mut answer);
    } else if let Some(leader) = look.leader {
        led(look, leader, &mut answer);
    } else {
        leaderless(look, &mut answer);
    }
    mail(look, &mut answer);
    answer
        .because("time passes only when somebody lets it")
        .next("tick", "one tick");
    answer
}

fn missing_nodes(look: &Look<'_>, answer: &mut Answer) {
    let those = |fits: fn(&NodeView<'_>) -> bool| -> NodeSet {
        look.view.nodes().filter(fits).map(NodeView::id).collect()
    };
    let down = those(|node| !node.is_up());
    let paused = those(|node| node.is_paused());
    if !down.is_empty() {
        answer.because(format!("down: {}", nodes(down)));
        for node in down.iter() {
            answer.next(format!("restart {node}"), "starts it from its disk");
        }
    }
    if !paused.is_empty() {
        answer.because(format!("standing still: {}", nodes(paused)));
        for node in paused.iter() {
            answer.next(format!("resume {node}"), "lets it go on");
        }
    }
}

fn no_majority(look: &Look<'_>, answer: &mut Answer) {
    let (most, needed) = (look.reach.largest(), look.needed());
    answer
        .by_rule(
            RuleName::Majority,
            format!(
                "no majority can talk: at most {} reach each other, and {needed} are needed, so nobody is elected and nothing commits",
                look.of_all(most)
            ),
        )
        .missing(format!(
            "{} in one group",
            count((needed - most) as u64, "more node", "more nodes")
        ));
    if look.reach.has_cuts() {
        answer.next("heal", "mends the links");
    }
}

fn led(look: &Look<'_>, leader: NodeView<'_>, answer: &mut Answer) {
    let (id, term) = (leader.id(), leader.hard_state().term);
    let (commit, last) = (leader.commit_index(), leader.log().last_index());
    if !look.reach.has_majority(id) {
        let around = look.reach.around(id);
        answer
            .by_rule(
                RuleName::Majority,
                format!(
                    "{id} leads term {term} but reaches {}, {}: nothing it appends commits",
                    nodes(around),
                    look.of_all(around.len())
                ),
            )
            .next("heal", "mends the links");
    } else if commit == last {
        answer
            .because(format!(
                "all is done: {id} leads term {term}, everything up to #{last} is committed, and no client asks for more"
            ))
            .next("submit set KEY VALUE", "asks for something");
    } else {
        let next = commit.next();
        let why = super::commits::answer(look, next, Some(id));
        answer.because(format!(
            "{id} leads term {term}, and #{next} waits to be committed"
        ));
        answer.reasons.extend(why.reasons);
        answer.missing.extend(why.missing);
        answer.next.extend(why.next);
    }
}

fn leaderless(look: &Look<'_>, answer: &mut Answer) {
    let running = look
        .view
        .nodes()
        .filter(|node| node.is_up() && !node.is_paused());
    let timers = running.filter_map(|node| Some((node.election_timer()?.left, node.id())));
    if let Some((left, node)) = timers.min() {
        answer.because(format!(
            "nobody leads: {node} campaigns first, in {} without a leader's word",
            count(left, "tick", "ticks")
        ));
    } else {
        let first = look
            .view
            .nodes()
            .find(|node| node.is_up() && !node.is_paused());
        let name = first.map_or("s1".to_owned(), |node| node.id().to_string());
        answer
            .because("nobody leads, and elections are off: nobody campaigns by itself")
            .missing("a campaign")
            .next(format!("elect {name}"), "lets an election timer fire");
    }
}

fn mail(look: &Look<'_>, answer: &mut Answer) {
    let held = look.view.flights().filter(|flight| flight.held).count();
    let moving: Vec<_> = look
        .view
        .flights()
        .filter(|flight| flight.is_deliverable())
        .map(|flight| flight.due)
        .collect();
    let first = moving.iter().min();
    if held > 0 {
        answer
            .because(format!(
                "{} held",
                count(held as u64, "message is", "messages are")
            ))
            .next("release", "lets held messages go");
    }
    match first {
        Some(due) => {
            let left = due.0.saturating_sub(look.view.now().0);
            answer.because(format!(
                "{} under way, the first arrives in {}",
                count(moving.len() as u64, "message is", "messages are"),
                count(left, "tick", "ticks")
            ))
        }
        None => answer.because("no message is under way that would arrive"),
    };
}
