//! Verbs that do harm, and those that end it.

use super::cursor::Cursor;
use super::wanted::Wanted;
use crate::cluster::action::{Action, Cut, Damage, Heal, Nodes, Tear};
use crate::ids::{Index, NodeId, NodeSet};
use crate::play::mistake::Mistake;
use crate::play::statement::{COMPARED_MAX, COUNT_MAX, Deed};
use crate::play::token::Symbol;

type Read = Result<Deed, Mistake>;

/// The most sectors that one `tear .. zero` names.
pub const SECTORS_MAX: usize = 100;

pub(in crate::play) fn cut(cursor: &mut Cursor<'_>) -> Read {
    let from = cursor.need_node()?;
    if cursor.take_symbol(Symbol::Arrow) {
        let to = need_other(cursor, from)?;
        return Ok(Deed::act(Action::Cut(Cut::OneWay(from, to))));
    }
    let to = need_other(cursor, from)?;
    Ok(Deed::act(Action::Cut(Cut::Between(from, to))))
}

pub(in crate::play) fn heal(cursor: &mut Cursor<'_>) -> Read {
    let Some(from) = cursor.take_node()? else {
        return Ok(Deed::act(Action::Heal(Heal::Everything)));
    };
    if cursor.take_symbol(Symbol::Arrow) {
        let to = need_other(cursor, from)?;
        return Ok(Deed::act(Action::Heal(Heal::OneWay(from, to))));
    }
    let other = cursor.is_at_end() || cursor.word().is_none();
    if other {
        cursor.take_node()?;
        return Ok(Deed::act(Action::Heal(Heal::Node(from))));
    }
    let to = need_other(cursor, from)?;
    Ok(Deed::act(Action::Heal(Heal::Between(from, to))))
}

/// A node that is not this one.
fn need_other(cursor: &mut Cursor<'_>, one: NodeId) -> Result<NodeId, Mistake> {
    let place = cursor.place();
    let other = cursor.need_node()?;
    if other == one {
        let why = "a link leads from one node to another";
        return Err(Mistake::impossible(place, why));
    }
    Ok(other)
}

pub(in crate::play) fn isolate(cursor: &mut Cursor<'_>) -> Read {
    Ok(Deed::act(Action::Isolate(cursor.need_nodes()?)))
}

pub(in crate::play) fn partition(cursor: &mut Cursor<'_>) -> Read {
    let (mut groups, mut named) = (Vec::new(), NodeSet::EMPTY);
    loop {
        groups.push(need_group(cursor, &mut named)?);
        if !cursor.take_symbol(Symbol::Bar) {
            return Ok(Deed::act(Action::Partition(groups)));
        }
    }
}

fn need_group(cursor: &mut Cursor<'_>, named: &mut NodeSet) -> Result<Vec<NodeId>, Mistake> {
    let mut group = Vec::new();
    loop {
        let (place, found) = (cursor.place(), cursor.found());
        let Some(node) = cursor.take_node()? else {
            break;
        };
        if !named.insert(node) {
            let why = format!("{found} is in a group already");
            return Err(Mistake::impossible(place, why));
        }
        group.push(node);
    }
    if group.is_empty() {
        return Err(cursor.missing());
    }
    group.sort_unstable();
    Ok(group)
}

pub(in crate::play) fn crash(cursor: &mut Cursor<'_>) -> Read {
    let nodes = cursor.need_nodes()?;
    if !cursor.take_word("at") {
        return Ok(Deed::act(Action::Crash(nodes)));
    }
    if cursor.take_word("sync") {
        return Ok(Deed::act(Action::CrashAtSync(nodes)));
    }
    if !cursor.take_word("send") {
        return Err(cursor.missing());
    }
    let count = cursor.count_or_one()?;
    Ok(Deed::act(Action::CrashAtSend(nodes, count)))
}

pub(in crate::play) fn tear(cursor: &mut Cursor<'_>) -> Read {
    let nodes = cursor.need_nodes()?;
    let tear = if cursor.take_word("zero") {
        Tear::Zero(need_sectors(cursor)?)
    } else {
        cursor
            .take_number(1..=COUNT_MAX)?
            .map_or(Tear::Half, Tear::Bytes)
    };
    Ok(Deed::act(Action::Tear(nodes, tear)))
}

fn need_sectors(cursor: &mut Cursor<'_>) -> Result<Vec<u64>, Mistake> {
    let mut sectors = vec![cursor.need_number(0..=COUNT_MAX)?];
    while let Some(sector) = cursor.take_number(0..=COUNT_MAX)? {
        if sectors.len() >= SECTORS_MAX {
            let why = format!("at most {SECTORS_MAX} sectors can be torn at once");
            return Err(Mistake::impossible(cursor.place(), why));
        }
        sectors.push(sector);
    }
    sectors.sort_unstable();
    sectors.dedup();
    Ok(sectors)
}

pub(in crate::play) fn rot(cursor: &mut Cursor<'_>) -> Read {
    let nodes = cursor.need_nodes()?;
    let index = Index(cursor.need_number(1..=COMPARED_MAX)?);
    let damage = if cursor.take_word("zero") {
        Damage::Zeros
    } else {
        Damage::Bit
    };
    Ok(Deed::act(Action::Rot(nodes, index, damage)))
}

pub(in crate::play) fn restart(cursor: &mut Cursor<'_>) -> Read {
    on_nodes(cursor, Action::Restart)
}

pub(in crate::play) fn wipe(cursor: &mut Cursor<'_>) -> Read {
    on_nodes(cursor, Action::Wipe)
}

pub(in crate::play) fn pause(cursor: &mut Cursor<'_>) -> Read {
    on_nodes(cursor, Action::Pause)
}

pub(in crate::play) fn resume(cursor: &mut Cursor<'_>) -> Read {
    on_nodes(cursor, Action::Resume)
}

fn on_nodes(cursor: &mut Cursor<'_>, action: fn(Nodes) -> Action) -> Read {
    Ok(Deed::act(action(cursor.need_nodes()?)))
}

pub(in crate::play) fn clock(cursor: &mut Cursor<'_>) -> Read {
    let nodes = cursor.need_nodes()?;
    cursor.want(Wanted::Said(
        "a rate: 0, or from 0.1 to 10 with at most three decimals",
    ));
    let rate = cursor.word().and_then(thousandths);
    let rate = rate.ok_or_else(|| cursor.missing())?;
    cursor.advance();
    Ok(Deed::act(Action::Clock(nodes, rate)))
}

/// A rate in thousandths: 0, or 100 to 10 000.
fn thousandths(word: &str) -> Option<u64> {
    let (whole, decimals) = word.split_once('.').unwrap_or((word, "0"));
    let plain = |digits: &str| crate::play::names::is_number(digits);
    if !plain(whole) || !plain(decimals) || decimals.len() > 3 {
        return None;
    }
    let whole = whole.parse::<u64>().ok()?.checked_mul(1000)?;
    let decimals = format!("{decimals:0<3}").parse::<u64>().ok()?;
    let rate = whole.checked_add(decimals)?;
    (rate == 0 || (100..=10_000).contains(&rate)).then_some(rate)
}

pub(in crate::play) fn sync(cursor: &mut Cursor<'_>) -> Read {
    let nodes = cursor.need_nodes()?;
    let on = cursor.need_choice(&[("off", false), ("on", true)])?;
    Ok(Deed::act(Action::Sync(nodes, on)))
}
