//! From events to rules: each event of a step is put to the rule that alone can lead to it.
//!
//! Every kind of event is named, so that a new one does not compile before the specification knows it.

use super::state::{Asked, Role, Server, Spec, Verdict};
use super::{commit, compare, disk, duties, elections, network, replication};
use granary::cluster::action::{Cut, Heal};
use granary::cluster::event::{Cause, CrashKind, Outcome};
use granary::cluster::{ClusterView, Fact, Setup, Stamped};
use granary::ids::{NodeId, NodeSet};
use granary::log::wire;
use granary::node::Event;
use std::collections::BTreeSet;

impl Spec {
    /// A cluster as it begins.
    pub fn new(setup: &Setup, view: ClusterView<'_>) -> Self {
        let everyone: BTreeSet<u64> = (1..=setup.nodes).collect();
        let mut spec = Self::default();
        for id in &everyone {
            let mut s = Server {
                id: *id,
                everyone: everyone.clone(),
                settings: setup.node,
                up: true,
                life: 1,
                timer_earned: true,
                ..Server::default()
            };
            let preset = setup.presets.iter().find(|preset| preset.node.0 == *id);
            if let (Some(preset), Some(seen)) = (preset, view.node(NodeId(*id))) {
                s.memory = compare::image_of(seen);
                s.disk.synced = s.memory.clone();
                (s.commit, s.applied) = (preset.commit_index.0, preset.commit_index.0);
                for entry in s.memory.first(s.commit) {
                    commit::execute(&mut s.store, &entry.payload);
                }
            }
            spec.servers.insert(*id, s);
        }
        compare::with_whole_view(&mut spec, view).expect("a cluster begins as it is set up");
        spec
    }

    /// Takes the events of one step and the state that it led to.
    pub fn step(&mut self, happened: &[Stamped], view: ClusterView<'_>) -> Verdict {
        let mut touched = BTreeSet::new();
        for stamped in happened {
            self.event(stamped, view)
                .map_err(|why| format!("{why} [{stamped:?}]"))?;
            touched.extend(stamped.node.map(|node| node.0));
        }
        let after = |why: String| format!("{why} [tick {}, {happened:?}]", view.now());
        duties::are_done(self).map_err(after)?;
        compare::with_view(self, view, &touched).map_err(after)
    }

    fn event(&mut self, stamped: &Stamped, view: ClusterView<'_>) -> Verdict {
        demand!(
            stamped.id.0 == self.last_event + 1 && stamped.tick.0 >= self.last_tick,
            "event {} follows event {}",
            stamped.id.0,
            self.last_event
        );
        (self.last_event, self.last_tick) = (stamped.id.0, stamped.tick.0);
        let Some(node) = stamped.node else {
            return self.of_cluster(&stamped.fact);
        };
        let Some(s) = self.servers.get_mut(&node.0) else {
            return Err(format!("there is no {node}"));
        };
        let life = s.life + u64::from(matches!(stamped.fact, Fact::Restarted { .. }));
        demand!(
            stamped.life == life || matches!(stamped.fact, Fact::TailCut { .. }),
            "s{} speaks from life {}, but is in life {life}",
            s.id,
            stamped.life
        );
        match &stamped.fact {
            Fact::Node(event) => self.of_node(node.0, event, stamped.cause),
            Fact::Sent {
                number,
                to,
                term,
                brief,
            } => {
                let packet = network::send(s, to.0, term.0, *brief)?;
                network::is_as_sent(&packet, number.0, view)?;
                self.messages.insert(number.0, packet);
                Ok(())
            }
            Fact::Delivered { number, from, kind } => {
                let packet = self.messages.get(&number.0);
                let is_kind = packet.is_some_and(|it| elections::kind_of(&it.body) == *kind);
                demand!(is_kind, "{number} is no {}", kind.word());
                network::deliver(self, number.0, from.0, node.0)
            }
            Fact::Asked { request, what } => {
                self.ask(request.0, what.clone(), Some(node.0));
                Ok(())
            }
            Fact::Answered { request, outcome } => self.answer(Some(node.0), request.0, outcome),
            Fact::Crashed { how } => self.crash(node.0, *how),
            fact => of_process(s, fact, stamped.life, view),
        }
    }

    /// What is about no server in particular.
    fn of_cluster(&mut self, fact: &Fact) -> Verdict {
        match fact {
            Fact::Copied { original, number } => {
                let Some(packet) = self.messages.get(&original.0).cloned() else {
                    return Err(format!("{original} was copied, but is not under way"));
                };
                self.messages.insert(number.0, packet);
            }
            Fact::Lost { number, why, .. } => return network::lose(self, number.0, *why),
            Fact::Asked { request, what } => self.ask(request.0, what.clone(), None),
            Fact::Answered { request, outcome } => return self.answer(None, request.0, outcome),
            Fact::WasCut(_) | Fact::Isolated(_) | Fact::Partitioned(_) | Fact::Healed(_) => {
                self.of_links(fact);
            }
            Fact::Delayed { number, .. } => {
                let known = self.messages.contains_key(&number.0);
                demand!(known, "{number} is delayed, but is not under way");
            }
            Fact::Held(_)
            | Fact::Released(_)
            | Fact::Losing(_)
            | Fact::Keeping(_)
            | Fact::Set(_)
            | Fact::LoadSet(_)
            | Fact::RuleSet { .. } => {}
            fact => return Err(format!("no server is named by {fact:?}")),
        }
        Ok(())
    }

    fn of_links(&mut self, fact: &Fact) {
        let everyone: Vec<NodeId> = self.servers.keys().map(|id| NodeId(*id)).collect();
        let listed = |set: &NodeSet| set.iter().collect::<Vec<_>>();
        match fact {
            Fact::WasCut(cut) => {
                let (a, b) = cut.ends();
                network::set_cut(self, &[a], &[b], true);
                if matches!(cut, Cut::Between(..)) {
                    network::set_cut(self, &[b], &[a], true);
                }
            }
            Fact::Isolated(nodes) => {
                network::set_cut(self, &listed(nodes), &everyone, true);
                network::set_cut(self, &everyone, &listed(nodes), true);
            }
            Fact::Partitioned(groups) => {
                network::set_cut(self, &everyone, &everyone, true);
                for group in groups.iter() {
                    network::set_cut(self, &listed(group), &listed(group), false);
                }
            }
            Fact::Healed(Heal::Everything) => {
                network::set_cut(self, &everyone, &everyone, false);
            }
            Fact::Healed(Heal::Between(a, b)) => {
                network::set_cut(self, &[*a], &[*b], false);
                network::set_cut(self, &[*b], &[*a], false);
            }
            Fact::Healed(Heal::OneWay(a, b)) => network::set_cut(self, &[*a], &[*b], false),
            Fact::Healed(Heal::Node(node)) => {
                network::set_cut(self, &[*node], &everyone, false);
                network::set_cut(self, &everyone, &[*node], false);
            }
            _ => {}
        }
    }

    fn ask(&mut self, request: u64, what: granary::cluster::action::Request, node: Option<u64>) {
        self.requests.insert(request, Asked { what, node });
        self.open.insert(request);
    }

    fn answer(&mut self, node: Option<u64>, request: u64, outcome: &Outcome) -> Verdict {
        let Some(asked) = self.requests.remove(&request) else {
            return Err(format!("r{request} is answered twice, or was never asked"));
        };
        demand!(asked.node == node, "another server answers r{request}");
        let leads = |s: &&Server| s.up && s.role == Role::Leader;
        let leaders = self.servers.values().filter(leads).count();
        let s = node.and_then(|node| self.servers.get_mut(&node));
        let due = s
            .as_ref()
            .and_then(|s| s.duties.answers.get(&request).cloned());
        if let (Some(due), Some(s)) = (due, s) {
            demand!(
                due == *outcome,
                "r{request} is answered {outcome:?}, but {due:?} came of it"
            );
            s.duties.answers.remove(&request);
            self.open.remove(&request);
            return Ok(());
        }
        demand!(
            self.open.remove(&request),
            "r{request} is answered {outcome:?} while it waits for its entry"
        );
        let s = node.and_then(|node| self.servers.get(&node));
        commit::refuse(s, &asked, outcome, leaders)
    }

    fn crash(&mut self, node: u64, how: CrashKind) -> Verdict {
        let asked_there = |request: &&u64| {
            let asked = self.requests.get(request);
            asked.is_some_and(|asked| asked.node == Some(node))
        };
        let open: BTreeSet<u64> = self.open.iter().filter(asked_there).copied().collect();
        match self.servers.get_mut(&node) {
            Some(s) => disk::crash(s, how, &open),
            None => Err(format!("there is no s{node}")),
        }
    }

    fn of_node(&mut self, node: u64, event: &Event, cause: Cause) -> Verdict {
        let Some(s) = self.servers.get_mut(&node) else {
            return Err(format!("there is no s{node}"));
        };
        demand!(
            s.up && !s.paused,
            "s{node} acts while it is down or stands still"
        );
        match event {
            Event::Campaign { .. }
            | Event::CampaignRefused { .. }
            | Event::VoteGranted { .. }
            | Event::VoteDenied { .. }
            | Event::VoteCounted { .. }
            | Event::VoteWithheld { .. }
            | Event::VoteIgnored { .. }
            | Event::Leader { .. }
            | Event::Follows { .. }
            | Event::TermAdopted { .. }
            | Event::SteppedDown { .. } => of_elections(s, event, cause),
            Event::Appended {
                first,
                last,
                term,
                noop,
            } => {
                let ends = [first.0, last.0];
                if *noop {
                    replication::is_noop_due(s)?;
                    return replication::leader_appends(s, ends, term.0, &commit::NOOP);
                }
                let Cause::Request(request) = cause else {
                    return Err(format!("s{node} appends what no client asked for"));
                };
                let asked = self.requests.get(&request.0);
                let Some(asked) = asked.filter(|it| it.node == Some(node)) else {
                    return Err(format!("s{node} was not asked {request}"));
                };
                demand!(self.open.remove(&request.0), "{request} is appended twice");
                let payload = wire::encode_command(&asked.what.as_command());
                s.waiting.insert(request.0, (first.0, term.0));
                replication::leader_appends(s, ends, term.0, &payload)
            }
            Event::Taken { .. }
            | Event::AlreadyHeld { .. }
            | Event::Truncated { .. }
            | Event::AppendRefused { .. }
            | Event::AppendIgnored { .. }
            | Event::Acknowledged { .. }
            | Event::Implausible { .. } => of_followers(s, event),
            Event::MatchAdvanced { .. }
            | Event::AckIgnored { .. }
            | Event::BackedOff { .. }
            | Event::Retried { .. }
            | Event::WindowFull { .. }
            | Event::Heartbeat { .. } => of_leaders(s, event),
            Event::Commit { from, to, by } => commit::commit(s, from.0, to.0, *by),
            Event::CommitHeld {
                index,
                term,
                holders,
                why,
            } => commit::hold_commit(s, index.0, term.0, *holders, *why),
            Event::Applied { first, last } => commit::apply(s, first.0, last.0),
        }
    }
}

fn of_elections(s: &mut Server, event: &Event, cause: Cause) -> Verdict {
    let by_hand = cause == Cause::Hand;
    match *event {
        Event::Campaign { term, why, last } => {
            elections::timed_out(s, why, by_hand)?;
            elections::campaign(s, term.0, last)
        }
        Event::CampaignRefused { leading } => elections::campaign_refused(s, leading.0, by_hand),
        Event::VoteGranted { to, term, mine, .. } if to.0 == s.id => {
            elections::vote_for_itself(s, term.0, mine)
        }
        Event::VoteGranted {
            to,
            term,
            mine,
            theirs,
        } => elections::grant_vote(s, to.0, term.0, [mine, theirs]),
        Event::VoteDenied { to, term, why } => elections::deny_vote(s, to.0, term.0, why),
        Event::VoteCounted {
            from,
            term,
            votes,
            needed,
        } => elections::count_vote(s, from.0, term.0, votes, needed),
        Event::VoteWithheld { from, term } => elections::vote_withheld(s, from.0, term.0),
        Event::VoteIgnored { from, term, why } => elections::vote_ignored(s, from.0, term.0, why),
        Event::Leader {
            term, votes, last, ..
        } => elections::become_leader(s, term.0, votes, last),
        Event::Follows { leader, term } => elections::follow(s, leader.0, term.0),
        Event::TermAdopted { from, to, by, kind } => {
            elections::adopt_term(s, [from.0, to.0], by.0, kind)
        }
        Event::SteppedDown { was, term, why } => {
            let was = compare::role_of(was);
            elections::step_down(s, was, term.0, why)?;
            if was == Role::Leader {
                commit::stopped_leading(s);
            }
            Ok(())
        }
        other => Err(format!("{other:?} is not about elections")),
    }
}

fn of_followers(s: &mut Server, event: &Event) -> Verdict {
    match *event {
        Event::Taken { first, last, from } => {
            s.heard(from.0)?;
            replication::take_entries(s, first.0, last.0)
        }
        Event::AlreadyHeld { first, last, from } => {
            s.heard(from.0)?;
            replication::already_held(s, first.0, last.0)
        }
        Event::Truncated {
            from,
            last,
            mine,
            theirs,
        } => replication::delete_conflict(s, from.0, last.0, [mine.0, theirs.0]),
        Event::AppendRefused { from, prev, why } => {
            replication::refuse_append(s, from.0, prev, why)
        }
        Event::AppendIgnored { from, term } => Err(format!(
            "s{} and {from} both lead term {term}, and no term has two leaders (Figure 3)",
            s.id
        )),
        Event::Acknowledged { to, match_index } => replication::acknowledge(s, to.0, match_index.0),
        Event::Implausible { from, why } => replication::implausible(s, from.0, why),
        other => Err(format!("{other:?} is not about followers")),
    }
}

fn of_leaders(s: &mut Server, event: &Event) -> Verdict {
    match *event {
        Event::MatchAdvanced { peer, from, to } => {
            replication::match_advances(s, peer.0, from.0, to.0)
        }
        Event::AckIgnored { from, term, why } => replication::ack_ignored(s, from.0, term.0, why),
        Event::BackedOff {
            peer,
            from,
            to,
            conflict_term,
        } => replication::back_off(s, peer.0, [from.0, to.0], conflict_term.0),
        Event::Retried { peer, from } => replication::retry(s, peer.0, from.0),
        Event::WindowFull {
            peer,
            unanswered,
            from,
        } => replication::hold_back(s, peer.0, unanswered, from.0),
        Event::Heartbeat { term } => replication::heartbeat(s, term.0),
        other => Err(format!("{other:?} is not about leaders")),
    }
}

/// What happens to a server's process, its clock and its disk.
fn of_process(s: &mut Server, fact: &Fact, life: u64, view: ClusterView<'_>) -> Verdict {
    match fact {
        Fact::Written {
            save, hard_state, ..
        } => {
            disk::write(s, save.0)?;
            return disk::has_written(s, compare::ballot_of(*hard_state));
        }
        Fact::Durable {
            save,
            hard_state,
            through,
        } => return disk::sync(s, save.0, compare::ballot_of(*hard_state), through.0),
        Fact::Restarted { hard_state, last } => {
            let found = view.node(NodeId(s.id)).map(compare::image_of);
            let found = found.unwrap_or_default();
            let told = compare::ballot_of(*hard_state);
            let ends = (last.index.0, last.term.0);
            return disk::restart(s, life, (told, ends), found);
        }
        Fact::TailCut { .. } => {
            demand!(
                s.disk.torn || s.disk.rotten,
                "s{} cut off a tail that no crash tore",
                s.id
            );
        }
        Fact::DamageFound { .. } => {
            demand!(
                s.disk.rotten,
                "s{} found damage on a disk that has none",
                s.id
            );
        }
        Fact::Rotted { .. } => s.disk.rotten = true,
        Fact::Paused => s.paused = true,
        Fact::Resumed => s.paused = false,
        Fact::ClockSet(_) => {}
        Fact::TimeoutSet(ticks) => {
            s.forced_timeout = *ticks;
            s.timer_earned |= s.up && s.role != Role::Leader && ticks.is_some();
        }
        Fact::SyncSwitched(syncs) => s.disk.stopped = !syncs,
        Fact::CrashArmed(armed) => s.armed = Some(*armed),
        Fact::Node(_)
        | Fact::Sent { .. }
        | Fact::Copied { .. }
        | Fact::Delivered { .. }
        | Fact::Lost { .. }
        | Fact::Delayed { .. }
        | Fact::Asked { .. }
        | Fact::Answered { .. }
        | Fact::Crashed { .. }
        | Fact::WasCut(_)
        | Fact::Isolated(_)
        | Fact::Partitioned(_)
        | Fact::Healed(_)
        | Fact::Held(_)
        | Fact::Released(_)
        | Fact::Losing(_)
        | Fact::Keeping(_)
        | Fact::Set(_)
        | Fact::LoadSet(_)
        | Fact::RuleSet { .. } => return Err(format!("{fact:?} is about no process")),
    }
    Ok(())
}
