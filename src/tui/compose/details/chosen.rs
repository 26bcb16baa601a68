//! What the cursor is on, in full: an entry of a log, a message, a binding of the store, an event.

use super::super::glance::Glance;
use super::super::{feed, kv, log_entry, net, requests, words};
use super::Sheet;
use crate::cluster::event::{Brief, Cause};
use crate::cluster::{NodeView, Stamped};
use crate::explain::explain;
use crate::ids::Index;
use crate::lab::feed::LostMessage;
use crate::log::{Entries, LogPosition};
use crate::transport::{AppendOutcome, Envelope, Flight, Message};
use crate::tui::scene::{Holding, Pane};
use crate::tui::view::Extent;

/// How many entries of a message are listed.
const LISTED_MAX: usize = 12;
/// The most characters of a key or a value.
const TEXT_CHARS_MAX: usize = 200;

/// The entry under the log's cursor.
pub(super) fn entry(glance: &Glance<'_>) -> Option<Sheet> {
    let count = usize::try_from(glance.last_index().0).unwrap_or(usize::MAX);
    let view = glance.ui.seen(Pane::Log, Extent { count, page: 1 });
    let (node, index) = (glance.selected_node(), Index(view.cursor as u64 + 1));
    let entry = node.log().entry(index)?;
    let (term, held) = (entry.term, log_entry::holders(glance, entry));
    let mut sheet = Sheet::titled(format!("entry #{index} of {}", node.id()));
    sheet
        .group("the entry")
        .fact("index", index.to_string())
        .told("term", term.to_string(), "of the leader that made it")
        .fact("command", words::payload(entry.payload));
    sheet.group("where it stands");
    let quorum = glance.reach.quorum();
    let remark = format!(
        "{} of {} disks, {quorum} make a majority",
        held.len(),
        glance.view.node_count()
    );
    sheet.told("on disks", words::nodes(held), remark);
    if let Some(meter) = log_entry::gathering(glance, entry) {
        sheet.meter(meter);
    }
    let known: Vec<_> = glance
        .view
        .nodes()
        .filter(|node| node.commit_index() >= index && node.log().entry(index) == Some(entry))
        .collect();
    let ids = known.iter().map(|node| node.id()).collect();
    let applied = known.iter().filter(|node| node.applied_index() >= index);
    let applied = applied.map(|node| node.id()).collect();
    sheet.told(
        "committed at",
        or_nobody(words::nodes(ids)),
        "as far as each one knows",
    );
    sheet.fact("applied at", or_nobody(words::nodes(applied)));
    sheet.text("").text(log_entry::of(glance, node, &entry));
    requests_of(glance, LogPosition { index, term }, &mut sheet);
    every_node(glance, index, &mut sheet);
    Some(sheet)
}

fn or_nobody(names: String) -> String {
    if names.is_empty() {
        "nobody".to_owned()
    } else {
        names
    }
}

fn requests_of(glance: &Glance<'_>, entry: LogPosition, sheet: &mut Sheet) {
    let mut records = glance.lab.requests().iter();
    if let Some(record) = records.find(|record| record.entry == Some(entry)) {
        let (_, outcome) = requests::standing(glance, record);
        sheet.group("the client that asked");
        sheet.told(record.id.to_string(), words::request(&record.what), outcome);
    }
}

fn every_node(glance: &Glance<'_>, index: Index, sheet: &mut Sheet) {
    sheet.group("the same index everywhere");
    for node in glance.view.nodes() {
        let (value, remark) = match node.log().entry(index) {
            Some(entry) => (
                format!("term {}  {}", entry.term, words::payload(entry.payload)),
                knowledge(node, index),
            ),
            None => ("no entry".to_owned(), String::new()),
        };
        sheet.told(node.id().to_string(), value, remark);
    }
}

fn knowledge(node: NodeView<'_>, index: Index) -> String {
    if !node.is_up() {
        "on its disk; the node is down".to_owned()
    } else if index <= node.commit_index() {
        "knows it to be committed".to_owned()
    } else if index > node.durable_index() {
        "in memory only".to_owned()
    } else {
        String::new()
    }
}

/// The message under the network's cursor.
pub(super) fn message(glance: &Glance<'_>) -> Option<Sheet> {
    if let Some(flight) = net::selected(glance) {
        return Some(flying(glance, flight));
    }
    net::selected_loss(glance).map(lost)
}

fn flying(glance: &Glance<'_>, flight: &Flight) -> Sheet {
    let envelope = &flight.envelope;
    let kind = envelope.message.kind().word();
    let mut sheet = Sheet::titled(format!(
        "{} {kind} {} to {}",
        flight.number, envelope.from, envelope.to
    ));
    sheet.group("on the way");
    sheet.fact("sent", format!("tick {}", flight.sent));
    let now = glance.view.now();
    let left = words::count(flight.due.0.saturating_sub(now.0), "tick", "ticks");
    let remark = match (flight.held, flight.waiting) {
        (true, _) => "held: it stays until it is released".to_owned(),
        (_, true) => format!("waits: {} stands still", envelope.to),
        _ => format!("in {left}"),
    };
    sheet.told("arrives", format!("tick {}", flight.due), remark);
    sheet.group("what it says, as Figure 2 names it");
    let receiver = glance.view.node(envelope.to);
    let remark = receiver.map_or(String::new(), |receiver| {
        let own = receiver.hard_state().term;
        match envelope.term.cmp(&own) {
            std::cmp::Ordering::Less => format!("{} is in term {own}: it will refuse", envelope.to),
            std::cmp::Ordering::Equal => format!("{} is in it too", envelope.to),
            std::cmp::Ordering::Greater => {
                format!("{} is in term {own} and will adopt it", envelope.to)
            }
        }
    });
    sheet.told("term", envelope.term.to_string(), remark);
    says(envelope, &mut sheet);
    sheet
}

fn says(envelope: &Envelope, sheet: &mut Sheet) {
    match &envelope.message {
        Message::RequestVote(request) => {
            sheet.fact("candidateId", envelope.from.to_string());
            sheet.fact("lastLogIndex", request.last.index.to_string());
            sheet.fact("lastLogTerm", request.last.term.to_string());
        }
        Message::RequestVoteReply(reply) => {
            sheet.fact("voteGranted", reply.granted.to_string());
        }
        Message::AppendEntries(append) => {
            sheet.fact("leaderId", envelope.from.to_string());
            sheet.fact("prevLogIndex", append.prev.index.to_string());
            sheet.fact("prevLogTerm", append.prev.term.to_string());
            sheet.fact("leaderCommit", append.leader_commit.to_string());
            entries(&append.entries, sheet);
        }
        Message::AppendEntriesReply(reply) => {
            let success = matches!(reply.outcome, AppendOutcome::Accepted { .. });
            sheet.fact("success", success.to_string());
            sheet.fact("prevLogIndex", reply.prev_index.to_string());
            match reply.outcome {
                AppendOutcome::Accepted { match_index } => {
                    sheet.told(
                        "matchIndex",
                        match_index.to_string(),
                        "agrees so far, durably",
                    );
                }
                AppendOutcome::Refused {
                    conflict_term,
                    conflict_first,
                } => {
                    sheet.fact("conflictTerm", conflict_term.to_string());
                    sheet.fact("conflictIndex", conflict_first.to_string());
                }
            }
        }
    }
}

fn entries(entries: &Entries, sheet: &mut Sheet) {
    if entries.is_empty() {
        sheet.told("entries[]", "empty", "a heartbeat");
        return;
    }
    sheet.fact(
        "entries[]",
        words::count(entries.len() as u64, "entry", "entries"),
    );
    for entry in entries.iter().take(LISTED_MAX) {
        let value = format!("term {}  {}", entry.term, words::payload(entry.payload));
        sheet.fact(format!("  #{}", entry.index), value);
    }
    let more = (entries.len() as u64).saturating_sub(LISTED_MAX as u64);
    if more > 0 {
        sheet.text(format!("and {more} more"));
    }
}

fn lost(lost: &LostMessage) -> Sheet {
    let kind = lost.kind.word();
    let mut sheet = Sheet::titled(format!(
        "{} {kind} {} to {}, lost",
        lost.number, lost.from, lost.to
    ));
    sheet.group("it will never arrive");
    let why = match lost.why {
        crate::cluster::event::Loss::Chance => "chance: the network loses some",
        crate::cluster::event::Loss::Cut => "the link is cut",
        crate::cluster::event::Loss::Rule => "such messages are lost on purpose (lose)",
        crate::cluster::event::Loss::QueueFull => "too many were in flight on the link",
        crate::cluster::event::Loss::Down => "its receiver is down",
        crate::cluster::event::Loss::Dropped => "dropped by hand",
    };
    sheet.fact("because", why);
    if let Some((term, brief)) = &lost.said {
        sheet.group("what it said");
        sheet.fact("term", term.to_string());
        sheet.fact("carried", carried(brief));
    }
    sheet
}

fn carried(brief: &Brief) -> String {
    format!("{} {}", net::verdict(brief), net::carries(brief))
        .trim()
        .to_owned()
}

/// The binding under the store's cursor.
pub(super) fn binding(glance: &Glance<'_>) -> Option<Sheet> {
    let (owner, key, bound) = kv::selected(glance)?;
    let mut sheet = Sheet::titled(format!("key {}", words::clipped(key, 40)));
    sheet.group(&format!("as {} has applied it", owner.id()));
    sheet.fact("key", words::clipped(key, TEXT_CHARS_MAX));
    sheet.told("bytes", bound.value.len().to_string(), "of its value");
    sheet.told(
        "set by",
        format!("#{}", bound.set_by),
        "the entry that set it last",
    );
    sheet
        .group("value")
        .text(words::clipped(&bound.value, TEXT_CHARS_MAX * 4));
    sheet.group("everywhere");
    for node in glance.view.nodes() {
        let applied = format!("has applied up to #{}", node.applied_index());
        let (value, remark) = match kv::holding(node, key, bound) {
            Holding::Same => ("the same".to_owned(), applied),
            Holding::Other(value) => (format!("={value}"), applied),
            Holding::Absent => ("no such key".to_owned(), applied),
            Holding::Down => (
                "down".to_owned(),
                "the store is volatile here: replayed from the log".to_owned(),
            ),
        };
        sheet.told(node.id().to_string(), value, remark);
    }
    Some(sheet)
}

/// The event under the feed's cursor.
pub(super) fn event(glance: &Glance<'_>) -> Option<Sheet> {
    let event = feed::selected(glance.lab, glance.ui, glance.rows())?;
    let explained = explain(event);
    let who = explained.who.map_or(String::new(), |who| format!("{who} "));
    let mut sheet = Sheet::titled(format!("tick {}: {who}{}", event.tick, explained.what));
    sheet
        .group("what happened")
        .text(format!("{who}{}", explained.what));
    sheet.group("because").text(explained.because.clone());
    let broken = glance.lab.violations().iter();
    for violation in broken.filter(|violation| violation.event == event.id) {
        let row = violation.invariant.row();
        sheet.group(&format!("what it broke ({})", row.source));
        sheet.text(violation.told()).text(row.sentence);
    }
    if let Some(rule) = explained.rule {
        sheet.group(&format!("the rule ({})", rule.source));
        sheet.text(rule.sentence);
        sheet.text(format!("without this rule, {} falls", rule.protects));
    }
    sheet
        .group("the stamp")
        .fact("event", format!("{} of the run", event.id.0));
    sheet.fact("tick", event.tick.to_string());
    sheet.fact("cause", cause(event));
    sheet.fact("kind", event.row().sentence);
    Some(sheet)
}

fn cause(event: &Stamped) -> String {
    match event.cause {
        Cause::Hand => "by hand: you, a play or a fault".to_owned(),
        Cause::Tick => "a clock went on".to_owned(),
        Cause::Message(number) => format!("message {number} arrived"),
        Cause::Request(request) => format!("a client asked {request}"),
        Cause::Sync(save) => format!("save {} became durable", save.0),
    }
}
