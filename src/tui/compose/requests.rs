//! Clients' requests in words: what was asked of whom, and how it stands.

use super::glance::{Glance, leads};
use super::{log_entry, words};
use crate::cluster::NodeView;
use crate::cluster::event::{Doubt, Outcome, Refusal};
use crate::ids::NodeId;
use crate::lab::RequestRecord;
use crate::log::{Entry, LogPosition};
use crate::node::Role;
use crate::tui::scene::{RequestLine, RequestMood};

/// The newest requests, at most so many, the newest last.
pub(super) fn lines(glance: &Glance<'_>, count: usize) -> Vec<RequestLine> {
    let records = glance.lab.requests().iter();
    let older = records.len().saturating_sub(count);
    records
        .skip(older)
        .map(|record| line(glance, record))
        .collect()
}

fn line(glance: &Glance<'_>, record: &RequestRecord) -> RequestLine {
    let asked = record
        .node
        .map_or(String::new(), |node| format!(" @{node}"));
    let (mood, outcome) = standing(glance, record);
    let since = record
        .outcome
        .as_ref()
        .map_or(record.asked, |(_, tick)| *tick);
    RequestLine {
        client: record.id.to_string(),
        what: format!("{}{asked}", words::request(&record.what)),
        index: record.entry.map(|entry| entry.index),
        mood,
        outcome,
        age: glance.view.now().0.saturating_sub(since.0),
    }
}

/// How a request stands, and the words for it.
pub(super) fn standing(glance: &Glance<'_>, record: &RequestRecord) -> (RequestMood, String) {
    match &record.outcome {
        Some((outcome, _)) => answered(record.node, outcome),
        None => waiting(glance, record),
    }
}

fn answered(node: Option<NodeId>, outcome: &Outcome) -> (RequestMood, String) {
    const VALUE_CHARS_MAX: usize = 40;
    let name = node.map_or("nobody".to_owned(), |node| node.to_string());
    match outcome {
        Outcome::Ok => (RequestMood::Done, "ok".to_owned()),
        Outcome::Value(value) => {
            let value = words::clipped(value, VALUE_CHARS_MAX);
            (RequestMood::Done, format!("value {value}"))
        }
        Outcome::Absent => (RequestMood::Done, "no such key".to_owned()),
        Outcome::Refused(why) => (RequestMood::Stuck, refused(*why, &name)),
        Outcome::Unknown(Doubt::StoppedLeading) => (
            RequestMood::Unknown,
            format!("unknown: {name} stepped down"),
        ),
        Outcome::Unknown(Doubt::Crashed) => {
            (RequestMood::Unknown, format!("unknown: {name} crashed"))
        }
    }
}

fn refused(why: Refusal, name: &str) -> String {
    match why {
        Refusal::NotLeader(Some(leader)) => format!("refused: {leader} leads"),
        Refusal::NotLeader(None) => format!("refused: {name} knows no leader"),
        Refusal::Down => format!("refused: {name} is down"),
        Refusal::NoLeader => "refused: nobody leads".to_owned(),
    }
}

fn waiting(glance: &Glance<'_>, record: &RequestRecord) -> (RequestMood, String) {
    let node = record.node.and_then(|node| glance.view.node(node));
    let (Some(node), Some(entry)) = (node, record.entry) else {
        return (RequestMood::Waiting, not_taken(node));
    };
    if !leads(node) {
        return (RequestMood::Waiting, copies(glance, node, entry));
    }
    if node.is_paused() {
        return (RequestMood::Stuck, "stuck: stands still".to_owned());
    }
    if !glance.reach.has_majority(node.id()) {
        return (RequestMood::Stuck, "stuck: no majority".to_owned());
    }
    (RequestMood::Waiting, copies(glance, node, entry))
}

fn not_taken(node: Option<NodeView<'_>>) -> String {
    match node {
        Some(node) if node.is_paused() => format!("waits: {} stands still", node.id()),
        Some(node) if node.role() == Some(Role::Leader) => "waits to be taken".to_owned(),
        _ => "waits".to_owned(),
    }
}

/// `waits: 1 of 3 copies`: disks that hold the entry, of those it takes.
fn copies(glance: &Glance<'_>, owner: NodeView<'_>, entry: LogPosition) -> String {
    let is_it = |held: &Entry<'_>| held.term == entry.term;
    let mut logs = std::iter::once(owner).chain(glance.view.nodes());
    let entry = logs.find_map(|node| node.log().entry(entry.index).filter(is_it));
    if entry.is_some_and(|entry| log_entry::is_committed(glance, entry)) {
        return "committed, not applied yet".to_owned();
    }
    let held = entry.map_or(0, |entry| log_entry::holders(glance, entry).len());
    let counts = glance.view.leader();
    let needed = counts.map_or(glance.reach.quorum(), |leader| {
        glance.reach.quorum_of(leader)
    });
    if held >= needed {
        return "waits: acks to come".to_owned();
    }
    format!("waits: {held} of {needed} copies")
}
