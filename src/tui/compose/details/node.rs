//! A node as Figure 2 of the paper has it: persistent, volatile and leader state, by the paper's own names; then its
//! timers, its disk, and the clients that wait at it.

use super::super::glance::{Glance, leads};
use super::super::{log_entry, log_notes};
use super::super::{nodes, words};
use super::Sheet;
use crate::cluster::NodeView;
use crate::cluster::event::Armed;
use crate::explain::why::quorum;
use crate::ids::Index;
use crate::node::Role;
use crate::tui::scene::{Meter, MeterOf, Standing, TimerKind};

/// How many runs of one term are told of a log, from its end.
const RUNS_MAX: usize = 6;
/// How many waiting requests are listed.
const WAITING_MAX: usize = 8;

pub(super) fn sheet(glance: &Glance<'_>) -> Sheet {
    let node = glance.selected_node();
    let mut sheet = Sheet::titled(format!("{}, {}", node.id(), word(glance, node)));
    persistent(glance, node, &mut sheet);
    volatile(node, &mut sheet);
    if leads(node) {
        leader(glance, node, &mut sheet);
    }
    majority(glance, node, &mut sheet);
    election(glance, node, &mut sheet);
    disk(node, &mut sheet);
    clients(glance, node, &mut sheet);
    faults(glance, node, &mut sheet);
    sheet
}

fn word(glance: &Glance<'_>, node: NodeView<'_>) -> String {
    let role = |role| match role {
        Role::Follower => "follower",
        Role::Candidate => "candidate",
        Role::Leader => "leader",
    };
    match nodes::standing(glance, node.id()) {
        Standing::Up(up) => role(up).to_owned(),
        Standing::Paused(paused) => format!("{}, stands still", role(paused)),
        Standing::DoubtfulLeader => match glance.overtaken_by(node) {
            Some(other) => format!("leader? {} leads a newer term", other.id()),
            None => "leader? it reaches no majority".to_owned(),
        },
        Standing::Down => "down".to_owned(),
    }
}

fn persistent(glance: &Glance<'_>, node: NodeView<'_>, sheet: &mut Sheet) {
    let hard = node.hard_state();
    sheet.group("persistent: on disk before any answer");
    let overtaken = glance.leader.map(|leader| leader.hard_state().term);
    let remark = match overtaken.filter(|leading| *leading > hard.term) {
        Some(leading) => format!("behind: term {leading} has a leader"),
        None => "latest term it has seen".to_owned(),
    };
    sheet.told("currentTerm", hard.term.to_string(), remark);
    match hard.vote {
        Some(vote) => sheet.told("votedFor", vote.to_string(), "its one vote of this term"),
        None => sheet.told("votedFor", "none", "it has not voted in this term"),
    };
    let last = node.log().last();
    if last.index == Index::ZERO {
        sheet.told("log[]", "empty", "");
    } else {
        let range = format!("#1-{}", last.index);
        sheet.told("log[]", range, format!("terms {}", runs(node)));
    }
    if let Some(range) = log_notes::conflict(glance, node) {
        sheet.told(
            "",
            range,
            "not in the leader's log: will be replaced (§5.3)",
        );
    }
}

/// The runs of one term at the end of a log: `.. 2x4 4x6`.
fn runs(node: NodeView<'_>) -> String {
    let log = node.log();
    let mut texts = Vec::new();
    let mut last = log.last_index();
    while last > Index::ZERO && texts.len() < RUNS_MAX {
        let first = log.first_of_run(last);
        let term = log.term_at(last).unwrap_or_default();
        texts.push(match last.next().above(first) {
            1 => term.to_string(),
            count => format!("{term}x{count}"),
        });
        last = first.prev();
    }
    if last > Index::ZERO {
        texts.push("..".to_owned());
    }
    texts.reverse();
    texts.join(" ")
}

fn volatile(node: NodeView<'_>, sheet: &mut Sheet) {
    sheet.group("volatile: gone after a crash");
    if !node.is_up() {
        sheet.text("down: there is no memory; commitIndex and lastApplied begin at 0 again");
        return;
    }
    let (commit, applied) = (node.commit_index(), node.applied_index());
    let is_new = node.life() > 1 && commit == Index::ZERO && node.log().last_index() > commit;
    let remark = if is_new {
        "volatile: 0 until a leader tells it"
    } else {
        "known to be committed"
    };
    sheet.told("commitIndex", commit.to_string(), remark);
    sheet.told(
        "lastApplied",
        applied.to_string(),
        "applied to its key-value store",
    );
    match node.leader() {
        Some(leader) if leader == node.id() => sheet.told("leader", "itself", ""),
        Some(leader) => sheet.told("leader", leader.to_string(), "as far as it knows"),
        None => sheet.told("leader", "unknown", ""),
    };
}

/// The majority that it gathers: votes for itself, or disks for the next entry to be committed.
fn majority(glance: &Glance<'_>, node: NodeView<'_>, sheet: &mut Sheet) {
    let next = node.commit_index().next();
    match node.role() {
        Some(Role::Candidate) => {
            let votes = quorum::votes(glance.view, node);
            sheet.group("the majority it gathers").meter(Meter {
                of: MeterOf::Votes,
                has: votes.has,
                members: votes.of,
                needed: votes.needed,
            });
        }
        Some(Role::Leader) => {
            let entry = node.log().entry(next);
            let meter = entry.and_then(|entry| log_entry::gathering(glance, entry));
            if let Some(meter) = meter {
                let group = format!("the majority it gathers for #{next}");
                sheet.group(&group).meter(meter);
            }
        }
        Some(Role::Follower) | None => {}
    }
}

fn leader(glance: &Glance<'_>, node: NodeView<'_>, sheet: &mut Sheet) {
    let reached = glance.reach.around(node.id());
    sheet.group("leader: made anew after each election");
    for other in glance.view.nodes().filter(|other| other.id() != node.id()) {
        let id = other.id();
        let Some(progress) = node.progress(id) else {
            continue;
        };
        let mut parts = Vec::new();
        if !reached.contains(id) {
            parts.push("out of reach".to_owned());
        }
        if progress.is_probing() {
            parts.push("looking for the place where the logs match".to_owned());
        }
        if progress.unanswered() > 0 {
            let count = words::count(progress.unanswered(), "append", "appends");
            parts.push(format!("{count} unanswered"));
        }
        sheet.told(
            format!("nextIndex[{id}]"),
            format!(
                "{:<6} matchIndex[{id}] {}",
                progress.next_index.0, progress.match_index
            ),
            parts.join(", "),
        );
    }
    let quorum = glance.reach.quorum_of(node.id());
    let own = node.match_index(node.id());
    sheet.told(
        "its own disk",
        format!("holds up to #{own}"),
        "and counts like any other",
    );
    sheet.told(
        "majority",
        format!("{quorum} of {}", glance.view.node_count()),
        format!("it reaches {}", reached.len()),
    );
}

fn election(glance: &Glance<'_>, node: NodeView<'_>, sheet: &mut Sheet) {
    sheet.group("timers and votes");
    match nodes::timer(glance, node) {
        Some(timer) => {
            let left = timer.drawn.saturating_sub(timer.elapsed);
            let what = match timer.kind {
                TimerKind::Election => "then it campaigns",
                TimerKind::Heartbeat => "then it sends heartbeats",
            };
            let value = format!("{}/{}", timer.elapsed, timer.drawn);
            sheet.told(
                "timer",
                value,
                format!("{} left, {what}", words::count(left, "tick", "ticks")),
            );
        }
        None => drop(sheet.told("timer", "none runs", "")),
    }
    if !node.votes().is_empty() {
        let votes = node.votes();
        let needed = glance.reach.quorum_of(node.id());
        sheet.told(
            "votes",
            words::nodes(votes),
            format!("{}, and {needed} are enough", votes.len()),
        );
    }
    if let Some(forced) = node.forced_timeout() {
        sheet.told(
            "timeout",
            words::count(forced, "tick", "ticks"),
            "set by you",
        );
    }
    if node.clock_rate() != 1000 {
        let rate = node.clock_rate();
        let text = format!("{}.{:03}", rate / 1000, rate % 1000);
        sheet.told("clock", text, "times the world's rate");
    }
}

fn disk(node: NodeView<'_>, sheet: &mut Sheet) {
    sheet.group("its disk");
    if let Some(damage) = node.damage() {
        sheet.told("damage", "it cannot start", "");
        sheet.text(words::shown(&damage.to_string()));
        return;
    }
    let (durable, last) = (node.durable_index(), node.log().last_index());
    let remark = if durable < last {
        format!("{} only in memory", words::entries(durable.next(), last))
    } else {
        "the whole log is synced".to_owned()
    };
    sheet.told("durable", format!("up to #{durable}"), remark);
    if !node.syncs() {
        sheet.told("sync", "off", "nothing more becomes durable");
    }
    if node.saves_pending() > 0 {
        sheet.told(
            "saves",
            node.saves_pending().to_string(),
            "written and not synced yet",
        );
    }
    if node.messages_waiting() > 0 {
        let count = node.messages_waiting().to_string();
        sheet.told(
            "messages",
            count,
            "wait for a save: they speak from what is not durable yet",
        );
    }
    match node.armed() {
        Some(Armed::AtSync) => drop(sheet.told("armed", "crash", "at its next save")),
        Some(Armed::AtSend(count)) => {
            let when = format!("before message {count} from now leaves");
            sheet.told("armed", "crash", when);
        }
        None => {}
    }
    sheet.told("life", node.life().to_string(), "how often it was started");
}

fn clients(glance: &Glance<'_>, node: NodeView<'_>, sheet: &mut Sheet) {
    let mut waiting = node.waiting();
    let listed: Vec<_> = waiting.by_ref().take(WAITING_MAX).collect();
    if listed.is_empty() {
        return;
    }
    sheet.group("clients that wait here");
    for (request, index) in listed {
        let record = glance
            .lab
            .requests()
            .iter()
            .rev()
            .find(|record| record.id == request);
        let what = record.map_or(String::new(), |record| words::request(&record.what));
        let value = match index {
            Some(index) => format!("{what} as #{index}"),
            None => what,
        };
        let remark = match index {
            Some(_) => "answered once that entry is applied",
            None => "the process stands still",
        };
        sheet.told(request.to_string(), value, remark);
    }
    let more = waiting.count();
    if more > 0 {
        sheet.text(format!("and {more} more"));
    }
}

fn faults(glance: &Glance<'_>, node: NodeView<'_>, sheet: &mut Sheet) {
    let off: Vec<_> = glance.view.rules().off().collect();
    let is_cut = node.is_up() && glance.reach.is_cut_off(node.id());
    if off.is_empty() && !is_cut {
        return;
    }
    sheet.group("faults");
    if is_cut {
        let reached = glance.reach.around(node.id());
        sheet.told(
            "cut off",
            format!("reaches {}", words::nodes(reached)),
            "no majority",
        );
    }
    for rule in off {
        sheet.told("rule off", rule.row().word, rule.row().sentence);
    }
}
