//! Terms, campaigns, votes and leaders in words (§5.1, §5.2, §5.4.1).
//!
//! Each sentence gives the values that were compared. Read [`super::replication`] next.

use super::words::{against, count, kind, log_end, nodes, place, sign};
use super::{Told, told};
use crate::ids::{Index, NodeId, NodeSet, Term};
use crate::log::LogPosition;
use crate::node::Event;
use crate::node::event::{CampaignCause, Role, StepDown, VoteDenial, VoteUseless};

/// Tells an event of this theme; none where it is of another.
pub(super) fn tell(event: &Event, me: Option<NodeId>) -> Option<Told> {
    Some(match *event {
        Event::Campaign { term, why, last } => campaign(term, why, last),
        Event::CampaignRefused { leading } => told(
            "does not campaign",
            format!("it leads term {leading} already"),
        ),
        Event::VoteGranted {
            to,
            term,
            mine,
            theirs,
        } if Some(to) != me => granted(to, term, (mine, theirs)),
        Event::VoteGranted { term, .. } => told(
            format!("votes for itself in term {term}"),
            "a candidate wants to lead, and has one vote like anyone else",
        ),
        Event::VoteDenied { to, term, why } => {
            told(format!("refuses its vote to {to}"), denial(to, term, why))
        }
        Event::VoteCounted {
            from,
            term,
            votes,
            needed,
        } => counted(from, me, term, tally(votes, needed)),
        Event::VoteWithheld { from, term } => told(
            format!("does not get the vote of {from}"),
            format!("{from} answered no in term {term}"),
        ),
        Event::VoteIgnored { from, term, why } => told(
            format!("ignores the vote reply of {from}"),
            useless(from, term, why),
        ),
        Event::Leader {
            term,
            votes,
            needed,
            last,
        } => won(term, &tally(votes, needed), last),
        Event::Follows { leader, term } => told(
            format!("follows {leader}, the leader of term {term}"),
            format!(
                "only a leader sends appends and heartbeats, and {leader} sent one of this term"
            ),
        ),
        Event::TermAdopted {
            from,
            to,
            by,
            kind: carrier,
        } => told(
            format!("enters term {to}"),
            format!(
                "the {} of {by} is of that term, and {}",
                kind(carrier),
                against(to, from)
            ),
        ),
        Event::SteppedDown { was, term, why } => stepped_down(was, term, why),
        _ => return None,
    })
}

fn campaign(term: Term, why: CampaignCause, last: LogPosition) -> Told {
    let reason = match why {
        CampaignCause::Timeout { after } => format!(
            "it heard no leader for {}, its election timeout",
            count(after, "tick", "ticks")
        ),
        CampaignCause::Asked => "its election timer was made to fire".to_owned(),
    };
    told(
        format!("campaigns in term {term}"),
        format!("{reason}; {}", log_end(last)),
    )
}

fn granted(to: NodeId, term: Term, (mine, theirs): (LogPosition, LogPosition)) -> Told {
    let because = if theirs.term != mine.term {
        let age = if theirs.term > mine.term {
            "newer"
        } else {
            "older"
        };
        format!(
            "{to}'s log ends {age}: last term {}",
            against(theirs.term, mine.term)
        )
    } else if theirs.index == mine.index && mine.index == Index::ZERO {
        format!("{to}'s log is empty, and so is its own")
    } else if theirs.index == mine.index {
        format!("{to}'s log ends where its own does, at {}", place(mine))
    } else {
        let size = if theirs.index > mine.index {
            "longer"
        } else {
            "shorter"
        };
        let ends = lengths(theirs, mine);
        format!(
            "{to}'s log is {size}: both end in term {}, {ends}",
            mine.term
        )
    };
    told(format!("votes for {to} in term {term}"), because)
}

fn denial(to: NodeId, term: Term, why: VoteDenial) -> String {
    match why {
        VoteDenial::StaleTerm { theirs } => format!(
            "{to} campaigns in term {theirs}, which is over: {}",
            against(theirs, term)
        ),
        VoteDenial::AlreadyVoted { to: other } => {
            format!("its one vote of term {term} went to {other}")
        }
        VoteDenial::LogBehind { mine, theirs } => log_behind(mine, theirs),
    }
}

/// Also where the comparison itself is switched off in part, so nothing is said that the values do not show.
fn log_behind(mine: LogPosition, theirs: LogPosition) -> String {
    if mine.term > theirs.term {
        format!(
            "its own log ends newer: last term {}",
            against(mine.term, theirs.term)
        )
    } else if mine.term < theirs.term {
        let terms = against(mine.term, theirs.term);
        format!(
            "its own log ends older, last term {terms}, but {}",
            lengths(mine, theirs)
        )
    } else if mine.index == theirs.index {
        format!(
            "its own log ends there too, at {}, and that is not enough",
            place(mine)
        )
    } else {
        format!(
            "its own log is longer: both end in term {}, {}",
            mine.term,
            lengths(mine, theirs)
        )
    }
}

fn lengths(left: LogPosition, right: LogPosition) -> String {
    format!(
        "#{} {} #{}",
        left.index,
        sign(&left.index, &right.index),
        right.index
    )
}

fn tally(votes: NodeSet, needed: usize) -> String {
    let have = count(votes.len() as u64, "vote", "votes");
    format!("{}: {have}, {needed} needed", nodes(votes))
}

fn counted(from: NodeId, me: Option<NodeId>, term: Term, tally: String) -> Told {
    if Some(from) == me {
        told(
            format!("counts its own vote in term {term}"),
            format!("its own disk has it, so it counts like any other; {tally}"),
        )
    } else {
        told(format!("counts the vote of {from} in term {term}"), tally)
    }
}

fn useless(from: NodeId, term: Term, why: VoteUseless) -> String {
    match why {
        VoteUseless::OldTerm => format!("it answers in term {term}, which is over"),
        VoteUseless::NotCampaigning => "it does not campaign any more".to_owned(),
        VoteUseless::Repeated => format!("{from} has been counted in term {term} already"),
    }
}

fn won(term: Term, tally: &str, last: LogPosition) -> Told {
    told(
        format!("wins the election and leads term {term}"),
        format!("it has the votes of {tally}; {}", log_end(last)),
    )
}

fn stepped_down(was: Role, term: Term, why: StepDown) -> Told {
    let what = match was {
        Role::Leader => "stops leading",
        Role::Candidate => "stops campaigning",
        Role::Follower => "stays a follower",
    };
    let because = match why {
        StepDown::NewerTerm { from, mine } => {
            format!("{from} speaks of a newer term: {}", against(term, mine))
        }
        StepDown::LeaderOfOwnTerm { leader } => {
            format!("{leader} leads term {term}, the term of this campaign")
        }
    };
    told(what, because)
}
