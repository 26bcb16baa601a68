//! Verbs of clients, and the few that only tell or count.

use super::cursor::Cursor;
use super::wanted::Wanted;
use crate::cluster::action::{Action, Asked, Request};
use crate::command::{KEY_BYTES_MAX, VALUE_BYTES_MAX};
use crate::play::mistake::Mistake;
use crate::play::names::{is_mark, node_word};
use crate::play::statement::{COUNT_MAX, Deed};
use crate::play::token::{Symbol, TokenKind};
use std::sync::Arc;

type Read = Result<Deed, Mistake>;

pub(in crate::play) fn submit(cursor: &mut Cursor<'_>) -> Read {
    let asked = take_asked(cursor)?.unwrap_or(Asked::Leader);
    let request = if is_binding(cursor) {
        need_binding(cursor)?
    } else {
        need_request(cursor)?
    };
    cursor.refuse_later(&["from"])?;
    let name = cursor.take_as_name()?;
    let action = Action::Submit(asked, request);
    Ok(Deed::Act { action, name })
}

/// Before `=` a word is always the key; otherwise a first word that names a node is the node.
fn take_asked(cursor: &mut Cursor<'_>) -> Result<Option<Asked>, Mistake> {
    if is_binding(cursor) {
        return Ok(None);
    }
    if cursor.word().and_then(node_word).is_some() {
        return Ok(Some(Asked::Node(cursor.need_node()?)));
    }
    cursor.take_node()?;
    Ok(cursor.take_word("leader").then_some(Asked::Leader))
}

fn is_binding(cursor: &Cursor<'_>) -> bool {
    let text = cursor.peek(0).map(|token| &token.kind);
    matches!(text, Some(TokenKind::Word(_) | TokenKind::Quoted(_)))
        && cursor.is_symbol(1, Symbol::Equal)
}

fn need_binding(cursor: &mut Cursor<'_>) -> Result<Request, Mistake> {
    let key = need_key(cursor)?;
    cursor.need_symbol(Symbol::Equal)?;
    let value = need_value(cursor)?;
    Ok(Request::Set { key, value })
}

fn need_request(cursor: &mut Cursor<'_>) -> Result<Request, Mistake> {
    if cursor.take_word("set") {
        let (key, value) = (need_key(cursor)?, need_value(cursor)?);
        return Ok(Request::Set { key, value });
    }
    if cursor.take_word("del") {
        let key = need_key(cursor)?;
        return Ok(Request::Delete { key });
    }
    if cursor.take_word("get") {
        let key = need_key(cursor)?;
        return Ok(Request::Get { key });
    }
    cursor.want(Wanted::Said("`KEY=VALUE`"));
    Err(cursor.missing())
}

fn need_key(cursor: &mut Cursor<'_>) -> Result<Arc<[u8]>, Mistake> {
    let place = cursor.place();
    let key = cursor.need_bytes("a key")?;
    if (1..=KEY_BYTES_MAX).contains(&key.len()) {
        return Ok(key);
    }
    let why = format!("a key has 1 to {KEY_BYTES_MAX} bytes, not {}", key.len());
    Err(Mistake::impossible(place, why))
}

fn need_value(cursor: &mut Cursor<'_>) -> Result<Arc<[u8]>, Mistake> {
    let place = cursor.place();
    let value = cursor.need_bytes("a value")?;
    if value.len() <= VALUE_BYTES_MAX {
        return Ok(value);
    }
    let why = format!("a value has at most {VALUE_BYTES_MAX} bytes");
    Err(Mistake::impossible(place, why))
}

pub(in crate::play) fn load(cursor: &mut Cursor<'_>) -> Read {
    if cursor.take_word("off") {
        return Ok(Deed::act(Action::Load(None)));
    }
    let every = cursor.need_number(1..=COUNT_MAX)?;
    Ok(Deed::act(Action::Load(Some(every))))
}

pub(in crate::play) fn expect(cursor: &mut Cursor<'_>) -> Read {
    super::condition::condition(cursor).map(Deed::Expect)
}

pub(in crate::play) fn reset(cursor: &mut Cursor<'_>) -> Read {
    if cursor.take_word("counters") {
        Ok(Deed::ResetCounters)
    } else {
        Err(cursor.missing())
    }
}

pub(in crate::play) fn note(cursor: &mut Cursor<'_>) -> Read {
    let text = cursor.need_quoted("a text in double quotes")?;
    Ok(Deed::Note(text.into()))
}

pub(in crate::play) fn mark(cursor: &mut Cursor<'_>) -> Read {
    cursor.want(Wanted::Said("a name for this moment"));
    let name = cursor.word().ok_or_else(|| cursor.missing())?;
    if !is_mark(name) {
        let why = format!("`{name}` is a moment of every run already: no mark has this name");
        return Err(Mistake::impossible(cursor.place(), why));
    }
    cursor.advance();
    Ok(Deed::Mark(name.into()))
}

pub(in crate::play) fn set(cursor: &mut Cursor<'_>) -> Read {
    let (_, chosen) = super::settings::setting(cursor, false)?;
    let action = chosen.action();
    Ok(Deed::act(action.expect(
        "a setting that may stand among the actions is one",
    )))
}
