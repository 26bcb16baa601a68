//! What goes into which log (§5.3): the rules for leaders and followers, one function each.
//!
//! Who counts as a holder is here too; what follows from it for the commit is in [`super::commit`].

use super::disk;
use super::elections::{is_append_of_its_term, owe, owe_with_term};
use super::state::{Body, Entry, Follower, Needs, Role, Server, Verdict, place};
use granary::log::LogPosition;
use granary::node::event::{AckUseless, AppendDenial, Implausible};
use granary::node::settings::Backtrack;

/// An append that is being heard.
pub struct Append {
    pub prev_index: u64,
    pub prev_term: u64,
    pub entries: Vec<Entry>,
    pub commit: u64,
}

impl Append {
    /// How far the message speaks of the log: the index of its last entry, or of the place before when it has none.
    pub fn reaches(&self) -> u64 {
        self.prev_index + self.entries.len() as u64
    }
}

/// What a leader writes itself goes behind the last entry of its log, in its own term: a client's command (§5.3,
/// Figure 2), or the no-op with which it begins (§8).
pub fn leader_appends(s: &mut Server, ends: [u64; 2], term: u64, payload: &[u8]) -> Verdict {
    demand!(
        s.role == Role::Leader && term == s.term(),
        "s{} takes an entry of term {term} into its log, but is {:?} in term {}",
        s.id,
        s.role,
        s.term()
    );
    let end = s.memory.last_index() + 1;
    demand!(
        ends == [end, end],
        "s{} puts entries at {ends:?}, but its log ends before {end}",
        s.id
    );
    s.memory.log.push(Entry {
        term,
        payload: payload.into(),
    });
    Ok(())
}

/// The leader's first entry is the no-op of its term, where it is to begin with one.
pub fn is_noop_due(s: &mut Server) -> Verdict {
    demand!(
        std::mem::take(&mut s.duties.noop),
        "s{} appends a no-op that is not due",
        s.id
    );
    Ok(())
}

/// A log is cut where it has another term than the append at the same index, and from there to its end; nowhere else
/// (Figure 2).
pub fn delete_conflict(s: &mut Server, from: u64, last: u64, terms: [u64; 2]) -> Verdict {
    let append = matched_append(s)?;
    let conflict = (append.prev_index + 1..)
        .zip(&append.entries)
        .find(|(index, entry)| {
            s.memory
                .term_at(*index)
                .is_some_and(|term| term != entry.term)
        });
    let Some((index, entry)) = conflict else {
        return Err(format!(
            "s{} removes entries from {from} on, but none conflicts",
            s.id
        ));
    };
    let mine = s.memory.term_at(index).unwrap_or_default();
    demand!(
        from == index && last == s.memory.last_index() && terms == [mine, entry.term],
        "s{} removes entries {from} to {last}, but the first conflict is at {index}",
        s.id
    );
    s.memory.log.truncate(place(index - 1));
    Ok(())
}

/// Of an append that fits, a follower takes what its log lacks (Figure 2).
pub fn take_entries(s: &mut Server, first: u64, last: u64) -> Verdict {
    let append = matched_append(s)?;
    let end = s.memory.last_index();
    demand!(
        first == end + 1 && last == append.reaches() && last >= first,
        "s{} takes entries {first} to {last}, but its log ends at {end} and the append at {}",
        s.id,
        append.reaches()
    );
    agrees_through(s, &append, end)?;
    let held = place(end - append.prev_index);
    s.memory.log.extend_from_slice(&append.entries[held..]);
    Ok(())
}

/// An append that brings nothing new changes nothing.
pub fn already_held(s: &Server, first: u64, last: u64) -> Verdict {
    let append = matched_append(s)?;
    demand!(
        first == append.prev_index + 1 && last == append.reaches() && last >= first,
        "s{} holds {first} to {last}, but was brought others",
        s.id
    );
    agrees_through(s, &append, last)
}

/// An append is refused when it is of an older term, or when the log has nothing, or another term than `prevLogTerm`,
/// at `prevLogIndex` (Figure 2). The hint is that of the end of §5.3: which term stands there instead, and where in this
/// log that term begins.
pub fn refuse_append(s: &mut Server, from: u64, prev: LogPosition, why: AppendDenial) -> Verdict {
    let theirs = s.heard(from)?.term;
    let append = append_of(s, from)?;
    demand!(
        (prev.index.0, prev.term.0) == (append.prev_index, append.prev_term),
        "s{} refuses another append than it heard",
        s.id
    );
    let there = s.memory.term_at(append.prev_index);
    let end = s.memory.last_index();
    let (is_true, conflict_term, conflict_first) = match why {
        AppendDenial::StaleTerm { theirs: said, mine } => {
            let is_true = theirs < s.term() && said.0 == theirs && mine.0 == s.term();
            (is_true, 0, end + 1)
        }
        AppendDenial::TooShort { last } => (there.is_none() && last.0 == end, 0, end + 1),
        AppendDenial::Conflict { mine } => {
            let is_true = there == Some(mine.0) && mine.0 != append.prev_term;
            (is_true, mine.0, first_of_run(s, append.prev_index))
        }
    };
    let is_stale = matches!(why, AppendDenial::StaleTerm { .. });
    demand!(
        is_true && (is_stale || theirs == s.term() && s.role == Role::Follower),
        "s{} refused an append of s{from} ({why:?}), but it has no such reason",
        s.id
    );
    s.settle();
    s.timer_earned |= !is_stale;
    let refusal = Body::Refusal {
        prev_index: append.prev_index,
        conflict_term,
        conflict_first,
    };
    owe_with_term(s, from, refusal);
    Ok(())
}

/// A follower says yes to an append that fits its log at `prevLogIndex` (Figure 2), and only for what the append has
/// checked; the entries are on the disk before the leader hears of it.
pub fn acknowledge(s: &mut Server, to: u64, match_index: u64) -> Verdict {
    is_append_of_its_term(s, to)?;
    let append = matched_append(s)?;
    demand!(
        match_index == append.reaches(),
        "s{} acknowledges up to {match_index}, but the append speaks of the log up to {}",
        s.id,
        append.reaches()
    );
    agrees_through(s, &append, match_index)?;
    let told = append.commit.min(append.reaches());
    demand!(
        s.commit >= told,
        "s{} was told that {told} is committed, and stays at {}",
        s.id,
        s.commit
    );
    s.settle();
    s.timer_earned = true;
    let needs = Needs {
        term: s.memory.term,
        vote: None,
        entries: s.memory.first(match_index).to_vec(),
    };
    let ack = Body::Ack {
        prev_index: append.prev_index,
        match_index,
    };
    owe(s, to, ack, needs);
    Ok(())
}

/// A follower's yes moves its `matchIndex`, and `nextIndex` with it (Figure 2); the leader's own place is what its own
/// disk has (dissertation 10.2.1).
pub fn match_advances(s: &mut Server, peer: u64, from: u64, to: u64) -> Verdict {
    demand!(
        s.role == Role::Leader && to > from,
        "s{} moves what s{peer} holds from {from} to {to} as {:?}",
        s.id,
        s.role
    );
    if peer == s.id {
        let durable = disk::durable_through(s);
        demand!(
            from == s.own_match && to == durable,
            "s{} counts itself up to {to}, but its disk has its log up to {durable}",
            s.id
        );
        s.own_match = to;
        return Ok(());
    }
    let claimed = acknowledged(s, peer)?;
    let known = follower(s, peer)?.matched;
    demand!(
        (from, to) == (known, claimed),
        "s{} moves what s{peer} holds from {from} to {to}, but knew {known} and heard {claimed}",
        s.id
    );
    goes_on(s, peer, claimed)
}

/// An answer changes nothing when it is of an older term, when the server does not lead, or when it says nothing new.
pub fn ack_ignored(s: &mut Server, from: u64, term: u64, why: AckUseless) -> Verdict {
    let packet = s.heard(from)?;
    demand!(
        matches!(packet.body, Body::Ack { .. } | Body::Refusal { .. }),
        "s{} ignores an answer that is none",
        s.id
    );
    let is_true = match (why, packet.body) {
        (AckUseless::OldTerm, _) => packet.term < s.term(),
        (AckUseless::NotLeading, _) => packet.term == s.term() && s.role != Role::Leader,
        (AckUseless::Known, Body::Ack { match_index, .. }) => {
            is_to_this_leadership(s, packet.term) && match_index <= follower(s, from)?.matched
        }
        (AckUseless::Overtaken, Body::Refusal { prev_index, .. }) => {
            is_to_this_leadership(s, packet.term) && !is_news(follower(s, from)?, prev_index)
        }
        _ => false,
    };
    demand!(
        is_true && term == packet.term,
        "s{} ignored an answer of s{from} ({why:?}), but it has no such reason",
        s.id
    );
    if why == AckUseless::Known {
        let claimed = acknowledged(s, from)?;
        return goes_on(s, from, claimed);
    }
    s.settle();
    Ok(())
}

/// After a refusal the leader tries one place further back (Figure 2), or past a whole conflicting term where it does
/// as the end of §5.3 says.
pub fn back_off(s: &mut Server, peer: u64, ends: [u64; 2], conflict_term: u64) -> Verdict {
    let [from, to] = ends;
    let packet = s.heard(peer)?;
    let Body::Refusal {
        prev_index,
        conflict_term: told,
        conflict_first,
    } = packet.body
    else {
        return Err(format!("s{} backs off without a refusal", s.id));
    };
    demand!(
        is_to_this_leadership(s, packet.term) && is_news(follower(s, peer)?, prev_index),
        "s{} backs off for s{peer} at a refusal that says nothing new",
        s.id
    );
    let wanted = match s.settings.backtrack {
        Backtrack::One => prev_index,
        Backtrack::Term => behind_term(s, told).unwrap_or(conflict_first),
    };
    let matched = follower(s, peer)?.matched;
    let next = wanted.min(prev_index).max(matched + 1);
    demand!(
        from == prev_index + 1 && to < from && to == next && conflict_term == told,
        "s{} goes back from {from} to {to} for s{peer}, but {next} is the place to try",
        s.id
    );
    let follower = follower_mut(s, peer)?;
    follower.next = to;
    follower.probing = true;
    follower.unanswered.clear();
    s.settle();
    Ok(())
}

/// A leader does not give up on a follower that does not answer (§5.3): what is sent again was there to be sent before.
pub fn retry(s: &Server, peer: u64, from: u64) -> Verdict {
    let follower = follower(s, peer)?;
    demand!(
        from <= follower.sent_through && from > follower.matched,
        "s{} says it sends {from} to s{peer} again, but it was never sent",
        s.id
    );
    Ok(())
}

/// A leader holds entries back only behind as many unanswered appends as it is set to allow. How many there are is seen
/// at the end of the step.
pub fn hold_back(s: &Server, peer: u64, unanswered: u64, from: u64) -> Verdict {
    follower(s, peer)?;
    demand!(
        unanswered >= s.settings.inflight_max && from <= s.memory.last_index(),
        "s{} holds entries back from s{peer} behind {unanswered} appends",
        s.id
    );
    Ok(())
}

/// A leader shows itself to everyone by appends without entries, once it is elected and whenever it has been quiet
/// (Figure 2).
pub fn heartbeat(s: &mut Server, term: u64) -> Verdict {
    demand!(
        s.role == Role::Leader && term == s.term(),
        "s{} sends heartbeats of term {term}, but is {:?}",
        s.id,
        s.role
    );
    s.duties.show_itself_to = s.peers();
    Ok(())
}

/// A server throws away what no correct server sends.
pub fn implausible(s: &mut Server, from: u64, why: Implausible) -> Verdict {
    let packet = s.heard(from)?;
    let is_true = match why {
        Implausible::MatchBeyondLog { claimed } => match packet.body {
            Body::Ack { match_index, .. } => {
                claimed.0 == match_index && match_index > s.memory.last_index()
            }
            _ => false,
        },
        Implausible::NotAMember => !s.everyone.contains(&from) || from == s.id,
        Implausible::TermZero => packet.term == 0,
        Implausible::TermLeap { .. } | Implausible::EntryTerms => false,
    };
    demand!(
        is_true,
        "s{} throws a message of s{from} away ({why:?}), but it is sound",
        s.id
    );
    s.settle();
    Ok(())
}

/// The append being heard, of the server's own term, heard as a follower, and matching at `prevLogIndex`.
pub fn matched_append(s: &Server) -> Result<Append, String> {
    demand!(
        s.role == Role::Follower,
        "s{} changes its log or commit as another says while it is {:?}",
        s.id,
        s.role
    );
    let from = s.hearing.as_ref().map_or(0, |hearing| hearing.packet.from);
    is_append_of_its_term(s, from)?;
    let append = append_of(s, from)?;
    let there = s.memory.term_at(append.prev_index);
    demand!(
        there == Some(append.prev_term),
        "s{} takes entries behind {}, where it has term {there:?} and the leader {}",
        s.id,
        append.prev_index,
        append.prev_term
    );
    Ok(append)
}

fn append_of(s: &Server, from: u64) -> Result<Append, String> {
    match s.heard(from)?.body {
        Body::Append {
            prev_index,
            prev_term,
            entries,
            commit,
        } => Ok(Append {
            prev_index,
            prev_term,
            entries,
            commit,
        }),
        _ => Err(format!("s{} heard no append of s{from}", s.id)),
    }
}

/// The log and the append are the same, entry by entry, as far as the append speaks of it up to an index.
fn agrees_through(s: &Server, append: &Append, through: u64) -> Verdict {
    let count = place(through.saturating_sub(append.prev_index));
    for (index, entry) in (append.prev_index + 1..).zip(&append.entries).take(count) {
        demand!(
            s.memory.entry(index) == Some(entry),
            "s{} does not hold the leader's entry at {index}",
            s.id
        );
    }
    Ok(())
}

/// The first index of the run of one term that holds an index.
fn first_of_run(s: &Server, index: u64) -> u64 {
    let term = s.memory.term_at(index);
    let mut first = index;
    while first > 1 && s.memory.term_at(first - 1) == term {
        first -= 1;
    }
    first
}

/// The index behind the last entry of a term in the leader's log, if it has one.
fn behind_term(s: &Server, term: u64) -> Option<u64> {
    let terms = (1..).zip(&s.memory.log);
    let last = terms.filter(|(_, entry)| entry.term == term).last();
    last.filter(|_| term > 0)
        .map(|(index, _): (u64, _)| index + 1)
}

fn is_to_this_leadership(s: &Server, term: u64) -> bool {
    s.role == Role::Leader && term == s.term()
}

/// What the acknowledgement being heard, of this leadership, claims.
fn acknowledged(s: &Server, from: u64) -> Result<u64, String> {
    let packet = s.heard(from)?;
    match packet.body {
        Body::Ack { match_index, .. } if is_to_this_leadership(s, packet.term) => Ok(match_index),
        _ => Err(format!(
            "s{} counts an acknowledgement of s{from} that is not to this leadership",
            s.id
        )),
    }
}

/// A refusal says something new if it is above what is known to match and at the place that is being tried.
fn is_news(follower: &Follower, prev: u64) -> bool {
    let tried = follower.next - 1;
    let is_tried = if follower.probing {
        prev == tried
    } else {
        prev <= tried
    };
    prev > follower.matched && is_tried
}

/// The follower holds everything up to an index: what is sent next lies behind it, and behind what is under way.
fn goes_on(s: &mut Server, peer: u64, held: u64) -> Verdict {
    let follower = follower_mut(s, peer)?;
    follower.matched = follower.matched.max(held);
    follower.unanswered.retain(|last| *last > held);
    if !follower.probing || held + 1 >= follower.next {
        follower.probing = false;
        let under_way = follower.unanswered.last().copied().unwrap_or_default();
        follower.next = follower.next.max(held + 1).max(under_way + 1);
    }
    s.settle();
    Ok(())
}

pub fn follower(s: &Server, peer: u64) -> Result<&Follower, String> {
    s.followers
        .get(&peer)
        .ok_or_else(|| format!("s{} does not lead s{peer}", s.id))
}

pub fn follower_mut(s: &mut Server, peer: u64) -> Result<&mut Follower, String> {
    let id = s.id;
    s.followers
        .get_mut(&peer)
        .ok_or_else(|| format!("s{id} does not lead s{peer}"))
}
