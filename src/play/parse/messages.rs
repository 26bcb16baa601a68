//! Verbs on messages in flight and on what is sent.

use super::cursor::Cursor;
use super::wanted::Wanted;
use crate::cluster::action::{Action, MessageChoice, Pick};
use crate::play::mistake::Mistake;
use crate::play::names::message_word;
use crate::play::statement::Deed;

type Read = Result<Deed, Mistake>;

const ALL_OR_LAST: &[(&str, Pick)] = &[("all", Pick::All), ("last", Pick::Last)];

pub(in crate::play) fn deliver(cursor: &mut Cursor<'_>) -> Read {
    let message = need_message(cursor)?;
    let pick = cursor.take_choice(ALL_OR_LAST).unwrap_or_default();
    Ok(Deed::act(Action::Deliver(message, pick)))
}

pub(in crate::play) fn drop(cursor: &mut Cursor<'_>) -> Read {
    let message = need_message(cursor)?;
    let pick = cursor.take_choice(ALL_OR_LAST).unwrap_or_default();
    Ok(Deed::act(Action::Drop(message, pick)))
}

pub(in crate::play) fn dup(cursor: &mut Cursor<'_>) -> Read {
    let message = need_message(cursor)?;
    let pick = cursor.take_choice(&[("last", Pick::Last)]);
    Ok(Deed::act(Action::Duplicate(
        message,
        pick.unwrap_or_default(),
    )))
}

pub(in crate::play) fn delay(cursor: &mut Cursor<'_>) -> Read {
    let message = need_message(cursor)?;
    let ticks = cursor.need_count()?;
    let pick = cursor.take_choice(ALL_OR_LAST).unwrap_or_default();
    Ok(Deed::act(Action::Delay(message, ticks, pick)))
}

pub(in crate::play) fn hold(cursor: &mut Cursor<'_>) -> Read {
    Ok(Deed::act(Action::Hold(cursor.need_traffic()?)))
}

pub(in crate::play) fn release(cursor: &mut Cursor<'_>) -> Read {
    Ok(Deed::act(Action::Release(cursor.take_traffic()?)))
}

pub(in crate::play) fn lose(cursor: &mut Cursor<'_>) -> Read {
    Ok(Deed::act(Action::Lose(cursor.need_traffic()?)))
}

pub(in crate::play) fn keep(cursor: &mut Cursor<'_>) -> Read {
    Ok(Deed::act(Action::Keep(cursor.take_traffic()?)))
}

/// `LINK [KIND]` or `mN`.
fn need_message(cursor: &mut Cursor<'_>) -> Result<MessageChoice, Mistake> {
    cursor.want(Wanted::Said("a message's number such as `m17`"));
    if let Some(number) = cursor.word().and_then(message_word) {
        cursor.advance();
        return Ok(MessageChoice::Number(number));
    }
    cursor.need_traffic().map(MessageChoice::On)
}
