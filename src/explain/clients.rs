//! Requests, their outcomes, and the settings of a run in words.
//!
//! What a client wrote is shown as visible text, cut short. Read [`super::fields`] for the whole of it.

use super::words::{count, request, short};
use super::{Told, since, told};
use crate::cluster::event::{Cause, Doubt, Fact, Outcome, Refusal, RequestId, Setting};
use crate::ids::NodeId;
use crate::node::RuleName;

/// Tells a fact of this theme; none where it is of another.
pub(super) fn tell(fact: &Fact, node: Option<NodeId>, cause: Cause) -> Option<Told> {
    Some(match fact {
        Fact::Asked { request: id, what } => {
            let what = request(what);
            let heard = match node {
                Some(_) => format!("is asked to {what} ({id})"),
                None => format!("whoever leads is asked to {what} ({id})"),
            };
            told(
                heard,
                "a client wants it done, once, and to know that it was",
            )
        }
        Fact::Answered { request, outcome } => answered(*request, outcome),
        Fact::Set(setting) => told(set(*setting), since(cause)),
        Fact::RuleSet { rule, in_force } => rule_set(*rule, *in_force, cause),
        Fact::LoadSet(every) => told(load(*every), since(cause)),
        _ => return None,
    })
}

/// A request that found nobody to ask is answered by no node, and is itself what the sentence speaks of.
fn answered(id: RequestId, outcome: &Outcome) -> Told {
    match outcome {
        Outcome::Ok => told(
            format!("answers {id} with ok"),
            "its entry is committed and applied, so it cannot be lost",
        ),
        Outcome::Value(value) => told(
            format!("answers {id} with {}", short(value)),
            "its entry is committed and applied, so the value is current",
        ),
        Outcome::Absent => told(
            format!("answers {id} with none"),
            "its entry is committed and applied, and the store has no such key",
        ),
        Outcome::Refused(why) => {
            let what = match why {
                Refusal::NotLeader(_) => format!("refuses {id}"),
                Refusal::Down => format!("cannot be asked {id}"),
                Refusal::NoLeader => format!("{id} is refused"),
            };
            told(what, refusal(*why))
        }
        Outcome::Unknown(why) => told(format!("leaves {id} without an answer"), doubt(*why)),
    }
}

fn refusal(why: Refusal) -> String {
    match why {
        Refusal::NotLeader(Some(leader)) => {
            format!("only a leader takes commands, and that is {leader} as far as this node knows")
        }
        Refusal::NotLeader(None) => {
            "only a leader takes commands, and this node knows of none".to_owned()
        }
        Refusal::Down => "the node is down".to_owned(),
        Refusal::NoLeader => "no live node leads, and no node was named".to_owned(),
    }
}

fn doubt(why: Doubt) -> String {
    match why {
        Doubt::StoppedLeading => {
            "the node stopped leading before the entry was applied: it may still commit, or not"
        }
        Doubt::Crashed => {
            "the node crashed before the entry was applied: it may still commit, or not"
        }
    }
    .to_owned()
}

fn set(setting: Setting) -> String {
    match setting {
        Setting::Delay(least, most) if least == most => {
            format!("messages travel {} from now on", ticks(most))
        }
        Setting::Delay(least, most) => {
            format!("messages travel {least} to {most} ticks from now on")
        }
        Setting::Loss(percent) => format!("{percent} % of the messages are lost from now on"),
        Setting::Duplicate(percent) => {
            format!("{percent} % of the messages arrive twice from now on")
        }
        Setting::Sync(0) => "disks sync at once from now on".to_owned(),
        Setting::Sync(most) => format!("disks take {} to sync from now on", ticks(most)),
    }
}

fn rule_set(rule: RuleName, in_force: bool, cause: Cause) -> Told {
    let what = if in_force {
        format!("the rule {rule} is in force again")
    } else {
        format!("THE RULE {rule} IS OFF from now on")
    };
    let sentence = rule.row().sentence.trim_end_matches('.');
    told(what, format!("{}; it says: {sentence}", since(cause)))
}

fn load(every: Option<u64>) -> String {
    match every {
        Some(every) => format!("a client submits a command every {}", ticks(every)),
        None => "the client submits no more commands by itself".to_owned(),
    }
}

fn ticks(number: u64) -> String {
    count(number, "tick", "ticks")
}
