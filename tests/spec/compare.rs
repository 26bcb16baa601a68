//! The specification's state and the cluster's are the same after every step; election timers do what they may.
//!
//! Whatever the engine does without an event shows here.

use super::disk;
use super::state::{Ballot, Entry, Image, Role, Server, Spec, Timer, Verdict};
use granary::cluster::{ClusterView, NodeView};
use granary::ids::{Index, NodeId};
use granary::log::{Entry as LogEntry, HardState};
use std::collections::BTreeSet;

/// Looks at all servers; at the logs and stores of those that were touched.
pub fn with_view(spec: &mut Spec, view: ClusterView<'_>, touched: &BTreeSet<u64>) -> Verdict {
    for seen in view.nodes() {
        let Some(s) = spec.servers.get_mut(&seen.id().0) else {
            return Err(format!("the specification does not know {}", seen.id()));
        };
        demand!(
            s.up == seen.is_up() && s.paused == seen.is_paused(),
            "s{} is up: {}, paused: {}",
            s.id,
            seen.is_up(),
            seen.is_paused()
        );
        if !s.up {
            is_left_on_disk(s, seen)?;
            continue;
        }
        is_same_standing(s, seen)?;
        is_same_progress(s, seen)?;
        if touched.contains(&s.id) {
            is_same_content(s, seen)?;
        }
        is_timer_earned(s, seen, &mut spec.draws)?;
    }
    demand!(
        view.flight_count() == spec.messages.len(),
        "{} messages are in flight, not {}",
        view.flight_count(),
        spec.messages.len()
    );
    Ok(())
}

/// All of it, and every message in flight.
pub fn with_whole_view(spec: &mut Spec, view: ClusterView<'_>) -> Verdict {
    let everyone = spec.servers.keys().copied().collect();
    with_view(spec, view, &everyone)?;
    let seen: BTreeSet<u64> = view.flights().map(|flight| flight.number.0).collect();
    let known: BTreeSet<u64> = spec.messages.keys().copied().collect();
    demand!(seen == known, "other messages are in flight than were sent");
    Ok(())
}

/// A server's persistent state as an onlooker sees it: in memory, or, while it is down, on its disk.
pub fn image_of(seen: NodeView<'_>) -> Image {
    let entry = |entry: LogEntry<'_>| Entry {
        term: entry.term.0,
        payload: entry.payload.as_bytes().into(),
    };
    Image {
        term: seen.hard_state().term.0,
        vote: seen.hard_state().vote.map(|vote| vote.0),
        log: seen.log().iter_from(Index::FIRST).map(entry).collect(),
    }
}

/// Term and vote as plain numbers.
pub fn ballot_of(hard: HardState) -> Ballot {
    (hard.term.0, hard.vote.map(|vote| vote.0))
}

fn is_left_on_disk(s: &mut Server, seen: NodeView<'_>) -> Verdict {
    s.timer = None;
    if s.disk.rotten {
        s.disk.survivors.clear();
        return Ok(());
    }
    if !s.disk.survivors.is_empty() {
        return disk::left(s, image_of(seen));
    }
    let shown = ballot_of(seen.hard_state());
    demand!(
        shown == (s.disk.synced.term, s.disk.synced.vote),
        "the disk of s{} has term and vote {shown:?}",
        s.id
    );
    Ok(())
}

fn is_same_standing(s: &Server, seen: NodeView<'_>) -> Verdict {
    let role = seen.role().map(role_of);
    demand!(
        role == Some(s.role),
        "s{} is {role:?}, not {:?}",
        s.id,
        s.role
    );
    let shown = ballot_of(seen.hard_state());
    demand!(
        shown == (s.memory.term, s.memory.vote),
        "s{} has term and vote {shown:?}, not {:?}",
        s.id,
        (s.memory.term, s.memory.vote)
    );
    let leader = seen.leader().map(|leader| leader.0);
    demand!(
        leader == s.leader,
        "s{} takes {leader:?} for the leader, not {:?}",
        s.id,
        s.leader
    );
    let votes: BTreeSet<u64> = seen.votes().iter().map(|node| node.0).collect();
    demand!(
        votes == s.votes,
        "s{} has the votes {votes:?}, not {:?}",
        s.id,
        s.votes
    );
    let ends = (seen.log().last_index().0, seen.log().last().term.0);
    demand!(
        ends == (s.memory.last_index(), s.memory.last_term()),
        "the log of s{} ends at {ends:?}",
        s.id
    );
    Ok(())
}

fn is_same_progress(s: &Server, seen: NodeView<'_>) -> Verdict {
    let indexes = [
        seen.commit_index(),
        seen.applied_index(),
        seen.match_index(NodeId(s.id)),
        seen.durable_index(),
    ];
    let indexes = indexes.map(|index| index.0);
    let known = [s.commit, s.applied, s.own_match, disk::durable_through(s)];
    demand!(
        indexes == known,
        "s{} has commit, applied, own match and durable {indexes:?}, not {known:?}",
        s.id
    );
    for peer in s.peers() {
        let node = NodeId(peer);
        let shown = (seen.match_index(node).0, seen.next_index(node).0);
        let known = s
            .followers
            .get(&peer)
            .map_or((0, 0), |follower| (follower.matched, follower.next));
        demand!(
            shown == known,
            "s{} has match and next {shown:?} for s{peer}, not {known:?}",
            s.id
        );
    }
    let saves = (seen.saves_pending(), seen.messages_waiting());
    demand!(
        saves == (s.disk.unsynced.len(), s.owed.len()),
        "{saves:?} saves and messages wait at s{}, not {:?}",
        s.id,
        (s.disk.unsynced.len(), s.owed.len())
    );
    let every = s.settings.heartbeat_ticks;
    demand!(
        seen.silent_ticks().is_none_or(|silent| silent < every),
        "s{} leads and was silent for more than {every} ticks",
        s.id
    );
    Ok(())
}

fn is_same_content(s: &Server, seen: NodeView<'_>) -> Verdict {
    demand!(
        is_same_log(seen, &s.memory.log),
        "s{} has {:?}, not {:?}",
        s.id,
        image_of(seen),
        s.memory
    );
    let mut bindings = seen.store().iter().zip(&s.store);
    demand!(
        seen.store().iter().len() == s.store.len()
            && bindings.all(|((key, it), known)| (key, &*it.value) == (known.0, known.1)),
        "the store of s{} holds {:?}, not {:?}",
        s.id,
        seen.store(),
        s.store
    );
    Ok(())
}

fn is_same_log(seen: NodeView<'_>, known: &[Entry]) -> bool {
    let mut entries = seen.log().iter_from(Index::FIRST).zip(known);
    seen.log().last_index().0 == known.len() as u64
        && entries.all(|(entry, known)| {
            (entry.term.0, entry.payload.as_bytes()) == (known.term, &*known.payload)
        })
}

/// A timer runs down tick by tick and is drawn anew only where that was earned: by an append of the current leader, a
/// vote given, a campaign, the end of a leadership, or a new life (Figure 2). It never stands at 0: then it has fired.
fn is_timer_earned(s: &mut Server, seen: NodeView<'_>, timeouts: &mut Vec<u64>) -> Verdict {
    let now: Option<Timer> = seen.election_timer().map(|timer| (timer.left, timer.drawn));
    let before = std::mem::replace(&mut s.timer, now);
    let earned = std::mem::take(&mut s.timer_earned);
    if s.role == Role::Leader {
        demand!(now.is_none(), "s{} leads with an election timer", s.id);
        return Ok(());
    }
    let range = s.settings.election_ticks;
    let Some((left, drawn)) = now else {
        let may_be_without = range.is_none() || !earned && before.is_none();
        demand!(may_be_without, "s{} has no election timer", s.id);
        return Ok(());
    };
    demand!(
        left > 0,
        "the timer of s{} ran out and nothing came of it",
        s.id
    );
    if earned {
        let is_drawn = match (s.forced_timeout, range) {
            (Some(forced), _) => drawn == forced,
            (None, Some((min, max))) => (min..=max).contains(&drawn),
            (None, None) => false,
        };
        demand!(
            left == drawn && is_drawn,
            "s{} began a timer of {drawn} ticks with {left} left",
            s.id
        );
        if s.forced_timeout.is_none() {
            timeouts.push(drawn);
        }
        return Ok(());
    }
    let goes_on = before.is_some_and(|(was_left, was_drawn)| {
        let most = if s.paused { 0 } else { TICKS_A_STEP_MAX };
        drawn == was_drawn && left <= was_left && was_left - left <= most
    });
    demand!(
        goes_on,
        "s{} went from the timer {before:?} to {now:?} without a reason",
        s.id
    );
    Ok(())
}

/// The fastest clock makes so many ticks in one of the world's.
const TICKS_A_STEP_MAX: u64 = 10;

pub fn role_of(role: granary::node::Role) -> Role {
    match role {
        granary::node::Role::Follower => Role::Follower,
        granary::node::Role::Candidate => Role::Candidate,
        granary::node::Role::Leader => Role::Leader,
    }
}
