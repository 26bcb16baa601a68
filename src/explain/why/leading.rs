//! Why a node does not lead: it lives on a follower's patience, on votes that are missing, or on no process at all.
//!
//! Where it does lead, the answer says by which votes, and whether that is of any use.

use super::quorum::{out_of_reach, under_way, votes};
use super::{Answer, Look, no_such_node};
use crate::cluster::NodeView;
use crate::cluster::event::{Fact, Stamped};
use crate::explain::explain;
use crate::explain::words::{against, count, nodes, place};
use crate::ids::{NodeId, NodeSet};
use crate::log::LogPosition;
use crate::node::rules::RuleName;
use crate::node::{Event, Role};
use crate::transport::MessageKind;

pub(super) fn answer(look: &Look<'_>, id: NodeId) -> Answer {
    let mut answer = Answer::to(format!("why is {id} not leader?"));
    let Some(node) = look.view.node(id) else {
        no_such_node(&mut answer, look, id);
        return answer;
    };
    match node.role() {
        None => down(node, &mut answer),
        Some(Role::Leader) => leads(look, node, &mut answer),
        Some(_) if node.is_paused() => {
            answer
                .because(format!("{id} stands still: its process is paused"))
                .next(format!("resume {id}"), "lets it go on");
        }
        Some(Role::Candidate) => campaigns(look, node, &mut answer),
        Some(Role::Follower) => follows(look, node, &mut answer),
    }
    if node.role() != Some(Role::Leader) {
        last_defeat(look, id, &mut answer);
    }
    answer
}

fn down(node: NodeView<'_>, answer: &mut Answer) {
    let id = node.id();
    if let Some(damage) = node.damage() {
        answer.because(format!(
            "{id} is down, and its disk cannot be read: {damage}"
        ));
        return;
    }
    answer
        .because(format!(
            "{id} is down: only a process that runs can campaign"
        ))
        .next(format!("restart {id}"), "starts it from its disk");
}

fn leads(look: &Look<'_>, node: NodeView<'_>, answer: &mut Answer) {
    let (id, term) = (node.id(), node.hard_state().term);
    let quorum = votes(look.view, node);
    answer.question = format!("why does {id} lead?");
    answer.by_rule(
        RuleName::Majority,
        format!(
            "{id} leads term {term}: it has the votes of {}, {}, and {} are needed",
            nodes(quorum.has),
            look.of_all(quorum.has.len()),
            quorum.needed
        ),
    );
    let newer = look.leader.filter(|leader| leader.hard_state().term > term);
    if let Some(newer) = newer {
        let leading = newer.hard_state().term;
        answer
            .by_rule(
                RuleName::NewerTermStepsDown,
                format!(
                    "but {} leads term {}: {id} steps down as soon as it hears of it",
                    newer.id(),
                    against(leading, term)
                ),
            )
            .next("heal", "lets it hear of the newer term");
    } else if !look.reach.has_majority(id) {
        let around = look.reach.around(id);
        answer
            .by_rule(
                RuleName::Majority,
                format!(
                    "but it reaches {} alone, {}: nothing it appends commits",
                    nodes(around),
                    look.of_all(around.len())
                ),
            )
            .next("heal", "mends the links");
    }
}

/// A candidate: who gave a vote, and why each of the others did not.
fn campaigns(look: &Look<'_>, node: NodeView<'_>, answer: &mut Answer) {
    let (id, term) = (node.id(), node.hard_state().term);
    let quorum = votes(look.view, node);
    answer.by_rule(
        RuleName::Majority,
        format!(
            "{id} is candidate in term {term} and has the votes of {}: {}, {} are needed",
            nodes(quorum.has),
            look.of_all(quorum.has.len()),
            quorum.needed
        ),
    );
    answer.missing(count(quorum.missing() as u64, "more vote", "more votes"));
    for voter in look.view.nodes().map(NodeView::id) {
        if !quorum.has.contains(voter) {
            without_vote(look, node, voter, answer);
        }
    }
    if let Some(timer) = node.election_timer() {
        let left = count(timer.left, "tick", "ticks");
        answer.next(
            "tick",
            format!(
                "time goes on: in {left} it tries again in term {}",
                term.next()
            ),
        );
    } else {
        answer.next(
            format!("elect {id}"),
            format!("tries again in term {}", term.next()),
        );
    }
    if look.reach.has_cuts() {
        answer.next("heal", "lets its requests through");
    }
}

/// Why a candidate does not have one vote.
fn without_vote(look: &Look<'_>, node: NodeView<'_>, voter: NodeId, answer: &mut Answer) {
    let (id, term) = (node.id(), node.hard_state().term);
    let denied = look
        .past
        .last_of(&|event| is_denial(event, voter, id, term.0));
    let vote = [MessageKind::Vote, MessageKind::VoteReply];
    let on_the_way =
        under_way(look, (id, voter), &vote).or_else(|| under_way(look, (voter, id), &vote));
    if let Some(denied) = denied {
        let explained = explain(denied);
        match explained.rule {
            Some(rule) => {
                answer.by_rule(rule.name, format!("{voter} refused: {}", explained.because))
            }
            None => answer.because(format!("{voter} refused: {}", explained.because)),
        };
    } else if let Some(why) = out_of_reach(look, id, voter) {
        answer.because(why);
    } else if let Some(message) = on_the_way {
        answer.because(format!("{voter}: {message}"));
    } else if voter == id {
        answer.by_rule(
            RuleName::VoteSurvivesCrash,
            "its own vote counts once it is on its own disk",
        );
    } else {
        answer.because(format!(
            "{voter} has not answered, and nothing is under way"
        ));
    }
}

fn is_denial(event: &Stamped, voter: NodeId, candidate: NodeId, term: u64) -> bool {
    event.node == Some(voter)
        && matches!(event.fact, Fact::Node(Event::VoteDenied { to, term: at, .. })
            if to == candidate && at.0 == term)
}

/// A follower: whom it follows, and who could vote for it.
fn follows(look: &Look<'_>, node: NodeView<'_>, answer: &mut Answer) {
    let (id, term) = (node.id(), node.hard_state().term);
    match (node.leader(), node.election_timer()) {
        (Some(leader), Some(timer)) => answer.by_rule(
            RuleName::HeartbeatsKeepFollowers,
            format!(
                "{id} follows {leader}, the leader of term {term}: it campaigns only after hearing nothing for {}, and {} of them are left",
                count(timer.drawn, "tick", "ticks"),
                timer.left
            ),
        ),
        (None, Some(timer)) => answer.because(format!(
            "{id} is follower in term {term} and knows no leader: it campaigns in {}",
            count(timer.left, "tick", "ticks")
        )),
        (Some(leader), None) => answer.because(format!(
            "{id} follows {leader}, the leader of term {term}, and elections are off: nobody campaigns by itself"
        )),
        (None, None) => answer.because(format!(
            "{id} is follower in term {term}, and elections are off: nobody campaigns by itself"
        )),
    };
    if look.view.node_count() > 1 {
        prospects(look, node, answer);
    }
    answer.next(format!("elect {id}"), "lets its election timer fire now");
}

/// How many could vote for it by their logs and links.
fn prospects(look: &Look<'_>, node: NodeView<'_>, answer: &mut Answer) {
    let (id, mine) = (node.id(), node.log().last());
    let is_behind = |other: &NodeView<'_>| is_better(other.log().last(), mine);
    let better: NodeSet = look
        .view
        .nodes()
        .filter(|other| other.is_up() && is_behind(other))
        .map(NodeView::id)
        .collect();
    if let Some(first) = better.iter().next().and_then(|first| look.view.node(first)) {
        answer.by_rule(
            RuleName::CandidateUpToDate,
            format!(
                "if it campaigned, {} would refuse: {}'s log ends at {}, and that of {id} at {}",
                nodes(better),
                first.id(),
                place(first.log().last()),
                place(mine)
            ),
        );
    }
    let willing = look.reach.around(id).without(better);
    if willing.len() < look.reach.quorum_of(id) {
        answer.missing(format!(
            "a majority that could vote for it: {} can, {}, and {} are needed",
            nodes(willing),
            look.of_all(willing.len()),
            look.reach.quorum_of(id)
        ));
    }
}

/// Whether a log is more up-to-date than another (§5.4.1).
fn is_better(log: LogPosition, than: LogPosition) -> bool {
    (log.term, log.index) > (than.term, than.index)
}

/// The last time it ceased to lead or to campaign.
fn last_defeat(look: &Look<'_>, id: NodeId, answer: &mut Answer) {
    let is_it = |event: &Stamped| {
        event.node == Some(id) && matches!(event.fact, Fact::Node(Event::SteppedDown { .. }))
    };
    if let Some(event) = look.past.last_of(&is_it) {
        answer.because(format!("last, at tick {}: {}", event.tick, explain(event)));
    }
}
