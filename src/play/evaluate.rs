//! Whether a condition holds, by a look at the cluster and the ledger; if not, what was found instead.
//!
//! Changes nothing and makes no words: an [`Unmet`] remembers where it looked and tells it when it is read.

use super::condition::{
    Bound, Comparison, Condition, Field, FieldTest, MessageField, Operator, Same, Wish,
};
use super::ledger::Ledger;
use super::mistake::shortened;
use super::names::Name;
use super::print::{
    comparison_text, condition_text, field_text, message_field_text, quoted, traffic_text,
    wish_text,
};
use super::reading::Reading;
use crate::check::{Checker, Invariant, Violation};
use crate::cluster::action::{Nodes, Traffic};
use crate::cluster::event::Outcome;
use crate::cluster::{ClusterView, NodeView};
use crate::ids::NodeId;
use crate::node::Role;
use crate::transport::Flight;
use std::fmt;

/// Why a condition does not hold. Displayed, it is one sentence without its full stop: `s2's commit is 3, not 5`.
#[derive(Clone, Copy, Debug)]
pub enum Unmet<'a> {
    /// Another node leads, or none.
    Leader {
        /// The leader there is.
        found: Option<NodeId>,
        /// The one asked for.
        wanted: Option<NodeId>,
    },
    /// Someone leads.
    SomeoneLeads(NodeId),
    /// There is no such node to look at.
    NoNode(&'a Nodes),
    /// A field is something else.
    Field(NodeView<'a>, &'a FieldTest),
    /// Two nodes differ.
    Differ(Same, NodeId, NodeId),
    /// A request got something else; none: nothing yet.
    Request {
        /// Its name.
        name: &'a Name,
        /// What it got.
        found: Option<&'a Outcome>,
        /// What it should have got, or not.
        wish: &'a Wish,
    },
    /// There are more or fewer.
    Count {
        /// Of what.
        what: &'static str,
        /// How many.
        found: u64,
        /// How many there should be.
        bound: Bound,
    },
    /// A message could be delivered.
    NotQuiet(&'a Flight),
    /// No such message is in flight.
    NoMessage(Traffic),
    /// The first match says something else, or has no such field.
    Message(&'a Flight, MessageField, &'a Comparison),
    /// It did not happen.
    NoEvent(&'a Condition),
    /// It was broken.
    Broken(&'a Violation),
    /// It was not.
    Whole(Invariant),
}

type Verdict<'a> = Result<(), Unmet<'a>>;

/// Whether the condition holds now.
pub fn holds<'a>(
    condition: &'a Condition,
    view: ClusterView<'a>,
    ledger: &'a Ledger,
    checker: &'a Checker,
) -> Verdict<'a> {
    match condition {
        Condition::Leader(wanted) => leader(*wanted, view.leader()),
        Condition::NoLeader => view
            .leader()
            .map_or(Ok(()), |node| Err(Unmet::SomeoneLeads(node))),
        Condition::Leaders(bound) => {
            let leads = view
                .nodes()
                .filter(|node| node.role() == Some(Role::Leader));
            counted("nodes that lead", leads.count() as u64, *bound)
        }
        Condition::Each(conditions) => {
            let mut each = conditions.iter();
            each.try_for_each(|condition| holds(condition, view, ledger, checker))
        }
        Condition::At(nodes, tests) => at(nodes, tests, view),
        Condition::Same(what, nodes) => same(*what, nodes, view),
        Condition::Request { name, is, outcome } => {
            let found = ledger.outcome(name);
            let wish = outcome;
            let unmet = Unmet::Request { name, found, wish };
            met(meets(found, wish) == *is, unmet)
        }
        Condition::Inflight(traffic, bound) => {
            let found = flights(view, *traffic).count() as u64;
            counted("messages in flight", found, *bound)
        }
        Condition::Quiet => {
            let next = view.flights().find(|flight| flight.is_deliverable());
            next.map_or(Ok(()), |flight| Err(Unmet::NotQuiet(flight)))
        }
        Condition::Sent(traffic, bound) => counted("messages sent", ledger.sent(*traffic), *bound),
        Condition::Rejected(link, bound) => {
            counted("appends refused", ledger.rejected(*link), *bound)
        }
        Condition::Message(traffic, field, with) => message(*traffic, *field, with, view),
        Condition::Event { kind, node, detail } => {
            let seen = ledger.has_seen(kind, *node, detail.as_deref());
            met(seen, Unmet::NoEvent(condition))
        }
        Condition::Safe => whole(checker.violations().first()),
        Condition::Violation {
            invariant,
            is: false,
        } => whole(checker.violation(*invariant)),
        Condition::Violation {
            invariant,
            is: true,
        } => met(
            checker.violation(*invariant).is_some(),
            Unmet::Whole(*invariant),
        ),
    }
}

fn met(holds: bool, unmet: Unmet<'_>) -> Verdict<'_> {
    if holds { Ok(()) } else { Err(unmet) }
}

fn whole(broken: Option<&Violation>) -> Verdict<'_> {
    broken.map_or(Ok(()), |violation| Err(Unmet::Broken(violation)))
}

fn leader<'a>(wanted: Option<NodeId>, found: Option<NodeId>) -> Verdict<'a> {
    let is_it = found.is_some() && (wanted.is_none() || wanted == found);
    met(is_it, Unmet::Leader { found, wanted })
}

/// The nodes meant, in node order.
fn meant<'a>(nodes: &'a Nodes, view: ClusterView<'a>) -> Vec<NodeView<'a>> {
    match nodes {
        Nodes::These(nodes) => nodes.iter().filter_map(|id| view.node(*id)).collect(),
        Nodes::All => view.nodes().collect(),
        Nodes::Live => view.nodes().filter(|node| node.is_up()).collect(),
        Nodes::Leader => view
            .leader()
            .and_then(|id| view.node(id))
            .into_iter()
            .collect(),
    }
}

fn at<'a>(nodes: &'a Nodes, tests: &'a [FieldTest], view: ClusterView<'a>) -> Verdict<'a> {
    let meant = meant(nodes, view);
    if meant.is_empty() {
        return Err(Unmet::NoNode(nodes));
    }
    for node in meant {
        for test in tests {
            let reading = Reading::of_node(node, &test.field);
            met(reading.meets(&test.with), Unmet::Field(node, test))?;
        }
    }
    Ok(())
}

fn same<'a>(what: Same, nodes: &'a Nodes, view: ClusterView<'a>) -> Verdict<'a> {
    let meant = meant(nodes, view);
    let Some((one, others)) = meant.split_first() else {
        return Err(Unmet::NoNode(nodes));
    };
    for other in others {
        let equal = match what {
            Same::Log => {
                one.log().first_index() == other.log().first_index() && one.log() == other.log()
            }
            Same::Kv => one.store().agrees_with(other.store()),
        };
        met(equal, Unmet::Differ(what, one.id(), other.id()))?;
    }
    Ok(())
}

fn meets(found: Option<&Outcome>, wish: &Wish) -> bool {
    match (found, wish) {
        (None, Wish::Pending)
        | (Some(Outcome::Ok), Wish::Ok)
        | (Some(Outcome::Absent), Wish::None)
        | (Some(Outcome::Refused(_)), Wish::Refused)
        | (Some(Outcome::Unknown(_)), Wish::Unknown) => true,
        (Some(Outcome::Value(found)), Wish::Value(wanted)) => found == wanted,
        _ => false,
    }
}

fn counted<'a>(what: &'static str, found: u64, bound: Bound) -> Verdict<'a> {
    let unmet = Unmet::Count { what, found, bound };
    met(bound.operator.holds(found, bound.number), unmet)
}

/// The messages in flight there, in the order of sending.
fn flights(view: ClusterView<'_>, traffic: Traffic) -> impl Iterator<Item = &Flight> {
    view.flights().filter(move |flight| {
        let envelope = &flight.envelope;
        traffic.matches(envelope.from, envelope.to, envelope.message.kind())
    })
}

fn message<'a>(
    traffic: Traffic,
    field: MessageField,
    with: &'a Comparison,
    view: ClusterView<'a>,
) -> Verdict<'a> {
    let first = flights(view, traffic).next();
    let flight = first.ok_or(Unmet::NoMessage(traffic))?;
    let reading = Reading::of_message(&flight.envelope, field);
    let holds = reading.is_some_and(|reading| reading.meets(with));
    met(holds, Unmet::Message(flight, field, with))
}

impl fmt::Display for Unmet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leader { found: None, .. } => write!(f, "no live node leads"),
            Self::Leader {
                found: Some(found),
                wanted,
            } => {
                write!(f, "{found} leads")?;
                wanted.iter().try_for_each(|node| write!(f, ", not {node}"))
            }
            Self::SomeoneLeads(node) => write!(f, "{node} leads"),
            Self::NoNode(Nodes::Leader) => write!(f, "there is no leader"),
            Self::NoNode(Nodes::Live) => write!(f, "no node is up"),
            Self::NoNode(Nodes::All) => write!(f, "there is no node"),
            Self::NoNode(Nodes::These(nodes)) => {
                write!(f, "there is no")?;
                nodes.iter().try_for_each(|node| write!(f, " {node}"))
            }
            Self::Field(node, test) => {
                let found = brief(&Reading::of_node(*node, &test.field).to_string());
                let (node, field) = (node.id(), field_text(&test.field));
                let verb = if test.field == Field::Votes {
                    "are"
                } else {
                    "is"
                };
                write!(f, "{node}'s {field} {verb} {found}{}", instead(&test.with))
            }
            Self::Differ(Same::Log, one, other) => {
                write!(f, "the logs of {one} and {other} differ")
            }
            Self::Differ(Same::Kv, one, other) => {
                write!(f, "the keys and values of {one} and {other} differ")
            }
            Self::Request { name, found, wish } => request(f, name, *found, wish),
            Self::Count { what, found, bound } => {
                let wanted = instead(&Comparison::Number(*bound));
                write!(f, "{what}: {found}{wanted}")
            }
            Self::NotQuiet(flight) => {
                let (kind, number) = (flight.envelope.message.kind().word(), flight.number);
                write!(f, "{number}, {} {kind}, could be delivered", link(flight))
            }
            Self::NoMessage(traffic) => {
                write!(f, "no message {} is in flight", traffic_text(*traffic))
            }
            Self::Message(flight, field, with) => message_field(f, flight, *field, with),
            Self::Broken(violation) => f.write_str(&violation.told()),
            Self::Whole(invariant) => write!(f, "{invariant} was not broken"),
            Self::NoEvent(condition) => {
                let asked = condition_text(condition);
                let event = asked.strip_prefix("event ").unwrap_or(&asked);
                write!(
                    f,
                    "`{event}` has not happened since it was last asked for an event"
                )
            }
        }
    }
}

fn link(flight: &Flight) -> String {
    format!("{}->{}", flight.envelope.from, flight.envelope.to)
}

fn request(
    f: &mut fmt::Formatter<'_>,
    name: &Name,
    found: Option<&Outcome>,
    wish: &Wish,
) -> fmt::Result {
    write!(f, "{name} is {}", brief(&outcome_text(found)))?;
    if meets(found, wish) {
        return Ok(());
    }
    write!(f, ", not {}", brief(&wish_text(wish)))
}

/// What a request got, as the language writes it.
#[must_use]
pub fn outcome_text(outcome: Option<&Outcome>) -> String {
    match outcome {
        None => "pending".to_owned(),
        Some(Outcome::Ok) => "ok".to_owned(),
        Some(Outcome::Value(value)) => quoted(&String::from_utf8_lossy(value)),
        Some(Outcome::Absent) => "none".to_owned(),
        Some(Outcome::Refused(_)) => "refused".to_owned(),
        Some(Outcome::Unknown(_)) => "unknown".to_owned(),
    }
}

fn message_field(
    f: &mut fmt::Formatter<'_>,
    flight: &Flight,
    field: MessageField,
    with: &Comparison,
) -> fmt::Result {
    let (number, word) = (flight.number, message_field_text(field));
    if let Some(found) = Reading::of_message(&flight.envelope, field) {
        return write!(f, "{number}'s {word} is {found}{}", instead(with));
    }
    let kind = flight.envelope.message.kind().word();
    write!(f, "{number}, {} {kind}, has no `{word}`", link(flight))
}

/// The most characters of a value that a sentence shows.
const VALUE_CHARS_MAX: usize = 200;

fn brief(value: &str) -> String {
    shortened(value, VALUE_CHARS_MAX)
}

/// `, not 5`: what was wished for in the place of what was found.
fn instead(with: &Comparison) -> String {
    let bound = match with {
        Comparison::Number(bound) => bound,
        Comparison::Value { is: false, .. } => return String::new(),
        Comparison::Value { is: true, .. } => {
            let wanted = comparison_text(with);
            return format!(", not {}", brief(wanted.trim_start_matches('=')));
        }
    };
    let number = bound.number;
    match bound.operator {
        Operator::Equal => format!(", not {number}"),
        Operator::NotEqual => String::new(),
        Operator::Less => format!(", not below {number}"),
        Operator::AtMost => format!(", not at most {number}"),
        Operator::More => format!(", not above {number}"),
        Operator::AtLeast => format!(", not at least {number}"),
    }
}
