//! The values of everything that happens around the nodes: messages, links, processes, disks, clients.
//!
//! A link's end that stands for any node is the word `*`, as in plays. Read `lines` next.

use super::{Field, LAST, PREV, Value, position};
use crate::cluster::action::{Cut, Damage, Heal, Request, Traffic};
use crate::cluster::event::{Armed, Brief, CrashKind, Doubt, Fact, Outcome, Refusal, Setting};
use crate::explain::words::visible;
use crate::ids::NodeId;
use crate::transport::AppendOutcome;

/// The values of a fact about messages and links; none of another.
pub(super) fn network(fact: &Fact) -> Option<Vec<Field>> {
    Some(match *fact {
        Fact::Sent {
            number,
            to,
            term,
            ref brief,
        } => {
            let first = vec![
                ("number", number.0.into()),
                ("to", to.into()),
                ("term", term.into()),
            ];
            [first, contents(brief)].concat()
        }
        Fact::Copied { original, number } => {
            vec![("original", original.0.into()), ("number", number.0.into())]
        }
        Fact::Delivered {
            number,
            from,
            kind: _,
        } => vec![("number", number.0.into()), ("from", from.into())],
        Fact::Lost {
            number,
            from,
            to,
            kind,
            why: _,
        } => vec![
            ("number", number.0.into()),
            ("from", from.into()),
            ("to", to.into()),
            ("kind", kind.word().into()),
        ],
        Fact::Delayed { number, due } => vec![("number", number.0.into()), ("due", due.into())],
        Fact::WasCut(Cut::Between(a, b)) => link_between(a, b, true),
        Fact::WasCut(Cut::OneWay(from, to)) => link_between(from, to, false),
        Fact::Isolated(nodes) => vec![("nodes", nodes.into())],
        Fact::Partitioned(ref groups) => vec![("groups", Value::Groups(groups.to_vec()))],
        Fact::Healed(heal) => healed(heal),
        Fact::Held(traffic) | Fact::Losing(traffic) => link(Some(traffic)),
        Fact::Released(traffic) | Fact::Keeping(traffic) => link(traffic),
        _ => return None,
    })
}

fn contents(brief: &Brief) -> Vec<Field> {
    match *brief {
        Brief::Vote(last) => position(LAST, last),
        Brief::VoteReply(granted) => vec![("granted", granted.into())],
        Brief::Append {
            prev,
            count,
            commit,
        } => {
            let rest = vec![("entries", count.into()), ("commit_index", commit.into())];
            [position(PREV, prev), rest].concat()
        }
        Brief::AppendReply { prev, outcome } => {
            let rest = match outcome {
                AppendOutcome::Accepted { match_index } => {
                    vec![
                        ("accepted", true.into()),
                        ("match_index", match_index.into()),
                    ]
                }
                AppendOutcome::Refused {
                    conflict_term,
                    conflict_first,
                } => vec![
                    ("accepted", false.into()),
                    ("conflict_term", conflict_term.into()),
                    ("conflict_first", conflict_first.into()),
                ],
            };
            [vec![("prev_index", prev.into())], rest].concat()
        }
    }
}

fn link_between(from: NodeId, to: NodeId, both: bool) -> Vec<Field> {
    vec![
        ("from", from.into()),
        ("to", to.into()),
        ("both", both.into()),
    ]
}

fn healed(heal: Heal) -> Vec<Field> {
    match heal {
        Heal::Everything => vec![("all", true.into())],
        Heal::Between(a, b) => link_between(a, b, true),
        Heal::OneWay(from, to) => link_between(from, to, false),
        Heal::Node(node) => vec![("of", node.into())],
    }
}

/// Where and what; none stands for all of it.
fn link(traffic: Option<Traffic>) -> Vec<Field> {
    let Some(traffic) = traffic else {
        return vec![("all", true.into())];
    };
    let end = |node: Option<NodeId>| node.map_or("*".into(), Value::Node);
    let kind = traffic.kind.map_or("*", |kind| kind.word());
    vec![
        ("from", end(traffic.link.from)),
        ("to", end(traffic.link.to)),
        ("kind", kind.into()),
    ]
}

/// The values of a fact about processes, disks and clocks; none of another.
pub(super) fn member(fact: &Fact) -> Option<Vec<Field>> {
    Some(match *fact {
        Fact::Crashed { how } => crashed(how),
        Fact::Restarted { hard_state, last } => {
            let first = vec![
                ("term", hard_state.term.into()),
                ("vote", hard_state.vote.into()),
            ];
            [first, position(LAST, last)].concat()
        }
        Fact::TailCut { at, bytes } => vec![("at", at.into()), ("bytes", bytes.into())],
        Fact::DamageFound { at, ref why } => {
            vec![("at", at.into()), ("why", visible(why.as_bytes()).into())]
        }
        Fact::Durable {
            save,
            hard_state,
            through,
        } => vec![
            ("save", save.0.into()),
            ("term", hard_state.term.into()),
            ("vote", hard_state.vote.into()),
            ("through", through.into()),
        ],
        Fact::Rotted {
            index,
            damage,
            proven,
        } => {
            let damage = match damage {
                Damage::Bit => "bit",
                Damage::Zeros => "zero",
            };
            vec![
                ("index", index.into()),
                ("damage", damage.into()),
                ("proven", proven.into()),
            ]
        }
        Fact::Written {
            save,
            due,
            hard_state,
        } => vec![
            ("save", save.0.into()),
            ("due", due.into()),
            ("term", hard_state.term.into()),
            ("vote", hard_state.vote.into()),
        ],
        Fact::Paused | Fact::Resumed => Vec::new(),
        Fact::ClockSet(rate) => vec![("thousandths", rate.into())],
        Fact::TimeoutSet(ticks) => vec![("ticks", ticks.into())],
        Fact::SyncSwitched(on) => vec![("on", on.into())],
        Fact::CrashArmed(Armed::AtSync) => vec![("at", "sync".into())],
        Fact::CrashArmed(Armed::AtSend(nth)) => vec![("at", "send".into()), ("nth", nth.into())],
        _ => return None,
    })
}

fn crashed(how: CrashKind) -> Vec<Field> {
    match how {
        CrashKind::Torn { kept } => vec![("kept", kept.into())],
        CrashKind::Plain
        | CrashKind::AtSync
        | CrashKind::AtSend
        | CrashKind::TornZero
        | CrashKind::Wiped
        | CrashKind::DiskFailed => Vec::new(),
    }
}

/// The values of a fact about requests and settings; none of another.
pub(super) fn client(fact: &Fact) -> Option<Vec<Field>> {
    Some(match fact {
        Fact::Asked { request, what } => {
            [vec![("request", request.0.into())], asked(what)].concat()
        }
        Fact::Answered { request, outcome } => {
            [vec![("request", request.0.into())], answered(outcome)].concat()
        }
        Fact::Set(setting) => set(*setting),
        Fact::RuleSet { rule, in_force: _ } => vec![("rule", rule.row().word.into())],
        Fact::LoadSet(every) => vec![("every", (*every).into())],
        _ => return None,
    })
}

fn asked(what: &Request) -> Vec<Field> {
    match what {
        Request::Set { key, value } => vec![
            ("verb", "set".into()),
            ("key", visible(key).into()),
            ("value", visible(value).into()),
        ],
        Request::Delete { key } => vec![("verb", "del".into()), ("key", visible(key).into())],
        Request::Get { key } => vec![("verb", "get".into()), ("key", visible(key).into())],
    }
}

fn answered(outcome: &Outcome) -> Vec<Field> {
    match outcome {
        Outcome::Ok | Outcome::Absent => Vec::new(),
        Outcome::Value(value) => vec![("value", visible(value).into())],
        Outcome::Refused(why) => match why {
            Refusal::NotLeader(leader) => {
                vec![("why", "not-leader".into()), ("leader", (*leader).into())]
            }
            Refusal::Down => vec![("why", "down".into())],
            Refusal::NoLeader => vec![("why", "no-leader".into())],
        },
        Outcome::Unknown(Doubt::StoppedLeading) => vec![("why", "stopped-leading".into())],
        Outcome::Unknown(Doubt::Crashed) => vec![("why", "crashed".into())],
    }
}

fn set(setting: Setting) -> Vec<Field> {
    match setting {
        Setting::Delay(least, most) => vec![
            ("setting", "delay".into()),
            ("least", least.into()),
            ("most", most.into()),
        ],
        Setting::Loss(percent) => vec![("setting", "loss".into()), ("percent", percent.into())],
        Setting::Duplicate(percent) => {
            vec![("setting", "duplicate".into()), ("percent", percent.into())]
        }
        Setting::Sync(ticks) => vec![("setting", "sync".into()), ("ticks", ticks.into())],
    }
}
