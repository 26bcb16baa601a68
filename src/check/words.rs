//! What is wrong, as sentences: one for each breach.

use super::violation::Breach;
use crate::ids::Index;
use std::fmt;

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.of_votes(f)
            .or_else(|| self.of_logs(f))
            .or_else(|| self.of_commits(f))
            .or_else(|| self.of_beliefs(f))
            .unwrap_or_else(|| self.of_clients(f))
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

    fn of_beliefs(&self, f: &mut fmt::Formatter<'_>) -> Told {
        Some(match *self {
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
                "believes that {peer} has its log up to #{believed}, and the disk of {peer} has {} of it",
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
            _ => return None,
        })
    }

    fn of_clients(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
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
