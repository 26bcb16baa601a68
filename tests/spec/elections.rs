//! Who may lead: the rules of §5.1, §5.2 and §5.4.1, one function each, in our own words and with the section.
//!
//! Each takes one server and what an event claims, and either carries it out or says why no server may do that.

use super::disk;
use super::state::{Body, Follower, Needs, Packet, Role, Server, Verdict};
use granary::ids::NodeSet;
use granary::log::LogPosition;
use granary::node::event::{CampaignCause, StepDown, VoteDenial, VoteUseless};
use granary::transport::MessageKind;
use std::collections::BTreeSet;

/// More ticks of one clock than fit between two looks at it.
const TICKS_BETWEEN_LOOKS_MAX: u64 = 10;

/// Whoever campaigns goes on to the next term and is a candidate in it, with no vote given yet (§5.2).
pub fn campaign(s: &mut Server, term: u64, last: LogPosition) -> Verdict {
    demand!(s.role != Role::Leader, "s{} campaigns while it leads", s.id);
    demand!(
        term == s.term() + 1,
        "s{} campaigns in term {term}, but was in term {}",
        s.id,
        s.term()
    );
    is_own_end(s, last)?;
    (s.memory.term, s.memory.vote) = (term, None);
    (s.role, s.leader) = (Role::Candidate, None);
    s.votes.clear();
    s.duties.vote_for_itself = true;
    s.timer_earned = true;
    Ok(())
}

/// A server campaigns when its timer has run out, and hearing the leader or giving a vote starts the timer anew
/// (Figure 2). It was seen to be near its end, and nothing has started it anew since.
pub fn timed_out(s: &Server, why: CampaignCause, by_hand: bool) -> Verdict {
    let CampaignCause::Timeout { after } = why else {
        demand!(by_hand, "s{} was asked to campaign, but by nobody", s.id);
        return Ok(());
    };
    let Some((left, drawn)) = s.timer else {
        return Err(format!("s{} timed out without a timer", s.id));
    };
    demand!(
        after == drawn && left <= TICKS_BETWEEN_LOOKS_MAX && !s.timer_earned,
        "s{} timed out after {after} ticks, but {left} of {drawn} were left",
        s.id
    );
    Ok(())
}

/// A candidate takes its own vote and asks all others for theirs, without waiting for one before it asks the next
/// (§5.2). What a server says rests on its disk (Figure 2), and that holds for asking too.
pub fn vote_for_itself(s: &mut Server, term: u64, mine: LogPosition) -> Verdict {
    demand!(
        s.duties.vote_for_itself && term == s.term(),
        "s{} votes for itself in term {term}, but began no campaign",
        s.id
    );
    is_own_end(s, mine)?;
    s.duties.vote_for_itself = false;
    s.memory.vote = Some(s.id);
    for peer in s.peers() {
        let body = Body::Ask {
            last_index: s.memory.last_index(),
            last_term: s.memory.last_term(),
        };
        owe_with_vote(s, peer, body);
    }
    Ok(())
}

/// A vote goes to a candidate whose log is not behind the voter's, and only while the voter has chosen nobody else in
/// this term (Figure 2).
pub fn grant_vote(s: &mut Server, to: u64, term: u64, ends: [LogPosition; 2]) -> Verdict {
    let [mine, theirs] = ends;
    is_own_end(s, mine)?;
    let claimed = asked_by(s, to)?;
    demand!(
        claimed == (theirs.index.0, theirs.term.0),
        "s{} compared another log than s{to} showed",
        s.id
    );
    is_of_its_term(s, term)?;
    demand!(
        s.memory.vote.is_none_or(|vote| vote == to),
        "s{} granted its vote to s{to} in term {term}, but had voted s{}",
        s.id,
        s.memory.vote.unwrap_or_default()
    );
    demand!(
        is_up_to_date(claimed, s),
        "s{} granted its vote to s{to} in term {term}, but its own log is more up-to-date",
        s.id
    );
    s.memory.vote = Some(to);
    s.timer_earned = true;
    s.settle();
    owe_with_vote(s, to, Body::Vote { granted: true });
    Ok(())
}

/// A vote is refused for three reasons and no other: the request is of an older term, the vote is somebody else's, or
/// the candidate's log is behind (Figure 2).
pub fn deny_vote(s: &mut Server, to: u64, term: u64, why: VoteDenial) -> Verdict {
    let claimed = asked_by(s, to)?;
    demand!(
        term == s.term(),
        "s{} denies in term {term}, but is in term {}",
        s.id,
        s.term()
    );
    let theirs = s.heard(to)?.term;
    let is_true = match why {
        VoteDenial::StaleTerm { theirs: said } => theirs < s.term() && said.0 == theirs,
        VoteDenial::AlreadyVoted { to: other } => {
            theirs == s.term() && s.memory.vote == Some(other.0) && other.0 != to
        }
        VoteDenial::LogBehind { .. } => theirs == s.term() && !is_up_to_date(claimed, s),
    };
    demand!(
        is_true,
        "s{} denied its vote to s{to} in term {term} ({why:?}), but it has no such reason",
        s.id
    );
    s.settle();
    owe_with_term(s, to, Body::Vote { granted: false });
    Ok(())
}

/// Votes are counted towards a majority (Figure 2): those of this term, and each voter's once; one's own like any
/// other, when it is on one's disk.
pub fn count_vote(s: &mut Server, from: u64, term: u64, votes: NodeSet, needed: usize) -> Verdict {
    demand!(
        s.role != Role::Follower && term == s.term(),
        "s{} counts a vote for term {term} without a campaign in it",
        s.id
    );
    demand!(
        s.is_least_majority(needed),
        "s{} takes {needed} of {} for a majority",
        s.id,
        s.everyone.len()
    );
    if from == s.id {
        demand!(
            disk::has_vote_everywhere(s),
            "s{} counts its own vote of term {term}, but its disk does not have it",
            s.id
        );
    } else {
        let packet = s.heard(from)?;
        demand!(
            packet.term == term && packet.body == (Body::Vote { granted: true }),
            "s{} counts a vote of s{from} in term {term} that was not given",
            s.id
        );
        s.settle();
    }
    demand!(
        s.votes.insert(from),
        "s{} counts the vote of s{from} twice",
        s.id
    );
    is_same_set(s, votes, &s.votes)
}

/// A voter that says no withholds its vote; nothing changes.
pub fn vote_withheld(s: &mut Server, from: u64, term: u64) -> Verdict {
    let packet = s.heard(from)?;
    demand!(
        s.role != Role::Follower && term == s.term() && packet.term == term,
        "s{} heard a refusal for a campaign that is not under way",
        s.id
    );
    demand!(
        packet.body == (Body::Vote { granted: false }),
        "s{} took the vote of s{from} for a refusal",
        s.id
    );
    s.settle();
    Ok(())
}

/// A vote reply counts for nothing when it is of an older term (as in the TLA+ specification), when no campaign is
/// under way, or when that voter was counted.
pub fn vote_ignored(s: &mut Server, from: u64, term: u64, why: VoteUseless) -> Verdict {
    let packet = s.heard(from)?;
    let Body::Vote { granted } = packet.body else {
        return Err(format!("s{} took another message for a vote", s.id));
    };
    let is_true = match why {
        VoteUseless::OldTerm => packet.term < s.term(),
        VoteUseless::NotCampaigning => packet.term == s.term() && s.role == Role::Follower,
        VoteUseless::Repeated => packet.term == s.term() && granted && s.votes.contains(&from),
    };
    demand!(
        is_true && term == packet.term,
        "s{} ignored the answer of s{from} ({why:?}), but it has no such reason",
        s.id
    );
    s.settle();
    Ok(())
}

/// With the votes of more than half of all members, all of its own term, a candidate leads (§5.2). It knows nothing of
/// its followers yet: each `nextIndex` lies right behind the end of its own log (§5.3), and each `matchIndex` is 0
/// (Figure 2).
pub fn become_leader(s: &mut Server, term: u64, votes: NodeSet, last: LogPosition) -> Verdict {
    demand!(
        s.role == Role::Candidate && term == s.term(),
        "s{} leads term {term} without having campaigned in it",
        s.id
    );
    is_same_set(s, votes, &s.votes)?;
    demand!(
        s.is_majority(s.votes.len()),
        "s{} leads term {term} with {} of {} votes",
        s.id,
        s.votes.len(),
        s.everyone.len()
    );
    is_own_end(s, last)?;
    (s.role, s.leader) = (Role::Leader, Some(s.id));
    let end = s.memory.last_index();
    let fresh = || Follower {
        next: end + 1,
        sent_through: end,
        ..Follower::default()
    };
    s.followers = s.peers().into_iter().map(|peer| (peer, fresh())).collect();
    s.own_match = disk::durable_through(s);
    s.duties.noop = s.settings.noop;
    s.duties.show_itself_to = s.peers();
    Ok(())
}

/// A term above one's own, whatever message shows it, becomes one's own; who learns it so is a follower (Figure 2).
pub fn adopt_term(s: &mut Server, [from, to]: [u64; 2], by: u64, kind: MessageKind) -> Verdict {
    let packet = s.heard(by)?;
    demand!(
        from == s.term() && to == packet.term && to > from,
        "s{} went from term {from} to {to}, but is in {} and heard {}",
        s.id,
        s.term(),
        packet.term
    );
    demand!(
        kind == kind_of(&packet.body),
        "s{} heard no {}",
        s.id,
        kind.word()
    );
    (s.memory.term, s.memory.vote) = (to, None);
    s.leader = None;
    s.votes.clear();
    s.duties.step_down = s.role != Role::Follower;
    Ok(())
}

/// The same; or a candidate hears an append of its own term: somebody else has won there, and it follows the winner
/// (§5.2).
pub fn step_down(s: &mut Server, was: Role, term: u64, why: StepDown) -> Verdict {
    demand!(
        was == s.role && was != Role::Follower && term == s.term(),
        "s{} says it was {was:?} in term {term}, but was {:?}",
        s.id,
        s.role
    );
    match why {
        StepDown::NewerTerm { from, .. } => {
            demand!(
                s.duties.step_down && s.heard(from.0)?.term == term,
                "s{} steps down for a newer term that it did not hear",
                s.id
            );
            s.duties.step_down = false;
        }
        StepDown::LeaderOfOwnTerm { leader } => {
            is_append_of_its_term(s, leader.0)?;
            demand!(
                was == Role::Candidate,
                "s{} stops leading term {term} for s{}",
                s.id,
                leader.0
            );
        }
    }
    s.timer_earned |= was == Role::Leader;
    s.role = Role::Follower;
    s.votes.clear();
    s.followers.clear();
    s.own_match = 0;
    Ok(())
}

/// A follower knows as leader who sends it an append of its own term.
pub fn follow(s: &mut Server, leader: u64, term: u64) -> Verdict {
    is_append_of_its_term(s, leader)?;
    demand!(
        s.role == Role::Follower && term == s.term() && s.leader != Some(leader),
        "s{} learns again, or while it is {:?}, that s{leader} leads term {term}",
        s.id,
        s.role
    );
    s.leader = Some(leader);
    Ok(())
}

/// A leader that is asked to campaign leads already.
pub fn campaign_refused(s: &Server, leading: u64, by_hand: bool) -> Verdict {
    demand!(
        by_hand && s.role == Role::Leader && leading == s.term(),
        "s{} says it leads term {leading}, but does not",
        s.id
    );
    Ok(())
}

/// A message to be sent once the vote of this term is on the disk.
fn owe_with_vote(s: &mut Server, to: u64, body: Body) {
    let (term, vote) = (s.memory.term, s.memory.vote);
    let entries = Vec::new();
    owe(
        s,
        to,
        body,
        Needs {
            term,
            vote,
            entries,
        },
    );
}

/// A message to be sent once the term is on the disk.
pub fn owe_with_term(s: &mut Server, to: u64, body: Body) {
    let term = s.memory.term;
    let (vote, entries) = (None, Vec::new());
    owe(
        s,
        to,
        body,
        Needs {
            term,
            vote,
            entries,
        },
    );
}

pub fn owe(s: &mut Server, to: u64, body: Body, needs: Needs) {
    let packet = Packet {
        from: s.id,
        to,
        term: s.memory.term,
        body,
    };
    disk::owe(s, packet, needs);
}

/// Of two logs that is ahead whose last entry has the higher term, and only between equal terms does length decide
/// (§5.4.1). A candidate's may be ahead of the voter's, or end where it does.
fn is_up_to_date((index, term): (u64, u64), voter: &Server) -> bool {
    let (my_index, my_term) = (voter.memory.last_index(), voter.memory.last_term());
    if term == my_term {
        index >= my_index
    } else {
        term > my_term
    }
}

/// The end of its log that a candidate, which is being heard, shows: index and term.
fn asked_by(s: &Server, candidate: u64) -> Result<(u64, u64), String> {
    match s.heard(candidate)?.body {
        Body::Ask {
            last_index,
            last_term,
        } => Ok((last_index, last_term)),
        _ => Err(format!("s{candidate} did not ask s{} for a vote", s.id)),
    }
}

fn is_of_its_term(s: &Server, term: u64) -> Verdict {
    let heard = s.hearing.as_ref().map_or(0, |hearing| hearing.packet.term);
    demand!(
        term == s.term() && heard == term,
        "s{} acts in term {term}, but is in term {} and hears of term {heard}",
        s.id,
        s.term()
    );
    Ok(())
}

/// The message being heard is an append of the server's own term.
pub fn is_append_of_its_term(s: &Server, from: u64) -> Verdict {
    let packet = s.heard(from)?;
    demand!(
        packet.term == s.term() && matches!(packet.body, Body::Append { .. }),
        "s{} takes s{from} for the leader of term {}, but heard no append of that term",
        s.id,
        s.term()
    );
    Ok(())
}

fn is_own_end(s: &Server, shown: LogPosition) -> Verdict {
    demand!(
        (shown.index.0, shown.term.0) == (s.memory.last_index(), s.memory.last_term()),
        "s{} shows {shown:?} as the end of its log",
        s.id
    );
    Ok(())
}

pub fn is_same_set(s: &Server, told: NodeSet, known: &BTreeSet<u64>) -> Verdict {
    let told: BTreeSet<u64> = told.iter().map(|node| node.0).collect();
    demand!(
        told == *known,
        "s{} tells of the servers {told:?}, but they are {known:?}",
        s.id
    );
    Ok(())
}

/// Which kind of message a body is, as people tell them apart.
pub fn kind_of(body: &Body) -> MessageKind {
    match body {
        Body::Ask { .. } => MessageKind::Vote,
        Body::Vote { .. } => MessageKind::VoteReply,
        Body::Append { entries, .. } if entries.is_empty() => MessageKind::Heartbeat,
        Body::Append { .. } => MessageKind::Append,
        Body::Ack { .. } | Body::Refusal { .. } => MessageKind::AppendReply,
    }
}
