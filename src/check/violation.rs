//! What was broken, where and since when; and in words.

use super::invariants::Invariant;
use crate::cluster::event::{EventId, RequestId};
use crate::ids::{Index, NodeId, NodeSet, Term, Tick};
use crate::node::Rules;
use std::fmt;

/// The first time that an invariant was broken in a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// Which one.
    pub invariant: Invariant,
    /// The event that broke it.
    pub event: EventId,
    /// When that was.
    pub tick: Tick,
    /// Where; none for the whole cluster.
    pub node: Option<NodeId>,
    /// What is wrong.
    pub breach: Breach,
    /// Which rules are in force of those that were never off in this run so far.
    pub rules: Rules,
    /// What else was done that Raft does not promise to survive.
    pub outside: Outside,
}

/// What was done to disks that Raft does not promise to survive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outside {
    /// Disks that were lost.
    pub wiped: NodeSet,
    /// Disks on which what was synced was damaged.
    pub rotted: NodeSet,
}

/// What is wrong, as facts. Displayed, it is a sentence about the node without its full stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(
    missing_docs,
    reason = "each row is a sentence below, and its fields are named in it"
)]
pub enum Breach {
    LeadsToo {
        term: Term,
        first: NodeId,
    },
    VotedTwice {
        term: Term,
        first: NodeId,
        second: NodeId,
    },
    TermNotOnDisk {
        spoken: Term,
        on_disk: Term,
    },
    VoteNotOnDisk {
        term: Term,
        candidate: NodeId,
    },
    EntriesNotOnDisk {
        acknowledged: Index,
        on_disk: Index,
    },
    CountedUnsynced {
        counted: Index,
        on_disk: Index,
    },
    TooFewVotes {
        term: Term,
        votes: NodeSet,
        needed: usize,
    },
    NeverVoted {
        term: Term,
        voter: NodeId,
    },
    TermFell {
        from: Term,
        to: Term,
    },
    SpokeOfOlderTerm {
        before: Term,
        now: Term,
    },
    EntryTermFell {
        index: Index,
        before: Term,
        term: Term,
    },
    EntryAboveTerm {
        index: Index,
        term: Term,
        current: Term,
    },
    LeaderCut {
        term: Term,
        from: Index,
    },
    LogsDiffer {
        index: Index,
        term: Term,
        other: Option<NodeId>,
    },
    LacksCommitted {
        term: Term,
        index: Index,
        committed_in: Term,
    },
    CommitsElse {
        index: Index,
        other: Option<NodeId>,
    },
    AppliesOutOfOrder {
        expected: Index,
        found: Index,
    },
    RemovesApplied {
        index: Index,
    },
    StoreDiffers {
        index: Index,
    },
    NotOnQuorum {
        index: Index,
        holders: NodeSet,
        needed: usize,
    },
    CountedOldTerm {
        index: Index,
        term: Term,
        current: Term,
    },
    CutsCommitted {
        index: Index,
    },
    CommitFell {
        from: Index,
        to: Index,
    },
    CommitBeyondLog {
        to: Index,
        last: Index,
    },
    AppliesUncommitted {
        index: Index,
        commit: Index,
    },
    MatchFell {
        peer: NodeId,
        from: Index,
        to: Index,
    },
    MatchUntrue {
        peer: NodeId,
        believed: Index,
        on_disk: Index,
    },
    NextOutOfBounds {
        peer: NodeId,
        next: Index,
        matched: Index,
        last: Index,
    },
    AnsweredUncommitted {
        request: RequestId,
        index: Index,
    },
    AnsweredWithoutEntry {
        request: RequestId,
    },
    RefusedButLogged {
        request: RequestId,
        index: Index,
    },
    AcknowledgedLost {
        index: Index,
    },
    ReadsThePast {
        request: RequestId,
        shown: Index,
        seen: Index,
    },
    OutOfOrder {
        request: RequestId,
        index: Index,
        seen: Index,
    },
    SameEntryTwice {
        request: RequestId,
        index: Index,
    },
    WrongValue {
        request: RequestId,
        index: Index,
    },
    NotWhatWasSynced {
        last: Index,
        synced: Index,
        term: Term,
        synced_term: Term,
    },
    RefusedWhole,
}

impl Violation {
    /// The rules that were off at some time in the run before it, by name.
    pub fn broken_rules(&self) -> impl Iterator<Item = crate::node::RuleName> {
        self.rules.off()
    }
}

impl fmt::Display for Violation {
    /// `s3 leads term 2, which s1 led before`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(node) = self.node {
            write!(f, "{node} ")?;
        }
        self.breach.fmt(f)
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.of_votes(f)
            .or_else(|| self.of_logs(f))
            .or_else(|| self.of_commits(f))
            .unwrap_or_else(|| self.of_others(f))
    }
}

/// What was written of a breach, if the list has it.
type Told = Option<fmt::Result>;

impl Breach {
    fn of_votes(&self, f: &mut fmt::Formatter<'_>) -> Told {
        Some(match *self {
            Self::LeadsToo { term, first } => {
                write!(f, "leads term {term}, which {first} led before")
            }
            Self::VotedTwice {
                term,
                first,
                second,
            } => {
                write!(f, "voted for {first} and for {second}, both in term {term}")
            }
            Self::TermNotOnDisk { spoken, on_disk } => {
                write!(
                    f,
                    "speaks in term {spoken}, and its disk has term {on_disk} only"
                )
            }
            Self::VoteNotOnDisk { term, candidate } => write!(
                f,
                "lets its vote of term {term} for {candidate} leave before its disk has it"
            ),
            Self::EntriesNotOnDisk {
                acknowledged,
                on_disk,
            } => write!(
                f,
                "acknowledges up to #{acknowledged}, and its disk has {}",
                up_to(on_disk)
            ),
            Self::CountedUnsynced { counted, on_disk } => write!(
                f,
                "counts itself as a holder up to #{counted}, and its disk has {}",
                up_to(on_disk)
            ),
            Self::TooFewVotes {
                term,
                votes,
                needed,
            } => {
                write!(
                    f,
                    "leads term {term} with the votes of {votes}, and {needed} are needed"
                )
            }
            Self::NeverVoted { term, voter } => {
                write!(
                    f,
                    "leads term {term} with a vote of {voter}, which cast none for it in that term"
                )
            }
            Self::TermFell { from, to } => {
                write!(f, "is in term {to} and was in term {from} before")
            }
            Self::SpokeOfOlderTerm { before, now } => {
                write!(
                    f,
                    "speaks in term {now} and has spoken in term {before} before"
                )
            }
            _ => return None,
        })
    }

    fn of_logs(&self, f: &mut fmt::Formatter<'_>) -> Told {
        Some(match *self {
            Self::EntryTermFell {
                index,
                before,
                term,
            } => {
                write!(
                    f,
                    "holds #{index} of term {term} behind an entry of term {before}"
                )
            }
            Self::EntryAboveTerm {
                index,
                term,
                current,
            } => {
                write!(
                    f,
                    "holds #{index} of term {term} while it is in term {current}"
                )
            }
            Self::LeaderCut { term, from } => {
                write!(f, "leads term {term} and removes #{from} from its own log")
            }
            Self::LogsDiffer { index, term, other } => {
                let whose = other.map_or("another log did".to_owned(), |other| {
                    format!("{other} does")
                });
                write!(
                    f,
                    "holds #{index} of term {term}, as {whose}, and the two logs differ up to there"
                )
            }
            Self::LacksCommitted {
                term,
                index,
                committed_in,
            } => write!(
                f,
                "leads term {term} and lacks #{index}, which was committed in term {committed_in}"
            ),
            Self::NotWhatWasSynced {
                last,
                synced,
                term,
                synced_term,
            } => write!(
                f,
                "comes back in term {term} with {}, and its disk had synced term {synced_term} and {}",
                entries(last),
                entries(synced)
            ),
            Self::RefusedWhole => {
                f.write_str("does not start, and nothing that its disk had synced was damaged")
            }
            _ => return None,
        })
    }

    fn of_commits(&self, f: &mut fmt::Formatter<'_>) -> Told {
        Some(match *self {
            Self::CommitsElse { index, other } => {
                let whose = other.map_or("was committed before".to_owned(), |other| {
                    format!("{other} does")
                });
                write!(f, "takes another #{index} for committed than {whose}")
            }
            Self::AppliesOutOfOrder { expected, found } => {
                write!(f, "applies #{found} where #{expected} is next")
            }
            Self::RemovesApplied { index } => {
                write!(
                    f,
                    "removes #{index} from its log, and its store has applied it"
                )
            }
            Self::StoreDiffers { index } => {
                write!(
                    f,
                    "has a store that is not what its entries up to #{index} make"
                )
            }
            Self::NotOnQuorum {
                index,
                holders,
                needed,
            } => write!(
                f,
                "takes #{index} for committed, and the disks of {holders} have it where {needed} are needed"
            ),
            Self::CountedOldTerm {
                index,
                term,
                current,
            } => write!(
                f,
                "commits #{index} of term {term} by counting disks, while it leads term {current}"
            ),
            Self::CutsCommitted { index } => {
                write!(f, "removes #{index} from its log, which is committed")
            }
            Self::CommitFell { from, to } => {
                write!(f, "knows #{from} to be committed, and then #{to} only")
            }
            Self::CommitBeyondLog { to, last } => {
                write!(
                    f,
                    "takes #{to} for committed, and its log has {}",
                    up_to(last)
                )
            }
            Self::AppliesUncommitted { index, commit } => {
                write!(
                    f,
                    "applies #{index}, and knows {} to be committed",
                    up_to(commit)
                )
            }
            _ => return None,
        })
    }

    fn of_others(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::MatchFell { peer, from, to } => {
                write!(
                    f,
                    "knew that {peer} holds #{from}, and takes it for #{to} now: that costs work, not safety"
                )
            }
            Self::MatchUntrue {
                peer,
                believed,
                on_disk,
            } => write!(
                f,
                "believes that {peer} agrees up to #{believed}, and the disk of {peer} does {}",
                up_to(on_disk)
            ),
            Self::NextOutOfBounds {
                peer,
                next,
                matched,
                last,
            } => write!(
                f,
                "would send {peer} #{next} next, outside #{}..#{}",
                matched.next(),
                last.next()
            ),
            Self::AnsweredUncommitted { request, index } => {
                write!(
                    f,
                    "tells the client of {request} that #{index} is done, and it is not committed"
                )
            }
            Self::AnsweredWithoutEntry { request } => {
                write!(
                    f,
                    "tells the client of {request} that it is done, and no log ever held it"
                )
            }
            Self::RefusedButLogged { request, index } => {
                write!(
                    f,
                    "refuses {request}, and has put it in its log as #{index}"
                )
            }
            Self::AcknowledgedLost { index } => {
                write!(
                    f,
                    "takes another #{index} for committed, and a client was told that the first is done"
                )
            }
            Self::ReadsThePast {
                request,
                shown,
                seen,
            } => write!(
                f,
                "answers {request} as of {}, and another client had seen #{seen} before it was asked",
                entries(shown)
            ),
            Self::OutOfOrder {
                request,
                index,
                seen,
            } => write!(
                f,
                "answers {request} as of #{index}, and another client had seen #{seen} before it was asked"
            ),
            Self::SameEntryTwice { request, index } => {
                write!(
                    f,
                    "answers {request} for #{index}, which answered another request"
                )
            }
            Self::WrongValue { request, index } => {
                write!(
                    f,
                    "answers {request} with what the key is not bound to at #{index}"
                )
            }
            _ => Ok(()),
        }
    }
}

fn up_to(index: Index) -> String {
    if index == Index::ZERO {
        "nothing".to_owned()
    } else {
        format!("up to #{index} only")
    }
}

fn entries(last: Index) -> String {
    if last == Index::ZERO {
        "an empty log".to_owned()
    } else {
        format!("a log up to #{last}")
    }
}
