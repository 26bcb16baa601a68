//! Messages and links in words: sent, copied, arrived, lost, and what was done to the links.
//!
//! Where an event gives no reason of its own, what led to it is the reason. Read [`super::clients`] next.

use super::words::{behind, entries, kind, link, log_end, nodes, up_to};
use super::{Told, since, told};
use crate::cluster::action::{Cut, Heal, Traffic};
use crate::cluster::event::{Brief, Cause, Fact, Loss};
use crate::ids::{NodeId, NodeSet};
use crate::transport::{AppendOutcome, MessageNumber};

/// Tells a fact of this theme; none where it is of another.
pub(super) fn tell(fact: &Fact, cause: Cause) -> Option<Told> {
    Some(match *fact {
        Fact::Sent {
            number,
            to,
            term,
            ref brief,
        } => told(
            format!(
                "sends {to} the {} {number} ({})",
                kind(brief.kind()),
                contents(brief)
            ),
            format!("{}; it speaks in term {term}", since(cause)),
        ),
        Fact::Copied { original, number } => copied(original, number, cause),
        Fact::Delivered {
            number,
            from,
            kind: what,
        } => told(
            format!("gets the {} {number} of {from}", kind(what)),
            "the network has carried it all the way",
        ),
        Fact::Lost {
            number,
            from,
            to,
            kind: what,
            why,
        } => told(
            format!("the {} {number} from {from} to {to} is lost", kind(what)),
            loss(from, to, why),
        ),
        Fact::Delayed { number, due } => told(
            format!("{number} arrives only at tick {due}"),
            format!(
                "{}; it keeps its place in the order of sending",
                since(cause)
            ),
        ),
        Fact::WasCut(cut) => told(was_cut(cut), lost_there(cause)),
        Fact::Isolated(set) => told(
            format!("{} cut off from everyone", are(set)),
            lost_there(cause),
        ),
        Fact::Partitioned(ref groups) => told(partitioned(groups), lost_there(cause)),
        Fact::Healed(heal) => told(
            healed(heal),
            format!("{}; what was lost meanwhile stays lost", since(cause)),
        ),
        Fact::Held(traffic) => told(
            format!("{} is held", messages(traffic)),
            format!("{}; it stays in flight until released", since(cause)),
        ),
        Fact::Released(traffic) => told(
            every_or(traffic, "every hold has ended", "is held no more"),
            format!("{}; what is due arrives", since(cause)),
        ),
        Fact::Losing(traffic) => told(
            format!("{} is lost from now on", messages(traffic)),
            format!("{}; what is in flight already still arrives", since(cause)),
        ),
        Fact::Keeping(traffic) => told(
            every_or(traffic, "every loss by rule has ended", "is lost no more"),
            format!("{}; what was lost stays lost", since(cause)),
        ),
        _ => return None,
    })
}

fn contents(brief: &Brief) -> String {
    match *brief {
        Brief::Vote(last) => log_end(last),
        Brief::VoteReply(true) => "yes".to_owned(),
        Brief::VoteReply(false) => "no".to_owned(),
        Brief::Append {
            prev,
            count: 0,
            commit,
        } => format!("{}, {} committed", behind(prev), up_to(commit)),
        Brief::Append {
            prev,
            count,
            commit,
        } => {
            let which = entries(prev.index.next(), prev.index.plus(count));
            format!("{which} {}, {} committed", behind(prev), up_to(commit))
        }
        Brief::AppendReply {
            outcome: AppendOutcome::Accepted { match_index },
            ..
        } => format!("{} agreed", up_to(match_index)),
        Brief::AppendReply {
            prev,
            outcome: AppendOutcome::Refused { .. },
        } => format!("#{prev} does not match"),
    }
}

fn copied(original: MessageNumber, number: MessageNumber, cause: Cause) -> Told {
    let because = match cause {
        Cause::Hand => since(cause),
        _ => "this network repeats messages by chance".to_owned(),
    };
    told(
        format!("{original} travels a second time, as {number}"),
        because,
    )
}

fn loss(from: NodeId, to: NodeId, why: Loss) -> String {
    match why {
        Loss::Chance => "this network loses messages by chance".to_owned(),
        Loss::Cut => format!("the link from {from} to {to} is cut"),
        Loss::Rule => format!("such messages from {from} to {to} are lost on purpose"),
        Loss::QueueFull => format!("too many messages are in flight from {from} to {to}"),
        Loss::Down => format!("{to} is down"),
        Loss::Dropped => "it was dropped by hand".to_owned(),
    }
}

fn lost_there(cause: Cause) -> String {
    format!(
        "{}; what is in flight or sent across a cut is lost",
        since(cause)
    )
}

fn was_cut(cut: Cut) -> String {
    match cut {
        Cut::Between(a, b) => format!("the link between {a} and {b} is cut both ways"),
        Cut::OneWay(from, to) => format!("the link from {from} to {to} is cut, that way only"),
    }
}

fn healed(heal: Heal) -> String {
    match heal {
        Heal::Everything => "every link is whole again".to_owned(),
        Heal::Between(a, b) => format!("the link between {a} and {b} is whole again"),
        Heal::OneWay(from, to) => format!("the link from {from} to {to} is whole again"),
        Heal::Node(node) => format!("all links of {node} are whole again"),
    }
}

fn are(set: NodeSet) -> String {
    let verb = if set.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", nodes(set))
}

fn partitioned(groups: &[NodeSet]) -> String {
    let groups: Vec<_> = groups.iter().map(|group| nodes(*group)).collect();
    format!("the network falls apart into {}", groups.join(" | "))
}

fn messages(traffic: Traffic) -> String {
    let what = traffic.kind.map_or("message", kind);
    format!("every {what} {}", link(traffic.link))
}

fn every_or(traffic: Option<Traffic>, all: &str, one: &str) -> String {
    traffic.map_or(all.to_owned(), |traffic| {
        format!("{} {one}", messages(traffic))
    })
}
