//! What is committed, what is applied, and what clients are told (§5.3, §5.4.2, §8): one function a rule.
//!
//! The state machine is a map of bytes to bytes, and a request is answered by what the map gave.

use super::elections::is_same_set;
use super::replication::matched_append;
use super::state::{Asked, Role, Server, Verdict};
use granary::cluster::event::{Doubt, Outcome, Refusal};
use granary::command::Command;
use granary::ids::NodeSet;
use granary::log::wire;
use granary::node::event::{CommitCause, CommitHold};
use std::collections::BTreeMap;

/// A no-op's payload.
pub const NOOP: [u8; 1] = [3];

/// A leader commits up to an entry of its own term that more than half of all disks hold; a follower as far as its
/// leader says, but not beyond what the append has checked. `commitIndex` only grows by either (Figure 2).
pub fn commit(s: &mut Server, from: u64, to: u64, by: CommitCause) -> Verdict {
    demand!(
        from == s.commit && to > from && to <= s.memory.last_index(),
        "s{} commits from {from} to {to}, but has committed {} of {}",
        s.id,
        s.commit,
        s.memory.last_index()
    );
    match by {
        CommitCause::Counted {
            term,
            current,
            holders,
            needed,
        } => {
            let there = s.memory.term_at(to).unwrap_or_default();
            demand!(
                s.role == Role::Leader && there == term.0 && current.0 == s.term(),
                "s{} counts holders of {to}, of term {there}, as {:?}",
                s.id,
                s.role
            );
            demand!(
                there == s.term(),
                "s{} commits {to} of term {there} by counting in term {current}",
                s.id
            );
            is_same_set(s, holders, &s.holders(to))?;
            demand!(
                s.is_majority(s.holders(to).len()) && s.is_least_majority(needed),
                "s{} commits {to}, which {} of {} hold",
                s.id,
                holders.len(),
                s.everyone.len()
            );
        }
        CommitCause::Told { leader } => {
            let append = matched_append(s)?;
            let told = append.commit.min(append.reaches());
            demand!(
                s.heard(leader.0).is_ok() && to == told,
                "s{} commits up to {to}, but was told {} by an append that reaches {}",
                s.id,
                append.commit,
                append.reaches()
            );
        }
    }
    s.commit = to;
    Ok(())
}

/// A leader may not commit yet what a minority holds, or what is of an earlier term, however many hold it: that must
/// wait for an entry of the leader's own term (§5.4.2).
pub fn hold_commit(
    s: &Server,
    index: u64,
    term: u64,
    holders: NodeSet,
    why: CommitHold,
) -> Verdict {
    let there = s.memory.term_at(index).unwrap_or_default();
    is_same_set(s, holders, &s.holders(index))?;
    let is_held = s.is_majority(holders.len());
    let is_true = match why {
        CommitHold::Minority { needed } => !is_held && s.is_least_majority(needed),
        CommitHold::OldTerm { current } => is_held && there < s.term() && current.0 == s.term(),
    };
    demand!(
        s.role == Role::Leader && there == term && index > s.commit && is_true,
        "s{} does not commit {index} ({why:?}), but has no such reason",
        s.id
    );
    Ok(())
}

/// What is committed goes into the state machine in the order of the log, each entry once (Figure 2); what came of it
/// at the leader is the client's answer (§5.3).
pub fn apply(s: &mut Server, first: u64, last: u64) -> Verdict {
    demand!(
        first == s.applied + 1 && last >= first && last <= s.commit,
        "s{} applies {first} to {last}, but has applied {} and committed {}",
        s.id,
        s.applied,
        s.commit
    );
    for index in first..=last {
        let Some(entry) = s.memory.entry(index).cloned() else {
            return Err(format!("s{} applies {index}, which it does not have", s.id));
        };
        let outcome = execute(&mut s.store, &entry.payload);
        let mut waiting = std::mem::take(&mut s.waiting);
        waiting.retain(|request, (at, term)| {
            if *at == index {
                let outcome = if *term == entry.term {
                    outcome.clone()
                } else {
                    Outcome::Unknown(Doubt::StoppedLeading)
                };
                s.duties.answers.insert(*request, outcome);
            }
            *at != index
        });
        s.waiting = waiting;
    }
    s.applied = last;
    Ok(())
}

/// What a command does to the map, and what its client hears.
pub fn execute(store: &mut BTreeMap<Vec<u8>, Vec<u8>>, payload: &[u8]) -> Outcome {
    match wire::decode_command(payload) {
        Ok(Command::Set { key, value }) => {
            store.insert(key.to_vec(), value.to_vec());
            Outcome::Ok
        }
        Ok(Command::Delete { key }) => {
            store.remove(key);
            Outcome::Ok
        }
        Ok(Command::Get { key }) => store.get(key).map_or(Outcome::Absent, |value| {
            Outcome::Value(value.as_slice().into())
        }),
        Err(_) => Outcome::Ok,
    }
}

/// Who waits for a leader that leads no more cannot be promised anything.
pub fn stopped_leading(s: &mut Server) {
    for request in std::mem::take(&mut s.waiting).into_keys() {
        let unknown = Outcome::Unknown(Doubt::StoppedLeading);
        s.duties.answers.insert(request, unknown);
    }
}

/// What a client hears of a request for which nothing was done. Who does not lead refuses, and names the leader that it
/// knows (§8).
pub fn refuse(s: Option<&Server>, asked: &Asked, outcome: &Outcome, leaders: usize) -> Verdict {
    let is_true = match (outcome, s) {
        (Outcome::Refused(Refusal::NotLeader(leader)), Some(s)) => {
            s.up && s.role != Role::Leader && leader.map(|node| node.0) == s.leader
        }
        (Outcome::Refused(Refusal::Down), Some(s)) => !s.up,
        (Outcome::Refused(Refusal::NoLeader), None) => leaders == 0,
        _ => false,
    };
    demand!(
        is_true,
        "a client that asked s{} for {:?} heard {outcome:?}, and nothing was done for it",
        asked.node.unwrap_or_default(),
        asked.what
    );
    Ok(())
}
