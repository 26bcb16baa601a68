//! A few words beside each row of the log grid: what the leader knows of that log, what is under way to it, and what
//! keeps it back. Cut to the room there is, the weightiest first.

use super::glance::Glance;
use super::{log_entry, words};
use crate::cluster::NodeView;
use crate::ids::Index;
use crate::log::RaftLog;
use crate::node::Role;
use crate::transport::Message;
use crate::tui::layout::windows::digits;
use crate::tui::scene::Meter;

/// How many messages in flight are looked at for the ranges under way.
const FLIGHTS_READ_MAX: usize = 4096;

/// What all rows' notes share.
pub(super) struct Notes {
    width: u16,
    /// Columns of an index.
    index_width: usize,
    /// The entries in flight from the leader to each node, in node order.
    under_way: Vec<Option<(Index, Index)>>,
}

impl Notes {
    pub(super) fn of(glance: &Glance<'_>, width: u16) -> Self {
        let room = if width > 0 {
            under_way(glance)
        } else {
            Vec::new()
        };
        Self {
            width,
            index_width: usize::from(digits(glance.last_index().next().0)),
            under_way: room,
        }
    }

    /// The note of a row; empty where there is no room.
    pub(super) fn words(&self, glance: &Glance<'_>, node: NodeView<'_>) -> String {
        if self.width == 0 {
            return String::new();
        }
        match node.role() {
            None => self.of_down(glance, node),
            Some(Role::Leader) => self.of_leader(glance, node),
            Some(role) => self.of_other(glance, node, role),
        }
    }

    fn of_down(&self, glance: &Glance<'_>, node: NodeView<'_>) -> String {
        if let Some(damage) = node.damage() {
            let long = format!("disk {}", words::shown(&damage.to_string()));
            return words::fitting(
                [long, "disk damaged: it cannot start".to_owned()],
                self.width,
            );
        }
        let conflict = conflict(glance, node)
            .map_or(String::new(), |range| format!("{range} will be replaced"));
        let progress = self.progress(glance, node);
        let parts = ["down, disk kept".to_owned(), conflict].into_iter();
        words::joined(parts.chain(progress), "  ", self.width)
    }

    fn of_leader(&self, glance: &Glance<'_>, node: NodeView<'_>) -> String {
        let term = node.hard_state().term;
        let (nodes, quorum) = (glance.view.node_count(), glance.reach.quorum_of(node.id()));
        let reached = glance.reach.around(node.id()).len();
        if let Some(other) = glance.overtaken_by(node) {
            let newer = format!("{} leads term {}", other.id(), other.hard_state().term);
            let conflict = conflict(glance, node);
            let range = conflict.map_or(String::new(), |range| format!("; {range} conflict"));
            return words::fitting(
                [
                    format!("stale leader, reaches {reached} of {nodes}, {newer}{range}"),
                    format!("stale leader, reaches {reached} of {nodes}{range}"),
                    format!("stale leader, {reached} of {nodes}{range}"),
                    format!("stale leader, {reached} of {nodes}"),
                ],
                self.width,
            );
        }
        if !glance.reach.has_majority(node.id()) {
            return words::fitting(
                [
                    format!("reaches {reached} of {nodes}: nothing it appends can be committed"),
                    format!("reaches {reached} of {nodes}: cannot commit"),
                ],
                self.width,
            );
        }
        if let Some((index, meter)) = gathered(glance, node) {
            let (has, needed) = (meter.has, meter.needed);
            let (names, count) = (words::nodes(has), has.len());
            let on = words::count(count as u64, "disk", "disks");
            if count >= needed {
                // An older term's entry waits for one of the leader's own, whoever holds it.
                let made_in = node.log().term_at(index).filter(|made_in| *made_in < term);
                let waits = match made_in {
                    Some(made_in) => format!("but of term {made_in}"),
                    None => format!("not all known to {}", node.id()),
                };
                return words::fitting(
                    [
                        format!("#{index} held by {names}: {on}, {waits}"),
                        format!("#{index} on {on}, {waits}"),
                        format!("#{index} on {on}"),
                    ],
                    self.width,
                );
            }
            return words::fitting(
                [
                    format!("#{index} held by {names}: {on}, {needed} needed"),
                    format!("#{index} on {on}, {needed} needed"),
                ],
                self.width,
            );
        }
        words::fitting(
            [
                format!(
                    "leader: an entry of term {term} commits when {quorum} of {nodes} disks hold it"
                ),
                format!("an entry of term {term} commits on {quorum} of {nodes} disks"),
                format!("leads, commits on {quorum} of {nodes} disks"),
                format!("commits on {quorum} of {nodes}"),
            ],
            self.width,
        )
    }

    fn of_other(&self, glance: &Glance<'_>, node: NodeView<'_>, role: Role) -> String {
        let mut parts = self.progress(glance, node);
        if let Some((first, last)) = self.under_way.get(node.id().slot()).copied().flatten() {
            parts.push(format!("in flight {}", words::entries(first, last)));
        }
        parts.extend(conflict(glance, node).map(|range| format!("{range} conflict")));
        if node.is_paused() {
            parts.push("stands still".to_owned());
        } else if glance.reach.is_cut_off(node.id()) {
            parts.push("cut off".to_owned());
        }
        let last = node.log().last_index();
        if node.durable_index() < last {
            let first = node.durable_index().next();
            parts.push(format!(
                "{} not on its disk yet",
                words::entries(first, last)
            ));
        }
        let waiting = (parts.is_empty() || role == Role::Candidate)
            .then(|| waits(node, role, (glance.reach.quorum_of(node.id()), self.width)));
        let parts = waiting.into_iter().chain(parts);
        words::joined(parts, "   ", self.width)
    }

    /// `s3: match 11 next 14`, which is the leader's knowledge and not the row's own, and whether the leader still looks
    /// for the place where the logs match.
    fn progress(&self, glance: &Glance<'_>, node: NodeView<'_>) -> Vec<String> {
        let Some(leader) = glance.bookkeeper() else {
            return Vec::new();
        };
        let Some(progress) = leader.progress(node.id()) else {
            return Vec::new();
        };
        let width = self.index_width;
        let mut parts = vec![format!(
            "{}: match {:>width$} next {:>width$}",
            leader.id(),
            progress.match_index.0,
            progress.next_index.0
        )];
        if progress.is_probing() {
            parts.push("probing".to_owned());
        }
        parts
    }
}

/// The entry that a leader gathers a majority for, and the majority.
fn gathered(glance: &Glance<'_>, leader: NodeView<'_>) -> Option<(Index, Meter)> {
    let next = leader.commit_index().next();
    let entry = leader.log().entry(next)?;
    Some((next, log_entry::gathering(glance, entry)?))
}

/// What a node without a leader waits for.
fn waits(node: NodeView<'_>, role: Role, (quorum, width): (usize, u16)) -> String {
    if role == Role::Candidate {
        let votes = node.votes();
        let count = words::count(votes.len() as u64, "vote", "votes");
        let texts = [
            format!(
                "candidate: {count} of {}, needs {quorum}",
                words::nodes(votes)
            ),
            format!("candidate: has {count}, needs {quorum}"),
        ];
        return words::fitting(texts, width);
    }
    match (node.leader(), node.election_timer()) {
        (Some(leader), _) => format!("follows {leader}"),
        (None, Some(timer)) => {
            let left = words::count(timer.left, "tick", "ticks");
            let texts = [
                format!("no leader: campaigns in {left}"),
                format!("campaigns in {left}"),
                format!("campaigns in {}", timer.left),
            ];
            words::fitting(texts, width)
        }
        (None, None) => "no leader, no election timer".to_owned(),
    }
}

/// The entries at the end of a log that the current leader's log does not have: `#8-9`.
pub(super) fn conflict(glance: &Glance<'_>, node: NodeView<'_>) -> Option<String> {
    let leader = glance.leader?;
    let (log, leading) = (node.log(), leader.log());
    let first = agreed(log, leading).next();
    let term = log.term_at(first)?;
    glance
        .conflicts(first, term)
        .then(|| words::entries(first, log.last_index()))
}

/// The last index up to which two logs agree: where terms are equal, all before is equal (§5.3, Log Matching).
pub(super) fn agreed(left: &RaftLog, right: &RaftLog) -> Index {
    let mut low = Index::ZERO;
    let mut high = left.last_index().min(right.last_index());
    while low < high {
        let middle = Index(low.0 + high.above(low).div_ceil(2));
        if left.term_at(middle) == right.term_at(middle) {
            low = middle;
        } else {
            high = middle.prev();
        }
    }
    low
}

/// The first and last entry in flight from the leader to each node.
fn under_way(glance: &Glance<'_>) -> Vec<Option<(Index, Index)>> {
    let mut ranges = vec![None; glance.view.node_count()];
    let Some(leader) = glance.bookkeeper() else {
        return ranges;
    };
    for flight in glance.view.flights().take(FLIGHTS_READ_MAX) {
        let Message::AppendEntries(append) = &flight.envelope.message else {
            continue;
        };
        let (Some(first), Some(last)) = (append.entries.first_index(), append.entries.last_index())
        else {
            continue;
        };
        let range = ranges.get_mut(flight.envelope.to.slot());
        if let Some(range) = range.filter(|_| flight.envelope.from == leader.id()) {
            *range = Some(match *range {
                Some((low, high)) => (first.min(low), last.max(high)),
                None => (first, last),
            });
        }
    }
    ranges
}
