//! Verbs that let time pass.

use super::cursor::Cursor;
use crate::cluster::action::Action;
use crate::play::mistake::Mistake;
use crate::play::statement::{COUNT_MAX, Deed, UNTIL_TICKS};

type Read = Result<Deed, Mistake>;

pub(in crate::play) fn tick(cursor: &mut Cursor<'_>) -> Read {
    if let Some(ticks) = cursor.take_number(1..=COUNT_MAX)? {
        return Ok(Deed::act(Action::Tick(ticks)));
    }
    let nodes = cursor.take_nodes()?;
    let ticks = cursor.count_or_one()?;
    Ok(Deed::act(match nodes {
        Some(nodes) => Action::TickNodes(nodes, ticks),
        None => Action::Tick(ticks),
    }))
}

pub(in crate::play) fn step(cursor: &mut Cursor<'_>) -> Read {
    Ok(Deed::act(Action::Step(cursor.count_or_one()?)))
}

pub(in crate::play) fn flush(cursor: &mut Cursor<'_>) -> Read {
    cursor.need_end()?;
    Ok(Deed::act(Action::Flush))
}

pub(in crate::play) fn settle(cursor: &mut Cursor<'_>) -> Read {
    cursor.need_end()?;
    Ok(Deed::act(Action::Settle))
}

pub(in crate::play) fn until(cursor: &mut Cursor<'_>) -> Read {
    let condition = super::condition::condition(cursor)?;
    let max = if cursor.take_word("max") {
        cursor.need_number(0..=COUNT_MAX)?
    } else {
        UNTIL_TICKS
    };
    Ok(Deed::Until { condition, max })
}

pub(in crate::play) fn elect(cursor: &mut Cursor<'_>) -> Read {
    Ok(Deed::act(Action::Elect(cursor.need_nodes()?)))
}

pub(in crate::play) fn timeout(cursor: &mut Cursor<'_>) -> Read {
    let nodes = cursor.need_nodes()?;
    if cursor.take_word("random") {
        return Ok(Deed::act(Action::Timeout(nodes, None)));
    }
    let ticks = cursor.need_count()?;
    Ok(Deed::act(Action::Timeout(nodes, Some(ticks))))
}

pub(in crate::play) fn heartbeat(cursor: &mut Cursor<'_>) -> Read {
    Ok(Deed::act(Action::Heartbeat(cursor.need_nodes()?)))
}
