//! Processes, disks and clocks in words: what a crash takes, what a disk gives back.
//!
//! A sentence about a fault says what it leaves whole. Read [`super::network`] next.

use super::words::{log_end, visible};
use super::{Told, since, told};
use crate::cluster::action::Damage;
use crate::cluster::event::{Armed, Cause, CrashKind, Fact};
use crate::ids::Index;
use crate::log::{HardState, LogPosition};

/// Tells a fact of this theme; none where it is of another.
pub(super) fn tell(fact: &Fact, cause: Cause) -> Option<Told> {
    Some(match *fact {
        Fact::Crashed { how } => crashed(how),
        Fact::Restarted { hard_state, last } => restarted(hard_state, last),
        Fact::TailCut { at, bytes } => told(
            format!("cuts {bytes} bytes off its disk's file, from byte {at} on"),
            "the last write was torn; it was never synced, so nobody was promised it",
        ),
        Fact::DamageFound { at, ref why } => told(
            "does not start",
            format!(
                "what its disk had synced is damaged at byte {at}: {}",
                visible(why.as_bytes())
            ),
        ),
        Fact::Rotted { index, damage, .. } => told(
            format!("has the record of #{index} damaged on its disk"),
            rotted(damage, cause),
        ),
        Fact::Durable { through, .. } => told(
            on_own_disk(through),
            "a save was synced, and what it wrote survives a crash from now on",
        ),
        Fact::Written { save, due, .. } => told(
            format!("has written save {} and waits for its disk", save.0),
            format!("a disk takes time to sync: it is due at tick {due}"),
        ),
        Fact::Paused => told(
            "stands still",
            format!(
                "{}; it keeps its memory, and what arrives waits",
                since(cause)
            ),
        ),
        Fact::Resumed => told(
            "goes on",
            format!("{}; what arrived meanwhile is heard now", since(cause)),
        ),
        Fact::ClockSet(rate) => told(
            clock(rate),
            format!("{}; Raft needs no clocks that agree", since(cause)),
        ),
        Fact::TimeoutSet(ticks) => told(timeout(ticks), since(cause)),
        Fact::SyncSwitched(on) => synced(on, cause),
        Fact::CrashArmed(armed) => told(armed_for(armed), since(cause)),
        _ => return None,
    })
}

fn crashed(how: CrashKind) -> Told {
    match how {
        CrashKind::Plain => told(
            "crashes",
            "its memory is gone; term, vote and log stay on its disk as last synced",
        ),
        CrashKind::AtSync => told(
            "crashes between a write and its sync",
            "its memory and the save not yet synced are gone; what was synced before stays",
        ),
        CrashKind::AtSend => told(
            "crashes right before a message leaves",
            "its memory is gone and the message was never sent; what was synced stays",
        ),
        CrashKind::Torn { kept } => told(
            "crashes in the middle of a write",
            format!("{kept} bytes of what was not synced are on its disk, and no more"),
        ),
        CrashKind::TornZero => told(
            "crashes in the middle of a write",
            "its last save is on its disk, but sectors of it hold zeros",
        ),
        CrashKind::Wiped => told(
            "crashes and loses its disk",
            "term, vote and log are gone as well, which Raft does not tolerate",
        ),
        CrashKind::DiskFailed => told(
            "stops",
            "its disk failed, and a node that cannot save may not speak",
        ),
    }
}

fn restarted(hard_state: HardState, last: LogPosition) -> Told {
    let HardState { term, vote } = hard_state;
    let vote = vote.map_or("it has given no vote".to_owned(), |to| {
        format!("it has voted for {to}")
    });
    told(
        format!("starts from its disk in term {term}"),
        format!(
            "its disk says so; {vote}, {}, and what is committed a leader must tell",
            log_end(last)
        ),
    )
}

fn rotted(damage: Damage, cause: Cause) -> String {
    let what = match damage {
        Damage::Bit => "one bit of it is flipped",
        Damage::Zeros => "a sector of it holds zeros",
    };
    format!("{}; {what}, which Raft does not tolerate", since(cause))
}

fn clock(rate: u64) -> String {
    match rate {
        0 => "has its clock stopped".to_owned(),
        1000 => "has its clock run at its proper rate".to_owned(),
        _ => {
            let decimals = format!("{:03}", rate % 1000);
            let decimals = decimals.trim_end_matches('0');
            let point = if decimals.is_empty() { "" } else { "." };
            format!(
                "has its clock run {}{point}{decimals} times as fast",
                rate / 1000
            )
        }
    }
}

fn timeout(ticks: Option<u64>) -> String {
    match ticks {
        Some(ticks) => format!("has its election timeouts set to {ticks} ticks"),
        None => "draws its election timeouts at random again".to_owned(),
    }
}

fn synced(on: bool, cause: Cause) -> Told {
    if on {
        told(
            "has its disk sync again",
            format!("{}; all that waited is synced at once", since(cause)),
        )
    } else {
        told(
            "has its disk sync no more",
            format!(
                "{}; what it writes does not count until it is synced",
                since(cause)
            ),
        )
    }
}

fn armed_for(armed: Armed) -> String {
    match armed {
        Armed::AtSync => "will crash at its next save, written but not synced".to_owned(),
        Armed::AtSend(1) => "will crash before its next message leaves".to_owned(),
        Armed::AtSend(nth) => {
            format!(
                "will crash when {} messages have left, before the next",
                nth.saturating_sub(1)
            )
        }
    }
}

fn on_own_disk(through: Index) -> String {
    if through == Index::ZERO {
        "has its term and vote on its own disk".to_owned()
    } else {
        format!("has its log up to #{through} on its own disk")
    }
}
