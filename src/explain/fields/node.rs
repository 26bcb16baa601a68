//! The values of a node's own events.
//!
//! Names are those of the event; a place in the log is index and term. Read `cluster` for all other facts.

use super::{Field, LAST, MINE, PREV, THEIRS, position};
use crate::node::Event;
use crate::node::event::{
    AckUseless, AppendDenial, CampaignCause, CommitCause, CommitHold, Implausible, Role, StepDown,
    VoteDenial, VoteUseless,
};

/// The values of an event about elections; none of another.
pub(super) fn election(event: &Event) -> Option<Vec<Field>> {
    Some(match *event {
        Event::Campaign { term, why, last } => {
            let after = match why {
                CampaignCause::Timeout { after } => Some(after),
                CampaignCause::Asked => None,
            };
            let first = vec![("term", term.into()), ("after", after.into())];
            [first, position(LAST, last)].concat()
        }
        Event::CampaignRefused { leading } => vec![("term", leading.into())],
        Event::VoteGranted {
            to,
            term,
            mine,
            theirs,
        } => [
            vec![("to", to.into()), ("term", term.into())],
            position(MINE, mine),
            position(THEIRS, theirs),
        ]
        .concat(),
        Event::VoteDenied { to, term, why } => {
            [vec![("to", to.into()), ("term", term.into())], denial(why)].concat()
        }
        Event::VoteCounted {
            from,
            term,
            votes,
            needed,
        } => vec![
            ("from", from.into()),
            ("term", term.into()),
            ("votes", votes.into()),
            ("needed", needed.into()),
        ],
        Event::VoteWithheld { from, term }
        | Event::VoteIgnored {
            from,
            term,
            why: VoteUseless::OldTerm | VoteUseless::NotCampaigning | VoteUseless::Repeated,
        } => vec![("from", from.into()), ("term", term.into())],
        Event::Leader {
            term,
            votes,
            needed,
            last,
        } => {
            let first = vec![
                ("term", term.into()),
                ("votes", votes.into()),
                ("needed", needed.into()),
            ];
            [first, position(LAST, last)].concat()
        }
        Event::Follows { leader, term } => vec![("leader", leader.into()), ("term", term.into())],
        _ => return term_change(event),
    })
}

fn denial(why: VoteDenial) -> Vec<Field> {
    match why {
        VoteDenial::StaleTerm { theirs } => vec![("theirs", theirs.into())],
        VoteDenial::AlreadyVoted { to } => vec![("voted", to.into())],
        VoteDenial::LogBehind { mine, theirs } => {
            [position(MINE, mine), position(THEIRS, theirs)].concat()
        }
    }
}

fn term_change(event: &Event) -> Option<Vec<Field>> {
    Some(match *event {
        Event::TermAdopted { from, to, by, kind } => vec![
            ("term", to.into()),
            ("before", from.into()),
            ("by", by.into()),
            ("kind", kind.word().into()),
        ],
        Event::SteppedDown { was, term, why } => {
            let first = vec![("was", role(was).into()), ("term", term.into())];
            let rest = match why {
                StepDown::NewerTerm { from, mine } => {
                    vec![("before", mine.into()), ("by", from.into())]
                }
                StepDown::LeaderOfOwnTerm { leader } => vec![("by", leader.into())],
            };
            [first, rest].concat()
        }
        _ => return None,
    })
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Follower => "follower",
        Role::Candidate => "candidate",
        Role::Leader => "leader",
    }
}

/// The values of an event about what enters logs and leaves them; none of another.
pub(super) fn replication(event: &Event) -> Option<Vec<Field>> {
    Some(match *event {
        Event::Appended {
            first,
            last,
            term,
            noop: _,
        } => vec![
            ("first", first.into()),
            ("last", last.into()),
            ("term", term.into()),
        ],
        Event::Taken { first, last, from } | Event::AlreadyHeld { first, last, from } => vec![
            ("first", first.into()),
            ("last", last.into()),
            ("from", from.into()),
        ],
        Event::Truncated {
            from,
            last,
            mine,
            theirs,
        } => vec![
            ("first", from.into()),
            ("last", last.into()),
            ("mine", mine.into()),
            ("theirs", theirs.into()),
        ],
        Event::AppendRefused { from, prev, why } => {
            let first = vec![("from", from.into())];
            [first, position(PREV, prev), append_denial(why)].concat()
        }
        Event::AppendIgnored { from, term } => vec![("from", from.into()), ("term", term.into())],
        Event::Acknowledged { to, match_index } => {
            vec![("to", to.into()), ("match_index", match_index.into())]
        }
        _ => return sending(event),
    })
}

fn append_denial(why: AppendDenial) -> Vec<Field> {
    match why {
        AppendDenial::StaleTerm { theirs, mine } => {
            vec![("mine", mine.into()), ("theirs", theirs.into())]
        }
        AppendDenial::TooShort { last } => vec![("last", last.into())],
        AppendDenial::Conflict { mine } => vec![("mine", mine.into())],
    }
}

fn sending(event: &Event) -> Option<Vec<Field>> {
    Some(match *event {
        Event::BackedOff {
            peer,
            from,
            to,
            conflict_term,
        } => vec![
            ("peer", peer.into()),
            ("before", from.into()),
            ("next_index", to.into()),
            ("conflict_term", conflict_term.into()),
        ],
        Event::Retried { peer, from } => vec![("peer", peer.into()), ("first", from.into())],
        Event::WindowFull {
            peer,
            unanswered,
            from,
        } => vec![
            ("peer", peer.into()),
            ("unanswered", unanswered.into()),
            ("first", from.into()),
        ],
        _ => return None,
    })
}

/// The values of an event about holders, commits and applying; none of another.
pub(super) fn commit(event: &Event) -> Option<Vec<Field>> {
    Some(match *event {
        Event::MatchAdvanced { peer, from, to } => vec![
            ("peer", peer.into()),
            ("before", from.into()),
            ("match_index", to.into()),
        ],
        Event::AckIgnored {
            from,
            term,
            why:
                AckUseless::OldTerm | AckUseless::NotLeading | AckUseless::Known | AckUseless::Overtaken,
        } => vec![("from", from.into()), ("term", term.into())],
        Event::Commit { from, to, by } => {
            let first = vec![("before", from.into()), ("commit_index", to.into())];
            [first, knowledge(by)].concat()
        }
        Event::CommitHeld {
            index,
            term,
            holders,
            why,
        } => {
            let last = match why {
                CommitHold::Minority { needed } => ("needed", needed.into()),
                CommitHold::OldTerm { current } => ("current", current.into()),
            };
            vec![
                ("index", index.into()),
                ("term", term.into()),
                ("holders", holders.into()),
                last,
            ]
        }
        Event::Applied { first, last } => vec![("first", first.into()), ("last", last.into())],
        Event::Heartbeat { term } => vec![("term", term.into())],
        Event::Implausible { from, why } => {
            let first = vec![("from", from.into())];
            [first, claim(why)].concat()
        }
        _ => return None,
    })
}

fn knowledge(by: CommitCause) -> Vec<Field> {
    match by {
        CommitCause::Counted {
            term,
            current,
            holders,
            needed,
        } => vec![
            ("term", term.into()),
            ("current", current.into()),
            ("holders", holders.into()),
            ("needed", needed.into()),
        ],
        CommitCause::Told { leader } => vec![("leader", leader.into())],
    }
}

fn claim(why: Implausible) -> Vec<Field> {
    match why {
        Implausible::TermLeap { theirs } => vec![("theirs", theirs.into())],
        Implausible::MatchBeyondLog { claimed } => vec![("match_index", claimed.into())],
        Implausible::NotAMember | Implausible::TermZero | Implausible::EntryTerms => Vec::new(),
    }
}
