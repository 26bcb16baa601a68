//! One entry in words: what it asks, who holds it, whether it is committed, and what it waits for.

use super::glance::Glance;
use super::words;
use crate::cluster::NodeView;
use crate::explain::why::quorum;
use crate::ids::{Index, NodeSet, Term};
use crate::log::Entry;
use crate::node::Role;
use crate::tui::scene::{LogCursor, Meter, MeterOf};

/// What is to be said of an entry, for a person with time and for a narrow line.
struct Verdict {
    long: String,
    short: String,
}

/// The sentence under the grid, in so many columns: the entry under the cursor, or else the newest one of the leader.
pub(super) fn words(glance: &Glance<'_>, cursor: Option<LogCursor>, width: u16) -> String {
    let found = cursor.and_then(|cursor| Some((glance.view.node(cursor.node)?, cursor.index)));
    let Some((node, index)) = found.or_else(|| newest(glance)) else {
        return without_entries(glance);
    };
    let Some(entry) = node.log().entry(index) else {
        return format!("{} has no entry #{index}", node.id());
    };
    let verdict = verdict(glance, node, entry);
    let (what, term) = (words::payload_in_short(entry.payload), entry.term);
    words::fitting(
        [
            sentence(&entry, &verdict.long),
            sentence(&entry, &verdict.short),
            format!("#{index} {what} t{term}: {}", verdict.short),
            format!("#{index} t{term}: {}", verdict.short),
        ],
        width,
    )
}

/// Who holds the entry that the words are about, while it is not committed and may still be.
pub(super) fn meter(glance: &Glance<'_>, cursor: Option<LogCursor>) -> Option<Meter> {
    let found = cursor.and_then(|cursor| Some((glance.view.node(cursor.node)?, cursor.index)));
    let (node, index) = found.or_else(|| newest(glance))?;
    gathering(glance, node.log().entry(index)?)
}

/// The disks that hold an entry, while it is not committed and may still be.
pub(super) fn gathering(glance: &Glance<'_>, entry: Entry<'_>) -> Option<Meter> {
    let is_settled = is_committed(glance, entry) || glance.conflicts(entry.index, entry.term);
    let disks = quorum::disks(glance.view, entry);
    (!is_settled).then_some(Meter {
        of: MeterOf::Disks,
        has: disks.has,
        members: disks.of,
        needed: disks.needed,
    })
}

/// An entry of a node as a whole sentence: `#13 set x=7, term 4: on s3 alone; ..`.
pub(super) fn of(glance: &Glance<'_>, node: NodeView<'_>, entry: &Entry<'_>) -> String {
    let verdict = verdict(glance, node, *entry);
    sentence(entry, &verdict.long)
}

fn sentence(entry: &Entry<'_>, verdict: &str) -> String {
    let what = words::payload(entry.payload);
    format!("#{} {what}, term {}: {verdict}", entry.index, entry.term)
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
        None => "no entries yet: first a leader must be elected".to_owned(),
    }
}

/// The nodes whose disks hold that very entry, for sure.
pub(super) fn holders(glance: &Glance<'_>, entry: Entry<'_>) -> NodeSet {
    quorum::disks(glance.view, entry).has
}

/// Whether that very entry is known to be committed by anyone who lives.
pub(super) fn is_committed(glance: &Glance<'_>, entry: Entry<'_>) -> bool {
    let (committed, witness) = glance.committed();
    let index = entry.index;
    index <= committed && witness.is_some_and(|node| node.log().entry(index) == Some(entry))
}

/// Who holds an entry, and what becomes of it.
fn verdict(glance: &Glance<'_>, node: NodeView<'_>, entry: Entry<'_>) -> Verdict {
    let Entry { index, term, .. } = entry;
    let held = holders(glance, entry);
    let (on, nodes) = (on_disks(held), glance.view.node_count());
    if is_committed(glance, entry) {
        let known = if node.is_up() && index > node.commit_index() {
            format!("; {} does not know it yet", node.id())
        } else {
            String::new()
        };
        return Verdict {
            long: format!("committed, {on}{known}"),
            short: format!("committed, on {} of {nodes}", held.len()),
        };
    }
    let waits = match glance.leader.filter(|_| glance.conflicts(index, term)) {
        Some(leader) => replaced(leader),
        None => wait(glance, (index, term), held),
    };
    Verdict {
        long: format!("{on}; {}", waits.long),
        short: format!("on {} of {nodes}, {}", held.len(), waits.short),
    }
}

fn on_disks(held: NodeSet) -> String {
    match held.len() {
        0 => "on no disk yet".to_owned(),
        1 => format!("on {} alone", words::nodes(held)),
        _ => format!("on {}", words::nodes(held)),
    }
}

fn replaced(leader: NodeView<'_>) -> Verdict {
    let (name, term) = (leader.id(), leader.hard_state().term);
    Verdict {
        long: format!("{name} leads term {term} without it, so it will be replaced (§5.3)"),
        short: format!("not on {name}: will be replaced"),
    }
}

/// What an entry that is not committed waits for.
fn wait(glance: &Glance<'_>, (index, term): (Index, Term), held: NodeSet) -> Verdict {
    let Some(leader) = glance.leader else {
        return without_leader(glance);
    };
    let (nodes, quorum) = (
        glance.view.node_count(),
        glance.reach.quorum_of(leader.id()),
    );
    let (name, leading) = (leader.id(), leader.hard_state().term);
    if !glance.reach.has_majority(name) {
        let reached = glance.reach.around(name).len();
        return Verdict {
            long: format!("{name} reaches {reached} of {nodes}, so nothing commits"),
            short: format!("{name} reaches {reached} of {nodes}"),
        };
    }
    let missing = quorum.saturating_sub(held.len());
    if term < leading {
        let have = if missing == 0 {
            "enough, but it is"
        } else {
            "it is"
        };
        return Verdict {
            long: format!(
                "{have} of term {term}: it commits with an entry of term {leading} behind it (§5.4.2)"
            ),
            short: format!("needs one of term {leading} behind it"),
        };
    }
    if missing == 0 {
        let counted = counted_by(glance, leader, index);
        return Verdict {
            long: format!(
                "{name} waits for acknowledgements: it knows of {counted} disks and needs {quorum}"
            ),
            short: format!("{name} knows of {counted}"),
        };
    }
    let disks = words::count(missing as u64, "more disk has", "more disks have");
    Verdict {
        long: format!("commits once {disks} it: {quorum} of {nodes} are needed"),
        short: format!("{quorum} needed"),
    }
}

/// How many disks a leader knows to hold an index.
fn counted_by(glance: &Glance<'_>, leader: NodeView<'_>, index: Index) -> usize {
    let members = glance.view.nodes().map(NodeView::id);
    members
        .filter(|member| leader.match_index(*member) >= index)
        .count()
}

fn without_leader(glance: &Glance<'_>) -> Verdict {
    let mut nodes = glance.view.nodes();
    let candidate = nodes.find(|node| node.role() == Some(Role::Candidate));
    let long = candidate.map_or("nobody leads, so nothing commits".to_owned(), |node| {
        let term = node.hard_state().term;
        format!("nobody leads; {} campaigns in term {term}", node.id())
    });
    Verdict {
        long,
        short: "nobody leads".to_owned(),
    }
}
