//! Why an entry is not committed: too few disks, an older term, or a leader that cannot count (§5.3, §5.4.2).
//!
//! For every disk that is missing there is one sentence. What is counted is what the disks hold; where the leader does
//! not know of it yet, that is said too.

use super::quorum::{append_under_way, disks, out_of_reach, under_way};
use super::{Answer, Look};
use crate::cluster::NodeView;
use crate::explain::words::{count, nodes};
use crate::ids::{Index, NodeId, Term};
use crate::log::Entry;
use crate::node::rules::RuleName;
use crate::transport::MessageKind;

pub(super) fn answer(look: &Look<'_>, index: Index, of: Option<NodeId>) -> Answer {
    let mut answer = Answer::to(format!("why is #{index} not committed?"));
    let Some((owner, entry)) = entry(look, index, of) else {
        return no_entry(look, index, answer);
    };
    let term = entry.term;
    let is_told = |node: &NodeView<'_>| {
        node.commit_index() >= index && node.log().entry(index) == Some(entry)
    };
    let known: Vec<_> = look
        .view
        .nodes()
        .filter(is_told)
        .map(NodeView::id)
        .collect();
    if !known.is_empty() {
        let quorum = disks(look.view, entry);
        answer.question = format!("why is #{index} committed?");
        answer.by_rule(
            RuleName::CommitOwnTermOnly,
            format!(
                "#{index} of term {term} is committed: {} hold it, {} disks, and {} know it",
                nodes(quorum.has),
                look.of_all(quorum.has.len()),
                nodes(known.into_iter().collect())
            ),
        );
        return answer;
    }
    match look.leader {
        None => without_leader(look, entry, &mut answer),
        Some(leader) if leader.log().term_at(index) != Some(term) => {
            replaced(owner, leader, (index, term), &mut answer);
        }
        Some(leader) => counted(look, leader, entry, &mut answer),
    }
    answer
}

/// Whose entry is meant, and the entry: that node's, or else the leader's, or else the longest log's.
fn entry<'a>(
    look: &Look<'a>,
    index: Index,
    of: Option<NodeId>,
) -> Option<(NodeView<'a>, Entry<'a>)> {
    let named = of.and_then(|node| look.view.node(node));
    let anyone = look
        .view
        .nodes()
        .filter(|node| node.log().term_at(index).is_some());
    let found = named
        .or_else(|| {
            look.leader
                .filter(|leader| leader.log().term_at(index).is_some())
        })
        .or_else(|| anyone.max_by_key(|node| node.log().last().term))?;
    Some((found, found.log().entry(index)?))
}

fn no_entry(look: &Look<'_>, index: Index, mut answer: Answer) -> Answer {
    let lasts = look.view.nodes().map(|node| node.log().last_index());
    let last = lasts.max().unwrap_or_default();
    answer
        .because(format!(
            "there is no entry #{index}: the longest log ends at #{last}"
        ))
        .next("submit set KEY VALUE", "appends an entry");
    answer
}

fn without_leader(look: &Look<'_>, entry: Entry<'_>, answer: &mut Answer) {
    let Entry { index, term, .. } = entry;
    let quorum = disks(look.view, entry);
    answer
        .by_rule(
            RuleName::CommitOwnTermOnly,
            format!(
                "{} hold #{index} of term {term}, {} disks, but nobody leads: only a leader commits",
                nodes(quorum.has),
                look.of_all(quorum.has.len())
            ),
        )
        .missing("a leader");
    if look.reach.largest() < look.needed() {
        answer.because(format!(
            "and nobody can be elected: at most {} nodes reach each other, and {} are needed",
            look.reach.largest(),
            look.needed()
        ));
        answer
            .next("heal", "mends the links")
            .next("restart all", "starts those that are down");
    } else {
        answer.next("tick", "lets election timers run");
    }
}

fn replaced(
    owner: NodeView<'_>,
    leader: NodeView<'_>,
    (index, term): (Index, Term),
    answer: &mut Answer,
) {
    let (name, leading) = (leader.id(), leader.hard_state().term);
    let has = match leader.log().term_at(index) {
        Some(other) => format!("has #{index} of term {other}"),
        None => format!("has no #{index}"),
    };
    answer.by_rule(
        RuleName::ConflictReplaced,
        format!(
            "#{index} on {} is of term {term}, and {name}, the leader of term {leading}, {has}: {}'s entry will be replaced, never committed",
            owner.id(),
            owner.id()
        ),
    );
}

/// The leader has it: who else, and is it the right term?
fn counted(look: &Look<'_>, leader: NodeView<'_>, entry: Entry<'_>, answer: &mut Answer) {
    let Entry { index, term, .. } = entry;
    let (id, current) = (leader.id(), leader.hard_state().term);
    let quorum = disks(look.view, entry);
    let have = look.of_all(quorum.has.len());
    if quorum.missing() == 0 && term < current {
        answer
            .by_rule(
                RuleName::CommitOwnTermOnly,
                format!(
                    "{have} disks hold #{index}, a majority ({}), but it is from term {term} while the leader's term is {current}: {id} commits by counting only entries of its own term",
                    nodes(quorum.has)
                ),
            )
            .missing(format!(
                "an entry of term {current} behind it on {} disks",
                quorum.needed
            ))
            .next("submit set KEY VALUE", format!("gives {id} an entry of term {current}"));
        return;
    }
    answer.by_rule(
        RuleName::Majority,
        if quorum.missing() > 0 {
            let more = count(
                quorum.missing() as u64,
                "one more is needed",
                "more are needed",
            );
            let more = more.trim_start_matches("1 ");
            format!("{have} disks hold it ({}): {more}", nodes(quorum.has))
        } else {
            format!(
                "{have} disks hold it ({}), enough, but {id} does not know of all of them yet",
                nodes(quorum.has)
            )
        },
    );
    if term < current {
        answer.by_rule(
            RuleName::CommitOwnTermOnly,
            format!("and it is from term {term}, so an entry of term {current} behind it must be on a majority too"),
        );
    }
    if quorum.missing() > 0 {
        let disks = count(quorum.missing() as u64, "more disk", "more disks");
        answer.missing(format!("{disks}: {} make a majority", quorum.needed));
    }
    for node in look
        .view
        .nodes()
        .filter(|node| leader.match_index(node.id()) < index)
    {
        let why = not_counted(look, leader, node, (index, term));
        answer.because(why);
    }
    suggest(look, id, answer);
}

/// Why a leader does not count a node for an entry.
fn not_counted(
    look: &Look<'_>,
    leader: NodeView<'_>,
    node: NodeView<'_>,
    (index, term): (Index, Term),
) -> String {
    let (from, to) = (leader.id(), node.id());
    let has_it = node.log().term_at(index) == Some(term);
    if has_it && node.is_up() && index > node.durable_index() {
        let disk = if node.syncs() {
            "waits for its disk"
        } else {
            "has a disk that does not sync"
        };
        return format!("{to} has it in memory and {disk}");
    }
    if let Some(why) = out_of_reach(look, from, to) {
        return why;
    }
    let reply = [MessageKind::AppendReply];
    if has_it {
        return match under_way(look, (to, from), &reply) {
            Some(message) => format!("{to} has it; its answer {message}"),
            None => format!("{to} has it, and {from} has not heard so: it asks again"),
        };
    }
    if let Some(message) = append_under_way(look, (from, to), index) {
        return format!("{to}: {message}");
    }
    match leader.progress(to) {
        Some(progress) if progress.is_probing() => format!(
            "{to}: {from} looks for the place where the logs match, next #{}",
            progress.next_index
        ),
        Some(progress) if progress.unanswered() > 0 => format!(
            "{to}: {from} has sent {} that are not answered",
            count(progress.unanswered(), "append", "appends")
        ),
        _ => format!("{to}: {from} has not sent it yet"),
    }
}

fn suggest(look: &Look<'_>, leader: NodeId, answer: &mut Answer) {
    let held = look.view.flights().any(|flight| flight.held);
    if look.reach.around(leader).len() < look.needed() {
        if look.reach.has_cuts() {
            answer.next("heal", "mends the links");
        }
        for node in look.view.nodes().filter(|node| !node.is_up()) {
            answer.next(format!("restart {}", node.id()), "starts it from its disk");
        }
    } else if held {
        answer.next("release", "lets held messages go");
    } else {
        answer.next("tick", "lets messages arrive");
    }
    for node in look.view.nodes().filter(|node| node.is_paused()) {
        answer.next(format!("resume {}", node.id()), "lets it go on");
    }
}
