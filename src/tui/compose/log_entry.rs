//! One entry in words: what it asks, who holds it, whether it is committed, and what it waits for.

use super::glance::Glance;
use super::words;
use crate::cluster::NodeView;
use crate::ids::{Index, NodeSet, Term};
use crate::node::Role;
use crate::tui::scene::LogCursor;

/// The sentence under the grid: the entry under the cursor, or else the newest one of the leader.
pub(super) fn words(glance: &Glance<'_>, cursor: Option<LogCursor>) -> String {
    let found = cursor.and_then(|cursor| Some((glance.view.node(cursor.node)?, cursor.index)));
    match found.or_else(|| newest(glance)) {
        Some((node, index)) => of(glance, node, index),
        None => without_entries(glance),
    }
}

/// The last entry of the leader, or of the longest log while nobody leads.
fn newest<'a>(glance: &Glance<'a>) -> Option<(NodeView<'a>, Index)> {
    let longest = || {
        let nodes = glance.view.nodes();
        nodes.max_by_key(|node| (node.log().last_index(), std::cmp::Reverse(node.id())))
    };
    let node = glance.leader.or_else(longest)?;
    let last = node.log().last_index();
    (last > Index::ZERO).then_some((node, last))
}

fn without_entries(glance: &Glance<'_>) -> String {
    match glance.leader {
        Some(leader) => format!("{} leads, and its log is empty", leader.id()),
        None => "no entries yet: a leader must be elected first".to_owned(),
    }
}

/// An entry of a node in words: `#13 set x=7, term 4: on s3 alone; ..`.
pub(super) fn of(glance: &Glance<'_>, node: NodeView<'_>, index: Index) -> String {
    let Some(entry) = node.log().entry(index) else {
        return format!("{} has no entry #{index}", node.id());
    };
    let what = words::payload(entry.payload);
    let standing = standing(glance, node, index, entry.term);
    format!("#{index} {what}, term {}: {standing}", entry.term)
}

/// The nodes whose disks hold that very entry, for sure.
pub(super) fn holders(glance: &Glance<'_>, index: Index, term: Term) -> NodeSet {
    let holding = glance
        .view
        .nodes()
        .filter(|node| index <= node.durable_index() && node.log().term_at(index) == Some(term));
    holding.map(NodeView::id).collect()
}

/// Whether that very entry is known to be committed by anyone who lives.
pub(super) fn is_committed(glance: &Glance<'_>, index: Index, term: Term) -> bool {
    let (committed, witness) = glance.committed();
    index <= committed && witness.is_some_and(|node| node.log().term_at(index) == Some(term))
}

/// Who holds an entry, and what becomes of it.
pub(super) fn standing(
    glance: &Glance<'_>,
    node: NodeView<'_>,
    index: Index,
    term: Term,
) -> String {
    let held = holders(glance, index, term);
    let on = on_disks(held);
    if is_committed(glance, index, term) {
        let known = if node.is_up() && index > node.commit_index() {
            format!("; {} does not know it yet", node.id())
        } else {
            String::new()
        };
        return format!("committed, {on}{known}");
    }
    if glance.conflicts(index, term)
        && let Some(leader) = glance.leader
    {
        let leading = leader.hard_state().term;
        return format!(
            "{on}; {} leads term {leading} without it, so it will be replaced",
            leader.id()
        );
    }
    format!("{on}; {}", wait(glance, (index, term), held))
}

fn on_disks(held: NodeSet) -> String {
    match held.len() {
        0 => "on no disk yet".to_owned(),
        1 => format!("on {} alone", words::nodes(held)),
        _ => format!("on {}", words::nodes(held)),
    }
}

/// What an entry that is not committed waits for.
fn wait(glance: &Glance<'_>, (index, term): (Index, Term), held: NodeSet) -> String {
    let Some(leader) = glance.leader else {
        return without_leader(glance);
    };
    let (nodes, quorum) = (glance.view.node_count(), glance.reach.quorum());
    let leading = leader.hard_state().term;
    let missing = quorum.saturating_sub(held.len());
    if !glance.reach.has_majority(leader.id()) {
        let reached = glance.reach.around(leader.id()).len();
        return format!(
            "{} reaches {reached} of {nodes}, so nothing commits",
            leader.id()
        );
    }
    if term < leading {
        return format!(
            "{} of {nodes} hold it, but it is of term {term} and {} leads term {leading}: it commits with an entry of \
             term {leading} (§5.4.2)",
            held.len(),
            leader.id()
        );
    }
    if missing == 0 {
        let counted = counted_by(glance, leader, index);
        return format!(
            "{} waits for acknowledgements: it knows of {counted} of {quorum}",
            leader.id()
        );
    }
    format!("commits when {missing} more of {nodes} disks hold it")
}

/// How many disks a leader knows to hold an index.
fn counted_by(glance: &Glance<'_>, leader: NodeView<'_>, index: Index) -> usize {
    let members = glance.view.nodes().map(NodeView::id);
    members
        .filter(|member| leader.match_index(*member) >= index)
        .count()
}

fn without_leader(glance: &Glance<'_>) -> String {
    let mut nodes = glance.view.nodes();
    let candidate = nodes.find(|node| node.role() == Some(Role::Candidate));
    candidate.map_or("nobody leads, so nothing commits".to_owned(), |node| {
        let term = node.hard_state().term;
        format!("nobody leads; {} campaigns in term {term}", node.id())
    })
}
