//! Examples of what nodes do, refuse and hold back, each with the sentence that a student reads.
//!
//! Every reason that an event can have is here once. Read `around` next.

use super::{Example, at, set};
use granary::cluster::event::Fact;
use granary::ids::{Index, NodeId, Term};
use granary::node::Event;
use granary::node::event::{
    AckUseless, AppendDenial, CampaignCause, CommitCause, CommitHold, Implausible, Role, StepDown,
    VoteDenial, VoteUseless,
};
use granary::transport::MessageKind;

const S1: NodeId = NodeId(1);
const S2: NodeId = NodeId(2);
const S3: NodeId = NodeId(3);
const T: Term = Term(4);

/// Something that s3 does.
fn example(event: Event, sentence: &'static str) -> Example {
    Example::of_node(3, Fact::Node(event), sentence)
}

pub fn campaigns() -> Vec<Example> {
    let campaign = |why| Event::Campaign {
        term: T,
        why,
        last: at(9, 3),
    };
    vec![
        example(
            campaign(CampaignCause::Timeout { after: 12 }),
            "s3 campaigns in term 4: it heard no leader for 12 ticks, its election timeout; its log ends at #9 of term 3 (§5.2)",
        ),
        example(
            campaign(CampaignCause::Asked),
            "s3 campaigns in term 4: its election timer was made to fire; its log ends at #9 of term 3 (§5.2)",
        ),
        example(
            Event::CampaignRefused { leading: T },
            "s3 does not campaign: it leads term 4 already",
        ),
    ]
}

pub fn votes() -> Vec<Example> {
    let granted = |to, theirs| Event::VoteGranted {
        to,
        term: T,
        mine: at(5, 3),
        theirs,
    };
    let counted = |from, votes: &[u64]| Event::VoteCounted {
        from,
        term: T,
        votes: set(votes),
        needed: 3,
    };

    vec![
        example(
            granted(S3, at(5, 3)),
            "s3 votes for itself in term 4: a candidate wants to lead, and has one vote like anyone else (§5.2)",
        ),
        example(
            granted(S1, at(4, 4)),
            "s3 votes for s1 in term 4: s1's log ends newer: last term 4 > 3 (§5.2)",
        ),
        example(
            granted(S1, at(5, 3)),
            "s3 votes for s1 in term 4: s1's log ends where its own does, at #5 of term 3 (§5.2)",
        ),
        example(
            granted(S1, at(7, 3)),
            "s3 votes for s1 in term 4: s1's log is longer: both end in term 3, #7 > #5 (§5.2)",
        ),
        example(
            Event::VoteGranted {
                to: S1,
                term: T,
                mine: at(0, 0),
                theirs: at(0, 0),
            },
            "s3 votes for s1 in term 4: s1's log is empty, and so is its own (§5.2)",
        ),
        example(
            granted(S1, at(2, 3)),
            "s3 votes for s1 in term 4: s1's log is shorter: both end in term 3, #2 < #5 (§5.2)",
        ),
        example(
            counted(S3, &[3]),
            "s3 counts its own vote in term 4: its own disk has it, so it counts like any other; s3: 1 vote, 3 needed (§5.2, §5.3)",
        ),
        example(
            counted(S1, &[1, 3]),
            "s3 counts the vote of s1 in term 4: s1 s3: 2 votes, 3 needed (§5.2, §5.3)",
        ),
        example(
            Event::VoteWithheld { from: S2, term: T },
            "s3 does not get the vote of s2: s2 answered no in term 4",
        ),
    ]
}

pub fn leaders() -> Vec<Example> {
    let stepped = |was, why| Event::SteppedDown { was, term: T, why };

    vec![
        example(
            Event::Leader {
                term: T,
                votes: set(&[1, 2, 3]),
                needed: 3,
                last: at(0, 0),
            },
            "s3 wins the election and leads term 4: it has the votes of s1 s2 s3: 3 votes, 3 needed; its log is empty (§5.2, §5.3)",
        ),
        example(
            Event::Follows {
                leader: S1,
                term: T,
            },
            "s3 follows s1, the leader of term 4: only a leader sends appends and heartbeats, and s1 sent one of this term",
        ),
        example(
            Event::TermAdopted {
                from: Term(3),
                to: T,
                by: S2,
                kind: MessageKind::Vote,
            },
            "s3 enters term 4: the vote request of s2 is of that term, and 4 > 3 (§5.1)",
        ),
        example(
            stepped(
                Role::Leader,
                StepDown::NewerTerm {
                    from: S2,
                    mine: Term(3),
                },
            ),
            "s3 stops leading: s2 speaks of a newer term: 4 > 3 (§5.1)",
        ),
        example(
            stepped(Role::Candidate, StepDown::LeaderOfOwnTerm { leader: S2 }),
            "s3 stops campaigning: s2 leads term 4, the term of this campaign (§5.2)",
        ),
    ]
}

pub fn refused_votes() -> Vec<Example> {
    let denied = |why| Event::VoteDenied {
        to: S1,
        term: T,
        why,
    };
    let behind = |mine, theirs| denied(VoteDenial::LogBehind { mine, theirs });
    vec![
        example(
            denied(VoteDenial::StaleTerm { theirs: Term(3) }),
            "s3 refuses its vote to s1: s1 campaigns in term 3, which is over: 3 < 4 (§5.1)",
        ),
        example(
            denied(VoteDenial::AlreadyVoted { to: S2 }),
            "s3 refuses its vote to s1: its one vote of term 4 went to s2 (§5.2)",
        ),
        example(
            behind(at(5, 3), at(7, 2)),
            "s3 refuses its vote to s1: its own log ends newer: last term 3 > 2 (§5.4.1)",
        ),
        example(
            behind(at(7, 3), at(5, 3)),
            "s3 refuses its vote to s1: its own log is longer: both end in term 3, #7 > #5 (§5.4.1)",
        ),
        example(
            behind(at(5, 3), at(5, 3)),
            "s3 refuses its vote to s1: its own log ends there too, at #5 of term 3, and that is not enough (§5.4.1)",
        ),
        example(
            behind(at(7, 2), at(5, 3)),
            "s3 refuses its vote to s1: its own log ends older, last term 2 < 3, but #7 > #5 (§5.4.1)",
        ),
    ]
}

pub fn useless_votes() -> Vec<Example> {
    let ignored = |why| Event::VoteIgnored {
        from: S2,
        term: Term(3),
        why,
    };

    vec![
        example(
            ignored(VoteUseless::OldTerm),
            "s3 ignores the vote reply of s2: it answers in term 3, which is over (TLA+ spec)",
        ),
        example(
            ignored(VoteUseless::NotCampaigning),
            "s3 ignores the vote reply of s2: it does not campaign any more",
        ),
        example(
            ignored(VoteUseless::Repeated),
            "s3 ignores the vote reply of s2: s2 has been counted in term 3 already (§5.2)",
        ),
    ]
}

pub fn refused_appends() -> Vec<Example> {
    let refused = |why| Event::AppendRefused {
        from: S1,
        prev: at(7, 4),
        why,
    };

    vec![
        example(
            refused(AppendDenial::StaleTerm {
                theirs: Term(3),
                mine: T,
            }),
            "s3 refuses the append of s1: it is of term 3, which is over: 3 < 4 (§5.1)",
        ),
        example(
            refused(AppendDenial::TooShort { last: Index(5) }),
            "s3 refuses the append of s1: its own log ends at #5, and the append belongs behind #7 of term 4 (§5.3)",
        ),
        example(
            refused(AppendDenial::TooShort { last: Index(0) }),
            "s3 refuses the append of s1: its own log is empty, and the append belongs behind #7 of term 4 (§5.3)",
        ),
        example(
            refused(AppendDenial::Conflict { mine: Term(2) }),
            "s3 refuses the append of s1: its own #7 is of term 2, and the append belongs behind #7 of term 4 (§5.3)",
        ),
        example(
            Event::AppendIgnored { from: S1, term: T },
            "s3 ignores the append of s1: it does not follow s1, though both are in term 4 (Fig. 3, §5.3)",
        ),
    ]
}

pub fn appends() -> Vec<Example> {
    let appended = |noop| Event::Appended {
        first: Index(8),
        last: Index(8),
        term: T,
        noop,
    };
    let taken = |first| Event::Taken {
        first: Index(first),
        last: Index(13),
        from: S1,
    };
    let truncated = |mine| Event::Truncated {
        from: Index(8),
        last: Index(9),
        mine,
        theirs: T,
    };
    vec![
        example(
            appended(true),
            "s3 appends #8, a no-op of term 4: once an entry of its own term commits, all that stands before it is committed too (§8)",
        ),
        example(
            appended(false),
            "s3 appends #8 in term 4: a client's command came in, and the log is where it gets its place (§5.3)",
        ),
        example(
            taken(12),
            "s3 takes #12-13 from s1: the append of s1 fits, and its log ended at #11 (§5.3)",
        ),
        example(
            taken(1),
            "s3 takes #1-13 from s1: the append of s1 fits, and its log was empty (§5.3)",
        ),
        example(
            Event::AlreadyHeld {
                first: Index(5),
                last: Index(5),
                from: S1,
            },
            "s3 leaves #5 as it is: its log holds what s1 sent, so nothing conflicts and nothing is removed (§5.3)",
        ),
        example(
            Event::AlreadyHeld {
                first: Index(5),
                last: Index(7),
                from: S1,
            },
            "s3 leaves #5-7 as they are: its log holds what s1 sent, so nothing conflicts and nothing is removed (§5.3)",
        ),
        example(
            truncated(Term(3)),
            "s3 removes #8-9: at #8 it has term 3 and the leader has term 4: they conflict (§5.3)",
        ),
        example(
            truncated(T),
            "s3 removes #8-9: the append ends before #8, though nothing there conflicts (§5.3)",
        ),
        example(
            Event::Acknowledged {
                to: S1,
                match_index: Index(13),
            },
            "s3 acknowledges up to #13 to s1: the append of s1 fits, and nothing beyond it has been compared (Fig. 2)",
        ),
    ]
}

pub fn sending() -> Vec<Example> {
    let backed = |to, conflict_term| Event::BackedOff {
        peer: S2,
        from: Index(10),
        to: Index(to),
        conflict_term,
    };
    let full = |unanswered| Event::WindowFull {
        peer: S2,
        unanswered,
        from: Index(14),
    };

    vec![
        example(
            backed(7, Term(3)),
            "s3 goes back to #7 for s2: s2 refused #10: its #9 is of term 3, the leader's is not (§5.3)",
        ),
        example(
            backed(6, Term(0)),
            "s3 goes back to #6 for s2: s2 refused #10: its log ends before #9 (§5.3)",
        ),
        example(
            backed(10, Term(0)),
            "s3 stays at #10 for s2: s2 refused #10: its log ends before #9 (§5.3)",
        ),
        example(
            Event::Retried {
                peer: S2,
                from: Index(12),
            },
            "s3 sends s2 the entries from #12 on again: they were sent before, and s2 has not acknowledged them (§5.3, §5.5)",
        ),
        example(
            full(4),
            "s3 holds #14 and later back from s2: 4 appends to s2 are not answered, the most that may be",
        ),
        example(
            full(1),
            "s3 holds #14 and later back from s2: 1 append to s2 is not answered, the most that may be",
        ),
    ]
}

pub fn holders() -> Vec<Example> {
    let matched = |peer, from, to| Event::MatchAdvanced {
        peer,
        from: Index(from),
        to: Index(to),
    };
    let useless = |why| Event::AckIgnored {
        from: S2,
        term: Term(3),
        why,
    };

    vec![
        example(
            matched(S3, 12, 13),
            "s3 counts itself as a holder up to #13: its own disk has the log that far; it counted up to #12 before (diss. 10.2.1)",
        ),
        example(
            matched(S2, 0, 13),
            "s3 knows that s2 holds up to #13: s2 acknowledged it, once it was on disk; nothing was known before (Fig. 2)",
        ),
        example(
            matched(S2, 13, 9),
            "s3 believes that s2 holds up to #9 only: an old acknowledgement lowered it from #13 (Fig. 2)",
        ),
        example(
            useless(AckUseless::OldTerm),
            "s3 learns nothing from the append reply of s2: it is of term 3, an earlier leadership (TLA+ spec)",
        ),
        example(
            useless(AckUseless::NotLeading),
            "s3 learns nothing from the append reply of s2: it does not lead",
        ),
        example(
            useless(AckUseless::Known),
            "s3 learns nothing from the append reply of s2: s2 acknowledges what is known already (Fig. 2)",
        ),
        example(
            useless(AckUseless::Overtaken),
            "s3 learns nothing from the append reply of s2: a later answer of s2 has overtaken it",
        ),
    ]
}

pub fn commits() -> Vec<Example> {
    let commit = |to, by| Event::Commit {
        from: Index(10),
        to: Index(to),
        by,
    };
    let counted = |term| CommitCause::Counted {
        term,
        current: T,
        holders: set(&[1, 2, 3]),
        needed: 3,
    };
    let held = |holders, why| Event::CommitHeld {
        index: Index(4),
        term: Term(2),
        holders,
        why,
    };

    vec![
        example(
            commit(11, counted(T)),
            "s3 commits up to #11: it is on s1 s2 s3: 3 disks, 3 needed, and of the leader's own term 4 (§5.4.2)",
        ),
        example(
            commit(11, counted(Term(2))),
            "s3 commits up to #11: it is on s1 s2 s3: 3 disks, 3 needed, though it is of term 2 and the leader's term is 4 (§5.4.2)",
        ),
        example(
            commit(11, CommitCause::Told { leader: S1 }),
            "s3 commits up to #11: the leader s1 says so, and its append fits this log (Fig. 2)",
        ),
        example(
            commit(9, CommitCause::Told { leader: S1 }),
            "s3 lowers its commit from #10 to #9: the leader s1 says so, and its append fits this log (Fig. 2)",
        ),
        example(
            held(set(&[1]), CommitHold::Minority { needed: 3 }),
            "s3 holds #4 back: it is only on s1: 1 disk, 3 needed (§5.2, §5.3)",
        ),
        example(
            held(set(&[1, 2, 3]), CommitHold::OldTerm { current: T }),
            "s3 holds #4 back: it is on s1 s2 s3, a majority, but it is of term 2 and the leader's term is 4 (§5.4.2)",
        ),
        example(
            Event::Applied {
                first: Index(10),
                last: Index(11),
            },
            "s3 applies #10-11: committed entries reach the key-value store, in log order (§5.3)",
        ),
        example(
            Event::Heartbeat { term: T },
            "s3 sends heartbeats: it leads term 4, and whoever hears no leader campaigns (§5.2)",
        ),
    ]
}

pub fn implausible() -> Vec<Example> {
    let thrown = |why| Event::Implausible { from: S2, why };
    vec![
        example(
            thrown(Implausible::TermLeap {
                theirs: Term(1 << 40),
            }),
            "s3 throws a message of s2 away: its term 1099511627776 is more than 4294967296 above this node's own",
        ),
        example(
            thrown(Implausible::NotAMember),
            "s3 throws a message of s2 away: s2 is not another member of this cluster",
        ),
        example(
            thrown(Implausible::MatchBeyondLog { claimed: Index(90) }),
            "s3 throws a message of s2 away: it acknowledges #90, which this log does not have",
        ),
        example(
            thrown(Implausible::TermZero),
            "s3 throws a message of s2 away: it is of term 0, and terms begin at 1",
        ),
        example(
            thrown(Implausible::EntryTerms),
            "s3 throws a message of s2 away: its entries have terms that no log of a leader can have in that order",
        ),
    ]
}
