//! What is committed, what is applied, and when a client may be told (§5.3, §5.4.2, §8).
//!
//! Pure decisions: facts in, verdict and reason out.

use super::{RuleName, Rules};
use crate::ids::{Index, NodeSet, Term};
use crate::node::event::{CommitHold, Role};

/// What a leader knows of the highest index that a quorum holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CountFacts {
    /// The term of the entry there.
    pub entry_term: Term,
    /// The leader's term.
    pub current: Term,
    /// Who holds it durably.
    pub holders: NodeSet,
    /// How many make a quorum.
    pub needed: usize,
}

/// Whether a leader may commit an entry, and all before it, by counting who holds it (`commit-own-term-only`).
pub fn commit_by_counting(rules: Rules, facts: CountFacts) -> Result<(), CommitHold> {
    if facts.holders.len() < facts.needed {
        return Err(CommitHold::Minority {
            needed: facts.needed,
        });
    }
    if facts.entry_term != facts.current && rules.holds(RuleName::CommitOwnTermOnly) {
        return Err(CommitHold::OldTerm {
            current: facts.current,
        });
    }
    Ok(())
}

/// How far a follower may commit when its leader says `told`, the append checked the log up to `checked`, and it ends
/// at `last` (`commit-within-match`).
#[must_use]
pub fn commit_as_told(rules: Rules, told: Index, checked: Index, last: Index) -> Index {
    told.min(if rules.holds(RuleName::CommitWithinMatch) {
        checked
    } else {
        last
    })
}

/// The commit index after hearing of `told` (`commit-never-back`); none where it stays.
#[must_use]
pub fn commit_after(rules: Rules, known: Index, told: Index) -> Option<Index> {
    (told > known || (told < known && !rules.holds(RuleName::CommitNeverBack))).then_some(told)
}

/// Whether a new leader begins its term with a no-op (`new-leader-noop`, and the setting of that name).
#[must_use]
pub fn begins_with_noop(rules: Rules, setting: bool) -> bool {
    setting && rules.holds(RuleName::NewLeaderNoop)
}

/// How far entries may reach the state machine (`apply-only-committed`).
#[must_use]
pub fn apply_through(rules: Rules, commit: Index, last: Index) -> Index {
    if rules.holds(RuleName::ApplyOnlyCommitted) {
        commit.min(last)
    } else {
        last
    }
}

/// When a client hears the outcome of its command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnswerTime {
    /// When its entry is applied.
    Applied,
    /// As soon as its entry is in the leader's log.
    Appended,
}

/// When a client hears the outcome of its command (`answer-when-committed`).
#[must_use]
pub fn answer_time(rules: Rules) -> AnswerTime {
    if rules.holds(RuleName::AnswerWhenCommitted) {
        AnswerTime::Applied
    } else {
        AnswerTime::Appended
    }
}

/// Whether a node in this role may answer a read from its own store at once (`reads-are-current`: it never may).
#[must_use]
pub fn may_read_locally(rules: Rules, role: Role) -> bool {
    role == Role::Leader && !rules.holds(RuleName::ReadsAreCurrent)
}
