//! What a node waits for: its timer, votes, acknowledgements, its disk, its mail, or to run at all.

use super::quorum::{disks, out_of_reach, standing, votes};
use super::{Answer, Look, commits, no_such_node};
use crate::cluster::NodeView;
use crate::cluster::event::RequestId;
use crate::explain::words::{count, nodes};
use crate::ids::NodeId;
use crate::node::Role;
use crate::node::progress::Progress;
use crate::node::rules::RuleName;

/// How many held-up messages are told one by one.
const HELD_MAX: usize = 4;

pub(super) fn answer(look: &Look<'_>, id: NodeId) -> Answer {
    let mut answer = Answer::to(format!("what does {id} wait for?"));
    let Some(node) = look.view.node(id) else {
        no_such_node(&mut answer, look, id);
        return answer;
    };
    let Some(role) = node.role() else {
        answer
            .because(format!(
                "{id} is down: it does nothing until somebody starts it"
            ))
            .next(format!("restart {id}"), "starts it from its disk");
        return answer;
    };
    if node.is_paused() {
        let mail = look
            .view
            .flights()
            .filter(|flight| flight.waiting && flight.envelope.to == id);
        answer
            .because(format!(
                "{id} stands still: it is paused, and {} for it",
                count(mail.count() as u64, "message waits", "messages wait")
            ))
            .next(format!("resume {id}"), "lets it go on");
        return answer;
    }
    match role {
        Role::Leader => leader(look, node, &mut answer),
        Role::Candidate => candidate(look, node, &mut answer),
        Role::Follower => follower(node, &mut answer),
    }
    majority(look, id, &mut answer);
    disk(look, node, &mut answer);
    mail(look, id, &mut answer);
    answer
}

fn leader(look: &Look<'_>, node: NodeView<'_>, answer: &mut Answer) {
    let (id, term) = (node.id(), node.hard_state().term);
    let (commit, last) = (node.commit_index(), node.log().last_index());
    if commit == last {
        answer.because(format!(
            "{id} leads term {term}, and all it has is committed, up to #{last}: it waits for clients"
        ));
        answer.next("submit set KEY VALUE", "gives it something to do");
        return;
    }
    let next = commit.next();
    if let Some(entry) = node.log().entry(next) {
        let quorum = disks(look.view, entry);
        answer.by_rule(
            RuleName::Majority,
            format!(
                "{id} leads term {term} and waits for acknowledgements of #{next}: {} disks hold it, {} are needed",
                look.of_all(quorum.has.len()),
                quorum.needed
            ),
        );
    }
    for other in look.view.nodes().filter(|other| other.id() != id) {
        let unanswered = node.progress(other.id()).map_or(0, Progress::unanswered);
        let window = node
            .raft()
            .map_or(u64::MAX, |raft| raft.settings().inflight_max);
        if unanswered >= window {
            answer.because(format!(
                "its window to {} is full: {} unanswered",
                other.id(),
                count(unanswered, "append", "appends")
            ));
        }
    }
    let why = commits::answer(look, next, Some(id));
    answer.missing.extend(why.missing);
    answer.next.extend(why.next);
}

fn candidate(look: &Look<'_>, node: NodeView<'_>, answer: &mut Answer) {
    let quorum = votes(look.view, node);
    let (id, term) = (node.id(), node.hard_state().term);
    answer.by_rule(
        RuleName::Majority,
        format!(
            "{id} waits for votes in term {term}: it has those of {}, {}, and {} are needed",
            nodes(quorum.has),
            look.of_all(quorum.has.len()),
            quorum.needed
        ),
    );
    answer.missing(count(quorum.missing() as u64, "more vote", "more votes"));
}

fn follower(node: NodeView<'_>, answer: &mut Answer) {
    let id = node.id();
    let leader = node
        .leader()
        .map_or("it knows no leader".to_owned(), |leader| {
            format!("it follows {leader}")
        });
    match node.election_timer() {
        Some(timer) => answer
            .because(format!(
                "{id} waits for a leader's word: {leader}, and campaigns if it hears nothing for {} more",
                count(timer.left, "tick", "ticks")
            ))
            .next("tick", "lets time pass"),
        None => answer
            .because(format!(
                "{id} waits for a leader's word: {leader}, and elections are off, so it never campaigns by itself"
            ))
            .next(format!("elect {id}"), "lets its election timer fire now"),
    };
}

fn majority(look: &Look<'_>, id: NodeId, answer: &mut Answer) {
    if look.reach.has_majority(id) {
        return;
    }
    let around = look.reach.around(id);
    answer.by_rule(
        RuleName::Majority,
        format!(
            "{id} reaches {}, {}: {} are needed for anything",
            nodes(around),
            look.of_all(around.len()),
            look.reach.quorum_of(id)
        ),
    );
    for other in look
        .view
        .nodes()
        .map(NodeView::id)
        .filter(|other| *other != id)
    {
        if let Some(why) = out_of_reach(look, id, other) {
            answer.because(why);
        }
    }
    answer.missing(format!(
        "{} within reach",
        count(
            (look.reach.quorum_of(id) - around.len()) as u64,
            "more node",
            "more nodes"
        )
    ));
    if look.reach.has_cuts() {
        answer.next("heal", "mends the links");
    }
}

fn disk(look: &Look<'_>, node: NodeView<'_>, answer: &mut Answer) {
    let (saves, messages) = (node.saves_pending(), node.messages_waiting());
    if saves == 0 {
        return;
    }
    let pace = if node.syncs() {
        format!(
            "a sync takes {}",
            count(look.view.sync_ticks(), "tick", "ticks")
        )
    } else {
        "its disk does not sync".to_owned()
    };
    answer.by_rule(
        RuleName::AckAfterSync,
        format!(
            "{} for its disk, and {} until then: {pace}",
            count(saves as u64, "save waits", "saves wait"),
            count(messages as u64, "message stays", "messages stay")
        ),
    );
    if node.syncs() {
        answer.next("tick", "lets the disk work");
    } else {
        answer.next(format!("sync {} on", node.id()), "lets the disk sync again");
    }
}

fn mail(look: &Look<'_>, id: NodeId, answer: &mut Answer) {
    let held = look
        .view
        .flights()
        .filter(|flight| flight.held && flight.envelope.to == id);
    let told: Vec<_> = held
        .take(HELD_MAX)
        .map(|flight| standing(look, flight))
        .collect();
    for message in told {
        answer
            .because(message)
            .next("release", "lets held messages go");
    }
}

/// Why a client has heard nothing.
pub(super) fn answer_request(look: &Look<'_>, request: RequestId) -> Answer {
    let mut answer = Answer::to(format!("why is {request} not answered?"));
    let waiting = look.view.nodes().find_map(|node| {
        let found = node.waiting().find(|(waits, _)| *waits == request);
        found.map(|(_, index)| (node, index))
    });
    match waiting {
        None => {
            answer.because(format!(
                "{request} waits nowhere: it was answered, or never asked"
            ));
        }
        Some((node, None)) => {
            answer
                .because(format!(
                    "{request} waits at {}, which stands still",
                    node.id()
                ))
                .next(format!("resume {}", node.id()), "lets it go on");
        }
        Some((node, Some(index))) => {
            answer.by_rule(
                RuleName::AnswerWhenCommitted,
                format!(
                    "{request} waits at {} until #{index} is committed and applied",
                    node.id()
                ),
            );
            let why = commits::answer(look, index, Some(node.id()));
            answer.reasons.extend(why.reasons);
            answer.missing.extend(why.missing);
            answer.next.extend(why.next);
        }
    }
    answer
}
