//! What nodes begin with: preset lines added up, and refused where no history of Raft leads there.
//!
//! Pure: lines in, presets or the reason out. Works on runs of entries, so that long logs cost little until they are
//! accepted.

use super::log_literal::{LogLiteral, Run};
use super::statement::Place;
use crate::cluster::settings::Preset;
use crate::command::Command;
use crate::ids::{Index, NodeId, Term};
use crate::log::RaftLog;
use crate::log::entry::NOOP;
use crate::log::wire::encode_command;

/// The most entries in all logs of presets together, equal logs counted once.
pub const PRESET_ENTRIES_MAX: u64 = 10_000_000;

/// One line `preset`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PresetLine {
    pub(super) place: Place,
    pub(super) nodes: Vec<NodeId>,
    pub(super) term: Option<u64>,
    pub(super) vote: Option<Ballot>,
    pub(super) log: Option<LogLiteral>,
    pub(super) commit: Option<u64>,
}

/// A vote as a line gives it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ballot {
    Nobody,
    For(NodeId),
}

impl PresetLine {
    pub(super) fn has(&self, field: &str) -> bool {
        match field {
            "term" => self.term.is_some(),
            "vote" => self.vote.is_some(),
            "log" => self.log.is_some(),
            _ => self.commit.is_some(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        ["term", "vote", "log", "commit"]
            .iter()
            .all(|field| !self.has(field))
    }
}

/// What one node begins with, its log still in runs.
#[derive(Clone, Debug)]
struct Beginning {
    node: NodeId,
    term: Term,
    vote: Option<NodeId>,
    log: LogLiteral,
    commit: Index,
}

/// The presets of all nodes that do not begin with nothing; or, in one sentence, why no history leads there.
pub(super) fn presets(nodes: u64, lines: &[PresetLine]) -> Result<Vec<Preset>, String> {
    let beginnings = added_up(nodes, lines);
    check_terms(&beginnings)?;
    check_logs(&distinct_logs(&beginnings))?;
    check_commits(&beginnings)?;
    check_electable(&beginnings)?;
    Ok(built(&beginnings))
}

/// Presets of one node add up, a later field over an earlier one; the term is otherwise the highest that any names.
fn added_up(nodes: u64, lines: &[PresetLine]) -> Vec<Beginning> {
    let in_log = |line: &PresetLine| line.log.as_ref().map_or(0, |log| log.last_term().0);
    let highest = lines
        .iter()
        .map(|line| line.term.unwrap_or(0).max(in_log(line)))
        .max();
    let mut beginnings: Vec<Beginning> = (1..=nodes)
        .map(|number| Beginning {
            node: NodeId(number),
            term: Term(highest.unwrap_or(0)),
            vote: None,
            log: LogLiteral::default(),
            commit: Index::ZERO,
        })
        .collect();
    for line in lines {
        for node in &line.nodes {
            if let Some(beginning) = beginnings.get_mut(node.slot()) {
                beginning.take(line);
            }
        }
    }
    beginnings
}

impl Beginning {
    fn take(&mut self, line: &PresetLine) {
        self.term = line.term.map_or(self.term, Term);
        self.vote = match line.vote {
            None => self.vote,
            Some(Ballot::Nobody) => None,
            Some(Ballot::For(node)) => Some(node),
        };
        self.commit = line.commit.map_or(self.commit, Index);
        if let Some(log) = &line.log {
            self.log = log.clone();
        }
    }

    /// Whether its log is at least as good as the other's (§5.4.1), so that it can have the other's vote.
    fn is_up_to_date_for(&self, other: &Self) -> bool {
        let end = |log: &LogLiteral| (log.last_term(), log.last_index());
        end(&self.log) >= end(&other.log)
    }

    /// Whether its log holds the other's entries up to an index.
    fn holds(&self, other: &Self, through: Index) -> bool {
        self.log.same_through(&other.log) >= through
    }

    fn is_blank(&self) -> bool {
        self.term == Term::ZERO && self.log.runs().is_empty()
    }
}

fn majority(beginnings: &[Beginning]) -> usize {
    beginnings.len() / 2 + 1
}

fn check_terms(beginnings: &[Beginning]) -> Result<(), String> {
    for Beginning {
        node,
        term,
        vote,
        log,
        ..
    } in beginnings
    {
        let last = log.last_term();
        if last > *term {
            return Err(format!(
                "the log of {node} holds an entry of term {last}, above its own term {term}"
            ));
        }
        if let Some(vote) = vote.filter(|_| *term == Term::ZERO) {
            return Err(format!(
                "{node} votes for {vote} in term 0, where nobody votes"
            ));
        }
    }
    let highest = beginnings
        .iter()
        .map(|beginning| beginning.log.last_term())
        .max()
        .unwrap_or(Term::ZERO);
    let reached = beginnings
        .iter()
        .filter(|beginning| beginning.term >= highest)
        .count();
    if reached < majority(beginnings) {
        return Err(format!(
            "a log holds an entry of term {highest}, which only {reached} of {} nodes have reached: \
             no leader can have made it",
            beginnings.len()
        ));
    }
    Ok(())
}

/// Each log once, with the first node that has it.
fn distinct_logs(beginnings: &[Beginning]) -> Vec<&Beginning> {
    let mut distinct: Vec<&Beginning> = Vec::new();
    for beginning in beginnings {
        if distinct.iter().all(|known| known.log != beginning.log) {
            distinct.push(beginning);
        }
    }
    distinct
}

fn check_logs(distinct: &[&Beginning]) -> Result<(), String> {
    let entries: u64 = distinct
        .iter()
        .map(|beginning| beginning.log.last_index().0)
        .sum();
    if entries > PRESET_ENTRIES_MAX {
        return Err(format!(
            "the logs of all presets together hold at most {PRESET_ENTRIES_MAX} entries"
        ));
    }
    for (place, one) in distinct.iter().enumerate() {
        for other in &distinct[..place] {
            if let Some(index) = mismatch(&one.log, &other.log) {
                return Err(format!(
                    "the logs of {} and {} hold entries of the same term at index {index}, but are not equal \
                     up to there",
                    other.node, one.node
                ));
            }
        }
    }
    Ok(())
}

/// The first index at which both logs have the same term although they are not the same up to there (§5.3).
fn mismatch(one: &LogLiteral, other: &LogLiteral) -> Option<Index> {
    let (mut ones, mut others) = (one.runs().iter(), other.runs().iter());
    let (mut a, mut b) = (ones.next().copied(), others.next().copied());
    let (mut end, mut differed) = (0, false);
    while let (Some(mine), Some(theirs)) = (a, b) {
        let alike = mine.term == theirs.term && mine.noop == theirs.noop;
        if mine.term == theirs.term && (differed || !alike) {
            return Some(Index(end + 1));
        }
        differed |= !alike;
        let count = mine.count.min(theirs.count);
        end += count;
        a = behind(mine, count).or_else(|| ones.next().copied());
        b = behind(theirs, count).or_else(|| others.next().copied());
    }
    None
}

/// What is left of a run behind its first entries.
fn behind(run: Run, count: u64) -> Option<Run> {
    let count = run.count - count;
    (count > 0).then_some(Run { count, ..run })
}

fn check_commits(beginnings: &[Beginning]) -> Result<(), String> {
    for one in beginnings {
        let (node, commit, last) = (one.node, one.commit, one.log.last_index());
        if commit > last {
            return Err(format!(
                "{node} commits up to {commit}, beyond its log, which ends at {last}"
            ));
        }
    }
    for (place, one) in beginnings.iter().enumerate() {
        for other in &beginnings[..place] {
            if !one.holds(other, one.commit.min(other.commit)) {
                return Err(format!(
                    "what {} and {} have committed is not the same",
                    other.node, one.node
                ));
            }
        }
    }
    let Some(most) = furthest(beginnings) else {
        return Ok(());
    };
    let holders = beginnings
        .iter()
        .filter(|other| other.holds(most, most.commit))
        .count();
    if holders < majority(beginnings) {
        return Err(format!(
            "{} commits up to {}, which only {holders} of {} nodes hold",
            most.node,
            most.commit,
            beginnings.len()
        ));
    }
    Ok(())
}

/// The node that has committed the most, if any has.
fn furthest(beginnings: &[Beginning]) -> Option<&Beginning> {
    beginnings
        .iter()
        .filter(|beginning| beginning.commit > Index::ZERO)
        .max_by_key(|beginning| beginning.commit)
}

fn check_electable(beginnings: &[Beginning]) -> Result<(), String> {
    let Some(most) = furthest(beginnings) else {
        return Ok(());
    };
    for one in beginnings
        .iter()
        .filter(|one| !one.holds(most, most.commit))
    {
        let voters = beginnings
            .iter()
            .filter(|voter| one.is_up_to_date_for(voter))
            .count();
        if voters >= majority(beginnings) {
            return Err(format!(
                "{} lacks a committed entry, of those up to {}, and could still win an election among these logs",
                one.node, most.commit
            ));
        }
    }
    Ok(())
}

fn built(beginnings: &[Beginning]) -> Vec<Preset> {
    let mut logs: Vec<(&LogLiteral, RaftLog)> = Vec::new();
    let mut presets = Vec::new();
    for beginning in beginnings.iter().filter(|beginning| !beginning.is_blank()) {
        let known = logs.iter().find(|(literal, _)| **literal == beginning.log);
        let log = if let Some((_, log)) = known {
            log.clone()
        } else {
            let log = raft_log(&beginning.log);
            logs.push((&beginning.log, log.clone()));
            log
        };
        presets.push(Preset {
            node: beginning.node,
            term: beginning.term,
            vote: beginning.vote,
            log,
            commit_index: beginning.commit,
        });
    }
    presets
}

/// The log that a literal stands for: a plain term T at index I is the command `set kI tT`.
fn raft_log(literal: &LogLiteral) -> RaftLog {
    let mut log = RaftLog::default();
    for run in literal.runs() {
        let value = format!("t{}", run.term);
        for _ in 0..run.count {
            if run.noop {
                log.append(run.term, &[NOOP]);
                continue;
            }
            let key = format!("k{}", log.last_index().next());
            let command = Command::Set {
                key: key.as_bytes(),
                value: value.as_bytes(),
            };
            log.append(run.term, &encode_command(&command));
        }
    }
    log
}
