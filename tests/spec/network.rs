//! Messages: what may leave a server and when, and what may arrive. A message is a member of a set until it arrives or
//! is lost; copies are members of their own.
//!
//! What a message says is not taken from the event alone: it is made from the server's state as the rules demand, and
//! compared with what is in flight.

use super::replication::follower_mut;
use super::state::{Body, Hearing, Packet, Role, Server, Spec, Verdict, place};
use granary::cluster::ClusterView;
use granary::cluster::event::{Armed, Brief, Loss};
use granary::ids::NodeId;
use granary::log::Entries;
use granary::transport::{AppendOutcome, Envelope, Message, MessageNumber};

/// A message leaves: one that the server has decided to send and whose ground is on its disk, or a leader's append.
pub fn send(s: &mut Server, to: u64, term: u64, brief: Brief) -> Result<Packet, String> {
    demand!(s.up, "s{} sends while it is down", s.id);
    if let Some(Armed::AtSend(left)) = &mut s.armed {
        *left -= 1;
        demand!(*left > 0, "s{} was to crash before this message", s.id);
    }
    let answer = match brief {
        Brief::Append {
            prev,
            count,
            commit,
        } => {
            let prev = (prev.index.0, prev.term.0);
            return send_append(s, (to, term), prev, (count, commit.0));
        }
        Brief::Vote(last) => Body::Ask {
            last_index: last.index.0,
            last_term: last.term.0,
        },
        Brief::VoteReply(granted) => Body::Vote { granted },
        Brief::AppendReply { prev, outcome } => reply(prev.0, outcome),
    };
    let packet = Packet {
        from: s.id,
        to,
        term,
        body: answer,
    };
    let owed = s.owed.iter().position(|owed| owed.packet == packet);
    let Some(at) = owed else {
        return Err(format!("s{} sends {packet:?}, but never decided to", s.id));
    };
    let owed = s.owed.remove(at);
    demand!(
        owed.safe,
        "s{} sends {packet:?} before what it speaks from is on its disk",
        s.id
    );
    Ok(packet)
}

/// A follower that lacks entries is sent those from its `nextIndex` on (Figure 2); a heartbeat carries none, and both
/// carry what stands before and how far the log is committed.
fn send_append(
    s: &mut Server,
    (to, term): (u64, u64),
    prev: (u64, u64),
    (count, commit): (u64, u64),
) -> Result<Packet, String> {
    demand!(
        s.role == Role::Leader && term == s.term(),
        "s{} sends an append of term {term}, but is {:?} in term {}",
        s.id,
        s.role,
        s.term()
    );
    demand!(
        s.disk.synced.term >= term,
        "s{} leads term {term}, which is not on its disk",
        s.id
    );
    let (prev_index, prev_term) = prev;
    demand!(
        s.memory.term_at(prev_index) == Some(prev_term)
            && prev_index + count <= s.memory.last_index()
            && count <= s.settings.batch_entries_max
            && commit == s.commit,
        "s{} sends {count} entries behind {prev:?} and commit {commit}, which its log and commit are not",
        s.id
    );
    let entries = s.memory.log[place(prev_index)..place(prev_index + count)].to_vec();
    s.duties.show_itself_to.remove(&to);
    let (id, most) = (s.id, s.settings.inflight_max);
    let follower = follower_mut(s, to)?;
    demand!(
        prev_index + 1 == follower.next,
        "s{id} sends s{to} what lies behind {prev_index}, but is to send {} next",
        follower.next
    );
    if count > 0 {
        let window = if follower.probing { 1 } else { most };
        demand!(
            (follower.unanswered.len() as u64) < window,
            "s{id} sends s{to} an append more than is allowed unanswered"
        );
        let last = prev_index + count;
        follower.unanswered.push(last);
        follower.sent_through = follower.sent_through.max(last);
        if !follower.probing {
            follower.next = last + 1;
        }
    }
    let body = Body::Append {
        prev_index,
        prev_term,
        entries,
        commit,
    };
    Ok(Packet {
        from: id,
        to,
        term,
        body,
    })
}

/// A message that is under way arrives, on a link that is whole, at a process that moves.
pub fn deliver(spec: &mut Spec, number: u64, from: u64, to: u64) -> Verdict {
    let Some(packet) = spec.messages.remove(&number) else {
        return Err(format!("m{number} arrives, but is not under way"));
    };
    demand!(
        (packet.from, packet.to) == (from, to),
        "m{number} went to another server"
    );
    demand!(
        !spec.cut.contains(&(from, to)),
        "m{number} came over the cut link from s{from} to s{to}"
    );
    let Some(s) = spec.servers.get_mut(&to) else {
        return Err(format!("there is no s{to}"));
    };
    demand!(
        s.up && !s.paused && s.hearing.is_none(),
        "m{number} arrives at s{to}, which cannot hear it"
    );
    s.hearing = Some(Hearing {
        packet,
        settled: false,
    });
    Ok(())
}

/// A message is lost; where a reason can be seen, it is true.
pub fn lose(spec: &mut Spec, number: u64, why: Loss) -> Verdict {
    let Some(packet) = spec.messages.remove(&number) else {
        return Err(format!("m{number} is lost, but was not under way"));
    };
    let is_true = match why {
        Loss::Cut => spec.cut.contains(&(packet.from, packet.to)),
        Loss::Down => spec.servers.get(&packet.to).is_some_and(|s| !s.up),
        Loss::Chance | Loss::Rule | Loss::QueueFull | Loss::Dropped => true,
    };
    demand!(
        is_true,
        "m{number} is lost ({why:?}), but has no such reason"
    );
    Ok(())
}

/// What is in flight under a number is what was sent.
pub fn is_as_sent(packet: &Packet, number: u64, view: ClusterView<'_>) -> Verdict {
    let Some(flight) = view.flight(MessageNumber(number)) else {
        return Ok(());
    };
    let seen = packet_of(&flight.envelope);
    demand!(
        seen == *packet,
        "m{number} says {seen:?}, but s{} sent {packet:?}",
        packet.from
    );
    Ok(())
}

/// Cuts, or mends, every link between two sets of servers, in one direction.
pub fn set_cut(spec: &mut Spec, from: &[NodeId], to: &[NodeId], cut: bool) {
    for (one, other) in from
        .iter()
        .flat_map(|one| to.iter().map(move |other| (one.0, other.0)))
    {
        if one == other || !cut {
            spec.cut.remove(&(one, other));
        } else {
            spec.cut.insert((one, other));
        }
    }
}

fn packet_of(envelope: &Envelope) -> Packet {
    let body = match &envelope.message {
        Message::RequestVote(request) => Body::Ask {
            last_index: request.last.index.0,
            last_term: request.last.term.0,
        },
        Message::RequestVoteReply(reply) => Body::Vote {
            granted: reply.granted,
        },
        Message::AppendEntries(append) => Body::Append {
            prev_index: append.prev.index.0,
            prev_term: append.prev.term.0,
            entries: entries_of(&append.entries),
            commit: append.leader_commit.0,
        },
        Message::AppendEntriesReply(answer) => reply(answer.prev_index.0, answer.outcome),
    };
    Packet {
        from: envelope.from.0,
        to: envelope.to.0,
        term: envelope.term.0,
        body,
    }
}

fn entries_of(entries: &Entries) -> Vec<super::state::Entry> {
    let entry = |entry: granary::log::Entry<'_>| super::state::Entry {
        term: entry.term.0,
        payload: entry.payload.as_bytes().into(),
    };
    entries.iter().map(entry).collect()
}

fn reply(prev_index: u64, outcome: AppendOutcome) -> Body {
    match outcome {
        AppendOutcome::Accepted { match_index } => Body::Ack {
            prev_index,
            match_index: match_index.0,
        },
        AppendOutcome::Refused {
            conflict_term,
            conflict_first,
        } => Body::Refusal {
            prev_index,
            conflict_term: conflict_term.0,
            conflict_first: conflict_first.0,
        },
    }
}
