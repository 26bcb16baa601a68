//! What had to happen: a step may not end before what the rules demand was done, as far as nothing forbade it.
//!
//! This is the other direction of every rule: it is not enough that nothing wrong was done.

use super::disk;
use super::state::{Follower, Role, Server, Spec, Verdict};

/// The step has ended: nothing that was due is left undone.
pub fn are_done(spec: &mut Spec) -> Verdict {
    for s in spec.servers.values_mut() {
        is_heard(s)?;
        demand!(
            s.duties.answers.is_empty(),
            "s{} owes its clients answers: {:?}",
            s.id,
            s.duties.answers
        );
        if s.up {
            is_carried_through(s)?;
            is_written_and_sent(s)?;
            is_led(s)?;
            is_committed_and_applied(s)?;
        }
    }
    for request in &spec.open {
        let node = spec.requests.get(request).and_then(|asked| asked.node);
        let paused = node
            .and_then(|node| spec.servers.get(&node))
            .is_some_and(|s| s.paused);
        demand!(paused, "nothing was done for request r{request}");
    }
    Ok(())
}

/// Every message that a live server hears comes to something: a request is answered, an answer counted, or either refused
/// or ignored for a reason.
fn is_heard(s: &mut Server) -> Verdict {
    if let Some(hearing) = s.hearing.take() {
        demand!(
            hearing.settled,
            "s{} heard {:?}, and nothing came of it",
            s.id,
            hearing.packet
        );
    }
    Ok(())
}

/// What one rule begins, the next ends: a candidate votes for itself, a newer term ends other roles, a new leader begins
/// its term and shows itself.
fn is_carried_through(s: &Server) -> Verdict {
    let duties = &s.duties;
    demand!(
        !duties.vote_for_itself,
        "s{} campaigns and did not vote for itself",
        s.id
    );
    demand!(
        !duties.step_down,
        "s{} adopted a newer term and is still {:?}",
        s.id,
        s.role
    );
    demand!(
        !duties.noop,
        "s{} leads term {} and did not begin it with a no-op",
        s.id,
        s.term()
    );
    demand!(
        duties.show_itself_to.is_empty(),
        "s{} did not show itself to {:?}",
        s.id,
        duties.show_itself_to
    );
    Ok(())
}

/// What changed is on its way to the disk, and what the disk has let go has left.
fn is_written_and_sent(s: &Server) -> Verdict {
    demand!(
        *disk::written(&s.disk) == s.memory,
        "s{} did not save what has changed",
        s.id
    );
    let next = s.owed.first().filter(|owed| owed.safe);
    demand!(
        next.is_none(),
        "s{} does not send {:?}, for which nothing waits",
        s.id,
        next.map(|owed| &owed.packet)
    );
    Ok(())
}

/// A candidate with a majority leads; its own vote counts once it is on its disk.
fn is_led(s: &Server) -> Verdict {
    if s.role != Role::Candidate {
        return Ok(());
    }
    demand!(
        !s.is_majority(s.votes.len()),
        "s{} has a majority of votes and does not lead",
        s.id
    );
    demand!(
        s.votes.contains(&s.id) || !disk::has_vote_everywhere(s),
        "s{} does not count its own vote, which is on its disk",
        s.id
    );
    Ok(())
}

/// What a majority holds of a leader's own term is committed, what is committed is applied, and what a follower lacks is
/// under way to it.
fn is_committed_and_applied(s: &Server) -> Verdict {
    demand!(
        s.applied == s.commit,
        "s{} has applied {} of {}",
        s.id,
        s.applied,
        s.commit
    );
    if s.role != Role::Leader {
        demand!(
            s.waiting.is_empty(),
            "clients wait at s{}, which does not lead",
            s.id
        );
        return Ok(());
    }
    demand!(
        s.own_match == disk::durable_through(s),
        "s{} counts itself up to {}, and its disk has {}",
        s.id,
        s.own_match,
        disk::durable_through(s)
    );
    let own = |index: &u64| s.memory.term_at(*index) == Some(s.term());
    let missed = (s.commit + 1..=s.memory.last_index())
        .filter(own)
        .find(|index| s.is_majority(s.holders(*index).len()));
    demand!(
        missed.is_none(),
        "s{} does not commit {missed:?}, which a majority holds",
        s.id
    );
    for (peer, follower) in &s.followers {
        demand!(
            follower.next > s.memory.last_index() || is_window_full(s, follower),
            "s{} does not send s{peer} what it lacks from {} on",
            s.id,
            follower.next
        );
    }
    Ok(())
}

fn is_window_full(s: &Server, follower: &Follower) -> bool {
    let most = if follower.probing {
        1
    } else {
        s.settings.inflight_max
    };
    follower.unanswered.len() as u64 >= most
}
