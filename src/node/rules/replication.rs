//! What goes into which log, and what a leader may believe of its followers (§5.3).
//!
//! Pure decisions: facts in, verdict and reason out. The log carries them out mechanically.

use super::{RuleName, Rules};
use crate::ids::{Index, Term};
use crate::log::{LogPosition, RaftLog, raft_log::Comparison};
use crate::node::event::{AppendDenial, Role};
use crate::node::settings::Backtrack;
use crate::transport::AppendOutcome;

/// Whether a node in this role takes a client's command into its log (`only-leader-appends`).
#[must_use]
pub fn may_append(rules: Rules, role: Role) -> bool {
    role == Role::Leader || !rules.holds(RuleName::OnlyLeaderAppends)
}

/// From where a new leader removes entries of its own log: from nowhere (`leader-keeps-its-log`).
#[must_use]
pub fn cut_on_election(rules: Rules, commit: Index, last: Index) -> Option<Index> {
    (!rules.holds(RuleName::LeaderKeepsItsLog) && commit < last).then(|| commit.next())
}

/// Whether entries may go behind `prev`, given the term that stands there and the last index (`entries-follow-match`).
pub fn append_matches(
    rules: Rules,
    prev: LogPosition,
    term_there: Option<Term>,
    last: Index,
) -> Result<(), AppendDenial> {
    match term_there {
        None => Err(AppendDenial::TooShort { last }),
        Some(mine) if mine != prev.term && rules.holds(RuleName::EntriesFollowMatch) => {
            Err(AppendDenial::Conflict { mine })
        }
        Some(_) => Ok(()),
    }
}

/// What a follower's log is to do with entries that may go where they belong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Splice {
    /// Remove from here on.
    pub cut_from: Option<Index>,
    /// Write the arriving entries from here on; none: nothing is written.
    pub write_from: Option<Index>,
    /// Put back behind what is written what stood there before.
    pub keep_tail: bool,
}

/// How arriving entries change a log (`truncate-only-on-conflict`, `conflict-replaced`, `conflict-removes-suffix`).
/// `last` is the log's last index, `arriving_last` that of the entries.
#[must_use]
pub fn splice(rules: Rules, compared: Comparison, last: Index, arriving_last: Index) -> Splice {
    let next = compared.held_through.next();
    let brings_more = arriving_last > compared.held_through;
    let Some(conflict) = compared.conflict else {
        let cuts_all =
            !rules.holds(RuleName::TruncateOnlyOnConflict) && last > compared.held_through;
        return Splice {
            cut_from: cuts_all.then_some(next),
            write_from: brings_more.then_some(next),
            keep_tail: false,
        };
    };
    if !rules.holds(RuleName::ConflictReplaced) {
        return Splice {
            cut_from: None,
            write_from: None,
            keep_tail: false,
        };
    }
    let keep_tail = !rules.holds(RuleName::ConflictRemovesSuffix) && last > arriving_last;
    Splice {
        cut_from: Some(conflict.index),
        write_from: Some(conflict.index),
        keep_tail,
    }
}

/// What a refusal tells the leader of the follower's log, to save it round trips (end of §5.3).
#[must_use]
pub fn refusal_hint(log: &RaftLog, prev: Index) -> AppendOutcome {
    match log.term_at(prev) {
        None => AppendOutcome::Refused {
            conflict_term: Term::ZERO,
            conflict_first: log.last_index().next(),
        },
        Some(conflict_term) => AppendOutcome::Refused {
            conflict_term,
            conflict_first: log.first_of_run(prev),
        },
    }
}

/// A refusal as the leader sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// The place that did not match.
    pub prev: Index,
    /// The follower's term there; 0 where its log is too short.
    pub conflict_term: Term,
    /// Where the follower's run of that term begins; its last index + 1 where its log is too short.
    pub conflict_first: Index,
}

/// The next index to try after a refusal (`next-backs-off`): below the one refused, above what is known to match.
#[must_use]
pub fn back_off(
    rules: Rules,
    how: Backtrack,
    refusal: Refusal,
    matched: Index,
    log: &RaftLog,
) -> Index {
    if !rules.holds(RuleName::NextBacksOff) {
        return refusal.prev.next();
    }
    let wanted = match how {
        Backtrack::One => refusal.prev,
        Backtrack::Term if refusal.conflict_term == Term::ZERO => refusal.conflict_first,
        Backtrack::Term => log
            .last_of_term(refusal.conflict_term)
            .map_or(refusal.conflict_first, Index::next),
    };
    wanted.min(refusal.prev).max(matched.next())
}

/// What a new leader presumes a follower to hold (`match-starts-unknown`).
#[must_use]
pub fn match_at_election(rules: Rules, last: Index) -> Index {
    if rules.holds(RuleName::MatchStartsUnknown) {
        Index::ZERO
    } else {
        last
    }
}

/// What a follower is known to hold after it has acknowledged `claimed` (`match-never-back`).
#[must_use]
pub fn match_after_ack(rules: Rules, known: Index, claimed: Index) -> Index {
    if rules.holds(RuleName::MatchNeverBack) {
        known.max(claimed)
    } else {
        claimed
    }
}

/// Whether entries that were sent before are sent again (`appends-retried`).
#[must_use]
pub fn may_retry(rules: Rules) -> bool {
    rules.holds(RuleName::AppendsRetried)
}

/// How far an acknowledgement reaches, for an append that checked the log up to `checked` (`ack-what-was-checked`).
#[must_use]
pub fn acknowledged_through(rules: Rules, checked: Index, last: Index) -> Index {
    if rules.holds(RuleName::AckWhatWasChecked) {
        checked
    } else {
        last
    }
}

/// Whether an acknowledgement waits until the entries it covers are on disk (`ack-after-sync`).
#[must_use]
pub fn ack_waits_for_disk(rules: Rules) -> bool {
    rules.holds(RuleName::AckAfterSync)
}

/// How far a leader counts itself as a holder (`own-disk-counts-like-any`).
#[must_use]
pub fn own_match(rules: Rules, durable: Index, last: Index) -> Index {
    if rules.holds(RuleName::OwnDiskCountsLikeAny) {
        durable
    } else {
        last
    }
}

/// The log that a restarted node begins with (`log-survives-crash`).
#[must_use]
pub fn log_after_crash(rules: Rules, recovered: RaftLog) -> RaftLog {
    if rules.holds(RuleName::LogSurvivesCrash) {
        recovered
    } else {
        RaftLog::default()
    }
}
