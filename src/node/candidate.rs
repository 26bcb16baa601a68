//! Elections: asking for votes, giving them, counting them (§5.2, §5.4.1).
//!
//! The decisions stand in [`super::rules::elections`]; here they are carried out. Read [`super::leader`] next.

use super::effects::Effects;
use super::event::{CampaignCause, Event, VoteDenial, VoteUseless};
use super::raft_node::{Duty, RaftNode, SpeaksFrom};
use super::rules::elections::{self, TimerCause, VoteFacts};
use crate::dice::Dice;
use crate::ids::{NodeId, NodeSet, Term};
use crate::log::HardState;
use crate::transport::{Message, RequestVote, RequestVoteReply};

impl RaftNode {
    /// Begins a new term, votes for itself and asks all others.
    pub(super) fn campaign(&mut self, why: CampaignCause, dice: &mut Dice, effects: &mut Effects) {
        let term = elections::campaign_term(self.rules, self.hard.term);
        let before = if term == self.hard.term {
            self.hard.vote
        } else {
            elections::vote_in_new_term(self.rules, self.hard.vote)
        };
        self.hard = HardState {
            term,
            vote: elections::vote_of_candidate(self.rules, self.id, before),
        };
        self.duty = Duty::Campaign;
        self.leader = None;
        (self.votes, self.ballots) = (NodeSet::EMPTY, 0);
        self.restart_timer(TimerCause::Campaign, dice);
        let last = self.log.last();
        effects.events.push(Event::Campaign { term, why, last });
        effects.events.push(Event::VoteGranted {
            to: self.id,
            term,
            mine: last,
            theirs: last,
        });
        for peer in self.peers() {
            self.send(
                peer,
                Message::RequestVote(RequestVote { last }),
                SpeaksFrom::TermAndVote,
                effects,
            );
        }
    }

    /// A candidate of this node's own term asks for its vote.
    pub(super) fn consider_vote(
        &mut self,
        from: NodeId,
        request: RequestVote,
        dice: &mut Dice,
        effects: &mut Effects,
    ) {
        let (term, mine, theirs) = (self.hard.term, self.log.last(), request.last);
        let facts = VoteFacts {
            candidate: from,
            vote: self.hard.vote,
            mine,
            theirs,
        };
        let verdict = elections::grant_vote(self.rules, facts);
        match verdict {
            Ok(()) => {
                self.hard.vote = Some(from);
                self.restart_timer(TimerCause::VoteGranted, dice);
                effects.events.push(Event::VoteGranted {
                    to: from,
                    term,
                    mine,
                    theirs,
                });
            }
            Err(why) => effects.events.push(Event::VoteDenied {
                to: from,
                term,
                why,
            }),
        }
        self.answer_vote(from, verdict.is_ok(), effects);
    }

    /// A request of an older term is denied, whatever it says; the answer carries the newer term.
    pub(super) fn deny_stale_vote(&mut self, from: NodeId, theirs: Term, effects: &mut Effects) {
        let why = VoteDenial::StaleTerm { theirs };
        effects.events.push(Event::VoteDenied {
            to: from,
            term: self.hard.term,
            why,
        });
        self.answer_vote(from, false, effects);
    }

    fn answer_vote(&self, to: NodeId, granted: bool, effects: &mut Effects) {
        let reply = Message::RequestVoteReply(RequestVoteReply { granted });
        self.send(to, reply, SpeaksFrom::TermAndVote, effects);
    }

    /// An answer to a request for a vote.
    pub(super) fn hear_vote(
        &mut self,
        from: NodeId,
        term: Term,
        reply: RequestVoteReply,
        effects: &mut Effects,
    ) {
        if matches!(self.duty, Duty::Follow) {
            effects.events.push(Event::VoteIgnored {
                from,
                term,
                why: VoteUseless::NotCampaigning,
            });
        } else if reply.granted {
            self.count_vote(from, effects);
        } else {
            effects.events.push(Event::VoteWithheld { from, term });
        }
    }

    /// A vote of an older term counts for nothing.
    pub(super) fn ignore_old_vote(from: NodeId, term: Term, effects: &mut Effects) {
        effects.events.push(Event::VoteIgnored {
            from,
            term,
            why: VoteUseless::OldTerm,
        });
    }

    /// Counts a vote of the present campaign, or a late one of a campaign already won.
    pub(super) fn count_vote(&mut self, from: NodeId, effects: &mut Effects) {
        let (term, needed) = (self.hard.term, self.needed());
        match elections::count_vote(self.rules, self.votes, from) {
            Err(why) => effects.events.push(Event::VoteIgnored { from, term, why }),
            Ok(votes) => {
                self.votes = votes;
                self.ballots += 1;
                effects.events.push(Event::VoteCounted {
                    from,
                    term,
                    votes,
                    needed,
                });
                if self.ballots >= needed && matches!(self.duty, Duty::Campaign) {
                    self.lead(effects);
                }
            }
        }
    }
}
