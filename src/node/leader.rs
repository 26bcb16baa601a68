//! Leading: taking commands, replicating them, and knowing when they are committed (§5.3, §5.4.2).
//!
//! The decisions stand in [`super::rules`]; what the leader knows of each follower in [`super::progress`].

use super::effects::Effects;
use super::event::{AckUseless, CommitCause, Event, Implausible};
use super::progress::{Clearance, Progress};
use super::quorum;
use super::raft_node::{Duty, RaftNode, SpeaksFrom};
use super::rules::commit::{self, CountFacts};
use super::rules::elections;
use super::rules::replication::{self, Refusal};
use super::settings::APPEND_BYTES_MAX;
use crate::ids::{Index, NodeId, Term};
use crate::log::{Entries, LogPosition, entry::NOOP};
use crate::transport::{AppendEntries, AppendEntriesReply, AppendOutcome, Message};

/// What a node knows only while it leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leadership {
    /// Every member in node order, the leader itself included: its own match is what its own disk has.
    pub(super) members: Vec<Progress>,
    /// Ticks since the last heartbeats.
    pub(super) silent: u64,
    cutting: Cutting,
}

/// Entries cut from the log once for all the followers that need the same, until the log changes.
#[derive(Clone, Debug, Default)]
struct Cutting {
    from: Index,
    /// The end of the log when they were cut.
    last: Index,
    entries: Entries,
}

/// It only repeats what the log says: leaders that differ in it alone are equal.
impl PartialEq for Cutting {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Cutting {}

impl RaftNode {
    /// Wins the election of its term.
    pub(super) fn lead(&mut self, effects: &mut Effects) {
        if let Some(from) =
            replication::cut_on_election(self.rules, self.commit_index, self.log.last_index())
        {
            let (last, mine) = (self.log.last_index(), self.log.term_at(from));
            effects.events.push(Event::Truncated {
                from,
                last,
                mine: mine.unwrap_or_default(),
                theirs: self.hard.term,
            });
            self.cut_log(from);
        }
        let last = self.log.last();
        let presumed = replication::match_at_election(self.rules, last.index);
        let slots = self.members.iter().last().map_or(0, |node| node.slot() + 1);
        let mut members = vec![Progress::new(presumed, last.index); slots];
        if let Some(own) = members.get_mut(self.id.slot()) {
            *own = Progress::new(self.saves.durable_index, last.index);
        }
        self.duty = Duty::Lead(Leadership {
            members,
            silent: 0,
            cutting: Cutting::default(),
        });
        self.leader = Some(self.id);
        self.timer = None;
        effects.events.push(Event::Leader {
            term: self.hard.term,
            votes: self.votes,
            needed: self.needed(),
            last,
        });
        if commit::begins_with_noop(self.rules, self.settings.noop) {
            self.append_own(&[NOOP], true, effects);
        } else {
            self.send_heartbeats(effects);
        }
    }

    /// Puts an entry of its own term in the log and sends it on.
    pub(super) fn append_own(
        &mut self,
        payload: &[u8],
        noop: bool,
        effects: &mut Effects,
    ) -> Index {
        let term = self.hard.term;
        let index = self.log.append(term, payload);
        effects.events.push(Event::Appended {
            first: index,
            last: index,
            term,
            noop,
        });
        let entries = Entries::single(index, term, payload);
        if let Duty::Lead(leadership) = &mut self.duty {
            leadership.cutting = Cutting {
                from: index,
                last: index,
                entries: entries.clone(),
            };
        }
        self.save_entries(entries);
        for peer in self.peers() {
            self.send_entries(peer, effects);
        }
        if !matches!(self.duty, Duty::Follow) {
            self.count_own_disk(effects);
        }
        index
    }

    /// One tick of a leader's clock.
    pub(super) fn lead_a_tick(&mut self, effects: &mut Effects) {
        let Duty::Lead(leadership) = &mut self.duty else {
            return;
        };
        leadership.silent += 1;
        if elections::heartbeat_due(self.rules, leadership.silent, self.settings.heartbeat_ticks) {
            self.send_heartbeats(effects);
        }
    }

    /// Shows every follower that it is there. A heartbeat never carries entries.
    pub(super) fn send_heartbeats(&mut self, effects: &mut Effects) {
        let Duty::Lead(leadership) = &mut self.duty else {
            return;
        };
        leadership.silent = 0;
        effects.events.push(Event::Heartbeat {
            term: self.hard.term,
        });
        for peer in self.peers() {
            if let Some(next) = self.progress_of(peer).map(|progress| progress.next_index) {
                self.send_append(peer, next, Entries::NONE, effects);
            }
        }
    }

    /// A follower's answer.
    pub(super) fn hear_answer(
        &mut self,
        from: NodeId,
        reply: AppendEntriesReply,
        effects: &mut Effects,
    ) {
        if !self.is_leading() {
            let why = AckUseless::NotLeading;
            effects.events.push(Event::AckIgnored {
                from,
                term: self.hard.term,
                why,
            });
            return;
        }
        match reply.outcome {
            AppendOutcome::Accepted { match_index } => {
                self.hear_acknowledgement(from, match_index, effects);
            }
            AppendOutcome::Refused {
                conflict_term,
                conflict_first,
            } => {
                self.hear_refusal(
                    from,
                    Refusal {
                        prev: reply.prev_index,
                        conflict_term,
                        conflict_first,
                    },
                    effects,
                );
            }
        }
    }

    /// An answer to an earlier leadership counts for nothing.
    pub(super) fn ignore_old_answer(from: NodeId, term: Term, effects: &mut Effects) {
        effects.events.push(Event::AckIgnored {
            from,
            term,
            why: AckUseless::OldTerm,
        });
    }

    fn hear_acknowledgement(&mut self, from: NodeId, claimed: Index, effects: &mut Effects) {
        if claimed > self.log.last_index() {
            let why = Implausible::MatchBeyondLog { claimed };
            effects.events.push(Event::Implausible { from, why });
            return;
        }
        let (rules, term) = (self.rules, self.hard.term);
        let Some(progress) = self.progress_mut(from) else {
            return;
        };
        let known = progress.match_index;
        let matched = replication::match_after_ack(rules, known, claimed);
        progress.acknowledged(claimed, matched);
        if matched == known {
            effects.events.push(Event::AckIgnored {
                from,
                term,
                why: AckUseless::Known,
            });
        } else {
            effects.events.push(Event::MatchAdvanced {
                peer: from,
                from: known,
                to: matched,
            });
            self.advance_commit(matched, effects);
        }
        self.send_entries(from, effects);
    }

    fn hear_refusal(&mut self, from: NodeId, refusal: Refusal, effects: &mut Effects) {
        let Some(progress) = self.progress_of(from) else {
            return;
        };
        if !progress.is_news(refusal.prev) {
            let why = AckUseless::Overtaken;
            effects.events.push(Event::AckIgnored {
                from,
                term: self.hard.term,
                why,
            });
            return;
        }
        let (tried, matched) = (refusal.prev.next(), progress.match_index);
        let next = replication::back_off(
            self.rules,
            self.settings.backtrack,
            refusal,
            matched,
            &self.log,
        );
        let conflict_term = refusal.conflict_term;
        effects.events.push(Event::BackedOff {
            peer: from,
            from: tried,
            to: next,
            conflict_term,
        });
        if let Some(progress) = self.progress_mut(from) {
            progress.back_off(next);
        }
        if next < tried {
            self.send_entries(from, effects);
        }
    }

    /// Its own disk has what it has: the leader counts itself like any member (dissertation 10.2.1).
    pub(super) fn count_own_disk(&mut self, effects: &mut Effects) {
        let held =
            replication::own_match(self.rules, self.saves.durable_index, self.log.last_index());
        let me = self.id;
        let Some(own) = self.progress_mut(me) else {
            return;
        };
        let known = own.match_index;
        if held > known {
            own.acknowledged(held, held);
            effects.events.push(Event::MatchAdvanced {
                peer: me,
                from: known,
                to: held,
            });
            self.advance_commit(held, effects);
        }
    }

    /// A member holds the log up to `news`: commits what a quorum holds, or says why not.
    fn advance_commit(&mut self, news: Index, effects: &mut Effects) {
        if news <= self.commit_index {
            return;
        }
        let (needed, current) = (self.needed(), self.hard.term);
        let Duty::Lead(Leadership { members, .. }) = &self.duty else {
            return;
        };
        let counted = quorum::quorum_index(members, needed);
        let index = if counted > self.commit_index {
            counted
        } else {
            news
        };
        let holders = quorum::holders(members, index);
        let entry_term = self.log.term_at(index).unwrap_or_default();
        match commit::commit_by_counting(
            self.rules,
            CountFacts {
                entry_term,
                current,
                holders,
                needed,
            },
        ) {
            Ok(()) => {
                let by = CommitCause::Counted {
                    term: entry_term,
                    current,
                    holders,
                    needed,
                };
                self.commit_to(index, by, effects);
            }
            Err(why) => effects.events.push(Event::CommitHeld {
                index,
                term: entry_term,
                holders,
                why,
            }),
        }
    }

    /// Sends a follower what it needs, as far as its window allows.
    fn send_entries(&mut self, peer: NodeId, effects: &mut Effects) {
        let (last, settings, may_retry) = (
            self.log.last_index(),
            self.settings,
            replication::may_retry(self.rules),
        );
        while let Some(progress) = self
            .progress_mut(peer)
            .filter(|progress| progress.next_index <= last)
        {
            let (next, retry) = (progress.next_index, progress.is_retry(progress.next_index));
            match progress.clearance(settings.inflight_max) {
                Clearance::Go if retry && !may_retry => return,
                Clearance::Go => {}
                Clearance::AwaitProbe | Clearance::StillFull => return,
                Clearance::WindowFull => {
                    let unanswered = progress.unanswered();
                    effects.events.push(Event::WindowFull {
                        peer,
                        unanswered,
                        from: next,
                    });
                    return;
                }
            }
            if retry {
                effects.events.push(Event::Retried { peer, from: next });
            }
            let entries = self.entries_for(next);
            if let (Some(progress), Some(sent)) = (self.progress_mut(peer), entries.last_index()) {
                progress.sent(sent);
            }
            self.send_append(peer, next, entries, effects);
        }
    }

    /// As many entries from an index on as go in one message.
    fn entries_for(&mut self, from: Index) -> Entries {
        let (last, most) = (self.log.last_index(), self.settings.batch_entries_max);
        let Duty::Lead(Leadership { cutting, .. }) = &mut self.duty else {
            return Entries::NONE;
        };
        if (cutting.from, cutting.last) != (from, last) {
            let entries = self.log.slice(from, most, APPEND_BYTES_MAX);
            *cutting = Cutting {
                from,
                last,
                entries,
            };
        }
        cutting.entries.clone()
    }

    /// What was cut from the log before it lost entries is of no use.
    pub(super) fn forget_cutting(&mut self) {
        if let Duty::Lead(leadership) = &mut self.duty {
            leadership.cutting = Cutting::default();
        }
    }

    fn send_append(&self, peer: NodeId, next: Index, entries: Entries, effects: &mut Effects) {
        let index = next.prev();
        let prev = LogPosition {
            index,
            term: self.log.term_at(index).unwrap_or_default(),
        };
        let append = AppendEntries {
            prev,
            leader_commit: self.commit_index,
            entries,
        };
        self.send(
            peer,
            Message::AppendEntries(append),
            SpeaksFrom::Nothing,
            effects,
        );
    }

    pub(super) fn progress_of(&self, peer: NodeId) -> Option<&Progress> {
        let Duty::Lead(leadership) = &self.duty else {
            return None;
        };
        leadership.members.get(peer.slot())
    }

    fn progress_mut(&mut self, peer: NodeId) -> Option<&mut Progress> {
        let Duty::Lead(leadership) = &mut self.duty else {
            return None;
        };
        leadership.members.get_mut(peer.slot())
    }
}
