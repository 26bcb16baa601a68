//! Following: taking a leader's entries where they belong, or refusing them with a reason (§5.3).
//!
//! The log is changed in one place, `splice`. The decisions stand in [`super::rules::replication`].

use super::effects::Effects;
use super::event::{AppendDenial, CommitCause, Event, StepDown};
use super::raft_node::{RaftNode, SpeaksFrom};
use super::rules::elections::{self, TimerCause};
use super::rules::{commit, replication};
use crate::dice::Dice;
use crate::ids::{Index, NodeId, Term};
use crate::log::{Entries, LogPosition};
use crate::transport::{AppendEntries, AppendEntriesReply, AppendOutcome, Message};

impl RaftNode {
    /// An append, or a heartbeat, of the leader of this node's own term.
    pub(super) fn hear_leader(
        &mut self,
        from: NodeId,
        append: &AppendEntries,
        dice: &mut Dice,
        effects: &mut Effects,
    ) {
        if !elections::yields_to_leader(self.rules, self.role()) {
            effects.events.push(Event::AppendIgnored {
                from,
                term: self.hard.term,
            });
            return;
        }
        self.accept_leader(from, dice, effects);
        let (prev, last) = (append.prev, self.log.last_index());
        match replication::append_matches(self.rules, prev, self.log.term_at(prev.index), last) {
            Err(why) => self.refuse_append(from, prev, why, effects),
            Ok(()) => self.take_append(from, append, effects),
        }
    }

    fn accept_leader(&mut self, leader: NodeId, dice: &mut Dice, effects: &mut Effects) {
        self.follow(StepDown::LeaderOfOwnTerm { leader }, dice, effects);
        self.hard.vote = elections::vote_under_leader(self.rules, self.hard.vote);
        self.restart_timer(TimerCause::CurrentLeader, dice);
        if self.leader != Some(leader) {
            self.leader = Some(leader);
            effects.events.push(Event::Follows {
                leader,
                term: self.hard.term,
            });
        }
    }

    fn take_append(&mut self, from: NodeId, append: &AppendEntries, effects: &mut Effects) {
        let checked = append.entries.last_index().unwrap_or(append.prev.index);
        self.splice(from, &append.entries, effects);
        let last = self.log.last_index();
        let told = commit::commit_as_told(self.rules, append.leader_commit, checked, last);
        self.commit_to(told, CommitCause::Told { leader: from }, effects);
        let match_index = replication::acknowledged_through(self.rules, checked, last);
        effects.events.push(Event::Acknowledged {
            to: from,
            match_index,
        });
        let speaks_from = if replication::ack_waits_for_disk(self.rules) {
            SpeaksFrom::EntriesThrough(match_index)
        } else {
            SpeaksFrom::Nothing
        };
        self.answer_append(
            from,
            append.prev.index,
            AppendOutcome::Accepted { match_index },
            speaks_from,
            effects,
        );
    }

    /// The one place where a leader's entries change a log.
    fn splice(&mut self, from: NodeId, entries: &Entries, effects: &mut Effects) {
        let (Some(first), Some(arriving_last)) = (entries.first_index(), entries.last_index())
        else {
            return;
        };
        let (compared, last) = (self.log.compare(entries), self.log.last_index());
        let splice = replication::splice(self.rules, compared, last, arriving_last);
        if compared.held_through >= first && splice.write_from.is_none() {
            effects.events.push(Event::AlreadyHeld {
                first,
                last: compared.held_through,
                from,
            });
        }
        let tail = if splice.keep_tail {
            self.log.slice(arriving_last.next(), u64::MAX, usize::MAX)
        } else {
            Entries::NONE
        };
        if let Some(cut) = splice.cut_from {
            let mine = self.log.term_at(cut).unwrap_or_default();
            let theirs = entries
                .starting_at(cut)
                .first()
                .map_or(mine, |entry| entry.term);
            effects.events.push(Event::Truncated {
                from: cut,
                last,
                mine,
                theirs,
            });
            self.cut_log(cut);
        }
        if let Some(write) = splice.write_from {
            let fresh = entries.starting_at(write);
            self.log.extend(&fresh);
            self.log.extend(&tail);
            effects.events.push(Event::Taken {
                first: write,
                last: arriving_last,
                from,
            });
            self.save_entries(if tail.is_empty() {
                fresh
            } else {
                self.log.slice(write, u64::MAX, usize::MAX)
            });
        }
    }

    fn refuse_append(
        &mut self,
        from: NodeId,
        prev: LogPosition,
        why: AppendDenial,
        effects: &mut Effects,
    ) {
        effects
            .events
            .push(Event::AppendRefused { from, prev, why });
        let hint = replication::refusal_hint(&self.log, prev.index);
        self.answer_append(from, prev.index, hint, SpeaksFrom::TermAndVote, effects);
    }

    /// An append of an older term changes nothing; the answer carries the newer term.
    pub(super) fn refuse_stale(
        &mut self,
        from: NodeId,
        theirs: Term,
        prev: LogPosition,
        effects: &mut Effects,
    ) {
        let why = AppendDenial::StaleTerm {
            theirs,
            mine: self.hard.term,
        };
        effects
            .events
            .push(Event::AppendRefused { from, prev, why });
        let conflict_first = self.log.last_index().next();
        let outcome = AppendOutcome::Refused {
            conflict_term: Term::ZERO,
            conflict_first,
        };
        self.answer_append(from, prev.index, outcome, SpeaksFrom::TermAndVote, effects);
    }

    fn answer_append(
        &self,
        to: NodeId,
        prev_index: Index,
        outcome: AppendOutcome,
        speaks_from: SpeaksFrom,
        effects: &mut Effects,
    ) {
        let reply = Message::AppendEntriesReply(AppendEntriesReply {
            prev_index,
            outcome,
        });
        self.send(to, reply, speaks_from, effects);
    }
}
