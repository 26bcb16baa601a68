//! Appends in words: what enters a log, what is removed, what is refused, what is sent again (§5.3).
//!
//! Each sentence gives the place and the terms that met there. Read [`super::commits`] next.

use super::words::{against, behind, count, entries, up_to};
use super::{Told, told};
use crate::ids::{Index, NodeId, Term};
use crate::log::LogPosition;
use crate::node::Event;
use crate::node::event::AppendDenial;

/// Tells an event of this theme; none where it is of another.
pub(super) fn tell(event: &Event) -> Option<Told> {
    Some(match *event {
        Event::Appended {
            first,
            last,
            term,
            noop,
        } => appended(&entries(first, last), term, noop),
        Event::Taken { first, last, from } => taken(first, last, from),
        Event::AlreadyHeld { first, last, from } => told(
            left_alone(first, last),
            format!("its log holds what {from} sent, so nothing conflicts and nothing is removed"),
        ),
        Event::Truncated {
            from,
            last,
            mine,
            theirs,
        } => truncated(from, last, mine, theirs),
        Event::AppendRefused { from, prev, why } => refused(from, prev, why),
        Event::AppendIgnored { from, term } => told(
            format!("ignores the append of {from}"),
            format!("it does not follow {from}, though both are in term {term}"),
        ),
        Event::Acknowledged { to, match_index } => told(
            format!("acknowledges {} to {to}", up_to(match_index)),
            format!("the append of {to} fits, and nothing beyond it has been compared"),
        ),
        Event::BackedOff {
            peer,
            from,
            to,
            conflict_term,
        } => backed_off(peer, from, to, conflict_term),
        Event::Retried { peer, from } => told(
            format!("sends {peer} the entries from #{from} on again"),
            format!("they were sent before, and {peer} has not acknowledged them"),
        ),
        Event::WindowFull {
            peer,
            unanswered,
            from,
        } => told(
            format!("holds #{from} and later back from {peer}"),
            format!("{}, the most that may be", unanswered_to(peer, unanswered)),
        ),
        _ => return None,
    })
}

fn unanswered_to(peer: NodeId, number: u64) -> String {
    let appends = count(number, "append", "appends");
    let verb = if number == 1 { "is" } else { "are" };
    format!("{appends} to {peer} {verb} not answered")
}

fn appended(which: &str, term: Term, noop: bool) -> Told {
    if noop {
        told(
            format!("appends {which}, a no-op of term {term}"),
            "once an entry of its own term commits, all that stands before it is committed too",
        )
    } else {
        told(
            format!("appends {which} in term {term}"),
            "a client's command came in, and the log is where it gets its place",
        )
    }
}

fn taken(first: Index, last: Index, from: NodeId) -> Told {
    let before = match first.prev() {
        Index::ZERO => "was empty".to_owned(),
        prev => format!("ended at #{prev}"),
    };
    told(
        format!("takes {} from {from}", entries(first, last)),
        format!("the append of {from} fits, and its log {before}"),
    )
}

fn left_alone(first: Index, last: Index) -> String {
    let them = if first < last { "they are" } else { "it is" };
    format!("leaves {} as {them}", entries(first, last))
}

fn truncated(from: Index, last: Index, mine: Term, theirs: Term) -> Told {
    let what = format!("removes {}", entries(from, last));
    let because = if mine == theirs {
        format!("the append ends before #{from}, though nothing there conflicts")
    } else {
        format!("at #{from} it has term {mine} and the leader has term {theirs}: they conflict")
    };
    told(what, because)
}

fn refused(from: NodeId, prev: LogPosition, why: AppendDenial) -> Told {
    let place = behind(prev);
    let because = match why {
        AppendDenial::StaleTerm { theirs, mine } => {
            format!(
                "it is of term {theirs}, which is over: {}",
                against(theirs, mine)
            )
        }
        AppendDenial::TooShort { last } if last == Index::ZERO => {
            format!("its own log is empty, and the append belongs {place}")
        }
        AppendDenial::TooShort { last } => {
            format!("its own log ends at #{last}, and the append belongs {place}")
        }
        AppendDenial::Conflict { mine } => {
            format!(
                "its own #{} is of term {mine}, and the append belongs {place}",
                prev.index
            )
        }
    };
    told(format!("refuses the append of {from}"), because)
}

fn backed_off(peer: NodeId, from: Index, to: Index, conflict_term: Term) -> Told {
    let what = if to < from {
        format!("goes back to #{to} for {peer}")
    } else {
        format!("stays at #{to} for {peer}")
    };
    let because = if conflict_term == Term::ZERO {
        format!(
            "{peer} refused #{from}: its log ends before #{}",
            from.prev()
        )
    } else {
        let prev = from.prev();
        format!(
            "{peer} refused #{from}: its #{prev} is of term {conflict_term}, the leader's is not"
        )
    };
    told(what, because)
}
